/**
 * Of a schema that is edited most definitions mean what they meant a keystroke ago, and below nearly all of them nothing differs
 * from the baseline. Which those are is found out on a walk, and the next walk passes them over.
 */
import type { Definition } from '../schema/model.ts';
import { WHOLES, type Whole } from '../schema/standing.ts';

/** What is known of definitions of schemas that are compared with one baseline, by their wholes. */
export class Untouched {
  /** Below a definition nothing differs from these definitions of a baseline. */
  static readonly #known = WHOLES.memory<{ readonly by: Untouched; readonly theirs: Set<Definition> }>();

  /** Whether nothing differs, in definitions that stand in the same place on the wire and below them. */
  has(whole: Whole, theirs: Definition): boolean {
    const known = Untouched.#known.get(whole);
    return known?.by === this && known.theirs.has(theirs);
  }

  add(whole: Whole, theirs: Definition): void {
    const known = Untouched.#known.get(whole);
    if (known?.by === this) known.theirs.add(theirs);
    else Untouched.#known.set(whole, { by: this, theirs: new Set([theirs]) });
  }
}

/** A command or event, or a pair of types that is compared. */
type Node = Whole | number | string;

/** What led to what on a walk, and where something was found. */
export class Tracks {
  readonly #untouched: Untouched;
  /** The nodes that are two definitions: ours, by its whole, and that of the baseline. */
  readonly #definitions = new Map<Node, { readonly whole: Whole; readonly theirs: Definition }>();
  readonly #leading = new Map<Node, Node[]>();
  readonly #touched = new Set<Node>();
  #here: Node | undefined;

  constructor(untouched: Untouched) {
    this.#untouched = untouched;
  }

  /** A command or event is walked that the baseline has too: from now on all is found below it. */
  enter(whole: Whole, theirs: Definition): void {
    this.#here = whole;
    this.#definitions.set(whole, { whole, theirs });
  }

  /** From now on all is found in a pair, or in no place that can be passed over. */
  stand(pair: number | string | undefined): void {
    this.#here = pair;
  }

  /** A pair is two definitions. */
  know(pair: number, whole: Whole, theirs: Definition): void {
    this.#definitions.set(pair, { whole, theirs });
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
    for (const [node, { whole, theirs }] of this.#definitions) {
      if (!this.#touched.has(node)) this.#untouched.add(whole, theirs);
    }
  }
}
