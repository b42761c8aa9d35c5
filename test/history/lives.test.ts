// When names came and went, over a few invented releases.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RootName } from '../../server/src/history/data.ts';
import type { History } from '../../server/src/history/history.ts';
import { lifeInWords } from '../../server/src/history/life.ts';
import type { WirePath } from '../../server/src/history/lives.ts';
import { forEachNamed, type NamedThing } from '../../server/src/schema/model.ts';
import { historyFrom } from '../helpers/history.ts';
import { schemaFrom } from '../helpers/schema.ts';

function lifeAt(history: History, path: WirePath, root: RootName = 'qapi'): string {
  const life = history.lives(root).find(path);
  return life ? lifeInWords(life) : 'never';
}

/** The life of every name of a schema that has one, as `NAME: LIFE`. */
async function livesIn(history: History, text: string, root: RootName = 'qapi'): Promise<string[]> {
  const schema = await schemaFrom({ 'x.json': text });
  const lines: string[] = [];
  const tell = (thing: NamedThing): void => {
    const life = history.lives(root).of(schema, thing);
    if (life) lines.push(`${thing.name.text}: ${lifeInWords(life)}`);
  };
  for (const definition of schema.definitions) forEachNamed(definition, tell);
  return lines;
}

describe('commands and events', async () => {
  const history = await historyFrom({
    '2.6': "{ 'command': 'stop' } { 'command': 'change' } { 'command': 'drive-add' } { 'event': 'RESET' }",
    '2.7': "{ 'command': 'stop' } { 'command': 'eject' } { 'event': 'RESET' }",
    '2.8': "{ 'command': 'stop' } { 'command': 'eject' } { 'command': 'drive-add' }",
    // 2.9 to 2.12 are not known.
    '3.0': "{ 'command': 'stop' } { 'command': 'cont' } { 'event': 'stop-it' }",
    // 3.1 is not.
    '4.0': "{ 'command': 'stop' } { 'command': 'cont' } { 'command': 'halt' }",
    '4.0.50': "{ 'command': 'stop' } { 'command': 'halt' } { 'command': 'pause' }",
  });
  const lives: readonly (readonly [WirePath, string])[] = [
    [{ command: 'stop' }, 'since 2.6 or before'],
    [{ command: 'change' }, 'since 2.6 or before; removed in 2.7'],
    [{ command: 'eject' }, 'since 2.7; removed in 3.0 at the latest'],
    [{ event: 'RESET' }, 'since 2.6 or before; removed in 2.8'],
    [{ command: 'cont' }, 'since 3.0 at the latest; removed in 4.1 (in development)'],
    [{ command: 'halt' }, 'since 3.1 or 4.0'],
    [{ command: 'pause' }, 'since 4.1 (in development)'],
    [{ command: 'drive-add' }, 'since 2.6 or before; removed in 2.7; back since 2.8; removed in 3.0 at the latest'],
    // Commands and events are not taken for each other.
    [{ event: 'stop' }, 'never'],
    [{ command: 'RESET' }, 'never'],
    [{ command: 'nothing' }, 'never'],
  ];
  for (const [path, life] of lives)
    it(`${JSON.stringify(path)} ${life}`, () => assert.equal(lifeAt(history, path), life));

  it('are those of releases, as soon as one is known that is later than a development tree', async () => {
    const released = await historyFrom({
      '4.0': "{ 'command': 'stop' }",
      '4.0.50': "{ 'command': 'stop' } { 'command': 'pause' } { 'command': 'nap' }",
      '4.1': "{ 'command': 'stop' } { 'command': 'pause' }",
    });
    assert.equal(lifeAt(released, { command: 'pause' }), 'since 4.1');
    assert.equal(lifeAt(released, { command: 'nap' }), 'never');
    const lives = released.lives('qapi');
    assert.deepEqual(
      lives.having({ command: 'pause' }).map(({ name }) => name),
      ['4.1'],
    );
    assert.ok(lives.isNowhere({ command: 'nap' }));
  });

  it('tell the releases themselves, too', () => {
    const life = history.lives('qapi').find({ command: 'halt' });
    assert.deepEqual(life, {
      stretches: [{ came: { release: history.releases[4], earliest: [3, 1, 0] }, went: undefined }],
    });
  });

  it('are those of one root', () => {
    assert.equal(lifeAt(history, { command: 'stop' }, 'qga'), 'never');
  });
});

