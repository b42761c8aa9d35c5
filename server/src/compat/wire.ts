/**
 * A schema as values on the wire show it: no names of types, bases flattened into the objects that have them, an anonymous
 * object as good as a named one, the `type` and `data` of simple unions, which stand nowhere in the text, members like any
 * other. Whatever is written differently but looks the same to a client is the same here.
 */
import {
  type AlternateDefinition,
  type Branch,
  BUILTIN_TYPES,
  type JsonKind,
  type Member,
  type NamedThing,
  type TypeDefinition,
  type TypeRef,
} from '../schema/model.ts';
import { type ObjectView, SCHEMAS, type Schema, type TagView } from '../schema/schema.ts';

/** What may stand in a place. A type that is not defined may be anything. */
export type WireType = WireScalar | WireArray | WireEnum | WireObject | WireAlternate | WireUnknown;

interface WireBase {
  /** Tells the types of a schema apart; types that are the same in all schemas have the same in each. */
  readonly id: number;
  /** The kind of JSON value; undefined for alternates, which have several, and for types that are not defined. */
  readonly json: JsonKind | undefined;
  readonly features: readonly Member[];
}

export interface WireScalar extends WireBase {
  readonly kind: 'scalar';
  readonly json: JsonKind;
  /** The built-in type: `uint8`. */
  readonly name: string;
}

export interface WireUnknown extends WireBase {
  readonly kind: 'unknown';
}

export interface WireArray extends WireBase {
  readonly kind: 'array';
  readonly of: WireType;
}

export interface WireEnum extends WireBase {
  readonly kind: 'enum';
  /** Undefined for the tags of simple unions. */
  readonly definition: TypeDefinition | undefined;
  readonly values: ReadonlyMap<string, Member>;
}

export interface WireAlternate extends WireBase {
  readonly kind: 'alternate';
  readonly definition: TypeDefinition;
  readonly branches: readonly WireMember[];
}

export interface WireObject extends WireBase {
  readonly kind: 'object';
  /** Undefined for objects that have no name. */
  readonly definition: TypeDefinition | undefined;
  /** The members that it has whatever its tag says, inherited ones included. */
  readonly members: ReadonlyMap<string, WireMember>;
  readonly tag: WireTag | undefined;
}

/** A member of an object, or a branch of an alternate. */
export interface WireMember {
  readonly type: WireType;
  /** Where the text declares it; undefined for the `type` and `data` of simple unions. */
  readonly declared: Member | undefined;
  /** The same, or what the text has in its stead: a simple union for its `type`, and for `data` the branch whose value that is. */
  readonly written: NamedThing | undefined;
}

/** How the value of one member decides on further members. */
export interface WireTag {
  /** The member. */
  readonly name: string;
  readonly values: ReadonlyMap<string, Member>;
  /** What a value adds to the object. Values that add nothing need not be in it. */
  readonly branches: ReadonlyMap<string, WireObject>;
  /** Where the text declares the branches; those of simple unions declare the values themselves. */
  readonly declared: ReadonlyMap<string, Branch>;
}

/**
 * Unions that have unions for branches have as many ways through them as their branches multiplied, and without end where
 * they lead back to themselves, which QEMU refuses. All of QEMU's unions together have some 2,300 members to be told apart.
 */
const MAX_SELECTED_MEMBERS = 10_000;

const NO_FEATURES: readonly Member[] = [];
const NO_DECLARED: ReadonlyMap<string, Branch> = new Map();

/** What a command without `data` takes, and one without `returns` gives. */
export const NO_MEMBERS: WireObject = {
  kind: 'object',
  definition: undefined,
  id: 0,
  json: 'object',
  features: NO_FEATURES,
  members: new Map(),
  tag: undefined,
};

const UNKNOWN: WireType = { kind: 'unknown', id: 1, json: undefined, features: NO_FEATURES };

/** The built-in types are the same in all schemas. */
const SCALARS: ReadonlyMap<string, WireScalar> = new Map(
  [...BUILTIN_TYPES].map(([name, json], index) => {
    return [name, { kind: 'scalar', name, id: index + 2, json, features: NO_FEATURES }];
  }),
);

/** The types of one schema, each made when it is first asked for. */
export class Wire {
  /** A baseline stays the same while its downstream is edited: what has been made of it is kept. */
  static readonly #made = SCHEMAS.memory<Wire>();

  readonly schema: Schema;
  readonly #types = new Map<TypeDefinition | TypeRef | string, WireType>();
  readonly #members = new Map<Member, WireMember>();
  readonly #selected = new Map<number, WireObject>();
  #lastId = SCALARS.size + 1;
  #spareMembers = MAX_SELECTED_MEMBERS;

  private constructor(schema: Schema) {
    this.schema = schema;
  }

  static of(schema: Schema): Wire {
    let wire = Wire.#made.get(schema);
    if (!wire) {
      wire = new Wire(schema);
      Wire.#made.set(schema, wire);
    }
    return wire;
  }

  /** A number that no other type of the schema has. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** What a reference leads to: always the same thing for the same definition. */
  type(ref: TypeRef | undefined): WireType {
    if (!ref) return UNKNOWN;
    const definition = this.schema.typeOf(ref);
    const identity = definition ?? (ref.kind === 'name' ? ref.name : ref);
    let type = this.#types.get(identity);
    if (!type) {
      type = definition ? this.#defined(definition) : this.#other(ref);
      this.#types.set(identity, type);
    }
    return type;
  }

