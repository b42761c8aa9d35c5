/** What the documentation says of a feature. */
import type { Member } from '../schema/model.ts';
import { definitionOf } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

const LONGEST = 300;

/**
 * The description of a feature in one line: of `deprecated` it says what to use instead.
 * @returns the text as it is written, cut where it gets long; empty where the schema has no documentation of it
 */
export function featureText(feature: Member, schema: Schema): string {
  const { doc } = schema.definition(definitionOf(feature).name.text) ?? definitionOf(feature);
  const name = feature.name.text;
  // Features of members are described among those of the definition, in one section for all.
  const section = doc?.sections.find((one) => one.kind === 'feature' && one.name?.text === name);
  if (!doc || !section) return '';
  const words = doc.lines.slice(section.firstLine, section.endLine).flatMap((line) => {
    const text = line.text.slice(Math.max(0, section.textStart - line.start)).trim();
    return text === '' ? [] : [text];
  });
  const text = words.join(' ').replaceAll(/ {2,}/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
