/**
 * Finds the messages in a text: where each begins and how far it goes. What stands in them is for the reader of JSON
 * (`json.ts`); the scan only counts brackets, outside of strings. It is fed with lines or with any pieces of text, remembers
 * no more than the message in hand, and needs time linear in the length of the text.
 *
 * A message may go on over several lines. One that is never closed ends where a line begins the next one: so whatever is
 * broken spoils at most the message that it stands in.
 */
import type { Span } from '../syntax/text.ts';
import { closesBareWord, ELISION, endOfString, type JsonProblem, type Piece } from './json.ts';
import type { Arrow, Side } from './message.ts';

/** Text outside of messages: a comment or an elision; words; or what looks like a piece of JSON. */
export type OtherText = 'comment' | 'words' | 'json';

/** Told what is found, in the order of the text. */
export interface Finder {
  /**
   * A message.
   * @param pieces its text behind the arrow; none where nothing stands there
   * @param arrow undefined where it has none
   * @param side what the last arrow of its line says, for messages that have none of their own
   */
  message(pieces: readonly Piece[], arrow: Arrow | undefined, side: Side | undefined): void;
  /** Text that is no message, to the end of its line. `behind`: a message stands in front of it, on the same line. */
  other(span: Span, what: OtherText, behind: boolean): void;
  /** What is wrong between messages: the commas of a list, a message without end. */
  problem(problem: JsonProblem): void;
}

/** What a line is looked at for to see whether a message begins on it, in UTF-16 code units. */
const HEAD = 256;

