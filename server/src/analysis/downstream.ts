/**
 * A schema judged as a downstream of another one, wherever the two come from. The judge is that of `qapi check`: the same rules,
 * which know what other releases of upstream have.
 */
import { Contract } from '../contract/contract.ts';
import { OtherReleases } from '../contract/elsewhere.ts';
import { ROOT_PLACES, type RootName } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { allRules } from '../rules/index.ts';
import type { Profile, Rule } from '../rules/rule.ts';
import { type Problem, runRules } from '../rules/run.ts';
import { NEWEST, type QemuVersion } from '../schema/dialect.ts';
import { Reach } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';

export interface DownstreamQuestion {
  readonly ours: Schema;
  readonly upstream: Schema;
  /** Whose releases are asked: none where this is undefined, or `basedOn` is. */
  readonly program: RootName | undefined;
  /** Of ours: whose dialect it is written in. */
  readonly version: QemuVersion | undefined;
  /** The release of upstream that ours is made from. */
  readonly basedOn: QemuVersion | undefined;
  /** It may throw a HistoryError: then the contract says so, and all is judged as if there were no other releases. */
  readonly history: (() => History) | undefined;
  readonly profile: Profile;
}

export interface DownstreamJudgement {
  readonly contract: Contract;
  /** What is wrong with the changes and with new names, and what is to be told of them, in the order of the text. */
  readonly problems: readonly Problem[];
}

/** The rules that judge what a downstream has changed. */
export const downstreamRules: readonly Rule[] = allRules.filter(
  ({ category }) => category === 'contract' || category === 'downstream',
);

/** Judges what a downstream has changed of its upstream. How it has always named its own things is no matter here. */
export function judgeDownstream(question: DownstreamQuestion): DownstreamJudgement {
  const { ours, upstream, program, version, basedOn, history, profile } = question;
  const root = program && ROOT_PLACES[program][0];
  const contract = new Contract(ours, upstream, () =>
    root && basedOn && history ? OtherReleases.of(history(), root, basedOn, upstream) : undefined,
  );
  const { problems } = runRules(
    downstreamRules,
    {
      schema: ours,
      reach: new Reach(ours),
      role: 'downstream',
      profile,
      version: version ?? NEWEST,
      domains: [],
      inherited: [],
      baseline: upstream,
      contract,
      isKnownUpstream: () => false,
      baselineProblem: undefined,
      configProblems: [],
      knownProblem: undefined,
    },
    { severities: {} },
    // What comments in the schema acknowledge is acknowledged here, too.
    { paths: undefined, known: undefined },
  );
  const isNew = new Set(contract.newNames.map(({ thing }) => thing));
  return {
    contract,
    problems: problems.filter(({ rule, thing }) => rule.category === 'contract' || (thing && isNew.has(thing))),
  };
}
