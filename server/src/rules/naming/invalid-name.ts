import type { NamedThing } from '../../schema/model.ts';
import type { Schema } from '../../schema/schema.ts';
import {
  brokenPrefixOf,
  describe,
  isMalformed,
  legalNameFor,
  type NameUse,
  namesOf,
  renameFix,
  sentence,
  styleProblemOf,
} from '../names.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { GEN_NAMING } from '../sources.ts';

export const invalidName: Rule = {
  id: 'naming/invalid-name',
  category: 'naming',
  severity: 'error',
  enforced: { since: '2.6' },
  unenforcedSeverity: 'off',
  scope: 'file',
  summary: 'A name has characters that no name may have, or begins with something else than a letter.',
  why: `Names become identifiers in C and in clients written in every language. They begin with a letter and go on with letters, digits,
\`-\` and \`_\`, all ASCII. Enum values may begin with a digit; downstream names begin with \`__RFQDN_\`, and what follows the prefix begins
with a letter, in enum values too.`,
  remedy: 'Use letters, digits and hyphens, beginning with a letter.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«2nd-eject»' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'second-eject' }\n" } },
  check(context) {
    for (const use of namesOf(context.files)) {
      const { thing } = use;
      if (styleProblemOf(use, context.schema) !== 'invalid') continue;
      if (isMalformed(brokenPrefixOf(use, context))) continue;
      // A string that could not be read rightly has been reported as such.
      if (hasSyntaxProblem(use, context.schema)) continue;
      // In an upstream tree a leading underscore is a matter of its own.
      if (context.role === 'upstream' && thing.name.text.startsWith('_')) continue;
      report(context, use);
    }
  },
};

function report(context: RuleContext, use: NameUse): void {
  const { thing, parsed } = use;
  const suggestion = legalNameFor(use, context.schema);
  context.report({
    file: thing.file,
    span: thing.name.span,
    thing,
    message: `${sentence(describe(thing))}: ${reason(thing, parsed.prefix !== '')}${suggestion ? ` For example '${suggestion}'.` : ''}`,
    fixes: (): Fix[] => (suggestion ? [renameFix(`Rename to '${suggestion}'`, thing, suggestion)] : []),
  });
}

function reason(thing: NamedThing, prefixed: boolean): string {
  const { text } = thing.name;
  if (text === '') return 'a name cannot be empty.';
  if (prefixed)
    return 'what follows the downstream prefix must begin with a letter and hold only letters, digits and hyphens.';
  if (/^[A-Za-z0-9_-]+$/.test(text)) return 'a name must begin with a letter.';
  return "a name may hold only ASCII letters, digits, '-' and '_', beginning with a letter.";
}

function hasSyntaxProblem({ thing }: NameUse, schema: Schema): boolean {
  const { start, end } = thing.name.span;
  const problems = schema.file(thing.file)?.tree.problems ?? [];
  return problems.some(({ span }) => span.start <= end && start <= span.end);
}
