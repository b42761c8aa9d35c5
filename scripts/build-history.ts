// The history of upstream's API, server/data/history.txt: adds releases of QEMU to those that it knows.
//
//   npm run build:history -- DIR           DIR is a tree of QEMU, or a folder of such trees. Of each only its VERSION file and
//                                          its schemas are read: qapi/, qga/, storage-daemon/.
//           --out FILE                     another data file
//           --stable                       takes a stable release for the one that it mends, where that is not at hand. It may
//                                          have a little more.
//
// A release that is known already stays as it is, and is a mistake if its API is another one than the known. To make the whole
// history anew, remove the file first.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Addition, add, apiOf, historyOf, type ReleaseApi, releasesOf } from '../server/src/history/build.ts';
import {
  formatHistory,
  HistoryError,
  parseHistory,
  ROOT_PLACES,
  ROOTS,
  type RootName,
} from '../server/src/history/data.ts';
import { type Release, releaseNamed } from '../server/src/history/releases.ts';
import { nodeHost } from '../server/src/platform/node.ts';
import { readFile } from '../server/src/schema/definitions.ts';
import { formatVersion, has, parseVersion, releaseOf } from '../server/src/schema/dialect.ts';
import { keywordOf } from '../server/src/schema/keys.ts';
import { loadSources } from '../server/src/schema/load.ts';
import { Schema } from '../server/src/schema/schema.ts';
import { parse } from '../server/src/syntax/parse.ts';
import type { Expression } from '../server/src/syntax/tree.ts';
import { decodeText } from '../server/src/workspace/decode.ts';
import { root as top } from './lib/paths.mjs';

/** Where the history is in the repository. */
export const HISTORY_FILE = join(top, 'server/data/history.txt');

const host = nodeHost({ git: false });

/** A tree that cannot be read, or is none whose API can be told. */
export class TreeError extends Error {}

/**
 * Reads the API of a tree of QEMU.
 * @param folder its top folder, absolute, with `/` between the parts
 * @throws TreeError where something is wrong with it
 */
async function readTree(folder: string, stable: boolean): Promise<ReleaseApi> {
  const release = releaseIn(folder, stable);
  const schemas = new Map<RootName, Schema>();
  for (const root of ROOTS) {
    const path = ROOT_PLACES[root].map((place) => `${folder}/${place}`).find((file) => existsSync(file));
    if (path !== undefined) schemas.set(root, await readSchema(path, release));
  }
  const missing = (['qapi', 'qga'] as const).find((root) => !schemas.has(root));
  if (missing) throw new TreeError(`${folder} has no ${ROOT_PLACES[missing].join(' or ')}`);
  return apiOf(release, folder, schemas);
}

/** @param stable whether a stable release stands for the one that it mends */
function releaseIn(folder: string, stable: boolean): Release {
  const text = readFileSync(`${folder}/VERSION`, 'utf8');
  const version = parseVersion(text);
  if (!version) throw new TreeError(`${folder}/VERSION holds no version: "${text.trim()}"`);
  const isStable = version[2] > 0 && version[2] < 50;
  const release = releaseNamed(stable && isStable ? releaseOf(version) : version);
  if (!release) {
    const why = isStable ? 'a stable release' : 'a release candidate';
    const help = isStable ? ', or take it for that with --stable' : '';
    throw new TreeError(`${folder} is ${formatVersion(version)}, ${why}: add the release itself${help}`);
  }
  return release;
}

async function readSchema(root: string, { version }: Release): Promise<Schema> {
  const sources = await loadSources(root, async (path) => {
    const content = await host.read(path);
    if (content.kind !== 'file') return content;
    const { text, problem } = decodeText(content.bytes);
    return { kind: 'file', file: readFile(path, parse(text)), encodingProblem: problem };
  });
  const [problem] = sources.problems;
  if (problem) throw new TreeError(`${problem.file}: ${problem.code}: ${problem.detail}`);
  for (const { path, tree, definitions } of sources.files) {
    // Documentation does not matter here, and commas were not asked for once.
    const mistake = tree.problems.find(
      ({ code }) => !code.startsWith('doc-') && (code !== 'comma' || has(version, 'commas-refused')),
    );
    if (mistake) throw new TreeError(`${path}:${tree.lines.lineOf(mistake.span.start) + 1}: ${mistake.code}`);
    const understood = new Set(definitions.map(({ expression }) => expression));
    const odd = tree.expressions.find((one) => !understood.has(one) && !isDirective(one));
    if (odd) throw new TreeError(`${path}:${tree.lines.lineOf(odd.span.start) + 1}: this defines nothing`);
  }
  const schema = new Schema(sources);
  const [twice] = schema.doubled;
  if (twice) throw new TreeError(`${twice.file} defines ${twice.name.text}, which is defined already`);
  return schema;
}

function isDirective({ value }: Expression): boolean {
  const word = value.kind === 'object' ? keywordOf(value)?.word : undefined;
  return word === 'include' || word === 'pragma';
}

/** The trees at a place: it is one, or a folder of some. */
function treesAt(place: string): string[] {
  const isTree = (folder: string): boolean => existsSync(`${folder}/VERSION`);
  if (isTree(place)) return [place];
  return readdirSync(place)
    .sort()
    .map((name) => `${place}/${name}`)
    .filter(isTree);
}

function told(addition: Addition): string {
  const { release } = addition;
  switch (addition.kind) {
    case 'new':
      return `${release.name} is new`;
    case 'known':
      return `${release.name} is known`;
    case 'renewed':
      return `${release.name} takes the place of what was known of it`;
    case 'conflict': {
      const { names } = addition;
      const some = names.slice(0, 5).join(', ');
      return `${release.name} is known with another API: ${names.length} differ, ${some}${names.length > 5 ? ', ...' : ''}`;
    }
  }
}

/**
 * The command.
 * @param args what stands behind its name
 * @param say prints a line
 * @returns the exit status: 1 where a release is refused, 2 for wrong usage
 * @throws TreeError or HistoryError where a tree or the history cannot be read
 */
export async function buildHistory(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: 'string', default: HISTORY_FILE }, stable: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const { out, stable } = values;
  const [place, ...more] = positionals;
  if (place === undefined || more.length > 0) {
    say('usage: npm run build:history -- DIR [--out FILE] [--stable]');
    return 2;
  }
  const trees = treesAt(resolve(place).replaceAll('\\', '/'));
  if (trees.length === 0) throw new TreeError(`${place} is no tree of QEMU, and has none in it: there is no VERSION`);
  const added: ReleaseApi[] = [];
  for (const tree of trees) added.push(await readTree(tree, stable));

  const before = existsSync(out) ? readFileSync(out, 'utf8') : undefined;
  const { apis, additions } = add(before === undefined ? [] : releasesOf(parseHistory(before)), added);
  for (const addition of additions) say(told(addition));
  if (additions.some(({ kind }) => kind === 'conflict')) {
    say('Nothing is written. A release never changes: look which of the two is wrong.');
    return 1;
  }
  const text = formatHistory(historyOf(apis));
  if (text === before) {
    say(`${relative('.', out)} is up to date`);
    return 0;
  }
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  say(`wrote ${relative('.', out)}: ${apis.length} releases`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await buildHistory(process.argv.slice(2), console.log);
  } catch (error) {
    if (!(error instanceof TreeError || error instanceof HistoryError)) throw error;
    console.error(`build:history: ${error.message}`);
    process.exitCode = 1;
  }
}
