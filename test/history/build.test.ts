// Adding releases to a history: what becomes of those that are known, and what is refused.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import { buildHistory, TreeError } from '../../scripts/build-history.ts';
import { type Addition, add, historyOf, releasesOf } from '../../server/src/history/build.ts';
import { formatHistory, parseHistory } from '../../server/src/history/data.ts';
import { historyText, type TreeTexts, treeApi } from '../helpers/history.ts';
import { tempFolder, writeFiles } from '../helpers/temp.ts';

type Trees = Readonly<Record<string, TreeTexts>>;

/** Adds trees to a history of others: what is said, and the history that comes of it. */
async function added(known: Trees, more: Trees): Promise<{ said: string[]; text: string }> {
  const before = releasesOf(parseHistory(await historyText(known)));
  const news = await Promise.all(Object.entries(more).map(([name, texts]) => treeApi(name, texts)));
  const { apis, additions } = add(before, news);
  const say = (addition: Addition) =>
    [addition.release.name, addition.kind, ...(addition.kind === 'conflict' ? addition.names : [])].join(' ');
  return { said: additions.map(say), text: formatHistory(historyOf(apis)) };
}

const stop = "{ 'command': 'stop' }";
const cont = "{ 'command': 'cont' }";

describe('a release that is added', () => {
  it('is new, whether it is the newest or not', async () => {
    const { said, text } = await added({ '8.0': stop, '8.2': cont }, { '9.0': stop, '8.1': stop });
    assert.deepEqual(said, ['9.0 new', '8.1 new']);
    assert.equal(text, await historyText({ '8.0': stop, '8.1': stop, '8.2': cont, '9.0': stop }));
  });

  it('is known already', async () => {
    const { said, text } = await added({ '8.0': stop, '8.1': cont }, { '8.0': stop });
    assert.deepEqual(said, ['8.0 known']);
    assert.equal(text, await historyText({ '8.0': stop, '8.1': cont }));
  });

  it('is known with another API, and stays as it is known', async () => {
    const { said, text } = await added({ '8.0': stop, '8.1': cont }, { '8.0': cont, '8.1': cont });
    assert.deepEqual(said, ['8.0 conflict cont stop', '8.1 known']);
    assert.equal(text, await historyText({ '8.0': stop, '8.1': cont }));
  });

  it('is known with other places of the same definitions', async () => {
    const before = { 'qapi/qapi-schema.json': "{ 'include': 'run.json' }", 'qapi/run.json': stop };
    assert.deepEqual((await added({ '8.0': before }, { '8.0': stop })).said, ['8.0 conflict stop']);
    const shared = { ...before, 'qga/qapi-schema.json': "{ 'include': '../qapi/run.json' }" };
    assert.deepEqual((await added({ '8.0': before }, { '8.0': shared })).said, ['8.0 conflict qapi/run.json']);
  });
});

describe('a development tree', () => {
  it('takes the place of an older one', async () => {
    const { said, text } = await added({ '8.0': stop, '8.0.50': cont }, { '8.0.50': stop });
    assert.deepEqual(said, ['8.0.50 renewed']);
    assert.equal(text, await historyText({ '8.0': stop, '8.0.50': stop }));
  });

  it('stays when a later release is known', async () => {
    const { said, text } = await added({ '8.0': stop, '8.0.50': cont }, { '8.1': stop });
    assert.deepEqual(said, ['8.1 new']);
    assert.equal(text, await historyText({ '8.0': stop, '8.0.50': cont, '8.1': stop }));
  });
});

