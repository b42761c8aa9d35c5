// What the editor shows about the place under the mouse.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { hoverAt } from '../../server/src/features/hover.ts';
import { HistoryError } from '../../server/src/history/data.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { historyFrom } from '../helpers/history.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { testPage } from '../helpers/pages.ts';

const ROOT = 'qapi/qapi-schema.json';

function analysesOf(files: Readonly<Record<string, string>>, path: string): Promise<readonly Analysis[]> {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/tree/${name}`, text]));
  return new Workspace(memoryHost(tree), ['/tree']).analysesOf(path);
}

/** Of the path of a file in a scene: the release whose file it is, and where it stands there. */
const OF_RELEASE = /^(\d+\.\d+(?:\.\d+)?)(?:\/(.*))?$/;

/** The hover at the caret of a scene. Where the scene has files of releases, they are the history. */
async function hoverIn(scene: Readonly<Record<string, string>>): Promise<string> {
  const files: Record<string, string> = {};
  const releases: Record<string, Record<string, string>> = {};
  let caret = { path: '', offset: -1 };
  for (const [name, text] of Object.entries(scene)) {
    const [, release, place] = OF_RELEASE.exec(name) ?? [];
    if (release !== undefined) {
      releases[release] = { ...releases[release], [place ?? ROOT]: text };
      continue;
    }
    const path = name || ROOT;
    const offset = text.indexOf('|');
    if (offset >= 0) caret = { path: `/tree/${path}`, offset };
    files[path] = text.replace('|', '');
  }
  const analyses = await analysesOf(files, caret.path);
  const known = Object.keys(releases).length > 0 ? await historyFrom(releases) : undefined;
  const ruleLink = (id: string): string => `https://example.com/rules/${id}.md`;
  const options = { ruleLink, ...(known && { history: () => known }) };
  return hoverAt(analyses, caret.path, caret.offset, options)?.markdown ?? '';
}

testPage(new URL('fixtures/hover.txt', import.meta.url), hoverIn);
testPage(new URL('fixtures/hover-life.txt', import.meta.url), hoverIn);

describe('the history', () => {
  const path = `/tree/${ROOT}`;
  const text =
    "{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': { '__com.acme_drive': 'Drive' } }\n";
  const history = () => {
    throw new HistoryError('It is gone.');
  };

  test('is not asked for where it has nothing to tell', async () => {
    const analyses = await analysesOf({ [ROOT]: text }, path);
    for (const place of ["Drive'", "'struct'", "'str'", '__com.acme_drive', '\n']) {
      hoverAt(analyses, path, text.indexOf(place) + 1, { history });
    }
  });

  test('is asked for at a name that may be in it, and may fail', async () => {
    const analyses = await analysesOf({ [ROOT]: text }, path);
    for (const name of ['eject', 'id']) {
      assert.throws(() => hoverAt(analyses, path, text.indexOf(`'${name}'`) + 1, { history }), HistoryError);
    }
  });
});

test('nothing is said of a file that no analysis holds', async () => {
  const analyses = await analysesOf({ [ROOT]: "{ 'command': 'eject' }" }, `/tree/${ROOT}`);
  assert.equal(hoverAt(analyses, '/tree/other.json', 0), undefined);
  assert.equal(hoverAt([], `/tree/${ROOT}`, 3), undefined);
});

test('the span is that of the name, without quotes and asterisk', async () => {
  const text = "{ 'command': 'eject', 'data': { '*id': 'str' } }";
  const analyses = await analysesOf({ [ROOT]: text }, `/tree/${ROOT}`);
  const start = text.indexOf('id');
  assert.deepEqual(hoverAt(analyses, `/tree/${ROOT}`, start)?.span, { start, end: start + 2 });
});

test('a page need not be known', async () => {
  const path = `/tree/${ROOT}`;
  const analyses = await analysesOf({ [ROOT]: "{ 'command': 'Eject' }" }, path);
  assert.match(hoverAt(analyses, path, 15)?.markdown ?? '', /^\*\*Error:\*\* `naming\/lower-case`\n/);
});

/** A schema in pieces, some of them out of place. */
const pieces = fc.constantFrom(
  ...[
    "{ 'command': 'eject', ",
    "{ 'enum': 'E', ",
    "{ 'union': 'U', ",
    "{ 'alternate': 'A', ",
    "{ 'pragma': { ",
    ' }\n',
    ' ]',
    ' [ ',
  ],
  ...[
    "'data': { ",
    "'data': [ ",
    "'*a': 'E'",
    "'b': ['U']",
    "'base': 'U', ",
    "'discriminator': 'a', ",
    "'if': { 'any': [ ",
    ', ',
  ],
  ...[
    "{ 'name': 'x', 'features': ['deprecated'] }",
    "'returns': { 'c': 'A' }, ",
    "'__com.acme_d'",
    "'doc-required': true",
    '\n',
  ],
  ...[
    '\n##\n',
    '# @eject:\n#\n',
    '# @a: see @E, `U`\n',
    '# -> { "execute": "eject", "arguments": { "a": "x" } }\n',
    "'",
    '#',
  ],
);

test('wherever the mouse is in whatever text', async () => {
  const known = await historyFrom({
    '2.3': "{ 'command': 'eject', 'data': { 'a': { 'b': 'any' } } }",
    '2.4': "{ 'enum': 'E', 'data': [ 'x' ] } { 'command': 'eject', 'data': { 'a': 'E' }, 'returns': { 'c': 'str' } }",
  });
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (list) => {
      const path = `/tree/${ROOT}`;
      const text = list.join('');
      const analyses = await analysesOf({ [ROOT]: text }, path);
      for (let offset = 0; offset <= text.length; offset++) {
        const hover = hoverAt(analyses, path, offset, { history: () => known });
        if (!hover) continue;
        assert.ok(hover.span.start <= offset && offset <= hover.span.end && hover.span.end <= text.length);
        assert.notEqual(hover.markdown, '');
      }
    }),
    { numRuns: 200 },
  );
});
