// How QEMU's API changed from release to release, docs/releases.md: the numbers of all steps between the releases that are known.
//
//   npm run releases:table
//           --history FILE                 another history than server/data/history.txt
//           --out FILE                     another page

import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changesBetween } from '../server/src/compat/changes.ts';
import { type Verdict, verdictOf } from '../server/src/compat/verdict.ts';
import { isOfWhole } from '../server/src/compat/words.ts';
import { ROOTS, type RootName } from '../server/src/history/data.ts';
import { History } from '../server/src/history/history.ts';
import { isTelling } from '../server/src/history/releases.ts';
import type { Schema } from '../server/src/schema/schema.ts';
import { PROGRAMS } from '../server/src/workspace/baseline.ts';
import { HISTORY_FILE } from './build-history.ts';
import { root as top } from './lib/paths.mjs';

/** Where the table is in the repository. */
export const RELEASES_PAGE = join(top, 'docs/releases.md');

/** From one release to the next: how many changes there are of each sort. */
export interface Step {
  readonly from: string;
  readonly to: string;
  /** Whether it is on the way from the oldest to the newest: not to a development tree once what it led to is known. */
  readonly counts: boolean;
  /** Commands and events. */
  readonly added: number;
  readonly removed: number;
  /** What changed about those that both have. */
  readonly changed: Readonly<Record<Verdict, number>>;
}

/** Counts what changed from one schema to another. */
export function changesIn(before: Schema, after: Schema): Pick<Step, 'added' | 'removed' | 'changed'> {
  let added = 0;
  let removed = 0;
  const changed: Record<Verdict, number> = { breaking: 0, risky: 0, unstable: 0, compatible: 0 };
  for (const change of changesBetween(before, after)) {
    if (!isOfWhole(change)) changed[verdictOf(change)]++;
    else if (change.ours) added++;
    else removed++;
  }
  return { added, removed, changed };
}

/** What changed in a root from each release that has it to the next, the oldest first. */
export function stepsOf(history: History, root: RootName): Step[] {
  const steps: Step[] = [];
  let before: { readonly name: string; readonly schema: Schema } | undefined;
  for (const [place, { name }] of history.releases.entries()) {
    const schema = history.release(name, root);
    if (!schema) continue;
    const counts = isTelling(history.releases, place);
    if (before) steps.push({ from: before.name, to: name, counts, ...changesIn(before.schema, schema) });
    if (counts) before = { name, schema };
  }
  return steps;
}

/** The page: Markdown, with a line feed at its end. */
export function pageOf(history: History): string {
  return `# From release to release

How QEMU's API has changed, for clients, from each release to the next. Written by \`npm run releases:table\`, not by hand, from the history
that comes with the program: each release is compared with the one before, as \`qapi diff\` does. 1.2, 1.4 and 1.6 are not known,
so that some steps are those of two releases. 10.2.50 is a tree on the way to 11.0, as of February 2026; the sums leave it out.

- **new**, **gone**: commands and events. What they hold is not counted.
- The others are changes of commands and events that both releases have. What several of them share, a type, is counted once.
  **breaking**: clients that worked may fail. **risky**: they may fail if they have taken for granted what nobody has promised.
  **unstable**: one of those two, but of something that was called unstable. **other**: compatible.

Ten of them, looked at by hand: [release-findings.md](release-findings.md).

${ROOTS.map((root) => section(root, stepsOf(history, root))).join('\n')}`;
}

function section(root: RootName, steps: readonly Step[]): string {
  const numbers = ({ added, removed, changed }: Step): number[] => [
    added,
    removed,
    changed.breaking,
    changed.risky,
    changed.unstable,
    changed.compatible,
  ];
  const counted = steps.filter(({ counts }) => counts);
  const sums = counted.map(numbers).reduce((all, some) => all.map((sum, i) => sum + (some[i] ?? 0)), Array(6).fill(0));
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${PROGRAMS[root].replace(/^t/, 'T')} (\`${root}\`)`,
    '',
    line(['from', 'to', 'new', 'gone', 'breaking', 'risky', 'unstable', 'other']),
    line(['---', '---', ...Array(6).fill('---:')]),
    ...steps.map((step) => line([step.from, step.to, ...numbers(step)])),
    line(['all', '', ...sums]),
    '',
  ].join('\n');
}

/**
 * The command.
 * @param args what stands behind its name
 * @param say prints a line
 * @throws HistoryError where the history is damaged
 */
export function releasesTable(args: readonly string[], say: (line: string) => void): void {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string', default: RELEASES_PAGE }, history: { type: 'string', default: HISTORY_FILE } },
  });
  writeFileSync(values.out, pageOf(new History(readFileSync(values.history, 'utf8'))));
  say(`wrote ${relative('.', values.out)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) releasesTable(process.argv.slice(2), console.log);
