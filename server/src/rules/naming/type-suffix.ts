import { isTypeKind } from '../../names/kinds.ts';
import { legalStem } from '../../names/style.ts';
import { type Trait, versionsWith } from '../../schema/dialect.ts';
import { isDefinition, type NamedThing } from '../../schema/model.ts';
import { renameFix } from '../fixes.ts';
import { describe, refusedAt, sentence, spellingOf, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_NAMING } from '../sources.ts';

export const typeSuffix: Rule = {
  id: 'naming/type-suffix',
  category: 'naming',
  severity: 'error',
  enforced: versionsWith('reserved-names-refused'),
  unenforcedSeverity: 'off',
  scope: 'part',
  summary: 'The name of a type ends in `List`, or in `Kind` where that is reserved.',
  why: `The C type for an array of \`Disk\` is called \`DiskList\`, so no type of the schema may have such a name. Until QEMU 6.1 \`Kind\` was
reserved as well, for the enums that simple unions implied.`,
  remedy: 'Choose another ending. The name of a type is not seen by clients, so it can be changed freely.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': '«DriveList»', 'data': { 'drives': ['str'] } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'DriveSet', 'data': { 'drives': ['str'] } }\n" } },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const { thing } = use;
      const spelling = spellingOf(use, context)?.problem;
      const list = spelling === 'list-suffix';
      if (!list && (spelling === 'invalid' || !isDefinition(thing) || !thing.name.text.endsWith('Kind'))) continue;
      const suffix = list ? 'List' : 'Kind';
      const reason = list ? 'the generated C types for arrays' : 'the enums that simple unions imply';
      const stem = legalStem(thing.kind, use.parsed.stem, { prefixed: use.parsed.prefix !== '' });
      // What is legal today is no proposal for an older tree that reserves `Kind`.
      const suggestion = list && stem !== undefined ? use.parsed.prefix + stem : undefined;
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: names that end in '${suffix}' are reserved for ${reason}. ${suggestion ? `Write '${suggestion}', or another ending.` : 'Choose another ending.'}`,
        fixes: () => (suggestion ? [renameFix(`Rename to '${suggestion}'`, thing, suggestion)] : []),
        enforced: versionsWith(list ? 'reserved-names-refused' : kindSuffixRefused(thing)),
        refusedAt: refusedAt(thing),
      });
    }
  },
};

/** Commands and events were free to end in `Kind` a little earlier. */
function kindSuffixRefused({ kind }: NamedThing): Trait {
  return isTypeKind(kind) ? 'kind-suffix-refused' : 'kind-suffix-refused-everywhere';
}
