/** Types as what they offer: alternates as their branches, the others as themselves. */
import type { Member, NamedThing } from '../schema/model.ts';
import type { TypeChange } from './change.ts';
import type { WireEnum, WireMember, WireObject, WireType } from './wire.ts';

/** A type, or one of those that an alternate offers, with the branch that does. */
export interface Choice {
  readonly type: WireType;
  readonly branch: Member | undefined;
}

/** Types with each alternate replaced by what it offers. */
export function choicesOf(types: readonly WireType[]): readonly Choice[] {
  const choices: Choice[] = [];
  for (const type of types) {
    if (type.kind !== 'alternate') choices.push({ type, branch: undefined });
    else for (const branch of type.branches) choices.push({ type: branch.type, branch: branch.declared });
  }
  return choices;
}

/** Some types, and what the alternates among them offer. */
export function withAlternates(types: readonly WireType[], choices: readonly Choice[]): readonly WireType[] {
  return types.some(isAlternate) ? [...types, ...typesOf(choices)] : types;
}

/** The choices that are one kind of JSON value; undefined stands for types that are not defined. */
export function ofKind(choices: readonly Choice[], json: WireType['json']): readonly Choice[] {
  return choices.filter(({ type }) => type.json === json);
}

/** The types of choices, in the same order. */
export function typesOf(choices: readonly Choice[]): readonly WireType[] {
  return choices.map(({ type }) => type);
}

/** The types of members, each once. */
export function distinctTypes(members: readonly WireMember[]): readonly WireType[] {
  const types = members.map(({ type }) => type);
  return types.length > 1 ? [...new Set(types)] : types;
}

/** The types of the elements of those types that are arrays, each once. */
export function elementsOf(types: readonly WireType[]): readonly WireType[] {
  const elements = types.flatMap((type) => (type.kind === 'array' ? type.of : []));
  return elements.length > 1 ? [...new Set(elements)] : elements;
}

export function isAlternate({ kind }: WireType): boolean {
  return kind === 'alternate';
}

export function isObject(type: WireType): type is WireObject {
  return type.kind === 'object';
}

export function isEnum(type: WireType): type is WireEnum {
  return type.kind === 'enum';
}

export function isAny({ type }: Choice): boolean {
  return type.json === 'any';
}

/** Whether it may be anything, for all we know. */
export function isUnknown({ type }: Choice): boolean {
  return type.json === undefined;
}

/** How strings differ where not all of them are values of enums on both sides. */
export function stringChange(was: readonly WireType[], is: readonly WireType[]): TypeChange['kind'] | undefined {
  if (was.every(isEnum) === is.every(isEnum)) return undefined;
  return was.every(isEnum) ? 'values-opened' : 'values-closed';
}

/** What may stand in a place, in words of the wire; integers by their built-in types: `int32 or array of string`. */
export function wordsOf(types: readonly WireType[]): string {
  const [first, second] = types;
  if (first && !second && first.kind !== 'alternate') return wordOf(first);
  return [...new Set(choicesOf(types).map(({ type }) => wordOf(type)))].join(' or ');
}

function wordOf(type: WireType): string {
  switch (type.kind) {
    case 'scalar':
      return type.json === 'number' ? type.name : type.json === 'any' ? 'any value' : type.json;
    case 'array':
      // An alternate may hold an array of itself.
      return type.of.kind === 'alternate' ? 'array' : `array of ${wordOf(type.of)}`;
    default:
      return type.kind;
  }
}

/** The names of the values of all enums. */
export function valueNames(enums: readonly WireEnum[]): Iterable<string> {
  const [only, more] = enums;
  return only && !more ? only.values.keys() : new Set(enums.flatMap(({ values }) => [...values.keys()]));
}

/** The values of that name, of which each enum has one at most. */
export function valuesNamed(enums: readonly WireEnum[], name: string): readonly Member[] {
  const found: Member[] = [];
  for (const { values } of enums) {
    const value = values.get(name);
    if (value) found.push(value);
  }
  return found;
}

/** The definition of the first of some types that has one. */
export function holderOf(types: readonly WireType[]): NamedThing | undefined {
  for (const type of types) if ('definition' in type && type.definition) return type.definition;
  return undefined;
}
