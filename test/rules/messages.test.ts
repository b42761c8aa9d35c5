// What rules say of messages, and what their fixes make of them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import type { History } from '../../server/src/history/history.ts';
import { readMessages } from '../../server/src/qmp/document.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import { judgeMessages, type MessageTarget } from '../../server/src/rules/run-messages.ts';
import { historyFrom } from '../helpers/history.ts';
import { schemaFrom } from '../helpers/schema.ts';

const SCHEMA = `
{ 'enum': 'Sync', 'data': [ 'full', 'top', '__com.example_delta' ] }
{ 'struct': 'Speed', 'data': { 'bytes': 'int', '*burst': 'int' } }
{ 'command': 'qmp_capabilities' }
{ 'command': 'query-status', 'returns': 'Status' }
{ 'struct': 'Status', 'data': { 'running': 'bool', 'singlestep': 'bool' } }
{ 'command': 'backup', 'data': { 'device': 'str', 'sync': 'Sync', '*speed': 'Speed' } }
{ 'command': 'limit', 'data': { 'speed': 'Speed', 'on': 'bool', 'names': [ 'str' ] } }
{ 'command': '__com.example_drive-mirror' }
{ 'command': 'pause', 'allow-oob': true }
##
# @change:
#
# @target: what to change
#
# Features:
#
# @deprecated: Use \`blockdev-change-medium\`
#     instead.
#
# Since: 0.14
##
{ 'command': 'change', 'data': { '*target': 'str' }, 'features': [ 'deprecated' ] }
{ 'event': 'STOP' }
{ 'command': 'query-speeds', 'returns': [ 'Speed' ] }
{ 'struct': 'Speeds', 'data': { 'list': [ 'Speed' ], '*none': 'None', '*sizes': [ 'uint8' ] } }
{ 'struct': 'None', 'data': {} }
{ 'command': 'set-speeds', 'data': 'Speeds' }
{ 'enum': 'Way', 'data': [ 'socket', 'file', 'rdma' ] }
{ 'enum': 'Family', 'data': [ 'inet', 'unix' ] }
{ 'struct': 'Inet', 'data': { 'host': 'str' } }
{ 'struct': 'Path', 'data': { 'path': 'str' } }
{ 'union': 'Socket', 'base': { 'type': 'Family' }, 'discriminator': 'type', 'data': { 'inet': 'Inet', 'unix': 'Path' } }
{ 'union': 'Address', 'base': { 'way': 'Way' }, 'discriminator': 'way',
  'data': { 'socket': 'Socket', 'file': 'Path', 'rdma': 'Inet' } }
{ 'command': 'move', 'data': 'Address', 'boxed': true }
`;

/** The problems of a text, and the text after the first fix of each. */
async function judged(
  text: string,
  more: Partial<MessageTarget> = {},
  history?: History,
): Promise<{ problems: Problem[]; fixed: (string | undefined)[] }> {
  const schema = await schemaFrom({ 'schema.json': SCHEMA });
  const problems = judgeMessages(
    readMessages(text),
    {
      path: '/a.qmp',
      text,
      target: { schema, kind: 'tree', label: 'this tree', ...more },
      domains: ['com.example'],
      inherited: [],
      history: history && (() => history),
    },
    { severities: {} },
  );
  const fixed = problems.map(({ fixes }) => {
    const [fix] = fixes();
    return fix?.kind === 'edit' ? applyEdits(text, fix.edits) : undefined;
  });
  return { problems, fixed };
}

