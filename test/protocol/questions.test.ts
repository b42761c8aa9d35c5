// What the editor asks: hovers, the status, domains, rules; and what the server makes of questions it does not know.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver-protocol';
import type { CheckDomainResult, DomainSuggestion, RuleSummary, Status } from '../../server/src/lsp/protocol.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { commit, git, tempFolder } from '../helpers/temp.ts';
import { Client, exampleTrees, serverWithHistory } from './client.ts';

const root = 'qapi/qapi-schema.json';
const detach = 'qapi/detach.json';

describe('a hover', () => {
  test('tells what a name is, and covers it', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/block.json');
    const hover = await client.hover('qapi/block.json', "{ 'command': 'query-|disks'");
    assert.deepEqual(hover?.range, client.range('qapi/block.json', "{ 'command': '«query-disks»'"));
    const { kind, value } = hover.contents as MarkupContent;
    assert.equal(kind, 'markdown');
    assert.match(value, /command `query-disks`, in `qapi\/block\.json:\d+`/);
    assert.match(value, /List the disks\./);
    assert.ok(!value.includes('**Why:**'), value);
  });

  test('on a squiggle tells the rule, the reason, the remedy and the source first', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { initialization: { rulePages: { hover: 'page:{id}' } } });
    client.open(detach);
    const hover = await client.hover(detach, "{ 'command': 'query|_detach'");
    assert.ok(hover);
    const { value } = hover.contents as MarkupContent;
    const parts = [
      'page:downstream/missing-prefix',
      '**Why:**',
      '**What to do:**',
      '**Source:**',
      'command `query_detach`',
    ];
    const places = parts.map((part) => value.indexOf(part));
    assert.ok(!places.includes(-1), value);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      value,
    );
  });

  test('follows the text that is typed', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(detach);
    client.replace(detach, '# Letting disks go', '#\n# 😀\n#');
    client.replace(detach, "{ 'command': '«query_detach»'", '__com.acme_query-detach');
    const hover = await client.hover(detach, "{ 'command': '__com.acme|_query-detach'");
    assert.deepEqual(hover?.range, client.range(detach, "{ 'command': '«__com.acme_query-detach»'"));
    assert.match((hover.contents as MarkupContent).value, /stem `query-detach`/);
  });

  test('tells since when QEMU has a name, in a workspace that is not trusted, too', async (t) => {
    const folder = tempFolder(t, { [root]: "{ 'command': 'query-cpus-fast' }\n" });
    const client = await Client.start(t, folder, { initialization: { trusted: false } });
    client.open(root);
    const hover = await client.hover(root, "'query-cpus-|fast'");
    assert.ok(hover);
    assert.match((hover.contents as MarkupContent).value, /^- in QEMU since 2\.12$/m);
  });

  test('does without the history where that is damaged, and the log says why once', async (t) => {
    const client = await Client.start(t, tempFolder(t, { [root]: "{ 'command': 'quit' }\n" }), {
      server: serverWithHistory(t, 'QAPI history, form 0.\n'),
    });
    client.open(root);
    for (let times = 1; times <= 2; times++) {
      const hover = await client.hover(root, "'qu|it'");
      assert.ok(hover);
      const { value } = hover.contents as MarkupContent;
      assert.match(value, /^- clients send it\n- in C: `qmp_quit`$/m);
    }
    const logged = client.told
      .filter(({ method }) => method === 'window/logMessage')
      .map(({ params }) => params.message);
    assert.equal(logged.length, 1);
    assert.match(
      logged[0],
      /^The history of upstream's releases is damaged at line 1: .* Hovers do not tell since when/,
    );
  });

  test('has nothing to say about blank lines and closed documents', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(detach);
    assert.equal(await client.hover(detach, 'filetype=python\n|'), null);
    const textDocument = { uri: client.uri('qapi/block.json') };
    assert.equal(
      await client.request('textDocument/hover', { textDocument, position: { line: 30, character: 5 } }),
      null,
    );
  });
});

describe('the status', () => {
  test('tells by what a file is judged', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open('qapi/vault.json');
    await client.problems('qapi/vault.json');
    const status = await client.request<Status>('qapi/status', { uri: client.uri('qapi/vault.json') });
    assert.deepEqual(
      { ...status, problems: {} },
      {
        root,
        roots: [root],
        role: 'downstream',
        roleReason: 'as configured',
        domains: ['com.acme'],
        inherited: ['com.redhat'],
        baseline: { spec: 'dir:../upstream', resolved: 'dir:../upstream', ok: true },
        qemuVersion: '10.2.0',
        profile: 'spec',
        problems: {},
      },
    );
    assert.ok(status.problems.errors > status.problems.warnings && status.problems.warnings > 0);
  });

  test('tells what is wrong with a baseline', async (t) => {
    const { acme } = exampleTrees(t);
    const client = await Client.start(t, acme, { settings: { baseline: 'dir:../nowhere' } });
    client.open(root);
    assert.equal((await client.problems(root))[0]?.code, 'config/baseline');
    const { baseline } = await client.request<Status>('qapi/status', { uri: client.uri(root) });
    assert.deepEqual(
      { ...baseline, message: '' },
      { spec: 'dir:../nowhere', resolved: 'none', ok: false, message: '' },
    );
    assert.match(baseline.message ?? '', /does not exist/);
  });

  test('is there for open schemas only', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    assert.equal(await client.request('qapi/status', { uri: client.uri(root) }), null);
    assert.equal(await client.request('qapi/status', { uri: 'nonsense' }), null);
  });

  test('is said to have changed after every check', async (t) => {
    const client = await Client.start(t, exampleTrees(t).acme);
    client.open(root);
    await client.notification('qapi/statusChanged');
    client.settings = { role: 'upstream' };
    await client.checkAfter(() => client.notify('workspace/didChangeConfiguration', { settings: null }));
    assert.equal((await client.request<Status>('qapi/status', { uri: client.uri(root) })).role, 'upstream');
  });
});

