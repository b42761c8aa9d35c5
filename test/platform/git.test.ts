import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { nodeGit } from '../../server/src/platform/git.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { resolveBaseline } from '../../server/src/workspace/baseline.ts';
import { commit, git, tempFolder, writeFiles } from '../helpers/temp.ts';

const ours = nodeGit();
const windows = process.platform === 'win32';

/** A repository with two releases. */
function repository(t: TestContext): string {
  const folder = tempFolder(t, { VERSION: '8.1.0\n', 'qapi/qapi-schema.json': 'old' });
  commit(folder, 'v8.1.0');
  writeFiles(folder, { VERSION: '8.2.0\n', 'qapi/qapi-schema.json': 'new', 'qapi/ä b.json': '\0\xff\n' });
  commit(folder, 'v8.2.0');
  return folder;
}

/** The commit of a reference that must be there. */
async function commitOf(top: string, reference: string): Promise<string> {
  const resolved = await ours.resolve(top, reference);
  assert.ok(resolved.ok, JSON.stringify(resolved));
  return resolved.commit;
}

async function textOf(top: string, name: string, path: string): Promise<string> {
  const answer = await ours.show(top, name, path);
  return answer.ok ? Buffer.from(answer.output).toString() : `(${answer.error.kind})`;
}

describe('a repository', () => {
  test('tells its top, and where a folder stands in it', async (t) => {
    const top = repository(t);
    assert.deepEqual(await ours.topOf(top), { ok: true, top, place: '' });
    assert.deepEqual(await ours.topOf(`${top}/qapi`), { ok: true, top, place: 'qapi' });
    if (windows) return;
    // Through a link, the place cannot be had by comparing paths.
    const elsewhere = tempFolder(t);
    symlinkSync(`${top}/qapi`, `${elsewhere}/link`);
    assert.deepEqual(await ours.topOf(`${elsewhere}/link`), { ok: true, top, place: 'qapi' });
  });

  test('is not everywhere', async (t) => {
    const folder = tempFolder(t);
    for (const place of [folder, `${folder}/nothing`, 'a\0b']) {
      const answer = await ours.topOf(place);
      assert.equal(answer.ok, false);
      if (place === folder) assert.equal(!answer.ok && answer.error.kind, 'no-repository');
    }
  });

  test('knows tags, branches and commits', async (t) => {
    const top = repository(t);
    const head = git(top, 'rev-parse', 'HEAD');
    for (const reference of ['v8.2.0', 'refs/tags/v8.2.0', 'HEAD', head, head.slice(0, 12), 'v8.2.0^{}']) {
      assert.equal(await commitOf(top, reference), head);
    }
    assert.equal(await commitOf(top, 'HEAD~1'), git(top, 'rev-parse', 'v8.1.0'));
  });

  test('says which references it does not have', async (t) => {
    const top = repository(t);
    for (const reference of ['v9.0.0', 'HEAD~99', 'f'.repeat(40), 'v8.2.0:VERSION', '^v8.1.0', '@{-1}', '*']) {
      const answer = await ours.resolve(top, reference);
      assert.equal(!answer.ok && answer.error.kind, 'no-reference', `${reference}: ${JSON.stringify(answer)}`);
    }
  });

  test('is never asked for what could be an option, or no reference at all', async (t) => {
    const top = repository(t);
    for (const reference of [
      '',
      '-h',
      '--all',
      '--output=x',
      'a b',
      ' v8.2.0',
      'a\nb',
      'a\0b',
      'a\x1bb',
      'v8.1.0..v8.2.0',
      'a...b',
      'x'.repeat(1000),
    ]) {
      const answer = await ours.resolve(top, reference);
      assert.equal(!answer.ok && answer.error.kind, 'refused', JSON.stringify(reference));
    }
  });

  test('gives the files of a commit, byte for byte', async (t) => {
    const top = repository(t);
    const [old, current] = [await commitOf(top, 'v8.1.0'), await commitOf(top, 'v8.2.0')];
    assert.equal(await textOf(top, old, 'qapi/qapi-schema.json'), 'old');
    assert.equal(await textOf(top, current, 'qapi/qapi-schema.json'), 'new');
    assert.equal(await textOf(top, current, 'qapi/ä b.json'), '\0\xff\n');
    assert.equal(await textOf(top, current, 'qapi'), '(directory)');
    for (const path of [
      'qapi/none.json',
      'VERSION/x',
      '',
      '.',
      './VERSION',
      '../VERSION',
      'a\nb',
      'qapi//x',
      'x blob 5',
    ]) {
      assert.equal(await textOf(top, current, path), '(missing)', path);
    }
    assert.equal(await textOf(top, 'v8.2.0', 'VERSION'), '(refused)');
    assert.deepEqual(await ours.list(top, current), {
      ok: true,
      paths: ['VERSION', 'qapi/qapi-schema.json', 'qapi/ä b.json'],
    });
  });

  test('gives large and empty files, and many at once', async (t) => {
    const large = 'x'.repeat(10_000_000);
    const names = Array.from({ length: 200 }, (_, index) => `${index}.json`);
    const top = tempFolder(t, { large, empty: '', ...Object.fromEntries(names.map((name) => [name, name])) });
    commit(top, 'v1');
    const name = await commitOf(top, 'v1');
    const [first, second, ...others] = await Promise.all(
      ['large', 'empty', ...names].map((path) => textOf(top, name, path)),
    );
    assert.equal(first === large, true);
    assert.equal(second, '');
    assert.deepEqual(others, names);
  });

  test('follows links inside of a commit only', { skip: windows }, async (t) => {
    const top = tempFolder(t, { 'qapi/real.json': 'real' });
    symlinkSync('qapi/real.json', `${top}/link.json`);
    symlinkSync('/etc/passwd', `${top}/out.json`);
    symlinkSync('nowhere', `${top}/dangling.json`);
    symlinkSync('loop.json', `${top}/loop.json`);
    commit(top, 'v1');
    const name = await commitOf(top, 'v1');
    const paths = ['link.json', 'out.json', 'dangling.json', 'loop.json', 'qapi/real.json'];
    assert.deepEqual(await Promise.all(paths.map((path) => textOf(top, name, path))), [
      'real',
      '(failed)',
      '(missing)',
      '(failed)',
      'real',
    ]);
  });

  test('knows the tags of a commit, annotated ones as well', async (t) => {
    const top = repository(t);
    git(top, 'tag', '--annotate', '--message', 'The same.', 'again', 'v8.2.0');
    assert.deepEqual(await ours.tagsAt(top, await commitOf(top, 'v8.2.0')), ['again', 'v8.2.0']);
    git(top, 'commit', '--quiet', '--allow-empty', '--message', 'More.');
    assert.deepEqual(await ours.tagsAt(top, await commitOf(top, 'HEAD')), []);
    assert.deepEqual(await ours.tagsAt(top, '--all'), []);
  });

  test("knows the user's e-mail address", async (t) => {
    const top = repository(t);
    git(top, 'config', 'user.email', 'dev@proxmox.com');
    assert.equal(await ours.email(top), 'dev@proxmox.com');
    git(top, 'config', 'user.email', 'no address\n');
    assert.equal(await ours.email(top), undefined);
  });

  test('the tree in a folder of it is compared with a tag', async (t) => {
    const top = tempFolder(t, {
      'src/qemu/qapi/qapi-schema.json': "{ 'include': 'a.json' }",
      'src/qemu/qapi/a.json': 'a',
    });
    commit(top, 'v8.2.2');
    const outcome = await resolveBaseline({
      spec: 'auto',
      root: `${top}/src/qemu/qapi/qapi-schema.json`,
      treeFolder: `${top}/src/qemu`,
      configFolder: top,
      version: [8, 2, 2],
      host: nodeHost({ git: true }),
    });
    assert.equal(outcome.kind, 'found');
    if (outcome.kind !== 'found') return;
    const content = await outcome.read(outcome.root.replace('qapi-schema.json', 'a.json'));
    assert.equal(content.kind === 'file' && Buffer.from(content.bytes).toString(), 'a');
  });

  test('that is a partial clone says so, and fetches nothing', async (t) => {
    const origin = repository(t);
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    const clone = `${tempFolder(t)}/clone`;
    git(origin, 'clone', '--quiet', '--no-checkout', '--filter=blob:none', pathToFileURL(origin).href, clone);
    const outcome = await resolveBaseline({
      spec: 'git:v8.1.0',
      root: `${clone}/qapi/qapi-schema.json`,
      treeFolder: clone,
      configFolder: clone,
      version: undefined,
      host: nodeHost({ git: true }),
    });
    assert.equal(
      outcome.kind === 'problem' && outcome.message,
      'The repository is a partial clone and has not fetched qapi/qapi-schema.json of the baseline "git:v8.1.0".',
    );
  });
});

