import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const newlyUnstable = contractRule({
  id: 'contract/newly-unstable',
  severity: 'error',
  otherDirection: { none: 'Stability is seen in introspection, whatever direction its thing goes.' },
  summary: 'Something that upstream promises to keep is unstable.',
  why: `Clients rely on what is not marked \`unstable\`. With the mark your QEMU withdraws that promise, and with \`-compat unstable-input=reject\` it
refuses what upstream accepts.`,
  remedy: 'Take the mark away, and keep to what upstream promises.',
  source: GEN_FEATURES,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ '«unstable»' ] }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  kinds: ['unstable-added'],
  directions: ['send', 'receive', 'both'],
  tell: ({ path }) => `Upstream promises to keep this (${path}); here it is marked unstable. Take the mark away.`,
  fixes: restoreFixes,
});
