import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../server/src/cli/options.ts';
import type { MemoryHost } from '../helpers/memory-host.ts';
import { qapi } from './qapi.ts';

describe('help', () => {
  test('qapi --help', async () => {
    const { status, stdout } = await qapi('--help');
    assert.equal(
      stdout,
      `qapi understands QEMU's QAPI schemas, and the naming contract of QMP downstreams.

  qapi check [OPTION]... PATH...     Report the problems of schemas and of QMP messages. Each
                                     PATH is the root file of a schema, a file of messages, a
                                     folder to search for both, or - for messages from standard
                                     input.
  qapi diff [OPTION]... BASE [HEAD]  Tell how the API of HEAD differs from that of BASE for
                                     clients, and whether that breaks them. Without a HEAD, it
                                     is the tree in the working directory.
  qapi explain [OPTION]... [RULE]    Say why a rule is one, with examples, and what to do.
                                     Without a RULE, list them all.
  qapi ask [OPTION]... ADDRESS       Ask a running QEMU what it says of its own API.

  --version   Print the version.
  -h, --help  Print this help.

Example: qapi check --rfqdn com.example .
`,
    );
    assert.equal(status, 0);
    assert.deepEqual(await qapi('-h'), await qapi('--help'));
    assert.deepEqual(await qapi('help'), await qapi('--help'));
  });

  test('without any word, help goes where errors go', async () => {
    const { status, stdout, stderr } = await qapi('');
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.equal(stderr, (await qapi('--help')).stdout);
  });

  for (const command of COMMANDS) {
    test(`qapi ${command.name} --help tells of every option, in lines that fit`, async () => {
      const { status, stdout } = await qapi(`${command.name} --help`);
      assert.equal(status, 0);
      assert.equal((await qapi(`help ${command.name}`)).stdout, stdout);
      for (const { name } of command.options) assert.match(stdout, new RegExp(`--${name}\\b`));
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
    });
  }

  test('qapi check --help says what programs have to know', async () => {
    const { stdout } = await qapi('check --help');
    assert.match(stdout, /exit status is 0 if there is no error/);
    assert.match(stdout, /UTF-16 code units/);
  });

  test('qapi --version', async () => {
    const { status, stdout } = await qapi('--version');
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'qapi 1.2.3\n' });
  });
});

