/**
 * A tolerant reader of JSON as people write it in QMP: standard JSON, QEMU's single quotes on top (QEMU's
 * docs/interop/qmp-spec.rst, section "Input/output encoding"), and the `...` with which examples leave things out.
 * It takes any text, never throws, and needs time linear in the length of the text. Every node knows its place.
 */
import type { Span } from '../syntax/text.ts';

export type JsonValue =
  | JsonString
  | JsonNumber
  | JsonBoolean
  | JsonNull
  | JsonArray
  | JsonObject
  | JsonElision
  | JsonBad;

export interface JsonString {
  readonly kind: 'string';
  /** With the quotes. */
  readonly span: Span;
  /** Between the quotes. */
  readonly content: Span;
  /** The escapes decoded. */
  readonly text: string;
  /** Whether the text between the quotes is `text`, letter by letter: no escapes. */
  readonly plain: boolean;
}

/** A number keeps its source text: 64-bit integers do not fit into JavaScript's numbers. */
export interface JsonNumber {
  readonly kind: 'number';
  readonly span: Span;
  readonly text: string;
}

export interface JsonBoolean {
  readonly kind: 'boolean';
  readonly span: Span;
  readonly value: boolean;
}

export interface JsonNull {
  readonly kind: 'null';
  readonly span: Span;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly span: Span;
  /** Elisions are items too. */
  readonly items: readonly JsonValue[];
}

export interface JsonObject {
  readonly kind: 'object';
  readonly span: Span;
  readonly entries: readonly JsonEntry[];
  /** Whether a `...` among the entries says that some were left out. */
  readonly elided: boolean;
}

/** `KEY: VALUE`. The value is missing where the text stops short of it. */
export interface JsonEntry {
  readonly key: JsonString;
  readonly value: JsonValue | undefined;
}

/** `...`, or `... words ...`: something is left out here. */
export interface JsonElision {
  readonly kind: 'elision';
  readonly span: Span;
}

/** A word that is no value. It is among the problems. */
export interface JsonBad {
  readonly kind: 'bad';
  readonly span: Span;
}

export interface JsonProblem {
  readonly code: JsonCode;
  readonly span: Span;
  /** The text it is about, or what was expected: of what is never closed all that is missing at its end, as in `]}`. */
  readonly detail: string;
  /** Where what is never closed breaks off: an offset. */
  readonly end?: number;
}

export type JsonCode =
  | 'unclosed-string'
  | 'escape'
  | 'control-character'
  /** U+FFFD in a string: there was something that is no UTF-8. One of a message is enough. */
  | 'encoding'
  | 'unquoted'
  /** Quotes before a string, or behind it, that are too many. */
  | 'doubled-quote'
  /** A letter before a string, as Python has it: `u'...'`. */
  | 'string-prefix'
  /** A string between the quotes of books: what stands between them. */
  | 'book-quotes'
  | 'stray'
  | 'number'
  | 'expected'
  | 'comma'
  | 'unclosed'
  | 'too-deep'
  /** A message that is not read because of its length: the most characters that it may have. */
  | 'too-long';

/** A piece of a file's text and where it begins in the file. A line of a documentation comment is one. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

/**
 * Reads all the values that stand side by side in a text.
 * @param pieces the text, in pieces; between two pieces there is a line end. Only as many are asked for as are needed.
 */
export function readJson(pieces: Iterable<Piece>): { values: readonly JsonValue[]; problems: readonly JsonProblem[] } {
  const reader = new Reader(pieces);
  return { values: reader.values(), problems: reader.problems };
}

/** Reads the first value of a text and looks no further. Undefined where the text begins with something else. */
export function readJsonValue(pieces: Iterable<Piece>): {
  value: JsonValue | undefined;
  problems: readonly JsonProblem[];
} {
  const reader = new Reader(pieces);
  return { value: reader.first(), problems: reader.problems };
}

/** The entry of an object with the given key, or undefined. Of equal keys the first. */
export function jsonEntryOf(object: JsonObject, key: string): JsonEntry | undefined {
  const { entries } = object;
  for (let i = 0; i < entries.length; i++) if (entries[i]?.key.text === key) return entries[i];
  return undefined;
}

