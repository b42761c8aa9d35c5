import { linkRule, related, typeInWords } from '../link-rule.ts';
import { GEN_ALTERNATE } from '../sources.ts';

export const alternate = linkRule({
  id: 'schema/alternate',
  category: 'schema',
  codes: ['alternate'],
  summary: 'The branches of an alternate cannot be told apart.',
  why: `Which branch of an alternate a value belongs to is seen from its JSON type alone: so at most one branch may be a string, one a number,
one an object and so on. What comes from a command line is all strings. Since QEMU 2.10 \`str\` therefore does not go together with numbers
or \`bool\`, an enum with a value \`on\` or \`off\` not with \`bool\`, and an enum with a value that looks like the beginning of a number
not with numbers. \`any\` and other alternates could be anything.`,
  remedy: 'Remove one of the branches, or put its value into a struct.',
  source: GEN_ALTERNATE,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'alternate': 'Place', 'data': { 'name': 'str', 'index': '«int»' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n{ 'alternate': 'Place', 'data': { 'drive': 'Drive', 'index': 'int' } }\n",
    },
  },
  tell({ branch, target, other }) {
    const what = typeInWords(target);
    if (!other) return { message: `A branch of an alternate cannot be ${what}: that could be anything.` };
    return {
      message: `A value of branch '${branch.name.text}' cannot be told from one of branch '${other.name.text}'${
        other.type?.kind === 'name' ? `, which is '${other.type.name}'` : ''
      }.`,
      related: related(other, `Branch '${other.name.text}' stands here.`),
    };
  },
});
