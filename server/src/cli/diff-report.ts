/** What a comparison has found, judged and in the order in which people read it. */
import type { Change } from '../compat/change.ts';
import { changesBetween } from '../compat/changes.ts';
import { downstreamFaults, type Fault } from '../compat/downstream.ts';
import { judgementOf, VERDICTS_BY_WEIGHT, type Verdict, verdictOf, weightOf } from '../compat/verdict.ts';
import { isOfWhole, ownerOf } from '../compat/words.ts';
import type { RootName } from '../history/data.ts';
import type { Schema } from '../schema/schema.ts';
import { PROGRAMS } from '../workspace/baseline.ts';
import type { SchemaPair } from '../workspace/comparison.ts';

/** A change with what is thought of it. */
export interface Judged {
  readonly change: Change;
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What is wrong with it for a downstream, if that was asked. */
  readonly fault: Fault | undefined;
}

/** What has changed about one command or event. */
export interface ChangedThing {
  readonly name: string;
  /** The worst first. */
  readonly changes: readonly Judged[];
}

/** One program. */
export interface ProgramReport {
  readonly program: RootName | undefined;
  /** `qapi, the system emulator`. */
  readonly title: string;
  /** The only side that has it. */
  readonly onlyIn: 'base' | 'head' | undefined;
  readonly base: Schema | undefined;
  readonly head: Schema | undefined;
  /** All changes, in the order in which they were found. */
  readonly changes: readonly Judged[];
  /** How many of them other programs share that come before it: what follows leaves them out. */
  readonly shared: number;
  /** Commands and events that are gone, and that are new, by their kinds and names. */
  readonly gone: readonly Judged[];
  readonly added: readonly Judged[];
  /** The worst first, those that are as bad by name. */
  readonly changed: readonly ChangedThing[];
}

/** All that is to be told. */
export interface DiffReport {
  /** As they were given. */
  readonly base: string;
  readonly head: string;
  readonly programs: readonly ProgramReport[];
  /** How many changes there are of each verdict; those that programs share count once. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The changes that a downstream may not make, those that programs share once; undefined if that was not asked. */
  readonly faults: readonly Judged[] | undefined;
}

/**
 * Compares pairs of schemas.
 * @param asDownstream whether to judge each head as a downstream of its base
 * @param comparing told each program before it is compared
 */
export function diffReport(
  { base, head }: { readonly base: string; readonly head: string },
  pairs: readonly SchemaPair[],
  asDownstream: boolean,
  comparing: (title: string) => void,
): DiffReport {
  const seen = new Set<string>();
  const own: Judged[] = [];
  const programs = pairs.map((pair): ProgramReport => {
    const title = titleOf(pair);
    if (pair.base && pair.head) comparing(title);
    const changes = judged(pair, asDownstream);
    const unseen = changes.filter(({ change }) => !seen.has(keyOf(change)));
    for (const { change } of unseen) seen.add(keyOf(change));
    own.push(...unseen);
    const wholes = unseen.filter(({ change }) => isOfWhole(change)).sort(byPath);
    return {
      ...pair,
      title,
      onlyIn: pair.base && pair.head ? undefined : pair.base ? 'base' : 'head',
      changes,
      shared: changes.length - unseen.length,
      gone: wholes.filter(({ change }) => !change.ours),
      added: wholes.filter(({ change }) => change.ours),
      changed: byOwner(unseen.filter(({ change }) => !isOfWhole(change))),
    };
  });
  const counts = Object.fromEntries(
    VERDICTS_BY_WEIGHT.map((verdict) => [verdict, own.filter((one) => one.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  return { base, head, programs, counts, faults: asDownstream ? own.filter(({ fault }) => fault) : undefined };
}

/** Whether the two sides are the same to clients, as far as both have them. */
export function isSame({ programs }: DiffReport): boolean {
  return programs.every(({ changes }) => changes.length === 0);
}

function judged({ base, head }: SchemaPair, asDownstream: boolean): readonly Judged[] {
  if (!base || !head) return [];
  const changes = changesBetween(base, head);
  const faults = asDownstream ? downstreamFaults(base, head, changes) : undefined;
  return changes.map((change) => ({
    change,
    verdict: verdictOf(change),
    reason: judgementOf(change).reason,
    fault: faults?.get(change),
  }));
}

function titleOf({ program }: SchemaPair): string {
  return program === undefined ? 'the schema' : `${program}, ${PROGRAMS[program]}`;
}

/** The same for changes that are the same to clients, in whichever program. */
function keyOf(change: Change): string {
  const { kind, path, direction, unstable } = change;
  return [kind, path, direction, unstable, ...('was' in change ? [change.was, change.is] : [])].join('\n');
}

function byPath(a: Judged, b: Judged): number {
  return compare(a.change.path, b.change.path);
}

function byOwner(changes: readonly Judged[]): readonly ChangedThing[] {
  const owners = new Map<string, Judged[]>();
  for (const one of changes) {
    const name = ownerOf(one.change);
    const known = owners.get(name);
    if (known) known.push(one);
    else owners.set(name, [one]);
  }
  const worst = ({ changes: [first] }: ChangedThing): number => (first ? weightOf(first.verdict) : 0);
  return [...owners]
    .map(([name, some]) => ({ name, changes: some.sort((a, b) => weightOf(b.verdict) - weightOf(a.verdict)) }))
    .sort((a, b) => worst(b) - worst(a) || compare(a.name, b.name));
}

/** By code units, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
