/** What a comparison has found, judged and in the order in which people read it. */
import { judgeDownstream } from '../analysis/downstream.ts';
import { type Change, isPresence } from '../compat/change.ts';
import { changesBetween } from '../compat/changes.ts';
import { judgementOf, VERDICTS_BY_WEIGHT, type Verdict, verdictOf, weightOf } from '../compat/verdict.ts';
import { DIRECTION_WORDS, inWords, isOfWhole, ownerOf } from '../compat/words.ts';
import type { Contract } from '../contract/contract.ts';
import { type Elsewhere, momentOf, whenInWords } from '../contract/elsewhere.ts';
import type { RootName } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { isToldByAnswers } from '../introspection/tells.ts';
import { backport } from '../rules/contract/backport.ts';
import type { Profile } from '../rules/rule.ts';
import { mergeProblems, type Problem } from '../rules/run.ts';
import { isAnswer } from '../schema/answer.ts';
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { PROGRAMS } from '../workspace/baseline.ts';
import type { SchemaPair } from '../workspace/comparison.ts';
import { count } from './terminal.ts';

/** A change with what is thought of it. */
export interface Judged {
  readonly change: Change;
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What is gone was called deprecated in the base. */
  readonly wasDeprecated: boolean;
  /** The worst of what is wrong with it for a downstream, if that was asked. */
  readonly fault: Problem | undefined;
  /** The other release of upstream that has it as well, so that a downstream may have it; if that was asked. */
  readonly elsewhere: Elsewhere | undefined;
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
  /** Those that no program has that comes before it: what follows leaves out the others. */
  readonly own: readonly Judged[];
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
  /** Undefined if that was not asked. */
  readonly asDownstream: DownstreamReport | undefined;
}

/** What `qapi check` says of the changes that a downstream has made. What programs share is there once. */
export interface DownstreamReport {
  /** Errors and warnings, the errors first. */
  readonly faults: readonly Problem[];
  readonly counts: { readonly errors: number; readonly warnings: number; readonly backports: number };
  /** Why no other releases were asked, as a sentence, if something went wrong with that. */
  readonly historyProblem: string | undefined;
}

/** How to judge a head as a downstream of its base. */
export interface DownstreamOptions {
  readonly profile: Profile;
  readonly history: (() => History) | undefined;
}

/**
 * Compares pairs of schemas.
 * @param downstream how to judge each head as a downstream of its base; undefined if that is not asked
 * @param comparing told each program before it is compared
 */
