// The history of three invented releases: how it is written, and what is read back from it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HistoryError, rootNameOf } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { apiLines } from '../helpers/api.ts';
import { historyFrom, historyText, type TreeTexts } from '../helpers/history.ts';
import { schemaFrom } from '../helpers/schema.ts';

const trees = {
  '2.3': {
    'qapi-schema.json': `
      { 'include': 'qapi/block.json' }
      { 'type': 'Status', 'data': { 'running': 'bool' } }
      { 'command': 'query-status', 'returns': 'Status' }
    `,
    'qapi/block.json': `
      { 'enum': 'Mode', 'data': [ 'on', 'off' ] }
      { 'command': 'eject', 'data': { 'device': 'str', '*mode': 'Mode' } }
    `,
    'qga/qapi-schema.json': "{ 'command': 'guest-ping' }",
  },
  // The file moves, a value comes, nothing else changes but the way it is written.
  '2.4': {
    'qapi/qapi-schema.json': "{ 'include': 'block.json' } { 'include': 'run-state.json' }",
    'qapi/run-state.json': `
      ##
      # @Status:
      #
      # Whether it runs.
      ##
      { 'struct': 'Status', 'data': { 'running': { 'type': 'bool' } } }
      { 'command': 'query-status', 'returns': 'Status' }
    `,
    'qapi/block.json': `
      { 'enum': 'Mode', 'data': [ 'on', 'off', 'auto' ] }
      { 'command': 'eject', 'data': { 'device': 'str', '*mode': 'Mode' } }
    `,
    'qga/qapi-schema.json': "{ 'command': 'guest-ping' }",
  },
  // The value goes again, another program shares a file.
  '5.0': {
    'qapi/qapi-schema.json': "{ 'include': 'block.json' }",
    'qapi/block.json': `
      { 'enum': 'Mode', 'data': [ 'on', 'off' ] }
      { 'command': 'eject', 'data': { 'device': 'str', '*mode': 'Mode' } }
    `,
    'qga/qapi-schema.json': "{ 'command': 'guest-ping', 'if': 'CONFIG_POSIX' }",
    'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/block.json' } { 'event': 'BYE' }",
  },
} satisfies Record<string, TreeTexts>;

const written = `\
QAPI history, form 1. Written by npm run build:history, not by hand.
2.3 2.4 5.0

qapi-schema.json	qapi 2.3
qapi/block.json	qapi 2.3-; storage-daemon 5.0-
qapi/run-state.json	qapi 2.4
qga/qapi-schema.json	qga 2.3-
storage-daemon/qapi/qapi-schema.json	storage-daemon 5.0-

storage-daemon/qapi/qapi-schema.json 5.0-	{"event":"BYE"}
qapi/block.json 2.3,5.0-	{"enum":"Mode","data":["on","off"]}
qapi/block.json 2.4	{"enum":"Mode","data":["on","off","auto"]}
qapi-schema.json 2.3; qapi/run-state.json 2.4	{"struct":"Status","data":{"running":"bool"}}
qapi/block.json 2.3-	{"command":"eject","data":{"device":"str","*mode":"Mode"}}
qga/qapi-schema.json 2.3-2.4	{"command":"guest-ping"}
qga/qapi-schema.json 5.0-	{"command":"guest-ping","if":"CONFIG_POSIX"}
qapi-schema.json 2.3; qapi/run-state.json 2.4	{"command":"query-status","returns":"Status"}

end
`;

describe('the data file', () => {
  it('has each version of a definition once', async () => {
    assert.equal(await historyText(trees), written);
  });

  it('is the same whatever order the releases come in', async () => {
    const { '2.3': first, '2.4': second, '5.0': third } = trees;
    assert.equal(await historyText({ '5.0': third, '2.3': first, '2.4': second }), written);
  });

  it('changes by what a release changes', async () => {
    const old = new Set(written.split('\n'));
    const later = await historyText({
      ...trees,
      '5.1': { ...trees['5.0'], 'qga/qapi-schema.json': "{ 'event': 'HI' }" },
    });
    assert.deepEqual(
      later.split('\n').filter((line) => !old.has(line)),
      [
        '2.3 2.4 5.0 5.1',
        'qga/qapi-schema.json 5.1-\t{"event":"HI"}',
        'qga/qapi-schema.json 5.0\t{"command":"guest-ping","if":"CONFIG_POSIX"}',
      ],
    );
  });
});

