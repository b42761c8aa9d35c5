// What a downstream's developer sees of the way his tree has gone: above a definition, in the list of changes, and in the
// baseline itself.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../helpers/temp.ts';
import { suite } from './harness.ts';

const scenario = suite({ trees: ['examples/acme', 'examples/upstream'] });

const file = 'qapi/block.json';
const optional = "'*speed': 'DiskSpeed',\n            '*read-ahead'";
const lens = 'differs from git:upstream: +1 argument, 1 now mandatory (breaking)';

scenario(
  'a definition tells how it differs, a click lists it, and another one shows the baseline',
  async (editor) => {
    await editor.openFile(file);
    await editor.goTo(editor.find(file, "{ 'command': 'disk-attach'"));
    await editor.page.locator('.codelens-decoration a', { hasText: lens }).click();

    const row = editor.page.locator('.pane .monaco-list-row', { hasText: 'argument speed: now mandatory' });
    await row.waitFor();
    await editor.screenshot('changes');

    await row.hover();
    await row.locator('[aria-label="Show in the Baseline"]').click();
    // In git alone: the file of the tree has other lines there.
    await editor.waitForText("'*speed': 'DiskSpeed' },");
    await editor.language().filter({ hasText: 'QAPI' }).waitFor();
    assert.equal(await editor.squiggles().count(), 0);
    await editor.screenshot('changes-baseline');

    await row.click();
    await editor.waitForText("'*read-ahead': 'uint32' },");
  },
  {
    prepare: (folder) => {
      // The commit has the upstream's files, the folder those of the downstream.
      git(folder, 'init', '--quiet');
      git(folder, '--work-tree=../upstream', 'add', '--all');
      git(folder, 'commit', '--quiet', '--message=The upstream');
      git(folder, 'tag', 'upstream');
      rewrite(join(folder, '.qapirc.json'), 'dir:../upstream', 'git:upstream');
      rewrite(join(folder, file), optional, optional.replace('*', ''));
    },
  },
);

function rewrite(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${path} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}
