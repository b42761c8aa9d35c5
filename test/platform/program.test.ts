import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { nodeHost } from '../../server/src/platform/node.ts';
import { nodeProgram, type ProgramLimits } from '../../server/src/platform/program.ts';
import type { ProgramReply } from '../../server/src/workspace/host.ts';
import {
  ENTRIES,
  GREETING,
  listen,
  listenOnPort,
  monitor,
  noUnixSockets,
  staleSocket,
} from '../helpers/fake-program.ts';
import { tempFolder } from '../helpers/temp.ts';

/** Nothing in these tests takes as long, unless the test is about that. */
const PATIENT: ProgramLimits = { greeting: 60_000, answer: 60_000, bytes: 1024 * 1024 };

function shown(reply: ProgramReply): string {
  if (!reply.ok) return reply.error.detail === '' ? reply.error.kind : `${reply.error.kind}: ${reply.error.detail}`;
  const { qemu, package: name } = reply.version;
  return `${qemu.major}.${qemu.minor}.${qemu.micro} (${name}): ${reply.entries.length} entries`;
}

const askAt = async (path: string, limits: Partial<ProgramLimits> = {}, signal?: AbortSignal): Promise<string> =>
  shown(await nodeProgram({ ...PATIENT, ...limits }).ask({ kind: 'unix', path }, signal));

/** What comes of asking a program that behaves like this. */
async function ask(t: TestContext, talk: (client: Socket) => void, limits: Partial<ProgramLimits> = {}) {
  return askAt(await listen(t, talk), limits);
}

const ANSWERED = '7.2.22 (Acme 7.2-1): 3 entries';

describe('a running program', { skip: noUnixSockets }, () => {
  test('is greeted back, and then asked for its API, and for nothing else', async (t) => {
    const commands: string[] = [];
    const path = await listen(t, monitor({ heard: (command) => commands.push(command) }));
    assert.deepEqual(await nodeProgram().ask({ kind: 'unix', path }), {
      ok: true,
      version: { qemu: { major: 7, minor: 2, micro: 22 }, package: 'Acme 7.2-1' },
      entries: ENTRIES,
    });
    assert.deepEqual(commands, ['{"execute":"qmp_capabilities"}', '{"execute":"query-qmp-schema"}']);
  });

  test('may speak a byte at a time, over many lines, with brackets and quotes inside its strings', async (t) => {
    const entries = [...ENTRIES, { name: '}]"\\', 'meta-type': 'enum', values: ['ä€😀'] }];
    const reply = JSON.stringify({ return: entries }, null, 4);
    const slowly = (client: Socket) => {
      const write = client.write.bind(client);
      client.write = (text: string) => [...Buffer.from(text)].map((byte) => write(Buffer.of(byte))).every(Boolean);
      monitor({ replies: { 'query-qmp-schema': reply } })(client);
    };
    const path = await listen(t, slowly);
    const answer = await nodeProgram().ask({ kind: 'unix', path });
    assert.deepEqual(answer.ok && answer.entries, entries);
  });

  test('may tell of events in between, or say several things at once', async (t) => {
    const event = '{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}\n';
    const replies = { qmp_capabilities: `${event}{"return": {}}${event}` };
    assert.equal(await ask(t, monitor({ replies })), ANSWERED);
  });

  test('may end as soon as it has answered', async (t) => {
    const talk = (client: Socket) => {
      client.write(`${GREETING}{"return": {}}\n${JSON.stringify({ return: ENTRIES })}\n`);
      client.end();
    };
    assert.equal(await ask(t, talk), ANSWERED);
  });

  test('that somebody has built himself says nothing of a package', async (t) => {
    const greeting = GREETING.replace('Acme 7.2-1', '');
    assert.equal(await ask(t, monitor({ greeting })), '7.2.22 (): 3 entries');
  });

  test('hears that the client hangs up', async (t) => {
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const talk = (client: Socket) => {
      client.on('close', left);
      monitor()(client);
    };
    assert.equal(await ask(t, talk), ANSWERED);
    await gone;
  });
});

describe('there is nobody to ask', { skip: noUnixSockets }, () => {
  test('where there is no socket', async (t) => {
    const folder = tempFolder(t, { file: '' });
    assert.equal(await askAt(`${folder}/qmp.sock`), 'missing');
    assert.equal(await askAt(`${folder}/file/qmp.sock`), 'missing');
  });

  test('where something else stands', async (t) => {
    const folder = tempFolder(t, { file: '' });
    assert.equal(await askAt(`${folder}/file`), 'no-socket');
    assert.equal(await askAt(folder), 'no-socket');
  });

  test('where the program has ended, and its socket is still there', async (t) => {
    assert.equal(await askAt(await staleSocket(t)), 'refused');
  });

  test('where the path is longer than a socket can have: it would be cut, and lead to another one', async (t) => {
    const folder = tempFolder(t);
    const path = `${folder}/${'long/'.repeat(30)}qmp.sock`;
    assert.match(await askAt(path), /^failed: the path of a socket has at most \d+ bytes, and .*qmp\.sock has more$/);
  });
});

