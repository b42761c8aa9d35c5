import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HistoryError } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources, resolveInclude } from '../../server/src/schema/load.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type BaselineOutcome, type BaselineQuestion, resolveBaseline } from '../../server/src/workspace/baseline.ts';
import type { ConfigLayer } from '../../server/src/workspace/config.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { historyFrom, historyText } from '../helpers/history.ts';
import { type MemoryGit, memoryHost } from '../helpers/memory-host.ts';

const EMPTY = '';
const ROOT = 'qapi/qapi-schema.json';
const GUEST = 'qga/qapi-schema.json';
const STORAGE = 'storage-daemon/qapi/qapi-schema.json';
const OLD_ROOT = 'qapi-schema.json';

/** Asks for the baseline of a root of the tree /src/qemu, 8.2.2. */
function ask(spec: string, how: Partial<BaselineQuestion> & { at?: string } = {}): Promise<BaselineOutcome> {
  const treeFolder = how.treeFolder ?? '/src/qemu';
  return resolveBaseline({
    spec,
    treeFolder,
    configFolder: '/src/qemu',
    version: [8, 2, 2],
    host: memoryHost({}),
    ...how,
    root: `${treeFolder}/${how.at ?? ROOT}`,
  });
}

/** Where the root is, as `label root`; or why there is none. */
function told(outcome: BaselineOutcome): string {
  switch (outcome.kind) {
    case 'found':
      return `${outcome.label} ${outcome.root.replace(/git:0*/, 'git:')}`;
    case 'known':
      return `${outcome.label} ${outcome.schema.sources.root}`;
    case 'none':
      return `none: ${outcome.reason}`;
    case 'problem':
      return `problem: ${outcome.message}${outcome.help === undefined ? '' : ` ${outcome.help}`}`;
  }
}

test('none is none', async () => {
  assert.equal(told(await ask('none')), 'none: The baseline is set to none.');
});

test('a setting that makes no sense is a problem', async () => {
  assert.match(told(await ask('v8.2.0')), /^problem: "v8.2.0" is no baseline\. .*did you mean "git:v8.2.0"\?$/);
});

