// What the names in examples stand for.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NameUse } from '../../server/src/qmp/conversation.ts';
import { exampleReferences } from '../../server/src/qmp/resolve.ts';
import { isDefinition } from '../../server/src/schema/model.ts';
import type { Doc } from '../../server/src/syntax/tree.ts';
import { schemaFrom } from '../helpers/schema.ts';

const TYPES = `
{ 'enum': 'Engine', 'data': [ 'steam', 'diesel', 'hybrid' ] }
{ 'enum': 'Grade', 'data': [ 'fine', 'coarse' ] }
{ 'struct': 'Vehicle', 'data': { 'name': 'str', '*wheels': 'int' } }
{ 'struct': 'Boiler', 'data': { 'pressure': 'int', '*gauges': [ 'Gauge' ] } }
{ 'struct': 'Tank', 'data': { 'litres': 'int', '*grade': 'Grade' } }
{ 'struct': 'Gauge', 'data': { 'scale': 'Grade' } }
{ 'union': 'Hybrid', 'base': { 'second': 'Grade' }, 'discriminator': 'second', 'data': { 'coarse': 'Boiler' } }
{ 'struct': 'MotorBase', 'base': 'Vehicle', 'data': { 'engine': 'Engine' } }
{ 'union': 'Motor', 'base': 'MotorBase', 'discriminator': 'engine',
  'data': { 'steam': 'Boiler', 'diesel': 'Tank', 'hybrid': 'Hybrid' } }
{ 'alternate': 'MotorOrName',
  'data': { 'motor': 'Motor', 'known': 'Engine', 'count': 'int', 'several': [ 'Gauge' ] } }
{ 'union': 'Load', 'data': { 'boiler': 'Boiler', 'text': 'str' } }
{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'EngineStalled' ] }
{ 'command': 'query-motors', 'returns': [ 'Motor' ] }
{ 'command': 'query-gauge', 'returns': 'Gauge' }
{ 'command': 'set-motor', 'data': 'Motor', 'boxed': true }
{ 'command': 'pick', 'data': { 'which': 'MotorOrName' } }
{ 'command': 'stow', 'data': { 'loads': [ 'Load' ] } }
{ 'command': 'tune', 'data': { 'name': 'str' }, 'gen': false }
{ 'event': 'STALLED', 'data': { 'motor': 'Motor' } }
`;

/** What the references of a comment are, a line each: the text they stand on, and what it means. */
function shown(references: readonly NameUse[], text: string): string[] {
  return references.map(({ span, thing }) => {
    const meaning = isDefinition(thing) ? thing.name.text : `${thing.name.text} of ${thing.owner.name.text}`;
    return `${text.slice(span.start, span.end)} -> ${thing.kind} ${meaning}`;
  });
}

