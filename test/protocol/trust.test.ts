// Which processes the server starts: git, for a baseline and an e-mail address, and not before the workspace is trusted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { DomainSuggestion, Status } from '../../server/src/lsp/protocol.ts';
import { commit, git, tempFolder, writeFiles } from '../helpers/temp.ts';
import { Client, type Options, plain } from './client.ts';

const root = 'qapi/qapi-schema.json';

/** A downstream whose upstream is the tag of its version: one command is new. */
function repository(t: TestContext): string {
  const folder = tempFolder(t, { VERSION: '10.2.0\n', [root]: "{ 'command': 'eject' }\n" });
  commit(folder, 'v10.2.0');
  git(folder, 'config', 'user.email', 'somebody@acme.net');
  writeFiles(folder, {
    [root]: "{ 'command': 'eject' }\n{ 'command': 'eject-all' }\n",
    '.qapirc.json': '{ "domains": ["com.acme"] }\n',
  });
  return folder;
}

const windows = process.platform === 'win32' && 'it needs a shell';
const missing = ['error downstream/missing-prefix: eject-all'];

describe('the baseline in git', () => {
  test("is the tag of the tree's version, unless another one is set", async (t) => {
    const folder = repository(t);
    const client = await Client.start(t, folder);
    client.open(root);
    assert.deepEqual(await client.problemLines(root), missing);
    const { baseline } = await client.request<Status>('qapi/status', { uri: client.uri(root) });
    assert.deepEqual(baseline, { spec: 'auto', resolved: 'git:v10.2.0', ok: true });
  });

  test('that is missing gives one problem with the command that gets it, and is found when it is there', async (t) => {
    const folder = repository(t);
    const client = await Client.start(t, folder, { settings: { baseline: 'git:v10.2.1' } });
    client.open(root);
    const [problem, ...others] = await client.problems(root);
    assert.deepEqual(others, []);
    assert.equal(problem?.code, 'config/baseline');
    assert.match(problem.message, /git fetch \S+ tag v10\.2\.1/);

    git(folder, 'tag', 'v10.2.1', 'v10.2.0');
    client.fileChanged('.git/refs/tags/v10.2.1', 'created');
    assert.deepEqual(await client.untilProblems(root, (lines) => lines[0] === missing[0]), missing);
  });

  test('is not looked up where git would take it for an option', { skip: windows }, async (t) => {
    const folder = repository(t);
    const { env, calls } = watchedGit(t);
    const client = await Client.start(t, folder, { settings: { baseline: 'git:--output=x' }, env });
    client.open(root);
    assert.deepEqual(await client.problemLines(root), missing);
    const { params } = await client.notification('window/showMessage');
    assert.match(params.message, /"git:--output=x" is refused/);
    assert.match(calls(), /v10\.2\.0/);
    assert.ok(!calls().includes('output'), calls());
  });
});

/** A git that writes down that it was called, and then does as it is told. */
function watchedGit(t: TestContext): { env: NonNullable<Options['env']>; calls: () => string } {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const bin = tempFolder(t, { git: `#!/bin/sh\necho "$@" >> "$GIT_CALLS"\nexec '${real}' "$@"\n` });
  chmodSync(`${bin}/git`, 0o755);
  const marker = `${bin}/calls`;
  return {
    env: { PATH: `${bin}${delimiter}${process.env.PATH}`, GIT_CALLS: marker },
    calls: () => (existsSync(marker) ? readFileSync(marker, 'utf8') : ''),
  };
}

describe('in a workspace that is not trusted', { skip: windows }, () => {
  test('nothing is started until it is, whatever the editor asks', async (t) => {
    const folder = repository(t);
    const { env, calls } = watchedGit(t);
    const client = await Client.start(t, folder, { initialization: { trusted: false }, env });
    const uri = client.uri(root);
    client.open(root);
    // The release of the tree's version is known without git.
    // The tree lacks most of what that has, whole files of it.
    const lines = await client.problemLines(root);
    assert.deepEqual(
      lines.filter((line) => !/ (?:contract\/|files\/include-removed:)/.test(line)),
      missing,
    );
    client.replace(root, 'eject-all', 'eject-everything');
    await client.problems(root);
    await client.hover(root, 'eject-|everything');
    await client.actions(root, undefined, ['source.fixAll']);
    assert.deepEqual(await client.request<DomainSuggestion[]>('qapi/suggestDomains', { uri }), []);
    const { baseline } = await client.request<Status>('qapi/status', { uri });
    assert.deepEqual(baseline, { spec: 'auto', resolved: 'release:10.2', ok: true });
    client.settings = { baseline: 'git:v10.2.0' };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.untilMessage(root, (message) => message.includes('git is not run here'));
    client.fileChanged('VERSION');
    client.replace(root, 'eject-everything', 'eject-all');
    await client.problems(root);
    assert.equal(calls(), '');

    client.notify('qapi/trustGranted');
    assert.deepEqual(await client.untilProblems(root, (lines) => lines[0] === missing[0]), missing);
    assert.notEqual(calls(), '');
    const proposals = await client.request<DomainSuggestion[]>('qapi/suggestDomains', { uri });
    assert.deepEqual(
      proposals.map(({ reason }) => reason),
      ['from your git e-mail address'],
    );
  });

  test('the settings that an editor has sent are not forgotten over it', async (t) => {
    const folder = repository(t);
    const client = await Client.start(t, folder, { initialization: { trusted: false }, capabilities: plain });
    const qapi = { domains: ['org.example'], baseline: 'git:v10.2.0' };
    client.notify('workspace/didChangeConfiguration', { settings: { qapi } });
    client.open(root);
    await client.untilMessage(root, (message) => message.includes('git is not run here'));
    client.notify('qapi/trustGranted');
    await client.untilMessage(root, (message) => message.includes("'__org.example_eject-all'"));
  });

  test('an editor that says nothing about trust is trusted', async (t) => {
    const { env, calls } = watchedGit(t);
    const client = await Client.start(t, repository(t), { env });
    client.open(root);
    assert.deepEqual(await client.problemLines(root), missing);
    assert.notEqual(calls(), '');
  });
});
