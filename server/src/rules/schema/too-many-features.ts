import { versionsWith } from '../../schema/dialect.ts';
import { MAX_FEATURES } from '../../schema/link.ts';
import { linkRule } from '../link-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

const names = (count: number): string => Array.from({ length: count }, (_, i) => `'feature-${i + 1}'`).join(', ');

export const tooManyFeatures = linkRule({
  id: 'schema/too-many-features',
  category: 'schema',
  codes: ['too-many-features'],
  enforced: versionsWith('feature-limit'),
  summary: 'A schema has more than 64 different names of features.',
  why: `Since QEMU 10.0 the features of a thing are kept as the bits of one 64-bit number. Two of them are \`deprecated\` and \`unstable\`,
used or not; 62 are left.`,
  remedy: 'Use fewer names: the same name may stand in many places.',
  source: GEN_FEATURES,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject', 'features': [ ${names(62)}, '«feature-63»' ] }\n`,
    },
  },
  good: { files: { 'qapi/qapi-schema.json': `{ 'command': 'eject', 'features': [ ${names(62)} ] }\n` } },
  tell: ({ feature }) => ({
    thing: feature,
    message: `With '${feature.name.text}' the schema has more than ${MAX_FEATURES} different names of features ('deprecated' and 'unstable' count in any case).`,
  }),
});
