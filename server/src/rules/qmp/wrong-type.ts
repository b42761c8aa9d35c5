import type { WireType } from '../../compat/wire.ts';
import type { JsonValue } from '../../qmp/json.ts';
import type { Span } from '../../syntax/text.ts';
import { editFix } from '../fixes.ts';
import { likeAround, memberInWords, typeInWords, valueInWords } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import type { Fix, MessagePlace } from '../rule.ts';
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
  tell({ side, wire, isElement, value, expected }, place) {
    const what = sentence(memberInWords(wire, isElement));
    const verb = wire.members.length === 0 ? 'must be' : 'is';
    // Of numbers only those can be wrong that are no integers.
    const isFraction = value.kind === 'number' && expected.json === 'number';
    const found = isFraction ? `${value.text}: that has a fraction or exponent` : valueInWords(value);
    return {
      message: `${what} ${verb} ${typeInWords(expected)}, not ${found}.`,
      ...(side === 'server' && { severity: 'warning' }),
      fixes: () => fixesFor(value, expected, place),
    };
  },
});

/** Ways to write a value as the type wants it, where there is no doubt what that is. */
function fixesFor(value: JsonValue, expected: WireType, place: MessagePlace): Fix[] {
  const { file } = place;
  const { span } = value;
  if (expected.kind === 'array') {
    const isEmpty = value.kind === 'null' || (value.kind === 'object' && value.entries.length === 0);
    if (isEmpty || value.kind !== expected.of.json) return [];
    const [before, behind] = [span.start, span.end].map((at) => ({ start: at, end: at })) as [Span, Span];
    const edits = [
      { file, span: before, newText: '[ ' },
      { file, span: behind, newText: ' ]' },
    ];
    return [editFix('Put it into brackets', edits, false)];
  }
  const word = value.kind === 'number' ? value.text : value.kind === 'boolean' ? String(value.value) : undefined;
  if (word !== undefined && expected.json === 'string') {
    if (expected.kind === 'enum' && !expected.values.has(word)) return [];
    const newText = likeAround(place, span.start, JSON.stringify(word));
    return [editFix('Put it between quotes', [{ file, span, newText }], false)];
  }
  if (value.kind !== 'string' || expected.kind !== 'scalar') return [];
  const newText =
    expected.json === 'boolean'
      ? booleanIn(value.text)
      : expected.json === 'number'
        ? numberIn(value.text, expected.name)
        : undefined;
  return newText === undefined ? [] : [editFix(`Write ${newText}`, [{ file, span, newText }], false)];
}

/** What the command lines of programs take for a boolean. */
function booleanIn(text: string): string | undefined {
  if (/^(?:true|on|yes)$/i.test(text)) return 'true';
  return /^(?:false|off|no)$/i.test(text) ? 'false' : undefined;
}

/** What command lines take for a number, with the letters that stand for powers of 1024. */
function numberIn(text: string, type: string): string | undefined {
  const [, digits, fraction = '', letter = ''] = /^(0|-?[1-9]\d*)(\.\d+)?(?:([kKMGTPE])(?:i?B)?)?$/.exec(text) ?? [];
  if (digits === undefined || !Number.isSafeInteger(Number(digits))) return undefined;
  if (letter === '') return fraction === '' || type === 'number' ? digits + fraction : undefined;
  const bytes = Number(digits + fraction) * 1024 ** ('KMGTPE'.indexOf(letter.toUpperCase()) + 1);
  return Number.isSafeInteger(bytes) ? String(bytes) : undefined;
}
