import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, isCapability, isDownstream, isErrorClass, WAYS } from '../contract-rule.ts';
import { GEN_COMPATIBILITY } from '../sources.ts';

export const newOutputValue = contractRule({
  id: 'contract/new-output-value',
  severity: 'warning',
  otherDirection: { rule: 'contract/new-argument' },
  summary: 'Clients may receive a value that upstream never sends.',
  why: `Clients ignore members that they do not know, but a value that they do not know stands in a member that they do know, and read. Some treat
it as an error; few have been written with it in mind. The prefix tells whose it is, and does not make it harmless.`,
  remedy: `Send the value only to clients that have asked for something with a downstream name, or send one of upstream's that comes closest and put
the rest into a new member with your prefix. An enum stays an enum.`,
  source: GEN_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'Reason', 'data': [ 'user', '«__com.example_quota»' ] }
{ 'event': 'STOP', 'data': { 'reason': 'Reason' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'enum': 'Reason', 'data': [ 'user' ] }
{ 'event': 'STOP', 'data': { 'reason': 'Reason' } }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'Reason', 'data': [ 'user' ] }
{ 'event': 'STOP', 'data': { 'reason': 'Reason', '*__com.example_quota': 'bool' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'enum': 'Reason', 'data': [ 'user' ] }
{ 'event': 'STOP', 'data': { 'reason': 'Reason' } }
`,
    },
    domains: ['com.example'],
  },
  kinds: ['value-added', 'values-opened'],
  directions: ['receive', 'both'],
  tell: (change, { role, profile }) => {
    const { path, direction } = change;
    if (change.kind === 'values-opened') {
      return `Upstream has ${change.was} here, and this has ${change.is}; ${WAYS[direction]} (${path}). Those of upstream may not know what to do with other values. Give it upstream's type again.`;
    }
    const { name } = change;
    // Without a prefix that is what is told.
    if (isErrorClass(change) || isCapability(change) || (role === 'downstream' && !isDownstream(name)))
      return undefined;
    const what = `The value '${name}' is new, and ${WAYS[direction]} (${path}): those of upstream may not know what to do with it.`;
    const message = role === 'upstream' ? what : `${what} Keep it for those that ask for it by a downstream name.`;
    // What clients send as well is mostly received where one of them has sent it.
    return direction === 'both' && profile === 'spec' ? { message, severity: 'information' } : message;
  },
  fixes: (change, context) => (change.kind === 'values-opened' ? restoreFixes(change, context) : []),
});
