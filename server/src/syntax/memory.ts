/**
 * What was found out about a thing, kept with the thing: in a field of its own, `memory`. A `WeakMap` would do the same, but V8 frees
 * its entries only when it looks through the whole heap, so that everything that one keystroke has made would outlive the next ones.
 */

/** Something with which can be kept what was found out about it. Only a `Memory` looks at the field. */
export interface Remembering {
  memory: unknown[] | undefined;
}

/**
 * A kind of things that something can be remembered about. A thing has room for what may be remembered about its kind, and no
 * more: there are thousands of them.
 */
export class Kind<Thing extends Remembering> {
  /** How many memories there are. */
  size = 0;

  /** Gives a memory for one kind of knowledge about these things. There are to be few: each has a place with every thing. */
  memory<Found extends NonNullable<unknown>>(): Memory<Thing, Found> {
    return new Memory(this);
  }
}

/** One kind of knowledge about things. */
class Memory<Thing extends Remembering, Found extends NonNullable<unknown>> {
  readonly #kind: Kind<Thing>;
  readonly #place: number;

  constructor(kind: Kind<Thing>) {
    this.#kind = kind;
    this.#place = kind.size++;
  }

  get(thing: Thing): Found | undefined {
    return thing.memory?.[this.#place] as Found | undefined;
  }

  set(thing: Thing, found: Found): void {
    // At once as long as it may get: most places are taken in the end, and growing means copying.
    let { memory } = thing;
    if (!memory) {
      memory = new Array(this.#kind.size);
      thing.memory = memory;
    }
    memory[this.#place] = found;
  }
}
