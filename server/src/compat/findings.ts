/** Facts gathered on a walk: each is kept once, with the first way to it and all directions. */
import { isDefinition, type NamedThing, type TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { type About, type Change, type ConditionChange, type Presence, type Site, thingOf } from './change.ts';
import { type Origin, type Place, RECEIVE, SEND, type WireEnd, wirePathOf } from './way.ts';
import { wirePathText } from './wire-path.ts';

/** Ways that are unstable are the same bits, moved by two. */
export const UNSTABLE_SHIFT = 2;
const DIRECTIONS = ['send', 'send', 'receive', 'both'] as const;

/** What is said of a change, apart from the way to it. */
export type Fact = DistributiveOmit<Change, WayKey>;
/** What a change is told by the way to it. */
export type WayKey = 'path' | 'wire' | 'direction' | 'unstable';
type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

/** A fact, and the way to it, which is written out once the walk is over. */
interface Found {
  readonly fact: Fact;
  /** What was found before about the same thing. */
  readonly earlier: Found | undefined;
  place: Place;
  end: WireEnd | undefined;
  ways: number;
}

/** The changes found so far. */
export class Findings {
  readonly #found: Found[] = [];
  /** What was found last about a thing. */
  readonly #latest = new Map<About, Found>();
  readonly #noting: ((about: About) => void) | undefined;

  /** @param noting told each time that something is noted, known or not */
  constructor(noting?: (about: About) => void) {
    this.#noting = noting;
  }

  /**
   * Notes a change, or another way to one that is known.
   * @param place where it is met
   * @param end what of the place has changed, where that is not the place itself
   */
  note(fact: Fact, place: Place, end?: WireEnd): void {
    const about = thingOf(fact) ?? wirePathText(wirePathOf(place, end));
    this.#noting?.(about);
    const latest = this.#latest.get(about);
    let known = latest;
    while (known && !areSame(known.fact, fact)) known = known.earlier;
    const { unstable, origin } = place;
    const ways = unstable ? origin.way << UNSTABLE_SHIFT : origin.way;
    if (!known) {
      const found = { fact, earlier: latest, place, end, ways };
      this.#found.push(found);
      this.#latest.set(about, found);
      return;
    }
    if (!unstable && !isStable(known)) {
      known.place = place;
      known.end = end;
    }
    known.ways |= ways;
  }

  /** In the order in which they were found. */
  changes(): readonly Change[] {
    return this.#found.map(finished);
  }
}

/** In the order of our files, and in a file as they stand in the text; then what is left in that of the baseline's. */
export function inOrder(changes: readonly Change[], baseline: Schema, ours: Schema): readonly Change[] {
  const ourOrder = orderIn(ours);
  const baselineOrder = orderIn(baseline);
  return [...changes].sort((a, b) => {
    if (a.ours && b.ours) return ourOrder(a.ours, b.ours) || byPath(a, b);
    if (a.ours || b.ours) return a.ours ? -1 : 1;
    if (a.baseline && b.baseline) return baselineOrder(a.baseline, b.baseline) || byPath(a, b);
    return a.baseline ? -1 : b.baseline ? 1 : byPath(a, b);
  });
}

/** Of those in the same place, or in none: else their order would tell which of them were carried over. */
function byPath(a: Change, b: Change): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Whether two facts about the same thing are one. A thing may say the same in several places: a union has several branches. */
function areSame(a: Fact, b: Fact): boolean {
  if (a.kind !== b.kind || !isSameSite(a.ours, b.ours) || !isSameSite(a.baseline, b.baseline)) return false;
  if ('flag' in a) return 'flag' in b && a.flag === b.flag;
  if ('was' in a) return 'was' in b && a.was === b.was && a.is === b.is;
  return true;
}

function isSameSite(a: Site | undefined, b: Site | undefined): boolean {
  return a?.thing === b?.thing && a?.span.start === b?.span.start;
}

function orderIn({ sources }: Schema): (a: Site, b: Site) => number {
  const files = new Map(sources.files.map((file, index) => [file.path, index]));
  const fileOf = ({ thing }: Site): number => files.get(thing.file) ?? 0;
  return (a, b) => (a.thing.file === b.thing.file ? a.span.start - b.span.start : fileOf(a) - fileOf(b));
}

function isStable({ ways }: Found): boolean {
  return (ways & (SEND | RECEIVE)) !== 0;
}

function finished(found: Found): Change {
  const { place, end } = found;
  const wire = wirePathOf(place, end);
  const ways = (found.ways | (found.ways >> UNSTABLE_SHIFT)) & (SEND | RECEIVE);
  // Nobody else has the fact, and copies of thousands take their time.
  return Object.assign(found.fact, {
    path: wirePathText(wire),
    wire,
    direction: DIRECTIONS[ways] ?? 'both',
    unstable: !isStable(found),
  });
}

/** The fact that a name came or went: the side that does not have it is undefined. */
export function presence(
  kind: Presence['kind'],
  name: string,
  baseline: Site | undefined,
  ours: Site | undefined,
  holder: NamedThing | undefined,
): Omit<Presence, WayKey> {
  return { kind, name, baseline, ours, holder };
}

/** The fact that a condition came, went or changed, each as `conditionOf` tells it. */
export function conditionFact(
  was: string | undefined,
  is: string | undefined,
  baseline: Site,
  ours: Site,
): Omit<ConditionChange, WayKey> {
  const kind = was === undefined ? 'condition-added' : is === undefined ? 'condition-removed' : 'condition-changed';
  return { kind, was, is, baseline, ours, holder: undefined };
}

/** The kind of change that a feature makes by its coming or going. */
export function featureKind(name: string, came: 'added' | 'removed'): Presence['kind'] {
  return name === 'deprecated' || name === 'unstable' ? `${name}-${came}` : `feature-${came}`;
}

/** Where a thing is declared. */
export function nameSite(thing: NamedThing): Site {
  return { thing, span: thing.name.span };
}

/** Where a thing says its condition, or is declared if it has none. */
export function conditionSite(thing: NamedThing): Site {
  return { thing, span: thing.condition?.span ?? thing.name.span };
}

/** Where a thing says what its type is. */
export function typeSite(thing: NamedThing, origin: Origin): Site {
  return { thing, span: typeOf(thing, origin)?.span ?? thing.name.span };
}

function typeOf(thing: NamedThing, { part }: Origin): TypeRef | undefined {
  if (!isDefinition(thing)) return thing.type;
  if (thing.kind === 'command') return part === 'return' ? thing.returns : thing.data;
  return thing.kind === 'event' ? thing.data : undefined;
}