/** The names in an example of the command `drive`, which returns a Gauge. */
async function resolve(example: string): Promise<string[]> {
  const doc = [
    '@drive:',
    '',
    '.. qmp-example::',
    '',
    ...example
      .trim()
      .split('\n')
      .map((line) => `    ${line}`),
  ];
  const text = `##\n${doc.map((line) => `# ${line}`.trimEnd()).join('\n')}\n##
{ 'command': 'drive', 'data': { 'far': 'int' }, 'returns': 'Gauge' }\n${TYPES}`;
  const schema = await schemaFrom({ 'schema.json': text });
  return shown(exampleReferences(schema.definition('drive')?.doc as Doc, schema), text);
}

const cases: Record<string, { example: string; expected: string[] }> = {
  'a command, its arguments, and what it returns': {
    example: `
-> { "execute": "drive", "arguments": { "far": 7 }, "id": { "far": 1 } }
<- { "return": { "scale": "fine" }, "id": { "far": 1 } }`,
    expected: [
      'drive -> command drive',
      'far -> member far of drive',
      'scale -> member scale of Gauge',
      'fine -> value fine of Grade',
    ],
  },
  'out of band, single quotes, keys in any order': {
    example: `-> { 'arguments': { 'far': 7 }, 'exec-oob': 'drive' }`,
    expected: ['far -> member far of drive', 'drive -> command drive'],
  },
  'a union: members of its bases, its tag, and those of the branch that the tag chooses': {
    example: `
-> { "execute": "set-motor",
     "arguments": { "pressure": 3, "gauges": [ { "scale": "coarse" }, ... ],
                    "litres": 1, "engine": "steam", "name": "Puffer", ... } }`,
    expected: [
      'set-motor -> command set-motor',
      'pressure -> member pressure of Boiler',
      'gauges -> member gauges of Boiler',
      'scale -> member scale of Gauge',
      'coarse -> value coarse of Grade',
      'engine -> member engine of MotorBase',
      'steam -> value steam of Engine',
      'name -> member name of Vehicle',
    ],
  },
  'a branch that is a union itself': {
    example: `-> { "execute": "set-motor", "arguments": { "engine": "hybrid", "second": "coarse", "pressure": 1 } }`,
    expected: [
      'set-motor -> command set-motor',
      'engine -> member engine of MotorBase',
      'hybrid -> value hybrid of Engine',
      'second -> member second of Hybrid',
      'coarse -> value coarse of Grade',
      'pressure -> member pressure of Boiler',
    ],
  },
  'a union without its tag: what only one branch can mean': {
    example: `
-> { "execute": "set-motor", "arguments": { "name": "x", "litres": 1, "foo": 2 } }
-> { "execute": "set-motor", "arguments": { "litres": 1, ... } }`,
    expected: [
      'set-motor -> command set-motor',
      'name -> member name of Vehicle',
      'litres -> member litres of Tank',
      'set-motor -> command set-motor',
    ],
  },
  'an alternate, by the kind of the value': {
    example: `
-> { "execute": "pick", "arguments": { "which": { "engine": "diesel", "grade": "fine" } } }
-> { "execute": "pick", "arguments": { "which": "steam" } }
-> { "execute": "pick", "arguments": { "which": [ { "scale": "fine" } ] } }
-> { "execute": "pick", "arguments": { "which": 5 } }`,
    expected: [
      'pick -> command pick',
      'which -> member which of pick',
      'engine -> member engine of MotorBase',
      'diesel -> value diesel of Engine',
      'grade -> member grade of Tank',
      'fine -> value fine of Grade',
      'pick -> command pick',
      'which -> member which of pick',
      'steam -> value steam of Engine',
      'pick -> command pick',
      'which -> member which of pick',
      'scale -> member scale of Gauge',
      'fine -> value fine of Grade',
      'pick -> command pick',
      'which -> member which of pick',
    ],
  },
  'a simple union, whose branches stand behind `data`': {
    example: `
-> { "execute": "stow", "arguments": { "loads": [
       { "type": "boiler", "data": { "pressure": 1 } },
       { "type": "text", "data": "boiler" } ] } }`,
    expected: [
      'stow -> command stow',
      'loads -> member loads of stow',
      'boiler -> branch boiler of Load',
      'pressure -> member pressure of Boiler',
      'text -> branch text of Load',
    ],
  },
  'an event': {
    example: `
<- { "timestamp": { "seconds": 1, "microseconds": 2 },
     "event": "STALLED", "data": { "motor": { "engine": "steam", "pressure": 0 } } }`,
    expected: [
      'STALLED -> event STALLED',
      'motor -> member motor of STALLED',
      'engine -> member engine of MotorBase',
      'steam -> value steam of Engine',
      'pressure -> member pressure of Boiler',
    ],
  },
  'an error class': {
    example: `<- { "error": { "class": "EngineStalled", "desc": "GenericError" } }`,
    expected: ['EngineStalled -> value EngineStalled of QapiErrorClass'],
  },
  'unknown names and values of the wrong kind are passed over': {
    example: `
-> { "execute": "fly", "arguments": { "far": 1 } }
-> { "execute": "STALLED" }
-> { "execute": "set-motor", "arguments": [ "name" ] }
-> { "execute": "set-motor", "arguments": { "engine": "sail", "wings": { "name": "steam" }, "name": "steam" } }
<- { "event": "drive", "data": { "far": 1 } }`,
    expected: [
      'set-motor -> command set-motor',
      'set-motor -> command set-motor',
      'engine -> member engine of MotorBase',
      'name -> member name of Vehicle',
    ],
  },
  'a command with `gen: false` takes more than it declares': {
    example: `-> { "execute": "tune", "arguments": { "name": "x", "engine": "steam" } }`,
    expected: ['tune -> command tune', 'name -> member name of tune'],
  },
  'broken JSON: what can be read is resolved': {
    example: `-> { "execute: "drive", arguments: { "far": 1 `,
    expected: ['drive -> command drive', 'far -> member far of drive'],
  },
};

