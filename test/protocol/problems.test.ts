// What the server tells about the problems of open documents, and when.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, exampleTrees, likeVsCode, plain } from './client.ts';

const root = 'qapi/qapi-schema.json';
const detach = 'qapi/detach.json';

describe('an opened document', () => {
  test('is told its problems, with all that an editor can show of them', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(detach);
    const [problem, ...others] = await client.problems(detach);
    assert.deepEqual(others, []);
    assert.ok(problem);
    const { message, codeDescription, ...rest } = problem;
    assert.deepEqual(rest, {
      range: client.range(detach, "{ 'command': '«query_detach»'"),
      severity: 1,
      source: 'qapi',
      code: 'downstream/missing-prefix',
    });
    assert.match(
      message,
      /^Command 'query_detach' is not in the upstream schema.*rename it to '__com\.acme_query-detach'/,
    );
    const page = codeDescription?.href ?? '';
    assert.match(page, /^file:.*\/docs\/rules\/downstream\/missing-prefix\.md$/);
    assert.doesNotThrow(() => fileURLToPath(page));
  });

  test('is told nothing before the settings are known, and then once', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { settings: { domains: ['org.example'] } });
    client.open(detach);
    const [problem] = await client.problems(detach);
    assert.match(problem?.message ?? '', /'__org\.example_query-detach'/);
    assert.equal(client.published(detach).length, 1);
  });

  test('links to the pages that the editor wants to show', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { initialization: { rulePages: { problem: 'page:{id}?{id}' } } });
    client.open(detach);
    const [problem] = await client.problems(detach);
    assert.equal(problem?.codeDescription?.href, 'page:downstream/missing-prefix?downstream/missing-prefix');
  });

  test('has severities from error to hint, and fades what can go', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/snapshot.json');
    assert.deepEqual(await client.problemLines('qapi/snapshot.json'), [
      "hint naming/redundant-prefix: 'prefix': 'SNAPSHOT_PHASE'",
      'error naming/type-case: acme_disk_info',
      'warning downstream/unknown-mention: __com.acme_snapshots-create',
      'information naming/experimental-prefix: x-dedup',
      'error downstream/malformed-prefix: __com.acme-snapshot-delete',
      'error naming/lower-case: Media_Type',
      'error downstream/malformed-prefix: _com.acme_snapshot-restore',
    ]);
    const [hint, error] = await client.problems('qapi/snapshot.json');
    assert.deepEqual(hint?.tags, [1]);
    assert.equal(error?.tags, undefined);
  });

  test('is told where else to look, in another file as well', async (t) => {
    const folder = tempFolder(t, {
      [root]: "{ 'include': 'a.json' }\n{ 'include': 'b.json' }\n",
      'qapi/a.json': "\n{ 'command': 'eject-all' }\n",
      'qapi/b.json': "{ 'command': 'eject_all' }\n",
    });
    const client = await Client.start(t, folder, { settings: { severities: { 'naming/lower-case': 'off' } } });
    client.open('qapi/b.json');
    const [clash, ...others] = await client.problems('qapi/b.json');
    assert.deepEqual(others, []);
    assert.equal(clash?.code, 'naming/c-clash');
    assert.deepEqual(
      clash.relatedInformation?.map(({ location }) => location),
      [
        {
          uri: client.uri('qapi/a.json'),
          range: { start: { line: 1, character: 14 }, end: { line: 1, character: 23 } },
        },
      ],
    );
    assert.match(clash.relatedInformation?.[0]?.message ?? '', /eject-all/);
  });

  test('in several roots is told each problem once', async (t) => {
    const folder = tempFolder(t, {
      [root]: "{ 'include': 'common.json' }\n",
      'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/common.json' }\n",
      'qapi/common.json': "{ 'enum': 'onOff', 'data': [ 'On' ] }\n",
    });
    const client = await Client.start(t, folder);
    client.open('qapi/common.json');
    assert.deepEqual(await client.problemLines('qapi/common.json'), [
      'error naming/type-case: onOff',
      'error naming/lower-case: On',
    ]);
    const status = await client.request<{ roots: string[] }>('qapi/status', { uri: client.uri('qapi/common.json') });
    assert.deepEqual(status.roots, [root, 'storage-daemon/qapi/qapi-schema.json']);
  });

  test('is judged as part of its tree even when no folder is open', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { rootUri: null });
    client.open(detach);
    assert.deepEqual(await client.problemLines(detach), ['error downstream/missing-prefix: query_detach']);
  });

  test('is found below a folder whose address ends in a slash', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { rootUri: `file://${acme}/` });
    client.open(detach);
    assert.deepEqual(await client.problemLines(detach), ['error downstream/missing-prefix: query_detach']);
    const status = await client.request<{ root: string }>('qapi/status', { uri: client.uri(detach) });
    assert.equal(status.root, root);
  });

  test('that is some other JSON is left alone', async (t) => {
    const folder = tempFolder(t, { 'package.json': '{ "name": "x" }', 'schema.json': "{ 'command': 'Eject' }\n" });
    const client = await Client.start(t, folder);
    client.open('package.json', { languageId: 'json' });
    client.open('schema.json', { languageId: 'json' });
    assert.deepEqual(await client.problems('package.json'), []);
    assert.deepEqual(await client.problemLines('schema.json'), ['error naming/lower-case: Eject']);
    assert.equal(await client.request('qapi/status', { uri: client.uri('package.json') }), null);
    assert.deepEqual(await client.actions('package.json', undefined, ['source']), []);
  });

  test('is told no problems any more when it is closed, where only those of open files are wanted', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { settings: { problems: { scope: 'openFiles' } } });
    client.open(detach);
    await client.problems(detach);
    client.close(detach);
    await client.until('no problems', () => client.published(detach).at(-1)?.diagnostics.length === 0);
    client.open(detach);
    assert.equal((await client.problems(detach)).length, 1);
  });
});

