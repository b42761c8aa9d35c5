/** The test cases of QEMU's own generator, and what we say of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Agreement, compareVerdicts, readVerdict, type Verdict } from '../../server/src/analysis/agreement.ts';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { root as project } from './paths.mjs';

/** The folder with a folder of cases for each version: QEMU's own files, which are no part of this project. */
export const suites = join(process.env.QAPI_CORPUS ?? resolve(project, '..', 'shared', 'corpus'), 'conformance');

/** The versions that there are cases of, oldest first; empty where the folder is not there. */
export function suiteVersions(): string[] {
  if (!existsSync(suites)) return [];
  return readdirSync(suites)
    .filter((version) => existsSync(join(suites, version, 'CASES')))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** A schema, and what the generator of a version is known to say of it. */
export interface Case {
  readonly name: string;
  readonly version: string;
  /** Absolute path. */
  readonly root: string;
  readonly verdict: Verdict;
}

/** The cases of a version that count, in the order of the file CASES. */
export function casesOf(version: string): Case[] {
  const folder = join(suites, version);
  const names = readFileSync(join(folder, 'CASES'), 'utf8').split(/\s+/).filter(Boolean);
  return names.map((name) => {
    const root = join(folder, `${name}.json`).replaceAll('\\', '/');
    return { name, version, root, verdict: readVerdict(readFileSync(join(folder, `${name}.err`), 'utf8'), root) };
  });
}

/** Judges a case from its files. */
export async function judgeCase({ root, version, verdict }: Case): Promise<Agreement> {
  return compareVerdicts(verdict, await analyse(nodeHost({ git: false }), root, version));
}

/** The analysis of a schema in the dialect of a version. */
export function analyse(host: Host, root: string, version: string): Promise<Analysis> {
  const workspace = new Workspace(host);
  workspace.setSettings({ role: 'upstream', baseline: 'none', qemuVersion: version });
  return workspace.analyse(root);
}

/** A verdict in a line: of a message of several lines, the first. */
export function shownVerdict(verdict: Verdict, folder: string): string {
  switch (verdict.kind) {
    case 'accepted':
      return 'accepts it';
    case 'crashed':
      return `crashes: ${verdict.message}`;
    case 'refused': {
      const { place } = verdict;
      const [message] = verdict.message.split('\n');
      const column = place?.column === undefined ? '' : `:${place.column}`;
      return place ? `${relative(folder, place.file)}:${place.line}${column}: ${message}` : `refuses it: ${message}`;
    }
  }
}

/** What we say, a line for each problem that breaks the build. */
export function shownRefusals({ ours }: Agreement, folder: string): string[] {
  if (ours.length === 0) return ['accept it'];
  return ours.map(
    ({ problem, file, line }) => `${relative(folder, file)}:${line}: ${problem.rule.id}: ${problem.message}`,
  );
}
