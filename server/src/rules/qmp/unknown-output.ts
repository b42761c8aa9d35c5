import { meantName } from '../../names/meant.ts';
import { holderInWords, listInWords, memberInWords, question, replaceName } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const unknownOutput = qmpRule({
  id: 'qmp/unknown-output',
  severity: 'information',
  exampleSeverity: 'warning',
  summary: 'A reply or event has a member or value that the schema does not have.',
  why: `Newer programs may send more than older ones, and clients must pass over what they do not know; so in a recording this is a hint that it was made
with another release. In documentation it is a mistake: readers write clients by its examples.`,
  remedy: 'Write what the schema has, or choose the release or program for which the messages are meant.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'KvmInfo', 'data': { 'enabled': 'bool', 'present': 'bool' } }
{ 'command': 'query-kvm', 'returns': 'KvmInfo' }
`,
      'messages.qmp': `{ "execute": "query-kvm" }
{ "return": { "enabled": true, "present": true, "«nested»": true } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'KvmInfo', 'data': { 'enabled': 'bool', 'present': 'bool' } }
{ 'command': 'query-kvm', 'returns': 'KvmInfo' }
`,
      'messages.qmp': `{ "execute": "query-kvm" }
{ "return": { "enabled": true, "present": true } }
`,
    },
  },
  kinds: ['unknown-member', 'unknown-value'],
  tell(fault, { file, life }) {
    const { side, wire, isElement, known, span, inGreeting } = fault;
    if (side !== 'server' || inGreeting) return undefined;
    const name = fault.kind === 'unknown-value' ? fault.value.text : fault.entry.key.text;
    const meant = fault.kind === 'unknown-value' ? meantName(name, known) : fault.meant;
    const fixes = replaceName(file, span, meant);
    if (fault.kind === 'unknown-value') {
      return {
        message: `${sentence(memberInWords(wire, isElement))} has no value '${name}'.${life(wire)}${question(meant)}`,
        fixes,
      };
    }
    const holder = sentence(holderInWords(wire, isElement));
    if (fault.elsewhere) {
      const { tag, value, values } = fault.elsewhere;
      return {
        message: `${holder} has no member '${name}' where '${tag}' is '${value}'. It belongs to ${listInWords(values, 'and')}.`,
      };
    }
    return { message: `${holder} has no member '${name}'.${life(wire)}${question(meant)}`, fixes };
  },
});
