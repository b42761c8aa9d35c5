/**
 * What may stand in a message, place by place: the keys of the protocol itself (QEMU's docs/interop/qmp-spec.rst), and below
 * them the values that the schema has. Nothing is judged here.
 */
import { NO_MEMBERS, Wire, type WireMember, type WireObject, type WireTag, type WireType } from '../compat/wire.ts';
import type { TagValue, WirePart, WirePath } from '../compat/wire-path.ts';
import type { CommandDefinition, EventDefinition, Member } from '../schema/model.ts';
import { errorClassesOf } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import { type JsonObject, type JsonString, type JsonValue, jsonEntryOf } from './json.ts';
import type { Side } from './message.ts';

/** What may stand in the place of a value. */
export type Expected =
  /** An object of the protocol, which no schema describes. */
  | { readonly kind: 'frame'; readonly frame: FrameName }
  /** The name of a command, of one that may run out of band, or of an event. */
  | { readonly kind: 'name'; readonly of: 'command' | 'oob-command' | 'event' }
  /** A value of a type. The way to it is missing where no schema describes the place: the text of an error. */
  | { readonly kind: 'value'; readonly type: WireType; readonly wire: WirePath | undefined }
  /** One of the classes of errors, where the schema does not list them. */
  | { readonly kind: 'error-class' }
  /** Any value. */
  | { readonly kind: 'any' };

/** The objects of the protocol itself. */
export type FrameName = 'message' | 'greeting' | 'error' | 'timestamp';

/** A key that an object may have. */
export interface ExpectedKey {
  readonly name: string;
  readonly mandatory: boolean;
  /** Whether its value decides which other members there are. */
  readonly isTag: boolean;
  /** Where the schema declares it; undefined for keys of the protocol, and for `type` and `data` of simple unions. */
  readonly declared: Member | undefined;
  /** The object of the protocol whose key it is. */
  readonly frame: FrameName | undefined;
  /** What its value may be. */
  readonly expected: Expected;
}

/** The classes of errors of every release since 1.2, for schemas that do not list them: an answer of query-qmp-schema. */
export const ERROR_CLASSES: readonly string[] = [
  'GenericError',
  'CommandNotFound',
  'DeviceNotActive',
  'DeviceNotFound',
  'KVMMissingCap',
];

const ANY: Expected = { kind: 'any' };
const AT_NOTHING = { start: 0, end: 0 };

/** What is known of the message that a place belongs to. */
export interface About {
  readonly message: JsonObject;
  readonly side: Side | undefined;
  /** The command that it executes. */
  readonly command: CommandDefinition | undefined;
  readonly event: EventDefinition | undefined;
  /** The command that it answers. It may take a look at all messages before: asked where that matters. */
  readonly answers: () => CommandDefinition | undefined;
}

/** What a schema says of the places in messages. */
export class Expectations {
  readonly schema: Schema;
  readonly #wire: Wire;

  constructor(schema: Schema) {
    this.schema = schema;
    this.#wire = Wire.of(schema);
  }

  command(name: string): CommandDefinition | undefined {
    const definition = this.schema.definition(name);
    return definition?.kind === 'command' ? definition : undefined;
  }

  event(name: string): EventDefinition | undefined {
    const definition = this.schema.definition(name);
    return definition?.kind === 'event' ? definition : undefined;
  }

  /** What a command takes, gives, or what comes with an event. */
  part(definition: CommandDefinition | EventDefinition, part: Exclude<WirePart, 'class'>): Expected {
    const ref = part === 'return' ? definition.kind === 'command' && definition.returns : definition.data;
    const type = ref ? this.#wire.type(ref) : NO_MEMBERS;
    const wire: WirePath = { kind: definition.kind, name: definition.name.text, part, members: [] };
    return { kind: 'value', type, wire };
  }

  /**
   * The keys that an object may have, as far as they are known, in the order of the protocol or the schema: those that a branch
   * brings stand behind the others. Undefined where an object may have any key, or none at all.
   * @param expected what may stand in its place
   * @param object what stands there, or will: its tags select branches
   * @param about of the message that it is, or stands in
   */
  keys(expected: Expected, object: JsonObject, about: About): readonly ExpectedKey[] | undefined {
    if (expected.kind === 'frame') return this.#frameKeys(expected.frame, object, about);
    if (expected.kind !== 'value') return undefined;
    const type = alternativeFor(expected.type, object);
    return type.kind === 'object' ? this.#members(type, object, expected.wire) : undefined;
  }

