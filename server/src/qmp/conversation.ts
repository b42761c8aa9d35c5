/**
 * What is said between a client and a program, message by message: which command a reply answers, what has been negotiated, and what
 * is wrong with each message. QEMU's docs/interop/qmp-spec.rst. Only so much is remembered as later messages need, and of that no
 * more than some thousand commands: a stream has no end.
 */
import { NO_MEMBERS, Wire, type WireType } from '../compat/wire.ts';
import type { CommandDefinition, Definition, EventDefinition, Member, NamedThing, TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import type { EnvelopePart, Fault } from './faults.ts';
import { ANY_INTEGER, integerIn } from './integers.ts';
import { type JsonEntry, type JsonObject, type JsonString, type JsonValue, jsonEntryOf } from './json.ts';
import { type Message, type Side, sideOf } from './message.ts';
import { type Listener, type ValuePlace, ValueWalk } from './values.ts';

/** A name in a message, without its quotes, and what it stands for. */
export interface NameUse {
  readonly span: Span;
  readonly thing: NamedThing;
}

/** What there is to tell of a message. */
export interface Told {
  readonly faults: readonly Fault[];
  /** In the order of the text. */
  readonly names: readonly NameUse[];
}

export interface ConversationOptions {
  /**
   * `file`: all that a program and its client said to each other. `example`: part of a documentation comment, in which things are left
   * out: commands have no reply, and replies no command.
   */
  readonly origin: 'file' | 'example';
  /** The definition that an example stands at: replies without a command are its. */
  readonly documented?: Definition | undefined;
  /** Which command each reply answers, where somebody has seen the whole conversation. */
  readonly answers?: ReadonlyMap<Message, Message>;
  /** Is told each definition that the answer depends on, by the name that was looked up; undefined where there is none. */
  readonly onLookup?: (name: string, definition: Definition | undefined) => void;
}

/** The classes of errors since 1.2 (QEMU's qapi/error.json): what introspection and the guest agent's schema do not tell. */
const ERROR_CLASSES: readonly string[] = [
  'GenericError',
  'CommandNotFound',
  'DeviceNotActive',
  'DeviceNotFound',
  'KVMMissingCap',
];

/** More commands than that are not remembered. QEMU takes eight at a time. */
const MOST_OPEN = 4096;

/**
 * Commands that have, or had, `'gen': false`, of which introspection does not tell: they take more arguments than it lists. Those
 * that became unions since then list them all.
 */
const UNTOLD: ReadonlySet<string> = new Set(['device_add', 'netdev_add', 'object-add']);

/**
 * Commands of QEMU 0.14 and before that came into its schema later, the last two with 2.8: an older schema does not have them all,
 * nor does what a program says of itself by it.
 */
const OLDER_THAN_SCHEMA: ReadonlySet<string> = new Set([
  'add_client',
  'balloon',
  'block_passwd',
  'block_resize',
  'blockdev-snapshot-sync',
  'change',
  'client_migrate_info',
  'closefd',
  'cont',
  'device_add',
  'device_del',
  'eject',
  'expire_password',
  'getfd',
  'human-monitor-command',
  'inject-nmi',
  'memsave',
  'migrate',
  'migrate_cancel',
  'migrate_set_downtime',
  'migrate_set_speed',
  'netdev_add',
  'netdev_del',
  'pmemsave',
  'qmp_capabilities',
  'screendump',
  'set_link',
  'set_password',
]);

/** The keys of each kind of message, and of its parts. */
const KEYS: Readonly<Record<EnvelopePart, readonly string[]>> = {
  command: ['execute', 'exec-oob', 'arguments', 'id'],
  reply: ['return', 'error', 'id'],
  error: ['class', 'desc'],
  event: ['event', 'data', 'timestamp'],
  timestamp: ['seconds', 'microseconds'],
  greeting: ['QMP', 'version', 'capabilities'],
};

/** A command that has no reply yet. */
interface OpenCommand {
  readonly id: string | undefined;
  readonly span: Span;
  readonly command: CommandDefinition | undefined;
  /** Whether the capabilities are negotiated with it, unless it fails. */
  readonly negotiates: boolean;
  isAnswered: boolean;
}

/** Takes the messages of one conversation in their order, and says of each what is wrong with it. */
export class Conversation {
  readonly #schema: Schema;
  readonly #wire: Wire;
  readonly #options: ConversationOptions;

  /** Commands without a reply, the oldest first. Those that have got one by id stay until they are met. */
  #open: OpenCommand[] = [];
  #openFrom = 0;
  readonly #byId = new Map<string, OpenCommand>();
  /** Whether some commands had to be forgotten, or could not be read. */
  #hasForgotten = false;
  #hasCommands = false;
  /** Whether commands have been answered: then those without a reply are waiting for one. */
  #hasReplies = false;
  #isGreeted = false;
  /** What the greeting offers; undefined where nobody knows. */
  #offered: readonly string[] | undefined;
  #isNegotiated = false;
  /** Undefined where nobody knows. */
  #isOobEnabled: boolean | undefined;
  #isToldNotNegotiated = false;

  #faults: Fault[] = [];
  #names: NameUse[] = [];
  readonly #listener: Listener = {
    name: (span, thing) => void this.#names.push({ span, thing }),
    fault: (fault) => void this.#faults.push(fault),
    type: (definition) => this.#options.onLookup?.(definition.name.text, definition),
  };

  /** @param schema of the program */
  constructor(schema: Schema, options: ConversationOptions) {
    this.#schema = schema;
    this.#wire = Wire.of(schema);
    this.#options = options;
  }

  /** A message of which only the beginning is there: it may have been a command, and then one with any id. Never a fault. */
  pass(): readonly Fault[] {
    this.#hasForgotten = true;
    return [];
  }

  /** How many commands are remembered. */
  get remembered(): number {
    return Math.max(this.#open.length, this.#byId.size);
  }

  /** The next message, in the order of the text. */
  take(message: Message): Told {
    this.#faults = [];
    this.#names = [];
    const { value } = message;
    if (value?.kind === 'object') this.#object(message, value);
    else if (value && value.kind !== 'elision' && value.kind !== 'bad') {
      this.#fault({ kind: 'no-message', span: value.span, side: message.side ?? 'client', value });
    }
    return { faults: this.#faults, names: this.#names };
  }

  /** What shows only when nothing more comes. The conversation is over. */
  end(): Told {
    this.#reset();
    return { faults: [], names: [] };
  }

  #object(message: Message, object: JsonObject): void {
    const byKeys = sideOf(object);
    const side = byKeys ?? message.side ?? 'client';
    if (byKeys && message.arrow && message.side && message.side !== byKeys) {
      this.#fault({ kind: 'wrong-arrow', span: message.arrow, arrow: message.arrow, side: message.side });
    }
    this.#repeatedKeys(object, side);
    const has = (key: string): boolean => jsonEntryOf(object, key) !== undefined;
    if (has('execute') || has('exec-oob')) this.#command(message, object);
    else if (has('return') || has('error')) this.#reply(message, object);
    else if (has('event')) this.#event(object);
    else if (has('QMP')) this.#greeting(object);
    else if (!object.elided) {
      this.#fault({ kind: 'no-message', span: braceOf(object), side: message.side ?? 'client', value: object });
    }
  }

  // ---- commands ----

  #command(message: Message, object: JsonObject): void {
    const side = 'client';
    const entry = jsonEntryOf(object, 'execute') ?? (jsonEntryOf(object, 'exec-oob') as JsonEntry);
    const isOutOfBand = entry.key.text === 'exec-oob';
    const nameValue = entry.value;
    const name = nameValue?.kind === 'string' ? nameValue : undefined;
    const command = name && this.#lookup(name.text, 'command');
    const args = jsonEntryOf(object, 'arguments');
    for (const { key, value } of object.entries) {
      switch (key.text) {
        case 'execute':
        case 'exec-oob':
          if (value && value === nameValue && name) this.#commandName(name, command);
          else this.#partType('command', key, value, 'string');
          break;
        case 'arguments':
          if (command && value) this.#arguments(command, object, value, key.content);
          else this.#partType('command', key, value, 'object');
          break;
      }
    }
    this.#keys('command', object, side);
    this.#twoInOne(object, side, ['execute', 'exec-oob']);
    if (command && name) {
      const isMisnamed = object.entries.some(({ key, value }) => isArguments(key.text, value));
      if (!args && !isMisnamed && !object.elided) this.#arguments(command, object, undefined, name.content);
      if (isOutOfBand) this.#outOfBand(command, name, entry.key, object);
    }
    const negotiates = name !== undefined && this.#negotiation(command, name, object);
    this.#remember(message, object, command, negotiates);
  }

  #commandName(name: JsonString, command: CommandDefinition | undefined): void {
    const side = 'client';
    const wire = { kind: 'command', name: name.text, members: [] } as const;
    const span = name.content;
    if (!command) {
      if (this.#isOlderThanSchema(name.text)) return;
      const definition = this.#schema.definition(name.text);
      this.#fault({ kind: 'unknown-command', span, name, definition, side, wire });
      return;
    }
    this.#names.push({ span, thing: command });
    if (name.text.startsWith('__')) {
      this.#fault({ kind: 'downstream-name', span, name: name.text, thing: command, side, wire });
    }
    if (command === this.#options.documented) return;
    for (const feature of command.features) {
      const kind = feature.name.text;
      if (kind !== 'deprecated' && kind !== 'unstable') continue;
      this.#fault({ kind, span, thing: command, feature, side, wire });
    }
  }

  /** Whether a command was there before the schema told of it: one of the system emulator, as it was before 2.8. */
  #isOlderThanSchema(name: string): boolean {
    if (!OLDER_THAN_SCHEMA.has(name)) return false;
    return !this.#lookup('qmp_capabilities', 'command') && this.#lookup('query-version', 'command') !== undefined;
  }

  #arguments(command: CommandDefinition, message: JsonObject, value: JsonValue | undefined, at: Span): void {
    const name = command.name.text;
    const takesMore = command.flags.has('gen') || (UNTOLD.has(name) && !this.#isUnion(command));
    this.#walk(
      { kind: 'command', name, part: 'arguments', side: 'client', message, takesMore },
      value,
      command,
      command.data,
      at,
    );
  }

  #isUnion({ data }: CommandDefinition): boolean {
    const type = data && this.#wire.type(data);
    return type?.kind === 'object' && type.tag !== undefined;
  }

  #outOfBand(command: CommandDefinition, name: JsonString, key: JsonString, object: JsonObject): void {
    const side = 'client';
    const wire = { kind: 'command', name: name.text, members: [], flag: 'allow-oob' } as const;
    if (!command.flags.has('allow-oob')) {
      this.#fault({ kind: 'oob-not-allowed', span: key.content, name, key, side, wire });
    } else if (this.#isOobEnabled === false) {
      this.#fault({ kind: 'oob-not-enabled', span: key.content, key, side });
    } else if (!jsonEntryOf(object, 'id') && !object.elided) {
      this.#fault({ kind: 'oob-without-id', span: key.content, object, side });
    }
  }

  /** Says whether the command negotiates the capabilities. */
  #negotiation(command: CommandDefinition | undefined, name: JsonString, object: JsonObject): boolean {
    const side = 'client';
    if (name.text !== 'qmp_capabilities') {
      const isTooEarly = command !== undefined && this.#isGreeted && !this.#isNegotiated && !this.#isToldNotNegotiated;
      if (isTooEarly) this.#fault({ kind: 'not-negotiated', span: name.content, name, object, side });
      this.#isToldNotNegotiated ||= isTooEarly;
      return false;
    }
    if (this.#isNegotiated) {
      this.#fault({ kind: 'negotiated-twice', span: name.content, name, side });
      return false;
    }
    this.#isNegotiated = true;
    const args = jsonEntryOf(object, 'arguments')?.value;
    const enable = args?.kind === 'object' ? jsonEntryOf(args, 'enable')?.value : undefined;
    const items = enable?.kind === 'array' ? enable.items : [];
    const offered = this.#offered;
    for (const value of items) {
      if (value.kind !== 'string' || !offered || offered.includes(value.text)) continue;
      this.#fault({ kind: 'capability-not-offered', span: value.content, value, offered, side });
      // It fails, and that the next commands do so as well is told with it.
      this.#isNegotiated = false;
      this.#isToldNotNegotiated = true;
    }
    this.#isOobEnabled = items.some((item) => item.kind === 'elision')
      ? undefined
      : items.some((item) => item.kind === 'string' && item.text === 'oob');
    return this.#isNegotiated;
  }

  #remember(message: Message, object: JsonObject, command: CommandDefinition | undefined, negotiates: boolean): void {
    this.#hasCommands = true;
    const idValue = jsonEntryOf(object, 'id')?.value;
    const id = idOf(idValue);
    const open: OpenCommand = { id, span: idValue?.span ?? message.span, command, negotiates, isAnswered: false };
    const first = id === undefined ? undefined : this.#byId.get(id);
    if (first && idValue && this.#hasReplies) {
      this.#fault({ kind: 'doubled-id', span: idValue.span, id: idValue, first: first.span, side: 'client' });
    }
    if (id !== undefined) this.#byId.set(id, open);
    this.#open.push(open);
    if (this.#open.length - this.#openFrom > MOST_OPEN) {
      this.#hasForgotten = true;
      this.#forget(this.#open[this.#openFrom] as OpenCommand);
      this.#openFrom++;
    }
    this.#compact();
  }

  // ---- replies ----

  #reply(message: Message, object: JsonObject): void {
    const side = 'server';
    const command = this.#answered(message, object);
    for (const { key, value } of object.entries) {
      if (key.text === 'return' && value && command) {
        const name = command.name.text;
        const place: ValuePlace = { kind: 'command', name, part: 'return', side, message: object };
        this.#walk(place, value, command, command.returns, key.content);
      } else if (key.text === 'error') this.#error(key, value);
    }
    this.#keys('reply', object, side);
    this.#twoInOne(object, side, ['return', 'error']);
  }

  /** The command that a reply answers, if anybody knows. */
  #answered(message: Message, object: JsonObject): CommandDefinition | undefined {
    this.#hasReplies ||= this.#hasCommands;
    const { answers, documented, origin } = this.#options;
    const idEntry = jsonEntryOf(object, 'id');
    const id = idOf(idEntry?.value);
    const byId = id === undefined ? undefined : this.#byId.get(id);
    const isError = jsonEntryOf(object, 'error') !== undefined;
    if (byId) this.#close(byId, isError);
    else if (idEntry?.value && id !== undefined && this.#hasCommands && !this.#hasForgotten) {
      this.#fault({ kind: 'unknown-id', span: idEntry.value.span, id: idEntry.value, side: 'server' });
    }
    if (origin === 'example') {
      const request = answers?.get(message)?.value;
      if (request?.kind === 'object') {
        const name = (jsonEntryOf(request, 'execute') ?? jsonEntryOf(request, 'exec-oob'))?.value;
        return name?.kind === 'string' ? this.#lookup(name.text, 'command') : undefined;
      }
      return documented?.kind === 'command' ? documented : undefined;
    }
    if (byId || id !== undefined) return byId?.command;
    return this.#oldest(isError)?.command;
  }

  /**
   * The oldest command without a reply, which it gets now. Some commands get none unless they fail.
   * @param isError whether the reply is an error
   */
  #oldest(isError: boolean): OpenCommand | undefined {
    for (; this.#openFrom < this.#open.length; this.#openFrom++) {
      const open = this.#open[this.#openFrom] as OpenCommand;
      if (open.isAnswered || (!isError && open.command?.flags.has('success-response'))) continue;
      this.#openFrom++;
      this.#close(open, isError);
      return open;
    }
    return undefined;
  }

  #close(open: OpenCommand, isError: boolean): void {
    open.isAnswered = true;
    this.#forget(open);
    if (isError && open.negotiates) this.#isNegotiated = false;
  }

  #error(key: JsonString, error: JsonValue | undefined): void {
    const side = 'server';
    if (error?.kind !== 'object') {
      this.#partType('reply', key, error, 'object');
      return;
    }
    const className = jsonEntryOf(error, 'class');
    if (className?.value?.kind === 'string') {
      const name = className.value;
      const classes = this.#enum('QapiErrorClass') ?? this.#enum('ErrorClass');
      const thing = classes?.get(name.text);
      if (thing) this.#names.push({ span: name.content, thing });
      const known = classes ? [...classes.keys()] : ERROR_CLASSES;
      const wire = { kind: 'error', name: '', part: 'class', members: [], value: name.text } as const;
      if (!known.includes(name.text) && !name.text.startsWith('__')) {
        this.#fault({ kind: 'unknown-error-class', span: name.content, name, known, side, wire });
      }
    } else if (className) this.#partType('error', className.key, className.value, 'string');
    const desc = jsonEntryOf(error, 'desc');
    if (desc) this.#partType('error', desc.key, desc.value, 'string');
    this.#keys('error', error, side);
    this.#missing('error', error, ['class', 'desc'], side, key.content);
  }

  // ---- what the program says of its own accord ----

  #event(object: JsonObject): void {
    const side = 'server';
    const entry = jsonEntryOf(object, 'event') as JsonEntry;
    const name = entry.value?.kind === 'string' ? entry.value : undefined;
    const event = name && this.#lookup(name.text, 'event');
    const hasData = jsonEntryOf(object, 'data') !== undefined;
    for (const { key, value } of object.entries) {
      if (key === entry.key) {
        if (name) this.#eventName(name, event);
        else this.#partType('event', key, value, 'string');
      } else if (key.text === 'data' && event && value) {
        this.#data(event, object, value, key.content);
      } else if (key.text === 'data') this.#partType('event', key, value, 'object');
      else if (key.text === 'timestamp') this.#timestamp(key, value);
    }
    if (event && name && !hasData && !object.elided) this.#data(event, object, undefined, name.content);
    this.#keys('event', object, side);
    this.#missing('event', object, ['timestamp'], side, name?.content ?? entry.key.content);
  }

  #eventName(name: JsonString, event: EventDefinition | undefined): void {
    const side = 'server';
    const span = name.content;
    const wire = { kind: 'event', name: name.text, members: [] } as const;
    if (event) this.#names.push({ span, thing: event });
    else if (!name.text.startsWith('__')) {
      const definition = this.#schema.definition(name.text);
      this.#fault({ kind: 'unknown-event', span, name, definition, side, wire });
    }
  }

  #data(event: EventDefinition, message: JsonObject, value: JsonValue | undefined, at: Span): void {
    const place: ValuePlace = { kind: 'event', name: event.name.text, part: 'data', side: 'server', message };
    this.#walk(place, value, event, event.data, at);
  }

  #timestamp(key: JsonString, value: JsonValue | undefined): void {
    const side = 'server';
    if (value?.kind !== 'object') {
      this.#partType('event', key, value, 'object');
      return;
    }
    for (const entry of value.entries) {
      if (KEYS.timestamp.includes(entry.key.text)) this.#partType('timestamp', entry.key, entry.value, 'number');
    }
    this.#keys('timestamp', value, side);
    this.#missing('timestamp', value, KEYS.timestamp, side, key.content);
  }

  #greeting(object: JsonObject): void {
    const side = 'server';
    this.#reset();
    this.#isGreeted = true;
    const { key, value } = jsonEntryOf(object, 'QMP') as JsonEntry;
    this.#keys('greeting', { ...object, entries: object.entries.filter((entry) => entry.key !== key) }, side, ['QMP']);
    if (value?.kind !== 'object') {
      this.#partType('greeting', key, value, 'object');
      return;
    }
    let offered: string[] | undefined = [];
    for (const entry of value.entries) {
      if (entry.key.text === 'version' && entry.value) {
        const command = this.#lookup('query-version', 'command');
        const place: ValuePlace = {
          kind: 'command',
          name: 'query-version',
          part: 'return',
          side,
          message: object,
          inGreeting: true,
        };
        if (command) this.#walk(place, entry.value, command, command.returns, entry.key.content);
      } else if (entry.key.text === 'capabilities') {
        if (entry.value?.kind === 'array') {
          offered = this.#capabilities(entry.value.items);
        } else this.#partType('greeting', entry.key, entry.value, 'array');
      }
    }
    this.#keys('greeting', value, side, ['version', 'capabilities']);
    this.#missing('greeting', value, ['version', 'capabilities'], side, key.content);
    // Where the greeting leaves out some, any may be offered.
    if (offered && !value.elided) this.#offered = offered;
  }

  /** The capabilities that a greeting offers; undefined where it does not name them all. */
  #capabilities(items: readonly JsonValue[]): string[] | undefined {
    const known = this.#capabilityValues();
    const offered: string[] = [];
    let isWhole = true;
    for (const item of items) {
      if (item.kind === 'elision') isWhole = false;
      if (item.kind !== 'string') continue;
      offered.push(item.text);
      const thing = known?.get(item.text);
      if (thing) this.#names.push({ span: item.content, thing });
      else if (known && !item.text.startsWith('__')) {
        const wire = {
          kind: 'command',
          name: 'qmp_capabilities',
          part: 'arguments',
          members: ['enable'],
          value: item.text,
        } as const;
        const names = [...known.keys()];
        this.#fault({
          kind: 'unknown-value',
          span: item.content,
          value: item,
          types: [],
          known: names,
          inGreeting: true,
          side: 'server',
          wire,
        });
      }
    }

    return isWhole ? offered : undefined;
  }

  /** The capabilities that a client can ask for. Introspection does not name the enum that they are in. */
  #capabilityValues(): ReadonlyMap<string, Member> | undefined {
    const data = this.#lookup('qmp_capabilities', 'command')?.data;
    const type = data && this.#wire.type(data);
    const enable = type?.kind === 'object' ? type.members.get('enable')?.type : undefined;
    const of = enable?.kind === 'array' ? enable.of : undefined;
    if (of?.kind !== 'enum') return this.#enum('QMPCapability');
    if (of.definition) this.#listener.type(of.definition);
    return of.values;
  }

  // ---- what all have in common ----

  /** @param definition what the type belongs to: of one that is broken nobody knows what it was meant to take */
  #walk(
    place: ValuePlace,
    value: JsonValue | undefined,
    definition: Definition,
    type: TypeRef | undefined,
    at: Span,
  ): void {
    if (!definition.expression.whole) return;
    const wireType: WireType = type ? this.#wire.type(type) : NO_MEMBERS;
    new ValueWalk(this.#schema, place, this.#listener).walk(value, wireType, at);
  }

  #lookup<Kind extends Definition['kind']>(
    name: string,
    kind: Kind,
  ): Extract<Definition, { readonly kind: Kind }> | undefined {
    const definition = this.#schema.definition(name);
    this.#options.onLookup?.(name, definition);
    return definition?.kind === kind ? (definition as Extract<Definition, { readonly kind: Kind }>) : undefined;
  }

  #enum(name: string): ReadonlyMap<string, Member> | undefined {
    const definition = this.#lookup(name, 'enum');
    return definition && new Map(definition.values.map((value) => [value.name.text, value]));
  }

  /** Keys that do not belong there. */
  #keys(of: EnvelopePart, object: JsonObject, side: Side, allowed: readonly string[] = KEYS[of]): void {
    for (const entry of object.entries) {
      const { text, content } = entry.key;
      // A vendor may add to what its program sends, and nobody knows what.
      if (allowed.includes(text) || (side === 'server' && text.startsWith('__'))) continue;
      this.#fault({ kind: 'stray-key', span: content, of, object, entry, allowed, side });
    }
  }

  #missing(of: EnvelopePart, object: JsonObject, wanted: readonly string[], side: Side, span: Span): void {
    if (object.elided) return;
    const names = wanted.filter((name) => !jsonEntryOf(object, name));
    if (names.length > 0) this.#fault({ kind: 'missing-part', span, of, object, names, side });
  }

  #twoInOne(object: JsonObject, side: Side, keys: readonly string[]): void {
    const [first, entry] = object.entries.filter(({ key }) => keys.includes(key.text));
    if (!first || !entry || first.key.text === entry.key.text) return;
    this.#fault({ kind: 'two-in-one', span: entry.key.content, object, entry, first, side });
  }

  #partType(of: EnvelopePart, key: JsonString, value: JsonValue | undefined, expected: JsonValue['kind']): void {
    if (!value || value.kind === expected || value.kind === 'elision' || value.kind === 'bad') return;
    const side = of === 'command' ? 'client' : 'server';
    this.#fault({ kind: 'part-type', span: value.span, of, name: key.text, value, expected, side });
  }

  #repeatedKeys(value: JsonValue, side: Side): void {
    if (value.kind === 'array') for (const item of value.items) this.#repeatedKeys(item, side);
    if (value.kind !== 'object') return;
    for (const [entry, first] of repeatedIn(value.entries)) {
      this.#fault({ kind: 'repeated-key', span: entry.key.content, object: value, entry, first, side });
    }
    for (const entry of value.entries) if (entry.value) this.#repeatedKeys(entry.value, side);
  }

  #fault(fault: Fault): void {
    this.#faults.push(fault);
  }

  #forget({ id }: OpenCommand): void {
    if (id !== undefined) this.#byId.delete(id);
  }

  /** Lets go of the commands that have been dealt with. */
  #compact(): void {
    while (this.#openFrom < this.#open.length && this.#open[this.#openFrom]?.isAnswered) this.#openFrom++;
    if (this.#openFrom < MOST_OPEN) return;
    this.#open = this.#open.slice(this.#openFrom);
    this.#openFrom = 0;
  }

  /** A greeting begins a conversation of its own. */
  #reset(): void {
    this.#open = [];
    this.#openFrom = 0;
    this.#byId.clear();
    this.#hasForgotten = false;
    this.#hasCommands = false;
    this.#hasReplies = false;
    this.#isGreeted = false;
    this.#offered = undefined;
    this.#isNegotiated = false;
    this.#isOobEnabled = undefined;
    this.#isToldNotNegotiated = false;
  }
}

