import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const argumentType = contractRule({
  id: 'contract/argument-type',
  severity: 'error',
  otherDirection: { rule: 'contract/output-type' },
  summary: 'An argument no longer takes all that upstream takes.',
  why: `Clients that work with upstream's QEMU send values of the type that upstream's schema tells. Where yours takes others, or only some of
them, the command fails.`,
  remedy: `Give it upstream's type again. What takes something else is a new argument, optional and with your prefix. What an object or enum
is called does not matter, only what it takes.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': '«str»' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['type-changed', 'type-narrowed', 'values-closed', 'range-changed', 'range-narrowed', 'alternative-removed'],
  directions: ['send', 'both'],
  tell: (change, { role }) => {
    if (change.kind === 'alternative-removed') {
      return `Upstream takes ${change.name} as well (${change.path}): commands that have it are refused. Put it back.`;
    }
    const { kind, was, is, path } = change;
    const message = `Upstream takes ${was} here, and this takes ${is} (${path}): commands of upstream's clients may be refused. Give it upstream's type again.`;
    // Upstream knows whether clients have ever sent such numbers.
    const isRisk = role === 'upstream' && (kind === 'range-narrowed' || kind === 'range-changed');
    return isRisk ? { message, severity: 'warning' } : message;
  },
  fixes: restoreFixes,
});
