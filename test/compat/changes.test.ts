// How one schema differs from another, as clients see it. A change is told as `kind | path | direction`.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../server/src/compat/change.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { schemaFrom } from '../helpers/schema.ts';

const ROOT = 'qapi/qapi-schema.json';

async function compare(baseline: string, ours: string): Promise<readonly Change[]> {
  return changesBetween(await schemaFrom({ [ROOT]: baseline }), await schemaFrom({ [ROOT]: ours }));
}

function lineOf(change: Change): string {
  const { kind, path, direction, unstable } = change;
  const line = `${kind} | ${path} | ${direction}${unstable ? ', unstable' : ''}`;
  return 'was' in change ? `${line} | ${change.was ?? 'always'} -> ${change.is ?? 'always'}` : line;
}

/** One line of prose, the baseline, our schema, and the changes. */
function finds(title: string, baseline: string, ours: string, expected: readonly string[]): void {
  it(title, async () => assert.deepEqual((await compare(baseline, ours)).map(lineOf), expected));
}

/** Two schemas that look the same to clients. */
function same(title: string, baseline: string, ours: string): void {
  it(title, async () => {
    assert.deepEqual((await compare(baseline, ours)).map(lineOf), []);
    assert.deepEqual((await compare(ours, baseline)).map(lineOf), []);
  });
}

