/**
 * The tree of one schema file: what the text says, before anybody asks what it means. Every node knows its span. A tree
 * is a value: it depends on nothing but the text it was made from.
 */
import { Kind, type Remembering } from './memory.ts';
import type { LineIndex, Span } from './text.ts';

export type Value = StringValue | BoolValue | ArrayValue | ObjectValue | BadValue;

export interface StringValue {
  readonly kind: 'string';
  /** With the quotes. */
  readonly span: Span;
  /** Between the quotes. */
  readonly content: Span;
  readonly text: string;
}

export interface BoolValue {
  readonly kind: 'bool';
  readonly span: Span;
  readonly value: boolean;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly span: Span;
  readonly items: readonly Value[];
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly span: Span;
  readonly entries: readonly Entry[];
}

/** Something that stands where a value should: a number, `null`, a bare word. It has been reported already. */
export interface BadValue {
  readonly kind: 'bad';
  readonly span: Span;
}

/** `KEY: VALUE`. The value is missing where the text stops short of it. */
export interface Entry {
  readonly key: StringValue;
  readonly value: Value | undefined;
}

/**
 * Stands for a piece of the text of a file. The same piece has the same one in the next tree of the file, be it at other
 * offsets, if it was taken over from this one. So whatever was found out about the piece, offsets aside, can be remembered
 * by it.
 */
export class Content implements Remembering {
  memory: Remembering['memory'];
}

export const CONTENTS = new Kind<Content>();

/** A value at the top level of the file with the documentation comment that stands before it. */
export interface Expression {
  readonly kind: 'expression';
  readonly span: Span;
  readonly value: Value;
  readonly doc: Doc | undefined;
  /** False where the text was broken inside: what is missing then is no mistake of its own. */
  readonly whole: boolean;
  /** Stands for its text alone. */
  readonly bare: Content;
  /** Stands for its text with all that stands between it and the expression before: the comments. */
  readonly content: Content;
}

/** `#` to the end of the line, outside documentation comments. Old schemas have C preprocessor lines: they count too. */
export interface Comment {
  readonly span: Span;
}

/** A line of a documentation comment between its `##` lines: the span behind `# `, and its text. */
export interface DocLine {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What it should begin with: without its `#` the span is the line without its indentation. */
  readonly lacks?: 'hash' | 'space';
}

/** A name in a documentation comment; the span is the name alone, without `@` and `:`. */
export interface DocName {
  readonly text: string;
  readonly span: Span;
}

export type DocSectionKind =
  | 'body'
  | 'member'
  | 'features'
  | 'feature'
  | 'returns'
  | 'errors'
  | 'since'
  | 'todo'
  | 'note'
  | 'example';

/**
 * A run of lines of a documentation comment that belong together. The first line is the one with the tag or name, so the
 * text of a section begins at `textStart`.
 */
export interface DocSection {
  readonly kind: DocSectionKind;
  /** `@name:` of a member or feature section. */
  readonly name: DocName | undefined;
  /** Indices into `Doc.lines`, half-open. */
  readonly firstLine: number;
  readonly endLine: number;
  /** Offset where the text begins on the first line, behind `@name:` or `Returns:`. */
  readonly textStart: number;
}

/** A documentation comment, `##` to `##`. */
export interface Doc extends Remembering {
  readonly span: Span;
  readonly lines: readonly DocLine[];
  /** `@SYMBOL:` on the first line: what the comment documents. Without it the comment is free-form. */
  readonly symbol: DocName | undefined;
  readonly sections: readonly DocSection[];
  /** False where the closing `##` is missing. */
  readonly closed: boolean;
  /**
   * Where QEMU's generator sees it end, if that is not at its own last `##` but at one in its middle, or at that of the next
   * comment: the index of the line behind, and the offset of the `##`.
   */
  readonly seenEnd: { readonly line: number; readonly offset: number } | undefined;
}

export const DOCS = new Kind<Doc>();

