/**
 * Which QEMU a schema belongs to, and with it what its generator accepts: one table of what came and what went. Nothing else
 * in the program compares versions to find out what a dialect allows.
 */

/** A release of QEMU: `[10, 2, 0]`. The third number is 50 in development trees and 90 and up in release candidates. */
export type QemuVersion = readonly [major: number, minor: number, micro: number];

/** The newest dialect that is known here; trees that do not say their version are judged by it. */
export const NEWEST: QemuVersion = [10, 2, 50];

/**
 * Reads `10.2`, `10.2.0`, `v8.2.0` or the first line of a VERSION file.
 * @returns undefined where the text is no version
 */
export function parseVersion(text: string): QemuVersion | undefined {
  const match = /^\s*v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:[-.+~].*)?\s*$/.exec(
    text.trimStart().split('\n', 1)[0] ?? '',
  );
  if (!match) return undefined;
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Negative where a is older than b, 0 where they are the same, positive where a is newer. */
export function compareVersions(a: QemuVersion, b: QemuVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The versions that a thing holds in, both ends included; `until` includes all of its micro releases. */
export interface VersionRange {
  readonly since: string;
  readonly until?: string;
}

/** Every version there ever was. */
export const ALWAYS: VersionRange = { since: '0.0' };

/**
 * What the generators of QEMU's releases do differently, with the versions in which each holds. Every generator since 2.4 is
 * told apart; older trees are read leniently, and nothing is asked of their style. Generators have been run of 2.5, 2.11, 4.2 and
 * later ones (docs/guides/conformance.md); where a change lies between two of these, and what else is known of the years between
 * does not tell its version, the likeliest is taken: 2.6, which rewrote what compares names, 2.12, which came to run in Python 3 as
 * well, or 4.2, which moved most checks.
 */
const TRAITS = {
  // Words and punctuation.
  'commas-refused': { since: '1.6' },
  // Python 2 took texts as bytes.
  'blanks-are-ascii': { since: '0.0', until: '2.11' },
  'escapes-refused': { since: '4.2' },
  'nulls-refused': { since: '4.2' },
  'string-characters-refused': { since: '4.2' },
  'values-read-first': { since: '6.1' },
  // Directives.
  'includes-as-written': { since: '0.0', until: '2.11' },
  pragmas: { since: '2.9' },
  'pragma-whitelists': { since: '2.9', until: '5.2' },
  'pragma-exceptions': { since: '6.0' },
  'documentation-exceptions': { since: '9.0' },
  // What definitions are made of.
  'form-refused': { since: '2.4' },
  'struct-and-alternate': { since: '2.4' },
  'anonymous-returns': { since: '2.4', until: '2.4' },
  'simple-unions': { since: '0.0', until: '6.1' },
  'enum-prefix': { since: '2.5' },
  'anonymous-bases': { since: '2.6' },
  'two-alternatives-wanted': { since: '2.6', until: '4.1' },
  'one-alternative-wanted': { since: '4.2' },
  boxed: { since: '2.7' },
  'allow-oob': { since: '2.12' },
  'allow-preconfig': { since: '3.0' },
  conditions: { since: '3.0' },
  longhand: { since: '4.0' },
  'struct-features': { since: '4.1' },
  'command-features': { since: '4.2' },
  'blank-conditions-refused': { since: '4.2' },
  'member-conditions-refused': { since: '4.2' },
  features: { since: '5.0' },
  coroutine: { since: '5.2' },
  'condition-objects': { since: '6.2' },
  'value-features': { since: '6.2' },
  'array-alternatives': { since: '7.1' },
  // Names.
  'names-checked': { since: '2.4' },
  'name-shape-refused': { since: '2.6' },
  'reserved-names-refused': { since: '2.5' },
  'kind-suffix-refused': { since: '2.4', until: '6.1' },
  'kind-suffix-refused-everywhere': { since: '2.4', until: '6.0' },
  'reserved-optional-names-refused': { since: '6.0' },
  'c-clashes-refused': { since: '2.6' },
  // In upper case, as they stand in C, among them those that the generator makes up. Later only the C compiler compares them.
  'constants-compared': { since: '2.4', until: '2.5' },
  'upper-case-members-refused': { since: '2.9' },
  'upper-case-prefixes-refused': { since: '2.9', until: '5.2' },
  'flat-branch-names-refused': { since: '2.9', until: '5.2' },
  'name-case-refused': { since: '6.0' },
  // Not yet in 6.2, and in 8.2.
  'feature-case-refused': { since: '8.1' },
  'unstable-feature': { since: '6.2' },
  'short-enum-constants': { since: '9.2' },
  // Later, an optional member that is a pointer in C is NULL where it is absent, and has no flag beside it.
  'pointers-flagged': { since: '0.0', until: '7.2' },
  // What definitions have to do with each other.
  'types-checked': { since: '2.4' },
  // Python 2 keeps the entries of a dictionary in no order that could be told.
  'checked-in-any-order': { since: '0.0', until: '2.11' },
  'union-arguments': { since: '0.0', until: '2.4' },
  'empty-types-refused': { since: '2.4', until: '4.1' },
  'type-any': { since: '2.5' },
  'type-qtype': { since: '2.6' },
  'type-null': { since: '2.10' },
  'all-branches-required': { since: '2.7', until: '2.12' },
  'branchless-unions-refused': { since: '2.6', until: '4.1' },
  'valueless-unions-refused': { since: '2.6' },
  // Later the branches are one level deeper in C. Of 2.4 nobody knows.
  'tag-values-compared': { since: '2.5', until: '2.5' },
  'boxed-empty-refused': { since: '2.7', until: '4.1' },
  'boxed-alternates': { since: '2.7', until: '4.1' },
  'keyval-alternates': { since: '2.10' },
  'inherited-discriminators': { since: '4.2' },
  'implicit-type-names': { since: '4.2' },
  'deprecated-feature': { since: '5.0' },
  'empty-discriminators-free': { since: '4.2', until: '6.1' },
  'nested-unions': { since: '8.1' },
  'conditional-arguments-boxed': { since: '8.1' },
  'feature-limit': { since: '10.0' },
  // Documentation comments.
  'docs-refused': { since: '2.9' },
  'optional-tag-refused': { since: '2.9', until: '2.11' },
  'doc-text-beside-name': { since: '2.9', until: '2.11' },
  'doc-features': { since: '4.1' },
  'doc-names-checked': { since: '4.2' },
  'doc-text-in-column': { since: '5.2', until: '8.0' },
  'doc-heading-refused': { since: '5.2', until: '10.0' },
  'doc-colon-ends-tag': { since: '8.1' },
  'doc-paragraphs': { since: '9.0' },
  'doc-members-wanted': { since: '9.0' },
  'comment-behind-doc-refused': { since: '9.0', until: '9.0' },
  'doc-two-colons-free': { since: '9.1' },
  'doc-notes-and-examples-refused': { since: '9.1' },
  'exempt-docs-fail': { since: '10.0' },
  'doc-headings-are-rst': { since: '10.1' },
  'doc-cross-references': { since: '10.1' },
  'doc-line-length-refused': { since: '10.2' },
  'doc-two-spaces-wanted': { since: '10.2' },
} as const satisfies Readonly<Record<string, VersionRange>>;

/** The features that QEMU acts upon, with what brought them. Types cannot have them. */
export const SPECIAL_FEATURES: ReadonlyMap<string, Trait> = new Map([
  ['deprecated', 'deprecated-feature'],
  ['unstable', 'unstable-feature'],
]);

/** Something that not all dialects have. */
export type Trait = keyof typeof TRAITS;

/** The versions that have a trait. */
export function versionsWith(trait: Trait): VersionRange {
  return TRAITS[trait];
}

/** Whether a version has a trait. */
export function has(version: QemuVersion, trait: Trait): boolean {
  return isWithin(version, TRAITS[trait]);
}

/** Whether a version lies in a range of versions. A release candidate counts as the release. */
export function isWithin(wanted: QemuVersion, range: VersionRange): boolean {
  const version = wanted[2] >= 90 ? releaseAfter(wanted) : wanted;
  const since = numbersOf(range.since);
  const until = range.until === undefined ? undefined : numbersOf(range.until);
  if (since && compareVersions(version, since) < 0) return false;
  return !until || compareVersions(version, [until[0], until[1], 49]) <= 0;
}

/** The second number of the last release of a first one; since 4.0 each year has three releases. */
const LAST_MINOR: ReadonlyMap<number, number> = new Map([
  [0, 15],
  [1, 7],
  [2, 12],
  [3, 1],
]);

/** The release that a version is, or that a development tree or release candidate leads to; of 10.2.50 that is 11.0. */
export function releaseOf(version: QemuVersion): QemuVersion {
  return version[2] < 50 ? [version[0], version[1], 0] : releaseAfter(version);
}

/** The release that follows the one that a version comes from; of 10.2.0 and 10.2.50 that is 11.0. */
export function releaseAfter([major, minor]: QemuVersion): QemuVersion {
  return minor < (LAST_MINOR.get(major) ?? 2) ? [major, minor + 1, 0] : [major + 1, 0, 0];
}

/** The ends of the ranges above are few, and are asked for all the time. */
const numbers = new Map<string, QemuVersion | undefined>();

function numbersOf(text: string): QemuVersion | undefined {
  if (!numbers.has(text)) numbers.set(text, parseVersion(text));
  return numbers.get(text);
}

/** `10.2.0`. */
export function formatVersion(version: QemuVersion): string {
  return version.join('.');
}