describe('the whole workspace', () => {
  /** The rules of the problems that a file has now. */
  const rulesAt = (client: Client, file: string) =>
    (client.published(file).at(-1)?.diagnostics ?? []).map(({ code }) => code);

  test('is told the problems of all files before one is opened', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    await client.notification('qapi/statusChanged');
    assert.deepEqual(rulesAt(client, detach), ['downstream/missing-prefix']);
    assert.deepEqual(rulesAt(client, 'qga/qapi-schema.json'), ['naming/type-suffix', 'downstream/missing-prefix']);
    const [told] = client.published(detach);
    assert.equal(told?.version, undefined);
    // Opened, it has the same ones.
    client.open(detach);
    assert.deepEqual(await client.problems(detach), told?.diagnostics);
  });

  test('is told nothing but of open files where that is wanted, also later on', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { settings: { problems: { scope: 'openFiles' } } });
    await client.notification('qapi/statusChanged');
    assert.deepEqual(client.published(detach), []);

    client.settings = {};
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until('problems', () => rulesAt(client, detach).length === 1);
    client.settings = { problems: { scope: 'openFiles' } };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until('no problems', () => rulesAt(client, detach).length === 0);
  });

  test('hears by name of a scope that does not exist', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { settings: { problems: { scope: 'all' } } });
    const { params } = await client.notification('window/showMessage');
    assert.match(params.message, /"qapi\.problems\.scope".*"workspace" or "openFiles"/);
  });

  test('keeps the problems of a file that is closed, as it is on disk', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(detach);
    client.replace(detach, "{ 'command': '«query_detach»'", 'Query_detach');
    await client.untilProblems(detach, (lines) => lines.includes('error naming/lower-case: Query_detach'));
    await client.checkAfter(() => client.close(detach));
    const last = client.published(detach).at(-1);
    assert.equal(last?.version, undefined);
    assert.match(last?.diagnostics[0]?.message ?? '', /'query_detach'/);
  });

  test('is told of no file twice that an edit elsewhere does not concern', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    const names = 'qapi/pragma.json';
    client.open(names);
    await client.problems(names);
    const opened = client.told.findLastIndex(({ params }) => params?.uri === client.uri(names));
    const isEnd = ({ method }: { method: string }) => method === 'qapi/statusChanged';
    await client.until('the end of that check', () => client.told.findLastIndex(isEnd) > opened);
    const before = client.told.length;
    await client.checkAfter(() => client.replace(names, "'acme_disk_info'", "'nothing'"));
    const uris = client.told
      .slice(before)
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => params.uri);
    // The one that is typed in, and the one whose name is no exception any more.
    assert.deepEqual(uris.sort(), [client.uri(names), client.uri('qapi/snapshot.json')]);
  });

  test('forgets a file that is deleted', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme);
    await client.notification('qapi/statusChanged');
    assert.equal(rulesAt(client, detach).length, 1);
    rmSync(`${acme}/${detach}`);
    await client.checkAfter(() => client.fileChanged(detach, 'deleted'));
    assert.deepEqual(rulesAt(client, detach), []);
    assert.ok(rulesAt(client, root).includes('files/include-not-found'));
  });
});

