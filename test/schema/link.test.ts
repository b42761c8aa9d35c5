// What does not fit together in a schema, by the version that is asked: marked is the token that it is told at.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseVersion, type QemuVersion } from '../../server/src/schema/dialect.ts';
import { linkFaults } from '../../server/src/schema/link.ts';
import type { LinkFault } from '../../server/src/schema/link-faults.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';
import { schemaFrom } from '../helpers/schema.ts';

interface Case {
  readonly name: string;
  /** The root, marked; nothing is marked where all is well. */
  readonly text: string;
  /** What is told of each mark, in order. */
  readonly faults?: readonly string[];
  /** The versions to ask; the newest unless given. */
  readonly versions?: readonly string[];
  /** Other files, marked as well. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A code with what is told apart below it. */
function inWords(fault: LinkFault): string {
  if ('reason' in fault) return `${fault.code}: ${fault.reason}`;
  if (fault.code === 'clash') return `clash of ${fault.thing.name.text} with ${fault.other.name.text}`;
  if (fault.code === 'branch-clash') return `clash in branch: ${fault.pairs.map(([thing]) => thing.name.text)}`;
  if (fault.code === 'recursive') return `recursive: ${fault.chain.map((type) => type.name.text).join(' > ')}`;
  if (fault.code === 'missing-branches') return `missing branches: ${fault.values.join() || 'all'}`;
  return fault.code;
}

async function check({ text, faults = [], versions = ['10.2.50'], files = {} }: Case): Promise<void> {
  const marked: Record<string, string> = { 'root.json': text, ...files };
  const plain = Object.fromEntries(Object.entries(marked).map(([path, each]) => [path, readMarks(each).text]));
  for (const version of versions) {
    const found = linkFaults(await schemaFrom(plain), parseVersion(version) as QemuVersion);
    const order = Object.keys(marked);
    const place = (fault: LinkFault): number => order.indexOf(fault.definition.file) * 1e6 + fault.span.start;
    const sorted = [...found].sort((a, b) => place(a) - place(b));
    assert.deepEqual(sorted.map(inWords), faults, version);
    for (const [path, each] of Object.entries(marked)) {
      const spans = sorted.filter(({ definition }) => definition.file === path).map(({ span }) => span);
      assert.equal(writeMarks(plain[path] as string, spans), each, version);
    }
  }
}

/** The declarations that the cases use. */
const TRAY = "{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }\n";
const DISK = "{ 'struct': 'Disk', 'data': { 'size': 'int' } }\n";
const TAPE = "{ 'struct': 'Tape', 'data': { 'speed': 'int' } }\n";
const KIND = "{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }\n";
const DRIVE = `${KIND}${DISK}${TAPE}{ 'union': 'Drive', 'base': { 'id': 'str', 'type': 'DriveType' },
  'discriminator': 'type', 'data': { 'disk': 'Disk', 'tape': 'Tape' } }
`;

const groups: Readonly<Record<string, readonly Case[]>> = {
  'type names': [
    {
      name: 'are looked up wherever they stand',
      text: `{ 'struct': 'A', 'base': '«B»', 'data': { 'x': '«C»', '*y': [ '«D»' ], 'z': { 'type': '«E»' } } }
{ 'command': 'one', 'data': '«F»', 'returns': [ '«G»' ] }
{ 'event': 'TWO', 'data': { 'x': '«H»' } }
{ 'alternate': 'Either', 'data': { 'x': '«I»' } }
${KIND}{ 'union': 'U', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': '«J»' } }`,
      faults: Array.from({ length: 9 }, () => 'unknown-type'),
    },
    { name: 'may be used before they are defined', text: `{ 'command': 'load', 'data': { 'tray': 'Tray' } }\n${TRAY}` },
    {
      name: 'of commands and events are none',
      text: "{ 'command': 'load' }\n{ 'event': 'LOADED', 'data': { 'x': '«load»', 'y': '«LOADED»' } }",
      faults: ['unknown-type', 'unknown-type'],
    },
    {
      name: 'built in came one by one',
      text: "{ 'struct': 'A', 'data': { 'a': 'int8', 'b': '«null»', 'c': 'any' } }",
      faults: ['unknown-type'],
      versions: ['2.9.0', '2.5'],
    },
    {
      name: 'built in are there',
      text: "{ 'struct': 'A', 'data': { 'a': 'size', 'b': 'null', 'c': 'any', 'd': 'QType' } }",
    },
    {
      name: 'of arrays that only the generator writes are taken, but not between brackets',
      text: `{ 'struct': 'A', 'data': { 'a': [ 'A' ], 'b': '«AList»', 'c': '«intList»', 'd': [ '«intList»' ] } }
{ 'struct': 'B', 'data': { 'b': '«BList»' } }`,
      faults: ['implicit-name', 'implicit-name', 'implicit-name', 'unknown-type'],
    },
    {
      name: 'of objects without a name, too',
      text: "{ 'command': 'load', 'data': { 'a': 'q_empty', 'b': 'q_obj_load-arg', 'c': '«q_obj_load-base»' } }",
      faults: ['unknown-type'],
    },
    {
      name: 'of the enum in a simple union',
      text: "{ 'union': 'Old', 'data': { 'a': 'int' } }\n{ 'struct': 'A', 'data': { 'kind': 'OldKind' } }",
      versions: ['2.4', '4.0', '6.1'],
    },
    {
      name: 'were not asked for in the first releases',
      text: "{ 'type': 'A', 'data': { 'v': 'visitor' } }",
      versions: ['2.3'],
    },
    {
      name: 'are not missed where an include is',
      text: "{ 'include': 'gone.json' }\n{ 'command': 'load', 'data': { 'tray': 'Tray' } }",
    },
    {
      name: 'are not missed where an include is misspelt, or has no string',
      text: "{ 'inlcude': 'tray.json' }\n{ 'command': 'load', 'data': { 'tray': 'Tray' } }",
    },
    {
      name: 'are not missed where the expression that declares them is broken',
      text: `{ 'enmu': 'Tray', 'data': [ 'open' ] }
{ 'struct': [ 'Disk' ], 'data': {} }
{ struct: 'Tape', 'data': {} }
{ 'command': 'load', 'data': { 'a': 'Tray', 'b': 'Disk', 'c': 'Tape', 'd': 'Disc', 'e': '«Drum»' } }
##
# @Disc:
##
`,
      faults: ['unknown-type'],
    },
  ],
  names: [
    {
      name: 'stand for one thing each, whatever its kind',
      text: `${TRAY}{ 'struct': '«Tray»', 'data': {} }\n{ 'command': 'load' }\n{ 'command': '«load»', 'data': { 'x': '«Nope»' } }`,
      faults: ['redefinition', 'redefinition', 'unknown-type'],
    },
    {
      name: 'that are built in are taken',
      text: "{ 'command': '«int»' }\n{ 'command': '«null»' }\n{ 'enum': '«QType»', 'data': [] }",
      faults: ['redefinition', 'redefinition', 'redefinition'],
    },
    {
      name: 'that are not built in yet are free',
      text: "{ 'command': 'null' }\n{ 'command': 'any' }",
      versions: ['2.4'],
    },
    {
      name: 'count from the first that the generator meets: what is included stands where its include does',
      text: "{ 'include': 'first.json' }\n{ 'command': '«load»' }\n{ 'command': 'eject' }\n{ 'include': 'last.json' }",
      files: { 'first.json': "{ 'command': 'load' }", 'last.json': "{ 'command': '«eject»' }" },
      faults: ['redefinition', 'redefinition'],
    },
    {
      name: 'of a type that shares it with a command is not unknown as well',
      text: `{ 'command': 'load', 'data': { 'x': 'load' } }\n{ 'struct': '«load»', 'data': {} }`,
      faults: ['redefinition'],
    },
  ],
  bases: [
    {
      name: 'are structs',
      text: `${DRIVE}${TRAY}{ 'struct': 'A', 'base': '«Drive»', 'data': {} }
{ 'struct': 'B', 'base': '«int»', 'data': {} }
{ 'union': 'C', 'base': '«Tray»', 'discriminator': 'x', 'data': {} }`,
      faults: ['base', 'base', 'base'],
    },
    {
      name: 'do not lead back',
      text: `{ 'struct': 'Out', 'base': 'A', 'data': {} }
{ 'struct': 'B', 'base': 'A', 'data': {} }
{ 'struct': 'A', 'base': '«B»', 'data': {} }
{ 'struct': 'Self', 'base': '«Self»', 'data': {} }`,
      faults: ['recursive: A > B', 'recursive: Self'],
    },
    {
      name: 'nor do branches',
      text: `${KIND}{ 'union': 'A', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': '«B»' } }
{ 'union': 'B', 'base': { 'u': 'DriveType' }, 'discriminator': 'u', 'data': { 'tape': 'A' } }`,
      faults: ['recursive: A > B'],
    },
    {
      name: 'may have members that lead back',
      text: "{ 'struct': 'Node', 'data': { '*next': 'Node', 'all': [ 'Node' ] } }",
    },
  ],
  'members, values and features': [
    {
      name: 'have one name each, optional or not, be it in C',
      text: "{ 'struct': 'A', 'data': { 'x': 'int', '*«x»': 'int', 'a-b': 'int', '«a_b»': 'int' } }",
      faults: ['clash of x with x', 'clash of a_b with a-b'],
    },
    {
      name: 'are compared with those of all bases',
      text: `{ 'struct': 'A', 'data': { 'x': 'int' } }
{ 'struct': 'B', 'base': 'A', 'data': { 'y': 'int' } }
{ 'struct': 'C', 'base': 'B', 'data': { '«x»': 'int', 'z': 'int' } }
{ 'struct': 'D', 'base': 'C', 'data': { '«z»': 'int' } }`,
      faults: ['clash of x with x', 'clash of z with z'],
    },
    {
      name: 'of branches are compared with those of the base, and not with those of other branches',
      text: `${KIND}{ 'struct': 'A', 'data': { 'id': 'str', 'x': 'int' } }\n{ 'struct': 'B', 'data': { 'x': 'int' } }
{ 'union': 'U', 'base': { 'id': 'str', 't': 'DriveType' }, 'discriminator': 't', 'data': { '«disk»': 'A', 'tape': 'B' } }`,
      faults: ['clash in branch: id'],
    },
    {
      name: 'of unions in branches as well',
      text: `${DRIVE}{ 'struct': 'Base', 'data': { 'speed': 'int', 't': 'DriveType' } }
{ 'union': 'U', 'base': 'Base', 'discriminator': 't', 'data': { '«disk»': 'Drive' } }`,
      faults: ['clash in branch: speed'],
    },
    {
      name: 'that are values, arguments, branches or features',
      text: `{ 'enum': 'E', 'data': [ 'a', '«a»', { 'name': 'b', 'features': [ 'f', '«f»' ] } ] }
{ 'command': 'load', 'data': { 'a-b': 'int', '«a_b»': 'int' }, 'features': [ 'f', { 'name': '«f»' } ] }
{ 'alternate': 'Alt', 'data': { 'a-b': 'int', '«a_b»': 'null' } }`,
      faults: [
        'clash of a with a',
        'clash of f with f',
        'clash of a_b with a-b',
        'clash of f with f',
        'clash of a_b with a-b',
      ],
    },
    {
      name: 'that are branches of a simple union',
      text: "{ 'union': 'Old', 'data': { 'a-b': 'int', '«a_b»': 'str' } }",
      faults: ['clash of a_b with a-b'],
      versions: ['5.2', '6.1'],
    },
  ],
  discriminators: [
    {
      name: 'that are empty were taken for none, and branches then had any type: they are told, and nothing else',
      text: "{ 'union': 'U', 'base': { 'a': 'str' }, 'discriminator': '«»', 'data': { 'b': 'int' } }",
      faults: ['discriminator: not-a-member'],
      versions: ['4.2', '6.1'],
    },
    { name: 'are mandatory members of the base with an enum', text: DRIVE },
    {
      name: 'that are none',
      text: `${KIND}{ 'struct': 'Base', 'data': { 's': 'str', '*o': 'DriveType', 'c': { 'type': 'DriveType', 'if': 'X' }, 'a-b': 'DriveType' } }
{ 'union': 'A', 'base': 'Base', 'discriminator': '«nope»', 'data': {} }
{ 'union': 'B', 'base': 'Base', 'discriminator': '«s»', 'data': {} }
{ 'union': 'C', 'base': 'Base', 'discriminator': '«o»', 'data': {} }
{ 'union': 'D', 'base': 'Base', 'discriminator': '«c»', 'data': {} }
{ 'union': 'E', 'base': 'Base', 'discriminator': '«a_b»', 'data': {} }
{ 'union': 'F', 'base': 'Base', 'discriminator': '«*o»', 'data': {} }`,
      faults: ['not-a-member', 'not-an-enum', 'optional', 'conditional', 'not-a-member', 'not-a-member'].map(
        (reason) => `discriminator: ${reason}`,
      ),
    },
    {
      name: 'may be inherited since 4.2',
      text: `${KIND}{ 'struct': 'Root', 'data': { 't': 'DriveType' } }\n{ 'struct': 'Base', 'base': 'Root', 'data': {} }
{ 'union': 'U', 'base': 'Base', 'discriminator': 't', 'data': {} }`,
    },
    {
      name: 'and not before',
      text: `${KIND}${DISK}{ 'struct': 'Root', 'data': { 't': 'DriveType' } }\n{ 'struct': 'Base', 'base': 'Root', 'data': {} }
{ 'union': 'U', 'base': 'Base', 'discriminator': '«t»', 'data': { 'disk': 'Disk' } }`,
      faults: ['discriminator: not-direct'],
      versions: ['4.1'],
    },
    {
      name: 'are not missed where the base is unknown, recursive or broken',
      text: `{ 'struct': 'Loop', 'base': '«Loop»', 'data': {} }
{ 'struct': 'Odd', 'data': [ 't' ] }
{ 'struct': 'Open', 'data': { 't' 'str' } }
{ 'union': 'A', 'base': '«Nope»', 'discriminator': 't', 'data': {} }
{ 'union': 'B', 'base': 'Loop', 'discriminator': 't', 'data': {} }
{ 'union': 'C', 'base': 'Odd', 'discriminator': 't', 'data': {} }
{ 'union': 'D', 'base': 'Open', 'discriminator': 't', 'data': {} }
{ 'union': 'E', 'base': { 't': '«Nope»' }, 'discriminator': 't', 'data': {} }`,
      faults: ['recursive: Loop', 'unknown-type', 'unknown-type'],
    },
  ],
  branches: [
    {
      name: 'are called like values and are objects',
      text: `${DRIVE}{ 'union': 'U', 'base': { 't': 'DriveType' }, 'discriminator': 't',
  'data': { '«dsik»': 'Disk', 'disk': '«str»', 'tape': '«DriveType»' } }`,
      faults: ['branch: not-a-value', 'branch: not-an-object', 'branch: not-an-object'],
    },
    {
      name: 'may be unions since 8.1',
      text: `${DRIVE}{ 'union': 'U', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': 'Drive' } }`,
      versions: ['8.1', '10.2'],
    },
    {
      name: 'and not before',
      text: `${DRIVE}{ 'union': 'U', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': '«Drive»' } }`,
      faults: ['branch: union'],
      versions: ['8.0', '5.2', '3.0'],
    },
    {
      name: 'were wanted for each value for some time',
      text: `${KIND}${DISK}{ 'union': '«U»', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': 'Disk' } }`,
      faults: ['missing branches: tape'],
      versions: ['2.7', '2.12'],
    },
    {
      name: 'may all be missing, but not all values',
      text: `${KIND}{ 'enum': 'None', 'data': [] }
{ 'union': 'U', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': {} }
{ 'union': '«V»', 'base': { 't': 'None' }, 'discriminator': 't', 'data': {} }`,
      faults: ['missing branches: all'],
      versions: ['10.2', '4.2'],
    },
    {
      name: 'of a simple union may be anything, but must be there',
      text: `${TRAY}{ 'union': 'Old', 'data': { 'a': 'int', 'b': [ 'str' ], 'c': 'Tray' } }\n{ 'union': '«Empty»', 'data': {} }`,
      faults: ['missing branches: all'],
      versions: ['5.2', '6.1'],
    },
    {
      name: 'are not judged where the enum is unknown or broken',
      text: `{ 'enum': 'Bad', 'data': [ 'a', 'b' 'c' ] }
{ 'struct': 'A', 'data': {} }
{ 'union': 'U', 'base': { 't': 'Bad' }, 'discriminator': 't', 'data': { 'd': 'A' } }
{ 'union': 'V', 'base': { 't': '«Nope»' }, 'discriminator': 't', 'data': { 'd': 'A' } }`,
      faults: ['unknown-type'],
    },
  ],
  alternates: [
    {
      name: 'are told apart by the kind of JSON value',
      text: `${DISK}{ 'alternate': 'A', 'data': { 'a': 'str', 'b': 'Disk', 'c': 'null', 'd': [ 'int' ] } }`,
    },
    {
      name: 'that cannot be told apart',
      text: `${DRIVE}{ 'alternate': 'A', 'data': { 'a': 'Disk', 'b': '«Drive»' } }
{ 'alternate': 'B', 'data': { 'a': 'int', 'b': '«size»', 'c': '«number»' } }
{ 'alternate': 'C', 'data': { 'a': 'str', 'b': '«DriveType»' } }
{ 'alternate': 'D', 'data': { 'a': [ 'int' ], 'b': «[ 'str' ]» } }
{ 'alternate': 'E', 'data': { 'a': '«any»', 'b': '«D»' } }`,
      faults: Array.from({ length: 7 }, () => 'alternate'),
    },
    {
      name: 'must be told apart on a command line',
      text: `{ 'enum': 'Switch', 'data': [ 'on', 'auto' ] }\n{ 'enum': 'Count', 'data': [ '2', 'many' ] }
{ 'alternate': 'A', 'data': { 'a': 'str', 'b': '«bool»' } }
{ 'alternate': 'B', 'data': { 'a': 'bool', 'b': '«Switch»' } }
{ 'alternate': 'C', 'data': { 'a': 'int', 'b': '«Count»' } }
{ 'alternate': 'D', 'data': { 'a': 'bool', 'b': 'Count' } }`,
      faults: ['alternate', 'alternate', 'alternate'],
      versions: ['2.10', '10.2'],
    },
    {
      name: 'did not care for command lines before 2.10',
      text: "{ 'alternate': 'A', 'data': { 'a': 'str', 'b': 'bool', 'c': 'int', 'd': 'number' } }",
      versions: ['2.9'],
    },
  ],
  arguments: [
    {
      name: 'are objects',
      text: `${TRAY}{ 'alternate': 'Alt', 'data': { 'a': 'int' } }
{ 'command': 'one', 'data': '«int»' }\n{ 'command': 'two', 'data': '«Tray»', 'boxed': true }\n{ 'event': 'E', 'data': '«Alt»' }`,
      faults: Array.from({ length: 3 }, () => 'arguments: not-an-object'),
    },
    {
      name: 'come in a box where they are a union',
      text: `${DRIVE}{ 'command': 'one', 'data': '«Drive»' }\n{ 'command': 'two', 'data': 'Drive', 'boxed': true }\n{ 'event': 'E', 'data': '«Drive»' }`,
      faults: ['arguments: union', 'arguments: union'],
    },
    {
      name: 'come in a box where one has a condition, since 8.1',
      text: `{ 'struct': 'A', 'data': { 'x': { 'type': 'int', 'if': 'X' } } }\n{ 'struct': 'B', 'base': 'A', 'data': {} }
{ 'command': 'one', 'data': '«B»' }\n{ 'event': 'E', 'data': { 'y': 'int', '«x»': { 'type': 'int', 'if': 'X' } } }
{ 'command': 'two', 'data': 'B', 'boxed': true }`,
      faults: ['arguments: conditional', 'arguments: conditional'],
      versions: ['8.1', '10.2'],
    },
    {
      name: 'did not before',
      text: "{ 'command': 'one', 'data': { 'y': 'int', 'x': { 'type': 'int', 'if': 'X' } } }",
      versions: ['8.0', '7.2'],
    },
    {
      name: 'in a box could be an alternate, but not empty, for some time',
      text: `{ 'alternate': 'Alt', 'data': { 'a': 'int', 'b': 'null' } }\n{ 'struct': 'None', 'data': {} }
{ 'command': 'one', 'data': 'Alt', 'boxed': true }\n{ 'command': 'two', 'data': '«None»', 'boxed': true }`,
      faults: ['arguments: empty'],
      versions: ['2.10', '4.1'],
    },
  ],
  returns: [
    {
      name: 'are objects or lists of them',
      text: `${DRIVE}{ 'command': 'a', 'returns': 'Drive' }\n{ 'command': 'b', 'returns': [ 'Disk' ] }
{ 'command': 'c', 'returns': '«str»' }\n{ 'command': 'd', 'returns': «[ 'any' ]» }\n{ 'command': 'e', 'returns': '«DriveType»' }`,
      faults: ['returns', 'returns', 'returns'],
    },
    {
      name: 'may be anything where a pragma says so',
      text: "{ 'pragma': { 'command-returns-exceptions': [ 'a' ] } }\n{ 'command': 'a', 'returns': [ 'int' ] }",
    },
    {
      name: 'of some commands were known by heart',
      text: "{ 'command': 'ringbuf-read', 'returns': 'str' }",
      versions: ['2.8'],
    },
  ],
  features: [
    {
      name: 'that mean something stand on no type',
      text: `{ 'struct': 'A', 'data': { 'x': { 'type': 'int', 'features': [ 'deprecated' ] } }, 'features': [ '«deprecated»', 'f', '«unstable»' ] }
{ 'command': 'load', 'features': [ 'deprecated', 'unstable' ] }`,
      faults: ['type-feature', 'type-feature'],
    },
    { name: 'meant nothing yet', text: "{ 'struct': 'A', 'data': {}, 'features': [ 'unstable' ] }", versions: ['6.1'] },
  ],
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const each of cases) it(each.name, () => check(each));
  });
}

