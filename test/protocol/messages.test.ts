// Files of QMP messages, as an editor sees them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, edited, editsByFile } from './client.ts';

const root = 'qapi/qapi-schema.json';
const TREE = { [root]: "{ 'command': 'eject', 'data': { 'device': 'str', '*force': 'bool' } }\n" };
const misspelt = '{ "execute": "ejct", "arguments": { "device": "cd0" } }\n';

describe('a file of messages', () => {
  test('is judged by the schema of its tree, and mended', async (t) => {
    const client = await Client.start(t, tempFolder(t, { ...TREE, 'tests/a.qmp': misspelt }));
    client.open('tests/a.qmp', { languageId: 'qmp' });
    assert.deepEqual(await client.problemLines('tests/a.qmp'), ['error qmp/unknown-command: ejct']);
    const [action] = await client.actions('tests/a.qmp', 'ejct');
    assert.equal(action?.title, "Replace by 'eject'");
    const [edits] = [...editsByFile(action?.edit).values()];
    assert.equal(edited(misspelt, edits ?? []), misspelt.replace('ejct', 'eject'));
  });

  test('is judged anew when the schema changes that it is judged by', async (t) => {
    const client = await Client.start(t, tempFolder(t, { ...TREE, 'tests/a.qmp': misspelt }));
    client.open('tests/a.qmp', { languageId: 'qmp' });
    client.open(root);
    await client.problems('tests/a.qmp');
    client.replace(root, "'eject'", "'ejct'");
    await client.untilProblems('tests/a.qmp', (lines) => lines.length === 0);
  });

  test('is known by its name, whatever the editor calls its language', async (t) => {
    const client = await Client.start(t, tempFolder(t, TREE));
    for (const [file, languageId] of Object.entries({ 'a.qmp.json': 'json', 'b.replies': 'plaintext' })) {
      client.open(file, { text: misspelt, languageId });
      assert.deepEqual(await client.problemLines(file), ['error qmp/unknown-command: ejct']);
    }
  });

  test('may be any JSON file that the settings name', async (t) => {
    const client = await Client.start(t, tempFolder(t, { ...TREE, 'tests/data.json': misspelt }), {
      settings: { qmp: { files: ['tests/*.json'] } },
    });
    client.open('tests/data.json', { languageId: 'json' });
    assert.deepEqual(await client.problemLines('tests/data.json'), ['error qmp/unknown-command: ejct']);
    client.open('other.json', { text: misspelt, languageId: 'json' });
    assert.deepEqual(await client.problemLines('other.json'), []);
  });

  test('that stands in no tree is judged by the newest release, unless the settings name another one', async (t) => {
    const text = '{ "execute": "query-status" }\n{ "execute": "change" }\n';
    const folder = tempFolder(t, { 'a.qmp': text });
    const client = await Client.start(t, folder);
    client.open('a.qmp', { languageId: 'qmp' });
    const [problem] = await client.problems('a.qmp');
    assert.match(problem?.message ?? '', /^There is no command 'change'\..* removed in 6\.0; your target is release:/);
    writeFiles(folder, { '.qapirc.json': '{ "qmp.target": "release:5.2" }' });
    client.fileChanged('.qapirc.json', 'created');
    await client.untilProblems('a.qmp', (lines) => !lines.some((line) => line.includes('unknown-command')));
  });

  test('may hold anything', async (t) => {
    const client = await Client.start(t, tempFolder(t));
    for (const text of [
      '',
      '{',
      '[[[',
      '-> <-',
      '\0'.repeat(100),
      '{ "execute": '.repeat(1000),
      '-> {\n'.repeat(1000),
    ]) {
      client.open('a.qmp', { text, languageId: 'qmp' });
      await client.problems('a.qmp');
      client.close('a.qmp');
    }
  });
});
