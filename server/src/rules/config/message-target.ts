import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

/** It is about files of messages: `targetProblems` (run-messages.ts) reports it before the first of them. */
export const messageTarget: Rule = {
  id: 'config/message-target',
  category: 'config',
  severity: 'warning',
  summary: 'What QMP messages should be checked against cannot be had.',
  why: `Every release of QEMU, and every downstream of it, has other commands and arguments. As long as the one that the settings name cannot be
read, messages are checked against the newest release that is known, which may have more than yours and may lack something.`,
  remedy: `Correct the setting \`qmp.target\`: \`auto\` for the schema of the tree that the messages stand in, else the newest release;
\`release:8.2\` for a release of upstream, all of which come with the program; \`introspection:FILE\` for what a QEMU answered to
query-qmp-schema; \`socket:ADDRESS\` for a running QEMU, once it has been asked.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
      'messages.qmp': '«»{ "execute": "eject" }\n',
    },
    config: '{ "qmp.target": "introspection:nowhere.json" }',
    releases: { '9.1': "{ 'command': 'eject' }" },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
      'messages.qmp': '{ "execute": "eject" }\n',
    },
    config: '{ "qmp.target": "release:9.1" }',
    releases: { '9.1': "{ 'command': 'eject' }" },
  },
  check: () => undefined,
};
