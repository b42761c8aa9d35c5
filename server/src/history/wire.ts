/**
 * What stood where on the wire in all releases of a root at once. A definition has several versions, each of which stood in
 * some releases, and what a type's name means differs by release too: so every answer tells for which releases it holds. As
 * for clients, bases are part of the objects that have them, alternates are any of their branches, and the `type` and
 * `data` of simple unions are members like others.
 */
import { BUILTIN_TYPES } from '../schema/model.ts';
import { ERROR_CLASSES } from '../schema/reach.ts';
import { type DefinitionRow, expressionIn } from './data.ts';
import type { Json, JsonObject } from './expression.ts';
import { NONE, type ReleaseSet, unionOf } from './releases.ts';

/** Something, and releases in which it is so. */
export interface Then<Thing> {
  readonly is: Thing;
  readonly at: ReleaseSet;
}

/** A command or event. */
export interface Origin {
  readonly kind: 'command' | 'event';
  readonly data: Json | undefined;
  readonly returns: Json | undefined;
  readonly features: readonly string[];
  /** It takes arguments that the schema does not tell: `'gen': false`. */
  readonly open: boolean;
}

/** What may stand in a place. There is one for each thing; numbers and truth values, of which nothing can be said, have none. */
export type Node = EnumNode | ArrayNode | ObjectNode | OpenNode;

export interface EnumNode {
  readonly kind: 'enum';
  /** With their features. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly features: readonly string[];
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly of: Json | undefined;
}

/** Any string, or anything at all: what it may be the schema does not tell. */
export interface OpenNode {
  readonly kind: 'string' | 'any';
}

export interface ObjectNode {
  readonly kind: 'object';
  readonly base: Json | undefined;
  readonly own: ReadonlyMap<string, Found>;
  readonly features: readonly string[];
  readonly tag: Tag | undefined;
  /** The values that tags have, by the tags' names: of the branches only those count. */
  readonly chosen: ReadonlyMap<string, string>;
}

interface Tag {
  readonly name: string;
  readonly branches: ReadonlyMap<string, Json>;
  /** In a simple union: the values of the tag, which stand nowhere else. */
  readonly values: EnumNode | undefined;
}

/** A member of an object. */
export interface Found {
  /** Undefined for the `type` of simple unions, which is said to be nothing but one of their values. */
  readonly type: Json | undefined;
  readonly values: EnumNode | undefined;
  readonly features: readonly string[];
}

/** What a version of a definition says. */
type Shape = Origin | EnumNode | ObjectNode | { readonly kind: 'alternate'; readonly branches: readonly Json[] };

/** It may be anything. */
export const ANY: OpenNode = { kind: 'any' };
const STRING: OpenNode = { kind: 'string' };
const NO_CHOICE: ReadonlyMap<string, string> = new Map();

/** A version of a definition; what it says is read when it is met. */
class Version {
  readonly at: ReleaseSet;
  readonly #row: DefinitionRow;
  #shape: Shape | undefined;

  constructor(row: DefinitionRow, at: ReleaseSet) {
    this.#row = row;
    this.at = at;
  }

  get shape(): Shape {
    this.#shape ??= shapeOf(expressionIn(this.#row));
    return this.#shape;
  }
}

/** The wire of one root over all releases. */
export class WireHistory {
  readonly #versions = new Map<string, Version[]>();
  #all = NONE;
  /** What is found out is kept: it is asked for again and again. */
  readonly #nodes = new Map<Json, readonly Then<Node>[]>();
  readonly #members = new Map<ObjectNode, Map<string, readonly Then<Found>[]>>();
  readonly #choices = new Map<ObjectNode, Map<string, ObjectNode>>();