export function diffReport(
  { base, head }: { readonly base: string; readonly head: string },
  pairs: readonly SchemaPair[],
  downstream: DownstreamOptions | undefined,
  comparing: (title: string) => void,
): DiffReport {
  const seen = new Set<string>();
  const comparisons: Comparison[] = [];
  const programs = pairs.map((pair): ProgramReport => {
    const title = titleOf(pair);
    const { base, head, program } = pair;
    if (base && head) comparing(title);
    const comparison = compared(pair, downstream);
    comparisons.push(comparison);
    const { changes } = comparison;
    const own = changes.filter(({ change }) => !seen.has(keyOf(change)));
    for (const { change } of own) seen.add(keyOf(change));
    const wholes = own.filter(({ change }) => isOfWhole(change)).sort(byPath);
    return {
      program,
      base,
      head,
      title,
      onlyIn: base && head ? undefined : base ? 'base' : 'head',
      changes,
      own,
      gone: wholes.filter(({ change }) => !change.ours),
      added: wholes.filter(({ change }) => change.ours),
      changed: byOwner(own.filter(({ change }) => !isOfWhole(change))),
    };
  });
  const all = programs.flatMap(({ own }) => own);
  const counts = Object.fromEntries(
    VERDICTS_BY_WEIGHT.map((verdict) => [verdict, all.filter((one) => one.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  const isPartial = pairs.some((pair) => pair.base && pair.head && isAnswer(pair.base) !== isAnswer(pair.head));
  const asDownstream = downstream && downstreamReport(comparisons);
  return { base, head, programs, counts, isPartial, asDownstream };
}

function downstreamReport(comparisons: readonly Comparison[]): DownstreamReport {
  const problems = mergeProblems(comparisons.map(({ problems }) => problems));
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return {
    faults: [...errors, ...warnings],
    counts: {
      errors: errors.length,
      warnings: warnings.length,
      backports: problems.filter(({ rule }) => rule === backport).length,
    },
    historyProblem: comparisons.map(({ historyProblem }) => historyProblem).find((problem) => problem !== undefined),
  };
}

/** `1 error, 2 warnings, 9 backports`. */
export function downstreamCounts({ counts: { errors, warnings, backports } }: DownstreamReport): string {
  return [count(errors, 'error'), count(warnings, 'warning'), count(backports, 'backport')].join(', ');
}

/** What is to be said of a comparison that is partial. */
export const PARTIAL_WORDS =
  'An answer of query-qmp-schema tells nothing of conditions, of the sizes of integers, and of most flags of commands: they are not compared. What was switched off when the program was built is not in it.';

/** Whether the two sides are the same to clients, as far as both have them. */
export function isSame({ programs }: DiffReport): boolean {
  return programs.every(({ changes }) => changes.length === 0);
}

/** Remarks behind the name of something that came or went: ` (unstable, deprecated before)`, or nothing. */
export function remarksOn(one: Judged): string {
  return inParentheses([...(one.verdict === 'unstable' ? ['unstable'] : []), ...remarks(one)]);
}

/**
 * What a change comes to: `argument a is mandatory now, and was optional (sent). Clients that leave it out are refused.`
 * @param show what to do with names; without it they stand as they are
 */
export function sentenceOf(one: Repeated, show?: (name: string) => string): string {
  const { change, verdict, reason, times } = one;
  const inBrackets = [
    // Of a command that can be used in another way nothing new is sent.
    ...('flag' in change ? [] : [DIRECTION_WORDS[change.direction]]),
    ...remarks(one),
    ...(times > 1 ? [`${times} times`] : []),
  ];
  const said = `${inWords(change, show)}${inParentheses(inBrackets)}.`;
  return verdict === 'compatible' ? said : `${said} ${reason}`;
}

function remarks({ change, wasDeprecated, elsewhere }: Judged): string[] {
  // Of what is gone it would be read the wrong way round.
  const isGone = change.kind.endsWith('-removed');
  return [
    ...(wasDeprecated ? ['deprecated before'] : []),
    ...(elsewhere ? [`upstream ${isGone ? `as well, by ${momentOf(elsewhere)}` : whenInWords(elsewhere)}`] : []),
  ];
}

function inParentheses(remarks: readonly string[]): string {
  return remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
}

/** What came of comparing the schemas of one program. */
interface Comparison {
  readonly changes: readonly Judged[];
  /** What rules say of them, if that was asked. */
  readonly problems: readonly Problem[];
  readonly historyProblem: string | undefined;
}

function compared(
  { program, base, head, baseVersion, headVersion }: SchemaPair,
  downstream: DownstreamOptions | undefined,
): Comparison {
  if (!base || !head) return { changes: [], problems: [], historyProblem: undefined };
  const judgement =
    downstream &&
    judgeDownstream({
      ours: head,
      upstream: base,
      program,
      version: headVersion,
      // A program does not say what it was made from: it is said to be a downstream of BASE.
      basedOn: isAnswer(head) ? baseVersion : headVersion,
      ...downstream,
    });
  const all = judgement?.contract.changes ?? changesBetween(base, head);
  const isTold = isAnswer(base) || isAnswer(head) ? isToldByAnswers : () => true;
  const problems = judgement?.problems.filter(({ change }) => !change || isTold(change)) ?? [];
  const sayings = judgement && new Sayings(problems, judgement.contract);
  return {
    changes: all.filter(isTold).map((change) => ({
      change,
      verdict: verdictOf(change),
      reason: judgementOf(change).reason,
      wasDeprecated: change.kind.endsWith('-removed') && isDeprecated(change.baseline?.thing),
      fault: sayings?.faultOf(change),
      elsewhere: sayings?.elsewhereOf(change),
    })),
    problems,
    historyProblem: judgement?.contract.historyProblem,
  };
}

/** What rules say, by what it is about. Of changes that are alike to clients they speak once. */
class Sayings {
  readonly #contract: Contract;
  readonly #about = new Map<string | NamedThing, Problem[]>();

  constructor(problems: readonly Problem[], contract: Contract) {
    this.#contract = contract;
    for (const problem of problems) {
      const about = problem.change ? keyOf(problem.change) : problem.thing;
      if (!about) continue;
      const known = this.#about.get(about);
      if (known) known.push(problem);
      else this.#about.set(about, [problem]);
    }
  }

  faultOf(change: Change): Problem | undefined {
    const problems = this.#of(change);
    return (
      problems.find(({ severity }) => severity === 'error') ?? problems.find(({ severity }) => severity === 'warning')
    );
  }

  elsewhereOf(change: Change): Elsewhere | undefined {
    if (!this.#of(change).some(({ rule }) => rule === backport)) return undefined;
    const name = this.#contract.newNames.find(({ thing }) => thing === change.ours?.thing);
    return this.#contract.elsewhereOf(isPresence(change) && name ? name : change);
  }

  /** Of a name that is new on several ways rules speak once. */
  #of(change: Change): readonly Problem[] {
    const named = isPresence(change) && change.ours ? this.#about.get(change.ours.thing) : undefined;
    return [...(this.#about.get(keyOf(change)) ?? []), ...(named ?? [])];
  }
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
