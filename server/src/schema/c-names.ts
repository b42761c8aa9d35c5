/** What names become in C, worked out once for each thing. */
import { cName } from '../names/cnames.ts';
import type { NamedThing } from './model.ts';

const known = new WeakMap<NamedThing, string>();

/** The C identifier of a thing's name, as QEMU's generator makes it. */
export function cNameOf(thing: NamedThing): string {
  let name = known.get(thing);
  if (name === undefined) {
    name = cName(thing.name.text);
    known.set(thing, name);
  }
  return name;
}
