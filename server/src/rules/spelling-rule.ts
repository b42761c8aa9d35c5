/** The common form of the rules about the spelling of names. */
import type { StyleProblem } from '../names/style.ts';
import {
  brokenPrefixOf,
  describe,
  isMalformed,
  legalNameFor,
  type NameUse,
  namesOf,
  renameFix,
  sentence,
  spellingEnforcement,
  styleProblemOf,
} from './names.ts';
import type { Fix, Rule } from './rule.ts';

interface SpellingRule extends Omit<Rule, 'check' | 'severity' | 'enforced'> {
  readonly problem: StyleProblem;
  /** What is wrong, to stand behind "Command 'x': ". */
  readonly message: (use: NameUse) => string;
}

/** Enforced by generators since 6.0, at the latest; older trees were free to spell as they liked. */
export function spellingRule(definition: SpellingRule): Rule {
  const { problem, message, ...rest } = definition;
  return {
    ...rest,
    severity: 'error',
    enforced: { since: '6.0' },
    unenforcedSeverity: 'off',
    scope: 'file',
    check(context) {
      for (const use of namesOf(context.files)) {
        if (styleProblemOf(use, context.schema) !== problem || isMalformed(brokenPrefixOf(use, context))) continue;
        const { thing } = use;
        const suggestion = legalNameFor(use, context.schema);
        context.report({
          file: thing.file,
          span: thing.name.span,
          thing,
          message: `${sentence(describe(thing))}: ${message(use)}${suggestion ? ` Write '${suggestion}'.` : ''}`,
          enforced: spellingEnforcement(use, context.schema),
          fixes: (): Fix[] => (suggestion ? [renameFix(`Rename to '${suggestion}'`, thing, suggestion)] : []),
        });
      }
    },
  };
}
