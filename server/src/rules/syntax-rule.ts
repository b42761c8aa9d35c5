/** The common form of the rules that put a syntax problem into words. */

import { ALWAYS, has, type QemuVersion, type VersionRange } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import { unclosedSeenAt, unseenIn } from '../schema/unclosed-doc.ts';
import type { Span } from '../syntax/text.ts';
import { expressionFrom, type SyntaxCode, type SyntaxProblem, type Tree } from '../syntax/tree.ts';
import { editFix } from './fixes.ts';
import type { Fix, Rule } from './rule.ts';

interface SyntaxRule extends Omit<Rule, 'check' | 'severity' | 'enforced'> {
  readonly code: SyntaxCode;
  /** The generator versions that refuse it, if not all. */
  readonly enforced?: VersionRange;
  /** The problem as the layout of the text shows it, where it stands in another place than the reader has met it. */
  readonly inLayout?: (problem: SyntaxProblem, tree: Tree) => SyntaxProblem;
  readonly message: (problem: SyntaxProblem, text: string) => string;
  /** What is to be seen where the problem has its origin; that it began there, unless given. */
  readonly originText?: string;
  /** Where the generators differ by problem: those that refuse this one. */
  readonly enforcedFor?: (problem: SyntaxProblem, tree: Tree) => VersionRange | undefined;
  /** Where a generator sees it, if that depends on the version: an offset. */
  readonly refusedAt?: (problem: SyntaxProblem, version: QemuVersion, tree: Tree) => number | undefined;
  /** The replacement that mends it, and what the menu calls it. */
  readonly fix?: (problem: SyntaxProblem, tree: Tree) => Replacement | undefined;
  /** Ways out where there may be several, or none that is sure; where it is undefined, `fix` counts. */
  readonly fixes?: (problem: SyntaxProblem, file: SourceFile, version: QemuVersion) => readonly Fix[] | undefined;
}

interface Replacement {
  readonly title: string;
  readonly span: Span;
  readonly newText: string;
  /** False where one guesses what was meant, or something is lost. */
  readonly preferred?: boolean;
}

/** Every generator refuses what it cannot read: these are errors, and break the build. */
export function syntaxRule(definition: SyntaxRule): Rule {
  const {
    code,
    message,
    originText = 'It began here.',
    enforcedFor,
    refusedAt,
    fix,
    fixes,
    inLayout,
    ...rest
  } = definition;
  return {
    enforced: ALWAYS,
    ...rest,
    severity: 'error',
    scope: 'file',
    check({ files, version, report }) {
      for (const file of files) {
        const { path, tree } = file;
        let unseen: ReadonlySet<SyntaxProblem> | undefined;
        for (const met of tree.problems) {
          if (met.code !== code) continue;
          unseen ??= unseenIn(tree, version);
          const problem = inLayout?.(met, tree) ?? met;
          const enforced = enforcedFor?.(problem, tree);
          const offset = refusedAt ? refusedAt(problem, version, tree) : seenAt(problem, tree.text, version);
          report({
            file: path,
            span: problem.span,
            message: message(problem, tree.text),
            fixes: () => fixes?.(problem, file, version) ?? fixesOf(path, fix?.(problem, tree)),
            ...(enforced && { enforced }),
            ...(unseen.has(met) && { enforced: false, severity: 'warning' }),
            ...(offset !== undefined && { refusedAt: { file: path, offset } }),
            ...(problem.origin && { related: [{ file: path, span: problem.origin, message: originText }] }),
          });
        }
      }
    },
  };
}

/** What the reader of a text let pass is refused where it stands for something: an offset. */
export function atDefinition({ span }: SyntaxProblem, tree: Tree): number {
  return Math.min(span.start, expressionFrom(tree, span.start)?.span.start ?? span.start);
}

function seenAt({ refusedAt, unclosedBefore }: SyntaxProblem, text: string, version: QemuVersion): number | undefined {
  if (refusedAt !== undefined && !has(version, 'docs-refused')) return behindComments(text, refusedAt);
  if (refusedAt !== undefined || unclosedBefore === undefined) return refusedAt;
  return unclosedSeenAt(text, unclosedBefore, version);
}

/** Where documentation is a comment like any other, what is wrong is seen behind it: an offset. */
function behindComments(text: string, from: number): number {
  COMMENTS.lastIndex = from;
  const end = COMMENTS.test(text) ? COMMENTS.lastIndex : from;
  // The end of the text is on its last line.
  return end === from ? from : Math.min(end, text.length - 1);
}

const COMMENTS = /(?:#[^\r\n]*\s*)+/y;

function fixesOf(file: string, edit: Replacement | undefined): Fix[] {
  return edit ? [editFix(edit.title, [{ file, span: edit.span, newText: edit.newText }], edit.preferred)] : [];
}