describe('wrong usage is told in one line, and has the exit status 2', () => {
  const files = { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n", 'docs/index.rst': 'Hello\n' };
  for (const [command, message] of [
    // Commands.
    ['chekc .', 'There is no command "chekc": did you mean qapi check?'],
    ['frobnicate', 'There is no command "frobnicate". The commands are check, diff, explain and ask.'],
    [
      'qapi/qapi-schema.json',
      'There is no command "qapi/qapi-schema.json". To check a schema: qapi check qapi/qapi-schema.json',
    ],
    ['help chekc', 'There is no command "chekc": did you mean qapi check?'],
    // Options.
    ['check --bsaeline none .', 'qapi check has no option "--bsaeline": did you mean --baseline?'],
    ['check --frobnicate .', 'qapi check has no option "--frobnicate".'],
    ['check -x .', 'qapi check has no option "-x".'],
    ['--fix', '--fix is an option of qapi check, not of qapi.'],
    ['explain --fix', '--fix is an option of qapi check, not of qapi explain.'],
    ['check --fix=yes .', '--fix takes no value.'],
    ['check . --baseline', '--baseline needs a value: --baseline SPEC.'],
    ['check . --baseline --fix', '--baseline needs a value: --baseline SPEC.'],
    ['check . --baseline=', '--baseline needs a value: --baseline SPEC.'],
    // Their values.
    ['check . --format jsno', '--format cannot be "jsno". It is text, json, sarif or github: did you mean json?'],
    [
      'check . --role Downstraem',
      '--role cannot be "Downstraem". It is auto, upstream or downstream: did you mean downstream?',
    ],
    ['check . --color blue', '--color cannot be "blue". It is auto, always or never.'],
    ['check . --qemu-version 8', '--qemu-version: "8" is no version of QEMU. Write it as 8.2 or 8.2.0.'],
    [
      'check . --baseline v8.2.0',
      '--baseline: "v8.2.0" is no baseline. It is one of auto, none, release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit): did you mean "git:v8.2.0"?',
    ],
    [
      'check . --baseline git:--upload-pack=x',
      '--baseline: The baseline "git:--upload-pack=x" is refused: a reference does not begin with "-". It is one of auto, none, release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit).',
    ],
    [
      'check . --rfqdn proxmox.com',
      '--rfqdn: "proxmox.com" is written forward. Domains stand reversed here, as in the names: "com.proxmox".',
    ],
    [
      'check . --rfqdn com.acme --inherited redhat',
      '--inherited: "redhat" is no domain: it is a single word. Write the domain that you own reversed: "com.example".',
    ],
    ['check . --rfqdn __com.acme_', '--rfqdn: Write "com.acme", without the underscores of the prefix.'],
    // Paths.
    [
      'check',
      'Name a PATH to check: the root file of a schema, a file of QMP messages, or a folder such as "." to search for both.',
    ],
    // Sides.
    ['diff', 'Name a BASE to compare with: release:X.Y, git:REF, introspection:FILE or the path of a tree.'],
    ['diff a b c', 'There are two sides: BASE and HEAD.'],
    ['diff . --format xml', '--format cannot be "xml". It is text, json, markdown, sarif or github.'],
    [
      'diff . --fail-on down',
      '--fail-on cannot be "down". It is breaking, downstream or never: did you mean downstream?',
    ],
    ['diff . --root qsd-agent', '--root cannot be "qsd-agent". It is qapi, qga or storage-daemon.'],
    // Rules.
    [
      'explain downstream/missing-prefx',
      'There is no rule "downstream/missing-prefx". Did you mean qapi explain downstream/missing-prefix?',
    ],
    [
      'explain missing-prefix',
      'There is no rule "missing-prefix". Did you mean qapi explain downstream/missing-prefix?',
    ],
    ['explain frobnication', 'There is no rule "frobnication". qapi explain lists them all.'],
    ['explain naming/event-case naming/type-case', 'One RULE at a time.'],
  ] as const) {
    test(`qapi ${command}`, async () => {
      const { status, stdout, stderr } = await qapi(command, files);
      const [first, help, ...rest] = stderr.split('\n');
      assert.equal(first, `qapi: ${message}`);
      assert.match(help ?? '', /^See qapi (check |diff |explain |ask )?--help\.$/);
      assert.deepEqual({ status, stdout, rest }, { status: 2, stdout: '', rest: [''] });
    });
  }
});

describe('paths', () => {
  const files = {
    'tree/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
    'tree/qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n",
    'odd/.qapirc.json': '{ "roots": ["other/*.json"] }\n',
    'odd/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
    'docs/index.rst': 'Hello\n',
    'closed/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
    'loose/one.json': "{ 'include': 'two.json' }\n",
    'loose/two.json': "{ 'command': 'eject' }\n",
    'loose/package.json': '{ "name": "no-schema" }\n',
  };
  const rootsOf = async (command: string): Promise<unknown> =>
    JSON.parse((await qapi(`${command} --format json`, files)).stdout).summary;

  for (const [what, command, summary] of [
    ['a file is a root', 'check tree/qga/qapi-schema.json', { roots: 1, files: 1 }],
    ['a folder is searched', 'check tree', { roots: 2, files: 2 }],
    ['a folder inside of a tree, too', 'check tree/qapi', { roots: 1, files: 1 }],
    [
      'what is named twice is judged once',
      'check tree/qapi tree/qapi/qapi-schema.json ./tree/qapi/',
      { roots: 1, files: 1 },
    ],
    ['schemas at unusual places are told by what they hold', 'check loose', { roots: 1, files: 2 }],
  ] as const) {
    test(what, async () => {
      assert.deepEqual(await rootsOf(command), { ...summary, errors: 0, warnings: 0, information: 0, hints: 0 });
    });
  }

  const looked =
    'Looked for the roots that a .qapirc.json names, for those of a QEMU tree (qapi/qapi-schema.json, qga/qapi-schema.json and the like), for any other .json file that holds QAPI, and for *.qmp, *.qmp.json, *.qmp.jsonl and *.replies.';
  for (const [what, command, message] of [
    ['one that does not exist', 'check nowhere', 'There is no file or folder "nowhere".'],
    [
      'a folder without a root',
      'check docs',
      `There is no schema below "docs", and no file of QMP messages. ${looked}`,
    ],
    [
      'roots that no file matches',
      'check odd',
      `There is no schema below "odd", and no file of QMP messages. ${looked}`,
    ],
    ['one that cannot be read', 'check loose/one.json', '"loose/one.json" cannot be read: permission denied.'],
    ['a folder that cannot be read', 'check closed', 'The folder "closed" cannot be read: permission denied.'],
    ['an empty one', 'check ', 'A PATH is empty.'],
  ] as const) {
    test(what, async () => {
      const prepare = (host: MemoryHost): void => {
        host.lock('/src/loose/one.json', 'permission denied');
        host.close('/src/closed', 'permission denied');
      };
      const { status, stdout, stderr } = await qapi(command, files, { prepare });
      assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: '', stderr: `qapi: ${message}\n` });
    });
  }

  test('what can be read is judged all the same', async () => {
    const { status, stdout, stderr } = await qapi('check nowhere loose', files);
    assert.match(stdout, /^No problems in 1 root \(2 files\)$/m);
    assert.deepEqual({ status, stderr }, { status: 2, stderr: 'qapi: There is no file or folder "nowhere".\n' });
  });

  test('escape sequences in a path do not reach the terminal', async () => {
    const { stderr } = await qapi('check a\x1b[31mb');
    assert.equal(stderr, 'qapi: There is no file or folder "a\\u{1b}[31mb".\n');
  });
});

