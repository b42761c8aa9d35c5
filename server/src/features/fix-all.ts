/** Applies every preferred fix, until nothing more changes. */

import type { Analysis } from '../analysis/analysis.ts';
import { isIn } from '../rules/names.ts';
import { mergeProblems, type Problem } from '../rules/run.ts';
import type { NamedThing } from '../schema/model.ts';
import { EditBatch } from './edit-batch.ts';
import { applyEdits } from './edits.ts';
import { resolveFix } from './fixes.ts';
import type { CChange } from './rename.ts';

/** Two rounds are the rule (a rename, then what shows behind it). More than a few would be two rules at odds. */
export const MAX_ROUNDS = 20;

/** What holds the files while they are changed: a workspace. */
export interface FixTarget {
  analyse(root: string): Promise<Analysis>;
  /** The analyses of all roots that include a file. */
  analysesOf(path: string): Promise<readonly Analysis[]>;
  setDocument(path: string, text: string): void;
}

export interface FixAllResult {
  /** The new texts, by path; files that end as they were are not in it. */
  readonly files: ReadonlyMap<string, string>;
  readonly applied: readonly {
    readonly problem: Problem;
    readonly title: string;
    /** The C identifiers that change, which the C code has to follow. */
    readonly cChanges: readonly CChange[];
  }[];
  /** Fixes that could not be made, such as a rename to a name that exists. */
  readonly refused: readonly { readonly problem: Problem; readonly reason: string }[];
}

/**
 * Works in the workspace's memory: the new texts are set as open documents there, and nothing is written.
 * @param workspace holds the files
 * @param roots whose problems are fixed; a rename still reaches the files of all other roots that it must
 * @param only narrows down which problems are fixed
 */
export async function fixAll(
  workspace: FixTarget,
  roots: readonly string[],
  only: (problem: Problem) => boolean = () => true,
): Promise<FixAllResult> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const applied: { problem: Problem; title: string; cChanges: readonly CChange[] }[] = [];
  let refused: { problem: Problem; reason: string }[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const analyses = await Promise.all(roots.map((root) => workspace.analyse(root)));
    const batch = new Batch(analyses);
    refused = [];
    for (const problem of mergeProblems(analyses.map((analysis) => analysis.problems.filter(only)))) {
      const fix = problem.fixes().find((candidate) => candidate.preferred && candidate.kind !== 'prefix');
      if (!fix) continue;
      const holders = await batch.analysesOf(problem.file, workspace);
      if (fix.kind === 'rename' && holders.some(({ baseline }) => isIn(baseline.schema, fix.thing))) {
        const reason = `'${fix.thing.name.text}' is upstream's name: to change it would change upstream's protocol.`;
        refused.push({ problem, reason });
        continue;
      }
      const resolved = resolveFix(fix, holders, { given: batch.given });
      if (!resolved.ok) {
        refused.push({ problem, reason: resolved.reason });
      } else if (batch.add(resolved.edits)) {
        if (fix.kind === 'rename') batch.given.set(fix.thing, fix.newName);
        applied.push({ problem, title: resolved.title, cChanges: resolved.cChanges });
      }
    }
    if (batch.edits.size === 0) break;
    for (const [path, edits] of batch.edits) {
      const text = batch.textOf(path);
      if (!before.has(path)) before.set(path, text);
      const changed = applyEdits(text, edits);
      after.set(path, changed);
      workspace.setDocument(path, changed);
    }
  }
  for (const [path, text] of before) if (after.get(path) === text) after.delete(path);
  return { files: after, applied, refused };
}

/** The fixes of one round. */
class Batch extends EditBatch {
  /** The names that things get in this round. A name that two of them want goes to the first. */
  readonly given = new Map<NamedThing, string>();
  readonly #analyses: Set<Analysis>;
  readonly #holders = new Map<string, readonly Analysis[]>();

  constructor(analyses: readonly Analysis[]) {
    super();
    this.#analyses = new Set(analyses);
  }

  /** The analyses of all roots that hold a file, whether their problems are fixed or not. */
  async analysesOf(path: string, workspace: FixTarget): Promise<readonly Analysis[]> {
    let holders = this.#holders.get(path);
    if (!holders) {
      for (const analysis of await workspace.analysesOf(path)) this.#analyses.add(analysis);
      holders = [...this.#analyses].filter((analysis) => analysis.schema.file(path));
      this.#holders.set(path, holders);
    }
    return holders;
  }

  textOf(path: string): string {
    for (const { schema } of this.#analyses) {
      const file = schema.file(path);
      if (file) return file.tree.text;
    }
    throw new Error(`${path} is in no root`);
  }
}
