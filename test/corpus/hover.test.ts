// What hovers tell of the life of names in real trees, by the history that comes with the program. Without the trees the tests
// are skipped.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { hoverAt } from '../../server/src/features/hover.ts';
import { bundledHistory } from '../../server/src/platform/history.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { forEachNamed, type NamedThing } from '../../server/src/schema/model.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';

/** By tree and file: what is said of a definition, or of `DEFINITION NAME` in it. */
const facts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'upstream/10.2.50 qapi/block.json': {
    // In its documentation since 0.14, when commands were not in the schema yet.
    eject: 'in the schema since 1.1',
    'eject id': 'in QEMU since 2.8 (the command in the schema since 1.1)',
  },
  'upstream/10.2.50 qapi/block-core.json': {
    'drive-mirror': 'in QEMU since 1.2 or 1.3',
    'blockdev-mirror copy-mode': 'in QEMU since 3.0 (the command since 2.6)',
    'BlockdevDriver nvme': 'in QEMU since 2.12',
    BlockdevDriver: '',
    'BlockdevRef definition': '',
  },
  'upstream/10.2.50 qapi/run-state.json': {
    SHUTDOWN: 'in the schema since 2.1',
    'SHUTDOWN guest': 'in QEMU since 2.10 (the event in the schema since 2.1)',
  },
  'upstream/10.2.50 qapi/qdev.json': {
    device_add: 'in the schema since 2.8',
    'device_add driver': 'in the schema since 2.8',
  },
  'upstream/10.2.50 qga/qapi-schema.json': {
    'guest-ping': 'in QEMU since 1.0 or before',
    'GuestExecCaptureOutputMode merged': 'in the schema since 8.1',
  },
  'upstream/5.2.0 qapi/machine.json': {
    'query-cpus': 'in QEMU since 1.0 or before; removed in 6.0',
  },
  'upstream/5.2.0 qapi/block-core.json': {
    'BlockdevDriver sheepdog': 'in QEMU since 2.9; removed in 6.1',
  },
  'downstream/proxmox-8.2.2 qapi/block-core.json': {
    backup: 'in no release of QEMU up to 11.1',
    'backup backup-file': '',
  },
};

/** The line on the life of a name in its hover; empty where there is none. */
async function lifeOf(file: string, what: string, workspace: Workspace): Promise<string> {
  const analyses = await workspace.analysesOf(file);
  const [definition = '', name] = what.split(' ');
  const own = analyses[0]?.schema.definition(definition);
  assert.equal(own?.file, file);
  let thing: NamedThing | undefined;
  forEachNamed(own, (one) => {
    if (one.name.text === (name ?? definition)) thing ??= one;
  });
  assert.ok(thing, `there is no ${what}`);
  const hover = hoverAt(analyses, file, thing.name.span.start, { history: bundledHistory });
  return /^- (in (?:QEMU|the schema|no release) .*)$/m.exec(hover?.markdown ?? '')?.[1] ?? '';
}

for (const [place, names] of Object.entries(facts)) {
  const [tree = '', file = ''] = place.split(' ');
  const folder = path.join(corpus, tree).replaceAll('\\', '/');
  const skip = noCorpus || (existsSync(folder) ? false : `there is no ${tree} in the corpus`);
  describe(place, () => {
    const workspace = new Workspace(nodeHost({ git: false }), [folder]);
    for (const [what, expected] of Object.entries(names)) {
      it(`${what}: ${expected || 'nothing'}`, { skip }, async () => {
        assert.equal(await lifeOf(`${folder}/${file}`, what, workspace), expected);
      });
    }
  });
}
