/**
 * Every rule carries two examples. The bad one marks what the rule reports; nothing else of the rule may be reported. The
 * good one, which is mostly the bad one put right, has no problem of any rule at all.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allRules, ruleById } from '../../server/src/rules/index.ts';
import { markedAsWritten, markProblems } from '../helpers/example.ts';

for (const rule of allRules) {
  describe(rule.id, () => {
    it('reports what its bad example marks, and nothing else', async () => {
      const { marked, problems } = await markProblems(rule.bad, (problem) => problem.rule === rule);
      assert.ok(problems.length > 0, 'the bad example is not reported');
      assert.deepEqual(marked, markedAsWritten(rule.bad));
    });

    it('is content with its good example, and so is every other rule', async () => {
      const { all } = await markProblems(rule.good, () => false);
      assert.deepEqual(
        all.map((problem) => `${problem.rule.id}: ${problem.message}`),
        [],
      );
    });
  });
}

describe('all rules', () => {
  it('have ids of their own, written category/words-in-lower-case', () => {
    const ids = allRules.map((rule) => rule.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const rule of allRules) {
      assert.match(rule.id, /^[a-z]+\/[a-z]+(-[a-z]+)*$/);
      assert.ok(rule.id.startsWith(`${rule.category}/`));
      assert.equal(ruleById(rule.id), rule);
    }
  });

  it('speak in sentences', () => {
    for (const { id, summary, why, remedy } of allRules) {
      for (const text of [summary, why, remedy]) assert.match(text, /^[A-Z`'].*[.)]$/s, `${id}: ${text}`);
    }
  });

  it('break the build only where they say which generators refuse, and are errors there', () => {
    for (const { id, enforced, severity } of allRules) {
      if (enforced) assert.equal(severity, 'error', id);
    }
  });
});
