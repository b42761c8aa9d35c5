// What is said above a definition that differs from the baseline.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLenses } from '../../server/src/features/change-lens.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { testPage } from '../helpers/pages.ts';

const ROOT = 'qapi/qapi-schema.json';

function workspaceOf(files: Readonly<Record<string, string>>, baseline = 'dir:../upstream'): Workspace {
  const workspace = new Workspace(memoryHost(files), ['/ours']);
  workspace.setSettings({ baseline });
  return workspace;
}

testPage(new URL('fixtures/change-lens.txt', import.meta.url), async ({ upstream = '', ours = '' }) => {
  const path = `/ours/${ROOT}`;
  const workspace = workspaceOf({ [`/upstream/${ROOT}`]: upstream, [path]: ours });
  const lenses = changeLenses(await workspace.analysesOf(path), path);
  for (const { span, definition } of lenses) assert.equal(ours.slice(span.start, span.end), definition);
  return lenses.map(({ title, definition }) => `${definition}: ${title}`).join('\n');
});

const shared = {
  [`/upstream/${ROOT}`]: "{ 'include': 'common.json' } { 'command': 'a', 'data': 'Common' }",
  '/upstream/storage-daemon/qapi/qapi-schema.json':
    "{ 'include': '../../qapi/common.json' } { 'command': 'b', 'returns': 'Common' }",
  '/upstream/qapi/common.json': "{ 'struct': 'Common', 'data': { 'x': 'int' } }",
};
const inOurs = Object.fromEntries(
  Object.entries(shared).map(([path, text]) => [path.replace('upstream', 'ours'), text]),
);

test('two roots that share a file and a baseline share its lenses', async () => {
  const path = '/ours/qapi/common.json';
  const workspace = workspaceOf({ ...shared, ...inOurs, [path]: "{ 'struct': 'Common', 'data': { 'y': 'int' } }" });
  const analyses = await workspace.analysesOf(path);
  assert.equal(analyses.length, 2);
  assert.deepEqual(
    changeLenses(analyses, path).map(({ title, root }) => [title, root]),
    [['differs from dir:../upstream: +1 member, -1 member (breaking)', `/ours/${ROOT}`]],
  );
});

test('without a baseline there are none', async () => {
  const path = `/ours/${ROOT}`;
  const workspace = workspaceOf({ [path]: "{ 'command': 'eject' }" }, 'none');
  const analyses = await workspace.analysesOf(path);
  assert.equal(analyses.length, 1);
  assert.deepEqual(changeLenses(analyses, path), []);
});

test('changes are found when they are asked for, and once', async () => {
  const path = `/ours/${ROOT}`;
  const workspace = workspaceOf({ [`/upstream/${ROOT}`]: "{ 'command': 'a' }", [path]: "{ 'command': 'b' }" });
  const analysis = await workspace.analyse(path);
  assert.equal(analysis.changes.length, 2);
  assert.equal(analysis.changes, analysis.changes);
});
