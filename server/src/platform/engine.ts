/**
 * Flags of V8 that suit this program. Each is given only to a V8 that is known to have it: of what it does not know V8 says on stderr
 * that it is an error, at each start.
 */
import { setFlagsFromString } from 'node:v8';

/** What is known of a V8: that of Node 20 counts in bytes of code what later ones count in calls. */
type Generation = 'bytes' | 'calls' | 'unknown';

/**
 * V8's optimizing compilers are to begin later, with functions that have run thirty (Node 20) or sixteen times as long as usual:
 * a check of the whole of QEMU is over before most of what they do has paid for itself (docs/performance.md). Say so behind all that
 * loads parts of Node: what V8 has compiled of them beforehand it refuses under other flags.
 */
export function compileLater(): void {
  setFlags({
    bytes: ['--interrupt-budget=2112000'],
    calls: ['--invocation-count-for-maglev=6400', '--invocation-count-for-turbofan=48000'],
    unknown: [],
  });
}

/**
 * All objects are to be born young. Where an analysis outlives a collection or two, V8 takes to making such objects among the old ones at
 * once, and there each keeps alive all that it points to until the whole heap is looked through: analyses that nobody needs any more
 * (docs/performance.md).
 */
export function bearYoung(): void {
  const flags = ['--no-allocation-site-pretenuring'];
  setFlags({ bytes: flags, calls: flags, unknown: [] });
}

function setFlags(flags: Record<Generation, readonly string[]>): void {
  for (const flag of flags[generationOf(process.versions.v8)]) setFlagsFromString(flag);
}

/**
 * @param version of V8: 11.3 is that of Node 20, 11.8 to 14.6 are those of Node 21 to 26
 * @returns `unknown` for a V8 that nobody has tried, older or newer
 */
export function generationOf(version: string): Generation {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 11) return minor < 8 ? 'bytes' : 'calls';
  return major >= 12 && major <= 14 ? 'calls' : 'unknown';
}
