import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const settings: Rule = {
  id: 'config/settings',
  category: 'config',
  severity: 'error',
  summary: 'The file `.qapirc.json` has a setting that makes no sense.',
  why: 'A setting that is misspelled would be ignored in silence, and the tree would be judged by other rules than you meant. What can be read of the file is used.',
  remedy: 'Correct the setting as the message says. The editor completes names and values in `.qapirc.json`.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    config: '{ «"domain"»: ["com.example"] }\n',
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    config: '{ "domains": ["com.example"] } // ours\n',
  },
  check({ configProblems, report }) {
    for (const problem of configProblems) report(problem);
  },
};
