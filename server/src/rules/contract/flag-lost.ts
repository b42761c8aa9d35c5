import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const flagLost = contractRule({
  id: 'contract/flag-lost',
  severity: 'error',
  otherDirection: { none: 'Flags belong to commands, which go one way.' },
  summary: 'A command cannot be used in a way in which upstream lets clients use it.',
  why: `\`allow-oob\` lets clients send a command out of band, \`allow-preconfig\` before the machine is configured, and a command without
\`'success-response': false\` always answers. Clients that rely on one of them fail with your QEMU, or wait for ever for an answer.`,
  remedy: 'Give the command the flags that it has upstream.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«eject»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'allow-oob': true }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'allow-oob': true }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'allow-oob': true }\n" },
    domains: ['com.example'],
  },
  kinds: ['flag-lost'],
  directions: ['send', 'receive', 'both'],
  tell: ({ flag, wire }) =>
    flag === 'success-response'
      ? `Upstream's '${wire.name}' answers when it succeeds; here it does not, and clients wait for ever. Remove 'success-response': false.`
      : `Upstream's '${wire.name}' has '${flag}': clients that use it so are refused here. Give it the flag again.`,
  fixes: restoreFixes,
});
