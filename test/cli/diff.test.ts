import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { HistoryError } from '../../server/src/history/data.ts';
import { historyFrom } from '../helpers/history.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { schemaFrom } from '../helpers/schema.ts';
import { type Files, qapi, type Setting } from './qapi.ts';

const OLD = `{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' }, 'returns': 'Tray' }
{ 'struct': 'Tray', 'data': { 'open': 'bool', 'kind': 'Kind', '*x-age': 'int' } }
{ 'enum': 'Kind', 'data': [ 'cd', 'dvd' ] }
{ 'command': 'change', 'features': [ 'deprecated' ] }
{ 'event': 'TRAY_MOVED', 'data': 'Tray' }
`;
const NEW = `{ 'include': 'tray.json' }
{ 'command': 'eject', 'data': { 'id': 'str', 'force': 'bool' }, 'returns': 'Tray', 'allow-oob': true }
{ 'command': 'tray-open' } { 'event': 'TRAY_JAMMED' } { 'event': 'TRAY_MOVED', 'data': 'Tray' }
`;
const NEW_TRAY = `{ 'struct': 'Tray', 'data': { 'open': 'bool', 'kind': 'Kind', '*since': 'int' } }
{ 'enum': 'Kind', 'data': [ 'cd', 'dvd', 'bd' ] }
`;

/** Two trees of which the newer has a further program. */
const TREES: Files = {
  'old/qapi/qapi-schema.json': OLD,
  'old/qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n",
  'new/qapi/qapi-schema.json': NEW,
  'new/qapi/tray.json': NEW_TRAY,
  'new/qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n",
  'new/storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/qapi-schema.json' }\n",
};

