// Files of QMP messages, as an editor sees them.
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type {
  ClientCapabilities,
  CompletionItem,
  CompletionList,
  DocumentSymbol,
  Location,
} from 'vscode-languageserver-protocol';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, edited, editsByFile, likeVsCode } from './client.ts';

const root = 'qapi/qapi-schema.json';
const TREE = { [root]: "{ 'command': 'eject', 'data': { 'device': 'str', '*force': 'bool' } }\n" };
const withSnippets: ClientCapabilities = {
  ...likeVsCode,
  textDocument: { ...likeVsCode.textDocument, completion: { completionItem: { snippetSupport: true } } },
};
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

describe('in a file of messages', () => {
  const text = '{ "execute": "eject", "arguments": { "device": "cd0" } }\n{ "execute": "" }\n';
  const open = async (t: TestContext) => {
    const client = await Client.start(t, tempFolder(t, { ...TREE, 'tests/a.qmp': text }), {
      capabilities: withSnippets,
    });
    client.open('tests/a.qmp', { languageId: 'qmp' });
    return client;
  };
  const at = (client: Client, marked: string) => ({
    textDocument: { uri: client.uri('tests/a.qmp') },
    position: client.place('tests/a.qmp', marked),
  });

  test('names are completed, with what belongs to them, and say what they are when somebody looks', async (t) => {
    const client = await open(t);
    const { items } = await client.request<CompletionList>(
      'textDocument/completion',
      at(client, '\n{ "execute": "|" }'),
    );
    const item = items.find(({ label }) => label === 'eject');
    assert.ok(item?.textEdit && 'range' in item.textEdit);
    assert.match(edited(text, [item.textEdit]), /\n\{ "execute": "eject", "arguments": \{ "device": "\$1" \} \}/);
    const { documentation } = await client.request<CompletionItem>('completionItem/resolve', item);
    assert.match(JSON.stringify(documentation), /argument|eject/);
  });

  test('hovers say what a name is', async (t) => {
    const client = await open(t);
    const hover = await client.hover('tests/a.qmp', '"dev|ice"');
    assert.match(JSON.stringify(hover?.contents), /eject: argument device|mandatory|argument/);
  });

  test('definitions are in the schema, and what is named so there is found', async (t) => {
    const client = await open(t);
    const places = await client.request<Location[]>('textDocument/definition', at(client, '"ej|ect"'));
    assert.deepEqual(
      places.map(({ uri, range }) => [uri, range.start]),
      [[client.uri(root), { line: 0, character: 14 }]],
    );
    const context = { includeDeclaration: true };
    const found = await client.request<Location[]>('textDocument/references', { ...at(client, '"ej|ect"'), context });
    assert.deepEqual(found, places);
  });

  test('the outline has a line for each message', async (t) => {
    const client = await open(t);
    const textDocument = { uri: client.uri('tests/a.qmp') };
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['execute eject', 'execute'],
    );
  });

  test('that stands in no tree, the way leads to the text of the release', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'a.qmp': text }), {
      initialization: { opensBaselines: true },
    });
    client.open('a.qmp', { languageId: 'qmp' });
    const params = { textDocument: { uri: client.uri('a.qmp') }, position: client.place('a.qmp', '"ej|ect"') };
    const [place] = await client.request<Location[]>('textDocument/definition', params);
    assert.match(place?.uri ?? '', /^qapi-baseline:\/release%3A\d+\.\d+\/qapi\/block\.json$/);
    const release = await client.request<string>('qapi/baselineText', { uri: place?.uri });
    assert.match(release.split('\n')[place?.range.start.line ?? 0] ?? '', /'eject'/);
  });
});

describe('in an example of documentation', () => {
  const schema = `##
# @eject:
#
# Open the tray.
#
# .. qmp-example::
#
#     -> { "execute": "eject", "arguments": { "" } }
##
{ 'command': 'eject', 'data': { 'device': 'str' } }
`;

  test('names are completed, and keys explained', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: schema }), { capabilities: withSnippets });
    client.open(root);
    const position = client.place(root, '"arguments": { "|" }');
    const { items } = await client.request<CompletionList>('textDocument/completion', {
      textDocument: { uri: client.uri(root) },
      position,
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ['device'],
    );
    assert.match(JSON.stringify(await client.hover(root, '"argu|ments"')), /arguments/);
    assert.match(JSON.stringify(await client.hover(root, '"execute": "ej|ect"')), /Open the tray/);
  });
});
