// Which names count as new against a baseline, and how the way to them is told.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findNewNames, type NewName, newNamesAmong } from '../../server/src/compat/additions.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { schemaFrom } from '../helpers/schema.ts';

const ROOT = 'qapi/qapi-schema.json';

async function compare(ours: string, baseline: string): Promise<readonly NewName[]> {
  return findNewNames(await schemaFrom({ [ROOT]: ours }), await schemaFrom({ [ROOT]: baseline }));
}

/** One line of prose, our schema, the baseline's, and the new names by their paths. */
function finds(title: string, ours: string, baseline: string, expected: readonly string[]): void {
  it(title, async () => {
    const found = await compare(ours, baseline);
    assert.deepEqual(
      found.map((name) => name.path),
      expected,
    );
  });
}

describe('new commands and events', () => {
  finds(
    'are new names, whether they have a prefix or not',
    `{ 'command': 'stop' }
     { 'command': 'foo' }
     { 'command': '__com.example_bar' }
     { 'event': 'FOO' }`,
    `{ 'command': 'stop' }`,
    ['command foo', 'command __com.example_bar', 'event FOO'],
  );
  finds(
    'stand for everything below them',
    `{ 'command': 'foo', 'data': { 'a': 'Mode' }, 'returns': 'Info' }
     { 'enum': 'Mode', 'data': [ 'on' ], 'features': [ 'f' ] }
     { 'struct': 'Info', 'data': { 'b': 'int' } }
     { 'event': 'FOO', 'data': { 'c': 'Info' } }`,
    '',
    ['command foo', 'event FOO'],
  );
  finds(
    'are told from a command, event or type of the same name',
    `{ 'event': 'FOO' } { 'command': 'bar' }`,
    `{ 'command': 'FOO' } { 'enum': 'bar', 'data': [] }`,
    ['event FOO', 'command bar'],
  );
  finds('are found once where a mistake defines them twice', `{ 'command': 'a' } { 'command': 'a' }`, '', [
    'command a',
  ]);
  finds(
    'are none where the baseline has more than we have',
    `{ 'command': 'a' }`,
    `{ 'command': 'a' } { 'event': 'B' }`,
    [],
  );
});

describe('below a downstream name', () => {
  finds(
    'nothing is new, though the baseline has the name as well',
    `{ 'command': '__com.example_foo', 'data': { 'new': 'int' }, 'features': [ 'f' ] }
     { 'command': 'foo', 'data': { '__com.example_in': { 'type': 'In', 'features': [ 'f' ] }, 'mode': 'Mode' } }
     { 'struct': 'In', 'data': { 'new': 'int' } }
     { 'enum': 'Mode', 'data': [ { 'name': '__com.example_m', 'features': [ 'f' ] } ] }
     { 'event': '__com.example_FOO', 'data': { 'new': 'int' } }`,
    `{ 'command': '__com.example_foo' }
     { 'command': 'foo', 'data': { '__com.example_in': 'In', 'mode': 'Mode' } }
     { 'struct': 'In', 'data': {} }
     { 'enum': 'Mode', 'data': [ '__com.example_m' ] }
     { 'event': '__com.example_FOO' }`,
    [],
  );
  finds(
    'lies the branch that a downstream value selects',
    `{ 'command': 'foo', 'boxed': true, 'data': 'U' }
     { 'enum': 'Kind', 'data': [ '__com.example_a' ] }
     { 'union': 'U', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { '__com.example_a': 'A' } }
     { 'struct': 'A', 'data': { 'x': 'int', 'new': 'int' } }`,
    `{ 'command': 'foo', 'boxed': true, 'data': 'U' }
     { 'enum': 'Kind', 'data': [ '__com.example_a' ] }
     { 'union': 'U', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { '__com.example_a': 'A' } }
     { 'struct': 'A', 'data': { 'x': 'int' } }`,
    [],
  );
});