/** The text, what is said of it, and the text after the first fix. */
const cases: [text: string, message: string, fixed?: string][] = [
  [
    '{ "execute": "query-statu" }',
    "There is no command 'query-statu'. Did you mean 'query-status'?",
    '{ "execute": "query-status" }',
  ],
  [
    '{ "execute": "query_status" }',
    "There is no command 'query_status'. Did you mean 'query-status'?",
    '{ "execute": "query-status" }',
  ],
  [
    '{ "execute": "drive-mirror" }',
    "There is no command 'drive-mirror'. Did you mean '__com.example_drive-mirror'?",
    '{ "execute": "__com.example_drive-mirror" }',
  ],
  [
    '{ "execute": "query-status", "id": [ 1\n\n{ "execute": "query-status" }',
    "This bracket is never closed, nor are those around it: ']' and '}' are missing.",
    '{ "execute": "query-status", "id": [ 1 ] }\n\n{ "execute": "query-status" }',
  ],
  [
    '{ "execute": "query-status"\n',
    "This bracket is never closed: a '}' is missing.",
    '{ "execute": "query-status" }\n',
  ],
  ['{ "execute": "STOP" }', "There is no command 'STOP'. Event 'STOP' is what a program tells of its own accord."],
  [
    '{ "execute": "__org.else_go" }',
    "There is no command '__org.else_go'. Only programs of whoever owns org.else can have it.",
  ],
  [
    '{ "execute": "__go" }',
    "There is no command '__go'. A vendor's name is '__', the reversed domain, '_' and the name itself: perhaps '__com.example_go'.",
  ],
  [
    '{ "execute": "backup" }',
    "Command 'backup' lacks the arguments 'device' and 'sync', which must be there.",
    '{ "execute": "backup", "arguments": { "device": "", "sync": "full" } }',
  ],
  [
    '{ "execute": "limit", "arguments": { "on": true } }',
    "Command 'limit' lacks the arguments 'speed' and 'names', which must be there.",
    '{ "execute": "limit", "arguments": { "on": true, "speed": { "bytes": 0 }, "names": [] } }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "top", "speed": {} } }',
    "Argument 'speed' of command 'backup' lacks the member 'bytes', which must be there. It is an integer.",
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "top", "speed": { "bytes": 0 } } }',
  ],
  [
    '{ "execute": "query-status", "arguments": { "now": true } }',
    "Command 'query-status' takes no arguments: there is no argument 'now'.",
    '{ "execute": "query-status", "arguments": {  } }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "top", "speed": { "bytes": 1, "brust": 2 } } }',
    "'speed' of command 'backup' has no member 'brust'. Did you mean 'burst'?",
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "top", "speed": { "bytes": 1, "burst": 2 } } }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "delta" } }',
    "Argument 'sync' of command 'backup' has no value 'delta'. Did you mean '__com.example_delta'?",
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "__com.example_delta" } }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "everything" } }',
    "Argument 'sync' of command 'backup' has no value 'everything'. It takes 'full', 'top' or '__com.example_delta'.",
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": true } }',
    "Argument 'sync' of command 'backup' is one of the strings 'full', 'top' or '__com.example_delta', not the boolean true.",
  ],
  [
    '{ "execute": "backup", "arguments": { "device": "d", "sync": "top", "speed": { "bytes": 1e3 } } }',
    "Argument 'speed.bytes' of command 'backup' is an integer, not 1e3: that has a fraction or exponent.",
  ],
  [
    '{ "command": "query-status" }',
    "This is no QMP message: it has none of the keys 'execute', 'exec-oob', 'return', 'error', 'event' and 'QMP'. Did you mean 'execute'?",
    '{ "execute": "query-status" }',
  ],
  [
    '{ "execute": "info status" }',
    "There is no command 'info status'. Did you mean 'query-status'?",
    '{ "execute": "query-status" }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": d0, "sync": "top" } }',
    "'d0' is no JSON value. Text stands between quotes.",
    '{ "execute": "backup", "arguments": { "device": "d0", "sync": "top" } }',
  ],
  [
    '{ "execute": "backup", "arguments": { "device": 7, "sync": "top" } }',
    "Argument 'device' of command 'backup' is a string, not a number.",
    '{ "execute": "backup", "arguments": { "device": "7", "sync": "top" } }',
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": "off", "names": [] } }',
    "Argument 'on' of command 'limit' is true or false, not a string.",
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": false, "names": [] } }',
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": "512M" }, "on": true, "names": [] } }',
    "Argument 'speed.bytes' of command 'limit' is an integer, not a string.",
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 536870912 }, "on": true, "names": [] } }',
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": "1.3" }, "on": true, "names": [] } }',
    "Argument 'speed.bytes' of command 'limit' is an integer, not a string.",
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": true, "names": "a" } }',
    "Argument 'names' of command 'limit' is an array, not a string.",
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": true, "names": [ "a" ] } }',
  ],
  [
    '{ "cmd": "pause" }',
    "This is no QMP message: it has none of the keys 'execute', 'exec-oob', 'return', 'error', 'event' and 'QMP'. Did you mean 'execute'?",
    '{ "execute": "pause" }',
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": tru, "names": [] } }',
    "'tru' is no JSON value. JSON has true.",
    '{ "execute": "limit", "arguments": { "speed": { "bytes": 1 }, "on": true, "names": [] } }',
  ],
  [
    '{ "execute": "limit", "arguments": { "speed": { "bytes": "99999999999999999999" }, "on": true, "names": [] } }',
    "Argument 'speed.bytes' of command 'limit' is an integer, not a string.",
  ],
  ['{ "execute": "change" }', "Command 'change' is deprecated. Use `blockdev-change-medium` instead."],
  [
    '{ "execute": "__com.example_drive-mirror" }',
    "'__com.example_drive-mirror' belongs to your domain com.example: other programs do not have it, and refuse it.",
  ],
  [
    '{ "exec-oob": "query-status", "id": 1 }',
    "Command 'query-status' cannot be executed out of band: its definition does not allow it. Use 'execute'.",
    '{ "execute": "query-status", "id": 1 }',
  ],
  [
    '{ "exec-oob": "pause" }',
    "Replies to out-of-band commands come in any order: without an 'id' nobody knows what this one answers.",
    '{ "exec-oob": "pause", "id": 1 }',
  ],
  [
    '{ "QMP": { "version": {}, "capabilities": [] } }\n{ "execute": "pause" }',
    "Behind the greeting the program takes only 'qmp_capabilities': 'pause' fails with CommandNotFound.",
    '{ "QMP": { "version": {}, "capabilities": [] } }\n{ "execute": "qmp_capabilities" }\n{ "return": {} }\n{ "execute": "pause" }',
  ],
  [
    '{ "event": "STOP" }',
    "An event has 'timestamp': that is missing here.",
    '{ "event": "STOP", "timestamp": { "seconds": 0, "microseconds": 0 } }',
  ],
  [
    '{ "execute": "pause", "arguments": {}, "arguments": {} }',
    "'arguments' stands here twice: QEMU refuses that.",
    '{ "execute": "pause", "arguments": {} }',
  ],
  [
    '{ "return": { "running": true, "running": false } }',
    "'running' stands here twice, and nobody knows which one counts.",
    '{ "return": { "running": true } }',
  ],
  [
    '{ "execute": "pause", "id": "\\udc00" }',
    "'\\udc00' stands for no character: of surrogates there are two, the high one first.",
  ],
  [
    '{ "execute": "pause", "id": 0x1f }',
    "'0x1f' is no number of JSON: those are decimal, without leading zeros or plus signs, and have digits around the point.",
  ],
  [
    '{ "execute": "pause", "argument": {} }',
    "A command has no 'argument'. Did you mean 'arguments'?",
    '{ "execute": "pause", "arguments": {} }',
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [ 7 ] } }',
    "An element of argument 'list' of command 'set-speeds' is an object, not a number.",
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": {} } }',
    "Argument 'list' of command 'set-speeds' is an array, not an object.",
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [ { "bytes": "1" } ] } }',
    "Argument 'list.bytes' of command 'set-speeds' is an integer, not a string.",
    '{ "execute": "set-speeds", "arguments": { "list": [ { "bytes": 1 } ] } }',
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [ {} ] } }',
    "An element of argument 'list' of command 'set-speeds' lacks the member 'bytes', which must be there. It is an integer.",
    '{ "execute": "set-speeds", "arguments": { "list": [ { "bytes": 0 } ] } }',
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [ { "bytes": 1, "brust": 1 } ] } }',
    "An element of 'list' of command 'set-speeds' has no member 'brust'. Did you mean 'burst'?",
    '{ "execute": "set-speeds", "arguments": { "list": [ { "bytes": 1, "burst": 1 } ] } }',
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [], "sizes": [ 255, 256 ] } }',
    "An element of argument 'sizes' of command 'set-speeds' is an integer from 0 to 255: 256 does not fit.",
  ],
  [
    '{ "execute": "set-speeds", "arguments": { "list": [], "none": { "x": 1 } } }',
    "'none' of command 'set-speeds' has no member 'x'.",
    '{ "execute": "set-speeds", "arguments": { "list": [], "none": {  } } }',
  ],
  [
    '{ "execute": "query-speeds" }\n{ "return": [ {} ] }',
    "An element of the reply of command 'query-speeds' lacks the member 'bytes', which is always there.",
    '{ "execute": "query-speeds" }\n{ "return": [ { "bytes": 0 } ] }',
  ],
  [
    '{ "execute": "move", "arguments": { "way": "socket", "type": "unix", "path": "p", "host": "h" } }',
    "Command 'move' has no argument 'host' where 'type' is 'unix'. It belongs to 'inet'.",
    '{ "execute": "move", "arguments": { "way": "socket", "type": "unix", "path": "p" } }',
  ],
  [
    '{ "execute": "move", "arguments": { "way": "rdma", "host": "h", "path": "p" } }',
    "Command 'move' has no argument 'path' where 'way' is 'rdma'. It belongs to 'socket' and 'file'.",
    '{ "execute": "move", "arguments": { "way": "rdma", "host": "h" } }',
  ],
  [
    '{ "execute": "move", "arguments": { "way": "file", "path": "p", "type": "inet" } }',
    "Command 'move' has no argument 'type' where 'way' is 'file'. It belongs to 'socket'.",
    '{ "execute": "move", "arguments": { "way": "file", "path": "p" } }',
  ],
  [
    '{ "execute": "pause", "id": None }',
    "'None' is no JSON value. JSON has null.",
    '{ "execute": "pause", "id": null }',
  ],
  [
    '{ "execute": "pause", "id": True }',
    "'True' is no JSON value. JSON has true.",
    '{ "execute": "pause", "id": true }',
  ],
  [
    '{ "execute": "pause", "id": on }',
    "'on' is no JSON value. Text stands between quotes.",
    '{ "execute": "pause", "id": "on" }',
  ],
  ['{ "execute": "pause" "id": 1 }', 'A comma is missing here.', '{ "execute": "pause", "id": 1 }'],
  ['{ "execute": "pause", }', 'No comma may stand behind the last element.', '{ "execute": "pause" }'],
  [
    "{ 'execute': 'backup' }",
    "Command 'backup' lacks the arguments 'device' and 'sync', which must be there.",
    "{ 'execute': 'backup', 'arguments': { 'device': '', 'sync': 'full' } }",
  ],
  [
    "{ 'execute': 'limit',\n  'arguments': { 'on': true, 'names': [ 'a \"b\"' ] } }",
    "Command 'limit' lacks the argument 'speed', which must be there. It is an object.",
    "{ 'execute': 'limit',\n  'arguments': { 'on': true, 'names': [ 'a \"b\"' ], 'speed': { 'bytes': 0 } } }",
  ],
  [
    "{ u'execute': 'pause' }",
    "A string of JSON has no 'u' before it: Python writes that. Remove it.",
    "{ 'execute': 'pause' }",
  ],
  [
    '{ "execute": “pause” }',
    'The quotes of JSON are straight ones: "pause". These are those of books, as programs for text put them.',
    '{ "execute": "pause" }',
  ],
  [
    "{ 'execute': ‘pause’ }",
    'The quotes of JSON are straight ones: "pause". These are those of books, as programs for text put them.',
    "{ 'execute': 'pause' }",
  ],
  [
    '{ "execute": "pause" },\n',
    'No comma stands between messages, unless they are in an array. Remove it.',
    '{ "execute": "pause" }\n',
  ],
  ['{ "execute": "pause" };\n', 'No semicolon stands behind a message. Remove it.', '{ "execute": "pause" }\n'],
  [
    '{ "Execute": "pause" }',
    "This is no QMP message: it has none of the keys 'execute', 'exec-oob', 'return', 'error', 'event' and 'QMP'. Did you mean 'execute'?",
    '{ "execute": "pause" }',
  ],
  ["{ execute: 'pause' }", "'execute' must stand between quotes.", "{ 'execute': 'pause' }"],
  ['{ execute: "pause" }', "'execute' must stand between quotes.", '{ "execute": "pause" }'],
  ["{ 'return': {} }", 'A program puts its strings between double quotes. Only what it reads may have single ones.'],
  [
    '{ "execute": "query-status" }\n{ "return": { "running": true, "single-step": false } }',
    "The reply of command 'query-status' has no member 'single-step'. Did you mean 'singlestep'?",
    '{ "execute": "query-status" }\n{ "return": { "running": true, "singlestep": false } }',
  ],
];

