// What is told while people wait: what happens, and what is then to be seen on standard error.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProgressLine } from '../../server/src/cli/progress.ts';
import { qapi } from './qapi.ts';

describe('the line of what is going on', () => {
  test('comes and goes on a terminal', () => {
    const line = new ProgressLine(true);
    assert.equal(line.begin('Reading git:v8.2.0'), '\r\x1b[KReading git:v8.2.0 ...');
    assert.equal(line.late(), '');
    assert.equal(line.begin('Comparing'), '\r\x1b[KComparing ...');
    assert.equal(line.end(), '\r\x1b[K');
  });

  test('is not in a log, unless somebody has to wait', () => {
    const line = new ProgressLine(false);
    assert.equal(line.begin('Reading a') + line.begin('Reading b') + line.end() + line.late(), '');
  });

  test('stands in a log from the step on that takes long', () => {
    const line = new ProgressLine(false);
    assert.equal(line.begin('Reading a'), '');
    assert.equal(line.begin('Reading b'), '');
    assert.equal(line.late(), 'Reading b ...\n');
    assert.equal(line.begin('Comparing'), 'Comparing ...\n');
    assert.equal(line.end(), '');
  });

  test('fits into a line, and holds nothing that a terminal obeys', () => {
    const text = new ProgressLine(true).begin(`Reading git:\x1b[2J${'x'.repeat(200)}`);
    assert.ok(text.length <= 78 + '\r\x1b[K'.length, text);
    assert.match(text.slice('\r\x1b[K'.length), /^Reading git:␛\[2Jx+… \.\.\.$/);
  });
});

describe('qapi check tells what it does', () => {
  const files = { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" };

  test('on a terminal, until it has something else to say', async () => {
    const { stdout, stderr } = await qapi('check .', files, { errorTerminal: true });
    assert.equal(stderr, '\r\x1b[KLooking for schemas ...\r\x1b[KChecking 1 schema ...\r\x1b[K');
    assert.match(stdout, /^No problems in 1 root/);
  });

  test('in a log, if it takes long', async () => {
    const { stderr } = await qapi('check .', files, { slow: true });
    assert.equal(stderr, 'Looking for schemas ...\nChecking 1 schema ...\n');
    assert.equal((await qapi('check .', files)).stderr, '');
  });

  test('with the generator, which takes longest', async () => {
    const { stderr } = await qapi(
      'check . --generator auto',
      { ...files, VERSION: '10.2.0\n', 'scripts/qapi/schema.py': '' },
      { slow: true, generator: {} },
    );
    assert.match(stderr, /Running QEMU's own generator \.\.\.\n$/);
  });

  test('and takes it back before it complains', async () => {
    const { stderr } = await qapi('check nowhere', files, { errorTerminal: true });
    assert.equal(stderr, '\r\x1b[KLooking for schemas ...\r\x1b[Kqapi: There is no file or folder "nowhere".\n');
  });
});