test('in a repository made to run programs, none is run', { skip: windows }, async (t) => {
  const top = repository(t);
  const trap = `${top}/trap.sh`;
  const sprung = `${top}/sprung`;
  writeFileSync(trap, `#!/bin/sh\ntouch ${sprung}\ncat\n`, { mode: 0o755 });
  writeFiles(top, { '.gitattributes': '*.json filter=trap diff=trap merge=trap export-subst\n' });
  commit(top, 'trapped');
  for (const name of ['reference-transaction', 'post-index-change', 'post-checkout', 'fsmonitor-watchman']) {
    writeFileSync(`${top}/.git/hooks/${name}`, `#!/bin/sh\ntouch ${sprung}\n`, { mode: 0o755 });
  }
  for (const [key, value] of [
    ['core.fsmonitor', trap],
    ['core.pager', trap],
    ['core.editor', trap],
    ['core.sshCommand', trap],
    ['core.gitProxy', trap],
    ['core.askPass', trap],
    ['core.alternateRefsCommand', trap],
    ['core.hooksPath', `${top}/.git/hooks`],
    ['pager.rev-parse', trap],
    ['pager.config', 'true'],
    ['credential.helper', `!${trap}`],
    ['filter.trap.smudge', trap],
    ['filter.trap.clean', trap],
    ['filter.trap.process', trap],
    ['filter.trap.required', 'true'],
    ['diff.trap.textconv', trap],
    ['diff.trap.command', trap],
    ['diff.external', trap],
    ['alias.cat-file', `!${trap}`],
    ['gpg.program', trap],
    ['log.showSignature', 'true'],
    // Objects that are missing are fetched from here, by this program.
    ['remote.origin.url', `ext::${trap}`],
    ['remote.origin.uploadpack', trap],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', 'blob:none'],
    ['extensions.partialClone', 'origin'],
    ['core.repositoryFormatVersion', '1'],
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
  ] as const) {
    git(top, 'config', key, value);
  }

  assert.equal((await ours.topOf(`${top}/qapi`)).ok, true);
  const name = await commitOf(top, 'v8.2.0');
  assert.equal(await textOf(top, name, 'qapi/qapi-schema.json'), 'new');
  assert.equal((await ours.list(top, name)).ok, true);
  await ours.email(top);
  assert.deepEqual(await ours.tagsAt(top, name), ['v8.2.0']);
  await ours.resolve(top, 'e'.repeat(40));
  const blob = git(top, '-c', 'core.fsmonitor=false', 'rev-parse', 'v8.1.0:qapi/qapi-schema.json');
  execFileSync('rm', ['-f', `${top}/.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`]);
  assert.match(await textOf(top, await commitOf(top, 'v8.1.0'), 'qapi/qapi-schema.json'), /^\((missing|failed)\)$/);
  assert.equal(existsSync(sprung), false);
});

