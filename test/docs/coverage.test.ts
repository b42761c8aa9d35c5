// docs/coverage.md says which rules enforce which sentence, and which tests show it. What it names is there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allRules, ruleById } from '../../server/src/rules/index.ts';
import { CASES } from '../rules/contract-cases.ts';

const TOP = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/coverage.md', TOP), 'utf8');

/** The table of changes, a line for each. */
const contract = readFileSync(new URL('docs/contract.md', TOP), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '));

interface Row {
  readonly statement: string;
  readonly section: string;
  readonly rules: string;
  readonly tests: string;
}

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|What it says)/.test(line))
  .map((line): Row => {
    const [statement = '', section = '', rules = '', tests = '', ...more] = line.slice(2, -2).split(' | ');
    assert.deepEqual(more, [], line);
    return { statement, section, rules, tests };
  });

/** The ids of rules in a cell. */
function idsIn({ rules }: Row): string[] {
  return [...rules.matchAll(/\[([^\]]+)\]\(rules\/([^)]+)\.md\)/g)].map(([, id = '', path]) => {
    assert.equal(path, id);
    return id;
  });
}

/** Whether a test file has a test or a group of tests of that title. */
function hasTest(file: string, title: string): boolean {
  if (!existsSync(new URL(file, TOP))) return false;
  if (file === 'test/rules/examples.test.ts') return ruleById(title) !== undefined;
  if (file === 'test/rules/symmetry.test.ts') return CASES.some(({ what }) => what === title);
  const titled = new RegExp(
    `\\b(?:test|it|describe|finds|same)\\(\\s*'${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}',`,
  );
  return titled.test(readFileSync(new URL(file, TOP), 'utf8'));
}

describe('the table of what is covered', () => {
  for (const row of rows) {
    const { statement, section, rules, tests } = row;
    it(`has an answer to: ${statement}`, () => {
      assert.match(statement, /^.{10,}\.$/);
      assert.notEqual(section, '');
      const ids = idsIn(row);
      if (ids.length === 0) assert.match(rules, /^none: .{20,}\.$/);
      else assert.equal(rules, ids.map((id) => `[${id}](rules/${id}.md)`).join(', '));
      for (const id of ids) assert.ok(ruleById(id), `there is no rule ${id}`);
    });

    it(`names tests that there are for: ${statement}`, () => {
      if (tests === '–') return assert.match(rules, /^none: /);
      for (const named of tests.split('<br>')) {
        const [, file = '', title = ''] = /^`([^`]+)` › (.+)$/.exec(named) ?? [];
        assert.ok(hasTest(file, title), named);
      }
    });
  }

  for (const row of rows) {
    it(`shows each rule at work that enforces: ${row.statement}`, () => {
      const named = row.tests.split('<br>').map((test) => test.replace(/^`([^`]+)` › /, '$1 '));
      // What tests in other files show they say themselves.
      if (!named.every((test) => /^test\/rules\/(examples|symmetry)\.test\.ts /.test(test))) return;
      const titles = new Set(named.map((test) => test.slice(test.indexOf(' ') + 1)));
      const told = contract.filter((line) => titles.has(line.split(' | ')[0]?.slice(2) ?? '')).join('\n');
      const unshown = idsIn(row).filter((id) => !titles.has(id) && !told.includes(`(rules/${id}.md)`));
      assert.deepEqual(unshown, []);
    });
  }

  it('has every rule about names, downstreams and the contract', () => {
    const named = new Set(rows.flatMap(idsIn));
    const missing = allRules.filter(
      ({ id, category }) => ['naming', 'downstream', 'contract'].includes(category) && !named.has(id),
    );
    assert.deepEqual(
      missing.map(({ id }) => id),
      [],
    );
  });
});
