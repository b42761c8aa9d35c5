// Completion as an editor asks for it: with stops where it knows snippets, without them where it does not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClientCapabilities, CompletionItem, CompletionList } from 'vscode-languageserver-protocol';
import { clientCommands } from '../../server/src/lsp/protocol.ts';
import { Client, edited, exampleTrees, likeVsCode, plain } from './client.ts';

const file = 'qapi/vault.json';
const withSnippets: ClientCapabilities = {
  ...likeVsCode,
  textDocument: { ...likeVsCode.textDocument, completion: { completionItem: { snippetSupport: true } } },
};

/** Types a text at the end of a document, and asks for what could follow. */
async function typed(client: Client, marked: string): Promise<CompletionItem[]> {
  const end = client.range(file, client.text(file)).end;
  client.change(file, { range: { start: end, end }, text: marked.replace('|', '') });
  const list = await client.request<CompletionList>('textDocument/completion', {
    textDocument: { uri: client.uri(file) },
    position: client.place(file, marked),
  });
  return list.items;
}

/** The end of a document from a text on, once an item is taken. */
function taken(client: Client, items: readonly CompletionItem[], label: string, from: string): string {
  const item = items.find((one) => one.label === label);
  assert.ok(item?.textEdit && 'range' in item.textEdit, `${label} is not offered`);
  const text = edited(client.text(file), [item.textEdit, ...(item.additionalTextEdits ?? [])]);
  return text.slice(text.lastIndexOf(from));
}

describe('completion', () => {
  test('a definition is a snippet, with the prefix of the tree', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { capabilities: withSnippets });
    client.open(file);
    const items = await typed(client, '\n# new\nev|');
    assert.equal(items[0]?.insertTextFormat, 2);
    const text = taken(client, items, 'event', '# new');
    assert.match(text, /\{ 'event': '\$\{1:__com\.acme_NAME\}',\n {2}'data': \{ \$2 \} \}$/);
  });

  test('an editor that knows no snippets gets plain text', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme, { capabilities: plain });
    client.open(file);
    const items = await typed(client, "\n# new\n{ 'command': '__com.acme_a', '|");
    assert.equal(items[0]?.insertTextFormat, 1);
    assert.equal(taken(client, items, 'features', '# new'), "# new\n{ 'command': '__com.acme_a', 'features': [ '' ]");
  });

  test('a type comes with what it is, and where', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(file);
    const items = await typed(client, "\n# new\n{ 'command': '__com.acme_a', 'returns': 'Di|' }");
    const { detail } = items.find(({ label }) => label === 'DiskTarget') ?? {};
    assert.equal(detail, 'union, qapi/storage.json');
  });

  test('an include is completed from the files on disk', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(file);
    const items = await typed(client, "\n# new\n{ 'include': '|' }");
    assert.equal(taken(client, items, 'storage.json', '# new'), "# new\n{ 'include': 'storage.json' }");
  });

  test('a union begins with its tag, whose values the editor is told to show, if it can be told', async (t) => {
    for (const commands of [[], [clientCommands.suggest]]) {
      const initialization = { commands };
      const client = await Client.start(t, exampleTrees(t).acme, { capabilities: withSnippets, initialization });
      const text = '{ "execute": "disk-attach", "arguments": { "id": "a", "" } }';
      client.open('new.qmp', { text, languageId: 'qmp' });
      const { items } = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri: client.uri('new.qmp') },
        position: { line: 0, character: text.indexOf('""') + 1 },
      });
      const union = items.find(({ label }) => label === 'target');
      assert.equal(union?.textEdit?.newText, 'target": { "type": "$1" }');
      assert.deepEqual(union?.command, commands[0] && { title: 'Suggest', command: commands[0] });
    }
  });

  test('a file that is no schema gets none', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('notes.json', { text: '{ "a": "" }', languageId: 'json' });
    const list = await client.request<CompletionList | null>('textDocument/completion', {
      textDocument: { uri: client.uri('notes.json') },
      position: { line: 0, character: 8 },
    });
    assert.equal(list, null);
  });
});
