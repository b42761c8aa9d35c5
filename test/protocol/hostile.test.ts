// Texts, files and messages that nobody sends in good faith: the server answers, goes on, and ends when it is told to.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../helpers/temp.ts';
import { Client, editsByFile, exampleTrees } from './client.ts';

const root = 'qapi/qapi-schema.json';
const good = "{ 'command': 'Eject' }\n";
const fault = ['error naming/lower-case: Eject'];

const TEN_MB = 10_000_000;

describe('a document', () => {
  const texts: Record<string, string> = {
    'of one line of 10 MB': 'x'.repeat(TEN_MB),
    'of one name of 10 MB': `{ 'command': '${'x'.repeat(TEN_MB)}' }`,
    'of one comment of 10 MB': `##\n# @${'x'.repeat(TEN_MB)}:\n##\n{ 'command': 'x' }`,
    'of a wrong name of 1 MB': `{ 'struct': '${'x'.repeat(TEN_MB / 10)}', 'data': {} }`,
    'of 20,000 wrong definitions on one line': "{ 'struct': 'S', 'data': { 'a': 'str' } } ".repeat(20_000),
    'of 100,000 brackets': '['.repeat(100_000),
    'of 100,000 braces': "{ 'a': ".repeat(100_000),
    'of 100,000 brackets the wrong way round': ']'.repeat(100_000),
    'of 100,000 empty lines': '\r\n'.repeat(100_000),
    'of NUL bytes': '\0'.repeat(1000),
    'with NUL bytes in its names': "{ 'command': 'a\0b', 'data': { '\0': 'str' } }\n",
    'with halves of surrogate pairs': "{ 'command': '\ud800' }\n# \udc00\n",
    'of nothing': '',
  };
  for (const [what, text] of Object.entries(texts)) {
    test(`${what} gets an answer, and so does the next one`, async (t) => {
      const client = await Client.start(t, tempFolder(t, { 'good.json': good }));
      client.open('bad.json', { text });
      const problems = await client.problems('bad.json');
      assert.ok(problems.length <= 1001, `${problems.length} problems`);
      for (const { range, message } of problems) {
        assert.ok(message.length <= 1001, `a message of ${message.length} characters`);
        assert.ok(
          range.start.line <= range.end.line && range.end.line <= text.split('\n').length,
          JSON.stringify(range),
        );
      }
      const textDocument = { uri: client.uri('bad.json') };
      await client.request('textDocument/hover', { textDocument, position: { line: 0, character: 20 } });
      const range = { start: { line: 0, character: 20 }, end: { line: 0, character: 20 } };
      await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
      client.change('bad.json', { range, text: '!' });
      await client.problems('bad.json');
      client.open('good.json');
      assert.deepEqual(await client.problemLines('good.json'), fault);
    });
  }

  test('of too many problems shows the worst of them, and says that there are more', async (t) => {
    const hint = "{ 'enum': 'Tray', 'prefix': 'TRAY', 'data': [] }\n";
    const text = hint + Array.from({ length: 1500 }, (_, i) => `{ 'struct': 's${i}', 'data': {} }\n`).join('');
    const client = await Client.start(t, tempFolder(t));
    client.open('a.json', { text });
    const lines = await client.problemLines('a.json');
    assert.equal(lines.length, 1001);
    assert.deepEqual(
      [...new Set(lines.slice(0, -1).map((line) => line.replace(/\d+$/, '')))],
      ['error naming/type-case: s'],
    );
    assert.match((await client.problems('a.json')).at(-1)?.message ?? '', /^There are \d+ more problems/);
  });

  test('that is no file is judged by itself, and what it includes is looked for nowhere', async (t) => {
    // The server runs in this folder: a relative path would lead to the file.
    const client = await Client.start(t, tempFolder(t, { 'other.json': good, [root]: good }));
    for (const uri of ['untitled:Untitled-1', 'git:/qapi/qapi-schema.json?%7B%7D', 'zip://a.zip!/x.json', 'odd:']) {
      client.open(uri, { text: `{ 'include': 'other.json' }\n{ 'include': 'qapi/../other.json' }\n${good}` });
      assert.deepEqual(await client.problemLines(uri), ["error files/include-not-found: 'other.json'", ...fault]);
      const [action] = await client.actions(uri, "'Eject'");
      assert.deepEqual([...editsByFile(action?.edit).keys()], [uri]);
      client.close(uri);
    }
  });

  test('may have any address', async (t) => {
    const client = await Client.start(t, tempFolder(t));
    const odd = ['file:///', 'file://host/share/x.json', 'file:///a%2Fb/%00.json', 'file:///%F0%9F%98%80/%zz.json'];
    for (const uri of odd) {
      client.open(uri, { text: good });
      assert.deepEqual(await client.problemLines(uri), fault, uri);
      client.close(uri);
    }
  });

  test('may be closed while it is checked: nothing is told about it any more', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { settings: { problems: { scope: 'openFiles' } } });
    // From then on the settings are known.
    client.open('qapi/block.json');
    await client.problems('qapi/block.json');
    for (let i = 0; i < 20; i++) {
      client.open('qapi/vault.json');
      client.change('qapi/vault.json', {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: '#',
      });
      client.close('qapi/vault.json');
    }
    const last = () => client.published('qapi/vault.json').at(-1)?.diagnostics;
    await client.until('that nothing is told', () => last()?.length === 0);
    // Nor does a check that is later than all of that tell anything.
    client.change('qapi/block.json', {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: '#\n',
    });
    await client.problems('qapi/block.json');
    assert.deepEqual(last(), []);
  });

  test('may be closed, changed and saved without ever having been opened', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'good.json': good }));
    const textDocument = { uri: client.uri('never.json'), version: 2 };
    client.notify('textDocument/didChange', { textDocument, contentChanges: [{ text: good }] });
    client.notify('textDocument/didSave', { textDocument });
    client.notify('textDocument/didClose', { textDocument });
    client.open('good.json');
    assert.deepEqual(await client.problemLines('good.json'), fault);
    client.mayLogErrors = true;
  });

  test('may be changed at places that it does not have', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'good.json': good }));
    client.open('good.json');
    const far = { line: 2 ** 31 - 1, character: 2 ** 31 - 1 };
    client.change('good.json', { range: { start: far, end: far }, text: '# the end\n' });
    assert.deepEqual(await client.problemLines('good.json'), fault);
    const params = { textDocument: { uri: client.uri('good.json') }, position: far };
    assert.equal(await client.request('textDocument/hover', params), null);
  });
});

