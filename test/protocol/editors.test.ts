// What other editors say of themselves, as far as it makes a difference, and what the server makes of it. Taken from what
// the programs themselves have sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  DidChangeWatchedFilesRegistrationOptions,
  DocumentSymbol,
  Hover,
  InitializeResult,
  Location,
  MarkupContent,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, edited, editsByFile, exampleTrees, type Registration } from './client.ts';

const watchesFiles = { didChangeWatchedFiles: { dynamicRegistration: true } };

/** Helix 25.01. It renders Markdown in completions as well, and does not say so. */
const helix: ClientCapabilities = {
  general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
  workspace: { configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true }, ...watchesFiles },
  textDocument: {
    codeAction: { disabledSupport: true, dataSupport: true, isPreferredSupport: true },
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
    hover: { contentFormat: ['markdown'] },
    publishDiagnostics: { versionSupport: true },
    rename: { prepareSupport: true },
  },
};

/** Emacs 30 with its own eglot, without the packages `markdown-mode` and `yasnippet`. */
const eglot: ClientCapabilities = {
  general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
  workspace: { configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true }, ...watchesFiles },
  textDocument: {
    codeAction: { dataSupport: true, isPreferredSupport: true },
    completion: { completionItem: { snippetSupport: false } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['plaintext'] },
    publishDiagnostics: { relatedInformation: false, codeDescriptionSupport: false },
    rename: { dynamicRegistration: false },
  },
};

/** Neovim 0.10, and 0.12, which has annotations without changes of documents that could have them. */
const neovim: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: {
      resourceOperations: ['rename', 'create', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
    didChangeWatchedFiles: { dynamicRegistration: false },
  },
  textDocument: {
    codeAction: { dataSupport: true, isPreferredSupport: true },
    completion: { completionItem: { snippetSupport: false, documentationFormat: ['markdown', 'plaintext'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true },
    rename: { prepareSupport: true },
  },
};

/** What eglot makes of patterns of files: one with a star between braces is none. */
function refusesStarInBraces({ registerOptions }: Registration): boolean {
  const { watchers = [] } = (registerOptions ?? {}) as Partial<DidChangeWatchedFilesRegistrationOptions>;
  return watchers.some(({ globPattern }) => /\{[^}]*\*/.test(String(globPattern)));
}

const root = 'qapi/qapi-schema.json';

/** In UTF-8, in UTF-16 and in code points the names stand at different columns. */
const text = `##
# @Tray:
#
# @id: größe, 𝒳𝒳 of \`Tray\`, see \`ejekt\` — or not
##
{ 'struct': 'Tray', 'data': { 'id': 'str' } }

##
# @ejekt:
#
# ä𝒳 \`Tray\`
##
{ 'command': 'ejekt', 'data': 'Tray' }
`;

for (const [name, capabilities] of Object.entries({ helix, eglot, neovim })) {
  describe(name, () => {
    const start = async (t: TestContext, folder: string): Promise<Client> =>
      Client.start(t, folder, { capabilities, refuses: name === 'eglot' ? refusesStarInBraces : () => false });

    test('finds names behind letters of any width, and renames them', async (t) => {
      const client = await start(t, tempFolder(t, { [root]: text }));
      client.open(root);
      const textDocument = { uri: client.uri(root) };
      const position = client.place(root, 'ä𝒳 `Tr|ay`');
      const definition = await client.request<Location[]>('textDocument/definition', { textDocument, position });
      assert.deepEqual(
        definition.map(({ range }) => range),
        [client.range(root, "{ 'struct': '«Tray»'")],
      );
      const hover = await client.request<Hover>('textDocument/hover', { textDocument, position });
      assert.deepEqual(hover.range, client.range(root, 'ä𝒳 `«Tray»`'));
      const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
        textDocument,
        position,
        newName: 'Drawer',
      });
      const renamed = edited(text, editsByFile(edit).get(client.uri(root)) ?? []);
      assert.equal(renamed, text.replaceAll('Tray', 'Drawer'));
    });

    test('completes behind them', async (t) => {
      const client = await start(t, tempFolder(t, { [root]: text }));
      client.open(root);
      client.replace(root, "{ 'id': 'str' }", "{ '𝒳': 'int', 'id': 'st' }");
      const { items } = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri: client.uri(root) },
        position: client.place(root, "'id': 'st|'"),
      });
      const item = items.find(({ label }) => label === 'str');
      assert.ok(item?.textEdit && 'range' in item.textEdit);
      // Eglot 1.9 holds the word at the caret against it, which has no quote.
      assert.equal(item.filterText, 'str');
      assert.match(edited(client.text(root), [item.textEdit]), /'𝒳': 'int', 'id': 'str' \} \}/);
      const { documentation } = await client.request<CompletionItem>('completionItem/resolve', item);
      assert.equal((documentation as MarkupContent).kind, name === 'eglot' ? 'plaintext' : 'markdown');
    });

    test('fixes a name in all files', async (t) => {
      const { acme } = exampleTrees(t);
      const client = await start(t, acme);
      client.open('qapi/detach.json');
      assert.equal((await client.problems('qapi/detach.json')).length, 1);
      const [action] = await client.actions('qapi/detach.json', "{ 'command': '«query_detach»'");
      const { edit } = action as CodeAction;
      assert.deepEqual(Object.keys(edit ?? {}), [name === 'neovim' ? 'changes' : 'documentChanges']);
      const files = [...editsByFile(edit)].map(([uri, edits]) => {
        const file = uri.slice(client.uri('').length + 1);
        const before = readFileSync(`${acme}/${file}`, 'utf8');
        assert.equal(edited(before, edits), before.replaceAll('query_detach', '__com.acme_query-detach'));
        assert.ok(!edits.some((edit) => 'annotationId' in edit), 'none of these editors shows an annotation');
        return file;
      });
      assert.deepEqual(files.sort(), ['qapi/block.json', 'qapi/detach.json', 'qapi/machine.json', 'qapi/pragma.json']);
    });

    test('hears of what another program has written', async (t) => {
      const folder = tempFolder(t, { [root]: "{ 'include': 'block.json' }\n" });
      const client = await start(t, folder);
      client.open(root);
      assert.equal((await client.problems(root)).length, 1);
      writeFiles(folder, { 'qapi/block.json': '' });
      const watches = client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles');
      assert.equal(watches, name !== 'neovim');
      if (watches) client.fileChanged('qapi/block.json', 'created');
      else client.notify('textDocument/didSave', { textDocument: { uri: client.uri(root) } });
      assert.deepEqual(await client.untilProblems(root, (lines) => lines.length === 0), []);
    });
  });
}

