/**
 * The reader of QAPI schema files: text in, tree and problems out. It takes any text, never throws, and needs time linear
 * in the length of the text. One mistake gives one problem, and spoils at most the expression it stands in.
 *
 * The language is the one of QEMU's docs/devel/qapi-code-gen.rst, section "Schema syntax". Constructs of old dialects
 * are read as well; whether a dialect allows them is for the rules to say.
 */
import { parseDoc } from './doc.ts';
import { Change, type Parts } from './reuse.ts';
import { afterSpace } from './space.ts';
import { LineIndex, type Span } from './text.ts';
import {
  type ArrayValue,
  type Comment,
  Content,
  type Doc,
  type DocLine,
  type Entry,
  type Expression,
  type ObjectValue,
  type StringValue,
  type SyntaxCode,
  type SyntaxProblem,
  type Tree,
  type Value,
  type WrongBracket,
} from './tree.ts';

/** Schemas nest six deep at most; QEMU's generator gives up below a thousand. Deeper input is not walked into. */
const MAX_DEPTH = 100;

/** Of so many lines without a `#` inside a documentation comment it is believed that they were meant to have one. */
const MOST_WITHOUT_HASH = 10;

/** Further than this nobody looks for the bracket that tells what a key belongs to. */
const MOST_LOOKED_AHEAD = 10_000;

/** What a line begins with that is more likely part of a schema, or a comment of another language, than text of a comment. */
const SCHEMA_CHARACTERS: ReadonlySet<number> = new Set([...`{}[]:,'"/`].map((character) => character.charCodeAt(0)));

/** Of a file that is no schema at all nobody wants to read every mistake: after so many the rest is not told. */
const MAX_PROBLEMS = 1000;

