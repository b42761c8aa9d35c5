// Files of messages, in all the forms that people keep them in: which messages are found, and what is wrong between them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageReader, readMessages } from '../../server/src/qmp/document.ts';

/** A line for each message: who speaks, and its text with white space squeezed. */
function read(text: string): { messages: string[]; problems: string[] } {
  const { messages, problems } = readMessages(text);
  return {
    messages: messages.map(
      ({ side, span }) => `${side ?? 'nobody'}: ${text.slice(span.start, span.end).replace(/\s+/g, ' ')}`,
    ),
    problems: problems.map(({ code, span, detail }) => {
      const about = text.slice(span.start, span.end);
      return `${code} at ${JSON.stringify(about)}${detail === '' || detail === about ? '' : `: ${detail}`}`;
    }),
  };
}

interface Case {
  readonly text: string;
  readonly messages: readonly string[];
  readonly problems?: readonly string[];
}

function check(cases: Readonly<Record<string, Case>>): void {
  for (const [name, { text, messages, problems = [] }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(read(text), { messages, problems }));
  }
}

describe('a file of messages', () => {
  check({
    'holds one message': {
      text: '{\n  "execute": "stop"\n}\n',
      messages: ['client: { "execute": "stop" }'],
    },
    'or one a line, as programs send them': {
      text: '{"QMP": {}}\r\n{"return": {}}\r\n{"timestamp": {}, "event": "STOP"}\r\n',
      messages: ['server: {"QMP": {}}', 'server: {"return": {}}', 'server: {"timestamp": {}, "event": "STOP"}'],
    },
    'or many side by side, on one line or on several, as tests record them': {
      text: '{"return": {}}{"return": 1} {"id": 1,\n "return": {\n }\n} {"event": "A"}\n\n{\n  "error": {}\n}',
      messages: [
        'server: {"return": {}}',
        'server: {"return": 1}',
        'server: {"id": 1, "return": { } }',
        'server: {"event": "A"}',
        'server: { "error": {} }',
      ],
    },
    'or an array of them': {
      text: '[\n  { "execute": "stop" },\n  { "execute": "cont",\n    "id": 1 }\n]\n',
      messages: ['client: { "execute": "stop" }', 'client: { "execute": "cont", "id": 1 }'],
    },
    'or an array from which something is left out': {
      text: '[ { "return": 1 }, ..., { "return": 2 }, ... ]',
      messages: ['server: { "return": 1 }', 'server: { "return": 2 }'],
    },
    'may begin with a byte order mark': {
      text: '\uFEFF{"execute": "stop"}',
      messages: ['client: {"execute": "stop"}'],
    },
    'may have strings in single quotes, with escapes': {
      text: "{ 'execute': 'human-monitor-command', 'arguments': { 'command-line': 'echo \\'}\\'' } }",
      messages: ["client: { 'execute': 'human-monitor-command', 'arguments': { 'command-line': 'echo \\'}\\'' } }"],
    },
    'may have comments between its messages, behind them and in them': {
      text: '# Stop it\n{ "execute":\n  # or cont\n  "stop" }  // now\n// and then\n{ "execute": "quit" }',
      messages: ['client: { "execute": # or cont "stop" }', 'client: { "execute": "quit" }'],
    },
    'may have the bytes 0xFF with which the guest agent begins anew': {
      text: '\uFFFD{"execute": "guest-sync-delimited"}\n\uFFFD{"return": 7}\n-> \uFFFD{"execute": "guest-ping"}',
      messages: [
        'client: {"execute": "guest-sync-delimited"}',
        'server: {"return": 7}',
        'client: -> \uFFFD{"execute": "guest-ping"}',
      ],
    },
    'may have nothing in it': { text: '\n\n', messages: [] },
  });
});

