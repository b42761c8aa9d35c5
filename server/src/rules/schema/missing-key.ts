import type { KeyPlace } from '../../schema/keys.ts';
import { appendEntry } from '../entry-edits.ts';
import { about, listed, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const missingKey = shapeRule({
  id: 'schema/missing-key',
  category: 'schema',
  codes: ['missing-keys'],
  summary: 'A key is missing that must be there.',
  why: `A struct without members, an enum without values or a union without a discriminator is not finished. Only commands and events can do
without \`data\`. Where there is nothing to say, that is written down: \`'data': {}\`.`,
  remedy: 'Add the key with its value.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': «'Tray'» }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Tray', 'data': { 'open': 'bool' } }\n" } },
  message: ({ fault: { keys, place, subject, wantedBy } }) => {
    const isSimple = place === 'union' && keys.includes('base') && keys.includes('discriminator');
    if (isSimple) {
      const both = keys.map((key) => `'${key}' (${meaningOf(place, [key])})`).join(' and ');
      return `${about(subject)}${both} are missing here. Simple unions, which did without, are refused since QEMU 6.2.`;
    }
    const missing = listed(keys, 'and');
    if (wantedBy !== undefined)
      return `${about(subject)}where there is '${wantedBy}' there must be ${missing} too: ${meaningOf(place, keys)}.`;
    return `${about(subject)}${missing} ${keys.length > 1 ? 'are' : 'is'} missing here: ${meaningOf(place, keys)}.`;
  },
  fixes: ({ fault: { keys, place, object } }) => {
    const value = place === 'struct' ? '{}' : place === 'enum' ? '[]' : undefined;
    if (value === undefined || keys.length !== 1) return [];
    return [{ title: `Add 'data': ${value}`, edits: [appendEntry(object, `'data': ${value}`)], preferred: false }];
  },
});

const MEANINGS: Readonly<Record<string, string>> = {
  base: 'what all branches have in common',
  discriminator: 'the member of the base that tells which branch there is',
  type: 'what type it has',
  name: 'what it is called',
};

const DATA: Partial<Readonly<Record<KeyPlace, string>>> = {
  enum: 'the list of the values',
  struct: 'the members with their types, {} for none',
  union: 'the branches with their types',
  alternate: 'the branches with their types',
};

function meaningOf(place: KeyPlace, keys: readonly string[]): string {
  return keys.map((key) => (key === 'data' ? DATA[place] : MEANINGS[key])).join('; ');
}
