// A VS Code in the browser (code-server), for `npm start` where there is no desktop and for the e2e suite. It is a tool,
// no dependency of the product: it lives in tools/vscode/node_modules and is fetched when it is first needed.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture } from './run.mjs';

const home = join(root, 'tools/vscode');
const modules = join(home, 'node_modules');
const codeServer = join(modules, 'code-server');

/** The mistakes that the user can do something about: shown without a stack. */
export class Trouble extends Error {}

/**
 * Fetches code-server unless that was done, and gives the Node it needs and the script to run with it.
 *
 * @returns {Promise<{ node: string, entry: string }>}
 */
export async function fetchVscode() {
  const tool = { node: nodeFor(), entry: join(codeServer, 'out/node/entry.js') };
  const stamp = join(modules, '.complete');
  const wanted = createHash('sha256')
    .update(readFileSync(join(home, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return tool;

  rmSync(stamp, { force: true });
  await withProgress('Fetching VS Code for the browser, once (800 MB on disk, in tools/vscode)', async () => {
    // Without the install scripts: they would compile native modules that only make its file watching and its log
    // cheaper. The second install is what the script of code-server itself would do.
    await npm(['ci', '--ignore-scripts'], home);
    // No `npm ci`: the lock file it is published with lacks an optional package.
    await npm(['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], join(codeServer, 'lib/vscode'));
  });
  writeFileSync(stamp, wanted);
  return tool;
}

/** code-server 4.139 runs on Node 24 only; on Linux the registry has one to go with it. */
function nodeFor() {
  const packaged = `${process.platform}-${process.arch}`;
  if (packaged === 'linux-x64' || packaged === 'linux-arm64') return join(modules, `node-${packaged}`, 'bin/node');
  if (process.platform !== 'win32' && process.versions.node.startsWith('24.')) return process.execPath;
  const runs = process.platform === 'win32' ? 'does not run on Windows' : 'needs Node 24 here';
  throw new Trouble(
    `VS Code in the browser ${runs}. Install the desktop's VS Code and its command \`code\`, ` +
      (process.platform === 'win32' ? '' : 'or run this with Node 24, ') +
      'or use `npm start -- --terminal`.',
  );
}

/** @param {string[]} args @param {string} cwd */
async function npm(args, cwd) {
  // As a script of npm's we are told where npm is; that needs no shell even where npm is a .cmd file.
  const cli = process.env.npm_execpath;
  const ours = cli?.endsWith('.js');
  const calm = ['--loglevel=error'];
  const env = withoutPrefix(process.env, 'npm_config_', 'npm_package_', 'npm_lifecycle_');
  const { code, output } = await capture(
    ours ? process.execPath : 'npm',
    ours ? [cli ?? '', ...args, ...calm] : [...args, ...calm],
    {
      cwd,
      env: { ...env, ...keptNpmSettings(process.env), NODE_ENV: '' },
    },
  );
  if (code !== 0) throw new Trouble(`npm ${args.join(' ')} failed in ${cwd}:\n${output.trimEnd()}`);
}

/**
 * The outer npm hands its settings down in the environment. Which registry to ask and how to reach it must stay; where
 * the outer project lies must not.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function keptNpmSettings(env) {
  const kept =
    /^npm_config_(registry|.*_?proxy|cafile|ca|cache|userconfig|globalconfig|offline|prefer_offline|.*auth.*)$/i;
  return Object.fromEntries(Object.entries(env).filter(([key]) => kept.test(key)));
}

/** @param {NodeJS.ProcessEnv} env @param {string[]} prefixes @returns {NodeJS.ProcessEnv} */
function withoutPrefix(env, ...prefixes) {
  const starts = (/** @type {string} */ key) => prefixes.some((prefix) => key.toLowerCase().startsWith(prefix));
  return Object.fromEntries(Object.entries(env).filter(([key]) => !starts(key)));
}

/** What makes the workbench quiet: no welcome page, no chat panel that takes the focus, nothing that asks the network. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
};

/**
 * @typedef {object} VscodeOptions
 * @property {string} vsix the extension to install
 * @property {string} state where its settings, extensions and log go
 * @property {number} [port] any free one if not given
 * @property {Record<string, unknown>} [settings] the user's settings beyond the quiet ones
 * @property {boolean} [trust] whether every folder is trusted without a question; true if not given
 * @property {NodeJS.ProcessEnv} [env]
 *
 * @typedef {object} RunningVscode
 * @property {(folder: string) => string} page the address of the page with a folder opened
 * @property {string} log the server's log file
 * @property {Promise<number>} ended its exit status, once it has ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the VS Code server with the extension installed, reachable from this machine only.
 *
 * @param {VscodeOptions} options
 * @returns {Promise<RunningVscode>}
 */
export async function startVscode({ vsix, state, port, settings = {}, trust = true, env = process.env }) {
  const { node, entry } = await fetchVscode();
  mkdirSync(join(state, 'data/User'), { recursive: true });
  const userSettings = join(state, 'data/User/settings.json');
  // `npm start` comes back to the same folder: what the user has chosen there stays.
  if (!existsSync(userSettings)) writeFileSync(userSettings, JSON.stringify({ ...quiet, ...settings }, undefined, 2));
  writeFileSync(join(state, 'config.yaml'), 'auth: none\ncert: false\n');
  const common = [
    entry,
    ...['--config', join(state, 'config.yaml')],
    ...['--user-data-dir', join(state, 'data')],
    ...['--extensions-dir', join(state, 'extensions')],
  ];
  const environment = {
    // In a terminal of VS Code, its variables would make code-server hand the folder to that one.
    ...withoutPrefix(env, 'vscode_', 'code_server_', 'npm_', 'node_options'),
    XDG_DATA_HOME: join(state, 'share'),
    XDG_CONFIG_HOME: join(state, 'config'),
  };

  const installed = await capture(node, [...common, '--install-extension', vsix, '--force'], { env: environment });
  if (installed.code !== 0) throw new Error(`the extension could not be installed:\n${installed.output}`);

  const chosen = port ?? (await freePort());
  const log = join(state, 'server.log');
  mkdirSync(dirname(log), { recursive: true });
  const child = spawn(
    node,
    [
      ...common,
      ...['--bind-addr', `127.0.0.1:${chosen}`, '--auth', 'none'],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--ignore-last-opened',
      ],
      ...(trust ? ['--disable-workspace-trust'] : []),
    ],
    // A process group of its own, so that stopping it stops the extension hosts and language servers below it too.
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const logFile = createWriteStream(log);
  child.stdout.pipe(logFile, { end: false });
  child.stderr.pipe(logFile, { end: false });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      process.kill(-(child.pid ?? 0), signal);
    } catch {
      // All of the group have ended.
    }
  };
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([ended, sleep(3000)]);
    kill('SIGKILL');
    logFile.end();
  };
  // Whatever ends us, a server that nobody stops must not stay behind.
  process.once('exit', () => kill('SIGKILL'));

  const origin = `http://127.0.0.1:${chosen}`;
  const outcome = await Promise.race([ended.then(() => 'ended'), answers(`${origin}/healthz`)]);
  if (outcome !== 'up') {
    await stop();
    throw new Trouble(`VS Code's server did not start (${outcome}); its log:\n${readFileSync(log, 'utf8').trimEnd()}`);
  }
  return { page: (folder) => `${origin}/?folder=${encodeURIComponent(folder)}`, log, ended, stop };
}

/** @param {string} address */
async function answers(address) {
  for (let tries = 0; tries < 300; tries++) {
    try {
      if ((await fetch(address)).ok) return 'up';
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  return 'no answer for 30 s';
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
