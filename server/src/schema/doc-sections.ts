/**
 * A documentation comment as QEMU's generator reads it. What begins a section, what its text is and what is refused depends
 * on the version, so this is apart from the tree, whose sections are the same for every version.
 *
 * There are two ways to read a comment. Until 8.2 it is read line by line: a name or tag at the beginning of a line begins a
 * section, wherever it stands. Since 9.0 it is read by paragraphs: a section begins behind an empty line or behind the text
 * of the section before, and its text is what is indented.
 */
import { afterSpace, indentOf, isSpace, withoutTail } from '../syntax/space.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine, DocName } from '../syntax/tree.ts';
import { compareVersions, has, type QemuVersion, SPECIAL_FEATURES } from './dialect.ts';

export type ReadSectionKind =
  | 'member'
  | 'feature'
  | 'returns'
  | 'errors'
  | 'since'
  | 'todo'
  | 'note'
  | 'example'
  | 'text';

/** A section as the generator reads it. The text before the first one is none. */
export interface ReadSection {
  readonly kind: ReadSectionKind;
  /** `@name:` of a member or feature; the name may be empty, or have anything but a colon in it. */
  readonly name: DocName | undefined;
  /** `@name:` or `Since:`; of mere text its first line. */
  readonly head: Span;
  /** Indices into `Doc.lines`, half-open; empty lines behind the text count. */
  readonly firstLine: number;
  endLine: number;
  /** The first line with text, an index into `Doc.lines`; undefined where there is none. */
  textLine: number | undefined;
  /** It stands where the generator wants none of its kind. */
  readonly misplaced: boolean;
}

export type DocFaultCode =
  | 'symbol-colon'
  | 'symbol-missing'
  | 'symbol-space'
  | 'symbol-below'
  | 'duplicate'
  | 'features-twice'
  | 'features-empty'
  | 'empty'
  | 'nameless'
  | 'order'
  | 'unindented'
  | 'colon'
  | 'de-indent'
  | 'stray-name'
  | 'heading'
  | 'optional';

/** What the generator refuses in a comment, before it looks at the definition. */
export interface DocFault {
  readonly code: DocFaultCode;
  readonly span: Span;
  /** Where the generator says so, if that is another line than that of `span`: an offset. */
  readonly refusedAt?: number;
  /** A name, a tag or a number, as the code has it. */
  readonly detail: string;
  /** The section it is about. */
  readonly section?: ReadSection;
  /** The first of two. */
  readonly origin?: Span;
  /** The lines it is about, indices into `Doc.lines`, half-open; none where something is missing before a line. */
  readonly lines?: { readonly from: number; readonly to: number };
}

export interface DocReading {
  /** What the comment is for, as the generator takes it from the first line; undefined for a free-form comment. */
  readonly symbol: string | undefined;
  readonly sections: readonly ReadSection[];
  /** The line `Features:`, an index into `Doc.lines`. */
  readonly featuresLine: number | undefined;
  /** As they stand in the text. */
  readonly faults: readonly DocFault[];
}

/** What of a version matters where documentation is judged. */
export interface DocDialect {
  readonly version: QemuVersion;
  /** Documentation is looked at. */
  readonly refuses: boolean;
  readonly paragraphs: boolean;
  readonly features: boolean;
  readonly optionalTagRefused: boolean;
  readonly colonEndsTag: boolean;
  readonly headingRefused: boolean;
  readonly twoColonsFree: boolean;
  readonly notesRefused: boolean;
  /** How the text below the head of a section has to be indented, where comments are read line by line. */
  readonly indent: 'free' | 'column' | 'second-line';
  readonly namesChecked: boolean;
  readonly simpleUnions: boolean;
  /** Features that are refused on types. */
  readonly specialFeatures: ReadonlySet<string>;
  readonly membersWanted: boolean;
  readonly commentBehindRefused: boolean;
  /** The generator fails where an exempt definition has nothing but members described. */
  readonly stumblesOverExempt: boolean;
}

let lastDialect: DocDialect | undefined;

