import { versionsWith } from '../../schema/dialect.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docFence = syntaxRule({
  id: 'doc/fence',
  category: 'doc',
  code: 'doc-junk',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'Something stands behind the `##` that begins or ends a documentation comment.',
  why: 'Two number signs begin a documentation comment, and the generator wants them alone on their line, without even a space behind them. An ordinary comment has one.',
  remedy: 'Remove what stands behind `##`, or use one `#` for an ordinary comment.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##«## Disks»\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "# Disks\n{ 'command': 'eject' }\n" } },
  message: () =>
    "Nothing may stand behind the '##' of a documentation comment. Remove it, or begin an ordinary comment with one '#'.",
  fix: ({ span }) => ({ title: "Remove what stands behind '##'", span, newText: '' }),
});