describe('members', () => {
  finds(
    'of arguments, returns and events are told by the way that leads to them',
    `{ 'command': 'blockdev-add', 'data': { 'file': 'File', 'new': 'int' } }
     { 'struct': 'File', 'data': { 'name': 'str', '*locking': 'bool' } }
     { 'command': 'query-machines', 'returns': [ 'Machine' ] }
     { 'struct': 'Machine', 'data': { 'name': 'str', 'pve-version': 'str' } }
     { 'event': 'EVENT', 'data': { 'x': 'int', 'y': 'int' } }`,
    `{ 'command': 'blockdev-add', 'data': { 'file': 'File' } }
     { 'struct': 'File', 'data': { 'name': 'str' } }
     { 'command': 'query-machines', 'returns': [ 'Machine' ] }
     { 'struct': 'Machine', 'data': { 'name': 'str' } }
     { 'event': 'EVENT', 'data': { 'y': 'int' } }`,
    [
      'blockdev-add: argument new',
      'blockdev-add: argument file.locking',
      'query-machines: return pve-version',
      'EVENT: data member x',
    ],
  );
  finds(
    'of a new member are not new themselves',
    `{ 'command': 'foo', 'data': { 'in': 'In' } } { 'struct': 'In', 'data': { 'a': 'In2' } } { 'struct': 'In2', 'data': { 'b': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'in': 'In' } } { 'struct': 'In', 'data': {} }`,
    ['foo: argument in.a'],
  );
  finds(
    'are new where upstream has no arguments, returns or data at all',
    `{ 'command': 'foo', 'data': { 'a': 'int' }, 'returns': 'R' }
     { 'struct': 'R', 'data': { 'b': 'int' } }
     { 'event': 'FOO', 'data': 'R' }`,
    `{ 'command': 'foo' } { 'event': 'FOO' }`,
    ['foo: argument a', 'foo: return b'],
  );
  finds(
    'stay known in another type, in another order, in a base, in an anonymous type and under a condition',
    `{ 'command': 'foo', 'data': { 'v': 'New' } }
     { 'struct': 'Base', 'data': { 'c': { 'type': 'int', 'if': 'CONFIG_X' } } }
     { 'struct': 'New', 'base': 'Base', 'data': { 'b': 'int', 'a': 'int' } }
     { 'command': 'bar', 'data': { 'x': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'v': 'Old' } }
     { 'struct': 'Old', 'data': { 'a': 'int', 'b': 'int', 'c': 'int' } }
     { 'command': 'bar', 'data': 'Bar' }
     { 'struct': 'Bar', 'data': { 'x': 'int' } }`,
    [],
  );
  finds(
    'are found in bases',
    `{ 'event': 'FOO', 'data': 'T' } { 'struct': 'B', 'data': { 'a': 'int', 'new': 'int' } } { 'struct': 'T', 'base': 'B', 'data': {} }`,
    `{ 'event': 'FOO', 'data': 'T' } { 'struct': 'T', 'data': { 'a': 'int' } }`,
    ['FOO: data member new'],
  );
  finds(
    'of types that no client can see are none',
    `{ 'struct': 'Hidden', 'data': { 'new': 'int' } } { 'enum': 'E', 'data': [ 'new' ] }`,
    `{ 'struct': 'Hidden', 'data': {} } { 'enum': 'E', 'data': [] }`,
    [],
  );
  finds(
    'of a type that upstream knows by the same name elsewhere are new all the same',
    `{ 'command': 'foo', 'data': { 'a': 'T' } } { 'struct': 'T', 'data': { 'x': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'S' } } { 'struct': 'S', 'data': {} }
     { 'command': 'bar', 'data': { 'a': 'T' } } { 'struct': 'T', 'data': { 'x': 'int' } }`,
    ['foo: argument a.x'],
  );
  finds(
    'of the anonymous structs that old schemas nest are found',
    `{ 'type': 'T', 'data': { 'in': { 'a': 'int', 'new': 'int' }, 'list': [ { 'b': 'int', 'new2': 'int' } ] } }
     { 'command': 'query-foo', 'returns': 'T' }`,
    `{ 'type': 'T', 'data': { 'in': { 'a': 'int' }, 'list': [ { 'b': 'int' } ] } }
     { 'command': 'query-foo', 'returns': 'T' }`,
    ['query-foo: return in.new', 'query-foo: return list.new2'],
  );
});

