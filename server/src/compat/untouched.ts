/**
 * Of a schema that is edited most commands and events mean what they meant a keystroke ago, and below nearly all of them nothing
 * differs from the baseline. Which those are is found out on a walk, and the next walk passes them over.
 */
import type { Whole } from '../schema/standing.ts';

/** The commands and events of schemas below which nothing differs from one baseline, by their wholes. */
export class Untouched {
  readonly #wholes = new WeakSet<Whole>();

  has(whole: Whole): boolean {
    return this.#wholes.has(whole);
  }

  add(whole: Whole): void {
    this.#wholes.add(whole);
  }
}

/** A command or event, or a pair of types that is compared. */
type Node = Whole | number | string;

/** What led to what on a walk, and where something was found. */
export class Tracks {
  readonly #untouched: Untouched;
  readonly #origins: Whole[] = [];
  readonly #leading = new Map<Node, Node[]>();
  readonly #touched = new Set<Node>();
  #here: Node | undefined;

  constructor(untouched: Untouched) {
    this.#untouched = untouched;
  }

  /** A command or event is walked: from now on all is found below it. */
  enter(origin: Whole): void {
    this.#here = origin;
    this.#origins.push(origin);
  }

  /** From now on all is found in a pair, or in no place that can be passed over. */
  stand(pair: number | string | undefined): void {
    this.#here = pair;
  }

  /** A pair is met where the walk stands. */
  leadTo(pair: number | string): void {
    if (this.#here === undefined) return;
    const leading = this.#leading.get(pair);
    if (leading) leading.push(this.#here);
    else this.#leading.set(pair, [this.#here]);
  }

  /** Something is found where the walk stands. */
  touch(): void {
    if (this.#here !== undefined) this.#touched.add(this.#here);
  }

  /** The walk is over. */
  end(): void {
    // The set grows while it is walked.
    for (const node of this.#touched) for (const other of this.#leading.get(node) ?? []) this.#touched.add(other);
    for (const origin of this.#origins) if (!this.#touched.has(origin)) this.#untouched.add(origin);
  }
}
