/** The history of upstream's API that comes with this program. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HistoryError } from '../history/data.ts';
import { History } from '../history/history.ts';

let history: History | undefined;

/**
 * Reads the history when it is first asked for, and gives the same one from then on.
 * @throws HistoryError where the file is not there or is damaged
 */
export function bundledHistory(): History {
  history ??= new History(readBundled());
  return history;
}

/** The file is no part of the bundle, which every start reads; it is one folder further up from the sources. */
function readBundled(): string {
  const places = ['../data/history.txt', '../../data/history.txt'];
  for (const place of places) {
    try {
      return readFileSync(fileURLToPath(new URL(place, import.meta.url)), 'utf8');
    } catch {
      // Not there: the other one is.
    }
  }
  throw new HistoryError("The history of upstream's releases is not where this program was installed.");
}