describe('dir:PATH', () => {
  const upstream = memoryHost({
    '/src/upstream/VERSION': '8.2.0\n',
    [`/src/upstream/${ROOT}`]: EMPTY,
    [`/src/upstream/${GUEST}`]: EMPTY,
  });
  const old = memoryHost({ [`/src/old/${OLD_ROOT}`]: EMPTY, '/src/old/qapi-schema-guest.json': EMPTY });

  test('is a tree: the root has the same place in it as in ours', async () => {
    assert.equal(
      told(await ask('dir:../upstream', { host: upstream })),
      'dir:../upstream /src/upstream/qapi/qapi-schema.json',
    );
    assert.equal(
      told(await ask('dir:../upstream', { host: upstream, at: GUEST })),
      'dir:../upstream /src/upstream/qga/qapi-schema.json',
    );
    assert.equal(
      told(await ask('dir:/src/upstream/', { host: upstream })),
      'dir:/src/upstream/ /src/upstream/qapi/qapi-schema.json',
    );
  });

  test('is relative to the folder of the configuration, wherever the tree is', async () => {
    const outcome = await ask('dir:upstream', {
      host: upstream,
      configFolder: '/src',
      treeFolder: '/src/product/qemu',
    });
    assert.equal(told(outcome), 'dir:upstream /src/upstream/qapi/qapi-schema.json');
  });

  test('may be older than the move of the roots, or newer', async () => {
    assert.equal(told(await ask('dir:../old', { host: old })), 'dir:../old /src/old/qapi-schema.json');
    assert.equal(told(await ask('dir:../old', { host: old, at: GUEST })), 'dir:../old /src/old/qapi-schema-guest.json');
    assert.equal(
      told(await ask('dir:../upstream', { host: upstream, at: OLD_ROOT })),
      'dir:../upstream /src/upstream/qapi/qapi-schema.json',
    );
  });

  test('is a schema file: it is the root, whatever it is called', async () => {
    const host = memoryHost({ '/src/before.json': EMPTY });
    assert.equal(told(await ask('dir:../before.json', { host })), 'dir:../before.json /src/before.json');
  });

  test('is the schema of the emulator: the guest agent is not compared with it', async () => {
    assert.equal(
      told(await ask(`dir:../upstream/${ROOT}`, { host: upstream, at: GUEST })),
      `none: "dir:../upstream/${ROOT}" is the schema of the system emulator, and this is that of the guest agent.`,
    );
  });

  test('has no such root, as upstream had no storage daemon once: nothing to compare with', async () => {
    assert.equal(
      told(await ask('dir:../upstream', { host: upstream, at: STORAGE })),
      `none: The baseline "dir:../upstream" has no ${STORAGE}, so there is nothing to compare with.`,
    );
  });

  test('is no tree of QEMU at all', async () => {
    const host = memoryHost({ '/src/upstream/README': EMPTY });
    assert.equal(
      told(await ask('dir:../upstream', { host })),
      `problem: The baseline "dir:../upstream" has no ${ROOT}, nor any other root of QEMU. Name the top folder of an upstream tree, or the schema file itself.`,
    );
  });

  test('does not exist', async () => {
    assert.equal(
      told(await ask('dir:../upsteam', { host: upstream })),
      'problem: The baseline "dir:../upsteam" does not exist: there is no /src/upsteam. The path is relative to /src/qemu.',
    );
    assert.match(
      told(await ask('dir:~/qemu', { host: upstream })),
      /A ~ is not replaced by your home directory: write the whole path\.$/,
    );
  });

  test('may not be read', async () => {
    const host = memoryHost({});
    host.lock('/src/upstream', 'permission denied');
    assert.equal(
      told(await ask('dir:../upstream', { host })),
      'problem: The baseline "dir:../upstream" cannot be read: permission denied.',
    );
  });

  test('with a drive letter', async () => {
    const host = memoryHost({ [`C:/qemu/upstream/${ROOT}`]: EMPTY });
    const outcome = await ask('dir:..\\upstream', { host, configFolder: 'C:/qemu/ours', treeFolder: 'C:/qemu/ours' });
    assert.equal(told(outcome), `dir:..\\upstream C:/qemu/upstream/${ROOT}`);
  });
});

