// What the editor shows about the place under the mouse.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { hoverAt } from '../../server/src/features/hover.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { testPage } from '../helpers/pages.ts';

const ROOT = 'qapi/qapi-schema.json';

function analysesOf(files: Readonly<Record<string, string>>, path: string): Promise<readonly Analysis[]> {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/tree/${name}`, text]));
  return new Workspace(memoryHost(tree), ['/tree']).analysesOf(path);
}

testPage(new URL('fixtures/hover.txt', import.meta.url), async (scene) => {
  const files: Record<string, string> = {};
  let caret = { path: '', offset: -1 };
  for (const [name, text] of Object.entries(scene)) {
    const path = name || ROOT;
    const offset = text.indexOf('|');
    if (offset >= 0) caret = { path: `/tree/${path}`, offset };
    files[path] = text.replace('|', '');
  }
  const analyses = await analysesOf(files, caret.path);
  const ruleLink = (id: string): string => `https://example.com/rules/${id}.md`;
  return hoverAt(analyses, caret.path, caret.offset, { ruleLink })?.markdown ?? '';
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
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (list) => {
      const path = `/tree/${ROOT}`;
      const text = list.join('');
      const analyses = await analysesOf({ [ROOT]: text }, path);
      for (let offset = 0; offset <= text.length; offset++) {
        const hover = hoverAt(analyses, path, offset);
        if (!hover) continue;
        assert.ok(hover.span.start <= offset && offset <= hover.span.end && hover.span.end <= text.length);
        assert.notEqual(hover.markdown, '');
      }
    }),
    { numRuns: 200 },
  );
});
