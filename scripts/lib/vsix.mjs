import { mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { build } from '../build.mjs';
import { root } from './paths.mjs';
import { binOf, capture } from './run.mjs';

/**
 * Builds the extension for production and packs it.
 *
 * @param {string} file where to write the VSIX
 */
export async function packageVsix(file) {
  if (!(await build({ production: true, only: ['client', 'server'] }))) throw new Error('the build failed');
  mkdirSync(dirname(file), { recursive: true });
  const { code, output } = await capture(process.execPath, [
    binOf('@vscode/vsce', 'vsce'),
    'package',
    // Everything is in the bundles.
    '--no-dependencies',
    // The README's pictures are in the VSIX, there is no address to point them at.
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--out',
    file,
  ]);
  if (code !== 0) throw new Error(`vsce failed:\n${output}`);
  const size = /\(\d+ files?, [^)]+\)/.exec(output)?.[0] ?? '';
  console.log(`package: ${relative(root, file)} ${size}`);
}
