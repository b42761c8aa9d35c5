import { docRule } from '../doc-rule.ts';
import { GEN_DOC } from '../sources.ts';

const NEXT = {
  comment: 'another documentation comment follows',
  include: 'an include follows',
  pragma: 'a pragma follows',
  end: 'the file ends',
} as const;

export const docNotFollowed = docRule({
  id: 'doc/not-followed',
  generatorNote:
    'refuses it since 2.9; 9.0 also stumbles over an ordinary comment right behind a documentation comment',
  summary: 'No definition follows the documentation comment.',
  why: 'A comment that begins with `# @NAME:` belongs to the definition of that name, which has to follow at once. Otherwise nobody knows what it documents.',
  remedy: 'Put the comment right before its definition, or remove it.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': "##\n# «@eject»:\n#\n# Open the tray.\n##\n\n{ 'include': 'block.json' }\n",
      'qapi/block.json': "##\n# @close:\n#\n# Close the tray.\n##\n{ 'command': 'close' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'include': 'block.json' }\n\n##\n# @eject:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n",
      'qapi/block.json': "##\n# @close:\n#\n# Close the tray.\n##\n{ 'command': 'close' }\n",
    },
  },
  misfits: {
    'not-followed': ({ name, next = 'end' }) => ({
      message: `The documentation of '${name}' must be followed by its definition, but here ${NEXT[next]}. Move or remove the comment.`,
    }),
    'comment-behind': () => ({
      message:
        'The generator of QEMU 9.0 cannot read an ordinary comment right behind a documentation comment. Move it, or put it into the documentation.',
    }),
  },
});
