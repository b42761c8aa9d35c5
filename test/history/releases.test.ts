// Which releases there are, which one a version belongs to, and how sets of them are written.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatSet, nearestOf, parseRelease, parseSet, releaseNamed } from '../../server/src/history/releases.ts';
import { parseVersion, type QemuVersion } from '../../server/src/schema/dialect.ts';

function version(text: string): QemuVersion {
  const read = parseVersion(text);
  assert.ok(read);
  return read;
}

function releases(names: string) {
  return names.split(' ').map((name) => {
    const release = parseRelease(name);
    assert.ok(release, `${name} is no release`);
    return release;
  });
}

describe('the name of a release', () => {
  for (const [text, name] of [
    ['8.2.0', '8.2'],
    ['1.0', '1.0'],
    ['10.2.50', '10.2.50'],
    // Stable releases and release candidates have none of their own.
    ['8.2.1', undefined],
    ['10.2.90', undefined],
  ] as const) {
    it(`of ${text} is ${name}`, () => assert.equal(releaseNamed(version(text))?.name, name));
  }

  it('is read back, and nothing else is', () => {
    assert.deepEqual(parseRelease('10.2.50'), { name: '10.2.50', version: [10, 2, 50], snapshot: true });
    assert.deepEqual(parseRelease('8.2'), { name: '8.2', version: [8, 2, 0], snapshot: false });
    for (const text of ['8.2.0', 'v8.2', '8', '', '8.2.1', '8.2 ']) assert.equal(parseRelease(text), undefined, text);
  });
});

describe('the release whose API a tree has', () => {
  const known = releases('1.0 1.1 1.3 8.1 8.2 9.0 9.0.50');
  for (const [tree, name, exact] of [
    ['8.2.0', '8.2', true],
    ['8.2.2', '8.2', true],
    ['1.1.2', '1.1', true],
    ['9.0.50', '9.0.50', true],
    // A release candidate is as good as the release.
    ['8.1.92', '8.2', true],
    // Between two releases a tree has some of the later one: the earlier is nearest, and another.
    ['8.1.50', '8.1', false],
    ['1.2.0', '1.1', false],
    // Newer than all that is known.
    ['9.1.0', '9.0.50', false],
    ['9.0.90', '9.0.50', false],
    ['30.0.0', '9.0.50', false],
  ] as const) {
    it(`${tree}: ${exact ? '' : 'none; before it was '}${name}`, () => {
      const nearest = nearestOf(known, version(tree));
      assert.deepEqual([nearest?.release.name, nearest?.exact], [name, exact]);
    });
  }

  it('is nothing for a tree that is older than all', () => {
    assert.equal(nearestOf(known, version('0.15.1')), undefined);
  });
});

describe('a set of releases', () => {
  const known = releases('1.0 1.1 1.3 2.0');
  const places = new Map(known.map(({ name }, place) => [name, place]));
  for (const [set, text] of [
    [0b0001n, '1.0'],
    [0b0011n, '1.0-1.1'],
    [0b1110n, '1.1-'],
    [0b1000n, '2.0-'],
    [0b1111n, '1.0-'],
    [0b0101n, '1.0,1.3'],
    [0b1011n, '1.0-1.1,2.0-'],
  ] as const) {
    it(`${text}`, () => {
      assert.equal(formatSet(set, known), text);
      assert.equal(parseSet(text, places), set);
    });
  }

  it('is nothing where the text is none', () => {
    for (const text of ['', '-', '1.2', '1.1-1.0', '1.0-1.2', '1.0-1.1-1.3', '1.0,', ',1.0', '1.0 ']) {
      assert.equal(parseSet(text, places), undefined, text);
    }
  });
});
