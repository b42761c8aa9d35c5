import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { generationOf } from '../../server/src/platform/engine.ts';

const releases: [node: number, v8: string, generation: string][] = [
  [20, '11.3.244.8-node.38', 'bytes'],
  [21, '11.8.172.17-node.20', 'calls'],
  [22, '12.4.254.21-node.57', 'calls'],
  [24, '13.6.233.17-node.53', 'calls'],
  [26, '14.6.202.34-node.32', 'calls'],
];
for (const [node, v8, generation] of releases) {
  test(`Node ${node}, V8 ${v8}: flags of the generation '${generation}'`, () => {
    assert.equal(generationOf(v8), generation);
  });
}

test('a V8 that is older or newer than all that were tried gets no flag', () => {
  assert.equal(generationOf('10.2.154.26'), 'unknown');
  assert.equal(generationOf('15.0.1'), 'unknown');
  assert.equal(generationOf(''), 'unknown');
});

test('the V8 that runs this knows each flag that it is given', () => {
  const script = "import('./server/src/platform/engine.ts').then((e) => { e.compileLater(); e.bearYoung(); })";
  const { status, stderr } = spawnSync(process.execPath, ['--import=tsx', '--eval', script], { encoding: 'utf8' });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
});
