import { versionsWith } from '../../schema/dialect.ts';
import { docRule } from '../doc-rule.ts';
import { GEN_DOC } from '../sources.ts';

export const docHeading = docRule({
  id: 'doc/heading',
  enforced: versionsWith('doc-heading-refused'),
  generatorNote:
    'refuses it in the documentation of a definition from 5.2 to 10.0; headings that do not come first from 9.0 to 10.0',
  summary: 'A line begins with `=` where no heading can stand.',
  why: `Until QEMU 10.0 a line that begins with \`=\` is a heading of the manual. Headings stand in comments of their own, and since 9.0 on the
first line of them; the documentation of a definition has none.`,
  remedy: 'Put the heading into a comment of its own, or write the line in another way.',
  source: GEN_DOC,
  bad: {
    files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n# «= Trays»\n##\n{ 'command': 'eject' }\n" },
    version: '10.0',
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# = Trays\n##\n\n##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n",
    },
    version: '10.0',
  },
  faults: {
    heading: ({ detail }) => ({
      message:
        detail === 'below'
          ? 'A heading must come first in its comment. Begin another comment with it.'
          : "A line that begins with '=' is a heading, and the documentation of a definition has none. Put it into a comment of its own.",
    }),
  },
});
