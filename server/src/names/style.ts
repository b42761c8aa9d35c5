import { isTypeKind, type NameKind } from './kinds.ts';
import { type ParsedName, parseName } from './parse.ts';

/**
 * What QEMU's generator has against a name:
 * - invalid: not the shape of a name at all
 * - reserved-q: `q_` and `q-` are kept for names the generator makes up
 * - reserved-member: a member called `u`, `has-*` or `has_*` would clash with the generated C
 * - camel: a type is not CamelCase
 * - list-suffix: a type ends in `List`, which is kept for arrays
 * - lower: upper case or `_` where lower case and `-` belong
 * - upper: lower case or `-` in an event
 */
export type StyleProblem = 'invalid' | 'reserved-q' | 'reserved-member' | 'camel' | 'list-suffix' | 'lower' | 'upper';

/**
 * Judges a whole name as QEMU's generator does since 6.0 (scripts/qapi/expr.py); it stops at the first problem, and so
 * does this. Prefixed names are judged by their stem, except that a prefix also lifts the reserved names.
 *
 * @param kind what the name stands for
 * @param name the whole name, prefix included, without the `*` of an optional member
 * @param options allowUnderscoreOrUpper: the command stands in `command-name-exceptions` (which lifts only the ban on
 *   `_`), or the type around the member or value in `member-name-exceptions` (which lifts both bans). The generator
 *   knows no exceptions for features, alternate branches, events and types, and the flag changes nothing for them.
 * @returns the code of the first problem, or undefined when the generator takes the name
 */
export function styleProblem(
  kind: NameKind,
  name: string,
  options: { readonly allowUnderscoreOrUpper: boolean },
): StyleProblem | undefined {
  return styleProblemOf(kind, parseName(name), options);
}

/** The same for a name that has been taken apart. */
export function styleProblemOf(
  kind: NameKind,
  parsed: ParsedName,
  options: { readonly allowUnderscoreOrUpper: boolean },
): StyleProblem | undefined {
  const name = parsed.text;
  if (!(kind === 'value' ? parsed.validAsValue : parsed.valid)) return 'invalid';
  if (/^q[_-]/.test(name)) return 'reserved-q';
  const { stem } = parsed;
  if (isTypeKind(kind)) {
    if (!isCamelCase(stem)) return 'camel';
    return stem.endsWith('List') ? 'list-suffix' : undefined;
  }
  if (kind === 'event') return /[a-z-]/.test(stem) ? 'upper' : undefined;
  const excepted = options.allowUnderscoreOrUpper;
  const upperAllowed = excepted && (kind === 'member' || kind === 'value');
  const underscoreAllowed = excepted && (upperAllowed || kind === 'command');
  if ((!upperAllowed && /[A-Z]/.test(stem)) || (!underscoreAllowed && stem.includes('_'))) return 'lower';
  if (kind === 'member' && /^(u$|has[_-])/.test(name)) return 'reserved-member';
  return undefined;
}

/**
 * Makes a stem legal for its kind: lower case with hyphens, ALL_CAPS for events, CamelCase for types. A stem that is
 * legal already comes back as it is, so the function is idempotent. An `x-` in front stays in front. The rules are
 * those of `styleProblem`; the way words are split is this project's own.
 *
 * @param kind what the name stands for
 * @param stem the name without its prefix, an `x-` included; any text
 * @param options prefixed: a `__RFQDN_` goes in front, which lifts the reserved names but forbids a leading digit;
 *   allowUnderscore: an exception pragma covers the name, and underscores stay where they are
 * @returns a stem the generator takes, or undefined where none follows from the text (`X` as a type, `q-x`, `ж`)
 */
export function legalStem(
  kind: NameKind,
  stem: string,
  options: { readonly allowUnderscore?: boolean; readonly prefixed: boolean },
): string | undefined {
  const allowUnderscore = options.allowUnderscore ?? false;
  const isLegal = (candidate: string): boolean =>
    styleProblem(kind, (options.prefixed ? '__a.b_' : '') + candidate, { allowUnderscoreOrUpper: allowUnderscore }) ===
    undefined;
  if (isLegal(stem)) return stem;

  const plain = stem.normalize('NFKD').replace(/\p{M}/gu, '');
  if (/[^\p{ASCII}]/u.test(plain)) return undefined;
  const marker = /^x-/i.exec(plain)?.[0] ?? '';
  const body = plain.slice(marker.length);
  let candidate: string;
  if (isTypeKind(kind)) {
    candidate = marker.toLowerCase() + camelCase(body);
    if (candidate.endsWith('List')) candidate += 'Info';
  } else if (kind === 'event') {
    candidate = marker + separate(body, () => '_', '_').toUpperCase();
  } else {
    const keepUnderscore = allowUnderscore && kind !== 'feature' && kind !== 'branch';
    const atHump = keepUnderscore && body.includes('_') ? '_' : '-';
    const atGap = (gap: string): string => (keepUnderscore && !/[^_]/.test(gap) ? '_' : '-');
    candidate = marker.toLowerCase() + separate(body, atGap, atHump).toLowerCase();
    // A prefix takes away a value's right to begin with a digit.
    if (kind === 'value' && options.prefixed && /^[0-9]/.test(candidate)) candidate = `v${candidate}`;
  }
  return isLegal(candidate) ? candidate : undefined;
}

/** A leading capital and a lower-case letter somewhere after it: QEMU's CamelCase, judged in linear time. */
function isCamelCase(stem: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(stem) && /[a-z]/.test(stem);
}

/** The places between two letters where a new word begins: fooBar, HTTPServer, sha256Sum, but not CPUs or V4L2. */
const HUMP = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))/g;

/** Joins the words of a text: every gap (a run of other characters than letters and digits) and hump is replaced. */
function separate(text: string, atGap: (gap: string) => string, atHump: string): string {
  return trimGaps(text)
    .replace(HUMP, atHump)
    .replace(/[^A-Za-z0-9]+/g, atGap);
}

/** Puts the words of a text together as one CamelCase word. Capitals stay unless there is nothing but capitals. */
function camelCase(text: string): string {
  const allCaps = !/[a-z]/.test(text);
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + (allCaps ? word.slice(1).toLowerCase() : word.slice(1)))
    .join('');
}

/** Takes off what is neither letter nor digit at both ends, in linear time. */
function trimGaps(text: string): string {
  const start = text.search(/[A-Za-z0-9]/);
  if (start < 0) return '';
  let end = text.length;
  while (!/[A-Za-z0-9]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
