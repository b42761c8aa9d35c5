// A running QEMU, as an editor asks for its API: a real server, and a real socket with a program of the test's own behind it.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { AskProgramParams, AskProgramResult } from '../../server/src/lsp/protocol.ts';
import { ENTRIES, listen, monitor, noUnixSockets } from '../helpers/fake-program.ts';
import { tempFolder } from '../helpers/temp.ts';
import { Client } from './client.ts';

const ask = (client: Client, params: AskProgramParams = {}): Promise<AskProgramResult> =>
  client.request('qapi/askProgram', params);

describe('a running program', { skip: noUnixSockets }, () => {
  test('is asked at the address that the user has given; the answer is for the client to keep', async (t) => {
    const address = await listen(t, monitor());
    const folder = tempFolder(t);
    const client = await Client.start(t, folder);
    const { kind, message, file, isTarget } = await ask(client, { address });
    assert.deepEqual(
      { kind, message, isTarget },
      { kind: 'answer', message: 'QEMU 7.2.22 (Acme 7.2-1): 1 command, 1 event.', isTarget: false },
    );
    assert.equal(file?.uri, client.uri('.qapi-program.json'));
    const kept = JSON.parse(file?.text ?? '');
    assert.deepEqual([kept.socket, kept.return], [address, ENTRIES]);
    assert.equal(existsSync(`${folder}/.qapi-program.json`), false);
  });

  test('is the one that the settings of a file name; its answer is kept beside them', async (t) => {
    const address = await listen(t, monitor());
    const folder = tempFolder(t, {
      'tests/.qapirc.json': JSON.stringify({ 'qmp.target': `socket:${address}` }),
      'tests/boot.qmp': '',
    });
    const client = await Client.start(t, folder);
    const { kind, file, isTarget } = await ask(client, { uri: client.uri('tests/boot.qmp') });
    assert.deepEqual([kind, isTarget], ['answer', true]);
    assert.equal(file?.uri, client.uri('tests/.qapi-program.json'));
    assert.equal((await ask(client)).kind, 'noAddress');
  });

  test('is the one that the editor has set: a path in it starts from the folder', async (t) => {
    const folder = tempFolder(t, {
      '.qapirc.json': '{ "qmp.target": "socket:other.sock" }',
      'qapi-schema.json': '',
    });
    const client = await Client.start(t, folder, { settings: { qmp: { target: 'socket:build/q.sock' } } });
    client.open('qapi-schema.json');
    // Then the settings have come.
    await client.problems('qapi-schema.json');
    const { kind, message } = await ask(client);
    assert.equal(kind, 'problem');
    assert.ok(message.startsWith(`There is no socket ${folder}/build/q.sock.`), message);
  });

  test('is left alone when the user gives up', async (t) => {
    const source = new CancellationTokenSource();
    const address = await listen(t, () => source.cancel());
    const client = await Client.start(t, tempFolder(t));
    const answer = client.request<AskProgramResult>('qapi/askProgram', { address }, source.token);
    assert.deepEqual(await answer, { kind: 'cancelled', message: 'It was cancelled.' });
  });

  test('is not connected to before the workspace is trusted', async (t) => {
    let clients = 0;
    const address = await listen(t, (socket) => {
      clients++;
      monitor()(socket);
    });
    const client = await Client.start(t, tempFolder(t), { initialization: { trusted: false } });
    const { kind, message } = await ask(client, { address });
    assert.equal(kind, 'problem');
    assert.match(message, /not trusted/);
    assert.equal(clients, 0);

    client.notify('qapi/trustGranted');
    assert.equal((await ask(client, { address })).kind, 'answer');
    assert.equal(clients, 1);
  });
});

test('without a folder there is no place for an answer', async (t) => {
  const client = await Client.start(t, tempFolder(t), { rootUri: null });
  assert.deepEqual(await ask(client, { address: 'localhost:1' }), {
    kind: 'problem',
    message: 'Open a folder first: the answer is kept in it.',
  });
});
