/** The text of a stream, of which only the part in hand is kept: enough to tell where a problem is, and to show it. */
import { LineIndex, type Span } from '../syntax/text.ts';
import { type Range, rangeIn } from './report.ts';

/** A few lines of a file, cut out. */
export interface Excerpt {
  readonly text: string;
  readonly lines: LineIndex;
  /** What is meant, in this text. */
  readonly span: Span;
  /** How many lines of the file stand before it. */
  readonly firstLine: number;
}

/** So much is kept of what is read already: what is missing behind a message is noticed at the next one. */
const KEPT = 4096;

/** Of longer lines a part is shown. */
const LONGEST_LINE = 2000;
const SHOWN_BEFORE = 200;

/** A text of its own: what is cut out of a longer text keeps all of that in memory. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

export class StreamText {
  #text = '';
  /** Where the text begins: its offset in the stream, its line and column from 0. */
  #base = 0;
  #line = 0;
  #column = 0;
  #index = new LineIndex('');

  append(text: string): void {
    this.#text += text;
    this.#index = new LineIndex(this.#text);
  }

  /** Nothing more will be asked about the text before an offset, but for what stands just before it. */
  forget(offset: number): void {
    let length = Math.min(offset - KEPT - this.#base, this.#text.length);
    if (length <= 0) return;
    if (this.#text[length - 1] === '\r' && this.#text[length] === '\n') length++;
    this.#count(length);
    this.#base += length;
    this.#text = this.#text.slice(length);
    this.#index = new LineIndex(this.#text);
  }

  /** Counts the line ends of the text that is forgotten. */
  #count(length: number): void {
    const text = this.#text;
    let from = 0;
    let feed = text.indexOf('\n');
    let carriage = text.indexOf('\r');
    for (;;) {
      if (feed >= 0 && feed < from) feed = text.indexOf('\n', from);
      if (carriage >= 0 && carriage < from) carriage = text.indexOf('\r', from);
      const end = feed < 0 || (carriage >= 0 && carriage < feed) ? carriage : feed;
      const next = end >= 0 && text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
      if (end < 0 || next > length) break;
      this.#line++;
      this.#column = 0;
      from = next;
    }
    this.#column += length - from;
  }

  /** Where a span is. What is forgotten already is taken to begin where the text in hand does. */
  rangeOf(span: Span): Range {
    const { line, column, endLine, endColumn } = rangeIn(this.#index, this.#inside(span));
    return {
      line: line + this.#line,
      column: line === 1 ? column + this.#column : column,
      endLine: endLine + this.#line,
      endColumn: endLine === 1 ? endColumn + this.#column : endColumn,
    };
  }

  /** The line of a span, with its neighbours; of a long line the part around it. */
  excerptOf(span: Span): Excerpt {
    const index = this.#index;
    const { start, end } = this.#inside(span);
    const at = index.lineOf(start);
    let first = at;
    let { start: from, end: to } = index.line(at);
    if (to - from > LONGEST_LINE) {
      from = Math.max(from, start - SHOWN_BEFORE);
      to = Math.min(to, from + LONGEST_LINE);
    } else {
      const isShort = (line: number): boolean => {
        const neighbour = index.line(line);
        return neighbour.end - neighbour.start <= LONGEST_LINE;
      };
      // The first line in hand may have lost its beginning.
      if (at > 1 && isShort(at - 1)) {
        first = at - 1;
        from = index.line(first).start;
      }
      if (at + 1 < index.count && isShort(at + 1)) to = index.line(at + 1).end;
    }
    const text = copyOf(this.#text.slice(from, to));
    return {
      text,
      lines: new LineIndex(text),
      span: { start: start - from, end: Math.min(end, to) - from },
      firstLine: first + this.#line,
    };
  }

  #inside({ start, end }: Span): Span {
    const from = Math.max(0, start - this.#base);
    return { start: from, end: Math.max(from, end - this.#base) };
  }
}
