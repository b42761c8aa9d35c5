import type { MissingMember } from '../../qmp/faults.ts';
import { type JsonObject, jsonEntryOf } from '../../qmp/json.ts';
import type { Span } from '../../syntax/text.ts';
import { editFix } from '../fixes.ts';
import { addEntries, likeAround, listInWords, memberInWords, placeholders, typeInWords } from '../message-words.ts';
import { sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import type { FileEdit, MessagePlace } from '../rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const missingArgument = qmpRule({
  id: 'qmp/missing-argument',
  severity: 'error',
  summary: 'A command lacks an argument that it must have.',
  why: `What the schema does not call optional must be there, on whatever level: without it the command fails. Which members a union must have depends on
the value of its tag; the tag itself is never optional.`,
  remedy: 'Add the argument.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'resize-disk', 'data': { '*device': 'str', 'size': 'int' } }\n",
      'messages.qmp': '{ "execute": "resize-disk", "«arguments»": { "device": "disk0" } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'resize-disk', 'data': { '*device': 'str', 'size': 'int' } }\n",
      'messages.qmp': '{ "execute": "resize-disk", "arguments": { "device": "disk0", "size": 1073741824 } }\n',
    },
  },
  kinds: ['missing-member'],
  tell({ side, wire, isElement, missing, object, message }, place) {
    if (side !== 'client') return undefined;
    const names = listInWords(
      missing.map(({ name }) => name),
      'and',
    );
    const [only] = missing;
    const type = only && missing.length === 1 ? ` It is ${typeInWords(only.type)}.` : '';
    const isOutermost = wire.members.length === 0;
    const holder = isOutermost ? `${wire.kind} '${wire.name}'` : memberInWords(wire, isElement);
    const word = `${isOutermost ? 'argument' : 'member'}${missing.length > 1 ? 's' : ''}`;
    return {
      message: `${sentence(holder)} lacks the ${word} ${names}, which must be there.${type}`,
      fixes: () => [editFix(`Add ${names}`, [insertion(place, missing, object, message)], false)],
    };
  },
});

/** Puts in what is missing; where the whole object is, behind the name of the command. */
function insertion(
  place: MessagePlace,
  missing: readonly MissingMember[],
  object: JsonObject | undefined,
  message: JsonObject,
): FileEdit {
  const entries = placeholders(missing);
  if (object) return addEntries(place, object, entries);
  const command = jsonEntryOf(message, 'execute') ?? jsonEntryOf(message, 'exec-oob');
  const end = command?.value?.span.end ?? message.span.end - 1;
  const span: Span = { start: end, end };
  return { file: place.file, span, newText: likeAround(place, end, `, "arguments": { ${entries} }`) };
}
