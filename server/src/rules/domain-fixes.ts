/** Ways out for names whose prefix holds the wrong domain. */
import { withPrefix } from '../names/prefix.ts';
import { renameFix } from './fixes.ts';
import { isExempt, type NameUse } from './names.ts';
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