describe('shared types', () => {
  const shared = `
    { 'command': 'set', 'data': { 'in': 'T' } }
    { 'command': 'query', 'returns': 'T' }
    { 'event': 'CHANGED', 'data': { 'now': 'T' } }`;

  finds(
    'are told by a way that is not unstable upstream, if there is one, whatever ours says of it',
    `{ 'command': 'foo', 'data': { 'a': { 'type': 'E' } } } { 'command': 'bar', 'data': { 'in': { 'type': 'S' } } }
     { 'struct': 'S', 'data': { 'b': 'E' } } { 'enum': 'E', 'data': [ 'new' ] }`,
    `{ 'command': 'foo', 'data': { 'a': { 'type': 'E', 'features': [ 'unstable' ] } } }
     { 'command': 'bar', 'data': { 'in': { 'type': 'S' } } } { 'struct': 'S', 'data': { 'b': 'E' } } { 'enum': 'E', 'data': [] }`,
    ['bar: argument in.b value new'],
  );
  it('give one name with the first way to it and both directions', async () => {
    const found = await compare(
      `${shared} { 'struct': 'T', 'data': { 'a': 'int', 'new': 'int' } }`,
      `${shared} { 'struct': 'T', 'data': { 'a': 'int' } }`,
    );
    assert.deepEqual(
      found.map(({ thing, path, direction }) => ({ name: thing.name.text, path, direction })),
      [{ name: 'new', path: 'query: return new', direction: 'both' }],
    );
  });

  it('give the direction in which the name travels', async () => {
    const found = await compare(
      `{ 'command': 'a', 'data': { 'x': 'int' } } { 'command': 'b', 'returns': 'R' } { 'struct': 'R', 'data': { 'y': 'int' } }
       { 'event': 'C', 'data': { 'z': 'int' } } { 'command': 'd' } { 'event': 'E' }`,
      `{ 'command': 'a' } { 'command': 'b' } { 'event': 'C' }`,
    );
    assert.deepEqual(
      found.map(({ path, direction }) => `${path} (${direction})`),
      [
        'a: argument x (send)',
        'b: return y (receive)',
        'C: data member z (receive)',
        'command d (send)',
        'event E (receive)',
      ],
    );
  });

  finds(
    'hold a new name where one of the places upstream does not have it',
    `{ 'command': 'foo', 'data': { 'a': 'T', 'b': 'T' } } { 'struct': 'T', 'data': { 'x': 'int', 'y': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'A', 'b': 'B' } }
     { 'struct': 'A', 'data': { 'x': 'int', 'y': 'int' } } { 'struct': 'B', 'data': { 'x': 'int' } }`,
    ['foo: argument b.y'],
  );
  finds(
    'that lead back to themselves come to an end',
    `{ 'command': 'foo', 'data': { 'node': 'Node' } }
     { 'struct': 'Node', 'data': { '*next': 'Node', '*all': [ 'Ref' ], 'new': 'int' } }
     { 'alternate': 'Ref', 'data': { 'name': 'str', 'node': 'Node' } }`,
    `{ 'command': 'foo', 'data': { 'node': 'N' } }
     { 'struct': 'N', 'data': { '*next': 'M', '*all': [ 'R' ] } }
     { 'struct': 'M', 'data': { '*next': 'N', '*all': [ 'R' ] } }
     { 'alternate': 'R', 'data': { 'a': 'N', 'b': 'str' } }`,
    ['foo: argument node.new'],
  );
  finds(
    'that are their own base or branch, which is a mistake, come to an end',
    `{ 'command': 'foo', 'boxed': true, 'data': 'U' }
     { 'enum': 'K', 'data': [ 'u', 's' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'u': 'V', 's': 'S' } }
     { 'union': 'V', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'u': 'U', 's': 'S' } }
     { 'struct': 'S', 'base': 'S', 'data': { 'new': 'int' } }`,
    `{ 'command': 'foo', 'boxed': true, 'data': 'U' }
     { 'enum': 'K', 'data': [ 'u', 's' ] }
     { 'union': 'U', 'base': { 'k': 'K' }, 'discriminator': 'k', 'data': { 'u': 'U' } }`,
    ['foo: argument new'],
  );
});

