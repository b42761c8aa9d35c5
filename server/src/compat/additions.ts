/**
 * Which names a schema has that its baseline does not have, as far as a client can see them. QMP specification, "Downstream
 * extension of QMP"; QEMU's docs/devel/qapi-code-gen.rst, section "Downstream extensions".
 *
 * What is walked is what upstream answers for: nothing stands to be judged below a new name, nor below a downstream name,
 * new or not, nor in the branch of a union that such a value selects.
 */
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { ChangeDirection, ChangeKind } from './change.ts';
import { Walk } from './walk.ts';
import type { WirePath } from './wire-path.ts';

/** A name that is new against the baseline. */
export interface NewName {
  readonly thing: NamedThing;
  readonly kind: ChangeKind;
  /** How a client meets it, from the command or event on: `blockdev-add: argument file.locking`. Of several ways a short one. */
  readonly path: string;
  /** The same, taken apart. */
  readonly wire: WirePath;
  readonly direction: ChangeDirection;
}

/**
 * Finds the names that a client can see in a schema and that its baseline does not have in the same place. Names with a
 * downstream prefix are among them. The features `deprecated` and `unstable` are not: QEMU itself gives them their meaning,
 * so that no vendor's prefix could stand before them. Conditions (`if`) make no difference.
 *
 * @param ours the schema to judge
 * @param baseline the schema of the release that it is built on
 * @returns each name once, in the order of the files, and in a file as they stand in the text
 */
export function findNewNames(ours: Schema, baseline: Schema): readonly NewName[] {
  const names = new Map<NamedThing, NewName>();
  for (const { kind, ours: site, path, wire, direction } of new Walk(baseline, ours, 'new names').changes()) {
    if (!site) continue;
    const { thing } = site;
    // One that is new in several ways, say optional here and mandatory there, is one name all the same.
    const known = names.get(thing);
    const joined = known && known.direction !== direction ? 'both' : direction;
    names.set(thing, {
      thing,
      path: known?.path ?? path,
      kind: known?.kind ?? kind,
      wire: known?.wire ?? wire,
      direction: joined,
    });
  }
  return [...names.values()];
}
