// What a fix brings about besides doing away with its problem: in other roots, and where what comes back leads to something else.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeOf } from '../../server/src/features/fix-outcome.ts';
import { mergeProblems } from '../../server/src/rules/run.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const SYSTEM = 'qapi/qapi-schema.json';
const DAEMON = 'storage-daemon/qapi/qapi-schema.json';

type Texts = Readonly<Record<string, string>>;

/** The files of a tree at a path. */
function below(folder: string, texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** The clauses of the fix with a title, which is offered in a tree, compared with upstream. */
async function clausesOf(title: string, ours: Texts, upstream?: Texts): Promise<readonly string[]> {
  const files = { ...below('/tree', ours), ...below('/upstream', upstream ?? {}) };
  const workspace = new Workspace(memoryHost(files), ['/tree']);
  workspace.setSettings({ baseline: upstream ? 'dir:../upstream' : 'none', role: 'downstream' });
  const analyses = await Promise.all((await workspace.knownRoots()).map((root) => workspace.analyse(root)));
  for (const problem of mergeProblems(analyses.map(({ problems }) => problems))) {
    const fix = problem.fixes().find((offered) => offered.title === title);
    if (fix?.kind === 'edit') return outcomeOf(fix.edits, problem.change?.wire, analyses);
  }
  assert.fail(`no fix '${title}'`);
}

describe('a file of two roots', () => {
  const include = (...files: string[]): string => files.map((file) => `{ 'include': '${file}' }\n`).join('');
  const tree = (net: string, filter: string): Texts => ({
    [SYSTEM]: include('net.json', 'filter.json'),
    [DAEMON]: include('../../qapi/filter.json'),
    'qapi/net.json': net,
    'qapi/filter.json': filter,
  });
  const queue = "{ 'enum': 'Queue', 'data': [ 'rx', 'tx' ] }\n";
  const without = "{ 'command': 'add-filter', 'data': { 'id': 'str' } }\n";
  const withQueue = "{ 'command': 'add-filter', 'data': { 'id': 'str', 'queue': 'Queue' } }\n";
  const title = "Put 'queue' back";

  it('may get a type that only one of them knows', async () => {
    const upstream = { ...tree(queue, withQueue), [DAEMON]: include('../../qapi/net.json', '../../qapi/filter.json') };
    assert.deepEqual(await clausesOf(title, tree(queue, without), upstream), [`${DAEMON} does not know 'Queue'`]);
  });

  it('may get one that both of them know', async () => {
    const [ours, upstream] = [tree('', queue + without), tree('', queue + withQueue)];
    assert.deepEqual(await clausesOf(title, ours, upstream), []);
  });

  it('may get a definition that one of them has already', async () => {
    const ours = tree(queue, without.replace("'id': 'str'", "'id': 'Queue'"));
    assert.deepEqual(await clausesOf("Define struct 'Queue'", ours), [`${SYSTEM} has 'Queue' already`]);
  });
});

describe('what comes back', () => {
  const pace = "{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }\n";
  const motor = "{ 'struct': 'Motor', 'data': { 'pace': 'Pace' } }\n";
  const tree = (text: string): Texts => ({ [SYSTEM]: text });
  const start = "{ 'command': 'start', 'data': { 'motor': 'Motor' } }\n";
  const stop = "{ 'command': 'stop' }\n";
  const title = "Put the command 'start' back";

  it('leads to types that differ here', async () => {
    const ours = tree(pace.replace(", 'quick'", '') + motor + stop);
    assert.deepEqual(await clausesOf(title, ours, tree(pace + motor + start + stop)), [
      "'Pace' differs from upstream's here",
    ]);
  });

  it('leads to types that are as they were', async () => {
    const [ours, upstream] = [tree(pace + motor + stop), tree(pace + motor + start + stop)];
    assert.deepEqual(await clausesOf(title, ours, upstream), []);
  });

  it('leads to types of which that is told already', async () => {
    const query = "{ 'command': 'query-pace', 'data': { 'pace': 'Pace' } }\n";
    const ours = tree(pace.replace(", 'quick'", '') + motor + query);
    assert.deepEqual(await clausesOf(title, ours, tree(pace + motor + start + query)), []);
  });

  it('leads to many', async () => {
    const types = ['A', 'B', 'C', 'D']
      .map((name) => `{ 'enum': 'Pace${name}', 'data': [ 'slow', 'quick' ] }\n`)
      .join('');
    const wide = "{ 'command': 'start', 'data': { 'a': 'PaceA', 'b': 'PaceB', 'c': 'PaceC', 'd': 'PaceD' } }\n";
    const ours = tree(types.replaceAll(", 'quick'", '') + stop);
    assert.deepEqual(await clausesOf(title, ours, tree(types + wide + stop)), [
      "'PaceA', 'PaceB' and 2 more differ from upstream's here",
    ]);
  });
});
