/** Which files hold QMP messages. */
import { readMessages } from '../qmp/document.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';

/** Whether a file holds messages by its name: `*.qmp`, `*.qmp.json`, `*.qmp.jsonl`, `*.replies`. */
export function isMessageFile(path: string): boolean {
  return /[^/]\.(?:qmp|qmp\.jsonl?|replies)$/.test(path);
}

/** However long the file: messages show early. In UTF-16 code units. */
const WINDOW = 64 * 1024;

/** Whether a text that may be a schema, or anything else, holds messages: it is no schema, and has a message in its beginning. */
export function looksLikeMessages(text: string): boolean {
  return !looksLikeQapi(text) && readMessages(text.slice(0, WINDOW)).messages.some(({ side }) => side !== undefined);
}
