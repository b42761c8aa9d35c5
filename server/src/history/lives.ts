/**
 * When the names that clients meet came and went, looked up by the way to them on the wire or by where a schema declares
 * them. What the types are called makes no difference.
 */
import {
  type CommandDefinition,
  type Definition,
  definitionOf,
  type EnumDefinition,
  type EventDefinition,
  type Member,
  type NamedThing,
  type StructDefinition,
  type TypeRef,
  type UnionDefinition,
} from '../schema/model.ts';
import { errorClassesOf } from '../schema/reach.ts';
import type { Schema, TagView } from '../schema/schema.ts';
import type { HistoryData, RootName } from './data.ts';
import { type Life, lifeOf } from './life.ts';
import { has, isTelling, NONE, type Release, type ReleaseSet, unionOf } from './releases.ts';
import { ANY, type Node, type ObjectNode, type Then, WireHistory, within } from './wire.ts';

/**
 * A way on the wire, from a command or event to one of the members that clients send or receive with it, or to a value that
 * stands there. Arrays count as their elements; of unions all branches count.
 */
export type WirePath =
  | ({ readonly command: string; readonly argument?: readonly string[] } & WireEnd)
  | ({ readonly command: string; readonly returns: readonly string[] } & WireEnd)
  | ({ readonly event: string; readonly data?: readonly string[] } & WireEnd);

/** What is meant of a place, where it is not the place itself: a value that may stand there, a feature of either. */
interface WireEnd {
  /** For each of the members, the branches of unions in which it is looked for; without, in all. */
  readonly branches?: readonly (readonly { readonly tag: string; readonly value: string }[])[];
  readonly value?: string;
  readonly feature?: string;
}

/** The releases that have something, and those that may have it for all that their schema tells. */
interface Presence {
  readonly having: ReleaseSet;
  readonly open: ReleaseSet;
}

/** Looks up since and until when upstream has a name. */
export class Lives {
  readonly #releases: readonly Release[];
  readonly #wire: WireHistory;
  readonly #known = new WeakMap<Schema, Map<Definition, ReadonlyMap<NamedThing, Presence>>>();

  constructor({ releases, files, definitions }: HistoryData, root: RootName) {
    this.#releases = releases;
    const rootFiles = new Map(files.map(({ path, roots }) => [path, roots.get(root) ?? NONE]));
    this.#wire = new WireHistory(definitions, rootFiles);
  }

