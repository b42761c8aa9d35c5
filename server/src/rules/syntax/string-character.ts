import { has } from '../../schema/dialect.ts';
import { characterName } from '../characters.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { atDefinition, syntaxRule } from '../syntax-rule.ts';

export const stringCharacter = syntaxRule({
  id: 'syntax/string-character',
  category: 'syntax',
  code: 'funny-character',
  summary: 'A string holds a character that is not printable ASCII.',
  why: 'Names become JSON keys on the wire and identifiers in C. QAPI allows printable ASCII in strings and nothing else.',
  remedy: 'Write the name with ASCII letters.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«é»ject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  refusedAt: (problem, version, tree) =>
    has(version, 'string-characters-refused') ? undefined : atDefinition(problem, tree),
  message: ({ detail }) =>
    `${characterName(detail)} is not allowed in a string: names are printable ASCII. Replace or remove it.`,
  fix: ({ span, detail }) => {
    const [letter = ''] = detail.normalize('NFD');
    if (/\w/.test(letter)) return { title: `Write '${letter}'`, span, newText: letter, preferred: false };
    // What can be seen was put there, and something else may be meant.
    return { title: 'Remove the character', span, newText: '', preferred: !/[\p{L}\p{N}\p{P}\p{S}]/u.test(detail) };
  },
});