describe('git:REF', () => {
  const inRepository = (git: Partial<MemoryGit>) => memoryHost({}, { top: '/src/qemu', tags: {}, ...git });
  const tags = {
    'v8.1.0': { [ROOT]: EMPTY },
    'v8.2.0': {
      [ROOT]: "{ 'include': '../shared/block.json' }\n",
      'shared/block.json': "{ 'include': '/etc/hosts' }\n",
    },
  };

  test('is a reference of the same repository', async () => {
    assert.equal(told(await ask('git:v8.2.0', { host: inRepository({ tags }) })), `git:v8.2.0 git:2:/${ROOT}`);
  });

  test('is told with the tag that it has, where it is the name of a commit', async () => {
    const commit = '2'.padStart(40, '0');
    const outcome = await ask(`git:${commit}`, { host: inRepository({ tags }) });
    assert.equal(outcome.kind === 'found' && outcome.label, `git:${commit} (v8.2.0)`);
  });

  test('is read as a file system of its own: includes stay in it', async () => {
    const host = inRepository({ tags });
    host.write('/etc/hosts', EMPTY);
    const outcome = await ask('git:v8.2.0', { host });
    assert.equal(outcome.kind, 'found');
    if (outcome.kind !== 'found') return;
    const sources = await loadSources(outcome.root, async (path) => {
      const content = await outcome.read(path);
      if (content.kind !== 'file') return content;
      return {
        kind: 'file',
        file: readFile(path, parse(new TextDecoder().decode(content.bytes))),
        encodingProblem: undefined,
      };
    });
    assert.deepEqual(
      sources.files.map(({ path }) => path.replace(/git:0*/, 'git:')),
      [`git:2:/${ROOT}`, 'git:2:/shared/block.json'],
    );
    assert.deepEqual(
      sources.problems.map(({ code, detail }) => [code, detail]),
      [['missing', '/etc/hosts']],
    );
    assert.deepEqual(host.reads, [], 'nothing was read from the disk');
  });

  test('its paths never lead out of the repository', async () => {
    const outcome = await ask('git:v8.2.0', { host: inRepository({ tags }) });
    assert.equal(outcome.kind, 'found');
    if (outcome.kind !== 'found') return;
    const above = resolveInclude(outcome.root, '../../../../etc/hosts');
    assert.deepEqual(await outcome.read(above), { kind: 'missing', reason: '' });
    assert.deepEqual(await outcome.read(resolveInclude(outcome.root, '.')), { kind: 'directory', reason: '' });
  });

  test('the tree may stand in a folder of the repository', async () => {
    const host = memoryHost(
      {},
      { top: '/src', tags: { ours: { [`src/qemu/${ROOT}`]: EMPTY }, 'v8.2.0': { [ROOT]: EMPTY } } },
    );
    const treeFolder = '/src/src/qemu';
    assert.equal(told(await ask('git:ours', { host, treeFolder })), `git:ours git:1:/src/qemu/${ROOT}`);
    // A tag that was fetched from upstream has the tree at its top all the same.
    assert.equal(told(await ask('git:v8.2.0', { host, treeFolder })), `git:v8.2.0 git:2:/${ROOT}`);
  });

  test('is missing: the problem names the command that fetches it', async () => {
    const host = inRepository({ tags });
    assert.equal(
      told(await ask('git:v9.0.0', { host })),
      'problem: The repository has no reference "v9.0.0" for the baseline. Fetch it with: git fetch https://gitlab.com/qemu-project/qemu.git tag v9.0.0 --no-tags',
    );
    assert.match(told(await ask('git:stable-8.2', { host })), /Fetch it with: git fetch origin stable-8\.2$/);
    // What a shell would take for something else is not put into a command that somebody may copy.
    assert.match(told(await ask('git:v1;reboot', { host })), /Fetch it with git fetch\.$/);
    assert.match(told(await ask('git:HEAD~3', { host })), /where the clone is shallow, with git fetch --unshallow\.$/);
  });

  test('is refused before git sees it', async () => {
    assert.match(
      told(await ask('git:--output=x', { host: inRepository({ tags }) })),
      /^problem: The baseline "git:--output=x" is refused/,
    );
  });

  test('names a commit, and no path in it', async () => {
    const host = inRepository({ tags });
    for (const spec of ['git:v8.2.0:qapi', 'git:v8.2.0^{commit}:qapi/qapi-schema.json', 'git::qapi', 'git:HEAD:']) {
      assert.match(
        told(await ask(spec, { host })),
        /^problem: The baseline "\S+" is refused: a reference names a commit and takes no path\. It is one of /,
      );
    }
    for (const spec of ['git::/fix:it', 'git:HEAD@{10:00}', 'git:HEAD^{/qapi:}']) {
      assert.match(told(await ask(spec, { host })), /^problem: The repository has no reference/);
    }
  });

  test('has no root of QEMU', async () => {
    const host = inRepository({ tags: { 'v8.2.0': { 'README.md': EMPTY } } });
    assert.equal(
      told(await ask('git:v8.2.0', { host })),
      `problem: The baseline "git:v8.2.0" has no ${ROOT}, nor any other root of QEMU. Name a reference of an upstream tree, such as git:v8.2.0.`,
    );
    // In the same words for every root of a tree, so that they are told once.
    const all = await Promise.all([ROOT, GUEST, STORAGE].map((at) => ask('git:v8.2.0', { host, at })));
    assert.equal(new Set(all.map(told)).size, 1);
    assert.match(told(await ask('git:v8.2.0', { host, at: 'acme/acme.json' })), / has no acme\/acme\.json, nor any/);
  });

  test('has other roots of QEMU', async () => {
    assert.match(
      told(await ask('git:v8.1.0', { host: inRepository({ tags }), at: STORAGE })),
      /^none: The baseline "git:v8.1.0" has no storage-daemon/,
    );
  });

  test('cannot be had where git is not run, or not there, or fails', async () => {
    assert.equal(
      told(await ask('git:v8.2.0')),
      'problem: The baseline "git:v8.2.0" is not looked up, because git is not run here. Git is run on a real file system in a workspace that you trust. A folder, dir:PATH, and a release, release:X.Y, do without.',
    );
    const withError = (kind: 'no-git' | 'failed', detail: string) => inRepository({ error: { kind, detail } });
    assert.equal(
      told(await ask('git:v8.2.0', { host: withError('no-git', '') })),
      'problem: The baseline "git:v8.2.0" cannot be looked up. There is no command git on the PATH.',
    );
    assert.equal(
      told(
        await ask('git:v8.2.0', {
          host: withError('failed', "detected dubious ownership in repository at '/src/qemu'"),
        }),
      ),
      `problem: The baseline "git:v8.2.0" cannot be looked up. Git failed: detected dubious ownership in repository at '/src/qemu'.`,
    );
    assert.equal(
      told(await ask('git:v8.2.0', { host: memoryHost({}, { top: '/elsewhere', tags }) })),
      'problem: The baseline "git:v8.2.0" cannot be looked up. /src/qemu is in no git repository. Name a folder instead, dir:PATH, or a release, release:X.Y.',
    );
  });
});

