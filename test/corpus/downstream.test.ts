// What real downstreams have changed of the release that they are built on, with nothing configured but the domain. The lists are
// written by hand from what is known of each tree (CHANGES.txt beside it) and the catalogue of rules; the schemas are no part of
// the project, and without them the tests are skipped.

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { nodeHost } from '../../server/src/platform/node.ts';
import { mergeProblems, type Problem } from '../../server/src/rules/run.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';

interface Downstream {
  readonly tree: string;
  readonly domain: string;
  /** Names of its own that clients can see and that have no prefix. */
  readonly missing: readonly string[];
  /**
   * What it has from other releases of upstream, by the release that has it: `9.1`; `-1.3` for the last that had it, and
   * `4.0 to 5.2` where newer ones have dropped it again.
   */
  readonly backports: Readonly<Record<string, readonly string[]>>;
  /** What else is told: `RULE: PATH`. */
  readonly others: readonly string[];
}

const downstreams: readonly Downstream[] = [
  {
    tree: 'proxmox-8.2.2',
    domain: 'com.proxmox',
    missing: [
      // What these commands take and return, and the enum and structs of their own, are theirs: nothing in them is told.
      'command backup',
      'command backup-cancel',
      'command query-backup',
      'command query-pbs-bitmap-info',
      'command query-proxmox-support',
      'command query-savevm',
      'command savevm-end',
      'command savevm-start',
      'blockdev-mirror: argument bitmap',
      'blockdev-mirror: argument bitmap-mode',
      'drive-mirror: argument bitmap',
      'drive-mirror: argument bitmap-mode',
      // The branch belongs to the value, and what is in it stands below a new name.
      'blockdev-add: argument driver value pbs',
      'blockdev-create: argument options.locking',
      'query-balloon: return last_update',
      'query-balloon: return max_mem',
      'query-machines: return is-current',
      'query-machines: return pve-version',
      'query-spice: return ticket',
    ],
    backports: {
      '9.1': ['drive-backup: argument discard-source'],
      '9.2': ['blockdev-add: argument min-cluster-size', 'drive-backup: argument x-perf.min-cluster-size'],
      // Upstream had them, and dropped them. Downstreams do not have to.
      '-1.3': [
        'query-balloon: return free_mem',
        'query-balloon: return major_page_faults',
        'query-balloon: return mem_swapped_in',
        'query-balloon: return mem_swapped_out',
        'query-balloon: return minor_page_faults',
        'query-balloon: return total_mem',
      ],
    },
    others: [],
  },
  {
    tree: 'openeuler-6.2.0',
    domain: 'org.openeuler',
    missing: [
      'command query-rtc-date-diff',
      'event MIGRATION_COMPRESS_PID',
      'event MIGRATION_MULTIFD_PID',
      'event MIGRATION_PID',
      // Two enums with a value of the same name.
      'BLOCK_IO_ERROR: data member action value retry',
      'block-commit: argument on-error value retry',
      'blockdev-create: argument options.buffersize',
      'blockdev-create: argument options.cache',
      // MigrationParameter has the value, too, and no command leads to that enum. CompressMethod stands below these two.
      'migrate-set-parameters: argument compress-method',
      'query-migrate-parameters: return compress-method',
      'object-add: argument qom-type value tmm-guest',
      'query-cpus-fast: return target value sw64',
    ],
    backports: {
      '7.0': [
        'blockdev-add: argument open-timeout',
        'event RTC_CHANGE',
        'query-memory-devices: return data.node',
        // No addition: upstream has deprecated it as well.
        'query-sgx: return section-size feature deprecated',
        'query-sgx: return sections',
      ],
      '7.1': [
        'command cancel-vcpu-dirty-limit',
        'command query-cpu-definitions',
        'command query-vcpu-dirty-limit',
        'command set-vcpu-dirty-limit',
        'netdev_add: argument x-svq',
        'query-cpus-fast: return props.cluster-id',
        'query-cpus-fast: return target value loongarch64',
      ],
      // Netdevs of other types have had it for long; those of the type vhost-vdpa got it here.
      '7.2': ['netdev_add: argument vhostfd'],
      '8.1': [
        'migrate-set-parameters: argument vcpu-dirty-limit',
        'migrate-set-parameters: argument x-vcpu-dirty-limit-period',
        'query-migrate-capabilities: return capability value dirty-limit',
        'query-migrate-parameters: return vcpu-dirty-limit',
        'query-migrate-parameters: return x-vcpu-dirty-limit-period',
        'query-migrate: return dirty-limit-ring-full-time',
        'query-migrate: return dirty-limit-throttle-time-per-round',
      ],
    },
    others: [],
  },
  {
    tree: 'rhel7.8-2.12.0',
    domain: 'com.redhat',
    // It has four names of its own, all with their prefix.
    missing: [],
    backports: {
      '3.0': [
        'BLOCK_JOB_COMPLETED: data member type value create',
        'blockdev-add: argument auth-client-required',
        'blockdev-add: argument key-secret',
        'blockdev-add: argument overlap-check.bitmap-directory',
        'blockdev-add: argument x-dirty-bitmap',
        'command job-cancel',
        'command job-complete',
        'command job-dismiss',
        'command job-finalize',
        'command job-pause',
        'command job-resume',
        'command query-jobs',
        'command query-pr-managers',
        'event JOB_STATUS_CHANGE',
        'event PR_MANAGER_STATUS_CHANGED',
        'query-block-jobs: return error',
        'query-blockstats: return qdev',
        // The union got another discriminator: what one branch had is gone, upstream as well as here.
        'query-cpus-fast: return pc',
        'query-cpus-fast: return target',
        'query-migrate-capabilities: return capability value late-block-activate',
        // It was any string, and is an enum.
        'query-target: return arch',
      ],
      '3.1': [
        'block-commit: argument auto-dismiss',
        'block-commit: argument auto-finalize',
        'block-commit: argument base-node',
        'block-commit: argument top-node',
        'block-stream: argument auto-dismiss',
        'block-stream: argument auto-finalize',
        'blockdev-add: argument auto-read-only',
        // In 3.0 they did not take auto-read-only yet, which this tree has as well.
        'blockdev-add: argument driver value copy-on-read',
        'blockdev-backup: argument bitmap',
        'blockdev-mirror: argument auto-dismiss',
        'blockdev-mirror: argument auto-finalize',
        'command blockdev-create',
        'drive-mirror: argument auto-dismiss',
        'drive-mirror: argument auto-finalize',
      ],
      '4.0': [
        'block-dirty-bitmap-add: argument disabled',
        'command block-dirty-bitmap-disable',
        'command block-dirty-bitmap-enable',
        'command block-dirty-bitmap-merge',
        'nbd-server-add: argument bitmap',
        'query-named-block-nodes: return image.format-specific.data.bitmaps',
        'transaction: argument actions.type value block-dirty-bitmap-disable',
        'transaction: argument actions.type value block-dirty-bitmap-enable',
        'transaction: argument actions.type value block-dirty-bitmap-merge',
      ],
      // Upstream has dropped 'dirty-bitmaps' in this place since: 'inserted' holds it.
      '4.0 to 5.2': [
        'query-block: return dirty-bitmaps.busy',
        'query-block: return dirty-bitmaps.inconsistent',
        'query-block: return dirty-bitmaps.persistent',
        'query-block: return dirty-bitmaps.recording',
        'query-block: return dirty-bitmaps.status value inconsistent',
      ],
    },
    others: [
      // Upstream's member of that name says something else by now; that is for a person to see.
      'contract/now-upstream: BLOCK_IO_ERROR: data member __com.redhat_reason',
      // Its member 'gl' is a truth value here, and one of several words in 3.1.
      'contract/backport-differs: command query-display-options',
      // Nothing is told of x-blockdev-create, which is gone: the x- says that it may go.
    ],
  },
];

