/** What people are told to type must be right. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readArgs } from '../../server/src/cli/args.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The words behind `qapi` in each command of a text, up to where the shell takes over. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/\bqapi ((?:check|explain) [^`\n#>|]*)/g)].map(([, words = '']) => words.trim());
}

for (const path of ['README.md', 'docs/guides/ci.md']) {
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
