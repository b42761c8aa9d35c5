// What a conversation is told to have wrong, message by message.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import { Conversation } from '../../server/src/qmp/conversation.ts';
import { readMessages } from '../../server/src/qmp/document.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';
import { schemaFrom } from '../helpers/schema.ts';

const SCHEMA = `
{ 'enum': 'QMPCapability', 'data': [ 'oob', 'lazy' ] }
{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'DeviceNotFound' ] }
{ 'struct': 'VersionTriple', 'data': { 'major': 'int', 'minor': 'int', 'micro': 'int' } }
{ 'struct': 'VersionInfo', 'data': { 'qemu': 'VersionTriple', 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
{ 'command': 'stop' }
{ 'command': '__com.x_go' }
{ 'command': 'quit', 'success-response': false }
{ 'command': 'pause', 'allow-oob': true }
{ 'command': 'device_add', 'data': { 'driver': 'str', '*id': 'str' }, 'gen': false }
{ 'enum': 'Driver', 'data': [ 'file', 'quorum', 'null' ] }
{ 'enum': 'Locking', 'data': [ 'on', 'off' ] }
{ 'struct': 'FileOptions', 'data': { 'filename': 'str', '*locking': 'Locking', '*offset': 'uint64' } }
{ 'struct': 'QuorumOptions', 'data': { 'children': [ 'NodeOrName' ], '*hash': 'str' } }
{ 'alternate': 'NodeOrName', 'data': { 'node': 'Node', 'name': 'str', 'none': 'null' } }
{ 'union': 'Node', 'base': { 'driver': 'Driver', '*read-only': 'bool' }, 'discriminator': 'driver',
  'data': { 'file': 'FileOptions', 'quorum': 'QuorumOptions' } }
{ 'command': 'node-add', 'data': 'Node', 'boxed': true }
{ 'struct': 'Size', 'data': { 'bytes': 'size', '*part': 'number', '*port': 'uint16', '*shift': 'int8' } }
{ 'command': 'resize', 'data': 'Size' }
{ 'command': 'query-sizes', 'returns': [ 'Size' ] }
{ 'event': 'STOP' }
{ 'event': 'RESIZED', 'data': { 'size': 'Size' } }
{ 'struct': 'Lost', 'base': 'Nowhere', 'data': { 'where': 'Somewhere' } }
{ 'command': 'lose', 'data': 'Lost' }
{ 'command': 'old', 'data': { '*fresh': 'str', '*stale': { 'type': 'str', 'features': [ 'deprecated' ] } },
  'features': [ 'unstable' ] }
{ 'union': 'Simple', 'data': { 'text': 'str', 'size': 'Size' } }
{ 'command': 'simple', 'data': { 'what': 'Simple' } }
`;

const AT = '"timestamp": { "seconds": 1, "microseconds": 2 }';
const GREETING =
  '{ "QMP": { "version": { "qemu": { "major": 9, "minor": 0, "micro": 0 }, "package": "" }, "capabilities": [ "oob" ] } }';

/** The faults of a text: what they are about is marked, with their kinds behind it. */
function faultsIn(text: string, schema: Schema): { marked: string; kinds: string[] } {
  const conversation = new Conversation(schema, { origin: 'file' });
  const faults = readMessages(text).messages.flatMap((message) => [...conversation.take(message).faults]);
  faults.push(...conversation.end().faults);
  faults.sort((a, b) => a.span.start - b.span.start);
  return {
    marked: writeMarks(
      text,
      faults.map(({ span }) => span),
    ),
    kinds: faults.map(({ kind }) => kind),
  };
}

