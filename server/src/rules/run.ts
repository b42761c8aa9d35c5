/** Runs the rules over a schema, and says how serious each finding is. */
import type { Change } from '../compat/change.ts';
import { isWithin } from '../schema/dialect.ts';
import { FILES, type NamedThing, type SourceFile } from '../schema/model.ts';
import { onlyParts, partAt } from '../schema/parts.ts';
import type { Exemptions } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { CONTENTS, type Content } from '../syntax/tree.ts';
import { type Acknowledged, type Acknowledgements, acknowledge, type KnownProblem } from './acknowledge.ts';
import { addIgnore } from './ignores.ts';
import {
  defaultSeverity,
  type Finding,
  type Fix,
  type Rule,
  type RuleContext,
  type Severity,
  type SeveritySetting,
} from './rule.ts';

/** A breach of a rule, as it is shown. */
export interface Problem {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Whether QEMU's own generator, in the version that the tree is for, refuses the schema for it. */
  readonly buildBreaking: boolean;
  /** Where the generator says so, if it does: the line of `span`, or the one in which it saw the mistake; offset in a file. */
  readonly refusedAt: { readonly file: string; readonly offset: number };
  /** Other places where it may say so instead. */
  readonly alsoRefusedAt?: NonNullable<Finding['alsoRefusedAt']>;
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  /** The thing whose name it is about. */
  readonly thing: NamedThing | undefined;
  /** How a client meets what it is about, where it is about what clients see: `blockdev-add: argument file.locking`. */
  readonly path: string | undefined;
  /** The change against the baseline that it is about. Of a new name as such there is none: it may be new in several ways. */
  readonly change?: Change;
  readonly related: NonNullable<Finding['related']>;
  /** Ways out, the best first; computed when asked for. */
  readonly fixes: () => readonly Fix[];
}

export interface RunOptions {
  /** By rule id; what the user has set wins. */
  readonly severities: Readonly<Record<string, SeveritySetting>>;
}

/** What the rules get beside their files. */
type Looking = Omit<RuleContext, 'report' | 'files'>;

/** What a schema is judged by: all that a rule may look at. */
export type Judgement = Omit<RuleContext, 'report' | 'files' | 'rules' | 'unused'>;

/** What came of running the rules. */
export interface Judged {
  /** What is to be reported, in the order of the files of the schema, and in a file as it stands in the text. */
  readonly problems: readonly Problem[];
  /** What is not, in the same order. */
  readonly acknowledged: readonly Acknowledged[];
  /** How many problems of each entry of the list of known ones there still are. */
  readonly stillKnown: ReadonlyMap<KnownProblem, number>;
}

/**
 * @param rules the rules to run
 * @param judgement all that they may look at
 * @param acknowledgements what is acknowledged, besides what comments in the schema say
 */
export function runRules(
  rules: readonly Rule[],
  judgement: Judgement,
  options: RunOptions,
  acknowledgements: Acknowledgements,
): Judged {
  const context = { ...judgement, rules, unused: [] };
  const { files } = context.schema.sources;
  const judgedBy = fingerprintOf(context);
  let problems: Problem[] = [];
  const told = new Told();
  const report = (rule: Rule, finding: Finding): void => {
    const { enforced = rule.enforced } = finding;
    const buildBreaking = enforced ? isWithin(context.version, enforced) : false;
    const unenforced = enforced !== undefined && enforced !== false && !buildBreaking;
    const severity = severityOf(rule, finding.severity, unenforced, context, options);
    if (severity === 'off') return;
    // A mistake in a base shows in everything derived from it.
    if (!told.isFirst(rule, finding)) return;
    problems.push({
      rule,
      severity,
      buildBreaking,
      refusedAt: finding.refusedAt ?? { file: finding.file, offset: finding.span.start },
      ...(finding.alsoRefusedAt && { alsoRefusedAt: finding.alsoRefusedAt }),
      file: finding.file,
      span: finding.span,
      message: shorten(finding.message),
      thing: finding.thing,
      path: finding.path,
      ...(finding.change && { change: finding.change }),
      related: finding.related ?? [],
      fixes: buildBreaking ? (finding.fixes ?? noFixes) : fixesOf(rule, finding, context),
    });
  };
  const wanted = wantedOf(rules, context, options);
  checkAll(wanted, { ...context, rules: wanted, files }, report);
  for (const file of files) {
    for (const { rule, finding } of findingsIn(file, rules, context, judgedBy)) report(rule, finding);
  }
  const order = new Map(files.map((file, index) => [file.path, index]));
  const place = (problem: Problem): number => order.get(problem.file) ?? -1;
  const sort = (): void => {
    problems.sort(
      (a, b) =>
        (a.file === b.file ? 0 : place(a) - place(b)) ||
        a.span.start - b.span.start ||
        a.rule.id.localeCompare(b.rule.id),
    );
  };
  sort();
  const outcome = acknowledge(problems, rules, judgement, options, acknowledgements);
  const { unused, acknowledged, stillKnown } = outcome;
  if (outcome.open.length < problems.length) problems = [...outcome.open];
  if (unused.length > 0) {
    const after = rules.filter((rule) => rule.afterOthers && options.severities[rule.id] !== 'off');
    checkAll(after, { ...context, files, unused }, report);
    sort();
  }
  return { problems, acknowledged, stillKnown };
}