describe('an edit', () => {
  const schema = `# -*- Mode: Python -*-
##
# @good:
#
# 😀 A face needs two UTF-16 units: 𝒜𝒷𝒸.
##
{ 'command': 'good' }
{ 'event': 'GOOD', 'data': { 'a': 'str', 'b': 'Good' } }
{ 'enum': 'Good', 'data': [ 'one', 'two', 'three' ] }
`;

  /** The problems after some edits, and the problems that the same text has when it is opened. */
  async function compare(client: Client): Promise<void> {
    const incremental = await client.problems('a.json');
    const text = client.text('a.json');
    client.close('a.json');
    client.open('a.json', { text });
    assert.deepEqual(await client.problems('a.json'), incremental);
  }

  for (const [name, text] of [
    ['LF', schema],
    ['CRLF', schema.replaceAll('\n', '\r\n')],
    ['CR', schema.replaceAll('\n', '\r')],
  ] as const) {
    test(`behind characters of two units, several in one message, with lines that end in ${name}`, async (t) => {
      const client = await Client.start(t, tempFolder(t, { 'a.json': text }));
      client.open('a.json');
      assert.deepEqual(await client.problems('a.json'), []);

      client.change(
        'a.json',
        // On the line of the faces, behind them; then above it, so that what comes next has moved.
        { range: client.range('a.json', '«𝒷𝒸».'), text: '😀😀' },
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# first\n# second\r\n' },
        { range: { start: { line: 10, character: 35 }, end: { line: 10, character: 40 } }, text: "'😀', 'Two'" },
        { range: { start: { line: 10, character: 49 }, end: { line: 10, character: 54 } }, text: 'Three' },
      );
      assert.deepEqual(await client.problemLines('a.json'), [
        'error syntax/string-character: 😀',
        'error naming/lower-case: Two',
        'error naming/lower-case: Three',
      ]);
      await compare(client);
    });
  }

  test('that breaks the text and mends it again leaves nothing behind', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/storage.json');
    const before = await client.problems('qapi/storage.json');
    client.replace('qapi/storage.json', "«'data': { 'vault': 'str', »'*snapshot'", '');
    assert.notDeepEqual(await client.problems('qapi/storage.json'), before);
    client.replace('qapi/storage.json', "«»'*snapshot'", "'data': { 'vault': 'str', ");
    assert.deepEqual(await client.problems('qapi/storage.json'), before);
  });

  test('of the whole text at once is understood as well', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'a.json': schema }));
    client.open('a.json');
    await client.problems('a.json');
    client.change('a.json', { text: "{ 'command': 'Bad' }\n" });
    assert.deepEqual(await client.problemLines('a.json'), ['error naming/lower-case: Bad']);
  });

  test('changes the problems of another document that depends on it', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/pragma.json');
    client.open('qapi/snapshot.json');
    await client.problems('qapi/snapshot.json');
    client.replace('qapi/pragma.json', "'acme_disk_info'", "'nothing'");
    await client.untilProblems('qapi/snapshot.json', (lines) => lines.includes('error naming/lower-case: serial_no'));
    assert.equal(client.published('qapi/snapshot.json').at(-1)?.version, 1);
  });

  test('is the last word: of a burst only newer versions follow older ones, and none the last', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/block.json');
    await client.problems('qapi/block.json');
    const end = { line: 1, character: 0 };
    for (let i = 0; i < 300; i++) client.change('qapi/block.json', { range: { start: end, end }, text: '#' });
    const last = client.version('qapi/block.json');
    assert.equal(last, 301);
    await client.problems('qapi/block.json');
    // An answer comes behind all that was on its way when the question was asked.
    await client.request('qapi/rules');
    const versions = client.published('qapi/block.json').map(({ version }) => version ?? 0);
    assert.deepEqual(
      versions,
      [...new Set(versions)].sort((a, b) => a - b),
    );
    assert.equal(versions.at(-1), last);
    assert.ok(versions.length < 100, `${versions.length} times`);
  });
});

