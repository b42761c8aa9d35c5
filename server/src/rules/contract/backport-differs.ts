import { hasInWords, inWords } from '../../contract/elsewhere.ts';
import { isDownstream } from '../contract-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const backportDiffers: Rule = {
  id: 'contract/backport-differs',
  category: 'contract',
  comparing: true,
  severity: 'warning',
  upstreamSeverity: 'off',
  otherDirection: { none: 'It is about both directions.' },
  summary: 'Something was taken from another release of upstream, and is not quite the same there.',
  why: `Under upstream's name clients expect what upstream has. A client that is written with your QEMU fails with that release of upstream, and
with your own QEMU after the next rebase. Often upstream has changed it between the patch that was taken over and the release.`,
  remedy: `Make it what upstream has in that release. What is your own in it needs your prefix, like any addition.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*«quick»': 'str' } }\n" },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
      '9.1': `{ 'enum': 'Pace', 'data': [ 'quick', 'slow' ] }
{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'Pace' } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'Pace', 'data': [ 'quick', 'slow' ] }
{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'Pace' } }
`,
    },
    domains: ['com.example'],
    version: '9.1.0',
    releases: {
      '8.2': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
      '9.1': `{ 'enum': 'Pace', 'data': [ 'quick', 'slow' ] }
{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'Pace' } }
`,
    },
  },
  check({ contract, role, report }) {
    if (!contract || role === 'upstream') return;
    for (const name of contract.newNames) {
      const { thing, path } = name;
      if (isDownstream(thing.name.text)) continue;
      const elsewhere = contract.elsewhereOf(name);
      if (elsewhere?.kind !== 'differs') continue;
      const message = `${sentence(describe(thing))} is not in the baseline. Upstream ${hasInWords(elsewhere)}, and not quite so: ${inWords(elsewhere)}. Make it what upstream has.`;
      report({ file: thing.file, span: thing.name.span, thing, path, message });
    }
  },
};
