/**
 * Ways out of a problem. `preferred` is false where one guesses what was meant, or leaves something to write: it is then offered,
 * and not made for all.
 */
import type { NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { Tree } from '../syntax/tree.ts';
import type { FileEdit, Fix } from './rule.ts';

/** @param edits of one or more files; those of one file must not overlap */
export function editFix(title: string, edits: readonly FileEdit[], preferred = true): Fix {
  return { kind: 'edit', title, edits, preferred };
}

/** @param newName the whole name; everything that refers to the thing changes along */
export function renameFix(title: string, thing: NamedThing, newName: string, preferred = true): Fix {
  return { kind: 'rename', title, thing, newName, preferred };
}

/** Another name in one place. What was meant is a guess, so it is not put in without a question. */
export function replaceFix(file: string, span: Span, name: string): Fix {
  return editFix(`Replace by '${name}'`, [{ file, span, newText: name }], false);
}

/** A span with the white space before it, unless what follows would then stand in the comment that ends there. */
export function withSpaceBefore({ start, end }: Span, { text }: Tree): Span {
  const before = text.slice(0, start).trimEnd().length;
  const line = text.slice(Math.max(text.lastIndexOf('\n', before - 1), text.lastIndexOf('\r', before - 1)) + 1, before);
  const isLast = /^[^\S\n\r]*(?:[\n\r]|$)/.test(text.slice(end));
  return line.includes('#') && !isLast ? { start, end } : { start: before, end };
}