/** What is wrong with the text, as the reader of it met it. The rule files turn it into words. */
export interface SyntaxProblem {
  readonly code: SyntaxCode;
  readonly span: Span;
  /** The text it is about, or what was expected: of what is never closed all that is missing at its end, as in `]}`. */
  readonly detail: string;
  /** Where the thing began that is wrong at `span`: the brace that is never closed, the first of two equal keys. */
  readonly origin?: Span;
  /** Where QEMU's generator sees it, if that is another line than that of `span`: an offset. */
  readonly refusedAt?: number;
  /** What follows a documentation comment without an end: an offset. Where the generator sees that, `schema/unclosed-doc.ts` tells. */
  readonly unclosedBefore?: number;
  /** Older generators took it. It is read as they did, and the expression around it may be whole. */
  readonly formerly?: true;
  /** What the bracket at `span` was meant to be, which is not expected there. */
  readonly bracket?: WrongBracket;
}

/**
 * A closing bracket where another one is expected, or none: `slip`, typed for the right one; `outside`, the right one was
 * left out before it; `surplus`, it closes nothing; `early`, the definition goes on behind it.
 */
export type WrongBracket = 'slip' | 'outside' | 'surplus' | 'early';

export type SyntaxCode =
  | 'unclosed-string'
  | 'double-quotes'
  | 'doubled-quote'
  | 'escape'
  | 'funny-character'
  | 'stray'
  | 'expected'
  | 'unclosed'
  | 'comma'
  | 'duplicate-key'
  | 'not-an-object'
  | 'too-deep'
  | 'doc-unclosed'
  | 'doc-junk'
  | 'doc-space'
  | 'doc-hash'
  | 'doc-in-expression';

export interface Tree {
  readonly text: string;
  readonly lines: LineIndex;
  readonly expressions: readonly Expression[];
  /** Documentation comments that no expression follows directly, and free-form ones. */
  readonly freeDocs: readonly Doc[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** From where to where the reader has looked ahead of what it had in hand; without an end where it found nothing. */
  readonly lookedAhead: readonly Span[];
  /** Whether something in it is told once for the whole file, or decides how what stands far behind it is read. */
  readonly reachesFar: boolean;
  /** How many trees have been made from one another, the first from nothing but its text. */
  readonly generation: number;
}

/** The documentation comments of a file: those of its definitions, then the others. */
export function* docCommentsOf(tree: Tree): Generator<Doc> {
  for (const { doc } of tree.expressions) if (doc) yield doc;
  yield* tree.freeDocs;
}

/** The expression that holds an offset, else the next one behind it; undefined behind the last. */
export function expressionFrom({ expressions }: Tree, offset: number): Expression | undefined {
  let low = 0;
  let high = expressions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((expressions[middle] as Expression).span.end <= offset) low = middle + 1;
    else high = middle;
  }
  return expressions[low];
}

/** Where that ends which stands before an offset: white space and comments between the two are no part of it. */
export function codeBefore(offset: number, { text, comments }: Tree): number {
  let at = text.slice(0, offset).trimEnd().length;
  for (let i = comments.length - 1; i >= 0; i--) {
    const { start, end } = (comments[i] as Comment).span;
    if (start >= at) continue;
    if (end < at) break;
    at = text.slice(0, start).trimEnd().length;
  }
  return at;
}

/** The entry of an object with the given key, or undefined. Of duplicate keys the first. */
export function entryOf(object: ObjectValue, key: string): Entry | undefined {
  // By index: asked as often as this, `for`-`of` leaves 2.6 MB of garbage in a check that is not compiled well yet.
  const { entries } = object;
  for (let i = 0; i < entries.length; i++) if (entries[i]?.key.text === key) return entries[i];
  return undefined;
}

/** The value behind a key of an object, or undefined. */
export function valueAt(object: ObjectValue, key: string): Value | undefined {
  return entryOf(object, key)?.value;
}
