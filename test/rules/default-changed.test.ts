// Which defaults the documentation of an argument names, and which of two are different.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Example } from '../../server/src/rules/rule.ts';
import { openExample } from '../helpers/example.ts';

const ROOT = 'qapi/qapi-schema.json';

/** A command with an optional argument that is described so. */
function described(text: string, definition = "{ 'command': 'eject', 'data': { '*pace': 'str' } }"): string {
  const lines = text.split('\n').map((line) => `#     ${line}`);
  return ['##', '# @eject:', '#', '# Open the tray.', '#', '# @pace: how fast.', ...lines, '##', definition].join('\n');
}

/** What is marked in ours, with what upstream says; undefined where nothing is reported. */
async function changed(upstream: string, ours: string, settings: Partial<Example> = {}): Promise<string | undefined> {
  const { workspace, root } = openExample({
    files: { [ROOT]: ours },
    baseline: { [ROOT]: upstream },
    domains: ['com.example'],
    ...settings,
  });
  const { problems } = await workspace.analyse(root);
  const [problem, ...more] = problems.filter(({ rule }) => rule.id === 'contract/default-changed');
  assert.deepEqual(more, []);
  if (!problem) return undefined;
  const upstreams = /and '(.*)' upstream/.exec(problem.message)?.[1];
  return `${upstreams} -> ${ours.slice(problem.span.start, problem.span.end)}`;
}

describe('the problem', () => {
  it('leads to what upstream says, and says what to do', async () => {
    const { workspace, root } = openExample({
      files: { [ROOT]: described('(default: true)') },
      baseline: { [ROOT]: described('(default: false)') },
      domains: ['com.example'],
    });
    const { problems, baseline } = await workspace.analyse(root);
    const problem = problems.find(({ rule }) => rule.id === 'contract/default-changed');
    assert.match(problem?.message ?? '', /Keep upstream's default\.$/);
    const [{ file, span } = assert.fail(), ...more] = problem?.related ?? [];
    assert.deepEqual(more, []);
    const text = baseline.schema?.file(file)?.tree.text;
    assert.equal(text?.slice(span.start, span.end), 'false');
  });
});

describe('a default', () => {
  for (const [upstream, ours, expected] of [
    ['(default: false)', '(default: true)', 'false -> true'],
    ['Defaults to 0.  (Since 1.1)', 'Defaults to 100.  (Since 1.1)', '0 -> 100'],
    ['The default value is 8.', 'Default 16.', '8 -> 16'],
    ["Default is 'slow'.", 'defaults to fast (since 9.1)', 'slow -> fast'],
    ['(default: 64k)', '(default: 1 MiB)', '64k -> 1 MiB'],
    ['(default 10ms)', '(default 20ms)', '10ms -> 20ms'],
    ['(default off; since 1.1)', '(default\non; since 1.1)', 'off -> on'],
  ] as const) {
    it(`is another one: ${upstream} and ${ours.replace('\n', ' ')}`, async () => {
      assert.equal(await changed(described(upstream), described(ours)), expected);
    });
  }

  for (const [upstream, ours, why] of [
    ['(default: off)', 'Defaults to false.', 'in other words'],
    ['(default: 65536)', 'default is 64k.', 'in another unit'],
    ['(default: none)', '(default: 0)', 'in words and as a number, which may mean the same'],
    ['(default: 10)', '(default: 10ms)', 'with a unit and without'],
    ['(default: 8)', 'Fast by default.', 'that is not named'],
    ['(default: 8)', 'The default network.', 'that is a mere word'],
    ['(default: 8)', 'Default is 4 if the guest is slow.', 'with a condition'],
    ['(default: 8)', 'Default is 4.  With a fast guest the default is 8.', 'of which there are two'],
    ['(default: 8)', 'The default depends on the machine.', 'that depends'],
  ] as const) {
    it(`is not compared where it is one ${why}: ${ours}`, async () => {
      assert.equal(await changed(described(upstream), described(ours)), undefined);
    });
  }

  it('belongs to what may be left out', async () => {
    const mandatory = "{ 'command': 'eject', 'data': { 'pace': 'str' } }";
    const [upstream, ours] = [described('(default: 8)', mandatory), described('(default: 4)', mandatory)];
    assert.equal(await changed(upstream, ours), undefined);
  });

  it('belongs to what clients send, directly or in a type', async () => {
    const type = "{ 'struct': 'eject', 'data': { '*pace': 'int' } }";
    const both = (use: string): [string, string] => [
      `${described('(default: 8)', type)}\n${use}`,
      `${described('(default: 4)', type)}\n${use}`,
    ];
    assert.equal(await changed(...both("{ 'command': 'open', 'data': 'eject' }")), '8 -> 4');
    assert.equal(await changed(...both("{ 'event': 'OPENED', 'data': 'eject' }")), undefined);
  });

  it('is unknown where the baseline has no documentation, as a release', async () => {
    const upstream = "{ 'command': 'eject', 'data': { '*pace': 'str' } }";
    assert.equal(await changed(upstream, described('(default: 4)')), undefined);
  });
});
