import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bundledHistory } from '../../server/src/platform/history.ts';

const top = join(import.meta.dirname, '..', '..');

describe('the bundled history', () => {
  test('is there, and is read once', () => {
    const history = bundledHistory();
    assert.ok(history.releases.length >= 42);
    assert.equal(history.releases[0]?.name, '1.0');
    assert.equal(bundledHistory(), history);
  });

  test('comes with the extension', async () => {
    const { listFiles, PackageManager } = await import('@vscode/vsce');
    const files = await listFiles({ cwd: top, packageManager: PackageManager.None });
    assert.ok(files.includes('server/data/history.txt'), files.join('\n'));
  });

  test('comes with the package of the server', () => {
    const { files } = JSON.parse(readFileSync(join(top, 'server/package.json'), 'utf8'));
    assert.ok(files.includes('data'));
  });
});