  /**
   * The life of what a path leads to: of the command or event where it goes no further.
   * @returns undefined where it leads to nothing in any release
   */
  find(path: WirePath): Life | undefined {
    const { having, open } = this.#presence(path);
    return lifeOf(having, open, this.#releases);
  }

  /**
   * The releases that have what a path leads to, the oldest first. Where a release takes any value it is not among them.
   */
  having(path: WirePath): readonly Release[] {
    const { having } = this.#presence(path);
    return this.#releases.filter((_, place) => has(having, place) && isTelling(this.#releases, place));
  }

  /** The releases that certainly do not have what a path leads to, the oldest first. */
  lacking(path: WirePath): readonly Release[] {
    const { having, open } = this.#presence(path);
    return this.#releases.filter((_, place) => !has(having | open, place) && isTelling(this.#releases, place));
  }

  /** Whether no release has what a path leads to, or may have it. */
  isNowhere(path: WirePath): boolean {
    const { having, open } = this.#presence(path);
    return this.#releases.every((_, place) => !has(having | open, place) || !isTelling(this.#releases, place));
  }

  /**
   * Whether a schema is one of QEMU's: other projects have schemas in the same places. It is if upstream has, or had, half of
   * its commands.
   */
  isQemus({ definitions }: Schema): boolean {
    const commands = definitions.filter(({ kind, name }) => kind === 'command' && !name.text.startsWith('__'));
    const known = commands.filter(({ name }) => this.#wire.origins(name.text, 'command').length > 0);
    return known.length > 0 && known.length * 2 >= commands.length;
  }

  /**
   * The life of a command, event, member, value or feature of a schema. A release had it if it had it in one of the places
   * where the schema has it.
   * @returns undefined where no release had it, and for what clients do not meet: types, branches of alternates, and
   *   whatever no command or event leads to, but for the classes of errors
   */
  of(schema: Schema, thing: NamedThing): Life | undefined {
    const presence = this.#presenceOf(schema, thing);
    return presence && lifeOf(presence.having, presence.open, this.#releases);
  }

  /** Whether some release had it, or may have had it: because it took any value in one of the places where the schema has it. */
  mayHave(schema: Schema, thing: NamedThing): boolean {
    const presence = this.#presenceOf(schema, thing);
    return presence !== undefined && (presence.having | presence.open) !== NONE;
  }

  #presenceOf(schema: Schema, thing: NamedThing): Presence | undefined {
    let known = this.#known.get(schema);
    if (!known) {
      known = new Map();
      this.#known.set(schema, known);
    }
    const definition = definitionOf(thing);
    let presences = known.get(definition);
    if (!presences) {
      presences = new Walk(schema, this.#wire, definition).presences();
      known.set(definition, presences);
    }
    return presences.get(thing);
  }

  #presence(path: WirePath): Presence {
    const kind = 'event' in path ? 'event' : 'command';
    const members = 'event' in path ? path.data : 'returns' in path ? path.returns : path.argument;
    const origins = this.#wire.origins('event' in path ? path.event : path.command, kind);
    let here = origins.flatMap(({ is, at }): Then<Node>[] => [
      ...this.#elements(this.#wire.nodes('returns' in path ? is.returns : is.data), at),
      ...(is.open && !('returns' in path) ? [{ is: ANY, at }] : []),
    ]);
    let having = unionOf(origins.map(({ at }) => at));
    let open = NONE;
    // Features of the arguments are not those of the command.
    let features = members ? [] : origins.map(({ is, at }): Then<readonly string[]> => ({ is: is.features, at }));
    for (const [index, name] of (members ?? []).entries()) {
      const branches = path.branches?.[index] ?? [];
      const next: Then<Node>[] = [];
      [having, open, features] = [NONE, NONE, []];
      for (const then of here) {
        if (then.is.kind === 'any') {
          open |= then.at;
          next.push(then);
        } else if (then.is.kind === 'object') {
          let node: ObjectNode = then.is;
          for (const { tag, value } of branches) node = this.#wire.choose(node, tag, value);
          for (const { is, at } of within(this.#wire.members(node, name), then.at)) {
            having |= at;
            features.push({ is: is.features, at });
            next.push(...this.#elements(this.#wire.nodesIn(is), at));
          }
        }
      }
      here = next;
    }
    const { value, feature } = path;
    if (value !== undefined) {
      [having, open, features] = [NONE, NONE, []];
      for (const { is, at } of here) {
        const marks = is.kind === 'enum' ? is.values.get(value) : undefined;
        if (is.kind === 'string' || is.kind === 'any') open |= at;
        if (!marks) continue;
        having |= at;
        features.push({ is: marks, at });
      }
    }
    if (feature === undefined) return { having, open };
    const isMarked = (marks: readonly string[]): boolean => marks.includes(feature);
    let marked = unionOf(features.filter(({ is }) => isMarked(is)).map(({ at }) => at));
    if (members && value === undefined) {
      for (const { is, at } of here) {
        if (is.kind === 'object') marked |= at & this.#wire.featured(is, feature);
        else if (is.kind === 'enum' && isMarked(is.features)) marked |= at;
      }
    }
    return { having: marked, open };
  }

  /** Some of what may stand in a place, arrays as their elements. */
  #elements(nodes: readonly Then<Node>[], releases: ReleaseSet): Then<Node>[] {
    return within(nodes, releases).flatMap((then) =>
      then.is.kind === 'array' ? this.#elements(this.#wire.nodes(then.is.of), then.at) : then,
    );
  }
}

/** A type of a schema that has names in it. */
type OwnType = EnumDefinition | OwnObject;
type OwnObject = StructDefinition | UnionDefinition | Extract<TypeRef, { kind: 'object' }>;

/** A type of a schema, and what stood in its place in some releases. */
interface Pair {
  readonly own: OwnType;
  readonly node: Node;
  readonly at: ReleaseSet;
}

/**
 * Walks a schema and all releases side by side, from commands and events on, along the ways that lead to one definition of
 * the schema.
 */
class Walk {
  readonly #schema: Schema;
  readonly #wire: WireHistory;
  readonly #goal: Definition;
  /** The definitions that lead to it, and itself. */
  readonly #ways: ReadonlySet<Definition>;
  readonly #presences = new Map<NamedThing, { having: ReleaseSet; open: ReleaseSet }>();
  readonly #queue: Pair[] = [];
  /** For which releases a pair has been in the queue. */
  readonly #seen = new Map<OwnType, Map<Node, ReleaseSet>>();

  constructor(schema: Schema, wire: WireHistory, goal: Definition) {
    this.#schema = schema;
    this.#wire = wire;
    this.#goal = goal;
    this.#ways = waysTo(schema, goal);
  }

  /** What is known of the goal and the names in it. */
  presences(): ReadonlyMap<NamedThing, Presence> {
    for (const own of this.#ways) {
      if (own.kind === 'command' || own.kind === 'event') this.#start(own);
    }
    const errors = errorClassesOf(this.#schema);
    if (errors === this.#goal) for (const { is, at } of this.#wire.errorClasses()) this.#push(errors, is, at);
    // The queue grows while it is walked.
    for (const { own, node, at } of this.#queue) {
      if (own.kind === 'enum') this.#enum(own, node, at);
      else this.#object(own, node, at);
    }
    return this.#presences;
  }

  #start(own: CommandDefinition | EventDefinition): void {
    for (const { is, at } of this.#wire.origins(own.name.text, own.kind)) {
      this.#record(own, at);
      this.#features(own.features, is.features, at);
      this.#pairs(own.data, this.#wire.nodes(is.data), at);
      if (is.open) this.#pair(own.data, ANY, at);
      if (own.kind === 'command') this.#pairs(own.returns, this.#wire.nodes(is.returns), at);
    }
  }

  /** Whether there is something to be found out behind a type. */
  #leadsOn(type: TypeRef | undefined): boolean {
    switch (type?.kind) {
      case 'name': {
        const definition = this.#schema.typeOf(type);
        return definition !== undefined && this.#ways.has(definition);
      }
      case 'array':
        return this.#leadsOn(type.of);
      case 'object':
        return type.members.some((member) => member.owner === this.#goal || this.#leadsOn(member.type));
      default:
        return false;
    }
  }

  #pairs(own: TypeRef | undefined, nodes: readonly Then<Node>[], releases: ReleaseSet): void {
    for (const { is, at } of within(nodes, releases)) this.#pair(own, is, at);
  }

  #pair(own: TypeRef | undefined, node: Node, at: ReleaseSet): void {
    if (at === NONE || !this.#leadsOn(own)) return;
    if (own?.kind === 'array') {
      if (node.kind === 'array') this.#pairs(own.of, this.#wire.nodes(node.of), at);
      else if (node.kind === 'any') this.#pair(own.of, ANY, at);
      return;
    }
    const type = own?.kind === 'object' ? own : this.#schema.typeOf(own);
    if (type?.kind === 'alternate') {
      for (const branch of type.branches) this.#pair(branch.type, node, at);
    } else if (type) this.#push(type, node, at);
  }

  #push(own: OwnType, node: Node, at: ReleaseSet): void {
    let seen = this.#seen.get(own);
    if (!seen) {
      seen = new Map();
      this.#seen.set(own, seen);
    }
    const before = seen.get(node) ?? NONE;
    const fresh = at & ~before;
    if (fresh === NONE) return;
    seen.set(node, before | fresh);
    this.#queue.push({ own, node, at: fresh });
  }

  #enum(own: EnumDefinition, node: Node, at: ReleaseSet): void {
    if (node.kind === 'string' || node.kind === 'any') for (const value of own.values) this.#leaveOpen(value, at);
    if (node.kind !== 'enum') return;
    this.#features(own.features, node.features, at);
    for (const value of own.values) {
      const features = node.values.get(value.name.text);
      if (!features) continue;
      this.#record(value, at);
      this.#features(value.features, features, at);
    }
  }

  #object(own: OwnObject, node: Node, at: ReleaseSet): void {
    const view = own.kind === 'object' ? { members: own.members, tag: undefined } : this.#schema.viewOf(own);
    if (!view) return;
    const members = view.members.filter(({ owner, type }) => owner === this.#goal || this.#leadsOn(type));
    const { tag } = view;
    if (node.kind === 'any') {
      for (const member of members) {
        this.#leaveOpen(member, at);
        this.#pair(member.type, ANY, at);
      }
      for (const { type, declares } of tag?.branches.values() ?? []) {
        if (declares) this.#leaveOpen(declares, at);
        this.#pair(type, ANY, at);
      }
    }
    if (node.kind !== 'object') return;
    for (const feature of own.kind === 'object' ? [] : own.features) {
      this.#record(feature, at & this.#wire.featured(node, feature.name.text));
    }
    for (const member of members) {
      for (const found of within(this.#wire.members(node, member.name.text), at)) {
        this.#record(member, found.at);
        this.#features(member.features, found.is.features, found.at);
        this.#pairs(member.type, this.#wire.nodesIn(found.is), found.at);
      }
    }
    if (tag) this.#branches(tag, node, at);
  }

  #branches({ name, branches, wrapped }: TagView, node: ObjectNode, at: ReleaseSet): void {
    const nodes = within(this.#wire.members(node, name), at).flatMap((found) =>
      within(this.#wire.nodesIn(found.is), found.at),
    );
    let listed = NONE;
    for (const { is, at: then } of nodes) if (is.kind === 'enum') listed |= then;
    for (const [value, branch] of branches) {
      if (branch.declares?.owner !== this.#goal && !this.#leadsOn(branch.type)) continue;
      let having = NONE;
      for (const { is, at: then } of nodes) if (is.kind === 'enum' && is.values.has(value)) having |= then;
      const chosen = this.#wire.choose(node, name, value);
      if (branch.declares) this.#record(branch.declares, having);
      if (wrapped) {
        for (const data of within(this.#wire.members(chosen, 'data'), having)) {
          this.#pairs(branch.type, this.#wire.nodesIn(data.is), data.at);
        }
      } else {
        // Where there is no such tag, or one without known values, what the branch has may stand in the object.
        this.#pair(branch.type, chosen, having | (at & ~listed));
      }
    }
  }

  #features(own: readonly Member[], known: readonly string[], at: ReleaseSet): void {
    for (const feature of own) if (known.includes(feature.name.text)) this.#record(feature, at);
  }

  #leaveOpen(member: Member, at: ReleaseSet): void {
    this.#record(member, NONE, at);
    for (const feature of member.features) this.#record(feature, NONE, at);
  }

  #record(thing: NamedThing, having: ReleaseSet, open = NONE): void {
    if (definitionOf(thing) !== this.#goal) return;
    const presence = this.#presences.get(thing);
    if (presence) {
      presence.having |= having;
      presence.open |= open;
    } else this.#presences.set(thing, { having, open });
  }
}

/** The definitions that use a type, by that type: for a schema the same each time. */
const usersBySchema = new WeakMap<Schema, ReadonlyMap<Definition, readonly Definition[]>>();

function usersIn(schema: Schema): ReadonlyMap<Definition, readonly Definition[]> {
  let users = usersBySchema.get(schema);
  if (!users) {
    const found = new Map<Definition, Definition[]>();
    const add = (type: TypeRef | undefined, user: Definition): void => {
      if (type?.kind === 'array') add(type.of, user);
      else if (type?.kind === 'object') for (const member of type.members) add(member.type, user);
      const used = schema.typeOf(type);
      if (!used) return;
      const known = found.get(used);
      if (known) known.push(user);
      else found.set(used, [user]);
    };
    for (const definition of schema.definitions) for (const type of typesIn(definition)) add(type, definition);
    users = found;
    usersBySchema.set(schema, users);
  }
  return users;
}

function typesIn(definition: Definition): (TypeRef | undefined)[] {
  switch (definition.kind) {
    case 'enum':
      return [];
    case 'struct':
      return [definition.base, ...definition.members.map(({ type }) => type)];
    case 'union':
      return [definition.base, ...definition.branches.map(({ type }) => type)];
    case 'alternate':
      return definition.branches.map(({ type }) => type);
    case 'command':
      return [definition.data, definition.returns];
    case 'event':
      return [definition.data];
  }
}

/** A definition and those that lead to it, itself first. */
function waysTo(schema: Schema, goal: Definition): ReadonlySet<Definition> {
  const users = usersIn(schema);
  const ways = new Set([goal]);
  // The set grows while it is walked.
  for (const definition of ways) for (const user of users.get(definition) ?? []) ways.add(user);
  return ways;
}
