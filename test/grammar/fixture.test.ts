// The reader of the fixtures, which would otherwise be believed whatever it says.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkScene, parseFixture } from './fixture.ts';
import type { Tokenizer } from './tokenizer.ts';

/** A language of one kind of token: words, `word.short` up to three letters and `word.long` from there. */
const wordTokenizer: Tokenizer = (lines) =>
  lines.map((line) =>
    [...line.matchAll(/\w+|\W+/g)].map(({ index, 0: text }) => ({
      start: index,
      end: index + text.length,
      scopes: /\w/.test(text) ? ['source', text.length <= 3 ? 'word.short' : 'word.long'] : ['source'],
    })),
  );

function problemsOf(...rows: string[]): string[] {
  return parseFixture(rows.join('\n')).flatMap((scene) => checkScene(scene, wordTokenizer));
}

describe('a fixture', () => {
  it('is split into scenes at its prose', () => {
    const scenes = parseFixture('First.\nMore about it.\n\n> a\n>\n> b\n  ^ word\n\nSecond.\n> c\n  ^ word\n');
    assert.deepEqual(
      scenes.map(({ name, lines }) => ({ name, lines })),
      [
        { name: 'First.', lines: ['a', '', 'b'] },
        { name: 'Second.', lines: ['c'] },
      ],
    );
    assert.deepEqual(scenes[0]?.expectations, [{ at: 7, line: 2, start: 0, end: 1, scopes: ['word'], absent: [] }]);
  });

  it('accepts a scope by its family and by its place among others', () => {
    assert.deepEqual(problemsOf('> ab cdef', '  ^^ source word', '     ^^^^ word.long !word.short'), []);
  });

  it('refuses carets that are too short, too long or astray', () => {
    assert.match(problemsOf('> ab cdef', '     ^^^ word')[0] ?? '', /word ends further right/);
    assert.match(problemsOf('> ab cdef', '      ^^^ word')[0] ?? '', /word begins further left/);
    assert.match(problemsOf('> ab cdef', '  ^^^ word')[0] ?? '', /expected word, but at ' ' the scopes are source/);
    assert.match(problemsOf('> ab', '  ^^^ word')[0] ?? '', /beyond the end/);
    assert.throws(() => problemsOf('  ^^^ word'), /point at nothing/);
  });

  it('refuses a scope that is there against expectation', () => {
    assert.match(problemsOf('> ab', '  ^^ source !word')[0] ?? '', /expected no word/);
  });

  it('takes part of a word for another scope', () => {
    assert.match(problemsOf('> ab', '  ^^ wor')[0] ?? '', /expected wor,/);
  });
});
