import { nearest } from '../../names/nearest.ts';
import type { SourceFile } from '../../schema/model.ts';
import type { Span } from '../../syntax/text.ts';
import { docCommentsOf } from '../../syntax/tree.ts';
import { cannotBeAcknowledged } from '../acknowledge.ts';
import { editFix } from '../fixes.ts';
import { IGNORE, type Ignore, type IgnoredRule, ignoreInDoc, ignoresIn, removeIgnore, removeRule } from '../ignores.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const ignoreForm: Rule = {
  id: 'ignore/form',
  category: 'ignore',
  severity: 'error',
  summary: 'A comment `# qapi-ignore` does not say which rule it is about, why, or stands above nothing.',
  why: `What is acknowledged is not reported any more. So it has to be clear what that is, and the next reader has to learn why: a comment
that is misspelt would do nothing, and one without a reason could as well be the rule turned off. A reason that is still \`TODO say why\`,
which the quick fix has left to be written, counts as none.`,
  remedy: `Write \`# qapi-ignore RULE: reason\`, several rules with commas between them, on a line of its own directly above the
definition, member, value or feature, or at the end of the line with the problem. Above a definition it may stand before the documentation
comment or behind it, and never in it: there it would become documentation.`,
  source: GEN_SYNTAX,
  bad: {
    files: {
      'qapi/qapi-schema.json': `«# qapi-ignore naming/experimental-prefix»
{ 'command': 'x-eject' }
# qapi-ignore «naming/experimental»: the feature follows with the next release
{ 'command': 'x-insert', 'features': [ 'unstable' ] }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `# qapi-ignore naming/experimental-prefix: the feature follows with the next release
{ 'command': 'x-eject' }
`,
    },
  },
  scope: 'part',
  check({ files, rules, report }) {
    for (const file of files) {
      for (const ignore of ignoresIn(file)) for (const fault of faultsOf(file, ignore, rules)) report(fault);
      for (const doc of docCommentsOf(file.tree)) {
        const span = ignoreInDoc(file.tree, doc);
        if (!span) continue;
        const message = `In a documentation comment '${IGNORE}' is documentation. Write it above the first '##', or below the last one.`;
        report({ file: file.path, span, message });
      }
    }
  },
};

function* faultsOf(source: SourceFile, ignore: Ignore, rules: readonly Rule[]): Generator<Finding> {
  const { file, span, word, reason, colonAt, target } = ignore;
  const remove = editFix('Remove the comment', [removeIgnore(source, ignore)], false);
  const replace = (title: string, at: Span, newText: string, preferred: boolean): Fix =>
    editFix(title, [{ file, span: at, newText }], preferred);
  if (word.id !== IGNORE) {
    const message = `This acknowledges nothing: it is written '# ${IGNORE} RULE: reason'.`;
    const fixes = [replace(`Write '${IGNORE}'`, word.span, IGNORE, false), remove];
    yield { file, span: word.span, message, fixes: () => fixes };
    return;
  }
  if (ignore.rules.length === 0) {
    const message = `This names no rule. Write '# ${IGNORE} RULE: reason', with the name that stands with the problem.`;
    yield { file, span, message, fixes: () => [remove] };
    return;
  }
  for (const rule of ignore.rules) {
    const message = faultOfRule(rule, rules);
    if (message === undefined) continue;
    const fixes = (): Fix[] => {
      const meant = nearest(rule.id, idsIn(rules));
      return [
        ...(meant === undefined ? [] : [replace(`Write '${meant}'`, rule.span, meant, true)]),
        ignore.rules.length > 1 ? editFix(`Remove '${rule.id}'`, [removeRule(source, ignore, rule)], false) : remove,
      ];
    };
    yield { file, span: rule.span, message, fixes };
  }
  if (colonAt !== undefined) {
    const message = 'Between the rules and the reason stands a colon, and between two rules a comma.';
    const fixes = [replace('Insert the colon', { start: colonAt, end: colonAt }, ':', false), remove];
    yield { file, span, message, fixes: () => fixes };
  } else if (reason === undefined) {
    const message = 'The reason is missing: say behind a colon why this may stay as it is.';
    yield { file, span, message, fixes: () => [remove] };
  } else if (target === 'nothing') {
    const message =
      'This is about nothing: it stands directly above what it is about, with no blank line between them, or at the end of its line.';
    yield { file, span, message, fixes: () => [remove] };
  }
}

/** Why a rule's name cannot stand in such a comment; undefined where it can. */
function faultOfRule({ id }: IgnoredRule, rules: readonly Rule[]): string | undefined {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule) {
    return cannotBeAcknowledged(rule)
      ? `'${id}' cannot be acknowledged: it is about what the schema is judged by, and that can always be put right.`
      : undefined;
  }
  if (id.includes('*')) return `Rules are acknowledged by their full names, and '${id}' is a pattern.`;
  const meant = nearest(id, idsIn(rules));
  return `There is no rule '${id}'${meant === undefined ? '; the problem that is meant gives its name.' : `: did you mean '${meant}'?`}`;
}

function idsIn(rules: readonly Rule[]): string[] {
  return rules.filter((rule) => !cannotBeAcknowledged(rule)).map(({ id }) => id);
}
