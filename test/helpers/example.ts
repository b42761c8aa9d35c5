/** Runs the examples of rules: a small tree in memory, with marks where something is to be reported. */

import type { Analysis } from '../../server/src/analysis/analysis.ts';
import type { History } from '../../server/src/history/history.ts';
import type { Example } from '../../server/src/rules/rule.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import { CONFIG_FILE } from '../../server/src/workspace/config.ts';
import { KNOWN_FILE } from '../../server/src/workspace/known-file.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { historyFrom } from './history.ts';
import { readMarks, writeMarks } from './marks.ts';
import { memoryHost } from './memory-host.ts';

export const TREE = '/tree';
const UPSTREAM = '/upstream';

/** Examples write a byte that is not UTF-8 as `\xE9`. */
function bytesOf(text: string): string | Uint8Array {
  if (!text.includes('\\x')) return text;
  const plain = text.replace(/\\x([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/**
 * The workspace of an example, and the path of its root.
 * @param history of the releases that the example tells
 */
export function openExample(example: Example, history?: History): { workspace: Workspace; root: string } {
  const files: Record<string, string | Uint8Array> = {};
  for (const [path, text] of Object.entries(example.files)) files[`${TREE}/${path}`] = bytesOf(readMarks(text).text);
  for (const [path, text] of Object.entries(example.baseline ?? {})) files[`${UPSTREAM}/${path}`] = text;
  if (example.config !== undefined) files[`${TREE}/${CONFIG_FILE}`] = readMarks(example.config).text;
  if (example.known !== undefined) files[`${TREE}/${KNOWN_FILE}`] = readMarks(example.known).text;
  const workspace = new Workspace(memoryHost(files, undefined, undefined, history), [TREE]);
  workspace.setSettings({
    baseline: example.baselineSpec ?? (example.baseline ? 'dir:../upstream' : example.releases ? 'auto' : 'none'),
    ...(example.domains ? { domains: example.domains } : {}),
    ...(example.inherited ? { inherited: example.inherited } : {}),
    ...(example.profile ? { profile: example.profile } : {}),
    ...(example.role ? { role: example.role } : {}),
    ...(example.version ? { qemuVersion: example.version } : {}),
  });
  return { workspace, root: `${TREE}/${Object.keys(example.files)[0]}` };
}

/** The history of the releases that an example tells, if it does. */
export async function historyOf({ releases }: Example): Promise<History | undefined> {
  return releases && historyFrom(releases);
}

/** The example's tree as a check of it sees it, with marks around what the wanted problems are about. */
export async function markProblems(
  example: Example,
  wanted: (problem: Problem) => boolean,
): Promise<{ analysis: Analysis; all: Problem[]; marked: Record<string, string>; problems: Problem[] }> {
  const { workspace, root } = openExample(example, await historyOf(example));
  const analysis = await workspace.analyse(root);
  const messages = Object.keys(example.files).filter((path) => path.endsWith('.qmp'));
  const judged = await Promise.all(messages.map((path) => workspace.messagesOf(`${TREE}/${path}`)));
  const ofMessages = judged.flatMap((one) => one?.problems ?? []);
  const all = [...analysis.problems, ...ofMessages];
  const problems = all.filter(wanted);
  const marked: Record<string, string> = {};
  for (const [path, text] of textsOf(example)) {
    const spans = problems.filter((problem) => problem.file === `${TREE}/${path}`).map((problem) => problem.span);
    const plain = readMarks(text).text;
    // A byte that is not UTF-8 is written with four characters and read as one: its mark stands around the four.
    const escaped = plain.indexOf('\\x');
    const wide = spans.map(({ start, end }) => ({ start, end: start === escaped ? end + 3 : end }));
    marked[path] = writeMarks(plain, wide);
  }
  return { analysis, all, marked, problems };
}

function textsOf(example: Example): [path: string, text: string][] {
  return [
    ...Object.entries(example.files),
    ...(example.config === undefined ? [] : [[CONFIG_FILE, example.config] as [string, string]]),
    ...(example.known === undefined ? [] : [[KNOWN_FILE, example.known] as [string, string]]),
  ];
}

/** The example's files with their marks, as they are written. */
export function markedAsWritten(example: Example): Record<string, string> {
  return Object.fromEntries(textsOf(example));
}
