/**
 * Text positions. Inside the program a place is an offset: a 0-based index into the text in UTF-16 code units, as
 * JavaScript counts. Lines and columns exist at the edges only (editor protocol, terminal).
 */

/** A stretch of text: offsets, half-open, `0 <= start <= end <= text.length`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as editors count it: line and character are 0-based, the character counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

const LF = 10;
const CR = 13;

/**
 * Where the lines of a text begin. A line ends with LF, CRLF or a lone CR, as for QEMU's generator (Python's universal
 * newlines) and for the language server protocol alike.
 */
export class LineIndex {
  readonly #text: string;
  #known: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Found when somebody asks: of most files nobody wants to know a line. */
  get #starts(): number[] {
    this.#known ??= lineStarts(this.#text);
    return this.#known;
  }

  /** How many lines there are; an empty text has one. */
  get count(): number {
    return this.#starts.length;
  }

  /** The 0-based line that holds the offset. Offsets outside the text are moved to its nearest end. */
  lineOf(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The position of an offset. Offsets outside the text are moved to its nearest end. */
  positionOf(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineOf(inside);
    return { line, character: inside - (this.#starts[line] as number) };
  }

  /** The offset of a position. Positions outside are moved to the end of their line, or of the text. */
  offsetOf(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.#text.length;
    const { start, end } = this.line(position.line);
    return Math.min(start + Math.max(0, position.character), end);
  }

  /** The span of a 0-based line without its line ending. The line must exist. */
  line(line: number): Span {
    const start = this.#starts[line];
    if (start === undefined) throw new RangeError(`no line ${line}`);
    let end = this.#starts[line + 1] ?? this.#text.length;
    if (line + 1 < this.#starts.length) {
      end--;
      if (this.#text.charCodeAt(end) === LF && end > start && this.#text.charCodeAt(end - 1) === CR) end--;
    }
    return { start, end };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === CR && text.charCodeAt(i + 1) === LF) i++;
    if (code === LF || code === CR) starts.push(i + 1);
  }
  return starts;
}
