// One space between two sentences: where the generator minds, and where it does not.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesTold, mend, schemaWith, textOf, told } from '../helpers/doc-text.ts';

const RULE = 'doc/two-spaces';

const ends: readonly [text: string, mended: string][] = [
  ['Open it. Close it.', 'Open it.  Close it.'],
  ['Really? Yes! No. 1 of all.', 'Really?  Yes!  No.  1 of all.'],
  ['It opens. (Not always.)', 'It opens.  (Not always.)'],
  ['Drives vs. Trays', 'Drives vs.  Trays'],
  ['See chapter 3. Then open it.', 'See chapter 3.  Then open it.'],
  ['1. 5 trays, i.e. A to E', '1. 5 trays, i.e.  A to E'],
  ['10. Open it', '10.  Open it'],
  ['.. Note:: It is slow.', '.. note:: It is slow.'],
  ['@id: the drive. Or its name.', '@id: the drive.  Or its name.'],
];

const others: readonly string[] = [
  'Open it.  Close it.',
  'Open it. close it.',
  'Drives, e.g. A and B',
  '1. Open it',
  '   2. Open it',
  'Open it.\tClose it.',
  'Open it: Close it.',
  'Open it." Close it.',
];

describe('a sentence that ends with one space', () => {
  for (const [text, mended] of ends) {
    it(`is told: ${text}`, async () => {
      assert.deepEqual(textOf(await mend(RULE, schemaWith([text]))), [mended]);
    });
  }

  for (const text of others) {
    it(`is none: ${text}`, async () => {
      assert.deepEqual(await linesTold(RULE, schemaWith([text])), []);
    });
  }

  it('is marked from the full stop on', async () => {
    const text = schemaWith(['Open it. Close it.']);
    const [problem] = await told(RULE, text);
    assert.ok(problem?.buildBreaking);
    assert.equal(text.slice(problem.span.start, problem.span.end), '. ');
  });

  it('does not matter in examples and literal blocks, and matters behind them', async () => {
    const block = ['', '    A. B', '', '  A. B'];
    assert.deepEqual(await linesTold(RULE, schemaWith(['.. qmp-example::', ...block])), [8]);
    assert.deepEqual(await linesTold(RULE, schemaWith(['::', ...block])), [8]);
  });

  it('matters in a literal block that no generator knows for one', async () => {
    assert.deepEqual(await linesTold(RULE, schemaWith(['As in::', '', '    A. B'])), [6]);
  });

  it('matters in free-form comments, not in ordinary ones', async () => {
    assert.deepEqual(await linesTold(RULE, '##\n# A. B\n##\n'), [2]);
    assert.deepEqual(await linesTold(RULE, '# A. B\n'), []);
  });

  it('does not matter before 10.2', async () => {
    const text = schemaWith(['A. B']);
    assert.deepEqual(await linesTold(RULE, text, { qemuVersion: '10.1' }), []);
    assert.deepEqual(await linesTold(RULE, text, { qemuVersion: '10.2' }), [4]);
  });
});
