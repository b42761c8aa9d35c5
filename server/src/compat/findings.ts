/** Facts gathered on a walk: each is kept once, with the first way to it and all directions. */
import { isDefinition, type NamedThing, type TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Change, Presence, Site } from './change.ts';
import { type Origin, type Place, RECEIVE, SEND, wirePathOf } from './way.ts';
import { type WirePath, wirePathText } from './wire-path.ts';

/** Ways that are unstable are the same bits, moved by two. */
export const UNSTABLE_SHIFT = 2;
const DIRECTIONS = ['send', 'send', 'receive', 'both'] as const;

/** What is said of a change, apart from the way to it. */
export type Fact = DistributiveOmit<Change, WayKey>;
/** What a change is told by the way to it. */
export type WayKey = 'path' | 'wire' | 'direction' | 'unstable';
type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

/** The way to a change: it is written out only for changes that are new. */
export interface Way {
  readonly way: number;
  readonly unstable: boolean;
  readonly wire: () => WirePath;
}

interface Found {
  readonly fact: Fact;
  wire: WirePath;
  ways: number;
}

/** The changes found so far. */
export class Findings {
  readonly #found = new Map<string, Found>();
  readonly #ids = new Map<NamedThing, number>();
  readonly #noting: (() => void) | undefined;

  /** @param noting told each time that something is noted, known or not */
  constructor(noting?: () => void) {
    this.#noting = noting;
  }

  /** Notes a change, or another way to one that is known. */
  note(fact: Fact, { way, unstable, wire }: Way): void {
    this.#noting?.();
    // What stands nowhere in the text is known by the way to it.
    const which =
      fact.baseline || fact.ours ? `${this.#placeOf(fact.baseline)} ${this.#placeOf(fact.ours)}` : wirePathText(wire());
    const key = `${fact.kind} ${which} ${'flag' in fact ? fact.flag : 'was' in fact ? `${fact.was} ${fact.is}` : ''}`;
    const ways = unstable ? way << UNSTABLE_SHIFT : way;
    const found = this.#found.get(key);
    if (!found) {
      this.#found.set(key, { fact, wire: wire(), ways });
      return;
    }
    if (!unstable && !isStable(found)) found.wire = wire();
    found.ways |= ways;
  }

  /** A thing may say the same in several places: a union has several branches. */
  #placeOf(site: Site | undefined): string {
    if (!site) return '';
    let id = this.#ids.get(site.thing);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(site.thing, id);
    }
    return `${id}:${site.span.start}`;
  }

  /** In the order of our files, and in a file as they stand in the text; then what is left in that of the baseline's. */
  changes(baseline: Schema, ours: Schema): readonly Change[] {
    const ourOrder = orderIn(ours);
    const baselineOrder = orderIn(baseline);
    return [...this.#found.values()].map(finished).sort((a, b) => {
      if (a.ours && b.ours) return ourOrder(a.ours, b.ours);
      if (a.ours || b.ours || !a.baseline || !b.baseline) return a.ours ? -1 : b.ours ? 1 : 0;
      return baselineOrder(a.baseline, b.baseline);
    });
  }
}

function orderIn({ sources }: Schema): (a: Site, b: Site) => number {
  const files = new Map(sources.files.map((file, index) => [file.path, index]));
  const fileOf = ({ thing }: Site): number => files.get(thing.file) ?? 0;
  return (a, b) => fileOf(a) - fileOf(b) || a.span.start - b.span.start;
}

function isStable({ ways }: Found): boolean {
  return (ways & (SEND | RECEIVE)) !== 0;
}

function finished(found: Found): Change {
  const ways = (found.ways | (found.ways >> UNSTABLE_SHIFT)) & (SEND | RECEIVE);
  // Nobody else has the fact, and copies of thousands take their time.
  return Object.assign(found.fact, {
    path: wirePathText(found.wire),
    wire: found.wire,
    direction: DIRECTIONS[ways] ?? 'both',
    unstable: !isStable(found),
  });
}

/** The way that ends in a place. */
export function wayTo(place: Place): Way {
  return { way: place.origin.way, unstable: place.unstable, wire: () => wirePathOf(place) };
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
