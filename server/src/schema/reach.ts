/**
 * What a client can see: everything that is reached from commands and events, and the classes of errors, with the direction in
 * which it travels.
 * Type names and branches of alternates are never seen, what they hold is. QEMU's docs/devel/qapi-code-gen.rst, section
 * "Client JSON Protocol introspection".
 */
import type { Definition, EnumDefinition, Member, NamedThing, TypeRef } from './model.ts';
import { BUILTIN_TYPES, isDefinition, isTypeDefinition } from './model.ts';
import { areSameTexts, perContent } from './remember.ts';
import { elementOf, type Schema } from './schema.ts';

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

/** The ways of a definition: of values that are it, and of values of others whose base it is. */
interface Ways {
  asValue: number;
  asBase: number;
}

const NOWHERE: Ways = { asValue: 0, asBase: 0 };

/** The names of the types that a definition uses, by what is done with them. */
interface Uses {
  /** Of its members and branches; for commands and events: of what clients send. */
  readonly values: readonly string[];
  readonly base: string | undefined;
  /** Of what clients receive, for commands and events. */
  readonly received: readonly string[];
}

/** What clients can see of one schema. */
export class Reach {
  readonly #schema: Schema;
  /** Those of types, by their names. */
  readonly #ways: Map<string, Ways>;

  /**
   * Walks the whole schema once, definition by definition: what stands in one travels with it.
   * @param before the reach of the schema that this one was before a change: where all definitions use what they used before, it
   *   is the same
   */
  constructor(schema: Schema, before?: Reach) {
    this.#schema = schema;
    if (before && usesTheSame(schema, before.#schema)) {
      this.#ways = before.#ways;
      return;
    }
    this.#ways = new Map();
    for (const definition of schema.definitions) {
      if (definition.kind !== 'command' && definition.kind !== 'event') continue;
      const { values, received } = usesOf(definition);
      for (const name of values) this.#follow(name, SEND);
      for (const name of received) this.#follow(name, RECEIVE);
    }
    const errors = errorClassesOf(schema);
    if (errors) this.#follow(errors.name.text, RECEIVE);
  }

  /** Stands for where the values of types travel: the same one as before, as long as nothing uses other types than before. */
  get ground(): object {
    return this.#ways;
  }

  /** Where a definition, member, value or feature travels. A type "travels" where values of it do. */
  of(thing: NamedThing): Direction {
    return DIRECTIONS[this.#waysOf(thing)] as Direction;
  }

  /** Whether a client can see the name: it travels, and it is neither a type's name nor an alternate's branch. */
  isVisible(thing: NamedThing): boolean {
    if (isDefinition(thing) ? isTypeDefinition(thing) : thing.kind === 'branch' && thing.owner.kind === 'alternate') {
      return false;
    }
    return this.#waysOf(thing) !== 0;
  }

  #waysOf(thing: NamedThing): number {
    const definition = isDefinition(thing) ? thing : thing.owner;
    const { asValue, asBase } = this.#waysOfAll(definition);
    if (isDefinition(thing)) return asValue | asBase;
    // Introspection shows an object with the members of its bases, but not with their features.
    if (thing.kind === 'feature' && !thing.parent) return asValue;
    if (definition.kind === 'command') return isInside(thing, definition.returns) ? RECEIVE : SEND;
    return asValue | asBase;
  }

  /** Of what has a name that another definition had before it, no way leads to a type. */
  #waysOfAll(definition: Definition): Ways {
    if (!isTypeDefinition(definition)) return { asValue: definition.kind === 'command' ? SEND : RECEIVE, asBase: 0 };
    const { text } = definition.name;
    return (this.#schema.definition(text) === definition && this.#ways.get(text)) || NOWHERE;
  }

  #follow(first: string, way: Way): void {
    const values = [first];
    const bases: string[] = [];
    for (;;) {
      const value = values.pop();
      const name = value ?? bases.pop();
      if (name === undefined) return;
      const type = this.#schema.definition(name);
      if (!type || !isTypeDefinition(type)) continue;
      let ways = this.#ways.get(name);
      if (!ways) {
        ways = { asValue: 0, asBase: 0 };
        this.#ways.set(name, ways);
      }
      const known = ways.asValue | ways.asBase;
      if (value !== undefined) ways.asValue |= way;
      else ways.asBase |= way;
      if (known & way) continue;
      const uses = usesOf(type);
      for (const used of uses.values) values.push(used);
      if (uses.base !== undefined) bases.push(uses.base);
    }
  }
}

/** What the enum of the classes of errors is called, and was until 2.4. */
export const ERROR_CLASSES = ['QapiErrorClass', 'ErrorClass'] as const;

/** The enum of the classes of errors, which replies name and nothing in the schema uses. */
export function errorClassesOf(schema: Schema): EnumDefinition | undefined {
  const [now, before] = ERROR_CLASSES;
  const definition = schema.definition(now) ?? schema.definition(before);
  return definition?.kind === 'enum' ? definition : undefined;
}

/** The types that a definition names, arrays as their elements. */
const usesOf = perContent((definition): Uses => {
  const values: string[] = [];
  const received: string[] = [];
  let base: string | undefined;
  const add = (list: string[], ref: TypeRef | undefined): void => {
    const type = elementOf(ref);
    if (type?.kind === 'object') members(list, type.members);
    else if (type?.kind === 'name' && !BUILTIN_TYPES.has(type.name)) list.push(type.name);
  };
  const members = (list: string[], all: readonly Member[]): void => {
    for (const member of all) add(list, member.type);
  };
  switch (definition.kind) {
    case 'enum':
      break;
    case 'struct':
      members(values, definition.members);
      break;
    case 'union':
      for (const branch of definition.branches) add(values, branch.type);
      break;
    case 'alternate':
      members(values, definition.branches);
      break;
    case 'command':
      add(values, definition.data);
      add(received, definition.returns);
      break;
    case 'event':
      add(received, definition.data);
      break;
  }
  if (definition.kind === 'struct' || definition.kind === 'union') {
    // The members of an anonymous base are the definition's own.
    if (definition.base?.kind === 'object') add(values, definition.base);
    else if (definition.base?.kind === 'name') base = definition.base.name;
  }
  return { values, base, received };
});

/** The names of the types that a definition uses, built-in ones left out. */
export function typesNamedBy(definition: Definition): readonly string[] {
  const { values, base, received } = usesOf(definition);
  return [...values, ...received, ...(base === undefined ? [] : [base])];
}

/** In how many places definitions of a schema use a type. */
export function usesOfType({ definitions }: Schema, name: string): number {
  let uses = 0;
  for (const definition of definitions) for (const used of typesNamedBy(definition)) if (used === name) uses++;
  return uses;
}

function usesTheSame(schema: Schema, before: Schema): boolean {
  return (
    schema.changed?.every((definition) => {
      const earlier = before.definition(definition.name.text);
      return earlier?.kind === definition.kind && areSame(usesOf(definition), usesOf(earlier));
    }) ?? false
  );
}

function areSame(a: Uses, b: Uses): boolean {
  return a.base === b.base && areSameTexts(a.values, b.values) && areSameTexts(a.received, b.received);
}

function isInside(member: Member, type: TypeRef | undefined): boolean {
  const { start, end } = member.name.span;
  return type !== undefined && type.span.start <= start && end <= type.span.end;
}
