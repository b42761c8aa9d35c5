/** What can be folded away: comments, definitions, runs of includes, and the sections that headings make of a file. */
import type { LineIndex } from '../syntax/text.ts';
import { type Comment, type Doc, docCommentsOf, type Expression, type Tree, valueAt } from '../syntax/tree.ts';

/** Lines, 0-based and both included. The first stays when the others are folded; there is at least one other. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  /** A section is a region. Definitions are of no kind: to fold all regions leaves them alone. */
  readonly kind: 'comment' | 'imports' | 'region' | undefined;
}

/** @returns the ranges in the order of their first lines, the longer one first where two begin together */
export function foldingRanges(tree: Tree): FoldingRange[] {
  const docs = [...docCommentsOf(tree)].sort((a, b) => a.span.start - b.span.start);
  const headings = tree.freeDocs.flatMap((doc) => headingOf(doc) ?? []);
  const ranges = [
    ...sections(headings, tree),
    ...docFolds(docs, headings, tree.lines),
    ...commentFolds(tree.comments, tree),
    ...includeFolds(tree.expressions, tree),
    ...definitionFolds(tree.expressions, tree),
  ].filter(({ startLine, endLine }) => startLine < endLine);
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

function docFolds(docs: readonly Doc[], headings: readonly Heading[], lines: LineIndex): FoldingRange[] {
  // The comment that holds a heading is folded with its section. Ranges may not overlap.
  const withHeading = new Set(headings.map(({ doc }) => doc));
  return docs
    .filter((doc) => !withHeading.has(doc))
    .map(({ span }) => ({ startLine: lines.lineOf(span.start), endLine: lines.lineOf(span.end), kind: 'comment' }));
}

/** Comments that have their lines for themselves, one below the other. */
function commentFolds(comments: readonly Comment[], { text, lines }: Tree): FoldingRange[] {
  const runs: { startLine: number; endLine: number }[] = [];
  for (const { span } of comments) {
    const line = lines.lineOf(span.start);
    if (text.slice(lines.line(line).start, span.start).trim() !== '') continue;
    const run = runs.at(-1);
    if (run && run.endLine === line - 1) run.endLine = line;
    else runs.push({ startLine: line, endLine: line });
  }
  return runs.map((run) => ({ ...run, kind: 'comment' }));
}

function isInclude({ value }: Expression): boolean {
  return value.kind === 'object' && valueAt(value, 'include') !== undefined;
}

/** Includes with nothing but white space and ordinary comments between them. */
function includeFolds(expressions: readonly Expression[], { lines, freeDocs }: Tree): FoldingRange[] {
  const runs: { start: number; end: number }[] = [];
  let open = false;
  let doc = 0;
  for (const expression of expressions) {
    const { start, end } = expression.span;
    for (; (freeDocs[doc]?.span.start ?? start) < start; doc++) open = false;
    const run = runs.at(-1);
    if (!isInclude(expression)) open = false;
    else if (open && run && !expression.doc) run.end = end;
    else {
      runs.push({ start, end });
      open = true;
    }
  }
  return runs.map(({ start, end }) => ({
    startLine: lines.lineOf(start),
    endLine: lines.lineOf(end),
    kind: 'imports',
  }));
}

/** Everything else at the top level: definitions, pragmas. */
function definitionFolds(expressions: readonly Expression[], { text, lines }: Tree): FoldingRange[] {
  return expressions
    .filter((expression) => !isInclude(expression))
    .map(({ span }) => {
      const last = lines.lineOf(span.end);
      // Closing brackets that have a line for themselves stay in sight.
      const alone = /^[\s\]}]*$/.test(text.slice(lines.line(last).start, span.end));
      return { startLine: lines.lineOf(span.start), endLine: alone ? last - 1 : last, kind: undefined };
    });
}

// ---- sections ----

/** A free-form documentation comment that begins with a heading. */
interface Heading {
  readonly doc: Doc;
  /** 1 for the top; a heading ends the sections of its own level and below. */
  readonly level: number;
  /** Offset of the title. */
  readonly title: number;
}

/** How QEMU's own schemas use reStructuredText's lines under (and over) titles, from the top downwards. */
const ADORNMENTS = '*=-~';
const ADORNMENT = /^([*=~-])\1{2,}\s*$/;
/** `= Title`, `== Title`: headings until 10.0. */
const OLD_HEADING = /^(=+)\s+\S/;

function headingOf(doc: Doc): Heading | undefined {
  if (doc.symbol) return undefined;
  const first = doc.lines.findIndex(({ text }) => text.trim() !== '');
  const [line, second, third] = doc.lines.slice(first < 0 ? doc.lines.length : first);
  if (!line || !second) return line && oldHeading(doc, line.text, line.start);
  const over = ADORNMENT.exec(line.text)?.[1];
  if (over !== undefined) {
    const isHeading = second.text.trim() !== '' && ADORNMENT.exec(third?.text ?? '')?.[1] === over;
    return isHeading ? { doc, level: levelOf(over), title: second.start } : undefined;
  }
  const under = ADORNMENT.exec(second.text)?.[1];
  if (under !== undefined) return { doc, level: levelOf(under), title: line.start };
  return oldHeading(doc, line.text, line.start);
}

function oldHeading(doc: Doc, text: string, title: number): Heading | undefined {
  const marks = OLD_HEADING.exec(text)?.[1];
  return marks === undefined ? undefined : { doc, level: marks.length, title };
}

function levelOf(adornment: string): number {
  return ADORNMENTS.indexOf(adornment) + 1;
}

/** From each title to the line before the comment with the next one of its level or above. */
function sections(headings: readonly Heading[], { text, lines }: Tree): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: Heading[] = [];
  const closeDownTo = (level: number, end: number): void => {
    // Trailing blank lines stay in sight, so that the sections keep their distance.
    const last = lines.lineOf(text.slice(0, end).trimEnd().length);
    while ((open.at(-1)?.level ?? 0) >= level) {
      const heading = open.pop() as Heading;
      ranges.push({ startLine: lines.lineOf(heading.title), endLine: last, kind: 'region' });
    }
  };
  for (const heading of headings) {
    closeDownTo(heading.level, heading.doc.span.start);
    open.push(heading);
  }
  closeDownTo(1, text.length);
  return ranges;
}
