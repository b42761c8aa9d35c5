/** The commands and events of a schema: where everything begins that clients meet. */
import type { CommandDefinition, Definition, EventDefinition, TypeRef } from '../schema/model.ts';
import { SCHEMAS, type Schema } from '../schema/schema.ts';
import { type Origin, RECEIVE, SEND } from './way.ts';
import type { WirePart } from './wire-path.ts';

export type OriginDefinition = CommandDefinition | EventDefinition;

/** Two walks ask for those of ours, and every walk for those of the baseline. */
const origins = SCHEMAS.memory<readonly OriginDefinition[]>();

/** The commands and events of a schema. Of two definitions of one name the second is a mistake, and no client meets it. */
export function originsOf(schema: Schema): readonly OriginDefinition[] {
  let found = origins.get(schema);
  if (!found) {
    const isDoubled = new Set<Definition>(schema.doubled);
    found = schema.definitions.filter(
      (definition): definition is OriginDefinition =>
        (definition.kind === 'command' || definition.kind === 'event') && !isDoubled.has(definition),
    );
    origins.set(schema, found);
  }
  return found;
}

/** The type of what a command takes or gives, or an event carries. */
export function partOf(definition: OriginDefinition, part: WirePart): TypeRef | undefined {
  return part === 'return' && definition.kind === 'command' ? definition.returns : definition.data;
}

/** Where the way to a command or event itself begins. */
export function originOf({ kind, name }: OriginDefinition): Origin {
  return { kind, name: name.text, part: undefined, way: kind === 'command' ? SEND : RECEIVE };
}
