/**
 * Which names a schema has that its baseline does not have, as far as a client can see them. The two are walked side by
 * side from commands and events: what stands in the same place on the wire is compared, whatever the types are called. QMP
 * specification, "Downstream extension of QMP"; QEMU's docs/devel/qapi-code-gen.rst, sections "Downstream extensions" and
 * "Client JSON Protocol introspection".
 *
 * What is walked is what upstream answers for: nothing stands to be judged below a new name, nor below a downstream name,
 * new or not, nor in the branch of a union that such a value selects.
 */
import { SPECIAL_FEATURES } from '../schema/dialect.ts';
import type { Definition, Member, NamedThing, TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { NO_MEMBERS, pairOf, Wire, type WireEnum, type WireMember, type WireObject, type WireType } from './wire.ts';

/** A name that is new against the baseline. */
export interface NewName {
  readonly thing: NamedThing;
  /** How a client meets it, from the command or event on: `blockdev-add: argument file.locking`. Of several ways a short one. */
  readonly path: string;
  readonly direction: 'send' | 'receive' | 'both';
}

/**
 * Finds the names that a client can see in a schema and that its baseline does not have in the same place. Names with a
 * downstream prefix are among them. The features `deprecated` and `unstable` are not: QEMU itself gives them their meaning,
 * so that no vendor's prefix could stand before them. Conditions (`if`) make no difference.
 *
 * @param ours the schema to judge
 * @param baseline the schema of the release that it is built on
 * @returns each name once, in the order of the files, and in a file as they stand in the text
 */
export function findNewNames(ours: Schema, baseline: Schema): readonly NewName[] {
  return new Walk(ours, baseline).names();
}

const SEND = 1;
const RECEIVE = 2;
const DIRECTIONS = ['send', 'send', 'receive', 'both'] as const;

/** A place on the wire. Made for every member on the way, written out only for the few that are reported. */
interface Place {
  readonly origin: Origin;
  /** The member that it is, and where that stands; missing for the arguments, the return or the data themselves. */
  readonly member: string | undefined;
  readonly outer: Place | undefined;
}

/** Where a way begins: what a command takes or gives, or what an event carries. */
interface Origin {
  readonly name: string;
  readonly way: typeof SEND | typeof RECEIVE;
  /** What one of its members is called, and what all of it. */
  readonly one: string;
  readonly all: string;
}

/** A type of ours, and everything that the baseline allows in the same place; empty where the baseline has nothing there. */
interface Pair {
  readonly ours: WireType;
  readonly known: readonly WireType[];
  readonly place: Place;
}

class Walk {
  readonly #ours: Wire;
  readonly #baseline: Wire;
  /** Pairs still to be compared. First come, first served: so the first way to a name is a short one. */
  readonly #queue: Pair[] = [];
  /** The directions in which a pair has been seen. */
  readonly #seen = new Map<number | string, number>();
  readonly #found = new Map<NamedThing, { readonly path: string; ways: number }>();

  constructor(ours: Schema, baseline: Schema) {
    this.#ours = Wire.of(ours);
    this.#baseline = Wire.of(baseline);
  }

  names(): readonly NewName[] {
    for (const definition of this.#ours.schema.definitions) this.#start(definition);
    // The queue grows while it is walked.
    for (const pair of this.#queue) this.#compare(pair);
    const files = new Map(this.#ours.schema.sources.files.map((file, index) => [file.path, index]));
    const order = (thing: NamedThing): number => files.get(thing.file) ?? 0;
    return [...this.#found]
      .sort(([a], [b]) => order(a) - order(b) || a.name.span.start - b.name.span.start)
      .map(([thing, { path, ways }]) => ({ thing, path, direction: DIRECTIONS[ways] ?? 'both' }));
  }

  #start(ours: Definition): void {
    if (ours.kind !== 'command' && ours.kind !== 'event') return;
    const name = ours.name.text;
    // Of two definitions of one name the second is a mistake, and no client meets it.
    if (this.#ours.schema.definition(name) !== ours) return;
    const way = ours.kind === 'command' ? SEND : RECEIVE;
    const known = this.#baseline.schema.definition(name);
    if (known?.kind !== ours.kind) {
      this.#report(ours, `${ours.kind} ${name}`, way);
      return;
    }
    if (isDownstream(name)) return;
    this.#features(ours.features, [known], `${name}:`, way);
    const pair = (type: TypeRef | undefined, was: TypeRef | undefined, origin: Origin): void => {
      if (!type) return;
      this.#push(this.#ours.type(type), [was ? this.#baseline.type(was) : NO_MEMBERS], {
        origin,
        member: undefined,
        outer: undefined,
      });
    };
    if (ours.kind === 'command' && known.kind === 'command') {
      pair(ours.data, known.data, { name, way: SEND, one: 'argument', all: 'arguments' });
      pair(ours.returns, known.returns, { name, way: RECEIVE, one: 'return', all: 'return' });
    } else {
      pair(ours.data, known.data, { name, way: RECEIVE, one: 'data member', all: 'data' });
    }
  }

  /** Puts a pair in the queue, unless there is nothing in it to compare or it has been there. */
  #push(type: WireType, types: readonly WireType[], place: Place): void {
    let ours = type;
    let known = types;
    while (ours.kind === 'array') {
      const arrays = alternatives(known).flatMap((array) => (array.kind === 'array' ? array.of : []));
      if (arrays.length === 0 && known.length > 0) return;
      ours = ours.of;
      known = arrays;
    }
    if (ours.kind === 'scalar' || ours.kind === 'unknown') return;
    if (known.length > 1) known = [...new Set(known)];
    const [first, second] = known;
    const key = first && !second ? pairOf(ours.id, first.id) : [ours.id, ...known.map((other) => other.id)].join();
    const ways = this.#seen.get(key) ?? 0;
    if (ways & place.origin.way) return;
    this.#seen.set(key, ways | place.origin.way);
    this.#queue.push({ ours, known, place });
  }

  #compare({ ours, known, place }: Pair): void {
    const possible = alternatives(known);
    const matching = ours.kind === 'alternate' ? possible : ofKind(possible, ours.json);
    // Another kind of value altogether: that is a change of type, not a new name.
    if (matching.length === 0 && known.length > 0) return;
    if (ours.features.length > 0) {
      this.#features(ours.features, [...known, ...matching], pathOf(place), place.origin.way);
    }
    switch (ours.kind) {
      case 'alternate':
        // Where the baseline takes anything, nothing is known to be new.
        if (possible.some(isOpen)) return;
        // A branch of another kind than all of the baseline's has nothing there to be compared with.
        for (const branch of ours.branches) this.#push(branch, ofKind(possible, branch.json), place);
        break;
      case 'enum':
        this.#values(ours, matching, place);
        break;
      case 'object':
        this.#object(
          ours,
          matching.length > 0 ? matching.filter((type) => type.kind === 'object') : [NO_MEMBERS],
          place,
        );
        break;
    }
  }

  #features(
    ours: readonly Member[],
    known: readonly { readonly features: readonly Member[] }[],
    path: string,
    way: Origin['way'],
  ): void {
    for (const feature of ours) {
      const name = feature.name.text;
      if (SPECIAL_FEATURES.has(name)) continue;
      if (known.some((holder) => holder.features.some((same) => same.name.text === name))) continue;
      this.#report(feature, `${path} feature ${name}`, way);
    }
  }

  #values(ours: WireEnum, known: readonly WireType[], place: Place): void {
    // The baseline takes any string.
    if (known.some((type) => type.kind !== 'enum')) return;
    for (const [name, value] of ours.values) {
      const same = known.flatMap((type) => (type.kind === 'enum' && type.values.get(name)) || []);
      if (same.length === 0) {
        this.#report(value, `${pathOf(place)} value ${name}`, place.origin.way);
      } else if (value.features.length > 0 && !isDownstream(name)) {
        this.#features(value.features, same, `${pathOf(place)} value ${name}`, place.origin.way);
      }
    }
  }

  /**
   * Compares an object with the objects that the baseline allows in its place. A member counts as known where one of them
   * has it. Objects with the same tag are compared value by value. Where the tags differ, or only one has any, there is no
   * telling which values belong together: there the baseline's branches count as one.
   */
  #object(ours: WireObject, known: readonly WireObject[], place: Place): void {
    const { tag } = ours;
    const sameTag = tag ? known.filter((object) => object.tag?.name === tag.name) : [];
    for (const [name, member] of ours.members) {
      const same: WireMember[] = [];
      for (const object of known) {
        const own = object.members.get(name);
        if (own) same.push(own);
        else if (!sameTag.includes(object)) same.push(...membersNamed(object, name));
      }
      if (same.length > 0 || !tag || sameTag.length === 0) {
        this.#member(name, member, same, place);
        continue;
      }
      // The baseline may have it in branches: then it is new where one of them does not have it.
      const values = [...tag.values.keys()].filter((value) => !isDownstream(value));
      const shared = values.filter((value) => sameTag.some((object) => object.tag?.values.has(value)));
      if (shared.length === 0) this.#member(name, member, [], place);
      for (const value of shared) {
        const selected = sameTag.flatMap((object) => this.#selected(object, tag.name, false, value));
        const inBranch = selected.flatMap((object) => membersNamed(object, name));
        if (selected.length > 0) this.#member(name, member, inBranch, place);
      }
    }
    if (!tag) return;
    const implied = ours.members.get(tag.name)?.declared === undefined;
    for (const [value, branch] of tag.branches) {
      if (isDownstream(value)) continue;
      const selected = known.flatMap((object) => this.#selected(object, tag.name, implied, value));
      // Without them the value is a new name itself.
      if (selected.length > 0) this.#push(branch, selected, place);
    }
  }

  /**
   * What an object of the baseline may hold where a tag of ours has a value; nothing where it cannot have that value. Where
   * it does not have the tag at all, the value tells nothing, and it is the tag's name that is new; or its values, where the
   * name stands nowhere in the text.
   */
  #selected(object: WireObject, tag: string, implied: boolean, value: string): WireObject[] {
    if (object.tag?.name === tag) {
      const selected = object.tag.values.has(value) && this.#baseline.selected(object, value);
      return selected ? [selected] : [];
    }
    const type = object.members.get(tag)?.type;
    const possible = type?.kind === 'enum' ? type.values.has(value) : type !== undefined || !implied;
    return possible ? [object] : [];
  }

  #member(name: string, ours: WireMember, known: readonly WireMember[], outer: Place): void {
    const { declared } = ours;
    // Most members are numbers and strings that both have.
    if (known.length > 0 && ours.type.kind === 'scalar' && !declared?.features.length) return;
    const place: Place = { origin: outer.origin, member: name, outer };
    // A name that stands nowhere in the text cannot be given a prefix: what it holds is looked at in its stead.
    if (known.length === 0 && declared) {
      this.#report(declared, pathOf(place), place.origin.way);
      return;
    }
    if (isDownstream(name)) return;
    if (declared && declared.features.length > 0) {
      const holders = known.flatMap((member) => member.declared ?? []);
      this.#features(declared.features, holders, pathOf(place), place.origin.way);
    }
    this.#push(
      ours.type,
      known.map((member) => member.type),
      place,
    );
  }

  #report(thing: NamedThing, path: string, way: number): void {
    const found = this.#found.get(thing);
    if (found) found.ways |= way;
    else this.#found.set(thing, { path, ways: way });
  }
}

