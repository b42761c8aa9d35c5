// `npm run bench`: how fast we are, beside QEMU's own generator if there is one. Prints tables; asserts nothing.
//
//   npm run bench                        the newest schema that is there (QAPI_CORPUS), else the example
//   npm run bench -- --qemu DIR          beside the generator of a QEMU tree, on the same schema: that tree's own where it refuses
//                                        the newest
//   npm run bench -- --root FILE         another schema
//   npm run bench -- --file FILE         where to type; the largest file of the schema unless given
//   npm run bench -- --copies 1,10       how many times over
//   npm run bench -- --runs N            how often the whole check is measured
//   npm run bench -- --messages N        how many megabytes of messages
//   npm run bench -- --only PART         one of check, typing, changes, size, messages

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { bundle, programOf } from './build.mjs';
import { optionsOf } from './lib/options.mjs';
import { cache, root } from './lib/paths.mjs';
import { capture, run } from './lib/run.mjs';

const values = optionsOf(import.meta.url, {
  qemu: { type: 'string' },
  root: { type: 'string' },
  file: { type: 'string' },
  copies: { type: 'string' },
  runs: { type: 'string' },
  messages: { type: 'string' },
  only: { type: 'string' },
});

// With it Node reads certificates whenever it starts, before it runs anything: as much again as all the rest of its start.
delete process.env.NODE_EXTRA_CA_CERTS;

const qemu = values.qemu === undefined ? undefined : resolve(values.qemu);
const schema = (await schemaToMeasure()) ?? process.exit(1);
const file = resolve(values.file ?? largestFile(dirname(schema)));
// As an installation has them: the programs in a folder beside the data.
const programs = join(cache, 'bench', 'dist');
const main = join(programs, 'bench.cjs');
for (const name of ['bin', 'data', 'package.json'])
  cpSync(join(root, 'server', name), join(cache, 'bench', name), { recursive: true });
await Promise.all([
  bundle({ entry: 'scripts/bench/main.ts', outfile: main }, { production: true }),
  bundle({ ...programOf('cli'), outfile: join(programs, 'qapi.cjs') }, { production: true }),
]);
console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
const optional = ['copies', 'runs', 'messages', 'only'].flatMap((name) => {
  const value = values[/** @type {'copies' | 'runs' | 'messages' | 'only'} */ (name)];
  return value === undefined ? [] : [`--${name}`, value];
});
process.exitCode = await run(process.execPath, [
  '--expose-gc',
  '--max-old-space-size=16000',
  // As the extension starts the server, and as the server sets it itself.
  '--min-semi-space-size=32',
  '--max-semi-space-size=64',
  '--no-allocation-site-pretenuring',
  main,
  ...[
    '--root',
    schema,
    '--file',
    file,
    '--cli',
    join(cache, 'bench/bin/qapi.cjs'),
    '--cpu',
    join(root, 'scripts/bench/cpu.cjs'),
  ],
  ...(qemu === undefined ? [] : ['--qemu', qemu]),
  ...optional,
]);

/** The schema that was asked for, or the newest that the generator accepts; undefined, and said why, where it accepts none. */
async function schemaToMeasure() {
  const wanted = resolve(values.root ?? newestSchema());
  if (qemu === undefined) return wanted;
  const refusal = await refusalOf(qemu, wanted);
  if (refusal === undefined) return wanted;
  const own = join(qemu, 'qapi', 'qapi-schema.json');
  const said = `bench: the generator of ${qemu} refuses ${wanted}:\n  ${refusal}`;
  if (wanted === own || !existsSync(own)) console.error(`${said}\nGive a whole tree of QEMU, with scripts/ and qapi/.`);
  else if (values.root !== undefined) console.error(`${said}\nMeasure what it accepts: --root ${own}`);
  else {
    console.error(`${said}\nMeasured is that tree's own schema.\n`);
    return own;
  }
  return undefined;
}

/**
 * What the generator of a QEMU tree says of a schema that it refuses: the last line. Undefined where it accepts it.
 *
 * @param {string} tree
 * @param {string} file
 */
async function refusalOf(tree, file) {
  const program = join(tree, 'scripts', 'qapi-gen.py');
  if (!existsSync(program)) return `${program} is missing`;
  const out = mkdtempSync(join(tmpdir(), 'qapi-bench-'));
  try {
    const { code, output } = await capture('python3', ['-B', program, '-o', out, '-b', file]);
    return code === 0 ? undefined : output.trim().split('\n').at(-1);
  } finally {
    rmSync(out, { recursive: true });
  }
}

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
