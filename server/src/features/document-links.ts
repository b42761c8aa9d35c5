/** Includes as links: from the path in an `include` to the file that it leads to. */
import type { Analysis } from '../analysis/analysis.ts';
import { resolveInclude } from '../schema/load.ts';
import type { Span } from '../syntax/text.ts';

/** A stretch of text that leads to a file. */
export interface IncludeLink {
  /** The path as written, without its quotes. */
  readonly span: Span;
  /** The path of the file. */
  readonly target: string;
}

/**
 * @param analyses of all roots that include the file
 * @param path the file
 * @returns its includes in the order of the text, but for those that lead to no file. One that leads back to a file which
 *   is still being read is a mistake, but a link all the same.
 */
export function includeLinks(analyses: readonly Analysis[], path: string): IncludeLink[] {
  for (const { schema } of analyses) {
    const file = schema.file(path);
    if (!file) continue;
    // The includes of a file are all read in each of its roots, so the first of them knows as much as any.
    return file.includes.flatMap((include) => {
      const target = resolveInclude(path, include.path.text);
      return schema.file(target) ? [{ span: include.path.content, target }] : [];
    });
  }
  return [];
}
