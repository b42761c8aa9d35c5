import { isTypeDefinition } from '../../schema/model.ts';
import { perFile } from '../../schema/remember.ts';
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
    for (const file of schema.sources.files) {
      for (const type of typesIn(file)) {
        const { text, span } = type.name;
        if (contract.baseline.definition(text)) continue;
        const release = contract.typeClashOf(type);
        if (!release) continue;
        report({
          file: file.path,
          span,
          thing: type,
          message: `${sentence(describe(type))} is new, and QEMU ${release.name} has another type by that name: the two meet on the next rebase. A name with a word of your own in it would not.`,
        });
      }
    }
  },
};

/** The types with plain names. */
const typesIn = perFile((file) =>
  file.definitions.filter(isTypeDefinition).filter(({ name }) => !isDownstream(name.text)),
);
