import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import { looksLikeQapi } from '../../server/src/syntax/recognise.ts';
import type { ProgramError, ProgramReply } from '../../server/src/workspace/host.ts';
import { askProgram, programAnswer } from '../../server/src/workspace/program.ts';
import { parseAddress } from '../../server/src/workspace/program-address.ts';
import { ENTRIES } from '../helpers/fake-program.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const QEMU: ProgramReply = {
  ok: true,
  version: { qemu: { major: 7, minor: 2, micro: 22 }, package: 'Acme 7.2-1' },
  entries: ENTRIES,
};

describe('an address', () => {
  test('is the path of a socket, or a port of this machine', () => {
    assert.deepEqual(parseAddress('build/qmp.sock'), { kind: 'unix', path: 'build/qmp.sock' });
    assert.deepEqual(parseAddress('/run/a:1/qmp:2.sock'), { kind: 'unix', path: '/run/a:1/qmp:2.sock' });
    assert.deepEqual(parseAddress('./localhost:1'), { kind: 'unix', path: './localhost:1' });
    assert.deepEqual(parseAddress('localhost:4444'), { kind: 'port', host: 'localhost', port: 4444 });
    assert.deepEqual(parseAddress('LocalHost:4444'), { kind: 'port', host: 'localhost', port: 4444 });
    assert.deepEqual(parseAddress('127.0.0.1:1'), { kind: 'port', host: '127.0.0.1', port: 1 });
    assert.deepEqual(parseAddress('[::1]:65535'), { kind: 'port', host: '::1', port: 65535 });
  });

  const WRONG: readonly (readonly [address: string, message: string])[] = [
    [' ', 'There is no address.'],
    ['a\nb', 'The address "a\\u{a}b" has a control character in it.'],
    ['example.com:4444', '"example.com" is not this machine, and no other one is asked'],
    ['10.0.0.1:4444', '"10.0.0.1" is not this machine'],
    ['127.0.0.1.example.com:1', '"127.0.0.1.example.com" is not this machine'],
    ['[::2]:4444', '"[::2]" is not this machine'],
    ['[localhost.example.com]:4444', '"[localhost.example.com]" is not this machine'],
    ['0.0.0.0:4444', '"0.0.0.0" is not this machine'],
    ['::1:4444', 'Write [::1]:4444 for "::1:4444".'],
    [':4444', '":4444" names no machine. Write localhost:4444.'],
    ['localhost:0', '"localhost:0" has no port from 1 to 65535.'],
    ['localhost:65536', '"localhost:65536" has no port from 1 to 65535.'],
    ['unix:/run/q.sock,server=on,wait=off', "is what QEMU's option -qmp takes. Write /run/q.sock."],
    ['tcp:localhost:4444,server=on', "is what QEMU's option -qmp takes. Write localhost:4444."],
    ['tcp:example.com:4444', `"tcp:example.com:4444" is what QEMU's option -qmp takes. An address is`],
  ];
  for (const [address, message] of WRONG) {
    test(`${JSON.stringify(address)} is none: that is said, and what one looks like`, () => {
      const spec = parseAddress(address);
      assert.ok(spec.kind === 'invalid', spec.kind);
      assert.ok(spec.message.includes(message), spec.message);
      assert.match(spec.message, /An address is the path of a unix socket, or a port of this machine: localhost:4444/);
    });
  }
});

