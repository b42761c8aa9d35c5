// Files of QMP messages on the command line: what is checked against what, told in every format, fixed, and read as a stream.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { historyFrom } from '../helpers/history.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { schemaFrom } from '../helpers/schema.ts';
import { type Files, qapi, type Setting } from './qapi.ts';

const EJECT = "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }";

const history = await historyFrom({
  '8.2': { 'qapi/qapi-schema.json': EJECT },
  '9.1': { 'qapi/qapi-schema.json': `${EJECT} { 'command': 'stop' } { 'event': 'STOP' }` },
});

const check = (command: string, files: Files, setting: Setting = {}) =>
  qapi(`check ${command}`, files, { history, ...setting });

/** The problems, a line each: place, severity, rule. */
async function problems(command: string, files: Files, setting: Setting = {}): Promise<string[]> {
  const { stdout } = await check(`${command} --hints`, files, setting);
  return stdout.split('\n').filter((line) => /^\S+:\d+:\d+ /.test(line));
}

const bad = '-> { "execute": "eject",\n     "arguments": { "id": "cd", "force": 1 } }\n<- { "return": {} }\n';

describe('qapi check', () => {
  test('tells what is wrong with messages', async () => {
    const { status, stdout, stderr } = await check('a.qmp', { 'a.qmp': bad });
    assert.equal(
      stdout,
      `a.qmp:2:42 error qmp/wrong-type
  Argument 'force' of command 'eject' is true or false, not a number.

  1 | -> { "execute": "eject",
  2 |      "arguments": { "id": "cd", "force": 1 } }
    |                                          ^
  3 | <- { "return": {} }

1 error in 1 file of messages (2 messages)
Checked against release:9.1.
qapi explain qmp/wrong-type says more about that rule.
`,
    );
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  test('is content with good ones', async () => {
    const { status, stdout } = await check('a.qmp.jsonl', {
      'a.qmp.jsonl': '{"execute":"stop"}\n{"execute":"stop"}\n',
    });
    assert.equal(stdout, 'No problems in 1 file of messages (2 messages)\nChecked against release:9.1.\n');
    assert.equal(status, 0);
  });

  test('finds them in folders by their names and by the settings, beside schemas', async () => {
    const stop = '{ "execute": "stpo" }\n';
    const found = await problems('.', {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }",
      'a.qmp': stop,
      'b.qmp.json': stop,
      'tests/c.qmp.jsonl': stop,
      'tests/d.replies': stop,
      'tests/data/e.json': stop,
      'tests/f.json': stop,
      '.qapirc.json': '{ "qmp.files": ["tests/data/*.json"], "severities": { "doc/missing": "off" } }',
    });
    assert.deepEqual(
      found.filter((line) => line.includes('qmp/')),
      ['a.qmp', 'b.qmp.json', 'tests/c.qmp.jsonl', 'tests/d.replies', 'tests/data/e.json'].map(
        (file) => `${file}:1:15 error qmp/unknown-command`,
      ),
    );
  });

  test('knows any other file by its messages, if it is named', async () => {
    for (const name of ['session.log', 'recorded.json']) {
      assert.deepEqual(await problems(name, { [name]: '{"execute": "stpo"}' }), [
        `${name}:1:14 error qmp/unknown-command`,
      ]);
    }
    const { stdout } = await check('events.json', { 'events.json': "{ 'event': 'STOP' }" });
    assert.match(stdout, / in 1 root \(1 file\)\n/);
  });

  test('checks them against the schema of their tree, below qga against that of the guest agent', async () => {
    const tree = {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }",
      'qga/qapi-schema.json': "{ 'command': 'guest-ping' }",
    };
    const stop = '{ "execute": "stop" }';
    assert.deepEqual(await problems('tests/a.qmp', { ...tree, 'tests/a.qmp': stop }), []);
    assert.deepEqual(await problems('qga/a.qmp', { ...tree, 'qga/a.qmp': stop }), [
      'qga/a.qmp:1:15 error qmp/unknown-command',
    ]);
  });

  test('or against what --qmp-target names', async () => {
    const stop = '{ "execute": "stop" }';
    assert.deepEqual(await problems('a.qmp --qmp-target release:8.2', { 'a.qmp': stop }), [
      'a.qmp:1:15 error qmp/unknown-command',
    ]);
    const answer = JSON.stringify(introspectionOf(await schemaFrom({ 'a.json': "{ 'command': 'own' }" })));
    const files = { 'own.json': answer, 'tests/a.qmp': '{ "execute": "own" }' };
    const target = '--qmp-target introspection:own.json';
    assert.deepEqual(await problems(`tests/a.qmp ${target}`, files), []);
    // Relative to the working directory, wherever the messages are.
    const below = { 'here/own.json': answer, 'there/a.qmp': '{ "execute": "own" }' };
    assert.deepEqual(await problems(`../there/a.qmp ${target}`, below, { cwd: '/src/here' }), []);
  });

  test('be that what the storage daemon has answered', async () => {
    const daemon = await schemaFrom({ 'a.json': "{ 'command': 'blockdev-add' } { 'command': 'quit' }" });
    const files = { 'q.json': JSON.stringify(introspectionOf(daemon)), 'a.qmp': '{ "execute": "quit" }' };
    const { status, stdout } = await check('a.qmp --qmp-target introspection:q.json', files);
    assert.equal(stdout, 'No problems in 1 file of messages (1 message)\nChecked against introspection:q.json.\n');
    assert.equal(status, 0);
  });

  test('a target that cannot be had is no success', async () => {
    const files = { 'a.qmp': '{ "execute": "stop" }' };
    const missing = await check('a.qmp --qmp-target introspection:none.json', files);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /^qapi: The target "introspection:none\.json"/);
    const unknown = await check('a.qmp --qmp-target release:99.0', files);
    assert.match(unknown.stderr, /next to it .* Another program is named by introspection:FILE or socket:ADDRESS\./);
    const wrong = await check('a.qmp --qmp-target 8.2', files);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^qapi: --qmp-target: "8\.2" is no target\..* did you mean "release:8\.2"\?/);
  });

  test('takes severities from the settings', async () => {
    const files = { 'a.qmp': bad, '.qapirc.json': '{ "severities": { "qmp/wrong-type": "warning" } }' };
    assert.deepEqual(await problems('a.qmp', files), ['a.qmp:2:42 warning qmp/wrong-type']);
    assert.equal((await check('a.qmp', files)).status, 0);
  });

  test('tells programs the same', async () => {
    const { stdout } = await check('a.qmp --format json', { 'a.qmp': bad });
    assert.deepEqual(JSON.parse(stdout), {
      problems: [
        {
          root: 'a.qmp',
          file: 'a.qmp',
          line: 2,
          column: 42,
          endLine: 2,
          endColumn: 43,
          severity: 'error',
          rule: 'qmp/wrong-type',
          message: "Argument 'force' of command 'eject' is true or false, not a number.",
          path: 'eject: argument force',
          buildBreaking: false,
          fixes: [],
        },
      ],
      summary: {
        roots: 0,
        files: 0,
        errors: 1,
        warnings: 0,
        information: 0,
        hints: 0,
        messageFiles: 1,
        messages: 2,
        untold: 0,
      },
    });
    const sarif = JSON.parse((await check('a.qmp --format sarif', { 'a.qmp': bad })).stdout);
    assert.equal(sarif.runs[0].results[0].ruleId, 'qmp/wrong-type');
    const github = await check('a.qmp --format github', { 'a.qmp': bad });
    assert.match(github.stdout, /^::error .*file=a\.qmp,line=2,/m);
  });

  test('--fix applies what needs no guess, and reads the file again', async () => {
    const files = { 'a.qmp': '{ "execute": "stop", }\n{ execute: "stop" }\n{ "execute": "stpo" }\n' };
    const { stdout, written } = await check('a.qmp --fix', files);
    assert.deepEqual(written, {
      'a.qmp': '{ "execute": "stop" }\n{ "execute": "stop" }\n{ "execute": "stpo" }\n',
    });
    assert.match(stdout, /^Applied 2 fixes, and changed 1 file:\n {2}a\.qmp$/m);
    assert.match(stdout, /^a\.qmp:3:15 error qmp\/unknown-command$/m);
  });

  test('of a file that is not UTF-8 nothing is lost: it is left alone, and the others are fixed', async () => {
    const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
    const mistake = '{ "execute": "stop", }\n';
    const files = { 'a.qmp': bytes(`\xff${mistake}`), 'b.qmp': mistake, 'c.qmp': bytes('\xff{ "execute": "stop" }') };
    const { status, stderr, written } = await check('. --fix', files);
    assert.equal(
      stderr,
      'qapi: "a.qmp" was not fixed. It is not UTF-8 text: to change it would lose what cannot be read.\n',
    );
    assert.deepEqual({ status, written }, { status: 2, written: { 'b.qmp': '{ "execute": "stop" }\n' } });
  });

  test('a string that is not UTF-8 is told where it is not, and the byte between messages that resets the guest agent is fine', async () => {
    const text = '\xff{ "execute": "stop" }\n{ "execute": "stop", "id": "Andr\xe9" }\n';
    const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const { status, stdout } = await check('a.qmp', { 'a.qmp': latin });
    assert.equal(status, 1);
    assert.match(stdout, /^a\.qmp:2:33 error qmp\/json\n {2}This string is not UTF-8/m);
    assert.match(stdout, /^1 error in 1 file of messages \(2 messages\)$/m);
  });

  test('--record is for schemas', async () => {
    const { status, stderr } = await check('a.qmp --record', { 'a.qmp': bad });
    assert.equal(status, 2);
    assert.match(stderr, /^qapi: Nothing was recorded\./);
  });

  test('a file that cannot be read is told', async () => {
    const { status, stderr } = await check(
      'a.qmp b.qmp',
      { 'a.qmp': bad },
      {
        prepare: (host) => host.lock('/src/a.qmp', 'permission denied'),
      },
    );
    assert.equal(status, 2);
    assert.equal(
      stderr,
      'qapi: "a.qmp" cannot be read: permission denied.\nqapi: There is no file or folder "b.qmp".\n',
    );
  });
});

