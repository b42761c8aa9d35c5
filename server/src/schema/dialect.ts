/** Which QEMU a schema belongs to, and with it what its generator accepts. */

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

/** Whether a version lies in a range of versions, both ends included; `until` includes all of its micro releases. */
export function isWithin(version: QemuVersion, range: { readonly since: string; readonly until?: string }): boolean {
  const since = parseVersion(range.since);
  const until = range.until === undefined ? undefined : parseVersion(range.until);
  if (since && compareVersions(version, since) < 0) return false;
  return !until || compareVersions(version, [until[0], until[1], 49]) <= 0;
}

/** `10.2.0`. */
export function formatVersion(version: QemuVersion): string {
  return version.join('.');
}
