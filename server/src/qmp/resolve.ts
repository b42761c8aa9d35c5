/**
 * The examples of a documentation comment, as what they are: conversations of which parts are left out. What the names in them
 * stand for, and what is wrong with them.
 */
import type { Definition } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Doc } from '../syntax/tree.ts';
import { Conversation, idOf, type NameUse, type Told } from './conversation.ts';
import { type JsonObject, type JsonString, jsonEntryOf } from './json.ts';
import type { Message } from './message.ts';
import { type Block, exampleBlocks } from './transcript.ts';

/**
 * The names in the examples of a documentation comment: of commands, events, members, enum values and error classes.
 * @param doc the comment
 * @param schema the schema that its file is read in
 * @returns the names that the schema knows, in the order of the text
 */
export function exampleReferences(doc: Doc, schema: Schema): NameUse[] {
  const documented = doc.symbol && schema.definition(doc.symbol.text);
  return tellExamples(exampleBlocks(doc), schema, documented).flatMap(({ told }) => told.names);
}

/** A message of an example, and what there is to tell of it. */
export interface ToldMessage {
  readonly message: Message;
  readonly told: Told;
}

/**
 * What there is to tell of the examples of one comment, message by message in the order of the text. What is remembered from one
 * message to the next is forgotten at the end of a block: prose stands behind it.
 * @param documented the definition that the comment is about
 * @param onLookup is told the definitions that the answer depends on
 */
export function tellExamples(
  blocks: readonly Block[],
  schema: Schema,
  documented: Definition | undefined,
  onLookup?: (name: string, definition: Definition | undefined) => void,
): ToldMessage[] {
  if (blocks.length === 0) return [];
  const answers = answeredCommands(blocks.flatMap(({ messages }) => messages));
  return blocks.flatMap(({ messages }) => {
    const conversation = new Conversation(schema, {
      origin: 'example',
      documented,
      answers,
      ...(onLookup && { onLookup }),
    });
    return messages.map((message) => ({ message, told: conversation.take(message) }));
  });
}

/**
 * Which command each reply answers: by `id` where it has one that a command has, else by order. Of commands in a row some
 * may have been left without a reply; then the replies belong to the last ones.
 */
export function answeredCommands(messages: readonly Message[]): ReadonlyMap<Message, Message> {
  const answered = new Map<Message, Message>();
  /** Commands without a reply, the last one on top; those that a reply named by its id stay until they are met. */
  const open: Message[] = [];
  const byId = new Map<string, Message>();
  const named = new Set<Message>();
  let openCount = 0;
  let replies: Message[] = [];

  const settle = (): void => {
    const unnamed: Message[] = [];
    for (const reply of replies) {
      const id = idIn(reply);
      const command = id === undefined ? undefined : byId.get(id);
      if (id !== undefined && command) {
        answered.set(reply, command);
        byId.delete(id);
        named.add(command);
        openCount--;
      } else {
        unnamed.push(reply);
      }
    }
    for (const reply of unnamed.slice(0, openCount).reverse()) {
      let command = open.pop();
      while (command && named.has(command)) command = open.pop();
      if (!command) break;
      answered.set(reply, command);
      openCount--;
      const id = idIn(command);
      if (id !== undefined && byId.get(id) === command) byId.delete(id);
    }
    replies = [];
  };

  for (const message of messages) {
    if (message.value?.kind !== 'object') continue;
    if (nameOf(message.value)) {
      if (replies.length > 0) settle();
      open.push(message);
      openCount++;
      const id = idIn(message);
      if (id !== undefined) byId.set(id, message);
    } else if (jsonEntryOf(message.value, 'return') || jsonEntryOf(message.value, 'error')) {
      replies.push(message);
    }
  }
  settle();
  return answered;
}

function nameOf(message: JsonObject): JsonString | undefined {
  const name = (jsonEntryOf(message, 'execute') ?? jsonEntryOf(message, 'exec-oob'))?.value;
  return name?.kind === 'string' ? name : undefined;
}

function idIn({ value }: Message): string | undefined {
  return value?.kind === 'object' ? idOf(jsonEntryOf(value, 'id')?.value) : undefined;
}
