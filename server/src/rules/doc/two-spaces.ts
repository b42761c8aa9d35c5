import { versionsWith } from '../../schema/dialect.ts';
import { withoutTail } from '../../syntax/space.ts';
import { docCommentsOf } from '../../syntax/tree.ts';
import { literalLines } from '../doc-text.ts';
import { editFix } from '../fixes.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/**
 * What the generator takes for a sentence that ends in the middle of a line, with one space behind it. `e.g.` and the number
 * of an item are no ends of sentences, if the number has one digit.
 */
const ONE_SPACE = /((?<![\p{L}\p{N}_])e\.g\.|^ *\p{Nd}\.|([.!?])) [A-Z0-9(]/gu;
/** A directive whose name begins with a capital, as none has to: behind its two dots that looks like a sentence. */
const DIRECTIVE = /^ *\.\. ([A-Z][\w-]*)::/;
/** A quick look before the search: few files have this anywhere. */
const MAYBE = /[.!?] [A-Z0-9(]/;

export const docTwoSpaces: Rule = {
  id: 'doc/two-spaces',
  category: 'doc',
  severity: 'error',
  enforced: versionsWith('doc-two-spaces-wanted'),
  unenforcedSeverity: 'off',
  scope: 'part',
  summary: 'Only one space stands between two sentences of a documentation comment.',
  why: `QEMU's documentation has two spaces between sentences, and since 10.2 the generator insists. It knows a sentence by its look: a full stop,
exclamation or question mark, then one space, then an upper-case letter, a digit or an opening parenthesis. So an abbreviation such as
\`vs. A\` is one too; only \`e.g.\` and the number of a list item, up to 9, are not. Examples and literal blocks are left alone.`,
  remedy: 'Put a second space behind the sentence; an abbreviation may be spelled out instead.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray«. »A locked drive stays closed.\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray.  A locked drive stays closed.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  check({ files, report }) {
    for (const { path, tree } of files) {
      for (const doc of docCommentsOf(tree)) {
        if (!MAYBE.test(tree.text.slice(doc.span.start, doc.span.end))) continue;
        for (const [i, line] of doc.lines.entries()) {
          if (literalLines(doc, tree.text)[i]) continue;
          for (const match of withoutTail(line.text).matchAll(ONE_SPACE)) {
            const end = match[2];
            if (end === undefined) continue;
            const start = line.start + match.index;
            const behind = start + end.length + 1;
            const name = DIRECTIVE.exec(line.text)?.[1];
            if (name && line.text.startsWith(`${name}::`, behind - line.start)) {
              const directive = name.toLowerCase();
              const span = { start: behind, end: behind + name.length };
              report({
                file: path,
                span,
                message: `QEMU's generator takes the dots for the end of a sentence, as an upper-case letter follows. Write '${directive}'.`,
                fixes: () => [editFix(`Write '${directive}'`, [{ file: path, span, newText: directive }])],
              });
              continue;
            }
            report({
              file: path,
              span: { start, end: behind },
              message: `QEMU's generator takes this '${end}' for the end of a sentence, and wants two spaces behind it. Insert one.`,
              fixes: () => {
                const space = { file: path, span: { start: behind, end: behind }, newText: ' ' };
                return [editFix('Insert a second space', [space])];
              },
            });
          }
        }
      }
    }
  },
};
