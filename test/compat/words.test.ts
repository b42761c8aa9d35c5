// Every kind of change in plain words, as they stand behind the name of a command or event.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChangeKind, OPPOSITE } from '../../server/src/compat/change.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import type { WirePath } from '../../server/src/compat/wire-path.ts';
import { inWords, ownerOf } from '../../server/src/compat/words.ts';
import { schemaFrom } from '../helpers/schema.ts';

/** What clients can meet of it, before and after, and what is said of it there and back. */
const TOLD: Readonly<Record<string, readonly [before: string, after: string, there: string, back: string]>> = {
  'command-added': ['', `{ 'command': 'foo' }`, 'foo: command foo is new', 'foo: command foo is gone'],
  'event-added': ['', `{ 'event': 'BAR' }`, 'BAR: event BAR is new', 'BAR: event BAR is gone'],
  'optional-member-added': [
    `{ 'command': 'foo', 'data': {} }`,
    `{ 'command': 'foo', 'data': { '*a': 'int' } }`,
    'foo: argument a is new, and optional',
    'foo: argument a is gone, and was optional',
  ],
  'mandatory-member-added': [
    `{ 'event': 'BAR', 'data': { 'o': 'O' } } { 'struct': 'O', 'data': {} }`,
    `{ 'event': 'BAR', 'data': { 'o': 'O' } } { 'struct': 'O', 'data': { 'a': 'int' } }`,
    'BAR: member o.a is new, and mandatory',
    'BAR: member o.a is gone, and was mandatory',
  ],
  'became-optional': [
    `{ 'command': 'bar', 'returns': 'R' } { 'struct': 'R', 'data': { 'a': 'int' } }`,
    `{ 'command': 'bar', 'returns': 'R' } { 'struct': 'R', 'data': { '*a': 'int' } }`,
    'bar: returned member a is optional now, and was mandatory',
    'bar: returned member a is mandatory now, and was optional',
  ],
  'value-added': [
    `{ 'command': 'foo', 'data': { 'value': 'E' } } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { 'value': 'E' } } { 'enum': 'E', 'data': [ 'on', 'off' ] }`,
    'foo: value off of argument value is new',
    'foo: value off of argument value is gone',
  ],
  'alternative-added': [
    `{ 'command': 'foo', 'data': { 'a': 'A' } } { 'alternate': 'A', 'data': { 's': 'str' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'A' } } { 'alternate': 'A', 'data': { 's': 'str', 'l': [ 'str' ] } }`,
    'foo: alternative array of string of argument a is new',
    'foo: alternative array of string of argument a is gone',
  ],
  'return-added': [
    `{ 'command': 'foo' }`,
    `{ 'command': 'foo', 'returns': 'str' }`,
    'foo: it returns string now, and returned nothing',
    'foo: it returns nothing now, and returned string',
  ],
  'feature-added': [
    `{ 'command': 'foo', 'data': 'A' } { 'struct': 'A', 'data': {} }`,
    `{ 'command': 'foo', 'data': 'A' } { 'struct': 'A', 'data': {}, 'features': [ 'f' ] }`,
    'foo: feature f of what it takes is new',
    'foo: feature f of what it takes is gone',
  ],
  'deprecated-added': [
    `{ 'command': 'foo' }`,
    `{ 'command': 'foo', 'features': [ 'deprecated' ] }`,
    'foo: it is deprecated now',
    'foo: it is no longer deprecated',
  ],
  'unstable-added': [
    `{ 'command': 'foo', 'data': { 'e': 'E' } } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { 'e': 'E' } } { 'enum': 'E', 'data': [ { 'name': 'on', 'features': [ 'unstable' ] } ] }`,
    'foo: value on of argument e is unstable now',
    'foo: value on of argument e is no longer unstable',
  ],
  'type-widened': [
    `{ 'command': 'foo', 'data': { 'a': 'str' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'A' } } { 'alternate': 'A', 'data': { 's': 'str', 'n': 'null' } }`,
    'foo: argument a can be more than before: string or null, and was string',
    'foo: argument a can be less than before: string, and was string or null',
  ],
  'type-changed': [
    `{ 'command': 'foo', 'returns': 'str' }`,
    `{ 'command': 'foo', 'returns': [ 'str' ] }`,
    'foo: what it returns has another type: array of string, and was string',
    'foo: what it returns has another type: string, and was array of string',
  ],
  'values-opened': [
    `{ 'command': 'foo', 'data': { 'a': [ 'E' ] } } { 'enum': 'E', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { 'a': [ 'str' ] } }`,
    'foo: argument a can have any value now: array of string, and was array of enum',
    'foo: argument a can have only some values now: array of enum, and was array of string',
  ],
  'range-widened': [
    `{ 'command': 'foo', 'data': { 'a': 'int8' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'int' } }`,
    'foo: argument a has a wider range: int, and was int8',
    'foo: argument a has a narrower range: int8, and was int',
  ],
  'range-changed': [
    `{ 'event': 'BAR', 'data': { 'a': 'int' } }`,
    `{ 'event': 'BAR', 'data': { 'a': 'size' } }`,
    'BAR: member a has another range: size, and was int',
    'BAR: member a has another range: int, and was size',
  ],
  'flag-gained': [
    `{ 'command': 'foo' }`,
    `{ 'command': 'foo', 'allow-oob': true }`,
    'foo: it can be executed out of band now',
    'foo: it can no longer be executed out of band',
  ],
  'condition-added': [
    `{ 'command': 'foo', 'data': { 'a': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'a': { 'type': 'int', 'if': 'CONFIG_X' } } }`,
    "foo: argument a depends on 'CONFIG_X' now",
    "foo: argument a no longer depends on 'CONFIG_X'",
  ],
  'condition-changed': [
    `{ 'event': 'BAR', 'if': 'CONFIG_X' }`,
    `{ 'event': 'BAR', 'if': { 'not': 'CONFIG_X' } }`,
    "BAR: it depends on { 'not': 'CONFIG_X' } now, and depended on 'CONFIG_X'",
    "BAR: it depends on 'CONFIG_X' now, and depended on { 'not': 'CONFIG_X' }",
  ],
};