/** Upstream's 4.2, 8.1 and 8.2, and a tree on the way to 9.0. In 4.2 there is no storage daemon. */
const history = await historyFrom({
  '4.2': { [ROOT]: "{ 'command': 'change' }\n" },
  '8.1': { [ROOT]: "{ 'command': 'stop' }\n", [GUEST]: "{ 'command': 'guest-ping' }\n" },
  '8.2': { [ROOT]: "{ 'command': 'eject' }\n", [STORAGE]: "{ 'command': 'quit' }\n" },
  '8.2.50': { [ROOT]: "{ 'command': 'eject' }\n" },
});
const SET_IT = 'Set the baseline to what the tree is based on: release:X.Y, git:REF or dir:PATH.';
const OTHER_SCHEMA =
  'The releases that come with this program have the schemas of the system emulator, the guest agent and the storage daemon only, and this is another one.';

/** A program without git, with the history of upstream. */
const withHistory = memoryHost({}, undefined, undefined, history);

/** A program whose data file cannot be used. */
function withDamage(git?: MemoryGit): Host {
  const fail = () => {
    throw new HistoryError('The history is torn.');
  };
  return { ...memoryHost({}, git), history: fail };
}

describe('release:X.Y', () => {
  const host = withHistory;

  test('is a release of upstream, without any file or git', async () => {
    assert.equal(told(await ask('release:8.2', { host })), `release:8.2 release:8.2:/${ROOT}`);
    assert.equal(told(await ask('release:8.1', { host, at: GUEST })), `release:8.1 release:8.1:/${GUEST}`);
    assert.equal(told(await ask('release:8.2', { host, at: STORAGE })), `release:8.2 release:8.2:/${STORAGE}`);
    assert.deepEqual(host.reads, []);
  });

  test('may be called by the tag, or by a stable release: they have the same API', async () => {
    for (const spec of ['release:v8.2.0', 'release:8.2.2', 'release:v8.2']) {
      assert.equal(told(await ask(spec, { host })), `release:8.2 release:8.2:/${ROOT}`);
    }
  });

  test('may be a development tree, as it was on some day', async () => {
    assert.equal(told(await ask('release:8.2.50', { host })), `release:8.2.50 release:8.2.50:/${ROOT}`);
  });

  test('goes over what the repository has', async () => {
    const tags = { 'v8.2.2': { [ROOT]: EMPTY } };
    const both = memoryHost({}, { top: '/src/qemu', tags }, undefined, history);
    assert.equal(told(await ask('release:8.1', { host: both })), `release:8.1 release:8.1:/${ROOT}`);
  });

  test('the root may be in its old place', async () => {
    assert.equal(told(await ask('release:8.2', { host, at: OLD_ROOT })), `release:8.2 release:8.2:/${ROOT}`);
  });

  test('that is not known: the problem names those next to it', async () => {
    const elsewhere = 'An upstream from elsewhere is named by git:REF or dir:PATH.';
    for (const [spec, next] of [
      ['release:8.0', 'next to it are release:4.2 and release:8.1'],
      ['release:9.0', 'next to it is release:8.2.50'],
      ['release:0.15', 'next to it is release:4.2'],
      ['release:8.1.50', 'next to it are release:8.1 and release:8.2'],
    ] as const) {
      assert.equal(
        told(await ask(spec, { host })),
        `problem: The baseline "${spec}" is not among the releases known here, 4.2 to 8.2; ${next}. ${elsewhere}`,
      );
    }
  });

  test('has no such root, as upstream had no storage daemon once: nothing to compare with', async () => {
    assert.equal(
      told(await ask('release:4.2', { host, at: STORAGE })),
      `none: The baseline "release:4.2" has no ${STORAGE}, so there is nothing to compare with.`,
    );
  });

  test('has no other schemas than those of the three programs', async () => {
    for (const at of ['docs/interop/firmware.json', 'acme/acme.json']) {
      assert.equal(told(await ask('release:8.2', { host, at })), `none: ${OTHER_SCHEMA}`);
    }
  });

  test('cannot be had where the history is damaged, or not there', async () => {
    assert.equal(
      told(await ask('release:8.2', { host: withDamage() })),
      'problem: The history is torn. Installing this program anew should mend that. An upstream from elsewhere is named by git:REF or dir:PATH.',
    );
    assert.equal(
      told(await ask('release:8.2')),
      'problem: No releases of upstream come with this program. An upstream from elsewhere is named by git:REF or dir:PATH.',
    );
  });

  test('whose definitions are damaged is a problem; others are not', async () => {
    const text = await historyText({ '8.1': "{ 'command': 'stop' }\n", '8.2': "{ 'command': 'eject' }\n" });
    const damaged = memoryHost({}, undefined, undefined, new History(text.replace('"eject"}', '"eject",}')));
    assert.match(
      told(await ask('release:8.2', { host: damaged })),
      /^problem: The history of upstream's releases is damaged at the definition of eject: it is no JSON\. Installing/,
    );
    assert.equal(told(await ask('release:8.1', { host: damaged })), `release:8.1 release:8.1:/${ROOT}`);
  });
});

