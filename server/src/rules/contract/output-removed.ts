import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_COMPATIBILITY } from '../sources.ts';

export const outputRemoved = contractRule({
  id: 'contract/output-removed',
  severity: 'error',
  otherDirection: { rule: 'contract/argument-removed' },
  summary: 'Something that clients of upstream find in a reply or event is missing.',
  why: `A client that works with upstream's QEMU looks for this member in what it receives. What upstream always sends it takes for granted;
and what upstream sends sometimes tells it something by being there or not.`,
  remedy: 'Put it back, and fill it in as upstream does.',
  source: GEN_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'event': '«STOP»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['optional-member-removed', 'mandatory-member-removed'],
  directions: ['receive'],
  tell: ({ name, path }) =>
    `Upstream's '${name}' is missing from what clients receive (${path}): those that look for it no longer find it. Put it back.`,
  fixes: restoreFixes,
});