describe('the report for people', () => {
  test('says what came and went, then what has changed, the worst first', async () => {
    const { status, stdout, stderr } = await qapi('diff old new', TREES);
    assert.equal(
      stdout,
      `qapi, the system emulator

Gone commands: change (deprecated before)
New commands: tray-open
New events: TRAY_JAMMED

eject
  breaking    argument force is mandatory now, and was optional (sent). Clients that leave it out
              are refused.
  risky       value bd of returned member kind is new (received). Clients may receive a value that
              they do not know.
  unstable    returned member x-age is gone, and was optional (received). Clients that read it no
              longer find it.
  compatible  it can be executed out of band now.
  compatible  returned member since is new, and optional (received).

storage-daemon, the storage daemon: only HEAD has it.

Changes: 2 breaking, 1 risky, 1 unstable, 4 compatible
`,
    );
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  test('is quiet where nothing differs', async () => {
    const { status, stdout } = await qapi('diff old new --root qga', TREES);
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'No client can tell old and new apart.\n' });
  });

  test('takes the working directory where there is no other side', async () => {
    const { stdout } = await qapi('diff ../old --root qga', TREES, { cwd: '/src/new' });
    assert.equal(stdout, 'No client can tell ../old and dir:. apart.\n');
  });

  test('tells what programs share once', async () => {
    const shared = { 'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/qapi-schema.json' }\n" };
    const below = (tree: string, files: Files): Files =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${tree}/${path}`, text]));
    const { stdout } = await qapi('diff a b', {
      ...below('a', { ...shared, 'qapi/qapi-schema.json': "{ 'command': 'stop' }\n" }),
      ...below('b', { ...shared, 'qapi/qapi-schema.json': "{ 'command': 'stop' } { 'command': 'cont' }\n" }),
    });
    assert.equal(
      stdout,
      `qapi, the system emulator

New commands: cont

storage-daemon, the storage daemon

1 change that another program has too: see above.

Changes: 0 breaking, 0 risky, 0 unstable, 1 compatible
`,
    );
  });

  test('tells once what is the same in several types', async () => {
    const { stdout } = await qapi('diff a.json b.json', {
      'a.json': unionWith(''),
      'b.json': unionWith("'*n': 'int'"),
    });
    assert.equal(
      stdout,
      `foo
  compatible  argument n is new, and optional (sent, 2 times).

Changes: 0 breaking, 0 risky, 0 unstable, 2 compatible
`,
    );
  });

  test('has colours where check has them, and nothing in it that a terminal obeys', async () => {
    const { stdout } = await qapi('diff old new --color always', TREES);
    assert.ok(stdout.includes('\x1b[31mbreaking    \x1b[39margument force'), stdout);
    const hostile = "{ 'command': 'a\x1b[2Jb', 'data': { 'x\x1b[2Jy': 'int' } }\n";
    const evil = await qapi('diff a.json b.json', { 'a.json': hostile.replace('int', 'str'), 'b.json': hostile });
    assert.doesNotMatch(evil.stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.match(evil.stdout, /^a␛\[2Jb$/m);
  });

  test('warns where a side cannot be read as a whole', async () => {
    const { status, stdout, stderr } = await qapi('diff a.json b.json', {
      'a.json': "{ 'command': 'stop' }\n{ 'command': 'cont' }\n",
      'b.json': "{ 'command': 'stop' }\n{ command }\n",
    });
    assert.equal(stderr, 'qapi: b.json:2:3: not all of this file can be read as a schema; qapi check tells why.\n');
    assert.match(stdout, /^Gone commands: cont$/m);
    assert.equal(status, 1);
  });
});

function unionWith(member: string): string {
  return `{ 'command': 'foo', 'data': 'U', 'boxed': true } { 'enum': 'K', 'data': [ 'a', 'b' ] }
    { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'a': 'A', 'b': 'B' } }
    { 'struct': 'A', 'data': { ${member} } } { 'struct': 'B', 'data': { ${member} } }`;
}

describe('a side', () => {
  const old = "{ 'command': 'stop' }\n";
  const both = "{ 'command': 'stop' }\n{ 'command': 'cont' }\n";
  const told = async (command: string, files: Files, setting: Setting = {}): Promise<string> => {
    const { stdout, stderr } = await qapi(command, files, setting);
    return /^(?:New|Gone) .*$/m.exec(stdout)?.[0] ?? stdout + stderr;
  };

  test('is a reference of the repository of the working directory', async () => {
    const git = { top: '/src', tags: { v1: { 'qapi-schema.json': old }, v2: { 'qapi/qapi-schema.json': both } } };
    assert.equal(await told('diff git:v1 git:v2', {}, { git }), 'New commands: cont');
    assert.equal(await told('diff git:v2', { 'qapi/qapi-schema.json': old }, { git }), 'Gone commands: cont');
    assert.equal(
      await told('diff git:v3', { 'qapi/qapi-schema.json': old }, { git }),
      'qapi: The repository has no reference "v3" for BASE. Fetch it with: git fetch origin v3\n',
    );
  });

  test('is a release of upstream', async () => {
    const history = await historyFrom({ '8.1': old, '8.2': both });
    assert.equal(await told('diff release:8.1 release:8.2', {}, { history }), 'New commands: cont');
    assert.match(
      await told('diff release:8.1 release:9.9', {}, { history }),
      /^qapi: HEAD "release:9\.9" is not among the releases known here/,
    );
  });

  test('is what a program says of itself, beside a tree or another program', async () => {
    const answer = async (text: string): Promise<string> =>
      JSON.stringify({ return: introspectionOf(await schemaFrom({ 'qapi-schema.json': text })) });
    const status = "{ 'command': 'query-status' }\n";
    const files = {
      'a.json': await answer(old + status),
      'b.json': await answer(both + status),
      'qapi/qapi-schema.json': old + status,
    };
    assert.equal(await told('diff introspection:a.json introspection:b.json', files), 'New commands: cont');
    assert.equal(await told('diff introspection:b.json .', files), 'Gone commands: cont');
  });

  test('is not blamed for what an answer of query-qmp-schema does not tell', async () => {
    const rich = `{ 'command': 'query-status', 'allow-preconfig': true, 'if': 'CONFIG_X',
      'data': { 'a': 'uint8', 'b': { 'type': 'number', 'if': 'CONFIG_X' } } }\n`;
    const answer = introspectionOf(await schemaFrom({ 'qapi-schema.json': rich }));
    const files = { 'a.json': JSON.stringify(answer), 'qapi-schema.json': rich };
    const { stdout } = await qapi('diff introspection:a.json .', files);
    assert.match(
      stdout,
      /^No client can tell introspection:a\.json and \. apart\.\nAn answer of query-qmp-schema tells/,
    );
    const more = {
      ...files,
      'qapi-schema.json': rich.replace('number', 'int').replace("'if'", "'allow-oob': true, 'if'"),
    };
    const { changes } = JSON.parse((await qapi('diff introspection:a.json . --format json', more)).stdout);
    assert.deepEqual(
      changes.map(({ kind, path }: Record<string, string>) => `${kind} ${path}`),
      ['flag-gained query-status: flag allow-oob', 'type-narrowed query-status: argument b'],
    );
  });

  test('is a file, whatever its name', async () => {
    const files = { 'a.json': old, 'tree/qapi/qapi-schema.json': both, 'tree/b.json': both };
    assert.equal(await told('diff a.json tree/b.json', files), 'New commands: cont');
    assert.equal(await told('diff a.json tree/qapi/qapi-schema.json', files), 'New commands: cont');
    assert.equal(await told('diff a.json tree --root qapi', files), 'New commands: cont');
    assert.equal(await told('diff tree/qapi/qapi-schema.json a.json', files), 'Gone commands: cont');
  });

  for (const [command, message] of [
    [
      'diff v8.2.0 .',
      'There is no file or folder "v8.2.0". To name a release of upstream, write release:8.2; to name a tag of the repository, git:v8.2.0.',
    ],
    [
      'diff master .',
      'There is no file or folder "master". To name a tag, branch or commit of the repository, write git:master.',
    ],
    ['diff ../master .', 'There is no file or folder "../master".'],
    ['diff . dir:none', 'HEAD "dir:none" does not exist: there is no /src/none. The path is relative to /src.'],
    [
      'diff . docs',
      'HEAD "dir:docs" has no qapi/qapi-schema.json, nor any other root of QEMU. Name the top folder of an upstream tree, or the schema file itself.',
    ],
    [
      'diff . other',
      'HEAD "dir:other" has no qapi/qapi-schema.json, so there is nothing to compare with. BASE "dir:." has no qga/qapi-schema.json, so there is nothing to compare with.',
    ],
    [
      'diff git:-x .',
      'BASE "git:-x" is refused: a reference does not begin with "-". It is one of release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit); a PATH alone stands for dir:PATH.',
    ],
    [
      'diff other odd.json',
      'BASE "dir:other" has no odd.json, so there is nothing to compare with. To compare the file with the schema of a program, name it: --root qapi, qga or storage-daemon.',
    ],
    ['diff odd.json notes.json', 'HEAD "notes.json" holds no schema.'],
    [
      'diff answer.json .',
      'BASE "answer.json" holds no schema. It looks like an answer of query-qmp-schema: write introspection:answer.json.',
    ],
    ['diff . broken', 'HEAD dir:broken cannot be read completely: gone.json: it does not exist.'],
  ] as const) {
    test(`cannot be read: qapi ${command}`, async () => {
      const outcome = await qapi(command, {
        'qapi/qapi-schema.json': old,
        'docs/index.rst': '',
        'odd.json': old,
        'notes.json': '[ "a list" ]',
        'answer.json': '{ "return": [ { "name": "0", "meta-type": "object", "members": [] } ] }',
        'other/qga/qapi-schema.json': old,
        'broken/qapi/qapi-schema.json': "{ 'include': 'gone.json' }\n",
      });
      assert.deepEqual(
        { status: outcome.status, stdout: outcome.stdout, stderr: outcome.stderr.replace(/^qapi: /, '') },
        { status: 2, stdout: '', stderr: `${message}\n` },
      );
    });
  }

  test('is told of while it is read, to those who have to wait', async () => {
    const files = { 'a/qapi/qapi-schema.json': old, 'b/qapi/qapi-schema.json': both };
    const { stderr } = await qapi('diff a b', files, { slow: true });
    assert.equal(stderr, 'Reading a ...\nReading b ...\nComparing the system emulator ...\n');
    assert.equal((await qapi('diff a b', files)).stderr, '');
  });
});

describe('the exit status', () => {
  const files = {
    'old.json': "{ 'command': 'stop' }\n",
    'more.json': "{ 'command': 'stop' }\n{ 'command': 'cont' }\n",
    'ours.json': "{ 'command': 'stop' }\n{ 'command': '__com.acme_cont', 'data': { 'x': 'int' } }\n",
    'narrow.json': "{ 'command': 'stop', 'data': { 'force': 'bool' } }\n",
    'wide.json': "{ 'command': 'stop', 'data': { '*force': 'bool' } }\n",
  };
  for (const [words, status] of [
    ['old.json more.json', 0],
    ['more.json old.json', 1],
    ['more.json old.json --fail-on breaking', 1],
    ['more.json old.json --fail-on never', 0],
    ['old.json more.json --fail-on downstream', 1],
    ['old.json ours.json --fail-on downstream', 0],
    ['more.json old.json --fail-on downstream', 1],
    ['old.json more.json --format json --fail-on downstream', 1],
    ['narrow.json wide.json --fail-on downstream', 0],
    ['narrow.json wide.json --fail-on downstream --profile strict', 1],
    ['narrow.json wide.json --profile strict', 2],
  ] as const) {
    test(`is ${status} for qapi diff ${words}`, async () => {
      assert.equal((await qapi(`diff ${words}`, files)).status, status);
    });
  }

  test('comes with what a downstream may not do', async () => {
    const { stdout } = await qapi('diff old.json more.json --fail-on downstream', files);
    assert.equal(
      stdout,
      `New commands: cont

As a downstream of old.json:
  error       Command 'cont' is not in the upstream schema, and clients can send it. Names that a
              downstream adds begin with '__RFQDN_', the reversed domain that you control.
              (downstream/missing-prefix)

Changes: 0 breaking, 0 risky, 0 unstable, 1 compatible
As a downstream: 1 error, 0 warnings, 0 backports
`,
    );
    const wide = await qapi('diff narrow.json wide.json --fail-on downstream', files);
    assert.match(wide.stdout, /^ {2}warning {5}Upstream refuses commands without this/m);
    assert.match(wide.stdout, /^As a downstream: 0 errors, 1 warning, 0 backports$/m);
    const fine = await qapi('diff old.json ours.json --fail-on downstream', files);
    assert.match(fine.stdout, /^A downstream of old\.json may do all this\.$/m);
  });
});

test('the report for programs is one object, and nothing else', async () => {
  const { status, stdout, stderr } = await qapi('diff old.json new.json --format json', {
    'old.json': "{ 'command': 'eject', 'data': { '*force': 'int' } }\n",
    'new.json': "\n{ 'command': 'eject', 'data': { '*force': 'str' } }\n",
  });
  assert.equal(
    stdout,
    `{
  "version": 1,
  "base": "old.json",
  "head": "new.json",
  "roots": [
    {
      "changes": 1
    }
  ],
  "changes": [
    {
      "kind": "type-changed",
      "path": "eject: argument force",
      "direction": "send",
      "verdict": "breaking",
      "reason": "What clients send may be refused.",
      "unstable": false,
      "words": "argument force has another type: string, and was int",
      "was": "int",
      "is": "string",
      "base": {
        "file": "old.json",
        "line": 1,
        "column": 44
      },
      "head": {
        "file": "new.json",
        "line": 2,
        "column": 44
      }
    }
  ],
  "summary": {
    "breaking": 1,
    "risky": 0,
    "unstable": 0,
    "compatible": 0
  }
}
`,
  );
  assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
});

describe('the report for programs', () => {
  const json = async (command: string, files: Files, setting: Setting = {}) =>
    JSON.parse((await qapi(`${command} --format json`, files, setting)).stdout);

  test('tells of each program, of what is gone, of flags and names', async () => {
    const { roots, changes, summary } = await json('diff old new', TREES);
    assert.deepEqual(roots, [
      { root: 'qapi', changes: 8 },
      { root: 'qga', changes: 0 },
      { root: 'storage-daemon', onlyIn: 'head', changes: 0 },
    ]);
    assert.deepEqual(summary, { breaking: 2, risky: 1, unstable: 1, compatible: 4 });
    const of = (kind: string) => changes.find((change: { kind: string }) => change.kind === kind);
    assert.deepEqual(of('command-removed'), {
      root: 'qapi',
      kind: 'command-removed',
      path: 'command change',
      direction: 'send',
      verdict: 'breaking',
      reason: 'Clients that use the command fail.',
      unstable: false,
      wasDeprecated: true,
      words: 'command change is gone',
      name: 'change',
      base: { file: 'old/qapi/qapi-schema.json', line: 4, column: 15 },
    });
    assert.equal(of('flag-gained').flag, 'allow-oob');
    assert.deepEqual(of('value-added').head, { file: 'new/qapi/tray.json', line: 2, column: 43 });
    assert.equal(of('optional-member-removed').verdict, 'unstable');
  });

  test('tells of places that somebody can go to: in trees and commits, but not in texts of ours', async () => {
    const git = { top: '/src', tags: { v1: { 'qapi-schema.json': OLD } } };
    const history = await historyFrom({ '8.1': OLD });
    const places = async (base: string) =>
      (await json(`diff ${base} --root qapi`, { 'qapi/qapi-schema.json': '\n' }, { git, history })).changes[0].base;
    assert.deepEqual(await places('git:v1'), {
      file: 'git:0000000000000000000000000000000000000001:/qapi-schema.json',
      line: 1,
      column: 15,
    });
    assert.deepEqual(await places('release:8.1'), { file: 'release:8.1:/qapi/qapi-schema.json' });
  });

  test('tells what is wrong for a downstream, if that is asked', async () => {
    const files = {
      'old.json': "{ 'command': 'stop' }\n{ 'command': 'gone' }\n",
      'new.json': "{ 'command': 'stop' }\n{ 'command': 'cont' }\n{ 'command': '__com.acme_x' }\n",
    };
    const { changes, faults, summary } = await json('diff old.json new.json --fail-on downstream', files);
    assert.deepEqual(
      changes.map(({ name, fault }: { name: string; fault: string | undefined }) => [name, fault]),
      [
        ['cont', 'downstream/missing-prefix'],
        ['__com.acme_x', undefined],
        ['gone', 'contract/command-removed'],
      ],
    );
    assert.deepEqual(
      faults.map(({ rule, severity, path, head }: Record<string, unknown>) => [rule, severity, path, head]),
      [
        ['contract/command-removed', 'error', 'command gone', { file: 'new.json', line: 1, column: 15 }],
        ['downstream/missing-prefix', 'error', 'command cont', { file: 'new.json', line: 2, column: 15 }],
      ],
    );
    assert.deepEqual([summary.errors, summary.warnings, summary.backports], [2, 0, 0]);
  });
});

const RELEASES = {
  '8.2': "{ 'command': 'stop' }\n",
  '9.0': "{ 'command': 'stop' }\n",
  '9.1': "{ 'command': 'stop' } { 'command': 'cont', 'data': { '*quick': 'bool' } }\n",
};
/** A downstream of 8.2, with a command from 9.1. */
const BACKPORT = {
  VERSION: '8.2.3\n',
  'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'cont', 'data': { '*quick': 'bool' } }\n",
};

describe('as a downstream', () => {
  test('what another release of upstream has is no fault, and told as what it is', async () => {
    const history = await historyFrom(RELEASES);
    const { status, stdout } = await qapi('diff release:8.2 . --fail-on downstream', BACKPORT, { history });
    assert.equal(
      stdout,
      `New commands: cont (upstream since 9.1)

A downstream of release:8.2 may do all this.

Changes: 0 breaking, 0 risky, 0 unstable, 1 compatible
As a downstream: 0 errors, 0 warnings, 1 backport
`,
    );
    assert.equal(status, 0);
    const { changes } = JSON.parse(
      (await qapi('diff release:8.2 . --fail-on downstream --format json', BACKPORT, { history })).stdout,
    );
    assert.equal(changes[0].upstream, '9.1');
    const markdown = await qapi('diff release:8.2 . --fail-on downstream --format markdown', BACKPORT, { history });
    assert.match(markdown.stdout, /^- command `cont` \(upstream since 9\.1\)$/m);
    assert.match(markdown.stdout, /^A downstream may do all this: 0 errors, 0 warnings, 1 backport\.$/m);
  });

  test('a commit has its own VERSION, and so has a release; a tree without one is compared with BASE only, a program is based on it', async () => {
    const history = await historyFrom(RELEASES);
    const git = { top: '/src', tags: { ours: BACKPORT } };
    const counts = async (head: string, files: Files = {}): Promise<string | undefined> => {
      const { stdout } = await qapi(`diff release:8.2 ${head} --fail-on downstream`, files, { history, git });
      return /^As a downstream: (.*)$/m.exec(stdout)?.[1];
    };
    assert.equal(await counts('git:ours'), '0 errors, 0 warnings, 1 backport');
    assert.equal(await counts('release:9.1'), '0 errors, 0 warnings, 1 backport');
    const { VERSION, ...bare } = BACKPORT;
    assert.equal(await counts('.', bare), '1 error, 0 warnings, 0 backports');
    const answer = introspectionOf(await schemaFrom(bare));
    const files = { 'ours.json': JSON.stringify(answer) };
    assert.equal(await counts('introspection:ours.json --root qapi', files), '0 errors, 0 warnings, 1 backport');
  });

  test('a history that cannot be read is told, and all is judged without', async () => {
    const history = (): never => {
      throw new HistoryError('It is damaged.');
    };
    const { status, stdout, stderr } = await qapi(
      'diff dir:up . --fail-on downstream',
      { ...BACKPORT, 'up/qapi/qapi-schema.json': RELEASES['8.2'] },
      { prepare: (host) => Object.assign(host, { history }) },
    );
    assert.equal(stderr, 'qapi: It is damaged. What was taken from other releases is told like any addition.\n');
    assert.match(stdout, /^As a downstream: 1 error, 0 warnings, 0 backports$/m);
    assert.equal(status, 1);
  });

  test('what programs share is told once, and what is the same in several types as well', async () => {
    const shared = { 'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/qapi-schema.json' }\n" };
    const tree = (name: string, text: string): Files => ({
      [`${name}/qapi/qapi-schema.json`]: text,
      [`${name}/storage-daemon/qapi/qapi-schema.json`]: shared['storage-daemon/qapi/qapi-schema.json'],
    });
    const files = { ...tree('a', unionWith("'*n': 'int'")), ...tree('b', unionWith('')) };
    const { changes, faults } = JSON.parse((await qapi('diff a b --fail-on downstream --format json', files)).stdout);
    assert.deepEqual(
      changes.map(({ fault }: { fault: string }) => fault),
      Array(4).fill('contract/argument-removed'),
    );
    assert.equal(faults.length, 2);
  });
});

test('the guide and the help tell of every key of the report for programs', async () => {
  const reports = await Promise.all([
    qapi('diff old new --format json', TREES),
    qapi('diff new old --format json --fail-on downstream', TREES),
    qapi('diff release:8.2 . --format json --fail-on downstream', BACKPORT, { history: await historyFrom(RELEASES) }),
    qapi('diff a.json b.json --format json', {
      'a.json': "{ 'command': 'stop', 'data': { 'a': 'int' } }\n",
      'b.json': "{ 'command': 'stop', 'data': { 'a': 'str' } }\n",
    }),
  ]);
  const keys = new Set<string>();
  for (const { stdout } of reports) {
    for (const [, key = ''] of stdout.matchAll(/^ *"([^"]+)":/gm)) keys.add(key);
  }
  assert.ok(keys.size > 25);
  const guide = readFileSync(new URL('../../docs/guides/diff.md', import.meta.url), 'utf8');
  const { stdout: help } = await qapi('diff --help');
  for (const key of keys) {
    assert.ok(guide.includes(`\`${key}\``), `the guide does not tell of ${key}`);
    assert.match(help, new RegExp(`\\b${key}\\b`));
  }
});

