/** What is acknowledged, as the command line sees it: over several roots, in `.qapirc.json`, and recorded as known. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, qapi } from './qapi.ts';

/** A downstream with an argument and an event of its own, which two roots see, and one. */
const TREE: Files = {
  'ours/VERSION': '8.2.0\n',
  'ours/.qapirc.json': '{ "domains": ["com.acme"], "baseline": "dir:../up" }\n',
  'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'event': 'BYE' }\n",
  'ours/qapi/block.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*secure-erase': 'bool' } }\n",
  'ours/qga/qapi-schema.json': "{ 'include': '../qapi/block.json' }\n",
  'up/qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
  'up/qga/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
};

const KNOWN = 'ours/.qapi-known.json';

/** The tree with some files changed. */
function tree(changes: Files): Files {
  return { ...TREE, ...changes };
}

/** The settings with problems that are acknowledged, each as `PATH` of `downstream/missing-prefix`. */
function acknowledging(...paths: string[]): Files {
  const entries = paths.map((path) => ({ rule: 'downstream/missing-prefix', path, reason: 'shipped since 2010' }));
  const settings = { domains: ['com.acme'], baseline: 'dir:../up', acknowledged: entries };
  return { 'ours/.qapirc.json': `${JSON.stringify(settings, null, 2)}\n` };
}

interface Json {
  readonly problems: readonly {
    file: string;
    line: number;
    severity: string;
    rule: string;
    path?: string;
    message: string;
  }[];
  readonly fixedProblems?: readonly object[];
  readonly summary: Readonly<Record<string, number>>;
}

async function json(command: string, files: Files): Promise<Json & { lines: string[] }> {
  const report = JSON.parse((await qapi(`${command} --format json`, files)).stdout) as Json;
  const lines = report.problems.map(({ file, line, severity, rule }) => `${file}:${line} ${severity} ${rule}`);
  return { ...report, lines };
}

describe('a comment in a file of several roots', () => {
  /** Only clients of the first root can see the argument. */
  const files = tree({
    'ours/qapi/block.json': `{ 'struct': 'Eject',
  'data': { 'id': 'str',
            # qapi-ignore downstream/missing-prefix: shipped since 2010
            '*secure-erase': 'bool' } }
`,
    'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'command': 'eject', 'data': 'Eject' }\n",
    'up/qga/qapi-schema.json': "{ 'struct': 'Unrelated', 'data': {} }\n",
  });

  test('is of use if it is in one of them', async () => {
    const { lines, summary } = await json('check ours', files);
    assert.deepEqual(lines, []);
    assert.deepEqual([summary.acknowledged, summary.known], [1, 0]);
  });

  test('is not said to be of none where only the other one is checked', async () => {
    assert.deepEqual((await json('check ours/qga/qapi-schema.json', files)).lines, []);
  });

  test('is told where it is of use in none', async () => {
    const unused = tree({
      ...files,
      'up/qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*secure-erase': 'bool' } }\n",
    });
    for (const path of ['ours', 'ours/qga/qapi-schema.json', 'ours/qapi/block.json']) {
      assert.deepEqual((await json(`check ${path}`, unused)).lines, ['ours/qapi/block.json:3 warning ignore/unused']);
    }
  });
});

describe('the setting "acknowledged"', () => {
  test('takes problems out of the report by rule and path, and says how many', async () => {
    const files = tree(acknowledging('eject: argument secure-erase', 'event BYE'));
    const { status, stdout } = await qapi('check ours', files);
    assert.equal(
      stdout,
      `No problems in 2 roots (3 files)
2 acknowledged problems not shown
Role: downstream, a domain is configured (com.acme). QEMU: 8.2.0. Baseline: dir:../up.
`,
    );
    assert.equal(status, 0);
  });

  test('has the paths that the report for programs gives', async () => {
    const { problems } = await json('check ours', TREE);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['eject: argument secure-erase', 'event BYE'],
    );
  });

  test('a path that ends in a star stands for all that begin so', async () => {
    assert.deepEqual((await json('check ours', tree(acknowledging('eject: *', 'event B*')))).lines, []);
  });

  test('an entry that nothing matches is told at its place, unless a root was left out that might', async () => {
    const files = tree(acknowledging('eject: argument secure-erase', 'event BYE', 'event HELLO'));
    const { lines, problems } = await json('check ours', files);
    assert.deepEqual(lines, ['ours/.qapirc.json:17 warning ignore/unused']);
    assert.equal(
      problems[0]?.message,
      "There is nothing to acknowledge: 'downstream/missing-prefix' finds nothing at 'event HELLO'.",
    );
    assert.deepEqual((await json('check ours/qga/qapi-schema.json', files)).lines, []);
    assert.deepEqual((await json('check ours/qapi/block.json', files)).lines, []);
  });

  test('what is acknowledged is not fixed', async () => {
    const { written, stdout } = await qapi('check ours --fix', tree(acknowledging('eject: *')));
    assert.deepEqual(Object.keys(written), ['ours/qapi/qapi-schema.json']);
    assert.match(stdout, /^Applied 1 fix/);
  });
});

