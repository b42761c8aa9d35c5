// The fixes that the server offers, and what they change.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CodeAction, DiagnosticSeverity, type TextDocumentEdit } from 'vscode-languageserver-protocol';
import { clientCommands, type FixResult } from '../../server/src/lsp/protocol.ts';
import { tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, edited, editsByFile, exampleTrees, likeVsCode, type Options, plain } from './client.ts';

const detach = 'qapi/detach.json';
/** A name that four files speak of, where it is defined. */
const name = "{ 'command': '«query_detach»'";
const newName = '__com.acme_query-detach';
const speakers = [detach, 'qapi/block.json', 'qapi/machine.json', 'qapi/pragma.json'];

const all = Object.values(clientCommands);

function read(folder: string, file: string): string {
  return readFileSync(`${folder}/${file}`, 'utf8');
}

/** A server with the downstream tree, and the file with the one problem open. */
async function openDetach(t: TestContext, options: Options = {}): Promise<{ client: Client; acme: string }> {
  const { acme } = exampleTrees(t);
  const client = await Client.start(t, acme, options);
  client.open(detach);
  await client.problems(detach);
  return { client, acme };
}

/** The example, as it would be without a word about domains. */
async function openWithoutDomain(t: TestContext, options: Options = {}): Promise<Client> {
  const { acme } = exampleTrees(t);
  writeFiles(acme, { '.qapirc.json': '{ "role": "downstream", "baseline": "dir:../upstream" }\n' });
  const client = await Client.start(t, acme, options);
  client.open(detach);
  await client.problems(detach);
  return client;
}

/** The actions but for the last one, which leaves the name as it is, and is never preferred. */
function others(actions: readonly CodeAction[]): readonly CodeAction[] {
  assert.match(actions.at(-1)?.title ?? '', /^Acknowledge with a reason: downstream\/[a-z-]+$/);
  assert.equal(actions.at(-1)?.isPreferred, false);
  return actions.slice(0, -1);
}

/** The only action besides that, which must be there. */
function only(all: readonly CodeAction[]): CodeAction {
  const actions = others(all);
  assert.deepEqual(
    actions.map(({ title }) => title),
    [actions[0]?.title],
  );
  return actions[0] as CodeAction;
}

