/**
 * The one rename engine: quick fixes, `--fix` and Rename all go through it. A name changes at its declaration and at every
 * place that stands for it, in all files of all roots.
 */

import type { Analysis } from '../analysis/analysis.ts';
import { cName } from '../names/cnames.ts';
import { describe } from '../rules/names.ts';
import type { FileEdit } from '../rules/rule.ts';
import { BUILTIN_TYPES, isDefinition, isTypeDefinition, type Member, type NamedThing } from '../schema/model.ts';
import type { ObjectView } from '../schema/schema.ts';
import { cNamesOf } from './c-names.ts';
import { indentEdits } from './doc-indent.ts';
import { uniqueEdits } from './edits.ts';

/** A C identifier that the generator derives from a name, before and after. */
export interface CChange {
  readonly from: string;
  readonly to: string;
}

export type RenameOutcome =
  | { readonly ok: true; readonly edits: readonly FileEdit[]; readonly cChanges: readonly CChange[] }
  | {
      readonly ok: false;
      /** What stands in the way, as a sentence. */
      readonly reason: string;
      /** The thing that has the name already. */
      readonly clash: NamedThing | undefined;
    };

/**
 * @param analyses the analyses of all roots that hold the thing's file
 * @param thing what is renamed
 * @param newName the whole new name, without `*`
 * @param given new names that other things get at the same time
 * @returns the edits, or what the new name clashes with; then nothing is to be changed. That the new name is well formed
 *   is the caller's affair.
 */
export function rename(
  analyses: readonly Analysis[],
  thing: NamedThing,
  newName: string,
  given: ReadonlyMap<NamedThing, string> = new Map(),
): RenameOutcome {
  if (BUILTIN_TYPES.has(newName) && isDefinition(thing)) {
    return { ok: false, reason: `'${newName}' is the name of a built-in type.`, clash: undefined };
  }
  for (const analysis of analyses) {
    const clash = clashOf(analysis, thing, newName, given);
    if (clash) return { ok: false, reason: reasonFor(analysis, clash, newName, given), clash };
  }
  const edits: FileEdit[] = [];
  for (const { references, schema, version } of analyses) {
    for (const { file, span, kind } of references.to(thing)) {
      edits.push({ file, span, newText: newName });
      const source = kind === 'doc-member' ? schema.file(file) : undefined;
      if (source) edits.push(...indentEdits(source, span, newName.length - (span.end - span.start), version));
    }
  }
  return { ok: true, edits: uniqueEdits(edits), cChanges: cChangesOf(analyses[0], thing, newName) };
}

function reasonFor(
  analysis: Analysis,
  clash: NamedThing,
  newName: string,
  given: ReadonlyMap<NamedThing, string>,
): string {
  const place = placeOf(analysis, clash);
  if ((given.get(clash) ?? clash.name.text) === newName) return `${describe(clash)} exists already${place}.`;
  return `${describe(clash)} has the same identifier in C${place}.`;
}

/** ` (block.json:12)`: where the other thing stands, for a message. */
function placeOf({ schema }: Analysis, thing: NamedThing): string {
  const tree = schema.file(thing.file)?.tree;
  const name = thing.file.slice(thing.file.lastIndexOf('/') + 1);
  return tree ? ` (${name}:${tree.lines.lineOf(thing.name.span.start) + 1})` : '';
}

/** The thing that stands where the new name would have to be, if any: by name, and by what it becomes in C. */
function clashOf(
  { schema }: Analysis,
  thing: NamedThing,
  newName: string,
  given: ReadonlyMap<NamedThing, string>,
): NamedThing | undefined {
  const nameOf = (other: NamedThing): string => given.get(other) ?? other.name.text;
  // Values become constants in upper case.
  const inC = (name: string): string => (thing.kind === 'value' ? cName(name).toUpperCase() : cName(name));
  const key = inC(newName);
  const among = (members: readonly Member[]): Member | undefined =>
    members.find((other) => other !== thing && inC(nameOf(other)) === key);

  if (isDefinition(thing)) {
    const group = isTypeDefinition(thing) ? 'type' : thing.kind;
    return schema.definitions.find((other) => {
      if (other === thing) return false;
      const name = nameOf(other);
      return name === newName || (group === (isTypeDefinition(other) ? 'type' : other.kind) && inC(name) === key);
    });
  }
  const { owner } = thing;
  switch (thing.kind) {
    case 'feature':
      return among(thing.parent?.features ?? owner.features);
    case 'value':
      return owner.kind === 'enum' ? among(owner.values) : undefined;
    case 'branch':
      if (owner.kind === 'alternate') return among(owner.branches);
      return owner.kind === 'union' ? among(owner.branches.flatMap((branch) => branch.declares ?? [])) : undefined;
    case 'member':
      return clashingMember(schema, thing, among);
  }
}

/** Looks through every object that has the member, its own and those that inherit it, unions with their branches. */
function clashingMember(
  schema: Analysis['schema'],
  thing: Member,
  among: (members: readonly Member[]) => Member | undefined,
): Member | undefined {
  const { owner, parent } = thing;
  if (parent) return parent.type?.kind === 'object' ? among(parent.type.members) : undefined;
  if (owner.kind === 'command' || owner.kind === 'event') {
    const types = owner.kind === 'command' ? [owner.data, owner.returns] : [owner.data];
    for (const type of types) if (type?.kind === 'object' && type.members.includes(thing)) return among(type.members);
    return undefined;
  }
  // The members of a branch stand in the same object as the common ones; a branch may be a union itself.
  const search = (view: ObjectView, outside: readonly Member[], above: readonly ObjectView[]): Member | undefined => {
    const members = [...outside, ...view.members];
    const clash = members.includes(thing) ? among(members) : undefined;
    if (clash || !view.tag || view.tag.wrapped) return clash;
    for (const branch of view.tag.branches.values()) {
      const inner = schema.objectOf(branch.type);
      const found = inner && !above.includes(inner) ? search(inner, members, [...above, inner]) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  for (const definition of schema.definitions) {
    const view = isTypeDefinition(definition) ? schema.viewOf(definition) : undefined;
    const clash = view && search(view, [], [view]);
    if (clash) return clash;
  }
  return undefined;
}

/** The C identifiers that change with a name, so that somebody can follow in the C code. */
function cChangesOf(analysis: Analysis | undefined, thing: NamedThing, newName: string): CChange[] {
  if (!analysis) return [];
  const { schema, version } = analysis;
  const after = cNamesOf(thing, newName, schema, version);
  return cNamesOf(thing, thing.name.text, schema, version).flatMap((from, i) => {
    const to = after[i];
    return to === undefined || to === from ? [] : [{ from, to }];
  });
}
