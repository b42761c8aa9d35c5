import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, isCapability, WAYS } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const valueRemoved = contractRule({
  id: 'contract/value-removed',
  severity: 'error',
  otherDirection: { none: 'Clients that know a value which they never receive miss nothing.' },
  summary: 'A value of an enum that clients of upstream can send is missing.',
  why: `QEMU refuses values that an enum does not have. A client that works with upstream's QEMU sends this one, and with yours the
command fails. Where the value is one of a union's tag, all that belongs to it is gone too.`,
  remedy: `Put it back. What a build cannot do is usually left out by a condition (\`if\`) that upstream has as well, or fails at run time.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': '«Tray»', 'data': [ 'open' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'enum': 'Tray', 'data': [ 'open', 'closed' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }
`,
    },
    domains: ['com.example'],
  },
  kinds: ['value-removed'],
  directions: ['send', 'both'],
  // A capability is part of the greeting.
  tell: (change) => {
    if (isCapability(change)) return undefined;
    const { name, path, direction } = change;
    return `Upstream's value '${name}' is missing, and ${WAYS[direction]} (${path}): commands that have it are refused. Put it back.`;
  },
  fixes: restoreFixes,
});
