import { has, versionsWith } from '../../schema/dialect.ts';
import { isSpace } from '../../syntax/space.ts';
import { characterName } from '../characters.ts';
import { editFix } from '../fixes.ts';
import type { Rule } from '../rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

/** Comments and strings, which are passed over, or a blank that is none to Python 2. */
const PIECE = /#[^\r\n]*|'(?:[^'\\\r\n]|\\.)*'|[^\t-\r -~]/g;

export const blank: Rule = {
  id: 'syntax/blank',
  category: 'syntax',
  severity: 'error',
  enforced: versionsWith('blanks-are-ascii'),
  unenforcedSeverity: 'off',
  scope: 'file',
  summary: 'A blank that is not ASCII stands between the words of a schema.',
  why: `A no-break space looks like any other, and comes in with text that was copied from elsewhere. Up to QEMU 2.11 the generator ran in Python 2,
which takes blanks of ASCII only.`,
  remedy: 'Put a space in its place.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command':«\u00a0»'eject' }\n" }, version: '2.11' },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" }, version: '2.11' },
  check({ files, version, report }) {
    if (!has(version, 'blanks-are-ascii')) return;
    for (const { path, tree } of files) {
      for (const { 0: piece, index } of tree.text.matchAll(PIECE)) {
        if (piece.length > 1 || !isSpace(piece.charCodeAt(0))) continue;
        const span = { start: index, end: index + 1 };
        report({
          file: path,
          span,
          message: `${characterName(piece)} is no blank to generators before QEMU 2.12. Put a space in its place.`,
          fixes: () => [editFix('Put a space', [{ file: path, span, newText: ' ' }])],
        });
      }
    }
  },
};
