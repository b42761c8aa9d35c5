import { featureText } from '../feature-text.ts';
import { describe, sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { GEN_FEATURES } from '../sources.ts';

export const unstable = qmpRule({
  id: 'qmp/unstable',
  severity: 'information',
  deprecated: true,
  summary: 'A client uses something that is unstable.',
  why: `What has the feature \`unstable\` may change or go with any release, without notice: it is there to be tried out, or for debugging.`,
  remedy: 'Do not rely on it.',
  source: GEN_FEATURES,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @x-colo-lost:
#
# Features:
#
# @unstable: It is experimental.
#
# Since: 2.9
##
{ 'command': 'x-colo-lost', 'features': [ 'unstable' ] }
`,
      'messages.qmp': '{ "execute": "«x-colo-lost»" }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'messages.qmp': '{ "execute": "stop" }\n',
    },
  },
  kinds: ['unstable'],
  tell({ thing, feature }, { schema, isExample }) {
    // Somebody has to document it.
    if (isExample) return undefined;
    const text = featureText(feature, schema);
    return {
      message: `${sentence(describe(thing))} is unstable: it may change or go with any release.${text === '' ? '' : ` ${text}`}`,
      thing,
    };
  },
});
