import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const featureRemoved = contractRule({
  id: 'contract/feature-removed',
  severity: 'error',
  otherDirection: { none: 'Features are seen in introspection, whatever direction their thing goes.' },
  summary: 'A feature of upstream is missing.',
  why: `A feature tells clients that something can be used in a way that it could not be used before, where nothing else in the schema would show
it. Where it is missing, they conclude that your QEMU is older, and use the old way, or refuse to work.`,
  remedy: 'Put it back. If your QEMU really lacks what it stands for, that is the difference to do something about.',
  source: GEN_FEATURES,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«eject»' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ 'quick' ] }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ 'quick' ] }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'features': [ 'quick' ] }\n" },
    domains: ['com.example'],
  },
  kinds: ['feature-removed'],
  directions: ['send', 'receive', 'both'],
  tell: ({ name, path }) =>
    `Upstream's feature '${name}' is missing (${path}): clients conclude that what it stands for is not there. Put it back.`,
  fixes: restoreFixes,
});
