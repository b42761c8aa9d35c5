/**
 * From a root to the set of its files, by following includes. Who really reads the files is somebody else's affair.
 * QEMU's docs/devel/qapi-code-gen.rst, section "Include directives".
 */
import { nearest } from '../names/nearest.ts';
import type { Span } from '../syntax/text.ts';
import type { SourceFile } from './model.ts';
import { folderOf } from './places.ts';
import { perFile } from './remember.ts';
import type { LoadProblem, SourceSet } from './schema.ts';

/** The answer to "give me that file". */
export type ReadOutcome =
  | { readonly kind: 'file'; readonly file: SourceFile; readonly encodingProblem: EncodingProblem | undefined }
  | { readonly kind: 'missing' | 'directory' | 'unreadable'; readonly reason: string };

/** Where the bytes of a file stop being UTF-8. */
export interface EncodingProblem {
  readonly span: Span;
  readonly detail: string;
}

/**
 * Reads a root and everything that it includes. Each file is read once; a repeated include is ignored, one that leads
 * back to a file still being read is a problem.
 * @param root path of the root file
 * @param read gives the file of a path; it must not fail but answer with a reason
 * @param list gives the paths of the schema files in a folder, those in folders below it left out: without it, nobody knows which file
 *   is meant by an include that leads nowhere
 * @returns the files in the order in which QEMU's generator meets them. Where the root itself cannot be read, no file and
 *   one problem in the root at offset 0.
 */
export async function loadSources(
  root: string,
  read: (path: string) => Promise<ReadOutcome>,
  list?: (folder: string) => Promise<readonly string[]>,
): Promise<SourceSet> {
  const files: SourceFile[] = [];
  const seen = new Set<string>();
  const includes = new Map<string, Map<string, string>>();
  const problems: LoadProblem[] = [];

  const visit = async (
    path: string,
    from: { file: string; span: Span; refusedAt: number; text: string; others: readonly string[] },
    stack: string[],
  ): Promise<boolean> => {
    seen.add(path);
    const outcome = await read(path);
    if (outcome.kind !== 'file') {
      const detail = outcome.kind === 'unreadable' ? `${from.text}\n${outcome.reason}` : from.text;
      const { file, span, refusedAt } = from;
      const isMissing = outcome.kind === 'missing' && stack.length > 0;
      const taken = new Set([...stack, ...from.others]);
      const freeIn = async (folder: string): Promise<string[]> =>
        ((isMissing && (await list?.(folder))) || []).filter((other) => !taken.has(other)).map(baseName);
      const isBeside = async (name: string): Promise<boolean> => (await freeIn(folderOf(file))).includes(name);
      const meant =
        meantPath(path, from.text, await freeIn(folderOf(path))) ??
        ((await isBeside(baseName(path))) ? baseName(path) : undefined);
      problems.push({ code: outcome.kind, file, span, refusedAt, detail, ...(meant !== undefined && { meant }) });
      return false;
    }
    const { file, encodingProblem } = outcome;
    files.push(file);
    if (encodingProblem) problems.push({ code: 'encoding', file: path, ...encodingProblem });
    const targets = new Map<string, string>();
    includes.set(path, targets);
    const chain = [...stack, path];
    const leadTo = targetsOf(file);
    for (const [i, include] of file.includes.entries()) {
      const target = leadTo[i] as string;
      const { text } = include.path;
      const place = { file: path, span: include.path.span, refusedAt: include.span.start };
      if (chain.includes(target)) {
        const loop = [...chain.slice(chain.indexOf(target)), target].map(baseName).join(' -> ');
        const noWay = (await isWay(path, text, read)) ? {} : { noWay: true as const };
        problems.push({ code: 'cycle', ...place, detail: loop, ...noWay });
      } else if (seen.has(target)) {
        if (!includes.has(target)) continue;
        targets.set(text, target);
        if (await isWay(path, text, read)) continue;
        problems.push({ code: 'no-way', ...place, detail: text, meant: normalizePath(text) });
      } else if (await visit(target, { ...place, text, others: leadTo }, chain)) {
        targets.set(text, target);
        if (await isWay(path, text, read)) continue;
        problems.push({ code: 'missing', ...place, detail: text, meant: normalizePath(text) });
      }
    }
    return true;
  };

  await visit(root, { file: root, span: { start: 0, end: 0 }, refusedAt: 0, text: root, others: [] }, []);
  return { root, files, includes, problems };
}

/**
 * The sources with some files read anew, where that is all that changes: they include what they included, and nothing was
 * or is wrong with them.
 * @param outcomes what the files are now, by path
 * @returns undefined where the root has to be read again
 */
export function replaceFiles(sources: SourceSet, outcomes: ReadonlyMap<string, ReadOutcome>): SourceSet | undefined {
  const files = [...sources.files];
  for (const [path, outcome] of outcomes) {
    const index = files.findIndex((file) => file.path === path);
    const before = files[index];
    if (!before || outcome.kind !== 'file' || outcome.encodingProblem) return undefined;
    if (sources.problems.some((problem) => problem.file === path)) return undefined;
    const [was, is] = [before.includes, outcome.file.includes];
    if (was.length !== is.length || is.some((include, i) => include.path.text !== was[i]?.path.text)) return undefined;
    files[index] = outcome.file;
  }
  return { ...sources, files };
}

/**
 * Whether the system gets along an include as it is written, which is what the generator opens: in `gone/../a.json` and `a.json/` it
 * looks for folders `gone` and `a.json`, although neither is on the way that `resolveInclude` finds.
 */
async function isWay(from: string, include: string, read: (path: string) => Promise<ReadOutcome>): Promise<boolean> {
  const parts = include.split('/');
  for (const [i, part] of parts.entries()) {
    const isPassed = part === '..' || (i === parts.length - 1 && (part === '' || part === '.'));
    const before = parts.slice(0, i).join('/');
    // The folders that the file itself is in are there.
    if (!isPassed || /^[./]*$/.test(before)) continue;
    if ((await read(resolveInclude(from, before))).kind !== 'directory') return false;
  }
  return true;
}

/**
 * The include that was most likely meant by one that leads nowhere.
 * @param path that it leads to
 * @param text as it is written
 * @param beside the names of the files in the folder of the path, those left out that are included already
 */
function meantPath(path: string, text: string, beside: readonly string[]): string | undefined {
  const meant = nearest(baseName(path), beside.filter(isPlain));
  const plain = normalizePath(text);
  return meant === undefined ? undefined : plain.slice(0, plain.lastIndexOf('/') + 1) + meant;
}

/** Whether a name can be written between quotes as it is. */
function isPlain(name: string): boolean {
  return /^[\w .+-]+$/.test(name);
}

/** Where the includes of a file lead to, one by one. */
const targetsOf = perFile((file) => file.includes.map(({ path }) => resolveInclude(file.path, path.text)));

/** The path that an include leads to: relative to the file it stands in, `/` between the parts, `.` and `..` resolved. */
export function resolveInclude(from: string, include: string): string {
  const directory = from.slice(0, from.lastIndexOf('/') + 1);
  return normalizePath(include.startsWith('/') ? include : directory + include);
}

/** Resolves `.`, `..` and doubled slashes. Leading `..` of a relative path stay. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  const absolute = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
