import type { FileEdit, Fix } from './rule.ts';

/**
 * A way out of a problem by editing text.
 * @param preferred false where it guesses what was meant, or leaves something to write: it is then offered, and not made for all
 */
export function editFix(title: string, edits: readonly FileEdit[], preferred = true): Fix {
  return { kind: 'edit', title, edits, preferred };
}
