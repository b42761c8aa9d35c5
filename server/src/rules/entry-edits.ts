/** Edits to the entries of an object as it stands in the text. */
import type { Entry, ObjectValue } from '../syntax/tree.ts';
import type { FileEdit } from './rule.ts';

type Edit = Omit<FileEdit, 'file'>;

/** What follows an entry up to where the next one begins, if nothing but a comma stands between. */
const COMMA_BEHIND = /\s*,\s*/y;

/**
 * Takes entries out of an object, each with a comma.
 * @returns no edits where a comment stands in the way
 */
export function removeEntries(text: string, object: ObjectValue, entries: readonly Entry[]): Edit[] {
  const edits: Edit[] = [];
  for (const entry of entries) {
    const { start, end } = spanOf(entry);
    COMMA_BEHIND.lastIndex = end;
    // The last one left takes the comma before it along.
    const previous = object.entries
      .slice(0, object.entries.indexOf(entry))
      .findLast((other) => !entries.includes(other));
    const isLast = !object.entries.slice(object.entries.indexOf(entry) + 1).some((other) => !entries.includes(other));
    if (!isLast) {
      if (!COMMA_BEHIND.test(text)) return [];
      edits.push({ span: { start, end: COMMA_BEHIND.lastIndex }, newText: '' });
    } else {
      const begin = previous ? spanOf(previous).end : start;
      const last = object.entries.at(-1) as Entry;
      if (text.slice(begin, start).includes('#') || (previous && !text.slice(begin, start).includes(','))) return [];
      edits.push({ span: { start: begin, end: spanOf(last).end }, newText: '' });
      break;
    }
  }
  return edits;
}

/** Puts text behind the last entry of an object, or into an empty one. */
export function appendEntry(object: ObjectValue, newText: string): Edit {
  const last = object.entries.at(-1);
  if (last) return insertion(spanOf(last).end, `, ${newText}`);
  return insertion(object.span.start + 1, ` ${newText} `);
}

/** Puts text into a place. */
export function insertion(offset: number, newText: string): Edit {
  return { span: { start: offset, end: offset }, newText };
}

function spanOf({ key, value }: Entry): { start: number; end: number } {
  return { start: key.span.start, end: (value ?? key).span.end };
}
