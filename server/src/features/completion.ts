/**
 * What can be typed at a place of a schema file: keywords, keys, types, names and values in definitions, and names, sections
 * and mentions in their documentation. It works in text that is typed half, and judges nothing: the rules do that.
 */
import type { Analysis } from '../analysis/analysis.ts';
import { NEWEST } from '../schema/dialect.ts';
import { codeCompletions } from './completion-code.ts';
import { docCompletions } from './completion-doc.ts';
import type { Completion } from './completion-item.ts';
import { codePlaceAt } from './completion-scan.ts';

export interface CompletionOptions {
  /** The paths of the files that could be included. */
  readonly files?: readonly string[];
}

/**
 * @param analyses of all roots that include the file; the first of them is asked
 * @param path the file
 * @param offset of the caret
 * @returns all that fits there, whatever is typed already: to leave out what does not begin like it is for the editor
 */
export function completionsAt(
  analyses: readonly Analysis[],
  path: string,
  offset: number,
  { files = [] }: CompletionOptions = {},
): readonly Completion[] {
  for (const analysis of analyses) {
    const file = analysis.schema.file(path);
    if (!file) continue;
    const surroundings = { analysis, file, offset, version: analysis.version ?? NEWEST, files };
    const inDoc = docCompletions(surroundings);
    if (inDoc) return inDoc;
    const place = codePlaceAt(file.tree.text, offset);
    return place ? codeCompletions(place, surroundings) : [];
  }
  return [];
}

/** Whether the caret stands where the path of an include belongs: only then the files are worth looking for. */
export function wantsFiles(text: string, offset: number): boolean {
  const place = codePlaceAt(text, offset);
  return place?.slot === 'value' && place.key === 'include';
}
