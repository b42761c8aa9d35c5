import { editFix } from '../fixes.ts';
import { removeEntry } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_PROTOCOL } from '../sources.ts';

export const repeatedKey = qmpRule({
  id: 'qmp/repeated-key',
  severity: 'error',
  summary: 'An object has the same key twice.',
  why: `QEMU refuses a message that has the same key twice in an object. In what a program sends it is not defined which of the two values counts: some
clients refuse it, others take the first value or the last.`,
  remedy: 'Leave one of them out.',
  source: SPEC_PROTOCOL,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "force": true, "«force»": false } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "force": false } }\n',
    },
  },
  kinds: ['repeated-key'],
  tell({ object, entry, first, side }, { file }) {
    const name = entry.key.text;
    const remove = removeEntry(file, object, entry);
    return {
      message: `'${name}' stands here twice${side === 'client' ? ': QEMU refuses that' : ', and nobody knows which one counts'}.`,
      ...(side === 'server' && { severity: 'warning' }),
      related: [{ file, span: first.key.content, message: 'The first one is here.' }],
      fixes: () => (remove ? [editFix('Remove the second one', [remove], false)] : []),
    };
  },
});
