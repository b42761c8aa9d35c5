import type { NameUse } from '../../schema/shape.ts';
import { about, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const nameForm = shapeRule({
  id: 'schema/name-form',
  category: 'schema',
  codes: ['name-kind', 'branch-name'],
  summary: 'Something else than a name stands where one is wanted.',
  why: 'What is defined, the values of an enum, features and the discriminator of a union are known by their names, and a name is a string. Up to QEMU 5.2 the branches of unions had to be names as well, and not only values of an enum.',
  remedy: 'Write the name between quotes.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Tray', 'data': [ 'open', «[ 'closed' ]» ] }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }\n" } },
  message: ({ fault }) => {
    const { subject } = fault;
    if (fault.code === 'branch-name') {
      return `${about(subject)}branch '${fault.name}' needs a name in lower case that begins with a letter, up to QEMU 5.2. Rename the value of the enum.`;
    }
    const { use, value } = fault;
    const longhand =
      value.kind === 'object' && use === 'value'
        ? " Values with more to say about them, { 'name': ... }, came with QEMU 4.0."
        : '';
    return `${about(subject)}${WORDS[use]}.${longhand}`;
  },
  fixes: ({ fault, file }) => {
    if (fault.code === 'branch-name') return [];
    const { value } = fault;
    const [only, ...more] = value.kind === 'array' ? value.items : [];
    const word =
      value.kind === 'bool'
        ? String(value.value)
        : only?.kind === 'string' && more.length === 0
          ? only.text
          : undefined;
    if (word === undefined || file.tree.text.slice(value.span.start, value.span.end).includes('#')) return [];
    return [{ title: `Write '${word}'`, edits: [{ span: value.span, newText: `'${word}'` }], preferred: false }];
  },
});

const WORDS: Readonly<Record<NameUse, string>> = {
  definition: 'what stands behind the keyword is the name of what is defined, a string',
  discriminator: "behind 'discriminator' stands the name of a member of the base, a string",
  value: "a value is a name between quotes, or { 'name': ... } where there is more to say about it",
  feature: "a feature is a name between quotes, or { 'name': ... } where there is more to say about it",
};
