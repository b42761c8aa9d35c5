/** Schemas from texts in memory, for tests. */
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources } from '../../server/src/schema/load.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';

/**
 * Reads a schema from texts in memory.
 *
 * @param files the texts by path; includes lead from one to the other
 * @param root the path of the root; the first of the files unless given
 * @returns the schema, whatever is wrong with the texts: look for problems in `sources.problems` and in the files' trees.
 *   A root that is not among the files gives a schema without files.
 */
export async function schemaFrom(
  files: Readonly<Record<string, string>>,
  root: string = Object.keys(files)[0] ?? '',
): Promise<Schema> {
  const sources = await loadSources(root, async (path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text === undefined) return { kind: 'missing', reason: '' };
    return { kind: 'file', file: readFile(path, parse(text)), encodingProblem: undefined };
  });
  return new Schema(sources);
}
