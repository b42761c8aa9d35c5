import { nearest } from '../../names/nearest.ts';
import { styleProblem } from '../../names/style.ts';
import { has } from '../../schema/dialect.ts';
import type { UnknownType } from '../../schema/link-faults.ts';
import { BUILTIN_TYPES, type Definition, isTypeDefinition, type SourceFile } from '../../schema/model.ts';
import { SCHEMAS, type Schema } from '../../schema/schema.ts';
import { removeParts } from '../entry-edits.ts';
import { editFix, replaceFix } from '../fixes.ts';
import { calledOtherwise, isKept } from '../kept-names.ts';
import { linkRule } from '../link-rule.ts';
import { memberAt } from '../member-at.ts';
import { describe } from '../names.ts';
import { partAt } from '../part-edits.ts';
import type { Finding, Fix } from '../rule.ts';
import { GEN_TYPES } from '../sources.ts';

export const unknownType = linkRule({
  id: 'schema/unknown-type',
  category: 'schema',
  codes: ['unknown-type', 'implicit-name'],
  summary: 'A type is used that nobody defines.',
  why: `Wherever a type is used, its name must be that of a built-in type or of an enum, struct, union or alternate in one of the files
that the root includes. In which order they come makes no difference. Commands and events are no types. The types \`any\`, \`QType\` and
\`null\` came with QEMU 2.5, 2.6 and 2.10.`,
  remedy: "Correct the name, define the type, or include the file that defines it. An array is written `[ 'Type' ]`.",
  source: GEN_TYPES,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'enum': 'TrayState', 'data': [ 'open', 'closed' ] }\n{ 'command': 'set-tray', 'data': { 'state': '«TrayStaet»' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'enum': 'TrayState', 'data': [ 'open', 'closed' ] }\n{ 'command': 'set-tray', 'data': { 'state': 'TrayState' } }\n",
    },
  },
  tell(fault, { schema, version }) {
    const { definition, span, name } = fault;
    const { file } = definition;
    if (fault.code === 'implicit-name') {
      const { element, nested } = fault;
      const advice = nested
        ? 'there are no arrays of arrays. Make a struct that holds the array, and an array of it.'
        : `only the generator calls arrays by such a name. Write [ '${element}' ].`;
      return {
        message: `'${name}' is an array of '${element}', and ${advice}`,
        // Between brackets the generator breaks down over it.
        ...(nested ? {} : { severity: 'warning', enforced: false }),
        fixes: () => (nested ? [] : [arrayFix(file, span, element, true)]),
      };
    }
    if (fault.other) {
      const { other } = fault;
      return {
        message: `'${name}' is the name of a ${other.kind}, and no type.`,
        related: [{ file: other.file, span: other.name.span, message: `${describe(other)} is defined here.` }],
      };
    }
    if (isKept(name, schema)) return undefined;
    // Where comments are checked, that is refused before, and told where the name is misspelt.
    if (has(version, 'docs-refused') && [...calledOtherwise(schema).values()].includes(name)) return undefined;
    if (name === '') {
      return {
        message: 'The name of a type is missing here. Write it, or remove the key.',
        ...(isOptional(definition, span) && !has(version, 'empty-types-refused')
          ? { severity: 'warning', enforced: false }
          : {}),
      };
    }
    const element = nameIn(name, ARRAYS);
    if (element !== undefined) {
      return {
        message: `There is no type '${name}'. An array is written [ '${element}' ].`,
        fixes: () => {
          // Between brackets already, one of the two is too many.
          const before = schema.file(file)?.tree.text.slice(0, span.start - 1) ?? '';
          return before.trimEnd().endsWith('[') ? [] : [arrayFix(file, span, element, false)];
        },
      };
    }
    const conditional = has(version, 'longhand') ? memberBefore(fault, schema.file(file)) : undefined;
    if (conditional) {
      const { name: of, span: whole, newText } = conditional;
      return {
        message: `'if' is read as a member here, and there is no type '${name}'. The condition of '${of}' stands in braces with its type: ${newText}.`,
        fixes: () => [editFix(`Make it the condition of '${of}'`, [{ file, span: whole, newText }], false)],
      };
    }
    const optional = nameIn(name, OPTIONALS);
    const source = schema.file(file);
    const member = optional === undefined || !source ? undefined : memberAt(source, span.start);
    if (optional !== undefined && member && /\w$/.test(member.name.text)) {
      return {
        message: `There is no type '${name}'. '*' before its name makes a member optional.`,
        fixes: () => {
          const { start } = member.name.span;
          const star = member.optional ? [] : [{ file, span: { start, end: start }, newText: '*' }];
          return [
            editFix(`Write '*${member.name.text}': '${optional}'`, [...star, { file, span, newText: optional }], false),
          ];
        },
      };
    }
    if (NOTHING.test(name) && isOptional(definition, span)) {
      return {
        message: `There is no type '${name}'. Where there is nothing, the key is left out.`,
        fixes: () => withoutKey(fault, schema.file(file)),
      };
    }
    const meant = suggestion(schema, name);
    return {
      message: `There is no type '${name}'.${meant === undefined ? ' Define it, or include the file that does.' : ` Did you mean '${meant}'?`}`,
      fixes: () => [...(meant === undefined ? [] : [replaceFix(file, span, meant)]), ...stubFix(fault, schema)],
    };
  },
});

/** A type and a condition, and where both are to stand. */
interface Conditional {
  readonly name: string;
  readonly span: Finding['span'];
  readonly newText: string;
}

