import { nearest } from './nearest.ts';
import { parseName } from './parse.ts';

/**
 * The known name that was most likely meant by a word in a message: one that differs in case or in the signs that join words, one
 * with a vendor's prefix before it, one a few letters away.
 * @returns undefined where none is like it
 */
export function meantName(word: string, known: readonly string[]): string | undefined {
  const plain = plainOf(word);
  const plainNames = known.map(plainOf);
  const same = known[plainNames.indexOf(plain)];
  if (same !== undefined) return same;
  const prefixed = parseName(word).prefix === '' ? known.find((name) => isPrefixed(name, plain)) : undefined;
  if (prefixed !== undefined) return prefixed;
  const near = nearest(plain, plainNames);
  return near === undefined ? undefined : known[plainNames.indexOf(near)];
}

function plainOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function isPrefixed(name: string, plain: string): boolean {
  const { prefix, marker, stem } = parseName(name);
  return prefix !== '' && plainOf(marker + stem) === plain;
}
