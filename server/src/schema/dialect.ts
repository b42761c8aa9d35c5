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
 * told apart; older trees are read leniently, and nothing is asked of their style.
 */
const TRAITS = {
  // Words and punctuation.
  'commas-refused': { since: '1.6' },
  // Names.
  'name-shape-refused': { since: '2.6' },
  'reserved-names-refused': { since: '2.5' },
  'kind-suffix-refused': { since: '2.5', until: '6.1' },
  'c-clashes-refused': { since: '2.6' },
  'upper-case-members-refused': { since: '2.9' },
  'name-case-refused': { since: '6.0' },
  'unstable-feature': { since: '6.2' },
  'short-enum-constants': { since: '9.2' },
  // Documentation comments.
  'docs-refused': { since: '2.9' },
  'optional-tag-refused': { since: '2.9', until: '2.11' },
  'doc-features': { since: '4.1' },
  'doc-names-checked': { since: '4.2' },
  'doc-text-in-column': { since: '5.2', until: '8.0' },
  'doc-heading-refused': { since: '5.2', until: '10.0' },
  'doc-colon-ends-tag': { since: '8.1' },
  'doc-paragraphs': { since: '9.0' },
  'doc-members-wanted': { since: '9.0' },
  'comment-behind-doc-refused': { since: '9.0', until: '9.0' },
  'doc-two-colons-free': { since: '9.1' },
  'exempt-docs-fail': { since: '10.0' },
  'doc-line-length-refused': { since: '10.2' },
} as const satisfies Readonly<Record<string, VersionRange>>;

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

/** Whether a version lies in a range of versions. */
export function isWithin(version: QemuVersion, range: VersionRange): boolean {
  const since = parseVersion(range.since);
  const until = range.until === undefined ? undefined : parseVersion(range.until);
  if (since && compareVersions(version, since) < 0) return false;
  return !until || compareVersions(version, [until[0], until[1], 49]) <= 0;
}

/** `10.2.0`. */
export function formatVersion(version: QemuVersion): string {
  return version.join('.');
}
