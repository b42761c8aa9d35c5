import { type Definition, isTypeDefinition, type TypeDefinition } from '../../schema/model.ts';
import type { Schema } from '../../schema/schema.ts';
import { isDownstream } from '../contract-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_INTROSPECTION } from '../sources.ts';

export const plainType: Rule = {
  id: 'downstream/plain-type',
  category: 'downstream',
  severity: 'information',
  upstreamSeverity: 'off',
  summary: 'A type that a downstream has added has the name of another type in a later release of upstream.',
  why: `Clients never see the names of types, so these need no prefix, and nothing is wrong with the protocol. But a schema can have each name
only once, and so can the C code: the next rebase on that release brings two definitions of one name together. Where that release has the
very type, the tree has taken it from there, and nothing is reported.`,
  remedy: `Give it another name when it suits you, with your prefix or a word of your own in it. Rename changes everything that refers to it.`,
  source: GEN_INTROSPECTION,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': '«BackupInfo»', 'data': { 'archive': 'str' } }
{ 'command': '__com.example_query-backup', 'returns': 'BackupInfo' }
{ 'command': 'eject' }
`,
    },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject' }\n",
      '9.1': `{ 'struct': 'BackupInfo', 'data': { 'device': 'str', 'speed': 'int' } }
{ 'command': 'eject' }
{ 'command': 'query-backups', 'returns': [ 'BackupInfo' ] }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'ExampleBackupInfo', 'data': { 'archive': 'str' } }
{ 'command': '__com.example_query-backup', 'returns': 'ExampleBackupInfo' }
{ 'command': 'eject' }
`,
    },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject' }\n",
      '9.1': `{ 'struct': 'BackupInfo', 'data': { 'device': 'str', 'speed': 'int' } }
{ 'command': 'eject' }
{ 'command': 'query-backups', 'returns': [ 'BackupInfo' ] }
`,
    },
  },
  check({ schema, contract, role, report }) {
    if (!contract || role === 'upstream') return;
    for (const type of newTypesIn(schema, contract.baseline)) {
      const release = contract.typeClashOf(type);
      if (!release) continue;
      report({
        file: type.file,
        span: type.name.span,
        thing: type,
        message: `${sentence(describe(type))} is new, and QEMU ${release.name} has another type by that name: the two meet on the next rebase. A name with a word of your own in it would not.`,
      });
    }
  },
};

/** The types with plain names that a baseline does not have. */
function newTypesIn(schema: Schema, baseline: Schema): readonly TypeDefinition[] {
  const { definitions, doubled, nameSet } = schema;
  const known = namesOfNewTypes.get(nameSet);
  if (known?.baseline === baseline) return known.names.map((name) => schema.definition(name)).filter(isType);
  const types = definitions.filter(
    (definition): definition is TypeDefinition =>
      isTypeDefinition(definition) && !isDownstream(definition.name.text) && !baseline.definition(definition.name.text),
  );
  if (doubled.length === 0) namesOfNewTypes.set(nameSet, { baseline, names: types.map(({ name }) => name.text) });
  return types;
}

function isType(definition: Definition | undefined): definition is TypeDefinition {
  return definition !== undefined && isTypeDefinition(definition);
}

/** By the set of names: as long as it is the same, they are. */
const namesOfNewTypes = new WeakMap<object, { readonly baseline: Schema; readonly names: readonly string[] }>();