describe('what a command takes and gives, and an event carries', async () => {
  const history = await historyFrom({
    '6.0': `
      { 'enum': 'Mode', 'data': [ 'on', 'off' ] }
      { 'struct': 'Base', 'data': { 'id': 'str' } }
      { 'struct': 'Disk', 'base': 'Base', 'data': { '*mode': 'Mode' } }
      { 'command': 'add', 'data': 'Disk', 'returns': [ 'Disk' ] }
      { 'event': 'ADDED', 'data': { 'disk': 'Disk' } }
    `,
    // The members are the same; the types have other names, and one is written where it is used.
    '6.1': `
      { 'enum': 'DiskMode', 'data': [ 'on', 'off', 'auto' ] }
      { 'struct': 'DiskInfo', 'data': { 'id': 'str', '*mode': 'DiskMode', '*size': 'int' } }
      { 'command': 'add', 'data': { 'id': 'str', '*mode': 'DiskMode' }, 'returns': [ 'DiskInfo' ] }
      { 'event': 'ADDED', 'data': { 'disk': 'DiskInfo' } }
    `,
    '6.2': `
      { 'enum': 'DiskMode', 'data': [ 'on', 'auto' ] }
      { 'struct': 'DiskInfo', 'data': { 'id': 'str', '*mode': 'DiskMode', '*size': 'int' } }
      { 'command': 'add', 'data': { 'id': 'str', '*mode': 'DiskMode' }, 'returns': [ 'DiskInfo' ] }
      { 'event': 'ADDED', 'data': { 'disk': 'DiskInfo' } }
    `,
  });
  const lives: readonly (readonly [WirePath, string])[] = [
    [{ command: 'add', argument: ['id'] }, 'since 6.0 or before'],
    [{ command: 'add', argument: ['mode'] }, 'since 6.0 or before'],
    [{ command: 'add', argument: ['mode'], value: 'on' }, 'since 6.0 or before'],
    [{ command: 'add', argument: ['mode'], value: 'auto' }, 'since 6.1'],
    [{ command: 'add', argument: ['mode'], value: 'off' }, 'since 6.0 or before; removed in 6.2'],
    [{ command: 'add', argument: ['size'] }, 'never'],
    [{ command: 'add', returns: ['size'] }, 'since 6.1'],
    [{ event: 'ADDED', data: ['disk'] }, 'since 6.0 or before'],
    [{ event: 'ADDED', data: ['disk', 'size'] }, 'since 6.1'],
    [{ event: 'ADDED', data: ['size'] }, 'never'],
    [{ event: 'ADDED', data: ['disk', 'mode'], value: 'auto' }, 'since 6.1'],
  ];
  for (const [path, life] of lives)
    it(`${JSON.stringify(path)} ${life}`, () => assert.equal(lifeAt(history, path), life));

  it('is found for the names of a schema, whatever its types are called', async () => {
    const ours = `
      { 'enum': 'OurMode', 'data': [ 'on', 'auto', 'off', 'new' ] }
      { 'struct': 'OurBase', 'data': { 'id': 'str' } }
      { 'struct': 'OurDisk', 'base': 'OurBase', 'data': { '*mode': 'OurMode', '*size': 'int', '*new': 'int' } }
      { 'enum': 'Mode', 'data': [ 'on' ] }
      { 'command': 'add', 'data': { '*id': 'str', '*size': 'int' }, 'returns': [ 'OurDisk' ] }
      { 'command': 'new', 'returns': 'OurDisk' }
    `;
    assert.deepEqual(await livesIn(history, ours), [
      'on: since 6.0 or before',
      'auto: since 6.1',
      'off: since 6.0 or before; removed in 6.2',
      'id: since 6.0 or before',
      'mode: since 6.0 or before',
      'size: since 6.1',
      // The enum Mode of today is used nowhere, and has no history whatever was called so once.
      'add: since 6.0 or before',
      'id: since 6.0 or before',
    ]);
  });
});

