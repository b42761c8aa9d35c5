/**
 * Commands for a QEMU, made up from what it says of its API: arguments of the right types, and on purpose now and then something
 * that does not fit. Harmless ones only: nothing of them reaches a file, the network or the end of the program. It reads the answer
 * of query-qmp-schema by itself, so that it can judge whoever else does.
 */
import type { Random } from './random.ts';

/** An entry of the answer. */
interface Entry {
  readonly name: string;
  readonly 'meta-type': string;
  readonly 'json-type'?: string;
  readonly 'arg-type'?: string;
  readonly 'element-type'?: string;
  readonly 'allow-oob'?: boolean;
  readonly tag?: string;
  readonly values?: readonly string[];
  readonly members?: readonly Member[];
  readonly variants?: readonly { readonly case: string; readonly type: string }[];
}

interface Member {
  readonly name?: string;
  readonly type: string;
  readonly default?: unknown;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type Arguments = Record<string, Json>;

export interface MadeCommand {
  readonly message: { readonly [key: string]: Json };
  /** What does not fit the schema; undefined where everything does. QEMU may refuse it all the same. */
  readonly wrong: string | undefined;
}

/** What may be sent with any arguments of the right types. */
const HARMLESS = [
  /^(x-)?query-(?!qmp-schema$)/,
  /^qom-(list|get|list-types|list-properties)$/,
  /^(device-list-properties|trace-event-get-state)$/,
  /^(stop|cont|system_(reset|powerdown|wakeup)|inject-nmi|rtc-reset-reinjection|balloon|set_link)$/,
  /^(object-del|device_del|netdev_del|blockdev-del|chardev-remove|chardev-send-break)$/,
  /^(block-)?job-(pause|resume|cancel|complete|dismiss|finalize|set-speed)$/,
  /^block-dirty-bitmap-(add|remove|clear|enable|disable|merge)$/,
  /^(block_resize|block_set_io_throttle|block-set-write-threshold|block-latency-histogram-set)$/,
  /^(watchdog-set-action|set_password|expire_password|yank|migrate-(pause|continue))$/,
  /^(ringbuf-(read|write)|input-send-event|send-key|set-numa-node|announce-self|blockdev-(open|close)-tray)$/,
];

/** What begins something that others can be about, what ends it, and what events come of; `NAME` stands for a name of the pool. */
const STEPS: readonly (readonly [command: string, args: Arguments])[] = [
  ['object-add', { 'qom-type': 'iothread', id: 'NAME', 'poll-max-ns': 1000 }],
  ['object-add', { 'qom-type': 'memory-backend-ram', id: 'NAME', size: 1048576 }],
  ['object-add', { 'qom-type': 'secret', id: 'NAME', data: 'c2VjcmV0', format: 'base64' }],
  ['object-add', { 'qom-type': 'throttle-group', id: 'NAME', limits: { 'iops-total': 100 } }],
  ['blockdev-add', { driver: 'null-co', 'node-name': 'NAME', size: 1048576, 'read-zeroes': true }],
  ['blockdev-add', { driver: 'null-aio', 'node-name': 'NAME', size: 1048576, cache: { direct: true } }],
  ['blockdev-add', { driver: 'raw', 'node-name': 'NAME', file: 'a', offset: 512 }],
  ['blockdev-add', { driver: 'raw', 'node-name': 'NAME', file: { driver: 'null-co', size: 4096 } }],
  ['blockdev-backup', { 'job-id': 'NAME', device: 'a', target: 'b', sync: 'full' }],
  ['blockdev-mirror', { 'job-id': 'NAME', device: 'a', target: 'c', sync: 'top' }],
  ['block-dirty-bitmap-add', { node: 'a', name: 'NAME', granularity: 65536 }],
  ['chardev-add', { id: 'NAME', backend: { type: 'null', data: {} } }],
  ['chardev-add', { id: 'NAME', backend: { type: 'ringbuf', data: { size: 4096 } } }],
  ['netdev_add', { type: 'hubport', id: 'NAME', hubid: 1 }],
  ['device_add', { driver: 'usb-tablet', id: 'NAME', bus: 'usb.0' }],
  ['device_add', { driver: 'usb-mouse', id: 'NAME', serial: 'made up' }],
  ['transaction', { actions: [{ type: 'block-dirty-bitmap-add', data: { node: 'a', name: 'NAME' } }] }],
  ['query-cpu-model-expansion', { type: 'full', model: { name: 'qemu64' } }],
  ['device-list-properties', { typename: 'usb-tablet' }],
  ['qom-list', { path: '/objects' }],
  ['qom-get', { path: '/machine', property: 'type' }],
  ['stop', {}],
  ['cont', {}],
  ['system_reset', {}],
  ['device_del', { id: 'NAME' }],
  ['object-del', { id: 'NAME' }],
  ['blockdev-del', { 'node-name': 'NAME' }],
  ['block-job-cancel', { device: 'NAME' }],
  ['block-job-complete', { device: 'NAME' }],
  ['query-named-block-nodes', { flat: true }],
  ['query-block-jobs', {}],
];

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const TEXTS = [...NAMES, '/machine', '/objects', 'iothread', 'type', 'ä "quoted" \\', ''];
const INTEGERS = [0, 1, 2, 16, 100];

/** An object that no type but `any` has. */
const MISFIT: Json = { 'made-up': [] };

export class CommandMaker {
  readonly #random: Random;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #harmless: readonly Entry[];
  readonly #steps: typeof STEPS;
  #commands = 0;

