/** `qapi check`. */

import type { Analysis } from '../analysis/analysis.ts';
import { quoted } from '../names/nearest.ts';
import { rootCandidates } from '../schema/places.ts';
import { type BaselineSpec, parseBaseline, parseTarget, type TargetSpec } from '../workspace/config.ts';
import { decodeText } from '../workspace/decode.ts';
import { looksLikeMessages } from '../workspace/message-files.ts';
import { Workspace } from '../workspace/workspace.ts';
import { findAbsences } from './absences.ts';
import { lastOf, type Values } from './args.ts';
import { checkResults } from './check-results.ts';
import { fix } from './fix.ts';
import { askGenerators, type GeneratorResults, generatorBlocks, statusOf } from './generator.ts';
import { githubReport } from './github.ts';
import type { ExitStatus, Io } from './io.ts';
import { jsonReport } from './json.ts';
import { type CheckedMessages, checkMessages, STDIN, stdinPath } from './messages.ts';
import { absolutePath, shownPath } from './paths.ts';
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
    return {
      wrong:
        'Name a PATH to check: the root file of a schema, a file of QMP messages, or a folder such as "." to search for both.',
    };
  }

  const progress = progressOn(io);
  progress.begin('Looking for schemas');
  const workspace = new Workspace(io.host, [io.cwd]);
  const { asked, messageFiles, complaints } = await findPaths(workspace, words, io);
  const roots = [...asked.keys()];
  const wanted = (root: string, file: string): boolean => asked.get(root)?.has(file) ?? true;
  const paths = [...roots, ...messageFiles];
  workspace.setSettings({
    ...settings,
    baseline: fromHere(settings.baseline, parseBaseline, paths, io.cwd),
    'qmp.target': fromHere(settings['qmp.target'], parseTarget, paths, io.cwd),
  });

  if (roots.length > 0) progress.begin(`Checking ${count(roots.length, 'schema')}`);
  const fixing =
    values.has('fix') && paths.length > 0 ? await fix(workspace, roots, wanted, messageFiles, io) : undefined;
  const failed = typeof fixing === 'string';
  if (failed) complaints.push(`Nothing was fixed. ${fixing}`);
  const fixed = failed ? undefined : fixing;
  complaints.push(...(fixed?.left ?? []));

  if (roots.length > 0 && values.has('record')) progress.begin('Recording');
  const analyseAll = () => Promise.all(roots.map((root) => workspace.analyse(root)));
  const isWhole = (root: string): boolean => asked.get(root) === undefined;
  const recording =
    values.has('record') && roots.length > 0 ? await record(workspace, await analyseAll(), isWhole, io) : undefined;
  const unrecorded = typeof recording === 'string';
  if (unrecorded) complaints.push(`Nothing was recorded. ${recording}`);
  const recorded = unrecorded ? undefined : recording;

  if (values.has('record') && roots.length === 0 && messageFiles.length > 0) {
    complaints.push('Nothing was recorded. The list of known problems is for those of schemas.');
  }

  const analyses = await analyseAll();
  const absences = await findAbsences(workspace, analyses, isWhole);
  const messages: CheckedMessages[] = [];
  for (const path of messageFiles) {
    progress.begin(`Checking the messages of ${shownPath(io.cwd, path)}`);
    const checked = await checkMessages(workspace, path, io);
    if (typeof checked === 'string') complaints.push(checked);
    else messages.push(checked);
  }
  // Who names a baseline or a target on the command line wants that one and no other.
  if (values.has('baseline')) {
    for (const { baseline } of analyses) if (baseline.problem !== undefined) complaints.push(baseline.problem);
  }
  if (values.has('qmp-target')) {
    for (const problem of new Set(messages.map(({ targetProblem }) => targetProblem))) {
      if (problem !== undefined) complaints.push(problem);
    }
  }
  const report = await Report.of(analyses, messages, wanted, absences, io.cwd, io.host);
  if (values.has('generator')) progress.begin("Running QEMU's own generator");
  const generators = await generatorsFor(lastOf(values, 'generator'), analyses, io);
  progress.end();
  for (const result of generators ?? []) if ('problem' in result) complaints.push(result.problem);
  for (const complaint of new Set(complaints)) io.stderr(`qapi: ${safe(complaint)}\n`);

  const status = complaints.length > 0 ? 2 : report.countOf('error') > 0 ? 1 : statusOf(generators ?? []);
  const format = lastOf(values, 'format') ?? 'text';
  if (format === 'sarif' || format === 'github') {
    const sourceRoot = await sourceRootOf(io.cwd, io.host);
    const results = checkResults(report, values.has('hints'), complaints, generators ?? [], status, sourceRoot);
    // Whoever waits for a report gets one, if only to read in it what went wrong.
    io.stdout(format === 'github' ? githubReport(results) : (await import('./sarif.ts')).sarifReport(results, version));
    return status;
  }
  if (roots.length === 0 && messages.length === 0) return status;
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