describe('what answers is no QEMU, or none that has time', { skip: noUnixSockets }, () => {
  const saying = (text: string) => (client: Socket) => void client.write(text);

  test('another client is connected already: QEMU lets us in and says nothing', async (t) => {
    assert.equal(await ask(t, () => {}, { greeting: 1 }), 'silent: 0.001 seconds');
  });

  test('it greets in another way: a web server, a monitor for people, a terminal, another JSON', async (t) => {
    assert.equal(await ask(t, saying('HTTP/1.1 400 Bad Request\r\n\r\n')), 'no-greeting: HTTP/1.1 400 Bad Request');
    assert.equal(await ask(t, saying('QEMU 7.2.22 monitor - type')), 'no-greeting: QEMU 7.2.22 monitor - type');
    assert.equal(await ask(t, saying('\x1b[2J$')), 'no-greeting: �[2J$');
    assert.equal(await ask(t, saying('{"return": {}}\n')), 'no-greeting: {"return": {}}');
    assert.equal(await ask(t, saying('{"QMP": {"version": {}}}')), 'no-greeting: {"QMP": {"version": {}}}');
    assert.equal(await ask(t, saying('{"QMP" {}}')), 'no-greeting: {"QMP" {}}');
    assert.equal(await ask(t, saying('[]')), 'no-greeting: []');
  });

  test('then nothing is sent to it', async (t) => {
    let closed: (sent: string) => void = () => {};
    const sent = new Promise<string>((resolve) => {
      closed = resolve;
    });
    const talk = (client: Socket) => {
      let heard = '';
      client.on('data', (chunk) => {
        heard += chunk;
      });
      client.on('close', () => closed(heard));
      client.write('220 smtp.example.com\r\n');
    };
    assert.equal(await ask(t, talk), 'no-greeting: 220 smtp.example.com');
    assert.equal(await sent, '');
  });

  test('it hangs up: at once, after the greeting, or in the middle of its answer', async (t) => {
    assert.equal(await ask(t, (client) => client.end()), 'closed: its greeting');
    assert.equal(await ask(t, (client) => client.end('{"QMP": {"vers')), 'closed: its greeting');
    assert.equal(await ask(t, (client) => client.end(GREETING)), 'closed: its answer');
    const cut = (client: Socket) => client.end(`${GREETING}{"return": {}}{"return": [{"name": "st`);
    assert.equal(await ask(t, cut), 'closed: its answer');
  });

  test('it says what is no JSON, or JSON that is no answer', async (t) => {
    const answers = (reply: string) => monitor({ replies: { 'query-qmp-schema': reply } });
    assert.equal(await ask(t, answers('{"return": [}}')), 'no-json: {"return": [}}');
    assert.equal(await ask(t, answers('{"return": nothing}')), 'no-json: {"return": nothing}');
    assert.equal(await ask(t, answers('qemu: fatal\n')), 'no-json: qemu: fatal');
    assert.equal(await ask(t, answers('{"return": {}}')), 'no-answer: {"return": {}}');
    assert.equal(await ask(t, answers(`{"QMP": "${'x'.repeat(100)}"}`)), `no-answer: {"QMP": "${'x'.repeat(51)}…`);
  });

  test('it refuses, as a QEMU before 2.5 does', async (t) => {
    const error =
      '{"error": {"class": "CommandNotFound", "desc": "The command query-qmp-schema has not been found"}}\n';
    assert.equal(
      await ask(t, monitor({ replies: { 'query-qmp-schema': error } })),
      'error: query-qmp-schema: The command query-qmp-schema has not been found',
    );
    assert.equal(
      await ask(t, monitor({ replies: { qmp_capabilities: '{"error": {"class": "GenericError"}}' } })),
      'error: qmp_capabilities: GenericError',
    );
    assert.equal(
      await ask(t, monitor({ replies: { qmp_capabilities: '{"error": 1}' } })),
      'error: qmp_capabilities: {"error": 1}',
    );
  });

  test('it never comes to an end: too late, or too much', async (t) => {
    const stuck = monitor({ replies: { 'query-qmp-schema': '{"return": [' } });
    assert.equal(await ask(t, stuck, { answer: 100 }), 'too-long: 0.1 seconds');
    const endless = (client: Socket) => {
      client.write(GREETING);
      const more = (): void => {
        while (client.write('{"event": "STOP"}\n'.repeat(1000)));
      };
      client.on('drain', more);
      more();
    };
    assert.equal(await ask(t, endless), 'too-large: 1 MB');
  });

  test('nobody wants to know any more', async (t) => {
    const path = await listen(t, () => {});
    assert.equal(await askAt(path, {}, AbortSignal.abort()), 'cancelled');
    const controller = new AbortController();
    const other = await listen(t, () => controller.abort());
    assert.equal(await askAt(other, {}, controller.signal), 'cancelled');
  });
});

describe('a port of this machine', () => {
  test('is asked like a socket', async (t) => {
    const port = await listenOnPort(t, '127.0.0.1', monitor());
    for (const host of ['127.0.0.1', 'localhost'] as const) {
      assert.equal(shown(await nodeProgram(PATIENT).ask({ kind: 'port', host, port })), ANSWERED);
    }
  });

  test('may cut the connection', async (t) => {
    const port = await listenOnPort(t, '127.0.0.1', (client) => client.resetAndDestroy());
    const reply = await nodeProgram(PATIENT).ask({ kind: 'port', host: '127.0.0.1', port });
    assert.equal(shown(reply), 'closed: its greeting');
  });

  test('may be one of IPv6, whose name is the same', async (t) => {
    const port = await listenOnPort(t, '::1', monitor()).catch(() => undefined);
    if (port === undefined) return t.skip('this machine has no IPv6');
    for (const host of ['::1', 'localhost'] as const) {
      assert.equal(shown(await nodeProgram(PATIENT).ask({ kind: 'port', host, port })), ANSWERED);
    }
  });
});

test('where the workspace is not trusted, there is no way to any program', () => {
  assert.equal(nodeHost({ git: false }).program, undefined);
  assert.notEqual(nodeHost({ git: false, program: true }).program, undefined);
});
