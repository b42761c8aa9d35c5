/**
 * Documentation comments as generators read them until 8.2, line by line: a name or tag at the beginning of a line begins a section,
 * wherever it stands.
 */
import { afterSpace, indentOf, isSpace, withoutTail } from '../syntax/space.ts';
import { AT, AT_NAME, EQUALS, type Head, isFeaturesLine, kindOf, TAG, TAG_LETTERS } from './doc-heads.ts';
import { AT_WORD, Reader } from './doc-reader.ts';
import type { ReadSection, ReadSectionKind } from './doc-sections.ts';

const WORD_TAGS: ReadonlyMap<string, ReadSectionKind> = new Map([
  ['Returns:', 'returns'],
  ['Since:', 'since'],
  ['Note:', 'note'],
  ['Notes:', 'note'],
  ['Example:', 'example'],
  ['Examples:', 'example'],
  ['TODO:', 'todo'],
]);
/** How optional members were marked before 2.9. */
const OPTIONAL = '#optional';

/** Until 8.2. */
export class LineReader extends Reader {
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
    this.#afterBlank = blank && (this.#count > 1 || this.dialect.textBesideName);
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

function wordOf(text: string): string {
  const blank = text.indexOf(' ');
  return blank < 0 ? text : text.slice(0, blank);
}