describe('a transcript', () => {
  check({
    'has an arrow before each message, and prose between them': {
      text: `Stopping a guest
================

1. First this, {really}:

    -> { "execute": "stop",
         "id": 1 }
    <- { "return": {}, "id": 1 }

Then an event comes, and that's all:

    <- { "event": "STOP", "data": {} }`,
      messages: [
        'client: -> { "execute": "stop", "id": 1 }',
        'server: <- { "return": {}, "id": 1 }',
        'server: <- { "event": "STOP", "data": {} }',
      ],
    },
    'may write its arrows in other ways, indented as it likes': {
      text: 'C: { "execute": "stop" }\n  S: { "return": {} }\n\t=> {"execute": "cont"}\n<={"return": {}}\n',
      messages: [
        'client: C: { "execute": "stop" }',
        'server: S: { "return": {} }',
        'client: => {"execute": "cont"}',
        'server: <={"return": {}}',
      ],
    },
    'may leave things out': {
      text: '-> { "execute": "query-block" }\n<- { "return": [ { "device": "a", ... }, ... ] }\n...\n<- ...\n',
      messages: [
        'client: -> { "execute": "query-block" }',
        'server: <- { "return": [ { "device": "a", ... }, ... ] }',
        'server: <- ...',
      ],
    },
    'may have several messages behind an arrow, the message below it, or none': {
      text: '<- { "return": {} } { "event": "A" } {\n}\n->\n   { "execute": "b" }\n->\n\nThat was it.\n-> as I said\n',
      messages: [
        'server: <- { "return": {} }',
        'server: { "event": "A" }',
        'server: { }',
        'client: -> { "execute": "b" }',
        'client: ->',
      ],
    },
    'may have messages without arrows, which are known by their keys': {
      text: '-> { "execute": "a" }\n{ "return": {} }\n{ curly words }\n[root@host ~]# ls\n{\n  "return": 1\n}\n',
      messages: ['client: -> { "execute": "a" }', 'server: { "return": {} }', 'server: { "return": 1 }'],
    },
    'has no prose made of brackets behind a message': {
      text: '-> { "execute": "a" } }\n<- { "return": {} } and so on\n',
      messages: ['client: -> { "execute": "a" }', 'server: <- { "return": {} }'],
      problems: ['stray at "}"'],
    },
  });
});

describe('one mistake is one problem, and the next message is read', () => {
  check({
    'a bracket is missing in a stream of lines': {
      text: '{"return": {"a": [1, 2}, "id": 1}\n{"return": {"a": {"b": 1}\n{"id": 3, "return": {}}\n{"return": 4}\n',
      messages: [
        'server: {"return": {"a": [1, 2}, "id": 1}',
        'server: {"return": {"a": {"b": 1}',
        'server: {"id": 3, "return": {}}',
        'server: {"return": 4}',
      ],
      problems: ['expected at "}": \']\'', 'unclosed at "{": }}'],
    },
    'a line is cut off': {
      text: '{"return": {"status": "runn\n{"return": {"name": \n{"timestamp": {}, "event": "STOP"}',
      messages: [
        'server: {"return": {"status": "runn',
        'server: {"return": {"name":',
        'server: {"timestamp": {}, "event": "STOP"}',
      ],
      problems: ['unclosed-string at "\\"runn": "', 'unclosed at "{": }}'],
    },
    'a quote is missing': {
      text: '{ "execute: "stop" }\n{ "execute": stop" }\n{ "execute": "stop }\n{ "execute": "cont" }',
      messages: [
        'client: { "execute: "stop" }',
        'client: { "execute": stop" }',
        'client: { "execute": "stop }',
        'client: { "execute": "cont" }',
      ],
      problems: [
        'unclosed-string at "\\"execute": "',
        'unquoted at "stop\\"": stop',
        'unclosed-string at "\\"stop": "',
      ],
    },
    'the first line of a message is missing': {
      text: '  "execute": "frob",\n  "arguments": {\n    "all": [\n      { "b": 1 }\n    ]\n  }\n}\n{ "execute": "next" }\n',
      messages: ['client: { "execute": "next" }'],
      problems: ['stray at "\\"execute\\": \\"frob\\","'],
    },
    'words stand where there are no arrows': {
      text: '{ "execute": "a" }\nThat\'s what I say\nand mean\n{ "execute": "b" } really\n{ "execute": "c" }',
      messages: ['client: { "execute": "a" }', 'client: { "execute": "b" }', 'client: { "execute": "c" }'],
      problems: ['stray at "That\'s what I say"', 'stray at "really"'],
    },
    'commas stand between messages that are no array': {
      text: '{ "execute": "a" },\n{ "execute": "b" }',
      messages: ['client: { "execute": "a" }', 'client: { "execute": "b" }'],
      problems: ['comma at ",": between'],
    },
    'commas or semicolons stand behind messages of one line': {
      text: '{ "execute": "a" }, { "execute": "b" }; {"execute": "c"};;\n{ "execute": "d" },',
      messages: [
        'client: { "execute": "a" }',
        'client: { "execute": "b" }',
        'client: {"execute": "c"}',
        'client: { "execute": "d" }',
      ],
      problems: [
        'comma at ",": between',
        'comma at ";": semicolon',
        'comma at ";": semicolon',
        'comma at ";": semicolon',
        'comma at ",": between',
      ],
    },
    'a message stands between brackets for braces': {
      text: '[ "execute": "a" ]\n{ "execute": "b" }\n{ "execute": "c" }\n',
      messages: ['nobody: [ "execute": "a" ]', 'client: { "execute": "b" }', 'client: { "execute": "c" }'],
      problems: ["expected at \":\": ',' or ']'"],
    },
    'the commas of an array are wrong': {
      text: '[ { "return": 1 } { "return": 2 },, { "return": 3 }, ]',
      messages: ['server: { "return": 1 }', 'server: { "return": 2 }', 'server: { "return": 3 }'],
      problems: ['comma at "": missing', 'comma at ",": doubled', 'comma at ",": trailing'],
    },
    'an array, or a message in it, is never closed': {
      text: '[\n  { "return": { },\n  { "return": 2 ]\n[ { "return": 3 }\n',
      messages: ['server: { "return": { },', 'server: { "return": 2', 'server: { "return": 3 }'],
      problems: ['unclosed at "{": }', 'unclosed at "{": }', 'expected at "": \']\''],
    },
    'a message of a transcript is never closed': {
      text: '-> { "execute": "a", "arguments": {\n<- { "return": [ 1,\n         2\nAnd that was it.\n<- { "return": {} }',
      messages: [
        'client: -> { "execute": "a", "arguments": {',
        'server: <- { "return": [ 1, 2',
        'server: <- { "return": {} }',
      ],
      problems: ['unclosed at "{": }}', 'unclosed at "[": ]}'],
    },
  });
});