  /**
   * @param definitions those of all roots
   * @param files when the root led to which file
   */
  constructor(definitions: readonly DefinitionRow[], files: ReadonlyMap<string, ReleaseSet>) {
    // Many stood in the same files at the same time: their sets are one.
    const known = new Map<DefinitionRow['files'], ReleaseSet>();
    for (const row of definitions) {
      let at = known.get(row.files);
      if (at === undefined) {
        at = unionOf([...row.files].map(([path, set]) => set & (files.get(path) ?? NONE)));
        known.set(row.files, at);
        this.#all |= at;
      }
      if (at === NONE) continue;
      const versions = this.#versions.get(row.name);
      if (versions) versions.push(new Version(row, at));
      else this.#versions.set(row.name, [new Version(row, at)]);
    }
  }

  /** The commands or events of a name. */
  origins(name: string, kind: Origin['kind']): Then<Origin>[] {
    const origins: Then<Origin>[] = [];
    for (const { shape, at } of this.#versions.get(name) ?? []) {
      if (shape.kind === kind) origins.push({ is: shape as Origin, at });
    }
    return origins;
  }

  /** The classes of errors, to which no command leads. */
  errorClasses(): Then<Node>[] {
    return ERROR_CLASSES.flatMap((name) => this.nodes(name).filter(({ is }) => is.kind === 'enum'));
  }

  /**
   * What may stand where a type is written. The answer is for all releases; what it says of those in which the type is not
   * written there means nothing.
   */
  nodes(type: Json | undefined): readonly Then<Node>[] {
    if (type === undefined) return [];
    let nodes = this.#nodes.get(type);
    if (!nodes) {
      nodes = this.#resolve(type);
      this.#nodes.set(type, nodes);
    }
    return nodes;
  }

