import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the scripts fetch, copy and make along the way: never committed, safe to delete. */
export const cache = join(root, '.cache');
