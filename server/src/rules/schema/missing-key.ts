import type { KeyPlace } from '../../schema/keys.ts';
import type { SourceFile, UnionDefinition } from '../../schema/model.ts';
import type { Schema } from '../../schema/schema.ts';
import { appendEntry } from '../entry-edits.ts';
import { editFix } from '../fixes.ts';
import { insertPart } from '../part-edits.ts';
import type { Fix, Rule } from '../rule.ts';
import { about, listed, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

const { scope: _, ...ofAll } = shapeRule({
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

/** Only the whole schema tells what may tell the branches of a union apart. */
export const missingKey: Rule = {
  ...ofAll,
  check(context) {
    const { schema, report } = context;
    ofAll.check({
      ...context,
      report: (finding) => {
        const { file, span, fixes } = finding;
        const source = schema.file(file);
        const union = source?.definitions.find(
          ({ kind, expression }) =>
            kind === 'union' && expression.span.start < span.start && span.end <= expression.span.end,
        );
        if (!source || union?.kind !== 'union' || union.discriminator) report(finding);
        else report({ ...finding, fixes: () => [...discriminatorFix(source, union, schema), ...(fixes?.() ?? [])] });
      },
    });
  },
};

/** The one member of the base that can be the discriminator, where there is only one. */
function discriminatorFix(file: SourceFile, union: UnionDefinition, schema: Schema): Fix[] {
  const object = union.expression.value;
  const branches = union.branches.map(({ key }) => key.text);
  const [tag, ...more] = (schema.objectOf(union.base)?.members ?? []).filter(({ optional, condition, type }) => {
    const tags = optional || condition ? undefined : schema.typeOf(type);
    return tags?.kind === 'enum' && branches.every((branch) => tags.values.some(({ name }) => name.text === branch));
  });
  if (!tag || more.length > 0 || branches.length === 0 || object.kind !== 'object') return [];
  const behindBase = object.entries.findIndex(({ key }) => key.text === 'base') + 1;
  const text = `'discriminator': '${tag.name.text}'`;
  return [editFix(`Add ${text}`, [insertPart(file, object, behindBase, () => text)])];
}

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
