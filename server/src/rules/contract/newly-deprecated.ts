import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const newlyDeprecated = contractRule({
  id: 'contract/newly-deprecated',
  severity: 'information',
  strictSeverity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { none: 'Deprecation is seen in introspection, whatever direction its thing goes.' },
  summary: 'Something is deprecated that is not so upstream.',
  why: `It works as before, so no client breaks. But with \`-compat deprecated-input=reject\` your QEMU refuses it, and what clients do about it is of
no use with any other QEMU: nobody upstream has promised a replacement, and nobody will remove it.`,
  remedy: `Deprecate it upstream, or leave it as it is. What you want your users to know about it can stand in its documentation.`,
  source: GEN_FEATURES,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ '«deprecated»' ] }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  kinds: ['deprecated-added'],
  directions: ['send', 'receive', 'both'],
  tell: ({ path }) =>
    `Upstream does not deprecate this (${path}): clients that leave it have no reason to do so with other QEMUs. Take the mark away.`,
  fixes: restoreFixes,
});
