/**
 * How the API of a schema differs from that of its baseline, as far as clients can see it: names of types, bases, the order of
 * members and whatever else is the same on the wire make no difference.
 */
import type { Schema } from '../schema/schema.ts';
import type { Change } from './change.ts';
import type { Earlier } from './earlier.ts';
import { findChanges } from './incremental.ts';
import { Walk } from './walk.ts';
import type { WirePath } from './wire-path.ts';

/**
 * Finds the changes from one schema to another. What changed in a type that is reached on several ways is told once, with all
 * directions; nothing is told of what lies below something new or gone. Of types that are not defined nothing is known, and
 * nothing told.
 *
 * @param baseline the schema before, or the one that ours is built on
 * @param ours the schema to judge
 * @param earlier what earlier comparisons with the same baseline have found out; this one adds to it. Without it, everything is
 *   compared.
 * @returns in the order of our files, and in a file as they stand in the text; then what only the baseline has, in its order
 */
export function changesBetween(baseline: Schema, ours: Schema, earlier?: Earlier): readonly Change[] {
  return findChanges(baseline, ours, 'changes', earlier);
}

/**
 * The same for one place on the wire, and what lies below it: a command or event, a member, or a value, below which lies what
 * it selects where it is that of a tag. Takes no longer than that place needs.
 *
 * @returns nothing where one of the schemas does not have the place
 */
export function changesAt(baseline: Schema, ours: Schema, path: WirePath): readonly Change[] {
  return new Walk(baseline, ours, 'changes').changesAt(path);
}