describe('no change', () => {
  same(
    'is a type of another name',
    `{ 'command': 'foo', 'data': { 'a': 'Old' }, 'returns': 'Old' } { 'struct': 'Old', 'data': { 'm': 'Mode' } }
     { 'enum': 'Mode', 'data': [ 'on' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'New' }, 'returns': 'New' } { 'struct': 'New', 'data': { 'm': 'State' } }
     { 'enum': 'State', 'data': [ 'on' ], 'prefix': 'X' }`,
  );
  same(
    'is a base that is split off, or members in another order',
    `{ 'command': 'foo', 'returns': 'R' } { 'struct': 'R', 'data': { 'a': 'int', '*b': 'str', 'c': 'bool' } }`,
    `{ 'command': 'foo', 'returns': 'R' } { 'struct': 'B', 'data': { 'c': 'bool', '*b': 'str' } }
     { 'struct': 'R', 'base': 'B', 'data': { 'a': 'int' } }`,
  );
  same(
    'are named arguments instead of anonymous ones, and what only the C code sees',
    `{ 'command': 'foo', 'data': { 'a': 'int' } } { 'event': 'FOO', 'data': { 'a': 'int' } }`,
    `{ 'command': 'foo', 'data': 'Args', 'boxed': true, 'coroutine': true, 'gen': false }
     { 'struct': 'Args', 'data': { 'a': 'int' } } { 'event': 'FOO', 'boxed': true, 'data': 'Args' }`,
  );
  same(
    'are commands and events in another order',
    `{ 'command': 'a' } { 'event': 'B' }`,
    `{ 'event': 'B' } { 'command': 'a' }`,
  );
  same(
    'are types and values that no client meets, and the conditions of types',
    `{ 'struct': 'Hidden', 'data': { 'a': 'int' } } { 'command': 'foo', 'data': { 's': 'S' } } { 'struct': 'S', 'data': {} }`,
    `{ 'enum': 'Other', 'data': [] } { 'command': 'foo', 'data': { 's': 'S' } }
     { 'struct': 'S', 'if': 'CONFIG_X', 'data': {} }`,
  );
  same(
    'is a simple union that is written out',
    `{ 'command': 'foo', 'data': { 'u': 'U' } } { 'union': 'U', 'data': { 'a': 'A', 'b': 'int' } }
     { 'struct': 'A', 'data': { 'x': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'u': 'U' } } { 'enum': 'UKind', 'data': [ 'a', 'b' ] }
     { 'union': 'U', 'base': { 'type': 'UKind' }, 'discriminator': 'type', 'data': { 'a': 'AWrap', 'b': 'BWrap' } }
     { 'struct': 'AWrap', 'data': { 'data': 'A' } } { 'struct': 'BWrap', 'data': { 'data': 'int' } }
     { 'struct': 'A', 'data': { 'x': 'int' } }`,
  );
  same(
    'is a struct that becomes a union whose branches hold its members',
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] }
     { 'struct': 'U', 'data': { 'k': 'K', 'id': 'int', '*x': 'int', '*y': 'str' } }`,
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] }
     { 'union': 'U', 'base': { 'k': 'K', 'id': 'int' }, 'discriminator': 'k', 'data': { 'a': 'A', 'b': 'B' } }
     { 'struct': 'A', 'data': { 'x': 'int' } } { 'struct': 'B', 'data': { 'y': 'str' } }`,
  );
  same(
    'is a member that moves into all branches',
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] } { 'struct': 'A', 'data': {} }
     { 'union': 'U', 'base': { 'k': 'K', 'x': 'int' }, 'discriminator': 'k', 'data': { 'a': 'A' } }`,
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] } { 'struct': 'A', 'data': { 'x': 'int' } }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'a': 'A', 'b': 'A' } }`,
  );
  same(
    'are other names and another order of the branches of an alternate',
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } { 'alternate': 'Alt', 'data': { 'a': 'int', 'b': 'str' } }`,
    `{ 'command': 'foo', 'data': { 'x': 'Ref' } } { 'alternate': 'Ref', 'data': { 'name': 'str', 'id': 'int' } }`,
  );
  same(
    'is a condition that is said in another way',
    `{ 'command': 'foo', 'if': 'defined(CONFIG_A) && defined(CONFIG_B)' }`,
    `{ 'command': 'foo', 'if': { 'all': [ 'CONFIG_B', 'CONFIG_A' ] } }`,
  );
  same(
    'is a flag that is set to what it is anyway, and an integer of the same size',
    `{ 'command': 'foo', 'data': { 'a': 'int', 'b': 'size' } }`,
    `{ 'command': 'foo', 'allow-oob': false, 'success-response': true, 'data': { 'a': 'int64', 'b': 'uint64' } }`,
  );
  same(
    'can be told of types that are not defined',
    `{ 'command': 'foo', 'data': { 'a': 'Missing', 'b': 'int', 'c': [ ] }, 'returns': 'Gone' }`,
    `{ 'command': 'foo', 'data': { 'a': 'int', 'b': 'Missing', 'c': [ 'int' ] } }`,
  );
});

describe('commands and events', () => {
  finds(
    'come and go, with all that they hold',
    `{ 'command': 'old', 'data': { 'a': 'int' }, 'features': [ 'f' ] } { 'event': 'OLD', 'data': { 'a': 'int' } }
     { 'command': 'stays' }`,
    `{ 'command': 'stays' } { 'command': 'new', 'data': { 'a': 'int' }, 'features': [ 'f' ] } { 'event': 'NEW' }`,
    [
      'command-added | command new | send',
      'event-added | event NEW | receive',
      'command-removed | command old | send',
      'event-removed | event OLD | receive',
    ],
  );
  finds('are not the same where they have the same name', `{ 'command': 'X' }`, `{ 'event': 'X' }`, [
    'event-added | event X | receive',
    'command-removed | command X | send',
  ]);
  finds(
    'have flags',
    `{ 'command': 'a' } { 'command': 'b', 'allow-oob': true } { 'command': 'c' } { 'command': 'd', 'success-response': false }`,
    `{ 'command': 'a', 'allow-preconfig': true } { 'command': 'b' } { 'command': 'c', 'success-response': false } { 'command': 'd' }`,
    [
      'flag-gained | a: flag allow-preconfig | send',
      'flag-lost | b: flag allow-oob | send',
      'flag-lost | c: flag success-response | send',
      'flag-gained | d: flag success-response | send',
    ],
  );
  finds(
    'that returned nothing returned an empty object',
    `{ 'command': 'a' } { 'command': 'b' } { 'command': 'c', 'returns': 'R' } { 'command': 'd', 'returns': [ 'R' ] }
     { 'command': 'e', 'returns': 'Empty' } { 'struct': 'Empty', 'data': {} } { 'struct': 'R', 'data': { 'x': 'int' } }`,
    `{ 'command': 'a', 'returns': 'R' } { 'command': 'b', 'returns': 'str' } { 'command': 'c' } { 'command': 'd' }
     { 'command': 'e' } { 'struct': 'R', 'data': { 'x': 'int' } }`,
    [
      'return-added | b: return | receive',
      'mandatory-member-added | a: return x | receive',
      'return-removed | d: return | receive',
      'mandatory-member-removed | c: return x | receive',
    ],
  );
});

describe('members', () => {
  finds(
    'come and go, optional or not',
    `{ 'command': 'foo', 'data': { 'gone': 'int', '*gone2': 'S', 'in': 'S' } } { 'struct': 'S', 'data': { 'a': 'int' } }
     { 'event': 'FOO', 'data': { 'old': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'in': 'S', '*new': 'S', 'new2': 'int' } } { 'struct': 'S', 'data': { 'a': 'int', '*b': 'int' } }
     { 'event': 'FOO' }`,
    [
      'optional-member-added | foo: argument new | send',
      'mandatory-member-added | foo: argument new2 | send',
      'optional-member-added | foo: argument in.b | send',
      'mandatory-member-removed | foo: argument gone | send',
      'optional-member-removed | foo: argument gone2 | send',
      'mandatory-member-removed | FOO: data member old | receive',
    ],
  );
  finds(
    'become optional or mandatory',
    `{ 'command': 'foo', 'data': { 'a': 'int', '*b': 'int' } }`,
    `{ 'command': 'foo', 'data': { '*a': 'int', 'b': 'int' } }`,
    ['became-optional | foo: argument a | send', 'became-mandatory | foo: argument b | send'],
  );
  finds(
    'of a type that lies on several ways are told once, with the shortest, and with both directions',
    `{ 'command': 'set', 'data': { 'deep': 'D' } } { 'struct': 'D', 'data': { 't': 'T' } }
     { 'event': 'E', 'data': { 't': 'T' } } { 'struct': 'T', 'data': { 'old': 'int' } }`,
    `{ 'command': 'set', 'data': { 'deep': 'D' } } { 'struct': 'D', 'data': { 't': 'T' } }
     { 'event': 'E', 'data': { 't': 'T' } } { 'struct': 'T', 'data': { 'new': 'int' } }`,
    ['mandatory-member-added | E: data member t.new | both', 'mandatory-member-removed | E: data member t.old | both'],
  );
  finds(
    'of types that lead back to themselves are told, and the walk ends',
    `{ 'command': 'foo', 'data': { 'n': 'Node' } }
     { 'struct': 'Node', 'data': { '*next': 'Node', '*all': [ 'Ref' ], 'x': 'int' } }
     { 'alternate': 'Ref', 'data': { 'name': 'str', 'node': 'Node', 'list': [ 'Ref' ] } }`,
    `{ 'command': 'foo', 'data': { 'n': 'N' } }
     { 'struct': 'N', 'data': { '*next': 'M', '*all': [ 'R' ] } } { 'struct': 'M', 'data': { '*next': 'N', '*all': [ 'R' ] } }
     { 'alternate': 'R', 'data': { 's': 'str', 'n': 'N', 'l': [ 'R' ] } }`,
    ['mandatory-member-removed | foo: argument n.x | send'],
  );
});

describe('types', () => {
  finds(
    'of members change to another kind of value',
    `{ 'command': 'foo', 'data': { 'a': 'str', 'b': 'S', 'c': [ 'int' ], 'd': 'int', 'e': 'E' } } { 'struct': 'S', 'data': {} }
     { 'enum': 'E', 'data': [ 'x' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'int', 'b': [ 'S' ], 'c': [ 'str' ], 'd': 'bool', 'e': 'S' } }
     { 'struct': 'S', 'data': { 'new': 'int' } }`,
    [
      'type-changed | foo: argument a | send | string -> int',
      'type-changed | foo: argument b | send | object -> array of object',
      'type-changed | foo: argument c | send | array of int -> array of string',
      'type-changed | foo: argument d | send | int -> boolean',
      'type-changed | foo: argument e | send | enum -> object',
    ],
  );
  finds(
    'of integers have ranges',
    `{ 'command': 'foo', 'data': { 'a': 'int8', 'b': 'uint64', 'c': 'int', 'd': 'int32', 'e': [ 'number' ] } }`,
    `{ 'command': 'foo', 'data': { 'a': 'int16', 'b': 'uint32', 'c': 'size', 'd': 'number', 'e': [ 'int' ] } }`,
    [
      'range-widened | foo: argument a | send | int8 -> int16',
      'range-narrowed | foo: argument b | send | uint64 -> uint32',
      'range-changed | foo: argument c | send | int -> size',
      'type-widened | foo: argument d | send | int32 -> number',
      'type-narrowed | foo: argument e | send | array of number -> array of int',
    ],
  );
  finds(
    'get wider where any string, or any value at all, takes the place of a few',
    `{ 'command': 'foo', 'data': { 'a': 'E', 'b': 'int' }, 'returns': 'str' } { 'enum': 'E', 'data': [ 'x' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'str', 'b': 'any' }, 'returns': 'E' } { 'enum': 'E', 'data': [ 'x' ] }`,
    [
      'values-opened | foo: argument a | send | enum -> string',
      'type-widened | foo: argument b | send | int -> any value',
      'values-closed | foo: return | receive | string -> enum',
    ],
  );
  finds(
    'get wider where an alternate has them, and what they hold is compared',
    `{ 'command': 'foo', 'data': { 'x': 'S' } } { 'struct': 'S', 'data': { 'a': 'int', '*old': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } { 'alternate': 'Alt', 'data': { 'ref': 'str', 's': 'S' } }
     { 'struct': 'S', 'data': { 'a': 'int' } }`,
    [
      'type-widened | foo: argument x | send | object -> string or object',
      'optional-member-removed | foo: argument x.old | send',
    ],
  );
  finds(
    'of an alternate come and go, and change like others',
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } { 'alternate': 'Alt', 'data': { 's': 'str', 'n': 'int8', 'b': 'bool' } }`,
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } { 'struct': 'O', 'data': { 'a': 'int' } }
     { 'alternate': 'Alt', 'data': { 's': 'str', 'n': 'int64', 'o': 'O', 'l': [ 'str' ] } }`,
    [
      'range-widened | foo: argument x | send | int8 -> int64',
      'alternative-added | foo: argument x alternative object | send',
      'alternative-added | foo: argument x alternative array of string | send',
      'alternative-removed | foo: argument x alternative boolean | send',
    ],
  );
  finds(
    'of the branches of an alternate are told as the branches have them, wherever the alternate stands',
    `{ 'command': 'foo', 'data': { 'x': [ 'Alt' ] } } { 'alternate': 'Alt', 'data': { 'n': 'int8', 'l': [ 'int' ] } }`,
    `{ 'command': 'foo', 'data': { 'x': [ 'Alt' ] } } { 'alternate': 'Alt', 'data': { 'n': 'int64', 'l': [ 'str' ] } }`,
    [
      'range-widened | foo: argument x | send | int8 -> int64',
      'type-changed | foo: argument x | send | array of int -> array of string',
    ],
  );
  finds(
    'that several members have are told of each of them',
    `{ 'command': 'foo', 'data': { 'a': 'S', 'b': 'S' } } { 'struct': 'S', 'data': {} }`,
    `{ 'command': 'foo', 'data': { 'a': 'E', 'b': 'E' } } { 'enum': 'E', 'data': [ 'x' ] }`,
    [
      'type-changed | foo: argument a | send | object -> enum',
      'type-changed | foo: argument b | send | object -> enum',
    ],
  );

  const mixed = (definition: string): string => `{ 'command': 'foo', 'returns': 'All' } ${definition}
    { 'alternate': 'All', 'data': { 'a': [ 'One' ], 'b': [ 'Other' ] } } { 'alternate': 'Other', 'data': { 'x': 'str' } }`;
  const [alternate, struct] = [`{ 'alternate': 'One', 'data': { 'i': 'int' } }`, `{ 'struct': 'One', 'data': {} }`];
  finds(
    'are told from other types in the same place, of which some are no alternates',
    mixed(alternate),
    mixed(struct),
    [
      'type-widened | foo: return | receive | array of int or string -> array of object or string',
      'alternative-removed | foo: return alternative int | receive',
    ],
  );
  finds('and so the other way round', mixed(struct), mixed(alternate), [
    'alternative-added | foo: return alternative int | receive',
    'type-narrowed | foo: return | receive | array of object or string -> array of int or string',
  ]);
});

describe('values', () => {
  finds(
    'come and go',
    `{ 'command': 'foo', 'data': { 'a': 'E' } } { 'enum': 'E', 'data': [ 'x', 'old' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'E' } } { 'enum': 'E', 'data': [ 'new', 'x' ] }`,
    ['value-added | foo: argument a value new | send', 'value-removed | foo: argument a value old | send'],
  );
  finds(
    'of simple unions are the names of their branches',
    `{ 'command': 'foo', 'data': { 'u': 'U' } } { 'union': 'U', 'data': { 'a': 'int', 'b': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'u': 'U' } } { 'union': 'U', 'data': { 'a': 'str', 'c': 'int' } }`,
    [
      'type-changed | foo: argument u.data | send | int -> string',
      'value-added | foo: argument u.type value c | send',
      'value-removed | foo: argument u.type value b | send',
    ],
  );
  finds(
    'are also the classes of errors, to which no command leads',
    `{ 'enum': 'ErrorClass', 'data': [ 'GenericError', 'Old' ] }`,
    `{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'New' ] }`,
    ['value-added | error: class value New | receive', 'value-removed | error: class value Old | receive'],
  );
});

describe('unions', () => {
  const command = `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] }
    { 'struct': 'A', 'data': { 'x': 'int' } } { 'struct': 'B', 'data': { 'y': 'int' } } `;
  const union = (data: string, base = `{ 'k': 'K' }`): string =>
    `${command}{ 'union': 'U', 'base': ${base}, 'discriminator': 'k', 'data': ${data} }`;

  finds(
    'are compared branch by branch; a value without a branch adds nothing',
    union(`{ 'a': 'A' }`),
    union(`{ 'a': 'B', 'b': 'B' }`),
    ['mandatory-member-added | foo: return y | receive', 'mandatory-member-removed | foo: return x | receive'],
  );
  finds(
    'that had a member for all values, and have it for one of them, have lost it',
    union(`{}`, `{ 'k': 'K', 'x': 'int' }`),
    union(`{ 'a': 'A' }`),
    ['mandatory-member-removed | foo: return x | receive'],
  );
  finds(
    'in the place of a struct have a member always if all branches have it',
    `${command}{ 'struct': 'U', 'data': { 'k': 'K', 'x': 'int', 'z': 'int' } }`,
    union(`{ 'a': 'A', 'b': 'A' }`),
    ['mandatory-member-removed | foo: return z | receive'],
  );
  finds(
    'in the place of a struct have a member sometimes if only some have it',
    `${command}{ 'struct': 'U', 'data': { 'k': 'K', 'x': 'int' } }`,
    union(`{ 'a': 'A', 'b': 'B' }`),
    ['became-optional | foo: return x | receive', 'optional-member-added | foo: return y | receive'],
  );
});

describe('features', () => {
  finds(
    'come and go; two of them have a meaning of their own',
    `{ 'command': 'foo', 'features': [ 'old', 'deprecated' ], 'data': { 'a': 'S' } } { 'struct': 'S', 'data': {} }`,
    `{ 'command': 'foo', 'features': [ 'new' ], 'data': { 'a': { 'type': 'S', 'features': [ 'deprecated', 'unstable' ] } } }
     { 'struct': 'S', 'data': {}, 'features': [ 'of-type' ] }`,
    [
      'feature-added | foo: feature new | send',
      'deprecated-added | foo: argument a feature deprecated | send',
      'unstable-added | foo: argument a feature unstable | send',
      'feature-added | foo: argument a feature of-type | send',
      'feature-removed | foo: feature old | send',
      'deprecated-removed | foo: feature deprecated | send',
    ],
  );
  finds(
    'of values, events and returns are told like others',
    `{ 'event': 'FOO', 'data': { 'a': 'E' } } { 'enum': 'E', 'data': [ { 'name': 'x', 'features': [ 'unstable' ] } ] }`,
    `{ 'event': 'FOO', 'data': { 'a': 'E' }, 'features': [ 'f' ] } { 'enum': 'E', 'data': [ 'x' ] }`,
    [
      'feature-added | FOO: feature f | receive',
      'unstable-removed | FOO: data member a value x feature unstable | receive, unstable',
    ],
  );
});

describe('conditions', () => {
  finds(
    'is told of the value alone where the branch has the same',
    `{ 'command': 'set', 'data': 'U', 'boxed': true } { 'enum': 'K', 'data': [ 'a' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'a': 'A' } } { 'struct': 'A', 'data': { 'x': 'int' } }`,
    `{ 'command': 'set', 'data': 'U', 'boxed': true } { 'enum': 'K', 'data': [ { 'name': 'a', 'if': 'CONFIG_A' } ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'a': { 'type': 'A', 'if': 'CONFIG_A' } } }
     { 'struct': 'A', 'data': { 'x': 'int' } }`,
    ["condition-added | set: argument k value a | send | always -> 'CONFIG_A'"],
  );
  finds(
    'is that of a branch of a union, too: it is told of the value that selects it',
    `{ 'command': 'set', 'data': 'U', 'boxed': true } { 'enum': 'K', 'data': [ 'a', 'b', 'c' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k',
       'data': { 'a': 'A', 'b': 'A', 'c': { 'type': 'A', 'if': 'CONFIG_C' } } } { 'struct': 'A', 'data': { 'x': 'int' } }`,
    `{ 'command': 'set', 'data': 'U', 'boxed': true } { 'enum': 'K', 'data': [ 'a', 'b', 'c' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k',
       'data': { 'a': { 'type': 'A', 'if': 'CONFIG_A' }, 'b': { 'type': 'A', 'if': 'CONFIG_A' }, 'c': 'A' } }
     { 'struct': 'A', 'data': { 'x': 'int' } }`,
    [
      "condition-added | set: argument k value a | send | always -> 'CONFIG_A'",
      "condition-added | set: argument k value b | send | always -> 'CONFIG_A'",
      "condition-removed | set: argument k value c | send | 'CONFIG_C' -> always",
    ],
  );
  finds(
    'come, go and change on commands, events, members, values and features',
    `{ 'command': 'a' } { 'event': 'B', 'if': 'CONFIG_A' }
     { 'command': 'c', 'data': { 'm': { 'type': 'E', 'if': 'CONFIG_A' } } } { 'enum': 'E', 'data': [ 'x' ] }
     { 'command': 'd', 'features': [ 'f' ] }`,
    `{ 'command': 'a', 'if': { 'not': 'CONFIG_A' } } { 'event': 'B' }
     { 'command': 'c', 'data': { 'm': { 'type': 'E', 'if': 'CONFIG_B' } } } { 'enum': 'E', 'data': [ { 'name': 'x', 'if': 'CONFIG_X' } ] }
     { 'command': 'd', 'features': [ { 'name': 'f', 'if': 'CONFIG_X' } ] }`,
    [
      `condition-added | command a | send | always -> { 'not': 'CONFIG_A' }`,
      `condition-removed | event B | receive | 'CONFIG_A' -> always`,
      `condition-changed | c: argument m | send | 'CONFIG_A' -> 'CONFIG_B'`,
      `condition-added | c: argument m value x | send | always -> 'CONFIG_X'`,
      `condition-added | d: feature f | send | always -> 'CONFIG_X'`,
    ],
  );
});

describe('something unstable in the baseline', () => {
  finds(
    'is what begins with x- where nothing has the feature, as before QEMU 6.2',
    `{ 'command': 'x-foo', 'data': { 'a': 'int' } } { 'command': 'x-gone' } { 'command': 'bar',
       'data': { '*x-a': 'int', '*__com.acme_x-b': 'S', '*X-c': 'int', '*x_d': 'int', '*xc': 'int', 'e': 'E' } }
     { 'struct': 'S', 'data': { 'a': 'int' } } { 'enum': 'E', 'data': [ 'x-on', 'x-off' ] }`,
    `{ 'command': 'x-foo', 'data': {} } { 'command': 'bar',
       'data': { '*x-a': 'str', '*__com.acme_x-b': 'S', '*xc': 'str', 'e': 'E' } }
     { 'struct': 'S', 'data': { 'a': 'str' } }
     { 'enum': 'E', 'data': [ { 'name': 'x-on', 'features': [ 'unstable' ] } ] }`,
    [
      'type-changed | bar: argument x-a | send, unstable | int -> string',
      'type-changed | bar: argument xc | send | int -> string',
      'type-changed | bar: argument __com.acme_x-b.a | send, unstable | int -> string',
      'unstable-added | bar: argument e value x-on feature unstable | send, unstable',
      'mandatory-member-removed | x-foo: argument a | send, unstable',
      'command-removed | command x-gone | send, unstable',
      'optional-member-removed | bar: argument X-c | send, unstable',
      'optional-member-removed | bar: argument x_d | send, unstable',
      'value-removed | bar: argument e value x-off | send, unstable',
    ],
  );
  finds(
    'is nothing that merely begins with x- where something has the feature: some names have kept it',
    `{ 'command': 'x-foo' } { 'command': 'x-bar' } { 'command': 'baz', 'features': [ 'unstable' ] }`,
    `{ 'command': 'baz' }`,
    [
      'command-removed | command x-foo | send',
      'command-removed | command x-bar | send',
      'unstable-removed | baz: feature unstable | send, unstable',
    ],
  );
  finds(
    'is said of the changes of it, and of what it holds',
    `{ 'command': 'x-foo', 'features': [ 'unstable' ], 'data': { 'a': 'int' } }
     { 'command': 'bar', 'data': { 'x-in': { 'type': 'S', 'features': [ 'unstable' ] }, '*x-out': { 'type': 'int', 'features': [ 'unstable' ] } } }
     { 'struct': 'S', 'data': { 'a': 'int' } } { 'command': 'x-gone', 'features': [ 'unstable' ] }`,
    `{ 'command': 'x-foo', 'features': [ 'unstable' ] }
     { 'command': 'bar', 'data': { 'x-in': { 'type': 'S', 'features': [ 'unstable' ] } } } { 'struct': 'S', 'data': {} }`,
    [
      'mandatory-member-removed | x-foo: argument a | send, unstable',
      'optional-member-removed | bar: argument x-out | send, unstable',
      'mandatory-member-removed | bar: argument x-in.a | send, unstable',
      'command-removed | command x-gone | send, unstable',
    ],
  );
  finds(
    'is a type with the mark, also where an alternate offers it',
    `{ 'command': 'foo', 'data': { 'a': 'Ref' } } { 'alternate': 'Ref', 'data': { 'name': 'str', 'one': 'S' } }
     { 'struct': 'S', 'data': { 'a': 'int' }, 'features': [ 'unstable' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'Ref' } } { 'alternate': 'Ref', 'data': { 'name': 'str', 'one': 'S' } }
     { 'struct': 'S', 'data': {}, 'features': [ 'unstable' ] }`,
    ['mandatory-member-removed | foo: argument a.a | send, unstable'],
  );
  finds(
    'is none where something stable may stand in the same place',
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'a': 'A', 'b': 'B' } }
     { 'struct': 'A', 'data': { 'm': 'S' } } { 'struct': 'B', 'data': { 'm': 'T' } }
     { 'struct': 'S', 'data': { 'x': 'int' }, 'features': [ 'unstable' ] } { 'struct': 'T', 'data': { 'y': 'int' } }`,
    `{ 'command': 'foo', 'returns': 'U' } { 'enum': 'K', 'data': [ 'a', 'b' ] }
     { 'struct': 'U', 'data': { 'k': 'K', 'm': 'T' } } { 'struct': 'T', 'data': { 'z': 'int' } }`,
    [
      'mandatory-member-added | foo: return m.z | receive',
      'optional-member-removed | foo: return m.x | receive',
      'unstable-removed | foo: return m feature unstable | receive',
      'optional-member-removed | foo: return m.y | receive',
    ],
  );
  finds(
    'is of what has an x- in its name, where the baseline is older than the mark',
    `{ 'command': 'x-gone' } { 'command': 'foo', 'data': { '*x-a': 'int', '*b': 'int' } }`,
    `{ 'command': 'foo' }`,
    [
      'command-removed | command x-gone | send, unstable',
      'optional-member-removed | foo: argument x-a | send, unstable',
      'optional-member-removed | foo: argument b | send',
    ],
  );
  finds(
    'is not of what only has an x- in its name, where the baseline knows the mark',
    `{ 'command': 'x-gone' } { 'command': 'other', 'features': [ 'unstable' ] }`,
    `{ 'command': 'other', 'features': [ 'unstable' ] }`,
    ['command-removed | command x-gone | send'],
  );
  finds(
    'makes no difference where another way is stable, and that is the way that is told',
    `{ 'command': 'x-foo', 'features': [ 'unstable' ], 'data': 'S' } { 'command': 'long', 'data': { 'in': { 'type': 'S' } } }
     { 'struct': 'S', 'data': { 'a': 'int' } }`,
    `{ 'command': 'x-foo', 'features': [ 'unstable' ], 'data': 'S' } { 'command': 'long', 'data': { 'in': { 'type': 'S' } } }
     { 'struct': 'S', 'data': {} }`,
    ['mandatory-member-removed | long: argument in.a | send'],
  );
});

