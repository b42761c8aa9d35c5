/**
 * What may stand at an offset of a text with messages: a message, a key, a value, also where it is half typed. The same for a
 * file of messages and for the examples in a documentation comment. The text as it stands decides, and what the schema has.
 */
import type { CommandDefinition, NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { type Doc, docCommentsOf, type Tree } from '../syntax/tree.ts';
import type { QmpDocument } from './document.ts';
import { type About, alternativeFor, Expectations, type Expected, type ExpectedKey, elementOf } from './expected.ts';
import {
  type JsonEntry,
  type JsonObject,
  type JsonString,
  type JsonValue,
  jsonEntryOf,
  readJsonValue,
} from './json.ts';
import { type Message, type Side, sideOf } from './message.ts';
import { answeredCommands } from './resolve.ts';
import { exampleBlocks } from './transcript.ts';

/** A text with messages in it. */
export interface MessageText {
  readonly text: string;
  /** In the order of the text. */
  readonly messages: readonly Message[];
  /** The documentation comment that they stand in; undefined for a file of messages. */
  readonly comment: Doc | undefined;
}

/** The messages of a file, to look for places in. */
export function messagesOfFile({ text, messages }: QmpDocument): MessageText {
  return { text, messages, comment: undefined };
}

/** @param text of the file that the comment stands in */
export function messagesOfComment(text: string, comment: Doc): MessageText {
  return { text, messages: exampleBlocks(comment).flatMap((block) => block.messages), comment };
}

/** The examples of the documentation comment that holds an offset of a schema file; undefined where none does. */
export function messagesOfCommentAt(tree: Tree, offset: number): MessageText | undefined {
  for (const doc of docCommentsOf(tree)) if (holds(doc.span, offset)) return messagesOfComment(tree.text, doc);
  return undefined;
}

/** What is written at a place already. */
export interface Slot {
  /** The name or value without quotes; empty at the offset where nothing is written. */
  readonly content: Span;
  /** With the quotes that are there: of a string that is half typed the closing one may be missing. */
  readonly span: Span;
  /** The quote before it. */
  readonly quote: '"' | "'" | undefined;
  /** Where a comma is missing before what is written here: behind what stands before it. */
  readonly commaBefore: number | undefined;
  /** Whether another entry, element or message follows without a comma between. */
  readonly commaAfter: boolean;
}

interface PlaceBase {
  readonly slot: Slot;
  readonly about: About;
}

/** Where a message may stand, and none does. */
export interface PlaceOfMessage {
  readonly kind: 'message';
  readonly slot: Slot;
  /** Whose message, by the arrow that stands there. */
  readonly side: Side | undefined;
  /** The last command before that has not been answered. */
  readonly answers: () => CommandDefinition | undefined;
}

/** A key, or where one may stand. */
export interface PlaceOfKey extends PlaceBase {
  readonly kind: 'key';
  readonly object: JsonObject;
  /** What the object may be. */
  readonly of: Expected;
  /** The keys that it may have, those that it has included; undefined where nothing tells. */
  readonly keys: readonly ExpectedKey[] | undefined;
  readonly entry: JsonEntry | undefined;
  /** The one that is meant by what is written. */
  readonly key: ExpectedKey | undefined;
  /** Whether a colon follows: the key has, or will have, a value. */
  readonly hasColon: boolean;
}

/** A value that is no object and no array, or where any may stand. */
export interface PlaceOfValue extends PlaceBase {
  readonly kind: 'value';
  readonly value: JsonValue | undefined;
  readonly expected: Expected;
  /** The key whose value it is, or is an element of. */
  readonly key: ExpectedKey | undefined;
  /** The object whose key it is the value of, and what that may be; undefined for elements of arrays. */
  readonly holder: Holder | undefined;
}

/** An object, and what it may be. */
export interface Holder {
  readonly object: JsonObject;
  readonly of: Expected;
}

export type QmpPlace = PlaceOfMessage | PlaceOfKey | PlaceOfValue;

/**
 * What may stand at an offset.
 * @param source a file or comment, read
 * @param offset in its text; in a name, or at either end of it, counts as there
 * @returns undefined where nothing may stand: behind a value, in the prose of a comment
 */
export function placeAt(source: MessageText, offset: number, schema: Schema): QmpPlace | undefined {
  return new Finder(source, offset, schema).place();
}

/** What the name at a place stands for, if it is a name of the schema. */
export function thingAt(place: QmpPlace, schema: Schema): NamedThing | undefined {
  if (place.kind === 'message') return undefined;
  if (place.kind === 'key') return place.key?.declared;
  const { expected, value } = place;
  if (value?.kind !== 'string') return undefined;
  switch (expected.kind) {
    case 'name': {
      const definition = schema.definition(value.text);
      return definition?.kind === (expected.of === 'event' ? 'event' : 'command') ? definition : undefined;
    }
    case 'value': {
      const type = alternativeFor(expected.type, value);
      return type.kind === 'enum' ? type.values.get(value.text) : undefined;
    }
    default:
      return undefined;
  }
}

/** A line up to the offset that leaves room for a message: an arrow, perhaps, and the beginning of a word. */
const BEFORE_MESSAGE = /^\s*(->|<-|=>|<=|[CS]:)?\s*([\w.-]*)$/;
const CLIENT_ARROWS: ReadonlySet<string | undefined> = new Set(['->', '=>', 'C:']);
/** An object that begins a line in a comment, and is not known for a message yet. */
const BEGUN = /^\s*\{/;
const WORD = /[\w.-]/;

class Finder {
  readonly #source: MessageText;
  readonly #text: string;
  readonly #offset: number;
  readonly #expectations: Expectations;

  constructor(source: MessageText, offset: number, schema: Schema) {
    this.#source = source;
    this.#text = source.text;
    this.#offset = offset;
    this.#expectations = new Expectations(schema);
  }

  place(): QmpPlace | undefined {
    // Beside the `#` of a comment is no place.
    if (!this.#lineHere()) return undefined;
    const message = this.#messageHere();
    if (message?.value && this.#isIn(message.value)) return this.#inMessage(message, message.value);
    return this.#between();
  }

  /** The last message that begins before the offset. */
  #messageHere(): Message | undefined {
    const { messages } = this.#source;
    let low = 0;
    let high = messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((messages[middle] as Message).span.start < this.#offset) low = middle + 1;
      else high = middle;
    }
    return messages[low - 1];
  }

  #inMessage(message: Message, value: JsonValue): QmpPlace | undefined {
    if (value.kind !== 'object') return undefined;
    const name = commandNameIn(value);
    const event = nameIn(value, 'event');
    const about: About = {
      message: value,
      side: message.side,
      command: name && this.#expectations.command(name.text),
      event: event && this.#expectations.event(event.text),
      answers: () => this.#answered(message),
    };
    return this.#inObject(value, { kind: 'frame', frame: 'message' }, about);
  }

  /** The command that a message answers. In the documentation of a command the first reply may stand without it. */
  #answered(message: Message): CommandDefinition | undefined {
    const { messages, comment } = this.#source;
    const request = answeredCommands(messages).get(message)?.value;
    const name = commandNameIn(request);
    if (name) return this.#expectations.command(name.text);
    return request || !comment?.symbol ? undefined : this.#expectations.command(comment.symbol.text);
  }

  // ---- between messages ----

  #between(): QmpPlace | undefined {
    const line = this.#lineHere();
    if (!line) return undefined;
    const { comment } = this.#source;
    const before = this.#text.slice(line.start, this.#offset);
    if (comment && BEGUN.test(before)) return this.#begun(line);
    const alone = BEFORE_MESSAGE.exec(before);
    // In a comment only an arrow shows that it is the place of a message.
    const found = alone && (alone[1] !== undefined || !comment) ? alone : this.#behindMessage(line.start);
    if (!found) return undefined;
    const [, arrow, word = ''] = found;
    const side = arrow === undefined ? undefined : CLIENT_ARROWS.has(arrow) ? 'client' : 'server';
    let end = this.#offset;
    while (end < line.end && WORD.test(this.#text[end] as string)) end++;
    const content = { start: this.#offset - word.length, end };
    if (!isBlank(this.#text.slice(end, line.end)) && !this.#isArray()) return undefined;
    const slot = { ...this.#slot(content, content), ...(this.#isArray() ? this.#commas(content) : NO_COMMAS) };
    return { kind: 'message', slot, side, answers: () => this.#openCommand(content.start) };
  }

  /** Behind a message a further one may stand in the same line. */
  #behindMessage(lineStart: number): [string, undefined, string] | undefined {
    if (this.#source.comment) return undefined;
    const message = this.#messageHere();
    const end = message?.value?.span.end;
    const from = end !== undefined && end > lineStart ? end : lineStart;
    const between = /^[\s,[]*([\w.-]*)$/.exec(this.#text.slice(from, this.#offset));
    return between ? ['', undefined, between[1] ?? ''] : undefined;
  }

  /** An object in a comment that nothing shows to be a message so far: `{ "exec`. */
  #begun({ start, end }: Span): QmpPlace | undefined {
    const { value } = readJsonValue([{ start, text: this.#text.slice(start, end) }]);
    if (value?.kind !== 'object' || !this.#isIn(value)) return undefined;
    return this.#inMessage({ side: sideOf(value), arrow: undefined, value, span: value.span }, value);
  }

  /** The line at the offset, in a comment without its `#`. */
  #lineHere(): Span | undefined {
    const { comment } = this.#source;
    if (comment) return comment.lines.find(({ start, end }) => start <= this.#offset && this.#offset <= end);
    let start = this.#offset;
    while (start > 0 && !isLineEnd(this.#text, start - 1)) start--;
    let end = this.#offset;
    while (end < this.#text.length && !isLineEnd(this.#text, end)) end++;
    return { start, end };
  }

  /** Whether the messages of the file are elements of an array. */
  #isArray(): boolean {
    return !this.#source.comment && /^\s*\[/.test(this.#text);
  }

  #openCommand(before: number): CommandDefinition | undefined {
    const { messages } = this.#source;
    const answered = answeredCommands(messages);
    const done = new Set(answered.values());
    const open = messages.findLast(
      (message) => message.span.end <= before && !done.has(message) && commandNameIn(message.value),
    );
    const name = commandNameIn(open?.value);
    return name && this.#expectations.command(name.text);
  }

  // ---- in a message ----

  /**
   * @param key the one whose value it is, or is an element of
   * @param holder of the key, where it is its value
   */
  #inValue(
    value: JsonValue,
    expected: Expected,
    about: About,
    key: ExpectedKey | undefined,
    holder: Holder | undefined,
  ): QmpPlace | undefined {
    switch (value.kind) {
      case 'object':
        return this.#inObject(value, expected, about);
      case 'array':
        return this.#inArray(value, expected, about, key);
      case 'elision':
        return undefined;
      default: {
        const slot = this.#slotOf(value);
        return slot && { kind: 'value', slot, about, value, expected, key, holder };
      }
    }
  }

  #inObject(object: JsonObject, of: Expected, about: About): QmpPlace | undefined {
    const keyNamed = (name: string): ExpectedKey | undefined => this.#expectations.key(of, object, about, name);
    for (const entry of object.entries) {
      const { key, value } = entry;
      if (this.#offset < key.span.start) break;
      if (holds(key.span, this.#offset)) {
        const slot = this.#slotOf(key);
        const commaBefore = this.#missingComma(key.span.start);
        return slot && this.#keyPlace(object, of, about, entry, { ...slot, commaBefore });
      }
      if (value && this.#isIn(value)) {
        const meant = keyNamed(key.text);
        return this.#inValue(value, meant?.expected ?? ANYTHING, about, meant, { object, of });
      }
      if (this.#isBehindColon(entry)) return this.#freeValue(entry, keyNamed(key.text), about, { object, of });
    }
    return this.#mayStandFree(object.span.start, object)
      ? this.#keyPlace(
          object,
          of,
          about,
          undefined,
          this.#freeSlot(object.entries.map((entry) => entry.key.span.start)),
        )
      : undefined;
  }

  #keyPlace(object: JsonObject, of: Expected, about: About, entry: JsonEntry | undefined, slot: Slot): PlaceOfKey {
    const keys = this.#expectations.keys(of, object, about);
    const key = entry && this.#expectations.key(of, object, about, entry.key.text);
    const hasColon = entry !== undefined && (entry.value !== undefined || this.#next(slot.span.end) === ':');
    return { kind: 'key', slot, about, object, of, keys, entry, key, hasColon };
  }

  /** Whether the offset stands behind the colon of an entry, where its value is missing or belongs to the next entry. */
  #isBehindColon({ key, value }: JsonEntry): boolean {
    const from = key.span.end;
    const colon = this.#skip(from);
    if (this.#text[colon] !== ':' || this.#offset <= colon || !this.#isBlank(colon + 1, this.#offset)) return false;
    if (!value) return true;
    // `"execute": ` above a line with the next key, which seems to be its value then.
    return value.kind === 'string' && this.#offset <= value.span.start && this.#next(value.span.end) === ':';
  }

  #freeValue({ value }: JsonEntry, key: ExpectedKey | undefined, about: About, holder: Holder): PlaceOfValue {
    const content = { start: this.#offset, end: this.#offset };
    const slot = { ...this.#slot(content, content), commaAfter: value !== undefined };
    const expected = key?.expected ?? ANYTHING;
    return { kind: 'value', slot, about, value: undefined, expected, key, holder };
  }

  #inArray(
    array: Extract<JsonValue, { kind: 'array' }>,
    expected: Expected,
    about: About,
    key: ExpectedKey | undefined,
  ): QmpPlace | undefined {
    const element = elementOf(expected, array);
    for (const item of array.items) {
      if (this.#isIn(item)) return this.#inValue(item, element, about, key, undefined);
    }
    if (!this.#mayStandFree(array.span.start, array)) return undefined;
    const slot = this.#freeSlot(array.items.map(({ span }) => span.start));
    return { kind: 'value', slot, about, value: undefined, expected: element, key, holder: undefined };
  }

  /** Whether the offset is in a value: also behind all that is written of one that is not closed. */
  #isIn(value: JsonValue): boolean {
    const { start, end } = value.span;
    if (value.kind !== 'object' && value.kind !== 'array') return holds(value.span, this.#offset);
    if (this.#offset <= start) return false;
    if (this.#offset < end) return true;
    return !isClosed(value, this.#text) && this.#isBlankOrComma(end, this.#offset);
  }

  /** Whether a new entry or element may begin at the offset: not glued to the one before, and not within what is there. */
  #mayStandFree(start: number, group: JsonObject | Extract<JsonValue, { kind: 'array' }>): boolean {
    const last = this.#last(this.#offset);
    if (last <= start) return last === start;
    const character = this.#text[last];
    if (character === ':') return false;
    if (character === ',') return true;
    // Something stands before it and a comma is missing: it must be over, and not be touched.
    const ends =
      group.kind === 'object'
        ? group.entries.map((e) => (e.value ?? e.key).span.end)
        : group.items.map((i) => i.span.end);
    const isElided = this.#text.slice(last - 2, last + 1) === '...';
    return last + 1 < this.#offset && (isElided || ends.includes(last + 1));
  }

  /** @param starts of the entries or elements of the group */
  #freeSlot(starts: readonly number[]): Slot {
    const content = { start: this.#offset, end: this.#offset };
    return {
      ...this.#slot(content, content),
      commaBefore: this.#missingComma(this.#offset),
      commaAfter: starts.includes(this.#skip(this.#offset)),
    };
  }

  /** Where a comma is missing before an entry or element: behind the one before it. */
  #missingComma(start: number): number | undefined {
    const last = this.#last(start);
    if ('{[,'.includes(this.#text[last] ?? ',') || this.#text.slice(last - 2, last + 1) === '...') return undefined;
    return last + 1;
  }

  #commas(content: Span): Pick<Slot, 'commaBefore' | 'commaAfter'> {
    const last = this.#last(content.start);
    return {
      commaBefore: this.#text[last] === '}' ? last + 1 : undefined,
      commaAfter: this.#next(content.end) === '{',
    };
  }

  #slotOf(value: JsonValue): Slot | undefined {
    if (value.kind !== 'string')
      return holds(value.span, this.#offset) ? this.#slot(value.span, value.span) : undefined;
    return holds(value.content, this.#offset) ? this.#slot(value.content, value.span) : undefined;
  }

  #slot(content: Span, span: Span): Slot {
    const quote = span.start < content.start ? this.#text[span.start] : undefined;
    return { content, span, quote: quote === '"' || quote === "'" ? quote : undefined, ...NO_COMMAS };
  }

  // ---- the text around; in a comment a line end stands for itself and the `#` of the next line ----

  #skip(from: number): number {
    return skipSpace(this.#text, from, this.#source.comment !== undefined);
  }

  #next(from: number): string | undefined {
    return this.#text[this.#skip(from)];
  }

  /** Index of the last character before an offset that is no white space; -1 where there is none. */
  #last(before: number): number {
    let at = before - 1;
    for (;;) {
      while (at >= 0 && isSpace(this.#text, at)) at--;
      if (!this.#source.comment || this.#text[at] !== '#' || !isLineStart(this.#text, at)) return at;
      at--;
    }
  }

  #isBlank(start: number, end: number): boolean {
    return this.#skip(start) >= end;
  }

  #isBlankOrComma(start: number, end: number): boolean {
    const at = this.#skip(start);
    return at >= end || (this.#text[at] === ',' && this.#isBlank(at + 1, end));
  }
}

const ANYTHING: Expected = { kind: 'any' };
const NO_COMMAS: Pick<Slot, 'commaBefore' | 'commaAfter'> = { commaBefore: undefined, commaAfter: false };

/** The name of the command that a message executes. */
function commandNameIn(message: JsonValue | undefined): JsonString | undefined {
  if (message?.kind !== 'object') return undefined;
  return nameIn(message, 'execute') ?? nameIn(message, 'exec-oob');
}

/** The value of a key that is a name. */
function nameIn(message: JsonObject, key: string): JsonString | undefined {
  const value = jsonEntryOf(message, key)?.value;
  return value?.kind === 'string' ? value : undefined;
}

/** Whether an object or array has its closing bracket. */
function isClosed(group: JsonValue, text: string): boolean {
  const [bracket, last] =
    group.kind === 'object'
      ? ['}', group.entries.at(-1)?.value ?? group.entries.at(-1)?.key]
      : [']', group.kind === 'array' ? group.items.at(-1) : undefined];
  const { start, end } = group.span;
  return end > start + 1 && text[end - 1] === bracket && (last === undefined || last.span.end < end);
}

/** The offset of the next character that is no white space. */
function skipSpace(text: string, from: number, inComment: boolean): number {
  let at = from;
  for (;;) {
    while (at < text.length && isSpace(text, at)) at++;
    if (!inComment || text[at] !== '#' || !isLineStart(text, at)) return at;
    at++;
  }
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

/** Whether nothing but white space stands before an offset in its line. */
function isLineStart(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--;
  return before < 0 || isLineEnd(text, before);
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