describe('the settings', () => {
  test('come from .qapirc.json, and the editor has the last word', async (t) => {
    const settings = { severities: { 'downstream/missing-prefix': 'hint' } };
    const client = await Client.start(t, exampleTrees(t).acme, { settings });
    client.open(detach);
    assert.deepEqual(await client.problemLines(detach), ['hint downstream/missing-prefix: query_detach']);
  });

  test('are asked for again when the editor says that they have changed', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(detach);
    await client.problems(detach);
    assert.ok(client.registrations.some(({ method }) => method === 'workspace/didChangeConfiguration'));
    client.settings = { baseline: 'none' };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await client.untilProblems(detach, (lines) => lines.length === 0), []);
  });

  test('are taken from the message where the editor cannot be asked', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { capabilities: plain });
    client.open(detach);
    assert.equal((await client.problems(detach)).length, 1);
    client.notify('workspace/didChangeConfiguration', { settings: { qapi: { domains: ['org.example'] } } });
    await client.untilMessage(detach, (message) => message.includes("'__org.example_query-detach'"));
    assert.deepEqual(client.registrations, []);
  });

  test('that make no sense are told in a message that wants no answer, and the others are used', async (t) => {
    const settings = { rolle: 'upstream', domains: ['org.example'] };
    const client = await Client.start(t, exampleTrees(t).acme, { settings });
    client.open(detach);
    const [problem] = await client.problems(detach);
    assert.match(problem?.message ?? '', /'__org\.example_query-detach'/);
    const { params } = await client.notification('window/showMessage');
    assert.equal(params.type, 2);
    assert.match(params.message, /rolle.*role/);
  });

  test('are not needed: an editor that refuses to tell them is served all the same', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { settings: 'refused' });
    client.open(detach);
    assert.equal((await client.problems(detach)).length, 1);
  });

  test('in an open .qapirc.json are judged while they are typed, and used at once', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('.qapirc.json', { languageId: 'jsonc' });
    client.open(detach);
    assert.deepEqual(await client.problems('.qapirc.json'), []);
    assert.equal((await client.problems(detach)).length, 1);

    client.replace('.qapirc.json', '"«domains»"', 'domain');
    const [problem] = await client.problems('.qapirc.json');
    assert.equal(problem?.code, 'config/settings');
    assert.deepEqual(problem.range, client.range('.qapirc.json', '"domain"'));
    assert.match(problem.message, /domains/);
    await client.untilMessage(detach, (message) => !message.includes('com.acme'));

    client.close('.qapirc.json');
    await client.untilMessage(detach, (message) => message.includes('com.acme'));
  });

  test('in a broken .qapirc.json give one problem, and the server goes on with the rest', async (t) => {
    const { acme } = exampleTrees(t);
    writeFiles(acme, { '.qapirc.json': '{ "domains": ["com.acme"], "baseline": ' });
    const client = await Client.start(t, acme);
    client.open('.qapirc.json', { languageId: 'jsonc' });
    client.open(detach);
    assert.equal((await client.problems('.qapirc.json')).length, 1);
    // The upstream is that of the tree's VERSION then.
    assert.deepEqual(await client.problemLines(detach), ['error downstream/missing-prefix: query_detach']);
  });
});

