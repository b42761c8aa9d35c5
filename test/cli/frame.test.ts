import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { frame } from '../../server/src/cli/frame.ts';
import { paintWith, widthOf } from '../../server/src/cli/terminal.ts';
import { LineIndex } from '../../server/src/syntax/text.ts';

/** The frame of what stands between « and ». */
function framed(marked: string, columns = 80): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace('«', '').replace('»', '');
  return frame(text, new LineIndex(text), { start, end }, columns, paintWith(false)).join('\n');
}

const CASES: readonly [what: string, marked: string, expected: string][] = [
  [
    'the line with carets, between its neighbours',
    `one
two «three» four
five
six
`,
    `1 | one
2 | two three four
  |     ^^^^^
3 | five`,
  ],
  [
    'empty neighbours are left out',
    `one

«two»

three
`,
    `3 | two
  | ^^^`,
  ],
  [
    'numbers of lines stand below each other',
    `${'\n'.repeat(8)}nine «x»\nten\n`,
    ` 9 | nine x
   |      ^
10 | ten`,
  ],
  [
    'a mark over several lines ends with the first one',
    `{ «'data': {
    'x': 1 }» }`,
    `1 | { 'data': {
  |   ^^^^^^^^^
2 |     'x': 1 } }`,
  ],
  [
    'a mark around nothing has one caret',
    "{ 'command': 'x' «»",
    `1 | { 'command': 'x'
  |                  ^`,
  ],
  ['an empty file has a line, too', '«»', '1 |\n  | ^'],
  [
    'the end of a file',
    `one
«»`,
    `1 | one
2 |
  | ^`,
  ],
  [
    'tabs are seen, and stop where they should',
    '\tab\t«c»\td',
    `1 | →   ab→ c→  d
  |         ^`,
  ],
  [
    'control characters, and those that turn the text round, are shown and not sent',
    'a\x1b[31m\x00«b\u202e»c\x7f\u0085',
    `1 | a␛[31m␀b<U+202E>c␡<U+0085>
  |        ^^^^^^^^^`,
  ],
  [
    'wide characters have two carets, accents none',
    "# 你好 «e\u0301😀» '",
    `1 | # 你好 e\u0301😀 '
  |        ^^^`,
  ],
  [
    'lines end in every way that QEMU knows',
    'one\r\n«two»\rthree\r\n',
    `1 | one
2 | two
  | ^^^
3 | three`,
  ],
];

describe('a code frame', () => {
  for (const [what, marked, expected] of CASES) test(what, () => assert.equal(framed(marked), expected));

  test('of a long line it shows the part with the mark', () => {
    const words = Array.from({ length: 100 }, (_, index) => `word${index}`);
    words[50] = '«word50»';
    assert.equal(
      framed(`before\n${words.join(' ')}\nafter`, 60),
      `2 | …46 word47 word48 word49 word50 word51 word52 word53 wo…
  |                          ^^^^^^`,
    );
  });

  test('of a line that is too long it shows the beginning if the mark is there', () => {
    const line = `«{» ${'x'.repeat(200)}`;
    assert.equal(
      framed(`before\n${line}\n`, 30),
      `1 | before
2 | { xxxxxxxxxxxxxxxxxxxxxx…
  | ^`,
    );
  });

  test('a long mark is cut as well', () => {
    assert.equal(
      framed(`x = «${'y'.repeat(500)}»`, 40),
      `1 | x = yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    );
  });

  test('no line is ever wider than asked for', () => {
    const line = 'a\t\x00你‮'.repeat(200);
    for (let start = 0; start < line.length; start += 7) {
      for (const length of [0, 1, 5, 200]) {
        const lines = frame(line, new LineIndex(line), { start, end: start + length }, 60, paintWith(false));
        for (const shown of lines) assert.ok(widthOf(shown) <= 60, shown);
      }
    }
  });

  test('no character is cut in halves', () => {
    const line = '😀'.repeat(200);
    for (let start = 0; start < line.length; start += 2) {
      const lines = frame(line, new LineIndex(line), { start, end: start + 2 }, 61, paintWith(false));
      assert.match(lines[0] ?? '', /^1 \| …?(😀)+…?$/u);
      assert.ok(lines.every((shown) => widthOf(shown) <= 61));
    }
  });
});