describe('the quick fix for a name without the prefix', () => {
  test('is preferred, belongs to the problem, and says what changes in C', async (t) => {
    const { client } = await openDetach(t);
    const { title, kind, isPreferred, diagnostics, data } = only(await client.actions(detach, name));
    assert.equal(title, `Insert the prefix: '${newName}' (in C: qmp_query_detach -> qmp___com_acme_query_detach)`);
    assert.equal(kind, 'quickfix');
    assert.equal(isPreferred, true);
    assert.deepEqual(diagnostics, await client.problems(detach));
    assert.ok(data);
  });

  test('changes every file that speaks of the name, open or not, and nothing else', async (t) => {
    const { client, acme } = await openDetach(t);
    client.open('qapi/block.json');
    client.replace(detach, '# Letting disks go', '# Letting disks go, one by one');
    await client.problems(detach);
    const { edit } = only(await client.actions(detach, name));
    const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    const versions = Object.fromEntries(changes.map(({ textDocument }) => [textDocument.uri, textDocument.version]));
    assert.deepEqual(versions, {
      [client.uri(detach)]: 2,
      [client.uri('qapi/block.json')]: 1,
      [client.uri('qapi/machine.json')]: null,
      [client.uri('qapi/pragma.json')]: null,
    });
    const edits = editsByFile(edit);
    for (const file of speakers) {
      const before = file === detach ? client.text(file) : read(acme, file);
      const after = edited(before, edits.get(client.uri(file)) ?? []);
      assert.equal(after, before.replaceAll('query_detach', newName));
    }
  });

  test('is annotated with all the C identifiers, where the editor shows such', async (t) => {
    const { client } = await openDetach(t);
    const { edit } = only(await client.actions(detach, name));
    const [[id, annotation] = [], ...others] = Object.entries(edit?.changeAnnotations ?? {});
    assert.deepEqual(others, []);
    assert.deepEqual(annotation, {
      label: `Insert the prefix: '${newName}'`,
      description: 'qmp_query_detach -> qmp___com_acme_query_detach',
    });
    for (const edits of editsByFile(edit).values()) {
      for (const one of edits) assert.equal((one as { annotationId?: string }).annotationId, id);
    }
  });

  test('is not annotated where the editor does not', async (t) => {
    const capabilities = { ...likeVsCode, workspace: { workspaceEdit: { documentChanges: true } } };
    const { client } = await openDetach(t, { capabilities });
    const { edit } = only(await client.actions(detach, name));
    assert.equal(edit?.changeAnnotations, undefined);
    assert.ok(edit?.documentChanges);
    assert.ok(!JSON.stringify(edit).includes('annotationId'));
  });

  test('comes as plain changes to an editor that knows no others', async (t) => {
    const { client, acme } = await openDetach(t, { capabilities: plain });
    const { edit } = only(await client.actions(detach, name));
    assert.deepEqual(Object.keys(edit ?? {}), ['changes']);
    const edits = editsByFile(edit);
    assert.deepEqual([...edits.keys()].sort(), speakers.map((file) => client.uri(file)).sort());
    for (const file of speakers) {
      const before = read(acme, file);
      assert.equal(edited(before, edits.get(client.uri(file)) ?? []), before.replaceAll('query_detach', newName));
    }
  });

  test('is offered where the problem is, and nowhere else', async (t) => {
    const { client } = await openDetach(t);
    assert.equal((await client.actions(detach, "'«»query_detach',")).length, 2);
    assert.equal((await client.actions(detach, "'query_detach«»',")).length, 2);
    assert.deepEqual(await client.actions(detach, "{ 'struct': 'DetachInfo'"), []);
    assert.equal((await client.actions(detach, undefined)).length, 2);
  });

  test('is offered for the kinds of actions that the editor asks for', async (t) => {
    const { client } = await openDetach(t);
    const kinds = async (...wanted: string[]) => (await client.actions(detach, name, wanted)).map(({ kind }) => kind);
    assert.deepEqual(await kinds('quickfix'), ['quickfix', 'quickfix']);
    assert.deepEqual(await kinds('refactor'), []);
    assert.deepEqual(await kinds('source'), ['source.fixAll.qapi']);
    assert.deepEqual(await kinds('source.fixAll'), ['source.fixAll.qapi']);
    assert.deepEqual(await kinds('source.fixAll.other'), []);
    assert.deepEqual(await kinds(''), ['quickfix', 'quickfix', 'source.fixAll.qapi']);
  });

  test('fits a file that has changed on disk without a word', async (t) => {
    const { client, acme } = await openDetach(t);
    const changed = `# Somebody else was here.\n${read(acme, 'qapi/block.json')}`;
    writeFiles(acme, { 'qapi/block.json': changed });
    const { edit } = only(await client.actions(detach, name));
    const after = edited(changed, editsByFile(edit).get(client.uri('qapi/block.json')) ?? []);
    assert.equal(after, changed.replaceAll('query_detach', newName));
  });

  test('fits the version that it names, whatever is typed meanwhile', async (t) => {
    const { client } = await openDetach(t);
    const texts = new Map([[client.version(detach), client.text(detach)]]);
    const answers: Promise<CodeAction[]>[] = [];
    for (let i = 0; i < 20; i++) {
      answers.push(client.actions(detach, name));
      client.replace(detach, '# -*- Mode', '#\n# -*- Mode');
      texts.set(client.version(detach), client.text(detach));
    }
    for (const actions of await Promise.all(answers)) {
      for (const { edit } of others(actions)) {
        const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
        const change = changes.find(({ textDocument }) => textDocument.uri === client.uri(detach));
        const before = texts.get(change?.textDocument.version ?? 0) ?? '';
        const after = edited(before, (change?.edits ?? []) as TextDocumentEdit['edits'] as never);
        assert.equal(after, before.replaceAll('query_detach', newName));
      }
    }
  });

  test('names files as the editor does', async (t) => {
    // Debian's folders have a plus in their names. Some editors write it as it is, others as %2B.
    const parent = tempFolder(t);
    const { acme, upstream } = exampleTrees(t);
    renameSync(upstream, `${parent}/upstream`);
    renameSync(acme, `${parent}/finch-10.2+ds (acme)`);
    const folder = `${parent}/finch-10.2+ds (acme)`;
    const spelling = (file: string) => `file://${folder.replaceAll(' ', '%20')}/${file}`;
    assert.notEqual(spelling(detach), pathToFileURL(`${folder}/${detach}`).href.replaceAll('+', '%2B'));

    const client = await Client.start(t, folder, { rootUri: spelling('').slice(0, -1) });
    client.open(spelling(detach), { text: read(folder, detach) });
    await client.problems(spelling(detach));
    const { edit } = only(await client.actions(spelling(detach), name));
    const change = ((edit?.documentChanges ?? []) as TextDocumentEdit[]).find(({ textDocument }) =>
      textDocument.uri.endsWith('detach.json'),
    );
    assert.deepEqual(change?.textDocument, { uri: spelling(detach), version: 1 });
  });
});