describe('npm run build:history', () => {
  /** Runs the command: its exit status, and what it says. */
  async function run(...args: string[]): Promise<(string | number)[]> {
    const said: string[] = [];
    const status = await buildHistory(args, (line) => said.push(line.replace(/\S*(?=history\.txt)/, '')));
    return [status, ...said];
  }

  const tree = (version: string, files: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    VERSION: `${version}\n`,
    'qapi/qapi-schema.json': "{ 'include': 'run.json' }",
    'qapi/run.json': stop,
    'qga/qapi-schema.json': "{ 'command': 'guest-ping' }",
    ...files,
  });
  const below = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

  it('writes a history, adds to it, and lets nobody change it', async (t) => {
    const newer = tree('8.2.0', { 'qapi/run.json': cont });
    const folder = tempFolder(t, {
      ...below('all/a', tree('8.1.0')),
      ...below('all/b', tree('8.0.0')),
      'all/notes/readme.txt': 'no tree',
      ...below('new', newer),
    });
    const out = `${folder}/data/history.txt`;
    const text = () => readFileSync(out, 'utf8');
    assert.deepEqual(await run(`${folder}/all`, '--out', out), [
      0,
      '8.1 is new',
      '8.0 is new',
      'wrote history.txt: 2 releases',
    ]);
    assert.deepEqual(await run(`${folder}/new`, '--out', out), [0, '8.2 is new', 'wrote history.txt: 3 releases']);
    assert.match(text(), /\nqapi\/run\.json 8\.2-\t\{"command":"cont"\}\n/);
    assert.deepEqual(await run(`${folder}/new`, '--out', out), [0, '8.2 is known', 'history.txt is up to date']);

    // All at once gives the same.
    const oneByOne = text();
    writeFiles(folder, below('all/c', newer));
    rmSync(out);
    assert.equal((await run(`${folder}/all`, '--out', out))[0], 0);
    assert.equal(text(), oneByOne);

    writeFiles(folder, { 'new/qapi/run.json': stop });
    assert.deepEqual(await run(`${folder}/new`, '--out', out), [
      1,
      '8.2 is known with another API: 2 differ, cont, stop',
      'Nothing is written. A release never changes: look which of the two is wrong.',
    ]);
    assert.equal(text(), oneByOne);
  });

  const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['no tree', { 'readme.txt': '' }, 'tree is no tree of QEMU, and has none in it: there is no VERSION'],
    ['no version', tree('next'), 'tree/VERSION holds no version: "next"'],
    [
      'a stable release',
      tree('8.2.2'),
      'tree is 8.2.2, a stable release: add the release itself, or take it for that with --stable',
    ],
    ['a release candidate', tree('8.2.91'), 'tree is 8.2.91, a release candidate: add the release itself'],
    [
      'a tree without guest agent',
      { VERSION: '8.2.0', 'qapi/qapi-schema.json': stop },
      'tree has no qga/qapi-schema.json or qapi-schema-guest.json',
    ],
    [
      'a file that is missing',
      tree('8.2.0', { 'qapi/run.json': "{ 'include': 'no.json' }" }),
      'tree/qapi/run.json: missing: no.json',
    ],
    [
      'a comma that is missing',
      tree('8.2.0', { 'qapi/run.json': "\n{ 'command': 'stop' 'gen': false }" }),
      'tree/qapi/run.json:2: comma',
    ],
    [
      'what defines nothing',
      tree('8.2.0', { 'qapi/run.json': "\n{ 'data': [] }" }),
      'tree/qapi/run.json:2: this defines nothing',
    ],
    [
      'a name twice',
      tree('8.2.0', { 'qapi/run.json': stop + stop }),
      'tree/qapi/run.json defines stop, which is defined already',
    ],
  ];
  for (const [what, files, message] of mistakes) {
    it(`refuses ${what}`, async (t) => {
      const folder = tempFolder(t, below('tree', files));
      const out = `${folder}/history.txt`;
      await assert.rejects(run(`${folder}/tree`, '--out', out), (error: Error) => {
        assert.equal(error.message.replaceAll(`${folder}/`, ''), message);
        return error instanceof TreeError;
      });
      assert.equal(existsSync(out), false);
    });
  }

  it('takes a stable release for the one that it mends, if it is told to', async (t) => {
    const folder = tempFolder(t, below('all', { ...below('a', tree('8.1.0')), ...below('b', tree('8.2.2')) }));
    const out = `${folder}/history.txt`;
    assert.deepEqual(await run(`${folder}/all`, '--stable', '--out', out), [
      0,
      '8.1 is new',
      '8.2 is new',
      'wrote history.txt: 2 releases',
    ]);
  });

  it('takes a missing comma from a release that did not ask for it', async (t) => {
    const files = tree('1.5.0', { 'qapi/run.json': "{ 'command': 'stop' 'data': { 'now': 'bool' } }" });
    const folder = tempFolder(t, below('tree', files));
    const out = `${folder}/history.txt`;
    assert.deepEqual(await run(`${folder}/tree`, '--out', out), [0, '1.5 is new', 'wrote history.txt: 1 releases']);
    assert.match(readFileSync(out, 'utf8'), /\{"command":"stop","data":\{"now":"bool"\}\}/);
  });

  it('says what it wants', async () => {
    assert.deepEqual(await run(), [2, 'usage: npm run build:history -- DIR [--out FILE] [--stable]']);
  });
});
