import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeFiles } from '../../server/src/cli/write-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qapi-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

const inFolder = (name: string): string => join(folder, name);
const text = (name: string): Promise<string> => readFile(inFolder(name), 'utf8');

describe('writing files', () => {
  test('gives each its new text, and leaves nothing else behind', async () => {
    await writeFile(inFolder('a.json'), 'old');
    await writeFile(inFolder('b.json'), 'old');
    const failure = await writeFiles(
      new Map([
        [inFolder('a.json'), 'new a\r\n'],
        [inFolder('b.json'), '\ufeffnew ü\n'],
      ]),
    );
    assert.equal(failure, undefined);
    assert.deepEqual([await text('a.json'), await text('b.json')], ['new a\r\n', '\ufeffnew ü\n']);
    assert.deepEqual((await readdir(folder)).sort(), ['a.json', 'b.json']);
  });

  test('makes a file that is not there', async () => {
    assert.equal(await writeFiles(new Map([[inFolder('new.json'), 'new']])), undefined);
    assert.equal(await text('new.json'), 'new');
    assert.deepEqual(await readdir(folder), ['new.json']);
  });

  test('changes nothing if one of them cannot be written', async () => {
    await writeFile(inFolder('a.json'), 'old');
    const failure = await writeFiles(
      new Map([
        [inFolder('a.json'), 'new'],
        [inFolder('gone/b.json'), 'new'],
      ]),
    );
    assert.deepEqual(failure, { path: inFolder('gone/b.json'), reason: 'no such file or directory' });
    assert.equal(await text('a.json'), 'old');
    assert.deepEqual(await readdir(folder), ['a.json']);
  });

  test('keeps the mode of a file', { skip: process.platform === 'win32' && 'Windows has no modes' }, async () => {
    await writeFile(inFolder('a.json'), 'old');
    await chmod(inFolder('a.json'), 0o640);
    await writeFiles(new Map([[inFolder('a.json'), 'new']]));
    assert.equal((await stat(inFolder('a.json'))).mode & 0o777, 0o640);
  });

  test('leaves a read-only file alone', { skip: process.getuid?.() === 0 && 'root may write everything' }, async () => {
    await writeFile(inFolder('a.json'), 'old');
    await chmod(inFolder('a.json'), 0o444);
    const failure = await writeFiles(new Map([[inFolder('a.json'), 'new']]));
    assert.deepEqual(failure, { path: inFolder('a.json'), reason: 'permission denied' });
    assert.equal(await text('a.json'), 'old');
  });

  test('follows a link', { skip: process.platform === 'win32' && 'links need rights on Windows' }, async () => {
    await mkdir(inFolder('real'));
    await writeFile(inFolder('real/a.json'), 'old');
    await symlink(inFolder('real/a.json'), inFolder('link.json'));
    await writeFiles(new Map([[inFolder('link.json'), 'new']]));
    assert.equal(await text('real/a.json'), 'new');
    assert.ok((await lstat(inFolder('link.json'))).isSymbolicLink());
    assert.deepEqual(await readdir(inFolder('real')), ['a.json']);
  });
});
