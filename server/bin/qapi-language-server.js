#!/usr/bin/env node
// The command `qapi-language-server` (speaks LSP with --stdio). It runs the bundle that `npm run build` writes.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../dist/server.cjs', import.meta.url));
if (!existsSync(bundle)) {
  process.stderr.write('qapi-language-server: not built yet. Run `npm run build` in the project folder first.\n');
  process.exit(2);
}
createRequire(import.meta.url)(bundle);
