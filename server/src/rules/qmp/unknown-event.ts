import { meantName } from '../../names/meant.ts';
import { question, replaceName } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_EVENTS } from '../sources.ts';

export const unknownEvent = qmpRule({
  id: 'qmp/unknown-event',
  severity: 'warning',
  summary: 'The program has no such event.',
  why: `The schema lists all events that a program sends. One that it does not list was misspelt, or comes from another release: a client that waits
for it waits for ever.`,
  remedy: 'Write the name as the schema has it, or choose the release or program for which the messages are meant.',
  source: SPEC_EVENTS,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'event': 'RESET' }\n",
      'messages.qmp': `{ "event": "«RESETS»", "timestamp": { "seconds": 1401385907, "microseconds": 422329 } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'event': 'RESET' }\n",
      'messages.qmp': `{ "event": "RESET", "timestamp": { "seconds": 1401385907, "microseconds": 422329 } }
`,
    },
  },
  kinds: ['unknown-event'],
  tell({ name, wire, span }, { schema, file, life }) {
    const events = schema.definitions.filter(({ kind }) => kind === 'event').map((event) => event.name.text);
    // Events came into the schema later than QEMU had them (2.1).
    if (events.length === 0) return undefined;
    const meant = meantName(name.text, events);
    return {
      message: `There is no event '${name.text}'.${wire ? life(wire) : ''}${question(meant)}`,
      fixes: replaceName(file, span, meant),
    };
  },
});
