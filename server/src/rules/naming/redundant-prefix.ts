import { camelToUpper } from '../../names/cnames.ts';
import { has } from '../../schema/dialect.ts';
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
    for (const definition of schema.definitions) {
      if (definition.kind !== 'enum' || !definition.prefix) continue;
      if (camelToUpper(definition.name.text, era) !== definition.prefix.text) continue;
      if (isUpstreams(definition, context)) continue;
      const { file, prefix } = definition;
      const text = schema.file(file)?.tree.text ?? '';
      const entry =
        definition.expression.value.kind === 'object'
          ? definition.expression.value.entries.find((e) => e.value === prefix)
          : undefined;
      if (!entry) continue;
      const span = { start: entry.key.span.start, end: prefix.span.end };
      const comma = /^\s*,\s*/.exec(text.slice(span.end))?.[0].length ?? 0;
      report({
        file,
        span,
        thing: definition,
        message: `'${prefix.text}' is what the constants of '${definition.name.text}' begin with anyway. Remove the prefix.`,
        fixes: () => [
          {
            kind: 'edit',
            title: "Remove 'prefix'",
            edits: comma > 0 ? [{ file, span: { start: span.start, end: span.end + comma }, newText: '' }] : [],
            preferred: true,
          },
        ],
      });
    }
  },
};