  /**
   * What an object must have because of a value of its tag, and has not.
   * @param tag the name of the member
   */
  broughtBy(tag: string, value: string, expected: Expected, object: JsonObject, about: About): readonly ExpectedKey[] {
    const others = object.entries.filter(({ key }) => key.text !== tag);
    const chosen = { ...object, entries: [...others, { key: jsonString(tag), value: jsonString(value) }] };
    const without = this.keys(expected, { ...object, entries: others }, about) ?? [];
    const isNew = ({ name }: ExpectedKey): boolean =>
      !without.some((key) => key.name === name) && jsonEntryOf(object, name) === undefined;
    return (this.keys(expected, chosen, about) ?? []).filter((key) => key.mandatory && isNew(key));
  }

  /** The key that is meant by a name. Of an object without its tag also one that only branches have, if they agree. */
  key(expected: Expected, object: JsonObject, about: About, name: string): ExpectedKey | undefined {
    const key = this.keys(expected, object, about)?.find((one) => one.name === name);
    if (key || expected.kind !== 'value') return key;
    const type = alternativeFor(expected.type, object);
    return type.kind === 'object' ? this.#onlyInBranches(type, object, expected.wire, name) : undefined;
  }

  // ---- the protocol ----

  #frameKeys(frame: FrameName, object: JsonObject, about: About): ExpectedKey[] {
    switch (frame) {
      case 'message':
        return this.#messageKeys(object, about);
      case 'greeting':
        return [
          frameKey('greeting', 'version', true, this.#version()),
          frameKey('greeting', 'capabilities', true, this.#capabilities()),
        ];
      case 'error':
        return [
          frameKey('error', 'class', true, this.errorClass()),
          frameKey('error', 'desc', true, this.#builtin('str')),
        ];
      case 'timestamp':
        return [
          frameKey('timestamp', 'seconds', true, this.#builtin('int')),
          frameKey('timestamp', 'microseconds', true, this.#builtin('int')),
        ];
    }
  }

  #messageKeys(message: JsonObject, about: About): ExpectedKey[] {
    const has = (key: string): boolean => jsonEntryOf(message, key) !== undefined;
    const { side, command, event } = about;
    const isOob = has('exec-oob');
    const id = frameKey('message', 'id', isOob, ANY);
    const execute = frameKey('message', 'execute', !isOob, { kind: 'name', of: 'command' });
    const oob = frameKey('message', 'exec-oob', isOob, { kind: 'name', of: 'oob-command' });
    const args = (): ExpectedKey => {
      const expected = command ? this.part(command, 'arguments') : ANY;
      return frameKey('message', 'arguments', isFilled(expected), expected);
    };
    const reply = (): ExpectedKey => {
      const answered = about.answers();
      return frameKey('message', 'return', true, answered ? this.part(answered, 'return') : ANY);
    };
    const error = frameKey('message', 'error', true, { kind: 'frame', frame: 'error' });
    const eventName = frameKey('message', 'event', true, { kind: 'name', of: 'event' });
    const greeting = frameKey('message', 'QMP', true, { kind: 'frame', frame: 'greeting' });
    if (has('execute') || isOob || has('arguments')) {
      return [...(isOob ? [] : [execute]), ...(has('execute') ? [] : [oob]), args(), id];
    }
    if (has('return')) return [reply(), id];
    if (has('error')) return [error, id];
    if (has('event') || has('data') || has('timestamp')) {
      const data = event ? this.part(event, 'data') : ANY;
      const timestamp = frameKey('message', 'timestamp', true, { kind: 'frame', frame: 'timestamp' });
      return [eventName, frameKey('message', 'data', isFilled(data), data), timestamp];
    }
    if (has('QMP')) return [greeting];
    const client = [execute, oob, args()];
    const server = [reply(), error, eventName, greeting];
    return [...(side === 'server' ? [] : client), ...(side === 'client' ? [] : server), id];
  }

  /** The classes of errors, a type of the schema where that has one. */
  errorClass(): Expected {
    const definition = errorClassesOf(this.schema);
    if (!definition) return { kind: 'error-class' };
    const type = this.#wire.type({ kind: 'name', name: definition.name.text, span: AT_NOTHING });
    const wire: WirePath = { kind: 'error', name: 'error', part: 'class', members: [] };
    return { kind: 'value', type, wire };
  }

  /** The specification says that it is what query-version gives. */
  #version(): Expected {
    const command = this.command('query-version');
    return command ? this.part(command, 'return') : ANY;
  }

  #capabilities(): Expected {
    const command = this.command('qmp_capabilities');
    const all = command && this.part(command, 'arguments');
    const enable = all?.kind === 'value' && all.type.kind === 'object' ? all.type.members.get('enable') : undefined;
    if (!enable || all?.kind !== 'value' || !all.wire) return ANY;
    return { kind: 'value', type: enable.type, wire: { ...all.wire, members: ['enable'] } };
  }

  #builtin(name: string): Expected {
    const type = this.#wire.type({ kind: 'name', name, span: AT_NOTHING });
    return { kind: 'value', type, wire: undefined };
  }

