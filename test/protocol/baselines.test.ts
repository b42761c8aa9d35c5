// What an editor is told of baselines: lenses, the list of changes, and the texts that no file has.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver-protocol';
import type { InBaselineResult, RootChanges } from '../../server/src/lsp/protocol.ts';
import { LineIndex } from '../../server/src/syntax/text.ts';
import { commit, git, tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, exampleTrees } from './client.ts';

const root = 'qapi/qapi-schema.json';
const showsAll = { commands: ['qapi.showChanges'], opensBaselines: true };

/** A tree that has gone on from the commit that is its baseline. */
function goneOn(t: Parameters<typeof tempFolder>[0]): string {
  const folder = tempFolder(t, {
    [root]: "{ 'include': 'disk.json' }\n",
    'qapi/disk.json': "# A comment\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
  });
  commit(folder, 'upstream');
  writeFiles(folder, {
    'qapi/disk.json': "{ 'command': 'eject', 'data': { 'id': 'int' } }\n{ 'command': 'stop' }\n",
    '.qapirc.json': '{ "role": "downstream", "baseline": "git:upstream" }',
  });
  return folder;
}

function lenses(client: Client, file: string): Promise<CodeLens[] | null> {
  return client.request('textDocument/codeLens', { textDocument: { uri: client.uri(file) } });
}

describe('a lens', () => {
  test('stands at the name of a definition, and leads to the list', async (t) => {
    const client = await Client.start(t, goneOn(t), { initialization: showsAll });
    client.open('qapi/disk.json');
    const [eject, stop, ...others] = (await lenses(client, 'qapi/disk.json')) ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual(eject, {
      range: client.range('qapi/disk.json', "'command': '«eject»'"),
      command: {
        title: 'differs from git:upstream: 1 type changed (breaking)',
        command: 'qapi.showChanges',
        arguments: [{ root, definition: 'eject' }],
      },
    });
    assert.equal(stop?.command?.title, 'not in git:upstream');
  });

  test('follows what is typed', async (t) => {
    const client = await Client.start(t, goneOn(t), { initialization: showsAll });
    client.open('qapi/disk.json');
    client.replace('qapi/disk.json', "'id': '«int»'", 'str');
    const titles = (await lenses(client, 'qapi/disk.json'))?.map(({ command }) => command?.title);
    assert.deepEqual(titles, ['not in git:upstream']);
  });

  test('is only a text where the editor has no such list', async (t) => {
    const client = await Client.start(t, goneOn(t));
    client.open('qapi/disk.json');
    const commands = (await lenses(client, 'qapi/disk.json'))?.map(({ command }) => command?.command);
    assert.deepEqual(commands, ['', '']);
  });

  test('can be switched off, and the editor is told to ask again', async (t) => {
    const client = await Client.start(t, goneOn(t), { settings: { codeLens: false } });
    client.open('qapi/disk.json');
    const refreshes = () => client.told.filter(({ method }) => method === 'workspace/codeLens/refresh').length;
    await client.until('a first refresh', () => refreshes() === 1);
    assert.equal(await lenses(client, 'qapi/disk.json'), null);
    client.settings = {};
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until('another refresh', () => refreshes() === 2);
    assert.equal((await lenses(client, 'qapi/disk.json'))?.length, 2);
  });
});

describe('the list of changes', () => {
  test('leads to both sides: the one in git is a text to ask for', async (t) => {
    const folder = goneOn(t);
    const client = await Client.start(t, folder, { initialization: showsAll });
    const [changes, ...others] = await client.request<RootChanges[]>('qapi/changes');
    assert.deepEqual(others, []);
    assert.equal(changes?.root, root);
    assert.equal(changes.baseline, 'git:upstream');
    const [eject, stop] = changes.groups;
    assert.deepEqual(stop?.changes[0], {
      label: '+ command stop',
      direction: 'send',
      verdict: 'compatible',
      reason: 'Clients that do not know it do not use it.',
      definition: 'stop',
      ours: {
        uri: client.uri('qapi/disk.json'),
        range: { start: { line: 1, character: 14 }, end: { line: 1, character: 18 } },
      },
    });
    const place = eject?.changes[0]?.baseline;
    const id = git(folder, 'rev-parse', 'upstream');
    assert.equal(place?.uri, `qapi-baseline:/git%3A${id}/qapi/disk.json`);
    const text = await client.request<string>('qapi/baselineText', { uri: place.uri });
    assert.match(text, /^# A comment\n/);
    const lines = new LineIndex(text);
    const { start, end } = place.range;
    assert.equal(text.slice(lines.offsetOf(start), lines.offsetOf(end)), 'str');
  });

  test('has the places of a folder as files, and no place that the editor cannot open', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    const [changes] = await client.request<RootChanges[]>('qapi/changes');
    const attach = changes?.groups.find(({ name }) => name === 'disk-attach');
    assert.deepEqual(attach?.changes[0]?.baseline?.uri, client.uri('../upstream/qapi/block.json'));

    const other = await Client.start(t, goneOn(t));
    const [withoutPlaces] = await other.request<RootChanges[]>('qapi/changes');
    const [change] = withoutPlaces?.groups[0]?.changes ?? [];
    assert.equal(change?.label, 'argument id: string -> int');
    assert.equal(change.baseline, undefined);
    assert.notEqual(change.ours, undefined);
  });

  test('is empty without a baseline', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: "{ 'command': 'eject' }\n" }));
    assert.deepEqual(await client.request('qapi/changes'), []);
  });
});

