/**
 * What is not reported although a rule finds it: problems that somebody has acknowledged, in a comment, in `.qapirc.json` or in the
 * list of known problems. All three are decided here, once the rules have run. What QEMU's own generator refuses cannot be
 * acknowledged: the build would break all the same.
 */
import { isWithin } from '../schema/dialect.ts';
import { type Definition, definitionOf, isDefinition, type SourceFile } from '../schema/model.ts';
import { partAt } from '../schema/parts.ts';
import { relativePath } from '../schema/places.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { IGNORE, type Ignore, type IgnoredRule, ignoresIn } from './ignores.ts';
import { defaultSeverity, type Rule } from './rule.ts';
import type { Judgement, Problem, RunOptions } from './run.ts';

/** An entry of the setting `acknowledged`. */
export interface AcknowledgedPath {
  readonly rule: string;
  /** As in `Problem.path`; with a `*` at its end, whatever begins so. */
  readonly path: string;
  readonly reason: string;
  /** Where it stands in the file of the settings. */
  readonly span: Span;
}

/** A problem that is known, without regard to where it stands in its file; several that are the same have one entry. */
export interface KnownProblem {
  readonly rule: string;
  /** As in `Problem.path`. */
  readonly path?: string;
  /** Where there is no path on the wire: the file, relative to the folder of the list, */
  readonly file?: string;
  /** and the definition, with the member behind a dot. */
  readonly name?: string;
  readonly count: number;
}

/** A list of known problems. */
export interface KnownProblems {
  readonly file: string;
  /** What the files in it are relative to. */
  readonly folder: string;
  readonly entries: readonly KnownProblem[];
}

/** What is acknowledged elsewhere than in comments. */
export interface Acknowledgements {
  readonly paths: { readonly file: string; readonly entries: readonly AcknowledgedPath[] } | undefined;
  readonly known: KnownProblems | undefined;
}

/** A problem that is not reported, and by what. */
export interface Acknowledged {
  readonly problem: Problem;
  readonly by: 'comment' | 'setting' | 'known';
  /** Why it may stay; known problems have none. */
  readonly reason: string | undefined;
}

/** Something that acknowledges nothing. */
export interface Unused {
  readonly file: string;
  readonly span: Span;
  /** The id of the rule that it names. */
  readonly rule: string;
  /** The rule does find something there, but it breaks the build. */
  readonly isRefused: boolean;
  readonly from:
    | { readonly kind: 'comment'; readonly ignore: Ignore; readonly rule: IgnoredRule }
    | { readonly kind: 'setting'; readonly path: string };
}

export interface Outcome {
  /** What is left to be reported. */
  readonly open: readonly Problem[];
  readonly acknowledged: readonly Acknowledged[];
  readonly unused: readonly Unused[];
  /**
   * How many problems of each entry of the list there still are. As many as it says where that cannot be known, because the
   * rule has nothing to judge by, or the schema cannot be read as a whole.
   */
  readonly stillKnown: ReadonlyMap<KnownProblem, number>;
}

const NOTHING: Omit<Outcome, 'open'> = { acknowledged: [], unused: [], stillKnown: new Map() };

/** Whether what a rule finds must be put right: it is about the settings, or about what is acknowledged. */
export function cannotBeAcknowledged({ category }: Pick<Rule, 'category'>): boolean {
  return category === 'config' || category === 'ignore';
}

/**
 * @param problems in the order of the text
 * @param rules that have been run
 */
export function acknowledge(
  problems: readonly Problem[],
  rules: readonly Rule[],
  judgement: Judgement,
  options: RunOptions,
  { paths, known }: Acknowledgements,
): Outcome {
  const { schema } = judgement;
  const commented = schema.sources.files.filter((file) => ignoresIn(file).length > 0);
  const entries = paths?.entries ?? [];
  // Nearly always there is nothing to do.
  if (commented.length === 0 && entries.length === 0 && known === undefined) return { open: problems, ...NOTHING };

  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const isWhole =
    schema.sources.problems.length === 0 && schema.sources.files.every(({ tree }) => tree.problems.length === 0);
  /** Whether it means something that a rule finds nothing. */
  const wouldFind = (id: string): boolean => {
    const rule = byId.get(id);
    return isWhole && rule !== undefined && isJudged(rule, judgement, options);
  };

  const comments = new Map(commented.map((file) => [file.path, new Comments(ignoresIn(file))]));
  const settings = entries.map((entry) => ({ entry, uses: { acknowledged: 0, refused: 0 } }));
  const record = known && new Known(known.entries, known.folder, schema);
  const open: Problem[] = [];
  const acknowledged: Acknowledged[] = [];
  for (const problem of problems) {
    if (cannotBeAcknowledged(problem.rule)) {
      open.push(problem);
      continue;
    }
    const use = problem.buildBreaking ? 'refused' : 'acknowledged';
    const comment = comments.get(problem.file)?.meaning(problem);
    const setting = settings.filter(({ entry }) => isMeant(entry, problem));
    if (comment) comment.uses[use]++;
    for (const { uses } of setting) uses[use]++;
    if (problem.buildBreaking) open.push(problem);
    else if (comment) acknowledged.push({ problem, by: 'comment', reason: comment.ignore.reason });
    else if (setting[0]) acknowledged.push({ problem, by: 'setting', reason: setting[0].entry.reason });
    else if (record?.takes(problem)) acknowledged.push({ problem, by: 'known', reason: undefined });
    else open.push(problem);
  }

  const unused: Unused[] = [];
  const isUnused = ({ acknowledged, refused }: Uses, id: string): boolean =>
    acknowledged === 0 && (refused > 0 || wouldFind(id));
  for (const { places } of comments.values()) {
    for (const { ignore, rule, uses } of places) {
      const named = byId.get(rule.id);
      // Where no such rule can stand there, its form is told to be wrong.
      if (named === undefined || cannotBeAcknowledged(named) || !isUnused(uses, rule.id)) continue;
      const from = { kind: 'comment', ignore, rule } as const;
      unused.push({ file: ignore.file, span: rule.span, rule: rule.id, isRefused: uses.refused > 0, from });
    }
  }
  for (const { entry, uses } of settings) {
    if (paths === undefined || !isUnused(uses, entry.rule)) continue;
    const from = { kind: 'setting', path: entry.path } as const;
    unused.push({ file: paths.file, span: entry.span, rule: entry.rule, isRefused: uses.refused > 0, from });
  }
  const isJudgeable = (id: string): boolean => isWhole && (!byId.has(id) || wouldFind(id));
  return { open, acknowledged, unused, stillKnown: record?.stillThere(isJudgeable) ?? NOTHING.stillKnown };
}

