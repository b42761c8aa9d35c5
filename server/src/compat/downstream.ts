/**
 * What a downstream may change of the upstream that it is built on. It is bound to more than the next release of upstream: QMP
 * specification, "Downstream extension of QMP". For input without downstream names it has to behave exactly like upstream,
 * except that it may add members with downstream names to its output.
 */
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { findNewNames } from './additions.ts';
import type { Change, ChangeDirection, ChangeKind } from './change.ts';

/** `prefixed`: where what is new has a downstream name. */
export type Leave = 'always' | 'prefixed' | 'never';

type Row = Readonly<Record<ChangeDirection, Leave>>;

const each = (leave: Leave): Row => ({ send: leave, receive: leave, both: leave });

/** The one table of what downstreams may do. */
export const LEAVES: Readonly<Record<ChangeKind, Row>> = {
  'command-added': each('prefixed'),
  'command-removed': each('never'),
  'event-added': each('prefixed'),
  'event-removed': each('never'),
  'optional-member-added': each('prefixed'),
  'optional-member-removed': each('never'),
  // Input that upstream takes would lack it.
  'mandatory-member-added': { send: 'never', receive: 'prefixed', both: 'never' },
  'mandatory-member-removed': each('never'),
  'became-optional': each('never'),
  'became-mandatory': each('never'),
  // What a client has not sent it would receive in place of a value of upstream's. What it can send, it may get back.
  'value-added': { send: 'prefixed', receive: 'never', both: 'prefixed' },
  'value-removed': each('never'),
  // Nothing on the wire has the name of an alternative.
  'alternative-added': each('never'),
  'alternative-removed': each('never'),
  'type-widened': each('never'),
  'type-narrowed': each('never'),
  'type-changed': each('never'),
  'values-opened': each('never'),
  'values-closed': each('never'),
  'range-widened': each('never'),
  'range-narrowed': each('never'),
  'range-changed': each('never'),
  'return-added': each('never'),
  'return-removed': each('never'),
  'feature-added': each('prefixed'),
  'feature-removed': each('never'),
  // It behaves as it did; what is announced is no matter of the protocol.
  'deprecated-added': each('always'),
  'deprecated-removed': each('always'),
  'unstable-added': each('never'),
  'unstable-removed': each('always'),
  'flag-gained': each('never'),
  'flag-lost': each('never'),
  'condition-added': each('never'),
  // Which builds have a thing was never promised; all that had it have it still.
  'condition-removed': each('always'),
  'condition-changed': each('never'),
};

/** What is wrong with a change, for a downstream: a new name lacks its prefix, or there should be no such change. */
export type Fault = 'missing-prefix' | 'forbidden';

/**
 * Judges the changes that a downstream has made. What upstream calls unstable it may change, but not take upstream's names for
 * it. Nothing is said of what lies below a downstream name.
 *
 * @param upstream the schema that it is built on
 * @param ours that of the downstream
 * @param changes what `changesBetween` has found between the two
 * @returns the changes that it may not make
 */
export function downstreamFaults(
  upstream: Schema,
  ours: Schema,
  changes: readonly Change[],
): ReadonlyMap<Change, Fault> {
  const bare = new Set<NamedThing>();
  for (const { thing } of findNewNames(ours, upstream)) if (!isDownstream(thing.name.text)) bare.add(thing);
  const faults = new Map<Change, Fault>();
  for (const change of changes) {
    const fault = faultOf(change, change.ours !== undefined && bare.has(change.ours.thing));
    if (fault) faults.set(change, fault);
  }
  return faults;
}

/** @param isBare what is new is a name without a prefix, in a place where it wants one */
function faultOf(change: Change, isBare: boolean): Fault | undefined {
  const { kind, direction, unstable } = change;
  if (/(?:^|[\s.])__/.test(outerOf(change))) return undefined;
  const leave = LEAVES[kind][direction];
  if (leave === 'never' && !unstable) return 'forbidden';
  return isBare && leave !== 'always' ? 'missing-prefix' : undefined;
}

/** The way to what holds the thing that a change is about. */
function outerOf({ path, ours, baseline }: Change): string {
  const name = (ours ?? baseline)?.thing.name.text ?? '';
  return path.endsWith(name) ? path.slice(0, path.length - name.length) : path;
}

function isDownstream(name: string): boolean {
  return name.startsWith('__');
}
