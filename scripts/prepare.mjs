// What npm runs after `npm ci`, and before it installs this repository somewhere: builds the command line, so that pre-commit and
// others can take it straight from git.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

// Asked to install a repository for everybody (-g), as pre-commit does, npm forgets what building it takes, and tells all that
// runs below it that it is for everybody: https://github.com/npm/cli/issues/8440.
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  const npm = process.env.npm_execpath ?? '';
  const env = { ...process.env, npm_config_global: 'false' };
  const code = await run(process.execPath, [npm, 'ci', '--include=dev', '--ignore-scripts'], { env });
  if (code !== 0) process.exit(code);
}
const { build } = await import('./build.mjs');
process.exitCode = (await build({ only: ['cli'] })) ? 0 : 1;
