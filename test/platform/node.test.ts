import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { describe, test } from 'node:test';
import { nodeHost } from '../../server/src/platform/node.ts';
import { tempFolder } from '../helpers/temp.ts';

const host = nodeHost({ git: false });
const windows = process.platform === 'win32';

describe('reading', () => {
  test('a file gives its bytes, whatever they are', async (t) => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0, 0xff, 0x27, 0x0a]);
    const folder = tempFolder(t, { 'odd.json': bytes, empty: '' });
    const content = await host.read(`${folder}/odd.json`);
    assert.equal(content.kind, 'file');
    assert.deepEqual(content.kind === 'file' && new Uint8Array(content.bytes), bytes);
    assert.equal((await host.read(`${folder}/empty`)).kind, 'file');
  });

  test('what is not there is missing, below a file as well', async (t) => {
    const folder = tempFolder(t, { file: 'x' });
    for (const path of [`${folder}/nothing`, `${folder}/no/thing`, `${folder}/file/below`]) {
      assert.deepEqual(await host.read(path), { kind: 'missing', reason: '' });
    }
  });

  test('a directory is a directory', async (t) => {
    assert.deepEqual(await host.read(tempFolder(t)), { kind: 'directory', reason: '' });
  });

  test('what the system refuses is unreadable, in its words', async (t) => {
    const folder = tempFolder(t);
    assert.deepEqual(await host.read(`${folder}/a\0b`), { kind: 'unreadable', reason: 'the path holds a NUL' });
    const tooLong = await host.read(`${folder}/${'x'.repeat(5000)}`);
    if (!windows) assert.deepEqual(tooLong, { kind: 'unreadable', reason: 'name too long' });
  });

  test('a file without permission', { skip: windows || process.getuid?.() === 0 }, async (t) => {
    const folder = tempFolder(t, { secret: 'x' });
    chmodSync(`${folder}/secret`, 0);
    assert.deepEqual(await host.read(`${folder}/secret`), { kind: 'unreadable', reason: 'permission denied' });
  });

  test('a directory without permission', { skip: windows || process.getuid?.() === 0 }, async (t) => {
    const folder = tempFolder(t, { 'secret/file': 'x' });
    for (const mode of [0, 0o400, 0o100]) {
      chmodSync(`${folder}/secret`, mode);
      const content = await host.read(`${folder}/secret`);
      // So that it can be removed again.
      chmodSync(`${folder}/secret`, 0o700);
      assert.deepEqual(content, { kind: 'directory', reason: 'permission denied' });
    }
  });

  test('a link that leads in a circle', { skip: windows }, async (t) => {
    const folder = tempFolder(t);
    symlinkSync('b', `${folder}/a`);
    symlinkSync('a', `${folder}/b`);
    assert.equal((await host.read(`${folder}/a`)).kind, 'unreadable');
  });

  test('a pipe or a device is not waited for', { skip: windows, timeout: 5000 }, async (t) => {
    const folder = tempFolder(t);
    execFileSync('mkfifo', [`${folder}/pipe`]);
    for (const path of [`${folder}/pipe`, '/dev/zero', '/dev/tty']) {
      const content = await host.read(path);
      assert.notEqual(content.kind, 'file', path);
    }
  });
});

describe('finding', () => {
  const schemas = (path: string) => path.endsWith('.json');

  test('goes through all folders, leaves out those to skip, and sorts', async (t) => {
    const folder = tempFolder(t, {
      'qapi/qapi-schema.json': '',
      'qapi/block.json': '',
      'a.json': '',
      'README.md': '',
      'build/qapi/out.json': '',
      '.git/x.json': '',
      'a b/ü.json': '',
    });
    const skip = (directory: string) => /\/(build|\.git)$/.test(directory);
    const expected = ['a b/ü.json', 'a.json', 'qapi/block.json', 'qapi/qapi-schema.json'];
    for (const start of [folder, `${folder}/`]) {
      assert.deepEqual(
        await host.find(start, schemas, skip),
        expected.map((path) => `${folder}/${path}`),
      );
    }
  });

  test('takes links to files, and does not follow links to folders', { skip: windows }, async (t) => {
    const folder = tempFolder(t, { 'qapi/a.json': '' });
    symlinkSync('qapi/a.json', `${folder}/link.json`);
    symlinkSync('nowhere', `${folder}/dangling.json`);
    symlinkSync('..', `${folder}/qapi/up.json`);
    assert.deepEqual(await host.find(folder, schemas, () => false), [`${folder}/link.json`, `${folder}/qapi/a.json`]);
  });

  test('finds nothing where there is nothing', async (t) => {
    const folder = tempFolder(t, { file: '' });
    assert.deepEqual(
      await host.find(
        `${folder}/nothing`,
        () => true,
        () => false,
      ),
      [],
    );
    assert.deepEqual(
      await host.find(
        `${folder}/file`,
        () => true,
        () => false,
      ),
      [],
    );
    assert.deepEqual(
      await host.find(
        'a\0b',
        () => true,
        () => false,
      ),
      [],
    );
  });

  test('gets through a very deep tree', async (t) => {
    const deep = 'd/'.repeat(800);
    const folder = tempFolder(t, { [`${deep}x.json`]: '' });
    assert.deepEqual(await host.find(folder, schemas, () => false), [`${folder}/${deep}x.json`]);
  });
});

test('git is there only where it may be run', () => {
  assert.equal(host.git, undefined);
  assert.notEqual(nodeHost({ git: true }).git, undefined);
});
