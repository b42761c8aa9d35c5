import { meantName } from '../../names/meant.ts';
import { listInWords, question, replaceName } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_ERROR } from '../sources.ts';

export const errorClass = qmpRule({
  id: 'qmp/error-class',
  severity: 'warning',
  summary: 'An error has a class that there is not.',
  why: 'There are few classes of errors, and clients may tell errors apart by nothing else. New ones of a vendor begin with `__`.',
  remedy: 'Write one of the classes that the schema has; most errors are a `GenericError`.',
  source: SPEC_ERROR,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'messages.qmp': `{ "execute": "stop" }
{ "error": { "class": "«GenericErr»", "desc": "It does not stop" } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'messages.qmp': `{ "execute": "stop" }
{ "error": { "class": "GenericError", "desc": "It does not stop" } }
`,
    },
  },
  kinds: ['unknown-error-class'],
  tell({ name, known, span }, { file }) {
    const meant = meantName(name.text, known);
    const others = meant === undefined ? ` The schema has ${listInWords(known, 'and')}.` : question(meant);
    return {
      message: `There is no class of errors '${name.text}'.${others}`,
      fixes: replaceName(file, span, meant),
    };
  },
});
