import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const flagGained = contractRule({
  id: 'contract/flag-gained',
  severity: 'information',
  strictSeverity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { none: 'Flags belong to commands, which go one way.' },
  summary: 'A command can be used in a way in which upstream refuses it.',
  why: `Out of band, or before the machine is configured, upstream refuses the command. Clients that make use of the flag work with no other
QEMU, and their messages have no downstream name that would show why.`,
  remedy: 'Take the flag away, or set it on a command of your own. If upstream should have it, too, send a patch.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'allow-oob': «true» }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  kinds: ['flag-gained'],
  directions: ['send', 'receive', 'both'],
  tell: ({ flag, wire }) =>
    flag === 'success-response'
      ? `Upstream's '${wire.name}' gives no answer when it succeeds; here it does, and clients do not expect one. Put 'success-response': false back.`
      : `Upstream's '${wire.name}' does not have '${flag}': clients that make use of it work with no other QEMU. Take the flag away.`,
  fixes: restoreFixes,
});
