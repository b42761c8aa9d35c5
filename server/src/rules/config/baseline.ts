import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const baseline: Rule = {
  id: 'config/baseline',
  category: 'config',
  severity: 'error',
  summary: 'The baseline that was asked for cannot be read.',
  why: `Which names are new, and so need a downstream prefix, shows in comparison with the upstream schema that the tree is based
on. As long as that baseline cannot be read, only the form of names is judged; all other rules go on.`,
  remedy: `Correct the setting \`baseline\`: \`release:8.2\` for a release of upstream, all of which come with the program, \`dir:PATH\` for
another tree, \`introspection:FILE\` for what a QEMU answered to query-qmp-schema, \`git:REF\` for a reference of the same repository,
\`auto\` for the tag or the release of the tree's VERSION, \`none\` to go without. For a missing tag, the message names the command that
fetches it.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': "«{» 'command': 'eject' }\n" },
    baselineSpec: 'dir:../nowhere',
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
  },
  check({ schema, contract, baselineProblem, report }) {
    const damage = contract?.historyProblem;
    const problem =
      baselineProblem ??
      (damage === undefined
        ? undefined
        : { message: `${damage} What was taken from other releases is told like any addition.`, place: undefined });
    if (!problem) return;
    const { message, place } = problem;
    const root = schema.sources.files[0];
    if (place) report({ ...place, message });
    // An editor's setting has no place in any file; the first character of the root is where people look first.
    else if (root) report({ file: root.path, span: { start: 0, end: Math.min(1, root.tree.text.length) }, message });
  },
};