describe('unions and alternates', async () => {
  const history = await historyFrom({
    // Flat, with everything optional.
    '5.0': `
      { 'struct': 'Cpu', 'data': { 'arch': 'str', '*pc': 'int' } }
      { 'command': 'query-cpus', 'returns': [ 'Cpu' ] }
      { 'struct': 'File', 'data': { 'path': 'str' } }
      { 'union': 'Backend', 'data': { 'file': 'File' } }
      { 'command': 'add', 'data': { 'backend': 'Backend' } }
    `,
    // A union; and another path for one more.
    '5.1': `
      { 'enum': 'Arch', 'data': [ 'x86', 'arm' ] }
      { 'struct': 'X86', 'data': { 'pc': 'int', 'msr': 'int' } }
      { 'struct': 'Arm', 'data': { 'pc': 'int', 'el': 'int' } }
      { 'union': 'Cpu', 'base': { 'arch': 'Arch' }, 'discriminator': 'arch', 'data': { 'x86': 'X86', 'arm': 'Arm' } }
      { 'command': 'query-cpus', 'returns': [ 'Cpu' ] }
      { 'struct': 'File', 'data': { 'path': 'str', '*append': 'bool' } }
      { 'struct': 'Null', 'data': { '*append': 'bool' } }
      { 'union': 'Backend', 'data': { 'file': 'File', 'null': 'Null' } }
      { 'command': 'add', 'data': { 'backend': 'Backend' } }
    `,
    // What was a simple union is written out.
    '5.2': `
      { 'enum': 'Arch', 'data': [ 'x86', 'arm' ] }
      { 'struct': 'X86', 'data': { 'pc': 'int', 'el': 'int' } }
      { 'struct': 'Arm', 'data': { 'pc': 'int', 'el': 'int' } }
      { 'union': 'Cpu', 'base': { 'arch': 'Arch' }, 'discriminator': 'arch', 'data': { 'x86': 'X86', 'arm': 'Arm' } }
      { 'command': 'query-cpus', 'returns': [ 'Cpu' ] }
      { 'struct': 'File', 'data': { 'path': 'str', '*append': 'bool' } }
      { 'struct': 'FileWrapper', 'data': { 'data': 'File' } }
      { 'enum': 'Kind', 'data': [ 'file' ] }
      { 'union': 'Backend', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { 'file': 'FileWrapper' } }
      { 'alternate': 'BackendRef', 'data': { 'name': 'str', 'backend': 'Backend' } }
      { 'command': 'add', 'data': { 'backend': 'BackendRef' } }
    `,
  });
  const lives: readonly (readonly [WirePath, string])[] = [
    [{ command: 'query-cpus', returns: ['pc'] }, 'since 5.0 or before'],
    [{ command: 'query-cpus', returns: ['msr'] }, 'since 5.1; removed in 5.2'],
    [{ command: 'query-cpus', returns: ['el'] }, 'since 5.1'],
    [{ command: 'add', argument: ['backend', 'type'], value: 'file' }, 'since 5.0 or before'],
    [{ command: 'add', argument: ['backend', 'type'], value: 'null' }, 'since 5.1; removed in 5.2'],
    [{ command: 'add', argument: ['backend', 'data', 'path'] }, 'since 5.0 or before'],
    [{ command: 'add', argument: ['backend', 'data', 'append'] }, 'since 5.1'],
    [{ command: 'add', argument: ['backend', 'path'] }, 'never'],
  ];
  for (const [path, life] of lives)
    it(`${JSON.stringify(path)} ${life}`, () => assert.equal(lifeAt(history, path), life));

  it('a branch is compared with that of the same value', async () => {
    const ours = `
      { 'enum': 'Arch', 'data': [ 'x86', 'arm' ] }
      { 'struct': 'X86', 'data': { 'pc': 'int', 'el': 'int', 'msr': 'int' } }
      { 'struct': 'Arm', 'data': { 'pc': 'int', 'el': 'int', 'msr': 'int' } }
      { 'union': 'Cpu', 'base': { 'arch': 'Arch' }, 'discriminator': 'arch', 'data': { 'x86': 'X86', 'arm': 'Arm' } }
      { 'command': 'query-cpus', 'returns': [ 'Cpu' ] }
    `;
    assert.deepEqual(await livesIn(history, ours), [
      // Before that it was any string.
      'x86: since 5.1 or before',
      'arm: since 5.1 or before',
      'pc: since 5.0 or before',
      'el: since 5.2',
      'msr: since 5.1; removed in 5.2',
      'pc: since 5.0 or before',
      'el: since 5.1',
      'arch: since 5.0 or before',
      'query-cpus: since 5.0 or before',
    ]);
  });

  it('a simple union is the same as one that is written out, either way', async () => {
    const simple = `
      { 'struct': 'File', 'data': { 'path': 'str', '*append': 'bool' } }
      { 'union': 'Backend', 'data': { 'file': 'File', 'null': 'File' } }
      { 'command': 'add', 'data': { 'backend': 'Backend' } }
    `;
    const flat = `
      { 'struct': 'File', 'data': { 'path': 'str', '*append': 'bool' } }
      { 'struct': 'FileWrapper', 'data': { 'data': 'File' } }
      { 'enum': 'Kind', 'data': [ 'file', 'null' ] }
      { 'union': 'Backend', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { 'file': 'FileWrapper' } }
      { 'command': 'add', 'data': { 'backend': 'Backend' } }
    `;
    const common = ['path: since 5.0 or before', 'append: since 5.1'];
    const values = ['file: since 5.0 or before', 'null: since 5.1; removed in 5.2'];
    const rest = ['add: since 5.0 or before', 'backend: since 5.0 or before'];
    assert.deepEqual(await livesIn(history, simple), [...common, ...values, ...rest]);
    assert.deepEqual(await livesIn(history, flat), [
      ...common,
      'data: since 5.0 or before',
      ...values,
      'type: since 5.0 or before',
      ...rest,
    ]);
  });

  it('what an alternate offers is as good as what it replaces', async () => {
    const ours = `
      { 'enum': 'Kind', 'data': [ 'file' ] }
      { 'struct': 'Data', 'data': { '*append': 'bool' } }
      { 'struct': 'Backend', 'data': { 'type': 'Kind', 'data': 'Data' } }
      { 'alternate': 'Any', 'data': { 'one': 'Backend', 'many': [ 'Backend' ] } }
      { 'command': 'add', 'data': { 'backend': 'Any' } }
    `;
    assert.deepEqual(await livesIn(history, ours), [
      'file: since 5.0 or before',
      'append: since 5.1',
      'type: since 5.0 or before',
      'data: since 5.0 or before',
      'add: since 5.0 or before',
      'backend: since 5.0 or before',
    ]);
  });
});