describe('a domain', () => {
  test('is judged while it is typed', async (t) => {
    const client = await Client.start(t, tempFolder(t));
    const check = (domain: string) => client.request<CheckDomainResult>('qapi/checkDomain', { domain });
    assert.deepEqual(await check('com.example'), { ok: true, domain: 'com.example' });
    assert.deepEqual(await check(' Example.COM. '), { ok: true, domain: 'com.example' });
    assert.deepEqual(await check('__com.example_query-detach'), { ok: true, domain: 'com.example' });
    for (const wrong of ['', 'acme', 'com', 'com._acme', 'com..acme', '-com.acme', 'com.acme/x', 'x'.repeat(1e6)]) {
      const { ok, domain, message } = await check(wrong);
      assert.deepEqual([ok, domain], [false, undefined], wrong.slice(0, 80));
      assert.ok(message && message.length < 1000, wrong.slice(0, 80));
    }
  });

  test('is proposed from the names of the schema, and from the e-mail address that git knows', async (t) => {
    const folder = tempFolder(t, {
      [root]: "{ 'command': '__com.acme_a' }\n{ 'command': '__com.acme_b' }\n{ 'command': '__org.other_c' }\n",
    });
    commit(folder, 'first');
    git(folder, 'config', 'user.email', 'somebody@mail.example.net');
    const client = await Client.start(t, folder);
    client.open(root);
    const proposals = await client.request<DomainSuggestion[]>('qapi/suggestDomains', { uri: client.uri(root) });
    assert.deepEqual(proposals.slice(0, 2), [
      { domain: 'com.acme', reason: 'used by 2 names here' },
      { domain: 'org.other', reason: 'used by 1 name here' },
    ]);
    assert.equal(proposals[2]?.reason, 'from your git e-mail address');
    assert.match(proposals[2].domain, /^net\.example/);
    assert.equal(proposals.length, 3);
  });

  test('is not proposed where nothing tells one', async (t) => {
    const folder = tempFolder(t, { [root]: "{ 'command': 'eject' }\n" });
    const client = await Client.start(t, folder, { env: { HOME: folder, GIT_CONFIG_NOSYSTEM: '1', PATH: folder } });
    client.open(root);
    assert.deepEqual(await client.request('qapi/suggestDomains', { uri: client.uri(root) }), []);
  });
});

describe('the rules', () => {
  test('are listed, each with a page that exists', async (t) => {
    const client = await Client.start(t, tempFolder(t));
    const rules = await client.request<RuleSummary[]>('qapi/rules');
    assert.deepEqual(
      rules.map(({ id }) => id),
      allRules.map(({ id }) => id),
    );
    for (const { id, summary, severity, url } of rules) {
      assert.ok(summary && severity, id);
      assert.ok(existsSync(new URL(url)), url);
    }
  });

  test('have pages in Markdown', async (t) => {
    const client = await Client.start(t, tempFolder(t));
    const page = await client.request<string>('qapi/rulePage', { id: 'downstream/missing-prefix' });
    assert.match(page, /^# downstream\/missing-prefix\n/);
    for (const id of ['nonsense', '../../README', ''])
      assert.equal(await client.request('qapi/rulePage', { id }), null);
  });
});

describe('a question', () => {
  test('that the server does not know is refused, and a message ignored', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'a.json': "{ 'command': 'Eject' }\n" }));
    await assert.rejects(client.request('qapi/makeCoffee'), { code: -32601 });
    await assert.rejects(client.request('textDocument/inlineCompletion'), { code: -32601 });
    client.notify('qapi/noise', { loud: true });
    client.notify('$/noise');
    client.open('a.json');
    assert.equal((await client.problems('a.json')).length, 1);
  });

  test('without what it needs is answered with an error, and the next one as usual', async (t) => {
    const client = await Client.start(t, tempFolder(t, { 'a.json': "{ 'command': 'Eject' }\n" }));
    for (const method of ['textDocument/hover', 'textDocument/codeAction', 'qapi/checkDomain']) {
      await assert.rejects(client.request(method, {}), { code: -32603 }, method);
    }
    client.open('a.json');
    assert.equal((await client.problems('a.json')).length, 1);
  });
});