const DEFINITION_START =
  /\{\s*'(?:(?:enum|struct|union|alternate|command|event|include|pragma)'|type'\s*:\s*'[\w.-]+'\s*,\s*'(?:data|base)')/y;
/** What separates words for QEMU's lexer: structure, quotes, white space. A `#` ends a word too: it starts a comment. */
const WORD = /[^[\]{}:,\s'"#]+/y;
/** A string as nearly all are: without an escape or a mistake. */
const PLAIN_STRING = /'[ -&(-[\]-~]*'(?![A-Za-z0-9_*])/y;
const NAME_LIKE = /^\*?[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const STRUCTURE_OR_SPACE = /[[\]{}:,\s]/;
const DOC_FENCE = /^##\s*$/;
/** The next line of a comment behind the `##` that begins it, with a `#` of its own or the name of what is documented. */
const JOINED_LINE = /^##\s*(?:# |(?=@))(.*)$/;
/** What stands before the text of a line with two number signs. */
const INNER_TEXT = /^## (?=\S)/;
/** A definition or directive behind the `##` that ends a comment. */
const DEFINITION = /\s*\{\s*['"]/y;
/** What stands behind a `##` that begins a documentation comment, and never behind one that ends it. */
const SYMBOL_LINE = /\s*# *@[^:\r\n]*:[ \t]*[\r\n]/y;
/** A comment of C on one line, or on several that nothing stands in which a schema could be made of. */
const STAR_COMMENT = /^\/\*(?:[^\r\n]*?|[^{#]*?)\*\//;
/** What is longer is not searched for its end. */
const LONGEST_STAR_COMMENT = 2000;
/** A line that names what a comment documents. */
const SYMBOL = /^# @[\w.-]+:\s*$/;
const LINE_BREAK = /^(?:\r?\n|\r)[ \t]*$/;
/** A first line that ends before its colon. */
const HALF_A_SYMBOL = /^@[\w.-]*\s*$/;
/** Where a documentation comment does not go on as nearly all do, line by line: with a `#` and a blank behind it, or nothing. */
const PLAIN_LINES_END = /\n(?!#[ \n])/g;
const EMPTY_LINE = /(?:\n|\r\n?)[^\S\n\r]*[\n\r]/;
/** A bracket with a key behind it. */
const KEY_IN_BRACKETS = /\[\s*'[^'\r\n]*'\s*:/y;
/** What follows a value of an object. */
const OBJECT_AROUND = /\s*[,}]/y;
const COLON = /\s*:/y;
const COMMA = /\s*,/y;
const COMMA_KEY = /\s*,\s*'[^'\r\n]*'\s*:/y;
/** What follows a name in a list, up to its end. */
const REST_OF_LIST = /(?:,\s*'[^'\r\n]*'\s*)*\]/y;
/** A line that a version control system leaves where two changes meet. */
const CONFLICT_MARK = /(?:<{7}|\|{7}|={7}|>{7})(?![^ \t\r\n])/y;
/** Words that stand where a value should; other characters stand between values. */
const FOREIGN_VALUE = /^(?:null|None|[+-]?\.?[0-9].*)$/;

const CARRIAGE_RETURN = 13;
const BLANK = 32;
const HASH = 35;

type TokenType = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'true' | 'false' | 'bad' | 'doc' | 'end';

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

class Parser {
  readonly #text: string;
  /** Whether there are carriage returns at all: else a line feed is the end of a line, and quickly found. */
  readonly #hasReturns: boolean;
  readonly #lines: LineIndex;
  readonly #problems: SyntaxProblem[] = [];
  readonly #comments: Comment[] = [];
  readonly #freeDocs: Doc[] = [];
  readonly #expressions: Expression[] = [];
  readonly #change: Change | undefined;

  // The token in hand.
  #type: TokenType = 'end';
  #start = 0;
  #end = 0;
  #string: StringValue | undefined;
  #doc: Doc | undefined;
  /** The documentation comment that was read last, if nothing has followed it yet. */
  #pending: Doc | undefined;
  /** The end of the token before: where something missing is to be inserted. */
  #previousEnd = 0;

  /** The brackets that are open, from the outside in. */
  readonly #open: ('{' | '[')[] = [];
  #toldTooDeep = false;
  /** Whether the expression in hand has been closed, and nothing was wrong in it. */
  #whole = false;
  /** Whether the two sides of a merge that is not finished have been told, and the other one is still to come. */
  #inConflict = false;
  /** How far the text has been refused: what is missing right behind that is no mistake of its own. */
  #refusedUpTo = -1;
  /** Up to here `\'` ends a string: on this line it does not help to read on. */
  #noEscapesUpTo = -1;
  /** What was not closed before the expression in hand, which the generator reads as part of it. */
  #forgotten: SyntaxProblem | undefined;
  /** How many problems there were when the expression in hand began. */
  #problemsBefore = 0;

  constructor(text: string, change?: Change) {
    this.#text = text;
    this.#hasReturns = text.includes('\r');
    this.#lines = new LineIndex(text);
    this.#change = change;
  }

  file(generation = 0): Tree {
    if (this.#change) {
      const { from } = this.#change;
      this.#takeOver(this.#change.head());
      this.#end = from;
      const rest = from > 0 ? this.#change.behind(from) : undefined;
      if (rest) {
        this.#takeOver(rest);
        return this.#tree(generation);
      }
    }
    this.#next();
    while (this.#type !== 'end') {
      if (this.#type === 'doc') {
        if (this.#pending) this.#freeDocs.push(this.#pending);
        this.#pending = this.#doc;
        this.#next();
        continue;
      }
      const start = this.#start;
      this.#problemsBefore = this.#problems.length;
      if (this.#type === '{') {
        const pending = this.#pending;
        this.#pending = undefined;
        this.#whole = false;
        const forgotten = this.#forgotten;
        this.#forgotten = undefined;
        const value = this.#object();
        const whole = this.#whole;
        if (forgotten && whole) this.#seenHere(forgotten);
        const doc = pending?.symbol ? pending : undefined;
        if (pending && !doc) this.#freeDocs.push(pending);
        const { end } = value.span;
        this.#expressions.push({
          kind: 'expression',
          span: { start, end },
          value,
          doc,
          whole,
          bare: (whole && this.#change?.bareAt(start, end)) || new Content(),
          content: new Content(),
        });
        const rest = whole ? this.#change?.behind(end) : undefined;
        if (rest) {
          this.#forgetBehind(end);
          this.#takeOver(rest);
          return this.#tree(generation);
        }
      } else {
        this.#notAnObject();
      }
    }
    if (this.#pending) this.#freeDocs.push(this.#pending);
    return this.#tree(generation);
  }

  #tree(generation: number): Tree {
    this.#freeDocs.sort((a, b) => a.span.start - b.span.start);
    this.#problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    return {
      text: this.#text,
      lines: this.#lines,
      expressions: this.#expressions,
      freeDocs: this.#freeDocs,
      comments: this.#comments,
      problems: this.#problems,
      generation,
    };
  }

  #takeOver({ expressions, freeDocs, comments, problems }: Parts): void {
    for (const expression of expressions) this.#expressions.push(expression);
    for (const doc of freeDocs) this.#freeDocs.push(doc);
    for (const comment of comments) this.#comments.push(comment);
    for (const problem of problems) this.#problems.push(problem);
  }

  /** The reader is always one token ahead: what it met on the way to that is forgotten again. */
  #forgetBehind(end: number): void {
    while ((this.#comments.at(-1)?.span.start ?? -1) >= end) this.#comments.pop();
    while ((this.#problems.at(-1)?.span.start ?? -1) >= end) this.#problems.pop();
  }

  /** Something else than `{` at the top level: one problem for all of it up to the next sensible start. */
  #notAnObject(): void {
    const { start, end: firstEnd } = this.#here();
    const comma = this.#type === ',';
    const isValue = this.#startsValue();
    this.#whole = this.#type !== '[';
    if (this.#type === '[') this.#array();
    else this.#next();
    const isWhole = this.#whole;
    const ahead = this.#end;
    while (!['{', 'doc', 'end'].includes(this.#type)) {
      if (this.#type === '[') this.#skipGroup();
      else this.#next();
    }
    const end = this.#previousEnd;
    // What the lexer has refused on the way is part of this one problem; a single word speaks for itself.
    let first = this.#problems.length;
    while (first > 0 && (this.#problems[first - 1] as SyntaxProblem).span.start >= start) first--;
    const reported = this.#problems.splice(first);
    const [refused] = reported;
    if (comma) this.#report('comma', { start, end: start + 1 }, 'top-level');
    else if (refused && refused.code !== 'unclosed' && refused.span.start === start && end === firstEnd)
      this.#add(refused);
    else {
      const detail = this.#text.slice(start, Math.min(end, start + 2));
      // The generator reads a value to its end, and what follows it, before it sees that none may stand here.
      const before = isValue
        ? reported.find((problem) => problem.span.start < ahead && !(isWhole && isOfDoc(problem)))
        : undefined;
      const place = before?.span.start ?? start;
      const refusedAt = before && !isOfDoc(before) ? (before.refusedAt ?? place) : place;
      this.#add({ code: 'not-an-object', span: { start, end }, detail, refusedAt });
    }
    for (const problem of reported) if (problem.span.start >= end) this.#add(problem);
  }

  /** @param open `[` where keys with values stand between brackets */
  #object(open: '{' | '[' = '{'): ObjectValue {
    const start = this.#start;
    const entries: Entry[] = [];
    const keys = new Keys();
    const before = this.#problems.length;
    /** Nothing had a value so far: a list between the wrong brackets is one mistake. */
    let isList = false;
    this.#group(open, () => {
      const key = this.#string;
      if (this.#type !== 'string' || !key) {
        this.#expected('a quoted name');
        this.#recover();
        return;
      }
      this.#next();
      const last = entries.at(-1);
      if (last && !this.#open.includes('[') && this.#follows(REST_OF_LIST, this.#start)) {
        entries[entries.length - 1] = { key: last.key, value: this.#unopenedList(last.value, key) };
        return;
      }
      const value = this.#entryValue(isList);
      isList = value === undefined && (entries.length === 0 || isList);
      const earlier = keys.earlier(key, entries);
      if (earlier) {
        const refusedAt = value?.span.start ?? this.#previousEnd;
        this.#add({ code: 'duplicate-key', span: key.span, detail: key.text, origin: earlier.span, refusedAt });
      }
      entries.push({ key, value });
    });
    const span = { start, end: this.#previousEnd };
    if (isList) {
      const [problem, ...more] = this.#problems.slice(before);
      // Of a single name it is the brace behind it that shows it.
      const isNamed = entries.length > 1 || problem?.span.end === span.end;
      if (isNamed && problem?.code === 'expected' && more.every((other) => other.span.start >= span.end)) {
        this.#problems[before] = { ...problem, span, detail: 'a list', refusedAt: problem.span.start };
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
    const refusedAt = this.#start;
    const items = value?.kind === 'string' ? [value, second] : undefined;
    if (!items) this.#expected("':'");
    for (; this.#type !== ']'; this.#next()) if (this.#string) items?.push(this.#string);
    if (items) this.#add({ code: 'expected', span: this.#here(), detail: "'['", refusedAt });
    this.#next();
    return items && value ? { kind: 'array', span: { start: value.span.start, end: this.#previousEnd }, items } : value;
  }

  #entryValue(isList: boolean): Value | undefined {
    if (this.#type === ':') {
      this.#next();
    } else {
      if (!isList || (this.#type !== ',' && this.#type !== '}')) this.#expected("':'");
      // A string with a colon behind it is the next key: this one has no value.
      if (!this.#startsValue() || (this.#type === 'string' && this.#follows(COLON))) {
        if (this.#type !== 'string') this.#recover();
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

  #array(): ArrayValue | ObjectValue {
    const object = this.#follows(KEY_IN_BRACKETS, this.#start) && this.#bracketedObject(KEY_IN_BRACKETS.lastIndex - 1);
    if (object) return object;
    const start = this.#start;
    const items: Value[] = [];
    this.#group('[', () => {
      if (this.#startsValue()) {
        items.push(this.#value());
      } else {
        this.#expected('a value');
        this.#recover();
      }
    });
    return { kind: 'array', span: { start, end: this.#previousEnd }, items };
  }

  /**
   * Keys with their values that begin with a bracket are an object: that this is no brace is one mistake.
   * @param refusedAt the colon that shows it
   * @returns undefined where it is an array that lacks its end
   */
  #bracketedObject(refusedAt: number): ObjectValue | undefined {
    const end = this.#closing(this.#end);
    const isBrace = this.#text[end] === '}';
    if (end < 0 || (isBrace && !this.#follows(OBJECT_AROUND, end + 1))) return undefined;
    const before = this.#problems.length;
    const object = this.#object(isBrace ? '{' : '[');
    if (before < MAX_PROBLEMS) {
      this.#problems.splice(before, 0, { code: 'expected', span: object.span, detail: 'an object', refusedAt });
    }
    return object;
  }

  /**
   * What stands between two brackets, the second one included: elements with commas between them.
   * @param element reads an element, or whatever stands in its place
   */
  #group(open: '{' | '[', element: () => void): void {
    if (this.#open.length >= MAX_DEPTH) {
      this.#tooDeep();
      return;
    }
    const start = this.#start;
    const close = open === '{' ? '}' : ']';
    this.#open.push(open);
    this.#next();
    let first = true;
    let elementEnd = start + 1;
    while (this.#type !== close || this.#closesEarly()) {
      if (this.#atSync()) {
        this.#unclosed(start, close);
        this.#open.pop();
        return;
      }
      if (this.#type === ',') {
        this.#report('comma', this.#here(), first ? 'leading' : 'doubled');
        this.#next();
      } else if (this.#is(close)) {
        const span = this.#here();
        this.#next();
        this.#add({ code: 'expected', span, detail: '', bracket: 'early', refusedAt: this.#start });
        this.#next();
        first = false;
      } else if (this.#type === '}' || this.#type === ']') {
        const meant = this.#meaningOfWrongBracket();
        this.#expected(`'${close}'`, meant);
        if (meant !== 'surplus') this.#open.pop();
        if (meant !== 'outside') this.#next();
        if (meant !== 'surplus') return;
      } else if (open === '[' && this.#isKeyAround()) {
        this.#unclosedBeforeKey(start, elementEnd);
        this.#open.pop();
        return;
      } else {
        element();
        elementEnd = this.#previousEnd;
        this.#separator(close);
        first = false;
      }
    }
    this.#open.pop();
    // What comes next may be broken too, and is not of this expression.
    if (this.#open.length === 0) this.#whole = !this.#isBroken(this.#end);
    this.#next();
  }

  /** Whether the brace in hand would close the definition, and another key of it follows. */
  #closesEarly(): boolean {
    return this.#open.length === 1 && this.#open[0] === '{' && this.#follows(COMMA_KEY);
  }

  /** Whether the token in hand, met in an array, is the next key of the object around it: that ends first. */
  #isKeyAround(): boolean {
    if (this.#type !== 'string' || this.#open.at(-2) !== '{' || !this.#follows(COLON)) return false;
    return this.#text[this.#closing(this.#end)] === '}';
  }

  /** Where the bracket stands that closes what is open at an offset, whatever that is; -1 where none is found nearby. */
  #closing(from: number): number {
    const text = this.#text;
    const last = Math.min(text.length, from + MOST_LOOKED_AHEAD);
    for (let at = from, depth = 0; at < last; at++) {
      const character = text[at];
      if (character === '#') at = this.#endOfLine(at);
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
    const isParted = this.#previousEnd > end;
    const last = this.#problems.at(-1);
    // That a comma is missing is told where the object goes on; one that is there is the object's.
    if (last?.code === 'comma' && last.span.start === end && !isParted) this.#problems.pop();
    const span = { start: end - 1, end };
    const refusedAt = isParted ? afterSpace(this.#text, this.#end) : this.#start;
    this.#add({ code: 'unclosed', span, detail: ']', origin: { start, end: start + 1 }, refusedAt });
    if (isParted) this.#refusedUpTo = this.#previousEnd;
  }

  /** What follows an element: a comma (taken), a bracket or the start of something new (left), or a mistake. */
  #separator(close: '}' | ']'): void {
    if (this.#type === ':') {
      this.#expected(`',' or '${close}'`);
      this.#recover();
    }
    if (this.#is(',')) {
      const comma = this.#here();
      this.#next();
      if (this.#is(close)) this.#add({ code: 'comma', span: comma, detail: 'trailing', refusedAt: this.#start });
    } else if (this.#startsValue() && this.#refusedUpTo < this.#previousEnd) {
      // Two elements side by side: the comma is missing between them.
      const span = { start: this.#previousEnd, end: this.#previousEnd };
      this.#add({ code: 'comma', span, detail: 'missing', refusedAt: this.#start });
    }
  }

  /** What a closing bracket of the wrong shape was meant to be. The closing brackets that follow tell, or else what follows a comma. */
  #meaningOfWrongBracket(): WrongBracket {
    const wanted = this.#open.map((open) => (open === '{' ? '}' : ']')).reverse();
    const wantedOutside = wanted.slice(1).join('');
    let found = '';
    let at = this.#start;
    while (found.length <= wanted.length && (this.#text[at] === '}' || this.#text[at] === ']')) {
      found += this.#text[at];
      at = afterSpace(this.#text, at + 1);
    }
    const slip = wantedOutside.startsWith(found.slice(1));
    const outside = wantedOutside.startsWith(found);
    if (!slip && !outside) {
      if (wanted.join('').startsWith(found.slice(1))) return 'surplus';
      return wantedOutside.includes(found.charAt(0)) ? 'outside' : 'slip';
    }
    if (slip !== outside) return slip ? 'slip' : 'outside';
    if (!this.#follows(COMMA, at)) return 'outside';
    const key = this.#follows(COMMA_KEY, at);
    const fits = (open: '{' | '[' | undefined): boolean => open !== undefined && (open === '{') === key;
    return fits(this.#open.at(-1 - found.length)) && !fits(this.#open.at(-2 - found.length)) ? 'slip' : 'outside';
  }

  #value(): Value {
    switch (this.#type) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case 'string': {
        const value = this.#string as StringValue;
        this.#next();
        return value;
      }
      default: {
        const span = this.#here();
        const type = this.#type;
        this.#next();
        return type === 'bad' ? { kind: 'bad', span } : { kind: 'bool', span, value: type === 'true' };
      }
    }
  }

  #startsValue(): boolean {
    switch (this.#type) {
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
    if (this.#type === 'end' || this.#type === 'doc') return true;
    if (this.#type !== '{' || this.#open.length === 0 || !this.#atLineStart(this.#start)) return false;
    return this.#isBroken() || this.#follows(DEFINITION_START, this.#start);
  }

  /** Whether the expression in hand has a problem: before the token in hand, as that may be the next one's, or an offset. */
  #isBroken(end = this.#start): boolean {
    for (let i = this.#problems.length - 1; i >= this.#problemsBefore; i--) {
      if ((this.#problems[i] as SyntaxProblem).span.start < end) return true;
    }
    return false;
  }

  #unclosed(start: number, close: '}' | ']'): void {
    if (this.#isBroken()) return;
    const span = { start: Math.max(start, this.#previousEnd - 1), end: this.#previousEnd };
    const refusedAt = this.#refusedHere();
    const problem = { code: 'unclosed', span, detail: close, origin: { start, end: start + 1 }, refusedAt } as const;
    this.#add(problem);
    // The generator takes what begins here for the value that is missing.
    const before = this.#text[this.#previousEnd - 1];
    const wantsValue = before === ':' || (close === ']' && (before === '[' || before === ','));
    if (this.#type === '{' && wantsValue) this.#forgotten = problem;
  }

  /** The generator sees a problem, which was met before, at the token in hand. */
  #seenHere(problem: SyntaxProblem): void {
    const index = this.#problems.lastIndexOf(problem);
    if (index >= 0) this.#problems[index] = { ...problem, refusedAt: this.#refusedHere() };
  }

  /**
   * Where the generator sees what it refuses about the token in hand: the end of the text is on its last line, and not
   * behind the line feed that ends it.
   */
  #refusedHere(): number {
    return this.#type === 'end' ? Math.max(0, this.#start - 1) : this.#start;
  }

  /** Skips to the next comma or closing bracket of the group in hand, or to where something new begins. */
  #recover(): void {
    while (!this.#atSync() && this.#type !== ',' && this.#type !== '}' && this.#type !== ']') {
      if (this.#type === '{' || this.#type === '[') this.#skipGroup();
      else this.#next();
    }
  }

  /** Skips to behind the closing bracket, or to where something new begins. */
  #skipGroup(): void {
    let depth = 0;
    do {
      if (this.#type === '{' || this.#type === '[') depth++;
      else if (this.#type === '}' || this.#type === ']') depth--;
      this.#next();
      if (this.#type === 'end' || this.#type === 'doc') return;
      if (this.#type === '{' && this.#atLineStart(this.#start) && this.#follows(DEFINITION_START, this.#start)) return;
    } while (depth > 0);
  }

  #tooDeep(): void {
    if (!this.#toldTooDeep) this.#report('too-deep', this.#here(), '');
    this.#toldTooDeep = true;
    this.#skipGroup();
  }

  #expected(what: string, bracket?: WrongBracket): void {
    // What has been refused already is not refused a second time, nor is what is missing beside it.
    if (this.#type === 'bad' || this.#refusedUpTo >= this.#previousEnd || this.#atSync()) return;
    this.#add({ code: 'expected', span: this.#here(), detail: what, ...(bracket && { bracket }) });
    this.#refusedUpTo = this.#previousEnd;
  }

  /** Whether the text goes on like this, behind the token in hand unless a place is given. */
  #follows(pattern: RegExp, at = this.#end): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.#text);
  }

  /** Asked anew after a step: the compiler believes that a field stays as it was tested before. */
  #is(type: TokenType): boolean {
    return this.#type === type;
  }

  #here(): Span {
    return { start: this.#start, end: this.#end };
  }

  #report(code: SyntaxCode, span: Span, detail: string): void {
    this.#add({ code, span, detail });
  }

  #add(problem: SyntaxProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }

  #atLineStart(offset: number): boolean {
    return offset === 0 || this.#text[offset - 1] === '\n' || this.#text[offset - 1] === '\r';
  }

  // ---- the lexer ----

  #next(): void {
    this.#previousEnd = this.#end;
    this.#string = undefined;
    this.#doc = undefined;
    while (!this.#lex());
  }

  /** Reads a token; says false where it has read something that is refused and stands for nothing. */
  #lex(): boolean {
    const text = this.#text;
    let at = this.#end;
    for (;;) {
      at = afterSpace(text, at);
      if (text.charCodeAt(at) !== HASH) break;
      const end = this.#endOfLine(at);
      const goOn = text.charCodeAt(at + 1) === HASH ? this.#docComment(at, end) : this.#comment(at, end);
      if (goOn === undefined) return true;
      at = goOn;
    }
    this.#start = at;
    if (at >= text.length) {
      this.#set('end', at, text.length);
      return true;
    }
    const character = text[at] as string;
    switch (character) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ':':
      case ',':
        this.#set(character, at, at + 1);
        return true;
      case "'":
      case '"':
        this.#lexString(character);
        return true;
      default:
        return this.#lexWord();
    }
  }

  /** @returns its end */
  #comment(start: number, end: number): number {
    this.#comments.push({ span: { start, end } });
    return end;
  }

  #set(type: TokenType, start: number, end: number): void {
    this.#type = type;
    this.#start = start;
    this.#end = end;
  }

  #endOfLine(from: number): number {
    const text = this.#text;
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    if (!this.#hasReturns) return end;
    let at = from;
    while (at < end && text.charCodeAt(at) !== CARRIAGE_RETURN) at++;
    return at;
  }

  #lexString(quote: string): void {
    const text = this.#text;
    const start = this.#start;
    let at = start + 1;
    if (this.#follows(PLAIN_STRING, start)) {
      const end = PLAIN_STRING.lastIndex;
      const content = { start: at, end: end - 1 };
      this.#string = { kind: 'string', span: { start, end }, content, text: text.slice(at, end - 1) };
      this.#set('string', start, end);
      return;
    }
    let value = '';
    let piece = at;
    let wrong: SyntaxProblem | undefined;
    let closed = false;
    let escapedQuote: number | undefined;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (text[at] === quote) {
        closed = true;
        break;
      }
      if (code === 92) {
        value += text.slice(piece, at);
        const next = text[at + 1];
        if (next !== '\\' && next !== undefined && next !== '\n' && next !== '\r') {
          wrong ??= { code: 'escape', span: { start: at, end: at + 2 }, detail: `\\${next}` };
        }
        piece = at + 1;
        if (next === '\\') at++;
        else if (next === quote && at >= this.#noEscapesUpTo) {
          escapedQuote ??= at + 1;
          at++;
        }
      } else if (code < 32 || code > 126) {
        const whole = String.fromCodePoint(text.codePointAt(at) as number);
        wrong ??= { code: 'funny-character', span: { start: at, end: at + whole.length }, detail: whole };
      }
    }
    if (!closed && escapedQuote !== undefined) {
      // The backslash was no escape but the end of the string. The line is not searched a second time for each of these.
      this.#noEscapesUpTo = at;
      this.#lexString(quote);
      return;
    }
    // A closing quote with a name glued to it is the opening quote of the next string: this one was never closed.
    if (closed && isNameCharacter(text.charCodeAt(at + 1)) && this.#cutBefore(start, at) < at) closed = false;
    if (!closed) {
      const cut = this.#cutBefore(start, at);
      const span = { start, end: cut };
      // The closing quote may be there, of the other kind.
      const isMixed = cut > start + 2 && `'"\``.replace(quote, '').includes(text.charAt(cut - 1));
      if (isMixed) this.#report('double-quotes', span, text.slice(start, cut));
      else this.#report('unclosed-string', span, quote);
      const content = { start: start + 1, end: isMixed ? cut - 1 : cut };
      this.#string = { kind: 'string', span, content, text: text.slice(content.start, content.end) };
      this.#set('string', start, cut);
      this.#refusedUpTo = cut;
      return;
    }
    value += text.slice(piece, at);
    const span = { start, end: at + 1 };
    if (quote === '"') this.#report('double-quotes', span, text.slice(start, at + 1));
    else if (wrong) this.#add(wrong);
    this.#string = { kind: 'string', span, content: { start: start + 1, end: at }, text: value };
    this.#set('string', start, at + 1);
  }

  /** Where an unclosed string most likely should have ended: before the first structural character or space. */
  #cutBefore(start: number, end: number): number {
    let at = start + 1;
    while (at < end && !STRUCTURE_OR_SPACE.test(this.#text[at] as string)) at++;
    return at;
  }

  #lexWord(): boolean {
    const text = this.#text;
    const start = this.#start;
    const behind = this.#behindConflict(start);
    if (behind !== undefined) {
      this.#set('bad', start, behind);
      return false;
    }
    WORD.lastIndex = start;
    let word = WORD.exec(text)?.[0] ?? (text[start] as string);
    // The comments of other languages go to the end of the line too.
    if (word.startsWith('//')) word = text.slice(start, this.#endOfLine(start));
    else if (word.startsWith('/*')) word = text.slice(start, this.#endOfStarComment(start));
    let end = start + word.length;
    if (word === 'true' || word === 'false') {
      this.#set(word, start, end);
      return true;
    }
    const isWord = NAME_LIKE.test(word) && !FOREIGN_VALUE.test(word) && word !== 'True' && word !== 'False';
    // `name'`, the first quote forgotten, is one mistake and not two.
    if (isWord && text[end] === "'" && !isNameCharacter(text.charCodeAt(end + 1))) end++;
    this.#reportStray(start, end, word);
    this.#refusedUpTo = end;
    if (isWord) {
      // A name without its quotes: reported, and read as if it had them.
      this.#string = {
        kind: 'string',
        span: { start, end },
        content: { start, end: start + word.length },
        text: word,
      };
      this.#set('string', start, end);
      return true;
    }
    this.#set(word === 'True' ? 'true' : word === 'False' ? 'false' : 'bad', start, end);
    return this.#type !== 'bad' || this.#open.length === 0 || FOREIGN_VALUE.test(word);
  }

  /** The end of a comment between slashes and stars, if it has one nearby; else of its line. */
  #endOfStarComment(start: number): number {
    const [comment] = STAR_COMMENT.exec(this.#text.slice(start, start + LONGEST_STAR_COMMENT)) ?? [];
    return comment === undefined ? this.#endOfLine(start) : start + comment.length;
  }

  /** Words that follow each other are one mistake: a sentence without its `#`, say. */
  #reportStray(start: number, end: number, word: string): void {
    const last = this.#problems.at(-1);
    if (last?.code === 'stray' && last.span.end === this.#previousEnd) {
      this.#problems[this.#problems.length - 1] = {
        ...last,
        span: { start: last.span.start, end },
        detail: `${last.detail.slice(0, 80)} ${word}`,
      };
    } else this.#report('stray', { start, end }, word);
  }

  /**
   * Skips what a merge that is not finished has put in, if there is such a line at an offset: the line with the mark, and
   * with the mark in the middle all of the other side. So one side is read, and the conflict is one mistake.
   * @returns the end of the line to read on behind, or undefined
   */
  #behindConflict(start: number): number | undefined {
    const text = this.#text;
    if (!this.#atLineStart(start) || !this.#follows(CONFLICT_MARK, start)) return undefined;
    const mark = text[start] as string;
    const end = this.#endOfLine(start);
    if (!this.#inConflict || mark === '<') this.#report('stray', { start, end }, text.slice(start, end));
    const last = mark === '<' || mark === '>' ? -1 : text.indexOf('\n>>>>>>>', end);
    this.#inConflict = mark === '<';
    return last < 0 ? end : this.#endOfLine(last + 1);
  }

  // ---- documentation comments ----

  /**
   * Whether a line inside a documentation comment is text that lacks its `#`: the comment goes on right below it, or below
   * a few more lines like it.
   */
  #lacksHash(start: number, end: number): boolean {
    const text = this.#text;
    let at = start;
    for (let lineEnd = end, count = 0; count < MOST_WITHOUT_HASH; lineEnd = this.#endOfLine(at), count++) {
      const code = text.charCodeAt(at);
      if (code === HASH && count > 0) return true;
      if (Number.isNaN(code) || SCHEMA_CHARACTERS.has(code)) return false;
      at = afterSpace(text, lineEnd);
      if (text.slice(lineEnd + 1, at).includes('\n')) return false;
    }
    return false;
  }

  /** Lines of a documentation comment that lack their `#`, one below the other, are one mistake. */
  #reportHash(start: number, end: number, above: number): void {
    const last = this.#problems.at(-1);
    if (last?.code === 'doc-hash' && last.span.end === above) {
      this.#problems[this.#problems.length - 1] = { ...last, span: { start: last.span.start, end } };
    } else this.#report('doc-hash', { start, end }, '');
  }

  /**
   * `##` at `at`; the line ends at `end`. Reads the documentation comment as the token in hand.
   * @returns where to read on, if it is an ordinary comment after all (and has been reported as it should not look so)
   */
  #docComment(at: number, end: number): number | undefined {
    const text = this.#text;
    const opening = text.slice(at, end);
    if (!DOC_FENCE.test(opening) && !this.#hasDocEnd(end)) {
      this.#add({ code: 'doc-junk', span: { start: at + 2, end }, detail: 'start', ...this.#refusedAtPending() });
      return this.#comment(at, end);
    }
    const reported = this.#problems.length;
    const lines: DocLine[] = [];
    if (opening !== '##') {
      const joined = JOINED_LINE.exec(opening);
      this.#report('doc-junk', { start: at + 2, end }, joined ? 'joined' : 'start');
      // The first line of the comment stands here.
      if (joined) {
        const start = end - (joined[1] ?? '').length;
        lines.push({ start, end, text: text.slice(start, end) });
      }
    }
    let next = this.#plainLines(end, lines);
    let last = next;
    let closed = false;
    let seenEnd: Doc['seenEnd'];
    for (;;) {
      next = afterSpace(text, next);
      const lineEnd = this.#endOfLine(next);
      if (text.charCodeAt(next) !== HASH) {
        const behind = this.#behindConflict(next);
        if (behind !== undefined) {
          next = behind;
          continue;
        }
        if (!this.#lacksHash(next, lineEnd)) break;
        this.#reportHash(next, lineEnd, last);
        lines.push({ start: next, end: lineEnd, text: text.slice(next, lineEnd), lacks: 'hash' });
        last = lineEnd;
        next = lineEnd;
        continue;
      }
      if (text.charCodeAt(next + 1) === HASH) {
        // With a symbol behind it, it begins the next comment: this one was not closed.
        if (this.#follows(SYMBOL_LINE, lineEnd) && this.#hasFence(lineEnd)) break;
        const isBare = lineEnd === next + 2;
        const resumed = this.#goesOnBehindFence(lineEnd, isBare ? 1 : 0);
        if (resumed !== undefined) {
          const refusedAt = !isBare ? next : lines[0]?.text.startsWith('@') ? at : resumed;
          this.#add({ code: 'doc-junk', span: { start: next, end: lineEnd }, detail: 'inner', refusedAt });
          seenEnd ??= { line: lines.length, offset: next };
          // What stands behind it is text of the comment, which one `#` too many does not make less of.
          const [gap] = isBare ? [] : (INNER_TEXT.exec(text.slice(next, lineEnd)) ?? []);
          if (gap !== undefined) {
            const start = next + gap.length;
            lines.push({ start, end: lineEnd, text: text.slice(start, lineEnd) });
          }
          next = lineEnd;
          continue;
        }
        last = lineEnd;
        if (!isBare) {
          const glued = this.#follows(DEFINITION, next + 2);
          this.#report('doc-junk', { start: next + 2, end: lineEnd }, glued ? 'glued' : 'end');
          if (glued) last = next + 2;
        }
        closed = true;
        break;
      }
      const lacksSpace = next + 1 < lineEnd && text.charCodeAt(next + 1) !== BLANK;
      if (lacksSpace) this.#report('doc-space', { start: next, end: lineEnd }, '');
      const content = lacksSpace ? next + 1 : Math.min(lineEnd, next + 2);
      const line = { start: content, end: lineEnd, text: text.slice(content, lineEnd) };
      lines.push(lacksSpace ? { ...line, lacks: 'space' } : line);
      last = lineEnd;
      next = lineEnd;
    }
    if (this.#open.length > 0 && !this.#standsOutside(last, closed || lines.length > 0)) {
      this.#problems.length = reported;
      this.#report('doc-in-expression', { start: at, end }, '');
      return this.#comment(at, last);
    }
    if (!closed && lines.length === 0 && this.#pending && !EMPTY_LINE.test(text.slice(this.#pending.span.end, at))) {
      const refused = this.#refusedAtPending();
      this.#add({ code: 'doc-junk', span: { start: at, end }, detail: 'surplus', unclosedBefore: next, ...refused });
      return this.#comment(at, end);
    }
    const { symbol, sections } = parseDoc(lines);
    if (!closed) {
      const isNext = text.charCodeAt(next) === HASH;
      if (isNext) seenEnd ??= { line: lines.length, offset: next };
      const seen = isNamed({ symbol, lines }) && isNext ? { refusedAt: at } : { unclosedBefore: next };
      const hash = lines.length === 0 ? this.#singleHashAbove(at) : undefined;
      const isDoubled = lines.length === 0 && isNext && !EMPTY_LINE.test(text.slice(end, next));
      if (hash) this.#add({ code: 'doc-junk', span: hash, detail: 'single', ...seen });
      else if (isDoubled) this.#add({ code: 'doc-junk', span: { start: at, end: at + 2 }, detail: 'doubled', ...seen });
      // The first line is being typed: that it is not whole comes first.
      else if (lines.length !== 1 || !HALF_A_SYMBOL.test(lines[0]?.text ?? ''))
        this.#add({ code: 'doc-unclosed', span: { start: at, end: at + 2 }, detail: '', ...seen });
    }
    this.#doc = { span: { start: at, end: last }, lines, symbol, sections, closed, seenEnd, memory: undefined };
    this.#set('doc', at, last);
    return undefined;
  }

  /**
   * Reads the lines of a documentation comment that nothing is wrong with; the engine is much faster at that than a loop.
   * @param from the end of the line above
   * @returns the end of the last one
   */
  #plainLines(from: number, lines: DocLine[]): number {
    if (this.#hasReturns) return from;
    PLAIN_LINES_END.lastIndex = from;
    const end = PLAIN_LINES_END.test(this.#text) ? PLAIN_LINES_END.lastIndex - 1 : this.#text.length;
    const plain = this.#text.slice(from, end).split('\n');
    let start = from + 1;
    for (let i = 1; i < plain.length; i++) {
      const line = plain[i] as string;
      const hash = line.length > 1 ? 2 : 1;
      const lineEnd = start + line.length;
      lines.push({ start: start + hash, end: lineEnd, text: line.slice(hash) });
      start = lineEnd + 1;
    }
    return end;
  }

  /** Whether a line that begins with `##` and goes on was meant to begin a documentation comment: one with lines and an end. */
  #hasDocEnd(lineEnd: number): boolean {
    const text = this.#text;
    for (let end = lineEnd, count = 0; ; count++) {
      const next = afterSpace(text, end);
      if (text.charCodeAt(next) !== HASH || EMPTY_LINE.test(text.slice(end, next))) return false;
      end = this.#endOfLine(next);
      if (text.charCodeAt(next + 1) === HASH) {
        return count > 0 && text.slice(next, end) === '##' && !this.#follows(SYMBOL_LINE, end);
      }
    }
  }

  /** The `#` above a `##` that was meant to begin the comment which the `##` ends: the name of something stands below it. */
  #singleHashAbove(fence: number): Span | undefined {
    let below = fence;
    for (let index = this.#comments.length - 1; index > 0; index--) {
      const { start, end } = (this.#comments[index] as Comment).span;
      if (!LINE_BREAK.test(this.#text.slice(end, below))) return undefined;
      below = start;
      const above = (this.#comments[index - 1] as Comment).span;
      const isSymbol = SYMBOL.test(this.#text.slice(start, end)) && LINE_BREAK.test(this.#text.slice(above.end, start));
      if (isSymbol) return above.end === above.start + 1 ? above : undefined;
    }
    return undefined;
  }

  /** Whether the lines of comments behind a line have a `##` in them. */
  #hasFence(lineEnd: number): boolean {
    return this.#text.charCodeAt(this.#behindComments(afterSpace(this.#text, lineEnd))) === HASH;
  }

  /** Another comment behind one that wants its definition: for the generator that is the first mistake. */
  #refusedAtPending(): { refusedAt?: number } {
    return this.#pending && isNamed(this.#pending) ? { refusedAt: this.#pending.span.start } : {};
  }

  /**
   * Whether a `##` that closes a documentation comment was not meant to: lines of a comment follow at once, and then another
   * `##` that nothing follows which it could begin.
   * @param atLeast how many lines have to stand between the two
   * @returns where the generator would see it, or undefined
   */
  #goesOnBehindFence(lineEnd: number, atLeast: number): number | undefined {
    const text = this.#text;
    for (let end = lineEnd, count = 0; ; count++) {
      const next = afterSpace(text, end);
      if (text.charCodeAt(next) !== HASH || EMPTY_LINE.test(text.slice(end, next))) return undefined;
      end = this.#endOfLine(next);
      if (text.charCodeAt(next + 1) !== HASH) continue;
      const behind = afterSpace(text, end);
      const isLast = count >= atLeast && text.slice(next, end) === '##' && text.charCodeAt(behind) !== HASH;
      return isLast ? Math.min(behind, text.length - 1) : undefined;
    }
  }

  /** What follows the ordinary comments at a place: an offset. */
  #behindComments(from: number): number {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === HASH && text.charCodeAt(at + 1) !== HASH) at = afterSpace(text, this.#endOfLine(at));
    return at;
  }

  /**
   * Whether a documentation comment that was met inside an expression stands behind it: the expression was not closed.
   * Otherwise the expression goes on behind it.
   * @param whole there is more of the comment than its first line
   */
  #standsOutside(end: number, whole: boolean): boolean {
    const next = afterSpace(this.#text, end);
    const character = this.#text[next];
    if (character === undefined) return true;
    return whole && (character === '#' || (character === '{' && this.#atLineStart(next)));
  }
}

/** Whether a comment names for the generator what it documents: below an empty line nothing does. */
function isNamed({ symbol, lines }: Pick<Doc, 'symbol' | 'lines'>): boolean {
  return symbol !== undefined && lines[0]?.text.startsWith('@') === true;
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

/** Letters, digits, `_` and the `*` of optional members; not the NaN of a place behind the text. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 42
  );
}