/** Whether something is meant to be the arguments of a command, under another name. */
export function isArguments(key: string, value: JsonValue | undefined): boolean {
  return value?.kind === 'object' && !KEYS.command.includes(key) && !key.startsWith('__');
}

/** An `id` as a text to compare; any JSON value may be one. Undefined where there is none, or part of it is left out. */
export function idOf(value: JsonValue | undefined): string | undefined {
  switch (value?.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'number':
      return numberOf(value.text);
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'array': {
      const items = value.items.map(idOf);
      return items.includes(undefined) ? undefined : `[${items.join()}]`;
    }
    case 'object': {
      const entries = value.entries.map(({ key, value: inner }) => [key.text, idOf(inner)] as const);
      if (value.elided || entries.some(([, text]) => text === undefined)) return undefined;
      const texts = entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`);
      return `{${texts.sort().join()}}`;
    }
    default:
      return undefined;
  }
}

/** A number in one of the ways to write it: programs read it, and write it in theirs. */
function numberOf(text: string): string {
  const integer = integerIn(text);
  if (integer === 'broken') return text;
  const isKept = integer !== undefined && integer >= ANY_INTEGER.from && integer <= ANY_INTEGER.to;
  // Anything else is kept as a number with a fraction.
  return isKept ? String(integer) : String(Number(text));
}

/** The entries whose key an earlier one has, with that one. */
function repeatedIn(entries: readonly JsonEntry[]): readonly (readonly [JsonEntry, JsonEntry])[] {
  if (!hasRepeated(entries)) return NONE;
  const seen = new Map<string, JsonEntry>();
  for (const entry of entries) if (!seen.has(entry.key.text)) seen.set(entry.key.text, entry);
  return entries.flatMap((entry) => {
    const first = seen.get(entry.key.text);
    return first && first !== entry ? [[entry, first] as const] : [];
  });
}

/** Few objects have many keys: only those are worth a table. */
const FEW = 16;

function hasRepeated(entries: readonly JsonEntry[]): boolean {
  if (entries.length > FEW) return new Set(entries.map(({ key }) => key.text)).size < entries.length;
  for (let i = 1; i < entries.length; i++) {
    for (let j = 0; j < i; j++) if (entries[i]?.key.text === entries[j]?.key.text) return true;
  }
  return false;
}

const NONE: readonly never[] = [];

function braceOf({ span: { start } }: JsonObject): Span {
  return { start, end: start + 1 };
}
