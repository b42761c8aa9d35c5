import { editFix } from '../fixes.ts';
import { holderInWords, listInWords, question, removeEntry, replaceName, vendorNote } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const unknownArgument = qmpRule({
  id: 'qmp/unknown-argument',
  severity: 'error',
  summary: 'A command does not take such an argument.',
  why: `Programs do not pass over what they do not understand: a command with an argument that the schema does not have, on whatever level, fails as a
whole. In a union, which members there are depends on the value of its tag.`,
  remedy: 'Write the name as the schema has it, leave the argument out, or give the tag the value that belongs to it.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*device': 'str', '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "device": "cd0", "«forced»": true } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*device': 'str', '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "device": "cd0", "force": true } }\n',
    },
  },
  kinds: ['unknown-member'],
  tell({ side, wire, isElement, entry, object, known, meant, elsewhere, span }, { file, domains, life }) {
    if (side !== 'client') return undefined;
    const name = entry.key.text;
    const holder = sentence(holderInWords(wire, isElement));
    const word = wire.members.length > 1 ? 'member' : 'argument';
    const remove = removeEntry(file, object, entry);
    const removal = remove ? [editFix(`Remove '${name}'`, [remove], false)] : [];
    if (elsewhere) {
      const { tag, value, values } = elsewhere;
      return {
        message: `${holder} has no ${word} '${name}' where '${tag}' is '${value}'. It belongs to ${listInWords(values, 'and')}.`,
        fixes: () => removal,
      };
    }
    const isAlone = known.length === 0 && object.entries.length === 1;
    const has = isAlone && wire.members.length === 1 ? 'takes no arguments: there is' : 'has';
    return {
      message: `${holder} ${has} no ${word} '${name}'.${life(wire)}${vendorNote('member', name, domains)}${question(meant)}`,
      fixes: () => [...replaceName(file, span, meant)(), ...removal],
    };
  },
});