describe('--record', () => {
  const record = async (files: Files) => {
    const outcome = await qapi('check ours --record', files);
    return { ...outcome, after: { ...files, ...outcome.written } };
  };

  test('writes what is a problem now, and from then on that is not reported', async () => {
    const { status, stdout, written, after } = await record(TREE);
    assert.deepEqual(written, {
      [KNOWN]: `{
  "about": "Problems that are known and not reported. Written by \\"qapi check --record\\"; run it again to drop what is fixed and to add what is new.",
  "version": 1,
  "known": [
    { "rule": "downstream/missing-prefix", "path": "eject: argument secure-erase" },
    { "rule": "downstream/missing-prefix", "path": "event BYE" }
  ]
}
`,
    });
    assert.equal(
      stdout,
      `Recorded 2 problems (2 new) in ours/.qapi-known.json.

No problems in 2 roots (3 files)
2 known problems not shown (.qapi-known.json)
Role: downstream, a domain is configured (com.acme). QEMU: 8.2.0. Baseline: dir:../up.
`,
    );
    assert.equal(status, 0);
    assert.equal((await qapi('check ours', after)).status, 0);
  });

  test('a new problem is reported, and the known ones are not', async () => {
    const { after } = await record(TREE);
    const more = { ...after, 'ours/qga/qapi-schema.json': "{ 'include': '../qapi/block.json' }\n{ 'event': 'NEW' }\n" };
    const { lines, summary } = await json('check ours', more);
    assert.deepEqual(lines, ['ours/qga/qapi-schema.json:2 error downstream/missing-prefix']);
    assert.equal(summary.known, 2);
  });

  test('a problem stays known wherever its line goes', async () => {
    const { after } = await record(TREE);
    const moved = { ...after, 'ours/qapi/block.json': `\n# Moved.\n\n${TREE['ours/qapi/block.json']}` };
    assert.deepEqual((await json('check ours', moved)).lines, []);
  });

  test('without a path on the wire it is known by file and name', async () => {
    const text =
      "{ 'event': 'BYE', 'data': { 'x-a': 'int' } }\n{ 'event': 'GONE',\n 'data': { 'x-b': 'int', 'x-c': 'int' } }\n";
    const { written, after } = await record(
      tree({ 'ours/.qapirc.json': '{ "role": "upstream" }\n', 'ours/qapi/qapi-schema.json': text }),
    );
    assert.deepEqual(JSON.parse(written[KNOWN] ?? '').known, [
      { rule: 'naming/experimental-prefix', file: 'qapi/qapi-schema.json', name: 'BYE.x-a' },
      { rule: 'naming/experimental-prefix', file: 'qapi/qapi-schema.json', name: 'GONE.x-b' },
      { rule: 'naming/experimental-prefix', file: 'qapi/qapi-schema.json', name: 'GONE.x-c' },
    ]);
    const more = { ...after, 'ours/qapi/qapi-schema.json': text.replace("'x-c'", "'x-c': 'int', 'x-d'") };
    assert.deepEqual((await json('check ours', more)).lines, [
      'ours/qapi/qapi-schema.json:3 information naming/experimental-prefix',
    ]);
  });

  test('what is fixed is told, and dropped when it is recorded again', async () => {
    const { after } = await record(TREE);
    const mended = { ...after, 'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n" };
    const { status, stdout } = await qapi('check ours', mended);
    assert.equal(
      stdout,
      `No problems in 2 roots (3 files)
1 known problem not shown (.qapi-known.json)
1 known problem fixed by now; --record takes it out of .qapi-known.json:
  downstream/missing-prefix at event BYE
Role: downstream, a domain is configured (com.acme). QEMU: 8.2.0. Baseline: dir:../up.
`,
    );
    assert.equal(status, 0);
    assert.deepEqual((await json('check ours', mended)).fixedProblems, [
      { rule: 'downstream/missing-prefix', path: 'event BYE', count: 1 },
    ]);
    const again = await record(mended);
    assert.match(again.stdout, /^Recorded 1 problem \(1 dropped\) in /);
    assert.equal((await json('check ours', again.after)).fixedProblems, undefined);
  });

  test('what cannot be judged now is neither fixed nor dropped', async () => {
    const { after } = await record(TREE);
    const blind = { ...after, 'ours/.qapirc.json': '{ "domains": ["com.acme"], "baseline": "none" }\n' };
    assert.equal((await json('check ours', blind)).fixedProblems, undefined);
    const { written } = await record(blind);
    assert.equal(written[KNOWN], after[KNOWN]);
  });

  test('a part of the roots says nothing about the rest', async () => {
    const { after } = await record(TREE);
    assert.equal((await json('check ours/qga/qapi-schema.json', after)).fixedProblems, undefined);
    for (const path of ['ours/qga/qapi-schema.json', 'ours/qapi/block.json']) {
      const { status, stderr, written } = await qapi(`check ${path} --record`, after);
      assert.match(
        stderr,
        /^qapi: Nothing was recorded\. ours\/\.qapi-known\.json is for all schemas of ours, and ours\/q\w+\/qapi-schema\.json was not checked as a whole\. Name the folder instead\.\n$/,
      );
      assert.deepEqual({ status, written }, { status: 2, written: {} });
    }
  });

  test('what breaks the build is not recorded', async () => {
    const root = "{ 'include': 'block.json' }\n{ 'event': '__com.acme_bye' }\n";
    const { status, written } = await record(tree({ 'ours/qapi/qapi-schema.json': root }));
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(written[KNOWN] ?? '').known, [
      { rule: 'downstream/missing-prefix', path: 'eject: argument secure-erase' },
    ]);
  });

  test('nothing is recorded by settings that are wrong', async () => {
    const { status, stderr, written } = await record(tree({ 'ours/.qapirc.json': '{ "baseline": "dir:../gone" }\n' }));
    assert.match(stderr, /^qapi: Nothing was recorded\. The settings have to be right first: /);
    assert.deepEqual({ status, written }, { status: 2, written: {} });
  });

  test('a list that is broken hides nothing, and is written anew', async () => {
    const { after } = await record(TREE);
    const broken = { ...after, [KNOWN]: (after[KNOWN] as string).replace('    {', '<<<<<<< HEAD\n    {') };
    const { lines } = await json('check ours', broken);
    assert.deepEqual(lines, [
      'ours/.qapi-known.json:5 error config/known-file',
      'ours/qapi/block.json:1 error downstream/missing-prefix',
      'ours/qapi/qapi-schema.json:2 error downstream/missing-prefix',
    ]);
    assert.equal((await record(broken)).after[KNOWN], after[KNOWN]);
  });

  test('a list of a later program is left alone', async () => {
    const { after } = await record(TREE);
    const later = { ...after, [KNOWN]: (after[KNOWN] as string).replace('"version": 1', '"version": 2') };
    const { status, stderr, written } = await record(later);
    assert.equal(stderr, 'qapi: Nothing was recorded. ours/.qapi-known.json was written by a later release of qapi.\n');
    assert.deepEqual({ status, written }, { status: 2, written: {} });
  });

  test('without settings the list stands at the top of the tree', async () => {
    const { written } = await qapi('check a --record', {
      'a/VERSION': '8.2.0\n',
      'a/qapi/qapi-schema.json': "{ 'command': 'x-eject' }\n",
    });
    assert.deepEqual(Object.keys(written), ['a/.qapi-known.json']);
  });
});
