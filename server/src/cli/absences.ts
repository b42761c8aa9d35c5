/**
 * What is acknowledged without being there, told only where that is certain: a problem may show in one root of a tree and not
 * in another one, and of the settings and the list of known problems each root uses a part.
 */
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import type { KnownProblem } from '../rules/acknowledge.ts';
import type { Problem } from '../rules/run.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** An entry of a list of known problems of which there are fewer now than it says. */
export interface FixedProblem {
  /** The list. */
  readonly file: string;
  readonly entry: KnownProblem;
  /** How many of them are gone. */
  readonly gone: number;
}

/** What is not there any more, over all roots that were checked. */
export interface Absences {
  /** Of the problems of rules that run behind the others those that hold for all roots, each once. */
  readonly problems: ReadonlySet<string>;
  readonly fixed: readonly FixedProblem[];
}

/** What a problem is found again by, in whatever root. */
export function placeOf({ file, span, rule }: Problem): string {
  return `${file}\n${span.start} ${rule.id}`;
}

/**
 * @param isWhole whether all files of a root were asked for
 */
export async function findAbsences(
  workspace: Workspace,
  analyses: readonly Analysis[],
  isWhole: (root: string) => boolean,
): Promise<Absences> {
  const problems = new Set<string>();
  const unsure = analyses.flatMap(({ problems, schema }) =>
    problems.filter(({ rule, file }) => rule.afterOthers && schema.file(file)).map(({ file }) => file),
  );
  for (const file of new Set(unsure)) {
    const holders = await holdersOf(file, workspace, analyses);
    for (const problem of problemsIn(holders, file)) if (problem.rule.afterOthers) problems.add(placeOf(problem));
  }
  const fixed: FixedProblem[] = [];
  for (const folder of new Set(analyses.map((analysis) => analysis.folder))) {
    const here = analyses.filter((analysis) => analysis.folder === folder);
    const hasSomething = here.some(
      ({ known, config }) => (known?.entries.length ?? 0) > 0 || config.acknowledged.length > 0,
    );
    if (!hasSomething || (await uncheckedRoot(workspace, folder, here, isWhole)) !== undefined) continue;
    const files = here
      .flatMap(({ problems }) => problems.map(({ file }) => file))
      .filter((file) => !isSchema(file, here));
    for (const file of new Set(files)) {
      for (const problem of problemsIn(here, file)) if (problem.rule.afterOthers) problems.add(placeOf(problem));
    }
    const known = here[0]?.known;
    for (const entry of known?.entries ?? []) {
      const left = Math.max(...here.map(({ stillKnown }) => stillKnown.get(entry) ?? 0));
      if (known && left < entry.count) fixed.push({ file: known.file, entry, gone: entry.count - left });
    }
  }
  return { problems, fixed };
}

/** A root for which the settings of a folder hold, and which was not checked, or not as a whole. */
export async function uncheckedRoot(
  workspace: Workspace,
  folder: string,
  analyses: readonly Analysis[],
  isWhole: (root: string) => boolean,
): Promise<string | undefined> {
  const checked = new Set(analyses.map(({ root }) => root).filter(isWhole));
  return [...analyses.map(({ root }) => root), ...(await workspace.rootsUnder(folder))].find(
    (root) => !checked.has(root),
  );
}

/** The analyses of all roots that hold a file: those that are asked for, and the others of their trees. */
async function holdersOf(file: string, workspace: Workspace, analyses: readonly Analysis[]): Promise<Analysis[]> {
  const asked = analyses.filter(({ schema }) => schema.file(file));
  const folders = new Set(asked.map(({ folder }) => folder));
  const below = await Promise.all([...folders].map((folder) => workspace.rootsBelow(folder)));
  const roots = new Set([...asked.map(({ root }) => root), ...below.flat()]);
  const holders = await workspace.rootsWith(file, [...roots]);
  return Promise.all(holders.map((root) => workspace.analyse(root)));
}

function isSchema(file: string, analyses: readonly Analysis[]): boolean {
  return analyses.some(({ schema }) => schema.file(file));
}
