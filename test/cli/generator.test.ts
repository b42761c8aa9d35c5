import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, type Outcome, qapi, type Setting } from './qapi.ts';

const root = 'qemu/qapi/qapi-schema.json';
const good = "{ 'command': 'query-disks' }\n";
const bad = "{ 'command': 'query_disks' }\n";

/** Checks a small tree whose generator says something of its root. */
function check(schema: string, says: string, words = '', setting: Setting = {}): Promise<Outcome> {
  const files: Files = { [root]: schema, 'qemu/VERSION': '10.2.0\n', 'qemu/scripts/qapi/schema.py': '' };
  const generator = { says: { [`/src/${root}`]: says } };
  return qapi(`check qemu --generator auto${words}`, files, { generator, ...setting });
}

describe('qapi check --generator', () => {
  test('says that both accept', async () => {
    const { status, stdout, stderr } = await check(good, '');
    assert.match(stdout, /^QEMU 10\.2\.0's own generator accepts qemu\/qapi\/qapi-schema\.json, and so do we\.\n/);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  test('says that both refuse, with the words of the generator', async () => {
    const { status, stdout } = await check(bad, `/src/${root}:1: no underscores\n`);
    assert.match(
      stdout.replaceAll('\n', ' '),
      /refuses \S+, and so do we: qemu\/qapi\/qapi-schema\.json:1: no underscores/,
    );
    assert.doesNotMatch(stdout, /report/);
    assert.equal(status, 1);
  });

  test('shows a disagreement with all that a report needs, and its status is that of an error', async () => {
    const { status, stdout } = await check(good, `/src/${root}:1:3: no\n`);
    assert.equal(
      stdout.split('\n\n')[0],
      `Disagreement: QEMU 10.2.0's own generator refuses qemu/qapi/qapi-schema.json, and we find nothing in
it that breaks the build: qemu/qapi/qapi-schema.json:1:3: no
One of the two is wrong, mostly we. Please report it, with:
- The versions: qapi 1.2.3, QEMU 10.2.0, Python 3.11.7
- The schema: qemu/qapi/qapi-schema.json, judged by qemu/scripts/qapi
- The generator: qemu/qapi/qapi-schema.json:1:3: no
- We: nothing breaks the build
- A small schema that shows it. Copy the root, take away includes and definitions as long as the two
still disagree:
  qapi check --generator qemu small.json`,
    );
    assert.equal(status, 1);
  });

  test('shows what only we refuse, and what we refuse elsewhere', async () => {
    const ours = await check(bad, '');
    assert.match(ours.stdout.replaceAll('\n', ' '), /accepts \S+, and we find a problem in it/);
    assert.match(ours.stdout, /^ {2}qemu\/qapi\/qapi-schema\.json:1: naming\/lower-case: Command/m);
    const elsewhere = await check(bad, `/src/${root}:2: no\n`);
    assert.match(elsewhere.stdout.replaceAll('\n', ' '), /and so do we, but nothing of ours is where it stops/);
    assert.deepEqual([ours.status, elsewhere.status], [1, 1]);
  });

  test('shows a crash of the generator, whose traceback cannot harm the terminal', async () => {
    const trace = 'Traceback (most recent call last):\n  File "a\x1b[2Jb"\nIndexError: no\n';
    for (const [schema, sentence] of [
      [good, 'We find no error in it.'],
      [bad, 'Our problems say what is wrong there.'],
    ] as const) {
      const { status, stdout } = await check(schema, trace);
      assert.ok(stdout.replaceAll('\n', ' ').includes(`(IndexError: no). ${sentence}`), stdout);
      assert.ok(stdout.includes('    File "a␛[2Jb"\n'), stdout);
      assert.equal(status, 1);
    }
  });

  test('gives the same to programs', async () => {
    const { stdout } = await check(good, `/src/${root}:1:3: no\n`, ' --format json');
    assert.deepEqual(JSON.parse(stdout).generator, [
      {
        root,
        tree: 'qemu',
        version: '10.2.0',
        python: '3.11.7',
        verdict: 'refused',
        file: root,
        line: 1,
        column: 3,
        message: 'no',
        agreement: 'only-generator',
      },
    ]);
    assert.equal(
      JSON.parse((await qapi('check x.json --format json', { 'x.json': good })).stdout).generator,
      undefined,
    );
  });

  test('says why a generator cannot be run, and that is status 2', async () => {
    const generator = { error: { kind: 'no-python', detail: 'there is no command python3' } } as const;
    const { status, stdout, stderr } = await check(good, '', '', { generator });
    assert.equal(stderr, 'qapi: The generator needs Python 3, and there is no command python3. Install it.\n');
    assert.match(stdout, /^No problems/);
    assert.equal(status, 2);
    const json = await check(good, '', ' --format json', { generator });
    assert.deepEqual(JSON.parse(json.stdout).generator, [{ root, problem: stderr.slice('qapi: '.length, -1) }]);
  });

  test('takes the generator of another tree, which need not be that of the root', async () => {
    const files: Files = { 'a/x.json': good, 'qemu/scripts/qapi/schema.py': '' };
    const { status, stdout } = await qapi('check a/x.json --generator qemu', files, { generator: {} });
    assert.match(stdout, /^QEMU's own generator accepts a\/x\.json, and so do we\.$/m);
    assert.equal(status, 0);
    const none = await qapi('check a/x.json --generator auto', files, { generator: {} });
    assert.match(none.stderr, /stands in no QEMU tree with a generator/);
    assert.equal(none.status, 2);
  });

  test('looks at what --fix has made of it', async () => {
    const { status, stdout, written } = await check(bad, '', ' --fix');
    assert.deepEqual(written, { [root]: good });
    assert.match(stdout, /accepts \S+, and so do we/);
    assert.equal(status, 0);
  });
});
