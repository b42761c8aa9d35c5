/**
 * Which names a schema has that its baseline does not have, as far as a client can see them. QMP specification, "Downstream
 * extension of QMP"; QEMU's docs/devel/qapi-code-gen.rst, section "Downstream extensions".
 *
 * What is walked is what upstream answers for: nothing stands to be judged below a new name, nor below a downstream name,
 * new or not, nor in the branch of a union that such a value selects.
 */
import { forEachNamed, type NamedThing } from '../schema/model.ts';
import { perFile } from '../schema/remember.ts';
import type { Schema } from '../schema/schema.ts';
import type { Change, ChangeDirection, ChangeKind } from './change.ts';
import type { Earlier } from './earlier.ts';
import { findChanges } from './incremental.ts';
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
 * @param earlier what comparisons with the same baseline have found out; this one adds to it. Without it, everything is looked at
 * @returns each name once, in the order of the files, and in a file as they stand in the text
 */
export function findNewNames(ours: Schema, baseline: Schema, earlier?: Earlier): readonly NewName[] {
  return namesIn(findChanges(baseline, ours, 'new names', earlier));
}

/**
 * The same from all the changes between the two, without another walk.
 * @param changes what `changesBetween` has found
 * @returns undefined where they do not tell: names may stand in something new that has no name itself, or below downstream names
 */
export function newNamesAmong(
  changes: readonly Change[],
  ours: Schema,
  baseline: Schema,
): readonly NewName[] | undefined {
  if (changes.some(mayHoldNames) || hasDownstreamNames(baseline) || hasDownstreamBranches(ours)) return undefined;
  return namesIn(changes.filter(({ kind }) => ADDED.has(kind)));
}

/** The kinds of change that are new names. */
const ADDED: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  'command-added',
  'event-added',
  'optional-member-added',
  'mandatory-member-added',
  'value-added',
  'feature-added',
]);

/** Whether something new has no name, so that the names in it are told in its stead. */
function mayHoldNames(change: Change): boolean {
  if (change.kind === 'alternative-added') return true;
  return 'holdsNames' in change ? change.holdsNames : ADDED.has(change.kind) && change.ours === undefined;
}

/** What such a branch holds is told of an object that has become a union. */
function hasDownstreamBranches({ sources }: Schema): boolean {
  return sources.files.some(declaresDownstreamBranches);
}

const declaresDownstreamBranches = perFile(({ definitions }) =>
  definitions.some(
    (definition) => definition.kind === 'union' && definition.branches.some(({ key }) => key.text.startsWith('__')),
  ),
);

const withDownstreamNames = new WeakMap<Schema, boolean>();

function hasDownstreamNames(schema: Schema): boolean {
  let found = withDownstreamNames.get(schema);
  if (found === undefined) {
    found = false;
    for (const definition of schema.definitions) {
      forEachNamed(definition, ({ name }) => {
        found ||= name.text.startsWith('__');
      });
    }
    withDownstreamNames.set(schema, found);
  }
  return found;
}

/** Each name once. */
function namesIn(changes: readonly Change[]): readonly NewName[] {
  const names = new Map<NamedThing, NewName>();
  for (const { kind, ours: site, path, wire, direction } of changes) {
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
