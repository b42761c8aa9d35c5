import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const nestedTooDeep = syntaxRule({
  id: 'syntax/nested-too-deep',
  category: 'syntax',
  code: 'too-deep',
  summary: 'Brackets are nested deeper than any schema needs.',
  why: "Real schemas nest six levels. QEMU's generator crashes at some hundreds; here reading stops at a hundred.",
  remedy: 'Look for brackets that were repeated by accident.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': `{ 'command': ${'['.repeat(99)}«[»${']'.repeat(100)} }\n` } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  message: () =>
    'Nested more than a hundred levels deep; what is deeper is not read. Were brackets repeated by accident?',
});