describe('a file that holds something else', () => {
  const entry = (name: string): string => `{"name": "${name}", "members": [], "meta-type": "object"}`;
  check({
    'a bare answer of query-qmp-schema is one thing that is no message': {
      text: `[${entry('1')}, ${entry('2')}, ${entry('3')}]`,
      messages: [`nobody: ${entry('1')}`],
    },
    'objects in a row that are no messages are told once': {
      text: '{"level": 1}\n{"level": 2}\n{"level": 3}\n{"execute": "stop"}\n{"level": 4}\n',
      messages: ['nobody: {"level": 1}', 'client: {"execute": "stop"}', 'nobody: {"level": 4}'],
    },
    'numbers in an array, too': { text: '[1, 2, [3, 4]]', messages: ['nobody: 1'] },
    'UTF-16 is one problem': {
      text: new TextDecoder().decode(Buffer.from('\uFEFF{"execute": "stop"}\r\n{"execute": "cont"}', 'utf16le')),
      messages: [],
      problems: ['encoding at "\uFFFD": UTF-16'],
    },
    'the other UTF-16, too': {
      text: new TextDecoder().decode(Buffer.from('\uFEFF{"execute": "stop"}', 'utf16le').swap16()),
      messages: [],
      problems: ['encoding at "\uFFFD": UTF-16'],
    },
    'text is one problem': {
      text: 'Dear reader,\n\nthis is {no} JSON.\n',
      messages: [],
      problems: ['stray at "Dear reader,"'],
    },
  });
});

describe('a message that is too long', () => {
  it('is one problem, and the next one is read', () => {
    const text = `{"return": "${'x'.repeat(200)}"}\n{"return":\n"${'y'.repeat(80)}"\n,\n"id": 1}\n{"return": {}}\n`;
    const reader = new MessageReader(100);
    const parts = [...reader.take(text), ...reader.end()];
    assert.deepEqual(
      parts.flatMap(({ message, problems }) => [
        ...problems.map(({ code, span, detail }) => `${code} at ${span.start}: ${detail}`),
        ...(message ? [text.slice(message.span.start, message.span.end)] : []),
      ]),
      ['too-long at 0: 100', 'too-long at 215: 100', '{"return": {}}'],
    );
  });
});
