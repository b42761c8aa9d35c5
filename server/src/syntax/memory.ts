/**
 * What was found out about a thing, kept with the thing. It is like a `WeakMap`, of which the garbage collector keeps all
 * that is in it until it looks through the whole heap: there everything that one keystroke has made would outlive the next
 * ones.
 */

/** Something with which can be kept what was found out about it. Only a `Memory` looks at the field. */
export interface Remembering {
  memory: Map<object, unknown> | undefined;
}

/** One kind of knowledge about things. */
export class Memory<Thing extends Remembering, Found extends NonNullable<unknown>> {
  get(thing: Thing): Found | undefined {
    return thing.memory?.get(this) as Found | undefined;
  }

  set(thing: Thing, found: Found): void {
    thing.memory ??= new Map();
    thing.memory.set(this, found);
  }
}