describe('a running program is asked', () => {
  const host = memoryHost({}, undefined, undefined, undefined, { '/src/build/qmp.sock': QEMU, 'localhost:4444': QEMU });

  test('and its answer is a file, an entry a line, that is the same for everybody', async () => {
    assert.deepEqual(await askProgram(host, 'build/qmp.sock', '/src', '/src'), {
      ok: true,
      summary: 'QEMU 7.2.22 (Acme 7.2-1): 1 command, 1 event',
      text: `{
  "about": "What a running program says of its own API, the answer of query-qmp-schema. Written by \\"qapi ask\\", or \\"QAPI: Ask a Running QEMU for Its API\\"; ask again after an update.",
  "version": 1,
  "socket": "build/qmp.sock",
  "program": {"qemu":{"major":7,"minor":2,"micro":22},"package":"Acme 7.2-1"},
  "return": [
    {"name":"stop","ret-type":"0","meta-type":"command","arg-type":"0"},
    {"name":"STOP","meta-type":"event","arg-type":"0"},
    {"name":"0","members":[],"meta-type":"object"}
  ]
}
`,
    });
  });

  test('and the file names a socket relative to its own folder, wherever it was asked from', async () => {
    const socketIn = async (address: string, folder: string, keptIn: string): Promise<unknown> => {
      const outcome = await askProgram(host, address, folder, keptIn);
      return outcome.ok ? JSON.parse(outcome.text).socket : outcome.problem;
    };
    assert.equal(await socketIn('../build/qmp.sock', '/src/tests', '/src'), 'build/qmp.sock');
    assert.equal(await socketIn('/src/build/qmp.sock', '/src', '/src'), 'build/qmp.sock');
    assert.equal(await socketIn('build/qmp.sock', '/src', '/src/tests'), '/src/build/qmp.sock');
    assert.equal(await socketIn('localhost:4444', '/src', '/src'), 'localhost:4444');
  });

  test('and the file is what introspection:FILE reads, and no schema of a tree', async () => {
    const outcome = await askProgram(host, 'localhost:4444', '/src', '/src');
    const text = outcome.ok ? outcome.text : '';
    assert.equal(readIntrospection('x', text).kind, 'schema');
    assert.equal(looksLikeQapi(text), false);
  });

  test('and what makes no sense is not kept', async () => {
    const odd = memoryHost({}, undefined, undefined, undefined, {
      'localhost:1': { ...QEMU, entries: [{ name: 'stop', 'meta-type': 'command', 'arg-type': '1' }] },
      'localhost:2': { ...QEMU, entries: [] },
    });
    assert.deepEqual(await askProgram(odd, 'localhost:1', '/', '/'), {
      ok: false,
      cancelled: false,
      problem:
        'What QEMU 7.2.22 (Acme 7.2-1) at "localhost:1" says of its API makes no sense: The command "stop" lacks the string "ret-type".',
    });
    assert.match(JSON.stringify(await askProgram(odd, 'localhost:2', '/', '/')), /no list of objects/);
  });

  test('never without trust, and never on another machine', async () => {
    const untrusted = await askProgram(memoryHost({}), 'localhost:4444', '/', '/');
    assert.match(untrusted.ok ? '' : untrusted.problem, /not trusted/);
    const elsewhere = await askProgram(host, 'example.com:4444', '/', '/');
    assert.match(elsewhere.ok ? '' : elsewhere.problem, /not this machine/);
  });

  const PROBLEMS: readonly (readonly [error: ProgramError, problem: RegExp])[] = [
    [{ kind: 'no-socket', detail: '' }, /^"q\.sock" is no socket: another kind of file stands there\.$/],
    [{ kind: 'denied', detail: '' }, /^You may not connect to "q\.sock"/],
    [{ kind: 'refused', detail: '' }, /^Nobody listens at "q\.sock"/],
    [{ kind: 'silent', detail: '5 seconds' }, /says nothing: 5 seconds .*one client at a time.*A guest agent/],
    [{ kind: 'no-greeting', detail: 'HTTP/1.1' }, /does not speak QMP\. .* but says "HTTP\/1\.1"\.$/],
    [{ kind: 'closed', detail: 'its answer' }, /has closed the connection before its answer was complete\.$/],
    [{ kind: 'no-json', detail: 'qemu: fatal' }, /no JSON: "qemu: fatal"\.$/],
    [{ kind: 'no-answer', detail: '{}' }, /no answer: "\{\}"\.$/],
    [
      { kind: 'error', detail: 'query-qmp-schema: not found' },
      /refuses: query-qmp-schema: not found\. .* since 2\.5\.$/,
    ],
    [{ kind: 'too-long', detail: '30 seconds' }, /did not answer within 30 seconds\./],
    [{ kind: 'too-large', detail: '64 MB' }, /said more than 64 MB/],
    [{ kind: 'failed', detail: 'connect EMFILE' }, /^"q\.sock" cannot be connected to: connect EMFILE\.$/],
  ];
  for (const [error, expected] of PROBLEMS) {
    test(`and may fail: ${error.kind}`, async () => {
      const failing = memoryHost({}, undefined, undefined, undefined, { '/src/q.sock': { ok: false, error } });
      const outcome = await askProgram(failing, 'q.sock', '/src', '/src');
      assert.match(outcome.ok ? '' : outcome.problem, expected);
    });
  }

  test('and may not be there: how it would be', async () => {
    const problemAt = async (address: string): Promise<string> => {
      const outcome = await askProgram(host, address, '/src', '/src');
      return outcome.ok ? '' : outcome.problem;
    };
    assert.match(await problemAt('q.sock'), /^There is no socket \/src\/q\.sock\. QEMU makes it .* -qmp unix:PATH/);
    assert.match(await problemAt('4444'), /To name a port, write localhost:4444\.$/);
    assert.match(await problemAt('~/q.sock'), /A ~ is not replaced by your home directory/);
  });

  test('until the user gives up', async () => {
    const outcome = await askProgram(host, 'localhost:4444', '/', '/', AbortSignal.abort());
    assert.deepEqual(outcome, { ok: false, problem: 'It was cancelled.', cancelled: true });
  });
});

