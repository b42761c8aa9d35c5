/** The common form of the rules that put a problem with the files of a schema into words. */
import { ALWAYS, type VersionRange } from '../schema/dialect.ts';
import type { LoadProblem } from '../schema/schema.ts';
import type { Finding, Fix, Rule, RuleContext } from './rule.ts';

interface LoadRule extends Omit<Rule, 'check' | 'severity' | 'enforced'> {
  readonly codes: readonly LoadProblem['code'][];
  readonly message: (problem: LoadProblem) => string;
  /** Where the generators differ by problem: those that refuse this one. */
  readonly enforcedFor?: (problem: LoadProblem) => VersionRange | undefined;
  /** Where a generator sees it, if not where all others do. */
  readonly refusedAt?: (problem: LoadProblem, context: RuleContext) => Finding['refusedAt'];
  /** Ways out, the best first. */
  readonly fixes?: (problem: LoadProblem) => readonly Fix[];
}

/** No generator gets past a file that it cannot read: these are errors, and break the build. */
export function loadRule(definition: LoadRule): Rule {
  const { codes, message, enforcedFor, refusedAt, fixes, ...rest } = definition;
  return {
    ...rest,
    enforced: ALWAYS,
    severity: 'error',
    check(context) {
      for (const problem of context.schema.sources.problems) {
        if (!codes.includes(problem.code)) continue;
        const { file, span, refusedAt: offset } = problem;
        const enforced = enforcedFor?.(problem);
        const place = refusedAt?.(problem, context) ?? (offset === undefined ? undefined : { file, offset });
        context.report({
          file,
          span,
          message: message(problem),
          fixes: () => fixes?.(problem) ?? [],
          ...(enforced && { enforced }),
          ...(place && { refusedAt: place }),
        });
      }
    },
  };
}
