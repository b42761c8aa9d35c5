import { oldSectionRule } from '../old-section-rule.ts';

export const docNoteSection = oldSectionRule({
  id: 'doc/note-section',
  kind: 'note',
  directive: '.. note::',
  summary: 'A note stands in a section `Note:` or `Notes:`.',
  why: `Until QEMU 9.0 notes were sections of a documentation comment. Since 9.1 the generator refuses these: a note is a directive of
reStructuredText, \`.. note::\`, and there are others for what is more than a note, such as \`.. caution::\` or \`.. important::\`.`,
  remedy: 'Write `.. note::`, and indent the lines below it by three.',
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# «Note:» a locked tray stays closed.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# .. note:: A locked tray stays closed.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
});
