import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const widerArgument = contractRule({
  id: 'contract/wider-argument',
  severity: 'warning',
  strictSeverity: 'error',
  upstreamSeverity: 'off',
  otherDirection: { rule: 'contract/output-type' },
  summary: 'An argument takes more than upstream takes.',
  why: `Upstream refuses such a value, and yours does something with it. A client that is written with your QEMU then fails with any other, and
nothing in its messages shows why: they have no downstream name. A downstream behaves exactly like upstream for such input.`,
  remedy: `Give it upstream's type again, and put what it should take besides into a new argument, optional and with your prefix, or into a
command of your own.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'alternate': 'Amount', 'data': { 'bytes': 'int', 'share': 'str' } }
{ 'command': 'balloon', 'data': { 'value': '«Amount»' } }
`,
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int', '*__com.example_share': 'str' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'balloon', 'data': { 'value': 'int' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['type-widened', 'values-opened', 'range-widened', 'alternative-added'],
  directions: ['send'],
  tell: (change) =>
    change.kind === 'alternative-added'
      ? `Upstream does not take ${change.name} here (${change.path}): clients that send it work with no other QEMU. Take it out.`
      : `Upstream takes ${change.was} here, and this takes ${change.is} (${change.path}): clients that make use of it work with no other QEMU. Give it upstream's type again.`,
  fixes: restoreFixes,
});
