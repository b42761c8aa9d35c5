/** Comments as other languages write them. */
import type { Span } from '../syntax/text.ts';

/** What to say of a text that begins like a comment of C; undefined for any other. */
export function foreignCommentMessage(text: string): string | undefined {
  return /^\/[/*]/.test(text) ? "A comment begins with '#', and goes to the end of its line." : undefined;
}

/** The way out for a `//` comment; one between slashes and stars may go over several lines. */
export function foreignCommentFix(
  text: string,
  { start }: Span,
): { title: string; span: Span; newText: string } | undefined {
  if (!text.startsWith('//')) return undefined;
  return { title: "Begin the comment with '#'", span: { start, end: start + 2 }, newText: '#' };
}
