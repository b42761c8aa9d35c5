/** The ways on which clients meet things: from a command or event through members to the thing. */
import type { NamedThing } from '../schema/model.ts';
import type { TagValue, WirePart, WirePath } from './wire-path.ts';

export const NO_BRANCHES: readonly TagValue[] = [];

export const SEND = 1;
export const RECEIVE = 2;

/** Where a way begins: what a command takes or gives, what an event carries, or the command or event itself. */
export interface Origin {
  readonly kind: WirePath['kind'];
  readonly name: string;
  readonly part: WirePart | undefined;
  readonly way: typeof SEND | typeof RECEIVE;
}

/** What of a place is meant, where it is not the place itself. */
export type WireEnd = Pick<WirePath, 'value' | 'feature' | 'alternative' | 'flag'>;

/** A place on the wire. Made for every member on the way, written out only for the few that are reported. */
export interface Place {
  readonly origin: Origin;
  /** The member that it is, and where that stands; missing where the way begins. */
  readonly member: string | undefined;
  readonly outer: Place | undefined;
  /** What declares the type that stands there: a member, branch, command or event of each schema. */
  readonly was: NamedThing;
  readonly is: NamedThing;
  /** If it is an object, the branches of unions that are looked at: those that stand in it, the outermost first. */
  readonly branches: readonly TagValue[];
  /** How many arrays it stands in, from the declaration on. */
  readonly arrays: number;
  /** Whether the baseline calls something on the way unstable. */
  readonly unstable: boolean;
}

/** The way on the wire to a place, or to something of it. */
export function wirePathOf(place: Place, end?: WireEnd): WirePath {
  const members: string[] = [];
  const branches: (readonly TagValue[])[] = [];
  for (let at: Place | undefined = place; at; at = at.outer) {
    if (at.member === undefined) continue;
    members.push(at.member);
    branches.push(at.outer?.branches ?? NO_BRANCHES);
  }
  const { kind, name, part } = place.origin;
  const isInBranch = branches.some(({ length }) => length > 0);
  return {
    kind,
    name,
    ...(part && { part }),
    members: members.reverse(),
    ...(isInBranch && { branches: branches.reverse() }),
    ...end,
  };
}

/** The place of a member; `was` and `is` are what the text has of it, undefined where that is what holds it. */
export function memberPlace(
  name: string,
  outer: Place,
  was: NamedThing | undefined,
  is: NamedThing | undefined,
): Place {
  const { origin, unstable } = outer;
  const branches = NO_BRANCHES;
  return { origin, member: name, outer, was: was ?? outer.was, is: is ?? outer.is, branches, arrays: 0, unstable };
}

/** The same place where a tag has a value. */
export function inBranch(place: Place, tag: string, value: string): Place {
  return { ...place, branches: [...place.branches, { tag, value }] };
}

/** The place of the elements of an array. */
export function inArray(place: Place): Place {
  return { ...place, arrays: place.arrays + 1 };
}

/** The same place, on a way that the baseline calls unstable. */
export function unstably(place: Place): Place {
  return place.unstable ? place : { ...place, unstable: true };
}
