/**
 * Of a schema that is edited most definitions mean what they meant a keystroke ago. Below nearly all of them nothing differs from
 * the baseline, and where something does, the same does. What is so is found out on a walk, and the next walk passes it over.
 */
import type { Definition } from '../schema/model.ts';
import { type Ground, WHOLES, type Whole } from '../schema/standing.ts';
import { type About, aboutOf, type Change } from './change.ts';

/**
 * What is looked for: all changes, or only the names that a vendor has to answer for. Then nothing below a downstream name is
 * looked at, nor in the branch that a downstream value selects; and where something that has no name is new, an alternate's
 * branch or the `data` of a simple union, the names that it holds are told in its stead.
 */
export type Wanted = 'changes' | 'new names';

/** Commands and events below which things differ that no other one leads to. */
export interface Island {
  /** In the order of the schema: on it depends by which way a thing is told. */
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

/** What earlier walks have found out of definitions that are compared with one baseline, by their wholes. */
export class Earlier {
  static readonly #known = WHOLES.memory<Known>();
  /** Of the last walk. */
  readonly outcomes = new Map<Wanted, Outcome>();

  /** Whether nothing differs, in definitions that stand in the same place on the wire and below them. */
  isUntouched(whole: Whole, theirs: Definition): boolean {
    return this.#knownOf(whole)?.untouched.has(theirs) === true;
  }

  /** The island of a command or event that the baseline has too. */
  islandOf(whole: Whole, wanted: Wanted): Island | undefined {
    return this.#knownOf(whole)?.islands.get(wanted);
  }

  keepUntouched(whole: Whole, theirs: Definition): void {
    this.#open(whole).untouched.add(theirs);
  }

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

/** A command or event, or a pair of types that is compared. */
type Node = Whole | number | string;

/** Where that is found, or begins, which is not below a command or event that both have. */
const OUTSIDE = 'outside';

/** What led to what on a walk, and where something was found. */
export class Tracks {
  readonly #earlier: Earlier;
  readonly #wanted: Wanted;
  readonly #origins: Whole[] = [];
  /** The nodes that are two definitions: ours, by its whole, and that of the baseline. */
  readonly #definitions = new Map<Node, { readonly whole: Whole; readonly theirs: Definition }>();
  readonly #leading = new Map<Node, Node[]>();
  /** The nodes at which something was found, with what that was about. */
  readonly #touched = new Map<Node, Set<About>>();
  #here: Node = OUTSIDE;

  constructor(earlier: Earlier, wanted: Wanted) {
    this.#earlier = earlier;
    this.#wanted = wanted;
  }

  /** A command or event is walked that the baseline has too: from now on all is found below it. */
  enter(whole: Whole, theirs: Definition): void {
    this.#here = whole;
    this.#origins.push(whole);
    this.#definitions.set(whole, { whole, theirs });
  }

  /** From now on all is found in a pair. */
  stand(pair: number | string): void {
    this.#here = pair;
  }

  /** From now on all is found in no place that can be passed over. */
  leave(): void {
    this.#here = OUTSIDE;
  }

  /** A pair is two definitions. */
  know(pair: number, whole: Whole, theirs: Definition): void {
    this.#definitions.set(pair, { whole, theirs });
  }

  /** A pair is met where the walk stands. */
  leadTo(pair: number | string): void {
    const leading = this.#leading.get(pair);
    if (leading) leading.push(this.#here);
    else this.#leading.set(pair, [this.#here]);
  }

  /** Something is found where the walk stands. */
  touch(about: About): void {
    const found = this.#touched.get(this.#here);
    if (found) found.add(about);
    else this.#touched.set(this.#here, new Set([about]));
  }

  /** The walk is over, and this is what it has found. */
  end(found: readonly Change[]): void {
    const touched = new Set(this.#touched.keys());
    const shores = new Groups<Node | About>();
    for (const [node, about] of this.#touched) for (const one of about) shores.join(node, one);
    // The set grows while it is walked.
    for (const node of touched) {
      for (const other of this.#leading.get(node) ?? []) {
        touched.add(other);
        shores.join(node, other);
      }
    }
    if (this.#wanted === 'changes') {
      for (const [node, { whole, theirs }] of this.#definitions) {
        if (!touched.has(node)) this.#earlier.keepUntouched(whole, theirs);
      }
    }
    const islands = new Map<Node | About, { origins: Whole[]; changes: Change[] }>();
    for (const whole of this.#origins) {
      const shore = shores.of(whole);
      if (!touched.has(whole) || shore === shores.of(OUTSIDE)) continue;
      const island = islands.get(shore);
      if (island) island.origins.push(whole);
      else islands.set(shore, { origins: [whole], changes: [] });
    }
    for (const change of found) islands.get(shores.of(aboutOf(change)))?.changes.push(change);
    for (const island of islands.values()) this.#earlier.keep(island, this.#wanted);
  }
}

/** Things that belong together because each belongs to the next one. */
class Groups<Thing> {
  readonly #next = new Map<Thing, Thing>();

  join(a: Thing, b: Thing): void {
    const [first, second] = [this.of(a), this.of(b)];
    if (first !== second) this.#next.set(first, second);
  }

  /** One of the things that belong to a thing, for all of them the same. */
  of(thing: Thing): Thing {
    let last = thing;
    for (let next = this.#next.get(last); next !== undefined; next = this.#next.get(last)) last = next;
    // The next one who asks has a shorter way.
    if (last !== thing) this.#next.set(thing, last);
    return last;
  }
}
