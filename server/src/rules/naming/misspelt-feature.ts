import { isSlip } from '../../names/nearest.ts';
import { has, SPECIAL_FEATURES } from '../../schema/dialect.ts';
import { forEachNamed, type Member } from '../../schema/model.ts';
import { perFileByDefinition } from '../../schema/remember.ts';
import { renameFix } from '../fixes.ts';
import { describe, isUpstreams, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const misspeltFeature: Rule = {
  id: 'naming/misspelt-feature',
  category: 'naming',
  severity: 'warning',
  summary: 'A feature is nearly called `deprecated` or `unstable`.',
  why: `A feature may have any name, so the generator takes this one as it is. But QEMU acts on \`deprecated\` and \`unstable\` alone: its policies for
deprecated and unstable interfaces look for just these names, and so do clients that read what query-qmp-schema answers.`,
  remedy: 'Write `deprecated` or `unstable`; a feature that means something else should not look like them.',
  source: GEN_FEATURES,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Features:\n#\n# @depracated: use something else\n#\n# Since: 1.0\n##\n{ 'command': 'eject',\n  'features': [ '«depracated»' ] }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Features:\n#\n# @deprecated: use something else\n#\n# Since: 1.0\n##\n{ 'command': 'eject',\n  'features': [ 'deprecated' ] }\n",
    },
  },
  check(context) {
    const { schema, version, report } = context;
    for (const { definition, feature, meant } of schema.sources.files.flatMap(misspeltIn)) {
      const trait = SPECIAL_FEATURES.get(meant);
      if (!trait || !has(version, trait) || isUpstreams(definition, context)) continue;
      report({
        file: feature.file,
        span: feature.name.span,
        thing: feature,
        message: `${sentence(describe(feature))}: nothing in QEMU asks for a feature of that name. Did you mean '${meant}'?`,
        fixes: () => [renameFix(`Rename to '${meant}'`, feature, meant, false)],
      });
    }
  },
};

const misspeltIn = perFileByDefinition((definition) => {
  const found: { definition: typeof definition; feature: Member; meant: string }[] = [];
  forEachNamed(definition, (thing) => {
    if (thing.kind !== 'feature') return;
    const { text } = thing.name;
    // One that differs in its case alone is refused.
    if (SPECIAL_FEATURES.has(text.toLowerCase())) return;
    const meant = [...SPECIAL_FEATURES.keys()].find((special) => isSlip(text, special));
    // Where the comment has it right, that is what is told, as the generator refuses it.
    const isDescribed = definition.doc?.sections.some(({ name }) => name?.text === meant);
    if (meant !== undefined && !isDescribed) found.push({ definition, feature: thing, meant });
  });
  return found;
});
