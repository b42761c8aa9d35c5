/** Applies every preferred fix, until nothing more changes. */

import type { Analysis } from '../analysis/analysis.ts';
import type { FileEdit, Fix } from '../rules/rule.ts';
import { mergeProblems, type Problem } from '../rules/run.ts';
import { isDefinition } from '../schema/model.ts';
import { applyEdits } from './edits.ts';
import { resolveFix } from './fixes.ts';

/** Two rounds are the rule (a rename, then what shows behind it). More than a few would be two rules at odds. */
const MAX_ROUNDS = 20;

/** What holds the files while they are changed: a workspace. */
export interface FixTarget {
  analyse(root: string): Promise<Analysis>;
  setDocument(path: string, text: string): void;
}

export interface FixAllResult {
  /** The new texts, by path; files that end as they were are not in it. */
  readonly files: ReadonlyMap<string, string>;
  readonly applied: readonly { readonly problem: Problem; readonly title: string }[];
  /** Fixes that could not be made, such as a rename to a name that exists. */
  readonly refused: readonly { readonly problem: Problem; readonly reason: string }[];
}

/**
 * Works in the workspace's memory: the new texts are set as open documents there, and nothing is written.
 * @param workspace holds the files
 * @param roots whose problems are fixed
 * @param only narrows down which problems are fixed; a rename still reaches every file that it must
 */
export async function fixAll(
  workspace: FixTarget,
  roots: readonly string[],
  only: (problem: Problem) => boolean = () => true,
): Promise<FixAllResult> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const applied: { problem: Problem; title: string }[] = [];
  let refused: { problem: Problem; reason: string }[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const analyses = await Promise.all(roots.map((root) => workspace.analyse(root)));
    const batch = new Batch(analyses);
    refused = [];
    for (const problem of mergeProblems(analyses.map((analysis) => analysis.problems.filter(only)))) {
      const fix = problem.fixes().find((candidate) => candidate.preferred && candidate.kind !== 'prefix');
      if (!fix) continue;
      const resolved = resolveFix(fix, batch.analysesOf(problem.file));
      if (!resolved.ok) refused.push({ problem, reason: resolved.reason });
      else if (batch.add(resolved.edits, newNameOf(fix))) applied.push({ problem, title: resolved.title });
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

/** The fixes of one round. They are all made for the same texts, so none may touch what another one touches. */
class Batch {
  readonly edits = new Map<string, FileEdit[]>();
  readonly #analyses: readonly Analysis[];
  /** New names are checked against those that exist, not against each other: each is given once a round and scope. */
  readonly #newNames = new Set<string>();

  constructor(analyses: readonly Analysis[]) {
    this.#analyses = analyses;
  }

  analysesOf(path: string): readonly Analysis[] {
    return this.#analyses.filter((analysis) => analysis.schema.file(path));
  }

  textOf(path: string): string {
    for (const { schema } of this.#analyses) {
      const file = schema.file(path);
      if (file) return file.tree.text;
    }
    throw new Error(`${path} is in no root`);
  }

  /**
   * Takes a fix in, unless it has to wait for the next round. An empty fix is not taken.
   * @param newName the name that it gives, with the scope in which there may be only one such
   */
  add(edits: readonly FileEdit[], newName: string | undefined): boolean {
    if (edits.length === 0 || (newName !== undefined && this.#newNames.has(newName))) return false;
    for (const edit of edits) {
      for (const other of this.edits.get(edit.file) ?? []) {
        if (edit.span.start <= other.span.end && other.span.start <= edit.span.end) return false;
      }
    }
    if (newName !== undefined) this.#newNames.add(newName);
    for (const edit of edits) {
      const list = this.edits.get(edit.file);
      if (list) list.push(edit);
      else this.edits.set(edit.file, [edit]);
    }
    return true;
  }
}

function newNameOf(fix: Fix): string | undefined {
  if (fix.kind !== 'rename') return undefined;
  const scope = isDefinition(fix.thing) ? '' : fix.thing.owner.name.text;
  return `${scope}\n${fix.newName}`;
}
