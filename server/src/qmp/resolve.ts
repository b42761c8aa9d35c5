/**
 * What the names in the examples of a documentation comment stand for: each message is walked along the schema. Names
 * that the schema does not have are passed over; to complain of them is for the rules.
 */
import type { Branch, CommandDefinition, Definition, Member, NamedThing, TypeRef } from '../schema/model.ts';
import type { ObjectView, Schema, TagView } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc } from '../syntax/tree.ts';
import { type JsonObject, type JsonString, type JsonValue, jsonEntryOf } from './json.ts';
import type { Message } from './message.ts';
import { exampleBlocks } from './transcript.ts';

/** A name somewhere in a text, and what it stands for. */
export interface NameReference {
  /** The name's text in the file, without quotes. */
  readonly span: Span;
  readonly thing: NamedThing;
}

/**
 * The names in the examples of a documentation comment: of commands, events, members, enum values and error classes.
 * @param doc the comment
 * @param schema the schema that its file is read in
 * @returns the names that the schema knows, in the order of the text
 */
export function exampleReferences(doc: Doc, schema: Schema): NameReference[] {
  const messages = exampleBlocks(doc).flatMap((block) => block.messages);
  if (messages.length === 0) return [];
  const documented = doc.symbol && schema.definition(doc.symbol.text);
  const answered = answeredCommands(messages);
  const walker = new Walker(schema);
  for (const message of messages) {
    if (message.value?.kind !== 'object') continue;
    const request = answered.get(message);
    const command = request ? commandOf(request, schema) : documented?.kind === 'command' ? documented : undefined;
    walker.message(message.value, command);
  }
  return walker.references;
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
      const id = idOf(reply);
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
      const id = idOf(command);
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
      const id = idOf(message);
      if (id !== undefined) byId.set(id, message);
    } else if (jsonEntryOf(message.value, 'return') || jsonEntryOf(message.value, 'error')) {
      replies.push(message);
    }
  }
  settle();
  return answered;
}

/** The command that a message executes. */
export function commandOf(message: Message, schema: Schema): CommandDefinition | undefined {
  const name = message.value?.kind === 'object' ? nameOf(message.value) : undefined;
  return name && ofKind(schema.definition(name.text), 'command');
}

function nameOf(message: JsonObject): JsonString | undefined {
  const name = (jsonEntryOf(message, 'execute') ?? jsonEntryOf(message, 'exec-oob'))?.value;
  return name?.kind === 'string' ? name : undefined;
}

/** A message's `id` as a text to compare; an id that is an object or array is not compared. */
function idOf(message: Message): string | undefined {
  const id = message.value?.kind === 'object' ? jsonEntryOf(message.value, 'id')?.value : undefined;
  return id?.kind === 'string' || id?.kind === 'number' ? `${id.kind} ${id.text}` : undefined;
}

function ofKind<K extends Definition['kind']>(
  definition: Definition | undefined,
  kind: K,
): Extract<Definition, { kind: K }> | undefined {
  return definition?.kind === kind ? (definition as Extract<Definition, { kind: K }>) : undefined;
}

class Walker {
  readonly references: NameReference[] = [];
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** @param answers the command that the message answers, if it is a reply */
  message(message: JsonObject, answers: CommandDefinition | undefined): void {
    const name = nameOf(message);
    const command = name && ofKind(this.#schema.definition(name.text), 'command');
    const eventName = jsonEntryOf(message, 'event')?.value;
    const event = eventName?.kind === 'string' ? ofKind(this.#schema.definition(eventName.text), 'event') : undefined;
    for (const { key, value } of message.entries) {
      if (!value) continue;
      if (value === name) this.#found(name, command);
      else if (value === eventName && eventName.kind === 'string') this.#found(eventName, event);
      else if (key.text === 'arguments' && name) this.#value(value, command?.data);
      else if (key.text === 'data' && eventName) this.#value(value, event?.data);
      else if (key.text === 'return') this.#value(value, answers?.returns);
      else if (key.text === 'error') this.#error(value);
      else if (key.text === 'QMP') this.#greeting(value);
    }
  }

  #error(error: JsonValue): void {
    const name = error.kind === 'object' ? jsonEntryOf(error, 'class')?.value : undefined;
    if (name) this.#valueOfEnum(name, 'QapiErrorClass');
  }

  #greeting(greeting: JsonValue): void {
    if (greeting.kind !== 'object') return;
    for (const { key, value } of greeting.entries) {
      if (!value) continue;
      if (key.text === 'version') {
        this.#value(value, ofKind(this.#schema.definition('query-version'), 'command')?.returns);
      } else if (key.text === 'capabilities' && value.kind === 'array') {
        for (const item of value.items) this.#valueOfEnum(item, 'QMPCapability');
      }
    }
  }

