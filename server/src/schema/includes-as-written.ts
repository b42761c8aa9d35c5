/**
 * How generators before 2.12 followed includes. They told files apart by the paths as written: what is included as `./a.json` or
 * `../qapi/a.json` is no file that they know, and is read once more.
 */
import { normalizePath, resolveInclude } from './load.ts';
import type { Definition, Include, SourceFile } from './model.ts';
import type { SourceSet } from './schema.ts';

/** What stops such a generator. */
export interface Reread {
  /** The include by which a file is read a second time. */
  readonly file: string;
  readonly include: Include;
  /** Where the generator stops: at an offset in a file. */
  readonly refusedAt: { readonly file: string; readonly offset: number };
  /** It stops at an include that leads back; else at a definition that it has met before. */
  readonly isLoop: boolean;
}

/** Files that are read again and again have others read again: of so many the rest is not followed. */
const MOST_READ = 1000;
/** The generator breaks down over less than ten times as many files in each other. */
const DEEPEST = 100;

/** Whether a path in an include is the one that the file is known by. */
export function isAsKnown(include: string): boolean {
  return include === normalizePath(include) && !/^\.\.(?:\/|$)/.test(include);
}

/** The first thing that stops it because a file is read a second time; undefined where nothing does, or nobody knows. */
export function rereadIn({ root, files, includes, problems }: SourceSet): Reread | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  let found: Reread | undefined;
  let read = 0;
  /**
   * @param chain the paths of the files that are being read, the last one of this file
   * @param by the include by which the file is read once more; undefined the first time
   * @returns whether to go on
   */
  const visit = (file: SourceFile, chain: readonly string[], by?: Pick<Reread, 'file' | 'include'>): boolean => {
    const { path } = file;
    if (++read > MOST_READ || chain.length > DEEPEST) {
      found = undefined;
      return false;
    }
    seen.add(path);
    for (const part of partsOf(file)) {
      const refusedAt = { file: path, offset: spanOf(part).start };
      if (!('path' in part)) {
        // Definitions are compared when all files are read.
        if (by) found ??= { ...by, refusedAt, isLoop: false };
        continue;
      }
      const { text } = part.path;
      const target = resolveInclude(path, text);
      const isBack = chain.includes(target);
      if (isBack && isAsKnown(text)) {
        found = by && { ...by, refusedAt, isLoop: true };
        return false;
      }
      // Before anything is read again, there has to be a way to it.
      if (isBack && hasNoWay(path, part)) {
        found = { file: path, include: part, refusedAt, isLoop: true };
        return false;
      }
      const isKnown = seen.has(target);
      const next = isBack || includes.get(path)?.has(text) ? byPath.get(target) : undefined;
      if (!next || (isKnown && isAsKnown(text))) continue;
      if (!visit(next, [...chain, target], isKnown ? { file: path, include: part } : undefined)) return false;
    }
    return true;
  };
  const hasNoWay = (file: string, { path }: Include): boolean =>
    problems.some((problem) => problem.noWay && problem.file === file && problem.span.start === path.span.start);
  const first = byPath.get(root);
  if (first) visit(first, [root]);
  return found;
}

/** What a file consists of, as far as it matters here, in the order of the text. */
function partsOf({ definitions, includes }: SourceFile): (Definition | Include)[] {
  return [...definitions, ...includes].sort((a, b) => spanOf(a).start - spanOf(b).start);
}

function spanOf(part: Definition | Include): { readonly start: number } {
  return 'path' in part ? part.span : part.expression.span;
}