/** By what is right or wrong: messages with marks around what is told, and the kinds of what is told. */
const cases: Record<string, [text: string, ...kinds: string[]]> = {
  'a command, its reply, an event': [
    `{ "execute": "stop" }\n{ "return": {} }\n{ "event": "STOP", ${AT} }\n{ "event": "RESIZED", "data": { "size": { "bytes": 1 } }, ${AT} }`,
  ],
  'commands and events that there are not': [
    `{ "execute": "«stopp»" }\n{ "execute": "«STOP»" }\n{ "event": "«STOPP»", ${AT} }`,
    'unknown-command',
    'unknown-command',
    'unknown-event',
  ],
  'what is no message': [
    '«{» "arguments": {} }\n[ «7» ]\n{ "execute": «7» }\n{ "execute": "stop", "arguments": «[]» }\n{ "error": «""» }',
    'no-message',
    'no-message',
    'part-type',
    'wrong-type',
    'part-type',
  ],
  'keys that do not belong there, but for those of vendors': [
    `{ "execute": "stop", "«extra»": 1 }\n{ "return": {}, "«extra»": 1 }\n{ "return": {}, "__com.x_extra": 1 }`,
    'stray-key',
    'stray-key',
  ],
  'arguments under another name are not missing as well': [
    '{ "execute": "resize", "«data»": { "bytes": 1 } }',
    'stray-key',
  ],
  'two messages in one': ['{ "execute": "pause", "«exec-oob»": "pause", "id": 1 }', 'two-in-one'],
  'parts that are missing': [
    `{ "«error»": { "class": "GenericError" } }\n{ "event": "«STOP»" }\n{ "event": "STOP", "«timestamp»": { "seconds": 1 } }`,
    'missing-part',
    'missing-part',
    'missing-part',
  ],
  'classes of errors': [
    '{ "error": { "class": "DeviceNotFound", "desc": "" } }\n{ "error": { "class": "«Nonsense»", "desc": "" } }\n{ "error": { "class": "__com.x_Mine", "desc": "" } }',
    'unknown-error-class',
  ],
  'keys that are there twice, however deep': [
    '{ "execute": "device_add", "arguments": { "driver": "e", "any": [ { "a": 1, "«a»": 2 } ] } }',
    'repeated-key',
  ],
  'arguments that are missing or too many': [
    '{ "execute": "«resize»" }\n{ "execute": "resize", "«arguments»": {} }\n{ "execute": "stop", "arguments": { "«now»": true } }',
    'missing-member',
    'missing-member',
    'unknown-member',
  ],
  'a member under a wrong name is not missing as well': [
    '{ "execute": "resize", "arguments": { "«byte»": 1 } }',
    'unknown-member',
  ],
  'a union: its own members and those of the branch': [
    '{ "execute": "node-add", "arguments": { "filename": "x", "driver": "file", "read-only": true, "«hash»": "x" } }\n{ "execute": "node-add", "arguments": { "driver": "null" } }',
    'unknown-member',
  ],
  'a union without its tag: the tag alone is missing': [
    '{ "execute": "node-add", "«arguments»": { "filename": "x", "«filling»": 1 } }',
    'missing-member',
    'unknown-member',
  ],
  'a union whose tag is wrong: nobody knows what belongs to it': [
    '{ "execute": "node-add", "arguments": { "driver": "«fil»", "filename": "x" } }',
    'unknown-value',
  ],
  'unions in an array of alternates': [
    '{ "execute": "node-add", "arguments": { "driver": "quorum", "children": [ "n", null, «7», { "driver": "file", "filename": "x" }, «{» "driver": "file" } ] } }',
    'wrong-type',
    'missing-member',
  ],
  'a simple union': [
    '{ "execute": "simple", "arguments": { "what": { "type": "text", "data": "x" } } }\n{ "execute": "simple", "arguments": { "what": { "type": "size", "data": { "bytes": «"1"» } } } }\n{ "execute": "simple", "arguments": { "«what»": { "type": "text" } } }',
    'wrong-type',
    'missing-member',
  ],
  'values of another kind': [
    '{ "execute": "resize", "arguments": { "bytes": «1.0», "part": 1, "port": «null», "shift": «"1"» } }',
    'wrong-type',
    'wrong-type',
    'wrong-type',
  ],
  'numbers to the last digit': [
    '{ "execute": "resize", "arguments": { "bytes": 18446744073709551615, "port": 65535, "shift": -128 } }\n{ "execute": "resize", "arguments": { "bytes": «18446744073709551616», "port": «65536», "shift": «-129» } }\n{ "execute": "resize", "arguments": { "bytes": -0, "shift": -0 } }\n{ "execute": "resize", "arguments": { "bytes": «-1» } }',
    'out-of-range',
    'out-of-range',
    'out-of-range',
    'out-of-range',
  ],
  'what is left out with dots is not missing': [
    '{ "execute": "resize", "arguments": { ... } }\n{ "execute": "resize", "arguments": ... }\n{ "execute": "node-add", "arguments": { "driver": ..., "filename": "x", "hash": "x" } }\n{ "event": "STOP", ... }',
  ],
  'with gen: false there may be more': [
    '{ "execute": "device_add", "arguments": { "driver": "e", "bus": "b" } }\n{ "execute": "device_add", "«arguments»": { "bus": "b" } }',
    'missing-member',
  ],
  'what the schema has not defined itself is taken as it is': [
    '{ "execute": "lose", "arguments": { "where": 1, "what": 2 } }',
  ],
  'what a client had better not use': [
    '{ "execute": "«old»", "arguments": { "«stale»": "x", "fresh": "y" } }',
    'unstable',
    'deprecated',
  ],
  'downstream names: those that the program has, and has not': [
    '{ "execute": "«__com.x_go»", "arguments": { "«__com.x_far»": 1 } }\n{ "execute": "stop", "arguments": { "«__com.x_now»": 1 }, "«__com.x_key»": 1 }\n{ "execute": "query-sizes", "id": 1 }\n{ "return": [ { "bytes": 1, "__com.x_more": 1 } ], "id": 1 }',
    'downstream-name',
    'unknown-member',
    'unknown-member',
    'stray-key',
  ],
  'replies by order, whatever events come between': [
    `{ "execute": "query-sizes" }\n{ "execute": "stop" }\n{ "event": "STOP", ${AT} }\n{ "return": [ { "bytes": 1, "«bits»": 8 } ] }\n{ "return": {} }`,
    'unknown-member',
  ],
  'replies by id, whatever the order': [
    '{ "execute": "query-sizes", "id": "a" }\n{ "execute": "stop", "id": { "b": [ 1 ] } }\n{ "return": {}, "id": { "b": [ 1 ] } }\n{ "return": [ «{» } ], "id": "a" }',
    'missing-member',
  ],
  'no reply to a command that gives none, unless it fails': [
    '{ "execute": "quit" }\n{ "execute": "query-sizes" }\n{ "return": [] }\n{ "execute": "quit" }\n{ "error": { "class": "GenericError", "desc": "" } }\n{ "execute": "query-sizes" }\n{ "return": «{}» }',
    'wrong-type',
  ],
  'ids that mean nothing, or two things': [
    '{ "execute": "stop", "id": 1 }\n{ "return": {}, "id": 1 }\n{ "return": {}, "id": «1» }\n{ "execute": "stop", "id": 2 }\n{ "execute": "stop", "id": «2» }',
    'unknown-id',
    'doubled-id',
  ],
  'ids are numbers, however those are written': [
    '{ "execute": "stop", "id": 1.0 }\n{ "return": {}, "id": 1 }\n{ "execute": "stop", "id": [ -0, 1e5 ] }\n{ "return": {}, "id": [ 0, 100000 ] }\n{ "execute": "stop", "id": 18446744073709551615 }\n{ "return": {}, "id": «18446744073709551614» }\n{ "return": {}, "id": 18446744073709551615 }\n{ "execute": "stop", "id": 1e30 }\n{ "return": {}, "id": 1e+30 }',
    'unknown-id',
  ],
  'ids in a file of replies, or of commands alone, are as they are': [
    '{ "return": {}, "id": 1 }\n{ "return": {}, "id": 2 }\n{ "execute": "stop", "id": 1 }\n{ "execute": "stop", "id": 1 }',
  ],
  'a connection from its greeting on': [
    `${GREETING}\n{ "execute": "qmp_capabilities", "arguments": { "enable": [ "oob" ] } }\n{ "return": {} }\n{ "exec-oob": "pause", "id": 1 }\n{ "return": {}, "id": 1 }\n${GREETING}\n{ "execute": "qmp_capabilities" }`,
  ],
  'commands before the capabilities are negotiated, told once': [
    `${GREETING}\n{ "execute": "«stop»" }\n{ "execute": "stop" }\n{ "execute": "qmp_capabilities" }\n{ "execute": "stop" }\n{ "execute": "«qmp_capabilities»" }`,
    'not-negotiated',
    'negotiated-twice',
  ],
  'capabilities that are not offered': [
    `${GREETING}\n{ "execute": "qmp_capabilities", "arguments": { "enable": [ "oob", "«lazy»" ] } }`,
    'capability-not-offered',
  ],
  'capabilities that were refused may be negotiated once more': [
    `${GREETING}\n{ "execute": "qmp_capabilities", "arguments": { "enable": [ "«lazy»" ] } }\n{ "execute": "qmp_capabilities" }\n{ "execute": "stop" }`,
    'capability-not-offered',
  ],
  'what fails negotiates nothing, and what fails because all is negotiated changes nothing': [
    `${GREETING}
{ "execute": "qmp_capabilities", "id": 1 }
{ "id": 1, "error": { "class": "GenericError", "desc": "" } }
{ "execute": "«stop»" }
{ "error": { "class": "GenericError", "desc": "" } }
{ "execute": "qmp_capabilities" }
{ "return": {} }
{ "execute": "«qmp_capabilities»" }
{ "error": { "class": "GenericError", "desc": "" } }
{ "execute": "stop" }`,
    'not-negotiated',
    'negotiated-twice',
  ],
  'out of band where that cannot be': [
    `{ "«exec-oob»": "stop", "id": 1 }\n{ "«exec-oob»": "pause" }\n${GREETING}\n{ "execute": "qmp_capabilities" }\n{ "«exec-oob»": "pause", "id": 2 }`,
    'oob-not-allowed',
    'oob-without-id',
    'oob-not-enabled',
  ],
  'a greeting that is another one': [
    `{ "QMP": { "version": { "«qemu»": { "major": 9, "minor": 0 }, "package": "", "«vendor»": 1 }, "capabilities": [ "«fast»" ], "«more»": 1 } }`,
    'missing-member',
    'unknown-member',
    'unknown-value',
    'stray-key',
  ],
};

