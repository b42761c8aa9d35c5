// Fetches QEMU's own generator, with the schemas and test cases that belong to it, from the source package of the machine's
// own distribution: what `npm run conformance -- --qemu DIR` runs beside us. Needs apt and a network, and no root.
//
//   node scripts/fetch-qemu.mjs DIR           leaves DIR alone if it holds a tree already
//   node scripts/fetch-qemu.mjs DIR SUITE     that of another release of the same distribution, such as trixie or sid
//
// Exit status 0 if DIR holds a tree then, else 1, with one line that says why not.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { withProgress } from './lib/progress.mjs';
import { capture } from './lib/run.mjs';

/** The parts of a QEMU tree that the generator reads. */
const parts = ['VERSION', 'scripts', 'qapi', 'qga', 'storage-daemon', 'tests/qapi-schema', 'docs'];

const [folder, suite] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/fetch-qemu.mjs DIR [SUITE]');
  process.exit(2);
}

const target = resolve(folder);
const version = () => readFileSync(join(target, 'VERSION'), 'utf8').trim();
try {
  if (!existsSync(join(target, 'VERSION'))) await withProgress("Fetching QEMU's source package", fetchTree);
  console.log(`fetch-qemu: QEMU ${version()} is in ${target}`);
} catch (error) {
  console.error(`fetch-qemu: no QEMU tree could be had: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function fetchTree() {
  const temp = mkdtempSync(join(tmpdir(), 'qapi-fetch-'));
  try {
    const sources = deriveSources(temp);
    if (sources === 0) throw new Error('apt knows no repository to take sources from');
    const options = aptOptions(temp);
    await succeed('apt-get', [...options, 'update'], temp);
    await succeed('apt-get', [...options, 'source', '--download-only', '--tar-only', 'qemu'], temp);
    const archive = readdirSync(temp).find((name) => /^qemu_.*\.orig\.tar\.\w+$/.test(name));
    if (archive === undefined) throw new Error('the source package holds no archive');
    const tree = join(temp, 'tree');
    mkdirSync(tree);
    const wanted = parts.map((part) => `*/${part}`);
    const how = ['--strip-components=1', '--wildcards', '--no-wildcards-match-slash'];
    await succeed('tar', ['--extract', `--file=${archive}`, `--directory=${tree}`, ...how, ...wanted], temp);
    mkdirSync(dirname(target), { recursive: true });
    // VERSION says that the tree is whole: whatever was there without it was not.
    rmSync(target, { recursive: true, force: true });
    await moveFolder(tree, target);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/**
 * Moves a folder, to another file system if it must be.
 *
 * @param {string} from
 * @param {string} to
 */
async function moveFolder(from, to) {
  try {
    renameSync(from, to);
  } catch {
    await succeed('cp', ['-R', from, to], dirname(from));
  }
}

/**
 * Everything that apt reads and writes, in a folder of its own: the machine's configuration stays as it is.
 *
 * @param {string} temp
 */
function aptOptions(temp) {
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(temp, name), { recursive: true });
  const settings = {
    'Dir::Etc::SourceList': join(temp, 'sources.list'),
    'Dir::Etc::SourceParts': join(temp, 'sources'),
    'Dir::State::Lists': join(temp, 'lists'),
    'Dir::Cache': join(temp, 'cache'),
    // Its usual user could not write there.
    'APT::Sandbox::User': 'root',
  };
  return ['-qq', ...Object.entries(settings).map(([name, value]) => `-o${name}=${value}`)];
}

/**
 * Writes the machine's own repositories down as such of sources, of the suite that is wanted.
 *
 * @param {string} temp
 * @returns how many there are
 */
function deriveSources(temp) {
  const etc = '/etc/apt';
  const partsFolder = join(etc, 'sources.list.d');
  const files = existsSync(partsFolder) ? readdirSync(partsFolder).map((name) => join(partsFolder, name)) : [];
  /** @param {string} ending */
  const texts = (ending) => files.filter((file) => file.endsWith(ending)).map((file) => readFileSync(file, 'utf8'));
  const main = join(etc, 'sources.list');
  const lines = [...(existsSync(main) ? [readFileSync(main, 'utf8')] : []), ...texts('.list')]
    .flatMap((text) => text.split('\n'))
    .filter((line) => /^\s*deb\s.*\smain\b/.test(line))
    .flatMap((line) => inSuite(line))
    .map((line) => line.replace(/^\s*deb\b/, 'deb-src'));
  const stanzas = texts('.sources')
    .flatMap((text) => text.split(/\n\s*\n/))
    .filter((stanza) => /^Types:.*\bdeb(?!-)/m.test(stanza) && /^Components:.*\bmain\b/m.test(stanza))
    .flatMap((stanza) => {
      const suites = /^Suites:.*$/m.exec(stanza)?.[0] ?? '';
      return inSuite(suites).map((wanted) => stanza.replace(suites, wanted));
    })
    .map((stanza) => stanza.replace(/^Types:.*$/m, 'Types: deb-src'));
  writeFileSync(join(temp, 'sources.list'), `${lines.join('\n')}\n`);
  mkdirSync(join(temp, 'sources'));
  writeFileSync(join(temp, 'sources/derived.sources'), `${stanzas.join('\n\n')}\n`);
  return lines.length + stanzas.length;
}

/**
 * The line that says of which release of the distribution a repository is, with the suite that is wanted in its place. Repositories
 * of single programs are of none, and have no source of QEMU.
 *
 * @param {string} line
 * @returns {string[]} one, or none where the repository is not wanted
 */
function inSuite(line) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(release)?.[1];
  const words = line.split(/\s+/);
  if (suite === undefined) {
    const isOwn = codename === undefined || words.some((word) => word === codename || word.startsWith(`${codename}-`));
    return isOwn ? [line] : [];
  }
  // What brings updates or security to the machine's release has none of another one.
  if (codename === undefined || !words.includes(codename)) return [];
  return [
    words
      .filter((word) => !word.startsWith(`${codename}-`))
      .map((word) => (word === codename ? suite : word))
      .join(' '),
  ];
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 */
async function succeed(file, args, cwd) {
  const { code, output } = await capture(file, args, { cwd, env: { ...process.env, LC_ALL: 'C' } });
  if (code === 0) return;
  const line = output.split('\n').find((candidate) => /^[EW]: /.test(candidate)) ?? output.trim().split('\n').at(-1);
  throw new Error(`${file} failed: ${line}`);
}
