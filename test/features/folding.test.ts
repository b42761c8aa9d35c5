// What can be folded: shown as a bar beside the lines, from the line that stays to the last one that goes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FoldingRange, foldingRanges } from '../../server/src/features/folding.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { CAFE, ODD_TEXTS } from './marked-tree.ts';

const LETTERS = { comment: 'c', imports: 'i', region: 's', none: 'd' } as const;

/**
 * Compares ranges with a picture. On the left of the `¦` every range has a column: a letter for its kind (comment, imports,
 * section, definition) at the line that stays, and a bar below.
 */
function folds(picture: string): void {
  const rows = picture.replace(/^\n|\n$/g, '').split('\n');
  const text = rows.map((row) => row.slice(row.indexOf('¦') + 1)).join('\n');
  const ranges = foldingRanges(parse(text));
  const bar = (line: number, { startLine, endLine, kind }: FoldingRange): string =>
    line < startLine || line > endLine ? ' ' : line === startLine ? LETTERS[kind ?? 'none'] : '|';
  const width = rows[0]?.indexOf('¦') ?? 0;
  const drawn = text.split('\n').map((line, i) => {
    const bars = ranges.map((range) => bar(i, range)).join('');
    return `${bars.padEnd(width)}¦${line}`;
  });
  assert.equal(drawn.join('\n'), rows.join('\n'));
}

describe('folding', () => {
  it('documentation comments and definitions', () =>
    folds(`
c ¦##
| ¦# @Cup:
| ¦#
| ¦# Holds coffee.
| ¦##
 d¦{ 'struct': 'Cup',
 |¦  'data': { 'size': 'int',
 |¦            '*lid': 'bool' } }
`));

  it('leaves closing brackets in sight that stand alone', () =>
    folds(`
d¦{ 'struct': 'Cup',
|¦  'data': {
|¦    'size': 'int'
|¦  }
 ¦}
`));

  it('nothing that has a single line, or nothing inside', () =>
    folds(`
¦# A comment.
¦{ 'include': 'cup.json' }
¦{ 'command': 'brew' }
¦{
¦}
`));

  it('comments below each other, but for those behind something', () =>
    folds(`
c  ¦# -*- Mode: Python -*-
|  ¦# vim: filetype=python
   ¦
   ¦# Alone.
   ¦
 d ¦{ 'enum': 'Roast',    # how dark
 | ¦  'data': [ 'light',  # not very
 |c¦            # This one
 ||¦            # was hard to get.
 | ¦            'dark' ] }
`));

  it('includes, as long as only comments stand between them', () =>
    folds(`
i ¦{ 'include': 'a.json' }
| ¦
| ¦# This one first.
| ¦{ 'include': 'b.json' }
  ¦{ 'pragma': { 'doc-required': true } }
 i¦{ 'include': 'c.json' }
 |¦{ 'include': 'd.json' }
`));

  it('includes apart where documentation stands between them', () =>
    folds(`
i  ¦{ 'include': 'a.json' }
|  ¦{ 'include': 'b.json' }
 c ¦##
 | ¦# Free-form.
 | ¦##
  i¦{ 'include': 'c.json' }
  |¦{ 'include': 'd.json' }
`));

  it('sections: from a title to the next one of its level or above', () =>
    folds(`
      ¦##
s     ¦# = Drinks
|     ¦##
|     ¦
|     ¦##
|s    ¦# == Hot
||    ¦#
||    ¦# Mind your fingers.
||    ¦##
||    ¦
||c   ¦##
|||   ¦# @brew:
|||   ¦##
||    ¦{ 'command': 'brew' }
|     ¦
|     ¦##
|  s  ¦# == Cold
|  |  ¦##
|  |  ¦
|  |d ¦{ 'enum': 'Ice',
|  || ¦  'data': [ 'cubes', 'crushed' ] }
      ¦
      ¦
      ¦##
     s¦# = Food
     |¦##
`));

  it('sections with titles as they are from 10.1 on', () =>
    folds(`
   ¦##
   ¦# ******
s  ¦# Drinks
|  ¦# ******
|  ¦##
|  ¦{ 'command': 'menu' }
|  ¦##
|s ¦# Hot
|| ¦# ===
|| ¦##
|| ¦{ 'command': 'brew' }
   ¦##
   ¦# ****
  s¦# Food
  |¦# ****
  |¦##
`));

  it('no sections where a comment only looks like a heading', () =>
    folds(`
c  ¦##
|  ¦# @Cup:
|  ¦# ====
|  ¦##
   ¦{ 'struct': 'Cup', 'data': {} }
 c ¦##
 | ¦# ****
 | ¦#
 | ¦# ****
 | ¦##
  c¦##
  |¦# Words that go on
  |¦# and on.
  |¦##
`));
});

describe('of any text', () => {
  it('ranges have two lines or more, are in order, and lie inside the text', () => {
    for (const text of [...Object.values(CAFE), ...ODD_TEXTS]) {
      for (let end = 0; end <= text.length; end++) {
        const tree = parse(text.slice(0, end));
        let last = 0;
        for (const { startLine, endLine } of foldingRanges(tree)) {
          assert.ok(last <= startLine && startLine < endLine && endLine < tree.lines.count);
          last = startLine;
        }
      }
    }
  });
});
