import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const commandRemoved = contractRule({
  id: 'contract/command-removed',
  severity: 'error',
  otherDirection: { rule: 'contract/event-removed' },
  summary: 'A command of upstream is missing.',
  why: `A client that works with upstream's QEMU sends this command, and gets an error from yours. A downstream behaves exactly like
upstream for any input without downstream names: to leave a command out, or to give it another name, breaks that.`,
  remedy: `Put it back. If it must not do anything in your QEMU, let it fail at run time with an error that says so. Where upstream's
next release drops it as well, nothing is reported.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«stop»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  kinds: ['command-removed'],
  directions: ['send', 'receive', 'both'],
  tell: ({ name }) => `Upstream's command '${name}' is missing: clients that send it get an error. Put it back.`,
  fixes: restoreFixes,
});