export function docDialectOf(version: QemuVersion): DocDialect {
  if (lastDialect && compareVersions(lastDialect.version, version) === 0) return lastDialect;
  const colonEndsTag = has(version, 'doc-colon-ends-tag');
  const column = has(version, 'doc-text-in-column');
  lastDialect = {
    version,
    refuses: has(version, 'docs-refused'),
    paragraphs: has(version, 'doc-paragraphs'),
    features: has(version, 'doc-features'),
    optionalTagRefused: has(version, 'optional-tag-refused'),
    colonEndsTag,
    headingRefused: has(version, 'doc-heading-refused'),
    twoColonsFree: has(version, 'doc-two-colons-free'),
    notesRefused: has(version, 'doc-notes-and-examples-refused'),
    indent: column ? 'column' : colonEndsTag ? 'second-line' : 'free',
    namesChecked: has(version, 'doc-names-checked'),
    simpleUnions: has(version, 'simple-unions'),
    specialFeatures: new Set([...SPECIAL_FEATURES].flatMap(([name, trait]) => (has(version, trait) ? name : []))),
    membersWanted: has(version, 'doc-members-wanted'),
    commentBehindRefused: has(version, 'comment-behind-doc-refused'),
    stumblesOverExempt: has(version, 'exempt-docs-fail'),
  };
  return lastDialect;
}

export function readDoc(doc: Doc, dialect: DocDialect): DocReading {
  return (dialect.paragraphs ? new ParagraphReader(doc, dialect) : new LineReader(doc, dialect)).read();
}

const WORD_TAGS: ReadonlyMap<string, ReadSectionKind> = new Map([
  ['Returns:', 'returns'],
  ['Since:', 'since'],
  ['Note:', 'note'],
  ['Notes:', 'note'],
  ['Example:', 'example'],
  ['Examples:', 'example'],
  ['TODO:', 'todo'],
]);
const TAG = /^(Returns|Errors|Since|Notes?|Examples?|TODO): */;
const AT_NAME = /^@([^:]*): */;
/** How optional members were marked before 2.9. */
const OPTIONAL = '#optional';
/** A description that lacks its colon. */
const AT_NAME_ALONE = /^@([A-Za-z0-9_][\w.-]*)(?=\s|$)/;
/** What was refused wherever it was no section. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes these for white space, and not the byte order mark
const AT_WORD = /^@(?:[^\s\u001c-\u001f\u0085]|\uFEFF)+:/;
/** Letters that a tag begins with: E, N, R, S, T. */
const TAG_LETTERS: ReadonlySet<number> = new Set([69, 78, 82, 83, 84]);
const AT = 64;
const EQUALS = 61;

/** Few comments have many sections: only those are worth a table. */
const FEW = 16;

/** Sections that may stand in a comment once. */
const ONCE: ReadonlySet<ReadSectionKind> = new Set<ReadSectionKind>(['returns', 'errors', 'since']);

/** The head of a section: what it is, and where its text begins on the line. */
interface Head {
  readonly kind: ReadSectionKind;
  readonly name: string | undefined;
  /** Behind the colon. */
  readonly colon: number;
  readonly text: number;
}

