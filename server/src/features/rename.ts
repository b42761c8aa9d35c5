/**
 * The one rename engine: quick fixes, `--fix` and Rename all go through it. A name changes at its declaration and at every
 * place that stands for it, in all files of all roots.
 */

import type { Analysis } from '../analysis/analysis.ts';
import { cIdentifiers, cName } from '../names/cnames.ts';
import { describe } from '../rules/names.ts';
import type { FileEdit } from '../rules/rule.ts';
import { isWithin } from '../schema/dialect.ts';
import { BUILTIN_TYPES, isDefinition, type Member, type NamedThing } from '../schema/model.ts';
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
 * @returns the edits, or what the new name clashes with; then nothing is to be changed. That the new name is well formed
 *   is the caller's affair.
 */
export function rename(analyses: readonly Analysis[], thing: NamedThing, newName: string): RenameOutcome {
  if (BUILTIN_TYPES.has(newName) && isDefinition(thing)) {
    return { ok: false, reason: `'${newName}' is the name of a built-in type.`, clash: undefined };
  }
  for (const analysis of analyses) {
    const clash = clashOf(analysis, thing, newName);
    if (clash) return { ok: false, reason: `${describe(clash)} exists already${placeOf(analysis, clash)}.`, clash };
  }
  const edits: FileEdit[] = [];
  for (const { references } of analyses) {
    for (const { file, span } of references.to(thing)) edits.push({ file, span, newText: newName });
  }
  return { ok: true, edits: uniqueEdits(edits), cChanges: cChangesOf(analyses[0], thing, newName) };
}

/** ` (block.json:12)`: where the other thing stands, for a message. */
function placeOf({ schema }: Analysis, thing: NamedThing): string {
  const tree = schema.file(thing.file)?.tree;
  const name = thing.file.slice(thing.file.lastIndexOf('/') + 1);
  return tree ? ` (${name}:${tree.lines.lineOf(thing.name.span.start) + 1})` : '';
}

/** The thing that stands where the new name would have to be, if any: by name, and by what it becomes in C. */
function clashOf({ schema }: Analysis, thing: NamedThing, newName: string): NamedThing | undefined {
  const key = cName(newName);
  const among = (members: readonly Member[]): Member | undefined =>
    members.find((other) => other !== thing && cName(other.name.text) === key);

  if (isDefinition(thing)) {
    const same = schema.definition(newName);
    if (same && same !== thing) return same;
    return schema.definitions.find(
      (other) => other !== thing && other.kind === thing.kind && cName(other.name.text) === key,
    );
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
    return owner.data?.kind === 'object' ? among(owner.data.members) : undefined;
  }
  for (const definition of schema.definitions) {
    if (definition.kind !== 'struct' && definition.kind !== 'union') continue;
    const view = schema.viewOf(definition);
    if (!view) continue;
    const common = view.members.includes(thing);
    if (common) {
      const clash = among(view.members);
      if (clash) return clash;
    }
    // The members of a branch stand in the same object as the common ones.
    for (const branch of view.tag && !view.tag.wrapped ? view.tag.branches.values() : []) {
      const members = schema.objectOf(branch.type)?.members ?? [];
      const clash = common ? among(members) : members.includes(thing) ? among(view.members) : undefined;
      if (clash) return clash;
    }
  }
  return undefined;
}

/** The C identifiers that change with a name, so that somebody can follow in the C code. */
function cChangesOf(analysis: Analysis | undefined, thing: NamedThing, newName: string): CChange[] {
  const version = analysis?.version;
  const era = version && !isWithin(version, { since: '9.2' }) ? 'up-to-9.1' : 'since-9.2';
  const { owner } = isDefinition(thing) ? { owner: thing } : thing;
  const prefix = owner.kind === 'enum' ? owner.prefix?.text : undefined;
  const context = {
    era,
    optional: !isDefinition(thing) && thing.optional,
    ...(owner.kind === 'enum' ? { enumName: owner.name.text } : {}),
    ...(prefix === undefined ? {} : { enumPrefix: prefix }),
  } as const;
  const before = cIdentifiers(thing.kind, thing.name.text, context);
  const after = cIdentifiers(thing.kind, newName, context);
  return before.flatMap((from, i) => {
    const to = after[i];
    return to === undefined || to === from ? [] : [{ from, to }];
  });
}
