import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const argumentNowOptional = contractRule({
  id: 'contract/argument-now-optional',
  severity: 'warning',
  strictSeverity: 'error',
  upstreamSeverity: 'off',
  otherDirection: { rule: 'contract/output-now-optional' },
  summary: 'An argument that upstream wants may be left out.',
  why: `Upstream refuses the command without it, and yours does something. A client that is written with your QEMU then fails with any other,
and nothing in its messages shows why: they have no downstream name. A downstream behaves exactly like upstream for such input.`,
  remedy:
    'Make it mandatory again. What your clients may leave out belongs into a command of your own, with your prefix.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*«id»': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['became-optional'],
  directions: ['send'],
  tell: ({ path }) =>
    `Upstream refuses commands without this (${path}); here it may be left out, and clients that do so work with no other QEMU. Make it mandatory again.`,
  fixes: restoreFixes,
});
