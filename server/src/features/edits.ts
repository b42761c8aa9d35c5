/** Changes to texts, as spans and what takes their place. */
import type { FileEdit } from '../rules/rule.ts';

/**
 * @param text the text to change
 * @param edits changes to this one text; they must not overlap. What order they come in makes no difference.
 * @returns the changed text
 */
export function applyEdits(text: string, edits: readonly Pick<FileEdit, 'span' | 'newText'>[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let at = 0;
  for (const { span, newText } of sorted) {
    if (span.start < at) throw new RangeError('edits overlap');
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Edits in the order of files and places, each place once. */
export function uniqueEdits(edits: Iterable<FileEdit>): FileEdit[] {
  const byPlace = new Map<string, FileEdit>();
  for (const edit of edits) byPlace.set(`${edit.file}\n${edit.span.start} ${edit.span.end}`, edit);
  return [...byPlace.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start,
  );
}