describe('enum values', () => {
  finds(
    'are new names, in arguments and in returns that are nothing but an enum',
    `{ 'command': 'foo', 'data': { 'mode': 'Mode', 'modes': [ 'Mode2' ] }, 'returns': 'Mode3' }
     { 'enum': 'Mode', 'data': [ 'a', 'b' ] } { 'enum': 'Mode2', 'data': [ 'c' ] } { 'enum': 'Mode3', 'data': [ { 'name': 'd' } ] }`,
    `{ 'command': 'foo', 'data': { 'mode': 'Old', 'modes': [ 'Old' ] }, 'returns': 'Old' } { 'enum': 'Old', 'data': [ 'b' ] }`,
    ['foo: argument mode value a', 'foo: argument modes value c', 'foo: return value d'],
  );
  finds(
    'are not new where upstream takes any string',
    `{ 'command': 'foo', 'data': { 'mode': 'Mode' } } { 'enum': 'Mode', 'data': [ 'a' ] }`,
    `{ 'command': 'foo', 'data': { 'mode': 'str' } }`,
    [],
  );
});

describe('a change of type', () => {
  finds(
    'is not a new name, whatever the new type holds',
    `{ 'command': 'foo', 'data': { 'a': 'S', 'b': 'E', 'c': [ 'S' ], 'd': 'S', 'e': 'str', 'f': 'S' }, 'returns': [ 'S' ] }
     { 'struct': 'S', 'data': { 'new': 'int' } } { 'enum': 'E', 'data': [ 'new' ] }`,
    `{ 'command': 'foo', 'data': { 'a': 'str', 'b': 'int', 'c': 'S', 'd': [ 'S' ], 'e': 'S', 'f': 'any' } }
     { 'struct': 'S', 'data': {} }`,
    [],
  );
  finds(
    'cannot be told where a type is not defined',
    `{ 'command': 'foo', 'data': { 'a': 'Missing', 'b': 'S', 'c': [ 'S' ], 'd': 'Alt' } }
     { 'struct': 'S', 'data': { 'new': 'int' } } { 'alternate': 'Alt', 'data': { 's': 'S' } }`,
    `{ 'command': 'foo', 'data': { 'a': 'S', 'b': 'Missing', 'c': [ ], 'd': 'Missing' } } { 'struct': 'S', 'data': {} }`,
    [],
  );
});

describe('among all changes new names are told', () => {
  const was = "{ 'command': 'foo', 'data': { 'a': 'int' } }";
  for (const [what, is, isTold] of [
    ['where a type became another one', "{ 'command': 'foo', 'data': { 'a': 'str', '*b': 'int' } }", true],
    [
      'where it became an alternate of plain values',
      "{ 'alternate': 'A', 'data': { 'i': 'int', 's': 'str' } } { 'command': 'foo', 'data': { 'a': 'A', '*b': 'int' } }",
      true,
    ],
    [
      'but for an alternate that offers names',
      "{ 'alternate': 'A', 'data': { 'i': 'int', 'o': 'O' } } { 'struct': 'O', 'data': { 'c': 'int' } } { 'command': 'foo', 'data': { 'a': 'A', '*b': 'int' } }",
      false,
    ],
  ] as const) {
    it(what, async () => {
      const [baseline, ours] = [await schemaFrom({ [ROOT]: was }), await schemaFrom({ [ROOT]: is })];
      const told = newNamesAmong(changesBetween(baseline, ours), ours, baseline);
      assert.deepEqual(told, isTold ? findNewNames(ours, baseline) : undefined);
    });
  }
});

