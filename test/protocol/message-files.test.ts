// Which documents are files of QMP messages, and what the server says of them beyond their problems.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tempFolder } from '../helpers/temp.ts';
import { Client } from './client.ts';

const tree = {
  VERSION: '10.2.0\n',
  '.qapirc.json': '{ "qmp.files": ["replies/*.json"] }\n',
  'qapi/qapi-schema.json': "{ 'command': 'query-tea' }\n",
  'messages/new.qmp': '{ "execute": "query-tee" }\n',
  'replies/old.json': '{ "execute": "query-tee" }\n',
  'other/old.json': '{ "execute": "query-tee" }\n',
};

describe('a document holds messages', () => {
  test('by its name, or because the settings say so', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree));
    const isOne = (path: string) => client.request<boolean>('qapi/isMessageFile', { uri: client.uri(path) });
    assert.equal(await isOne('messages/new.qmp'), true);
    assert.equal(await isOne('replies/old.json'), true);
    assert.equal(await isOne('other/old.json'), false);
    assert.equal(await isOne('qapi/qapi-schema.json'), false);
  });

  test('whatever the editor calls its language', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree));
    client.open('replies/old.json', { languageId: 'json' });
    assert.deepEqual(await client.problemLines('replies/old.json'), ['error qmp/unknown-command: query-tee']);
    client.open('other/old.json', { languageId: 'qmp' });
    assert.deepEqual(await client.problemLines('other/old.json'), ['error qmp/unknown-command: query-tee']);
  });
});

describe('the status of messages', () => {
  test('tells what they are checked against', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree));
    client.open('messages/new.qmp', { languageId: 'qmp' });
    await client.problems('messages/new.qmp');
    assert.deepEqual(await client.request('qapi/status', { uri: client.uri('messages/new.qmp') }), {
      target: { spec: 'auto', resolved: 'qapi/qapi-schema.json', ok: true },
      problems: { errors: 1, warnings: 0 },
    });
  });

  test('tells where that is not what was asked for', async (t) => {
    const folder = tempFolder(t, {
      'a.qmp': '{ "execute": "stop" }\n',
      '.qapirc.json': '{ "qmp.target": "release:99.1" }',
    });
    const client = await Client.start(t, folder);
    client.open('a.qmp', { languageId: 'qmp' });
    await client.problems('a.qmp');
    type Answer = { target: { spec: string; resolved: string; ok: boolean; message: string } };
    const { target } = await client.request<Answer>('qapi/status', { uri: client.uri('a.qmp') });
    assert.equal(target.spec, 'release:99.1');
    assert.match(target.resolved, /^release:\d+\.\d+$/);
    assert.equal(target.ok, false);
    assert.match(target.message, /99\.1/);
  });
});
