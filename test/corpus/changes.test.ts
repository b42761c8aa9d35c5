// Changes between the releases of QEMU. The schemas are no part of the project: without them the tests are skipped.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { diffReport } from '../../server/src/cli/diff-report.ts';
import { findNewNames, newNamesAmong } from '../../server/src/compat/additions.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { ROOT_PLACES, ROOTS, type RootName } from '../../server/src/history/data.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { mergeProblems, type Problem } from '../../server/src/rules/run.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources } from '../../server/src/schema/load.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { readComparison } from '../../server/src/workspace/comparison.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';

/** @returns undefined where the release does not have the root */
async function load(folder: string, root: RootName): Promise<Schema | undefined> {
  const tree = path.join(corpus, folder);
  const place = ROOT_PLACES[root].find((file) => existsSync(path.join(tree, file)));
  if (place === undefined) return undefined;
  const sources = await loadSources(path.join(tree, place), async (file) => {
    return { kind: 'file', file: readFile(file, parse(readFileSync(file, 'utf8'))), encodingProblem: undefined };
  });
  return new Schema(sources);
}

describe('changes of', () => {
  for (const root of ROOTS) {
    it(`${root}: a release has none against itself, and its new names are among those against the one before`, {
      skip: noCorpus,
    }, async () => {
      let before: Schema | undefined;
      let compared = 0;
      for (const release of upstreamReleases()) {
        const schema = await load(`upstream/${release}`, root);
        if (!schema) continue;
        const again = new Schema(schema.sources);
        assert.deepEqual(
          changesBetween(again, schema).map((change) => change.path),
          [],
          release,
        );
        if (before) {
          const changes = changesBetween(before, schema);
          const things = new Set(changes.map((change) => change.ours?.thing));
          // The branches of an alternate have no names on the wire: what is in a new one is told as that branch.
          const nameless = changes
            .filter(({ kind }) => kind === 'type-widened' || kind === 'alternative-added')
            .map((change) => change.path.replace(/ alternative .*/, ''));
          const untold = findNewNames(schema, before)
            .filter(({ thing, path }) => !things.has(thing) && !nameless.some((way) => path.startsWith(way)))
            .map((name) => name.path);
          assert.deepEqual(untold, [], release);
          const among = newNamesAmong(changes, schema, before);
          if (among) assert.deepEqual(among, findNewNames(schema, before), release);
          compared += 1;
        }
        before = schema;
      }
      assert.ok(compared > 0, 'no releases were found');
    });
  }
});

describe('as a downstream', { skip: noCorpus }, () => {
  for (const [tree, upstream, errors, warnings] of [
    ['proxmox-8.2.2', '8.2.0', 19, 0],
    // The documentation gives max-connections another default.
    ['openeuler-6.2.0', '6.2.0', 12, 1],
    ['rhel7.8-2.12.0', '2.12.0', 0, 1],
  ] as const) {
    it(`${tree}: qapi diff says what qapi check says, ${errors} errors and ${warnings} warnings`, async () => {
      const [was, is] = [`upstream/${upstream}`, `downstream/${tree}`].map((folder) => path.join(corpus, folder));
      assert.ok(was && is);
      const host = nodeHost({ git: false });
      const compared = await readComparison({ base: was, head: is, program: undefined, folder: corpus, host });
      assert.ok(compared.ok);
      const options = { profile: 'spec', history: host.history } as const;
      const { asDownstream } = diffReport({ base: was, head: is }, compared.pairs, options, () => {});
      assert.deepEqual([asDownstream?.counts.errors, asDownstream?.counts.warnings], [errors, warnings]);

      const workspace = new Workspace(host, [is]);
      workspace.setSettings({ role: 'downstream', baseline: `dir:${was}` });
      const roots = await workspace.rootsBelow(is);
      const checked = await Promise.all(roots.map(async (root) => (await workspace.analyse(root)).problems));
      // The examples in the documentation are no part of the comparison.
      const isCompared = ({ rule, severity }: Problem): boolean =>
        rule.category !== 'qmp' && (severity === 'error' || severity === 'warning');
      const told = (problems: readonly Problem[]): string[] =>
        problems.map(({ rule, severity, file, message }) => `${severity} ${rule.id} ${file} ${message}`).sort();
      assert.deepEqual(told(asDownstream?.faults ?? []), told(mergeProblems(checked).filter(isCompared)));
    });
  }
});