describe('alternates', () => {
  const file = `{ 'struct': 'File', 'data': { 'name': 'str', 'new': 'int' } }`;
  const oldFile = `{ 'struct': 'File', 'data': { 'name': 'str' } }`;

  finds(
    'are paired by what stands on the wire, not by the names of their branches',
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } ${file} { 'enum': 'E', 'data': [ 'on', 'off' ] }
     { 'alternate': 'Alt', 'data': { 'one': 'E', 'two': 'File', 'three': [ 'File' ], 'four': 'null', 'five': 'int' } }`,
    `{ 'command': 'foo', 'data': { 'x': 'Old' } } ${oldFile} { 'enum': 'Old1', 'data': [ 'on' ] }
     { 'alternate': 'Old', 'data': { 'a': [ 'File' ], 'b': 'Old1', 'c': 'File' } }`,
    ['foo: argument x.new', 'foo: argument x value off'],
  );
  finds(
    'take the place of a type that they include',
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } ${file} { 'alternate': 'Alt', 'data': { 'ref': 'str', 'file': 'File' } }`,
    `{ 'command': 'foo', 'data': { 'x': 'File' } } ${oldFile}`,
    ['foo: argument x.new'],
  );
  finds(
    'give their place to a type that they included',
    `{ 'command': 'foo', 'data': { 'x': 'File' } } ${file}`,
    `{ 'command': 'foo', 'data': { 'x': 'Alt' } } ${oldFile} { 'alternate': 'Alt', 'data': { 'ref': 'str', 'file': 'File' } }`,
    ['foo: argument x.new'],
  );
  finds(
    'with a branch of a kind that upstream does not take there show all that is in it',
    `{ 'command': 'foo', 'data': { 'x': 'Alt', 'y': 'Alt2' } } ${file} { 'alternate': 'Alt', 'data': { 'ref': 'str', 'file': 'File' } }
     { 'alternate': 'Alt2', 'data': { 'n': 'int', 'e': 'E', 'l': [ 'File' ] } } { 'enum': 'E', 'data': [ 'auto' ] }`,
    `{ 'command': 'foo', 'data': { 'x': 'str', 'y': 'int' } }`,
    ['foo: argument x.name', 'foo: argument x.new', 'foo: argument y value auto'],
  );
});

describe('features', () => {
  finds(
    'of commands, events, members, values and types are new names',
    `{ 'command': 'foo', 'features': [ 'old', 'f1' ], 'data': { 'm': { 'type': 'Mode', 'features': [ 'f2' ] } }, 'returns': 'S' }
     { 'enum': 'Mode', 'data': [ { 'name': 'on', 'features': [ 'f3' ] } ], 'features': [ 'f4' ] }
     { 'struct': 'S', 'data': { 'u': 'U', 'a': 'A' }, 'features': [ { 'name': 'f5', 'if': 'CONFIG_X' } ] }
     { 'union': 'U', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'on': 'B' }, 'features': [ 'f6' ] }
     { 'struct': 'B', 'data': {}, 'features': [ 'f7' ] }
     { 'alternate': 'A', 'data': { 's': 'str' }, 'features': [ 'f8' ] }
     { 'event': 'FOO', 'data': 'T', 'features': [ 'f9' ] }
     { 'struct': 'T', 'data': {}, 'features': [ 'f10' ] }`,
    `{ 'command': 'foo', 'features': [ 'old' ], 'data': { 'm': 'Mode' }, 'returns': 'S' }
     { 'enum': 'Mode', 'data': [ 'on' ] }
     { 'struct': 'S', 'data': { 'u': 'U', 'a': 'A' } }
     { 'union': 'U', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'on': 'B' } }
     { 'struct': 'B', 'data': {} }
     { 'alternate': 'A', 'data': { 's': 'str' } }
     { 'event': 'FOO', 'data': 'T' } { 'struct': 'T', 'data': {} }`,
    [
      'foo: feature f1',
      'foo: argument m feature f2',
      'foo: argument m value on feature f3',
      'foo: argument m feature f4',
      'foo: return feature f5',
      'foo: return u feature f6',
      'foo: return u feature f7',
      'foo: return a feature f8',
      'FOO: feature f9',
      'FOO: data feature f10',
    ],
  );
  finds(
    'of a base are not seen in the types that have it',
    `{ 'command': 'foo', 'data': 'S' } { 'struct': 'B', 'data': {}, 'features': [ 'f' ] } { 'struct': 'S', 'base': 'B', 'data': {} }`,
    `{ 'command': 'foo', 'data': 'S' } { 'struct': 'S', 'data': {} }`,
    [],
  );
  finds(
    'that QEMU itself gives a meaning are no names of a downstream',
    `{ 'command': 'foo', 'features': [ 'deprecated' ], 'data': { 'a': { 'type': 'int', 'features': [ 'unstable' ] } } }`,
    `{ 'command': 'foo', 'data': { 'a': 'int' } }`,
    [],
  );
  finds(
    'of a type with another name are compared by their place',
    `{ 'command': 'foo', 'data': 'New' } { 'struct': 'New', 'data': {}, 'features': [ 'known', 'f' ] }`,
    `{ 'command': 'foo', 'data': 'Old' } { 'struct': 'Old', 'data': {}, 'features': [ 'known' ] }`,
    ['foo: arguments feature f'],
  );
});

