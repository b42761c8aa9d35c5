import { linkFaults } from '../../schema/link.ts';
import { type Definition, isTypeDefinition, type SourceFile } from '../../schema/model.ts';
import type { Reach } from '../../schema/reach.ts';
import type { Schema } from '../../schema/schema.ts';
import { shapeOf } from '../../schema/shape.ts';
import { STANDINGS } from '../../schema/standing.ts';
import { describe, isUpstreams, sentence } from '../names.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { GEN_INTROSPECTION } from '../sources.ts';

export const unusedType: Rule = {
  id: 'schema/unused-type',
  category: 'schema',
  severity: 'hint',
  unnecessary: true,
  summary: 'No command or event uses a type.',
  why: `Clients see what commands and events lead to, and nothing else. A type that none of them leads to is not part of the interface. QEMU has
some that only its own C code uses; otherwise it may have been forgotten. Nothing is said in schemas without commands and events, nor in
those with a mistake: what is not read as it was meant may use the type.`,
  remedy: 'Remove the type, unless C code uses it.',
  source: GEN_INTROSPECTION,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': '«Drive»', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': 'Drive' }\n",
    },
  },
  check(context) {
    const { schema, reach, report } = context;
    if (schema.definitions.every(isTypeDefinition) || !isSound(context)) return;
    for (const file of schema.sources.files) {
      for (const definition of unusedIn(file, schema, reach)) {
        if (isUpstreams(definition, context)) continue;
        report({
          file: file.path,
          span: definition.name.span,
          thing: definition,
          message: `${sentence(describe(definition))}: no command or event uses it, so clients never see it.`,
        });
      }
    }
  },
};

/** The types of a file that nothing uses, and the ground on which that was found. */
interface Unused {
  readonly ground: object;
  readonly definitions: readonly Definition[];
}

const unused = STANDINGS.memory<Unused>();

function unusedIn(file: SourceFile, schema: Schema, reach: Reach): readonly Definition[] {
  const { ground } = reach;
  const standing = schema.standingOfFile(file);
  const before = unused.get(standing);
  if (before?.ground === ground) return before.definitions;
  const definitions = file.definitions.filter((definition) => {
    if (!isTypeDefinition(definition)) return false;
    const { send, receive } = reach.of(definition);
    return !send && !receive;
  });
  unused.set(standing, { ground, definitions });
  return definitions;
}

/** Whether everything was read as it was meant: a type that seems unused may be used where a mistake is. */
function isSound({ schema, version }: RuleContext): boolean {
  const { files, problems } = schema.sources;
  return (
    problems.length === 0 &&
    files.every((file) => file.tree.problems.length === 0 && shapeOf(file, version).faults.length === 0) &&
    // What has a comment and no more, or no name, may use it.
    files.every(({ intended: { names, documented } }) => {
      return names.size === 0 && [...documented].every((name) => schema.definition(name));
    }) &&
    linkFaults(schema, version).length === 0
  );
}
