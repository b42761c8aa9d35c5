/**
 * Files of the baseline that a schema includes no longer: all that they define is missing, and so what is missing is one line.
 */
import type { Presence } from '../compat/change.ts';
import { resolveInclude } from '../schema/load.ts';
import type { SourceFile } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

export interface LostFile {
  /** The include, as the baseline has it. */
  readonly include: string;
  /** The file of the schema that should have it. */
  readonly includer: SourceFile;
  /** The same file in the baseline. */
  readonly theirs: SourceFile;
  /** The commands and events that are missing with the file, and with what it includes in its turn. */
  readonly removed: readonly Presence[];
}

/**
 * @param removed the commands and events that are missing
 * @returns files of which nothing is left in the schema, and by which at least one of these is missing
 */
export function lostFiles(removed: readonly Presence[], schema: Schema, baseline: Schema): readonly LostFile[] {
  if (removed.length === 0) return [];
  const byFile = new Map<string, Presence[]>();
  for (const change of removed) {
    const path = change.baseline?.thing.file;
    if (path === undefined) continue;
    const inFile = byFile.get(path);
    if (inFile) inFile.push(change);
    else byFile.set(path, [change]);
  }
  const isLeft = (file: SourceFile): boolean => file.definitions.some(({ name }) => schema.definition(name.text));
  const { met, gone } = compareIncludes(schema, baseline);
  const found: LostFile[] = [];
  for (const { includer, theirs, include, path } of gone) {
    const below = filesBelow(path, baseline, met);
    if (below.some(isLeft)) continue;
    const missing = below.flatMap((file) => byFile.get(file.path) ?? []);
    if (missing.length > 0) found.push({ include, includer, theirs, removed: missing });
  }
  return found;
}

interface Gone extends Pick<LostFile, 'include' | 'includer' | 'theirs'> {
  /** In the baseline. */
  readonly path: string;
}

/** Follows the includes of the baseline through the schema: which of its files that has, and which includes are gone. */
function compareIncludes(schema: Schema, baseline: Schema): { met: Set<string>; gone: Gone[] } {
  const met = new Set<string>();
  const gone = new Map<string, Gone>();
  const visit = (theirPath: string, ourPath: string): void => {
    const [theirs, includer] = [baseline.file(theirPath), schema.file(ourPath)];
    if (!theirs || !includer || met.has(theirPath)) return;
    met.add(theirPath);
    for (const { path } of theirs.includes) {
      const target = baseline.sources.includes.get(theirPath)?.get(path.text);
      if (target === undefined) continue;
      const ourTarget = resolveInclude(ourPath, path.text);
      if (schema.file(ourTarget)) visit(target, ourTarget);
      else if (!gone.has(target)) gone.set(target, { include: path.text, includer, theirs, path: target });
    }
  };
  visit(baseline.sources.root, schema.sources.root);
  return { met, gone: [...gone.values()].filter(({ path }) => !met.has(path)) };
}

/** A file of the baseline with those that it includes, down to the last, but for those that the schema has. */
function filesBelow(path: string, baseline: Schema, met: ReadonlySet<string>): SourceFile[] {
  const paths = new Set([path]);
  // The set grows while it is walked.
  for (const one of paths) {
    for (const target of baseline.sources.includes.get(one)?.values() ?? []) if (!met.has(target)) paths.add(target);
  }
  return [...paths].flatMap((one) => baseline.file(one) ?? []);
}
