import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isSlip, lettersOf, mayBeSlip, nearest } from '../../server/src/names/nearest.ts';

describe('what was meant', () => {
  const cases: readonly (readonly [typed: string, known: readonly string[], meant: string | undefined])[] = [
    // A letter wrong, missing, or too many.
    ['strukt', ['struct', 'union'], 'struct'],
    ['comand', ['command', 'union'], 'command'],
    ['evennt', ['event', 'enum'], 'event'],
    // Two letters that have changed places are one slip.
    ['itn', ['str', 'int', 'any'], 'int'],
    ['sturct', ['strict', 'struct'], 'struct'],
    // The beginning of one word alone.
    ['dis', ['discriminator', 'data'], 'discriminator'],
    // The part behind the slash of an id.
    ['missing-prefx', ['downstream/missing-prefix'], 'downstream/missing-prefix'],
    // Nothing is near.
    ['crate', ['str', 'int'], undefined],
    ['', ['str'], undefined],
    ['x'.repeat(1000), ['str'], undefined],
  ];
  for (const [typed, known, meant] of cases) {
    it(`by '${typed.slice(0, 20)}' is ${meant ?? 'nothing'}`, () => assert.equal(nearest(typed, known), meant));
  }
});

describe('a slip of the pen', () => {
  it('is one letter, two in a long word, or two letters that have changed places', () => {
    assert.ok(isSlip('froce', 'force'));
    assert.ok(isSlip('forc', 'force'));
    assert.ok(isSlip('node_name', 'node-name'));
    assert.ok(isSlip('blok-mirorr', 'block-mirror') === false);
  });

  it('is never overlooked by the quick look at the letters', () => {
    const letter = fc.constantFrom(...'abkmtzBKT-_9', 'ß', 'İ', 'K');
    const word = fc.string({ unit: letter, minLength: 4, maxLength: 14 });
    const slip = fc.record({ at: fc.nat(14), removed: fc.nat(1), inserted: fc.string({ unit: letter, maxLength: 1 }) });
    const wrong = fc.tuple(word, fc.array(slip, { minLength: 1, maxLength: 3 })).map(([right, slips]) => {
      const letters = [...right];
      for (const { at, removed, inserted } of slips) letters.splice(at, removed, ...inserted);
      return [letters.join(''), right] as const;
    });
    let slips = 0;
    fc.assert(
      fc.property(wrong, ([typed, right]) => {
        if (!isSlip(typed, right)) return;
        slips++;
        assert.ok(mayBeSlip(lettersOf(typed), lettersOf(right)));
      }),
      { numRuns: 2000 },
    );
    assert.ok(slips > 500, 'hardly anything was tried');
  });
  it('is passed over at once by a look at the letters where three are others', () =>
    assert.ok(!mayBeSlip(lettersOf('block-mirror'), lettersOf('device-add'))));

  it('is not made in words of three letters, which are all alike', () => assert.ok(!isSlip('itn', 'int')));
});
