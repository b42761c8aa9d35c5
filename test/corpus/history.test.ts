// The bundled history against the schemas of QEMU's releases that it was made from. They are no part of the project: without
// them the tests are skipped.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { findNewNames } from '../../server/src/compat/additions.ts';
import { apiOf, historyOf, releasesOf } from '../../server/src/history/build.ts';
import { formatHistory, parseHistory, ROOT_PLACES, ROOTS, type RootName } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { releaseNamed } from '../../server/src/history/releases.ts';
import { parseVersion } from '../../server/src/schema/dialect.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { apiLines } from '../helpers/api.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';
import { loadSchema } from '../helpers/load-schema.ts';

const text = readFileSync(HISTORY_FILE, 'utf8');
const history = new History(text);
const apis = releasesOf(parseHistory(text));

/** The trees of the corpus, by the names of their releases. */
const trees = new Map(
  upstreamReleases().map((folder) => {
    const tree = path.join(corpus, 'upstream', folder).replaceAll('\\', '/');
    const version = parseVersion(readFileSync(`${tree}/VERSION`, 'utf8'));
    return [(version && releaseNamed(version)?.name) ?? folder, tree];
  }),
);

it('every release of the corpus is known', { skip: noCorpus }, () => {
  const known = history.releases.map(({ name }) => name);
  assert.deepEqual(
    [...trees.keys()].filter((name) => !known.includes(name)),
    [],
  );
});

describe('a release is what its schemas say', () => {
  for (const release of history.releases) {
    const tree = trees.get(release.name) ?? '';
    it(release.name, { skip: noCorpus || (tree ? false : 'it is not in the corpus') }, async () => {
      const originals = new Map<RootName, Schema>();
      for (const root of ROOTS) {
        const known = history.release(release.name, root);
        const place = ROOT_PLACES[root].find((file) => existsSync(`${tree}/${file}`));
        assert.equal(known !== undefined, place !== undefined, root);
        if (!known || place === undefined) continue;
        const original = await loadSchema(`${tree}/${place}`);
        originals.set(root, original);
        assert.ok(original.definitions.length > 10);
        assert.deepEqual(apiLines(known), apiLines(original));
        // As values on the wire, too.
        assert.deepEqual(findNewNames(known, original), []);
        assert.deepEqual(findNewNames(original, known), []);
        // Nothing is wrong with the text that it is made into.
        assert.deepEqual(
          known.sources.files.flatMap((file) => file.tree.problems),
          [],
        );
      }
      const api = apis.find(({ release: { name } }) => name === release.name);
      assert.deepEqual(api, apiOf(release, tree, originals), 'run npm run build:history');
    });
  }
});

it('the bundled history is in the form in which it is written', () => {
  assert.equal(formatHistory(historyOf(apis)), text);
});
