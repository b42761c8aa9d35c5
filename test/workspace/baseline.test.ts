import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources, resolveInclude } from '../../server/src/schema/load.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type BaselineOutcome, type BaselineQuestion, resolveBaseline } from '../../server/src/workspace/baseline.ts';
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

/** Where the root was found, as `label root`; or why not. */
function told(outcome: BaselineOutcome): string {
  switch (outcome.kind) {
    case 'found':
      return `${outcome.label} ${outcome.root.replace(/git:0*/, 'git:')}`;
    case 'known':
      return outcome.label;
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
      'problem: The baseline "git:v8.2.0" is not looked up, because git is not run here. Git is run on a real file system in a workspace that you trust. A folder, dir:PATH, does without.',
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
      'problem: The baseline "git:v8.2.0" cannot be looked up. /src/qemu is in no git repository. Name a folder instead: dir:PATH.',
    );
  });
});

describe('auto', () => {
  const tags = { 'v8.2.2': { [ROOT]: EMPTY }, 'v1.0': { [OLD_ROOT]: EMPTY } };
  const host = memoryHost({}, { top: '/src/qemu', tags });

  test("is the tag of the tree's version, if the repository has it", async () => {
    assert.equal(told(await ask('auto', { host })), `git:v8.2.2 git:1:/${ROOT}`);
    assert.equal(told(await ask('auto', { host, version: [1, 0, 0], at: OLD_ROOT })), `git:v1.0 git:2:/${OLD_ROOT}`);
  });

  test('is none else, and says why', async () => {
    assert.equal(
      told(await ask('auto', { host, version: [8, 2, 3] })),
      'none: The repository has no tag v8.2.3, which the VERSION file of the tree asks for. Fetch it with: git fetch https://gitlab.com/qemu-project/qemu.git tag v8.2.3 --no-tags',
    );
    const none = memoryHost({}, { top: '/src/qemu', tags: {} });
    assert.match(told(await ask('auto', { host: none, version: [1, 0, 0] })), /no tag v1\.0, .* tag v1\.0 --no-tags$/);
    assert.match(told(await ask('auto', { host: none, version: [1, 0, 1] })), /no tag v1\.0\.1, .* tag v1\.0\.1 /);
    // Nothing to fetch: between two releases there are no tags.
    assert.equal(
      told(await ask('auto', { host, version: [8, 2, 50] })),
      'none: The VERSION file of the tree has 8.2.50, which no upstream tag is named after. Set the baseline to what the tree is based on: git:REF.',
    );
    assert.equal(
      told(await ask('auto', { host, version: undefined })),
      'none: The tree has no VERSION file that would tell its upstream release.',
    );
    assert.equal(told(await ask('auto')), 'none: Git is not run here, so the upstream release is not looked up.');
    assert.equal(
      told(await ask('auto', { host: memoryHost({}, { top: '/elsewhere', tags }) })),
      'none: /src/qemu is in no git repository.',
    );
    const readme = memoryHost({}, { top: '/src/qemu', tags: { 'v8.2.2': { README: EMPTY } } });
    assert.match(told(await ask('auto', { host: readme })), /^none: The baseline "git:v8\.2\.2" has no qapi/);
  });
});
