/** Where the places of a schema and of its baseline belong together. */
import { type Definition, definitionOf, type NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * Of a definition that only the baseline has: the nearest one before it that both have, else the nearest one after it. There it
 * is missed, and there it is put back.
 */
export function neighbourOf(gone: NamedThing, schema: Schema, baseline: Schema): Definition | undefined {
  const definition = definitionOf(gone);
  const siblings = baseline.file(definition.file)?.definitions ?? [];
  const place = siblings.indexOf(definition);
  const nearest = [...siblings.slice(0, place).reverse(), ...siblings.slice(place + 1)];
  for (const { name, kind } of nearest) {
    const ours = schema.definition(name.text);
    if (ours?.kind === kind) return ours;
  }
  return undefined;
}
