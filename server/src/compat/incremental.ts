/**
 * A comparison that begins where the one before has ended. After a keystroke nearly everything is as it was: what earlier walks
 * have found out (`earlier.ts`) is told again with its new places (`carry.ts`), and only the rest is walked.
 */
import type { Schema } from '../schema/schema.ts';
import type { Whole } from '../schema/standing.ts';
import { Carrier } from './carry.ts';
import { aboutOf, type Change } from './change.ts';
import { type Earlier, type Island, Tracks, type Wanted } from './earlier.ts';
import { inOrder } from './findings.ts';
import { type OriginDefinition, originsOf } from './origins.ts';
import { type Head, Walk } from './walk.ts';

/** A command or event that has to be walked, unless the whole island that it belongs to can be carried over. */
interface IslandHead extends Head {
  readonly island: Island | undefined;
}

/**
 * Finds what differs between two schemas.
 * @param earlier what walks to the same baseline have found out; this one adds to it. Without it, everything is walked.
 * @returns in the order of our files, and in a file as they stand in the text; then what is left in that of the baseline's
 */
export function findChanges(
  baseline: Schema,
  ours: Schema,
  wanted: Wanted,
  earlier: Earlier | undefined,
): readonly Change[] {
  return new Comparison(baseline, ours, wanted, earlier).changes();
}

class Comparison {
  readonly #baseline: Schema;
  readonly #ours: Schema;
  readonly #wanted: Wanted;
  readonly #earlier: Earlier | undefined;
  readonly #origins: readonly OriginDefinition[];
  readonly #carrier: Carrier;

  constructor(baseline: Schema, ours: Schema, wanted: Wanted, earlier: Earlier | undefined) {
    this.#baseline = baseline;
    this.#ours = ours;
    this.#wanted = wanted;
    this.#earlier = earlier;
    this.#origins = originsOf(ours);
    this.#carrier = new Carrier(baseline, ours);
  }

  changes(): readonly Change[] {
    const changes = inOrder(this.#foundBefore() ?? this.#find(), this.#baseline, this.#ours);
    this.#earlier?.outcomes.set(this.#wanted, { ground: this.#ours.ground, origins: this.#origins, changes });
    return changes;
  }

  /** What the last walk has found, if nothing has changed since but comments and places. */
  #foundBefore(): readonly Change[] | undefined {
    const last = this.#earlier?.outcomes.get(this.#wanted);
    const isSame =
      last?.ground === this.#ours.ground &&
      this.#origins.every(({ name }, index) => name.text === last.origins[index]?.name.text);
    return isSame ? this.#carried(last.changes) : undefined;
  }

  #find(): readonly Change[] {
    const heads = this.#heads();
    const islands = wholeIslandsIn(heads);
    const carried: Change[] = [];
    for (const { origins, changes } of islands) {
      const island = { origins, changes: this.#carried(changes) };
      this.#earlier?.keep(island, this.#wanted);
      carried.push(...island.changes);
    }
    const rest = heads.filter(({ island }) => !island || !islands.has(island));
    const found = this.#walk(rest, carried);
    // Otherwise the walk has met something of an island from outside: more may have to be told of it than is carried over.
    return found ? [...carried, ...found] : (this.#walk(heads, []) ?? []);
  }

  /**
   * @param carried what is told without walking there again
   * @returns undefined if the walk has met something that these changes tell of
   */
  #walk(heads: readonly Head[], carried: readonly Change[]): readonly Change[] | undefined {
    const tracks = this.#earlier && new Tracks(this.#earlier, this.#wanted, new Set(carried.map(aboutOf)));
    const found = new Walk(this.#baseline, this.#ours, this.#wanted, tracks).changesBelow(heads);
    if (tracks?.hasMetCarried) return undefined;
    tracks?.end(found);
    return found;
  }

  /** The commands and events, without those below which nothing differs. */
  #heads(): readonly IslandHead[] {
    const heads: IslandHead[] = [];
    for (const definition of this.#origins) {
      const theirs = this.#earlier && this.#baseline.definition(definition.name.text);
      const whole = theirs && this.#ours.wholeOf(definition);
      if (whole && this.#earlier?.isUntouched(whole, theirs)) continue;
      const island = whole && this.#earlier?.islandOf(whole, this.#wanted);
      heads.push({ definition, both: whole && { whole, theirs }, island });
    }
    return heads;
  }

  #carried(changes: readonly Change[]): readonly Change[] {
    return changes.map((change) => this.#carrier.change(change));
  }
}

/** The islands of which all commands and events are there, in the same order. */
function wholeIslandsIn(heads: readonly IslandHead[]): ReadonlySet<Island> {
  const found = new Map<Island, (Whole | undefined)[]>();
  for (const { island, both } of heads) {
    const origins = island && found.get(island);
    if (origins) origins.push(both?.whole);
    else if (island) found.set(island, [both?.whole]);
  }
  const isWhole = ([{ origins }, wholes]: [Island, (Whole | undefined)[]]): boolean =>
    origins.length === wholes.length && origins.every((whole, index) => whole === wholes[index]);
  return new Set([...found].filter(isWhole).map(([island]) => island));
}
