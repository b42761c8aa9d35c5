import { contractRule, isCapability, isDownstream } from '../contract-rule.ts';
import { copyCommandFixes } from '../copy-command.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const newArgument = contractRule({
  id: 'contract/new-argument',
  severity: 'off',
  strictSeverity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { rule: 'contract/new-output' },
  summary: 'An existing command has a downstream argument, or takes a downstream value.',
  why: `It has its prefix, and clients can do without it: that is allowed. But the specification advises downstreams to add a new command rather than to
extend one of upstream's, where they can. A command of your own can be documented, tested and dropped by itself, and upstream's changes
to the original do not collide with yours at the next rebase. The stricter rules that were proposed first allow nothing but new commands; without the strict profile
this is not reported, and the quick fix for a missing prefix offers both ways.`,
  remedy: `Consider a command of your own, \`__RFQDN_\` in front of the name of the original, with the new argument or value, and take that out of the
original. Otherwise there is nothing to do.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*«__com.example_key»': 'str' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
    profile: 'strict',
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject', 'data': { 'id': 'str' } }
{ 'command': '__com.example_eject', 'data': { 'id': 'str', '*key': 'str' } }
`,
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
    profile: 'strict',
  },
  kinds: ['optional-member-added', 'value-added'],
  directions: ['send', 'both'],
  tell: (change) => {
    const { kind, name, path, wire, direction } = change;
    // A capability belongs to the greeting. Of a value that clients receive as well that is what is told.
    if (!isDownstream(name) || isCapability(change) || (kind === 'value-added' && direction === 'both'))
      return undefined;
    const what = kind === 'value-added' ? 'takes the downstream value' : 'has the downstream argument';
    return `Upstream's command '${wire.name}' ${what} '${name}' (${path}). The strict profile wants a command of your own.`;
  },
  fixes: ({ ours, wire, kind }, context) =>
    ours && kind === 'optional-member-added' ? copyCommandFixes(ours.thing, wire, context) : [],
});