/** How many problems something meant: those that it could acknowledge, and those that break the build. */
interface Uses {
  acknowledged: number;
  refused: number;
}

/** A rule in a comment, and where its problems are meant. */
interface Place {
  readonly ignore: Ignore;
  readonly rule: IgnoredRule;
  readonly target: Span;
  readonly uses: Uses;
}

/** The ignores of one file. */
class Comments {
  readonly places: readonly Place[];

  constructor(ignores: readonly Ignore[]) {
    this.places = ignores.flatMap((ignore) => {
      const { target, word } = ignore;
      if (word.id !== IGNORE || target === undefined || target === 'nothing') return [];
      return ignore.rules.map((rule) => ({ ignore, rule, target, uses: { acknowledged: 0, refused: 0 } }));
    });
  }

  /** The one that means a problem: of several the one that means the least, so that another one is seen to be too many. */
  meaning({ rule: { id }, span: { start } }: Problem): Place | undefined {
    let best: Place | undefined;
    for (const place of this.places) {
      const { target } = place;
      if (place.rule.id !== id || start < target.start || start >= target.end) continue;
      if (!best || target.end - target.start < best.target.end - best.target.start) best = place;
    }
    return best;
  }
}

function isMeant(entry: AcknowledgedPath, { rule, path }: Problem): boolean {
  if (path === undefined || entry.rule !== rule.id) return false;
  return entry.path.endsWith('*') ? path.startsWith(entry.path.slice(0, -1)) : path === entry.path;
}

/** Whether a rule has all that it needs to find something. */
function isJudged(rule: Rule, { role, profile, contract, version }: Judgement, { severities }: RunOptions): boolean {
  if ((severities[rule.id] ?? defaultSeverity(rule, role, profile)) === 'off') return false;
  if (rule.comparing && contract === undefined) return false;
  if (rule.category === 'downstream' && role === 'upstream') return false;
  return rule.enforced === undefined || rule.unenforcedSeverity !== 'off' || isWithin(version, rule.enforced);
}

// ---- known problems ----

/** The list of known problems, as the problems of one schema use it up. */
class Known {
  readonly #schema: Schema;
  readonly #folder: string;
  readonly #left = new Map<string, { readonly entry: KnownProblem; left: number }>();

  constructor(entries: readonly KnownProblem[], folder: string, schema: Schema) {
    this.#schema = schema;
    this.#folder = folder;
    for (const entry of entries) this.#left.set(keyOf(entry), { entry, left: entry.count });
  }

  /** Whether a problem is known. One that was there twice and is now there three times is known twice. */
  takes(problem: Problem): boolean {
    const found = this.#left.get(keyOf(knownAs(problem, this.#schema, this.#folder)));
    if (!found || found.left === 0) return false;
    found.left--;
    return true;
  }

  stillThere(isJudgeable: (rule: string) => boolean): Map<KnownProblem, number> {
    return new Map(
      [...this.#left.values()].map(({ entry, left }) => [
        entry,
        isJudgeable(entry.rule) ? entry.count - left : entry.count,
      ]),
    );
  }
}

/** What entries of the list are told apart by. */
export function keyOf({ rule, path, file, name }: Omit<KnownProblem, 'count'>): string {
  return [rule, path ?? '', file ?? '', name ?? ''].join('\n');
}

/**
 * The entry that a problem has in the list of known ones: by its way on the wire where it has one, else by its file and what it
 * is about there. Lines that come and go around it do not matter.
 * @param folder of the list: files are named relative to it
 */
export function knownAs(
  { rule, path, file, span, thing }: Problem,
  schema: Schema,
  folder: string,
): Omit<KnownProblem, 'count'> {
  if (path !== undefined) return { rule: rule.id, path };
  const definition = thing ? definitionOf(thing) : definitionAt(schema.file(file), span.start);
  const member = thing && !isDefinition(thing) ? `.${thing.name.text}` : '';
  const name = definition && `${definition.name.text}${member}`;
  return { rule: rule.id, file: relativePath(folder, file), ...(name === undefined ? {} : { name }) };
}

/** The definition in which a place is, or in its documentation. */
function definitionAt(file: SourceFile | undefined, offset: number): Definition | undefined {
  const part = file && partAt(file, offset);
  const definition = file?.definitions.find(({ expression }) => expression.content === part);
  return definition && (definition.doc ?? definition.expression).span.start <= offset ? definition : undefined;
}
