// `npm start`: a VS Code with the extension and the example tree, on a copy that you can fix and break.
//
//   npm start                    the desktop's `code` if there is one, else VS Code in the browser
//   npm start -- --browser       in the browser in any case
//   npm start -- --terminal      no editor: prints the example's problems
//   npm start -- --port 8484     the port of VS Code in the browser
//   npm start -- --no-open       prints the address without opening the browser

import { spawn } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { cache, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { startVscode, Trouble } from './lib/vscode.mjs';
import { packageVsix } from './lib/vsix.mjs';

const example = 'examples/acme';
const neighbour = 'examples/upstream';

/** Where to look first: a name that lacks its prefix. */
const first = { file: 'qapi/detach.json', text: "'query_detach'" };

const advice =
  `In ${first.file} put the cursor on a squiggle and press Ctrl+. (on a Mac Cmd+.) for its fixes. ` +
  'messages/backup.qmp shows what is checked in QMP messages.';

const { values } = parseArgs({
  options: {
    terminal: { type: 'boolean' },
    browser: { type: 'boolean' },
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
  },
});

try {
  if (values.terminal) await inTerminal();
  else {
    const code = values.browser ? undefined : desktopCode();
    await (code ? inDesktop(code) : inBrowser());
  }
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function inTerminal() {
  if (!(await build({ only: ['cli'] }))) throw new Trouble('The build failed.');
  const command = ['check', example];
  console.log(`\n$ npx qapi ${command.join(' ')}\n`);
  const code = await run(process.execPath, [join(root, 'server/bin/qapi.cjs'), ...command]);
  // Status 1 says that there are errors: the example is made of them, so here that is what should happen.
  if (code > 1) throw new Trouble(`qapi ended with status ${code}.`);
  console.log(
    [
      '',
      'These mistakes are there to be fixed:',
      '  npx qapi explain RULE                 says why a rule is one and how to satisfy it',
      `  npx qapi check --fix ${example}    fixes what can be fixed (\`git checkout ${example}\` brings it back)`,
      '  npm start                             shows the same in VS Code',
    ].join('\n'),
  );
}

/** @param {string} code */
async function inDesktop(code) {
  if (!(await build())) throw new Trouble('The build failed.');
  const folder = copyExample();
  console.log(`\nOpening ${relative(root, folder)} in VS Code (${code}): a fresh copy of ${example}, yours to fix.`);
  console.log(advice);
  const file = join(folder, first.file);
  const before = readFileSync(file, 'utf8').split(first.text)[0]?.split('\n') ?? [];
  const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 2}`;
  const status = await run(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder, '--goto', place]);
  if (status !== 0) throw new Trouble(`\`code\` ended with status ${status}. Try \`npm start -- --browser\`.`);
}

async function inBrowser() {
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Trouble(`--port takes a number from 1 to 65535, not "${values.port}".`);
  }
  const vsix = join(cache, 'qapi.vsix');
  await packageVsix(vsix);
  const folder = copyExample();
  const state = join(cache, 'start');
  const vscode = await startVscode({ vsix, state, ...(port === undefined ? {} : { port }) });
  const url = vscode.page(folder);
  console.log(
    [
      '',
      `VS Code with the extension and ${relative(root, folder)}, a fresh copy of ${example}, yours to fix:`,
      '',
      `    ${url}`,
      '',
      `${advice} Ctrl-C here stops it.`,
    ].join('\n'),
  );
  if (!values['no-open']) openPage(url);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void vscode.stop().then(() => process.exit(0)));
  }
  const code = await vscode.ended;
  await vscode.stop();
  if (code !== 0) throw new Trouble(`VS Code's server ended with status ${code}; its log is ${vscode.log}`);
}

/** The example and the upstream tree it is compared with, side by side as in the repository. */
function copyExample() {
  const copy = join(cache, 'start/examples');
  rmSync(copy, { recursive: true, force: true });
  for (const tree of [example, neighbour]) {
    if (existsSync(join(root, tree))) cpSync(join(root, tree), join(cache, 'start', tree), { recursive: true });
  }
  return join(cache, 'start', example);
}

/** The desktop's VS Code on the PATH: a program that can be started without a shell. */
function desktopCode() {
  // Where there is no screen, `code` would be one that only talks to a VS Code elsewhere.
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    // On Windows `code` is a .cmd file beside the program's folder.
    const file = process.platform === 'win32' ? join(dirname(folder), 'Code.exe') : join(folder, 'code');
    try {
      accessSync(file, constants.X_OK);
      if (process.platform !== 'win32' || existsSync(join(folder, 'code.cmd'))) return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** @param {string} url */
function openPage(url) {
  const [file, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  // Failing to open it is no failure: the address stands above.
  spawn(file ?? '', [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
