/**
 * What the tree of a text has in common with that of the text before a change: nearly all of it. What stands before the change
 * is the same; what stands behind is the same at other offsets, and copied when somebody looks at it.
 */
import type { Span } from './text.ts';
import type { Comment, Content, Doc, Entry, Expression, SyntaxProblem, Tree, Value } from './tree.ts';

/** What has been read of a file, each list in the order of the text. */
export interface Parts {
  readonly expressions: readonly Expression[];
  readonly freeDocs: readonly Doc[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  readonly lookedAhead: readonly Span[];
}

/**
 * After so many trees made from one another the next one is made from its text alone: what was taken over holds fast the text
 * in which it was read first.
 */
const MAX_GENERATIONS = 200;

/** Where this stands behind the brace that would close a definition, the definition goes on. */
export const COMMA_KEY = /\s*,\s*'[^'\r\n]*'\s*:/y;

/** Among so many old expressions behind the beginning of a change one that is read again is looked for. */
const NEAR = 4;

/** A change from one text to the next, and what an earlier tree says about the rest. */
export class Change {
  /** Where to begin to read. */
  readonly from: number;
  readonly #before: Tree;
  readonly #text: string;
  /** Up to here the texts are the same. */
  readonly #sameUpTo: number;
  /** From here on the old text is the end of the new one. That may be before the end of what is the same at the start. */
  readonly #sameFrom: number;
  /** How much further behind it stands there. */
  readonly #by: number;
  /** The old expressions that are read again; those that have been found again are taken out. */
  readonly #readAgain: Expression[];
  /** The ends of the whole expressions of the old text behind the change, with their places in the list. */
  #ends: ReadonlyMap<number, number> | undefined;

  constructor(before: Tree, text: string) {
    const old = before.text;
    const sameStart = commonStart(old, text);
    const sameEnd = commonEnd(old, text);
    this.#before = before;
    this.#sameUpTo = sameStart;
    this.#sameFrom = old.length - sameEnd;
    this.#by = text.length - old.length;
    this.#text = text;
    this.from = this.#endOfHead();
    const first = before.expressions.findIndex(({ span }) => span.start >= this.from);
    this.#readAgain = first < 0 ? [] : before.expressions.slice(first, first + NEAR);
  }

  /** Whether an earlier tree is of any use; not where a change may matter far away from its place. */
  static canFollow({ generation, reachesFar, expressions }: Tree): boolean {
    return generation < MAX_GENERATIONS && expressions.length > 0 && !reachesFar;
  }

  /** All that stands before `from`. */
  head(): Parts {
    const { expressions, freeDocs, comments, problems, lookedAhead } = this.#before;
    const isBefore = ({ span }: { readonly span: Span }): boolean => span.start < this.from;
    return {
      expressions: expressions.filter(isBefore),
      freeDocs: freeDocs.filter(isBefore),
      comments: comments.filter(isBefore),
      problems: problems.filter(isBefore),
      lookedAhead: lookedAhead.filter(({ start }) => start < this.from),
    };
  }

  /** What stands for the text of a whole expression that is read again, if one near the change had the same text before. */
  bareAt(start: number, end: number): Content | undefined {
    const text = this.#text.slice(start, end);
    const index = this.#readAgain.findIndex(
      ({ span, whole }) => whole && this.#before.text.slice(span.start, span.end) === text,
    );
    return index < 0 ? undefined : this.#readAgain.splice(index, 1)[0]?.bare;
  }

  /**
   * All that stands behind an offset of the new text where a whole expression has ended, if one ended there before as well
   * and nothing behind it has changed. A reader that is at the end of a whole expression remembers nothing of what it has
   * read; so it would read the rest as it did before.
   */
  behind(end: number): Parts | undefined {
    const old = end - this.#by;
    if (old < this.#sameFrom) return undefined;
    const { expressions, freeDocs, comments, problems, lookedAhead } = this.#before;
    this.#ends ??= this.#endsBehind();
    const index = this.#ends.get(old);
    if (index === undefined) return undefined;
    const by = this.#by;
    const isBehind = ({ span }: { readonly span: Span }): boolean => span.start >= old;
    return {
      expressions: expressions.slice(index + 1).map((expression) => moved(expression, by)),
      freeDocs: freeDocs.filter(isBehind).map((doc) => moveDoc(doc, by)),
      comments: comments.filter(isBehind).map(({ span }) => ({ span: move(span, by) })),
      problems: problems.filter(isBehind).map((problem) => moveProblem(problem, by)),
      lookedAhead: lookedAhead.filter(({ start }) => start >= old).map((span) => move(span, by)),
    };
  }

  /**
   * The end of the last expression before the change that has another one before it, both whole, and that ends there still; unless
   * something that is wrong in front of it reaches up to what follows, or is told there. Nothing further behind matters.
   */
  #endOfHead(): number {
    const { expressions, problems, lookedAhead } = this.#before;
    // What the reader saw when it looked ahead must be the same now.
    const limit = lookedAhead
      .filter((span) => span.end > this.#sameUpTo)
      .reduce((least, { start }) => Math.min(least, start), this.#sameUpTo);
    let end = 0;
    let problem = 0;
    let toldAt = -1;
    for (let i = 0; i < expressions.length; i++) {
      const { span, whole } = expressions[i] as Expression;
      if (span.end > limit) break;
      for (; (problems[problem]?.span.start ?? span.end) < span.end; problem++) {
        const { span, refusedAt = -1 } = problems[problem] as SyntaxProblem;
        toldAt = Math.max(toldAt, span.end, refusedAt);
      }
      if (!whole || (i > 0 && !expressions[i - 1]?.whole)) continue;
      // The end of the text is told at the character before it.
      COMMA_KEY.lastIndex = span.end;
      if (toldAt < span.end - 1 && !COMMA_KEY.test(this.#text)) end = span.end;
    }
    return end;
  }

  #endsBehind(): ReadonlyMap<number, number> {
    const ends = new Map<number, number>();
    this.#before.expressions.forEach(({ span, whole }, index) => {
      if (whole && span.end >= this.#sameFrom) ends.set(span.end, index);
    });
    return ends;
  }
}

/** How many characters two texts have in common at their start. */
function commonStart(a: string, b: string): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  // Long stretches are compared at once, as the engine does it much faster than a loop.
  while (high - low > 64) {
    const middle = (low + high) >> 1;
    if (a.slice(low, middle) === b.slice(low, middle)) low = middle;
    else high = middle;
  }
  while (low < high && a.charCodeAt(low) === b.charCodeAt(low)) low++;
  return low;
}