describe('without a domain', () => {
  test('the fix asks for one, where the editor can', async (t) => {
    const client = await openWithoutDomain(t, { initialization: { commands: all } });
    const { title, command, edit, isPreferred, data } = only(await client.actions(detach, name));
    assert.equal(title, 'Insert the downstream prefix...');
    assert.equal(isPreferred, true);
    assert.equal(edit, undefined);
    const uri = client.uri(detach);
    assert.deepEqual(command, {
      title,
      command: 'qapi.setDomain',
      arguments: [{ uri, continue: { uri, data } }],
    });
  });

  test('goes on with the domain that was chosen', async (t) => {
    const client = await openWithoutDomain(t, { initialization: { commands: all } });
    const { data } = only(await client.actions(detach, name));
    const params = { uri: client.uri(detach), data, domain: 'org.example' };
    const { edit, message } = await client.request<FixResult>('qapi/fix', params);
    assert.match(message ?? '', /qmp_query_detach -> qmp___org_example_query_detach$/);
    const after = edited(client.text(detach), editsByFile(edit as object).get(client.uri(detach)) ?? []);
    assert.equal(after, client.text(detach).replaceAll('query_detach', '__org.example_query-detach'));
  });

  test('goes on as well when the settings with the domain have come first', async (t) => {
    const client = await openWithoutDomain(t, { initialization: { commands: all } });
    const { data } = only(await client.actions(detach, name));
    client.settings = { domains: ['org.example'] };
    await client.checkAfter(() => client.notify('workspace/didChangeConfiguration', { settings: null }));
    const params = { uri: client.uri(detach), data, domain: 'org.example' };
    const { edit } = await client.request<FixResult>('qapi/fix', params);
    const after = edited(client.text(detach), editsByFile(edit as object).get(client.uri(detach)) ?? []);
    assert.ok(after.includes("{ 'command': '__org.example_query-detach'"), after);
  });

  test('says what is the matter when there is nothing left to fix', async (t) => {
    const client = await openWithoutDomain(t, { initialization: { commands: all } });
    const { data } = only(await client.actions(detach, name));
    const uri = client.uri(detach);
    client.replace(detach, name, '__org.example_query-detach');
    const gone = await client.request<FixResult>('qapi/fix', { uri, data, domain: 'org.example' });
    assert.deepEqual(gone, { message: 'This problem is gone already.' });
    for (const nonsense of [undefined, null, 7, 'x', {}, { uri, rule: 'x', start: 0, end: 0 }]) {
      const answer = await client.request<FixResult>('qapi/fix', { uri, data: nonsense });
      assert.deepEqual(answer, { message: 'This fix is not known any more.' });
    }
  });

  test('the fix puts a placeholder in, where the editor cannot ask, and the placeholder is a problem', async (t) => {
    const client = await openWithoutDomain(t);
    const { title, command, edit } = only(await client.actions(detach, name));
    assert.match(title, /^Insert the prefix: '__RFQDN_query-detach'/);
    assert.equal(command, undefined);
    const after = edited(client.text(detach), editsByFile(edit).get(client.uri(detach)) ?? []);
    assert.equal(after, client.text(detach).replaceAll('query_detach', '__RFQDN_query-detach'));
    client.change(detach, { text: after });
    assert.deepEqual(await client.problemLines(detach), ['error downstream/placeholder: __RFQDN_query-detach']);
  });

  test('nothing that needs one is fixed along with the others', async (t) => {
    const client = await openWithoutDomain(t);
    assert.deepEqual(await client.actions(detach, undefined, ['source.fixAll']), []);
  });
});

