import type { ValueUse } from '../../schema/shape.ts';
import type { Value } from '../../syntax/tree.ts';
import { insertion } from '../entry-edits.ts';
import { about, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const valueForm = shapeRule({
  id: 'schema/value-form',
  category: 'schema',
  codes: ['value-kind', 'few-alternatives'],
  summary: 'The value of a key is not of the kind that the key wants.',
  why: `\`features\` and the \`data\` of an enum are arrays, even with one element. The \`data\` of unions and alternates is an object with the
branches, and an alternate without any would be a value that nobody could write.`,
  remedy: 'Write the value in its right form.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': «'forced'» }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ 'forced' ] }\n" } },
  message: ({ fault }) => {
    const subject = about(fault.subject);
    if (fault.code === 'value-kind') return `${subject}${WORDS[fault.use]}`;
    if (fault.least === 1) return `${subject}an alternate needs a branch at least. Add one.`;
    return `${subject}up to QEMU 4.1 an alternate needs two branches at least. Add one.`;
  },
  fixes: ({ fault }) => {
    if (fault.code !== 'value-kind' || !canBeElement(fault.use, fault.value)) return [];
    const { start, end } = fault.value.span;
    return [{ title: 'Put it into brackets', edits: [insertion(start, '[ '), insertion(end, ' ]')], preferred: true }];
  },
});

const WORDS: Readonly<Record<ValueUse, string>> = {
  features: "'features' is an array of names. Put brackets around them.",
  values: "the 'data' of an enum is an array of names. Put brackets around them.",
  branches: "'data' is an object here, with a type behind the name of each branch.",
  prefix: "'prefix' is a string: what the C constants begin with.",
};

/** Whether it would do as an element of the array that is wanted. */
function canBeElement(use: ValueUse, value: Value): boolean {
  if (use !== 'features' && use !== 'values') return false;
  return value.kind === 'string' || (value.kind === 'object' && value.entries.some(({ key }) => key.text === 'name'));
}
