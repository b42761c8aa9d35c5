import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const eventRemoved = contractRule({
  id: 'contract/event-removed',
  severity: 'error',
  upstreamSeverity: 'warning',
  otherDirection: { rule: 'contract/command-removed' },
  summary: 'An event of upstream is missing.',
  why: `A client that works with upstream's QEMU waits for this event. With yours it waits for ever, or finds out late, by asking again
and again. In an upstream tree an event may go that nothing has sent for long; hence a warning there.`,
  remedy: 'Put it back, and send it where upstream does.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'event': '«STOP»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP' }\n{ 'event': 'RESUME' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP' }\n{ 'event': 'RESUME' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP' }\n{ 'event': 'RESUME' }\n" },
    domains: ['com.example'],
  },
  kinds: ['event-removed'],
  directions: ['send', 'receive', 'both'],
  tell: ({ name }) => `Upstream's event '${name}' is missing: clients that wait for it never see it. Put it back.`,
  fixes: restoreFixes,
});
