/** The C identifiers that QEMU's generator makes from a name of a schema, in the version that the schema is for. */
import { cIdentifiers } from '../names/cnames.ts';
import { has, NEWEST, type QemuVersion } from '../schema/dialect.ts';
import { BUILTIN_TYPES, definitionOf, isDefinition, type NamedThing, type TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * @param thing what has the name
 * @param name its name, or one that it could have
 * @param schema the schema it stands in
 * @param version of QEMU; the newest unless given
 * @returns the identifiers, the most used first
 */
export function cNamesOf(thing: NamedThing, name: string, schema: Schema, version: QemuVersion = NEWEST): string[] {
  const owner = definitionOf(thing);
  return cIdentifiers(thing.kind, name, {
    era: has(version, 'short-enum-constants') ? 'since-9.2' : 'up-to-9.1',
    optional:
      !isDefinition(thing) && thing.optional && (has(version, 'pointers-flagged') || !isPointer(thing.type, schema)),
    ...(owner.kind === 'enum' ? { enumName: owner.name.text } : {}),
    ...(owner.kind === 'enum' && owner.prefix ? { enumPrefix: owner.prefix.text } : {}),
  });
}

/** Whether a member of the type can be NULL in C. An array can, but there NULL is the empty list. */
function isPointer(type: TypeRef | undefined, schema: Schema): boolean {
  if (type?.kind === 'array') return false;
  if (type?.kind === 'name' && BUILTIN_TYPES.has(type.name)) return ['str', 'any', 'null'].includes(type.name);
  return schema.typeOf(type)?.kind !== 'enum';
}