describe('what explains the problems of open files', () => {
  test('is told where it stands, though that is not open: in .qapirc.json, until it is mended', async (t) => {
    const { acme } = exampleTrees(t);
    writeFiles(acme, { '.qapirc.json': '{ "domain": ["com.acme"], "baseline": "dir:../upstream" }' });
    const client = await Client.start(t, acme);
    client.open(detach);
    const told = () =>
      client
        .published('.qapirc.json')
        .at(-1)
        ?.diagnostics.map(({ code }) => code);
    await client.until('the mistake in the settings', () => told()?.[0] === 'config/settings');

    writeFiles(acme, { '.qapirc.json': '{ "domains": ["com.acme"], "baseline": "dir:../upstream" }' });
    client.fileChanged('.qapirc.json');
    await client.until('the end of the mistake', () => told()?.length === 0);
  });

  test('so is a baseline that cannot be read: where it is set, whether that is open or not', async (t) => {
    const { acme } = exampleTrees(t);
    const config = '.qapirc.json';
    writeFiles(acme, { [config]: '{ "domains": ["com.acme"],\n  "baseline": "dir:../nowhere" }' });
    const client = await Client.start(t, acme);
    client.open(detach);
    const told = () => client.published(config).at(-1)?.diagnostics ?? [];
    await client.until('the missing baseline', () => told().length > 0);
    const [problem, ...others] = told();
    assert.deepEqual(others, []);
    assert.equal(problem?.code, 'config/baseline');
    assert.match(problem.message, /"dir:\.\.\/nowhere" does not exist/);
    assert.deepEqual(problem.range, { start: { line: 1, character: 14 }, end: { line: 1, character: 30 } });
    assert.deepEqual(client.published(root), []);

    client.open(config, { languageId: 'jsonc' });
    assert.deepEqual(await client.problems(config), [problem]);
    client.replace(config, '../«nowhere»', 'upstream');
    assert.deepEqual(await client.untilProblems(config, (lines) => lines.length === 0), []);
  });

  test('a baseline that the editor has set stands in no file: it is told at the root', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { settings: { baseline: 'dir:../nowhere' } });
    client.open(detach);
    const told = () => client.published(root).at(-1)?.diagnostics[0]?.message;
    await client.until('the missing baseline', () => told()?.includes('dir:../nowhere') === true);
  });

  test('and a folder in the place of .qapirc.json', async (t) => {
    const folder = tempFolder(t, { '.qapirc.json/a.txt': '', [root]: "{ 'command': 'eject' }\n" });
    const client = await Client.start(t, folder);
    client.open(root);
    assert.deepEqual(await client.problems(root), []);
    const told = () => client.published('.qapirc.json').at(-1)?.diagnostics ?? [];
    await client.until('the folder', () => told().length > 0);
    assert.deepEqual(
      told().map(({ code, range }) => [code, range.start]),
      [['config/settings', { line: 0, character: 0 }]],
    );
  });
});