abstract class Reader {
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
    const { text } = this.line(index);
    return text === '' || indentOf(text) === text.length;
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
    if (index < FEW) {
      for (let i = 0; i < index; i++) {
        const other = this.sections[i] as ReadSection;
        if (other.kind === kind && other.name?.text === name?.text) return other;
      }
      return undefined;
    }
    if (!this.#firsts) {
      this.#firsts = new Map();
      for (const other of this.sections) {
        const key = `${other.kind} ${other.name?.text ?? ''}`;
        if (!this.#firsts.has(key)) this.#firsts.set(key, other);
      }
    }
    const first = this.#firsts.get(`${kind} ${name?.text ?? ''}`);
    return first === this.sections[index] ? undefined : first;
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

/** Since 9.0. */
class ParagraphReader extends Reader {
  protected readFreeForm(): void {
    for (const [index, { start, text }] of this.lines.entries()) {
      const code = text.charCodeAt(0);
      if (code === AT) {
        const match = AT_NAME.exec(text);
        if (match) this.fault('stray-name', { start, end: start + withoutTail(match[0]).length }, match[1] as string);
      } else if (code === EQUALS && index > 0 && this.dialect.headingRefused) {
        this.fault('heading', this.spanOf(index), 'below');
      }
    }
  }

  protected readSections(from: number): void {
    const { lines } = this;
    /** What `@name:` describes here: sections of a kind follow each other. */
    let run: 'member' | 'feature' | undefined;
    /** Sections were met: descriptions of members come before all others. */
    let closed = false;
    let hasFeatures = false;
    let index = from;
    while (index < lines.length) {
      if (this.isBlank(index)) {
        index++;
        continue;
      }
      const head = this.#headAt(index);
      if (head?.name !== undefined) {
        const kind = run ?? 'member';
        const strays: boolean = run === undefined ? closed : this.sections.at(-1)?.misplaced === true;
        if (run === undefined && closed) this.#outOfOrder(index, head);
        index = this.#readBlock(this.open(kind, index, head, strays), head);
        if (kind === 'feature') hasFeatures = true;
        run = kind;
        closed = true;
      } else if (head) {
        run = undefined;
        index = this.#readBlock(this.open(head.kind, index, head, false), head);
        closed = true;
      } else if (isFeaturesLine(this.line(index).text)) {
        if (hasFeatures) {
          const origin = this.spanOf(this.featuresLine as number);
          this.fault('features-twice', this.spanOf(index), '', { origin, lines: { from: index, to: index + 1 } });
        } else this.featuresLine = index;
        const line = index++;
        while (index < lines.length && this.isBlank(index)) index++;
        const { seenEnd } = this.doc;
        const cut = seenEnd && line < seenEnd.line && seenEnd.line <= index ? seenEnd.offset : undefined;
        run = index < lines.length && this.#headAt(index)?.name !== undefined ? 'feature' : undefined;
        if (!hasFeatures && (!run || cut !== undefined)) {
          const more = { refusedAt: cut ?? this.placeOf(index), lines: { from: line, to: line + 1 } };
          this.fault('features-empty', this.spanOf(line), '', more);
        }
        if (run) closed = true;
      } else {
        run = undefined;
        const isHeading = this.dialect.headingRefused && this.line(index).text.startsWith('=');
        if (isHeading) this.fault('heading', this.spanOf(index), 'definition');
        index = this.#readParagraph(index);
      }
    }
  }

  #headAt(index: number): Head | undefined {
    return headIn(this.line(index).text, this.dialect.twoColonsFree);
  }

  #looksLikeHead(index: number): boolean {
    return this.#headAt(index) !== undefined || isFeaturesLine(this.line(index).text);
  }

