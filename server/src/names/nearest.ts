/** "Did you mean": for what users type by hand. */
import { distance as levenshtein } from 'fastest-levenshtein';

const LONGEST = 100;

/**
 * The known word that somebody who wrote `word` most likely meant.
 * @param word any text
 * @param known the words to choose from; for ids such as `downstream/missing-prefix` the part behind the slash counts as well
 * @returns undefined where none is near
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.trim().toLowerCase();
  // Comparing takes the product of the lengths; nobody means a word by something that long.
  if (wanted === '' || wanted.length > LONGEST) return undefined;
  const begun = wanted.length < 3 ? [] : known.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  if (begun.length === 1) return begun[0];
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    const tail = lower.slice(lower.indexOf('/') + 1);
    // Two words are at least as far apart as their lengths: most need not be compared.
    if (Math.min(apart(wanted, lower), apart(wanted, tail)) >= bestDistance) continue;
    const far = Math.min(distance(wanted, lower), distance(wanted, tail));
    if (far < bestDistance && far < lower.length) {
      best = candidate;
      bestDistance = far;
    }
  }
  return best;
}

const SHORTEST = 4;

/** Whether a word is a name with a slip of the pen: one letter, or two in a long one, or only signs that join words. */
export function isSlip(word: string, name: string): boolean {
  const allowed = word.length < 2 * SHORTEST ? 1 : 2;
  if (word.length < SHORTEST || word.length > LONGEST || apart(word, name) > allowed) return false;
  return distance(word.toLowerCase(), name.toLowerCase()) <= allowed;
}

/** The characters that a word has, in either case, as a set of 32 bits: several share one. */
export function lettersOf(word: string): number {
  const lower = word.toLowerCase();
  let letters = 0;
  for (let i = 0; i < lower.length; i++) letters |= 1 << (lower.charCodeAt(i) & 31);
  return letters;
}

/** A quick look before `isSlip`, at the letters of both words: each of two slips adds one of them at most, and takes one away. */
export function mayBeSlip(letters: number, others: number): boolean {
  let differing = letters ^ others;
  for (let i = 0; i < 4; i++) differing &= differing - 1;
  return differing === 0;
}

/** How many letters are one too many, missing or wrong; two that have changed places are one slip. */
function distance(a: string, b: string): number {
  return isSwapped(a, b) ? 1 : levenshtein(a, b);
}

/** Whether two texts differ in two neighbours that have changed places, and nowhere else. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function apart(a: string, b: string): number {
  return Math.abs(a.length - b.length);
}

/** A text as a message quotes it: in double quotes, on one line, cut where it gets long. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return `"${short.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)}"`;
}
