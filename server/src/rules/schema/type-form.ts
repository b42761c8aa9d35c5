import { parseName } from '../../names/parse.ts';
import { BUILTIN_TYPES } from '../../schema/model.ts';
import { entryOf, type Value } from '../../syntax/tree.ts';
import { insertion } from '../entry-edits.ts';
import { about, type FaultContext, type ShapeFix, shapeRule } from '../shape-rule.ts';
import { GEN_TYPES } from '../sources.ts';

type Fault = FaultContext<'type-kind' | 'array-form'>['fault'];

export const typeForm = shapeRule({
  id: 'schema/type-form',
  category: 'schema',
  codes: ['type-kind', 'array-form'],
  summary: 'What stands in the place of a type is none, or not of the kind that may stand there.',
  why: `A type is given by its name, and an array by the name of the type of its elements in brackets: \`[ 'str' ]\`. Members may be written out
in the \`data\` of structs, commands and events, and in the \`base\` of a union; everywhere else they need a struct with a name.`,
  remedy: 'Write the name of a type. For members, or for an array of arrays, define a struct and name it.',
  source: GEN_TYPES,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'data': { 'ids': «[]», 'tray': «{ 'open': 'bool' }» } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Drive', 'data': { 'ids': [ 'str' ], 'tray': 'Tray' } }\n{ 'struct': 'Tray', 'data': { 'open': 'bool' } }\n",
    },
  },
  message: ({ fault }) => `${about(fault.subject)}${reason(fault)}`,
  fixes: ({ fault }) => (fault.code === 'type-kind' ? fixes(fault) : []),
});

function reason(fault: Fault): string {
  if (fault.code === 'array-form') {
    if (fault.value.items.length === 0) return "an array needs the type of its elements: [ 'str' ], say.";
    if (fault.value.items.length > 1) return 'the elements of an array have one type. Name a type that holds them all.';
    return 'the type of the elements is given by its name. Define a type for them.';
  }
  const { value, wanted, key, boxed } = fault;
  switch (value.kind) {
    case 'object':
      if (boxed)
        return "with 'boxed': true the arguments have a type with a name. Define a struct with these members and name it, or remove 'boxed'.";
      if (entryOf(value, 'type')) return "types with more to say about them, { 'type': ... }, came with QEMU 4.0.";
      return 'members cannot be written out here. Define a struct that has them, and write its name.';
    case 'array':
      return `no array can stand here. ${insteadOfArray(fault)}`;
    case 'string':
      return mayBeStruct(value.text)
        ? `the members of a struct are written out here. To take over those of '${value.text}', make it the 'base'.`
        : 'the members of a struct are written out here, in braces.';
    default:
      return `behind '${key}' stands ${wanted === 'members' ? 'an object with members' : 'the name of a type'}, and not ${textOf(value)}.`;
  }
}

function insteadOfArray({ key, subject }: FaultContext<'type-kind'>['fault']): string {
  if (key === 'base') return 'Name the one struct that is the base.';
  if (key === 'data') return 'Write members, one of which may have an array for its type.';
  if (subject?.owner?.kind === 'alternate') return 'Alternates have branches with arrays since QEMU 7.1.';
  return 'Define a struct with a member for it.';
}

/** Whether a name may be that of a struct, which only the schema knows. */
function mayBeStruct(name: string): boolean {
  return parseName(name).valid && !BUILTIN_TYPES.has(name);
}

function textOf(value: Value): string {
  return value.kind === 'bool' ? String(value.value) : 'this';
}

function fixes({ value, wanted, expression, key }: FaultContext<'type-kind'>['fault']): ShapeFix[] {
  if (value.kind === 'string' && wanted === 'members' && expression.value.kind === 'object') {
    const data = entryOf(expression.value, key);
    if (!data || entryOf(expression.value, 'base') || !mayBeStruct(value.text)) return [];
    const base = insertion(data.key.span.start, `'base': '${value.text}', `);
    return [
      { title: `Make '${value.text}' the base`, edits: [base, { span: value.span, newText: '{}' }], preferred: false },
    ];
  }
  const [item, ...more] = value.kind === 'array' ? value.items : [];
  if (key !== 'base' || item?.kind !== 'string' || more.length > 0) return [];
  return [
    { title: `Write '${item.text}'`, edits: [{ span: value.span, newText: `'${item.text}'` }], preferred: false },
  ];
}