  /** A paragraph ends with an empty line only: names and tags in it are text. */
  #readParagraph(from: number): number {
    const previous = this.sections.at(-1);
    const section =
      previous?.kind === 'text' ? previous : this.sections.length > 0 && this.open('text', from, undefined, false);
    let index = from;
    while (index < this.lines.length && !this.isBlank(index)) index++;
    if (section) {
      section.textLine ??= from;
      section.endLine = index;
    }
    return index;
  }

  /**
   * The text of a section: what is indented as far as its first line below the head.
   * @returns the first line behind it
   */
  #readBlock(section: ReadSection, head: Head): number {
    const { lines } = this;
    const { text } = this.line(section.firstLine);
    if (withoutTail(text).length > head.text) section.textLine = section.firstLine;
    let index = section.firstLine + 1;
    while (index < lines.length && this.isBlank(index)) index++;
    section.endLine = index;
    const indent = index < lines.length ? indentOf(this.line(index).text) : 0;
    if (indent === 0) return index;
    section.textLine ??= index;
    const second = index + 1;
    for (index = second; index < lines.length; index++) {
      const { text } = this.line(index);
      const own = indentOf(text);
      // A blank line, or one of the text. What is indented begins no section.
      if (own === text.length || own >= indent) continue;
      if (this.#headAt(index)?.name !== undefined) break;
      if (index > second) break;
      // Only here does the generator mind; what follows is meant as text of the section, or as the next one.
      let end = index;
      while (end < lines.length && !this.isBlank(end) && !this.#looksLikeHead(end)) end++;
      this.fault('de-indent', this.spanOf(index), String(indent), { section, lines: { from: index, to: end } });
      index = end;
      break;
    }
    section.endLine = index;
    return index;
  }

  /**
   * A description behind other sections. Where only a line that should have been indented stands between, that line is the
   * mistake: the generator takes it for a paragraph of its own.
   */
  #outOfOrder(index: number, head: Head): void {
    const { start } = this.line(index);
    const previous = this.sections.at(-1);
    const described = this.sections.at(-2);
    // Such a section is refused itself, and the directive that takes its place ends no descriptions.
    if (this.dialect.notesRefused && (previous?.kind === 'note' || previous?.kind === 'example')) return;
    if (previous?.kind === 'text' && described?.kind === 'member' && this.colonFault(previous.firstLine, start)) return;
    if (previous?.kind === 'text' && described?.kind === 'member' && described.endLine === previous.firstLine) {
      const from = previous.firstLine;
      if (!this.isBlank(from - 1)) {
        let to = from;
        while (to < index && !this.isBlank(to)) to++;
        let next = to;
        while (next < index && this.isBlank(next)) next++;
        if (next === index) {
          const more = { section: described, refusedAt: start, lines: { from, to } };
          this.fault('unindented', this.spanOf(from), described.name?.text ?? '', more);
          return;
        }
      }
    }
    this.fault('order', { start, end: start + head.colon }, head.name ?? '');
  }
}

/** Until 8.2. */
class LineReader extends Reader {
  #state: 'body' | 'members' | 'features' | 'tail' = 'body';
  #section: ReadSection | undefined;
  /** How many lines the section in hand has, and whether the last one is empty. */
  #count = 0;
  #afterBlank = false;
  /** What its lines have to be indented by; unknown where the second line will tell. */
  #indent: number | undefined = 0;

  protected readFreeForm(): void {
    for (const [index] of this.lines.entries()) this.#checkStray(index, 0);
  }

  protected readSections(from: number): void {
    const { lines } = this;
    for (let index = from; index < lines.length; index++) this.#readLine(index);
    if (this.#section) this.#section.endLine = lines.length;
  }

  #readLine(index: number): void {
    const { text } = this.line(index);
    if (text === '') {
      this.#append(index, 0);
      return;
    }
    if (text.charCodeAt(0) === EQUALS && this.dialect.headingRefused) {
      this.fault('heading', this.spanOf(index), 'definition');
      return;
    }
    const name = this.#nameAt(text);
    if (name) {
      const misplaced = this.#state === 'tail';
      if (misplaced && !this.#section?.misplaced) {
        const { start } = this.line(index);
        this.fault('order', { start, end: start + name.colon }, name.name ?? '');
      }
      if (this.#state === 'body') this.#state = 'members';
      this.#begin(this.#state === 'features' ? 'feature' : 'member', index, name, misplaced);
      return;
    }
    const wasFeatures = this.#state === 'features';
    const isMisplaced = this.#section?.misplaced === true;
    const describes = this.#state === 'members' || wasFeatures || isMisplaced;
    const beginsText = this.#afterBlank && !isSpace(text.charCodeAt(0)) && describes;
    if (
      this.dialect.features &&
      text === 'Features:' &&
      (this.#state === 'body' || (this.#state === 'members' && beginsText))
    ) {
      this.#state = 'features';
      this.featuresLine = index;
      return;
    }
    const tag = this.#tagAt(text);
    if (tag) {
      this.#state = 'tail';
      this.#begin(tag.kind, index, tag, false);
    } else if (beginsText) {
      this.#state = 'tail';
      this.#begin('text', index, undefined, isMisplaced);
    } else {
      this.#append(index, 0);
    }
  }

  #nameAt(text: string): Head | undefined {
    if (text.charCodeAt(0) !== AT) return undefined;
    if (this.dialect.colonEndsTag) {
      const match = AT_NAME.exec(text);
      const name = match?.[1];
      if (!match || name === undefined) return undefined;
      return { kind: 'member', name, colon: name.length + 2, text: match[0].length };
    }
    const word = wordOf(text);
    if (!word.endsWith(':')) return undefined;
    return { kind: 'member', name: word.slice(1, -1), colon: word.length, text: afterSpace(text, word.length) };
  }

  #tagAt(text: string): Head | undefined {
    if (!TAG_LETTERS.has(text.charCodeAt(0))) return undefined;
    if (this.dialect.colonEndsTag) {
      const match = TAG.exec(text);
      const tag = match?.[1];
      if (!match || tag === undefined || tag === 'Errors') return undefined;
      return { kind: kindOf(tag), name: undefined, colon: tag.length + 1, text: match[0].length };
    }
    const word = wordOf(text);
    const kind = WORD_TAGS.get(word);
    return kind && { kind, name: undefined, colon: word.length, text: afterSpace(text, word.length) };
  }