describe('the rules about messages', () => {
  for (const [text, message, fixed] of cases) {
    it(message, async () => {
      const found = await judged(text);
      assert.deepEqual(
        found.problems.map((problem) => problem.message),
        [message],
      );
      assert.deepEqual(found.fixed, [fixed]);
    });
  }

  it('have nothing against what their fixes make, but for what only the user knows', async () => {
    for (const [, , fixed] of cases) {
      if (fixed === undefined || fixed.includes('__com.example')) continue;
      const { problems } = await judged(fixed);
      assert.deepEqual(
        problems.map(({ message }) => message),
        [],
        fixed,
      );
    }
  });

  it('tell a problem by its way on the wire, and leave out what is off', async () => {
    const text = '{ "execute": "backup", "arguments": { "device": 1, "sync": "top", "speed": { "bytes": "1" } } }';
    const { problems } = await judged(text);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['backup: argument device', 'backup: argument speed.bytes'],
    );
    const schema = await schemaFrom({ 'schema.json': SCHEMA });
    const target: MessageTarget = { schema, kind: 'tree', label: 'this tree' };
    const context = { path: '/a.qmp', text, target, domains: [], inherited: [], history: undefined };
    assert.deepEqual(judgeMessages(readMessages(text), context, { severities: { 'qmp/wrong-type': 'off' } }), []);
  });
});

