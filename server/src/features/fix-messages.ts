/** Applies every preferred fix to a file of messages, until nothing more changes. */
import type { Problem } from '../rules/run.ts';
import { EditBatch } from './edit-batch.ts';
import { applyEdits } from './edits.ts';
import { MAX_ROUNDS } from './fix-all.ts';

/** What came of it. */
export interface FixedMessages {
  readonly text: string;
  readonly applied: readonly { readonly problem: Problem; readonly title: string }[];
}

/**
 * @param path of the file: fixes that reach into other files are left alone
 * @param text of the file
 * @param judge tells the problems of a text that stands in its place
 */
export async function fixMessages(
  path: string,
  text: string,
  judge: (text: string) => Promise<readonly Problem[]>,
): Promise<FixedMessages> {
  const applied: { problem: Problem; title: string }[] = [];
  let fixed = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const batch = new EditBatch();
    for (const problem of await judge(fixed)) {
      const fix = problem.fixes().find(({ preferred }) => preferred);
      if (fix?.kind !== 'edit' || fix.edits.some(({ file }) => file !== path)) continue;
      if (batch.add(fix.edits)) applied.push({ problem, title: fix.title });
    }
    const edits = batch.edits.get(path);
    if (!edits) break;
    fixed = applyEdits(fixed, edits);
  }
  return { text: fixed, applied };
}
