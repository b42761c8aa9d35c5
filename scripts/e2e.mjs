// `npm run e2e`: drives a real VS Code in a real browser (test/e2e/*.e2e.ts).
//
//   npm run e2e                       all of it
//   npm run e2e -- main               only the files whose path holds "main"
//   npm run e2e -- --update-images    also renews the README's pictures in docs/images
//   npm run e2e -- --keep             leaves the folders the scenarios worked in, and tells where

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './lib/chromium.mjs';
import { cache, root } from './lib/paths.mjs';
import { filesBelow, run } from './lib/run.mjs';
import { fetchVscode, Trouble } from './lib/vscode.mjs';
import { packageVsix } from './lib/vsix.mjs';

const { values, positionals } = parseArgs({
  options: { 'update-images': { type: 'boolean' }, keep: { type: 'boolean' } },
  allowPositionals: true,
});

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const files = filesBelow(
    'test/e2e',
    (file) => file.endsWith('.e2e.ts') && (positionals.length === 0 || positionals.some((part) => file.includes(part))),
  );
  if (files.length === 0) throw new Trouble(`No file of test/e2e has ${positionals.join(' or ')} in its path.`);
  const chrome = findChromium();
  await fetchVscode();
  const vsix = join(cache, 'qapi.vsix');
  await packageVsix(vsix);
  rmSync(join(root, 'test-results/e2e'), { recursive: true, force: true });
  // One file at a time: each starts a VS Code and a browser of its own.
  return run(
    process.execPath,
    [
      '--import=tsx',
      '--test',
      '--test-concurrency=1',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      ...files,
    ],
    {
      env: {
        ...process.env,
        CHROME: chrome,
        QAPI_VSIX: vsix,
        ...(values['update-images'] ? { QAPI_UPDATE_IMAGES: '1' } : {}),
        ...(values.keep ? { QAPI_KEEP: '1' } : {}),
      },
    },
  );
}