describe('a release', () => {
  const history = new History(written);

  for (const [name, root, place] of [
    ['2.3', 'qapi', 'qapi-schema.json'],
    ['2.4', 'qapi', 'qapi/qapi-schema.json'],
    ['5.0', 'qapi', 'qapi/qapi-schema.json'],
    ['2.3', 'qga', 'qga/qapi-schema.json'],
    ['2.4', 'qga', 'qga/qapi-schema.json'],
    ['5.0', 'qga', 'qga/qapi-schema.json'],
    ['5.0', 'storage-daemon', 'storage-daemon/qapi/qapi-schema.json'],
  ] as const) {
    it(`${name} has the API of ${root} that its tree has`, async () => {
      const schema = history.release(name, root);
      assert.ok(schema);
      assert.deepEqual(apiLines(schema), apiLines(await schemaFrom(trees[name], place)));
      assert.equal(schema.sources.root, `release:${name}:/${place}`);
    });
  }

  it('is a text that can be shown, and that its names point into', () => {
    const schema = history.release('2.3', 'qapi');
    const mode = schema?.definition('Mode');
    assert.ok(schema && mode);
    assert.equal(mode.file, 'release:2.3:/qapi/block.json');
    const text = schema.file(mode.file)?.tree.text;
    assert.equal(
      text,
      `\
# qapi/block.json of QEMU 2.3, made from what is known of its API.

{ 'enum': 'Mode',
  'data': [ 'on', 'off' ] }

{ 'command': 'eject',
  'data': { 'device': 'str', '*mode': 'Mode' } }
`,
    );
    assert.equal(text.slice(mode.name.span.start, mode.name.span.end), 'Mode');
  });

  it('has a root that includes the other files', () => {
    const schema = history.release('5.0', 'storage-daemon');
    assert.ok(schema);
    assert.equal(
      schema.file('release:5.0:/storage-daemon/qapi/qapi-schema.json')?.tree.text,
      `\
# storage-daemon/qapi/qapi-schema.json of QEMU 5.0, made from what is known of its API.

{ 'include': '../../qapi/block.json' }

{ 'event': 'BYE' }
`,
    );
    assert.deepEqual(
      schema.definitions.map(({ name }) => name.text),
      ['Mode', 'eject', 'BYE'],
    );
  });

  it('is made once, and shares its files with the other roots', () => {
    const schema = history.release('5.0', 'qapi');
    assert.equal(history.release('5.0', 'qapi'), schema);
    const path = 'release:5.0:/qapi/block.json';
    assert.ok(schema?.file(path));
    assert.equal(history.release('5.0', 'storage-daemon')?.file(path), schema?.file(path));
  });

  it('is nothing where it is not known, or has no such root', () => {
    assert.equal(history.release('2.3.0', 'qapi'), undefined);
    assert.equal(history.release('3.0', 'qapi'), undefined);
    assert.equal(history.release('2.4', 'storage-daemon'), undefined);
  });

  it('is found by the version of a tree', () => {
    assert.equal(history.nearestRelease([5, 0, 1])?.release, history.releases[2]);
    assert.deepEqual(
      history.releases.map(({ name }) => name),
      ['2.3', '2.4', '5.0'],
    );
  });
});

describe('definitions are read when they are needed', () => {
  it('one that is broken harms nobody who does not ask for it', () => {
    const history = new History(written.replace('{"command":"guest-ping","if"', '{"command":"guest-ping",if'));
    assert.ok(history.release('2.4', 'qga'));
    assert.ok(history.release('5.0', 'qapi'));
    assert.throws(
      () => history.release('5.0', 'qga'),
      new HistoryError("The history of upstream's releases is damaged at the definition of guest-ping: it is no JSON."),
    );
  });
});

describe('a data file that is damaged', () => {
  const lines = written.split('\n');
  const damages: readonly (readonly [string, string, string])[] = [
    ['is empty', '', 'line 1: it does not begin with "QAPI history, form 1."'],
    [
      'is of another form',
      written.replace('form 1', 'form 2'),
      'line 1: it does not begin with "QAPI history, form 1."',
    ],
    ['has a release that is none', written.replace('2.3 2.4', '2.3 2.x'), 'line 2: "2.x" is no release'],
    ['has releases in disorder', written.replace('2.3 2.4', '2.4 2.3'), 'line 2: 2.3 does not come after 2.4'],
    ['has an unknown root', written.replace('\tqga 2.3', '\tqgb 2.3'), 'line 7: "qgb" is no root'],
    [
      'has an unknown release',
      written.replace('qapi 2.4\n', 'qapi 2.5\n'),
      'line 6: "qapi 2.5" is no name with releases',
    ],
    ['lacks a tabulator', written.replace('\t{"enum"', ' {"enum"'), 'line 11: it is broken off, or has no tabulator'],
    ['has something else', written.replace('{"event"', '{"evnt"'), 'line 10: it does not hold a definition'],
    [
      'lacks a line between',
      written.replace('\n\nqapi-schema', '\nqapi-schema'),
      'line 3: there should be an empty line',
    ],
    ['is cut off', lines.slice(0, 12).join('\n'), 'line 13: it is broken off, or has no tabulator'],
    ['is cut off at its end', lines.slice(0, -3).join('\n'), 'line 18: it is broken off, or has no tabulator'],
    ['is cut off at its very end', `${lines.slice(0, -3).join('\n')}\n\n`, 'line 19: it is not the last one, "end"'],
    ['goes on', `${written}more\n`, 'line 19: it is not the last one, "end"'],
  ];
  for (const [what, text, where] of damages) {
    it(what, () => {
      assert.notEqual(text, written);
      assert.throws(
        () => new History(text),
        new HistoryError(`The history of upstream's releases is damaged at ${where}.`),
      );
    });
  }
});

it('a history without releases is none', async () => {
  await assert.rejects(historyFrom({}), HistoryError);
});

it('a root belongs to a program by its place', () => {
  assert.equal(rootNameOf('/tree/qapi/qapi-schema.json'), 'qapi');
  assert.equal(rootNameOf('/tree/qapi-schema.json'), 'qapi');
  assert.equal(rootNameOf('/tree/qga/qapi-schema.json'), 'qga');
  assert.equal(rootNameOf('/tree/qapi-schema-guest.json'), 'qga');
  assert.equal(rootNameOf('/tree/storage-daemon/qapi/qapi-schema.json'), 'storage-daemon');
  assert.equal(rootNameOf('/tree/docs/interop/firmware.json'), undefined);
  assert.equal(rootNameOf('/tree/old-qapi-schema.json'), undefined);
});
