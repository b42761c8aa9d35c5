import { listInWords, memberInWords } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_GREETING } from '../sources.ts';

export const qmpGreeting = qmpRule({
  id: 'qmp/greeting',
  severity: 'warning',
  summary: 'A greeting is not that of the baseline.',
  why: `The greeting is what a client reads before it knows with whom it speaks. So it is the same everywhere: the version as \`query-version\` gives it, and
the capabilities. Not even a vendor may add anything else to it than capabilities, whose names begin with \`__\`.`,
  remedy: 'Write the greeting as the schema has it.',
  source: SPEC_GREETING,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
`,
      'messages.qmp': '{ "QMP": { "version": { "package": "", "«vendor»": "x" }, "capabilities": [] } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
`,
      'messages.qmp': '{ "QMP": { "version": { "package": "" }, "capabilities": [] } }\n',
    },
  },
  kinds: ['unknown-member', 'unknown-value', 'missing-member'],
  tell(fault, { life }) {
    if (!fault.inGreeting) return undefined;
    switch (fault.kind) {
      case 'unknown-member':
        return { message: `The version in a greeting has no '${fault.wire.members.join('.')}'.${life(fault.wire)}` };
      case 'unknown-value':
        return {
          message: `There is no capability '${fault.value.text}', only ${listInWords(fault.known, 'and')}.${life(fault.wire)}`,
        };
      case 'missing-member': {
        const { wire, missing } = fault;
        const what = wire.members.length === 0 ? 'the version' : memberInWords(wire);
        const names = listInWords(
          missing.map(({ name }) => name),
          'and',
        );
        return { message: `${sentence(what)} in a greeting lacks ${names}.` };
      }
    }
  },
});