describe('the fix that acknowledges', () => {
  test('inserts a comment, after which only the reason is missing', async (t) => {
    const { client } = await openDetach(t);
    const action = (await client.actions(detach, name)).at(-1);
    const before = client.text(detach);
    client.change(detach, { text: edited(before, editsByFile(action?.edit).get(client.uri(detach)) ?? []) });
    const comment = '# qapi-ignore downstream/missing-prefix: TODO say why';
    assert.equal(client.text(detach), before.replace("{ 'command': 'query_detach'", `${comment}\n$&`));
    assert.deepEqual(await client.problemLines(detach), [`error ignore/form: ${comment}`]);
    client.replace(detach, 'TODO say why', 'scripts of our customers call it');
    assert.deepEqual(await client.problemLines(detach), []);
  });
});

describe('a fix that cannot be made', () => {
  const rival = "{ 'command': '__com.acme_query-detach' }\n";
  const reason =
    /^'query_detach' cannot become '__com\.acme_query-detach': .*'__com\.acme_query-detach' exists already \(pragma\.json:\d+\)\.$/;

  async function openRivals(t: TestContext, options: Options): Promise<Client> {
    const { acme } = exampleTrees(t);
    writeFiles(acme, { 'qapi/pragma.json': read(acme, 'qapi/pragma.json') + rival });
    const client = await Client.start(t, acme, options);
    client.open(detach);
    await client.problems(detach);
    return client;
  }

  test('says why when it is chosen', async (t) => {
    const client = await openRivals(t, { initialization: { commands: all } });
    const { title, command, edit, disabled, isPreferred } = only(await client.actions(detach, name));
    assert.match(title, /\(not possible\)$/);
    assert.deepEqual([edit, disabled, isPreferred], [undefined, undefined, undefined]);
    assert.equal(command?.command, 'qapi.showMessage');
    assert.match(command?.arguments?.[0].message, reason);
  });

  test('is disabled in an editor without that command', async (t) => {
    const client = await openRivals(t, {});
    const { command, edit, disabled } = only(await client.actions(detach, name));
    assert.deepEqual([edit, command], [undefined, undefined]);
    assert.match(disabled?.reason ?? '', reason);
  });

  test('is left out in an editor that cannot show it', async (t) => {
    const client = await openRivals(t, { capabilities: plain });
    assert.deepEqual(others(await client.actions(detach, name)), []);
  });

  test('is told to whoever asks for it by name', async (t) => {
    const client = await openRivals(t, {});
    const { data } = only(await client.actions(detach, name));
    const answer = await client.request<FixResult>('qapi/fix', { uri: client.uri(detach), data });
    assert.equal(answer.edit, undefined);
    assert.match(answer.message ?? '', reason);
  });

  test('does not keep the others from being made', async (t) => {
    const client = await openRivals(t, {});
    assert.deepEqual(await client.actions(detach, undefined, ['source.fixAll']), []);
    client.open('qapi/control.json');
    assert.equal((await client.actions('qapi/control.json', undefined, ['source.fixAll'])).length, 1);
  });
});

