/** `--record`: writes the lists of known problems. */
import type { Analysis } from '../analysis/analysis.ts';
import { cannotBeAcknowledged, type KnownProblem, keyOf, knownAs } from '../rules/acknowledge.ts';
import type { Problem } from '../rules/run.ts';
import { KNOWN_FILE, knownFileText } from '../workspace/known-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { uncheckedRoot } from './absences.ts';
import type { Io } from './io.ts';
import { shownPath } from './paths.ts';

/** One list, as it was written. */
export interface Recorded {
  readonly path: string;
  /** How many problems it holds, and how they differ from those that it held before. */
  readonly problems: number;
  readonly added: number;
  readonly dropped: number;
}

/**
 * Writes the list of known problems of each folder with settings: whatever is a problem now and may stay. All lists are
 * written, or none.
 * @param isWhole whether all files of a root were asked for
 * @returns what was written; or why nothing was, for people
 */
export async function record(
  workspace: Workspace,
  analyses: readonly Analysis[],
  isWhole: (root: string) => boolean,
  io: Io,
): Promise<readonly Recorded[] | string> {
  const texts = new Map<string, string>();
  const recorded: Recorded[] = [];
  for (const folder of new Set(analyses.map((analysis) => analysis.folder))) {
    const here = analyses.filter((analysis) => analysis.folder === folder);
    const path = `${folder}/${KNOWN_FILE}`;
    const shown = (absolute: string) => shownPath(io.cwd, absolute);
    const unchecked = await uncheckedRoot(workspace, folder, here, isWhole);
    if (unchecked !== undefined) {
      return `${shown(path)} is for all schemas of ${shown(folder)}, and ${shown(unchecked)} was not checked as a whole. Name the folder instead.`;
    }
    const unsettled = here.flatMap(({ problems }) => problems).find(isUnsettled);
    if (unsettled) return `The settings have to be right first: ${unsettled.message}`;
    if ((await workspace.knownIn(folder))?.isNewer) {
      return `${shown(path)} was written by a later release of qapi.`;
    }
    const entries = entriesOf(here, folder);
    const before = new Map(here[0]?.known?.entries.map((entry) => [keyOf(entry), entry.count]));
    const after = new Map(entries.map((entry) => [keyOf(entry), entry.count]));
    texts.set(path, knownFileText(entries));
    recorded.push({ path, problems: total(after), added: more(after, before), dropped: more(before, after) });
  }
  const failure = await io.writeFiles(texts);
  if (failure) return `${shownPath(io.cwd, failure.path)} cannot be written: ${failure.reason}.`;
  for (const path of texts.keys()) workspace.fileChanged(path);
  return recorded;
}

/** A tree that is judged by the wrong settings has other problems than it has. */
function isUnsettled({ rule, severity }: Problem): boolean {
  return rule.category === 'config' && rule.id !== 'config/known-file' && severity === 'error';
}

/** What there is to be known. Of equal problems there are as many as the root with most of them has. */
function entriesOf(analyses: readonly Analysis[], folder: string): KnownProblem[] {
  const entries = new Map<string, KnownProblem>();
  const atLeast = (entry: KnownProblem): void => {
    if (entry.count > (entries.get(keyOf(entry))?.count ?? 0)) entries.set(keyOf(entry), entry);
  };
  for (const { schema, problems, acknowledged, stillKnown } of analyses) {
    const counts = new Map<string, KnownProblem>();
    const known = acknowledged.filter(({ by }) => by === 'known').map(({ problem }) => problem);
    for (const problem of [...problems, ...known]) {
      if (problem.buildBreaking || cannotBeAcknowledged(problem.rule)) continue;
      const entry = knownAs(problem, schema, folder);
      const key = keyOf(entry);
      counts.set(key, { ...entry, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    counts.forEach(atLeast);
    // What could not be judged now stays as it is.
    for (const [entry, count] of stillKnown) if (count > 0) atLeast({ ...entry, count });
  }
  return [...entries.values()];
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** How many more there are in the first. */
function more(counts: ReadonlyMap<string, number>, than: ReadonlyMap<string, number>): number {
  return [...counts].reduce((sum, [key, count]) => sum + Math.max(0, count - (than.get(key) ?? 0)), 0);
}
