/** The real program: the bundle that `npm run build` writes, in a process of its own. `npm test` builds it first. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commit, writeFiles } from '../helpers/temp.ts';

const SERVER = fileURLToPath(new URL('../../server', import.meta.url));
const PROGRAM = join(SERVER, 'bin/qapi.cjs');
const MANIFEST = join(SERVER, 'package.json');

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qapi-cli-'));
  const files = {
    'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n",
    'ours/qapi/block.json': "{ 'command': 'eject_all' }\r\n",
    'many/a.json': Array.from({ length: 500 }, (_, i) => `{ 'command': 'A${i}' }\n`).join(''),
    'broken.json': "{ 'include': 'folder' }\n",
    'folder/readme.txt': '',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
after(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * @param closeEarly closes the pipe behind the program's back, as `head` does
 * @param cwd the working directory
 * @param program the path of the command
 */
function run(args: readonly string[], closeEarly = false, cwd = folder, program = PROGRAM): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // Whoever runs the tests may have set what they like about colours.
    const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
    const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      stderr += chunk;
    });
    if (closeEarly) child.stdout.destroy();
    child.on('error', reject);
    // On a busy machine it takes over a second, and then it says what it is doing.
    child.on('close', (status) => resolve({ status, stdout, stderr: stderr.replace(/^\w.* \.\.\.\n/gm, '') }));
  });
}

describe('the program', () => {
  test('knows its version', async () => {
    const { version } = JSON.parse(await readFile(MANIFEST, 'utf8'));
    assert.deepEqual(await run(['--version']), { status: 0, stdout: `qapi ${version}\n`, stderr: '' });
  });

  test('says what is wrong with its arguments', async () => {
    assert.deepEqual(await run(['check', 'nowhere']), {
      status: 2,
      stdout: '',
      stderr: 'qapi: There is no file or folder "nowhere".\n',
    });
  });

  test('reads the disk', async () => {
    const { status, stdout, stderr } = await run(['check', 'broken.json']);
    assert.match(
      stdout,
      /^broken\.json:1:14 error files\/include-not-found \(breaks the build\)\n {2}'folder' is a folder\./,
    );
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  test('gives a pipe everything', async () => {
    const { status, stdout, stderr } = await run(['check', '--format', 'json', 'many']);
    // A pipe holds 64 KiB; what is more waits for its reader.
    assert.ok(stdout.length > 100_000);
    const { problems } = JSON.parse(stdout);
    assert.deepEqual({ status, stderr, problems: problems.length }, { status: 1, stderr: '', problems: 500 });
  });

  test('a pipe that is closed early is no crash', async () => {
    const { stderr } = await run(['check', 'many'], true);
    assert.equal(stderr, '');
  });

  test('fails when its output finds no room', { skip: !existsSync('/dev/full') }, () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, '--help'], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    assert.equal(stderr.toString(), 'qapi: The output cannot be written: no space left on device.\n');
    assert.equal(status, 2);
  });

  test('fixes files, and nothing but files', async () => {
    const { status, stdout } = await run(['check', 'ours', '--fix']);
    assert.match(stdout, /^Applied 1 fix, and changed 1 file:\n {2}ours\/qapi\/block\.json\n\nNo problems in 1 root/);
    assert.equal(status, 0);
    assert.equal(await readFile(join(folder, 'ours/qapi/block.json'), 'utf8'), "{ 'command': 'eject-all' }\r\n");
    assert.deepEqual(await readdir(join(folder, 'ours/qapi')), ['block.json', 'qapi-schema.json']);
  });

  test('compares a tree with a commit, and with a release that comes with it', async () => {
    const tree = join(folder, 'tree');
    writeFiles(tree, { 'qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n" });
    commit(tree, 'v1');
    writeFiles(tree, { 'qga/qapi-schema.json': "{ 'command': 'guest-ping' }\n" });
    assert.deepEqual(await run(['diff', 'git:v1'], false, tree), {
      status: 1,
      stdout: `Gone commands: guest-sync\nNew commands: guest-ping\n\nChanges: 1 breaking, 0 risky, 0 unstable, 1 compatible\n`,
      stderr: '',
    });
    const { status, stdout } = await run(
      ['diff', 'release:8.2', '--format', 'json', '--fail-on', 'never'],
      false,
      tree,
    );
    const { roots } = JSON.parse(stdout) as { roots: { root: string; onlyIn?: string }[] };
    assert.deepEqual(
      roots.map(({ root, onlyIn }) => [root, onlyIn]),
      [
        ['qapi', 'base'],
        ['qga', undefined],
        ['storage-daemon', 'base'],
      ],
    );
    assert.equal(status, 0);
  });

  test('runs as it does with the code cache of its build: without one, with part of it, with that of another V8 or build', async () => {
    // In a process of its own: what has been compiled once is not looked for in a cache again.
    const isRejected = (program: string): string => {
      const [cache, bundle] = ['bin/code-cache.cjs', 'dist/qapi.cjs'].map((name) =>
        JSON.stringify(join(program, name)),
      );
      const script = `process.stdout.write(String(require(${cache}).compile(${bundle}).cachedDataRejected))`;
      return spawnSync(process.execPath, ['--eval', script], { encoding: 'utf8' }).stdout;
    };
    assert.equal(isRejected(SERVER), 'false');

    const copy = join(folder, 'installed');
    const [bundle, cache] = [join(copy, 'dist/qapi.cjs'), join(copy, 'dist/qapi.cjs.cache')];
    await cp(join(SERVER, 'bin'), join(copy, 'bin'), { recursive: true });
    await mkdir(dirname(bundle));
    for (const name of ['package.json', 'dist/qapi.cjs']) await copyFile(join(SERVER, name), join(copy, name));
    const check = (): Promise<Outcome> => run(['check', 'many'], false, folder, join(copy, 'bin/qapi.cjs'));
    const expected = await run(['check', 'many']);
    assert.deepEqual(await check(), expected);

    const bytes = await readFile(join(SERVER, 'dist/qapi.cjs.cache'));
    // Behind a magic number V8 says which V8 it is.
    const ofAnotherV8 = Buffer.from(bytes).fill(0, 4, 8);
    for (const [content, answer] of [
      [bytes, 'false'],
      [ofAnotherV8, 'true'],
      [bytes.subarray(0, -1000), 'undefined'],
    ] as const) {
      await writeFile(cache, content);
      assert.equal(isRejected(copy), answer);
      assert.deepEqual(await check(), expected);
    }

    await writeFile(cache, bytes);
    await writeFile(bundle, (await readFile(bundle, 'utf8')).replace(/(?<=\/\/# build=)./, '-'));
    assert.equal(isRejected(copy), 'undefined');
    assert.deepEqual(await check(), expected);
  });
});
