/** Asks the generator of a QEMU tree about a root, and lays its verdict beside ours. */
import { compareVerdicts } from '../analysis/agreement.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { GeneratorCheck } from '../features/generator-report.ts';
import { quoted } from '../names/nearest.ts';
import { parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { folderOf, foldersUp } from '../schema/places.ts';
import { decodeText } from './decode.ts';
import type { GeneratorError, Host } from './host.ts';

/** What came of it; `problem` says why there is no verdict, and what to do, for people. */
export type GeneratorOutcome =
  | { readonly ok: true; readonly check: GeneratorCheck }
  | { readonly ok: false; readonly problem: string; readonly cancelled: boolean };

/**
 * Runs the generator of a tree on a root, as both are on disk.
 * @param analysis of the texts that are on disk: the generator knows nothing of unsaved ones
 * @param tree the top folder of a QEMU tree; undefined for the one that the root stands in
 */
export async function checkWithGenerator(
  host: Host,
  analysis: Analysis,
  tree: string | undefined,
  signal?: AbortSignal,
): Promise<GeneratorOutcome> {
  const { root } = analysis;
  if (!host.generator) {
    return failed('The generator is a program of the tree, and none is run as long as the workspace is not trusted.');
  }
  const found = await findGenerator(host, tree === undefined ? [...foldersUp(folderOf(root))] : [tree]);
  if (!found) {
    return failed(
      tree === undefined
        ? `${quoted(root)} stands in no QEMU tree with a generator: there is no folder scripts/qapi above it.`
        : `There is no generator in ${quoted(tree)}: it has no folder scripts/qapi.`,
    );
  }
  const { folder, version, old } = found;
  if (old) {
    return failed(
      `The generator in ${quoted(folder)} is one of QEMU 2.11 or older, which only Python 2 runs. It cannot be asked.`,
    );
  }
  const answer = await host.generator.check(folder, root, signal);
  if (!answer.ok) return failed(explain(answer.error, folder), answer.error.kind === 'cancelled');
  const agreement = compareVerdicts(answer.verdict, analysis.asGenerator(version));
  return { ok: true, check: { root, tree: folder, version, python: answer.python, agreement } };
}

function failed(problem: string, cancelled = false): GeneratorOutcome {
  return { ok: false, problem, cancelled };
}

interface FoundGenerator {
  readonly folder: string;
  readonly version: QemuVersion | undefined;
  /** One file in Python 2, as until 2.11. */
  readonly old: boolean;
}

/** The first of some folders that holds a generator. */
async function findGenerator(host: Host, folders: readonly string[]): Promise<FoundGenerator | undefined> {
  for (const folder of folders) {
    const kindOf = async (path: string) => (await host.read(`${folder}/${path}`)).kind;
    const old = (await kindOf('scripts/qapi.py')) === 'file';
    if (!old && (await kindOf('scripts/qapi')) !== 'directory') continue;
    const content = await host.read(`${folder}/VERSION`);
    const version = content.kind === 'file' ? parseVersion(decodeText(content.bytes).text) : undefined;
    return { folder, version, old };
  }
  return undefined;
}

function explain({ kind, detail }: GeneratorError, folder: string): string {
  switch (kind) {
    case 'no-python':
      return `The generator needs Python 3, and ${detail}. Install it.`;
    case 'unsupported':
      return `The generator in ${quoted(folder)} does not run in the Python that is installed here: it may be too old or too new for it. ${detail}`;
    case 'too-long':
      return `The generator in ${quoted(folder)} was stopped: ${detail}.`;
    case 'cancelled':
      return 'The generator was stopped.';
    case 'failed':
      return `The generator in ${quoted(folder)} cannot be run: ${detail}`;
  }
}
