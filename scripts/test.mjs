// `npm test`: type check, lint, build, then every test/**/*.test.ts (the e2e suite has its own command).
//
//   npm test                     everything
//   npm test -- hover            only the test files whose path holds "hover"; nothing else is checked first
//   npm test -- --update         rewrite the expectations in the fixtures (sets QAPI_UPDATE=1)
//   npm test -- --only-tests     no type check, no lint, no build
//   npm test -- --spec           name every test

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './lib/paths.mjs';
import { binOf, capture, filesBelow, run } from './lib/run.mjs';

const { values, positionals } = parseArgs({
  options: { update: { type: 'boolean' }, 'only-tests': { type: 'boolean' }, spec: { type: 'boolean' } },
  allowPositionals: true,
});

const started = performance.now();
const files = filesBelow(
  'test',
  (file) =>
    file.endsWith('.test.ts') &&
    !file.startsWith('test/e2e/') &&
    (positionals.length === 0 || positionals.some((pattern) => file.includes(pattern))),
);
if (files.length === 0) {
  console.error(`test: no test file's path holds ${positionals.map((p) => `"${p}"`).join(' or ')}`);
  process.exit(1);
}

const everything = positionals.length === 0 && !values['only-tests'];
if (everything && !(await checks())) process.exit(1);

const reporter = values.spec ? 'spec' : pathToFileURL(join(root, 'scripts/lib/reporter.mjs')).href;
process.exitCode = await run(
  process.execPath,
  [
    '--import=tsx',
    '--test',
    // Two cores are what CI has, and Node 20's default is one fewer than there are.
    '--test-concurrency=2',
    // What waits for something that never comes is a failure, and not the end of the run. Properties may look longer (test/helpers/runs.ts).
    `--test-timeout=${400_000 * Math.max(1, Number(process.env.QAPI_FUZZ_RUNS ?? 1) || 1)}`,
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...files,
  ],
  { env: values.update ? { ...process.env, QAPI_UPDATE: '1' } : process.env },
);
console.log(`test: ${files.length} files, ${seconds(started)} s in all`);

/**
 * The three things to know before the tests, at the same time; each prints only if it has something to say.
 */
async function checks() {
  const node = process.execPath;
  const results = await Promise.all([
    step('types', node, [binOf('typescript', 'tsc'), '-b', '--pretty', String(process.stdout.isTTY === true)]),
    step('lint', node, [binOf('@biomejs/biome', 'biome'), 'check', '--colors=off', '.']),
    step('build', node, [join(root, 'scripts/build.mjs')]),
  ]);
  return results.every(Boolean);
}

/** @param {string} name @param {string} file @param {string[]} args */
async function step(name, file, args) {
  const begun = performance.now();
  const { code, output } = await capture(file, args);
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${seconds(begun)} s)`);
  if (code !== 0) console.error(output.trimEnd());
  return code === 0;
}

/** @param {number} since */
function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}