/** The longest message, in UTF-16 code units. What programs say to each other has some kilobytes. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024;

/** `->` or `<-`. The other arrows mean other things, too. */
const ARROW = /^(?:->|<-|(?:=>|<=|C:|S:)(?=\s*(?:[{[]|\.{3}|$)))/;
const COMMENT = /^(?:#|\/\/)/;
const ELIDED = /^\.{3}/;

const BRACE = 123;
const SPACE = /[\t-\r ]*/y;
/**
 * With the byte 0xFF, which is no UTF-8. The guest agent and its clients put it before messages, to begin anew
 * (guest-sync-delimited).
 */
const SPACE_BETWEEN = /[\t-\r \uFFFD]*/y;

/** What a message or an arrow may begin with, or a comment, or what was left over from a message. */
const STRIKING: ReadonlySet<string> = new Set('-<=CS{[]}"\',:.#/');

/** A line that can be nothing but the beginning of a message. */
const SURE_MESSAGE =
  /^\{\s*(?:["']id["']\s*:\s*(?:"[^"\\]*"|'[^'\\]*'|-?[\d.]+)\s*,\s*)?["'](?:execute|exec-oob|return|error|event|timestamp|QMP)["']\s*:/;
/** How a message among prose may begin: with one of its keys, or with a brace alone. */
const LIKELY_MESSAGE =
  /^\{\s*(?:["'](?:execute|exec-oob|arguments|id|return|error|event|data|timestamp|QMP)["']\s*:|$)/;

/** How a line that goes on with a message among prose may begin although it is not indented; prose may not. */
const GOES_ON = /[[\]{}"',.]/;
/** What a line ends with if the next one has to go on. */
const UNFINISHED = /[[{,:]/;
const JSON_START = /^(?:["'\]},:\d]|-\d|(?:true|false|null)\b)/;
/** A value without quotes or brackets. */
const SCALAR = /^(?:-?\d|true\b|false\b|null\b)[^\s,:[\]{}"']*/;

/** A line that is one of them, or a key in an array: no message, but no words either. */
const OTHER_VALUE = /^(?:(?:-?\d|true\b|false\b|null\b)[^\s,:[\]{}"']*\s*$|\[\s*(?:"[^"\\]*"|'[^'\\]*')\s*:)/;

/** An array whose items are messages. */
interface List {
  readonly start: number;
  /** What stands in front. Behind an elision, and behind an item without end, there may be a comma or none. */
  before: 'nothing' | 'item' | 'elision' | 'comma';
  lastComma: Span;
}

type Mode =
  /** Between messages: at the beginning of a line, behind a message, in a list. */
  | 'between'
  /** Behind an arrow: the value may come, on this line or on the next. */
  | 'arrow'
  | 'value'
  /** In a message that has become too long. */
  | 'lost'
  /** What is left of the line is no message. */
  | 'other';

/** Scans one text, piece by piece. */
export class Scanner {
  readonly #finder: Finder;
  readonly #longest: number;
  /** Whether prose stands between the messages: then those without an arrow must be known by their keys. */
  #amongProse: boolean;

  // The line in hand, or what is left of it: where that begins in the text and in its line, and how far it is read.
  #line = '';
  #base = 0;
  #column = 0;
  #at = 0;
  /** Whether the line is all there. */
  #whole = false;
  #lineBegins = true;

  #mode: Mode = 'between';
  /** The side of the last arrow of the line. */
  #side: Side | undefined;
  #isBehind = false;
  #list: List | undefined;

  // The message in hand: its lines so far, and where it begins in the one in hand.
  #pieces: Piece[] = [];
  #from = 0;
  #arrow: Arrow | undefined;
  #start = 0;
  #startColumn = 0;
  readonly #open: ('{' | '[')[] = [];
  #openObjects = 0;
  /** How far a string in hand was looked through without finding its end; 0 if there is none. */
  #searched = 0;
  /** The last character of the lines so far. */
  #last = '';
  #end = 0;

  // The text that is no message.
  #otherStart = 0;
  #other: OtherText | undefined;
  /** The column at which pieces of JSON without an opening bracket begin: what stands further in belongs to them. */
  #strayColumn = Number.POSITIVE_INFINITY;

  /**
   * @param finder told what is found
   * @param options amongProse: whether prose stands between the messages; else that is so as soon as one has an arrow
   */
  constructor(finder: Finder, options: { readonly amongProse: boolean; readonly longest?: number }) {
    this.#finder = finder;
    this.#amongProse = options.amongProse;
    this.#longest = options.longest ?? LONGEST_MESSAGE;
  }

  /** Whether prose stands between the messages, as far as it is known. */
  get amongProse(): boolean {
    return this.#amongProse;
  }

  /** Whether no message is in hand, nor an arrow. */
  get isBetween(): boolean {
    return this.#mode === 'between';
  }

  /** Where what is in hand begins: all that is told from now on lies behind it, or at the end of the last message. */
  get settled(): number {
    switch (this.#mode) {
      case 'value':
        return this.#arrow?.span.start ?? this.#start;
      case 'arrow':
        return this.#arrow?.span.start ?? this.#base;
      case 'other':
        return this.#otherStart;
      default:
        return this.#base + this.#at;
    }
  }

  /** How much of the text is held, in UTF-16 code units: the message in hand, and the line in hand. */
  get held(): number {
    return this.#pieces.reduce((sum, { text }) => sum + text.length, this.#line.length);
  }

  /** Goes on with a whole line. */
  line({ start, text }: Piece): void {
    this.#line = text;
    this.#base = start;
    this.#column = 0;
    this.#at = 0;
    this.#endLine();
  }

  /** Goes on with any piece of text, lines and parts of them; the first piece begins at offset 0. */
  text(text: string): void {
    let from = 0;
    if (this.#base === 0 && this.#line === '' && text.startsWith('\uFEFF')) {
      from = 1;
      this.#base = 1;
    }
    let feed = text.indexOf('\n', from);
    let carriage = text.indexOf('\r', from);
    for (;;) {
      if (feed >= 0 && feed < from) feed = text.indexOf('\n', from);
      if (carriage >= 0 && carriage < from) carriage = text.indexOf('\r', from);
      // CRLF ends a line, and one more that is empty.
      const end = feed < 0 || (carriage >= 0 && carriage < feed) ? carriage : feed;
      if (end < 0) break;
      this.#append(text.slice(from, end));
      const next = this.#base + this.#line.length + 1;
      this.#endLine();
      this.#line = '';
      this.#base = next;
      this.#column = 0;
      this.#at = 0;
      from = end + 1;
    }
    if (from === text.length) return;
    this.#append(text.slice(from));
    this.#whole = false;
    this.#read();
  }

  /** The text ends here. */
  end(): void {
    if (this.#line !== '') this.#endLine();
    this.#finish();
    if (this.#list) this.#unclosedList(this.#list);
  }

  /** More of the line in hand, of which only what is still needed is kept. */
  #append(text: string): void {
    if (this.#line === '') {
      this.#line = text;
      return;
    }
    const keep = this.#mode === 'value' && !this.#lineBegins ? this.#from : this.#at;
    this.#line = this.#line.slice(keep) + text;
    this.#base += keep;
    this.#column += keep;
    this.#at -= keep;
    this.#from -= keep;
    if (this.#searched > 0) this.#searched -= keep;
  }

  /** Reads the rest of the line, which is all there now, and leaves it. */
  #endLine(): void {
    this.#whole = true;
    this.#read();
    if (this.#mode === 'value' && !this.#lineBegins) {
      this.#keepLine();
    } else if (this.#mode === 'other' && this.#other) {
      // To `trimEnd` a byte order mark is white space, and here it is text.
      const end = Math.max(this.#otherStart + 1, this.#base + this.#line.trimEnd().length);
      const span = { start: this.#otherStart, end };
      if (this.#other === 'json' && this.#strayColumn === Number.POSITIVE_INFINITY && !this.#isBehind) {
        this.#strayColumn = this.#column + this.#otherStart - this.#base;
      }
      this.#finder.other(span, this.#other, this.#isBehind);
    }
    if (this.#mode === 'other') this.#mode = 'between';
    this.#lineBegins = true;
    this.#isBehind = false;
    if (this.#mode !== 'value' && this.#mode !== 'arrow') this.#side = undefined;
  }

  #keepLine(): void {
    const text = this.#line.slice(this.#from);
    this.#pieces.push({ start: this.#base + this.#from, text });
    const written = text.trimEnd();
    if (written !== '') this.#last = written[written.length - 1] as string;
    this.#end = this.#base + this.#from + written.length;
    this.#searched = 0;
    if (this.#isTooLong(this.#line.length)) this.#lose();
  }

  /** Reads on as far as the text in hand allows. */
  #read(): void {
    while (this.#at < this.#line.length) {
      const going = this.#lineBegins ? this.#beginLine() : this.#goOn();
      if (!going) return;
    }
  }

  /** Goes on in the middle of a line. Says whether that was possible with the text in hand. */
  #goOn(): boolean {
    switch (this.#mode) {
      case 'value':
        return this.#value();
      case 'between':
        return this.#skipSpace() && (this.#list ? this.#inList(this.#list) : this.#between());
      case 'arrow':
        return this.#skipSpace() && this.#afterArrow();
      case 'lost':
      case 'other':
        this.#at = this.#line.length;
        return false;
    }
  }

  /** Moves to what is written next on the line; says whether there is something. */
  #skipSpace(): boolean {
    const line = this.#line;
    // Messages of programs have none.
    if (line.charCodeAt(this.#at) === BRACE) return true;
    const space = this.#mode === 'value' ? SPACE : SPACE_BETWEEN;
    space.lastIndex = this.#at;
    space.test(line);
    this.#at = space.lastIndex;
    return this.#at < line.length;
  }

  /** The text from here on that decides what begins here; undefined as long as there is too little of it. */
  #head(): string | undefined {
    if (!this.#whole && this.#line.length - this.#at < HEAD) return undefined;
    return this.#line.slice(this.#at, this.#at + HEAD);
  }

  /** Looks at how a line begins. */
  #beginLine(): boolean {
    // A blank line is nothing, in a message or between two.
    if (!this.#skipSpace()) return false;
    if (this.#mode === 'between' && !this.#list) {
      this.#lineBegins = false;
      return true;
    }
    const head = this.#head();
    if (head === undefined) return false;
    const column = this.#column + this.#at;
    this.#lineBegins = false;
    switch (this.#mode) {
      case 'value':
        if (arrowLength(head) > 0 || this.#isNextMessage(head, column)) {
          this.#finishBefore();
        } else if (COMMENT.test(head)) {
          // A comment among the lines of a message is no part of it.
          this.#at = this.#line.length;
          this.#lineBegins = true;
        } else {
          this.#from = this.#at;
        }
        return true;
      case 'arrow':
        if (arrowLength(head) > 0 || !beginsValue(head) || this.#isProse(head, column)) this.#finishBefore();
        return true;
      case 'lost':
        if (arrowLength(head) > 0 || (column <= this.#startColumn && SURE_MESSAGE.test(head))) this.#mode = 'between';
        return true;
      default:
        if (this.#list && arrowLength(head) > 0) this.#unclosedList(this.#list);
        return true;
    }
  }

  /** Whether a line that begins like this is not part of the message in hand, which was never closed. */
  #isNextMessage(head: string, column: number): boolean {
    if (column > this.#startColumn) return false;
    if (head.startsWith('{')) return SURE_MESSAGE.test(head) || !UNFINISHED.test(this.#last);
    return this.#isProse(head, column);
  }

  #isProse(head: string, column: number): boolean {
    return this.#amongProse && column <= this.#startColumn && !GOES_ON.test(head[0] as string);
  }

  /** What stands between messages, outside of a list. */
  #between(): boolean {
    const character = this.#line[this.#at] as string;
    if (this.#isBehind && character === '{') {
      this.#beginValue(undefined);
      return true;
    }
    if (this.#amongProse && !STRIKING.has(character)) {
      this.#beginOther('words');
      return true;
    }
    if (this.#isBehind && !this.#amongProse && (character === ',' || character === ';')) {
      const start = this.#base + this.#at;
      const detail = character === ',' ? 'between' : 'semicolon';
      this.#finder.problem({ code: 'comma', span: { start, end: start + 1 }, detail });
      this.#at++;
      return true;
    }
    const head = this.#head();
    if (head === undefined) return false;
    const length = arrowLength(head);
    if (length > 0) {
      this.#beginArrow(head, length);
    } else if (COMMENT.test(head) || ELIDED.test(head)) {
      this.#beginOther('comment');
    } else if (character === '{' ? this.#mayBegin(head) : !this.#amongProse && OTHER_VALUE.test(head)) {
      this.#beginValue(undefined);
    } else if (character === '[' && !this.#amongProse) {
      const start = this.#base + this.#at;
      this.#list = { start, before: 'nothing', lastComma: { start, end: start } };
      this.#at++;
      this.#strayColumn = Number.POSITIVE_INFINITY;
      this.#isBehind = true;
    } else {
      this.#beginOther(JSON_START.test(head) || /^[[{]/.test(head) ? 'json' : 'words');
    }
    return true;
  }

  #mayBegin(head: string): boolean {
    if (this.#amongProse) return LIKELY_MESSAGE.test(head);
    return this.#column + this.#at <= this.#strayColumn || SURE_MESSAGE.test(head);
  }

  /** What stands between the items of a list. */
  #inList(list: List): boolean {
    const span = { start: this.#base + this.#at, end: this.#base + this.#at + 1 };
    switch (this.#line[this.#at]) {
      case ',':
        if (list.before === 'nothing' || list.before === 'comma') {
          this.#finder.problem({ code: 'comma', span, detail: 'doubled' });
        }
        list.before = 'comma';
        list.lastComma = span;
        this.#at++;
        return true;
      case ']':
        if (list.before === 'comma') {
          this.#finder.problem({ code: 'comma', span: list.lastComma, detail: 'trailing' });
        }
        this.#list = undefined;
        this.#isBehind = true;
        this.#at++;
        return true;
    }
    const head = this.#head();
    if (head === undefined) return false;
    if (COMMENT.test(head)) {
      this.#beginOther('comment');
    } else if (beginsValue(head)) {
      const isElision = ELIDED.test(head);
      if (list.before === 'item' && !isElision) {
        this.#finder.problem({ code: 'comma', span: { start: this.#end, end: this.#end }, detail: 'missing' });
      }
      list.before = isElision ? 'elision' : 'item';
      this.#beginValue(undefined);
    } else {
      this.#isBehind = true;
      this.#beginOther('json');
    }
    return true;
  }

  /** Told where the list breaks off: where it begins nobody may remember. */
  #unclosedList({ start }: List): void {
    const end = Math.max(start + 1, this.#end);
    this.#finder.problem({ code: 'expected', span: { start: end, end }, detail: "']'" });
    this.#list = undefined;
  }

  #beginOther(what: OtherText): void {
    this.#mode = 'other';
    this.#other = what;
    this.#otherStart = this.#base + this.#at;
  }

  #beginArrow(head: string, length: number): void {
    const start = this.#base + this.#at;
    const side: Side = /^(?:->|=>|C)/.test(head) ? 'client' : 'server';
    this.#amongProse = true;
    this.#arrow = { side, span: { start, end: start + length } };
    this.#side = side;
    this.#startColumn = this.#column + this.#at;
    this.#at += length;
    this.#mode = 'arrow';
  }

  /** What stands behind an arrow, maybe on a later line. */
  #afterArrow(): boolean {
    const head = this.#head();
    if (head === undefined) return false;
    const arrow = this.#arrow as Arrow;
    if (beginsValue(head)) {
      this.#beginValue(arrow);
    } else {
      this.#arrow = undefined;
      this.#beginOther('words');
      this.#otherStart = arrow.span.start;
    }
    return true;
  }

  #beginValue(arrow: Arrow | undefined): void {
    if (!arrow) this.#startColumn = this.#column + this.#at;
    this.#arrow = arrow;
    this.#mode = 'value';
    this.#from = this.#at;
    this.#start = this.#base + this.#at;
    this.#strayColumn = Number.POSITIVE_INFINITY;
  }

  /** Counts brackets until the value is complete. */
  #value(): boolean {
    const line = this.#line;
    const open = this.#open;
    if (open.length === 0 && !this.#beginBrackets()) return this.#mode !== 'value';
    const longest = this.#start + this.#longest - this.#base;
    for (;;) {
      const at = nextMark(line, this.#at);
      this.#at = at;
      switch (line[at]) {
        case undefined:
          if (at > longest) this.#lose();
          return true;
        case '{':
          open.push('{');
          this.#openObjects++;
          this.#at++;
          break;
        case '[':
          open.push('[');
          this.#at++;
          break;
        case '}':
          this.#closeUpTo('{', this.#openObjects);
          this.#at++;
          break;
        case ']':
          // In a list of messages it may be the list's.
          if (this.#list && this.#openObjects === open.length) {
            this.#finishHere();
            return true;
          }
          this.#closeUpTo('[', open.length - this.#openObjects);
          this.#at++;
          break;
        default:
          if (!this.#string()) return false;
      }
      if (this.#at > longest) {
        this.#lose();
        return true;
      }
      if (open.length === 0) {
        this.#finishHere();
        return true;
      }
    }
  }

  /** A value that has no brackets is taken here. Says whether brackets are to be counted. */
  #beginBrackets(): boolean {
    const line = this.#line;
    const character = line[this.#at];
    if (character === '{' || character === '[') return true;
    if (character === '"' || character === "'") {
      if (this.#string()) this.#finishHere();
      return false;
    }
    const head = this.#head();
    if (head === undefined) return false;
    ELISION.lastIndex = 0;
    const length = (ELISION.exec(head) ?? SCALAR.exec(head) ?? [head[0] as string])[0].length;
    this.#at += length;
    this.#finishHere();
    return false;
  }

  /** Passes over a string. Says whether all of it is there. */
  #string(): boolean {
    const line = this.#line;
    const start = this.#at;
    // One more character is needed to know whether a quote closes a string.
    const length = this.#whole ? line.length : line.length - 1;
    if (start >= length) return false;
    if (start > this.#from && closesBareWord(line, start)) {
      this.#at++;
      return true;
    }
    const quote = line[start] as string;
    let at = Math.max(start + 1, this.#searched);
    for (;;) {
      at = line.indexOf(quote, at);
      if (at < 0 || at >= length) {
        if (this.#whole) break;
        this.#searched = Math.max(start + 1, length - 1);
        if (this.#isTooLong(length)) this.#lose();
        return false;
      }
      if (!isEscaped(line, start, at)) break;
      at++;
    }
    this.#searched = 0;
    this.#at = endOfString(line, start, at < 0 ? line.length : at, at >= 0);
    return true;
  }

  /** A closing bracket: of the innermost group that it fits, and of all that were not closed inside it. */
  #closeUpTo(bracket: '{' | '[', count: number): void {
    if (count === 0) return;
    for (;;) {
      const group = this.#open.pop();
      if (group === '{') this.#openObjects--;
      if (group === bracket || group === undefined) return;
    }
  }

  #isTooLong(at: number): boolean {
    return this.#mode === 'value' && this.#base + at - this.#start > this.#longest;
  }

  /** Gives up a message that is too long. */
  #lose(): void {
    const start = this.#arrow?.span.start ?? this.#start;
    this.#finder.problem({
      code: 'too-long',
      span: { start, end: this.#start + 1 },
      detail: String(this.#longest),
    });
    this.#forget();
    this.#mode = 'lost';
  }

  /** The message in hand ends here, in the middle of a line. */
  #finishHere(): void {
    const text = this.#line.slice(this.#from, this.#at);
    this.#pieces.push({ start: this.#base + this.#from, text });
    this.#end = this.#base + this.#from + text.trimEnd().length;
    this.#finish();
    this.#isBehind = true;
  }

  /** The message in hand ends before the line that begins here. */
  #finishBefore(): void {
    this.#finish();
    this.#side = undefined;
    if (this.#list) this.#list.before = 'elision';
  }

  /** The message in hand, if there is one, has all that belongs to it. */
  #finish(): void {
    if (this.#mode !== 'value' && this.#mode !== 'arrow') return;
    const pieces = this.#pieces;
    const arrow = this.#arrow;
    this.#forget();
    this.#mode = 'between';
    this.#finder.message(pieces, arrow, this.#side);
  }

  #forget(): void {
    this.#pieces = [];
    this.#arrow = undefined;
    this.#open.length = 0;
    this.#openObjects = 0;
    this.#searched = 0;
    this.#last = '';
  }
}

/** How long the arrow is that a text begins with; 0 where it begins with something else. */
function arrowLength(head: string): number {
  return ARROW.test(head) ? 2 : 0;
}

function beginsValue(head: string): boolean {
  return /^[[{"']/.test(head) || ELIDED.test(head) || SCALAR.test(head);
}

/** Index of the next quote or bracket from an index on, or the length of the text. */
function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34:
      case 39:
      case 91:
      case 93:
      case 123:
      case 125:
        return at;
    }
  }
  return text.length;
}

/** Whether an odd number of backslashes stands before an index, behind the quote at `start`. */
function isEscaped(text: string, start: number, at: number): boolean {
  let backslash = at - 1;
  while (backslash > start && text.charCodeAt(backslash) === 92) backslash--;
  return (at - backslash) % 2 === 0;
}