describe('a tree', { skip: process.platform === 'win32' && 'it needs pipes and devices' }, () => {
  test('whose files include themselves, folders, pipes and devices is read to its end', async (t) => {
    const includes = [
      'qapi-schema.json',
      'a.json',
      '..',
      'pipe',
      '/dev/zero',
      '/dev/stdin',
      '/proc/self/mem',
      'a.json',
    ];
    const folder = tempFolder(t, {
      [root]: includes.map((path) => `{ 'include': '${path}' }\n`).join('') + good,
      'qapi/a.json': "{ 'include': 'qapi-schema.json' }\n",
    });
    execFileSync('mkfifo', [`${folder}/qapi/pipe`]);
    const client = await Client.start(t, folder);
    client.open(root);
    assert.deepEqual(await client.problemLines(root), [
      "error files/include-cycle: 'qapi-schema.json'",
      ...["'..'", "'pipe'", "'/dev/zero'", "'/dev/stdin'", "'/proc/self/mem'"].map(
        (path) => `error files/include-not-found: ${path}`,
      ),
      ...fault,
    ]);
  });
});

describe('the end', () => {
  test('may come in the middle of work', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme);
    client.open('qapi/block.json');
    client.open('big.json', { text: "{ 'struct': 'S', 'data': { 'a': 'str' } }\n".repeat(50_000) });
    const hovers = [1, 2, 3].map(() =>
      client.hover('qapi/block.json', "{ 'command': 'query-|disks'").catch(() => null),
    );
    // Looks at the status, at its standard error and at its log.
    await client.stop();
    await Promise.all(hovers);
  });

  test('may come before the beginning', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    await client.stop();
  });

  test('comes without a word when the editor is gone', async () => {
    const server = fileURLToPath(new URL('../../server/bin/qapi-language-server.js', import.meta.url));
    const child = spawn(process.execPath, [server, '--stdio']);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.stdin.end();
    const [status] = await once(child, 'exit');
    assert.equal(said, '');
    // The protocol wants a status other than 0 where nobody has asked for the end.
    assert.equal(status, 1);
  });

  test('comes at once to somebody who starts the server by hand, with a hint', async () => {
    const server = fileURLToPath(new URL('../../server/bin/qapi-language-server.js', import.meta.url));
    const child = spawn(process.execPath, [server]);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [status] = await once(child, 'close');
    assert.equal(status, 2);
    assert.match(said, /^qapi-language-server is started by an editor: qapi-language-server --stdio\n/);
  });
});