/** The member that an `'if'` is meant for that stands among the members, behind it; undefined where it is none. */
function memberBefore(fault: UnknownType, file: SourceFile | undefined): Conditional | undefined {
  const member = file && memberAt(file, fault.span.start);
  const key = member?.name.text === 'if' ? member.name.span : undefined;
  const place = key && partAt(fault.definition.expression.value, key.start);
  if (!file || place?.holder.kind !== 'object') return undefined;
  const [before, here] = place.holder.entries.slice(Math.max(0, place.index - 1), place.index + 1);
  if (!before?.value || here?.value?.kind !== 'string') return undefined;
  const { text } = file.tree;
  const whole = { start: before.value.span.start, end: here.value.span.end };
  const isPlain = before.value.kind === 'string' || before.value.kind === 'array';
  if (!isPlain || text.slice(whole.start, whole.end).includes('#')) return undefined;
  const type = text.slice(before.value.span.start, before.value.span.end);
  const condition = text.slice(here.value.span.start, here.value.span.end);
  return { name: before.key.text.replace('*', ''), span: whole, newText: `{ 'type': ${type}, 'if': ${condition} }` };
}

/** A type with the sign for what may be left out, ours or that of other languages. */
const OPTIONALS: readonly RegExp[] = [/^\*(\w[\w.-]*)$/, /^(\w[\w.-]*)\?$/];

/** What stands in the place of the name, by the first of some patterns that a text has. */
function nameIn(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const [, name] = pattern.exec(text) ?? [];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What other languages say for nothing. */
const NOTHING = /^(?:void|none|nothing|nil|unit|undefined)$/i;

/** Takes the key out whose value the type is. */
function withoutKey({ definition, span }: UnknownType, file: SourceFile | undefined): Fix[] {
  const { value } = definition.expression;
  const isReturn = definition.kind === 'command' && definition.returns?.span === span;
  // Something else speaks of it, which would be wrong then.
  const isNeeded = isReturn
    ? definition.doc?.sections.some(({ kind }) => kind === 'returns')
    : 'flags' in definition && definition.flags.has('boxed');
  if (!file || value.kind !== 'object' || isNeeded) return [];
  const index = value.entries.findIndex(
    (entry) => entry.value?.kind === 'string' && entry.value.content.start === span.start,
  );
  const key = value.entries[index]?.key.text;
  if (key === undefined) return [];
  const edits = removeParts(file.tree.text, value, [index]).map((change) => ({ file: file.path, ...change }));
  return [editFix(`Remove '${key}'`, edits, false)];
}

/** An array as C and others write it. */
const ARRAYS: readonly RegExp[] = [
  /^(\w[\w.-]*)\[\]$/,
  /^\[ *(\w[\w.-]*) *\]$/,
  /^(?:list|array) of (\w[\w.-]*)$/i,
  /^(?:list|array|sequence|vec)[<[](\w[\w.-]*)[>\]]$/i,
];

/** Writes an array in the place of a string, given without its quotes. */
function arrayFix(file: string, { start, end }: Finding['span'], element: string, preferred: boolean): Fix {
  const newText = `[ '${element}' ]`;
  const edit = { file, span: { start: start - 1, end: end + 1 }, newText };
  return editFix(`Write ${newText}`, [edit], preferred);
}

/** Whether a type may be missing in a place: the generator takes an empty name for none. */
function isOptional(definition: Definition, span: Finding['span']): boolean {
  switch (definition.kind) {
    case 'command':
      return span === definition.data?.span || span === definition.returns?.span;
    case 'event':
      return span === definition.data?.span;
    case 'struct':
      return span === definition.base?.span;
    default:
      return false;
  }
}

/** What built-in types are called in JSON Schema and in C. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['string', 'str'],
  ['integer', 'int'],
  ['boolean', 'bool'],
  ['float', 'number'],
  ['double', 'number'],
  ['uint', 'uint64'],
]);

/** More unknown names than this, and looking for similar ones takes longer than it is worth. */
const MAX_SUGGESTIONS = 20;

const suggestions = SCHEMAS.memory<Map<string, string | undefined>>();

/** The type that was probably meant; each name is looked for once in a schema. */
function suggestion(schema: Schema, name: string): string | undefined {
  let found = suggestions.get(schema);
  if (!found) {
    found = new Map();
    suggestions.set(schema, found);
  }
  if (!found.has(name) && found.size < MAX_SUGGESTIONS) {
    const types = schema.definitions.filter(isTypeDefinition).map((type) => type.name.text);
    found.set(name, ELSEWHERE.get(name) ?? nearest(name, [...types, ...BUILTIN_TYPES.keys()]));
  }
  return found.get(name);
}

function stubFix({ definition, name }: UnknownType, schema: Schema): Fix[] {
  if (styleProblem('struct', name, { allowUnderscoreOrUpper: false }) !== undefined) return [];
  const start = definition.doc?.span.start ?? definition.expression.span.start;
  const values = valuesOfTag(name, schema);
  const keyword = values ? 'enum' : 'struct';
  const names = values?.map((value) => `'${value}'`).join(', ');
  const data = names === undefined ? '{}' : names === '' ? '[]' : `[ ${names} ]`;
  const newText = `{ '${keyword}': '${name}',\n  'data': ${data} }\n\n`;
  const edit = { file: definition.file, span: { start, end: start }, newText };
  return [editFix(`Define ${keyword} '${name}'`, [edit], false)];
}

/** The branches of the first union that tells them apart by a member of that type, which then must be an enum. */
function valuesOfTag(type: string, schema: Schema): readonly string[] | undefined {
  for (const definition of schema.definitions) {
    const tag = definition.kind === 'union' ? schema.viewOf(definition)?.tag : undefined;
    const tagType = tag?.member?.type;
    if (tag && tagType?.kind === 'name' && tagType.name === type) return [...tag.branches.keys()];
  }
  return undefined;
}