describe('auto', () => {
  const tags = { 'v8.2.2': { [ROOT]: EMPTY }, 'v1.0': { [OLD_ROOT]: EMPTY } };
  const repository = (git: Partial<MemoryGit> = {}): MemoryGit => ({ top: '/src/qemu', tags, ...git });
  const both = (git: Partial<MemoryGit> = {}) => memoryHost({}, repository(git), undefined, history);
  const release = `release:8.2 release:8.2:/${ROOT}`;

  test("is the tag of the tree's version, if the repository has it", async () => {
    const host = both();
    assert.equal(told(await ask('auto', { host })), `git:v8.2.2 git:1:/${ROOT}`);
    assert.equal(told(await ask('auto', { host, version: [1, 0, 0], at: OLD_ROOT })), `git:v1.0 git:2:/${OLD_ROOT}`);
  });

  test('is the release of that version else, whyever there is no tag', async () => {
    for (const [why, host] of [
      ['git is not run', withHistory],
      ['there is no git', both({ error: { kind: 'no-git', detail: '' } })],
      ['git fails', both({ error: { kind: 'failed', detail: 'dubious ownership' } })],
      ['no repository', both({ top: '/elsewhere' })],
      ['no tag', both({ tags: {} })],
      ['a tag of something else', both({ tags: { 'v8.2.2': { README: EMPTY } } })],
    ] as const) {
      assert.equal(told(await ask('auto', { host })), release, why);
    }
  });

  test('is the release of release candidates, too', async () => {
    assert.equal(told(await ask('auto', { host: withHistory, version: [8, 1, 92] })), release);
  });

  test('is what the tag has, where it is there and has no such root', async () => {
    assert.equal(
      told(await ask('auto', { host: both(), at: STORAGE })),
      `none: The baseline "git:v8.2.2" has no ${STORAGE}, so there is nothing to compare with.`,
    );
  });

  test('is none where the release has no such root', async () => {
    assert.equal(
      told(await ask('auto', { host: withHistory, version: [4, 2, 1], at: STORAGE })),
      `none: The baseline "release:4.2" has no ${STORAGE}, so there is nothing to compare with.`,
    );
  });

  describe('is none where neither can be had, and says why and what to do', () => {
    const none = (why: string, what: string) => `none: ${why} ${what}`;
    const noGit = 'Git is not run here, so no tag is looked up.';

    test('the version is not known here', async () => {
      assert.equal(
        told(await ask('auto', { host: withHistory, version: [9, 0, 0] })),
        none(
          `${noGit} QEMU 9.0.0 is not among the releases known here, 4.2 to 8.2; next to it is release:8.2.50.`,
          SET_IT,
        ),
      );
      assert.equal(
        told(await ask('auto', { host: both(), version: [9, 0, 1] })),
        none(
          'The repository has no tag v9.0.1, which the VERSION file of the tree asks for. QEMU 9.0.1 is not among the releases known here, 4.2 to 8.2; next to it is release:8.2.50.',
          'Fetch it with: git fetch https://gitlab.com/qemu-project/qemu.git tag v9.0.1 --no-tags',
        ),
      );
      // The tags of 1.0 and those before it have two numbers.
      const old = both({ tags: {} });
      assert.match(told(await ask('auto', { host: old, version: [1, 0, 0] })), /no tag v1\.0, .* tag v1\.0 --no-tags$/);
      assert.match(told(await ask('auto', { host: old, version: [1, 0, 1] })), /no tag v1\.0\.1, .* tag v1\.0\.1 /);
    });

    test('the version is that of development trees, of which even a known one is as it was on some day', async () => {
      assert.equal(
        told(await ask('auto', { host: both(), version: [8, 2, 50] })),
        none(
          'The VERSION file of the tree has 8.2.50, which no upstream tag is named after. QEMU 8.2.50 is a development tree, whose API changes every day.',
          SET_IT,
        ),
      );
    });

    test('there is no VERSION', async () => {
      assert.equal(
        told(await ask('auto', { host: both(), version: undefined })),
        none('The tree has no VERSION file that would tell its upstream release.', SET_IT),
      );
    });

    test('the schema is of none of the three programs', async () => {
      assert.equal(
        told(await ask('auto', { host: withHistory, at: 'docs/interop/firmware.json' })),
        none(`${noGit} ${OTHER_SCHEMA}`, SET_IT),
      );
    });

    test('the history is damaged, or not there', async () => {
      assert.equal(told(await ask('auto', { host: withDamage() })), none(`${noGit} The history is torn.`, SET_IT));
      assert.equal(told(await ask('auto')), none(`${noGit} No releases of upstream come with this program.`, SET_IT));
      assert.equal(
        told(await ask('auto', { host: withDamage(repository()) })),
        `git:v8.2.2 git:1:/${ROOT}`,
        'the tag needs no history',
      );
    });
  });
});

