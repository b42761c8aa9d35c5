/** What the rules about QMP messages have in common: words for what stands where, names that may be meant, and edits. */

import type { WireType } from '../compat/wire.ts';
import type { WirePath } from '../compat/wire-path.ts';
import type { NameKind } from '../names/kinds.ts';
import { parseName } from '../names/parse.ts';
import { repair } from '../names/prefix.ts';
import type { MissingMember } from '../qmp/faults.ts';
import type { JsonEntry, JsonObject, JsonValue } from '../qmp/json.ts';
import type { Span } from '../syntax/text.ts';
import { editFix } from './fixes.ts';
import type { FileEdit, Fix, MessagePlace, Quote, RuleContext } from './rule.ts';

/** Where an example of a schema's documentation stands. A tree is told by its own schema, whatever releases have. */
export function messagePlace(file: string, { schema, domains, inherited }: RuleContext): MessagePlace {
  const quoteAt = (offset: number): Quote => quoteIn(schema.file(file)?.tree.text ?? '', offset);
  return { file, isExample: true, schema, domains, inherited, life: () => '', quoteAt };
}

/** No message has more characters without a string in it, or its string is looked for in vain. */
const FAR = 1000;

/** The quote before an offset in a text, else the one behind it; a double one where there is none. */
export function quoteIn(text: string, offset: number): Quote {
  const before = /["'](?=[^"']*$)/.exec(text.slice(Math.max(0, offset - FAR), offset));
  const [quote] = before ?? /["']/.exec(text.slice(offset, offset + FAR)) ?? [];
  return quote === "'" ? "'" : '"';
}

/** JSON with the quotes of the text around an offset, as QEMU takes them from clients. */
export function likeAround({ quoteAt }: Pick<MessagePlace, 'quoteAt'>, offset: number, json: string): string {
  // A name with one of these in it is no name of QEMU's.
  return /['\\]/.test(json) ? json : json.replaceAll('"', quoteAt(offset));
}

/**
 * `command 'blockdev-add'`, `'file' of command 'blockdev-add'`: what holds the last member of a way.
 * @param isElement whether an element of the array that stands there does
 */
export function holderInWords(wire: WirePath, isElement = false): string {
  return (isElement ? 'an element of ' : '') + placeOfHolder(wire);
}

function placeOfHolder({ kind, name, part, members }: WirePath): string {
  const whole = `${kind} '${name}'`;
  const way = members.slice(0, -1);
  if (way.length > 0) return `'${way.join('.')}' of ${part === 'return' ? 'the reply of ' : ''}${whole}`;
  return part === 'return' ? `the reply of ${whole}` : whole;
}

/**
 * `argument 'file.locking' of command 'blockdev-add'`: the last member of a way, or all of the part.
 * @param isElement whether an element of the array that stands there is meant
 */
export function memberInWords(wire: WirePath, isElement = false): string {
  return (isElement ? 'an element of ' : '') + placeOfMember(wire);
}

function placeOfMember({ kind, name, part, members }: WirePath): string {
  const whole = `${kind} '${name}'`;
  if (members.length === 0) {
    return {
      arguments: `the arguments of ${whole}`,
      return: `the reply of ${whole}`,
      data: `the data of ${whole}`,
      class: whole,
    }[part ?? 'class'];
  }
  return `${part === 'arguments' ? 'argument' : 'member'} '${members.join('.')}' of ${part === 'return' ? 'the reply of ' : ''}${whole}`;
}

/** The kind of JSON value that stands there, with its article. */
export function valueInWords(value: JsonValue): string {
  switch (value.kind) {
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    case 'boolean':
      return `the boolean ${value.value}`;
    case 'null':
      return 'null';
    case 'array':
      return 'an array';
    case 'object':
      return 'an object';
    default:
      return 'nothing';
  }
}

/** What a type wants to stand there, with its article: `a string`, `an integer`, `a string or null`. */
export function typeInWords(type: WireType): string {
  switch (type.kind) {
    case 'scalar':
      switch (type.json) {
        case 'number':
          return type.name === 'number' ? 'a number' : 'an integer';
        case 'boolean':
          return 'true or false';
        case 'null':
          return 'null';
        case 'any':
          return 'any value';
        default:
          return 'a string';
      }
    case 'enum':
      return `one of the strings ${listInWords([...type.values.keys()], 'or')}`;
    case 'array':
      return 'an array';
    case 'object':
      return 'an object';
    case 'alternate':
      return type.branches.map(({ type: branch }) => typeInWords(branch)).join(', or ');
    case 'unknown':
      return 'any value';
  }
}

const MOST_LISTED = 8;

/** `'a', 'b' or 'c'`; of many the first, and how many more there are. */
export function listInWords(names: readonly string[], word: 'and' | 'or'): string {
  const quotedNames = names.map((name) => `'${name}'`);
  if (names.length > MOST_LISTED) {
    return `${quotedNames.slice(0, MOST_LISTED - 1).join(', ')} ${word} ${names.length - MOST_LISTED + 1} more`;
  }
  const last = quotedNames.at(-1) ?? '';
  return names.length < 2 ? last : `${quotedNames.slice(0, -1).join(', ')} ${word} ${last}`;
}

/**
 * What there is to say of an unknown name that looks like a vendor's, as a sentence with a space before it; empty for others. Whose it
 * is, or what is wrong with its form.
 */
export function vendorNote(kind: NameKind, name: string, domains: readonly string[]): string {
  if (!name.startsWith('_')) return '';
  const [domain] = domains;
  const broken = repair(kind, name, domain === undefined ? {} : { domain });
  const { rfqdn } = parseName(name);
  if (broken && broken.code !== 'stem') {
    const right = broken.name === undefined ? '' : `: perhaps '${broken.name}'`;
    return ` A vendor's name is '__', the reversed domain, '_' and the name itself${right}.`;
  }
  return rfqdn === undefined ? '' : ` Only programs of whoever owns ${rfqdn} can have it.`;
}

/** ` Did you mean 'query-status'?`, or nothing. */
export function question(name: string | undefined): string {
  return name === undefined ? '' : ` Did you mean '${name}'?`;
}

/** Another name in the place of one. What was meant is a guess, so it is not put in without a question. */
export function replaceName(file: string, span: Span, name: string | undefined): () => readonly Fix[] {
  return () => (name === undefined ? [] : [editFix(`Replace by '${name}'`, [{ file, span, newText: name }], false)]);
}

/** Takes an entry out of an object, with one of the commas around it; undefined where it cannot be told what else would go. */
export function removeEntry(file: string, object: JsonObject, entry: JsonEntry): FileEdit | undefined {
  const index = object.entries.indexOf(entry);
  if (index < 0 || object.elided) return undefined;
  const before = object.entries[index - 1];
  const after = object.entries[index + 1];
  const own: Span = { start: entry.key.span.start, end: endOf(entry) };
  const span = before
    ? { start: endOf(before), end: own.end }
    : { start: own.start, end: after ? after.key.span.start : own.end };
  return { file, span, newText: '' };
}

function endOf({ key, value }: JsonEntry): number {
  return (value ?? key).span.end;
}

/** Adds entries behind the last one of an object, or as its only ones. */
export function addEntries(
  place: Pick<MessagePlace, 'file' | 'quoteAt'>,
  { entries: own, span: { start, end } }: JsonObject,
  entries: string,
): FileEdit {
  const last = own.at(-1);
  const from = last ? endOf(last) : start + 1;
  const text = likeAround(place, from, entries);
  const { file } = place;
  if (last) return { file, span: { start: from, end: from }, newText: `, ${text}` };
  return { file, span: { start: from, end: Math.max(from, end - 1) }, newText: ` ${text} ` };
}

/** `"device": "", "size": 0`: what must be there, with something of the right kind in its place that is still to be replaced. */
export function placeholders(missing: readonly Pick<MissingMember, 'name' | 'type'>[]): string {
  return missing.map(({ name, type }) => `${JSON.stringify(name)}: ${placeholder(type, 0)}`).join(', ');
}

/** Deeper than that nobody wants to have it written for him. */
const DEEPEST = 3;

function placeholder(type: WireType, depth: number): string {
  switch (type.kind) {
    case 'scalar':
      return { string: '""', number: '0', boolean: 'false', null: 'null', object: '{}', array: '[]', any: 'null' }[
        type.json ?? 'any'
      ];
    case 'enum':
      return JSON.stringify([...type.values.keys()][0] ?? '');
    case 'array':
      return '[]';
    case 'alternate': {
      const [first] = type.branches;
      return first ? placeholder(first.type, depth) : 'null';
    }
    case 'object': {
      if (depth >= DEEPEST) return '{}';
      const inner = [...type.members].filter(
        ([, { declared }]) => declared?.optional !== true && declared?.condition === undefined,
      );
      if (inner.length === 0) return '{}';
      return `{ ${inner.map(([name, member]) => `${JSON.stringify(name)}: ${placeholder(member.type, depth + 1)}`).join(', ')} }`;
    }
    case 'unknown':
      return 'null';
  }
}