/** The rules for the whole schema that are not off, found once for all schemas with the same settings. */
function wantedOf(rules: readonly Rule[], { role, profile }: Judgement, { severities }: RunOptions): readonly Rule[] {
  const known = wantedBy.get(severities);
  if (known?.rules === rules && known.role === role && known.profile === profile) return known.wanted;
  const wanted = rules.filter((rule) => {
    const isOff = (severities[rule.id] ?? defaultSeverity(rule, role, profile)) === 'off';
    return rule.scope === undefined && !rule.afterOthers && !isOff;
  });
  wantedBy.set(severities, { rules, role, profile, wanted });
  return wanted;
}

interface Wanted extends Pick<Judgement, 'role' | 'profile'> {
  readonly rules: readonly Rule[];
  readonly wanted: readonly Rule[];
}

/** By what the user has set. */
const wantedBy = new WeakMap<RunOptions['severities'], Wanted>();

/** A message quotes what it is about, and that may be a line of ten megabytes. */
const MAX_MESSAGE = 1000;

/** A message that can be shown. */
export function shorten(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}...` : message;
}

/** How many judgements are remembered for a file: it may stand in several roots, whose pragmas differ. */
const MAX_JUDGEMENTS = 4;

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** What is remembered of files and their parts, by what they were judged by: by the rules of one list, and whatever they depend on. */
class Judgements {
  /** What the rules with scope `file` or `part` found in a file, for each list of rules. */
  static readonly #found = FILES.memory<Map<Judgements, Map<string, readonly Found[]>>>();
  /** For what the parts were judged by in which those with scope `part` found nothing: an object stands for each. */
  static readonly #clean = CONTENTS.memory<readonly object[]>();
  readonly #judgedBy = new Map<string, object>();
  /** Those with scope `part`, and those with scope `file`. */
  readonly ofParts: readonly Rule[];
  readonly ofFiles: readonly Rule[];

  constructor(rules: readonly Rule[]) {
    this.ofParts = rules.filter(({ scope }) => scope === 'part');
    this.ofFiles = rules.filter(({ scope }) => scope === 'file');
  }

  /**
   * @param judgedBy all but the file that the findings depend on
   * @param find is asked where they are not known
   */
  findingsIn(file: SourceFile, judgedBy: string, find: () => readonly Found[]): readonly Found[] {
    const ofAll = Judgements.#found.get(file) ?? new Map<Judgements, Map<string, readonly Found[]>>();
    const judgements = ofAll.get(this) ?? new Map<string, readonly Found[]>();
    Judgements.#found.set(file, ofAll.set(this, judgements));
    return remembered(judgements, judgedBy, find);
  }

  /**
   * @param judgedBy what the findings depend on besides the part
   * @returns what tells whether nothing was found in a part, and what remembers that
   */
  clean(judgedBy: string): { readonly has: (part: Content) => boolean; readonly add: (part: Content) => void } {
    const by = remembered(this.#judgedBy, judgedBy, () => ({}));
    const clean = Judgements.#clean;
    return {
      has: (part) => clean.get(part)?.includes(by) === true,
      add: (part) => clean.set(part, [by, ...(clean.get(part) ?? []).slice(0, MAX_JUDGEMENTS - 1)]),
    };
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MAX_JUDGEMENTS) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/** By list of rules. */
const memories = new WeakMap<readonly Rule[], Judgements>();

/** What the rules with scope `file` or `part` find in a file, looked for once. */
function findingsIn(file: SourceFile, rules: readonly Rule[], context: Looking, judgedBy: string): readonly Found[] {
  const memory = memories.get(rules) ?? new Judgements(rules);
  memories.set(rules, memory);
  return memory.findingsIn(file, judgedBy, () => {
    const clean = memory.clean(judgedBy);
    const rest = onlyParts(file, (content) => !clean.has(content));
    const inParts = check(memory.ofParts, { ...context, files: [rest] });
    const withFindings = new Set(inParts.map(({ finding }) => partAt(file, finding.span.start)));
    for (const { content } of rest.tree.expressions) if (!withFindings.has(content)) clean.add(content);
    return [...check(memory.ofFiles, { ...context, files: [file] }), ...inParts];
  });
}

function check(rules: readonly Rule[], context: Omit<RuleContext, 'report'>): Found[] {
  const found: Found[] = [];
  checkAll(rules, context, (rule, finding) => found.push({ rule, finding }));
  return found;
}

/** Runs rules one after the other, with one context for all of them: there are many, and they run at every keystroke. */
function checkAll(
  rules: readonly Rule[],
  context: Omit<RuleContext, 'report'>,
  onFinding: (rule: Rule, finding: Finding) => void,
): void {
  let current: Rule | undefined;
  const report = (finding: Finding): void => {
    if (current) onFinding(current, finding);
  };
  const asked: RuleContext = { ...context, report };
  for (const rule of rules) {
    current = rule;
    rule.check(asked);
  }
}

/** All but the file that a rule with scope `file` or `part` may depend on. */
function fingerprintOf({ role, profile, version, domains, inherited, schema }: Judgement): string {
  const exempt = textOf(schema.exemptions);
  return JSON.stringify([role, profile, version, domains, inherited, exempt, schema.docRequired]);
}

function textOf(exemptions: Exemptions): string {
  let text = exemptionTexts.get(exemptions);
  if (text === undefined) {
    const { commandNames, documentation, memberNames } = exemptions;
    text = JSON.stringify([[...commandNames], [...documentation], [...memberNames]]);
    exemptionTexts.set(exemptions, text);
  }
  return text;
}

/** They stay the same while somebody types. */
const exemptionTexts = new WeakMap<Exemptions, string>();

interface ToldOnce {
  readonly id: string;
  readonly message: string;
}

/** What has been told, by file and place. Messages are long and places are few: the one is compared only where the other is the same. */
class Told {
  readonly #files = new Map<string, Map<number, ToldOnce[]>>();

  /** Whether nobody has told the same before. */
  isFirst({ id }: Rule, { file, span: { start }, message }: Pick<Finding, 'file' | 'span' | 'message'>): boolean {
    let places = this.#files.get(file);
    if (!places) {
      places = new Map();
      this.#files.set(file, places);
    }
    const same = places.get(start);
    if (!same) places.set(start, [{ id, message }]);
    else if (same.some((other) => other.id === id && other.message === message)) return false;
    else same.push({ id, message });
    return true;
  }
}

function severityOf(
  rule: Rule,
  ofFinding: Severity | undefined,
  unenforced: boolean,
  { role, profile }: Judgement,
  { severities }: RunOptions,
): SeveritySetting {
  if (unenforced && rule.unenforcedSeverity === 'off') return 'off';
  const wanted = severities[rule.id];
  if (wanted !== undefined) return wanted;
  if (unenforced && rule.unenforcedSeverity) return rule.unenforcedSeverity;
  return ofFinding ?? defaultSeverity(rule, role, profile);
}

const noFixes = (): readonly Fix[] => [];

/** What a tree has shipped already it may have to keep: there is a way out that says so, behind all others. */
const ACKNOWLEDGEABLE: ReadonlySet<string> = new Set(['downstream', 'contract']);

function fixesOf(
  { id, category }: Rule,
  { file, span, fixes = noFixes }: Finding,
  { schema, version }: Pick<RuleContext, 'schema' | 'version'>,
): () => readonly Fix[] {
  if (!ACKNOWLEDGEABLE.has(category)) return fixes;
  return () => {
    const source = schema.file(file);
    const edit = source && addIgnore(source, span.start, id, version);
    if (!edit) return fixes();
    return [
      ...fixes(),
      { kind: 'acknowledge', title: `Acknowledge with a reason: ${id}`, edits: [edit], preferred: false },
    ];
  };
}

/** Puts the problems of several roots together: what is the same in place and words is kept once, the first one. */
export function mergeProblems(lists: readonly (readonly Problem[])[]): Problem[] {
  const told = new Told();
  return lists.flatMap((list) => list.filter((problem) => told.isFirst(problem.rule, problem)));
}