describe('unions', () => {
  const command = `{ 'command': 'foo', 'data': { 'u': 'U' } } `;
  const kinds = `{ 'enum': 'Kind', 'data': [ 'a', 'b' ] } `;
  const flat = (data: string, base = `{ 'kind': 'Kind' }`) =>
    `{ 'union': 'U', 'base': ${base}, 'discriminator': 'kind', 'data': ${data} } `;
  const struct = (name: string, data: string) => `{ 'struct': '${name}', 'data': ${data} } `;

  finds(
    'have the values of their tag as names; the branch of a new value is not looked into',
    command + kinds + flat(`{ 'a': 'A', 'b': 'B' }`) + struct('A', `{ 'x': 'int' }`) + struct('B', `{ 'y': 'int' }`),
    `${command}{ 'enum': 'Kind', 'data': [ 'a' ] } ${flat(`{ 'a': 'A' }`)}${struct('A', `{ 'x': 'int' }`)}`,
    ['foo: argument u.kind value b'],
  );
  finds(
    'are compared branch by branch; where upstream has no branch for a value it counts as empty',
    command +
      kinds +
      flat(`{ 'a': 'A', 'b': 'B' }`) +
      struct('A', `{ 'x': 'int', 'new': 'int' }`) +
      struct('B', `{ 'x': 'int' }`),
    command + kinds + flat(`{ 'a': 'Z' }`) + struct('Z', `{ 'x': 'int' }`),
    ['foo: argument u.new', 'foo: argument u.x'],
  );
  finds(
    'may move common members into branches',
    command + kinds + flat(`{ 'a': 'A', 'b': 'A' }`) + struct('A', `{ 'x': 'int' }`),
    command + kinds + flat(`{ 'a': 'A' }`, `{ 'kind': 'Kind', 'x': 'int' }`) + struct('A', '{}'),
    [],
  );
  finds(
    'may move members that are in every branch out of them',
    command +
      kinds +
      flat(`{ 'a': 'A' }`, `{ 'kind': 'Kind', 'x': 'S' }`) +
      struct('A', '{}') +
      struct('S', `{ 'n': 'int' }`),
    command +
      kinds +
      flat(`{ 'a': 'A', 'b': 'B' }`) +
      struct('A', `{ 'x': 'S' }`) +
      struct('B', `{ 'x': 'S2' }`) +
      struct('S', `{ 'n': 'int' }`) +
      struct('S2', '{}'),
    ['foo: argument u.x.n'],
  );
  finds(
    'have a new name where a member of one branch becomes common to all',
    command + kinds + flat(`{ 'a': 'A' }`, `{ 'kind': 'Kind', 'x': 'int' }`) + struct('A', '{}'),
    command + kinds + flat(`{ 'a': 'A' }`) + struct('A', `{ 'x': 'int' }`),
    ['foo: argument u.x'],
  );
  finds(
    'may take the place of a struct whose members their branches hold',
    command +
      kinds +
      flat(`{ 'a': 'A', 'b': 'B' }`) +
      struct('A', `{ 'x': 'int' }`) +
      struct('B', `{ 'y': 'int', 'new': 'int' }`),
    command + kinds + struct('U', `{ 'kind': 'Kind', '*x': 'int', '*y': 'int' }`),
    ['foo: argument u.new'],
  );
  finds(
    'that get their tag together with their branches have a new name for the tag, and not for its values',
    command + kinds + flat(`{ 'a': 'A', 'b': 'B' }`) + struct('A', `{ 'x': 'int' }`) + struct('B', `{ 'new': 'int' }`),
    command + struct('U', `{ '*x': 'int' }`),
    ['foo: argument u.kind', 'foo: argument u.new'],
  );
  finds(
    'may give their place to a struct that holds the members of their branches',
    command + kinds + struct('U', `{ 'kind': 'Kind', '*x': 'int', '*y': 'int', '*new': 'int' }`),
    command + kinds + flat(`{ 'a': 'A', 'b': 'B' }`) + struct('A', `{ 'x': 'int' }`) + struct('B', `{ 'y': 'int' }`),
    ['foo: argument u.new'],
  );
  finds(
    'may be told apart by another tag than before',
    `${command}${kinds}{ 'enum': 'Arch', 'data': [ 'x86' ] }
     { 'union': 'U', 'base': { 'kind': 'Kind', 'arch': 'Arch' }, 'discriminator': 'arch', 'data': { 'x86': 'A' } }
     ${struct('A', `{ 'x': 'int', 'new': 'int' }`)}`,
    command + kinds + flat(`{ 'a': 'A' }`) + struct('A', `{ 'x': 'int' }`),
    ['foo: argument u.arch', 'foo: argument u.new'],
  );
  finds(
    'may have unions for branches',
    `${command}${kinds}${flat(`{ 'a': 'V' }`)}
     { 'union': 'V', 'base': { 'sub': 'Kind' }, 'discriminator': 'sub', 'data': { 'a': 'A', 'b': 'B' } }
     ${struct('A', `{ 'x': 'int', 'new': 'int' }`)}${struct('B', `{ 'y': 'int' }`)}`,
    `${command}${kinds}${flat(`{ 'a': 'V' }`)}
     { 'union': 'V', 'base': { 'sub': 'Kind' }, 'discriminator': 'sub', 'data': { 'a': 'A', 'b': 'B' } }
     ${struct('A', `{ 'x': 'int' }`)}${struct('B', `{ 'y': 'int' }`)}`,
    ['foo: argument u.new'],
  );
  finds(
    'of the old simple kind declare their values by their branches and hold `data`',
    `${command}{ 'union': 'U', 'data': { 'a': 'A', 'b': 'A', '__com.example_c': 'A' } } ${struct('A', `{ 'x': 'int', 'new': 'int' }`)}`,
    `${command}{ 'union': 'U', 'data': { 'a': 'A' } } ${struct('A', `{ 'x': 'int' }`)}`,
    ['foo: argument u.type value b', 'foo: argument u.type value __com.example_c', 'foo: argument u.data.new'],
  );
  finds(
    'of the simple and of the flat kind may look the same on the wire',
    `${command}${kinds}{ 'union': 'U', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { 'a': 'WrapA', 'b': 'WrapB' } }
     ${struct('WrapA', `{ 'data': 'A' }`)}${struct('A', `{ 'x': 'int', 'new': 'int' }`)}${struct('WrapB', `{ 'data': 'int' }`)}`,
    `${command}{ 'union': 'U', 'data': { 'a': 'A', 'b': 'int' } } ${struct('A', `{ 'x': 'int' }`)}`,
    ['foo: argument u.data.new'],
  );
  finds(
    'of the flat kind may become simple ones',
    `${command}{ 'union': 'U', 'data': { 'a': 'A', 'c': 'A' } } ${struct('A', `{ 'x': 'int', 'new': 'int' }`)}`,
    `${command}${kinds}{ 'union': 'U', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { 'a': 'WrapA' } }
     ${struct('WrapA', `{ 'data': 'A' }`)}${struct('A', `{ 'x': 'int' }`)}`,
    ['foo: argument u.type value c', 'foo: argument u.data.new'],
  );
  finds(
    'of the simple kind in the place of a struct have new names for their branches: `type` and `data` stand nowhere in the text',
    `${command}{ 'union': 'U', 'data': { 'a': 'A' } } ${struct('A', `{ 'x': 'int' }`)}`,
    command + struct('U', `{ 'y': 'int' }`),
    ['foo: argument u.type value a'],
  );
});

