import { isPresence } from '../../compat/change.ts';
import { inWords, ownerOf } from '../../compat/words.ts';
import { hasInWords, momentOf } from '../../contract/elsewhere.ts';
import { isDownstream, placeOf } from '../contract-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const backport: Rule = {
  id: 'contract/backport',
  category: 'contract',
  comparing: true,
  severity: 'information',
  upstreamSeverity: 'off',
  otherDirection: { none: 'It is about both directions.' },
  summary: 'A difference from the baseline is one that another release of upstream has as well.',
  why: `Downstreams take things from newer releases, and keep some that upstream has dropped. Those are upstream's names, and mean what upstream
says, so they need no prefix: clients find out by introspection whether they are there. What is reported here has been compared with that
release: whoever uses it can use it there, too. With a rebase on that release it is no difference any more.`,
  remedy: 'Nothing is to be done. It is told so that a review shows where a difference comes from.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*«quick»': 'bool' } }\n" },
    domains: ['com.example'],
    version: '8.2.0',
    releases: {
      '8.2': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
      '9.1': "{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'bool' } }\n",
    },
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'bool' } }\n" },
    domains: ['com.example'],
    version: '9.1.0',
    releases: {
      '8.2': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
      '9.1': "{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'bool' } }\n",
    },
  },
  check({ contract, schema, role, report }) {
    if (!contract || role === 'upstream') return;
    const told = new Set<unknown>();
    for (const name of contract.newNames) {
      const { thing, path } = name;
      told.add(thing);
      if (isDownstream(thing.name.text)) continue;
      const elsewhere = contract.elsewhereOf(name);
      if (elsewhere?.kind !== 'same') continue;
      const message = `${sentence(describe(thing))} is not in the baseline, but upstream ${hasInWords(elsewhere)} (${path}): it needs no prefix.`;
      report({ file: thing.file, span: thing.name.span, thing, path, message });
    }
    for (const change of contract.changes) {
      // New names have been told, whatever they are new for.
      if (change.unstable || (change.ours && told.has(change.ours.thing) && isPresence(change))) continue;
      const elsewhere = contract.elsewhereOf(change);
      if (elsewhere?.kind !== 'same') continue;
      const message = `Upstream has made this change as well, by ${momentOf(elsewhere)}: of ${ownerOf(change)}, ${inWords(change)}.`;
      report({ ...placeOf(change, schema, contract.baseline), path: change.path, change, message });
    }
  },
};
