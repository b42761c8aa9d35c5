import { contractRule, isDownstream } from '../contract-rule.ts';
import { copyCommandFixes } from '../copy-command.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const newArgument = contractRule({
  id: 'contract/new-argument',
  severity: 'off',
  strictSeverity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { rule: 'contract/new-output' },
  summary: 'An existing command has a downstream argument.',
  why: `It has its prefix, and it is optional: that is allowed. But the specification advises downstreams to add a new command rather than to
extend one of upstream's, where they can. A command of your own can be documented, tested and dropped by itself, and upstream's changes
to the original do not collide with yours at the next rebase. The stricter rules that were proposed first allow nothing but new commands; without the strict profile
this is not reported, and the quick fix for a missing prefix offers both ways.`,
  remedy: `Consider a command of your own, \`__RFQDN_\` in front of the name of the original, with the new argument, and take the argument out of the
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
  kinds: ['optional-member-added'],
  directions: ['send', 'both'],
  tell: ({ name, path, wire }) =>
    isDownstream(name)
      ? `Upstream's command '${wire.name}' has the downstream argument '${name}' (${path}). The strict profile wants a command of your own.`
      : undefined,
  fixes: ({ ours, wire }, context) => (ours ? copyCommandFixes(ours.thing, wire, context) : []),
});
