import { camelToUpper } from '../../names/cnames.ts';
import { has } from '../../schema/dialect.ts';
import { perFileByDefinition } from '../../schema/remember.ts';
import { removeEntries } from '../entry-edits.ts';
import { editFix } from '../fixes.ts';
import { isUpstreams } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_ENUM } from '../sources.ts';

export const redundantPrefix: Rule = {
  id: 'naming/redundant-prefix',
  category: 'naming',
  severity: 'hint',
  unnecessary: true,
  summary: "An enum's `prefix` says what the generator would choose anyway.",
  why: "`prefix` sets what the enum's constants begin with in C. Where it equals what follows from the enum's name, it is one more thing to read and to keep right.",
  remedy: 'Remove it.',
  source: GEN_ENUM,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'enum': 'DriveMode', «'prefix': 'DRIVE_MODE'»,\n  'data': [ 'ro', 'rw' ] }\n",
    },
  },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'DriveMode',\n  'data': [ 'ro', 'rw' ] }\n" } },
  check(context) {
    const { schema, version, report } = context;
    const era = has(version, 'short-enum-constants') ? 'since-9.2' : 'up-to-9.1';
    for (const { definition, prefix } of schema.sources.files.flatMap(prefixedEnumsIn)) {
      if (camelToUpper(definition.name.text, era) !== prefix.text) continue;
      if (isUpstreams(definition, context)) continue;
      const { file } = definition;
      const { value: object } = definition.expression;
      if (object.kind !== 'object') continue;
      const entry = object.entries.find(({ key, value }) => key.text === 'prefix' && value === prefix);
      if (!entry) continue;
      const span = { start: entry.key.span.start, end: prefix.span.end };
      report({
        file,
        span,
        thing: definition,
        message: `'${prefix.text}' is what the constants of '${definition.name.text}' begin with anyway. Remove the prefix.`,
        fixes: () => {
          const removal = removeEntries(schema.file(file)?.tree.text ?? '', object, [entry]);
          const edits = removal.map((edit) => ({ file, ...edit }));
          return edits.length > 0 ? [editFix("Remove 'prefix'", edits)] : [];
        },
      });
    }
  },
};

const prefixedEnumsIn = perFileByDefinition((definition) =>
  definition.kind === 'enum' && definition.prefix ? [{ definition, prefix: definition.prefix }] : [],
);
