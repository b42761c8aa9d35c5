import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, WAYS } from '../contract-rule.ts';
import { GEN_COMPATIBILITY } from '../sources.ts';

export const outputType = contractRule({
  id: 'contract/output-type',
  severity: 'error',
  otherDirection: { rule: 'contract/argument-type' },
  summary: 'A reply or event holds what upstream never sends in that place.',
  why: `Clients that work with upstream's QEMU understand what upstream's schema tells. Another kind of value, or a number for which they have
no room, they do not expect: at best they report an error. What a command gives without \`returns\` is an empty object, so that is a kind
of value, too.`,
  remedy: `Give it upstream's type again. What is to be told besides belongs into a new member with your prefix.`,
  source: GEN_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': '«int»' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str', '__com.example_code': 'int' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: [
    'type-changed',
    'range-changed',
    'type-widened',
    'range-widened',
    'alternative-added',
    'return-added',
    'return-removed',
  ],
  directions: ['receive', 'both'],
  tell: (change, { role }) => {
    const { kind, path, direction } = change;
    // What goes both ways and takes less is told as an argument.
    if (direction === 'both' && (kind === 'type-changed' || kind === 'range-changed')) return undefined;
    if ('name' in change) {
      switch (change.kind) {
        case 'return-added':
          return `Upstream gives an empty object here, and this gives ${change.name} (${path}): clients do not expect it. Take 'returns' out.`;
        case 'return-removed':
          return `Upstream gives ${change.name} here, and this gives an empty object (${path}): clients that read it no longer find it. Return it again.`;
        default:
          return `Upstream has no ${change.name} here, and ${WAYS[direction]} (${path}): those of upstream do not expect it. Take it out.`;
      }
    }
    const message = `Upstream has ${change.was} here, and this has ${change.is}; ${WAYS[direction]} (${path}). Those of upstream do not expect it. Give it upstream's type again.`;
    // Upstream knows whether it will ever send such numbers.
    const isRisk = role === 'upstream' && (kind === 'range-widened' || kind === 'range-changed');
    return isRisk ? { message, severity: 'warning' } : message;
  },
  fixes: restoreFixes,
});
