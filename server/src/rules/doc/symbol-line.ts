import { versionsWith } from '../../schema/dialect.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docSymbolLine = syntaxRule({
  id: 'doc/symbol-line',
  category: 'doc',
  code: 'doc-symbol-colon',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'The first line of a documentation comment does not end with a colon.',
  why: 'The first line `# @NAME:` says what the comment documents: the name, a colon, and nothing else.',
  remedy: 'End the line with a colon; move any text to the lines below.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##\n# «@eject»\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  message: ({ detail }) => `The first line must be '@${detail}:' and nothing else: it names what is documented.`,
  fix: ({ span, detail }) =>
    span.end - span.start === detail.length + 1
      ? { title: "Insert ':'", span: { start: span.end, end: span.end }, newText: ':' }
      : undefined,
});
