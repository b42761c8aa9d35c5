// What `npm run build` runs to make the code cache of the command line: runs the bundle on words from the command line, and writes
// down what V8 has compiled by then.
//
//   node scripts/lib/code-cache.mjs BUNDLE STAMP WORD...

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import v8 from 'node:v8';

const { cacheOf, compile, run } = createRequire(import.meta.url)('../../server/bin/code-cache.cjs');
const [node = '', , bundle = '', stamp = '', ...words] = process.argv;

// The program sets one when it has been compiled (cli/main.ts). V8 refuses a cache that was made under other flags than those
// under which it is read.
v8.setFlagsFromString = () => {};
process.argv = [node, bundle, ...words];
const script = compile(bundle);
process.on('exit', () => {
  writeFileSync(cacheOf(bundle), Buffer.concat([script.createCachedData(), Buffer.from(stamp, 'latin1')]));
  // Whatever the program found is no matter here.
  process.exitCode = 0;
});
run(script, bundle);
