import { parseName } from '../../names/parse.ts';
import { isDownstream } from '../contract-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const nowUpstream: Rule = {
  id: 'contract/now-upstream',
  category: 'contract',
  comparing: true,
  severity: 'information',
  upstreamSeverity: 'off',
  otherDirection: { none: 'It is about both directions.' },
  summary: 'Upstream has something by the name of a downstream addition, without the prefix.',
  why: `Much that downstreams add finds its way upstream, under its plain name. Then two ways lead to the same, and the one with the prefix is to be
maintained by you alone.`,
  remedy: `Look whether upstream's does what yours does. If so, deprecate yours, move your clients, and drop it; if not, leave it as it is.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject' }
{ 'command': '«__com.example_backup»', 'data': { 'device': 'str' } }
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
{ 'command': '__com.example_archive', 'data': { 'device': 'str' } }
`,
    },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject' }\n",
      '9.1': "{ 'command': 'eject' }\n{ 'command': 'backup', 'data': { 'device': 'str' } }\n",
    },
  },
  check({ contract, role, report }) {
    if (!contract || role === 'upstream') return;
    for (const name of contract.newNames) {
      const { thing, path } = name;
      const { text } = thing.name;
      if (!isDownstream(text)) continue;
      const { stem } = parseName(text);
      if (stem === '') continue;
      if (!contract.plainReleaseOf(name, stem)) continue;
      const message = `${sentence(describe(thing))} is your own, and upstream has '${stem}' in the same place (${path}): if that does the same, yours can go.`;
      report({ file: thing.file, span: thing.name.span, thing, path, message });
    }
  },
};
