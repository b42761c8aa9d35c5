/** Ways out for names that lack the prefix, or whose prefix holds the wrong domain. */
import { withPrefix } from '../names/prefix.ts';
import type { NamedThing } from '../schema/model.ts';
import { renameFix } from './fixes.ts';
import { followsNeighbours, isExempt, type NameUse } from './names.ts';
import type { Fix, RuleContext } from './rule.ts';

/** The name as it should be: as the shape itself tells, else with the user's own domain; undefined where neither does. */
export function replacementFor(use: NameUse, repaired: string | undefined, context: RuleContext): string | undefined {
  if (repaired !== undefined) return repaired;
  const [domain] = context.domains;
  if (domain === undefined) return undefined;
  const { thing, parsed } = use;
  return withPrefix(thing.kind, parsed.text, domain, { allowUnderscore: isExempt(thing, context.schema) });
}

/** The rename to the replacement, or the question for a domain where none is configured. */
export function domainFixes({ thing }: NameUse, replacement: string | undefined, { domains }: RuleContext): Fix[] {
  if (replacement !== undefined) return [renameFix(`Rename to '${replacement}'`, thing, replacement)];
  return domains.length > 0 ? [] : [{ kind: 'prefix', title: 'Use your own domain...', thing, preferred: true }];
}

/** The name with the prefix of the first domain; undefined where none is set, or nothing legal can be made. */
export function prefixedName(thing: NamedThing, { domains, schema }: RuleContext): string | undefined {
  const [domain] = domains;
  if (domain === undefined) return undefined;
  return withPrefix(thing.kind, thing.name.text, domain, { allowUnderscore: followsNeighbours(thing, schema) });
}

/** The rename to the name with the prefix, or the question for a domain where none is configured. */
export function prefixFixes(thing: NamedThing, context: RuleContext): Fix[] {
  const name = prefixedName(thing, context);
  if (name !== undefined) return [renameFix(`Insert the prefix: '${name}'`, thing, name)];
  if (context.domains.length > 0) return [];
  return [{ kind: 'prefix', title: 'Insert the downstream prefix...', thing, preferred: true }];
}
