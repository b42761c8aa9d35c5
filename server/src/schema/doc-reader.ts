/** What the two ways to read a documentation comment have in common: its first line, and what is wrong with sections as such. */
import { indentOf, mayBeSpace, withoutTail } from '../syntax/space.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import { AT, type Head, linesAsMeant } from './doc-heads.ts';
import type { DocDialect, DocFault, DocFaultCode, DocReading, ReadSection, ReadSectionKind } from './doc-sections.ts';

/** A description that lacks its colon. */
const AT_NAME_ALONE = /^@([A-Za-z0-9_][\w.-]*)(?=\s|$)/;
/** What looks like the head of a description to generators that refuse it wherever it is none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes these for white space, and not the byte order mark
export const AT_WORD = /^@(?:[^\s\u001c-\u001f\u0085]|\uFEFF)+:/;

/** Few comments have many sections: only those are worth a table. */
const FEW = 16;

/** Sections that may stand in a comment once. */
const ONCE: ReadonlySet<ReadSectionKind> = new Set<ReadSectionKind>(['returns', 'errors', 'since']);

/** Reads one comment, once. How sections are told apart is for the two ways to say. */
export abstract class Reader {
  protected readonly doc: Doc;
  /** The lines of the comment; those that lack their `#` as they are meant. */
  protected readonly lines: readonly DocLine[];
  protected readonly dialect: DocDialect;
  protected readonly faults: DocFault[] = [];
  protected readonly sections: ReadSection[] = [];
  protected featuresLine: number | undefined;
  #firsts: Map<string, ReadSection> | undefined;

  constructor(doc: Doc, dialect: DocDialect) {
    this.doc = doc;
    this.lines = linesAsMeant(doc, dialect);
    this.dialect = dialect;
  }

  read(): DocReading {
    const { symbol, from } = this.#readSymbol();
    if (symbol === undefined) this.readFreeForm(from);
    else {
      this.readSections(from);
      this.#checkSections();
      if (this.faults.length > 1) this.faults.sort((a, b) => a.span.start - b.span.start);
    }
    return { symbol, sections: this.sections, featuresLine: this.featuresLine, faults: this.faults };
  }

  protected abstract readSections(from: number): void;
  protected abstract readFreeForm(from: number): void;

  protected line(index: number): DocLine {
    return this.lines[index] as DocLine;
  }

  /** The offset that stands for a line; the one behind the last is the closing `##`. */
  protected placeOf(index: number): number {
    return this.lines[index]?.start ?? this.doc.span.end;
  }

  /** A line without its indentation and what is blank at its end. */
  protected spanOf(index: number): Span {
    const { start, text } = this.line(index);
    const end = start + withoutTail(text).length;
    return { start: Math.min(end, start + indentOf(text)), end };
  }

  protected isBlank(index: number): boolean {
    // Asked of each line of a schema, and most begin with a letter.
    const { text } = this.lines[index] as DocLine;
    return text === '' || (mayBeSpace(text.charCodeAt(0)) && indentOf(text) === text.length);
  }

  protected fault(code: DocFaultCode, span: Span, detail: string, more: Partial<DocFault> = {}): void {
    this.faults.push({ code, span, detail, ...more });
  }

  /** Reports a line that would describe a member if it had a colon. @returns whether it is one */
  protected colonFault(index: number, refusedAt: number): boolean {
    const { start, text } = this.line(index);
    const name = AT_NAME_ALONE.exec(text)?.[1];
    if (name === undefined) return false;
    this.fault('colon', { start, end: start + 1 + name.length }, name, { refusedAt });
    return true;
  }

  protected open(kind: ReadSectionKind, index: number, head: Head | undefined, misplaced: boolean): ReadSection {
    const { start } = this.line(index);
    const name = head?.name;
    const section: ReadSection = {
      kind,
      name: name === undefined ? undefined : { text: name, span: { start: start + 1, end: start + 1 + name.length } },
      head: head ? { start, end: start + head.colon } : this.spanOf(index),
      firstLine: index,
      endLine: index + 1,
      textLine: undefined,
      misplaced,
    };
    this.sections.push(section);
    return section;
  }

