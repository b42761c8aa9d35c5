/** Where real schemas are, if they are: QEMU's releases and some downstreams. They are no part of this project. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder with `upstream/VERSION` and `downstream/NAME-VERSION`. */
export const corpus =
  process.env.QAPI_CORPUS ?? path.resolve(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');

/** For `skip` of a test: false where the schemas are there, else the reason. */
export const noCorpus = existsSync(corpus) ? false : `there is no corpus at ${corpus} (set QAPI_CORPUS to where it is)`;

/** The upstream releases, oldest first. */
export function upstreamReleases(): string[] {
  if (noCorpus) return [];
  const numbers = (version: string): number[] => version.split('.').map(Number);
  return readdirSync(path.join(corpus, 'upstream')).sort((a, b) => {
    const [x, y] = [numbers(a), numbers(b)];
    for (let i = 0; i < 3; i++) if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0);
    return 0;
  });
}
