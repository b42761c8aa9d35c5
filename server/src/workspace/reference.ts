/** What may be handed to git as a reference. Two rooms ask: the configuration, early, and the platform, always. */

const MAX_LENGTH = 250;

/**
 * Judges a git reference before git sees it: whatever git could take for an option, and whatever no reference can hold,
 * is refused here.
 * @param reference a tag, branch, commit or revision such as `v8.2.0` or `HEAD~3`; any text
 * @returns why it is refused, as part of a sentence; undefined where git may judge for itself
 */
export function referenceProblem(reference: string): string | undefined {
  if (reference === '') return 'it names no reference';
  if (reference.startsWith('-')) return 'a reference does not begin with "-"';
  // \p{C} holds control and format characters, surrogates without a partner and private ones.
  if (/\p{C}/u.test(reference)) return 'a reference has no control characters';
  if (/\s/u.test(reference)) return 'a reference has no spaces';
  if (isRange(reference)) return 'a reference names one commit, and ".." stands between two';
  if (reference.length > MAX_LENGTH) return `a reference is not longer than ${MAX_LENGTH} characters`;
  return undefined;
}

/** Whether a reference names something in a commit, `v8.2.0:qapi`, where the commit itself is wanted. */
export function hasPath(reference: string): boolean {
  return bare(reference).includes(':');
}

/** Whether a reference is two of them, `v8.2.0..HEAD`: no name has two dots in a row. */
function isRange(reference: string): boolean {
  return bare(reference).includes('..');
}

/** A reference without what is in braces, and behind `:/`: a time or a text, in which anything may stand. */
function bare(reference: string): string {
  const rest = reference.replace(/\{[^}]*\}/g, '');
  return rest.startsWith(':/') ? '' : rest;
}
