import { withoutTail } from '../../syntax/space.ts';
import { type DocLine, docCommentsOf } from '../../syntax/tree.ts';
import { lineStartAfter } from '../doc-text.ts';
import { editFix } from '../fixes.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

const OPENING = /\(since:?$/i;
/** The same anywhere in a text. */
const SOMEWHERE = /\(since:?[ \t]*$/im;
const VERSION = /^\s*v?\d+(?:\.\d+)+/;

export const docSplitSince: Rule = {
  id: 'doc/split-since',
  category: 'doc',
  severity: 'hint',
  scope: 'part',
  summary: 'A remark `(since 10.2)` is broken over two lines.',
  why: `Behind the description of a member that was added later stands \`(since 10.2)\`. Who searches for it, by eye or with a tool, finds it only
where it stands on one line; so QEMU gives it a line of its own rather than break it.`,
  remedy: 'Begin the next line before the parenthesis.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# @force: open the tray even where the guest has locked it «(since»
#     10.2)
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# @force: open the tray even where the guest has locked it
#     (since 10.2)
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
  },
  check({ files, role, report }) {
    // Most of a downstream's text is upstream's, and not its to change.
    if (role !== 'upstream') return;
    for (const { path, tree } of files) {
      for (const doc of docCommentsOf(tree)) {
        if (!SOMEWHERE.test(tree.text.slice(doc.span.start, doc.span.end))) continue;
        for (const [i, line] of doc.lines.entries()) {
          const text = withoutTail(line.text);
          const opening = OPENING.exec(text);
          const below = doc.lines[i + 1];
          if (!opening || !below || !VERSION.test(below.text)) continue;
          const end = line.start + text.length;
          const word = opening[0];
          const before = withoutTail(text.slice(0, opening.index));
          report({
            file: path,
            span: { start: end - word.length, end },
            message: `'${word} ${below.text.trim().split(/\s/, 1)[0]}' is found only where it stands on one line. Break the line before it.`,
            fixes: () => {
              const behind = { start: line.start + before.length, end: below.end };
              const newText = joined(line, below, word, tree.text);
              return [editFix('Break the line before the parenthesis', [{ file: path, span: behind, newText }])];
            },
          });
        }
      }
    }
  },
};

/** The second line with the word in front of it. */
function joined(line: DocLine, below: DocLine, word: string, text: string): string {
  const indent = /^\s*/.exec(below.text)?.[0] ?? '';
  return `${lineStartAfter(line, text)}${indent}${word} ${below.text.slice(indent.length)}`;
}
