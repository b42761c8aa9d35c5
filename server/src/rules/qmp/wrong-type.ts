import { memberInWords, typeInWords, valueInWords } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const wrongType = qmpRule({
  id: 'qmp/wrong-type',
  severity: 'error',
  summary: 'A value is of another kind than the schema wants.',
  why: `Programs do not convert: \`"1"\` is no number, \`1.0\` no integer, \`"on"\` no boolean, and \`null\` is not the same as leaving a member out. A command
with such an argument fails.`,
  remedy: 'Write a value of the kind that the schema wants.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n",
      'messages.qmp': '{ "execute": "balloon", "arguments": { "value": «"512"» } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n",
      'messages.qmp': '{ "execute": "balloon", "arguments": { "value": 512 } }\n',
    },
  },
  kinds: ['wrong-type'],
  tell({ side, wire, isElement, value, expected }) {
    const what = sentence(memberInWords(wire, isElement));
    const verb = wire.members.length === 0 ? 'must be' : 'is';
    // Of numbers only those can be wrong that are no integers.
    const isFraction = value.kind === 'number' && expected.json === 'number';
    const found = isFraction ? `${value.text}: that has a fraction or exponent` : valueInWords(value);
    return {
      message: `${what} ${verb} ${typeInWords(expected)}, not ${found}.`,
      ...(side === 'server' && { severity: 'warning' }),
    };
  },
});