test('a folder of the work tree that looks like a repository is none', async (t) => {
  const top = repository(t);
  const bare = `${top}/tests/data`;
  mkdirSync(bare, { recursive: true });
  git(bare, 'init', '--quiet', '--bare');
  const answer = await ours.topOf(bare);
  assert.equal(answer.ok, false);
});

test('a hook that git runs us from does not make us look into its own repository', async (t) => {
  const [top, other] = [repository(t), repository(t)];
  process.env.GIT_DIR = `${other}/.git`;
  t.after(() => delete process.env.GIT_DIR);
  assert.deepEqual(await ours.topOf(top), { ok: true, top, place: '' });
});

test('where there is no git, every answer says so', async (t) => {
  const top = repository(t);
  const name = await commitOf(top, 'HEAD');
  const path = process.env.PATH;
  process.env.PATH = tempFolder(t);
  t.after(() => {
    process.env.PATH = path;
  });
  const fresh = nodeGit();
  for (const answer of [
    await fresh.topOf(top),
    await fresh.resolve(top, 'HEAD'),
    await fresh.show(top, name, 'VERSION'),
    await fresh.list(top, name),
  ]) {
    assert.equal(!answer.ok && answer.error.kind, 'no-git');
  }
  assert.equal(await fresh.email(top), undefined);
  assert.deepEqual(await fresh.tagsAt(top, name), []);
});

test('a git that never answers is given up, and so is whatever it has started', { skip: windows }, async (t) => {
  const bin = tempFolder(t, { asked: '' });
  writeFileSync(`${bin}/git`, '#!/bin/sh\n/bin/sleep 5 &\n/bin/sleep 5\n', { mode: 0o755 });
  const path = process.env.PATH;
  process.env.PATH = bin;
  t.after(() => {
    process.env.PATH = path;
  });
  const hurried = nodeGit(100);
  for (const answer of [await hurried.topOf(bin), await hurried.show(bin, 'a'.repeat(40), 'asked')]) {
    assert.deepEqual(answer, { ok: false, error: { kind: 'failed', detail: 'git took longer than 0.1 seconds' } });
  }
});

test('a program that has read from git ends by itself, and at once', async (t) => {
  const top = repository(t);
  const script = `
    import { nodeGit } from ${JSON.stringify(new URL('../../server/src/platform/git.ts', import.meta.url).href)};
    const git = nodeGit();
    const { commit } = await git.resolve(${JSON.stringify(top)}, 'v8.2.0');
    const { output } = await git.show(${JSON.stringify(top)}, commit, 'VERSION');
    process.stdout.write(output);
    globalThis.begun = performance.now();
    process.on('exit', () => process.stdout.write(performance.now() - begun < 2500 ? 'at once' : 'late'));
  `;
  const output = execFileSync(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.equal(output, '8.2.0\nat once');
});
