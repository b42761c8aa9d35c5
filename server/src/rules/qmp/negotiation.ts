import { editFix } from '../fixes.ts';
import { listInWords } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_NEGOTIATION } from '../sources.ts';

export const negotiation = qmpRule({
  id: 'qmp/negotiation',
  severity: 'error',
  summary: 'The capabilities of a connection are not negotiated as they must be.',
  why: `When a client connects, the program greets it and then takes the command \`qmp_capabilities\` and no other. Once that has been executed it takes all
commands but that one. A client can enable only what the greeting offers.`,
  remedy: 'Send `qmp_capabilities` behind the greeting, once, and enable in it what the greeting offers.',
  source: SPEC_NEGOTIATION,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'messages.qmp': `{ "QMP": { "version": {}, "capabilities": [] } }
{ "execute": "«stop»" }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'command': 'qmp_capabilities' }
{ 'command': 'stop' }
`,
      'messages.qmp': `{ "QMP": { "version": {}, "capabilities": [] } }
{ "execute": "qmp_capabilities" }
{ "return": {} }
{ "execute": "stop" }
`,
    },
  },
  kinds: ['not-negotiated', 'negotiated-twice', 'capability-not-offered'],
  tell(fault, { file }) {
    switch (fault.kind) {
      case 'not-negotiated': {
        const { start } = fault.object.span;
        const newText = '{ "execute": "qmp_capabilities" }\n{ "return": {} }\n';
        return {
          message: `Behind the greeting the program takes only 'qmp_capabilities': '${fault.name.text}' fails with CommandNotFound.`,
          fixes: () => [
            editFix("Insert 'qmp_capabilities' and its reply", [{ file, span: { start, end: start }, newText }], false),
          ],
        };
      }
      case 'negotiated-twice':
        return { message: "The capabilities have been negotiated: a second 'qmp_capabilities' fails." };
      case 'capability-not-offered': {
        const { value, offered } = fault;
        const others = offered.length > 0 ? `only ${listInWords(offered, 'and')}` : 'none';
        return { message: `The greeting does not offer the capability '${value.text}': it offers ${others}.` };
      }
    }
  },
});
