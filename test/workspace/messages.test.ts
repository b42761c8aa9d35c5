// What a file of QMP messages is checked against: the schema of its tree, a release, or what a program has answered.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { historyFrom } from '../helpers/history.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { schemaFrom } from '../helpers/schema.ts';

const history = await historyFrom({
  '8.2': { 'qapi/qapi-schema.json': "{ 'command': 'stop' }", 'qga/qapi-schema.json': "{ 'command': 'guest-ping' }" },
  '9.1': { 'qapi/qapi-schema.json': "{ 'command': 'stop' } { 'command': 'cont' }" },
  '9.1.50': { 'qapi/qapi-schema.json': "{ 'command': 'stop' } { 'command': 'cont' } { 'command': 'new' }" },
});

const tree = {
  '/qemu/qapi/qapi-schema.json': "{ 'command': 'tree-stop' }",
  '/qemu/qga/qapi-schema.json': "{ 'command': 'guest-tree-ping' }",
};

/** The target of a file of messages, and the first words of what is wrong with it; the paths are absolute. */
async function target(files: Record<string, string>, path: string, settings = {}, folders = ['/qemu', '/app']) {
  const workspace = new Workspace(memoryHost(files, undefined, undefined, history), folders);
  workspace.setSettings(settings);
  const messages = await workspace.messagesOf(path);
  return [messages?.target?.label, ...(messages?.problems ?? []).map(({ rule, message }) => `${rule.id}: ${message}`)];
}

describe('messages are checked', () => {
  const stop = '{ "execute": "stop" }';

  it('against the schema of the tree that they stand in', async () => {
    const files = { ...tree, '/qemu/tests/a.qmp': '{ "execute": "tree-stop" }' };
    assert.deepEqual(await target(files, '/qemu/tests/a.qmp'), ['qapi/qapi-schema.json']);
  });

  it('below qga, or where all commands are for it, against that of the guest agent', async () => {
    const ping = '{ "execute": "guest-tree-ping" }';
    for (const path of ['/qemu/qga/a.qmp', '/qemu/tests/a.qmp']) {
      assert.deepEqual(await target({ ...tree, [path]: ping }, path), ['qga/qapi-schema.json']);
    }
  });

  it('against the newest release elsewhere, and not against a development tree', async () => {
    assert.deepEqual(await target({ '/app/a.qmp': '{ "execute": "cont" }' }, '/app/a.qmp'), ['release:9.1']);
  });

  it('against the release that the settings name', async () => {
    const files = { '/app/a.qmp': stop, '/app/.qapirc.json': '{ "qmp.target": "release:8.2" }' };
    assert.deepEqual(await target(files, '/app/a.qmp'), ['release:8.2']);
    const inTree = { ...tree, '/qemu/a.qmp': stop };
    assert.deepEqual(await target(inTree, '/qemu/a.qmp', { 'qmp.target': 'release:8.2' }), ['release:8.2']);
  });

  it('against what a program has answered, by a path from the folder of the settings', async () => {
    const answer = JSON.stringify({ return: introspectionOf(await schemaFrom({ 'a.json': "{ 'command': 'own' }" })) });
    const files = {
      '/app/tests/a.qmp': '{ "execute": "own" }',
      '/app/qemu.json': answer,
      '/app/.qapirc.json': '{ "qmp.target": "introspection:qemu.json" }',
    };
    assert.deepEqual(await target(files, '/app/tests/a.qmp'), ['introspection:qemu.json']);
  });

  it('against what a running program has answered when it was asked last', async () => {
    const own = introspectionOf(await schemaFrom({ 'a.json': "{ 'command': 'own' }" }));
    const program = { qemu: { major: 7, minor: 2, micro: 22 }, package: '' };
    const files = {
      '/app/a.qmp': '{ "execute": "own" }',
      '/app/.qapirc.json': '{ "qmp.target": "socket:q.sock" }',
      '/app/.qapi-program.json': JSON.stringify({ version: 1, socket: 'q.sock', program, return: own }),
    };
    assert.deepEqual(await target(files, '/app/a.qmp'), ['socket:q.sock (QEMU 7.2.22)']);
    const [label, told] = await target({ ...files, '/app/.qapi-program.json': '{}' }, '/app/a.qmp');
    assert.equal(label, 'release:9.1');
    assert.match(told ?? '', /^config\/message-target: .*cannot be read/);
  });

  it('against the newest release, which is told, where what the settings name cannot be had', async () => {
    assert.deepEqual(await target({ '/app/a.qmp': stop }, '/app/a.qmp', { 'qmp.target': 'introspection:no.json' }), [
      'release:9.1',
      'config/message-target: The target "introspection:no.json" does not exist: there is no /app/no.json. The path is relative to /app. Messages are checked against release:9.1 instead.',
    ]);
  });

  it('for nothing but their JSON where no release comes with the program', async () => {
    const workspace = new Workspace(memoryHost({ '/app/a.qmp': '{ "execute": "nonsense", }' }), ['/app']);
    const messages = await workspace.messagesOf('/app/a.qmp');
    assert.equal(messages?.target, undefined);
    assert.deepEqual(
      messages?.problems.map(({ rule }) => rule.id),
      ['config/message-target'],
    );
  });

  it('anew when the text, the schema or the settings change, and only then', async () => {
    const host = memoryHost({ ...tree, '/qemu/a.qmp': '{ "execute": "tree-cont" }' }, undefined, undefined, history);
    const workspace = new Workspace(host, ['/qemu']);
    const rules = async () => (await workspace.messagesOf('/qemu/a.qmp'))?.problems.map(({ rule }) => rule.id);
    assert.deepEqual(await rules(), ['qmp/unknown-command']);
    assert.equal(await workspace.messagesOf('/qemu/a.qmp'), await workspace.messagesOf('/qemu/a.qmp'));
    workspace.setDocument('/qemu/a.qmp', '{ "execute": "tree-stop" }');
    assert.deepEqual(await rules(), []);
    workspace.setDocument('/qemu/qapi/qapi-schema.json', "{ 'command': 'tree-start' }");
    assert.deepEqual(await rules(), ['qmp/unknown-command']);
    workspace.setSettings({ severities: { 'qmp/unknown-command': 'off' } });
    assert.deepEqual(await rules(), []);
  });
});

describe('files of messages', () => {
  it('are known by their names, or named by the settings', async () => {
    const files = { '/app/.qapirc.json': '{ "qmp.files": ["data/*.json"] }' };
    const workspace = new Workspace(memoryHost(files), ['/app']);
    const paths = ['a.qmp', 'a.qmp.json', 'a.qmp.jsonl', 'caps.replies', 'data/a.json', 'a.json', '.qmp', 'qmp.json'];
    const known = await Promise.all(paths.map((path) => workspace.isMessageFile(`/app/${path}`)));
    assert.deepEqual(
      paths.filter((_, index) => known[index]),
      ['a.qmp', 'a.qmp.json', 'a.qmp.jsonl', 'caps.replies', 'data/a.json'],
    );
  });
});