describe('what the target has not', () => {
  const cases: [text: string, message: string][] = [
    [
      '{ "execute": "blockdev-change-medium" }',
      "There is no command 'blockdev-change-medium'. In QEMU since 8.0; your target is release 7.2.",
    ],
    [
      '{ "execute": "pause", "arguments": { "hard": true } }',
      "Command 'pause' takes no arguments: there is no argument 'hard'. In QEMU since 8.0; your target is release 7.2.",
    ],
    [
      '{ "execute": "backup", "arguments": { "device": "d", "sync": "bitmap" } }',
      "Argument 'sync' of command 'backup' has no value 'bitmap'. In QEMU since 7.1 or before; removed in 7.2; your target is release 7.2. It takes 'full', 'top' or '__com.example_delta'.",
    ],
    [
      '{ "execute": "guest-ping" }',
      "There is no command 'guest-ping'. It is a command of the guest agent; your target is release 7.2.",
    ],
  ];
  for (const [text, message] of cases) {
    it(message, async () => {
      const history = await historyFrom({
        '7.1':
          "{ 'command': 'backup', 'data': { 'sync': 'Sync' } }\n{ 'enum': 'Sync', 'data': [ 'full', 'bitmap' ] }\n",
        '7.2': "{ 'command': 'backup', 'data': { 'sync': 'Sync' } }\n{ 'enum': 'Sync', 'data': [ 'full' ] }\n",
        '8.0': {
          'qapi/qapi-schema.json': `
{ 'command': 'backup', 'data': { 'sync': 'Sync' } }
{ 'enum': 'Sync', 'data': [ 'full' ] }
{ 'command': 'pause', 'data': { 'hard': 'bool' } }
{ 'command': 'blockdev-change-medium' }
`,
          'qga/qapi-schema.json': "{ 'command': 'guest-ping' }\n",
        },
      });
      const { problems } = await judged(text, { kind: 'release', label: 'release 7.2', root: 'qapi' }, history);
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [message],
      );
    });
  }
});
