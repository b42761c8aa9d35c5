import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const noLongerUnstable = contractRule({
  id: 'contract/no-longer-unstable',
  severity: 'warning',
  strictSeverity: 'error',
  upstreamSeverity: 'off',
  otherDirection: { none: 'Stability is seen in introspection, whatever direction its thing goes.' },
  summary: 'Something that upstream may change at any time is said to be stable.',
  why: `Without the mark \`unstable\` clients rely on it. Upstream may change or drop it with the next release, and then either those clients break or
you keep it alive against upstream, under upstream's name.`,
  remedy: 'Put the mark back. If you want to promise it, offer it under a name with your prefix.',
  source: GEN_FEATURES,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«x-eject»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject', 'features': [ 'unstable' ] }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject', 'features': [ 'unstable' ] }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject', 'features': [ 'unstable' ] }\n" },
    domains: ['com.example'],
  },
  kinds: ['unstable-removed'],
  directions: ['send', 'receive', 'both'],
  unstableToo: true,
  tell: ({ path }) =>
    `Upstream may change this at any time (${path}); here it is no longer marked unstable. Put the mark back.`,
  fixes: restoreFixes,
});
