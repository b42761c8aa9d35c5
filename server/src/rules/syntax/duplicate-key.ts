import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const duplicateKey = syntaxRule({
  id: 'syntax/duplicate-key',
  category: 'syntax',
  code: 'duplicate-key',
  summary: 'A key stands twice in one object.',
  why: 'Only one of the two can count, and a reader cannot know which one is meant.',
  remedy: 'Remove or rename one of them.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Disk', 'data': { 'id': 'str', «'id'»: 'int' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Disk', 'data': { 'id': 'str', 'size': 'int' } }\n" } },
  message: ({ detail }) => `The key '${detail}' stands in this object already. Remove or rename one of the two.`,
  originText: 'The other one stands here.',
});