/** How many characters two texts have in common at their end. */
function commonEnd(a: string, b: string): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  const at = (text: string, from: number, to: number): string => text.slice(text.length - to, text.length - from);
  while (high - low > 64) {
    const middle = (low + high) >> 1;
    if (at(a, low, middle) === at(b, low, middle)) low = middle;
    else high = middle;
  }
  while (low < high && a.charCodeAt(a.length - 1 - low) === b.charCodeAt(b.length - 1 - low)) low++;
  return low;
}

/** An expression at another place. Most of them nobody looks into before the next change. */
class MovedExpression implements Expression {
  readonly kind = 'expression';
  readonly span: Span;
  readonly whole: boolean;
  readonly bare: Content;
  readonly content: Content;
  /** As it was read, and how far behind that it stands now. */
  readonly #read: Expression;
  readonly #by: number;
  #value: Value | undefined;
  #doc: Doc | undefined;

  constructor(expression: Expression, by: number) {
    const isMoved = expression instanceof MovedExpression;
    this.#read = isMoved ? expression.#read : expression;
    this.#by = isMoved ? expression.#by + by : by;
    this.span = move(expression.span, by);
    this.whole = expression.whole;
    this.bare = expression.bare;
    this.content = expression.content;
  }

  get value(): Value {
    this.#value ??= moveValue(this.#read.value, this.#by);
    return this.#value;
  }

  get doc(): Doc | undefined {
    if (this.#read.doc) this.#doc ??= moveDoc(this.#read.doc, this.#by);
    return this.#doc;
  }
}

function moved(expression: Expression, by: number): Expression {
  return by === 0 ? expression : new MovedExpression(expression, by);
}

function move({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function moveValue(value: Value, by: number): Value {
  const span = move(value.span, by);
  switch (value.kind) {
    case 'string':
      return { ...value, span, content: move(value.content, by) };
    case 'array':
      return { kind: 'array', span, items: value.items.map((item) => moveValue(item, by)) };
    case 'object':
      return { kind: 'object', span, entries: value.entries.map((entry) => moveEntry(entry, by)) };
    case 'bool':
      return { kind: 'bool', span, value: value.value };
    case 'bad':
      return { kind: 'bad', span };
  }
}

function moveEntry({ key, value }: Entry, by: number): Entry {
  const { kind, span, content, text } = key;
  return {
    key: { kind, span: move(span, by), content: move(content, by), text },
    value: value && moveValue(value, by),
  };
}

function moveDoc({ span, lines, symbol, sections, closed, seenEnd }: Doc, by: number): Doc {
  return {
    span: move(span, by),
    lines: lines.map((line) => ({ ...line, start: line.start + by, end: line.end + by })),
    symbol: symbol && { text: symbol.text, span: move(symbol.span, by) },
    sections: sections.map(({ kind, name, firstLine, endLine, textStart }) => ({
      kind,
      name: name && { text: name.text, span: move(name.span, by) },
      firstLine,
      endLine,
      textStart: textStart + by,
    })),
    closed,
    seenEnd: seenEnd && { line: seenEnd.line, offset: seenEnd.offset + by },
    memory: undefined,
  };
}

function moveProblem(problem: SyntaxProblem, by: number): SyntaxProblem {
  const { span, origin, refusedAt, unclosedBefore } = problem;
  return {
    ...problem,
    span: move(span, by),
    ...(origin && { origin: move(origin, by) }),
    ...(refusedAt !== undefined && { refusedAt: refusedAt + by }),
    ...(unclosedBefore !== undefined && { unclosedBefore: unclosedBefore + by }),
  };
}