describe('features', async () => {
  const history = await historyFrom({
    '8.0': `
      { 'struct': 'Disk', 'data': { 'id': 'str' } }
      { 'command': 'add', 'data': { 'disk': 'Disk' } }
    `,
    '8.1': `
      { 'enum': 'Mode', 'data': [ { 'name': 'on', 'features': [ 'unstable' ] } ] }
      { 'struct': 'Disk', 'data': { 'id': { 'type': 'str', 'features': [ 'deprecated' ] }, '*mode': 'Mode' }, 'features': [ 'fast' ] }
      { 'command': 'add', 'data': { 'disk': 'Disk' }, 'features': [ 'safe' ] }
    `,
    // The type is the branch of a union now: its features are those of the object.
    '8.2': `
      { 'enum': 'Mode', 'data': [ 'on' ] }
      { 'enum': 'Kind', 'data': [ 'disk' ] }
      { 'struct': 'Disk', 'data': { 'id': 'str', '*mode': 'Mode' }, 'features': [ 'fast' ] }
      { 'union': 'Any', 'base': { '*kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
      { 'command': 'add', 'data': { 'disk': 'Any' } }
    `,
  });

  it('have lives of their own', async () => {
    const ours = `
      { 'enum': 'Mode', 'data': [ { 'name': 'on', 'features': [ 'unstable' ] } ] }
      { 'struct': 'Disk', 'data': { 'id': { 'type': 'str', 'features': [ 'deprecated' ] }, '*mode': 'Mode' }, 'features': [ 'fast' ] }
      { 'command': 'add', 'data': { 'disk': 'Disk' }, 'features': [ 'safe', 'new' ] }
    `;
    assert.deepEqual(await livesIn(history, ours), [
      'on: since 8.1',
      'unstable: since 8.1; removed in 8.2',
      'id: since 8.0 or before',
      'deprecated: since 8.1; removed in 8.2',
      'mode: since 8.1',
      'fast: since 8.1',
      'add: since 8.0 or before',
      'disk: since 8.0 or before',
      'safe: since 8.1; removed in 8.2',
    ]);
  });
});

