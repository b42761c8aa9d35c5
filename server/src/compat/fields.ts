/** Which members objects have, always or sometimes, and what the values of their tags add. */
import type { Member, NamedThing } from '../schema/model.ts';
import type { Stability } from './attached.ts';
import { isObject } from './choices.ts';
import { NO_MEMBERS, type Wire, type WireMember, type WireObject, type WireTag, type WireType } from './wire.ts';
import type { TagValue } from './wire-path.ts';

/** What objects have by one name. */
export interface Field {
  readonly members: readonly WireMember[];
  /** Each of the objects has it always. */
  readonly always: boolean;
}

export function hasTag({ tag }: WireObject): boolean {
  return tag !== undefined;
}

/** The name of the tag that all objects have. */
export function sharedTag(some: readonly WireObject[], others: readonly WireObject[]): string | undefined {
  const name = some[0]?.tag?.name;
  const hasIt = ({ tag }: WireObject): boolean => tag?.name === name;
  return some.every(hasIt) && others.every(hasIt) ? name : undefined;
}

/** Whether an object can have a value in the member that is the tag of another; `isImplied`: the tag of a simple union. */
export function mayHaveValue({ members }: WireObject, { name }: WireTag, value: string, isImplied: boolean): boolean {
  const type = members.get(name)?.type;
  return type?.kind === 'enum' ? type.values.has(value) : type !== undefined || !isImplied;
}

/**
 * What objects add where their tag has a value, or, unless only that is wanted, all that they are then; nothing of those that
 * cannot have the value.
 */
export function branchesOf(
  wire: Wire,
  objects: readonly WireObject[],
  value: string,
  onlyAdded: boolean,
): readonly WireObject[] {
  const branches: WireObject[] = [];
  for (const object of objects) {
    if (!object.tag?.values.has(value)) continue;
    const branch = onlyAdded ? (object.tag.branches.get(value) ?? NO_MEMBERS) : wire.selected(object, value);
    if (branch) branches.push(branch);
  }
  return branches;
}

/** Whether a value of the object's tag is unstable. */
export function isUnstableValue({ tag }: WireObject, value: string, stability: Stability): boolean {
  const declared = tag?.values.get(value);
  return declared !== undefined && stability.isUnstable(declared);
}

/** Whether it is the object that stands for nothing being there. */
export function isEmpty(object: WireObject): boolean {
  return object === NO_MEMBERS;
}

/** The field of a single object. */
export function alone(member: WireMember): Field {
  return { members: [member], always: isMandatory(member) };
}

/** Where the text declares members, as far as it does. */
export function declaredOf(members: readonly WireMember[]): readonly Member[] {
  const found: Member[] = [];
  for (const { declared } of members) if (declared) found.push(declared);
  return found;
}

/** What the text has of members: that of the first one of which it has anything. */
export function writtenOf(members: readonly WireMember[]): NamedThing | undefined {
  return members.find(({ written }) => written)?.written;
}

/** Whether it is there, and may not be left out. */
export function isMandatory(member: WireMember | undefined): boolean {
  return member !== undefined && !member.declared?.optional;
}

/** The members that objects have whatever their tags say. */
export function ownFields(objects: readonly WireObject[]): ReadonlyMap<string, Field> {
  return gathered(objects, (name) => objects.every(({ members }) => isMandatory(members.get(name))));
}

/** The members that objects may have: `all` are the objects and their branches. */
export function deepFields(objects: readonly WireObject[], all: readonly WireObject[]): ReadonlyMap<string, Field> {
  const always = (name: string) => (object: WireObject) => {
    const { members, tag } = object;
    if (members.has(name) || !tag) return isMandatory(members.get(name));
    const values = [...tag.values.keys()];
    return values.length > 0 && values.every((value) => isMandatory(tag.branches.get(value)?.members.get(name)));
  };
  return gathered(all, (name) => objects.every(always(name)));
}

function gathered(objects: readonly WireObject[], isAlways: (name: string) => boolean): ReadonlyMap<string, Field> {
  const found = new Map<string, Set<WireMember>>();
  for (const { members } of objects) for (const [name, member] of members) addTo(found, name, member);
  return new Map([...found].map(([name, members]) => [name, { members: [...members], always: isAlways(name) }]));
}

/** Whether two sets of members or fields have the same names, whatever is behind them. */
export function haveSameNames(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): boolean {
  if (some.size !== others.size) return false;
  for (const name of some.keys()) if (!others.has(name)) return false;
  return true;
}

function addTo<Thing>(sets: Map<string, Set<Thing>>, name: string, thing: Thing): void {
  const set = sets.get(name);
  if (set) set.add(thing);
  else sets.set(name, new Set([thing]));
}

/**
 * The objects that may stand where types are, in arrays or not, with what their tags may select.
 * @param branches which of that is meant, for the tags that are named
 */
export function objectsIn(types: readonly WireType[], branches: readonly TagValue[]): readonly WireObject[] {
  const all = new Set<WireType>(outermostIn(types));
  // The set grows while it is walked.
  for (const type of all) {
    if (type.kind !== 'object' || !type.tag) continue;
    const { tag } = type;
    const meant = branches.find((one) => one.tag === tag.name);
    if (!meant) for (const branch of tag.branches.values()) all.add(branch);
    else if (tag.values.has(meant.value)) all.add(tag.branches.get(meant.value) ?? NO_MEMBERS);
  }
  return [...all].filter(isObject);
}

/** The same without what tags select. */
export function outermostIn(types: readonly WireType[]): readonly WireObject[] {
  const all = new Set(types);
  for (const type of all) {
    if (type.kind === 'array') all.add(type.of);
    else if (type.kind === 'alternate') for (const branch of type.branches) all.add(branch.type);
  }
  return [...all].filter(isObject);
}

/**
 * What objects have by a name; undefined where none of them has it.
 * @param holders the objects that would all have to have a member, for it to be there always
 */
export function fieldIn(
  objects: readonly WireObject[],
  name: string,
  holders: readonly WireObject[],
): Field | undefined {
  const having = objects.filter(({ members }) => members.has(name));
  return having.length > 0 ? deepFields(holders === objects ? having : holders, objects).get(name) : undefined;
}
