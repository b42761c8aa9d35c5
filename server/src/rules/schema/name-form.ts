import type { NameUse } from '../../schema/shape.ts';
import { about, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const nameForm = shapeRule({
  id: 'schema/name-form',
  category: 'schema',
  codes: ['name-kind'],
  summary: 'Something else than a string stands where a name is wanted.',
  why: 'What is defined, the values of an enum, features and the discriminator of a union are known by their names, and a name is a string.',
  remedy: 'Write the name between quotes.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Tray', 'data': [ 'open', «[ 'closed' ]» ] }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }\n" } },
  message: ({ fault: { use, value, subject } }) => {
    const longhand =
      value.kind === 'object' && use === 'value'
        ? " Values with more to say about them, { 'name': ... }, came with QEMU 4.0."
        : '';
    return `${about(subject)}${WORDS[use]}.${longhand}`;
  },
  fixes: ({ fault: { value }, file }) => {
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
