// What a downstream may change of its upstream, and what it may not.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChangeKind, OPPOSITE } from '../../server/src/compat/change.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { downstreamFaults, LEAVES } from '../../server/src/compat/downstream.ts';
import { judgementOf } from '../../server/src/compat/verdict.ts';
import { schemaFrom } from '../helpers/schema.ts';

/** The faults of a downstream, as `fault | path`; with them the changes that are none, as `fine | path`. */
async function judged(upstream: string, ours: string): Promise<string[]> {
  const was = await schemaFrom({ 'qapi-schema.json': upstream });
  const is = await schemaFrom({ 'qapi-schema.json': ours });
  const changes = changesBetween(was, is);
  const faults = downstreamFaults(was, is, changes);
  return changes.map((change) => `${faults.get(change) ?? 'fine'} | ${change.path}`);
}

function finds(title: string, upstream: string, ours: string, expected: readonly string[]): void {
  it(title, async () => assert.deepEqual(await judged(upstream, ours), expected));
}

describe('the table of what downstreams may do', () => {
  const kinds = Object.keys(OPPOSITE) as ChangeKind[];

  it('lets nothing go but what upstream has announced or warned of', () => {
    const gone = kinds.filter((kind) => kind.endsWith('-removed') && LEAVES[kind].both !== 'never');
    assert.deepEqual(gone, ['deprecated-removed', 'unstable-removed', 'condition-removed']);
  });

  it('asks for a prefix of what has a name on the wire, and of nothing else', () => {
    const prefixed = kinds.filter((kind) => Object.values(LEAVES[kind]).includes('prefixed'));
    assert.deepEqual(prefixed, [
      'command-added',
      'event-added',
      'optional-member-added',
      'mandatory-member-added',
      'value-added',
      'feature-added',
    ]);
  });

  it('lets nobody change what there is: optionality, types, ranges, flags', () => {
    const changed = kinds.filter((kind) => /^(became|type|values|range|flag|return|alternative)-/.test(kind));
    assert.equal(changed.length, 16);
    for (const kind of changed) assert.deepEqual(LEAVES[kind], { send: 'never', receive: 'never', both: 'never' });
  });

  it('lets nobody do what breaks clients', () => {
    const breaking = kinds.flatMap((kind) =>
      (['send', 'receive', 'both'] as const)
        .filter((direction) => judgementOf({ kind, direction }).verdict === 'breaking')
        .map((direction) => [kind, LEAVES[kind][direction]]),
    );
    assert.ok(breaking.length > 30);
    assert.deepEqual(
      breaking.filter(([, leave]) => leave !== 'never'),
      [],
    );
  });

  it('is never milder for both directions than for one, but for values that may come back', () => {
    const rank = { always: 0, prefixed: 1, never: 2 };
    const milder = kinds.filter((kind) => {
      const { send, receive, both } = LEAVES[kind];
      return rank[both] < Math.max(rank[send], rank[receive]);
    });
    assert.deepEqual(milder, ['value-added']);
  });
});

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
      'fine | foo: argument __com.acme_a',
      'missing-prefix | foo: argument b',
      'fine | foo: feature __com.acme_f',
      'missing-prefix | foo: feature g',
      'fine | foo: return __com.acme_r',
      'missing-prefix | foo: return s',
      'fine | foo: argument m value __com.acme_on',
      'missing-prefix | foo: argument m value off',
      'fine | command __com.acme_new',
      'fine | event __com.acme_NEW',
      'missing-prefix | event NEWER',
    ],
  );
  finds(
    'may not ask for more, nor give other values, even under its prefix',
    `{ 'command': 'foo', 'data': {}, 'returns': [ 'E' ] } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { '__com.acme_a': 'int' }, 'returns': [ 'E' ] } { 'enum': 'E', 'data': [ 'on', '__com.acme_off' ] }`,
    ['forbidden | foo: argument __com.acme_a', 'forbidden | foo: return value __com.acme_off'],
  );
  finds(
    'may not take more than upstream, nor less',
    `{ 'command': 'foo', 'data': { 'a': 'int', '*b': 'int', 'c': 'int', 'd': 'int8' } } { 'command': 'bar' } { 'event': 'BAR' }`,
    `{ 'command': 'foo', 'data': { '*a': 'int', 'b': 'int', 'd': 'int' }, 'allow-oob': true, 'if': 'CONFIG_X' }`,
    [
      'forbidden | foo: argument a',
      'forbidden | foo: argument b',
      'forbidden | foo: argument d',
      'forbidden | foo: flag allow-oob',
      'forbidden | command foo',
      'forbidden | foo: argument c',
      'forbidden | command bar',
      'forbidden | event BAR',
    ],
  );
  finds(
    'may change what upstream calls unstable, but not take its names',
    `{ 'command': 'foo', 'data': { 'a': 'int' }, 'features': [ 'unstable' ] }`,
    `{ 'command': 'foo', 'data': { '*a': 'int', '*b': 'int', '__com.acme_c': 'int' }, 'features': [ 'unstable' ] }`,
    ['fine | foo: argument a', 'missing-prefix | foo: argument b', 'fine | foo: argument __com.acme_c'],
  );
  finds(
    'is free below names of its own that its baseline has too, but does not drop them',
    `{ 'command': '__com.acme_foo', 'data': { 'a': 'int' } } { 'command': '__com.acme_bar' }
     { 'command': 'foo', 'data': { '*__com.acme_x': 'X' } } { 'struct': 'X', 'data': { 'a': 'int' } }`,
    `{ 'command': '__com.acme_foo', 'data': { 'b': 'int' } }
     { 'command': 'foo', 'data': { '__com.acme_x': 'X' } } { 'struct': 'X', 'data': { 'a': 'str' } }`,
    [
      'fine | __com.acme_foo: argument b',
      'forbidden | foo: argument __com.acme_x',
      'fine | foo: argument __com.acme_x.a',
      'fine | __com.acme_foo: argument a',
      'forbidden | command __com.acme_bar',
    ],
  );
  finds(
    'may announce that something goes, and promise that it stays',
    `{ 'command': 'foo' } { 'command': 'bar', 'features': [ 'deprecated', 'unstable' ], 'if': 'CONFIG_X' } { 'command': 'old' }`,
    `{ 'command': 'foo', 'features': [ 'deprecated' ] } { 'command': 'bar' } { 'command': 'old', 'features': [ 'unstable' ] }`,
    [
      'fine | foo: feature deprecated',
      'fine | command bar',
      'forbidden | old: feature unstable',
      'fine | bar: feature deprecated',
      'fine | bar: feature unstable',
    ],
  );
});
