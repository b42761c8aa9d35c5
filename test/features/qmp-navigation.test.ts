// From messages into the schema, and what a file of messages shows of itself.

import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import {
  messageFolds,
  messageSymbols,
  qmpDefinitionAt,
  qmpHighlightsAt,
  qmpNamedAt,
} from '../../server/src/features/qmp-navigation.ts';
import { Conversation } from '../../server/src/qmp/conversation.ts';
import { readMessages } from '../../server/src/qmp/document.ts';
import { writeMarks } from '../helpers/marks.ts';
import { schemaFrom } from '../helpers/schema.ts';
import { openScene, TRAINS } from './qmp-scene.ts';

describe('the definition', () => {
  /** The line of the schema to which the caret leads, the name marked. */
  const cases: Record<string, [marked: string, line: string]> = {
    'of a command': ['{ "execute": "ha|lt" }', "{ 'command': '«halt»', 'allow-oob': true }"],
    'of an event': ['{ "event": "|CLOSED" }', "{ 'event': '«CLOSED»' }"],
    'of an argument': [
      '{ "execute": "depart", "arguments": { "slow|ly": true } }',
      "  'data': { '*«slowly»': 'bool', 'track': 'int', 'train': 'TrainRef',",
    ],
    'of a member of the branch that the tag selects': [
      '{ "execute": "build", "arguments": { "engine": "diesel", "lit|res": 1 } }',
      "{ 'struct': 'Tank', 'data': { '«litres»': 'size' } }",
    ],
    'of a value': [
      '{ "execute": "build", "arguments": { "engine": "die|sel" } }',
      "{ 'enum': 'Engine', 'data': [ 'steam', '«diesel»', 'pulled' ] }",
    ],
    'of a class of errors': [
      '{ "error": { "class": "Train|Delayed", "desc": "" } }',
      "{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', '«TrainDelayed»' ] }",
    ],
    'of a capability': [
      '{ "QMP": { "version": {}, "capabilities": [ "|oob" ] } }',
      "{ 'enum': 'QMPCapability', 'data': [ '«oob»' ] }",
    ],
    'of the key of arguments is the command': [
      '{ "execute": "halt", "argu|ments": {} }',
      "{ 'command': '«halt»', 'allow-oob': true }",
    ],
    'of the key of an answer is the command': [
      '{ "execute": "query-trains" } { "ret|urn": [] }',
      "{ 'command': '«query-trains»', 'returns': [ 'Train' ] }",
    ],
  };
  for (const [name, [marked, line]] of Object.entries(cases)) {
    it(name, async () => {
      const { source, offset, target } = await openScene({ 'a.qmp': marked });
      const [place] = qmpDefinitionAt(source, offset, target.schema);
      assert.ok(place);
      const shown = writeMarks(TRAINS, [place.span]);
      assert.equal(
        shown.split('\n').find((one) => one.includes('«')),
        line,
      );
    });
  }

  it('is nowhere for a text, an unknown name, a key of the protocol', async () => {
    for (const marked of [
      '{ "execute": "no|no" }',
      '{ "error": { "desc": "|x" } }',
      '{ "execute": "halt", "i|d": 1 }',
      '|',
    ]) {
      const { source, offset, target } = await openScene({ 'a.qmp': marked });
      assert.equal(qmpNamedAt(source, offset, target.schema), undefined);
    }
  });
});

test('names that stand for the same are highlighted', async () => {
  const schema = await schemaFrom({ 'schema.json': TRAINS });
  const { text, messages } = readMessages(
    '{ "execute": "build", "arguments": { "engine": "pulled", "name": "pulled" } }\n{ "return": {} }\n{ "execute": "build" }',
  );
  const conversation = new Conversation(schema, { origin: 'file' });
  const names = messages.flatMap((message) => conversation.take(message).names);
  assert.equal(
    writeMarks(text, qmpHighlightsAt(names, text.indexOf('build') + 2)),
    '{ "execute": "«build»", "arguments": { "engine": "pulled", "name": "pulled" } }\n{ "return": {} }\n{ "execute": "«build»" }',
  );
  assert.deepEqual(qmpHighlightsAt(names, text.indexOf('return')), []);
});

describe('the outline', () => {
  it('has a line for each message', () => {
    const { text, messages, problems } = readMessages(`
{ "QMP": { "version": {}, "capabilities": [] } }
{ "execute": "qmp_capabilities", "id": "a" }
{ "return": {}, "id": "a" }
{ "exec-oob": "halt", "id": { "n": 1, "why": "a long, long story of trains" } }
{ "error": { "class": "GenericError", "desc": "no" }, "id": 2 }
{ "event": "CLOSED", "timestamp": {} }
{ "arguments": {} }
{ "execute": }
17`);
    const lines = messageSymbols({ text, messages, problems }).map(
      ({ kind, name, detail, nameSpan }) =>
        `${kind}: ${name} (${detail}) «${text.slice(nameSpan.start, nameSpan.end)}»`,
    );
    assert.deepEqual(lines, [
      'greeting: greeting () «QMP»',
      'command: execute qmp_capabilities (id "a") «qmp_capabilities»',
      'return: return (id "a") «return»',
      'command: exec-oob halt (id { "n": 1, "why": "a long, long story of …) «halt»',
      'error: error (GenericError, id 2) «error»',
      'event: event CLOSED () «CLOSED»',
      'message: message () «»',
      'message: message () «»',
    ]);
  });
});

describe('folding', () => {
  /** The lines of a text, those that go when a range is folded with a bar for each. */
  function folds(picture: string): void {
    const rows = picture.replace(/^\n|\n$/g, '').split('\n');
    const text = rows.map((row) => row.slice(row.indexOf('¦') + 1)).join('\n');
    const ranges = messageFolds(readMessages(text));
    const drawn = text.split('\n').map((line, i) => {
      const bars = ranges.map(({ startLine, endLine }) =>
        i < startLine || i > endLine ? ' ' : i === startLine ? 'd' : '|',
      );
      return `${bars.join('')}¦${line}`;
    });
    assert.equal(drawn.join('\n'), rows.join('\n'));
  }

  it('messages, objects and arrays', () =>
    folds(`
d   ¦{ "execute": "build",
|   ¦  "arguments": { "engine": "steam" } }
    ¦{ "return": {} }
 d  ¦{
 |d ¦  "return": [
 ||d¦    { "name": "Mallard",
 |||¦      "engine": "steam" }
 |  ¦  ]
    ¦}
`));

  it('nothing that has a single line, or nothing inside', () =>
    folds(`
¦{ "execute": "halt" }
¦{
¦}
`));
});
