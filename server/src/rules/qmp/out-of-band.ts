import { editFix } from '../fixes.ts';
import { addEntries } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_OUT_OF_BAND } from '../sources.ts';

export const outOfBand = qmpRule({
  id: 'qmp/out-of-band',
  severity: 'error',
  summary: 'A command is to be executed out of band, and cannot be.',
  why: `\`exec-oob\` lets a command overtake others that are still being executed. Only the few commands with \`allow-oob\` can do so, and only after the client
has enabled the capability \`oob\`. As replies then come in any order, a client that sends no \`id\` does not know which is which.`,
  remedy: 'Use `execute`, or enable `oob` with qmp_capabilities; give each such command an `id`.',
  source: SPEC_OUT_OF_BAND,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'messages.qmp': '{ "«exec-oob»": "stop", "id": 1 }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'pause-migration', 'allow-oob': true }\n",
      'messages.qmp': '{ "exec-oob": "pause-migration", "id": 1 }\n',
    },
  },
  kinds: ['oob-not-allowed', 'oob-not-enabled', 'oob-without-id'],
  tell(fault, place) {
    const { file } = place;
    switch (fault.kind) {
      case 'oob-not-allowed':
        return {
          message: `Command '${fault.name.text}' cannot be executed out of band: its definition does not allow it. Use 'execute'.`,
          fixes: () => [editFix("Use 'execute'", [{ file, span: fault.span, newText: 'execute' }])],
        };
      case 'oob-not-enabled':
        return {
          message:
            "The client has not enabled the capability 'oob', so nothing is executed out of band. Use 'execute', or enable it.",
          fixes: () => [editFix("Use 'execute'", [{ file, span: fault.span, newText: 'execute' }], false)],
        };
      case 'oob-without-id':
        return {
          message:
            "Replies to out-of-band commands come in any order: without an 'id' nobody knows what this one answers.",
          severity: 'warning',
          fixes: () => [editFix("Add an 'id'", [addEntries(place, fault.object, '"id": 1')], false)],
        };
    }
  },
});