  #begin(kind: ReadSectionKind, index: number, head: Head | undefined, misplaced: boolean): void {
    if (this.#section) this.#section.endLine = index;
    this.#section = this.open(kind, index, head, misplaced);
    this.#count = 0;
    this.#afterBlank = false;
    const { text } = this.line(index);
    const behind = head?.text ?? 0;
    const bare = behind >= text.length;
    switch (this.dialect.indent) {
      case 'column':
        this.#indent = bare ? 0 : behind;
        break;
      case 'second-line':
        this.#indent = head ? undefined : 0;
        break;
      case 'free':
        this.#indent = 0;
        break;
    }
    this.#append(index, behind);
  }

  /** Adds a line, from a place in it, to the section in hand. */
  #append(index: number, from: number): void {
    const { text } = this.line(index);
    this.#checkStray(index, from);
    const blank = afterSpace(text, from) >= text.length;
    const isHead = from > 0;
    if (this.#section && !blank) this.#section.textLine ??= index;
    if (!isHead) this.#checkIndent(index, text);
    if (this.dialect.optionalTagRefused && this.#section?.kind === 'member') this.#checkOptional(index);
    this.#count++;
    this.#afterBlank = blank && this.#count > 1;
  }

  #checkIndent(index: number, raw: string): void {
    const text = this.dialect.indent === 'second-line' ? withoutTail(raw) : raw;
    if (text === '' || this.dialect.indent === 'free') return;
    const indent = indentOf(text);
    if (this.#indent === undefined) this.#indent = indent;
    else if (indent < this.#indent) {
      const isBlank = indent === text.length;
      const { start, end } = this.line(index);
      const lines = { from: index, to: this.#endOfText(index) };
      if (!this.colonFault(index, start)) {
        const span = isBlank ? { start, end } : this.spanOf(index);
        this.fault('de-indent', span, String(this.#indent), {
          lines,
          ...(this.#section && { section: this.#section }),
        });
      }
      // The lines below are told no second time.
      if (!isBlank) this.#indent = indent;
    }
  }

  /** The line behind those that go on with the text of one. */
  #endOfText(index: number): number {
    let end = index + 1;
    while (end < this.lines.length && !this.isBlank(end) && !this.#beginsSection(this.line(end).text)) end++;
    return end;
  }

  #beginsSection(text: string): boolean {
    return this.#nameAt(text) !== undefined || this.#tagAt(text) !== undefined || isFeaturesLine(text);
  }

  #checkOptional(index: number): void {
    const { start, text } = this.line(index);
    const at = text.indexOf(OPTIONAL);
    if (at < 0) return;
    const span = { start: start + at, end: start + at + OPTIONAL.length };
    this.fault('optional', span, '', { refusedAt: this.doc.span.start });
  }

  #checkStray(index: number, from: number): void {
    const { start, text } = this.line(index);
    // Text behind the head of a section kept its place on the line in these versions.
    if (from > 0 && this.dialect.indent === 'column') return;
    let at = from;
    const verbatim = this.#section?.kind === 'example' && this.#state === 'tail';
    if (this.dialect.indent === 'free' && !verbatim) at = afterSpace(text, from);
    if (text.charCodeAt(at) !== AT) return;
    const match = AT_WORD.exec(text.slice(at));
    if (!match) return;
    const span = { start: start + at, end: start + at + match[0].length };
    this.fault('stray-name', span, match[0].slice(1, -1));
  }
}

