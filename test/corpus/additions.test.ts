// New names in real downstreams, against the upstream release that each is built on. The schemas are no part of the project:
// without them the tests are skipped.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { findNewNames } from '../../server/src/compat/additions.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources } from '../../server/src/schema/load.ts';
import { isDefinition, type NamedThing } from '../../server/src/schema/model.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';

async function load(tree: string, root: string): Promise<Schema> {
  const sources = await loadSources(path.join(corpus, tree, root), async (file) => {
    return { kind: 'file', file: readFile(file, parse(readFileSync(file, 'utf8'))), encodingProblem: undefined };
  });
  return new Schema(sources);
}

function describeThing(thing: NamedThing): string {
  const { text } = thing.name;
  return isDefinition(thing) ? `${thing.kind} ${text}` : `${thing.owner.name.text}.${text}`;
}

/** What is new in a downstream: that no upstream release has, and that some other release has. */
interface Expected {
  readonly genuine: readonly string[];
  readonly backports: readonly string[];
}

const downstreams: readonly (Expected & { readonly tree: string; readonly upstream: string })[] = [
  {
    tree: 'proxmox-8.2.2',
    upstream: '8.2.0',
    genuine: [
      'BalloonInfo.last_update',
      'BalloonInfo.max_mem',
      'BlockdevCreateOptionsFile.locking',
      // The members of its options stand below it.
      'BlockdevDriver.pbs',
      'DriveMirror.bitmap',
      'DriveMirror.bitmap-mode',
      'MachineInfo.is-current',
      'MachineInfo.pve-version',
      'SpiceInfo.ticket',
      'blockdev-mirror.bitmap',
      'blockdev-mirror.bitmap-mode',
      'command backup',
      'command backup-cancel',
      'command query-backup',
      'command query-pbs-bitmap-info',
      'command query-proxmox-support',
      'command query-savevm',
      'command savevm-end',
      'command savevm-start',
    ],
    backports: [
      'BackupCommon.discard-source',
      'BackupPerf.min-cluster-size',
      'BalloonInfo.free_mem',
      'BalloonInfo.major_page_faults',
      'BalloonInfo.mem_swapped_in',
      'BalloonInfo.mem_swapped_out',
      'BalloonInfo.minor_page_faults',
      'BalloonInfo.total_mem',
      'BlockdevOptionsCbw.min-cluster-size',
    ],
  },
  {
    // MigrationParameter and NotifyVmexitOption are not reached from any command or event.
    tree: 'openeuler-6.2.0',
    upstream: '6.2.0',
    genuine: [
      'BlockErrorAction.retry',
      'BlockdevCreateOptionsFile.buffersize',
      'BlockdevCreateOptionsFile.cache',
      'BlockdevOnError.retry',
      'MigrateSetParameters.compress-method',
      'MigrationParameters.compress-method',
      'ObjectType.tmm-guest',
      'SysEmuTarget.sw64',
      'command query-rtc-date-diff',
      'event MIGRATION_COMPRESS_PID',
      'event MIGRATION_MULTIFD_PID',
      'event MIGRATION_PID',
    ],
    backports: [
      'BlockdevOptionsNbd.open-timeout',
      'CpuInstanceProperties.cluster-id',
      'MigrateSetParameters.vcpu-dirty-limit',
      'MigrateSetParameters.x-vcpu-dirty-limit-period',
      'MigrationCapability.dirty-limit',
      'MigrationInfo.dirty-limit-ring-full-time',
      'MigrationInfo.dirty-limit-throttle-time-per-round',
      'MigrationParameters.vcpu-dirty-limit',
      'MigrationParameters.x-vcpu-dirty-limit-period',
      'NetdevVhostVDPAOptions.vhostfd',
      'NetdevVhostVDPAOptions.x-svq',
      'SGXInfo.sections',
      'SgxEPCDeviceInfo.node',
      'SysEmuTarget.loongarch64',
      'command cancel-vcpu-dirty-limit',
      'command query-vcpu-dirty-limit',
      'command set-vcpu-dirty-limit',
    ],
  },
  {
    tree: 'rhel7.8-2.12.0',
    upstream: '2.12.0',
    genuine: [
      'BLOCK_IO_ERROR.__com.redhat_reason',
      'command __com.redhat_drive_add',
      'command __com.redhat_drive_del',
      'command __com.redhat_qxl_screendump',
    ],
    backports: [
      'BlockDirtyBitmapAdd.disabled',
      'BlockDirtyInfo.busy',
      'BlockDirtyInfo.inconsistent',
      'BlockDirtyInfo.persistent',
      'BlockDirtyInfo.recording',
      'BlockJobInfo.error',
      'BlockStats.qdev',
      'BlockdevBackup.bitmap',
      'BlockdevDriver.copy-on-read',
      'BlockdevOptions.auto-read-only',
      'BlockdevOptionsNbd.x-dirty-bitmap',
      'BlockdevOptionsRbd.auth-client-required',
      'BlockdevOptionsRbd.key-secret',
      // The new tag of a union; what its branches hold is known from the branches of the old tag.
      'CpuInfoFast.target',
      'DirtyBitmapStatus.inconsistent',
      'DriveMirror.auto-dismiss',
      'DriveMirror.auto-finalize',
      'ImageInfoSpecificQCow2.bitmaps',
      // The type has another name upstream; only this value is new.
      'JobType.create',
      'MigrationCapability.late-block-activate',
      'Qcow2OverlapCheckFlags.bitmap-directory',
      'TransactionAction.block-dirty-bitmap-disable',
      'TransactionAction.block-dirty-bitmap-enable',
      'TransactionAction.block-dirty-bitmap-merge',
      'block-commit.auto-dismiss',
      'block-commit.auto-finalize',
      'block-commit.base-node',
      'block-commit.top-node',
      'block-stream.auto-dismiss',
      'block-stream.auto-finalize',
      'blockdev-mirror.auto-dismiss',
      'blockdev-mirror.auto-finalize',
      'command block-dirty-bitmap-disable',
      'command block-dirty-bitmap-enable',
      'command block-dirty-bitmap-merge',
      'command blockdev-create',
      'command job-cancel',
      'command job-complete',
      'command job-dismiss',
      'command job-finalize',
      'command job-pause',
      'command job-resume',
      'command query-display-options',
      'command query-jobs',
      'command query-pr-managers',
      'event JOB_STATUS_CHANGE',
      'event PR_MANAGER_STATUS_CHANGED',
      'nbd-server-add.bitmap',
    ],
  },
];