/** Whether a name is one of those that upstream promises never to use. */
function isDownstream(name: string): boolean {
  return name.startsWith('__');
}

/** Types with each alternate replaced by what it offers. */
function alternatives(types: readonly WireType[]): readonly WireType[] {
  if (types.every((type) => type.kind !== 'alternate')) return types;
  return types.flatMap((type) => (type.kind === 'alternate' ? type.branches : type));
}

function ofKind(types: readonly WireType[], json: WireType['json']): readonly WireType[] {
  return types.every((type) => type.json === json) ? types : types.filter((type) => type.json === json);
}

/** Whether the type takes any value, or may do so for all we know. */
function isOpen(type: WireType): boolean {
  return type.json === undefined || type.json === 'any';
}

/** The members of that name that an object can have, whatever its tags say. */
function membersNamed(object: WireObject, name: string): readonly WireMember[] {
  const found: WireMember[] = [];
  const objects = new Set([object]);
  // The set grows while it is walked. Branches may share what they lead to.
  for (const { members, tag } of objects) {
    const own = members.get(name);
    if (own) found.push(own);
    else for (const branch of tag?.branches.values() ?? []) objects.add(branch);
  }
  return found;
}

function pathOf(place: Place): string {
  const members: string[] = [];
  for (let at: Place | undefined = place; at; at = at.outer) if (at.member !== undefined) members.push(at.member);
  const { name, one, all } = place.origin;
  return members.length > 0 ? `${name}: ${one} ${members.reverse().join('.')}` : `${name}: ${all}`;
}
