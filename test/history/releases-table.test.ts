// The page of numbers from release to release, made of a few small trees.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { releasesTable, TreeError } from '../../scripts/releases-table.ts';
import { tempFolder } from '../helpers/temp.ts';

const tree = (folder: string, version: string, main: string, more: Readonly<Record<string, string>> = {}) => ({
  [`${folder}/VERSION`]: `${version}\n`,
  [`${folder}/qapi/qapi-schema.json`]: main,
  ...Object.fromEntries(Object.entries(more).map(([path, text]) => [`${folder}/${path}`, text])),
});

describe('npm run releases:table', () => {
  it('compares each release with the one before it, by their versions', async (context) => {
    const guest = { 'qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n" };
    const folder = tempFolder(context, {
      ...tree('b', '10.0.0', "{ 'command': 'stop', 'data': { 'a': 'int', '*b': 'int' } } { 'event': 'STOP' }", guest),
      ...tree('a', '9.2.0', "{ 'command': 'stop', 'data': { '*a': 'int' } } { 'command': 'cont' }", guest),
      ...tree('c', '10.0.50', "{ 'command': 'stop', 'data': { 'a': 'int', '*b': 'int' } } { 'event': 'STOP' }"),
      'notes.txt': 'no tree',
    });
    const said: string[] = [];
    const out = `${folder}/page.md`;
    assert.equal(await releasesTable([folder, '--out', out], (line) => said.push(line)), 0);
    const page = readFileSync(out, 'utf8');
    assert.equal(
      page.slice(page.indexOf('## ')),
      `## The system emulator (\`qapi\`)

| from | to | new | gone | breaking | risky | unstable | other |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| 9.2 | 10.0 | 1 | 1 | 1 | 0 | 0 | 1 |
| 10.0 | 10.0.50 | 0 | 0 | 0 | 0 | 0 | 0 |
| all |  | 1 | 1 | 1 | 0 | 0 | 1 |

## The guest agent (\`qga\`)

| from | to | new | gone | breaking | risky | unstable | other |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| 9.2 | 10.0 | 0 | 0 | 0 | 0 | 0 | 0 |
| all |  | 0 | 0 | 0 | 0 | 0 | 0 |

## The storage daemon (\`storage-daemon\`)

| from | to | new | gone | breaking | risky | unstable | other |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| all |  | 0 | 0 | 0 | 0 | 0 | 0 |
`,
    );
    assert.equal(said.length, 1);
  });

  it('says how it is used, and what is wrong with a folder', async (context) => {
    const said: string[] = [];
    assert.equal(await releasesTable([], (line) => said.push(line)), 2);
    assert.deepEqual(said, ['usage: npm run releases:table -- DIR [--out FILE]']);
    const broken = tempFolder(context, tree('a', '8.2.0', "{ 'include': 'gone.json' }\n"));
    await assert.rejects(
      releasesTable([broken, '--out', `${broken}/page.md`], () => {}),
      TreeError,
    );
    const empty = tempFolder(context, { 'notes.txt': '' });
    await assert.rejects(
      releasesTable([empty, '--out', `${empty}/page.md`], () => {}),
      TreeError,
    );
  });
});