describe('options go over .qapirc.json', () => {
  const files = {
    '.qapirc.json': '{ "role": "downstream", "domains": ["com.acme"], "baseline": "dir:up", "qemuVersion": "9.0" }\n',
    'ours/qapi/qapi-schema.json': "{ 'command': 'eject' }\n{ 'command': '__com.acme_eject' }\n",
    'up/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
  };
  for (const [command, judged] of [
    ['check ours', 'Role: downstream, as configured. QEMU: 9.0.0. Baseline: dir:up.'],
    ['check ours --qemu-version v8.2', 'Role: downstream, as configured. QEMU: 8.2.0. Baseline: dir:up.'],
    [
      'check ours --baseline none',
      'Role: downstream, as configured. QEMU: 9.0.0. Baseline: none. The baseline is set to none.',
    ],
    ['check ours --role upstream', 'Role: upstream, as configured. QEMU: 9.0.0.'],
    [
      'check ours --role auto --rfqdn com.other --rfqdn com.acme',
      'Role: downstream, a domain is configured (com.other, com.acme). QEMU: 9.0.0. Baseline: dir:up.',
    ],
  ] as const) {
    test(command, async () => {
      const { stdout } = await qapi(command, files);
      assert.equal(/^Role: [\s\S]*?(?=\n(?:[Rq]un|qapi |$))/m.exec(stdout)?.[0].replaceAll('\n', ' '), judged);
    });
  }

  test('the path of a baseline is relative to the working directory, wherever the roots are', async () => {
    const { stdout } = await qapi('check ../ours --baseline dir:.', files, { cwd: '/src/up' });
    assert.match(stdout, /Baseline: dir:\/src\/up\.$/m);
    const answered = { ...files, 'up/q.json': '[ { "name": "0", "meta-type": "object", "members": [] } ]' };
    const program = await qapi('check ../ours --baseline introspection:q.json', answered, { cwd: '/src/up' });
    assert.match(program.stdout, /Baseline: introspection:\/src\/up\/q\.json\.$/m);
  });

  test('--rfqdn takes the place of all domains of the file', async () => {
    const { stdout } = await qapi('check ours --rfqdn com.other', files);
    assert.match(stdout, /:2:15 warning downstream\/foreign-domain$/m);
    assert.doesNotMatch((await qapi('check ours', files)).stdout, /foreign-domain/);
    assert.doesNotMatch(
      (await qapi('check ours --rfqdn com.other --inherited com.acme', files)).stdout,
      /foreign-domain/,
    );
  });
});

describe('a PATH of a file that a root of its tree includes', () => {
  const tree = {
    'ours/qapi/qapi-schema.json':
      "{ 'pragma': { 'command-name-exceptions': ['eject_all'] } }\n{ 'include': 'block.json' }\n{ 'command': 'bad_one' }\n",
    'ours/qapi/block.json': "{ 'command': 'eject_all' }\n{ 'command': 'bad_two' }\n",
  };

  test('is judged within that root, and only its own problems are told', async () => {
    const { stdout } = await qapi('check ours/qapi/block.json --format json', tree);
    const { problems } = JSON.parse(stdout) as { problems: { root: string; file: string; message: string }[] };
    assert.deepEqual(
      problems.map(({ root, file }) => [root, file]),
      [['ours/qapi/qapi-schema.json', 'ours/qapi/block.json']],
    );
    assert.match(problems[0]?.message ?? '', /'bad_two'/);
  });

  test('only its own problems are fixed, too', async () => {
    const { written } = await qapi('check ours/qapi/block.json --fix', tree);
    assert.deepEqual(written, { 'ours/qapi/block.json': "{ 'command': 'eject_all' }\n{ 'command': 'bad-two' }\n" });
  });
});
