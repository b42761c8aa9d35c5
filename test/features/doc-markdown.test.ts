// Documentation comments, rendered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { docMarkdown } from '../../server/src/features/doc-markdown.ts';
import {
  codeBlock,
  codeSpan,
  escapeMarkdown,
  hasLinkEnd,
  joined,
  link,
  listItem,
  paragraph,
  plainTextOf,
  quotation,
} from '../../server/src/features/markdown.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Doc } from '../../server/src/syntax/tree.ts';
import { testPage } from '../helpers/pages.ts';

/** The comment that has these lines. */
function docOf(text: string): Doc {
  const lines = text.split('\n').map((line) => (line === '' ? '#' : `# ${line}`));
  const tree = parse(`##\n${lines.join('\n')}\n##\n{ 'command': 'eject' }\n`);
  const doc = tree.freeDocs[0] ?? tree.expressions[0]?.doc;
  assert.ok(doc);
  return doc;
}

testPage(new URL('fixtures/doc-markdown.txt', import.meta.url), (files) =>
  docMarkdown(docOf((files[''] ?? '').trimEnd()), 'Arguments'),
);

/** Pieces that mean something to one of the two markups, so that random texts are full of traps. */
const traps = fc.constantFrom(
  ...[
    'a',
    ' ',
    '\n',
    '\n\n',
    '    ',
    '*',
    '**',
    '_',
    '__',
    '`',
    '``',
    '```',
    '~',
    '[',
    ']',
    '](',
    '][',
    ']: ',
    '!',
    '<',
    '>',
  ],
  ...[
    '<b>',
    '<img src=x>',
    '</p>',
    '<!--',
    '&amp;',
    '\\',
    '# ',
    '- ',
    '+ ',
    '1. ',
    '=',
    '---',
    '| ',
    '\t',
    'https://a.b/',
    '://',
  ],
  ...[
    'javascript:x',
    'command:x',
    'me@example.com',
    'www.example.com',
    '@name',
    '::',
    '::\n\n    ',
    '.. note::',
    '.. raw:: html',
  ],
  ...['.. qmp-example::', '-> {', '`t <http://a.b>`_', ':ref:`x`', 'Returns:', '@x: ', '\u2028', 'é'],
);
const trickyText = fc.array(traps, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** Markdown without its code, and without what a backslash makes harmless. */
function outsideCode(markdown: string): string {
  let out = '';
  for (let i = 0; i < markdown.length; ) {
    const run = /^`+/.exec(markdown.slice(i))?.[0];
    if (run !== undefined) {
      const end = new RegExp(`(?<!\`)${run}(?!\`)`, 'g');
      end.lastIndex = i + run.length;
      const close = end.exec(markdown);
      assert.ok(close, `${run} is never closed in ${JSON.stringify(markdown)}`);
      i = close.index + run.length;
      out += 'code';
    } else if (markdown[i] === '\\') {
      i += 2;
      out += 'x';
    } else {
      out += markdown[i];
      i++;
    }
  }
  return out;
}

test('no text makes HTML, an image, or a link other than to where it says', () => {
  fc.assert(
    fc.property(trickyText, (text) => {
      // A link stands between what is before and behind it: taken out, it would bring them together.
      const shown = outsideCode(docMarkdown(docOf(text))).replace(/<https?:\/\/[^\s<>]+>/g, 'link');
      assert.doesNotMatch(shown, /<[A-Za-z/!?]|\][([:]|:\/\/|www\.|@\w|&\w+;/);
    }),
    { numRuns: 1000, examples: [[']https://a.b/::\n\n    '], [']`\t`::\n\n    ']] },
  );
});

test('any text at all is rendered', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), trickyText), (text) => {
      docMarkdown(docOf(text));
    }),
    { numRuns: 1000 },
  );
});

test('of a megabyte the beginning is shown', () => {
  for (const piece of ['- ', '*a ', '`a', '[', '**a', ':a:`', '<', ' \n', '- a\n', '.. note::\n   ', '{\n\n']) {
    const markdown = docMarkdown(docOf(`Once upon a time:\n\n${piece.repeat(1_000_000 / piece.length)}`));
    assert.match(markdown, /^Once upon a time:\n/);
    assert.match(markdown, /\n…$/);
    assert.ok(markdown.length < 100_000);
  }
});

test('a name is shown letter by letter', () => {
  assert.equal(codeSpan('a_b*c'), '`a_b*c`');
  assert.equal(codeSpan('a`b'), '``a`b``');
  assert.equal(codeSpan('`'), '`` ` ``');
  assert.equal(codeSpan('a\nb'), '`a b`');
  assert.equal(codeSpan(''), '');
});

test('a line that is no paragraph does not become one thing or another', () => {
  for (const line of ['# a', '> a', '- a', '+ a', '1. a', '12) a', '---', '===', '|', '- - -']) {
    assert.ok(paragraph(escapeMarkdown(line)).includes('\\'), line);
  }
  for (const line of ['#1', '-1 is less', '3.14', '=x', 'a - b', 'a_b', '2 * 3', 'x < 5', '[0, 10)']) {
    assert.equal(paragraph(escapeMarkdown(line)), line);
  }
});

// ---- plain text ----

test('without its marks, a text is the one that it was made of', () => {
  const line = fc
    .oneof(fc.string({ maxLength: 60 }), trickyText)
    .map((some) => some.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
  fc.assert(
    fc.property(line, line, (text, code) => {
      const all = `${text} x${code}x ${text}`.trim();
      const hasLink = hasLinkEnd(all);
      const pieces = [escapeMarkdown(`${text} x`, hasLink), codeSpan(code), escapeMarkdown(`x ${text}`, hasLink)];
      assert.equal(plainTextOf(paragraph(joined(pieces))), all);
      assert.equal(plainTextOf(codeBlock([text, code])), `${text}\n${code}`);
      assert.equal(plainTextOf(`**${escapeMarkdown(`x${text}x`)}**`), `x${text}x`);
    }),
    { numRuns: 1000 },
  );
});

test('lists and quotations stay, and so do links that lead into the web', () => {
  const source = link(escapeMarkdown('the *specification*'), 'https://example.com/a_b');
  const block = codeBlock(['{ "a*b*": 1 }'], 'json');
  const markdown = [
    `**Error:** ${link(codeSpan('downstream/x'), 'file:///pages/x.md')}`,
    listItem('-', [`${codeSpan('id')}: a name, *not* a path`, block], false),
    listItem('1.', [block], false),
    quotation(['**Note:** 2 * 3', block]),
    `See ${source} and <https://example.com/>.`,
  ].join('\n\n');
  assert.equal(
    plainTextOf(markdown),
    `Error: downstream/x

- id: a name, not a path

  { "a*b*": 1 }

1.
   { "a*b*": 1 }

> Note: 2 * 3
>
> { "a*b*": 1 }

See the *specification* <https://example.com/a_b> and https://example.com/.`,
  );
});
