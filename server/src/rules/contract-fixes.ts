/**
 * Ways out where a schema differs from its baseline: to make it the baseline's again. None of them is preferred, since whoever
 * changed it may have meant to.
 */
import type { Change } from '../compat/change.ts';
import { definitionOf, isTypeDefinition } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { AttachedRestoration } from './restore-attached.ts';
import { PartRestoration } from './restore-parts.ts';
import type { Fix, RuleContext } from './rule.ts';

/** The ways to undo a change: none where nobody knows how, or the dialect of the tree cannot say what the baseline says. */
export function restoreFixes(change: Change, context: RuleContext): readonly Fix[] {
  const baseline = context.contract?.baseline;
  if (!baseline || !isWhole(change)) return [];
  const parts = new PartRestoration(context, baseline);
  const branch = parts.branch(change);
  if (branch) return [branch];
  if (isOfAnotherType(change, baseline) || isOfBranch(change)) return [];
  const fix = fixFor(change, parts, new AttachedRestoration(context, baseline));
  return fix ? [fix] : [];
}

/** Whether all that it is about is well written: what is put into a broken definition, or copied from one, makes it worse. */
function isWhole({ ours, holder, baseline }: Change): boolean {
  return [ours?.thing, holder, baseline?.thing].every((thing) => !thing || definitionOf(thing).expression.whole);
}

/**
 * Whether one of upstream's types stands in the place of another one: what differs is told at the first, and is to be mended where
 * that is led to. Upstream's type itself is as it should be.
 */
function isOfAnotherType({ ours, holder, baseline: theirs }: Change, baseline: Schema): boolean {
  const thing = ours?.thing ?? holder;
  if (!thing || !theirs) return false;
  const [here, there] = [definitionOf(thing), definitionOf(theirs.thing)];
  if (here.name.text === there.name.text || !isTypeDefinition(here) || !isTypeDefinition(there)) return false;
  return baseline.definition(here.name.text)?.kind === here.kind;
}

/** Whether the condition of a union's branch has changed, which is told of the union. */
function isOfBranch({ kind, wire, ours }: Change): boolean {
  return kind.startsWith('condition-') && wire.value !== undefined && ours?.thing.kind === 'union';
}

function fixFor(change: Change, parts: PartRestoration, attached: AttachedRestoration): Fix | undefined {
  switch (change.kind) {
    case 'became-optional':
    case 'became-mandatory':
      return parts.optionality(change);
    case 'type-changed':
    case 'type-narrowed':
    case 'type-widened':
    case 'values-closed':
    case 'values-opened':
    case 'range-changed':
    case 'range-narrowed':
    case 'range-widened':
      return parts.type(change);
    case 'command-removed':
    case 'event-removed':
      return parts.definition(change);
    case 'optional-member-removed':
    case 'mandatory-member-removed':
    case 'value-removed':
    case 'alternative-removed':
      return parts.part(change);
    case 'optional-member-added':
    case 'mandatory-member-added':
    case 'value-added':
    case 'alternative-added':
      return parts.takeOut(change);
    case 'feature-removed':
    case 'deprecated-removed':
    case 'unstable-removed':
      return attached.featureBack(change);
    case 'feature-added':
    case 'deprecated-added':
    case 'unstable-added':
      return attached.featureOut(change);
    case 'return-added':
    case 'return-removed':
      return parts.return(change);
    case 'flag-gained':
    case 'flag-lost':
      return attached.flag(change);
    case 'condition-added':
    case 'condition-changed':
    case 'condition-removed':
      return attached.condition(change);
    default:
      return undefined;
  }
}
