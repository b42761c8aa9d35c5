import { versionsWith } from '../../schema/dialect.ts';
import { withoutTail } from '../../syntax/space.ts';
import { docCommentsOf } from '../../syntax/tree.ts';
import { columnsOf, fitsLine, literalLines, MAX_COLUMNS, PREFIX_COLUMNS } from '../doc-text.ts';
import { editFix } from '../fixes.ts';
import { offsetOfColumn, Refill } from '../refill.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

const MAX_TEXT = MAX_COLUMNS - PREFIX_COLUMNS;

export const docLineLength: Rule = {
  id: 'doc/line-length',
  category: 'doc',
  severity: 'error',
  enforced: versionsWith('doc-line-length-refused'),
  unenforcedSeverity: 'off',
  scope: 'part',
  summary: 'A line of a documentation comment is longer than 70 columns.',
  why: `Since QEMU 10.2 the generator refuses documentation lines of more than 70 columns, the \`# \` included. Only an address alone on its
line, and the text of examples, may be longer. A prefix that is put before a name makes every line longer that mentions it.`,
  remedy: 'Break the line between two words, and fill the paragraph again.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray of a drive.  A drive that the guest has locked stays c«losed.»\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray of a drive.  A drive that the guest has locked stays\n# closed.\n##\n{ 'command': 'eject' }\n",
    },
  },
  check({ files, report }) {
    for (const { path, tree } of files) {
      for (const doc of docCommentsOf(tree)) {
        if (!doc.lines.some(({ text }) => text.length > MAX_TEXT)) continue;
        const unchecked = literalLines(doc, tree.text);
        let refill: Refill | undefined;
        doc.lines.forEach((line, i) => {
          if (unchecked[i] || fitsLine(line.text)) return;
          const text = withoutTail(line.text);
          report({
            file: path,
            span: { start: line.start + offsetOfColumn(text, MAX_TEXT), end: line.start + text.length },
            message: `This line has ${columnsOf(text) + PREFIX_COLUMNS} columns, and QEMU's generator refuses documentation lines of more than ${MAX_COLUMNS}. Break it between two words.`,
            fixes: () => {
              refill ??= new Refill(doc, tree.text, unchecked);
              const edit = refill.from(i);
              return edit ? [editFix('Refill the paragraph', [{ file: path, ...edit }])] : [];
            },
          });
        });
      }
    }
  },
};
