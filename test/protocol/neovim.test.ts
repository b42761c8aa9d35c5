// Neovim, if there is one, with the server as it is: what an editor makes of it that is not ours.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../helpers/temp.ts';
import { exampleTrees } from './client.ts';

const nvim = spawnSync('nvim', ['--version'], { encoding: 'utf8' });
const skip = nvim.error ? 'there is no nvim on the PATH' : false;

const script = fileURLToPath(new URL('neovim.lua', import.meta.url));
const server = fileURLToPath(new URL('../../server/bin/qapi-language-server.js', import.meta.url));
const guide = fileURLToPath(new URL('../../docs/guides/editors.md', import.meta.url));

/** What the guide has for the Neovim that there is. */
function initOfGuide(): string {
  const text = readFileSync(guide, 'utf8');
  const [early = '', late = ''] = ['0.7 to 0.10', '0.11 and later'].map((versions) => {
    const [, lua] = new RegExp(`^## Neovim ${versions}\\n.*?^\`\`\`lua\\n(.*?)^\`\`\`$`, 'ms').exec(text) ?? [];
    return lua;
  });
  const [, minor = 0] = (/^NVIM v(\d+)\.(\d+)/.exec(nvim.stdout) ?? []).slice(1).map(Number);
  if (minor < 11) return early;
  // "The same `vim.filetype.add` and `BufReadPre` as above, and then".
  return early.slice(0, early.indexOf("vim.api.nvim_create_autocmd('FileType'")) + late;
}

function textsOf(folder: string): Record<string, string> {
  const files = readdirSync(`${folder}/qapi`);
  return Object.fromEntries(files.map((file) => [file, readFileSync(`${folder}/qapi/${file}`, 'utf8')]));
}

/** Runs the steps of neovim.lua, looks at what it says and saves, and gives what it says beyond that. */
function fixInNeovim(t: TestContext, init: string, env: Record<string, string>): string[] {
  const { acme } = exampleTrees(t);
  const before = textsOf(acme);
  // Neither the user's configuration nor a log of earlier days.
  const home = tempFolder(t, { 'init.lua': init });
  const { stdout, stderr, status } = spawnSync(
    'nvim',
    ['--headless', '-u', `${home}/init.lua`, '-i', 'NONE', '-n', '-c', `luafile ${script}`],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_DATA_HOME: home,
        XDG_STATE_HOME: home,
        XDG_CACHE_HOME: home,
        QAPI_TREE: acme,
        ...env,
      },
    },
  );
  // Without a screen, Neovim prints to its standard error.
  const said = `${stdout}${stderr}`.replaceAll('\r', '').trim();
  assert.equal(status, 0, said);
  const [problem, hover, action, ...rest] = said.split('\n').filter((line) => line !== '');
  assert.equal(problem, 'problem 41:15 qapi downstream/missing-prefix', said);
  assert.match(hover ?? '', /^hover .*downstream\/missing-prefix.*\*\*Why:\*\*.*command `query_detach`/);
  assert.match(action ?? '', /^action Insert the prefix: '__com\.acme_query-detach'/);
  assert.deepEqual(rest.pop(), 'done', said);

  const wanted = Object.entries(before).map(([file, text]) => [
    file,
    text.replaceAll('query_detach', '__com.acme_query-detach'),
  ]);
  assert.deepEqual(textsOf(acme), Object.fromEntries(wanted));
  return rest;
}

test(
  'in Neovim a new name is underlined, explained, and fixed and saved in all files that speak of it',
  { skip },
  (t) => void fixInNeovim(t, '', { QAPI_NODE: process.execPath, QAPI_SERVER: server }),
);

test('the same goes for a Neovim that is set up as the guide says', { skip }, (t) => {
  const init = initOfGuide();
  assert.match(init, /qapi-language-server/);
  const bin = tempFolder(t);
  symlinkSync(server, `${bin}/qapi-language-server`);
  // Off for root, which tests may run as; on for people.
  const env = { PATH: [bin, process.env.PATH].join(delimiter) };
  const rest = fixInNeovim(t, `vim.o.modeline = true\n${init}`, env);
  assert.match(rest.join('\n'), /^messages qmp 10 qmp\/unknown-command$/m);
});