/** How far the text of a section is indented below its head, where nothing else says it. */
const TEXT_INDENT = 4;

/**
 * The lines of a comment, each one that lacks its `#`, or the space behind it, indented as what stands around it asks for: that
 * is not told a second time.
 * @returns `Doc.lines` where none lacks any; else the offsets of those that do may begin before their line in the text
 */
export function linesAsMeant({ lines }: Doc, { indent: rule }: DocDialect): readonly DocLine[] {
  if (!lines.some(isIncomplete)) return lines;
  const meant: DocLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (!isIncomplete(line)) {
      meant.push(line);
      continue;
    }
    const content = line.text.slice(indentOf(line.text));
    const text = ' '.repeat(indentOfText(content, meant.at(-1), lines, index + 1, rule)) + content;
    meant.push({ ...line, start: line.end - text.length, text });
  }
  return meant;
}

function isIncomplete({ lacks }: DocLine): boolean {
  return lacks !== undefined;
}

/** How far a line would be indented that goes on with what stands above it; `below` is an index into `lines`. */
function indentOfText(
  text: string,
  above: DocLine | undefined,
  lines: readonly DocLine[],
  below: number,
  rule: DocDialect['indent'],
): number {
  if (looksLikeHead(text)) return 0;
  const isAlone = above === undefined || withoutTail(above.text) === '';
  if (!isAlone && !looksLikeHead(above.text)) return indentOf(above.text);
  if (!isAlone && rule === 'column') return columnOfText(above.text);
  let next = below;
  while (lines[next]?.lacks) next++;
  const follows = lines[next]?.text ?? '';
  if (withoutTail(follows) !== '' && !looksLikeHead(follows)) return indentOf(follows);
  return isAlone ? 0 : TEXT_INDENT;
}

/** Where the text of a section begins on the line of its head; 0 where it has none there. */
function columnOfText(head: string): number {
  const column = headIn(head, true)?.text ?? 0;
  return column < head.length ? column : 0;
}

/** The head of a section that a line is, where the generators since 9.0 look for one. */
function headIn(text: string, twoColonsFree: boolean): Head | undefined {
  const code = text.charCodeAt(0);
  if (code === AT) {
    const match = AT_NAME.exec(text);
    const name = match?.[1];
    return match && name !== undefined
      ? { kind: 'member', name, colon: name.length + 2, text: match[0].length }
      : undefined;
  }
  const match = TAG_LETTERS.has(code) ? TAG.exec(text) : null;
  const tag = match?.[1];
  if (!match || tag === undefined) return undefined;
  if (twoColonsFree && text.charAt(tag.length + 1) === ':') return undefined;
  return { kind: kindOf(tag), name: undefined, colon: tag.length + 1, text: match[0].length };
}

/**
 * Whether a line of a comment has the form of what begins a section, or several: `@name:`, a tag or `Features:`, as of 9.1.
 * In the middle of a paragraph the generator takes such a line for text.
 */
export function looksLikeHead(text: string): boolean {
  return headIn(text, true) !== undefined || isFeaturesLine(text);
}

function isFeaturesLine(text: string): boolean {
  return text.startsWith('Features:') && withoutTail(text) === 'Features:';
}

function wordOf(text: string): string {
  const blank = text.indexOf(' ');
  return blank < 0 ? text : text.slice(0, blank);
}

function kindOf(tag: string): ReadSectionKind {
  switch (tag) {
    case 'Returns':
      return 'returns';
    case 'Errors':
      return 'errors';
    case 'Since':
      return 'since';
    case 'TODO':
      return 'todo';
    default:
      return tag.startsWith('Note') ? 'note' : 'example';
  }
}
