/**
 * Where QEMU's generator sees that a documentation comment was not closed. A `##` that begins the next comment closes this one
 * for the generator, and the one that closes the next one begins another: from then on it reads what stands between comments,
 * and does not read what stands in them.
 */
import { parseDoc } from '../syntax/doc.ts';
import { afterSpace } from '../syntax/space.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine, SyntaxProblem, Tree } from '../syntax/tree.ts';
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

/** What a comment may be for, by its name, or a directive, that none is for. */
const NAMED = /\{\s*'(?:include|pragma|[a-z]+'\s*:\s*'([^'\n]*))'/y;
/** Of what else is wrong with a `##` the generator sees all. */
const OF_FENCES: ReadonlySet<string> = new Set(['doubled', 'single', 'surplus', 'unopened']);

/**
 * Where comments that were not closed, or have a `##` too many, are nothing to the generator: two of them stand before one definition, so
 * that the `##` that one lacks is the one that the other has, and what is left in between is a comment like any other.
 * @param tree that of a file
 */
export function unseenSpansIn({ text, problems }: Tree, version: QemuVersion): readonly Span[] {
  const spans: Span[] = [];
  let seenTo = -1;
  for (const problem of problems) {
    const { start } = problem.span;
    if (start < seenTo || !isOfFence(problem)) continue;
    const end = endOfAccepted(text, start, version);
    if (end !== undefined) spans.push({ start, end });
    seenTo = end ?? -1;
  }
  return spans;
}

/** Of the problems of a file those that the generator does not see: see `unseenSpansIn`. */
export function unseenIn(tree: Tree, version: QemuVersion): ReadonlySet<SyntaxProblem> {
  const spans = unseenSpansIn(tree, version);
  const isUnseen = ({ span }: SyntaxProblem): boolean =>
    spans.some(({ start, end }) => start <= span.start && span.start < end);
  return new Set(tree.problems.filter((problem) => isOfFence(problem) && isUnseen(problem)));
}

function isOfFence({ code, detail }: SyntaxProblem): boolean {
  return code === 'doc-unclosed' || (code === 'doc-junk' && OF_FENCES.has(detail));
}

/**
 * Reads comments by their `##` alone, in turn the beginning and the end of one.
 * @param from the first `##`
 * @returns the offset behind the last one; undefined where a generator of the version refuses something in them
 */
function endOfAccepted(text: string, from: number, version: QemuVersion): number | undefined {
  let at = from;
  let open: Shifted | undefined;
  let symbol: string | undefined;
  for (let end = from; text.charCodeAt(at) === HASH; at = afterSpace(text, end)) {
    end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (line.startsWith('##')) {
      // A comment that is for something stands before it.
      if (line !== '##' || symbol !== undefined) return undefined;
      if (open) {
        if (refusedIn(open, end, true, version) !== undefined) return undefined;
        symbol = parseDoc(open.lines).symbol?.text;
        open = undefined;
      } else open = { start: at, lines: [] };
    } else if (open) {
      if (line !== '#' && line[1] !== ' ') return undefined;
      const start = Math.min(end, at + 2);
      open.lines.push({ start, end, text: text.slice(start, end) });
    }
  }
  if (open) return undefined;
  NAMED.lastIndex = at;
  const followed = NAMED.exec(text);
  return (followed || at === text.length) && followed?.[1] === symbol ? at : undefined;
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
