// `npm run bench`: how fast we are, beside QEMU's own generator if there is one. Prints tables; asserts nothing.
//
//   npm run bench                        the newest schema that is there (QAPI_CORPUS), else the example
//   npm run bench -- --qemu DIR          beside the generator of a QEMU tree, on the same schema
//   npm run bench -- --root FILE         another schema
//   npm run bench -- --file FILE         where to type; the largest file of the schema unless given
//   npm run bench -- --copies 1,10       how many times over
//   npm run bench -- --runs N            how often the whole check is measured

import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './build.mjs';
import { cache, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    qemu: { type: 'string' },
    root: { type: 'string' },
    file: { type: 'string' },
    copies: { type: 'string' },
    runs: { type: 'string' },
  },
});

const schema = resolve(values.root ?? newestSchema());
const file = resolve(values.file ?? largestFile(dirname(schema)));
// As an installation has them: the programs in a folder beside the data.
const programs = join(cache, 'bench', 'dist');
const [main, cli] = [join(programs, 'bench.cjs'), join(programs, 'qapi.cjs')];
cpSync(join(root, 'server', 'data'), join(cache, 'bench', 'data'), { recursive: true });
await Promise.all([
  bundle({ entry: 'scripts/bench/main.ts', outfile: main }, { production: true }),
  bundle({ entry: 'server/src/cli/main.ts', outfile: cli }, { production: true }),
]);
console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
const optional = ['copies', 'runs'].flatMap((name) => {
  const value = values[/** @type {'copies' | 'runs'} */ (name)];
  return value === undefined ? [] : [`--${name}`, value];
});
process.exitCode = await run(process.execPath, [
  '--expose-gc',
  '--max-old-space-size=16000',
  main,
  ...['--root', schema, '--file', file, '--cli', cli, '--cpu', join(root, 'scripts/bench/cpu.mjs')],
  ...(values.qemu === undefined ? [] : ['--qemu', resolve(values.qemu)]),
  ...optional,
]);

function newestSchema() {
  const corpus = process.env.QAPI_CORPUS ?? join(root, '..', 'shared', 'corpus');
  const upstream = join(corpus, 'upstream');
  if (!existsSync(upstream)) return join(root, 'examples', 'upstream', 'qapi', 'qapi-schema.json');
  const newest = readdirSync(upstream)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  return join(upstream, newest ?? '', 'qapi', 'qapi-schema.json');
}

/** @param {string} folder */
function largestFile(folder) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
  return files.sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? schema;
}
