/** A few lines of source with carets below what is meant. */
import type { LineIndex, Span } from '../syntax/text.ts';
import { type Paint, safe, widthOf } from './terminal.ts';

const TAB_STOP = 4;

/** How many characters are looked at for each column: enough for surrogate pairs and accents, few in a line of 10 MB. */
const UNITS_PER_COLUMN = 4;

/**
 * @param text the file
 * @param lines where its lines begin
 * @param span what gets carets; of a span over several lines, the part in the first one
 * @param columns how wide the frame may get
 * @param firstLine how many lines stand before the text, of which it is an excerpt
 * @returns the line with the span, the carets, and the lines before and behind, for orientation
 */
export function frame(
  text: string,
  lines: LineIndex,
  span: Span,
  columns: number,
  paint: Paint,
  firstLine = 0,
): string[] {
  const line = lines.lineOf(span.start);
  const last = Math.min(line + 1, lines.count - 1);
  const gutter = String(firstLine + last + 1).length;
  const width = Math.max(20, columns - gutter - ' | '.length);
  const { start, end } = lines.line(line);
  const from = Math.min(span.start, end);
  const to = Math.min(Math.max(span.end, from), end);

  const numbered = (number: number, content: string): string =>
    `${paint.dim(`${String(firstLine + number + 1).padStart(gutter)} |`)} ${content}`.trimEnd();
  /** A neighbour says where we are; the beginning of it is enough. */
  const neighbour = (number: number): string[] => {
    const content = text.slice(lines.line(number).start, lines.line(number).end);
    return content.trim() === '' ? [] : [numbered(number, paint.dim(cut(content, width)))];
  };

  const source = text.slice(start, end);
  const view = windowed(source, from - start, to - start, width);
  const carets = `${' '.repeat(view.before)}${paint.red('^'.repeat(Math.max(1, view.marked)))}`;
  return [
    ...(line > 0 && view.whole ? neighbour(line - 1) : []),
    numbered(line, view.shown),
    `${paint.dim(`${' '.repeat(gutter)} |`)} ${carets}`,
    ...(last > line && view.whole ? neighbour(last) : []),
  ];
}

interface View {
  readonly shown: string;
  /** The columns before the mark, and those of the mark. */
  readonly before: number;
  readonly marked: number;
  /** Whether it begins with the line's first character. */
  readonly whole: boolean;
}

/** The part of a line that holds the mark, at most so wide. */
function windowed(source: string, from: number, to: number, width: number): View {
  const head = source.length <= width * UNITS_PER_COLUMN ? rendered(source, 0).text : undefined;
  if (head !== undefined && widthOf(head) <= width) return viewOf(source, 0, source.length, from, to);
  // What stands before the mark matters as much as what stands behind it.
  const room = width - 2;
  const marked = Math.min(to - from, room >> 1);
  let start = Math.max(0, Math.min(from - ((room - marked) >> 1), source.length - room));
  let stop = Math.min(source.length, start + room);
  // Tabs, pictures and wide characters take more than one column: the longer side gives way.
  const costs = costsOf(source.slice(start, stop));
  const first = start;
  let before = sum(costs.slice(0, from - start));
  let behind = sum(costs.slice(from - start));
  while (before + behind > room) {
    if (before > behind) before -= costs[start++ - first] ?? 0;
    else behind -= costs[--stop - first] ?? 0;
  }
  if (isLowSurrogate(source, start)) start++;
  if (isLowSurrogate(source, stop)) stop--;
  return viewOf(source, start, stop, from, to);
}

/** How many columns each code unit takes at most; of a pair, the first one takes them all. */
function costsOf(text: string): number[] {
  return [...text].flatMap((character) => {
    const cost = character === '\t' ? TAB_STOP : widthOf(safe(character));
    return character.length === 2 ? [cost, 0] : [cost];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function viewOf(source: string, start: number, stop: number, from: number, to: number): View {
  const left = start > 0 ? '…' : '';
  const right = stop < source.length ? '…' : '';
  const before = rendered(source.slice(start, from), left.length);
  const mark = rendered(source.slice(from, Math.min(to, stop)), before.column);
  const after = rendered(source.slice(Math.min(to, stop), stop), mark.column);
  return {
    shown: left + before.text + mark.text + after.text + right,
    before: before.column,
    marked: mark.column - before.column,
    whole: start === 0,
  };
}

/** The beginning of a line, made safe. */
function cut(source: string, width: number): string {
  const { text } = rendered(source.slice(0, width * UNITS_PER_COLUMN), 0);
  if (widthOf(text) <= width && source.length <= width * UNITS_PER_COLUMN) return text;
  let shown = '';
  let column = 1;
  for (const character of text) {
    column += widthOf(character);
    if (column > width) break;
    shown += character;
  }
  return `${shown}…`;
}

/** A text as it is shown from a column on, and the column behind it. */
function rendered(source: string, column: number): { text: string; column: number } {
  if (/^[ -~]*$/.test(source)) return { text: source, column: column + source.length };
  let text = '';
  let at = column;
  for (const character of source) {
    const shown = character === '\t' ? '→'.padEnd(TAB_STOP - (at % TAB_STOP)) : safe(character);
    text += shown;
    at += widthOf(shown);
  }
  return { text, column: at };
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
