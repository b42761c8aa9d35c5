#!/usr/bin/env node
// The command `qapi`. It runs the bundle that `npm run build` writes. CommonJS, because Node starts that sooner.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { compile, run } = require('./code-cache.cjs');

const bundle = join(__dirname, '../dist/qapi.cjs');
if (!existsSync(bundle)) {
  process.stderr.write('qapi: not built yet. Run `npm run build` in the project folder first.\n');
  process.exit(2);
}
run(compile(bundle), bundle);