describe('files on disk', () => {
  const tree = { [root]: "{ 'include': 'block.json' }\n{ 'command': 'eject', 'data': 'Tray' }\n" };

  test('are watched: schemas, settings, versions and the references of git', async (t) => {
    const client = await Client.start(t, tempFolder(t, tree));
    await client.until('the registration', () =>
      client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'),
    );
    const watched = client.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles');
    assert.deepEqual(watched?.registerOptions, {
      watchers: [
        { globPattern: '**/*.json' },
        { globPattern: '**/VERSION' },
        { globPattern: '**/.git/packed-refs' },
        { globPattern: '**/.git/refs/**' },
      ],
    });
  });

  test('that are included may come and go', async (t) => {
    const folder = tempFolder(t, tree);
    const client = await Client.start(t, folder);
    client.open(root);
    assert.deepEqual(await client.problemLines(root), ["error files/include-not-found: 'block.json'"]);

    writeFiles(folder, { 'qapi/block.json': "{ 'struct': 'Tray', 'data': {} }\n" });
    client.fileChanged('qapi/block.json', 'created');
    assert.deepEqual(await client.untilProblems(root, (lines) => lines.length === 0), []);

    rmSync(`${folder}/qapi/block.json`);
    client.fileChanged('qapi/block.json', 'deleted');
    await client.untilProblems(root, (lines) => lines.length === 1);

    mkdirSync(`${folder}/qapi/block.json`);
    client.fileChanged('qapi/block.json', 'created');
    await client.untilMessage(root, (message) => message.includes("'block.json' is a folder"));
  });

  test('do not matter while the editor has them open', async (t) => {
    const folder = tempFolder(t, { ...tree, 'qapi/block.json': "{ 'struct': 'Tray', 'data': {} }\n" });
    const client = await Client.start(t, folder);
    client.open(root);
    client.open('qapi/block.json');
    assert.deepEqual(await client.problems(root), []);
    writeFiles(folder, { 'qapi/block.json': '(((\n' });
    await client.checkAfter(() => client.fileChanged('qapi/block.json'));
    assert.deepEqual(client.published('qapi/block.json').at(-1)?.diagnostics, []);

    client.close('qapi/block.json');
    client.open('qapi/block.json');
    assert.notDeepEqual(await client.problems('qapi/block.json'), []);
  });

  test('are read again when a document is saved in an editor that watches no files', async (t) => {
    const folder = tempFolder(t, tree);
    const client = await Client.start(t, folder, { capabilities: plain });
    client.open(root);
    assert.equal((await client.problems(root)).length, 1);
    writeFiles(folder, { 'qapi/block.json': "{ 'struct': 'Tray', 'data': {} }\n" });
    client.notify('textDocument/didSave', { textDocument: { uri: client.uri(root) } });
    assert.deepEqual(await client.untilProblems(root, (lines) => lines.length === 0), []);
    assert.deepEqual(client.registrations, []);
  });

  test('of the upstream tree are watched as well', async (t) => {
    const { acme, upstream } = exampleTrees(t);
    const client = await Client.start(t, acme);
    client.open(detach);
    assert.equal((await client.problems(detach)).length, 1);
    // Upstream has taken the command, without its argument: now that is what is new. And it returns nothing.
    writeFiles(upstream, { 'qapi/pragma.json': "{ 'command': 'query_detach' }\n" });
    client.fileChanged('../upstream/qapi/pragma.json');
    const wanted = 'error downstream/missing-prefix: id';
    assert.deepEqual(await client.untilProblems(detach, ([first]) => first === wanted), [
      wanted,
      "error contract/output-type: [ 'DetachInfo' ]",
    ]);
  });

  test('belong to the folders that are open', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, `${acme}/qga`, { capabilities: likeVsCode });
    client.open('../qapi/common.json');
    assert.deepEqual(await client.problems('../qapi/common.json'), []);
    const folder = { uri: client.uri('..'), name: 'acme' };
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [folder], removed: [] } });
    const uri = client.uri('../qapi/common.json');
    assert.equal((await client.request<{ root: string }>('qapi/status', { uri })).root, root);
  });
});
