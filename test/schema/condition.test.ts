// Conditions in their two forms: objects since QEMU 6.2, C expressions before.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newForm, oldForm, readCondition, readWithBareNames } from '../../server/src/schema/condition.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type Value, valueAt } from '../../server/src/syntax/tree.ts';

/** The value behind `if`. */
function condition(text: string): Value {
  const value = parse(`{ 'if': ${text} }`).expressions[0]?.value;
  assert.ok(value?.kind === 'object');
  return valueAt(value, 'if') as Value;
}

describe('the old form and the new one', () => {
  for (const [old, now] of [
    ["'defined(A)'", "'A'"],
    ["'!defined(A)'", "{ 'not': 'A' }"],
    ["[ 'defined(A)', '!defined(B)' ]", "{ 'all': [ 'A', { 'not': 'B' } ] }"],
    ["'defined(A) || defined(B) || defined(C)'", "{ 'any': [ 'A', 'B', 'C' ] }"],
    ["'(defined(A) && defined(B)) || defined(C)'", "{ 'any': [ { 'all': [ 'A', 'B' ] }, 'C' ] }"],
    ["'!(defined(A) || defined(B))'", "{ 'not': { 'any': [ 'A', 'B' ] } }"],
    ["[ 'defined(A) || defined(B)', 'defined(C)' ]", "{ 'all': [ { 'any': [ 'A', 'B' ] }, 'C' ] }"],
  ] as const) {
    it(`${old} is ${now}`, () => {
      const meant = readCondition(condition(old));
      assert.ok(meant);
      assert.equal(newForm(meant), now);
      assert.deepEqual(readCondition(condition(now)), meant);
      assert.equal(oldForm(meant, false), old);
    });
  }

  it('has more than one way to say it', () => {
    for (const [text, now] of [
      ["'defined A && defined B && defined C'", "{ 'all': [ 'A', 'B', 'C' ] }"],
      ["'defined(A)&&(((defined(B))))'", "{ 'all': [ 'A', 'B' ] }"],
      ["[ 'defined(A)' ]", "'A'"],
      ["{ 'all': [ 'A' ] }", "'A'"],
    ] as const) {
      const meant = readCondition(condition(text));
      assert.equal(meant && newForm(meant), now, text);
    }
  });

  it('can be guessed where names stand without defined()', () => {
    const guess = (text: string) => {
      const meant = readWithBareNames(condition(text));
      return meant && newForm(meant);
    };
    assert.equal(guess("'!(A || B)'"), "{ 'not': { 'any': [ 'A', 'B' ] } }");
    assert.equal(guess("'defined(A) && B'"), "{ 'all': [ 'A', 'B' ] }");
    assert.equal(guess("'A && B > 2'"), undefined);
    assert.equal(guess("'A B'"), undefined);
    assert.equal(guess("'defined()'"), undefined);
    assert.equal(guess("[ 'A' ]"), undefined);
  });

  it('puts a condition of several into a list that is there already', () => {
    const meant = readCondition(condition("{ 'all': [ 'A', 'B' ] }"));
    assert.equal(meant && oldForm(meant, true), "'defined(A) && defined(B)'");
  });
});

describe('what has no other form', () => {
  for (const text of [
    "'A > 1'",
    "'defined(A'",
    "'defined(A) &&'",
    "'defined(A) defined(B)'",
    "'defined(a)'",
    "'VERSION >= 3'",
    "''",
    '[ ]',
    "[ 'defined(A)', '1' ]",
    "{ 'some': [ 'A' ] }",
    "{ 'all': 'A' }",
    "{ 'not': 'A', 'any': [ 'B' ] }",
    'true',
    `'${'!'.repeat(100)}defined(A)'`,
    `'${'('.repeat(100)}defined(A)${')'.repeat(100)}'`,
  ]) {
    it(text.slice(0, 40), () => assert.equal(readCondition(condition(text)), undefined));
  }
});
