/** From a place in a schema to what has the same name in its baseline. */
import type { Analysis } from '../analysis/analysis.ts';
import { definitionOf, forEachNamed, type NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { namedAt, type Place } from './navigation.ts';

export type BaselinePlace =
  | { readonly ok: true; readonly place: Place }
  /** Why there is none, as a sentence. */
  | { readonly ok: false; readonly reason: string };

/**
 * Finds what the baseline calls like that what stands at a place: the same member or value of the definition of the same name,
 * else that definition. Of a type that has got another name nothing is found, though clients may not see any difference.
 * @param analyses of all roots that include the file
 * @param path the file
 * @param offset a place in it: at a name, or anywhere in a definition, which then is what is looked for
 */
export function baselinePlaceAt(analyses: readonly Analysis[], path: string, offset: number): BaselinePlace {
  const compared = analyses.filter(({ baseline }) => baseline.schema !== undefined);
  if (compared.length === 0) return { ok: false, reason: 'There is no baseline to look into.' };
  const things = namedAt(compared, path, offset)?.things ?? definitionsAround(compared, path, offset);
  const [first] = things;
  if (!first) return { ok: false, reason: 'There is no definition here to look for.' };
  for (const { baseline } of compared) {
    for (const thing of things) {
      const found = baseline.schema && sameIn(baseline.schema, thing);
      if (found) return { ok: true, place: { file: found.file, span: found.name.span } };
    }
  }
  const labels = [...new Set(compared.map(({ baseline }) => baseline.label))];
  return { ok: false, reason: `'${definitionOf(first).name.text}' is not in ${labels.join(', nor in ')}.` };
}

/** The definition whose text holds a place. */
function definitionsAround(analyses: readonly Analysis[], path: string, offset: number): readonly NamedThing[] {
  const files = analyses.flatMap(({ schema }) => schema.file(path) ?? []);
  const around = files[0]?.definitions.find(({ expression: { span } }) => span.start <= offset && offset <= span.end);
  return around ? [around] : [];
}

function sameIn(schema: Schema, thing: NamedThing): NamedThing | undefined {
  const definition = schema.definition(definitionOf(thing).name.text);
  if (!definition) return undefined;
  let found: NamedThing | undefined;
  forEachNamed(definition, (candidate) => {
    if (found === undefined && isNamedLike(candidate, thing)) found = candidate;
  });
  return found ?? definition;
}

function isNamedLike(candidate: NamedThing, thing: NamedThing): boolean {
  const parentOf = (one: NamedThing) => ('parent' in one ? one.parent?.name.text : undefined);
  return (
    candidate.kind === thing.kind && candidate.name.text === thing.name.text && parentOf(candidate) === parentOf(thing)
  );
}
