import { editFix } from '../fixes.ts';
import { memberInWords } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const outOfRange = qmpRule({
  id: 'qmp/out-of-range',
  severity: 'error',
  summary: 'An integer does not fit the type that the schema has for it.',
  why: `Integers have 8, 16, 32 or 64 bits, with a sign or without one, and a command with one that does not fit fails. For the sake of old clients a
negative number is taken where an unsigned one of 64 bits is wanted: as one that is larger by 2 to the power of 64, which is hardly what was meant.`,
  remedy: 'Write a number in the range that the message tells.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'set-port', 'data': { 'port': 'uint16' } }\n",
      'messages.qmp': '{ "execute": "set-port", "arguments": { "port": «65536» } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'set-port', 'data': { 'port': 'uint16' } }\n",
      'messages.qmp': '{ "execute": "set-port", "arguments": { "port": 65535 } }\n',
    },
  },
  kinds: ['out-of-range'],
  tell({ side, wire, isElement, text, from, to, takenFor, span }, { file }) {
    const what = sentence(memberInWords(wire, isElement));
    if (takenFor === undefined) {
      return {
        message: `${what} is an integer from ${from} to ${to}: ${text} does not fit.`,
        ...(side === 'server' && { severity: 'warning' }),
      };
    }
    const newText = String(takenFor);
    return {
      message: `${what} has no sign: ${text} is taken for ${newText}.`,
      severity: side === 'server' ? 'information' : 'warning',
      fixes: () => [editFix(`Write ${newText}`, [{ file, span, newText }], false)],
    };
  },
});