const met = new Set<ChangeKind>();

async function told(before: string, after: string): Promise<[ChangeKind[], string[]]> {
  const texts = [`{ 'command': 'same' }\n${before}`, `{ 'command': 'same' }\n${after}`];
  const [was, is] = await Promise.all(texts.map((text) => schemaFrom({ 'qapi-schema.json': text })));
  assert.ok(was && is);
  const changes = changesBetween(was, is);
  for (const { kind } of changes) met.add(kind);
  return [changes.map(({ kind }) => kind), changes.map((change) => `${ownerOf(change)}: ${inWords(change)}`)];
}

describe('a change in words', () => {
  for (const [kind, [before, after, there, back]] of Object.entries(TOLD)) {
    it(`${kind}, there and back`, async () => {
      assert.deepEqual(await told(before, after), [[kind], [there]]);
      assert.deepEqual(await told(after, before), [[OPPOSITE[kind as ChangeKind]], [back]]);
    });
  }

  it('is told for every kind', () => {
    assert.deepEqual([...met].sort(), Object.keys(OPPOSITE).sort());
  });

  /** What is said of something new at the end of a way. */
  const said = (
    kind: 'feature-added' | 'value-added' | 'alternative-added',
    wire: Omit<WirePath, 'kind' | 'name'>,
  ): string => {
    const change = { kind, path: '', name: '', direction: 'send', unstable: false } as const;
    const nowhere = { ours: undefined, baseline: undefined, holder: undefined };
    return inWords({ ...change, ...nowhere, wire: { kind: 'command', name: 'foo', ...wire } }, (code) => `<${code}>`);
  };

  it('takes names for names, whatever they are, and shows them as it is told', () => {
    for (const [wire, expected] of [
      [{ part: 'arguments', members: ['feature'], value: 'a' }, 'value <a> of argument <feature> is new'],
      [{ part: 'arguments', members: ['value', 'x'], value: 'value' }, 'value <value> of argument <value.x> is new'],
      [
        { part: 'return', members: ['a', 'b'], value: 'c', feature: 'f' },
        'feature <f> of value <c> of returned member <a.b> is new',
      ],
      [{ part: 'data', members: [], feature: 'f' }, 'feature <f> of what it carries is new'],
      [{ members: [], feature: 'f' }, 'feature <f> is new'],
      [{ part: 'class', members: [], value: 'E' }, 'value <E> of the class is new'],
    ] as const) {
      assert.equal(said('value-added', wire), expected);
    }
    assert.equal(
      said('alternative-added', { part: 'arguments', members: ['value'], alternative: 'array of any value' }),
      'alternative <array of any value> of argument <value> is new',
    );
  });
});
