/**
 * Where the caret stands in a text that is being typed. A tree does not tell that well: what is typed half is read as something
 * else, or not at all. So the text around the caret is taken apart once more, by its brackets, strings and commas alone.
 */
import type { Span } from '../syntax/text.ts';

/** An object or array around the caret, as far as it is typed. */
export interface Frame {
  readonly kind: 'object' | 'array';
  readonly parent: Frame | undefined;
  /** The key in the parent whose value it is. */
  readonly key: string | undefined;
  readonly entries: Entry[];
  /** The strings of an array. */
  readonly items: string[];
  closed: boolean;
}

/** What an object says about a key so far. */
export interface Entry {
  readonly key: string;
  readonly start: number;
  hasColon: boolean;
  value: string | Frame | undefined;
}

export interface CodePlace {
  /** The innermost object or array; undefined at the top level. */
  readonly frame: Frame | undefined;
  /** What belongs here. */
  readonly slot: 'expression' | 'key' | 'value' | 'item';
  /** The key whose value belongs here. */
  readonly key: string | undefined;
  /** What is typed already: a string with its quotes, or a word; empty where nothing is. */
  readonly span: Span;
  /** Whether a colon follows. */
  readonly hasColon: boolean;
  /** Whether another string follows, which wants a comma before it. */
  readonly wantsComma: boolean;
}

const STRING = /(['"])([^'"{}[\],:\s#]*)(\1?)/y;
const WORD = /[^'"{}[\],:\s#]+/y;
const SPACE = /\s*/y;

/**
 * @param text of the file
 * @param offset of the caret
 * @returns undefined in comments, behind complete strings, and where only punctuation can stand
 */
export function codePlaceAt(text: string, offset: number): CodePlace | undefined {
  const start = startOfExpression(text, offset);
  return new Scanner(text, offset, start ?? startOfLine(text, offset), start !== undefined).place();
}

/** The brace at the start of a line that begins what the caret stands in; a documentation comment ends whatever was open. */
function startOfExpression(text: string, offset: number): number | undefined {
  const before = `\n${text.slice(0, offset)}`;
  const brace = before.lastIndexOf('\n{');
  return brace < 0 || before.lastIndexOf('\n##') > brace ? undefined : brace;
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

class Scanner {
  readonly #text: string;
  readonly #offset: number;
  readonly #end: number;
  #at: number;
  #frame: Frame | undefined;
  /** What the object in hand has been told last, unless a comma has ended it. */
  #entry: Entry | undefined;
  readonly #outer: (Entry | undefined)[] = [];
  #found: Omit<CodePlace, 'hasColon' | 'wantsComma'> | undefined;
  /** The entry that begins with the string at the caret. */
  #own: Entry | undefined;
  #isOver = false;

  constructor(text: string, offset: number, from: number, inExpression: boolean) {
    this.#text = text;
    this.#offset = offset;
    this.#at = from;
    // What begins behind the caret at the start of a line is something else.
    const rest = text.slice(offset).search(/[\n\r](?:\{|##)/);
    this.#end = rest < 0 || !inExpression ? (inExpression ? text.length : offset) : offset + rest;
  }

  place(): CodePlace | undefined {
    while (this.#at < this.#end && !(this.#isOver && !this.#frame)) this.#step();
    if (!this.#isOver) this.#reach(this.#offset, this.#offset);
    const found = this.#found;
    if (!found) return undefined;
    this.#drop();
    const behind = this.#text.slice(found.span.end).match(/^[^\S\n\r]*(.?)/)?.[1] ?? '';
    const wantsComma = found.slot === 'key' && behind === "'" && !this.#own?.hasColon;
    return { ...found, hasColon: this.#own?.hasColon ?? false, wantsComma };
  }

  /** The key at the caret is not there yet. */
  #drop(): void {
    const entries = this.#found?.frame?.entries;
    if (this.#own) entries?.splice(entries.indexOf(this.#own), 1);
  }

  #step(): void {
    const text = this.#text;
    const start = this.#at;
    const space = this.#match(SPACE)?.[0].length ?? 0;
    if (!this.#isOver && this.#offset <= start + space) {
      this.#reach(this.#offset, this.#offset);
      return;
    }
    if (space > 0) {
      this.#at += space;
      return;
    }
    const character = text[start] as string;
    switch (character) {
      case '#': {
        const feed = text.indexOf('\n', start);
        this.#at = feed < 0 ? text.length : feed;
        if (this.#offset > start && this.#offset <= this.#at) this.#isOver = true;
        return;
      }
      case '{':
      case '[':
        this.#at++;
        this.#open(character === '{' ? 'object' : 'array');
        return;
      case '}':
      case ']':
        this.#at++;
        this.#close(character === '}' ? 'object' : 'array');
        return;
      case ':':
        this.#at++;
        if (this.#entry) this.#entry.hasColon = true;
        return;
      case ',':
        this.#at++;
        this.#entry = undefined;
        return;
      default:
        this.#word(start);
    }
  }

  #word(start: number): void {
    const string = this.#match(STRING);
    const content = string?.[2] ?? this.#match(WORD)?.[0] ?? '';
    const length = string?.[0].length ?? Math.max(1, content.length);
    const end = start + length;
    this.#at = end;
    const isComplete = string !== null && string?.[3] !== '';
    const isHere = !this.#isOver && start < this.#offset && (isComplete ? this.#offset < end : this.#offset <= end);
    if (isHere) this.#reach(start, end);
    else if (!this.#isOver && this.#offset === end) this.#isOver = true;
    if (!this.#frame) return;
    if (this.#frame.kind === 'array') {
      if (!isHere) this.#frame.items.push(content);
    } else if (this.#entry?.hasColon && this.#entry.value === undefined) this.#entry.value = content;
    else {
      this.#entry = { key: content, start, hasColon: false, value: undefined };
      this.#frame.entries.push(this.#entry);
      if (isHere) this.#own = this.#entry;
    }
  }

  #open(kind: Frame['kind']): void {
    const isValue = this.#entry?.hasColon && this.#entry.value === undefined;
    const key = isValue ? this.#entry?.key : undefined;
    const frame: Frame = { kind, parent: this.#frame, key, entries: [], items: [], closed: false };
    if (isValue && this.#entry) this.#entry.value = frame;
    this.#outer.push(this.#entry);
    this.#frame = frame;
    this.#entry = undefined;
  }

  /** A bracket closes the nearest one of its kind; one that closes nothing is passed over. */
  #close(kind: Frame['kind']): void {
    let target = this.#frame;
    while (target && target.kind !== kind) target = target.parent;
    if (!target) return;
    while (this.#frame && this.#frame !== target.parent) {
      this.#frame.closed = this.#frame === target;
      this.#frame = this.#frame.parent;
      this.#entry = this.#outer.pop();
    }
  }

  /** The caret is here: what is typed from `start` to `end` is to be completed. */
  #reach(start: number, end: number): void {
    this.#isOver = true;
    const slot = this.#slot();
    if (slot === undefined) return;
    const key = slot === 'value' ? this.#entry?.key : undefined;
    this.#found = { frame: this.#frame, slot, key, span: { start, end } };
  }

  #slot(): CodePlace['slot'] | undefined {
    if (!this.#frame) return 'expression';
    if (this.#frame.kind === 'array') return 'item';
    if (!this.#entry) return 'key';
    if (this.#entry.hasColon) return this.#entry.value === undefined ? 'value' : undefined;
    return undefined;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }
}
