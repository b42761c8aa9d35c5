/** Edits to the entries of an object, or the items of a list, as they stand in the text. */
import type { Span } from '../syntax/text.ts';
import type { ArrayValue, Entry, ObjectValue } from '../syntax/tree.ts';
import type { FileEdit } from './rule.ts';

type Edit = Omit<FileEdit, 'file'>;

/** What holds parts with commas between them. */
export type Holder = ObjectValue | ArrayValue;

/** What follows a part up to where the next one begins, if nothing but a comma stands between. */
const COMMA_BEHIND = /\s*,\s*/y;

/**
 * Takes entries out of an object, each with a comma.
 * @returns no edits where a comment stands in the way
 */
export function removeEntries(text: string, object: ObjectValue, entries: readonly Entry[]): Edit[] {
  return removeParts(
    text,
    object,
    entries.map((entry) => object.entries.indexOf(entry)),
  );
}

/** The same for entries or items, by their places in what holds them. */
export function removeParts(text: string, holder: Holder, places: readonly number[]): Edit[] {
  const parts = partsOf(holder);
  const gone = new Set(places);
  const edits: Edit[] = [];
  for (const [place, { start, end }] of parts.entries()) {
    if (!gone.has(place)) continue;
    COMMA_BEHIND.lastIndex = end;
    // The last one left takes the comma before it along.
    const previous = parts.findLast((_, other) => other < place && !gone.has(other));
    const isLast = !parts.some((_, other) => other > place && !gone.has(other));
    if (!isLast) {
      if (!COMMA_BEHIND.test(text)) return [];
      edits.push({ span: { start, end: COMMA_BEHIND.lastIndex }, newText: '' });
    } else {
      const begin = previous ? previous.end : start;
      const last = parts.at(-1) as Span;
      if (text.slice(begin, start).includes('#') || (previous && !text.slice(begin, start).includes(','))) return [];
      edits.push({ span: { start: begin, end: last.end }, newText: '' });
      break;
    }
  }
  return edits;
}

/** Where the entries of an object or the items of a list stand. */
export function partsOf(holder: Holder): Span[] {
  return holder.kind === 'object' ? holder.entries.map(spanOf) : holder.items.map(({ span }) => span);
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

function spanOf({ key, value }: Entry): Span {
  return { start: key.span.start, end: (value ?? key).span.end };
}
