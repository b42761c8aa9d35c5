import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from '../../scripts/generate.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { rulePage, rulesIndex } from '../../server/src/rules/page.ts';
import type { Rule } from '../../server/src/rules/rule.ts';

const rule: Rule = {
  id: 'downstream/shouting',
  category: 'downstream',
  severity: 'warning',
  strictSeverity: 'error',
  enforced: { since: '6.0' },
  unenforcedSeverity: 'off',
  summary: 'A name shouts: `A|B`.',
  why: 'Nobody likes it.',
  remedy: 'Write it in lower case.',
  source: { title: 'A book', url: 'https://example.com/book' },
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«LOUD»',\t'data': { '«NOISE»': 'int' } }\n# a\0b\n«»" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'quiet' }\n" },
    domains: ['com.example', 'com.acme'],
    version: '8.2',
  },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'quiet' }\n" } },
  check() {},
};

test('a page says what, why and what to do, and has carets under what is wrong', () => {
  assert.equal(
    rulePage(rule),
    `# downstream/shouting

A name shouts: \`A|B\`.

|  |  |
| --- | --- |
| Category | Names of downstreams |
| Default severity | \`warning\`; \`error\` in the profile \`strict\`; \`off\` in trees of versions that do not enforce it |
| QEMU's own generator | refuses the schema for it since 6.0 |

## Why

Nobody likes it.

## Wrong

With domains \`com.example\`, \`com.acme\`, QEMU 8.2:

\`qapi/qapi-schema.json\`:

\`\`\`python
{ 'command': 'LOUD',    'data': { 'NOISE': 'int' } }
              ^^^^                 ^^^^^
# a␀b

^
\`\`\`

\`qapi/qapi-schema.json\` upstream:

\`\`\`python
{ 'command': 'quiet' }
\`\`\`

## Right

\`\`\`python
{ 'command': 'quiet' }
\`\`\`

## What to do

Write it in lower case.

## Another severity, or silence

In \`.qapirc.json\` at the top of the tree:

\`\`\`json
{ "severities": { "downstream/shouting": "off" } }
\`\`\`

The severities are \`error\`, \`warning\`, \`information\`, \`hint\` and \`off\`. In VS Code the same goes into the setting \`qapi.severities\`.

## Where it comes from

[A book](https://example.com/book)
`,
  );
});

test('the index links to every page, by category', () => {
  assert.match(
    rulesIndex([rule]),
    /## Names of downstreams\n\n\| Rule .*\n\| --- .*\n\| \[downstream\/shouting\]\(downstream\/shouting\.md\) \| warning \| A name shouts: `A\\\|B`\. \|\n$/,
  );
});

test('no page has the marks of its examples, or lines that nobody could read', () => {
  for (const one of allRules) {
    const page = rulePage(one);
    assert.doesNotMatch(page, /[«»\0]/, one.id);
    assert.ok(
      page.split('\n').every((line) => line.length < 400),
      one.id,
    );
  }
});

test('the pages, the schema and the manifest are as `npm run generate` writes them', () => {
  assert.deepEqual(
    differences().map(({ path }) => path),
    [],
  );
});