async function problemsOf({ tree, domain }: Downstream): Promise<readonly Problem[]> {
  const folder = path.join(corpus, 'downstream', tree);
  const workspace = new Workspace(nodeHost({ git: false }), [folder]);
  workspace.setSettings({ domains: [domain] });
  const analyses = await Promise.all((await workspace.knownRoots()).map((root) => workspace.analyse(root)));
  return mergeProblems(analyses.map(({ problems }) => problems)).filter(
    ({ rule: { category } }) => category === 'downstream' || category === 'contract',
  );
}

/** The release that a message of `contract/backport` names: `9.1`, `-1.3` where upstream had it until then, `4.0 to 5.2`. */
function releaseIn({ message }: Problem): string {
  const [, how, release] = /\b(since|until|by|from) (\d+\.\d+(?: to \d+\.\d+)?)/.exec(message) ?? [];
  return `${how === 'until' ? '-' : ''}${release}`;
}

describe('with nothing set but a domain,', { skip: noCorpus }, () => {
  for (const downstream of downstreams) {
    const { tree, missing, backports, others } = downstream;
    const taken = Object.values(backports).flat().length;

    it(`${tree} has ${missing.length} names without a prefix, and ${taken} differences from other releases`, async () => {
      const found = await problemsOf(downstream);
      const pathsBy = (id: string): string[] =>
        found.flatMap(({ rule, path: way }) => (rule.id === id ? (way ?? '') : []));
      assert.deepEqual(pathsBy('downstream/missing-prefix').sort(), [...missing].sort());
      const byRelease: Record<string, string[]> = {};
      for (const problem of found) {
        if (problem.rule.id !== 'contract/backport') continue;
        const list = byRelease[releaseIn(problem)] ?? [];
        byRelease[releaseIn(problem)] = list;
        list.push(problem.path ?? '');
      }
      for (const list of Object.values(byRelease)) list.sort();
      assert.deepEqual(byRelease, backports);
      const rest = found.filter(({ rule: { id } }) => id !== 'downstream/missing-prefix' && id !== 'contract/backport');
      assert.deepEqual(rest.map(({ rule, path: way }) => `${rule.id}: ${way}`).sort(), [...others].sort());
    });
  }
});
