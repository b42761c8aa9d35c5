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
  if (reference.length > MAX_LENGTH) return `a reference is not longer than ${MAX_LENGTH} characters`;
  return undefined;
}

/** Whether a reference names something in a commit, `v8.2.0:qapi`, where the commit itself is wanted. */
export function hasPath(reference: string): boolean {
  // In braces, and behind `:/`, a colon is part of a time or a text.
  const bare = reference.replace(/\{[^}]*\}/g, '');
  return bare.includes(':') && !bare.startsWith(':/');
}