  /** @returns undefined for a free-form comment; else what the first line names, and the first line behind it */
  #readSymbol(): { symbol: string | undefined; from: number } {
    const { lines } = this;
    const { symbol } = this.doc;
    const free = { symbol: undefined, from: 0 };
    if (lines[0]?.text.charCodeAt(0) !== AT) {
      const below = lines.findIndex((_, index) => !this.isBlank(index));
      const head = below < 0 ? '' : withoutTail(this.line(below).text);
      if (!symbol || head !== `@${symbol.text}:`) return free;
      // Where comments are read line by line, `@:` and a name with a blank in it are words like any others here.
      if (!this.dialect.paragraphs && !AT_WORD.test(head)) return free;
      this.fault('symbol-below', { start: symbol.span.start - 1, end: symbol.span.end }, symbol.text, {
        lines: { from: 0, to: below },
      });
      return { symbol: symbol.text, from: below + 1 };
    }
    const span = this.spanOf(0);
    const text = withoutTail(lines[0].text);
    if (!text.endsWith(':')) {
      this.fault('symbol-colon', span, symbol?.text ?? '');
      return { symbol: symbol?.text ?? text.slice(1), from: 1 };
    }
    if (text === '@:') this.fault('symbol-missing', span, '');
    else if (!this.dialect.paragraphs && text !== lines[0].text) {
      this.fault('symbol-space', { start: span.end, end: lines[0].end }, text.slice(1, -1));
    }
    return { symbol: text.slice(1, -1), from: 1 };
  }

  /** @returns the first section of the same kind and name before one, if any */
  #earlier({ kind, name }: ReadSection, index: number): ReadSection | undefined {
    const { sections } = this;
    if (index < FEW) {
      const text = name?.text;
      for (let i = 0; i < index; i++) {
        const other = sections[i] as ReadSection;
        if (other.name?.text === text && other.kind === kind) return other;
      }
      return undefined;
    }
    if (!this.#firsts) {
      this.#firsts = new Map();
      for (const other of sections) {
        const key = `${other.kind} ${other.name?.text ?? ''}`;
        if (!this.#firsts.has(key)) this.#firsts.set(key, other);
      }
    }
    const first = this.#firsts.get(`${kind} ${name?.text ?? ''}`);
    return first === sections[index] ? undefined : first;
  }

  /**
   * Where the generator sees a section end, if it does: it goes no further than to the end of a comment that has none.
   * @returns the line behind the section, and the place of what ends it
   */
  #seenEndOf({ firstLine, endLine }: ReadSection): { line: number; offset: number } | undefined {
    const { closed, seenEnd, lines } = this.doc;
    if (seenEnd && firstLine < seenEnd.line && seenEnd.line <= endLine) return seenEnd;
    if (!closed && !seenEnd && (this.dialect.paragraphs || endLine === lines.length)) return undefined;
    return { line: endLine, offset: this.placeOf(endLine) };
  }

  /** What is wrong with the sections as such, however they were read. */
  #checkSections(): void {
    for (let index = 0; index < this.sections.length; index++) {
      const section = this.sections[index] as ReadSection;
      const { kind, name, head } = section;
      if (name?.text === '') {
        this.fault('nameless', head, '', { section });
        continue;
      }
      const first = name || ONCE.has(kind) ? this.#earlier(section, index) : undefined;
      if (first) {
        this.fault('duplicate', head, name?.text ?? '', { section, origin: first.head });
        continue;
      }
      const end = this.#seenEndOf(section);
      if (end === undefined || kind === 'text') continue;
      if (section.textLine !== undefined && section.textLine < end.line) continue;
      // Notes and examples are no sections any more where that is a mistake: another rule says so.
      if (this.dialect.twoColonsFree && (kind === 'note' || kind === 'example')) continue;
      const order = this.#takeOrderFault(index);
      const refusedAt = this.dialect.paragraphs ? (order?.span.start ?? head.start) : end.offset;
      this.fault('empty', head, name?.text ?? '', { section, refusedAt });
    }
  }

  /**
   * Where the text of a description is not indented, it is a section of its own, and what is described behind it is out of
   * place: that is one mistake.
   * @param index of a section without text
   * @returns what has been said of the order, and is not any more
   */
  #takeOrderFault(index: number): DocFault | undefined {
    const [section, text, next] = this.sections.slice(index, index + 3);
    if (section?.kind !== 'member' || section.misplaced || text?.kind !== 'text' || !next?.misplaced) return undefined;
    const place = this.faults.findIndex(({ code, span }) => code === 'order' && span.start === next.head.start);
    return place < 0 ? undefined : this.faults.splice(place, 1)[0];
  }
}