describe('the names of features', () => {
  const schemaWith = (count: number, mark: (name: string) => string): string =>
    Array.from(
      { length: count },
      (_, i) => `{ 'command': 'c${i}', 'features': [ '${mark(`f${i}`)}', 'unstable' ] }`,
    ).join('\n');

  it('are at most 64, with the two that are always there, since 10.0', async () => {
    await check({ name: '', text: schemaWith(62, (name) => name) });
    const marked = schemaWith(64, (name) => (name === 'f62' ? '«f62»' : name));
    await check({ name: '', text: marked, faults: ['too-many-features'], versions: ['10.0', '10.2'] });
    await check({ name: '', text: schemaWith(64, (name) => name), versions: ['9.2'] });
  });
});

describe('long chains', () => {
  const LENGTH = 3000;
  const structs = Array.from(
    { length: LENGTH },
    (_, i) => `{ 'struct': 'S${i}', 'base': 'S${i + 1}', 'data': { 'm${i}': 'int' } }`,
  );

  it('of bases are followed to their end', async () => {
    const text = [...structs, `{ 'struct': 'S${LENGTH}', 'data': { 'last': 'int', 'm7': 'int' } }`].join('\n');
    const faults = linkFaults(await schemaFrom({ 'root.json': text }), [10, 2, 50]);
    assert.deepEqual(faults.map(inWords), ['clash of m7 with m7']);
  });

  it('of bases that lead back are told once', async () => {
    const text = [...structs, `{ 'struct': 'S${LENGTH}', 'base': 'S0', 'data': {} }`].join('\n');
    const faults = linkFaults(await schemaFrom({ 'root.json': text }), [10, 2, 50]);
    assert.deepEqual(
      faults.map(({ code, definition }) => [code, definition.name.text]),
      [['recursive', 'S0']],
    );
  });
});
