// What the bundled history tells of QEMU.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import type { RootName } from '../../server/src/history/data.ts';
import { lifeInWords } from '../../server/src/history/life.ts';
import type { WirePath } from '../../server/src/history/lives.ts';
import { bundledHistory } from '../../server/src/platform/history.ts';
import { forEachNamed, type NamedThing } from '../../server/src/schema/model.ts';
import { Reach } from '../../server/src/schema/reach.ts';

const history = bundledHistory();

describe('names of QEMU', () => {
  const lives: readonly (readonly [RootName, WirePath, string])[] = [
    ['qapi', { command: 'query-cpus' }, 'since 1.0 or before; removed in 6.0'],
    ['qapi', { command: 'change' }, 'since 1.1; removed in 6.0'],
    ['qapi', { command: 'query-cpus-fast' }, 'since 2.12'],
    ['qapi', { command: 'eject', argument: ['id'] }, 'since 2.8'],
    ['qapi', { event: 'SHUTDOWN', data: ['reason'] }, 'since 4.0'],
    ['qapi', { command: 'blockdev-add', argument: ['driver'], value: 'sheepdog' }, 'since 2.9; removed in 6.1'],
    ['qapi', { command: 'query-migrationthreads' }, 'since 8.0; removed in 11.0'],
    ['qapi', { command: 'blockdev-add', argument: ['driver'], value: 'gluster' }, 'since 2.8; removed in 11.1'],
    ['qapi', { command: 'object-add', argument: ['qom-type'], value: 'monitor-qmp' }, 'since 11.1'],
    // A simple union until 6.1, written out since.
    ['qapi', { command: 'chardev-add', argument: ['backend', 'data', 'addr', 'type'], value: 'vsock' }, 'since 2.8'],
    // An enum, then any string, then an enum of another name.
    ['qapi', { command: 'query-target', returns: ['arch'], value: 'arm' }, 'since 1.2 or 1.3'],
    ['qga', { command: 'guest-ping' }, 'since 1.0 or before'],
    ['qga', { command: 'guest-exec', argument: ['capture-output'], value: 'merged' }, 'since 8.1'],
    ['storage-daemon', { command: 'quit' }, 'since 5.0'],
  ];
  for (const [root, path, expected] of lives) {
    it(`${JSON.stringify(path)} ${expected}`, () => {
      const life = history.lives(root).find(path);
      assert.equal(life && lifeInWords(life), expected);
    });
  }
});

it('the data file is small, and stays so in a package', () => {
  const packed = gzipSync(readFileSync(HISTORY_FILE));
  assert.ok(packed.length <= 300_000, `${packed.length} bytes`);
});

describe('every name of a release that clients meet, and no other, has a life in which the release lies', () => {
  for (const [name, root] of [
    ['1.0', 'qapi'],
    ['2.3', 'qapi'],
    ['10.2', 'qapi'],
    ['11.1', 'qapi'],
    ['7.2', 'qga'],
    ['10.2', 'storage-daemon'],
  ] as const) {
    it(`${name} ${root}`, () => {
      const schema = history.release(name, root);
      assert.ok(schema);
      const reach = new Reach(schema);
      const place = (wanted: string) => history.releases.findIndex((release) => release.name === wanted);
      const hasIt = (thing: NamedThing) =>
        history
          .lives(root)
          .of(schema, thing)
          ?.stretches.some(
            ({ came, went }) =>
              place(came.release.name) <= place(name) && (!went || place(went.release.name) > place(name)),
          );
      const wrong: string[] = [];
      let met = 0;
      for (const definition of schema.definitions) {
        forEachNamed(definition, (thing) => {
          const isMet = reach.isVisible(thing);
          if (isMet) met += 1;
          if (hasIt(thing) !== (isMet ? true : undefined)) wrong.push(`${definition.name.text}: ${thing.name.text}`);
        });
      }
      assert.deepEqual(wrong, []);
      assert.ok(met > 100, `${met}`);
    });
  }
});