it('gives the names in the order of the files, and in a file as they stand there', async () => {
  const root = `{ 'include': 'b.json' } { 'include': 'a.json' } { 'command': 'z', 'data': 'T' }`;
  const ours = await schemaFrom({
    'qapi/root.json': root,
    'qapi/a.json': `{ 'struct': 'T', 'data': { 'a2': 'int', 'a1': 'int' } } { 'command': 'a3' }`,
    'qapi/b.json': `{ 'command': 'foo', 'data': { 's': 'S' } } { 'struct': 'S', 'data': { 'b1': 'int', '*b2': 'int' } }`,
  });
  const baseline = await schemaFrom({
    'qapi/root.json': root,
    'qapi/a.json': `{ 'struct': 'T', 'data': { 'a1': 'int' } }`,
    'qapi/b.json': `{ 'command': 'foo', 'data': { 's': 'S' } } { 'struct': 'S', 'data': {} }`,
  });
  assert.deepEqual(
    findNewNames(ours, baseline).map(({ thing, path }) => `${thing.file} ${path}`),
    [
      'qapi/b.json foo: argument s.b1',
      'qapi/b.json foo: argument s.b2',
      'qapi/a.json z: argument a2',
      'qapi/a.json command a3',
    ],
  );
});

it('needs no more time for unions nested in both branches of unions, however many', async () => {
  const levels = Array.from({ length: 60 }, (_, n) => {
    const next = n < 59 ? `U${n + 1}` : 'End';
    return `{ 'union': 'U${n}', 'base': { 't${n}': 'K' }, 'discriminator': 't${n}', 'data': { 'a': '${next}', 'b': '${next}' } }`;
  }).join('\n');
  const text = `{ 'enum': 'K', 'data': [ 'a', 'b' ] } { 'command': 'foo', 'data': { 'u': 'U0' } } ${levels}`;
  const found = await compare(
    `${text} { 'struct': 'End', 'data': { 'x': 'int', 'new': 'int' } }`,
    `${text} { 'struct': 'End', 'data': { 'x': 'int' } }`,
  );
  assert.deepEqual(
    found.map((name) => name.path),
    ['foo: argument u.new'],
  );
});

it('comes to an end where unions multiply the ways through them without end', async () => {
  const names = Array.from({ length: 20 }, (_, n) => `U${n}`);
  const branches = names.map((name) => `'${name}': '${name}'`).join();
  const unions = names.map(
    (name) =>
      `{ 'union': '${name}', 'base': { 't${name}': 'K' }, 'discriminator': 't${name}', 'data': { ${branches} } }`,
  );
  const text = `{ 'enum': 'K', 'data': [ '${names.join("', '")}' ] } { 'command': 'foo', 'boxed': true, 'data': 'U0' } `;
  const begun = performance.now();
  await compare(text + unions.join(), text + unions.join());
  // Without a bound it never ends; this one cannot fail on a busy machine.
  assert.ok(performance.now() - begun < 5000);
});
