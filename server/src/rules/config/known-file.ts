import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const knownFile: Rule = {
  id: 'config/known-file',
  category: 'config',
  severity: 'error',
  summary: 'The list of known problems, `.qapi-known.json`, cannot be read.',
  why: `The list holds the problems that a tree had when it was recorded; they are not reported. A list that is broken, say by the marks
of a merge, does not tell which those are, so all of them are reported until it is put right.`,
  remedy: `Run \`qapi check --record\`, which writes the list anew, and look at the difference. Or take the marks of the merge out by hand:
every entry has a line of its own, and their order does not matter.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    known: `{
  "version": 1,
  "known": [
«<<<<<<<» HEAD
    { "rule": "naming/experimental-prefix", "path": "x-eject" }
  ]
}
`,
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject' }\n" },
    known: `{
  "version": 1,
  "known": [
    { "rule": "naming/experimental-prefix", "file": "qapi/qapi-schema.json", "name": "x-eject" }
  ]
}
`,
  },
  check({ knownProblem, report }) {
    if (knownProblem) report(knownProblem);
  },
};
