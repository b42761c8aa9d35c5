import { renameFix } from '../fixes.ts';
import { describe, refusedAt, sentence, spellingEnforcement, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const downstreamName: Rule = {
  id: 'naming/downstream-name',
  category: 'naming',
  severity: 'error',
  scope: 'part',
  generatorNote: 'refuses names that begin with `_`, but for those with a downstream prefix in good form',
  summary: 'An upstream schema uses a name that is reserved for downstreams.',
  why: `Upstream never uses names that begin with \`__\`: they belong to those who ship a changed QEMU, so that their additions can never clash
with upstream's. A patch that goes upstream leaves its downstream name behind.`,
  remedy: 'Take the prefix off. If this tree is a downstream, set the role to `downstream`.',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__com.example_eject-all»' }\n" }, role: 'upstream' },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject-all' }\n" }, role: 'upstream' },
  check(context) {
    if (context.role !== 'upstream') return;
    for (const use of strikingNames(context.files)) {
      const { thing, parsed } = use;
      if (!parsed.text.startsWith('_')) continue;
      const bare = parsed.prefix === '' ? parsed.text.replace(/^_+/, '') : parsed.marker + parsed.stem;
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: ${parsed.text.startsWith('__') ? "names that begin with '__' belong to downstreams; upstream never uses them" : 'upstream names begin with a letter'}. Use the name without what stands before it.`,
        fixes: () => (bare === '' ? [] : [renameFix(`Take the prefix off: '${bare}'`, thing, bare)]),
        enforced: spellingEnforcement(use, context),
        refusedAt: refusedAt(thing),
      });
    }
  },
};
