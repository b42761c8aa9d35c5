/** Texts with marks in them: `«` and `»` around what is meant, `|` where the caret stands. */
import type { Span } from '../../server/src/syntax/text.ts';

/** Takes the marks out. @returns the plain text, and the spans that were marked, in order */
export function readMarks(marked: string): { text: string; spans: Span[] } {
  let text = '';
  const spans: Span[] = [];
  let start: number | undefined;
  for (const character of marked) {
    if (character === '«') start = text.length;
    else if (character === '»') {
      if (start === undefined) throw new Error('» without «');
      spans.push({ start, end: text.length });
      start = undefined;
    } else text += character;
  }
  if (start !== undefined) throw new Error('« without »');
  return { text, spans };
}

/** The text with marks around the spans: how a test shows what was found. */
export function writeMarks(text: string, spans: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += `${text.slice(at, start)}«${text.slice(start, end)}»`;
    at = end;
  }
  return result + text.slice(at);
}
