/** Places in which one of upstream's types stands, where upstream has something else. */
import { type WirePath, wirePathText } from '../compat/wire-path.ts';
import { type Definition, definitionOf, type Member, type NamedThing, type TypeRef } from '../schema/model.ts';
import { elementOf, type ObjectView, type Schema } from '../schema/schema.ts';

/** What leads to a type: the member, command or event that declares it, and how a client meets it there. */
export interface ForeignPlace {
  readonly thing: NamedThing;
  /** The reference to the type, in the file of the thing. */
  readonly ref: TypeRef;
  readonly type: Definition;
  readonly path: string;
}

/**
 * The place that holds a thing of one of our types, as a way on the wire leads there.
 * @param wire the way to the thing: a member, value or feature
 * @returns undefined where the type comes in by a base or a branch, and no reference names it
 */
export function placeOfType(thing: NamedThing, wire: WirePath, schema: Schema): ForeignPlace | undefined {
  const { kind, name, part, members } = wire;
  const origin = schema.definition(name);
  if (part === undefined || (origin?.kind !== 'command' && origin?.kind !== 'event')) return undefined;
  const isOfPlace = wire.value !== undefined || wire.feature !== undefined;
  const way = isOfPlace ? members : members.slice(0, -1);
  let holder: NamedThing = origin;
  let ref = origin.kind === 'command' && part === 'return' ? origin.returns : origin.data;
  for (const step of way) {
    const view = schema.objectOf(elementOf(ref));
    const member = view && memberOf(view, step, schema);
    if (!member) return undefined;
    holder = member;
    ref = member.type;
  }
  const type = schema.typeOf(elementOf(ref));
  if (!ref || !type || type !== definitionOf(thing)) return undefined;
  return { thing: holder, ref, type, path: wirePathText({ kind, name, part, members: way }) };
}

/** A member of an object, or of what its tag selects. */
function memberOf({ members, tag }: ObjectView, name: string, schema: Schema): Member | undefined {
  const own = members.find((member) => member.name.text === name);
  if (own) return own;
  for (const branch of tag?.branches.values() ?? []) {
    const found = schema.objectOf(branch.type)?.members.find((member) => member.name.text === name);
    if (found) return found;
  }
  return undefined;
}