describe('what is wrong with messages', () => {
  for (const [name, [marked, ...kinds]] of Object.entries(cases)) {
    it(name, async () => {
      const schema = await schemaFrom({ 'schema.json': SCHEMA });
      assert.deepEqual(faultsIn(readMarks(marked).text, schema), { marked, kinds });
    });
  }
});

it('the capabilities are those that qmp_capabilities takes, whatever the enum is called', async () => {
  const anonymous = SCHEMA.replaceAll("'QMPCapability'", "'Enum7'");
  const marked = GREETING.replace('"oob" ]', '"oob", "«fast»" ]');
  const schema = await schemaFrom({ 'schema.json': anonymous });
  assert.deepEqual(faultsIn(readMarks(marked).text, schema), { marked, kinds: ['unknown-value'] });
});

it('a schema of old that does not tell of all commands is no reason to complain of them', async () => {
  const old = await schemaFrom({ 'schema.json': "{ 'command': 'stop' }\n{ 'command': 'query-version' }\n" });
  const marked = `{ "QMP": { "version": ..., "capabilities": [] } }\n{ "execute": "qmp_capabilities" }\n{ "execute": "device_add", "arguments": { "driver": "e" } }\n{ "execute": "stop" }\n{ "execute": "«blockdev-add»" }`;
  assert.deepEqual(faultsIn(readMarks(marked).text, old), { marked, kinds: ['unknown-command'] });
  // Another program than the system emulator.
  const other = await schemaFrom({ 'schema.json': "{ 'command': 'guest-ping' }\n" });
  const guest = '{ "execute": "«device_add»" }';
  assert.deepEqual(faultsIn(readMarks(guest).text, other), { marked: guest, kinds: ['unknown-command'] });
});

