import { versionsWith } from '../../schema/dialect.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  missing: 'A comma is missing here, between two elements.',
  trailing: 'QAPI allows no comma behind the last element. Remove it.',
  leading: 'QAPI allows no comma before the first element. Remove it.',
  doubled: 'One comma too many. Remove it.',
  'top-level': 'No commas between definitions. Remove it.',
};

export const comma = syntaxRule({
  id: 'syntax/comma',
  category: 'syntax',
  code: 'comma',
  unenforcedSeverity: 'off',
  // The generator of the first releases cared neither for a missing comma nor for one at the end.
  enforcedFor: ({ detail }) =>
    detail === 'missing' || detail === 'trailing' ? versionsWith('commas-refused') : undefined,
  generatorNote: 'refuses the schema for it; a missing comma, or one behind the last element, since 1.6',
  summary: 'A comma is missing, or one too many.',
  why: 'Commas stand between the elements of an object or array, and nowhere else: not before the first, not behind the last, not between definitions.',
  remedy: 'Insert or remove the comma.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Mode', 'data': [ 'on', 'off'«,» ] }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }\n" } },
  message: ({ detail }) => MESSAGES[detail] ?? 'Unexpected comma.',
  fix: ({ span, detail }) =>
    detail === 'missing'
      ? { title: 'Insert a comma', span, newText: ',' }
      : { title: 'Remove the comma', span, newText: '' },
});
