// What is wrong with the examples in QEMU's own documentation, as docs/findings.md tells. The schemas are no part of the project:
// without them the tests are skipped.

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { nodeHost } from '../../server/src/platform/node.ts';
import { exampleBlocks } from '../../server/src/qmp/transcript.ts';
import type { SourceFile } from '../../server/src/schema/model.ts';
import { docCommentsOf } from '../../server/src/syntax/tree.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';

interface Examples {
  readonly files: readonly SourceFile[];
  /** `qapi/pci.json qmp/missing-output: 194 210`. */
  readonly findings: readonly string[];
}

/** The examples of a tree, and what the rules about messages have against them, by file and rule. */
async function examplesOf(tree: string, domains: readonly string[] = []): Promise<Examples> {
  const folder = path.join(corpus, tree);
  const workspace = new Workspace(nodeHost({ git: false }), [folder]);
  workspace.setSettings({ domains });
  const files = new Map<string, SourceFile>();
  const lines = new Map<string, Set<number>>();
  for (const root of await workspace.rootsBelow(folder)) {
    const { schema, problems } = await workspace.analyse(root);
    for (const file of schema.sources.files) files.set(file.path, file);
    for (const { rule, severity, file, span } of problems) {
      if (rule.category !== 'qmp') continue;
      assert.notEqual(severity, 'error');
      const key = `${path.relative(folder, file)} ${rule.id}`;
      const line = (schema.file(file)?.tree.lines.lineOf(span.start) ?? 0) + 1;
      lines.set(key, (lines.get(key) ?? new Set()).add(line));
    }
  }
  const findings = [...lines].map(([key, found]) => `${key}: ${[...found].sort((a, b) => a - b).join(' ')}`);
  return { files: [...files.values()], findings: findings.sort() };
}

describe('the examples of 10.2.50', { skip: noCorpus }, () => {
  it('are 257, and each has messages', async () => {
    const { files } = await examplesOf('upstream/10.2.50');
    let examples = 0;
    let messages = 0;
    for (const doc of files.flatMap(({ tree }) => [...docCommentsOf(tree)])) {
      const found = exampleBlocks(doc).flatMap((block) => block.messages);
      const starts = doc.lines.filter(({ text }) => /^\s*\.\. qmp-example::/.test(text)).map(({ start }) => start);
      for (const [index, start] of starts.entries()) {
        const end = starts[index + 1] ?? doc.span.end;
        assert.ok(found.some(({ span }) => start < span.start && span.start < end));
      }
      examples += starts.length;
      messages += found.length;
    }
    assert.deepEqual({ examples, messages }, { examples: 257, messages: 514 });
  });

  it('have these mistakes, each of which was looked at by hand', async () => {
    const { findings } = await examplesOf('upstream/10.2.50');
    assert.deepEqual(findings, [
      'qapi/block-core.json qmp/deprecated: 1967',
      'qapi/block-core.json qmp/json: 1280 1281 1282 1283 1297 1299 1300 1317 1319 1320 1336 1338 1339 1355 1357 1358',
      'qapi/block-core.json qmp/missing-output: 873 1275 1292 1312 1331 1350 2052',
      'qapi/block-core.json qmp/unknown-output: 898 1281 1282 1283 1299 1300 1301 1319 1320 1321 1338 1339 1340 1357 1358 1359 2077',
      'qapi/machine.json qmp/json: 249',
      'qapi/machine.json qmp/missing-argument: 1819',
      'qapi/machine.json qmp/missing-output: 117 128 232',
      'qapi/migration.json qmp/message: 1939 1946',
      'qapi/migration.json qmp/missing-argument: 1989',
      'qapi/migration.json qmp/missing-output: 356 384 406',
      'qapi/migration.json qmp/wrong-type: 1447',
      'qapi/misc-i386.json qmp/missing-output: 139',
      'qapi/misc-i386.json qmp/unknown-output: 363',
      'qapi/misc.json qmp/missing-output: 118 122 566',
      'qapi/pci.json qmp/missing-output: 194 210 226 248 288',
      'qapi/trace.json qmp/unknown-output: 60',
      'qapi/virtio.json qmp/unknown-output: 281',
    ]);
  });
});

/** Of older trees how many lines have a finding: those whose examples stand in sections, and behind arrows in literal blocks. */
const older: Readonly<Record<string, number>> = { '2.12.0': 95, '6.2.0': 123, '8.2.0': 72, '9.2.0': 64 };

describe('the examples of older releases', { skip: noCorpus }, () => {
  for (const [release, count] of Object.entries(older)) {
    it(`${release}: ${count} lines have mistakes`, async () => {
      const { findings } = await examplesOf(`upstream/${release}`);
      assert.equal(findings.flatMap((finding) => finding.split(': ')[1]?.split(' ') ?? []).length, count);
    });
  }
});

describe('the examples of downstreams', { skip: noCorpus }, () => {
  it('have no mistakes but their own', async () => {
    const own = async (tree: string, domain: string) => (await examplesOf(`downstream/${tree}`, [domain])).findings;
    assert.deepEqual(await own('rhel7.8-2.12.0', 'com.redhat'), ['qapi/misc.json qmp/json: 2496']);
    assert.deepEqual(await own('proxmox-8.2.2', 'com.proxmox'), []);
    assert.deepEqual(await own('openeuler-6.2.0', 'org.openeuler'), ['qapi/migration.json qmp/missing-argument: 2006']);
  });
});
