/** What things are called in C. */
import { cName } from '../names/cnames.ts';
import { memo } from '../names/memo.ts';
import type { NamedThing } from './model.ts';

const identifierOf = memo(cName);

/** The C identifier of a thing's name, as QEMU's generator makes it. */
export function cNameOf(thing: NamedThing): string {
  return identifierOf(thing.name.text);
}
