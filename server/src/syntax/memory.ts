/**
 * What was found out about a thing, kept with the thing. It is like a `WeakMap`, of which the garbage collector keeps all
 * that is in it until it looks through the whole heap: there everything that one keystroke has made would outlive the next
 * ones.
 */

/** Something with which can be kept what was found out about it. Only a `Memory` looks at the field. */
export interface Remembering {
  memory: unknown[] | undefined;
}

let memories = 0;

/** One kind of knowledge about things. There are to be few: each has a place with every thing. */
export class Memory<Thing extends Remembering, Found extends NonNullable<unknown>> {
  readonly #place = memories++;

  get(thing: Thing): Found | undefined {
    return thing.memory?.[this.#place] as Found | undefined;
  }

  set(thing: Thing, found: Found): void {
    // At once as long as it may get: most places are taken in the end, and growing means copying.
    thing.memory ??= new Array(memories);
    thing.memory[this.#place] = found;
  }
}
