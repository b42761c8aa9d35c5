/**
 * Breaks the lines of a paragraph in a documentation comment anew. Documentation is reStructuredText: what is no running
 * text (directives, literal blocks, tables, headings, fields) stays as it is.
 */
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import { fitsLine, lineStartAfter, MAX_COLUMNS } from './doc-text.ts';

/** Directives whose content is running text. The content of others is code, a table, an example. */
const PROSE_DIRECTIVES = new Set(
  'admonition attention caution danger deprecated error hint important note seealso tip versionadded versionchanged warning'.split(
    ' ',
  ),
);
const DIRECTIVE = /^\.\.(?: +(?:([\w:-]+?) ?::(?: |$))?|$)/;
/** Directives whose running text can begin on their own line; that of others is a title or a version. */
const NOTE = /^(\.\. +(?:attention|caution|danger|error|hint|important|note|seealso|tip|warning)::[ \t]+)\S/;
/** How far the content of a directive is indented where nothing tells. */
const NOTE_INDENT = 3;
export const ITEM = /^((?:[-*+]|(?:\d+|[A-Za-z#])[.)])[ \t]+)\S/;
/** Headings of old, fields, line blocks, tables, interpreter sessions. */
const FIXED = /^(?:=+ |:[^:`]+:(?: |$)|\||\+[-=]|>>> )/;
/** The line below a heading, the border of a table. */
const ADORNMENT = /^([=\-`:'"~^_*+#<>.])(?:\1| )*$/;
const TABLE_BORDER = /^=+(?: +=+)+$/;
/** Text in columns. */
const COLUMNS = /\S {3,}\S/;
/** Words that would be markup at the beginning of a line. */
const MARKUP = /^(?:[-*+|]|(?:\d+|[A-Za-z#])[.)]|\.\.|=+|>>>|::|\+[-=].*|:[^:`]+:|([^\w\s])\1{2,})$/;
/** Words that would begin a section where nothing stands before them. */
const SECTION = /^(?:@[^:]*|Returns|Errors|Since|TODO|Notes?|Examples?|Features):/;
/** What begins a remark that says since when something exists. */
const SINCE = /^\(since\b/i;
const SENTENCE_END = /[.!?][)\]"'`*]*$/;
const ABBREVIATION = /^\W*(?:e\.g|i\.e|cf|vs|etc|resp|approx)\.$/i;
/** How far the text of a section is indented where it has only one line. */
const SECTION_INDENT = 4;

/** The offset of a column in a text that has as many. */
export function offsetOfColumn(text: string, column: number): number {
  let offset = 0;
  for (const character of text) {
    if (column-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

interface Word {
  readonly text: string;
  /** What stands between it and the word before, where both share a line. */
  readonly gap: string;
  /** A line may begin with it. */
  readonly breakable: boolean;
}

/** Refills paragraphs of one comment. */
export class Refill {
  readonly #doc: Doc;
  readonly #text: string;
  readonly #fixed: readonly boolean[];
  /** The lines that begin a section with a tag or name, with the column of their text. */
  readonly #heads: ReadonlyMap<number, number>;

  /**
   * @param text the text of the file
   * @param unchecked by line, what is no running text for a reason of the caller's
   */
  constructor(doc: Doc, text: string, unchecked: readonly boolean[]) {
    this.#doc = doc;
    this.#text = text;
    this.#heads = new Map(
      doc.sections
        .filter(({ kind }) => kind !== 'body')
        .map(({ firstLine, textStart }) => [firstLine, textStart - (doc.lines[firstLine] as DocLine).start]),
    );
    const fixed = fixedLines(doc, this.#heads);
    this.#fixed = fixed.map((isFixed, i) => isFixed || unchecked[i] === true);
  }

  /**
   * The edit that makes a line fit, by moving words to the lines behind it, as few of them as will do.
   * @param index the line's
   * @returns undefined where it cannot be broken
   */
  from(index: number): { readonly span: Span; readonly newText: string } | undefined {
    if (this.#fixed[index]) return undefined;
    const indent = this.#indentBelow(index);
    if (indent === undefined) return undefined;
    const end = this.#paragraphEnd(index);
    // Where a line behind it cannot be made to fit, it gets a line of its own.
    return this.#edit(index, end, indent) ?? (this.#isFlush(index) ? undefined : this.#edit(index, index + 1, indent));
  }

  #edit(index: number, end: number, indent: string): { span: Span; newText: string } | undefined {
    const { lines, last } = this.#fill(index, end, indent);
    if (lines.length < 2 || !lines.every(fitsLine)) return undefined;
    const first = this.#line(index);
    const start = first.start + (lines[0] as string).length;
    const prefix = lineStartAfter(first, this.#text);
    return {
      span: { start, end: this.#line(last).end },
      newText: lines
        .slice(1)
        .map((line) => prefix + line)
        .join(''),
    };
  }

  /** @returns the new lines, and the last of the old ones that they stand for */
  #fill(index: number, end: number, indent: string): { lines: string[]; last: number } {
    const lines: string[] = [];
    let line = /^\s*/.exec(this.#line(index).text)?.[0] ?? '';
    let previous: Word | undefined;
    let last = index;
    const isFlush = this.#isFlush(index);
    for (; last < end; last++) {
      let isBroken = false;
      for (const [i, word] of this.#wordsOf(last, indent).entries()) {
        const gap = !previous ? '' : i > 0 ? word.gap : gapBetween(previous.text, word.text);
        const longer = line + gap + word.text;
        if (previous && word.breakable && !fitsLine(longer)) {
          // The rest of the paragraph can stay where it is.
          if (i === 0 && last > index && !isFlush) return { lines: [...lines, line], last: last - 1 };
          lines.push(line);
          line = indent + word.text;
          isBroken = true;
        } else line = longer;
        previous = word;
      }
      if (!isBroken && last > index && !isFlush) return { lines: [...lines, line], last };
    }
    return { lines: [...lines, line], last: last - 1 };
  }

  #wordsOf(index: number, indent: string): Word[] {
    const text = this.#line(index).text.trim();
    const marker = this.#heads.has(index) ? '' : (markerOf(text) ?? '');
    const words: Word[] = [];
    for (const match of text.slice(marker.length).matchAll(/([ \t]*)([^ \t]+)/g)) {
      const [, gap, word] = match as unknown as [string, string, string];
      const previous = words.at(-1);
      const breakable = !MARKUP.test(word) && !(indent === '' && SECTION.test(word));
      if (!previous) words.push({ text: marker + word, gap, breakable });
      else if (breakable) words.push({ text: word, gap, breakable });
      else words[words.length - 1] = { ...previous, text: previous.text + gap + word };
    }
    return this.#keepSince(words, indent);
  }

  /** Makes one word of `(since 10.2)`, and of longer remarks of that kind, where a line can take it. */
  #keepSince(words: readonly Word[], indent: string): Word[] {
    const kept: Word[] = [];
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as Word;
      kept.push(word);
      if (!SINCE.test(word.text)) continue;
      let text = word.text;
      let end = i;
      while (!text.includes(')') && text.length <= MAX_COLUMNS && end + 1 < words.length) {
        const next = words[++end] as Word;
        text += next.gap + next.text;
      }
      if (!text.includes(')') || !fitsLine(indent + text)) continue;
      kept[kept.length - 1] = { ...word, text };
      i = end;
    }
    return kept;
  }

  /** The line behind the last one of the paragraph. */
  #paragraphEnd(index: number): number {
    let end = index + 1;
    while (this.#continues(index, end)) end++;
    return end;
  }

  /** Whether a line belongs to the paragraph of the line before; the first one to ask about stands behind `index`. */
  #continues(index: number, next: number): boolean {
    const line = this.#doc.lines[next];
    if (!line || line.text.trim() === '' || this.#fixed[next] || this.#heads.has(next)) return false;
    if (markerOf(line.text.trim()) !== undefined) return false;
    const isHanging = next === index + 1 && this.#isHanging(index);
    const before = indentOf(this.#line(next - 1));
    if (isHanging && this.#heads.has(index) && indentOf(line) === 0) return true;
    return isHanging ? indentOf(line) > before : indentOf(line) === before;
  }

  #isHanging(index: number): boolean {
    return this.#heads.has(index) || markerOf(this.#line(index).text.trim()) !== undefined;
  }

  /**
   * Whether the text of a section goes on without indentation. With one line indented the generator wants all of them so.
   */
  #isFlush(index: number): boolean {
    const next = this.#doc.lines[index + 1];
    return next !== undefined && this.#heads.has(index) && indentOf(next) === 0 && this.#continues(index, index + 1);
  }

  /** What the lines below a line are indented with; undefined where it is not known, or what they are. */
  #indentBelow(index: number): string | undefined {
    const line = this.#line(index);
    const own = /^\s*/.exec(line.text)?.[0] ?? '';
    const next = this.#doc.lines[index + 1];
    if (this.#isFlush(index)) return this.#sectionIndent(index);
    if (this.#continues(index, index + 1)) return /^\s*/.exec((next as DocLine).text)?.[0];
    if (this.#heads.has(index)) return this.#sectionIndent(index);
    if (NOTE.test(line.text.trim())) return this.#noteIndent(index, own);
    const marker = ITEM.exec(line.text.trim())?.[1];
    if (marker !== undefined) return own + ' '.repeat(marker.length);
    // A term above its definition has one line.
    const isAbove = next !== undefined && next.text.trim() !== '' && indentOf(next) > own.length;
    return isAbove ? undefined : own;
  }

  /** The indentation of a section that has one line, maybe with more paragraphs below. */
  #sectionIndent(head: number): string | undefined {
    const section = this.#doc.sections.find(({ firstLine }) => firstLine === head);
    const isLiteralHead = this.#line(head).text.trimEnd().endsWith('::');
    for (let i = head + 1; i < (section?.endLine ?? 0); i++) {
      const { text } = this.#line(i);
      if (text.trim() === '') continue;
      const indent = /^\s*/.exec(text)?.[0] ?? '';
      if (isLiteralHead) return indent.length > SECTION_INDENT ? ' '.repeat(SECTION_INDENT) : undefined;
      if (indent !== '') return indent;
    }
    return ' '.repeat(SECTION_INDENT);
  }

  /** The indentation of a note that has one line, maybe with more paragraphs below. */
  #noteIndent(index: number, own: string): string {
    const below = this.#doc.lines.slice(index + 1).find(({ text }) => text.trim() !== '');
    const isContent = below !== undefined && indentOf(below) > own.length;
    return isContent ? (/^\s*/.exec(below.text)?.[0] ?? '') : own + ' '.repeat(NOTE_INDENT);
  }

  #line(index: number): DocLine {
    return this.#doc.lines[index] as DocLine;
  }
}

/** What a list item or a note begins with; the lines below hang behind it. */
function markerOf(text: string): string | undefined {
  return (ITEM.exec(text) ?? NOTE.exec(text))?.[1];
}

function indentOf({ text }: DocLine): number {
  return text.length - text.trimStart().length;
}

function gapBetween(before: string, after: string): string {
  if (!SENTENCE_END.test(before)) return ' ';
  if (!ABBREVIATION.test(before)) return '  ';
  // The generator would take it for the end of a sentence.
  return /^[A-Z0-9(]/.test(after) && !/e\.g\.$/.test(before) ? '  ' : ' ';
}

/** By line, whether it is something else than running text. */
function fixedLines(doc: Doc, heads: ReadonlyMap<number, number>): boolean[] {
  const { lines } = doc;
  const fixed = lines.map((line, i) => {
    const text = line.text.trim();
    return FIXED.test(text) || COLUMNS.test(line.text.slice(heads.get(i) ?? 0).trim());
  });
  const fix = (from: number, to: number): void => void fixed.fill(true, from, to);

  const symbolLine = doc.symbol ? lines.findIndex((line) => line.text.trim() !== '') : -1;
  if (symbolLine >= 0) fix(0, symbolLine + 1);
  for (const { kind, firstLine, endLine } of doc.sections) if (kind === 'example') fix(firstLine, endLine);
  const borders = lines.flatMap(({ text }, i) => (TABLE_BORDER.test(text.trim()) ? [i] : []));
  if (borders.length > 0) fix(borders[0] as number, (borders.at(-1) as number) + 1);

  /** The line behind all that is indented by as much as this, or more. */
  const blockEnd = (from: number, indent: number): number => {
    let end = from;
    while (end < lines.length && (isBlank(lines[end]) || indentOf(lines[end] as DocLine) >= indent)) end++;
    return end;
  };
  let paragraph = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as DocLine;
    if (isBlank(line)) {
      paragraph = i + 1;
      continue;
    }
    const text = line.text.trim();
    if (i > 0 && text.length > 2 && ADORNMENT.test(text)) {
      let end = i;
      while (end < lines.length && !isBlank(lines[end])) end++;
      fix(paragraph, end);
    }
    const directive = DIRECTIVE.exec(text);
    if (directive) {
      fixed[i] = !NOTE.test(text);
      if (directive[1] !== undefined && PROSE_DIRECTIVES.has(directive[1])) continue;
      const end = blockEnd(i + 1, indentOf(line) + 1);
      fix(i, end);
      i = end - 1;
      paragraph = end;
    } else if (text.endsWith('::') && isBlank(lines[i + 1])) {
      let next = i + 1;
      while (next < lines.length && isBlank(lines[next])) next++;
      const below = lines[next];
      if (!below) continue;
      let end = next;
      if (indentOf(below) > indentOf(line)) end = blockEnd(next, indentOf(below));
      else if (/^[^\w\s@]/.test(below.text.trim())) while (end < lines.length && !isBlank(lines[end])) end++;
      fix(next, end);
      i = Math.max(i, end - 1);
      paragraph = end;
    }
  }
  return fixed;
}

function isBlank(line: DocLine | undefined): boolean {
  return line === undefined || line.text.trim() === '';
}

/**
 * Refills whatever is too long in lines of documentation that stand in no file.
 * @param texts the lines, without `# `
 */
export function refillLines(texts: readonly string[]): string[] {
  let lines = [...texts];
  for (let i = 0; i < lines.length; i++) {
    if (fitsLine(lines[i] as string)) continue;
    const text = lines.map((line) => `# ${line}`).join('\n');
    const edit = new Refill(docOf(lines), text, []).from(i);
    if (!edit) continue;
    const changed = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
    lines = changed.split('\n').map((line) => line.slice('# '.length));
  }
  return lines;
}

/** A comment of lines that each stand behind `# `. */
function docOf(texts: readonly string[]): Doc {
  let start = 0;
  const lines = texts.map((text) => {
    start += '# '.length;
    const line = { start, end: start + text.length, text };
    start = line.end + 1;
    return line;
  });
  return {
    span: { start: 0, end: start },
    lines,
    symbol: undefined,
    sections: [],
    closed: true,
    seenEnd: undefined,
    memory: undefined,
  };
}
