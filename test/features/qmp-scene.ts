/** Scenes with messages: a file of them, or a schema with examples in its comments. */
import { readFileSync } from 'node:fs';
import { readMessages } from '../../server/src/qmp/document.ts';
import { type MessageText, messagesOfCommentAt, messagesOfFile } from '../../server/src/qmp/place.ts';
import type { MessageTarget } from '../../server/src/rules/run-messages.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { schemaFrom } from '../helpers/schema.ts';

const ROOT = 'qapi/qapi-schema.json';

/** The schema of scenes that have none of their own. */
export const TRAINS = readFileSync(new URL('fixtures/qmp-schema.json', import.meta.url), 'utf8');

export interface QmpScene {
  readonly text: string;
  readonly offset: number;
  readonly source: MessageText;
  readonly target: MessageTarget;
}

/** What is read of a text without its caret: of a schema the comment at the caret. */
function readSource(path: string, text: string, offset: number): MessageText {
  const source = path.endsWith('.json') ? messagesOfCommentAt(parse(text), offset) : messagesOfFile(readMessages(text));
  if (!source) throw new Error('the caret stands in no comment');
  return source;
}

/** @param files by path: one has the caret. A schema in the place of QEMU's takes the place of the one with the trains. */
export async function openScene(files: Readonly<Record<string, string>>): Promise<QmpScene> {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('|')) ?? ['', ''];
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const trains = path.endsWith('.json') ? `${text}\n${TRAINS}` : TRAINS;
  const schema = await schemaFrom({ [`/tree/${ROOT}`]: files[ROOT] && path !== ROOT ? files[ROOT] : trains });
  return {
    text,
    offset,
    source: readSource(path, text, offset),
    target: { schema, kind: 'tree', label: 'tree', root: 'qapi' },
  };
}
