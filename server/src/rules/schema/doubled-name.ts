import { keptMemberFixes } from '../kept-names.ts';
import { linkRule, quotedList, related } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
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
  tell(fault) {
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
      fixes: () => keptMemberFixes(thing, other),
      related: related(other, `The other '${name}' stands here.`),
    };
  },
});
