import { qmpRule } from '../qmp-rule.ts';
import { SPEC_RESPONSES } from '../sources.ts';

export const qmpId = qmpRule({
  id: 'qmp/id',
  severity: 'warning',
  summary: 'An `id` does not tell which reply belongs to which command.',
  why: `A program gives each reply the \`id\` of its command. Where two commands that have no reply yet share one, their replies cannot be told apart;
and a reply with an \`id\` that no command has must be dropped by the client.`,
  remedy: 'Give each command an `id` of its own, and its reply the same.',
  source: SPEC_RESPONSES,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'cont' }\n",
      'messages.qmp': `{ "execute": "stop", "id": 1 }
{ "return": {}, "id": «2» }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'cont' }\n",
      'messages.qmp': `{ "execute": "stop", "id": 1 }
{ "execute": "cont", "id": 2 }
{ "return": {}, "id": 1 }
{ "return": {}, "id": 2 }
`,
    },
  },
  kinds: ['doubled-id', 'unknown-id'],
  tell(fault, { file }) {
    if (fault.kind === 'unknown-id') {
      return { message: 'No command before has this id and still waits for its reply: a client drops such a reply.' };
    }
    return {
      message: 'A command that has no reply yet has the same id: their replies cannot be told apart.',
      related: [{ file, span: fault.first, message: 'The other command has it here.' }],
    };
  },
});