describe('what a program has answered', () => {
  const asked = memoryHost({}, undefined, undefined, undefined, { '/src/q.sock': QEMU, 'localhost:4444': QEMU });

  /** What is known of a program at an address, where the file holds this. */
  async function known(text: string | undefined, address: string): Promise<string> {
    const host = memoryHost(text === undefined ? {} : { '/src/.qapi-program.json': text });
    const answer = await programAnswer(host, '/src', address);
    if (answer.kind === 'problem') return answer.message;
    return `${answer.label}: ${answer.schema.definitions.length} definitions of ${answer.version.join('.')}`;
  }

  async function textOf(address: string): Promise<string> {
    const outcome = await askProgram(asked, address, '/src', '/src');
    return outcome.ok ? outcome.text : '';
  }

  test('is known from then on, without a running program', async () => {
    const text = await textOf('q.sock');
    assert.equal(await known(text, 'q.sock'), 'socket:q.sock (QEMU 7.2.22): 3 definitions of 7.2.22');
    assert.match(await known(text, './tests/../q.sock'), /^socket:/);
    assert.match(await known(text, '/src/q.sock'), /^socket:/);
    assert.match(await known(await textOf('localhost:4444'), 'localhost:4444'), /^socket:localhost:4444 \(QEMU/);
  });

  test('is not taken for that of another program', async () => {
    assert.equal(
      await known(await textOf('q.sock'), 'localhost:4444'),
      'The answer that is kept is that of the program at "q.sock", not at "localhost:4444".',
    );
  });

  test('is not there before somebody has asked: how that is done', async () => {
    assert.equal(await known(undefined, 'q.sock'), 'The program at "q.sock" has not been asked yet.');
    const answer = await programAnswer(memoryHost({}), '/src', 'q.sock');
    assert.equal(
      answer.kind === 'problem' && answer.help,
      'Start it, and run the command "QAPI: Ask a Running QEMU for Its API", or: qapi ask q.sock --output .qapi-program.json',
    );
    assert.match(await known(undefined, 'example.com:1'), /not this machine/);
  });

  test('may be damaged, or of some other kind', async () => {
    const text = await textOf('q.sock');
    const start = '/src/.qapi-program.json cannot be read: ';
    assert.match(
      await known(text.slice(0, -5), 'q.sock'),
      /cannot be read: line \d+, column \d+\. This is never closed/,
    );
    assert.match(
      await known(text.replace('"ret-type":"0"', '"ret-type":"9"'), 'q.sock'),
      /line 7, column \d+\. The command "stop" uses the type "9"/,
    );
    assert.equal(await known(JSON.stringify(ENTRIES), 'q.sock'), `${start}it does not say which program has answered.`);
    assert.equal(await known(`{} ${text}`, 'q.sock'), `${start}it does not say which program has answered.`);
    assert.equal(
      await known(text.replace('"version": 1', '"version": 2'), 'q.sock'),
      `${start}a later release of this program has written it.`,
    );
    const folder = memoryHost({ '/src/.qapi-program.json/x': '' });
    assert.match(JSON.stringify(await programAnswer(folder, '/src', 'q.sock')), /it is a folder\./);
    folder.lock('/src/.qapi-program.json', 'permission denied');
    assert.match(JSON.stringify(await programAnswer(folder, '/src', 'q.sock')), /permission denied\./);
  });
});
