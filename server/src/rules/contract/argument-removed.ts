import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, WAYS } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const argumentRemoved = contractRule({
  id: 'contract/argument-removed',
  severity: 'error',
  otherDirection: { rule: 'contract/output-removed' },
  summary: 'Something that clients of upstream can send in the arguments of a command is missing.',
  why: `QEMU refuses arguments that it does not know. A client that works with upstream's QEMU sends this one, and with yours the whole
command fails.`,
  remedy: `Put it back. If your QEMU cannot do what it asks for, let the command fail where its value asks for it, and accept the values
that ask for nothing special.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': '«eject»', 'data': { 'id': 'str' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['optional-member-removed', 'mandatory-member-removed'],
  directions: ['send', 'both'],
  tell: ({ name, path, direction }) =>
    `Upstream's '${name}' is missing, and ${WAYS[direction]} (${path}): commands that have it are refused. Put it back.`,
  fixes: restoreFixes,
});