it('a program that told its schema itself has integers of one size: all that any of them holds may stand there', async () => {
  // Only what is whole is in an answer.
  const whole = SCHEMA.replace(/^.*'Lost'.*\n/gm, '');
  const answer = JSON.stringify(introspectionOf(await schemaFrom({ 'schema.json': whole })));
  const outcome = readIntrospection('/qemu.json', answer);
  assert.ok(outcome.kind !== 'problem');
  const marked =
    '{ "execute": "resize", "arguments": { "bytes": 18446744073709551615, "port": -9223372036854775808, "shift": 300 } }\n{ "execute": "resize", "arguments": { "bytes": «18446744073709551616», "port": «-9223372036854775809», "shift": «1.0» } }';
  assert.deepEqual(faultsIn(readMarks(marked).text, outcome.schema), {
    marked,
    kinds: ['out-of-range', 'out-of-range', 'wrong-type'],
  });
});

it('values in values, as of a long chain of images, are walked to the last', async () => {
  const schema = await schemaFrom({ 'schema.json': SCHEMA });
  const quorum = '{ "driver": "quorum", "children": [ ';
  const depth = 145;
  const marked = `{ "execute": "node-add", "arguments": ${quorum.repeat(depth)}«7»${' ] }'.repeat(depth)} }`;
  assert.deepEqual(faultsIn(readMarks(marked).text, schema), { marked, kinds: ['wrong-type'] });
  // What is not read because it is nested too deep is not missing.
  const deeper = `{ "execute": "node-add", "arguments": ${quorum.repeat(200)}"x"${' ] }'.repeat(200)} }`;
  assert.deepEqual(faultsIn(deeper, schema), { marked: deeper, kinds: [] });
});

it('a stream without end is remembered no further than it must be', async () => {
  const schema = await schemaFrom({ 'schema.json': SCHEMA });
  const conversation = new Conversation(schema, { origin: 'file' });
  const message = (text: string) => {
    const [first] = readMessages(text).messages;
    assert.ok(first);
    return conversation.take(first).faults.map(({ kind }) => kind);
  };
  for (let id = 0; id < 20_000; id++) message(`{ "execute": "stop", "id": ${id} }`);
  // Of the first ones nobody knows any more: that is no reason to complain of their replies.
  assert.deepEqual(message('{ "return": {}, "id": 3 }'), []);
  assert.deepEqual(message('{ "return": {}, "id": 19999 }'), []);
});
