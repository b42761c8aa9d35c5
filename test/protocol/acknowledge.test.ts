// What is acknowledged, as an editor sees it: not among the problems, counted in the status; and mistakes where they stand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Status } from '../../server/src/lsp/protocol.ts';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client } from './client.ts';

const root = 'qapi/qapi-schema.json';
const block = 'qapi/block.json';
const config = '.qapirc.json';
const known = '.qapi-known.json';

const TREE = {
  [root]: "{ 'include': 'block.json' }\n{ 'event': 'x-BYE' }\n",
  'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/block.json' }\n",
  [block]: "{ 'command': 'x-eject' }\n",
};

describe('problems that are known', () => {
  const list =
    '{ "version": 1, "known": [{ "rule": "naming/experimental-prefix", "file": "qapi/block.json", "name": "x-eject" }] }';

  test('are not told, and counted in the status', async (t) => {
    const client = await Client.start(t, tempFolder(t, { ...TREE, [known]: list }));
    client.open(root);
    client.open(block);
    assert.deepEqual(await client.problemLines(root), ['information naming/experimental-prefix: x-BYE']);
    assert.deepEqual(await client.problemLines(block), []);
    const status = await client.request<Status>('qapi/status', { uri: client.uri(block) });
    assert.deepEqual(status.problems, { errors: 0, warnings: 0, acknowledged: 1 });
  });

  test('are told as soon as the list is gone, or broken, and that is told at its place', async (t) => {
    const folder = tempFolder(t, { ...TREE, [known]: list });
    const client = await Client.start(t, folder);
    client.open(block);
    assert.deepEqual(await client.problemLines(block), []);
    writeFiles(folder, { [known]: list.replace('[', '<<<<<<< [') });
    client.fileChanged(known);
    const codes = (file: string) =>
      client
        .published(file)
        .at(-1)
        ?.diagnostics.map(({ code }) => code)
        .join();
    await client.until('the problem', () => codes(block) === 'naming/experimental-prefix');
    await client.until('that of the list', () => codes(known) === 'config/known-file');
    client.open(known, { languageId: 'json' });
    assert.deepEqual(await client.problemLines(known), ['error config/known-file: <<<<<<<']);
    client.replace(known, '<<<<<<< ', '');
    assert.deepEqual(await client.problemLines(known), []);
    await client.until('no problem', () => codes(block) === '');
  });
});

describe('an open .qapirc.json', () => {
  test('is told what it acknowledges in none of its roots', async (t) => {
    const entry = (path: string) => `{ "rule": "downstream/missing-prefix", "path": "${path}", "reason": "shipped" }`;
    const folder = tempFolder(t, {
      ...TREE,
      'up/qapi/qapi-schema.json': '',
      'up/storage-daemon/qapi/qapi-schema.json': '',
      [config]: `{ "role": "downstream", "baseline": "dir:up", "acknowledged": [${entry('event x-BYE')}, ${entry('event HELLO')}] }`,
    });
    const client = await Client.start(t, folder);
    client.open(config, { languageId: 'jsonc' });
    assert.deepEqual(await client.problemLines(config), [`warning ignore/unused: ${entry('event HELLO')}`]);
    // What is open has to do with one of the roots only.
    client.open('storage-daemon/qapi/qapi-schema.json');
    client.replace(config, 'HELLO', 'BYE');
    assert.deepEqual(await client.problemLines(config), [`warning ignore/unused: ${entry('event BYE')}`]);
  });
});

describe('a comment in a file of several roots', () => {
  test('has to be of use in one of them', async (t) => {
    const comment = '# qapi-ignore naming/experimental-prefix: as it always was';
    const client = await Client.start(t, tempFolder(t, { ...TREE, [block]: `${comment}\n{ 'command': 'x-eject' }\n` }));
    client.open(block);
    assert.deepEqual(await client.problemLines(block), []);
    client.replace(block, 'x-eject', 'eject');
    assert.deepEqual(await client.problemLines(block), ['warning ignore/unused: naming/experimental-prefix']);
    const [action] = await client.actions(block, '«naming/experimental-prefix»');
    assert.equal(action?.title, "Remove 'naming/experimental-prefix' here");
  });
});
