import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProgramReply } from '../../server/src/workspace/host.ts';
import { ENTRIES } from '../helpers/fake-program.ts';
import { qapi } from './qapi.ts';

const QEMU: ProgramReply = {
  ok: true,
  version: { qemu: { major: 7, minor: 2, micro: 22 }, package: '' },
  entries: ENTRIES,
};
const program = { '/src/build/qmp.sock': QEMU, 'localhost:4444': QEMU };

describe('qapi ask', () => {
  test('prints what a running program says of its API', async () => {
    const { status, stdout, stderr } = await qapi('ask localhost:4444', {}, { program });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const printed = JSON.parse(stdout);
    assert.equal(printed.socket, 'localhost:4444');
    assert.deepEqual(printed.return, ENTRIES);
  });

  test('writes it to a file, and says what it is', async () => {
    const { status, stdout, written } = await qapi('ask build/qmp.sock -o .qapi-program.json', {}, { program });
    assert.equal(status, 0);
    assert.equal(stdout, 'QEMU 7.2.22: 1 command, 1 event. It is kept in .qapi-program.json.\n');
    assert.equal(JSON.parse(written['.qapi-program.json'] ?? '').socket, 'build/qmp.sock');
  });

  test('gives what a comparison reads', async () => {
    const { stdout: text } = await qapi('ask localhost:4444', {}, { program });
    const { status, stdout } = await qapi('diff introspection:qemu.json introspection:qemu.json', {
      'qemu.json': text,
    });
    assert.equal(status, 0);
    assert.match(stdout, /^No client can tell introspection:qemu\.json and introspection:qemu\.json apart\.$/m);
  });

  test('says why there is no answer, and writes nothing', async () => {
    const { status, stdout, stderr, written } = await qapi('ask localhost:1 -o qemu.json', {}, { program });
    assert.deepEqual({ status, stdout, written }, { status: 2, stdout: '', written: {} });
    assert.equal(
      stderr,
      'qapi: Nobody listens at "localhost:1": the QEMU that did has ended, or was started without server=on.\n',
    );
  });

  test('says why the file cannot be written', async () => {
    const writeFailure = { path: '/src/qemu.json', reason: 'no space left on device' };
    const { status, stderr } = await qapi('ask localhost:4444 -o qemu.json', {}, { program, writeFailure });
    assert.equal(status, 2);
    assert.equal(stderr, 'qapi: qemu.json cannot be written: no space left on device.\n');
  });

  test('wants one address', async () => {
    assert.match((await qapi('ask')).stderr, /^qapi: Which ADDRESS\?/);
    assert.match((await qapi('ask a b')).stderr, /^qapi: One ADDRESS at a time\./);
  });
});