describe('the place in the baseline', () => {
  test('is that of the same member, or of the definition', async (t) => {
    const folder = goneOn(t);
    const client = await Client.start(t, folder, { initialization: showsAll });
    client.open('qapi/disk.json');
    const ask = (marked: string) =>
      client.request<InBaselineResult>('qapi/inBaseline', {
        uri: client.uri('qapi/disk.json'),
        position: client.place('qapi/disk.json', marked),
      });
    const uri = `qapi-baseline:/git%3A${git(folder, 'rev-parse', 'upstream')}/qapi/disk.json`;
    const at = (start: number, end: number) => ({
      location: { uri, range: { start: { line: 1, character: start }, end: { line: 1, character: end } } },
    });
    assert.deepEqual(await ask("'i|d': 'int'"), at(33, 35));
    assert.deepEqual(await ask("|{ 'command': 'eject'"), at(14, 19));
    assert.deepEqual(await ask("'command': '|stop'"), { message: "'stop' is not in git:upstream." });
  });

  test('cannot be had without a baseline', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: "{ 'command': 'eject' }\n" }));
    client.open(root);
    const params = { uri: client.uri(root), position: { line: 0, character: 15 } };
    assert.deepEqual(await client.request('qapi/inBaseline', params), {
      message: 'There is no baseline to look into.',
    });
  });
});

describe("a baseline's text", () => {
  test('of a release is there with nothing opened; of what is no baseline there is none', async (t) => {
    const folder = tempFolder(t, { [root]: "{ 'command': 'stop' }\n" });
    const client = await Client.start(t, folder, { settings: { baseline: 'release:8.2' }, initialization: showsAll });
    await client.notification('qapi/statusChanged');
    const [changes] = await client.request<RootChanges[]>('qapi/changes');
    const gone = changes?.groups.find(({ name }) => name === 'blockdev-add')?.changes[0];
    assert.equal(gone?.label, '- command blockdev-add');
    assert.equal(gone.ours, undefined);
    assert.equal(gone.baseline?.uri, 'qapi-baseline:/release%3A8.2/qapi/block-core.json');
    // An editor may write a URI without escaping what need not be.
    for (const uri of [gone.baseline.uri, 'qapi-baseline:/release:8.2/qapi/block-core.json']) {
      const text = await client.request<string>('qapi/baselineText', { uri });
      const line = text.split('\n')[gone.baseline.range.start.line];
      assert.match(line ?? '', /'command': 'blockdev-add'/);
    }
    for (const uri of ['qapi-baseline:/release:8.1/qapi/block-core.json', 'qapi-baseline:/', 'qapi-baseline:x']) {
      assert.equal(await client.request('qapi/baselineText', { uri }), null);
    }
  });

  test('made from introspection has a place as well', async (t) => {
    const answer = [
      { name: 'eject', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' },
      { name: '0', 'meta-type': 'object', members: [] },
    ];
    const folder = tempFolder(t, { [root]: "{ 'command': 'stop' }\n", 'answer.json': JSON.stringify(answer) });
    const settings = { baseline: 'introspection:answer.json' };
    const client = await Client.start(t, folder, { settings, initialization: showsAll });
    await client.notification('qapi/statusChanged');
    const [changes] = await client.request<RootChanges[]>('qapi/changes');
    const uri = changes?.groups.find(({ name }) => name === 'eject')?.changes[0]?.baseline?.uri;
    assert.ok(uri?.startsWith('qapi-baseline:/introspection/') && uri.endsWith('/answer.json'), uri);
    assert.match(await client.request<string>('qapi/baselineText', { uri }), /'command': 'eject'/);
  });

  test('is judged by nobody, should an editor hand it over as a document', async (t) => {
    const client = await Client.start(t, goneOn(t), { initialization: showsAll });
    const uri = 'qapi-baseline:/release%3A8.2/qapi/disk.json';
    client.open(uri, { text: "{ 'command': 'Eject', 'data': 'Nothing' }\n" });
    assert.deepEqual(await client.problems(uri), []);
    assert.equal(await client.hover(uri, "'Ej|ect'"), null);
    assert.equal(await lenses(client, uri), null);
    assert.deepEqual(await client.actions(uri, undefined), []);
    assert.equal(await client.request('qapi/status', { uri }), null);
    const at = { textDocument: { uri }, position: { line: 0, character: 15 } };
    assert.equal(await client.request('textDocument/definition', at), null);
  });
});