/**
 * Real messages nest some ten deep, and one level more for each backing file of an image: chains of two hundred are known. QEMU
 * refuses above 1024; walks of that many levels have no room on the stack.
 */
const MAX_DEPTH = 300;

type TokenType = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'word' | 'bad' | 'elision' | 'end';

const WORD = /[^[\]{}:,\s'"]+/y;
const LITERAL = /^(?:true|false|null)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_LIKE = /^[+-]?\.?\d/;
/** QEMU's documentation writes `...` or `... words ...`; old schemas `{...more...}`. */
export const ELISION = /\.{3,}(?:[^[\]{}:,'"\r\n.]*\.{3,})?/y;
const STRUCTURE_OR_SPACE = /[[\]{}:,\s]/;
/** What other languages write between a key and its value. */
const COLON_MEANT = /^(?:=>?|;)$/;
/** What Python may put before a string. */
const STRING_PREFIX = /^[bru]$/i;
/** A string between quotes that go up and down, as word processors and web pages write them. */
const BOOK_QUOTED =
  /[\u201C-\u201E][^\u201C-\u201E"\\\p{Cc}]*[\u201C\u201D]|[\u2018-\u201A][^\u2018-\u201A'"\\\p{Cc}]*[\u2018\u2019]/uy;
const NAME_CHARACTER = /[A-Za-z0-9_]/;
/** What makes a string more than the text between its quotes, or ends it before the quote. */
const SPECIAL = /[\\\p{Cc}\uFFFD]/u;
/** What stands behind a string at the end of a line rather than in it. */
const CLOSER = /[\s,\]}]/;

/**
 * Quotes before the one that begins a string, and behind the one that ends it where no other string begins. No more than an editor
 * puts at once: a long run of quotes would be looked through again from each of them.
 */
const SURPLUS: Readonly<Record<string, { readonly before: RegExp; readonly behind: RegExp }>> = {
  '"': { before: /"{1,2}(?="[A-Za-z0-9_][^"\\\r\n]*"(?![A-Za-z0-9_]))/y, behind: /"{1,2}(?=[ \t]*(?:[:,\]}\r\n]|$))/y },
  "'": { before: /'{1,2}(?='[A-Za-z0-9_][^'\\\r\n]*'(?![A-Za-z0-9_]))/y, behind: /'{1,2}(?=[ \t]*(?:[:,\]}\r\n]|$))/y },
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  readonly problems: JsonProblem[] = [];

  // The piece in hand, and how far it is read.
  readonly #pieces: Iterator<Piece>;
  #text = '';
  #base = 0;
  #at = 0;

  // The token in hand. Offsets are those of the file.
  #type: TokenType = 'end';
  #start = 0;
  #end = 0;
  #word = '';
  #string: JsonString | undefined;
  /** The end of the token before. */
  #previousEnd = 0;

  #depth = 0;
  /** How deep the text is read no further: 0 where the outermost value is all that is wanted, as soon as it has begun. */
  #endsAt = -1;
  #openObjects = 0;
  #openArrays = 0;
  /** A mistake was reported and what follows it may be its consequence: nothing more is said until things fit again. */
  #confused = false;
  #tooDeepReported = false;

  constructor(pieces: Iterable<Piece>) {
    this.#pieces = pieces[Symbol.iterator]();
    const first = this.#pieces.next();
    if (!first.done) this.#take(first.value);
  }

  first(): JsonValue | undefined {
    this.#next();
    this.#endsAt = 0;
    return this.#startsValue() && this.#type !== 'bad' ? this.#value() : undefined;
  }

  values(): JsonValue[] {
    const values: JsonValue[] = [];
    let prose: Span | undefined;
    this.#next();
    while (this.#type !== 'end') {
      this.#confused = false;
      if (this.#startsValue() && this.#type !== 'bad') {
        prose = undefined;
        values.push(this.#value());
        continue;
      }
      // A word between the values begins prose: the line is not read any further, there may be apostrophes in it.
      if (this.#type === 'bad') this.#skipLine();
      if (prose) this.problems.pop();
      prose = { start: prose?.start ?? this.#start, end: this.#end };
      this.problems.push({ code: 'stray', span: prose, detail: '' });
      this.#next();
    }
    return values;
  }

  #value(): JsonValue {
    switch (this.#type) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case 'string': {
        const value = this.#string as JsonString;
        this.#next();
        return value;
      }
      default:
        return this.#plainValue();
    }
  }

  /** A value that is one token, and no string. */
  #plainValue(): JsonValue {
    const span = this.#here();
    const word = this.#word;
    switch (this.#type) {
      case 'number':
        this.#next();
        return { kind: 'number', span, text: word };
      case 'word':
        this.#next();
        return word === 'null' ? { kind: 'null', span } : { kind: 'boolean', span, value: word === 'true' };
      case 'elision':
        this.#next();
        return { kind: 'elision', span };
      default:
        this.#report('stray', span, word);
        this.#next();
        return { kind: 'bad', span };
    }
  }

  #object(): JsonObject {
    const start = this.#start;
    const entries: JsonEntry[] = [];
    let elided = false;
    if (this.#depth >= MAX_DEPTH) return { kind: 'object', span: this.#tooDeep(), entries, elided: true };
    this.#depth++;
    this.#openObjects++;
    this.#next();
    let needsComma = false;
    while (this.#type !== '}') {
      if (this.#type === 'end') {
        this.#unclosed(start, '}');
        break;
      }
      if (this.#type === ',') {
        needsComma = this.#comma(needsComma, '}');
        continue;
      }
      if (this.#type === ']') {
        // Where an array is open outside it is that one's bracket, and this object was not closed; else it is a slip.
        this.#expected("'}'");
        if (this.#openArrays > 0) break;
        this.#next();
        continue;
      }
      if (this.#type === 'elision') {
        elided = true;
        this.#next();
        needsComma = false;
        if (this.#is(',')) this.#next();
        continue;
      }
      if (needsComma) this.#missingComma();
      const key = this.#key();
      if (key) entries.push({ key, value: this.#entryValue() });
      else this.#recover();
      needsComma = true;
    }
    this.#openObjects--;
    return { kind: 'object', span: this.#close(start, '}'), entries, elided };
  }

  /** The key of an entry, taken. A bare word is taken for one without its quotes. */
  #key(): JsonString | undefined {
    let key = this.#string;
    if (this.#type === 'word' || (this.#type === 'bad' && NAME_CHARACTER.test(this.#word))) {
      const span = this.#here();
      this.#report('unquoted', span, this.#word);
      key = { kind: 'string', span, content: span, text: this.#word, plain: true };
    }
    if (key) this.#next();
    else this.#expected('a name');
    return key;
  }

  #entryValue(): JsonValue | undefined {
    if (this.#type === ':') {
      this.#next();
    } else {
      this.#expected("':'");
      if (this.#is('bad') && COLON_MEANT.test(this.#word)) this.#next();
      if (!this.#startsValue()) {
        this.#recover();
        return undefined;
      }
    }
    if (this.#startsValue()) return this.#value();
    if (this.#type !== 'end') this.#expected('a value');
    this.#recover();
    return undefined;
  }

  #array(): JsonArray {
    const start = this.#start;
    const items: JsonValue[] = [];
    if (this.#depth >= MAX_DEPTH) return { kind: 'array', span: this.#tooDeep(), items };
    this.#depth++;
    this.#openArrays++;
    this.#next();
    let needsComma = false;
    while (this.#type !== ']') {
      if (this.#type === 'end') {
        this.#unclosed(start, ']');
        break;
      }
      if (this.#type === ',') {
        needsComma = this.#comma(needsComma, ']');
        continue;
      }
      if (this.#type === '}') {
        this.#expected("']'");
        if (this.#openObjects > 0) break;
        this.#next();
        continue;
      }
      if (this.#startsValue()) {
        const elision = this.#is('elision');
        if (needsComma && !elision) this.#missingComma();
        items.push(this.#value());
        needsComma = !elision;
        if (elision && this.#is(',')) this.#next();
      } else {
        this.#expected("',' or ']'");
        this.#recover();
        needsComma = true;
      }
    }
    this.#openArrays--;
    return { kind: 'array', span: this.#close(start, ']'), items };
  }

  /** A comma, taken: fine behind an element with another one to come. Says whether a comma is needed next: it is not. */
  #comma(fits: boolean, close: '}' | ']'): false {
    const span = this.#here();
    this.#confused = false;
    this.#next();
    if (!fits) this.#report('comma', span, 'doubled');
    else if (this.#type === close) this.#report('comma', span, 'trailing');
    return false;
  }

  #missingComma(): void {
    if (!this.#confused) this.#report('comma', { start: this.#previousEnd, end: this.#previousEnd }, 'missing');
  }

  /** Leaves a group at its closing bracket, or where it breaks off. */
  #close(start: number, bracket: '}' | ']'): Span {
    this.#depth--;
    if (this.#type === bracket) this.#next();
    return { start, end: Math.max(this.#previousEnd, start + 1) };
  }

  #unclosed(start: number, bracket: string): void {
    const inner = this.problems.at(-1);
    const end = this.#previousEnd;
    if (!this.#confused) {
      this.problems.push({ code: 'unclosed', span: { start, end: start + 1 }, detail: bracket, end });
    } else if (inner?.code === 'unclosed' && inner.end === end) {
      // What stands around it breaks off as well, and that is the same mistake.
      this.problems[this.problems.length - 1] = { ...inner, detail: inner.detail + bracket };
    }
    this.#confused = true;
  }

  /** Skips to the next comma or closing bracket of the group in hand. */
  #recover(): void {
    while (this.#type !== 'end' && this.#type !== ',' && this.#type !== '}' && this.#type !== ']') {
      if (this.#type === '{' || this.#type === '[') this.#skipGroup();
      else this.#next();
    }
  }

  #skipGroup(): void {
    let depth = 0;
    do {
      if (this.#type === '{' || this.#type === '[') depth++;
      else if (this.#type === '}' || this.#type === ']') depth--;
      this.#next();
    } while (depth > 0 && !this.#is('end'));
  }

  #tooDeep(): Span {
    const start = this.#start;
    if (!this.#tooDeepReported) this.#report('too-deep', this.#here(), '');
    this.#tooDeepReported = true;
    this.#skipGroup();
    return { start, end: this.#previousEnd };
  }

  #startsValue(): boolean {
    switch (this.#type) {
      case '{':
      case '[':
      case 'string':
      case 'number':
      case 'word':
      case 'bad':
      case 'elision':
        return true;
      default:
        return false;
    }
  }

  #expected(what: string): void {
    if (!this.#confused) this.#report('expected', this.#here(), what);
    this.#confused = true;
  }

  #report(code: JsonCode, span: Span, detail: string): void {
    this.problems.push({ code, span, detail });
  }

  /** Asked anew after a step: the compiler believes that a field stays as it was tested before. */
  #is(type: TokenType): boolean {
    return this.#type === type;
  }

  #here(): Span {
    return { start: this.#start, end: this.#end };
  }

  // ---- the lexer ----

  #next(): void {
    this.#previousEnd = this.#end;
    this.#string = undefined;
    this.#word = '';
    if (this.#depth === this.#endsAt) {
      this.#type = 'end';
      return;
    }
    let text = this.#text;
    let at = afterSpace(text, this.#at);
    while (at === text.length) {
      const piece = this.#pieces.next();
      if (piece.done) {
        this.#set('end', at, at);
        return;
      }
      this.#take(piece.value);
      text = this.#text;
      at = afterSpace(text, 0);
    }
    this.#at = at;
    const character = text[at] as string;
    switch (character) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ':':
      case ',':
        this.#set(character, at, at + 1);
        return;
      case '"':
      case "'":
        this.#lexString(character);
        return;
      case '.':
        ELISION.lastIndex = at;
        if (ELISION.test(text)) {
          this.#set('elision', at, ELISION.lastIndex);
          return;
        }
    }
    this.#lexWord();
  }

  #take(piece: Piece): void {
    this.#text = piece.text;
    this.#base = piece.start;
    this.#at = 0;
  }

  /** Makes a token of a stretch of the piece in hand. */
  #set(type: TokenType, start: number, end: number): void {
    this.#type = type;
    this.#start = this.#base + start;
    this.#end = this.#base + end;
    this.#at = end;
  }

  #skipLine(): void {
    const text = this.#text;
    let at = this.#at;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    this.#at = at;
    this.#end = this.#base + at;
  }

  #lexWord(): void {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? (this.#text[this.#at] as string);
    this.#word = word;
    let type: TokenType = 'bad';
    if (LITERAL.test(word)) type = 'word';
    else if (NUMBER_LIKE.test(word)) type = 'number';
    else if (this.#lexBookQuoted() || this.#passPrefix(word) || this.#lexHalfQuoted(word)) return;
    this.#set(type, this.#at, this.#at + word.length);
    if (type === 'number' && !NUMBER.test(word)) this.#report('number', this.#here(), word);
  }

  #lexBookQuoted(): boolean {
    const start = this.#at;
    BOOK_QUOTED.lastIndex = start;
    if (!BOOK_QUOTED.test(this.#text)) return false;
    const end = BOOK_QUOTED.lastIndex;
    const text = this.#text.slice(start + 1, end - 1);
    this.#set('string', start, end);
    this.#report('book-quotes', this.#here(), text);
    this.#string = { kind: 'string', span: this.#here(), content: this.#span(start + 1, end - 1), text, plain: true };
    return true;
  }

  /** Reads the string behind a letter that does not belong there. @returns whether there is one */
  #passPrefix(letter: string): boolean {
    const end = this.#at + letter.length;
    const quote = this.#text[end];
    if (!STRING_PREFIX.test(letter) || (quote !== '"' && quote !== "'") || !isNameAt(this.#text, end + 1)) return false;
    this.#report('string-prefix', this.#span(this.#at, end), letter);
    this.#at = end;
    this.#lexString(quote);
    return true;
  }

  /** A word with a quote behind it: the one before it was forgotten. Taken for the string that it should be. */
  #lexHalfQuoted(word: string): boolean {
    const start = this.#at;
    const end = start + word.length;
    if (!isClosingQuote(this.#text, end)) return false;
    this.#set('string', start, end + 1);
    this.#report('unquoted', this.#here(), word);
    this.#string = { kind: 'string', span: this.#here(), content: this.#span(start, end), text: word, plain: true };
    return true;
  }

  #lexString(quote: string): void {
    const text = this.#text;
    const start = this.#at;
    if (text[start + 1] === quote && this.#passSurplus(SURPLUS[quote]?.before, start)) {
      this.#lexString(quote);
      return;
    }
    const close = text.indexOf(quote, start + 1);
    if (close >= 0 && !isNameAt(text, close + 1)) {
      const value = text.slice(start + 1, close);
      if (!SPECIAL.test(value)) {
        this.#set('string', start, close + 1);
        const content = this.#span(start + 1, close);
        this.#string = { kind: 'string', span: this.#here(), content, text: value, plain: true };
        if (text[close + 1] === quote) this.#passSurplus(SURPLUS[quote]?.behind, close + 1);
        return;
      }
    }
    this.#lexOddString(quote);
  }

  /** Reads on behind quotes that are too many. @returns whether there are such */
  #passSurplus(pattern: RegExp | undefined, start: number): boolean {
    if (!pattern) return false;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    this.#report('doubled-quote', this.#span(start, this.#at), this.#text.slice(start, this.#at));
    return true;
  }

  /** A string with escapes or with a mistake. */
  #lexOddString(quote: string): void {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let value = '';
    let from = at;
    let wrong: JsonProblem | undefined;
    let closed = false;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (text[at] === quote) {
        closed = true;
        break;
      }
      if (code === 92) {
        const [decoded, length] = escapeAt(text, at);
        if (decoded === undefined) {
          wrong ??= { code: 'escape', span: this.#span(at, at + length), detail: text.slice(at, at + length) };
        }
        value += text.slice(from, at) + (decoded ?? text.slice(at, at + length));
        from = at + length;
        at = from - 1;
      } else if (code < 32) {
        wrong ??= { code: 'control-character', span: this.#span(at, at + 1), detail: text.slice(at, at + 1) };
      } else if (code === 0xfffd && !this.problems.some((problem) => problem.code === 'encoding')) {
        wrong ??= { code: 'encoding', span: this.#span(at, at + 1), detail: '' };
      }
    }
    const cut = endOfString(text, start, at, closed);
    if (cut <= at) {
      const content = this.#span(start + 1, cut);
      const raw = text.slice(start + 1, cut);
      this.#set('string', start, cut);
      if (!this.#confused) this.#report('unclosed-string', this.#here(), quote);
      this.#confused = true;
      this.#string = { kind: 'string', span: this.#here(), content, text: raw, plain: true };
      return;
    }
    if (wrong) this.problems.push(wrong);
    this.#set('string', start, at + 1);
    const plain = from === start + 1;
    value = plain ? text.slice(from, at) : value + text.slice(from, at);
    this.#string = { kind: 'string', span: this.#here(), content: this.#span(start + 1, at), text: value, plain };
  }

  #span(start: number, end: number): Span {
    return { start: this.#base + start, end: this.#base + end };
  }
}

/** Where white space that may be at some place of a text ends. That of QAPI schemas, which is Python's, is more (`syntax/space.ts`). */
function afterSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at++;
  return at;
}

/** What the escape at a backslash stands for, undefined where it is none, and how long it is. */
function escapeAt(text: string, at: number): [decoded: string | undefined, length: number] {
  const letter = text[at + 1];
  if (letter === undefined || letter === '\n' || letter === '\r') return [undefined, 1];
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    return /^[0-9a-fA-F]{4}$/.test(digits) ? unicodeEscapeAt(text, at) : [undefined, 2];
  }
  return [Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined, 2];
}

/** The same for an escape with four digits: two of them stand for a character beyond U+FFFF. QEMU takes nothing that is no character. */
function unicodeEscapeAt(text: string, at: number): [decoded: string | undefined, length: number] {
  const pair = /^\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}$/.test(text.slice(at, at + 12));
  const length = pair ? 12 : 6;
  const units = Array.from({ length: length / 6 }, (_, i) =>
    Number.parseInt(text.slice(at + 6 * i + 2, at + 6 * i + 6), 16),
  );
  const decoded = String.fromCharCode(...units);
  return [/[\p{Surrogate}\p{Noncharacter_Code_Point}]/u.test(decoded) ? undefined : decoded, length];
}

/**
 * Where a string ends for which a quote was found, or none to the end of its line.
 * @param start index of the opening quote
 * @param at index of the next such quote that is not escaped, or of the end of the line
 * @returns index behind the closing quote; of a string that was never closed, where it should have been: at most `at`
 */
export function endOfString(text: string, start: number, at: number, closed: boolean): number {
  if (!closed) return beforeClosers(text, start + 1, at);
  // A closing quote with a name glued to it is the opening quote of the next string: this one was never closed.
  const cut = isNameAt(text, at + 1) ? beforeStructure(text, start + 1, at) : at;
  return cut < at ? cut : at + 1;
}

/** Whether a quote stands there, with no name behind it that it could open. */
function isClosingQuote(text: string, at: number): boolean {
  const quote = text[at];
  return (quote === '"' || quote === "'") && !isNameAt(text, at + 1);
}

/** Whether a character that names are made of stands at an index. */
function isNameAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 95;
}

/** Whether a quote closes a word whose opening quote was forgotten. */
export function closesBareWord(text: string, at: number): boolean {
  if (!isClosingQuote(text, at)) return false;
  let start = at;
  while (start > 0 && !STRUCTURE_OR_SPACE.test(text[start - 1] as string) && !/["']/.test(text[start - 1] as string)) {
    start--;
  }
  const word = text.slice(start, at);
  return word !== '' && !LITERAL.test(word) && !NUMBER_LIKE.test(word);
}

/** Where an unclosed string that runs into the next one most likely should have ended. */
function beforeStructure(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !STRUCTURE_OR_SPACE.test(text[at] as string)) at++;
  return at;
}

/** Where an unclosed string that runs to the end of its line most likely should have ended. */
function beforeClosers(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && CLOSER.test(text[at - 1] as string)) at--;
  return at;
}
