/**
 * What a comparison may pass over, because an earlier one with the same baseline has found it out already. While a schema is edited,
 * most definitions mean what they meant a keystroke ago. Of these two things are remembered, by their wholes (`schema/standing.ts`),
 * which stay the same objects as long as nothing changes in the definition or in anything that it leads to:
 *
 * - that a definition is *untouched*: nothing differs between it, with all that lies below, and a certain definition of the baseline;
 * - the *islands*: commands and events that share things which differ, and that no other command or event shares with them. As long
 *   as all of them are there, the changes below them are the same and need no walk.
 *
 * `Tracks` finds out both during a walk; `incremental.ts` makes use of them.
 */
import type { Definition } from '../schema/model.ts';
import { type Ground, WHOLES, type Whole } from '../schema/standing.ts';
import { type About, aboutOf, type Change, thingOf } from './change.ts';

/**
 * What is looked for: all changes, or only the names that a vendor has to answer for. Then nothing below a downstream name is
 * looked at, nor in the branch that a downstream value selects; and where something that has no name is new, an alternate's
 * branch or the `data` of a simple union, the names that it holds are told in its stead.
 */
export type Wanted = 'changes' | 'new names';

/** Commands and events below which things differ to which no other command or event leads, and what differs there. */
export interface Island {
  /** In the order of the schema: a thing that several of them lead to is told with the way from the first. */
  readonly origins: readonly Whole[];
  readonly changes: readonly Change[];
}

/** What a walk has found in a schema. */
export interface Outcome {
  readonly ground: Ground;
  /** The commands and events, in the order of the schema. */
  readonly origins: readonly Definition[];
  readonly changes: readonly Change[];
}

/** What earlier walks have found out about definitions that are compared with one baseline. */
export class Earlier {
  static readonly #known = WHOLES.memory<Known>();
  /** What the last comparison has found, for each thing that can be wanted. */
  readonly outcomes = new Map<Wanted, Outcome>();

  /** Whether nothing differs between two definitions that stand in the same place on the wire, nor below them. */
  isUntouched(whole: Whole, theirs: Definition): boolean {
    return this.#knownOf(whole)?.untouched.has(theirs) === true;
  }

  /** The island of a command or event that the baseline has too. */
  islandOf(whole: Whole, wanted: Wanted): Island | undefined {
    return this.#knownOf(whole)?.islands.get(wanted);
  }

  /** Remembers that nothing differs between two definitions, nor below them. */
  keepUntouched(whole: Whole, theirs: Definition): void {
    this.#open(whole).untouched.add(theirs);
  }

  /** Remembers an island, in the place of earlier ones with the same commands and events. */
  keep(island: Island, wanted: Wanted): void {
    for (const whole of island.origins) this.#open(whole).islands.set(wanted, island);
  }

  #knownOf(whole: Whole): Known | undefined {
    const known = Earlier.#known.get(whole);
    return known?.by === this ? known : undefined;
  }

  #open(whole: Whole): Known {
    let known = this.#knownOf(whole);
    if (!known) {
      known = { by: this, untouched: new Set(), islands: new Map() };
      Earlier.#known.set(whole, known);
    }
    return known;
  }
}

interface Known {
  readonly by: Earlier;
  /** Below a definition nothing differs from these definitions of the baseline. */
  readonly untouched: Set<Definition>;
  readonly islands: Map<Wanted, Island>;
}

/** What a walk goes through: a command or event that both schemas have, by its whole, or a pair of types, by its key. */
type Node = Whole | number | string;

/** Stands for all that is met without having come from a command or event that both schemas have. */
const OUTSIDE = 'outside';

/**
 * Follows one walk: which node led to which, and at which something was found. When the walk is over it follows, against the
 * direction of the walk, from where something was found to what led there. What it does not come to is untouched; and the commands
 * and events that it comes to from the same finds make an island together.
 */
export class Tracks {
  readonly #earlier: Earlier;
  readonly #wanted: Wanted;
  readonly #origins: Whole[] = [];
  /** The nodes that are two definitions: ours, by its whole, and that of the baseline. */
  readonly #definitions = new Map<Node, { readonly whole: Whole; readonly theirs: Definition }>();
  readonly #leading = new Map<Node, Node[]>();
  /** The nodes at which something was found, with what that was about. */
  readonly #touched = new Map<Node, Set<About>>();
  /** What the changes are about that are told without walking where they are. */
  readonly #carried: ReadonlySet<About>;
  #hasMetCarried = false;
  #here: Node = OUTSIDE;

