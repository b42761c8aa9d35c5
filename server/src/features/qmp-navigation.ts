/** The way from messages into the schema, and what they show of themselves: outline, folding. */
import type { NameUse } from '../qmp/conversation.ts';
import type { QmpDocument } from '../qmp/document.ts';
import { type JsonObject, type JsonValue, jsonEntryOf } from '../qmp/json.ts';
import type { Message } from '../qmp/message.ts';
import { type MessageText, placeAt, thingAt } from '../qmp/place.ts';
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { LineIndex, type Span } from '../syntax/text.ts';
import type { FoldingRange } from './folding.ts';
import type { NamedPlace, Place } from './navigation.ts';

/**
 * The name at a place of messages, and what it stands for. The key of arguments, data or an answer stands for the command or
 * event. Whoever wants every reference to it asks `references.to(thing)` of the analyses of the tree.
 * @returns undefined where no name is, or one that stands for nothing in the schema
 */
export function qmpNamedAt(source: MessageText, offset: number, schema: Schema): NamedPlace | undefined {
  const place = placeAt(source, offset, schema);
  if (!place || place.kind === 'message') return undefined;
  const thing = thingAt(place, schema) ?? (place.kind === 'key' ? ownerOf(place.key?.expected, schema) : undefined);
  return thing && { span: place.slot.content, things: [thing] };
}

/** The command or event that the keys `arguments`, `data` and `return` are about. */
function ownerOf(
  expected: NonNullable<Extract<ReturnType<typeof placeAt>, { kind: 'key' }>['key']>['expected'] | undefined,
  schema: Schema,
): NamedThing | undefined {
  if (expected?.kind !== 'value' || expected.wire?.members.length !== 0) return undefined;
  return expected.wire.kind === 'error' ? undefined : schema.definition(expected.wire.name);
}

/** Where the schema declares what the name at a place stands for. Of a release or a program that is a document to be read only. */
export function qmpDefinitionAt(source: MessageText, offset: number, schema: Schema): Place[] {
  const things = qmpNamedAt(source, offset, schema)?.things ?? [];
  return things.map((thing) => ({ file: thing.file, span: thing.name.span }));
}

/**
 * The names in a file of messages that stand for what the name at a place does, itself included, in order.
 * @param names all of the file
 */
export function qmpHighlightsAt(names: readonly NameUse[], offset: number): Span[] {
  const thing = names.find(({ span }) => span.start <= offset && offset <= span.end)?.thing;
  return thing ? names.filter((name) => name.thing === thing).map(({ span }) => span) : [];
}

// ---- outline ----

/** A message in the outline. */
export interface MessageSymbol {
  readonly kind: 'command' | 'return' | 'error' | 'event' | 'greeting' | 'message';
  /** `execute query-status`, `return`, `event STOP`. */
  readonly name: string;
  /** Its id, the class of an error. May be empty. */
  readonly detail: string;
  /** With its arrow. */
  readonly span: Span;
  /** The name of the command or event, else the key that shows what it is. It lies inside `span`. */
  readonly nameSpan: Span;
}

/** The messages of a file in the order of the text. */
export function messageSymbols({ messages, text }: QmpDocument): MessageSymbol[] {
  return messages.flatMap((message) => symbolOf(message, text) ?? []);
}

const MAX_DETAIL = 40;

function symbolOf({ value, span }: Message, text: string): MessageSymbol | undefined {
  if (value?.kind !== 'object') return undefined;
  const id = jsonEntryOf(value, 'id')?.value;
  const detail = id ? `id ${shortened(text, id.span)}` : '';
  for (const key of ['execute', 'exec-oob', 'event'] as const) {
    const name = jsonEntryOf(value, key)?.value;
    if (!name) continue;
    const kind = key === 'event' ? 'event' : 'command';
    const words = name.kind === 'string' ? name.text : shortened(text, name.span);
    return { kind, name: `${key} ${words}`.trimEnd(), detail, span, nameSpan: contentOf(name) };
  }
  for (const [key, kind] of OTHERS) {
    const entry = jsonEntryOf(value, key);
    if (!entry) continue;
    const own = key === 'error' ? classIn(entry.value) : '';
    const words = [own, detail].filter((part) => part !== '').join(', ');
    return { kind, name: key === 'QMP' ? 'greeting' : key, detail: words, span, nameSpan: entry.key.content };
  }
  return {
    kind: 'message',
    name: 'message',
    detail,
    span,
    nameSpan: { start: value.span.start, end: value.span.start },
  };
}

const OTHERS = [
  ['return', 'return'],
  ['error', 'error'],
  ['QMP', 'greeting'],
] as const;

function contentOf(value: JsonValue): Span {
  return value.kind === 'string' ? value.content : value.span;
}

function classIn(error: JsonValue | undefined): string {
  const name = error?.kind === 'object' ? jsonEntryOf(error, 'class')?.value : undefined;
  return name?.kind === 'string' ? name.text : '';
}

function shortened(text: string, { start, end }: Span): string {
  const words = text.slice(start, Math.min(end, start + MAX_DETAIL)).replace(/\s+/g, ' ');
  return end - start > MAX_DETAIL ? `${words}…` : words;
}

// ---- folding ----

/**
 * What can be folded away in a file of messages: objects and arrays that take several lines. Where several begin in a line the
 * outermost counts.
 */
export function messageFolds({ messages, text }: QmpDocument): FoldingRange[] {
  const lines = new LineIndex(text);
  const ranges: FoldingRange[] = [];
  const look = (value: JsonValue | undefined): void => {
    if (value?.kind !== 'object' && value?.kind !== 'array') return;
    const startLine = lines.lineOf(value.span.start);
    const last = lines.lineOf(value.span.end);
    if (startLine === last) return;
    // Closing brackets that have a line for themselves stay in sight.
    const alone = /^[\s\]}]*$/.test(text.slice(lines.line(last).start, value.span.end));
    const endLine = alone ? last - 1 : last;
    if (startLine < endLine && ranges.at(-1)?.startLine !== startLine)
      ranges.push({ startLine, endLine, kind: undefined });
    for (const inner of childrenOf(value)) look(inner);
  };
  for (const { value } of messages) look(value);
  return ranges;
}

function childrenOf(value: JsonObject | Extract<JsonValue, { kind: 'array' }>): readonly (JsonValue | undefined)[] {
  return value.kind === 'array' ? value.items : value.entries.map((entry) => entry.value);
}
