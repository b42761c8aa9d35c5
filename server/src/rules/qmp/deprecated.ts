import { featureText } from '../feature-text.ts';
import { describe, sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const deprecated = qmpRule({
  id: 'qmp/deprecated',
  severity: 'warning',
  exampleSeverity: 'information',
  deprecated: true,
  summary: 'A client uses something that is deprecated.',
  why: `What has the feature \`deprecated\` may go with one of the next releases: it stays for two more at least. Its documentation says what to use
instead.`,
  remedy: 'Use what the documentation recommends.',
  source: GEN_FEATURES,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @change-medium:
#
# Features:
#
# @deprecated: Use \`eject\` instead.
#
# Since: 1.1
##
{ 'command': 'change-medium', 'features': [ 'deprecated' ] }

##
# @eject:
#
# Since: 1.1
##
{ 'command': 'eject' }
`,
      'messages.qmp': '{ "execute": "«change-medium»" }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
      'messages.qmp': '{ "execute": "eject" }\n',
    },
  },
  kinds: ['deprecated'],
  tell({ thing, feature }, { schema }) {
    const text = featureText(feature, schema);
    return {
      message: `${sentence(describe(thing))} is deprecated.${text === '' ? '' : ` ${text}`}`,
      thing,
    };
  },
});
