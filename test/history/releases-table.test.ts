// The page of numbers from release to release, made of a few small releases.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { pageOf, RELEASES_PAGE, releasesTable } from '../../scripts/releases-table.ts';
import { History } from '../../server/src/history/history.ts';
import { historyText } from '../helpers/history.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('npm run releases:table', () => {
  it('compares each release with the one before it, and leaves a development tree out of the sums', async (context) => {
    const guest = { 'qga/qapi-schema.json': "{ 'command': 'guest-sync' }\n" };
    const text = await historyText({
      '9.2': {
        'qapi/qapi-schema.json': "{ 'command': 'stop', 'data': { '*a': 'int' } } { 'command': 'cont' }",
        ...guest,
      },
      '9.2.50': { 'qapi/qapi-schema.json': "{ 'command': 'stop', 'data': { '*a': 'int' } }", ...guest },
      '10.0': {
        'qapi/qapi-schema.json':
          "{ 'command': 'stop', 'data': { 'a': 'int', '*b': 'int' } } { 'command': 'cont' } { 'event': 'STOP' }",
        ...guest,
      },
    });
    const folder = tempFolder(context, { 'history.txt': text });
    const out = `${folder}/page.md`;
    const said: string[] = [];
    releasesTable(['--history', `${folder}/history.txt`, '--out', out], (line) => said.push(line));
    const page = readFileSync(out, 'utf8');
    assert.equal(
      page.slice(page.indexOf('## ')),
      `## The system emulator (\`qapi\`)

| from | to | new | gone | breaking | risky | unstable | other |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| 9.2 | 9.2.50 | 0 | 1 | 0 | 0 | 0 | 0 |
| 9.2 | 10.0 | 1 | 0 | 1 | 0 | 0 | 1 |
| all |  | 1 | 0 | 1 | 0 | 0 | 1 |

## The guest agent (\`qga\`)

| from | to | new | gone | breaking | risky | unstable | other |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| 9.2 | 9.2.50 | 0 | 0 | 0 | 0 | 0 | 0 |
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

  it('has been run since the history was changed', () => {
    assert.equal(readFileSync(RELEASES_PAGE, 'utf8'), pageOf(new History(readFileSync(HISTORY_FILE, 'utf8'))));
  });
});
