import { type ChangeKind, OPPOSITE } from '../../compat/change.ts';
import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, isCapability, isGreeting } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

/** All that there are: of each kind there is an opposite. */
const ALL_KINDS = Object.keys(OPPOSITE) as ChangeKind[];

export const greeting = contractRule({
  id: 'contract/greeting',
  severity: 'error',
  otherDirection: { none: 'Clients only receive the greeting.' },
  summary: 'The greeting is not that of upstream.',
  why: `The greeting is the first thing that a client sees, and by it finds out whom it talks to. It holds the capabilities, and the version in
the form that \`query-version\` gives. The specification forbids downstreams to change it in any other way than by offering more
capabilities: here not even a prefix helps.`,
  remedy: `Make it upstream's again. The member \`package\` is there for the name and version of your package. What else clients should know about
your QEMU belongs into a command of your own.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str', 'package': 'str', '«__com.example_build»': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str', 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str', 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
{ 'struct': 'BuildInfo', 'data': { 'build': 'str' } }
{ 'command': '__com.example_query-build', 'returns': 'BuildInfo' }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str', 'package': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }
`,
    },
    domains: ['com.example'],
  },
  kinds: ALL_KINDS,
  directions: ['send', 'receive', 'both'],
  greeting: true,
  unstableToo: true,
  tell: (change, { role }) => {
    if (isCapability(change) && change.kind === 'value-removed') {
      return `Upstream's capability '${change.name}' is missing: clients that ask for it are refused. Put it back.`;
    }
    if (!isGreeting(change)) return undefined;
    if (role === 'upstream') return `The greeting changes (${change.path}): clients rely on its form.`;
    return `The greeting differs from upstream's (${change.path}). A downstream must not change it, with or without a prefix: make it upstream's again.`;
  },
  fixes: restoreFixes,
});
