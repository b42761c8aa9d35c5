import { definitionOf, type Member } from '../../schema/model.ts';
import type { Schema } from '../../schema/schema.ts';
import { valueAt } from '../../syntax/tree.ts';
import { removeParts } from '../entry-edits.ts';
import { editFix } from '../fixes.ts';
import { keptMemberFixes } from '../kept-names.ts';
import { linkRule, quotedList, related } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_STRUCT } from '../sources.ts';

export const doubledName = linkRule({
  id: 'schema/doubled-name',
  category: 'schema',
  codes: ['clash', 'branch-clash'],
  summary: 'Two members of one object, two values of one enum or two features of one thing have the same name.',
  why: `An object has the members of its base, its own, and those of the branch in use, all side by side. Whether a member is optional does
not make it another one. The same goes for the values of an enum and for features.`,
  remedy: 'Rename one of the two, or remove it.',
  source: GEN_STRUCT,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Device', 'data': { 'id': 'str' } }\n{ 'struct': 'Drive', 'base': 'Device', 'data': { '*«id»': 'int' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Device', 'data': { 'id': 'str' } }\n{ 'struct': 'Drive', 'base': 'Device', 'data': { '*number': 'int' } }\n",
    },
  },
  tell(fault, { schema }) {
    if (fault.code === 'branch-clash') {
      const { branch, pairs } = fault;
      const [[thing, other] = []] = pairs;
      if (!thing || !other || thing.name.text !== other.name.text) return undefined;
      const names = quotedList(pairs.map(([each]) => each.name.text));
      return {
        thing,
        message: `Branch '${branch.key.text}' brings in ${pairs.length > 1 ? 'members' : 'a member'} that the base of union '${fault.definition.name.text}' has already: ${names}.`,
        related: [
          ...related(thing, `'${thing.name.text}' of the branch stands here.`),
          ...related(other, `'${other.name.text}' of the base stands here.`),
        ],
      };
    }
    const { thing, other, refused } = fault;
    const name = thing.name.text;
    if (other.name.text !== name) return undefined;
    return {
      thing,
      message:
        other.owner === thing.owner && other.kind === thing.kind
          ? `${sentence(describe(thing))} stands there already. Rename or remove one of the two.`
          : `${sentence(describe(thing))}: there is ${describe(other)} already. Rename or remove one of them.`,
      ...(!refused && { enforced: false }),
      fixes: () => {
        const kept = keptMemberFixes(thing, other);
        return [...kept, ...surplus(thing, other, schema, kept.length === 0)];
      },
      related: related(other, `The other '${name}' stands here.`),
    };
  },
});

/**
 * Takes a value or feature out of the list that has it twice.
 * @param isTwice whether it is meant to be the same: then it does not matter which one goes, if both say the same
 */
function surplus(thing: Member, other: Member, schema: Schema, isTwice: boolean): Fix[] {
  const { value: object } = definitionOf(thing).expression;
  const key = thing.kind === 'value' ? 'data' : thing.kind === 'feature' ? 'features' : undefined;
  const list = key !== undefined && object.kind === 'object' ? valueAt(object, key) : undefined;
  const text = schema.file(thing.file)?.tree.text;
  if (list?.kind !== 'array' || text === undefined) return [];
  const placeOf = ({ file, name }: Member): number =>
    file === thing.file
      ? list.items.findIndex(({ span }) => span.start <= name.span.start && name.span.end <= span.end)
      : -1;
  const [item, twin] = [list.items[placeOf(thing)], list.items[placeOf(other)]];
  if (!item || !twin) return [];
  const edits = removeParts(text, list, [placeOf(thing)]).map((edit) => ({ file: thing.file, ...edit }));
  const isSame = text.slice(item.span.start, item.span.end) === text.slice(twin.span.start, twin.span.end);
  return edits.length > 0 ? [editFix('Remove this one', edits, isTwice && isSame)] : [];
}
