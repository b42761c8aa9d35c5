import { linkRule, related } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
import { GEN_STRUCT } from '../sources.ts';

export const doubledName = linkRule({
  id: 'schema/doubled-name',
  category: 'schema',
  codes: ['clash'],
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
  tell({ thing, other, branch, refused }) {
    const name = thing.name.text;
    if (other.name.text !== name) return undefined;
    const message = branch
      ? `Branch '${branch.key.text}' brings in ${describe(thing)}, and there is ${describe(other)} already. Rename one of them.`
      : `${sentence(describe(thing))}: there is ${describe(other)} already. Rename or remove one of them.`;
    return {
      thing,
      message,
      ...(!refused && { enforced: false }),
      related: [
        ...(branch ? related(thing, `'${name}' of the branch stands here.`) : []),
        ...related(other, `The other '${name}' stands here.`),
      ],
    };
  },
});
