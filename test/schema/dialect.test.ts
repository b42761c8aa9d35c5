// Versions of QEMU, as they are written and compared.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareVersions, formatVersion, isWithin, parseVersion } from '../../server/src/schema/dialect.ts';

describe('versions', () => {
  for (const [text, version] of [
    ['10.2', [10, 2, 0]],
    ['10.2.50\n', [10, 2, 50]],
    ['v8.2.0', [8, 2, 0]],
    ['2.12.0-rc1', [2, 12, 0]],
    ['2.12.0+dfsg', [2, 12, 0]],
    ['8.2.7\r\nand more', [8, 2, 7]],
    ['8', undefined],
    ['', undefined],
    ['eight.two', undefined],
    ['8.2.0.1', [8, 2, 0]],
    ['99999999999.1', undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${version ? version.join('.') : 'none'}`, () =>
      assert.deepEqual(parseVersion(text), version));
  }

  it('are compared by number', () => {
    assert.ok(compareVersions([2, 9, 0], [2, 12, 0]) < 0);
    assert.ok(compareVersions([10, 0, 0], [9, 2, 0]) > 0);
    assert.equal(compareVersions([6, 0, 0], [6, 0, 0]), 0);
    assert.equal(formatVersion([10, 2, 0]), '10.2.0');
  });

  it('lie in a range with both its ends', () => {
    const range = { since: '2.5', until: '6.1' };
    const inside = (text: string): boolean => isWithin(parseVersion(text) ?? [0, 0, 0], range);
    assert.deepEqual(['2.4.1', '2.5', '5.0', '6.1.1', '6.1.50', '6.2'].map(inside), [
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    assert.ok(isWithin([99, 0, 0], { since: '2.5' }));
  });
});
