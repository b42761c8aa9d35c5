import { versionsWith } from '../../schema/dialect.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docInsideExpression = syntaxRule({
  id: 'doc/inside-expression',
  category: 'doc',
  code: 'doc-in-expression',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'A documentation comment stands inside a definition.',
  why: 'Documentation comments stand before a definition. Inside one, `##` is refused; ordinary comments with one `#` are welcome.',
  remedy: 'Use one `#`, or move the comment before the definition.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject',\n  «##»\n  'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject',\n  # the drive\n  'data': { 'id': 'str' } }\n" } },
  message: () => "'##' begins a documentation comment, and these stand before definitions, not inside. Use one '#'.",
  fix: ({ span }) => ({ title: "Use one '#'", span, newText: '#' }),
});