describe('the report as Markdown', () => {
  test('has headings, a table and lists', async () => {
    const { status, stdout } = await qapi('diff old new --format markdown', TREES);
    assert.equal(
      stdout,
      `## The API from \`old\` to \`new\`

| breaking | risky | unstable | compatible |
| ---: | ---: | ---: | ---: |
| 2 | 1 | 1 | 4 |

### \`qapi\`, the system emulator

#### Gone

- command \`change\` (deprecated before)

#### New

- command \`tray-open\`
- event \`TRAY_JAMMED\`

#### Changed

- \`eject\`
  - **breaking**: argument \`force\` is mandatory now, and was optional (sent). Clients that leave it out are refused.
  - **risky**: value \`bd\` of returned member \`kind\` is new (received). Clients may receive a value that they do not know.
  - **unstable**: returned member \`x-age\` is gone, and was optional (received). Clients that read it no longer find it.
  - it can be executed out of band now.
  - returned member \`since\` is new, and optional (received).

### \`storage-daemon\`, the storage daemon

Only \`new\` has it.
`,
    );
    assert.equal(status, 1);
  });

  test('says so where nothing differs', async () => {
    const { stdout } = await qapi('diff old new --format markdown --root qga', TREES);
    assert.equal(stdout, '## The API from `old` to `new`\n\nNo client can tell the two apart.\n');
  });

  test('is not broken by names', async () => {
    const name = 'a|b_c`d*e_<b>';
    const { stdout } = await qapi('diff a.json b.json --format markdown --fail-on downstream', {
      'a.json': "{ 'command': 'stop' }\n",
      'b.json': `{ 'command': 'stop', 'data': { '*${name}': 'int' } }\n`,
    });
    assert.ok(stdout.includes(`  - argument \`\`${name}\`\` is new, and optional (sent).\n`), stdout);
    assert.ok(
      stdout.includes(
        "\n- **error**: Argument 'a|b_c\\`d\\*e\\_\\<b>' of command 'stop' is not in the upstream schema",
      ),
      stdout,
    );
  });
});
