import { meantName } from '../../names/meant.ts';
import { isArguments } from '../../qmp/conversation.ts';
import type { EnvelopePart } from '../../qmp/faults.ts';
import { type JsonObject, jsonEntryOf } from '../../qmp/json.ts';
import { editFix } from '../fixes.ts';
import { addEntries, listInWords, question, removeEntry, replaceName, valueInWords } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import type { FaultWords, MessagePlace } from '../rule.ts';
import { SPEC_PROTOCOL } from '../sources.ts';

/** The parts of messages, with their articles. */
const PARTS: Readonly<Record<EnvelopePart, string>> = {
  command: 'A command',
  reply: 'A reply',
  error: 'An error',
  event: 'An event',
  timestamp: 'A timestamp',
  greeting: 'A greeting',
};

/** What to put in for something that is missing. */
const MISSING: Readonly<Record<string, string>> = {
  class: '"class": "GenericError"',
  desc: '"desc": ""',
  timestamp: '"timestamp": { "seconds": 0, "microseconds": 0 }',
  seconds: '"seconds": 0',
  microseconds: '"microseconds": 0',
  version: '"version": { "qemu": { "major": 0, "minor": 0, "micro": 0 }, "package": "" }',
  capabilities: '"capabilities": []',
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  object: 'an object',
  array: 'an array',
  number: 'a number',
};

export const qmpMessage = qmpRule({
  id: 'qmp/message',
  severity: 'error',
  summary: 'A message does not have the form of one.',
  why: `A client sends commands: \`execute\` or \`exec-oob\`, with \`arguments\` and an \`id\` if it likes. A program sends replies (\`return\`, or \`error\` with \`class\`
and \`desc\`), events with their time, and a greeting. Anything else is refused by the one side and means nothing to the other. Only vendors may add keys of their
own, which begin with \`__\`.`,
  remedy: 'Take out what does not belong there, and add what is missing.',
  source: SPEC_PROTOCOL,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "«argument»": { "force": true } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "force": true } }\n',
    },
  },
  kinds: ['no-message', 'wrong-arrow', 'stray-key', 'two-in-one', 'missing-part', 'part-type'],
  tell(fault, place) {
    const { file } = place;
    switch (fault.kind) {
      case 'no-message':
        if (fault.value.kind !== 'object') {
          return { message: `A message is an object, not ${valueInWords(fault.value)}.` };
        }
        return noMessage(fault.value, place);
      case 'wrong-arrow': {
        const [sent, newText] = fault.side === 'client' ? ['client', '<-'] : ['program', '->'];
        const { arrow } = fault;
        return {
          message: `The arrow says that the ${sent} sends this, but only the other side does. Write '${newText}'.`,
          fixes: () => [editFix(`Write '${newText}'`, [{ file, span: arrow, newText }])],
        };
      }
      case 'stray-key': {
        const { object, entry, allowed, span, of } = fault;
        const name = entry.key.text;
        const left = allowed.filter((key) => !jsonEntryOf(object, key));
        const isMisnamed = of === 'command' && left.includes('arguments') && isArguments(name, entry.value);
        const meant = isMisnamed ? 'arguments' : meantName(name, left);
        const remove = removeEntry(file, object, entry);
        return {
          message: `${PARTS[of]} has no '${name}'.${question(meant)}`,
          fixes: () => [
            ...replaceName(file, span, meant)(),
            ...(remove ? [editFix(`Remove '${name}'`, [remove], false)] : []),
          ],
        };
      }
      case 'two-in-one': {
        const { object, entry, first } = fault;
        const remove = removeEntry(file, object, entry);
        return {
          message: `A message has either '${first.key.text}' or '${entry.key.text}', not both.`,
          related: [{ file, span: first.key.content, message: 'The other one is here.' }],
          fixes: () => (remove ? [editFix(`Remove '${entry.key.text}'`, [remove], false)] : []),
        };
      }
      case 'missing-part': {
        const { object, names, of } = fault;
        const list = listInWords(names, 'and');
        return {
          message: `${PARTS[of]} has ${list}: ${names.length > 1 ? 'they are' : 'that is'} missing here.`,
          fixes: () => [
            editFix(`Add ${list}`, [addEntries(place, object, names.map((name) => MISSING[name]).join(', '))], false),
          ],
        };
      }
      case 'part-type': {
        const { name, value, expected } = fault;
        return { message: `'${name}' is ${KINDS[expected]}, not ${valueInWords(value)}.` };
      }
    }
  },
});

/** An object without any key of a message; one of its keys may be misspelt, or have the name of a command behind it. */
function noMessage({ entries }: JsonObject, { file, schema }: MessagePlace): FaultWords {
  const message = `This is no QMP message: it has none of the keys ${listInWords(MESSAGE_KEYS, 'and')}.`;
  for (const { key, value } of entries) {
    const isCommand = value?.kind === 'string' && schema.definition(value.text)?.kind === 'command';
    const meant = isCommand && key.text !== 'id' ? 'execute' : meantName(key.text, MESSAGE_KEYS);
    if (meant !== undefined)
      return { message: message + question(meant), fixes: replaceName(file, key.content, meant) };
  }
  return { message };
}

const MESSAGE_KEYS = ['execute', 'exec-oob', 'return', 'error', 'event', 'QMP'];
