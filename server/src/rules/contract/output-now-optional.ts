import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, WAYS } from '../contract-rule.ts';
import { GEN_COMPATIBILITY } from '../sources.ts';

export const outputNowOptional = contractRule({
  id: 'contract/output-now-optional',
  severity: 'error',
  upstreamSeverity: 'warning',
  otherDirection: { rule: 'contract/argument-now-optional' },
  summary: 'Something that upstream always sends may be missing.',
  why: `Clients take what upstream always sends for granted. The schema is what tells them that they may, and a client that was made from
upstream's schema has no way to handle its absence.`,
  remedy: 'Make it mandatory again, and always send it. Where there is nothing to say, say what upstream says then.',
  source: GEN_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { '*«reason»': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'event': 'STOP', 'data': { 'reason': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['became-optional'],
  directions: ['receive', 'both'],
  tell: ({ path, direction }) =>
    `Upstream always has this, and ${WAYS[direction]} (${path}); here it may be missing, and clients take it for granted. Make it mandatory again.`,
  fixes: restoreFixes,
});