describe('what a schema leaves open may have been there', async () => {
  const history = await historyFrom({
    '4.0': "{ 'command': 'quit' }",
    '4.1':
      "{ 'command': 'add', 'data': { 'kind': 'str', '*more': 'any' } } { 'command': 'plug', 'data': { 'id': 'str' } }",
    '4.2':
      "{ 'command': 'add', 'data': { 'kind': 'str', '*more': '**' } } { 'command': 'plug', 'data': { 'id': 'str' }, 'gen': false }",
    '5.0': `
      { 'enum': 'Kind', 'data': [ 'disk', 'nic' ] }
      { 'struct': 'More', 'data': { '*size': 'int' } }
      { 'command': 'add', 'data': { 'kind': 'Kind', '*more': 'More' } }
      { 'command': 'plug', 'data': { 'id': 'str', '*bus': 'str' } }
    `,
    '5.1': `
      { 'command': 'add', 'data': { 'kind': 'str' } }
    `,
    '5.2': `
      { 'enum': 'Kind', 'data': [ 'disk' ] }
      { 'struct': 'More', 'data': { '*size': 'int' } }
      { 'command': 'add', 'data': { 'kind': 'Kind', '*more': 'More' } }
    `,
  });
  const lives: readonly (readonly [WirePath, string])[] = [
    [{ command: 'add', argument: ['kind'], value: 'disk' }, 'since 5.0 at the latest'],
    [{ command: 'add', argument: ['kind'], value: 'nic' }, 'since 5.0 at the latest; removed in 5.1 or 5.2'],
    [{ command: 'add', argument: ['more'] }, 'since 4.1; removed in 5.1; back since 5.2'],
    [{ command: 'add', argument: ['more', 'size'] }, 'since 5.0 at the latest; removed in 5.1; back since 5.2'],
    [{ command: 'add', argument: ['more', 'speed'] }, 'never'],
    [{ command: 'plug', argument: ['bus'] }, 'since 4.2 or 5.0; removed in 5.1'],
    [{ command: 'plug', argument: ['id'] }, 'since 4.1; removed in 5.1'],
  ];
  for (const [path, life] of lives)
    it(`${JSON.stringify(path)} ${life}`, () => assert.equal(lifeAt(history, path), life));

  it('for the names of a schema too', async () => {
    const ours = `
      { 'enum': 'Kind', 'data': [ 'disk', 'nic', 'new' ] }
      { 'struct': 'More', 'data': { '*size': 'int', '*speed': 'int' } }
      { 'command': 'add', 'data': { 'kind': 'Kind', '*more': 'More' } }
      { 'command': 'plug', 'data': { 'id': 'str', '*bus': 'str' } }
    `;
    assert.deepEqual(await livesIn(history, ours), [
      'disk: since 5.0 at the latest',
      'nic: since 5.0 at the latest; removed in 5.1 or 5.2',
      'size: since 5.0 at the latest; removed in 5.1; back since 5.2',
      'add: since 4.1',
      'kind: since 4.1',
      'more: since 4.1; removed in 5.1; back since 5.2',
      'plug: since 4.1; removed in 5.1',
      'id: since 4.1; removed in 5.1',
      'bus: since 4.2 or 5.0; removed in 5.1',
    ]);
  });
});

it('a type that holds itself is walked once', async () => {
  const text = `
    { 'struct': 'Chain', 'data': { 'name': 'str', '*next': 'Chain' } }
    { 'command': 'add', 'data': 'Chain' }
  `;
  const history = await historyFrom({ '8.0': text, '8.1': text });
  assert.deepEqual(await livesIn(history, text), [
    'name: since 8.0 or before',
    'next: since 8.0 or before',
    'add: since 8.0 or before',
  ]);
  assert.equal(lifeAt(history, { command: 'add', argument: ['next', 'next', 'name'] }), 'since 8.0 or before');
});

it('a program that came late has no names before', async () => {
  const qapi = { 'qapi/qapi-schema.json': "{ 'command': 'quit' }" };
  const daemon = "{ 'include': '../../qapi/qapi-schema.json' } { 'command': 'blink' }";
  const history = await historyFrom({
    '4.2': qapi,
    '5.0': { ...qapi, 'storage-daemon/qapi/qapi-schema.json': daemon },
  });
  assert.equal(lifeAt(history, { command: 'quit' }, 'storage-daemon'), 'since 5.0');
  assert.equal(lifeAt(history, { command: 'blink' }, 'storage-daemon'), 'since 5.0');
  assert.equal(lifeAt(history, { command: 'quit' }), 'since 4.2 or before');
  assert.equal(lifeAt(history, { command: 'blink' }), 'never');
});

it('what a release may have had is told apart from what none had', async () => {
  const history = await historyFrom({
    '6.0': "{ 'command': 'add', 'data': { 'id': 'str', 'options': 'any' } }",
  });
  const schema = await schemaFrom({
    'x.json': `
      { 'struct': 'Options', 'data': { 'speed': 'int' } }
      { 'command': 'add', 'data': { 'id': 'str', 'options': 'Options', 'force': 'bool' } }
      { 'command': 'eject' }
    `,
  });
  const may: string[] = [];
  for (const definition of schema.definitions) {
    forEachNamed(definition, (thing) => {
      if (history.lives('qapi').mayHave(schema, thing)) may.push(thing.name.text);
    });
  }
  assert.deepEqual(may, ['speed', 'add', 'id', 'options']);
});
