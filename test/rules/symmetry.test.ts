/**
 * What the rules say of every kind of change in every direction, as docs/contract.md has it; and whether a rule about what clients
 * send knows the one about what they receive.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type ChangeKind, OPPOSITE } from '../../server/src/compat/change.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { allRules, ruleById } from '../../server/src/rules/index.ts';
import type { Example } from '../../server/src/rules/rule.ts';
import { openExample } from '../helpers/example.ts';
import { schemaFrom } from '../helpers/schema.ts';
import { CASES, type Case } from './contract-cases.ts';

const ROOT = 'qapi/qapi-schema.json';
const PAGE = new URL('../../docs/contract.md', import.meta.url);

/** The columns of the table. */
const JUDGES = [
  { role: 'downstream', profile: 'spec' },
  { role: 'downstream', profile: 'strict' },
  { role: 'upstream' },
] as const satisfies readonly Partial<Example>[];

const WAYS = { send: 'sent', receive: 'received', both: 'both' } as const;

interface Row {
  readonly of: Case;
  /** What each judge says: `error contract/command-removed`, one for each problem. */
  readonly told: readonly (readonly string[])[];
}

async function rowOf(of: Case): Promise<Row> {
  const told: string[][] = [];
  for (const judge of JUDGES) {
    const [files, baseline] = [{ [ROOT]: of.ours }, { [ROOT]: of.baseline }];
    const { workspace, root } = openExample({ files, baseline, domains: ['com.example'], ...judge });
    const { problems } = await workspace.analyse(root);
    told.push(problems.map(({ severity, rule }) => `${severity} ${rule.id}`));
  }
  return { of, told };
}

const rows = await Promise.all(CASES.map(rowOf));

/** The rows of the table in docs/contract.md: what is the same whichever way it goes stands in one. */
function linesOf(rows: readonly Row[]): string[] {
  const ways = new Map<string, string[]>();
  for (const { of, told } of rows) {
    const cells = told.map((problems) => problems.map(withLink).join(', ') || '–');
    const line = `| ${[of.what, 'WAY', ...cells, of.quiet ?? ''].join(' | ')} |`;
    ways.set(line, [...(ways.get(line) ?? []), WAYS[of.direction]]);
  }
  return [...ways].map(([line, ways]) => line.replace('WAY', ways.join(', ')));
}

function withLink(problem: string): string {
  const [severity, id = ''] = problem.split(' ');
  return `${severity} [${id.slice(id.indexOf('/') + 1)}](rules/${id}.md)`;
}

describe('the table of changes', () => {
  it('has every kind of change', () => {
    const kinds = new Set(CASES.map(({ kind }) => kind));
    const missing = (Object.keys(OPPOSITE) as ChangeKind[]).filter((kind) => !kinds.has(kind));
    assert.deepEqual(missing, []);
  });

  for (const { what, kind, direction, baseline, ours } of CASES) {
    it(`has a pair of schemas for this change alone: ${what}, ${WAYS[direction]}`, async () => {
      const [was, is] = [await schemaFrom({ [ROOT]: baseline }), await schemaFrom({ [ROOT]: ours })];
      const changes = changesBetween(was, is).map((change) => [change.kind, change.direction]);
      assert.deepEqual(changes, [[kind, direction]]);
    });
  }

  it('is what docs/contract.md says', () => {
    const page = readFileSync(PAGE, 'utf8');
    const table = page.split('\n').filter((line) => line.startsWith('| '));
    const [head = '', ...written] = table;
    const wanted = linesOf(rows);
    if (process.env.QAPI_UPDATE === '1') {
      const rule = `|${' --- |'.repeat(6)}`;
      const at = page.indexOf(head);
      const end = page.indexOf('\n\n', at);
      writeFileSync(PAGE, `${page.slice(0, at)}${[head, rule, ...wanted].join('\n')}${page.slice(end)}`);
    } else {
      assert.deepEqual(written.slice(1), wanted);
    }
  });

  for (const { of, told } of rows) {
    it(`tells nothing twice: ${of.what}, ${WAYS[of.direction]}`, () => {
      for (const problems of told) assert.equal(new Set(problems).size, problems.length, problems.join(', '));
    });

    it(`says why where nothing is told: ${of.what}, ${WAYS[of.direction]}`, () => {
      const isQuiet = told.some((problems) => problems.length === 0);
      assert.equal(of.quiet !== undefined, isQuiet);
    });
  }
});

/** The rules about the contract that speak of a change with these words, in one direction. */
function tellersOf(what: string, direction: Case['direction']): Set<string> {
  const told = rows
    .filter(({ of }) => of.what === what && of.direction === direction)
    .flatMap(({ told }) => told.flat());
  return new Set(told.map((problem) => problem.split(' ')[1] ?? '').filter((id) => id.startsWith('contract/')));
}

/** The rules that speak of the same changes as a rule, where they go the other way. */
function mirrorsOf(id: string): Set<string> {
  const mirrors = new Set<string>();
  for (const [direction, other] of [
    ['send', 'receive'],
    ['receive', 'send'],
  ] as const) {
    for (const { what } of CASES) {
      if (tellersOf(what, direction).has(id)) for (const mirror of tellersOf(what, other)) mirrors.add(mirror);
    }
  }
  mirrors.delete(id);
  return mirrors;
}

/** Commands and events are no two directions of one thing, but what is true of one is true of the other. */
const WHOLE = new Map([
  ['contract/command-removed', 'contract/event-removed'],
  ['contract/event-removed', 'contract/command-removed'],
]);

describe('a rule about the contract', () => {
  for (const { id, otherDirection } of allRules.filter(({ category }) => category === 'contract')) {
    it(`${id} names the rule about the same in the other direction, or says why there is none`, () => {
      assert.ok(otherDirection);
      const whole = WHOLE.get(id);
      const mirrors = whole === undefined ? mirrorsOf(id) : new Set([whole]);
      if ('none' in otherDirection) {
        assert.deepEqual([...mirrors], []);
        assert.match(otherDirection.none, /^[A-Z].{20,}[.]$/);
      } else {
        assert.ok(mirrors.has(otherDirection.rule), `${otherDirection.rule} is none of: ${[...mirrors].join(', ')}`);
        const back = ruleById(otherDirection.rule)?.otherDirection;
        assert.ok(back && 'rule' in back, `${otherDirection.rule} names none`);
      }
    });
  }
});
