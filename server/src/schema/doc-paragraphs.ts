/**
 * Documentation comments as generators read them since 9.0, by paragraphs: a section begins behind an empty line or behind the text
 * of the section before, and its text is what is indented.
 */
import { indentOf, withoutTail } from '../syntax/space.ts';
import type { DocLine } from '../syntax/tree.ts';
import { AT, AT_NAME, EQUALS, type Head, headIn, isFeaturesLine } from './doc-heads.ts';
import { Reader } from './doc-reader.ts';
import type { ReadSection } from './doc-sections.ts';

/** Since 9.0. */
export class ParagraphReader extends Reader {
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
    let index = this.dialect.overviewIndented ? this.#readIndented(from, undefined) : from;
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
    return headIn((this.lines[index] as DocLine).text, this.dialect.twoColonsFree);
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

  /** The text of a section. @returns the first line behind it */
  #readBlock(section: ReadSection, head: Head): number {
    const { text } = this.line(section.firstLine);
    if (withoutTail(text).length > head.text) section.textLine = section.firstLine;
    section.endLine = this.#readIndented(section.firstLine + 1, section);
    return section.endLine;
  }

  /**
   * What is indented as far as its first line.
   * @param from the line below a head
   * @param section whose text it is; undefined for the overview, which is of none
   * @returns the first line behind it
   */
  #readIndented(from: number, section: ReadSection | undefined): number {
    const { lines } = this;
    let index = from;
    while (index < lines.length && this.isBlank(index)) index++;
    const indent = index < lines.length ? indentOf(this.line(index).text) : 0;
    if (indent === 0) return index;
    if (section) section.textLine ??= index;
    const second = index + 1;
    const margin = ' '.repeat(indent);
    for (index = second; index < lines.length; index++) {
      const { text } = lines[index] as DocLine;
      // A blank line, or one of the text. What is indented begins no section.
      if (text === '' || text.startsWith(margin)) continue;
      const own = indentOf(text);
      if (own === text.length || own >= indent) continue;
      if (this.#headAt(index)?.name !== undefined) break;
      if (index > second) break;
      // Only here does the generator mind; what follows is meant as text of the section, or as the next one.
      let end = index;
      while (end < lines.length && !this.isBlank(end) && !this.#looksLikeHead(end)) end++;
      const more = section ? { section } : {};
      this.fault('de-indent', this.spanOf(index), String(indent), { ...more, lines: { from: index, to: end } });
      return end;
    }
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
