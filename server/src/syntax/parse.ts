/**
 * The reader of QAPI schema files: text in, tree and problems out. It takes any text, never throws, and needs time linear
 * in the length of the text. One mistake gives one problem, and spoils at most the expression it stands in.
 *
 * The language is the one of QEMU's docs/devel/qapi-code-gen.rst, section "Schema syntax". Constructs of old dialects
 * are read as well; whether a dialect allows them is for the rules to say.
 */
import { Lexer, MAX_PROBLEMS, type TokenType } from './lexer.ts';
import { Change, COMMA_KEY, type Parts } from './reuse.ts';
import { afterSpace } from './space.ts';
import { LineIndex, type Span } from './text.ts';
import {
  type ArrayValue,
  Content,
  type Doc,
  type Entry,
  type Expression,
  type ObjectValue,
  type StringValue,
  type SyntaxProblem,
  type Tree,
  type Value,
  type WrongBracket,
} from './tree.ts';

/** Schemas nest six deep at most; QEMU's generator gives up below a thousand. Deeper input is not walked into. */
const MAX_DEPTH = 100;

/** Further than this nobody looks for the bracket that tells what a key belongs to. */
const MOST_LOOKED_AHEAD = 10_000;

const DEFINITION_START =
  /\{\s*'(?:(?:enum|struct|union|alternate|command|event|include|pragma)'|type'\s*:\s*'[\w.-]+'\s*,\s*'(?:data|base)')/y;
/** A bracket with a key behind it. */
const KEY_IN_BRACKETS = /\[\s*'[^'\r\n]*'\s*:/y;
/** A bracket with two names behind it, a colon between them, and a third one that has none, or with one name and a colon: no keys. */
const COLON_FOR_COMMA = /\[\s*'[^'\r\n]*'\s*:\s*(?:'[^'\r\n]*'\s*,\s*'[^'\r\n]*'\s*[,\]]|\])/y;
const COLON = /\s*:/y;
/** The keys of definitions that may do without a value. */
const NULLABLE: ReadonlySet<string> = new Set(['data', 'returns', 'base', 'discriminator', 'prefix']);
const COMMA = /\s*,/y;
/** What follows a name in a list, up to its end. */
const REST_OF_LIST = /(?:,\s*'[^'\r\n]*'\s*)*\]/y;

/**
 * Reads a schema file.
 * @param text the whole text of the file
 * @param before a tree of an earlier text of the same file: what stands before and behind the change is taken over from it
 * @returns the tree, the same with and without an earlier one; its problems are sorted by place
 */
export function parse(text: string, before?: Tree): Tree {
  if (!before || !Change.canFollow(before)) return new Parser(text).file();
  const tree = new Parser(text, new Change(before, text)).file(before.generation + 1);
  return tree.problems.length < MAX_PROBLEMS ? tree : parse(text);
}

class Parser extends Lexer {
  readonly #lines: LineIndex;
  readonly #freeDocs: Doc[] = [];
  readonly #expressions: Expression[] = [];
  readonly #change: Change | undefined;

  #toldTooDeep = false;
  /** Whether the expression in hand has been closed, and nothing was wrong in it. */
  #whole = false;
  /** What was not closed before the expression in hand, which the generator reads as part of it. */
  #forgotten: SyntaxProblem | undefined;
  /** Where the expression in hand began, or what stands in the place of one, and how many problems there were then. */
  #began = 0;
  #problemsBefore = 0;

  constructor(text: string, change?: Change) {
    super(text);
    this.#lines = new LineIndex(text);
    this.#change = change;
  }

  file(generation = 0): Tree {
    if (this.#change) {
      const { from } = this.#change;
      this.#takeOver(this.#change.head());
      this.end = from;
      if (from > 0 && this.#takeOverBehind(from)) return this.#tree(generation);
    }
    this.next();
    while (this.type !== 'end') {
      this.#began = this.start;
      this.#problemsBefore = this.problems.length;
      if (this.type === 'doc') {
        if (this.pending) this.#freeDocs.push(this.pending);
        this.pending = this.doc;
        this.next();
      } else if (this.type !== '{') {
        this.#notAnObject();
      } else {
        const { whole, span } = this.#expression();
        if (whole && this.#takeOverBehind(span.end)) return this.#tree(generation);
      }
    }
    if (this.pending) this.#freeDocs.push(this.pending);
    return this.#tree(generation);
  }

  #expression(): Expression {
    const { start, pending } = this;
    this.pending = undefined;
    this.#whole = false;
    const forgotten = this.#forgotten;
    this.#forgotten = undefined;
    const value = this.#object();
    const whole = this.#whole;
    if (forgotten && whole) this.#seenHere(forgotten);
    const doc = pending?.symbol ? pending : undefined;
    if (pending && !doc) this.#freeDocs.push(pending);
    const { end } = value.span;
    const expression: Expression = {
      kind: 'expression',
      span: { start, end },
      value,
      doc,
      whole,
      bare: (whole && this.#change?.bareAt(start, end)) || new Content(),
      content: new Content(),
    };
    this.#expressions.push(expression);
    return expression;
  }

  #tree(generation: number): Tree {
    this.#freeDocs.sort((a, b) => a.span.start - b.span.start);
    this.problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    return {
      text: this.text,
      lines: this.#lines,
      expressions: this.#expressions,
      freeDocs: this.#freeDocs,
      comments: this.comments,
      problems: this.problems,
      lookedAhead: this.lookedAhead,
      reachesFar: this.reachesFar,
      generation,
    };
  }

  #takeOver({ expressions, freeDocs, comments, problems, lookedAhead }: Parts): void {
    for (const expression of expressions) this.#expressions.push(expression);
    for (const doc of freeDocs) this.#freeDocs.push(doc);
    for (const comment of comments) this.comments.push(comment);
    for (const problem of problems) this.problems.push(problem);
    for (const span of lookedAhead) this.lookedAhead.push(span);
  }

  /**
   * Takes over all that stands behind a place where a whole expression has ended.
   * @returns whether that is known from the tree before
   */
  #takeOverBehind(end: number): boolean {
    const rest = this.#change?.behind(end);
    if (!rest) return false;
    this.#forgetBehind(end);
    this.#takeOver(rest);
    return true;
  }

  /** The reader is always one token ahead: what it met on the way to that is forgotten again. */
  #forgetBehind(end: number): void {
    while ((this.comments.at(-1)?.span.start ?? -1) >= end) this.comments.pop();
    while ((this.problems.at(-1)?.span.start ?? -1) >= end) this.problems.pop();
  }

  /** Something else than `{` at the top level: one problem for all of it up to the next sensible start. */
  #notAnObject(): void {
    const { start, end: firstEnd } = this.#here();
    const comma = this.type === ',';
    const isValue = this.#startsValue();
    this.#whole = this.type !== '[';
    if (this.type === '[') this.#array();
    else this.next();
    const isWhole = this.#whole;
    const ahead = this.end;
    while (this.#is('{') ? this.#belongsToKey() : !['doc', 'end'].includes(this.type)) {
      if (this.type === '[' || this.type === '{') this.#skipGroup();
      else this.next();
    }
    const end = this.previousEnd;
    // What the lexer has refused on the way is part of this one problem; a single word speaks for itself.
    let first = this.problems.length;
    while (first > 0 && (this.problems[first - 1] as SyntaxProblem).span.start >= start) first--;
    const reported = this.problems.splice(first);
    const [refused] = reported;
    if (comma) this.report('comma', { start, end: start + 1 }, 'top-level');
    else if (refused && refused.code !== 'unclosed' && refused.span.start === start && end === firstEnd)
      this.add(refused);
    else {
      const detail = this.text.slice(start, Math.min(end, start + 2));
      // The generator reads a value to its end, and what follows it, before it sees that none may stand here.
      const before = isValue
        ? reported.find((problem) => problem.span.start < ahead && !(isWhole && isOfDoc(problem)))
        : undefined;
      const place = before?.span.start ?? start;
      const refusedAt = before && !isOfDoc(before) ? (before.refusedAt ?? place) : place;
      const problem = { code: 'not-an-object', span: { start, end }, detail, refusedAt } as const;
      this.add(problem);
      if (before && before === this.#forgotten) this.#forgotten = problem;
    }
    for (const problem of reported) if (problem.span.start >= end) this.add(problem);
  }

  /** Whether the brace in hand is the value of a key that stands at the top level: the line that began the definition is gone. */
  #belongsToKey(): boolean {
    return this.text[this.previousEnd - 1] === ':' && !this.#startsDefinition();
  }

  /** @param open `[` where keys with values stand between brackets */
  #object(open: '{' | '[' = '{'): ObjectValue {
    const start = this.start;
    const entries: Entry[] = [];
    const keys = new Keys();
    const before = this.problems.length;
    /** Nothing had a value so far: a list between the wrong brackets is one mistake. */
    let isList = false;
    this.#group(open, () => {
      const key = this.string;
      if (this.type !== 'string' || !key) {
        this.#expected('a quoted name');
        this.#recover();
        return;
      }
      this.next();
      const last = entries.at(-1);
      if (last && !this.open.includes('[') && this.follows(REST_OF_LIST, this.start)) {
        entries[entries.length - 1] = { key: last.key, value: this.#unopenedList(last.value, key) };
        return;
      }
      const value = this.#entryValue(isList);
      if (value?.kind === 'bad' && this.open.length === 1 && NULLABLE.has(key.text)) this.#takeNull(value.span);
      isList = value === undefined && (entries.length === 0 || isList);
      const earlier = keys.earlier(key, entries);
      if (earlier) {
        const refusedAt = value?.span.start ?? this.previousEnd;
        this.add({ code: 'duplicate-key', span: key.span, detail: key.text, origin: earlier.span, refusedAt });
      }
      entries.push({ key, value });
    });
    const span = { start, end: this.previousEnd };
    if (isList) {
      const [problem, ...more] = this.problems.slice(before);
      // Of a single name it is the brace behind it that shows it.
      const isNamed = entries.length > 1 || problem?.span.end === span.end;
      if (isNamed && problem?.code === 'expected' && more.every((other) => other.span.start >= span.end)) {
        this.problems[before] = { ...problem, span, detail: 'a list', refusedAt: problem.span.start };
      }
    }
    return { kind: 'object', span, entries };
  }

  /**
   * Names between braces that a `]` ends: the bracket before the first of them is missing, or the key, too.
   * @param value of the entry before, which is the first of them if it is a string
   * @param second the name that was read last
   * @returns what the entry before was meant to hold
   */
  #unopenedList(value: Value | undefined, second: StringValue): Value | undefined {
    const refusedAt = this.start;
    const items = value?.kind === 'string' ? [value, second] : undefined;
    if (!items) this.#expected("':'");
    for (; this.type !== ']'; this.next()) if (this.string) items?.push(this.string);
    if (items) this.add({ code: 'expected', span: this.#here(), detail: "'['", refusedAt });
    this.next();
    return items && value ? { kind: 'array', span: { start: value.span.start, end: this.previousEnd }, items } : value;
  }

  #entryValue(isList: boolean): Value | undefined {
    if (this.type === ':') {
      this.next();
    } else {
      if (!isList || (this.type !== ',' && this.type !== '}')) this.#expected("':'");
      // A string with a colon behind it is the next key: this one has no value.
      if (!this.#startsValue() || (this.type === 'string' && this.follows(COLON))) {
        if (this.type !== 'string') this.#recover();
        return undefined;
      }
    }
    if (this.#startsValue()) return this.#value();
    if (!this.#atSync()) {
      this.#expected('a value');
      this.#recover();
    }
    return undefined;
  }

  /** Takes a `null` as QEMU did once: the key has no value. */
  #takeNull({ start }: Span): void {
    const index = this.problems.findLastIndex(({ span, detail }) => span.start === start && detail === 'null');
    const problem = this.problems[index];
    if (problem) this.problems[index] = { ...problem, formerly: true };
  }

  #array(): ArrayValue | ObjectValue {
    if (this.follows(KEY_IN_BRACKETS, this.start) && !this.follows(COLON_FOR_COMMA, this.start)) {
      const object = this.#bracketedObject(KEY_IN_BRACKETS.lastIndex - 1);
      if (object) return object;
    }
    const start = this.start;
    const items: Value[] = [];
    this.#group('[', () => {
      if (this.#startsValue()) {
        items.push(this.#value());
      } else {
        this.#expected('a value');
        this.#recover();
      }
    });
    return { kind: 'array', span: { start, end: this.previousEnd }, items };
  }

  /**
   * Keys with their values that begin with a bracket are an object: that this is no brace is one mistake.
   * @param refusedAt the colon that shows it
   * @returns undefined where it is an array that lacks its end
   */
  #bracketedObject(refusedAt: number): ObjectValue | undefined {
    const end = this.#closing(this.end);
    if (end < 0) return undefined;
    const before = this.problems.length;
    const object = this.#object(this.text[end] === '}' ? '{' : '[');
    if (before < MAX_PROBLEMS) {
      this.problems.splice(before, 0, { code: 'expected', span: object.span, detail: 'an object', refusedAt });
    }
    return object;
  }

  /**
   * What stands between two brackets, the second one included: elements with commas between them.
   * @param element reads an element, or whatever stands in its place
   */
  #group(open: '{' | '[', element: () => void): void {
    if (this.open.length >= MAX_DEPTH) {
      this.#tooDeep();
      return;
    }
    const start = this.start;
    const close = open === '{' ? '}' : ']';
    this.open.push(open);
    this.next();
    let first = true;
    let elementEnd = start + 1;
    while (this.type !== close || this.#closesEarly()) {
      if (this.#atSync()) {
        this.#unclosed(start, close);
        this.open.pop();
        return;
      }
      if (this.type === ',') {
        this.report('comma', this.#here(), first ? 'leading' : 'doubled');
        this.next();
      } else if (this.#is(close)) {
        const span = this.#here();
        this.next();
        this.add({ code: 'expected', span, detail: '', bracket: 'early', refusedAt: this.start });
        this.next();
        first = false;
      } else if (this.type === '}' || this.type === ']') {
        const meant = this.#meaningOfWrongBracket();
        this.#expected(`'${close}'`, meant);
        if (meant !== 'surplus') this.open.pop();
        if (meant !== 'outside') this.next();
        if (meant !== 'surplus') return;
      } else if (open === '[' && this.#isKeyAround()) {
        this.#unclosedBeforeKey(start, elementEnd);
        this.open.pop();
        return;
      } else {
        element();
        elementEnd = this.previousEnd;
        this.#separator(close);
        first = false;
      }
    }
    this.open.pop();
    // What comes next may be broken too, and is not of this expression.
    if (this.open.length === 0) this.#whole = !this.#isBroken(this.end);
    this.next();
  }

  /** Whether the brace in hand would close the definition, and another key of it follows. */
  #closesEarly(): boolean {
    return this.open.length === 1 && this.open[0] === '{' && this.follows(COMMA_KEY);
  }

  /** Whether the token in hand, met in an array, is the next key of the object around it: that ends first. */
  #isKeyAround(): boolean {
    if (this.type !== 'string' || this.open.at(-2) !== '{' || !this.follows(COLON)) return false;
    return this.text[this.#closing(this.end)] === '}';
  }

  /**
   * Where the bracket stands that closes what is open at an offset, whatever that is; -1 where none is found nearby.
   * @param end where to stop looking at the latest
   */
  #closing(from: number, end = Infinity): number {
    const at = this.#closingBefore(Math.min(end, from + MOST_LOOKED_AHEAD), from);
    this.lookedAhead.push({ start: from, end: at < 0 ? Infinity : at + 1 });
    return at;
  }

  #closingBefore(last: number, from: number): number {
    const text = this.text;
    for (let at = from, depth = 0; at < last && at < text.length; at++) {
      const character = text[at];
      if (character === '#') at = this.endOfLine(at);
      else if (character === "'" || character === '"') {
        at = text.indexOf(character, at + 1);
        if (at < 0) return -1;
      } else if (character === '{' || character === '[') depth++;
      else if ((character === '}' || character === ']') && depth-- === 0) return at;
    }
    return -1;
  }

  /**
   * An array that begins at `start` lacks its bracket before the key in hand.
   * @param end of its last element
   */
  #unclosedBeforeKey(start: number, end: number): void {
    const isParted = this.previousEnd > end;
    const last = this.problems.at(-1);
    // That a comma is missing is told where the object goes on; one that is there is the object's.
    if (last?.code === 'comma' && last.span.start === end && !isParted) this.problems.pop();
    const span = { start: end - 1, end };
    const refusedAt = isParted ? afterSpace(this.text, this.end) : this.start;
    this.add({ code: 'unclosed', span, detail: ']', origin: { start, end: start + 1 }, refusedAt });
    if (isParted) this.refusedUpTo = this.previousEnd;
  }

  /** What follows an element: a comma (taken), a bracket or the start of something new (left), or a mistake. */
  #separator(close: '}' | ']'): void {
    if (this.type === ':') {
      this.#expected(`',' or '${close}'`);
      this.#recover();
    }
    if (this.#is(',')) {
      const comma = this.#here();
      this.next();
      if (this.#is(close)) this.add({ code: 'comma', span: comma, detail: 'trailing', refusedAt: this.start });
    } else if (this.#startsValue() && this.refusedUpTo < this.previousEnd) {
      // Two elements side by side: the comma is missing between them.
      const span = { start: this.previousEnd, end: this.previousEnd };
      this.add({ code: 'comma', span, detail: 'missing', refusedAt: this.start });
    }
  }

  /** What a closing bracket of the wrong shape was meant to be. The closing brackets that follow tell, or else what follows a comma. */
  #meaningOfWrongBracket(): WrongBracket {
    const wanted = this.open.map((open) => (open === '{' ? '}' : ']')).reverse();
    const wantedOutside = wanted.slice(1).join('');
    let found = '';
    let at = this.start;
    while (found.length <= wanted.length && (this.text[at] === '}' || this.text[at] === ']')) {
      found += this.text[at];
      at = afterSpace(this.text, at + 1);
    }
    const slip = wantedOutside.startsWith(found.slice(1));
    const outside = wantedOutside.startsWith(found);
    if (!slip && !outside) {
      if (wanted.join('').startsWith(found.slice(1))) return 'surplus';
      return wantedOutside.includes(found.charAt(0)) ? 'outside' : 'slip';
    }
    if (slip !== outside) return slip ? 'slip' : 'outside';
    if (!this.follows(COMMA, at)) return 'outside';
    const key = this.follows(COMMA_KEY, at);
    const fits = (open: '{' | '[' | undefined): boolean => open !== undefined && (open === '{') === key;
    return fits(this.open.at(-1 - found.length)) && !fits(this.open.at(-2 - found.length)) ? 'slip' : 'outside';
  }

  #value(): Value {
    switch (this.type) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case 'string': {
        const value = this.string as StringValue;
        this.next();
        return value;
      }
      default: {
        const span = this.#here();
        const type = this.type;
        this.next();
        return type === 'bad' ? { kind: 'bad', span } : { kind: 'bool', span, value: type === 'true' };
      }
    }
  }

  #startsValue(): boolean {
    switch (this.type) {
      case 'string':
      case 'true':
      case 'false':
      case 'bad':
      case '[':
        return true;
      case '{':
        return !this.#atSync();
      default:
        return false;
    }
  }

  /**
   * Whether the token in hand can only be the start of something new at the top level: then whatever is still open was
   * forgotten to be closed.
   */
  #atSync(): boolean {
    if (this.type === 'end' || this.type === 'doc') return true;
    if (this.type !== '{' || this.open.length === 0 || !this.atLineStart(this.start)) return false;
    return this.#isBroken() || (this.follows(DEFINITION_START, this.start) && !this.#isInside());
  }

  /**
   * Whether the brace in hand, which looks like that of a new definition, begins a value of the one in hand: there should be
   * one, and behind it the one in hand goes on, or all of its brackets are closed.
   */
  #isInside(): boolean {
    if (!this.#wantsValue()) return false;
    const { text, open } = this;
    // The next line that looks like this one is not looked into: that will be asked the same.
    const next = text.indexOf('\n{', this.end);
    let at = this.#closing(this.end, next < 0 ? Infinity : next);
    if (at < 0) return false;
    for (let depth = open.length; depth > 0; depth--) {
      at = afterSpace(text, at + 1);
      const isObject = open[depth - 1] === '{';
      if (text[at] !== (isObject ? '}' : ']')) {
        this.lookedAhead.push({ start: this.end, end: text[at] === ',' ? Infinity : at + 1 });
        return isObject && this.follows(COMMA_KEY, at);
      }
    }
    this.lookedAhead.push({ start: this.end, end: at + 1 });
    return true;
  }

  /** Whether what was read last has to be followed by a value. */
  #wantsValue(): boolean {
    const before = this.text[this.previousEnd - 1];
    return before === ':' || (this.open.at(-1) === '[' && (before === '[' || before === ','));
  }

  /** Whether the expression in hand has a problem: before the token in hand, as that may be the next one's, or an offset. */
  #isBroken(end = this.start): boolean {
    for (let i = this.problems.length - 1; i >= this.#problemsBefore; i--) {
      const { span, formerly } = this.problems[i] as SyntaxProblem;
      if (span.start < end && !formerly) return true;
    }
    return false;
  }

  #unclosed(start: number, close: '}' | ']'): void {
    const inner = this.problems.at(-1);
    if (this.#isBroken()) {
      // What stands around it ends here as well, and that is the same mistake.
      if (inner?.code === 'unclosed' && inner.span.end === this.previousEnd) {
        const both = { ...inner, detail: inner.detail + close };
        this.problems[this.problems.length - 1] = both;
        if (this.#forgotten === inner) this.#forgotten = both;
      }
      return;
    }
    const span = { start: Math.max(start, this.previousEnd - 1), end: this.previousEnd };
    const refusedAt = this.#refusedHere();
    const problem = { code: 'unclosed', span, detail: close, origin: { start, end: start + 1 }, refusedAt } as const;
    this.add(problem);
    // The generator takes what begins here for the value that is missing.
    if (this.type === '{' && this.#wantsValue()) this.#forgotten = problem;
  }

  /** The generator sees a problem, which was met before, at the token in hand. */
  #seenHere(problem: SyntaxProblem): void {
    const index = this.problems.lastIndexOf(problem);
    if (index >= 0) this.problems[index] = { ...problem, refusedAt: this.#refusedHere() };
  }

  /**
   * Where the generator sees what it refuses about the token in hand: the end of the text is on its last line, and not
   * behind the line feed that ends it.
   */
  #refusedHere(): number {
    return this.type === 'end' ? Math.max(0, this.start - 1) : this.start;
  }

  /** Skips to the next comma or closing bracket of the group in hand, or to where something new begins. */
  #recover(): void {
    while (!this.#atSync() && this.type !== ',' && this.type !== '}' && this.type !== ']') {
      if (this.type === '{' || this.type === '[') this.#skipGroup();
      else this.next();
    }
  }

  /** Skips to behind the closing bracket, or to where something new begins. */
  #skipGroup(): void {
    let depth = 0;
    do {
      if (this.type === '{' || this.type === '[') depth++;
      else if (this.type === '}' || this.type === ']') depth--;
      this.next();
      if (this.type === 'end' || this.type === 'doc') return;
      if (this.type === '{' && this.#startsDefinition()) return;
    } while (depth > 0);
  }

  #startsDefinition(): boolean {
    return this.atLineStart(this.start) && this.follows(DEFINITION_START, this.start);
  }

  #tooDeep(): void {
    // The generator reads all of it before it says what may not stand there, of a definition at its beginning.
    if (!this.#toldTooDeep) this.add({ code: 'too-deep', span: this.#here(), detail: '', refusedAt: this.#began });
    this.#toldTooDeep = true;
    this.reachesFar = true;
    this.#skipGroup();
  }

  #expected(what: string, bracket?: WrongBracket): void {
    // What has been refused already is not refused a second time, nor is what is missing beside it.
    if (this.type === 'bad' || this.refusedUpTo >= this.previousEnd || this.#atSync()) return;
    this.add({ code: 'expected', span: this.#here(), detail: what, ...(bracket && { bracket }) });
    this.refusedUpTo = this.previousEnd;
  }

  /** Asked anew after a step: the compiler believes that a field stays as it was tested before. */
  #is(type: TokenType): boolean {
    return this.type === type;
  }

  #here(): Span {
    return { start: this.start, end: this.end };
  }
}
/** A documentation comment may not even begin in a value: what is wrong with it does not matter there. */
function isOfDoc({ code }: SyntaxProblem): boolean {
  return code.startsWith('doc-');
}

/** Few objects have many keys: only those are worth a table. */
class Keys {
  #table: Map<string, StringValue> | undefined;

  /** @returns the first of the entries with the same key */
  earlier(key: StringValue, entries: readonly Entry[]): StringValue | undefined {
    if (entries.length < 8) {
      for (let i = 0; i < entries.length; i++) if (entries[i]?.key.text === key.text) return entries[i]?.key;
      return undefined;
    }
    if (!this.#table) {
      this.#table = new Map();
      for (const { key } of entries) if (!this.#table.has(key.text)) this.#table.set(key.text, key);
    }
    const earlier = this.#table.get(key.text);
    if (!earlier) this.#table.set(key.text, key);
    return earlier;
  }
}
