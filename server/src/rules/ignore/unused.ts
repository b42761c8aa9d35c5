import type { Unused } from '../acknowledge.ts';
import { editFix } from '../fixes.ts';
import { removeRule } from '../ignores.ts';
import type { Rule } from '../rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const unusedIgnore: Rule = {
  id: 'ignore/unused',
  category: 'ignore',
  severity: 'warning',
  unnecessary: true,
  afterOthers: true,
  summary: 'A problem is acknowledged that is not there, or that breaks the build.',
  why: `A comment \`# qapi-ignore\`, or an entry of the setting \`acknowledged\`, whose problem is gone would silently acknowledge the next
one of its kind. And what QEMU's own generator refuses cannot be acknowledged at all: the build would break all the same.

Nothing is said where a rule has nothing to judge by: where it is off, where there is no baseline to compare with, where the schema
cannot be read as a whole. An ignore in a file that several schemas include has to be of no use in all of them.`,
  remedy: `Remove it; or, where the problem is there, move the comment directly above it, or write the path as the problem gives it. What
breaks the build is to be put right.`,
  source: GEN_SYNTAX,
  bad: {
    files: {
      'qapi/qapi-schema.json': `# qapi-ignore «naming/experimental-prefix»: older than the feature
{ 'command': 'eject' }
# qapi-ignore «naming/event-case»: libvirt waits for it
{ 'event': 'ejected' }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `# qapi-ignore naming/experimental-prefix: older than the feature
{ 'command': 'x-eject' }
{ 'event': 'EJECTED' }
`,
    },
  },
  check({ schema, unused, report }) {
    for (const one of unused) {
      const { file, span, from } = one;
      const source = schema.file(file);
      const fixes =
        source === undefined || from.kind === 'setting'
          ? []
          : [editFix(`Remove '${one.rule}' here`, [removeRule(source, from.ignore, from.rule)], false)];
      report({ file, span, message: messageOf(one), fixes: () => fixes });
    }
  },
};

function messageOf({ rule, isRefused, from }: Unused): string {
  const what = from.kind === 'comment' ? 'here' : `at '${from.path}'`;
  return isRefused
    ? `What '${rule}' finds ${what} cannot be acknowledged: QEMU's own generator refuses the schema for it.`
    : `There is nothing to acknowledge: '${rule}' finds nothing ${what}.`;
}
