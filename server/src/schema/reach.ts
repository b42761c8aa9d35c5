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

const NOWHERE: Direction = { send: false, receive: false };

export class Reach {
  readonly #schema: Schema;
  readonly #directions = new Map<NamedThing, { send: boolean; receive: boolean }>();

  /** Walks the whole schema once. */
  constructor(schema: Schema) {
    this.#schema = schema;
    for (const definition of schema.definitions) {
      if (definition.kind === 'command') {
        this.#mark(definition, 'send');
        this.#features(definition.features, 'send');
        this.#type(definition.data, 'send');
        this.#type(definition.returns, 'receive');
      } else if (definition.kind === 'event') {
        this.#mark(definition, 'receive');
        this.#features(definition.features, 'receive');
        this.#type(definition.data, 'receive');
      }
    }
  }

  /** Where a definition, member, value or feature travels. A type "travels" where values of it do. */
  of(thing: NamedThing): Direction {
    return this.#directions.get(thing) ?? NOWHERE;
  }

  /** Whether a client can see the name: it travels, and it is neither a type's name nor an alternate's branch. */
  isVisible(thing: NamedThing): boolean {
    if ('keyword' in thing && isTypeDefinition(thing as Definition)) return false;
    if (thing.kind === 'branch' && thing.owner.kind === 'alternate') return false;
    const { send, receive } = this.of(thing);
    return send || receive;
  }

  /** Marks a thing; true where that is news. */
  #mark(thing: NamedThing, way: 'send' | 'receive'): boolean {
    let direction = this.#directions.get(thing);
    if (!direction) {
      direction = { send: false, receive: false };
      this.#directions.set(thing, direction);
    }
    if (direction[way]) return false;
    direction[way] = true;
    return true;
  }

  #features(features: readonly Member[], way: 'send' | 'receive'): void {
    for (const feature of features) this.#mark(feature, way);
  }

  #type(first: TypeRef | undefined, way: 'send' | 'receive'): void {
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
