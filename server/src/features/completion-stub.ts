/** Documentation comments to be filled in, as snippets. */
import { has, type QemuVersion, releaseOf } from '../schema/dialect.ts';
import { describable } from '../schema/doc-check.ts';
import { docDialectOf } from '../schema/doc-sections.ts';
import type { Definition } from '../schema/model.ts';

/** A text as it stands in a snippet. */
export function escaped(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&');
}

/** The release that what is new comes with: `11.0`. */
export function nextRelease(version: QemuVersion): string {
  return releaseOf(version).slice(0, 2).join('.');
}

/**
 * The comment of a definition, from `##` to `##`: a stop for what it is, and for each member and feature.
 * @param name what is documented, as a snippet
 * @param definition undefined for one that is still to be written
 * @param first the number of the first stop
 */
export function docStub(name: string, definition: Definition | undefined, version: QemuVersion, first = 1): string {
  const described = definition && describable(definition, docDialectOf(version));
  let stop = first;
  const entry = (own: string): string[] => ['#', `# @${escaped(own)}: $${stop++}`];
  const lines = ['##', `# @${name}:`, '#', `# $${stop++}`];
  for (const member of described?.members ?? []) lines.push(...entry(member.name.text));
  if (described && described.features.length > 0 && has(version, 'doc-features')) {
    lines.push('#', '# Features:');
    for (const feature of described.features) lines.push(...entry(feature.name.text));
  }
  if (definition?.kind === 'command' && definition.returns) lines.push('#', `# Returns: $${stop++}`);
  lines.push('#', `# Since: ${nextRelease(version)}`, '##');
  return lines.join('\n');
}
