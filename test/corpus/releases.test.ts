// The numbers of docs/releases.md, against the schemas of QEMU's releases that they are of. Those are no part of the project:
// without them the test is skipped.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { changesIn, stepsOf } from '../../scripts/releases-table.ts';
import { ROOT_PLACES, ROOTS } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { parseRelease } from '../../server/src/history/releases.ts';
import { formatVersion } from '../../server/src/schema/dialect.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';
import { loadSchema } from '../helpers/load-schema.ts';

const history = new History(readFileSync(HISTORY_FILE, 'utf8'));

describe('the steps from release to release are those between the schemas', { skip: noCorpus }, () => {
  for (const root of ROOTS) {
    it(root, async () => {
      const read = async (name: string): Promise<Schema | undefined> => {
        const release = parseRelease(name);
        const folders = release ? [name, formatVersion(release.version)] : [];
        const files = folders.flatMap((one) =>
          ROOT_PLACES[root].map((place) => path.join(corpus, 'upstream', one, place)),
        );
        const file = files.find((one) => existsSync(one));
        return file === undefined ? undefined : loadSchema(file.replaceAll('\\', '/'));
      };
      let compared = 0;
      for (const { from, to, added, removed, changed } of stepsOf(history, root)) {
        const [before, after] = [await read(from), await read(to)];
        if (!before || !after) continue;
        compared++;
        assert.deepEqual(changesIn(before, after), { added, removed, changed }, `${from} to ${to}`);
      }
      if (root === 'qapi') assert.equal(compared, upstreamReleases().length - 1);
      else assert.ok(compared > 10, `${compared}`);
    });
  }
});