describe('new names in real downstreams', { skip: noCorpus }, () => {
  for (const { tree, upstream, genuine, backports } of downstreams) {
    it(`${tree} has ${genuine.length} of its own and ${backports.length} from other releases`, async () => {
      const ours = await load(`downstream/${tree}`, 'qapi/qapi-schema.json');
      const baseline = await load(`upstream/${upstream}`, 'qapi/qapi-schema.json');
      const found = findNewNames(ours, baseline).map(({ thing }) => describeThing(thing));
      assert.deepEqual(found.sort(), [...genuine, ...backports].sort());
    });

    it(`${tree} has none in the guest agent`, async () => {
      const ours = await load(`downstream/${tree}`, 'qga/qapi-schema.json');
      const baseline = await load(`upstream/${upstream}`, 'qga/qapi-schema.json');
      assert.deepEqual(findNewNames(ours, baseline), []);
    });
  }
});

it('an upstream release has no new names against itself', { skip: noCorpus }, async () => {
  const roots = [
    'qapi/qapi-schema.json',
    'qapi-schema.json',
    'qga/qapi-schema.json',
    'storage-daemon/qapi/qapi-schema.json',
  ];
  let compared = 0;
  for (const release of readdirSync(path.join(corpus, 'upstream'))) {
    for (const root of roots) {
      const tree = path.join('upstream', release);
      if (!existsSync(path.join(corpus, tree, root))) continue;
      const schema = await load(tree, root);
      const names = findNewNames(schema, new Schema(schema.sources));
      assert.deepEqual(
        names.map((name) => name.path),
        [],
        `${release} ${root}`,
      );
      compared += 1;
    }
  }
  assert.ok(compared > 0, 'no release was found');
});
