/** What a comparison has found, judged and in the order in which people read it. */
import type { Change } from '../compat/change.ts';
import { changesBetween } from '../compat/changes.ts';
import { downstreamFaults, type Fault } from '../compat/downstream.ts';
import { judgementOf, VERDICTS_BY_WEIGHT, type Verdict, verdictOf, weightOf } from '../compat/verdict.ts';
import { DIRECTION_WORDS, inWords, isOfWhole, ownerOf } from '../compat/words.ts';
import type { RootName } from '../history/data.ts';
import { isAnswer, isToldByAnswers } from '../introspection/tells.ts';
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { PROGRAMS } from '../workspace/baseline.ts';
import type { SchemaPair } from '../workspace/comparison.ts';

/** A change with what is thought of it. */
export interface Judged {
  readonly change: Change;
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What is gone was called deprecated in the base. */
  readonly wasDeprecated: boolean;
  /** What is wrong with it for a downstream, if that was asked. */
  readonly fault: Fault | undefined;
}

/** What has changed about one command or event. */
export interface ChangedThing {
  readonly name: string;
  /** The worst first. */
  readonly changes: readonly Repeated[];
}

/** Several types that may stand in one place may have changed in the same way: to clients that is one change. */
export interface Repeated extends Judged {
  readonly times: number;
}

/** One program. */
export interface ProgramReport {
  readonly program: RootName | undefined;
  /** `the system emulator`. */
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
  /** One side only is an answer of query-qmp-schema: what that does not tell is left out. */
  readonly isPartial: boolean;
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
    for (const one of unseen) own.push(one);
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
  const isPartial = pairs.some((pair) => pair.base && pair.head && isAnswer(pair.base) !== isAnswer(pair.head));
  const faults = asDownstream ? own.filter(({ fault }) => fault) : undefined;
  return { base, head, programs, counts, isPartial, faults };
}

/** What is to be said of a comparison that is partial. */
export const PARTIAL_WORDS =
  'An answer of query-qmp-schema tells nothing of conditions, of the sizes of integers, and of most flags of commands: they are not compared. What was switched off when the program was built is not in it.';

/** Whether the two sides are the same to clients, as far as both have them. */
export function isSame({ programs }: DiffReport): boolean {
  return programs.every(({ changes }) => changes.length === 0);
}

/** Remarks behind the name of something that came or went: ` (unstable, deprecated before)`, or nothing. */
export function remarksOn({ verdict, wasDeprecated }: Judged): string {
  return inParentheses([...(verdict === 'unstable' ? ['unstable'] : []), ...deprecated(wasDeprecated)]);
}

/**
 * What a change comes to: `argument a is mandatory now, and was optional (sent). Clients that leave it out are refused.`
 * @param show what to do with names; without it they stand as they are
 */
export function sentenceOf(
  { change, verdict, reason, wasDeprecated, times }: Repeated,
  show?: (name: string) => string,
): string {
  const remarks = [
    // Of a command that can be used in another way nothing new is sent.
    ...('flag' in change ? [] : [DIRECTION_WORDS[change.direction]]),
    ...deprecated(wasDeprecated),
    ...(times > 1 ? [`${times} times`] : []),
  ];
  const said = `${inWords(change, show)}${inParentheses(remarks)}.`;
  return verdict === 'compatible' ? said : `${said} ${reason}`;
}

/** What is wrong with a change that a downstream may not make, in a sentence. */
export const FAULT_WORDS: Readonly<Record<Fault, string>> = {
  'missing-prefix': 'The name lacks the prefix of a downstream.',
  forbidden: 'A downstream may not change this.',
};

function deprecated(wasDeprecated: boolean): string[] {
  return wasDeprecated ? ['deprecated before'] : [];
}

function inParentheses(remarks: readonly string[]): string {
  return remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
}

function judged({ base, head }: SchemaPair, asDownstream: boolean): readonly Judged[] {
  if (!base || !head) return [];
  const all = changesBetween(base, head);
  const changes = isAnswer(base) || isAnswer(head) ? all.filter(isToldByAnswers) : all;
  const faults = asDownstream ? downstreamFaults(base, head, changes) : undefined;
  return changes.map((change) => ({
    change,
    verdict: verdictOf(change),
    reason: judgementOf(change).reason,
    wasDeprecated: change.kind.endsWith('-removed') && isDeprecated(change.baseline?.thing),
    fault: faults?.get(change),
  }));
}

function isDeprecated(thing: NamedThing | undefined): boolean {
  return thing?.features.some(({ name }) => name.text === 'deprecated') ?? false;
}

function titleOf({ program }: SchemaPair): string {
  return program === undefined ? 'the schema' : PROGRAMS[program];
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
  const owners = new Map<string, Map<string, Judged[]>>();
  for (const one of changes) {
    const name = ownerOf(one.change);
    const ofOwner = owners.get(name) ?? new Map<string, Judged[]>();
    owners.set(name, ofOwner);
    const key = keyOf(one.change);
    const same = ofOwner.get(key);
    if (same) same.push(one);
    else ofOwner.set(key, [one]);
  }
  const worst = ({ changes: [first] }: ChangedThing): number => (first ? weightOf(first.verdict) : 0);
  return [...owners]
    .map(([name, ofOwner]): ChangedThing => {
      const repeated = [...ofOwner.values()].flatMap(([first, ...same]) =>
        first ? { ...first, times: same.length + 1 } : [],
      );
      return { name, changes: repeated.sort((a, b) => weightOf(b.verdict) - weightOf(a.verdict)) };
    })
    .sort((a, b) => worst(b) - worst(a) || compare(a.name, b.name));
}

/** By code units, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
