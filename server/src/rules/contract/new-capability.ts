import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, isCapability } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const newCapability = contractRule({
  id: 'contract/new-capability',
  severity: 'warning',
  strictSeverity: 'error',
  otherDirection: {
    none: 'Capabilities are offered in the greeting and asked for in return: both directions are one.',
  },
  summary: 'There is a new capability.',
  why: `Capabilities change how the protocol itself works, and stand in the greeting, before client and server have agreed on anything. The
specification strongly discourages downstreams from adding any; the rules that were proposed first forbid it. Upstream adds one where the
protocol changes in a way that clients must ask for, and for nothing else.`,
  remedy: `Remove it. What clients should be able to find out can be a command of your own, or a feature with your prefix, which they see with
\`query-qmp-schema\`. Where it must be, it needs your prefix.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob', '«__com.example_batch»' ] }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob' ] }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob' ] }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
{ 'command': '__com.example_batch', 'data': { 'commands': [ 'any' ] } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob' ] }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
`,
    },
    domains: ['com.example'],
  },
  kinds: ['value-added'],
  directions: ['send', 'both'],
  tell: (change, { role }) => {
    if (!isCapability(change)) return undefined;
    const isNew = `The capability '${change.name}' is new, and stands in the greeting of every connection`;
    return role === 'upstream'
      ? `${isNew}: it is for changes of the protocol itself that clients must ask for.`
      : `${isNew}: downstreams should not add any. Remove it.`;
  },
  fixes: restoreFixes,
});
