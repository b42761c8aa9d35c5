// The hour-long run, by hand: the property tests a hundred times over, then a tree's generator beside us for the rest of it.
//
//   npm run conformance:long -- --qemu DIR                an hour, other mutants each time; the seed is printed
//                               --minutes M --seed N      shorter, or the same again

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { filesBelow, run } from './lib/run.mjs';

const values = optionsOf(import.meta.url, {
  qemu: { type: 'string' },
  minutes: { type: 'string', default: '60' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
});
if (values.qemu === undefined) {
  console.error('conformance:long: name a QEMU tree with --qemu DIR; node scripts/fetch-qemu.mjs DIR fetches one');
  process.exit(2);
}

const until = performance.now() + Number(values.minutes) * 60_000;
/** Whatever tries random cases asks how many of them. */
const tests = filesBelow(
  'test',
  (file) => file.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes('helpers/runs.ts'),
);
const properties = await run(process.execPath, [join(root, 'scripts/test.mjs'), ...tests], {
  env: { ...process.env, QAPI_FUZZ_RUNS: process.env.QAPI_FUZZ_RUNS ?? '100' },
});
const minutes = Math.max(0, (until - performance.now()) / 60_000);
const conformance = await run(process.execPath, [
  '--import=tsx',
  join(root, 'scripts/conformance.ts'),
  ...['--qemu', values.qemu, '--minutes', String(minutes), '--seed', values.seed],
]);
process.exitCode = properties === 0 && conformance === 0 ? 0 : 1;