describe('qapi check -', () => {
  test('reads no schema from standard input', async () => {
    const { status, stderr } = await check('-', {}, { stdin: "# A comment\n{ 'command': 'eject' }\n" });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /Standard input holds a schema, and only messages are read from there\. Name the file instead\./,
    );
    const event = await check(
      '-',
      {},
      { stdin: "{'event': 'STOP', 'timestamp': {'seconds': 1, 'microseconds': 2}}\n" },
    );
    assert.equal(event.status, 0);
  });

  test('reads standard input', async () => {
    const { status, stdout } = await check('-', {}, { stdin: bad });
    assert.match(stdout, /^-:2:42 error qmp\/wrong-type\n/);
    assert.equal(status, 1);
  });

  test('does not fix it', async () => {
    const { status, stderr, written } = await check('- --fix', {}, { stdin: '{ "execute": "stop", }' });
    assert.deepEqual({ status, written }, { status: 2, written: {} });
    assert.equal(stderr, 'qapi: Standard input cannot be fixed.\n');
  });
});

describe('a file of more than 4 MB is read as a stream', () => {
  const good = '{"execute": "eject", "arguments": {"id": "cd", "force": true}}\r\n';
  const many = good.repeat(Math.ceil((4.2 * 1024 * 1024) / good.length));
  const lines = many.length / good.length;
  const wrong = '{"execute": "eject", "arguments": {"id": "cd", "force": 1}}\r\n';

  test('and its problems are told at the right places, with the lines around them', async () => {
    const { status, stdout } = await check('a.qmp', { 'a.qmp': `${wrong}${many}${wrong}{"execute": "stop"}\r\n` });
    const place = lines + 2;
    assert.equal(
      stdout,
      `a.qmp:1:57 error qmp/wrong-type
  Argument 'force' of command 'eject' is true or false, not a number.

  1 | {"execute": "eject", "arguments": {"id": "cd", "force": 1}}
    |                                                         ^
  2 | {"execute": "eject", "arguments": {"id": "cd", "force": true}}

a.qmp:${place}:57 error qmp/wrong-type
  Argument 'force' of command 'eject' is true or false, not a number.

  ${place - 1} | {"execute": "eject", "arguments": {"id": "cd", "force": true}}
  ${place} | {"execute": "eject", "arguments": {"id": "cd", "force": 1}}
        |                                                         ^
  ${place + 1} | {"execute": "stop"}

2 errors in 1 file of messages (${lines + 3} messages)
Checked against release:9.1.
qapi explain qmp/wrong-type says more about that rule.
`,
    );
    assert.equal(status, 1);
  });

  test('of many problems the first are told and the others counted', async () => {
    const files = { 'a.qmp': wrong.repeat(1500) + many };
    const { problems, summary } = JSON.parse((await check('a.qmp --format json', files)).stdout);
    assert.equal(problems.length, 1000);
    assert.equal(problems[999].line, 1000);
    assert.deepEqual([summary.errors, summary.untold, summary.messages], [1500, 500, lines + 1500]);
    const { stdout } = await check('a.qmp', files);
    assert.match(stdout, /^1500 errors in 1 file of messages/m);
    assert.match(stdout, /^Of a\.qmp, which is read as a stream, 500 problems more only counted$/m);
  });

  test('one message on one line, however long, is shown around its mistake', async () => {
    const list = Array.from({ length: 300_000 }, (_, index) => `{"a": ${index}}`).join(', ');
    const text = `{"return": [${list}, {"a": 007}]}`;
    const { stdout } = await check('a.qmp', { 'a.qmp': text });
    assert.equal(stdout.split(' ')[0], `a.qmp:1:${text.lastIndexOf('007') + 1}`);
    assert.match(stdout, /\{"a": 299999\}, \{"a": 007\}\]\}\n +\| +\^\^\^\n/);
  });

  test('and is not fixed', async () => {
    const { status, stderr, written } = await check('a.qmp --fix', { 'a.qmp': `${many}{ "execute": "stop", }` });
    assert.deepEqual({ status, written }, { status: 2, written: {} });
    assert.equal(stderr, 'qapi: "a.qmp" is too large to be fixed.\n');
  });
});

test('of a message that is cut off nothing else is told, nor of the reply to it', async () => {
  const cut = [
    '{"execute": "eject", "arguments": {"id": "cd"}, "id": 1}',
    '{"execute": "ejec',
    '{"return": {}, "id": 2}',
    '{"execute": "eject", "arguments": {',
    '{"return": {}, "id": 1}',
    '{"retu',
  ];
  assert.deepEqual(await problems('a.qmp', { 'a.qmp': cut.join('\n') }), [
    'a.qmp:2:13 error qmp/json',
    'a.qmp:4:35 error qmp/json',
    'a.qmp:6:2 error qmp/json',
  ]);
});
