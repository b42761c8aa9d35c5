/** Edits of documentation comments, line by line. */
import type { QemuVersion } from '../schema/dialect.ts';
import { linesAsMeant } from '../schema/doc-heads.ts';
import { type DocReading, docDialectOf, type ReadSection } from '../schema/doc-sections.ts';
import type { SourceFile } from '../schema/model.ts';
import { indentOf } from '../syntax/space.ts';
import type { Span } from '../syntax/text.ts';
import { type Doc, type DocLine, docCommentsOf } from '../syntax/tree.ts';
import { editFix } from './fixes.ts';
import type { FileEdit, Fix } from './rule.ts';

/** What a section says that somebody still has to write. */
export const STUB = 'not documented yet';

const ALMOST_FEATURES = /^features?\s*:?\s*$/i;

/** A comment of a file whose lines are to change. Lines are numbered as in `Doc.lines`. */
export class DocEdits {
  readonly #file: SourceFile;
  readonly #doc: Doc;

  constructor(file: SourceFile, doc: Doc) {
    this.#file = file;
    this.#doc = doc;
  }

  /** Puts lines before a line; before the closing `##`, or behind a comment that has none, if there is no such line. */
  insert(index: number, texts: readonly string[]): FileEdit {
    const start = this.#lineStart(index);
    const { text } = this.#file.tree;
    const isBehindAll = start === text.length && !/[\r\n]$/.test(text);
    return this.#edit({ start, end: start }, (isBehindAll ? lineEnding(text) : '') + this.#asLines(start, texts));
  }

  /** Removes lines, half-open. */
  remove(from: number, to: number): FileEdit {
    return this.#edit({ start: this.#lineStart(from), end: this.#lineStart(to) }, '');
  }

  /** Removes a section, and with the only feature that is described the line `Features:` above it; no empty line is left at the end. */
  removeSection({ kind, firstLine, endLine }: ReadSection, reading: DocReading | undefined): FileEdit {
    const above = this.beforeBlanks(firstLine) - 1;
    const isFirst = kind === 'feature' && reading?.featuresLine === above;
    const isOnly = isFirst && reading.sections.filter((other) => other.kind === kind).length === 1;
    const from = isOnly ? above : firstLine;
    return this.remove(endLine === this.#doc.lines.length ? this.beforeBlanks(from) : from, endLine);
  }

  /** Puts lines where others of the same comment were: two edits. */
  move(
    from: number,
    to: number,
    before: number,
    around: { readonly first: readonly string[]; readonly last: readonly string[] },
  ): FileEdit[] {
    const texts = this.#doc.lines.slice(from, to).map(({ text }) => text.trimEnd());
    return [this.insert(before, [...around.first, ...texts, ...around.last]), this.remove(from, to)];
  }

  /** Moves a section to before a line, and leaves one empty line between it and what stands around it. */
  moveSection({ firstLine, endLine }: ReadSection, before: number): FileEdit[] {
    const texts = this.#doc.lines.slice(firstLine, this.beforeBlanks(endLine)).map(({ text }) => text.trimEnd());
    const isEnd = before === this.#doc.lines.length;
    const at = isEnd ? this.beforeBlanks(before) : before;
    const from = endLine === this.#doc.lines.length ? this.beforeBlanks(firstLine) : firstLine;
    return [this.insert(at, isEnd ? ['', ...texts] : [...texts, '']), this.remove(from, endLine)];
  }

  /**
   * Indents lines that are indented less than they have to be, each as far as the outermost of them needs; blank ones are left
   * alone.
   */
  indent(from: number, to: number, columns: number): FileEdit[] {
    // A line that lacks its `#`, or the space behind it, is indented with it.
    const lines = this.#doc.lines
      .slice(from, to)
      .filter(({ text, lacks }) => !lacks && indentOf(text) < Math.min(columns, text.length));
    const by = columns - Math.min(...lines.map(({ text }) => indentOf(text)));
    return lines.map(({ start, text }) => {
      const indent = indentOf(text);
      return this.#edit({ start, end: start + indent }, ' '.repeat(indent + by));
    });
  }

  replace(span: Span, newText: string): FileEdit {
    return this.#edit(span, newText);
  }

  /** What stands right above a line, if it was meant to be the line `Features:`, and the fix that makes it so. */
  almostFeatures(index: number): { readonly text: string; readonly fix: Fix } | undefined {
    const { text, start } = this.#doc.lines[this.beforeBlanks(index) - 1] ?? { text: '', start: 0 };
    if (text === 'Features:' || !ALMOST_FEATURES.test(text)) return undefined;
    const edit = this.replace({ start, end: start + text.length }, 'Features:');
    return { text: text.trim(), fix: editFix("Write 'Features:'", [edit]) };
  }

  /** The first line of those directly before `index` that are blank, or `index`. */
  beforeBlanks(index: number): number {
    let first = index;
    while (first > 0 && this.isBlank(first - 1)) first--;
    return first;
  }

  /** The first line from `index` on that is not blank, or how many lines there are. */
  afterBlanks(index: number): number {
    let next = index;
    while (next < this.#doc.lines.length && this.isBlank(next)) next++;
    return next;
  }

  isBlank(index: number): boolean {
    return (this.#doc.lines[index]?.text.trim() ?? '') === '';
  }

  #edit(span: Span, newText: string): FileEdit {
    return { file: this.#file.path, span, newText };
  }

  #asLines(start: number, texts: readonly string[]): string {
    const { text } = this.#file.tree;
    const margin = /^[ \t]*/.exec(text.slice(start, text.indexOf('#', start)))?.[0] ?? '';
    const newLine = lineEnding(text);
    return texts.map((line) => `${margin}#${line === '' ? '' : ' '}${line}${newLine}`).join('');
  }

  #lineStart(index: number): number {
    const { lines } = this.#file.tree;
    const offset = this.#doc.lines[index]?.start ?? this.#doc.span.end;
    const line = lines.lineOf(offset);
    const isBehind = index >= this.#doc.lines.length && !this.#doc.closed;
    if (isBehind && line + 1 >= lines.count) return this.#file.tree.text.length;
    return lines.line(isBehind ? line + 1 : line).start;
  }
}

/**
 * Puts in what lines of a comment should begin with and lack, indented as `linesAsMeant` has it.
 * @param span from the first of the lines to the last
 */
export function completed(
  { path, tree }: SourceFile,
  span: Span,
  what: NonNullable<DocLine['lacks']>,
  version: QemuVersion,
): FileEdit[] {
  const doc = [...docCommentsOf(tree)].find((doc) => doc.span.start < span.start && span.end <= doc.span.end);
  if (!doc) return [];
  return linesAsMeant(doc, docDialectOf(version)).flatMap(({ text, end, lacks }, index): FileEdit[] => {
    if (lacks !== what || end <= span.start || end > span.end) return [];
    const indent = indentOf(text);
    const written = doc.lines[index]?.start ?? end;
    const start = what === 'space' ? written - '#'.length : tree.lines.line(tree.lines.lineOf(written)).start;
    return [{ file: path, span: { start, end: end - text.length + indent }, newText: `# ${text.slice(0, indent)}` }];
  });
}

/** What ends the lines of a text, for lines that are added to it. */
export function lineEnding(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
