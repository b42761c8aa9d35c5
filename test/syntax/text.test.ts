// Offsets and positions: lines end with LF, CRLF or a lone CR, and columns count UTF-16 code units.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineIndex } from '../../server/src/syntax/text.ts';
import { runs } from '../helpers/runs.ts';

describe('LineIndex', () => {
  it('knows the lines of a text, whatever they end with', () => {
    const text = 'one\ntwo\r\nthree\rfour\n\n';
    const lines = new LineIndex(text);
    const found = Array.from({ length: lines.count }, (_, i) => text.slice(lines.line(i).start, lines.line(i).end));
    assert.deepEqual(found, ['one', 'two', 'three', 'four', '', '']);
  });

  it('gives an empty text one line', () => {
    const lines = new LineIndex('');
    assert.equal(lines.count, 1);
    assert.deepEqual(lines.line(0), { start: 0, end: 0 });
    assert.deepEqual(lines.positionOf(0), { line: 0, character: 0 });
  });

  it('takes only LF, CRLF and CR for line ends, unlike JavaScript', () => {
    assert.equal(new LineIndex('a\u2028b\u2029c\u0085d\ve\ff').count, 1);
  });

  it('counts a character beyond the basic plane as two', () => {
    assert.deepEqual(new LineIndex('a\n💿b').positionOf(4), { line: 1, character: 2 });
  });

  it('moves what lies outside to the nearest place inside', () => {
    const lines = new LineIndex('ab\r\ncd');
    assert.deepEqual(lines.positionOf(-1), { line: 0, character: 0 });
    assert.deepEqual(lines.positionOf(99), { line: 1, character: 2 });
    assert.equal(lines.offsetOf({ line: 0, character: 99 }), 2);
    assert.equal(lines.offsetOf({ line: 0, character: -1 }), 0);
    assert.equal(lines.offsetOf({ line: -1, character: 5 }), 0);
    assert.equal(lines.offsetOf({ line: 2, character: 0 }), 6);
    assert.throws(() => lines.line(2), RangeError);
  });

  const texts = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n', 'é', '💿', '\u2028'), maxLength: 40 });

  it('leads from every offset to a position and back, except from inside CRLF', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const inside = text[offset - 1] === '\r' && text[offset] === '\n';
          assert.equal(lines.offsetOf(lines.positionOf(offset)), inside ? offset - 1 : offset);
        }
      }),
      runs(200),
    );
  });

  it('cuts the text into its lines and what ends them, and nothing else', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        const spans = Array.from({ length: lines.count }, (_, i) => lines.line(i));
        assert.deepEqual(
          spans.map(({ start, end }) => text.slice(start, end)),
          text.split(/\r\n|\r|\n/),
        );
        for (const [i, { start, end }] of spans.entries())
          assert.deepEqual([lines.lineOf(start), lines.lineOf(end)], [i, i]);
      }),
      runs(200),
    );
  });
});