describe('places', () => {
  const baseline = `{ 'command': 'foo', 'data': { 's': 'Old' } }
    { 'struct': 'Old', 'data': { 'type': 'int8', 'gone': 'int' } }`;
  const ours = `{ 'command': 'foo', 'data': { 's': 'New' }, 'allow-oob': true }
    { 'struct': 'New', 'data': { 'type': 'int64', 'come': 'int' } }`;

  it('are those of what has changed, on both sides', async () => {
    const texts = (await compare(baseline, ours)).map(({ kind, ours: o, baseline: b, holder }) => [
      kind,
      o && ours.slice(o.span.start, o.span.end),
      b && baseline.slice(b.span.start, b.span.end),
      holder?.name.text,
    ]);
    assert.deepEqual(texts, [
      ['flag-gained', 'true', 'foo', undefined],
      ['range-widened', 'int64', 'int8', undefined],
      ['mandatory-member-added', 'come', undefined, 'Old'],
      ['mandatory-member-removed', undefined, 'gone', 'New'],
    ]);
  });

  it('of what a branch held are the union, where it has no such branch', async () => {
    const union = (branches: string): string => `{ 'command': 'add', 'data': 'Disk', 'boxed': true }
      { 'enum': 'Kind', 'data': [ 'file', 'net' ] } { 'struct': 'File', 'data': { '*path': 'str' } }
      { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { ${branches} } }`;
    const [having, lacking] = [
      union("'net': 'Net', 'file': 'File' } } { 'struct': 'Net', 'data': { '*host': 'str'"),
      union("'file': 'File'"),
    ];
    const holders = async (before: string, after: string): Promise<string[]> =>
      (await compare(before, after)).map(({ kind, holder }) => `${kind} ${holder?.name.text}`);
    assert.deepEqual(await holders(having, lacking), ['optional-member-removed Disk']);
    assert.deepEqual(await holders(lacking, having), ['optional-member-added Disk']);
  });

  it('of what a simple union has by itself are its branch, or the union', async () => {
    const schema = (union: string): string => `{ 'command': 'foo', 'data': { 'in': 'U' }, 'returns': [ 'U' ] }
      { 'event': 'FOO', 'data': { 'out': 'U' } } { 'struct': 'S', 'data': { 'type': 'int', '*data': 'int' } } ${union}`;
    const sites = async (from: string, to: string): Promise<string[]> => {
      const [before, after] = [schema(from), schema(to)];
      return (await compare(before, after)).map(
        ({ kind, ours: o, baseline: b }) =>
          `${kind} ${b && before.slice(b.span.start, b.span.end)} -> ${o && after.slice(o.span.start, o.span.end)}`,
      );
    };
    assert.deepEqual(
      await sites(`{ 'union': 'U', 'data': { 'a': 'int' } }`, `{ 'union': 'U', 'data': { 'a': 'str' } }`),
      ['type-changed int -> str'],
    );
    assert.deepEqual(
      await sites(
        `{ 'struct': 'U', 'data': { 'type': 'int', '*data': 'int' } }`,
        `{ 'union': 'U', 'data': { 'a': 'str' } }`,
      ),
      ['type-changed int -> U', 'became-mandatory data -> a', 'type-changed int -> str'],
    );
  });

  it('are in the order of our files, and what is gone comes last', async () => {
    const root = `{ 'include': 'b.json' } { 'include': 'a.json' }`;
    const a = (text: string): Promise<Parameters<typeof changesBetween>[0]> =>
      schemaFrom({ 'r.json': root, 'a.json': text, 'b.json': `{ 'command': 'b', 'data': 'A' }` });
    const changes = changesBetween(
      await a(`{ 'command': 'gone' } { 'struct': 'A', 'data': { 'old': 'int' } }`),
      await a(`{ 'command': 'new' } { 'struct': 'A', 'data': { 'x': 'int' } }`),
    );
    assert.deepEqual(changes.map(lineOf), [
      'command-added | command new | send',
      'mandatory-member-added | b: argument x | send',
      'command-removed | command gone | send',
      'mandatory-member-removed | b: argument old | send',
    ]);
  });
});
