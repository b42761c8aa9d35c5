/**
 * Where QEMU's generator sees that a documentation comment was not closed. A `##` that begins the next comment closes this one
 * for the generator, and the one that closes the next one begins another: from then on it reads what stands between comments,
 * and does not read what stands in them.
 */
import { parseDoc } from '../syntax/doc.ts';
import { afterSpace } from '../syntax/space.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import type { QemuVersion } from './dialect.ts';
import { docDialectOf, readDoc } from './doc-sections.ts';

/** So many `##` are followed. */
const MOST_FENCES = 8;
const HASH = 35;

/** A comment that the generator begins where we see one end. */
interface Shifted {
  readonly start: number;
  readonly lines: DocLine[];
}

/**
 * @param from what follows the comment: an offset
 * @returns the offset at which a generator of the version stops, if nothing else is wrong
 */
export function unclosedSeenAt(text: string, from: number, version: QemuVersion): number {
  let at = from;
  let isOpen = true;
  /** The comment in which the generator is, or was last; what is wrong in the first one is told where that is read. */
  let shifted: Shifted | undefined;
  for (let fences = 0; text.charCodeAt(at) === HASH && fences < MOST_FENCES; ) {
    const end = endOfLine(text, at);
    if (text.charCodeAt(at + 1) === HASH) {
      fences++;
      const refused = isOpen && shifted ? refusedIn(shifted, end, true, version) : undefined;
      if (refused !== undefined) return refused;
      isOpen = !isOpen;
      if (isOpen) shifted = { start: at, lines: [] };
    } else if (isOpen && shifted) {
      if (end > at + 1 && text[at + 1] !== ' ') return refusedIn(shifted, end, false, version) ?? at;
      const start = Math.min(end, at + 2);
      shifted.lines.push({ start, end, text: text.slice(start, end) });
    }
    at = afterSpace(text, end);
  }
  const refused = isOpen && shifted ? refusedIn(shifted, at, false, version) : undefined;
  if (refused !== undefined) return refused;
  // What it has closed last stands before a definition, and has no symbol.
  if (!isOpen && shifted && text[at] === '{') return shifted.start;
  // At the end of the text the last line break is the place.
  return at < text.length ? at : Math.max(0, text.length - 1);
}

/** Where the generator stops in a comment, if it does. */
function refusedIn({ start, lines }: Shifted, end: number, closed: boolean, version: QemuVersion): number | undefined {
  const { symbol, sections } = parseDoc(lines);
  const doc: Doc = { span: { start, end }, lines, symbol, sections, closed, seenEnd: undefined, memory: undefined };
  const { faults } = readDoc(doc, docDialectOf(version));
  const places = faults.map(({ span, refusedAt }) => refusedAt ?? span.start);
  return places.length > 0 ? Math.min(...places) : undefined;
}

function endOfLine(text: string, from: number): number {
  const end = /[\r\n]|$/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}
