/** A QMP message as it stands in a text: a command, or what a program answers or tells of its own accord. */
import type { Span } from '../syntax/text.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** Who speaks. */
export type Side = 'client' | 'server';

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
