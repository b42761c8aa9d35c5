import { GEN_NAMING } from '../sources.ts';
import { spellingRule } from '../spelling-rule.ts';

export const typeCase = spellingRule({
  id: 'naming/type-case',
  category: 'naming',
  problem: 'camel',
  summary: 'The name of a type is not CamelCase.',
  why: `Types, commands and events share one name space. CamelCase for types, lower case for commands and capitals for events keep them
apart, for the reader and for the generated C. A type's name begins with a capital, has a lower-case letter somewhere, and neither
\`-\` nor \`_\`.`,
  remedy: 'Write the name in CamelCase. The name of a type is not seen by clients, so it can be changed freely.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': '«drive_info»', 'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'DriveInfo', 'data': { 'id': 'str' } }\n" } },
  message: () => 'types are named in CamelCase: a capital first, at least one lower-case letter, no - and no _.',
});
