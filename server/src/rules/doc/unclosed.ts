import { versionsWith } from '../../schema/dialect.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docUnclosed = syntaxRule({
  id: 'doc/unclosed',
  category: 'doc',
  code: 'doc-unclosed',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'A documentation comment has no closing `##`.',
  why: 'A documentation comment begins and ends with a line `##`. Without the second one the generator cannot tell where it ends.',
  remedy: 'Put a line `##` behind the comment.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "«##»\n# @eject:\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n##\n{ 'command': 'eject' }\n" } },
  message: () => "This documentation comment has no end. Close it with a line '##'.",
});
