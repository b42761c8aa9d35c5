import { meantName } from '../../names/meant.ts';
import { listInWords, memberInWords, question, replaceName, vendorNote } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const unknownValue = qmpRule({
  id: 'qmp/unknown-value',
  severity: 'error',
  summary: 'An argument has a value that its enumeration does not have.',
  why: 'Where the schema lists the values that may stand in a place, no others may: the command fails. The tag of a union is such a place.',
  remedy: 'Write one of the values that the schema has.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'SyncMode', 'data': [ 'full', 'top', 'none' ] }
{ 'command': 'backup', 'data': { 'sync': 'SyncMode' } }
`,
      'messages.qmp': '{ "execute": "backup", "arguments": { "sync": "«ful»" } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'SyncMode', 'data': [ 'full', 'top', 'none' ] }
{ 'command': 'backup', 'data': { 'sync': 'SyncMode' } }
`,
      'messages.qmp': '{ "execute": "backup", "arguments": { "sync": "full" } }\n',
    },
  },
  kinds: ['unknown-value'],
  tell({ side, wire, isElement, value, known, span }, { file, domains, life }) {
    if (side !== 'client') return undefined;
    const meant = meantName(value.text, known);
    const others = meant === undefined ? ` It takes ${listInWords(known, 'or')}.` : question(meant);
    return {
      message: `${sentence(memberInWords(wire, isElement))} has no value '${value.text}'.${life(wire)}${vendorNote('value', value.text, domains)}${others}`,
      fixes: replaceName(file, span, meant),
    };
  },
});
