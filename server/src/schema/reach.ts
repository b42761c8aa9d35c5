/**
 * What a client can see: everything that is reached from commands and events, with the direction in which it travels.
 * Type names and branches of alternates are never seen, what they hold is. QEMU's docs/devel/qapi-code-gen.rst, section
 * "Client JSON Protocol introspection".
 */
import type { Definition, Member, NamedThing, TypeDefinition, TypeRef } from './model.ts';
import { isTypeDefinition } from './model.ts';
import type { Schema } from './schema.ts';

/** `send`: clients send it, in arguments. `receive`: they receive it, in returns and events. */
export interface Direction {
  readonly send: boolean;
  readonly receive: boolean;
}

/** Ways as bits, and what each set of them means. */
const SEND = 1;
const RECEIVE = 2;
type Way = typeof SEND | typeof RECEIVE;
const DIRECTIONS: readonly Direction[] = [
  { send: false, receive: false },
  { send: true, receive: false },
  { send: false, receive: true },
  { send: true, receive: true },
];

export class Reach {
  readonly #schema: Schema;
  readonly #ways = new Map<NamedThing, number>();

  /** Walks the whole schema once. */
  constructor(schema: Schema) {
    this.#schema = schema;
    for (const definition of schema.definitions) {
      if (definition.kind === 'command') {
        this.#mark(definition, SEND);
        this.#features(definition.features, SEND);
        this.#type(definition.data, SEND);
        this.#type(definition.returns, RECEIVE);
      } else if (definition.kind === 'event') {
        this.#mark(definition, RECEIVE);
        this.#features(definition.features, RECEIVE);
        this.#type(definition.data, RECEIVE);
      }
    }
  }

  /** Where a definition, member, value or feature travels. A type "travels" where values of it do. */
  of(thing: NamedThing): Direction {
    return DIRECTIONS[this.#ways.get(thing) ?? 0] as Direction;
  }

  /** Whether a client can see the name: it travels, and it is neither a type's name nor an alternate's branch. */
  isVisible(thing: NamedThing): boolean {
    if ('keyword' in thing && isTypeDefinition(thing as Definition)) return false;
    if (thing.kind === 'branch' && thing.owner.kind === 'alternate') return false;
    return this.#ways.has(thing);
  }

  /** Marks a thing; true where that is news. */
  #mark(thing: NamedThing, way: Way): boolean {
    const ways = this.#ways.get(thing) ?? 0;
    if (ways & way) return false;
    this.#ways.set(thing, ways | way);
    return true;
  }

  #features(features: readonly Member[], way: Way): void {
    for (const feature of features) this.#mark(feature, way);
  }

  #type(first: TypeRef | undefined, way: Way): void {
    const queue: (TypeRef | undefined)[] = [first];
    const members = (list: readonly Member[]): void => {
      for (const member of list) {
        if (!this.#mark(member, way)) continue;
        this.#features(member.features, way);
        queue.push(member.type);
      }
    };
    const definition = (type: TypeDefinition): void => {
      if (!this.#mark(type, way)) return;
      switch (type.kind) {
        case 'enum':
          members(type.values);
          break;
        case 'struct':
          base(type.base);
          members(type.members);
          break;
        case 'union':
          base(type.base);
          for (const branch of type.branches) {
            if (branch.declares) members([branch.declares]);
            queue.push(branch.type);
          }
          break;
        case 'alternate':
          members(type.branches);
          break;
      }
    };
    // Introspection shows an object with the members of its bases, but not with their features.
    const bases: (TypeRef | undefined)[] = [];
    const base = (ref: TypeRef | undefined): void => void bases.push(ref);
    while (queue.length > 0 || bases.length > 0) {
      const asBase = queue.length === 0;
      const ref = asBase ? bases.pop() : queue.pop();
      if (ref?.kind === 'array') queue.push(ref.of);
      else if (ref?.kind === 'object') members(ref.members);
      else {
        const type = this.#schema.typeOf(ref);
        if (!type) continue;
        if (!asBase) this.#features(type.features, way);
        definition(type);
      }
    }
  }
}
