/** Which version of this program runs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The version in the manifest of this package, which is one folder further up from the sources than from the bundle. */
export function programVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(fileURLToPath(new URL(place, import.meta.url)), 'utf8')).version;
    } catch {
      // Not there: the other one is.
    }
  }
  return 'unknown';
}
