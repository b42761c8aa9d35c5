/**
 * Names of upstream's that are misspelt: one is gone, and in its place stands another that differs by a slip of the pen. In all
 * else the two are alike, so that whoever gave the name hardly meant to.
 */
import { type Change, isPresence, type Presence } from '../compat/change.ts';
import { isSlip } from '../names/nearest.ts';
import { definitionOf, isDefinition, type NamedThing, type TypeRef } from '../schema/model.ts';
import { declaredIn } from '../schema/schema.ts';

/** One name of upstream's, misspelt. */
export interface Misspelling {
  /** That the baseline has it. */
  readonly removed: Presence;
  /** That the schema has the other one. */
  readonly added: Presence;
  readonly ours: NamedThing;
}

/**
 * @param changes of the schema against its baseline
 * @returns those that are told by what is gone: neither what upstream calls unstable nor values that clients only receive
 */
export function misspellingsAmong(changes: readonly Change[]): readonly Misspelling[] {
  const removed = groupsOf(changes, '-removed');
  if (removed.size === 0) return [];
  const added = groupsOf(changes, '-added');
  return [...removed].flatMap(([place, gone]) => {
    const fresh = added.get(place) ?? [];
    return gone.flatMap((one) => {
      const [only, ...more] = fresh.filter((other) => isSlip(other.name, one.name));
      if (!only?.ours || more.length > 0 || gone.some((other) => other !== one && isSlip(only.name, other.name)))
        return [];
      return areAlike(only, one) ? [{ removed: one, added: only, ours: only.ours.thing }] : [];
    });
  });
}

/** What came, or what went, by the place on the wire where it did. */
function groupsOf(changes: readonly Change[], ending: '-removed' | '-added'): ReadonlyMap<string, readonly Presence[]> {
  const groups = new Map<string, Presence[]>();
  for (const change of changes) {
    if (!isPresence(change) || !change.kind.endsWith(ending) || !isToldOfGone(change)) continue;
    const place = placeOf(change, ending);
    const group = groups.get(place);
    if (group) group.push(change);
    else groups.set(place, [change]);
  }
  return groups;
}

function isToldOfGone({ kind, direction, unstable, wire }: Presence): boolean {
  if (unstable || (kind.startsWith('value-') && direction === 'receive')) return false;
  // What is promised wherever a client connects is told in other words.
  return wire.kind !== 'error' && wire.name !== 'query-version' && wire.name !== 'qmp_capabilities';
}

/** Where something came or went, without its own name. */
function placeOf({ kind, wire, direction }: Presence, ending: string): string {
  const what = kind.slice(0, -ending.length);
  const { name, part, members, branches, value, feature } = wire;
  if (part === undefined && feature === undefined) return what;
  const isMember = value === undefined && feature === undefined;
  return JSON.stringify([what, direction, name, part, isMember ? members.slice(0, -1) : members, branches]);
}

function areAlike({ ours }: Presence, { baseline }: Presence): boolean {
  if (!ours || !baseline) return false;
  const [here, there] = [ours.thing, baseline.thing];
  if (isDefinition(here) || isDefinition(there)) return areSameDefinitions(here, there);
  if (here.kind !== there.kind || !areSameTypes(here.type, there.type)) return false;
  const [nextHere, nextThere] = [neighboursOf(here), neighboursOf(there)];
  return nextHere.some((name, side) => name === nextThere[side]);
}

/** Whether two commands or events are the same but for their names. */
function areSameDefinitions(here: NamedThing, there: NamedThing): boolean {
  if (!isDefinition(here) || !isDefinition(there) || here.kind !== there.kind) return false;
  const [names, theirNames] = [declaredIn(here).slice(1), declaredIn(there).slice(1)];
  if (names.join() !== theirNames.join()) return false;
  if (here.kind === 'command' && there.kind === 'command' && !areSameTypes(here.returns, there.returns)) return false;
  return 'data' in here && 'data' in there && areSameTypes(here.data, there.data);
}

/** By name: of the members of what has none the names are compared. */
function areSameTypes(here: TypeRef | undefined, there: TypeRef | undefined): boolean {
  if (here?.kind === 'name' && there?.kind === 'name') return here.name === there.name;
  if (here?.kind === 'array' && there?.kind === 'array') return areSameTypes(here.of, there.of);
  return here?.kind === there?.kind;
}

/** The names that stand before and behind a member. */
function neighboursOf(thing: NamedThing): readonly (string | undefined)[] {
  const names = declaredIn(definitionOf(thing));
  const place = names.indexOf(thing.name.text);
  return [names[place - 1], names[place + 1]];
}
