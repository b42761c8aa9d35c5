/** The common form of the rules about the spelling of names. */
import { cName } from '../names/cnames.ts';
import type { StyleProblem } from '../names/style.ts';
import { cNameOf } from '../schema/c-names.ts';
import { has, type QemuVersion, versionsWith } from '../schema/dialect.ts';
import { BUILTIN_TYPES, forEachNamed, isDefinition, isTypeDefinition, type NamedThing } from '../schema/model.ts';
import { editFix, renameFix } from './fixes.ts';
import {
  brokenPrefixOf,
  describe,
  isMalformed,
  isUnread,
  legalNameFor,
  type NameUse,
  refusedAt,
  sentence,
  spellingOf,
  strikingNames,
} from './names.ts';
import type { Fix, Rule, RuleContext } from './rule.ts';

interface SpellingRule extends Omit<Rule, 'check' | 'severity' | 'scope'> {
  readonly problem: StyleProblem;
  /** What is wrong, to stand behind "Command 'x': ". */
  readonly message: (use: NameUse) => string;
  /** What was meant, if that is not the nearest name that is right: it is written in the place of the name, which is no rename. */
  readonly meant?: (use: NameUse) => string | undefined;
  /** Ways out besides the right name. */
  readonly otherFixes?: (use: NameUse, version: QemuVersion) => readonly Fix[];
}

/** Enforced by generators since 6.0, at the latest; older trees were free to spell as they liked. */
export function spellingRule(definition: SpellingRule): Rule {
  const { problem, message, meant: meantBy, otherFixes, ...rest } = definition;
  return {
    enforced: versionsWith('name-case-refused'),
    ...rest,
    severity: 'error',
    unenforcedSeverity: 'off',
    scope: 'part',
    check(context) {
      for (const use of strikingNames(context.files)) {
        const spelling = spellingOf(use, context);
        if (spelling?.problem !== problem || isToldElsewhere(use, context)) continue;
        const { thing } = use;
        const suggestion = legalNameFor(use, context);
        if (hasTwin(thing, suggestion)) continue;
        const { file, name } = thing;
        const meant = meantBy?.(use);
        const wanted = meant ?? suggestion;
        context.report({
          file,
          span: name.span,
          thing,
          message: `${sentence(describe(thing))}: ${message(use)}${wanted ? ` Write '${wanted}'.` : ''}`,
          enforced: spelling.enforced,
          refusedAt: refusedAt(thing),
          fixes: (): Fix[] => [
            ...(meant ? [editFix(`Write '${meant}'`, [{ file, span: name.span, newText: meant }], false)] : []),
            ...(suggestion ? [renameFix(`Rename to '${suggestion}'`, thing, suggestion, !meant)] : []),
            ...(otherFixes?.(use, context.version) ?? []),
          ],
        });
      }
    },
  };
}

/** Whether another rule says what is wrong with the whole name: its spelling is then no news. */
function isToldElsewhere(use: NameUse, context: RuleContext): boolean {
  if (isUnread(use, context)) return true;
  // The name of a built-in type is taken, whatever its case; a rename would take the uses of the built-in type along.
  if (isDefinition(use.thing) && isTypeDefinition(use.thing) && BUILTIN_TYPES.has(use.parsed.text)) return true;
  // In an upstream tree a name in the form of a downstream is a matter of its own.
  if (context.role === 'upstream' && use.parsed.text.startsWith('_')) return true;
  return isMalformed(brokenPrefixOf(use, context)) || hasSyntaxProblem(use, context);
}

/** Whether something beside a member, value or branch has the right name already, which in C is the same: that is told of the two. */
function hasTwin(thing: NamedThing, name: string | undefined): boolean {
  if (name === undefined || isDefinition(thing) || thing.kind === 'feature') return false;
  let found = false;
  forEachNamed(thing.owner, (other) => {
    found ||= other.kind === thing.kind && other.parent === thing.parent && other.name.text === name;
  });
  return found && cName(name) === cNameOf(thing);
}

/** A string that could not be read rightly has been reported as such; where an escape is none, it is as good as any other. */
function hasSyntaxProblem({ thing }: NameUse, { schema, version }: RuleContext): boolean {
  const { start, end } = thing.name.span;
  const problems = schema.file(thing.file)?.tree.problems ?? [];
  const isTold = has(version, 'escapes-refused');
  return problems.some(({ span, formerly }) => (isTold || !formerly) && span.start <= end && start <= span.end);
}
