/** What people are told to type must be right. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { readArgs } from '../../server/src/cli/args.ts';
import { History } from '../../server/src/history/history.ts';
import { type Files, qapi } from './qapi.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The words behind `qapi` in each command of a text, up to where the shell takes over. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/\bqapi ((?:check|diff|explain|ask) [^`\n#>|]*)/g)].map(([, words = '']) => words.trim());
}

for (const path of [
  'README.md',
  'docs/guides/ci.md',
  'docs/guides/diff.md',
  'docs/guides/downstream.md',
  'docs/guides/program.md',
  'docs/guides/qmp.md',
  'docs/guides/rebase.md',
]) {
  describe(`a command in ${path}`, () => {
    const commands = new Set(commandsIn(read(path)));
    assert.ok(commands.size >= 3, `only ${commands.size} commands`);
    for (const command of commands) {
      test(`qapi ${command}`, () => {
        const request = readArgs(command.split(/ +/));
        assert.notEqual(request.kind, 'wrong', request.kind === 'wrong' ? request.message : '');
      });
    }
  });
}

describe('a downstream that is rebased from 8.2 to 9.2 can run', () => {
  const history = new History(readFileSync(HISTORY_FILE, 'utf8'));
  // All that matters here is that there is something to compare, and that it can be read.
  const tree = (version: string): Files => ({
    VERSION: `${version}\n`,
    '.qapirc.json': '{ "domains": ["com.example"] }',
    'qapi/qapi-schema.json': "{ 'command': 'stop' } { 'command': '__com.example_cont' }\n",
    'qga/qapi-schema.json': "{ 'command': 'guest-sync', 'data': { 'id': 'int' }, 'returns': 'int' }\n",
  });
  const git = { top: '/src', tags: { main: tree('9.2.0'), 'ours-8.2': tree('8.2.3') } };
  for (const path of ['docs/guides/downstream.md', 'docs/guides/rebase.md']) {
    for (const command of new Set(commandsIn(read(path)))) {
      test(`qapi ${command}`, async () => {
        const { status, stderr } = await qapi(command.replace(/ +/g, ' '), tree('9.2.1'), { history, git });
        assert.notEqual(status, 2, stderr);
      });
    }
  }

  test('what looks in the JSON for the line before a path: there stands what has happened to it', async () => {
    const before = {
      ...tree('8.2.3'),
      'qapi/qapi-schema.json': "{ 'command': 'stop' } { 'event': '__com.example_BYE' }\n",
    };
    const { stdout } = await qapi('diff --format json git:before', tree('9.2.1'), {
      history,
      git: { top: '/src', tags: { before } },
    });
    const found = [...stdout.matchAll(/^ *"kind": "(.*)",\n *"path": "(.*__com\.example.*)"/gm)].map((one) =>
      one.slice(1),
    );
    assert.deepEqual(found, [
      ['command-added', 'command __com.example_cont'],
      ['event-removed', 'event __com.example_BYE'],
    ]);
  });
});

test('the hook for pre-commit calls the command right', () => {
  const hook = read('.pre-commit-hooks.yaml');
  const [, entry = ''] = /^ {2}entry: qapi (.+)$/m.exec(hook) ?? [];
  const [, args = ''] = /^ {2}args: \[(.+)\]$/m.exec(hook) ?? [];
  assert.equal(readArgs([...entry.split(' '), ...args.split(', ')]).kind, 'run');
  const files = new RegExp(/^ {2}files: (.+)$/m.exec(hook)?.[1] ?? '$.');
  const isChecked = (path: string): boolean => files.test(path);
  assert.ok(['VERSION', 'qemu/VERSION', 'qapi/block.json', '.qapirc.json'].every(isChecked));
  assert.ok(!['VERSIONS', 'qapi/meson.build', 'block.c'].some(isChecked));
});
