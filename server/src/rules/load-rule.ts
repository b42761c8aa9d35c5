/** The common form of the rules that put a problem with the files of a schema into words. */
import { ALWAYS } from '../schema/dialect.ts';
import type { LoadProblem } from '../schema/schema.ts';
import type { Fix, Rule } from './rule.ts';

interface LoadRule extends Omit<Rule, 'check' | 'severity' | 'enforced'> {
  readonly codes: readonly LoadProblem['code'][];
  readonly message: (problem: LoadProblem) => string;
  /** Ways out, the best first. */
  readonly fixes?: (problem: LoadProblem) => readonly Fix[];
}

/** No generator gets past a file that it cannot read: these are errors, and break the build. */
export function loadRule(definition: LoadRule): Rule {
  const { codes, message, fixes, ...rest } = definition;
  return {
    ...rest,
    enforced: ALWAYS,
    severity: 'error',
    check({ schema, report }) {
      for (const problem of schema.sources.problems) {
        if (!codes.includes(problem.code)) continue;
        const { file, span, refusedAt } = problem;
        report({
          file,
          span,
          message: message(problem),
          fixes: () => fixes?.(problem) ?? [],
          ...(refusedAt !== undefined && { refusedAt: { file, offset: refusedAt } }),
        });
      }
    },
  };
}