describe('names in examples', () => {
  for (const [name, { example, expected }] of Object.entries(cases)) {
    it(name, async () => assert.deepEqual(await resolve(example), expected));
  }
});

describe('which command a reply answers', () => {
  const gauge = (text: string) => text.includes('scale of Gauge');
  const motor = (text: string) => text.includes('name of Vehicle');

  it('the last one before it, whatever events come between', async () => {
    const found = await resolve(`
-> { "execute": "query-gauge" }
-> { "execute": "query-motors" }
<- { "event": "STALLED" }
<- { "return": [ { "name": "x", "scale": 1 } ] }`);
    assert.equal(found.filter(motor).length, 1);
    assert.equal(found.filter(gauge).length, 0);
  });

  it('in order, where as many replies as commands stand together', async () => {
    const found = await resolve(`
-> { "execute": "query-motors" }
-> { "execute": "query-gauge" }
<- { "return": [ { "name": "x" } ] }
<- { "return": { "scale": "fine" } }`);
    assert.deepEqual([found.filter(motor).length, found.filter(gauge).length], [1, 1]);
  });

  it('by id, whatever the order', async () => {
    const found = await resolve(`
-> { "execute": "query-motors", "id": "m" }
-> { "execute": "query-gauge", "id": 5 }
<- { "id": 5, "return": { "scale": "fine" } }
<- { "return": [ { "name": "x" } ], "id": "m" }`);
    assert.deepEqual([found.filter(motor).length, found.filter(gauge).length], [1, 1]);
  });

  it('an error is an answer too', async () => {
    const found = await resolve(`
-> { "execute": "query-motors" }
<- { "error": { "class": "GenericError", "desc": "" } }
<- { "return": { "scale": "fine" } }`);
    assert.equal(found.filter(gauge).length, 1);
  });

  it('the documented command, where none stands before it', async () => {
    assert.deepEqual(await resolve(`<- { "return": { "scale": "fine" } }`), [
      'scale -> member scale of Gauge',
      'fine -> value fine of Grade',
    ]);
  });

  it('none in a free-form comment', async () => {
    const text = `##\n# <- { "return": { "scale": "fine" } }\n# -> { "execute": "query-gauge" }\n##\n${TYPES}`;
    const schema = await schemaFrom({ 'schema.json': text });
    const [doc] = schema.file('schema.json')?.tree.freeDocs ?? [];
    assert.deepEqual(shown(exampleReferences(doc as Doc, schema), text), ['query-gauge -> command query-gauge']);
  });
});

it("the server's greeting", async () => {
  const text = `##
# <- { "QMP": { "version": { "package": "" }, "capabilities": [ "oob" ] } }
##
{ 'enum': 'QMPCapability', 'data': [ 'oob' ] }
{ 'struct': 'Version', 'data': { 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'Version' }
`;
  const schema = await schemaFrom({ 'schema.json': text.replace('##\n# ', '##\n# Hello.\n#\n# ') });
  const file = schema.file('schema.json');
  assert.deepEqual(shown(exampleReferences(file?.tree.freeDocs[0] as Doc, schema), file?.tree.text ?? ''), [
    'package -> member package of Version',
    'oob -> value oob of QMPCapability',
  ]);
});