  // ---- the schema ----

  #members(type: WireObject, object: JsonObject, wire: WirePath | undefined): ExpectedKey[] {
    const keys: ExpectedKey[] = [];
    const known = new Set<string>();
    const seen = new Set<WireObject>();
    const branches: TagValue[] = [];
    for (let part: WireObject | undefined = type; part && !seen.has(part); ) {
      seen.add(part);
      const { tag }: WireObject = part;
      for (const [name, member] of part.members) {
        if (known.has(name)) continue;
        known.add(name);
        keys.push(memberKey(name, member, tag, wire, branches));
      }
      const value: string | undefined = tag && selectedIn(object, tag);
      part = tag && value !== undefined ? tag.branches.get(value) : undefined;
      if (tag && value !== undefined) branches.push({ tag: tag.name, value });
    }
    return keys;
  }

  /** Documentation lags behind types that became unions: it leaves out the tag. */
  #onlyInBranches(
    { tag }: WireObject,
    object: JsonObject,
    wire: WirePath | undefined,
    name: string,
  ): ExpectedKey | undefined {
    if (!tag || jsonEntryOf(object, tag.name)) return undefined;
    let only: ExpectedKey | undefined;
    for (const [value, branch] of tag.branches) {
      const member = branch.members.get(name);
      if (!member) continue;
      if (only && member.declared !== only.declared) return undefined;
      only ??= memberKey(name, member, undefined, wire, [{ tag: tag.name, value }]);
    }
    return only;
  }
}

/** A string that stands nowhere. */
function jsonString(text: string): JsonString {
  return { kind: 'string', span: AT_NOTHING, content: AT_NOTHING, text, plain: true };
}

function frameKey(frame: FrameName, name: string, mandatory: boolean, expected: Expected): ExpectedKey {
  return { name, mandatory, isTag: false, declared: undefined, frame, expected };
}

function memberKey(
  name: string,
  { type, declared }: WireMember,
  tag: WireTag | undefined,
  wire: WirePath | undefined,
  branches: readonly TagValue[],
): ExpectedKey {
  return {
    name,
    mandatory: !declared?.optional,
    isTag: tag?.name === name,
    declared,
    frame: undefined,
    expected: { kind: 'value', type, wire: wire && below(wire, name, branches) },
  };
}

/** The way to a member. Which branches it stands in is said only where it stands in some. */
function below(wire: WirePath, name: string, branches: readonly TagValue[]): WirePath {
  const members = [...wire.members, name];
  if (!wire.branches && branches.length === 0) return { ...wire, members };
  const before = wire.branches ?? wire.members.map(() => []);
  return { ...wire, members, branches: [...before, [...branches]] };
}

function selectedIn(object: JsonObject, tag: WireTag): string | undefined {
  const value = jsonEntryOf(object, tag.name)?.value;
  return value?.kind === 'string' ? value.text : undefined;
}

/** Whether a place wants an object that has something in it. */
function isFilled(expected: Expected): boolean {
  if (expected.kind !== 'value' || expected.type.kind !== 'object') return false;
  return [...expected.type.members.values()].some(({ declared }) => !declared?.optional);
}

/** Of an alternate the type that takes a JSON value; any other type itself. */
export function alternativeFor(type: WireType, value: JsonValue): WireType {
  if (type.kind !== 'alternate') return type;
  return type.branches.find((branch) => branch.type.json === value.kind)?.type ?? type;
}

/** What the elements of an array may be. */
export function elementOf(expected: Expected, array: JsonValue): Expected {
  if (expected.kind !== 'value') return ANY;
  const type = alternativeFor(expected.type, array);
  return type.kind === 'array' ? { ...expected, type: type.of } : ANY;
}
