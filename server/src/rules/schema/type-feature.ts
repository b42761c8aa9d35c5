import { versionsWith } from '../../schema/dialect.ts';
import { linkRule } from '../link-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const typeFeature = linkRule({
  id: 'schema/type-feature',
  category: 'schema',
  codes: ['type-feature'],
  enforced: versionsWith('deprecated-feature'),
  summary: "A type has the feature 'deprecated' or 'unstable'.",
  why: `QEMU acts upon these two features, and clients never see where a type begins: they see commands, events, members and values. Only
those can be deprecated or unstable.`,
  remedy: 'Move the feature to the commands, events, members or values that it is about.',
  source: GEN_FEATURES,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'features': [ '«deprecated»' ], 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Drive', 'data': { 'id': { 'type': 'str', 'features': [ 'deprecated' ] } } }\n",
    },
  },
  tell: ({ definition, feature }) => ({
    thing: feature,
    message: `Types cannot be '${feature.name.text}', only commands, events, members and values. Move the feature to those of ${definition.kind} '${definition.name.text}' that it is about.`,
  }),
});