  /** What may stand in a member; an answer as that of `nodes`. */
  nodesIn({ type, values }: Found): readonly Then<Node>[] {
    return values ? [{ is: values, at: this.#all }] : this.nodes(type);
  }

  #resolve(type: Json): Then<Node>[] {
    const at = this.#all;
    if (Array.isArray(type)) return [{ is: { kind: 'array', of: type[0] }, at }];
    if (typeof type === 'object') return [{ is: objectOf({ data: type }), at }];
    const json = BUILTIN_TYPES.get(String(type));
    if (json === 'string') return [{ is: STRING, at }];
    if (json === 'any') return [{ is: ANY, at }];
    if (json) return [];
    const nodes: Then<Node>[] = [];
    let defined = NONE;
    for (const { shape, at: then } of this.#versions.get(String(type)) ?? []) {
      defined |= then;
      if (shape.kind === 'enum' || shape.kind === 'object') nodes.push({ is: shape, at: then });
      else if (shape.kind === 'alternate') {
        for (const branch of shape.branches) nodes.push(...within(this.nodes(branch), then));
      }
    }
    // Old releases say `**` and other names that are defined nowhere.
    if ((at & ~defined) !== NONE) nodes.push({ is: ANY, at: at & ~defined });
    return nodes;
  }

  /** An object where a tag has a value. */
  choose(node: ObjectNode, tag: string, value: string): ObjectNode {
    let choices = this.#choices.get(node);
    if (!choices) {
      choices = new Map();
      this.#choices.set(node, choices);
    }
    const key = `${tag}=${value}`;
    let chosen = choices.get(key);
    if (!chosen) {
      chosen = { ...node, chosen: new Map([...node.chosen, [tag, value]]) };
      choices.set(key, chosen);
    }
    return chosen;
  }

  /**
   * The members of a name that an object can have: its own, those of its bases, and those of the branches that count. An
   * answer as that of `nodes`.
   */
  members(node: ObjectNode, name: string): readonly Then<Found>[] {
    let members = this.#members.get(node);
    if (!members) {
      members = new Map();
      this.#members.set(node, members);
    }
    let found = members.get(name);
    if (!found) {
      found = this.#find(node, name, node.chosen);
      members.set(name, found);
    }
    return found;
  }

  #find(node: ObjectNode, name: string, chosen: ObjectNode['chosen']): readonly Then<Found>[] {
    const own = node.own.get(name);
    if (own) return [{ is: own, at: this.#all }];
    const found = [...this.#findIn(node.base, name, chosen)];
    const { tag } = node;
    if (!tag) return found;
    const { values } = tag;
    if (values && name === tag.name) return [{ is: { type: undefined, values, features: [] }, at: this.#all }];
    for (const type of this.#branches(tag, chosen)) {
      if (!values) found.push(...this.#findIn(type, name, chosen));
      else if (name === 'data') found.push({ is: { type, values: undefined, features: [] }, at: this.#all });
    }
    return found;
  }

  #findIn(type: Json | undefined, name: string, chosen: ObjectNode['chosen']): Then<Found>[] {
    return this.nodes(type).flatMap(({ is, at }) =>
      is.kind === 'object' ? within(this.#find(is, name, chosen), at) : [],
    );
  }

  #branches({ name, branches }: Tag, chosen: ObjectNode['chosen']): Iterable<Json> {
    const value = chosen.get(name);
    if (value === undefined) return branches.values();
    const branch = branches.get(value);
    return branch === undefined ? [] : [branch];
  }

  /** When an object, or a branch of it that counts, has a feature. */
  featured({ features, tag, chosen }: ObjectNode, feature: string): ReleaseSet {
    if (features.includes(feature)) return this.#all;
    let set = NONE;
    if (!tag || tag.values) return set;
    for (const type of this.#branches(tag, chosen)) {
      for (const { is, at } of this.nodes(type)) {
        if (is.kind === 'object') set |= at & this.featured({ ...is, chosen }, feature);
      }
    }
    return set;
  }
}

/** The part of an answer that is about some releases. */
export function within<Thing>(answer: readonly Then<Thing>[], at: ReleaseSet): Then<Thing>[] {
  const part: Then<Thing>[] = [];
  for (const { is, at: then } of answer) {
    const both = then & at;
    if (both !== NONE) part.push({ is, at: both });
  }
  return part;
}

/** What an expression says, which is one that `expressionOf` has made. */
function shapeOf(expression: JsonObject): Shape {
  const { data, returns, gen } = expression;
  const features = namesIn(expression.features);
  if ('command' in expression || 'event' in expression) {
    const kind = 'command' in expression ? 'command' : 'event';
    return { kind, data, returns, features: [...features.keys()], open: gen === false };
  }
  if ('enum' in expression) return { kind: 'enum', values: namesIn(data), features: [...features.keys()] };
  if ('alternate' in expression) {
    return { kind: 'alternate', branches: Object.values(data as JsonObject).map((branch) => memberOf(branch).type) };
  }
  return objectOf(expression);
}

/** A struct, union, or a type without a name, of which only the `data` is given. */
function objectOf({ union, base, discriminator, data, features }: JsonObject): ObjectNode {
  const members = Object.entries(data as JsonObject);
  return {
    kind: 'object',
    base,
    own: new Map(union ? [] : members.map(([key, value]) => [key.replace(/^\*/, ''), memberOf(value)])),
    features: [...namesIn(features).keys()],
    tag: union === undefined ? undefined : tagOf(discriminator, members),
    chosen: NO_CHOICE,
  };
}

function tagOf(discriminator: Json | undefined, members: readonly [string, Json][]): Tag {
  const branches = new Map(members.map(([key, value]) => [key, memberOf(value).type]));
  if (discriminator !== undefined) return { name: String(discriminator), branches, values: undefined };
  const values = new Map(members.map(([key]): [string, string[]] => [key, []]));
  return { name: 'type', branches, values: { kind: 'enum', values, features: [] } };
}

/** A type, or one written out with what belongs to it. Types without a name are older than that, and never have both keys. */
function memberOf(value: Json): Found & { readonly type: Json } {
  if (typeof value === 'object' && !Array.isArray(value)) {
    const { type, if: condition, features } = value as JsonObject;
    if (type !== undefined && (condition !== undefined || features !== undefined)) {
      return { type, values: undefined, features: [...namesIn(features).keys()] };
    }
  }
  return { type: value, values: undefined, features: [] };
}

/** The names in a list of enum values or features, each with its features. */
function namesIn(list: Json | undefined): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const item of Array.isArray(list) ? list : []) {
    if (typeof item === 'string') names.set(item, []);
    else names.set(item.name, [...namesIn(item.features).keys()]);
  }
  return names;
}