describe('a fix that does not suit every root', () => {
  test('says so in its title: the file with its edit is part of another root', async (t) => {
    const folder = tempFolder(t);
    writeFiles(folder, {
      'qapi/qapi-schema.json': "{ 'include': 'pace.json' }\n{ 'include': 'motor.json' }\n",
      'qapi/pace.json': "{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }\n",
      'qapi/motor.json': "{ 'command': 'start', 'data': { 'pace': 'Pcae' } }\n",
      'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/motor.json' }\n",
    });
    const client = await Client.start(t, folder);
    client.open('qapi/motor.json');
    await client.problems('qapi/motor.json');
    const titles = (await client.actions('qapi/motor.json', "'«Pcae»'")).map(({ title }) => title);
    assert.deepEqual(titles, [
      "Replace by 'Pace'; storage-daemon/qapi/qapi-schema.json does not know 'Pace'",
      // Both roots lack that one.
      "Define struct 'Pcae'",
    ]);
  });
});

describe('"Fix all in this file"', () => {
  const fixed = fileURLToPath(new URL('../examples/acme-fixed', import.meta.url));
  const commandLine = fileURLToPath(new URL('../../server/bin/qapi.cjs', import.meta.url));

  test('mends the file, and what follows from that in others', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme);
    client.open(detach);
    const [action, ...others] = await client.actions(detach, undefined, ['source.fixAll.qapi']);
    const { title, kind, edit } = action ?? {};
    assert.deepEqual(others, []);
    assert.equal(title, 'Fix all in this file');
    assert.equal(kind, 'source.fixAll.qapi');
    const edits = editsByFile(edit);
    assert.equal(edited(client.text(detach), edits.get(client.uri(detach)) ?? []), read(fixed, detach));
    assert.deepEqual([...edits.keys()].sort(), speakers.map((file) => client.uri(file)).sort());
  });

  test('done to one file after the other gives what the command line gives', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme);
    const files = ['qapi', 'qga'].flatMap((folder) =>
      readdirSync(`${acme}/${folder}`).map((file) => `${folder}/${file}`),
    );
    for (const file of files) client.open(file);
    const apply = ({ edit }: CodeAction) => {
      const edits = editsByFile(edit);
      for (const file of files) {
        const changes = edits.get(client.uri(file));
        if (changes) client.change(file, { text: edited(client.text(file), changes) });
      }
    };
    const fixAllIn = (file: string) => client.actions(file, undefined, ['source.fixAll.qapi']);
    for (const file of files) (await fixAllIn(file)).forEach(apply);

    const other = exampleTrees(t).acme;
    // What is wrong with the messages there is not all for the command line to mend.
    rmSync(`${other}/messages`, { recursive: true });
    execFileSync(process.execPath, [commandLine, 'check', '--fix', other]);
    for (const file of files) {
      assert.equal(client.text(file), read(other, file), file);
      assert.deepEqual(await fixAllIn(file), [], 'a second time changes nothing more');
    }

    // Whether that one is to be changed only a person can tell.
    const rotate = "{ 'command': '«__com.example_vault-rotate»'";
    apply(only(await client.actions('qapi/vault.json', rotate)));
    for (const file of files) {
      assert.equal(client.text(file), read(fixed, file), file);
      // That some new values may be received is told, and stays.
      const left = await client.problems(file);
      assert.deepEqual(
        left.filter(({ severity }) => severity !== DiagnosticSeverity.Information),
        [],
      );
    }
  });

  test('leaves a tree alone that has nothing to fix', async (t) => {
    const { acme } = exampleTrees(t);
    cpSync(fixed, acme, { recursive: true });
    const client = await Client.start(t, acme);
    client.open('qapi/vault.json');
    assert.deepEqual(await client.problemLines('qapi/vault.json'), []);
    assert.deepEqual(await client.actions('qapi/vault.json', undefined, ['source.fixAll.qapi']), []);
  });
});
