import { inWords, momentOf } from '../../contract/elsewhere.ts';
import { isDownstream } from '../contract-rule.ts';
import { prefixFixes } from '../domain-fixes.ts';
import { describe, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const collision: Rule = {
  id: 'contract/collision',
  category: 'contract',
  comparing: true,
  severity: 'error',
  upstreamSeverity: 'off',
  otherDirection: { none: 'It is about both directions.' },
  summary: 'A name that a downstream has added means something else in another release of upstream.',
  why: `This is what the prefix is for: a name without one was free once, and then upstream gave it to something else. Both cannot stay. Clients
that use yours do the wrong thing with upstream's, and those of upstream with yours; and the next rebase brings the two together.`,
  remedy: 'Insert the prefix. Tell the users of the name before you rebase on that release.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject' }
{ 'command': '«backup»', 'data': { 'archive': 'str' } }
`,
    },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject' }\n",
      '9.1': "{ 'command': 'eject' }\n{ 'command': 'backup', 'data': { 'device': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject' }
{ 'command': '__com.example_backup', 'data': { 'archive': 'str' } }
`,
    },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject' }\n",
      '9.1': "{ 'command': 'eject' }\n{ 'command': 'backup', 'data': { 'device': 'str' } }\n",
    },
  },
  check(context) {
    const { contract, role, report } = context;
    if (!contract || role === 'upstream') return;
    for (const name of contract.newNames) {
      const { thing, path } = name;
      if (isDownstream(thing.name.text)) continue;
      const elsewhere = contract.elsewhereOf(name);
      if (elsewhere?.kind !== 'collides') continue;
      const when = elsewhere.isLater
        ? `collides on rebase with ${momentOf(elsewhere)}`
        : `collides with ${momentOf(elsewhere)}`;
      const message = `${sentence(describe(thing))} ${when}, where upstream has something else by that name: ${inWords(elsewhere)}. Insert your prefix.`;
      report({
        file: thing.file,
        span: thing.name.span,
        thing,
        path,
        message,
        fixes: () => prefixFixes(thing, context),
      });
    }
  },
};
