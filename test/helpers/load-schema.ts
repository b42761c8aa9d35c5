/** A schema from the disk, with all that it includes. */
import { readFileSync } from 'node:fs';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources } from '../../server/src/schema/load.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';

/** @param root absolute, with `/` between the parts */
export async function loadSchema(root: string): Promise<Schema> {
  const sources = await loadSources(root, async (file) => {
    return { kind: 'file', file: readFile(file, parse(readFileSync(file, 'utf8'))), encodingProblem: undefined };
  });
  return new Schema(sources);
}
