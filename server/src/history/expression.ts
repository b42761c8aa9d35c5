/**
 * Definitions as plain values, and those as text. The value is the definition's expression in the one form that QEMU's
 * schemas have today: `struct` and not `type`, `alternate` and not `union` with an empty discriminator, conditions as
 * objects of macros' names, flags as `true` and `false`, nothing written out that has a short form. What looks the same on
 * the wire and is the same in C is the same value, whichever release it is from. Simple unions stay what they are: the types
 * that today's form would need have no names.
 */
import { type Condition, readCondition } from '../schema/condition.ts';
import type { Branch, Definition, Member, TypeRef } from '../schema/model.ts';
import type { Value } from '../syntax/tree.ts';

/** A value of the schema language. */
export type Json = string | boolean | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The expression of a definition. The keyword with the name comes first; keys that say nothing are left out. */
export function expressionOf(definition: Definition): JsonObject {
  const { kind, name, condition, features } = definition;
  return {
    [kind]: name.text,
    ...contentsOf(definition),
    ...(condition && { if: conditionValue(condition) }),
    ...(features.length > 0 && { features: features.map(nameValue) }),
  };
}

function contentsOf(definition: Definition): JsonObject {
  switch (definition.kind) {
    case 'enum': {
      const { prefix, values } = definition;
      return { ...(prefix && { prefix: prefix.text }), data: values.map(nameValue) };
    }
    case 'struct': {
      const { base, members } = definition;
      return { ...(base && { base: typeValue(base) }), data: membersValue(members) };
    }
    case 'union': {
      const { base, discriminator, branches } = definition;
      return {
        ...(base && { base: typeValue(base) }),
        ...(discriminator && { discriminator: discriminator.text }),
        data: Object.fromEntries(branches.map((branch) => [branch.key.text, memberValue(branch)])),
      };
    }
    case 'alternate':
      return { data: membersValue(definition.branches) };
    case 'command': {
      const { data, returns } = definition;
      return {
        ...(data && { data: typeValue(data) }),
        ...(returns && { returns: typeValue(returns) }),
        ...flagsValue(definition.flags),
      };
    }
    case 'event': {
      const { data } = definition;
      return { ...(data && { data: typeValue(data) }), ...flagsValue(definition.flags) };
    }
  }
}

function flagsValue(flags: ReadonlyMap<string, { readonly value: boolean }>): JsonObject {
  return Object.fromEntries([...flags].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value }]) => [name, value]));
}

function typeValue(type: TypeRef): Json {
  switch (type.kind) {
    case 'name':
      return type.name;
    case 'array':
      return type.of ? [typeValue(type.of)] : [];
    case 'object':
      return membersValue(type.members);
  }
}

function membersValue(members: readonly Member[]): JsonObject {
  return Object.fromEntries(
    members.map((member) => [`${member.optional ? '*' : ''}${member.name.text}`, memberValue(member)]),
  );
}

/** A member or branch: its type, or that with what belongs to it. */
function memberValue({ type, condition, features = [] }: Pick<Branch, 'type' | 'condition'> & Partial<Member>): Json {
  const value = type ? typeValue(type) : {};
  if (!condition && features.length === 0) return value;
  return {
    type: value,
    ...(condition && { if: conditionValue(condition) }),
    ...(features.length > 0 && { features: features.map(nameValue) }),
  };
}

/** An enum value or feature: its name, or that with what belongs to it. */
function nameValue({ name, condition, features }: Member): Json {
  if (!condition && features.length === 0) return name.text;
  return {
    name: name.text,
    ...(condition && { if: conditionValue(condition) }),
    ...(features.length > 0 && { features: features.map(nameValue) }),
  };
}

/** What a C expression says and the form of today cannot say stays a C expression. */
function conditionValue(value: Value): Json {
  const condition = readCondition(value);
  return condition ? sayCondition(condition) : plain(value);
}

function sayCondition(condition: Condition): Json {
  switch (condition.op) {
    case 'defined':
      return condition.name;
    case 'not':
      return { not: sayCondition(condition.of) };
    default:
      return { [condition.op]: condition.of.map(sayCondition) };
  }
}

function plain(value: Value | undefined): Json {
  switch (value?.kind) {
    case 'string':
      return value.text;
    case 'bool':
      return value.value;
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.entries.map((entry) => [entry.key.text, plain(entry.value)]));
    default:
      return {};
  }
}

/** Where QEMU's schemas break their lines. */
const WIDTH = 79;

/**
 * The text of an expression as it would stand in a schema file, without a line break at its end. Each key of the definition
 * has a line; what stands in it has one line where there is room, else a line for each of its parts.
 */
export function sourceOf(expression: JsonObject): string {
  return laid(expression, 0);
}

/** @param column where the value begins, and its further lines are indented to */
function laid(value: Json, column: number): string {
  if (typeof value !== 'object') return flat(value);
  if (column > 0) {
    const line = flat(value);
    if (column + line.length <= WIDTH) return line;
  }
  const inner = column + 2;
  const isArray = Array.isArray(value);
  const parts = isArray
    ? value.map((item) => laid(item, inner))
    : Object.entries(value).map(([key, of]) => `${quoted(key)}: ${laid(of, inner + key.length + 4)}`);
  const joined = parts.join(`,\n${' '.repeat(inner)}`);
  return isArray ? `[ ${joined} ]` : `{ ${joined} }`;
}

function flat(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length > 0 ? `[ ${value.map(flat).join(', ')} ]` : '[]';
  const entries = Object.entries(value);
  return entries.length > 0 ? `{ ${entries.map(([key, of]) => `${quoted(key)}: ${flat(of)}`).join(', ')} }` : '{}';
}

function quoted(text: string): string {
  return text.includes('\\') ? `'${text.replaceAll('\\', '\\\\')}'` : `'${text}'`;
}
