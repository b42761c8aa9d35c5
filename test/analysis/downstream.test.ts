// What a downstream may change of its upstream, and what it may not: the rules of `qapi check`, asked about two schemas.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { HISTORY_FILE } from '../../scripts/build-history.ts';
import { judgeDownstream } from '../../server/src/analysis/downstream.ts';
import { verdictOf } from '../../server/src/compat/verdict.ts';
import { History } from '../../server/src/history/history.ts';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import type { Profile } from '../../server/src/rules/rule.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { schemaFrom } from '../helpers/schema.ts';

/** What is told of a downstream, as `severity rule | path`, in the order of the text. */
async function judged(upstream: string, ours: string, profile: Profile = 'spec'): Promise<string[]> {
  const { problems } = judgeDownstream({
    upstream: await schemaFrom({ 'qapi-schema.json': upstream }),
    ours: await schemaFrom({ 'qapi-schema.json': ours }),
    program: undefined,
    version: undefined,
    basedOn: undefined,
    history: undefined,
    profile,
  });
  return problems.map(({ severity, rule, path, thing }) => `${severity} ${rule.id} | ${path ?? thing?.name.text}`);
}

function finds(title: string, upstream: string, ours: string, expected: readonly string[]): void {
  it(title, async () => assert.deepEqual(await judged(upstream, ours), expected));
}

describe('a downstream', () => {
  finds(
    'adds commands, events, members, values and features with its prefix',
    `{ 'command': 'foo', 'data': { 'm': 'E' }, 'returns': 'R' } { 'struct': 'R', 'data': {} } { 'enum': 'E', 'data': [] }`,
    `{ 'command': 'foo', 'data': { 'm': 'E', '*__com.acme_a': 'int', '*b': 'int' }, 'returns': 'R',
       'features': [ '__com.acme_f', 'g' ] }
     { 'struct': 'R', 'data': { '__com.acme_r': 'int', 's': 'int' } }
     { 'enum': 'E', 'data': [ '__com.acme_on', 'off' ] }
     { 'command': '__com.acme_new', 'data': { 'x': 'int' } } { 'event': '__com.acme_NEW' } { 'event': 'NEWER' }`,
    [
      'error downstream/missing-prefix | foo: argument b',
      'error downstream/missing-prefix | foo: feature g',
      'error downstream/missing-prefix | foo: return s',
      'error downstream/missing-prefix | foo: argument m value off',
      'error downstream/missing-prefix | event NEWER',
    ],
  );
  finds(
    'may not ask for more, and should not give other values, even under its prefix',
    `{ 'command': 'foo', 'data': {}, 'returns': [ 'E' ] } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { '__com.acme_a': 'int' }, 'returns': [ 'E' ] } { 'enum': 'E', 'data': [ 'on', '__com.acme_off' ] }`,
    [
      'error contract/mandatory-argument | foo: argument __com.acme_a',
      'warning contract/new-output-value | foo: return value __com.acme_off',
    ],
  );
  finds(
    'may not take less than upstream, and should not take more',
    `{ 'command': 'foo', 'data': { 'a': 'int', '*b': 'int', 'c': 'int', 'd': 'int8' } } { 'command': 'bar' } { 'event': 'BAR' }`,
    `{ 'command': 'foo', 'data': { '*a': 'int', 'b': 'int', 'd': 'int' }, 'if': 'CONFIG_X' }`,
    [
      'error contract/argument-removed | foo: argument c',
      'error contract/command-removed | command bar',
      'error contract/event-removed | event BAR',
      'warning contract/argument-now-optional | foo: argument a',
      'error contract/argument-now-mandatory | foo: argument b',
      'warning contract/wider-argument | foo: argument d',
      'warning contract/condition | command foo',
    ],
  );
  finds(
    'keeps enums enums: where clients send them they take less than a string, where they receive them they give more',
    `{ 'command': 'foo', 'data': { 'a': 'str', 'b': 'E' }, 'returns': [ 'E' ] } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'E', 'b': 'str' }, 'returns': [ 'str' ] } { 'enum': 'E', 'data': [ 'on' ] }`,
    [
      'error contract/argument-type | foo: argument a',
      'warning contract/wider-argument | foo: argument b',
      'warning contract/new-output-value | foo: return',
    ],
  );
  finds(
    'may change what upstream calls unstable, but not take its names',
    `{ 'command': 'foo', 'data': { 'a': 'int' }, 'features': [ 'unstable' ] }`,
    `{ 'command': 'foo', 'data': { '*a': 'int', '*b': 'int', '__com.acme_c': 'int' }, 'features': [ 'unstable' ] }`,
    ['error downstream/missing-prefix | foo: argument b'],
  );
  finds(
    'gets its new names right; those that its upstream has already are as they are',
    `{ 'command': '__redhat_old' }`,
    `{ 'command': '__redhat_old' } { 'command': '__redhat_new' }`,
    ['warning downstream/not-a-domain | __redhat_new'],
  );

  it('is held to more by the strict profile', async () => {
    const [was, is] = [`{ 'command': 'foo' }`, `{ 'command': 'foo', 'data': { '*__com.acme_a': 'int' } }`];
    assert.deepEqual(await judged(was, is), []);
    assert.deepEqual(await judged(was, is, 'strict'), ['warning contract/new-argument | foo: argument __com.acme_a']);
  });
});

describe('whatever breaks clients is an error', () => {
  const history = new History(readFileSync(HISTORY_FILE, 'utf8'));
  // Steps with much that is breaking, as a downstream would take them that goes that way, and the way back.
  for (const [before, after] of [
    ['2.5', '2.6'],
    ['2.8', '2.9'],
    ['5.2', '6.0'],
    ['9.0', '9.1'],
  ] as const) {
    for (const [base, head] of [
      [before, after],
      [after, before],
    ] as const) {
      it(`from ${base} to ${head}`, () => {
        const [upstream, ours] = [history.release(base, 'qapi'), history.release(head, 'qapi')];
        assert.ok(upstream && ours);
        const asked = {
          program: 'qapi',
          version: undefined,
          basedOn: undefined,
          history: undefined,
          profile: 'spec',
        } as const;
        const { contract, problems } = judgeDownstream({ ...asked, upstream, ours });
        const errors = new Set(problems.flatMap(({ severity, path }) => (severity === 'error' && path ? [path] : [])));
        const breaking = contract.changes.filter((change) => verdictOf(change) === 'breaking');
        assert.ok(breaking.length > 0);
        assert.deepEqual(
          breaking.map(({ path }) => path).filter((path) => !errors.has(path)),
          [],
        );
      });
    }
  }
});

describe('a program that answered to query-qmp-schema', () => {
  it('is told of as clients see it, without the made-up names of types', async () => {
    const upstream = await schemaFrom({ 'qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }" });
    const ours = await schemaFrom({
      'qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' }, 'features': [ 'quick' ] }",
    });
    const answer = readIntrospection('qemu.json', JSON.stringify(introspectionOf(ours)));
    assert.ok(answer.kind === 'schema');
    const { problems } = judgeDownstream({
      upstream,
      ours: answer.schema,
      program: undefined,
      version: undefined,
      basedOn: undefined,
      history: undefined,
      profile: 'spec',
    });
    assert.deepEqual(
      problems.map(({ message }) => message.replace(/ is not in .*/, '')),
      ["Feature 'quick' of command 'eject'", "Member 'force'"],
    );
  });
});
