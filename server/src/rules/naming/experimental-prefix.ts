import { isWithin } from '../../schema/dialect.ts';
import type { Member, NamedThing } from '../../schema/model.ts';
import { definitionOf, isDefinition } from '../../schema/model.ts';
import { describe, isUpstreams, namesOf, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_NAMING } from '../sources.ts';

export const experimentalPrefix: Rule = {
  id: 'naming/experimental-prefix',
  category: 'naming',
  severity: 'information',
  summary: 'A name begins with `x-`, but the thing is not marked unstable.',
  why: `\`x-\` used to say "experimental, may change or go". Since QEMU 6.2 the feature \`unstable\` says so, in a way that clients and tools can
see. A name with \`x-\` and without the feature leaves them guessing. Once something is stable, renaming it would break its users: what
is stable keeps even an odd name.`,
  remedy:
    "Mark it with `'features': [ 'unstable' ]` and document the feature, or choose a name without `x-` while it is new.",
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«x-eject-all»' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject-all', 'features': [ 'unstable' ] }\n" } },
  check(context) {
    const { schema, reach, version, report } = context;
    // Before 6.2 there was no other way to say it.
    if (!isWithin(version, { since: '6.2' })) return;
    for (const { thing, parsed } of namesOf(schema)) {
      if (!parsed.experimental || !CAN_BE_UNSTABLE.has(thing.kind) || !reach.isVisible(thing) || isUnstable(thing))
        continue;
      if (isUpstreams(thing, context)) continue;
      report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: 'x-' alone no longer says that something may change. Mark it with the feature 'unstable', or take another name while it is new.`,
      });
    }
  },
};

const CAN_BE_UNSTABLE: ReadonlySet<NamedThing['kind']> = new Set(['command', 'event', 'member', 'value']);

function isUnstable(thing: NamedThing): boolean {
  const marked = (features: readonly Member[]): boolean => features.some((feature) => feature.name.text === 'unstable');
  return marked(thing.features) || (!isDefinition(thing) && marked(definitionOf(thing).features));
}
