// The numbers of docs/releases.md, against the schemas of QEMU's releases that they are of. Those are no part of the project:
// without them the tests are skipped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { pageOf, RELEASES_PAGE, type Step, stepBetween, stepsOf } from '../../scripts/releases-table.ts';
import { ROOTS, type RootName } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';

describe('the steps from release to release', { skip: noCorpus }, () => {
  let steps: ReadonlyMap<RootName, readonly Step[]> = new Map();
  before(async () => {
    steps = await stepsOf(path.join(corpus, 'upstream').replaceAll('\\', '/'));
  });

  it('are all there', () => {
    assert.equal(steps.get('qapi')?.length, upstreamReleases().length - 1);
    for (const [root, some] of steps) assert.ok(some.length > 10, root);
  });

  it('are those of the page', () => {
    assert.equal(readFileSync(RELEASES_PAGE, 'utf8'), pageOf(steps), 'run npm run releases:table');
  });

  it('are the same in the bundled history', () => {
    const history = new History(readFileSync(HISTORY_FILE, 'utf8'));
    for (const root of ROOTS) {
      const known = (steps.get(root) ?? []).map(({ from, to }) => {
        const [was, is] = [history.release(from, root), history.release(to, root)];
        assert.ok(was && is);
        return stepBetween(from, was, to, is);
      });
      assert.deepEqual(known, steps.get(root));
    }
  });
});
