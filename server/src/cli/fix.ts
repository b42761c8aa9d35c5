/** `--fix`: applies the fixes and writes the files. */
import { fixAll } from '../features/fix-all.ts';
import type { CChange } from '../features/rename.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Io } from './io.ts';
import { fixMessagesIn } from './messages.ts';
import { shownPath } from './paths.ts';
import type { Wanted } from './report.ts';

/** What `--fix` did. */
export interface FixOutcome {
  /** The files that were written, sorted. */
  readonly files: readonly string[];
  /** How many fixes were applied, and how many could not be. */
  readonly fixed: number;
  readonly refused: number;
  /** The C identifiers that changed with the names. */
  readonly cChanges: readonly CChange[];
  /** Which files of messages were left as they are, and why, as sentences. */
  readonly left: readonly string[];
}

/**
 * Fixes all that can be fixed of what was asked for, and writes the files that change: all of them, or none.
 * @param messages the files of messages
 * @returns what was done; or why nothing was, for people. Then the workspace is as it was before.
 */
export async function fix(
  workspace: Workspace,
  roots: readonly string[],
  wanted: Wanted,
  messages: readonly string[],
  io: Io,
): Promise<FixOutcome | string> {
  const {
    files: schemas,
    applied,
    refused,
  } = await fixAll(workspace, roots, ({ file }) => roots.some((root) => wanted(root, file)));
  const files = new Map(schemas);
  let fixed = applied.length;
  const left: string[] = [];
  for (const path of messages) {
    const outcome = await fixMessagesIn(workspace, path, io);
    if (typeof outcome === 'string') {
      left.push(outcome);
    } else if (outcome.text !== outcome.before) {
      files.set(path, outcome.text);
      fixed += outcome.fixed;
    }
  }
  const failure = await write(files, io);
  // What is on the disk counts again, be it the old or the new.
  for (const path of files.keys()) {
    workspace.closeDocument(path);
    workspace.fileChanged(path);
  }
  if (failure !== undefined) return failure;
  const cChanges = applied.flatMap((one) => one.cChanges);
  return { files: [...files.keys()].sort(), fixed, refused: refused.length, cChanges, left };
}

async function write(files: ReadonlyMap<string, string>, io: Io): Promise<string | undefined> {
  const failure = await io.writeFiles(files);
  return failure && `${shownPath(io.cwd, failure.path)} cannot be written: ${failure.reason}.`;
}