describe('a workspace with the history of upstream', () => {
  const files = {
    '/tree/VERSION': '8.2.1\n',
    [`/tree/${ROOT}`]: "{ 'command': 'eject' }\n{ 'command': 'eject-all' }\n",
  };
  const root = `/tree/${ROOT}`;

  function open(host: Host, settings: ConfigLayer): Workspace {
    const workspace = new Workspace(host, ['/tree']);
    workspace.setSettings(settings);
    return workspace;
  }

  /** The baseline of the tree, and the names that are new against it. */
  async function judged(workspace: Workspace): Promise<[baseline: string, ...names: string[]]> {
    const { baseline, problems } = await workspace.analyse(root);
    const missing = problems.filter(({ rule }) => rule.id === 'downstream/missing-prefix');
    return [baseline.label, ...missing.map(({ message }) => /'([^']+)'/.exec(message)?.[1] ?? '')];
  }

  test('knows what is new in a downstream of which only the domain is set', async () => {
    const host = memoryHost(files, undefined, undefined, history);
    assert.deepEqual(await judged(open(host, { domains: ['com.acme'] })), ['release:8.2', 'eject-all']);
  });

  test('does not read it for an upstream, and with another baseline only to ask about what is new', async () => {
    let asked = 0;
    const host: Host = {
      ...memoryHost({ ...files, '/up.json': "{ 'command': 'eject' }\n", '/same.json': files[root] }),
      history: () => {
        asked++;
        return history;
      },
    };
    assert.deepEqual(await judged(open(host, {})), ['none']);
    assert.deepEqual(await judged(open(host, { domains: ['com.acme'], baseline: 'none' })), ['none']);
    const same = open(host, { domains: ['com.acme'], baseline: 'dir:../same.json' });
    assert.deepEqual(await judged(same), ['dir:../same.json']);
    assert.equal(asked, 0);
    const settings = { domains: ['com.acme'], baseline: 'dir:../up.json' };
    assert.deepEqual(await judged(open(host, settings)), ['dir:../up.json', 'eject-all']);
    assert.equal(asked, 1);
    await judged(open({ ...host, git: undefined }, { domains: ['com.acme'] }));
    assert.equal(asked, 3);
  });

  test('looks the release up once, however much is typed', async () => {
    const workspace = open(memoryHost(files, undefined, undefined, history), { domains: ['com.acme'] });
    const { baseline } = await workspace.analyse(root);
    for (const name of ['e', 'ej', 'eject', 'eject-more']) {
      workspace.setDocument(root, `{ 'command': '${name}' }\n`);
      assert.equal((await workspace.analyse(root)).baseline.schema, baseline.schema);
    }
    assert.deepEqual(await judged(workspace), ['release:8.2', 'eject-more']);
  });

  test('takes another release when the version becomes another', async () => {
    const workspace = open(memoryHost(files, undefined, undefined, history), { domains: ['com.acme'] });
    assert.deepEqual(await judged(workspace), ['release:8.2', 'eject-all']);
    workspace.setDocument('/tree/VERSION', '8.1.0\n');
    // 'eject' is new against 8.1. It came with 8.2: a backport.
    assert.deepEqual(await judged(workspace), ['release:8.1', 'eject-all']);
    workspace.setSettings({ domains: ['com.acme'], qemuVersion: '8.2' });
    assert.deepEqual(await judged(workspace), ['release:8.2', 'eject-all']);
  });

  test('goes on with all other rules where it is damaged', async () => {
    const broken = { ...memoryHost({ ...files, [root]: "{ 'event': 'bye' }\n" }), history: withDamage().history };
    const rules = async (baseline: string) =>
      (await open(broken, { domains: ['com.acme'], baseline }).analyse(root)).problems.map(({ rule }) => rule.id);
    assert.deepEqual(await rules('auto'), ['naming/event-case']);
    assert.deepEqual(await rules('release:8.2'), ['config/baseline', 'naming/event-case']);
  });
});
