/** Comments for definitions of which nobody has written any: what a generator demands, with the texts left to be filled in. */
import type { QemuVersion } from '../schema/dialect.ts';
import { describable } from '../schema/doc-check.ts';
import { docDialectOf } from '../schema/doc-sections.ts';
import { type Definition, definitionOf, type Member } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';
import type { Doc, DocSection } from '../syntax/tree.ts';
import { STUB } from './doc-edits.ts';
import { sentence } from './names.ts';

/**
 * The comment of a definition, with a section for all that wants one.
 * @returns whole lines, each with its line break `\n`
 */
export function commentStub(definition: Definition, version: QemuVersion): string {
  const all = describable(definition, docDialectOf(version));
  const section = ({ name }: Member): string[] => ['', `@${name.text}: ${STUB}`];
  const features = all?.features ?? [];
  const lines = [
    `@${definition.name.text}:`,
    '',
    `${sentence(STUB)}.`,
    ...(all?.members ?? []).flatMap(section),
    ...(features.length > 0 ? ['', 'Features:'] : []),
    ...features.flatMap(section),
  ];
  return ['##', ...lines.map((line) => (line === '' ? '#' : `# ${line}`)), '##', ''].join('\n');
}

/**
 * A section for something that is put into one of our definitions, in a comment that has all its neighbours.
 * @param thing of the baseline
 * @param ours the definition that gets it
 * @returns undefined where the generator of the version does without one
 */
export function sectionStub(
  thing: Member,
  ours: Definition,
  { version, schema }: { readonly version: QemuVersion; readonly schema: Schema },
): { readonly doc: Doc; readonly section: DocSection } | undefined {
  const dialect = docDialectOf(version);
  const isFeature = thing.kind === 'feature';
  const isExempt = schema.exemptions.documentation.has(ours.name.text);
  if (!dialect.refuses || !(isFeature ? dialect.namesChecked : dialect.membersWanted && !isExempt)) return undefined;
  const [expression] = parse(`${commentStub(definitionOf(thing), version)}{}\n`).expressions;
  const doc = expression?.doc;
  const kind = isFeature ? 'feature' : 'member';
  const section = doc?.sections.find((one) => one.kind === kind && one.name?.text === thing.name.text);
  return doc && section && { doc, section };
}
