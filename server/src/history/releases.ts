/**
 * The releases that are known, and sets of them. A release has the name of its first two numbers, `8.2`; stable releases
 * (8.2.1, 8.2.2) are taken for the first one, and have no names of their own. Nearly all have its API,
 * and a few have a little more (10.0.13 an argument that 10.0.0 lacks).
 */
import { compareVersions, parseVersion, type QemuVersion, releaseOf } from '../schema/dialect.ts';

/** A release of upstream QEMU, or a development tree between two. */
export interface Release {
  /** `8.2`; of a development tree the whole version, `10.2.50`. */
  readonly name: string;
  readonly version: QemuVersion;
  /** It is a development tree as it was on some day: the release that it leads to may have less, and more. */
  readonly snapshot: boolean;
}

/** A set of releases: bit n stands for the one at place n of those known, the oldest first. */
export type ReleaseSet = bigint;

export const NONE: ReleaseSet = 0n;

/** The set of the release at a place. */
export function only(place: number): ReleaseSet {
  return 1n << BigInt(place);
}

/** Whether the release at a place is in a set. */
export function has(set: ReleaseSet, place: number): boolean {
  return (set & only(place)) !== NONE;
}

/** All releases that are in one of the sets. */
export function unionOf(sets: Iterable<ReleaseSet>): ReleaseSet {
  let union = NONE;
  for (const set of sets) union |= set;
  return union;
}

/**
 * The release that a tree of a version is, or undefined where it is one of those that have no API of their own: a stable
 * release or a release candidate.
 */
export function releaseNamed(version: QemuVersion): Release | undefined {
  const [major, minor, micro] = version;
  if (micro === 0) return { name: `${major}.${minor}`, version, snapshot: false };
  if (micro < 50 || micro >= 90) return undefined;
  return { name: `${major}.${minor}.${micro}`, version, snapshot: true };
}

/** The release of a name, or undefined where the text is no such name. */
export function parseRelease(name: string): Release | undefined {
  const version = parseVersion(name);
  const release = version && releaseNamed(version);
  return release?.name === name ? release : undefined;
}

/**
 * Whether what a release has still tells what QEMU has: not of a development tree once a later one or a release is known.
 * @param known the oldest first
 * @param place of the release among them
 */
export function isTelling(known: readonly Release[], place: number): boolean {
  return known[place]?.snapshot !== true || place === known.length - 1;
}

/** What is known of the API that a tree of some version has. */
export interface Nearest {
  readonly release: Release;
  /** Whether the tree has that API. Else the release is older: the last one that is known. */
  readonly exact: boolean;
}

/**
 * The release whose API a version has: of 8.2.2 that is 8.2, of a release candidate the release, of a development tree
 * that tree.
 * @param known the oldest first
 * @returns the last known release before it where that is not known; undefined where it is older than all
 */
export function nearestOf(known: readonly Release[], version: QemuVersion): Nearest | undefined {
  const wanted = version[2] >= 50 && version[2] < 90 ? version : releaseOf(version);
  const release = known.findLast((one) => compareVersions(one.version, wanted) <= 0);
  return release && { release, exact: compareVersions(release.version, wanted) === 0 };
}

/**
 * Writes a set as ranges: `1.0-2.11,3.0-`. The last one is open where it reaches the newest release, so that the next release
 * changes nothing where nothing has changed.
 */
export function formatSet(set: ReleaseSet, known: readonly Release[]): string {
  const ranges: string[] = [];
  for (let first = 0; first < known.length; first++) {
    if (!has(set, first)) continue;
    let last = first;
    while (last + 1 < known.length && has(set, last + 1)) last++;
    const [from, to] = [known[first]?.name, known[last]?.name];
    if (last === known.length - 1) ranges.push(`${from}-`);
    else ranges.push(first === last ? `${from}` : `${from}-${to}`);
    first = last;
  }
  return ranges.join(',');
}

/**
 * Reads what `formatSet` wrote.
 * @param places the place of each release by its name
 * @returns undefined where it is no list of ranges, or names a release that is not known
 */
export function parseSet(text: string, places: ReadonlyMap<string, number>): ReleaseSet | undefined {
  let set = NONE;
  for (const range of text.split(',')) {
    const dash = range.indexOf('-');
    const to = range.slice(dash + 1);
    const first = places.get(dash < 0 ? range : range.slice(0, dash));
    const last = dash >= 0 && to === '' ? places.size - 1 : places.get(to);
    if (first === undefined || last === undefined || last < first) return undefined;
    set |= only(last + 1) - only(first);
  }
  return set;
}
