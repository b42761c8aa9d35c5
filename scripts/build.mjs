// Bundles the three programs: the extension, the language server and the command line.
//
//   npm run build                        all three, with source maps
//   npm run build -- --production        minified, no source maps (what the VSIX holds)
//   npm run build -- --watch             and again at every change
//   npm run build -- server cli          only these

import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { root } from './lib/paths.mjs';
import { capture } from './lib/run.mjs';

const { cacheOf } = createRequire(import.meta.url)('../server/bin/code-cache.cjs');

/**
 * A program, with paths relative to the top of the repository. One that is started again and again has a code cache beside it
 * (server/bin/code-cache.cjs), made while it runs on the words of `practice`.
 *
 * @typedef {{ entry: string, outfile: string, external?: string[], practice?: string[] }} Program
 */

/** @type {Record<string, Program>} */
const programs = {
  client: { entry: 'client/src/extension.ts', outfile: 'dist/extension.cjs', external: ['vscode'] },
  server: { entry: 'server/src/lsp/main.ts', outfile: 'server/dist/server.cjs' },
  cli: {
    entry: 'server/src/cli/main.ts',
    outfile: 'server/dist/qapi.cjs',
    practice: ['check', '--baseline', 'release:10.1', join(root, 'examples')],
  },
};

/**
 * The list of public suffixes is made when its package is loaded, and few schemas have a name with a domain in it: a bundle loads
 * the package when it judges the first domain.
 *
 * @type {esbuild.Plugin}
 */
const lateSuffixes = {
  name: 'late-suffixes',
  setup(build) {
    build.onResolve({ filter: /^tldts$/ }, ({ namespace }) =>
      namespace === 'late' ? undefined : { path: 'tldts', namespace: 'late' },
    );
    build.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "export const parse = (domain, options) => require('tldts').parse(domain, options);",
      resolveDir: root,
    }));
  },
};

/**
 * @param {Program} program
 * @param {boolean} production
 * @returns {esbuild.BuildOptions}
 */
function options({ entry, outfile, external = [] }, production) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    external,
    bundle: true,
    platform: 'node',
    // The extension host of the oldest VS Code we support, and Debian's Node, are both Node 20.
    target: 'node20',
    format: 'cjs',
    // jsonc-parser's "main" is a UMD wrapper whose require() calls a bundler cannot follow.
    mainFields: ['module', 'main'],
    plugins: [lateSuffixes],
    // A CJS bundle has no import.meta: give the sources the same meaning under tsx and bundled.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    minify: production,
    sourcemap: production ? false : 'linked',
    // The licences are beside the bundle, in full.
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/**
 * Makes one program of a source file and all that it imports.
 *
 * @param {Program} program
 * @param {{ production: boolean }} how
 */
export async function bundle(program, { production }) {
  const { metafile } = await esbuild.build({ ...options(program, production), metafile: true });
  writeFileSync(resolve(root, `${program.outfile}.licenses.txt`), licensesOf(metafile));
  if (program.practice) await makeCodeCache(resolve(root, program.outfile), program.practice);
}

/**
 * Names the packages that a bundle holds parts of, each with its licence: those ask to be handed on.
 *
 * @param {esbuild.Metafile} metafile
 */
function licensesOf({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const sections = [...new Set(folders)].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} comes without its licence`);
    return `${name} ${version}\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return ['This program holds parts of these packages.\n', ...sections].join(`\n${'-'.repeat(72)}\n\n`);
}

/**
 * Compiles a bundle beforehand, for the Node that builds it.
 *
 * @param {string} file the bundle
 * @param {string[]} practice words for its command line: what runs then is in the cache
 */
async function makeCodeCache(file, practice) {
  rmSync(cacheOf(file), { force: true });
  const stamp = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32);
  appendFileSync(file, `//# build=${stamp}\n`);
  const args = [join(root, 'scripts/lib/code-cache.mjs'), file, stamp, ...practice];
  const { code, output } = await capture(process.execPath, args);
  if (code !== 0) throw new Error(`No code cache could be made of ${file}:\n${output}`);
}

/**
 * @param {{ production?: boolean, only?: string[] }} [how]
 * @returns {Promise<boolean>} whether everything was built
 */
export async function build({ production = false, only = Object.keys(programs) } = {}) {
  const start = performance.now();
  const results = await Promise.allSettled(only.map((name) => bundle(programOf(name), { production })));
  // esbuild has printed its own errors; anything else is a mistake of ours and must not pass silently.
  for (const result of results) {
    if (result.status === 'rejected' && !Array.isArray(result.reason?.errors)) throw result.reason;
  }
  const failed = only.filter((_, i) => results[i]?.status === 'rejected');
  if (failed.length > 0) {
    console.error(`build: ${failed.join(', ')} failed`);
    return false;
  }
  const built = only.map((name) => `${programOf(name).outfile} ${kib(programOf(name).outfile)}`);
  console.log(`build: ${built.join(', ')} in ${Math.round(performance.now() - start)} ms`);
  return true;
}

/** @param {string} name */
export function programOf(name) {
  const program = programs[name];
  if (!program) throw new Error(`no program named ${name}; there are ${Object.keys(programs).join(', ')}`);
  return program;
}

/** @param {string} file */
function kib(file) {
  return `${Math.round(statSync(join(root, file)).size / 1024)} KiB`;
}

/** @param {string[]} only */
async function watch(only) {
  for (const name of only) {
    const { outfile } = programOf(name);
    /** @type {esbuild.Plugin} */
    const report = {
      name: 'report',
      setup: (build) =>
        build.onEnd(({ errors }) => {
          if (errors.length === 0) console.log(`built ${outfile}`);
        }),
    };
    const context = await esbuild.context({ ...options(programOf(name), false), plugins: [lateSuffixes, report] });
    await context.watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    options: { watch: { type: 'boolean' }, production: { type: 'boolean' } },
    allowPositionals: true,
  });
  const only = positionals.length > 0 ? positionals : Object.keys(programs);
  if (values.watch) await watch(only);
  else process.exitCode = (await build({ production: values.production ?? false, only })) ? 0 : 1;
}
