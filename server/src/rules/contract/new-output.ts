import { contractRule, isDownstream } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const newOutput = contractRule({
  id: 'contract/new-output',
  severity: 'off',
  strictSeverity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { rule: 'contract/new-argument' },
  summary: 'A reply or event of upstream has a downstream member.',
  why: `The specification lets a downstream add members with its prefix to what QEMU sends: clients ignore what they do not know. The stricter
rules that were proposed first allow new commands and new events only, and no change to the existing ones.`,
  remedy: 'Consider a command or event of your own that tells the same.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { '«__com.example_reason»': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP' }\n" },
    domains: ['com.example'],
    profile: 'strict',
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'event': 'STOP' }\n{ 'event': '__com.example_STOPPED', 'data': { 'reason': 'str' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP' }\n" },
    domains: ['com.example'],
    profile: 'strict',
  },
  kinds: ['optional-member-added', 'mandatory-member-added'],
  directions: ['receive'],
  tell: ({ name, path, wire }) =>
    isDownstream(name)
      ? `Upstream's ${wire.kind} '${wire.name}' has the downstream member '${name}' (${path}). The strict profile wants ${wire.kind === 'event' ? 'an event' : 'a command'} of your own.`
      : undefined,
});
