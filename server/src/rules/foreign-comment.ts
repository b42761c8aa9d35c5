/** What is no part of a schema at all: comments as other languages write them, the marks of a merge that is not finished. */
import type { Span } from '../syntax/text.ts';

/** What to say of a text that begins like a comment of C; undefined for any other. */
export function foreignCommentMessage(text: string): string | undefined {
  return /^\/[/*]/.test(text) ? "A comment begins with '#', and goes to the end of its line." : undefined;
}

/** What to say of a text that begins like a mark that a version control system leaves where two changes meet. */
export function conflictMessage(text: string): string | undefined {
  return /^(?:<<|>>|==|\|\|)/.test(text)
    ? 'Here two changes meet that could not be merged. Choose between them, and remove the lines with the marks.'
    : undefined;
}

/** The way out for a `//` comment, or one between a slash and a star, if it is whole and stands on one line. */
export function foreignCommentFix(
  text: string,
  { start, end }: Span,
): { title: string; span: Span; newText: string } | undefined {
  const [, inner] = /^\/\*+[ \t]*(.*?)[ \t]*\*+\/$/.exec(text) ?? [];
  if (inner !== undefined)
    return { title: "Begin the comment with '#'", span: { start, end }, newText: `# ${inner}`.trimEnd() };
  if (!text.startsWith('//')) return undefined;
  return { title: "Begin the comment with '#'", span: { start, end: start + 2 }, newText: '#' };
}
