// In a folder that is not trusted no process is started: its configuration could be somebody else's.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from './harness.ts';

/** Where the git in front of the real one notes how it was called. */
let calls = '';

const scenario = suite({
  trees: ['examples/acme', 'examples/upstream'],
  trust: false,
  settings: {
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    // VS Code's own support for git would call it as well.
    'git.enabled': false,
    // The page on which trust is granted: in a tab, not over the editor.
    'workbench.editor.useModal': 'off',
  },
  env: (home) => {
    const bin = join(home, 'bin');
    calls = join(home, 'git-calls');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$@" >> '${calls}'\nPATH='${process.env.PATH}' exec git "$@"\n`);
    chmodSync(join(bin, 'git'), 0o755);
    // The server of VS Code takes its PATH from a login shell.
    for (const file of ['.profile', '.bash_profile', '.zprofile']) {
      writeFileSync(join(home, file), `export PATH='${bin}':"$PATH"\n`);
    }
    return {};
  },
});

scenario(
  'git is called only once the folder is trusted',
  async (editor) => {
    await editor.openFile('qapi/vault.json');
    await editor.statusItem().filter({ hasText: 'baseline none' }).waitFor();
    await editor.waitForSquiggles('some');
    await editor.screenshot('untrusted');
    assert.ok(!existsSync(calls), 'git was called');

    await editor.command('Workspaces: Manage Workspace Trust');
    await editor.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await editor.page.getByText('You trust this folder').waitFor();
    await editor.openFile('qapi/vault.json');
    await editor.statusItem().filter({ hasText: 'baseline git:v1.0' }).waitFor();
    await editor.screenshot('trusted');
    assert.match(readFileSync(calls, 'utf8'), /rev-parse/);
  },
  {
    prepare: (folder) => {
      rmSync(calls, { force: true });
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@acme.test', ...args], { cwd: folder });
      git('init', '--quiet');
      git('add', '.');
      git('commit', '--quiet', '--message=upstream');
      git('tag', 'v1.0');
      writeFileSync(
        join(folder, '.qapirc.json'),
        '{ "role": "downstream", "domains": ["com.acme"], "baseline": "git:v1.0" }\n',
      );
    },
  },
);
