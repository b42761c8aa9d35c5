/**
 * The rules about what a downstream may change have this in common: each is about some kinds of change between the baseline and
 * the tree, in some directions. How serious one is follows from role and profile, by the table of its severities.
 */
import type { Change, ChangeDirection, ChangeKind } from '../compat/change.ts';
import { followsFromBroken } from '../contract/broken.ts';
import type { Misspelling } from '../contract/misspelt.ts';
import type { NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { neighbourOf } from './contract-places.ts';
import { isToldOfDescription } from './doc/misspelt-member.ts';
import { isToldOfComment } from './doc/wrong-symbol.ts';
import { includeRemoved } from './files/include-removed.ts';
import { misspeltText, renameBack } from './misspelt-names.ts';
import type { Finding, Fix, Rule, RuleContext, Severity } from './rule.ts';

interface ContractRule<Kind extends ChangeKind>
  extends Omit<Rule, 'category' | 'comparing' | 'check' | 'scope' | 'enforced'> {
  readonly kinds: readonly Kind[];
  /** What goes both ways counts for one rule only, so that it is told once. */
  readonly directions: readonly ChangeDirection[];
  /** It is about what the baseline calls unstable, too: otherwise that may change as it likes. */
  readonly unstableToo?: true;
  /** It is about the greeting. For the others that is no matter. */
  readonly greeting?: true;
  /**
   * What is to be said of a change: the message, or that and how serious it is, where that is not as with the rule's others;
   * undefined where there is nothing wrong with it.
   */
  readonly tell: (change: Change & { readonly kind: Kind }, context: RuleContext) => Told | undefined;
  readonly fixes?: (change: Change & { readonly kind: NoInfer<Kind> }, context: RuleContext) => readonly Fix[];
}

type Told = string | { readonly message: string; readonly severity: Severity };

/** Makes a rule about changes. Those that another release of upstream has made as well are left to `contract/backport`. */
export function contractRule<Kind extends ChangeKind>({
  kinds,
  directions,
  unstableToo,
  greeting,
  tell,
  fixes,
  ...rule
}: ContractRule<Kind>): Rule {
  const isAbout = (change: Change): change is Change & { readonly kind: Kind } =>
    directions.includes(change.direction) &&
    (unstableToo === true || !change.unstable) &&
    (greeting === true || !isGreeting(change));
  return {
    ...rule,
    category: 'contract',
    comparing: true,
    check(context) {
      const { contract } = context;
      if (!contract) return;
      for (const change of kinds.flatMap((kind) => contract.changesOf(kind))) {
        if (!isAbout(change)) continue;
        const told = tell(change, context);
        if (told === undefined || contract.elsewhereOf(change) || mayGo(change, context)) continue;
        if (isToldOfFile(change, context)) continue;
        if (followsFromBroken(change, context.schema, context.version)) continue;
        const misspelling = contract.misspellingOf(change);
        // It is one mistake, and told where upstream's name is missed.
        if (misspelling?.added === change || (misspelling && isToldOfDoc(misspelling, context))) continue;
        const { file, span, thing } = misspelling
          ? { ...nameOf(misspelling.ours), thing: misspelling.ours }
          : placeOf(change, context.schema, contract.baseline);
        const isPlain = typeof told === 'string';
        context.report({
          file,
          span,
          thing,
          message: misspelling ? misspeltText(misspelling) : isPlain ? told : told.message,
          severity: isPlain ? undefined : told.severity,
          path: change.path,
          change,
          related: baselinePlaces(change),
          fixes: () => [...(misspelling ? [renameBack(misspelling)] : []), ...(fixes?.(change, context) ?? [])],
        });
      }
    },
  };
}

/** Whether a comment has the right name, and that is told. */
function isToldOfDoc(misspelling: Misspelling, context: RuleContext): boolean {
  return isToldOfComment(misspelling, context) || isToldOfDescription(misspelling, context);
}

/** Whether a command or event is missing with all of its file, and that is told. */
function isToldOfFile(change: Change, { contract, rules }: RuleContext): boolean {
  const isWhole = change.kind === 'command-removed' || change.kind === 'event-removed';
  if (!isWhole || !rules.includes(includeRemoved)) return false;
  return contract?.lostFiles.some(({ removed }) => removed.includes(change)) === true;
}

/**
 * Whether upstream may drop something that it has called deprecated for two releases, as its deprecation policy says. A
 * downstream may not: it is bound to the release that it is based on.
 */
function mayGo({ kind, wire }: Change, { role, contract }: RuleContext): boolean {
  return role === 'upstream' && kind.endsWith('-removed') && contract?.isLongDeprecated(wire) === true;
}

/**
 * Where a change is shown: at what has changed; of what is new and stands nowhere in the text at what it has in its stead; of what is gone
 * at what held it, or what stood before it.
 */
export function placeOf(change: Change, schema: Schema, baseline: Schema): Pick<Finding, 'file' | 'span' | 'thing'> {
  const { ours, holder, baseline: gone } = change;
  if (ours) return { file: ours.thing.file, span: ours.span, thing: ours.thing };
  const stead = 'stead' in change ? change.stead : undefined;
  const neighbour = stead ?? holder ?? (gone && neighbourOf(gone.thing, schema, baseline));
  if (neighbour && schema.file(neighbour.file)) return nameOf(neighbour);
  return { file: schema.sources.root, span: { start: 0, end: 0 } };
}

function nameOf(thing: NamedThing): { file: string; span: Span } {
  return { file: thing.file, span: thing.name.span };
}

function baselinePlaces({ baseline }: Change): NonNullable<Finding['related']> {
  if (!baseline) return [];
  const { thing, span } = baseline;
  return [{ file: thing.file, span, message: 'Upstream has this.' }];
}

/** `clients can send it`: which way something goes, in words. */
export const WAYS: Readonly<Record<ChangeDirection, string>> = {
  send: 'clients can send it',
  receive: 'clients receive it',
  both: 'clients send and receive it',
};

/** Whether a name is one that upstream promises never to use. */
export function isDownstream(name: string): boolean {
  return name.startsWith('__');
}

/** What is promised to be the same wherever a client connects: the greeting holds what query-version gives. */
export function isGreeting({ wire }: Pick<Change, 'wire'>): boolean {
  return wire.name === 'query-version' && wire.part === 'return';
}

/** Whether a change is about the capabilities that a client can negotiate. */
export function isCapability({ wire }: Pick<Change, 'wire'>): boolean {
  return wire.name === 'qmp_capabilities' && wire.part === 'arguments';
}

/** Whether a change is about the classes of errors. */
export function isErrorClass({ wire }: Pick<Change, 'wire'>): boolean {
  return wire.kind === 'error';
}
