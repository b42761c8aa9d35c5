import { oldSectionRule } from '../old-section-rule.ts';

export const docExampleSection = oldSectionRule({
  id: 'doc/example-section',
  kind: 'example',
  directive: '.. qmp-example::',
  summary: 'An example stands in a section `Example:` or `Examples:`.',
  why: `Until QEMU 9.0 examples were sections of a documentation comment. Since 9.1 the generator refuses these: an example is a directive,
\`.. qmp-example::\`, that sets requests and replies as such. What is no QMP is a literal block, behind a line \`::\`.`,
  remedy:
    'Write `.. qmp-example::`, an empty line, and the messages indented by four; several examples are several directives, each with a `:title:` if it needs one.',
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Since: 1.1
#
# «Example:»
#
#     -> { "execute": "eject" }
#     <- { "return": {} }
##
{ 'command': 'eject' }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Since: 1.1
#
# .. qmp-example::
#
#     -> { "execute": "eject" }
#     <- { "return": {} }
##
{ 'command': 'eject' }
`,
    },
  },
});
