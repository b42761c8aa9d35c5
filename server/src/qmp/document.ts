/** A file of QMP messages. */
import type { Span } from '../syntax/text.ts';
import { type JsonProblem, type JsonValue, readJson } from './json.ts';
import { type Message, sideOf } from './message.ts';

/** All that the text of one file says. */
export interface QmpDocument {
  readonly text: string;
  /** In the order of the text. */
  readonly messages: readonly Message[];
  /** What is wrong with the JSON, in the order of the text. */
  readonly problems: readonly JsonProblem[];
}

/**
 * Reads a file of messages: one, several side by side, or an array of them. Never fails; needs time linear in the length of the text.
 * @param text of the file; offsets in what comes out are UTF-16 code units from 0
 */
export function readMessages(text: string): QmpDocument {
  const { values, problems } = readJson([{ start: 0, text }]);
  const messages = values.flatMap((value) => (value.kind === 'array' ? value.items : [value])).map(bareMessage);
  return { text, messages, problems };
}

function bareMessage(value: JsonValue): Message {
  const span: Span = value.span;
  return { side: value.kind === 'object' ? sideOf(value) : undefined, arrow: undefined, value, span };
}
