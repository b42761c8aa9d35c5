/** What the names of types stand for, for the generator of a version: for definitions, and for types that nobody wrote down. */
import type { Trait } from './dialect.ts';
import { isWellFormedArray, LATER_TYPES } from './link-local.ts';
import {
  BUILTIN_TYPES,
  isTypeDefinition,
  type JsonKind,
  type Member,
  type StructDefinition,
  type TypeDefinition,
  type TypeRef,
  type UnionDefinition,
} from './model.ts';
import type { Schema } from './schema.ts';

/** What a type name stands for: a definition, or a type that nobody wrote down. */
export type Target = TypeDefinition | BuiltinTarget | ArrayTarget | ObjectTarget | TagTarget;

interface BuiltinTarget {
  readonly kind: 'builtin';
  readonly name: string;
  readonly json: JsonKind;
}

/** `[ 'Foo' ]`, which the generator knows as `FooList`. */
interface ArrayTarget {
  readonly kind: 'array';
  readonly element: string;
}

/** Members that are written where a type is used. */
export interface ObjectTarget {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

/** The enum that a simple union makes of its branches. */
interface TagTarget {
  readonly kind: 'tag';
  readonly values: readonly Member[];
}

/** Finds the targets of a schema's type names. */
export class Targets {
  readonly #schema: Schema;
  readonly #has: (trait: Trait) => boolean;
  /** What names stand for that no type definition has. */
  readonly #implicit = new Map<string, Target | undefined>();
  /** The types of which there are arrays, by name; looked for when it is asked for. */
  #elements: ReadonlySet<string> | undefined;

  /** @param has whether the version whose generator is asked has a trait */
  constructor(schema: Schema, has: (trait: Trait) => boolean) {
    this.#schema = schema;
    this.#has = has;
  }

  /** What a reference leads to; undefined where that is unknown. */
  resolve(ref: TypeRef | undefined): Target | undefined {
    switch (ref?.kind) {
      case 'name':
        return this.lookUp(ref.name);
      case 'object':
        return ref;
      default:
        return isWellFormedArray(ref) ? { kind: 'array', element: ref.of.name } : undefined;
    }
  }

  /** What a name leads to; undefined where that is unknown. */
  lookUp(name: string): Target | undefined {
    const definition = this.#schema.definition(name);
    if (definition && isTypeDefinition(definition)) return definition;
    if (this.#implicit.has(name)) return this.#implicit.get(name);
    const target = this.#lookUpImplicit(name, definition !== undefined);
    this.#implicit.set(name, target);
    return target;
  }

  /** Whether a type is built into the version's generator. */
  isBuiltin(name: string): boolean {
    const trait = LATER_TYPES.get(name);
    return BUILTIN_TYPES.has(name) && (trait === undefined || this.#has(trait));
  }

  #lookUpImplicit(name: string, taken: boolean): Target | undefined {
    if (this.isBuiltin(name)) return { kind: 'builtin', name, json: BUILTIN_TYPES.get(name) as JsonKind };
    // A type that shares its name with a command is told where it is defined.
    if (taken) return this.#schema.definitions.filter(isTypeDefinition).find((type) => type.name.text === name);
    // Any value, before there was 'any'.
    if (name === '**' && !this.#has('type-any')) return { kind: 'builtin', name, json: 'any' };
    if (this.#has('simple-unions') && name.endsWith('Kind')) {
      const union = this.lookUp(name.slice(0, -'Kind'.length));
      // Alternates had one as long as there was no QType.
      if (union?.kind === 'alternate' && !this.#has('type-qtype')) return { kind: 'tag', values: union.branches };
      if (union?.kind === 'union' && !union.discriminator) {
        return { kind: 'tag', values: union.branches.flatMap((branch) => branch.declares ?? []) };
      }
    }
    if (!this.#has('implicit-type-names')) return undefined;
    if (name.endsWith('List')) {
      const element = name.slice(0, -'List'.length);
      if (this.isBuiltin(element) ? element !== 'QType' : this.#isElement(element)) return { kind: 'array', element };
    }
    if (name === 'q_empty') return { kind: 'object', members: [] };
    const [, owner = '', role] = /^q_obj_(.+)-(arg|base)$/.exec(name) ?? [];
    const definition = this.#schema.definition(owner);
    const ref =
      role === 'base' && definition?.kind === 'union'
        ? definition.base
        : role === 'arg' && (definition?.kind === 'command' || definition?.kind === 'event')
          ? definition.data
          : undefined;
    return ref?.kind === 'object' && ref.members.length > 0 ? ref : undefined;
  }

  /** Whether there are arrays of a type anywhere. */
  #isElement(name: string): boolean {
    if (!this.#elements) {
      const elements = new Set<string>();
      const add = (ref: TypeRef | undefined): void => {
        if (isWellFormedArray(ref)) elements.add(ref.of.name);
        else if (ref?.kind === 'object') for (const member of ref.members) add(member.type);
      };
      for (const definition of this.#schema.definitions) {
        switch (definition.kind) {
          case 'struct':
            for (const member of definition.members) add(member.type);
            break;
          case 'union':
            add(definition.base);
            for (const branch of definition.branches) add(branch.type);
            break;
          case 'alternate':
            for (const branch of definition.branches) add(branch.type);
            break;
          case 'command':
            add(definition.data);
            add(definition.returns);
            break;
          case 'event':
            add(definition.data);
            break;
        }
      }
      this.#elements = elements;
    }
    return this.#elements.has(name);
  }
}

/** Whether what a name stands for has members. */
export function isObject(target: Target): target is StructDefinition | UnionDefinition | ObjectTarget {
  return target.kind === 'struct' || target.kind === 'union' || target.kind === 'object';
}
