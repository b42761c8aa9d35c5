import { isSlip, nearest } from '../../names/nearest.ts';
import { parseName } from '../../names/parse.ts';
import type { EnumDefinition } from '../../schema/model.ts';
import { valueAt } from '../../syntax/tree.ts';
import { editFix, replaceFix } from '../fixes.ts';
import { linkRule, quotedList, typeInWords } from '../link-rule.ts';
import { describe } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_UNION } from '../sources.ts';

export const branch = linkRule({
  id: 'schema/branch',
  category: 'schema',
  codes: ['branch', 'missing-branches'],
  summary: 'A branch of a union does not fit, or there is none.',
  why: `Each branch is called like a value of the discriminator's enum, and names the struct whose members come in with that value. Values
without a branch bring in nothing; from QEMU 2.7 to 2.12 each value needed a branch. Since 8.1 a branch may be a union, too.`,
  remedy: 'Correct the name of the branch, add the value to the enum, or put a struct around what is no object.',
  source: GEN_UNION,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'struct': 'Tape', 'data': { 'speed': 'int' } }
{ 'union': 'Drive',
  'base': { 'id': 'str', 'type': 'DriveType' },
  'discriminator': 'type',
  'data': { '«tepe»': 'Tape', 'disk': '«int»' } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'struct': 'Tape', 'data': { 'speed': 'int' } }
{ 'union': 'Drive',
  'base': { 'id': 'str', 'type': 'DriveType' },
  'discriminator': 'type',
  'data': { 'tape': 'Tape' } }
`,
    },
  },
  tell(fault) {
    const { definition, span } = fault;
    if (fault.code === 'missing-branches') {
      return {
        message:
          fault.values.length === 0
            ? `Union '${definition.name.text}' has no branches, and so no value at all.`
            : `Union '${definition.name.text}' needs a branch for each value of its tag. Missing: ${quotedList(fault.values)}.`,
      };
    }
    const { key } = fault.branch;
    if (fault.reason !== 'not-a-value') {
      const what = fault.target ? typeInWords(fault.target) : 'none';
      const wanted = fault.reason === 'union' ? 'must be a struct before QEMU 8.1' : 'must be a struct or union';
      return { message: `The type of branch '${key.text}' ${wanted}, and this is ${what}.` };
    }
    const { tag, values } = fault;
    // That value is told to be no name at all.
    if (values.some((value) => !parseName(value).validAsValue && isSlip(key.text, value))) return undefined;
    const meant = nearest(key.text, values);
    const place = tag ? describe(tag) : 'the tag';
    return {
      message: `'${key.text}' is no value of ${place}, so nothing selects this branch.${
        meant === undefined ? ` Values: ${quotedList(values)}.` : ` Did you mean '${meant}'?`
      }`,
      ...(tag && { related: [{ file: tag.file, span: tag.name.span, message: 'The values are listed here.' }] }),
      fixes: () => [
        ...(meant === undefined ? [] : [replaceFix(definition.file, span, meant)]),
        ...(tag ? addValueFix(tag, key.text) : []),
      ],
    };
  },
});

function addValueFix(tag: EnumDefinition, value: string): Fix[] {
  const { expression, file, name } = tag;
  const data = expression.value.kind === 'object' ? valueAt(expression.value, 'data') : undefined;
  const last = data?.kind === 'array' ? data.items.at(-1) : undefined;
  if (!last) return [];
  const edit = { file, span: { start: last.span.end, end: last.span.end }, newText: `, '${value}'` };
  return [editFix(`Add '${value}' to enum '${name.text}'`, [edit], false)];
}
