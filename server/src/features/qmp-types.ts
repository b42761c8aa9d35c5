/** Types and places of messages in words. */
import type { WireType } from '../compat/wire.ts';
import type { WirePath } from '../compat/wire-path.ts';
import type { ExpectedKey } from '../qmp/expected.ts';
import { codeSpan } from './markdown.ts';

/** More values than these are not listed. */
const MAX_VALUES = 6;

/**
 * A type in short: `str`, `[BlockdevRef]`, `object`.
 * @param named whether the names of types mean something to a reader
 */
export function typeText(type: WireType, named: boolean, depth = 0): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'array':
      return `[${typeText(type.of, named, depth)}]`;
    case 'enum': {
      if (named && type.definition) return type.definition.name.text;
      const values = [...type.values.keys()];
      return `${values.slice(0, MAX_VALUES).join(' | ')}${values.length > MAX_VALUES ? ' | …' : ''}`;
    }
    case 'object':
      return named && type.definition ? type.definition.name.text : 'object';
    case 'alternate':
      if (named || depth > 2) return named ? type.definition.name.text : 'value';
      return type.branches.map((branch) => typeText(branch.type, named, depth + 1)).join(' or ');
    case 'unknown':
      return 'any';
  }
}

/** What the kind of a named type is, where that says more than its name: `enum`, `union`. */
export function typeKind(type: WireType): string | undefined {
  switch (type.kind) {
    case 'enum':
      return 'enum';
    case 'object':
      return type.definition?.kind;
    case 'alternate':
      return 'alternate';
    default:
      return undefined;
  }
}

/** The keys of an object in a line: `driver, [bus], [id]`; cut where it is long. */
export function keysText(keys: readonly ExpectedKey[], limit = 60): string {
  let text = '';
  for (const { name, mandatory } of inCallOrder(keys)) {
    const next = `${text === '' ? '' : ', '}${mandatory ? name : `[${name}]`}`;
    if (text.length + next.length > limit) return `${text}, …`;
    text += next;
  }
  return text;
}

/** Keys as one writes them: tags, then what must be there, then what may; each in the order of the schema. */
export function inCallOrder(keys: readonly ExpectedKey[]): ExpectedKey[] {
  const rank = ({ isTag, mandatory }: ExpectedKey): number => (mandatory ? (isTag ? 0 : 1) : 2);
  return [...keys].sort((a, b) => rank(a) - rank(b));
}

/** `argument `file.filename` of command `blockdev-add``; with what it is before: `optional`. */
export function placeText({ kind, name, part, members, value }: WirePath, mandatory: boolean | undefined): string {
  const owner = `${kind} ${codeSpan(name)}`;
  const what = codeSpan(members.join('.'));
  // What a client sends it must send; what it receives is there, or may be.
  const must = part === 'arguments' ? 'mandatory ' : '';
  const need = mandatory === undefined ? '' : mandatory ? must : 'optional ';
  const chosen = value === undefined ? '' : `value ${codeSpan(value)} of `;
  if (part === undefined) return owner;
  switch (part) {
    case 'arguments':
      return `${chosen}${need}argument ${what} of ${owner}`;
    case 'return':
      return members.length === 0
        ? `${chosen}what ${owner} returns`
        : `${chosen}${need}member ${what} of what ${owner} returns`;
    case 'data':
      return `${chosen}${need}member ${what} of the data of ${owner}`;
    default:
      return value === undefined ? 'class of an error' : `class ${codeSpan(value)} of errors`;
  }
}
