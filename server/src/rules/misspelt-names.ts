/** Names of upstream's that are misspelt in the tree: what is said of them, and the way back. */
import type { Misspelling } from '../contract/misspelt.ts';
import { type Definition, definitionOf, type Member } from '../schema/model.ts';
import { usesOfType } from '../schema/reach.ts';
import { declaredIn, type Schema } from '../schema/schema.ts';
import { mentionsIn } from '../syntax/doc.ts';
import { renameFix } from './fixes.ts';
import { describe, sentence } from './names.ts';
import type { Fix, RuleContext } from './rule.ts';

/** What is wrong, why, and what to do, in words for the name as the schema has it. */
export function misspeltText({ ours, removed: { name, path, wire } }: Misspelling): string {
  const where = wire.part === undefined && wire.feature === undefined ? '' : ` (${path})`;
  return `${sentence(describe(ours))} stands where upstream has '${name}'${where}, which clients do not find here. Rename it back to '${name}'.`;
}

/** Offered only: the name may be another one on purpose. */
export function renameBack({ ours, removed: { name } }: Misspelling): Fix {
  return renameFix(`Rename back to '${name}'`, ours, name, false);
}

/**
 * Which of two names is the right one for a definition: its own, or that of its comment. Upstream may know one of them, the one in
 * its baseline or in any release; or only one of them is the name of a type that is used, or listed in a pragma.
 * @param symbol the name in the comment, which differs
 * @returns undefined where nothing tells
 */
export function rightNameOf(
  { kind, name: { text: name } }: Definition,
  symbol: string,
  { schema, baseline, isKnownUpstream }: RuleContext,
): string | undefined {
  // What the comment names is there, so it cannot be meant.
  if (schema.definition(symbol)) return name;
  return onlyKnown(name, symbol, [
    (one) => baseline?.definition(one)?.kind === kind,
    isKnownUpstream,
    (one) => usesOfType(schema, one) > 0,
    (one) => Object.values(schema.exemptions).some((names) => names.has(one)),
  ]);
}

/** Which name is right, and where it stands besides, in words. */
export interface RightName {
  readonly name: string;
  readonly where: string;
}

/**
 * The same for a member, value or feature and its description. That the name which it has is used in other texts, or by other
 * definitions for what they have, speaks for it; of the other one that proves nothing, for it may have been changed on purpose,
 * and whoever renames it back changes what clients see.
 * @param described the name in the comment, which differs
 * @returns undefined where nothing tells
 */
export function rightMemberNameOf(
  member: Member,
  described: string,
  { schema, baseline, contract, isKnownUpstream }: RuleContext,
): RightName | undefined {
  const name = member.name.text;
  const definition = definitionOf(member);
  const theirs = baseline?.definition(definition.name.text);
  const upstreams = onlyKnown(name, described, [
    (one) => contract?.misspellingOf(member)?.removed.name === one,
    (one) => theirs !== undefined && declaredIn(theirs).includes(one),
    (one) => isKnownUpstream(definition.name.text, one),
  ]);
  if (upstreams !== undefined) return { name: upstreams, where: "in upstream's schema" };
  const used = onlyKnown(name, described, [(one) => isNamedByUnion(definition, one, schema)]);
  if (used !== undefined) return { name: used, where: 'where it is used' };
  const likely = onlyKnown(name, described, [
    (one) => definition.doc !== undefined && mentionsIn(definition.doc).some(({ text }) => text === one),
    (one) => schema.definitions.some((other) => other !== definition && declaredIn(other).includes(one)),
  ]);
  return likely === name ? { name, where: 'elsewhere' } : undefined;
}

/** Whether a union has a name for its discriminator, of the members of a definition, or for a branch, of the values of an enum. */
function isNamedByUnion(definition: Definition, name: string, schema: Schema): boolean {
  return schema.definitions.some((union) => {
    if (union.kind !== 'union') return false;
    const { base, discriminator, branches } = union;
    const isOfBase = union === definition || (base?.kind === 'name' && base.name === definition.name.text);
    if (isOfBase && discriminator?.text === name) return true;
    const values = schema.viewOf(union)?.tag?.values ?? [];
    return values.some((value) => definitionOf(value) === definition) && branches.some(({ key }) => key.text === name);
  });
}

/** Which of two names the first witness knows who knows one of them only. */
function onlyKnown(name: string, other: string, witnesses: readonly ((name: string) => boolean)[]): string | undefined {
  for (const knows of witnesses) {
    const known = [name, other].filter((one) => knows(one));
    if (known.length === 1) return known[0];
  }
  return undefined;
}
