/** `qapi check`. */

import type { Analysis } from '../analysis/analysis.ts';
import { quoted } from '../names/nearest.ts';
import { rootCandidates } from '../schema/places.ts';
import { type BaselineSpec, parseBaseline } from '../workspace/config.ts';
import { Workspace } from '../workspace/workspace.ts';
import { findAbsences } from './absences.ts';
import { lastOf, type Values } from './args.ts';
import { checkResults } from './check-results.ts';
import { fix } from './fix.ts';
import { askGenerators, type GeneratorResults, generatorBlocks, statusOf } from './generator.ts';
import { githubReport } from './github.ts';
import type { ExitStatus, Io } from './io.ts';
import { jsonReport } from './json.ts';
import { absolutePath } from './paths.ts';
import { progressOn } from './progress.ts';
import { record } from './record.ts';
import { Report } from './report.ts';
import { sourceRootOf } from './results.ts';
import type { WrongUsage } from './run.ts';
import { readSettings } from './settings.ts';
import { count, paintWith, safe, wantsColors } from './terminal.ts';
import { textReport } from './text.ts';

/** Lines get no longer than people like to read, nor than the terminal is wide. */
const WIDEST = 100;

/**
 * @param words the PATHs
 * @param version of this program
 */
export async function check(
  values: Values,
  words: readonly string[],
  io: Io,
  version: string,
): Promise<ExitStatus | WrongUsage> {
  const settings = readSettings(values);
  if ('wrong' in settings) return settings;
  if (words.length === 0) {
    return { wrong: 'Name a PATH to check: the root file of a schema, or a folder such as "." to search for roots.' };
  }

  const progress = progressOn(io);
  progress.begin('Looking for schemas');
  const workspace = new Workspace(io.host, [io.cwd]);
  const { asked, complaints } = await findRoots(workspace, words, io.cwd);
  const roots = [...asked.keys()];
  const wanted = (root: string, file: string): boolean => asked.get(root)?.has(file) ?? true;
  workspace.setSettings({ ...settings, baseline: baselineFrom(settings.baseline, roots, io.cwd) });

  if (roots.length > 0) progress.begin(`Checking ${count(roots.length, 'schema')}`);
  const fixing = values.has('fix') && roots.length > 0 ? await fix(workspace, roots, wanted, io) : undefined;
  const failed = typeof fixing === 'string';
  if (failed) complaints.push(`Nothing was fixed. ${fixing}`);
  const fixed = failed ? undefined : fixing;

  if (roots.length > 0 && values.has('record')) progress.begin('Recording');
  const analyseAll = () => Promise.all(roots.map((root) => workspace.analyse(root)));
  const isWhole = (root: string): boolean => asked.get(root) === undefined;
  const recording =
    values.has('record') && roots.length > 0 ? await record(workspace, await analyseAll(), isWhole, io) : undefined;
  const unrecorded = typeof recording === 'string';
  if (unrecorded) complaints.push(`Nothing was recorded. ${recording}`);
  const recorded = unrecorded ? undefined : recording;

  const analyses = await analyseAll();
  const absences = await findAbsences(workspace, analyses, isWhole);
  const report = await Report.of(analyses, wanted, absences, io.cwd, io.host);
  if (values.has('generator')) progress.begin("Running QEMU's own generator");
  const generators = await generatorsFor(lastOf(values, 'generator'), analyses, io);
  progress.end();
  for (const result of generators ?? []) if ('problem' in result) complaints.push(result.problem);
  for (const complaint of complaints) io.stderr(`qapi: ${safe(complaint)}\n`);

  const status = complaints.length > 0 ? 2 : report.countOf('error') > 0 ? 1 : statusOf(generators ?? []);
  const format = lastOf(values, 'format') ?? 'text';
  if (format === 'sarif' || format === 'github') {
    const sourceRoot = await sourceRootOf(io.cwd, io.host);
    const results = checkResults(report, values.has('hints'), complaints, generators ?? [], status, sourceRoot);
    // Whoever waits for a report gets one, if only to read in it what went wrong.
    io.stdout(format === 'github' ? githubReport(results) : (await import('./sarif.ts')).sarifReport(results, version));
    return status;
  }
  if (roots.length === 0) return status;
  if (format === 'json') {
    io.stdout(jsonReport(report, values.has('fix') ? (fixed?.fixed ?? 0) : undefined, generators));
  } else {
    const color = (lastOf(values, 'color') ?? 'auto') as 'auto' | 'always' | 'never';
    const paint = paintWith(wantsColors(color, io.env, io.terminal !== undefined));
    const columns = Math.min(io.terminal?.columns ?? WIDEST, WIDEST);
    const teller = { pathOf: (path: string) => report.pathOf(path), program: `qapi ${version}` };
    const said = generatorBlocks(generators ?? [], teller, columns, paint);
    io.stdout(textReport(report, { fixing: fixed, recorded }, said, values.has('hints'), columns, paint));
  }
  return status;
}