  constructor(earlier: Earlier, wanted: Wanted, carried: ReadonlySet<About>) {
    this.#earlier = earlier;
    this.#wanted = wanted;
    this.#carried = carried;
  }

  /** Whether the walk has met one of these things all the same: then there may be more to tell of it. */
  get hasMetCarried(): boolean {
    return this.#hasMetCarried;
  }

  /** The walk begins at a command or event that the baseline has too: what is met from now on is met below it. */
  enter(whole: Whole, theirs: Definition): void {
    this.#here = whole;
    this.#origins.push(whole);
    this.#definitions.set(whole, { whole, theirs });
  }

  /** The walk goes on in a pair: what is met from now on is met there. */
  stand(pair: number | string): void {
    this.#here = pair;
  }

  /** What is met from now on is met below nothing that both schemas have. */
  leave(): void {
    this.#here = OUTSIDE;
  }

  /** Whether a pair is two definitions below which nothing differs, as an earlier walk has found; if not, this one will tell. */
  isUntouched(pair: number, whole: Whole, theirs: Definition): boolean {
    if (this.#earlier.isUntouched(whole, theirs)) return true;
    this.#definitions.set(pair, { whole, theirs });
    return false;
  }

  /** The walk has met a pair, which it will come to later. */
  leadTo(pair: number | string): void {
    const leading = this.#leading.get(pair);
    if (leading) leading.push(this.#here);
    else this.#leading.set(pair, [this.#here]);
  }

  /** The walk has found something where it is. */
  touch(about: About): void {
    this.#hasMetCarried ||= this.#carried.has(about);
    const found = this.#touched.get(this.#here);
    if (found) found.add(about);
    else this.#touched.set(this.#here, new Set([about]));
  }

  /**
   * The walk is over: remembers what is untouched, and the islands.
   * @param found all that the walk has found
   */
  end(found: readonly Change[]): void {
    const touched = new Set(this.#touched.keys());
    // Nodes at which the same thing was found belong together, and so do those that led to them.
    const groups = new Groups<Node | About>();
    for (const [node, about] of this.#touched) for (const one of about) groups.join(node, one);
    // The set grows while it is walked.
    for (const node of touched) {
      for (const other of this.#leading.get(node) ?? []) {
        touched.add(other);
        groups.join(node, other);
      }
    }
    if (this.#wanted === 'changes') {
      for (const [node, { whole, theirs }] of this.#definitions) {
        if (!touched.has(node)) this.#earlier.keepUntouched(whole, theirs);
      }
    }
    const islands = new Map<Node | About, { origins: Whole[]; changes: Change[] }>();
    for (const whole of this.#origins) {
      const group = groups.of(whole);
      if (!touched.has(whole) || group === groups.of(OUTSIDE)) continue;
      const island = islands.get(group);
      if (island) island.origins.push(whole);
      else islands.set(group, { origins: [whole], changes: [] });
    }
    for (const change of found) islands.get(groups.of(aboutOf(change)))?.changes.push(change);
    for (const island of islands.values()) {
      // What stands nowhere in the text cannot be met again as the same thing.
      if (island.changes.every((change) => thingOf(change))) this.#earlier.keep(island, this.#wanted);
    }
  }
}

/** Groups of things, of which any two can be joined: a union-find. */
class Groups<Thing> {
  readonly #next = new Map<Thing, Thing>();

  /** Makes one group of those that two things belong to. */
  join(a: Thing, b: Thing): void {
    const [first, second] = [this.of(a), this.of(b)];
    if (first !== second) this.#next.set(first, second);
  }

  /** One of the things in a thing's group, the same one for all of them. */
  of(thing: Thing): Thing {
    let last = thing;
    for (let next = this.#next.get(last); next !== undefined; next = this.#next.get(last)) last = next;
    // So that the way is shorter for whoever asks next.
    if (last !== thing) this.#next.set(thing, last);
    return last;
  }
}
