// QEMU's own generator beside us, as an editor asks for it: a real Python, with a generator that the test has written.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { CheckWithGeneratorResult } from '../../server/src/lsp/protocol.ts';
import { fakeTree, noPython } from '../helpers/fake-generator.ts';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, type Options } from './client.ts';

const root = 'qapi/qapi-schema.json';
const windows = process.platform === 'win32' && 'it needs a shell';

const tree = (schema: string) => ({ ...fakeTree, [root]: schema });

function ask(client: Client, file = root): Promise<CheckWithGeneratorResult> {
  return client.request('qapi/checkWithGenerator', { uri: client.uri(file) });
}

describe('the generator of the tree', { skip: noPython }, () => {
  test('accepts what we accept', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree("{ 'command': 'eject' }\n")));
    client.open(root);
    assert.deepEqual(await ask(client), {
      kind: 'information',
      message: "QEMU 10.2.0's own generator accepts qapi/qapi-schema.json, and so do we.",
    });
  });

  test('does not agree: what to report comes along, as a page', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree("{ 'command': 'refuse' }\n")));
    client.open(root);
    const { kind, message, report } = await ask(client);
    assert.equal(kind, 'error');
    assert.match(message, /^Disagreement: .* we find nothing .*qapi\/qapi-schema\.json:1: refused$/);
    assert.match(report ?? '', /^# .*\n\nDisagreement: /);
    assert.match(report ?? '', /- The versions: QAPI \d+\.\d+\.\d+, QEMU 10\.2\.0, Python 3\.\d+\.\d+\n/);
  });

  test('sees what is on disk, and so do we then; what is not saved is told', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree("{ 'command': 'eject' }\n")));
    client.open(root);
    client.replace(root, 'eject', 'refuse_this');
    await client.problems(root);
    const { kind, message } = await ask(client);
    assert.equal(kind, 'information');
    assert.match(message, /and so do we\. Files as they were saved last .* changes in qapi\/qapi-schema\.json\.$/);
  });

  test('is run on every root that includes the file', async (t) => {
    const files = { ...tree("{ 'include': 'common.json' }\n"), 'qapi/common.json': '', 'qga/qapi-schema.json': '' };
    const folder = tempFolder(t, files);
    writeFiles(folder, { 'qga/qapi-schema.json': "# crash\n{ 'include': '../qapi/common.json' }\n" });
    const client = await Client.start(t, folder);
    client.open('qapi/common.json');
    const { kind, message, report } = await ask(client, 'qapi/common.json');
    assert.equal(kind, 'error');
    assert.match(
      message,
      /accepts qapi\/qapi-schema\.json.* crashes on qga\/qapi-schema\.json \(IndexError: out of range\)/,
    );
    assert.match(report ?? '', /What Python said:\n {2}Traceback/);
  });

  test('is stopped when the user gives up', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree('# wait\n')));
    client.open(root);
    await client.problems(root);
    const source = new CancellationTokenSource();
    const answer = client.request<CheckWithGeneratorResult>(
      'qapi/checkWithGenerator',
      { uri: client.uri(root) },
      source.token,
    );
    source.cancel();
    assert.deepEqual(await answer, { kind: 'warning', message: 'The generator was stopped.' });
  });

  test('is not there, or the file is on no disk: that is told', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: '' }));
    client.open(root);
    const { kind, message } = await ask(client);
    assert.equal(kind, 'warning');
    assert.match(message, /stands in no QEMU tree with a generator/);
    client.open('untitled:Untitled-1', { text: '{}' });
    assert.equal((await ask(client, 'untitled:Untitled-1')).kind, 'warning');
  });
});

/** A Python that writes down that it was called, and then does as it is told. */
function watchedPython(t: TestContext): { env: NonNullable<Options['env']>; called: () => boolean } {
  const real = execFileSync('sh', ['-c', 'command -v python3'], { encoding: 'utf8' }).trim();
  const bin = tempFolder(t);
  writeFiles(bin, { python3: `#!/bin/sh\ntouch '${bin}/called'\nexec '${real}' "$@"\n` });
  chmodSync(`${bin}/python3`, 0o755);
  return { env: { PATH: `${bin}${delimiter}${process.env.PATH}` }, called: () => existsSync(`${bin}/called`) };
}

test('in a workspace that is not trusted, no generator is run until it is', {
  skip: noPython || windows,
}, async (t) => {
  const { env, called } = watchedPython(t);
  const folder = tempFolder(t, tree("{ 'command': 'eject' }\n"));
  const client = await Client.start(t, folder, { initialization: { trusted: false }, env });
  client.open(root);
  const { kind, message } = await ask(client);
  assert.equal(kind, 'warning');
  assert.match(message, /not trusted/);
  assert.equal(called(), false);

  client.notify('qapi/trustGranted');
  assert.equal((await ask(client)).kind, 'information');
  assert.equal(called(), true);
});