/** What the PATHs stand for. */
interface Paths {
  /** The roots, each once. Which files of a root were asked for; undefined for all of them. */
  readonly asked: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** The files of messages, each once. */
  readonly messageFiles: readonly string[];
  /** What is wrong with PATHs that stand for nothing. */
  readonly complaints: string[];
}

/** Looks at each PATH. A file that is included by others is judged within their roots. */
async function findPaths(workspace: Workspace, words: readonly string[], io: Io): Promise<Paths> {
  const asked = new Map<string, Set<string> | undefined>();
  const messageFiles = new Set<string>();
  const complaints: string[] = [];
  for (const word of words) {
    if (word === STDIN) {
      messageFiles.add(stdinPath(io));
      continue;
    }
    const path = absolutePath(io.cwd, word);
    // A file of messages may be larger than what is read at once.
    const isNamed = await workspace.isMessageFile(path);
    const content = word === '' ? undefined : await (isNamed ? io.readChunks(path) : workspace.host.read(path));
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
      case 'chunks':
        messageFiles.add(path);
        break;
      case 'file': {
        const roots = await workspace.rootsAboveOf(path);
        if (roots.length === 1 && roots[0] === path && looksLikeMessages(decodeText(content.bytes).text)) {
          messageFiles.add(path);
          break;
        }
        for (const root of roots) {
          if (root === path) asked.set(root, undefined);
          else if (!asked.has(root)) asked.set(root, new Set([path]));
          else asked.get(root)?.add(path);
        }
        break;
      }
      case 'directory': {
        if (content.reason !== '') {
          complaints.push(`The folder ${quoted(word)} cannot be read: ${content.reason}.`);
          break;
        }
        const roots = await workspace.rootsBelow(path);
        const files = await workspace.messageFilesBelow(path);
        if (roots.length + files.length === 0) complaints.push(nothingBelow(word));
        for (const root of roots) asked.set(root, undefined);
        for (const file of files) messageFiles.add(file);
      }
    }
  }
  return { asked, messageFiles: [...messageFiles], complaints };
}

function nothingBelow(word: string): string {
  const [main, agent] = rootCandidates('').map((path) => path.slice(1));
  return (
    `There is no schema below ${quoted(word)}, and no file of QMP messages. Looked for the roots that a .qapirc.json names, for those ` +
    `of a QEMU tree (${main}, ${agent} and the like), for any other .json file that holds QAPI, and for *.qmp, *.qmp.json, ` +
    '*.qmp.jsonl and *.replies.'
  );
}

/**
 * On the command line `dir:PATH` and `introspection:FILE` are relative to the working directory, wherever that is which they are
 * for.
 * @param spec a setting
 * @param parse takes it apart
 * @param paths what it is for
 */
function fromHere(
  spec: string | undefined,
  parse: (spec: string) => BaselineSpec | TargetSpec,
  paths: readonly string[],
  cwd: string,
): string | undefined {
  const parsed = spec === undefined ? undefined : parse(spec);
  // Where the working directory holds them, the workspace sees it the same way, and quotes the path as it was written.
  if (!parsed || !('path' in parsed) || paths.every((path) => path.startsWith(`${cwd}/`))) return spec;
  return `${parsed.kind}:${absolutePath(cwd, parsed.path)}`;
}
