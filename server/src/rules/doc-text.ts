/** What the rules about the text of documentation comments have in common: which lines the generator looks at, and how. */

import { indentOf, withoutTail } from '../syntax/space.ts';
import { DOCS, type Doc, type DocLine } from '../syntax/tree.ts';

/** What the generator takes for the head of a literal block: other forms are none to it. */
const LITERAL_HEAD = /^(?:\.\. +qmp-example)? *::$/;

/** A comment belongs to one text. */
const literal = DOCS.memory<readonly boolean[]>();

/**
 * By line of a comment, whether the generator does not look at its form: it stands in a literal block or an example, or is
 * refused for another reason.
 * @param text the text of the file
 */
export function literalLines(doc: Doc, text: string): readonly boolean[] {
  let found = literal.get(doc);
  if (!found) {
    found = findLiteralLines(doc, text);
    literal.set(doc, found);
  }
  return found;
}

function findLiteralLines(doc: Doc, text: string): boolean[] {
  let isLiteral = false;
  let margin = 0;
  return doc.lines.map((line) => {
    const trimmed = withoutTail(line.text);
    // The space behind the number sign is missing: the generator gets no further.
    if (line.text !== '' && text[line.start - 1] === '#') return true;
    if (LITERAL_HEAD.test(trimmed)) {
      isLiteral = true;
      margin = 0;
    } else if (isLiteral && trimmed !== '') {
      const indent = indentOf(trimmed);
      if (margin === 0) margin = indent;
      else if (indent < margin) isLiteral = false;
    }
    return isLiteral;
  });
}

/** As many columns a documentation line may have, `# ` included. */
export const MAX_COLUMNS = 70;
/** How many columns stand before the text of a documentation line: `# `. */
export const PREFIX_COLUMNS = '# '.length;
const MAX_TEXT = MAX_COLUMNS - PREFIX_COLUMNS;
/** Address alone on its line: it cannot be broken. */
const LONE_ADDRESS = /^ *(?:https?|ftp):\/\/[^ ]*$/;

/** Whether the text of a documentation line, without its `# `, is short enough for the generator. */
export function fitsLine(text: string): boolean {
  if (text.length <= MAX_TEXT) return true;
  const trimmed = withoutTail(text);
  return columnsOf(trimmed) <= MAX_TEXT || LONE_ADDRESS.test(trimmed);
}

/** How many columns a text takes: characters, as the generator counts. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const _ of text) columns++;
  return columns;
}

/**
 * What a new line of a comment begins with, behind a line that it has: the line ending of the file, and `# ` as that line
 * has it.
 * @param text the text of the file
 */
export function lineStartAfter({ start, end, lacks }: DocLine, text: string): string {
  const after = text.slice(end, end + 2);
  const ending = after === '\r\n' ? after : after.startsWith('\r') ? '\r' : '\n';
  let begin = start;
  while (begin > 0 && text[begin - 1] !== '\n' && text[begin - 1] !== '\r') begin--;
  const opening = text.slice(begin, start);
  if (lacks === 'hash') return `${ending}${opening}# `;
  return ending + (opening.endsWith('#') ? `${opening} ` : opening);
}
