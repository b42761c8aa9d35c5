import { versionsWith } from '../../schema/dialect.ts';
import type { Doc, DocLine, Tree } from '../../syntax/tree.ts';
import { columnsOf, offsetOfColumn, Refill } from '../refill.ts';
import type { Fix, Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** As many columns a documentation line may have, `# ` included. */
const MAX_COLUMNS = 70;
const PREFIX = '# '.length;
const MAX_TEXT = MAX_COLUMNS - PREFIX;

/** Address alone on its line: it cannot be broken. */
const LONE_ADDRESS = /^ *(?:https?|ftp):\/\/[^ ]*$/;
/** What the generator takes for the head of a literal block: other forms are none to it. */
const LITERAL_HEAD = /^(?:\.\. +qmp-example)? *::$/;

export const docLineLength: Rule = {
  id: 'doc/line-length',
  category: 'doc',
  severity: 'error',
  enforced: versionsWith('doc-line-length-refused'),
  unenforcedSeverity: 'off',
  scope: 'file',
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
      for (const doc of docsOf(tree)) {
        if (!doc.lines.some(({ text }) => text.length > MAX_TEXT)) continue;
        const unchecked = literalLines(doc, tree.text);
        let refill: Refill | undefined;
        for (const [i, line] of doc.lines.entries()) {
          if (unchecked[i] || fits(line.text)) continue;
          const text = line.text.trimEnd();
          report({
            file: path,
            span: { start: line.start + offsetOfColumn(text, MAX_TEXT), end: line.start + text.length },
            message: `This line has ${columnsOf(text) + PREFIX} columns, and QEMU's generator refuses documentation lines of more than ${MAX_COLUMNS}. Break it between two words.`,
            fixes: () => {
              refill ??= new Refill(doc, tree.text, { fits, unchecked });
              const edit = refill.from(i);
              return edit ? [refillFix({ file: path, ...edit })] : [];
            },
          });
        }
      }
    }
  },
};

function refillFix(edit: (Fix & { kind: 'edit' })['edits'][number]): Fix {
  return { kind: 'edit', title: 'Refill the paragraph', edits: [edit], preferred: true };
}

function* docsOf(tree: Tree): Generator<Doc> {
  for (const { doc } of tree.expressions) if (doc) yield doc;
  yield* tree.freeDocs;
}

function fits(text: string): boolean {
  if (text.length <= MAX_TEXT) return true;
  const trimmed = text.trimEnd();
  return columnsOf(trimmed) <= MAX_TEXT || LONE_ADDRESS.test(trimmed);
}

/** By line, whether the generator does not look at it: it stands in a literal block, or is refused for another reason. */
function literalLines(doc: Doc, text: string): boolean[] {
  let literal = false;
  let margin = 0;
  return doc.lines.map((line: DocLine) => {
    const trimmed = line.text.trimEnd();
    if (trimmed !== '' && text[line.start - 1] === '#') return true;
    if (LITERAL_HEAD.test(trimmed)) {
      literal = true;
      margin = 0;
    } else if (literal && trimmed !== '') {
      const indent = trimmed.length - trimmed.trimStart().length;
      if (margin === 0) margin = indent;
      else if (indent < margin) literal = false;
    }
    return literal;
  });
}
