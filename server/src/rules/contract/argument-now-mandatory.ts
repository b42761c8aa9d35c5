import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const argumentNowMandatory = contractRule({
  id: 'contract/argument-now-mandatory',
  severity: 'error',
  otherDirection: { none: 'Clients that receive always what they received sometimes know what to do with it.' },
  summary: 'An argument that may be left out with upstream is mandatory.',
  why: "Clients that work with upstream's QEMU leave it out, and with yours the command fails for them.",
  remedy: 'Make it optional again, with the default of upstream.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '«id»': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*id': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*id': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*id': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['became-mandatory'],
  directions: ['send', 'both'],
  tell: ({ path, ours }) => {
    // What a simple union has by itself cannot be made optional.
    const isBranch = ours?.thing.kind === 'branch';
    const wayOut = isBranch ? 'Let the type be as it is upstream.' : "Make it optional again, with upstream's default.";
    return `Upstream lets clients leave this out (${path}); here that is refused. ${wayOut}`;
  },
  fixes: restoreFixes,
});