  /**
   * @param entries the answer of query-qmp-schema
   * @param forbidden commands that are not to be sent
   */
  constructor(entries: readonly unknown[], random: Random, forbidden: ReadonlySet<string>) {
    this.#random = random;
    this.#entries = new Map((entries as readonly Entry[]).map((entry) => [entry.name, entry]));
    const commands = [...this.#entries.values()].filter(
      (entry) => entry['meta-type'] === 'command' && !forbidden.has(entry.name),
    );
    this.#harmless = commands.filter(({ name }) => HARMLESS.some((pattern) => pattern.test(name)));
    this.#steps = STEPS.filter(([step]) => commands.some(({ name }) => name === step));
  }

  /** The next command. Its `id`, which those that do not fit always have, says which. */
  next(): MadeCommand {
    const number = ++this.#commands;
    const [name, args] = this.#random.chance(0.5) ? this.#step() : this.#madeUp();
    const wrong = this.#random.chance(0.25) ? this.#spoilt(name, args) : undefined;
    if (wrong) return { message: { ...wrong.message, id: `wrong-${number}` }, wrong: wrong.why };
    const isOob = this.#entry(name)['allow-oob'] === true && this.#random.chance(0.5);
    const withArguments = Object.keys(args).length > 0 || this.#random.chance(0.2) ? { arguments: args } : {};
    const id = isOob || this.#random.chance(0.7) ? { id: this.#id(number) } : {};
    return { message: { [isOob ? 'exec-oob' : 'execute']: name, ...withArguments, ...id }, wrong: undefined };
  }

  /** Any JSON may be one. */
  #id(number: number): Json {
    return this.#random.pick<Json>([`right-${number}`, number, { client: ['right', number] }]);
  }