  /** A member where the text declares it: the same thing in each object that inherits it. */
  member(member: Member): WireMember {
    let made = this.#members.get(member);
    if (!made) {
      made = { type: this.type(member.type), declared: member, written: member };
      this.#members.set(member, made);
    }
    return made;
  }

  /**
   * An object of the schema where its tag has a value: its own members and those of the branch are one. Undefined once that
   * has been asked absurdly often.
   */
  selected(object: WireObject, value: string): WireObject | undefined {
    const branch = object.tag?.branches.get(value) ?? NO_MEMBERS;
    const key = pairOf(object.id, branch.id);
    let selected = this.#selected.get(key);
    if (!selected) {
      this.#spareMembers -= object.members.size + branch.members.size;
      if (this.#spareMembers < 0) return undefined;
      const features = [...object.features, ...branch.features];
      const members = new Map([...object.members, ...branch.members]);
      const { definition } = object;
      selected = { kind: 'object', definition, id: this.nextId(), json: 'object', features, members, tag: branch.tag };
      this.#selected.set(key, selected);
    }
    return selected;
  }

  #defined(definition: TypeDefinition): WireType {
    switch (definition.kind) {
      case 'enum': {
        const { features } = definition;
        const values = byName(definition.values);
        return { kind: 'enum', definition, id: this.nextId(), json: 'string', features, values };
      }
      case 'alternate':
        return new LazyAlternate(this, definition);
      default:
        return new LazyObject(this, definition, () => this.schema.viewOf(definition));
    }
  }

  #other(ref: TypeRef): WireType {
    switch (ref.kind) {
      case 'array':
        return { kind: 'array', id: this.nextId(), json: 'array', features: NO_FEATURES, of: this.type(ref.of) };
      case 'object':
        return new LazyObject(this, undefined, () => this.schema.objectOf(ref));
      case 'name': {
        return SCALARS.get(ref.name) ?? UNKNOWN;
      }
    }
  }
}

/** One number for two numbers of types. */
export function pairOf(first: number, second: number): number {
  return first * 2 ** 26 + second;
}

/** Types may lead back to themselves: what an alternate or object holds is looked up when somebody asks. */
class LazyAlternate implements WireAlternate {
  readonly kind = 'alternate';
  readonly json = undefined;
  readonly id: number;
  readonly definition: AlternateDefinition;
  readonly features: readonly Member[];
  readonly #wire: Wire;
  #branches: readonly WireMember[] | undefined;

  constructor(wire: Wire, definition: AlternateDefinition) {
    this.id = wire.nextId();
    this.definition = definition;
    this.features = definition.features;
    this.#wire = wire;
  }

  get branches(): readonly WireMember[] {
    this.#branches ??= this.definition.branches.map((branch) => this.#wire.member(branch));
    return this.#branches;
  }
}

class LazyObject implements WireObject {
  readonly kind = 'object';
  readonly json = 'object';
  readonly id: number;
  readonly definition: TypeDefinition | undefined;
  readonly features: readonly Member[];
  readonly #wire: Wire;
  readonly #view: () => ObjectView | undefined;
  #members: ReadonlyMap<string, WireMember> | undefined;
  #tag: { readonly made: WireTag | undefined } | undefined;

  constructor(wire: Wire, definition: TypeDefinition | undefined, view: () => ObjectView | undefined) {
    this.id = wire.nextId();
    this.definition = definition;
    this.features = definition?.features ?? NO_FEATURES;
    this.#wire = wire;
    this.#view = view;
  }

  get members(): ReadonlyMap<string, WireMember> {
    this.#members ??= this.#makeMembers();
    return this.#members;
  }

  get tag(): WireTag | undefined {
    if (!this.#tag) {
      const tag = this.#view()?.tag;
      this.#tag = { made: tag && this.#makeTag(tag) };
    }
    return this.#tag.made;
  }

  #makeMembers(): ReadonlyMap<string, WireMember> {
    const view = this.#view();
    const members = new Map<string, WireMember>();
    for (const member of view?.members ?? []) {
      if (!members.has(member.name.text)) members.set(member.name.text, this.#wire.member(member));
    }
    if (view?.tag?.wrapped && !members.has(view.tag.name)) {
      const values = byName(view.tag.values);
      const id = this.#wire.nextId();
      const type: WireEnum = { kind: 'enum', definition: undefined, id, json: 'string', features: NO_FEATURES, values };
      members.set(view.tag.name, { type, declared: undefined, written: this.definition });
    }
    return members;
  }

  #makeTag(tag: TagView): WireTag {
    const branches = new Map<string, WireObject>();
    for (const [value, { type: ref, declares }] of tag.branches) {
      const type = this.#wire.type(ref);
      if (tag.wrapped) {
        const members = new Map([['data', { type, declared: undefined, written: declares }]]);
        branches.set(value, { ...NO_MEMBERS, id: this.#wire.nextId(), members });
      } else if (type.kind === 'object') {
        branches.set(value, type);
      }
    }
    return { name: tag.name, values: byName(tag.values), branches, declared: tag.wrapped ? NO_DECLARED : tag.branches };
  }
}

/** The definition that a type is; undefined of what is made of parts of definitions, and of what has no name. */
export function definitionOf(type: WireType): TypeDefinition | undefined {
  if (type.kind === 'object') return type instanceof LazyObject ? type.definition : undefined;
  return type.kind === 'enum' || type.kind === 'alternate' ? type.definition : undefined;
}

/** Of equal names the first counts. */
function byName(members: readonly Member[]): ReadonlyMap<string, Member> {
  const map = new Map<string, Member>();
  for (const member of members) if (!map.has(member.name.text)) map.set(member.name.text, member);
  return map;
}
