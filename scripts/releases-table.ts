// How QEMU's API changed from release to release, docs/releases.md: the numbers of all steps between trees of releases.
//
//   npm run releases:table -- DIR          DIR is a folder of trees of QEMU. Of each only its VERSION file and its schemas are
//                                          read: qapi/, qga/, storage-daemon/.
//           --out FILE                     another file

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changesBetween } from '../server/src/compat/changes.ts';
import { type Verdict, verdictOf } from '../server/src/compat/verdict.ts';
import { isOfWhole } from '../server/src/compat/words.ts';
import { ROOT_PLACES, ROOTS, type RootName } from '../server/src/history/data.ts';
import { releaseNamed } from '../server/src/history/releases.ts';
import { nodeHost } from '../server/src/platform/node.ts';
import { compareVersions, parseVersion } from '../server/src/schema/dialect.ts';
import type { Schema } from '../server/src/schema/schema.ts';
import { PROGRAMS } from '../server/src/workspace/baseline.ts';
import { loadBaseline } from '../server/src/workspace/loading.ts';
import { root as top } from './lib/paths.mjs';

/** Where the table is in the repository. */
export const RELEASES_PAGE = join(top, 'docs/releases.md');

/** From one release to the next: how many changes there are of each sort. */
export interface Step {
  readonly from: string;
  readonly to: string;
  /** Commands and events. */
  readonly added: number;
  readonly removed: number;
  /** What changed about those that both have. */
  readonly changed: Readonly<Record<Verdict, number>>;
}

/** Counts what changed from one schema to another. */
export function stepBetween(from: string, before: Schema, to: string, after: Schema): Step {
  let added = 0;
  let removed = 0;
  const changed: Record<Verdict, number> = { breaking: 0, risky: 0, unstable: 0, compatible: 0 };
  for (const change of changesBetween(before, after)) {
    if (!isOfWhole(change)) changed[verdictOf(change)]++;
    else if (change.ours) added++;
    else removed++;
  }
  return { from, to, added, removed, changed };
}

/** A tree that cannot be read. */
export class TreeError extends Error {}

/**
 * Reads all trees in a folder, and counts what changed from each to the next.
 * @param folder absolute, with `/` between the parts
 * @throws TreeError where there is none, or one cannot be read
 */
export async function stepsOf(folder: string): Promise<ReadonlyMap<RootName, readonly Step[]>> {
  const trees = readdirSync(folder).flatMap((name) => {
    const file = `${folder}/${name}/VERSION`;
    const version = existsSync(file) ? parseVersion(readFileSync(file, 'utf8')) : undefined;
    const release = version && releaseNamed(version);
    return release ? [{ tree: `${folder}/${name}`, release }] : [];
  });
  if (trees.length === 0)
    throw new TreeError(`${folder} holds no trees of releases: there is no VERSION in a folder of it`);
  trees.sort((a, b) => compareVersions(a.release.version, b.release.version));
  const steps = new Map<RootName, Step[]>(ROOTS.map((root) => [root, []]));
  for (const root of ROOTS) {
    let before: { readonly name: string; readonly schema: Schema } | undefined;
    for (const { tree, release } of trees) {
      const schema = await readSchema(tree, root);
      if (!schema) continue;
      if (before) steps.get(root)?.push(stepBetween(before.name, before.schema, release.name, schema));
      before = { name: release.name, schema };
    }
  }
  return steps;
}

const host = nodeHost({ git: false });

/** @returns undefined where the tree does not have the root */
async function readSchema(tree: string, root: RootName): Promise<Schema | undefined> {
  const { outcome, schema } = await loadBaseline({
    spec: `dir:${tree}`,
    root: `${tree}/${ROOT_PLACES[root][0]}`,
    treeFolder: tree,
    configFolder: tree,
    version: undefined,
    host,
    called: 'The tree',
  });
  if (outcome.kind === 'problem') throw new TreeError(outcome.message);
  return schema;
}

/** The page: Markdown, with a line feed at its end. */
export function pageOf(steps: ReadonlyMap<RootName, readonly Step[]>): string {
  return `# From release to release

How QEMU's API has changed, for clients, from each release to the next. Written by \`npm run releases:table -- DIR\`, not by hand, from trees
of the releases in DIR: each schema is compared with that of the release before, as \`qapi diff\` does. Of 1.2, 1.4 and 1.6 there is
none here, so that some steps are those of two releases; 10.2.50 is a tree on the way to the next one, as of February 2026.

- **new**, **gone**: commands and events. What they hold is not counted.
- The others are changes of commands and events that both releases have. What several of them share, a type, is counted once.
  **breaking**: clients that worked may fail. **risky**: they may fail if they have taken for granted what nobody has promised.
  **unstable**: one of those two, but of something that was called unstable. **other**: compatible.

Ten of them, looked at by hand: [release-findings.md](release-findings.md).

${ROOTS.map((root) => section(root, steps.get(root) ?? [])).join('\n')}`;
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
  const sums = steps.map(numbers).reduce((all, some) => all.map((sum, i) => sum + (some[i] ?? 0)), Array(6).fill(0));
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
 * @returns the exit status: 2 for wrong usage
 * @throws TreeError where a tree cannot be read
 */
export async function releasesTable(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: 'string', default: RELEASES_PAGE } },
    allowPositionals: true,
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    say('usage: npm run releases:table -- DIR [--out FILE]');
    return 2;
  }
  const text = pageOf(await stepsOf(resolve(folder).replaceAll('\\', '/')));
  writeFileSync(values.out, text);
  say(`wrote ${relative('.', values.out)}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await releasesTable(process.argv.slice(2), console.log);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    console.error(`releases:table: ${error.message}`);
    process.exitCode = 1;
  }
}