describe('an editor that shows no Markdown', () => {
  test('gets hovers without its marks', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: text }), { capabilities: eglot });
    client.open(root);
    const { contents } = (await client.hover(root, "'data': 'Tr|ay'")) ?? {};
    const { kind, value } = contents as MarkupContent;
    assert.equal(kind, 'plaintext');
    assert.match(value, /^\{ 'struct': 'Tray', 'data': \{ 'id': 'str' \} \}\n\n- struct Tray, in qapi\/qapi-schema/);
    assert.match(value, /^Members\n\n- id: größe, 𝒳𝒳 of Tray, see ejekt — or not$/m);
  });
});

describe('an editor that leads nowhere from a problem', () => {
  test('is told the other place in words', async (t) => {
    const folder = tempFolder(t, {
      [root]: "{ 'include': 'a.json' }\n{ 'command': 'eject-all' }\n",
      'qapi/a.json': "\n{ 'command': 'eject-all' }\n",
    });
    const client = await Client.start(t, folder, { capabilities: helix });
    client.open(root);
    const [problem] = await client.problems(root);
    assert.match(problem?.message ?? '', /: qapi\/a\.json:2\.$/);
    assert.equal(problem?.relatedInformation, undefined);
  });
});

describe('an editor that knows less of renaming and of outlines', () => {
  test('is not offered to be told what would be renamed', async (t) => {
    const { renameProvider } = await capabilitiesFor(t, eglot);
    assert.equal(renameProvider, true);
    assert.deepEqual((await capabilitiesFor(t, helix)).renameProvider, { prepareProvider: true });
  });

  test('gets the outline as a list', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: text }), { capabilities: helix });
    client.open(root);
    const symbols = await client.request<(DocumentSymbol | SymbolInformation)[]>('textDocument/documentSymbol', {
      textDocument: { uri: client.uri(root) },
    });
    assert.deepEqual(
      symbols.map((symbol) => 'location' in symbol && [symbol.containerName, symbol.name, symbol.location.uri]),
      [
        [undefined, 'Tray', client.uri(root)],
        ['Tray', 'id', client.uri(root)],
        [undefined, 'ejekt', client.uri(root)],
      ],
    );
  });
});

test('an editor that calls everything by the language of its first document is understood by what is in it', async (t) => {
  const { acme } = exampleTrees(t);
  for (const [languageId, files] of Object.entries({
    qmp: ['messages/backup.qmp', 'qapi/detach.json'],
    qapi: ['qapi/detach.json', 'messages/backup.qmp'],
  })) {
    const client = await Client.start(t, acme, { capabilities: eglot });
    for (const file of files) client.open(file, { languageId });
    assert.deepEqual(await client.problemLines('qapi/detach.json'), ['error downstream/missing-prefix: query_detach']);
    assert.equal((await client.problemLines('messages/backup.qmp'))[0], 'error qmp/unknown-command: query-disk');
  }
});

test('an editor that refuses to watch files is served as one that cannot', async (t) => {
  const folder = tempFolder(t, { [root]: "{ 'include': 'block.json' }\n" });
  const client = await Client.start(t, folder, { capabilities: helix, refuses: () => true });
  client.open(root);
  assert.equal((await client.problems(root)).length, 1);
  writeFiles(folder, { 'qapi/block.json': '' });
  client.notify('textDocument/didSave', { textDocument: { uri: client.uri(root) } });
  assert.deepEqual(await client.untilProblems(root, (lines) => lines.length === 0), []);
});

/** What the server says it can do, to an editor that says what it can. */
async function capabilitiesFor(
  t: TestContext,
  capabilities: ClientCapabilities,
): Promise<InitializeResult['capabilities']> {
  const client = Client.connect(t, tempFolder(t, {}));
  const result = await client.request<InitializeResult>('initialize', { processId: null, rootUri: null, capabilities });
  // Nothing is said of how characters are counted: as ever, in UTF-16.
  assert.equal(result.capabilities.positionEncoding, undefined);
  return result.capabilities;
}
