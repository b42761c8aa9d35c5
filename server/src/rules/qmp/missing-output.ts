import { editFix } from '../fixes.ts';
import { addEntries, listInWords, memberInWords, placeholders } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import type { Fix } from '../rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const missingOutput = qmpRule({
  id: 'qmp/missing-output',
  severity: 'information',
  exampleSeverity: 'warning',
  summary: 'A reply or event lacks a member that it always has.',
  why: `What the schema does not call optional a program always sends. Where it is not there the messages were recorded with another release, or cut.
In documentation it is a mistake: readers take what they do not see for optional. What is left out for the sake of brevity is shown by \`...\`.`,
  remedy: 'Add the member, or `...` in a documentation example.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'KvmInfo', 'data': { 'enabled': 'bool', 'present': 'bool' } }
{ 'command': 'query-kvm', 'returns': 'KvmInfo' }
`,
      'messages.qmp': `{ "execute": "query-kvm" }
{ "«return»": { "enabled": true } }
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
  kinds: ['missing-member'],
  tell({ side, wire, isElement, missing, object, inGreeting, message }, place) {
    if (side !== 'server' || inGreeting) return undefined;
    const names = listInWords(
      missing.map(({ name }) => name),
      'and',
    );
    const word = `member${missing.length > 1 ? 's' : ''}`;
    const rest = place.isExample ? ` What is left out on purpose is shown by '...'.` : '';
    return {
      message: `${sentence(memberInWords(wire, isElement))} lacks the ${word} ${names}, which ${missing.length > 1 ? 'are' : 'is'} always there.${rest}`,
      fixes: (): Fix[] => {
        const add = object
          ? addEntries(place, object, placeholders(missing))
          : addEntries(place, message, `"data": { ${placeholders(missing)} }`);
        const elide =
          object && place.isExample ? [editFix("Add '...'", [addEntries(place, object, '...')], false)] : [];
        return [editFix(`Add ${names}`, [add], false), ...elide];
      },
    };
  },
});
