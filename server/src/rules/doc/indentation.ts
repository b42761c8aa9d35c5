import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docIndentation = docRule({
  id: 'doc/indentation',
  generatorNote:
    'refuses it since 5.2. Until 8.0 the lines below have to begin in the column of the text behind the colon; in 8.1 and 8.2 the second line of a section tells how far; since 9.0 the second line of what is indented may not go back',
  summary: 'A line of a section is indented less than it has to be.',
  why: `The text of a section is indented, by four columns as a rule, and that is how the generator knows where the section ends. A line that
is indented less does not belong to it any more, and where no empty line stands before it, that was hardly meant.`,
  remedy: 'Indent the line as those above it. If it begins a text of its own, put an empty line before it.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive that has\n#     the tray and\n#   «the lock»\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive that has\n#     the tray and\n#     the lock\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  faults: {
    'de-indent': ({ detail, lines, span }, { edits, doc }) => {
      if (lines && edits.isBlank(lines.from)) {
        return {
          message: `The blanks of this empty line are fewer than the ${detail} columns by which the text is indented that it belongs to. Remove them.`,
          fixes: () => [editFix('Remove the blanks', [edits.replace(doc.lines[lines.from] ?? span, '')])],
        };
      }
      return {
        message: `This line is indented less than the text that it belongs to: ${detail} columns at least are expected. Indent it, or put an empty line before it.`,
        fixes: () => {
          // What lacks its `#` is indented when it gets one.
          if (!lines || doc.lines[lines.from]?.lacks === 'hash') return [];
          // What begins a section belongs to no other.
          if (lines.from === lines.to) return [editFix('Insert an empty line', [edits.insert(lines.from, [''])])];
          return [editFix(`Indent by ${detail}`, edits.indent(lines.from, lines.to, Number(detail)))];
        },
      };
    },
    unindented: ({ detail, lines }, { edits }) => ({
      message: `This line is not indented, so it ends the description of '${detail}', and no member can be described behind it. Indent it by four.`,
      fixes: () => (lines ? [editFix('Indent by 4', edits.indent(lines.from, lines.to, 4))] : []),
    }),
  },
});
