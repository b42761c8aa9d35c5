// Definition, references, rename, outline, folding and links, as an editor asks for them. What they answer is tested with
// the features; here, that they arrive.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { Client, edited, editsByFile, exampleTrees } from './client.ts';

const storage = 'qapi/storage.json';
const target = "'target': '«DiskTarget»' } }";

describe('navigation', () => {
  test('from a use to the definition, in a file that is not open', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/vault.json');
    const [place, ...others] = await ask<Location[]>(
      client,
      'definition',
      'qapi/vault.json',
      "'victims': [ '|acme_disk_info'",
    );
    assert.ok(place);
    assert.deepEqual(others, []);
    assert.equal(place.uri, client.uri('qapi/snapshot.json'));
  });

  test('from a definition to everything that names it', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/detach.json');
    const places = await ask<Location[]>(client, 'references', 'qapi/detach.json', "{ 'command': '|query_detach", {
      context: { includeDeclaration: true },
    });
    const files = places.map(({ uri }) => uri.slice(client.uri('').length + 1));
    assert.deepEqual(files, [
      'qapi/block.json',
      'qapi/detach.json',
      'qapi/detach.json',
      'qapi/detach.json',
      'qapi/machine.json',
      'qapi/pragma.json',
    ]);
  });

  test('highlights the places in the same file', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(storage);
    const highlights = await ask<DocumentHighlight[]>(
      client,
      'documentHighlight',
      storage,
      target.replace('«', '|').replace('»', ''),
    );
    assert.equal(highlights.length, 3);
    assert.ok(highlights.some(({ range }) => JSON.stringify(range) === JSON.stringify(client.range(storage, target))));
  });
});

describe('rename', () => {
  test('begins at the name alone, and changes every file that names it', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/vault.json');
    const use = "'victims': [ '|acme_disk_info'";
    assert.deepEqual(await ask(client, 'prepareRename', 'qapi/vault.json', use), {
      range: client.range('qapi/vault.json', "'victims': [ '«acme_disk_info»'"),
      placeholder: 'acme_disk_info',
    });
    const edit = await ask<WorkspaceEdit>(client, 'rename', 'qapi/vault.json', use, { newName: 'SnapshotDisk' });
    const edits = editsByFile(edit);
    assert.deepEqual([...edits.keys()].map((uri) => uri.slice(client.uri('').length + 1)).sort(), [
      'qapi/pragma.json',
      'qapi/snapshot.json',
      'qapi/vault.json',
    ]);
    const vault = edited(client.text('qapi/vault.json'), edits.get(client.uri('qapi/vault.json')) ?? []);
    assert.ok(vault.includes("'victims': [ 'SnapshotDisk' ]"), vault);
    assert.ok(!vault.includes('acme_disk_info'));
  });

  test('says why a built-in type cannot be renamed, and what a new name clashes with', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(storage);
    await assert.rejects(ask(client, 'prepareRename', storage, "'data': { 'vault': '|str'"), /built-in type/);
    const at = target.replace('«', '|').replace('»', '');
    await assert.rejects(ask(client, 'rename', storage, at, { newName: 'DiskRef' }), /'DiskRef' exists already/);
  });
});

describe('the outline', () => {
  test('has the definitions with what they hold', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(storage);
    const symbols = await askFile<DocumentSymbol[]>(client, 'documentSymbol', storage);
    const ref = symbols.find(({ name }) => name === 'DiskRef');
    assert.deepEqual(
      ref?.children?.map(({ name }) => name),
      ['id', 'target'],
    );
  });

  test('finds names in the whole workspace', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    const symbols = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'disktarget' });
    assert.equal(symbols[0]?.name, 'DiskTarget');
    assert.equal(symbols[0]?.location.uri, client.uri(storage));
  });

  test('folds documentation and definitions, and links includes', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(storage);
    const folds = await askFile<FoldingRange[]>(client, 'foldingRange', storage);
    const doc = client.place(storage, '|##\n# @DiskRef:').line;
    assert.ok(folds.some(({ startLine, kind }) => startLine === doc && kind === 'comment'));
    const links = await askFile<DocumentLink[]>(client, 'documentLink', storage);
    assert.deepEqual(
      links.map((link) => link.target),
      [client.uri('qapi/common.json')],
    );
  });
});

function ask<T>(client: Client, question: string, file: string, marked: string, more: object = {}): Promise<T> {
  const position = client.place(file, marked);
  return client.request(`textDocument/${question}`, { textDocument: { uri: client.uri(file) }, position, ...more });
}

function askFile<T>(client: Client, question: string, file: string): Promise<T> {
  return client.request(`textDocument/${question}`, { textDocument: { uri: client.uri(file) } });
}
