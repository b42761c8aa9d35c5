/** Makes up what a program and its client may say to each other, by a schema: nothing in it is wrong. */
import { rangeOf } from '../../server/src/qmp/integers.ts';
import type { CommandDefinition, Definition, EventDefinition, Member, TypeRef } from '../../server/src/schema/model.ts';
import type { ObjectView, Schema } from '../../server/src/schema/schema.ts';
import type { Random } from './random.ts';

/** Deeper values have only what they must have. */
const DEEP = 4;

const WORDS = [
  'drive0',
  'virtio-blk-pci',
  '/var/lib/images/disk-1.qcow2',
  'node-17',
  'a "quoted" name',
  'eth0',
  'größer',
];

/**
 * The lines of an endless conversation, each with its line end: the greeting, commands each with its reply, and events in between.
 * @param random the same messages come of the same seed
 */
export function* conversation(schema: Schema, random: Random): Generator<string> {
  const definitions = schema.sources.files.flatMap((file) => file.definitions).filter(isPlain);
  const commands = definitions.filter(
    (definition): definition is CommandDefinition =>
      definition.kind === 'command' && definition.name.text !== 'qmp_capabilities',
  );
  const events = definitions.filter((definition): definition is EventDefinition => definition.kind === 'event');
  const values = new Values(schema, random);
  yield '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 10}, "package": ""}, "capabilities": ["oob"]}}\r\n';
  yield '{"execute": "qmp_capabilities"}\n';
  yield '{"return": {}}\r\n';
  for (let id = 1; ; id++) {
    const command = random.pick(commands);
    const sent = command.data ? `, "arguments": ${values.of(command.data, 0)}` : '';
    yield `{"execute": "${command.name.text}"${sent}, "id": "client-${id}"}\n`;
    if (random.oneIn(4)) {
      const event = random.pick(events);
      const time = `{"seconds": ${1_700_000_000 + id}, "microseconds": ${random.below(1_000_000)}}`;
      const data = event.data ? `, "data": ${values.of(event.data, 0)}` : '';
      yield `{"timestamp": ${time}, "event": "${event.name.text}"${data}}\r\n`;
    }
    const answer = random.oneIn(10)
      ? `"error": {"class": "GenericError", "desc": ${JSON.stringify(`Device '${random.pick(WORDS)}' not found`)}}`
      : `"return": ${command.returns ? values.of(command.returns, 0) : '{}'}`;
    yield `{${answer}, "id": "client-${id}"}\r\n`;
  }
}

/** Whether there is nothing to tell about the use of something. */
function isPlain({ features }: Definition | Member): boolean {
  return features.every(({ name }) => name.text !== 'deprecated' && name.text !== 'unstable');
}

class Values {
  readonly #schema: Schema;
  readonly #random: Random;

  constructor(schema: Schema, random: Random) {
    this.#schema = schema;
    this.#random = random;
  }

  /** The JSON text of a value of a type. */
  of(ref: TypeRef | undefined, depth: number): string {
    const random = this.#random;
    if (ref?.kind === 'array') {
      const length = depth > DEEP ? 0 : random.below(4);
      return `[${Array.from({ length }, () => this.of(ref.of, depth + 1)).join(', ')}]`;
    }
    const view = this.#schema.objectOf(ref);
    if (view) return this.#object(view, depth);
    const type = this.#schema.typeOf(ref);
    if (type?.kind === 'enum') return JSON.stringify(random.pick(type.values.filter(isPlain)).name.text);
    if (type?.kind === 'alternate') {
      // A name instead of what it stands for comes to an end.
      const short = type.branches.filter((branch) => this.#schema.jsonKindOf(branch.type) === 'string');
      return this.of(random.pick(depth > 1 && short.length > 0 ? short : type.branches).type, depth + 1);
    }
    return this.#builtin(ref?.kind === 'name' ? ref.name : 'any');
  }

  #builtin(name: string): string {
    const random = this.#random;
    switch (name) {
      case 'str':
        return JSON.stringify(random.pick(WORDS));
      case 'bool':
        return random.oneIn(2) ? 'true' : 'false';
      case 'number':
        return `${random.below(1000)}.${random.below(1000)}`;
      case 'null':
        return 'null';
      case 'any':
        return `{"value": ${random.below(100)}}`;
      case 'QType':
        return '"qdict"';
      default: {
        const range = rangeOf(name);
        if (!range) throw new Error(`${name} is no type that is known here`);
        const large = range.to - BigInt(random.below(100));
        return String(random.oneIn(8) ? large : BigInt(random.below(100)));
      }
    }
  }

  #object(view: ObjectView, depth: number): string {
    const written: string[] = [];
    for (let at: ObjectView | undefined = view; at; ) {
      const { members, tag }: ObjectView = at;
      at = undefined;
      for (const member of members) {
        if (tag && member === tag.member) continue;
        const isWanted = !member.optional || (depth <= DEEP && isPlain(member) && this.#random.oneIn(3));
        if (isWanted) written.push(`"${member.name.text}": ${this.of(member.type, depth + 1)}`);
      }
      if (tag) {
        const value = this.#random.pick(tag.values.filter(isPlain)).name.text;
        written.push(`"${tag.name}": "${value}"`);
        at = this.#schema.objectOf(tag.branches.get(value)?.type);
      }
    }
    return `{${written.join(', ')}}`;
  }
}
