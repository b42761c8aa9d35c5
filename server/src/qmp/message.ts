/** A QMP message as it stands in a text: a command, or what a program answers or tells of its own accord. */
import type { Span } from '../syntax/text.ts';
import { type JsonObject, type JsonProblem, type JsonValue, type Piece, readJsonValue } from './json.ts';

/** Who speaks. */
export type Side = 'client' | 'server';

/** Who speaks, as an arrow in front of a message says it. */
export interface Arrow {
  readonly side: Side;
  readonly span: Span;
}

export interface Message {
  /** By its arrow, else by its keys; undefined where neither tells. */
  readonly side: Side | undefined;
  /** `->` or `<-`, where the message has one. */
  readonly arrow: Span | undefined;
  /** Usually an object. Missing where nothing stands behind the arrow. */
  readonly value: JsonValue | undefined;
  /** From the arrow, or the value, to the end of the value. */
  readonly span: Span;
}

/** The keys that only one side uses. */
const SIDES: ReadonlyMap<string, Side> = new Map([
  ['execute', 'client'],
  ['exec-oob', 'client'],
  ['return', 'server'],
  ['error', 'server'],
  ['event', 'server'],
  ['QMP', 'server'],
]);

/** The side that sends a message with such keys, or undefined where it has no key of a message. */
export function sideOf(message: JsonObject): Side | undefined {
  for (const { key } of message.entries) {
    const side = SIDES.get(key.text);
    if (side) return side;
  }
  return undefined;
}

/**
 * Reads one message.
 * @param pieces its text behind the arrow; none where nothing stands there
 * @param arrow its arrow, if it has one
 * @param side who speaks where neither an arrow nor a key tells
 * @returns the message, or none where the text has no value; and what is wrong with the JSON
 */
export function readMessage(
  pieces: readonly Piece[],
  arrow: Arrow | undefined,
  side: Side | undefined,
): { readonly message: Message | undefined; readonly problems: readonly JsonProblem[] } {
  const { value, problems } = readJsonValue(pieces);
  const start = (arrow ?? value)?.span.start;
  const end = (value ?? arrow)?.span.end;
  if (start === undefined || end === undefined) return { message: undefined, problems };
  const ownSide = arrow?.side ?? (value?.kind === 'object' ? sideOf(value) : undefined);
  return { message: { side: ownSide ?? side, arrow: arrow?.span, value, span: { start, end } }, problems };
}
