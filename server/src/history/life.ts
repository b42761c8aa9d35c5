/**
 * When a name came and went, as far as the schemas of the known releases tell. What the oldest has came with it or before.
 * What came between two that do not follow each other came with the later one or with one between. Where a place took any
 * value at all nobody knows what it took. And QEMU was there before its schema was: events are in it since 2.1, some of the
 * oldest commands (`device_add`) since 2.8.
 */
import { compareVersions, type QemuVersion, releaseAfter, releaseOf } from '../schema/dialect.ts';
import { has, isTelling, type Release, type ReleaseSet } from './releases.ts';

/** The life of a name: stretches of time in which it was there, the oldest first. There is at least one. */
export interface Life {
  readonly stretches: readonly Stretch[];
}

export interface Stretch {
  readonly came: Moment;
  /** The first release that lacks it again; undefined while the newest one that is known has it. */
  readonly went: Moment | undefined;
}

/** A release that is the first known to have a name, or to lack it. */
export interface Moment {
  readonly release: Release;
  /** The release with which it may have happened at the earliest; undefined where nothing tells. */
  readonly earliest: QemuVersion | undefined;
}

/**
 * The life of a name.
 * @param having the releases that have it
 * @param open those that may have it, which count only where they are not among the others
 * @param known all that are known, the oldest first
 * @returns undefined where none has it
 */
export function lifeOf(having: ReleaseSet, open: ReleaseSet, known: readonly Release[]): Life | undefined {
  const stretches: Stretch[] = [];
  let came: Moment | undefined;
  /** The last release of which it is known whether it has the name. */
  let before: Release | undefined;
  for (const [place, release] of known.entries()) {
    if (!isTelling(known, place)) continue;
    const is = has(having, place);
    if (!is && has(open, place)) continue;
    if (is !== (came !== undefined)) {
      const moment: Moment = { release, earliest: before && releaseAfter(before.version) };
      if (came) stretches.push({ came, went: moment });
      came = is ? moment : undefined;
    }
    before = release;
  }
  if (came) stretches.push({ came, went: undefined });
  return stretches.length > 0 ? { stretches } : undefined;
}

/** A life in words: `since 2.3; removed in 6.0; back since 7.0`. */
export function lifeInWords({ stretches }: Life): string {
  const words = stretches.flatMap(({ came, went }, index) => [
    `${index > 0 ? 'back ' : ''}since ${momentInWords(came)}`,
    ...(went ? [`removed in ${momentInWords(went)}`] : []),
  ]);
  return words.join('; ');
}

/** `2.3`, `1.0 or before`, `1.2 or 1.3`, `3.0 at the latest`, `11.0 (in development)`. */
export function momentInWords({ release, earliest }: Moment): string {
  // A development tree tells what the release that it leads to will bring.
  const version = releaseOf(release.version);
  const name = `${nameOf(version)}${release.snapshot ? ' (in development)' : ''}`;
  if (!earliest) return `${name} or before`;
  if (compareVersions(earliest, version) >= 0) return name;
  const isNext = compareVersions(releaseAfter(earliest), version) === 0;
  return isNext ? `${nameOf(earliest)} or ${name}` : `${name} at the latest`;
}

function nameOf([major, minor]: QemuVersion): string {
  return `${major}.${minor}`;
}
