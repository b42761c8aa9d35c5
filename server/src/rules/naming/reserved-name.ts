import { versionsWith } from '../../schema/dialect.ts';
import { describe, isUnread, refusedAt, sentence, spellingOf, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_NAMING } from '../sources.ts';

export const reservedName: Rule = {
  id: 'naming/reserved-name',
  category: 'naming',
  severity: 'error',
  enforced: versionsWith('reserved-names-refused'),
  unenforcedSeverity: 'off',
  scope: 'part',
  summary: 'A name is reserved for the C code that the generator writes.',
  why: `The generator makes up names of its own: \`q_\` before C keywords, \`has_NAME\` for every optional member, \`u\` for the branches of a
union. A name of yours that looks like these would clash with them in C.`,
  remedy: 'Choose another name: one that does not begin with `q-`, `q_`, `has-` or `has_`, and for a member not `u`.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'data': { '«has-medium»': 'bool' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'data': { 'medium-present': 'bool' } }\n" } },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const spelling = spellingOf(use, context);
      if (spelling?.problem !== 'reserved-q' && spelling?.problem !== 'reserved-member') continue;
      if (isUnread(use, context)) continue;
      const { thing } = use;
      const what =
        spelling.problem === 'reserved-q'
          ? "names that begin with 'q_' or 'q-' are"
          : "members called 'u', or beginning with 'has-' or 'has_', are";
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: ${what} reserved for the C code that the generator writes. Choose another name.`,
        enforced: spelling.enforced,
        refusedAt: refusedAt(thing),
      });
    }
  },
};