  #step(): [name: string, args: Arguments] {
    const [name, args] = this.#random.pick(this.#steps);
    return [
      name,
      JSON.parse(JSON.stringify(args).replaceAll('"NAME"', () => JSON.stringify(this.#random.pick(NAMES)))),
    ];
  }

  #madeUp(): [name: string, args: Arguments] {
    const { name, 'arg-type': type = '' } = this.#random.pick(this.#harmless);
    return [name, this.#object(this.#entry(type), 0)];
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`no entry ${name}`);
    return entry;
  }

  #value(type: string, depth: number): Json {
    const entry = this.#entry(type);
    const random = this.#random;
    switch (entry['meta-type']) {
      case 'enum':
        return random.pick(valuesOf(entry));
      case 'array':
        return Array.from({ length: depth > 3 ? 0 : random.below(3) }, () =>
          this.#value(entry['element-type'] ?? '', depth + 1),
        );
      case 'object':
        return this.#object(entry, depth + 1);
      case 'alternate':
        return this.#value(random.pick(entry.members ?? []).type, depth + 1);
    }
    switch (entry['json-type']) {
      case 'string':
        return random.pick(TEXTS);
      case 'int':
        return random.pick(INTEGERS);
      case 'number':
        return random.pick([0, 0.5, 3]);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      default:
        return random.pick<Json>(['a', 1, true, [], {}]);
    }
  }

  #object(entry: Entry, depth: number): Arguments {
    const made: Arguments = {};
    const optional = depth > 3 ? 0 : 0.3;
    for (const { name = '', type, default: value } of entry.members ?? []) {
      // The tag decides what else there is: without it, it has a value that introspection does not tell.
      if (value === undefined || name === entry.tag || this.#random.chance(optional))
        made[name] = this.#value(type, depth);
    }
    const variant = entry.variants?.find((one) => entry.tag !== undefined && one.case === made[entry.tag]);
    return variant ? { ...made, ...this.#object(this.#entry(variant.type), depth + 1) } : made;
  }

  /** A command with one thing in it that does not fit; undefined where the thing that was chosen has no place in it. */
  #spoilt(name: string, args: Arguments): { message: Record<string, Json>; why: string } | undefined {
    const entry = this.#entry(name);
    const type = this.#entry(entry['arg-type'] ?? '');
    const members = type.members ?? [];
    const spoilt = (why: string, other: Arguments) => ({ why, message: { execute: name, arguments: other } });
    switch (this.#random.below(8)) {
      case 0:
        return { why: 'unknown command', message: { execute: `${name}x`, arguments: args } };
      case 1:
        return { why: 'stray key', message: { execute: name, argument: args } };
      case 2:
        if (entry['allow-oob']) return undefined;
        return { why: 'no exec-oob', message: { 'exec-oob': name, arguments: args } };
      case 3:
        // The one command that takes what introspection does not tell.
        if (name === 'device_add') return undefined;
        return spoilt('unknown argument', { ...args, 'made-up': 1 });
      case 4: {
        const needed = members.filter(({ name: key = '', default: value }) => value === undefined && key in args);
        if (needed.length === 0) return undefined;
        const { name: left = '' } = this.#random.pick(needed);
        return spoilt('missing argument', Object.fromEntries(Object.entries(args).filter(([key]) => key !== left)));
      }
      case 5:
        return this.#replaced(name, args, members, 'wrong type', (member) =>
          /^(builtin|enum)$/.test(member['meta-type']) && member['json-type'] !== 'value' ? MISFIT : undefined,
        );
      case 6:
        return this.#replaced(name, args, members, 'unknown value', (member) =>
          member['meta-type'] === 'enum' ? 'made-up' : undefined,
        );
      default:
        return this.#replaced(name, args, members, 'fraction', (member) =>
          member['json-type'] === 'int' ? 1.5 : undefined,
        );
    }
  }

  /** With another value for one of its members. */
  #replaced(
    name: string,
    args: Arguments,
    members: readonly Member[],
    why: string,
    replace: (type: Entry) => Json | undefined,
  ): { message: Record<string, Json>; why: string } | undefined {
    const places = members.flatMap(({ name: key = '', type }) => {
      const value = replace(this.#entry(type));
      return value === undefined ? [] : [{ key, value }];
    });
    if (places.length === 0) return undefined;
    const { key, value } = this.#random.pick(places);
    return { why, message: { execute: name, arguments: { ...args, [key]: value } } };
  }
}

function valuesOf({ values, members }: Entry): readonly string[] {
  return values ?? (members ?? []).flatMap(({ name }) => name ?? []);
}