  #value(value: JsonValue, type: TypeRef | undefined): void {
    switch (value.kind) {
      case 'array': {
        const array = type?.kind === 'array' ? type : this.#alternative(value, type);
        if (array?.kind === 'array') for (const item of value.items) this.#value(item, array.of);
        break;
      }
      case 'object': {
        const view = this.#schema.objectOf(type) ?? this.#schema.objectOf(this.#alternative(value, type));
        if (view) this.#object(value, view);
        break;
      }
      case 'string': {
        const definition = this.#schema.typeOf(type);
        const alternative = definition?.kind === 'alternate' ? this.#alternative(value, type) : undefined;
        const name = this.#schema.typeOf(alternative) ?? definition;
        if (name?.kind === 'enum') this.#found(value, memberNamed(name.values, value.text));
        break;
      }
    }
  }

  #valueOfEnum(value: JsonValue, name: string): void {
    const values = ofKind(this.#schema.definition(name), 'enum')?.values;
    if (values && value.kind === 'string') this.#found(value, memberNamed(values, value.text));
  }

  /** The type of the branch that an alternate takes for a JSON value, or undefined where the type is no alternate. */
  #alternative(value: JsonValue, type: TypeRef | undefined): TypeRef | undefined {
    const definition = this.#schema.typeOf(type);
    if (definition?.kind !== 'alternate') return undefined;
    return definition.branches.find((branch) => this.#schema.jsonKindOf(branch.type) === value.kind)?.type;
  }

  #object(object: JsonObject, view: ObjectView): void {
    const views = this.#views(object, view);
    for (const { key, value } of object.entries) {
      for (const { members, tag } of views) {
        const member = memberNamed(members, key.text) ?? this.#onlyInBranches(key.text, object, tag);
        if (member) {
          this.#found(key, member);
          if (value) this.#value(value, member.type);
          break;
        }
        if (tag?.wrapped && value) this.#wrapped(key.text, value, tag, object);
      }
    }
  }

  /** `type` and `data` of a simple union. */
  #wrapped(key: string, value: JsonValue, tag: TagView, object: JsonObject): void {
    if (key === 'data') this.#value(value, branchOf(object, tag)?.type);
    else if (key === tag.name && value.kind === 'string') this.#found(value, memberNamed(tag.values, value.text));
  }

  /** The view of an object, and of the branches that its tags choose. A branch may be a union itself. */
  #views(object: JsonObject, view: ObjectView): ObjectView[] {
    const views = [view];
    for (let last: ObjectView | undefined = view; last?.tag && !last.tag.wrapped; ) {
      const branch = this.#schema.objectOf(branchOf(object, last.tag)?.type);
      last = branch && !views.includes(branch) ? branch : undefined;
      if (last) views.push(last);
    }
    return views;
  }

  /**
   * Where an object leaves out its tag: the member of that name, if the branches have just one. Documentation lags behind
   * types that became unions, and a rename should not leave it behind further.
   */
  #onlyInBranches(name: string, object: JsonObject, tag: TagView | undefined): Member | undefined {
    if (!tag || tag.wrapped || object.elided || jsonEntryOf(object, tag.name)) return undefined;
    let only: Member | undefined;
    for (const { type } of tag.branches.values()) {
      const member = memberNamed(this.#schema.objectOf(type)?.members ?? [], name);
      if (member && only && member !== only) return undefined;
      only ??= member;
    }
    return only;
  }

  #found(name: JsonString, thing: NamedThing | undefined): void {
    if (thing) this.references.push({ span: name.content, thing });
  }
}

/** The branch that the tag in an object chooses. */
function branchOf(object: JsonObject, tag: TagView): Branch | undefined {
  const value = jsonEntryOf(object, tag.name)?.value;
  return value?.kind === 'string' ? tag.branches.get(value.text) : undefined;
}

function memberNamed(members: readonly Member[], name: string): Member | undefined {
  return members.find((member) => member.name.text === name);
}