/** @param option `auto` or a folder; undefined where no generator was asked for */
async function generatorsFor(
  option: string | undefined,
  analyses: readonly Analysis[],
  io: Io,
): Promise<GeneratorResults | undefined> {
  if (option === undefined) return undefined;
  return askGenerators(analyses, option === 'auto' ? undefined : absolutePath(io.cwd, option), io.host);
}

/**
 * The roots that the PATHs stand for, each once, and what is wrong with PATHs that stand for none. A file that is included
 * is judged within its roots: `asked` then says which files of a root were asked for, undefined for all of them.
 */
async function findRoots(
  workspace: Workspace,
  words: readonly string[],
  cwd: string,
): Promise<{ asked: ReadonlyMap<string, ReadonlySet<string> | undefined>; complaints: string[] }> {
  const asked = new Map<string, Set<string> | undefined>();
  const complaints: string[] = [];
  for (const word of words) {
    const path = absolutePath(cwd, word);
    const content = word === '' ? undefined : await workspace.host.read(path);
    switch (content?.kind) {
      case undefined:
        complaints.push('A PATH is empty.');
        break;
      case 'missing':
        complaints.push(`There is no file or folder ${quoted(word)}.`);
        break;
      case 'unreadable':
        complaints.push(`${quoted(word)} cannot be read: ${content.reason}.`);
        break;
      case 'file':
        for (const root of await workspace.rootsAboveOf(path)) {
          if (root === path) asked.set(root, undefined);
          else if (!asked.has(root)) asked.set(root, new Set([path]));
          else asked.get(root)?.add(path);
        }
        break;
      case 'directory': {
        const found = await workspace.rootsBelow(path);
        if (found.length === 0) complaints.push(noRootBelow(word));
        for (const root of found) asked.set(root, undefined);
      }
    }
  }
  return { asked, complaints };
}

function noRootBelow(word: string): string {
  const [main, agent] = rootCandidates('').map((path) => path.slice(1));
  return (
    `There is no schema below ${quoted(word)}. Looked for the roots that a .qapirc.json names, for those of a QEMU tree ` +
    `(${main}, ${agent} and the like), and for any other .json file that holds QAPI.`
  );
}

/** On the command line `dir:PATH` and `introspection:FILE` are relative to the working directory, wherever the roots are. */
function baselineFrom(baseline: string | undefined, roots: readonly string[], cwd: string): string | undefined {
  const spec: BaselineSpec | undefined = baseline === undefined ? undefined : parseBaseline(baseline);
  // Where the working directory holds the roots, the workspace sees it the same way, and quotes the path as it was written.
  if (!spec || !('path' in spec) || roots.every((root) => root.startsWith(`${cwd}/`))) return baseline;
  return `${spec.kind}:${absolutePath(cwd, spec.path)}`;
}
