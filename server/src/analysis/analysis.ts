/** All that is known about one root: its schema, what it is judged by, and the problems. */
import type { Change } from '../compat/change.ts';
import { Contract } from '../contract/contract.ts';
import { OtherReleases } from '../contract/elsewhere.ts';
import { HistoryError, rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import type { Acknowledged, Acknowledgements, KnownProblem, KnownProblems } from '../rules/acknowledge.ts';
import { allRules } from '../rules/index.ts';
import { strikingNamesOf } from '../rules/names.ts';
import type { ConfigFinding, Role } from '../rules/rule.ts';
import { mergeProblems, type Problem, runRules } from '../rules/run.ts';
import { NEWEST, type QemuVersion } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import { Reach } from '../schema/reach.ts';
import { perContent, perFile } from '../schema/remember.ts';
import { Schema, type SourceSet } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { References } from './references.ts';
import type { Config } from './settings.ts';

/** What a baseline setting came to. */
export interface BaselineState {
  /** As it was set. */
  readonly spec: string;
  /** Where it was set, if that was in a file. */
  readonly place: { readonly file: string; readonly span: Span } | undefined;
  /** `release:8.2`, `git:v8.2.0`, `dir:../upstream`, `none`. */
  readonly label: string;
  readonly schema: Schema | undefined;
  /** Why there is none although it was asked for. */
  readonly problem: string | undefined;
  /** Why there is none, where that is as it should be. */
  readonly reason: string | undefined;
}

/** What an analysis is made from. */
export interface AnalysisInput {
  readonly sources: SourceSet;
  readonly config: Config;
  /** What the VERSION file or the configuration says. */
  readonly version: QemuVersion | undefined;
  readonly baseline: BaselineState;
  readonly configProblems: readonly ConfigFinding[];
  /** Tells what upstream's other releases have; undefined where nobody knows. It may throw a HistoryError. */
  readonly history: (() => History) | undefined;
  /** The folder of its settings: that of `.qapirc.json`, else the top of the tree. */
  readonly folder: string;
  readonly acknowledgements: Acknowledgements;
  readonly knownProblem: ConfigFinding | undefined;
  /** The same root before its files changed, if it was read before. */
  readonly before?: { readonly schema: Schema; readonly reach: Reach };
}

const NOTHING_ACKNOWLEDGED: Acknowledgements = { paths: undefined, known: undefined };

/** One root, read and judged. It never changes: another text makes another analysis. */
export class Analysis {
  readonly root: string;
  readonly schema: Schema;
  readonly reach: Reach;
  readonly references: References;
  readonly config: Config;
  /** The folder of its settings: that of `.qapirc.json`, else the top of the tree. */
  readonly folder: string;
  readonly version: QemuVersion | undefined;
  readonly baseline: BaselineState;
  readonly role: Role;
  /** Why it has that role, for people. */
  readonly roleReason: string;
  /** How the schema differs from its baseline; undefined where there is none. */
  readonly contract: Contract | undefined;
  /** In the order of the files, then of the text. */
  readonly problems: readonly Problem[];
  /** What is not among the problems because somebody has acknowledged it, in the same order. */
  readonly acknowledged: readonly Acknowledged[];
  /** How many problems of each entry of the list of known ones there still are in this root. */
  readonly stillKnown: ReadonlyMap<KnownProblem, number>;
  /** The list of known problems that holds for the root, if there is one that can be read. */
  readonly known: KnownProblems | undefined;
  readonly #input: AnalysisInput;

  constructor(input: AnalysisInput) {
    const { before, ...rest } = input;
    this.#input = rest;
    const { sources, config, version, baseline, history } = input;
    this.root = sources.root;
    this.schema = new Schema(sources, before?.schema);
    this.reach = new Reach(this.schema, before?.reach);
    this.references = new References(this.schema);
    this.config = config;
    this.folder = input.folder;
    this.version = version;
    this.baseline = baseline;
    [this.role, this.roleReason] = roleOf(config, sources.files);
    const { schema: theirs } = baseline;
    const others = theirs && (() => version && history && OtherReleases.of(history(), this.root, version, theirs));
    this.contract = theirs && others && new Contract(this.schema, theirs, others);
    const judged = runRules(
      allRules,
      {
        schema: this.schema,
        reach: this.reach,
        role: this.role,
        profile: config.profile,
        version: version ?? NEWEST,
        domains: config.domains,
        inherited: config.inherited,
        baseline: baseline.schema,
        contract: this.contract,
        isKnownUpstream: (name, part) => history !== undefined && isKnownIn(history, this.root, name, part),
        baselineProblem:
          baseline.problem === undefined ? undefined : { message: baseline.problem, place: baseline.place },
        configProblems: input.configProblems,
        knownProblem: input.knownProblem,
      },
      config,
      input.acknowledgements,
    );
    this.problems = judged.problems;
    this.acknowledged = judged.acknowledged;
    this.stillKnown = judged.stillKnown;
    this.known = input.acknowledgements.known;
  }

  /** How the schema differs from its baseline; nothing without one. */
  get changes(): readonly Change[] {
    return this.contract?.changes ?? [];
  }

  /**
   * The same texts as a generator judges them: by its own version, and whatever the user has set.
   * @param version of the generator; undefined for that of the analysis
   */
  asGenerator(version: QemuVersion | undefined): Analysis {
    const config = { ...this.config, severities: {} };
    const acknowledgements = NOTHING_ACKNOWLEDGED;
    return new Analysis({ ...this.#input, config, acknowledgements, version: version ?? this.version });
  }
}

/** Without the history nothing is known. */
function isKnownIn(history: () => History, root: string, name: string, part: string | undefined): boolean {
  const program = rootNameOf(root);
  if (program === undefined) return false;
  try {
    return history().releasesDefining(name, program, part).length > 0;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    return false;
  }
}

/** The role that a schema of these files has under a configuration, and why. */
export function roleOf(config: Config, files: readonly SourceFile[]): [Role, string] {
  if (config.role !== 'auto') return [config.role, 'as configured'];
  if (config.domains.length > 0) return ['downstream', `a domain is configured (${config.domains.join(', ')})`];
  for (const file of files) {
    const [name] = downstreamNamesIn(file);
    if (name !== undefined) return ['downstream', `the schema has names like '${name}'`];
  }
  return ['upstream', "no domain is configured, and no name begins with '__'"];
}

const downstreamNamesOf = perContent((definition) =>
  strikingNamesOf(definition).flatMap(({ parsed: { text } }) => (text.startsWith('__') ? [text] : [])),
);
const downstreamNamesIn = perFile((file) => file.definitions.flatMap(downstreamNamesOf));

/**
 * The problems of one file, over all roots that include it; what several roots see is there once. That something is
 * acknowledged without being there is a problem where all of them say so.
 */
export function problemsIn(analyses: readonly Analysis[], path: string): Problem[] {
  const lists = analyses.map((analysis) => analysis.problems.filter((problem) => problem.file === path));
  const isEverywhere = ({ rule, span: { start } }: Problem): boolean =>
    lists.every((list) => list.some((other) => other.rule === rule && other.span.start === start));
  return mergeProblems(lists).filter((problem) => !problem.rule.afterOthers || isEverywhere(problem));
}
