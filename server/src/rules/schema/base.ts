import { linkRule, typeInWords } from '../link-rule.ts';
import { GEN_STRUCT } from '../sources.ts';

export const base = linkRule({
  id: 'schema/base',
  category: 'schema',
  codes: ['base'],
  summary: "What 'base' names is no struct.",
  why: `A struct or union begins with the members of its base. So the base must be a struct. Unions, though objects too, are refused: their
members depend on a tag.`,
  remedy: 'Name a struct, or move what the two have in common to a struct and make that the base of both.',
  source: GEN_STRUCT,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }\n{ 'struct': 'Drive', 'base': '«Tray»', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Device', 'data': { 'id': 'str' } }\n{ 'struct': 'Drive', 'base': 'Device', 'data': { 'size': 'int' } }\n",
    },
  },
  tell: ({ definition, target }) => ({
    message: `The base of a ${definition.kind} must be a struct, and this is ${typeInWords(target)}.`,
    ...('keyword' in target && {
      related: [{ file: target.file, span: target.name.span, message: `'${target.name.text}' is defined here.` }],
    }),
  }),
});
