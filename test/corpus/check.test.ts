// What a user sees who checks real trees: QEMU's releases as upstream, and real downstreams against the release that each
// is built on. The schemas are no part of the project: without them the tests are skipped.

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { mergeProblems } from '../../server/src/rules/run.ts';
import type { ConfigLayer } from '../../server/src/workspace/config.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';

async function open(tree: string, settings: ConfigLayer): Promise<{ workspace: Workspace; roots: readonly string[] }> {
  const folder = path.join(corpus, tree);
  const workspace = new Workspace(nodeHost({ git: false }), [folder]);
  workspace.setSettings(settings);
  return { workspace, roots: await workspace.rootsBelow(folder) };
}

async function problemsOf({ workspace, roots }: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  const analyses: Analysis[] = [];
  for (const root of roots) analyses.push(await workspace.analyse(root));
  return (
    mergeProblems(analyses.map(({ problems }) => problems))
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      // What is wrong with the examples in the documentation is kept in examples.test.ts.
      .filter(({ rule }) => rule.category !== 'qmp')
      .map(({ rule, file, message }) => `${path.basename(file)} ${rule.id}: ${message}`)
  );
}

describe('upstream releases', { skip: noCorpus }, () => {
  it('are all there', () => {
    assert.ok(upstreamReleases().length >= 42);
  });

  for (const release of upstreamReleases()) {
    it(`${release}: every root is read, and nothing is wrong with it`, async () => {
      const opened = await open(`upstream/${release}`, { role: 'upstream' });
      assert.ok(opened.roots.length >= 2, opened.roots.join());
      assert.deepEqual(await problemsOf(opened), []);
    });
  }
});

/**
 * How many names lack a prefix (backports are upstream's), how many defaults the documentation has changed, and how many examples of
 * their own have broken JSON.
 */
const downstreams = [
  { tree: 'proxmox-8.2.2', upstream: '8.2.0', domain: 'com.proxmox', missing: 19, defaults: 0, json: 0 },
  { tree: 'openeuler-6.2.0', upstream: '6.2.0', domain: 'org.openeuler', missing: 12, defaults: 1, json: 0 },
  { tree: 'rhel7.8-2.12.0', upstream: '2.12.0', domain: 'com.redhat', missing: 0, defaults: 0, json: 1 },
];

describe('downstreams with nothing set but a domain', { skip: noCorpus }, () => {
  for (const { tree, upstream, domain, missing, defaults } of downstreams) {
    it(`${tree} is compared with the release that it is built on, and has the same ${missing} names`, async () => {
      const opened = await open(`downstream/${tree}`, { domains: [domain] });
      const release = `release:${upstream.replace(/\.0$/, '')}`;
      for (const root of opened.roots) {
        assert.equal((await opened.workspace.analyse(root)).baseline.label, release, root);
      }
      const problems = await problemsOf(opened);
      assert.equal(problems.filter((problem) => problem.includes('downstream/missing-prefix')).length, missing);
      const baseline = `dir:${path.join(corpus, 'upstream', upstream)}`;
      const withTree = await problemsOf(await open(`downstream/${tree}`, { domains: [domain], baseline }));
      // Releases have no documentation.
      const needsDocs = (problem: string): boolean => problem.includes('contract/default-changed');
      assert.equal(withTree.filter(needsDocs).length, defaults);
      assert.deepEqual(
        problems,
        withTree.filter((problem) => !needsDocs(problem)),
      );
    });
  }
});

describe('downstreams', { skip: noCorpus }, () => {
  for (const { tree, upstream, domain, missing, json } of downstreams) {
    const settings = { baseline: `dir:${path.join(corpus, 'upstream', upstream)}`, domains: [domain] };

    it(`${tree}: fixed in one go, nothing is left, and fixing again changes nothing`, async () => {
      const { workspace, roots } = await open(`downstream/${tree}`, settings);
      const { files, applied, refused } = await fixAll(workspace, roots);
      assert.deepEqual(refused, []);
      assert.equal(applied.length, missing + json);
      assert.equal(files.size > 0, missing + json > 0);
      const left = await problemsOf({ workspace, roots });
      assert.deepEqual(
        left.filter((problem) => !problem.includes(' contract/')),
        [],
      );
      assert.equal((await fixAll(workspace, roots)).files.size, 0);
    });
  }
});
