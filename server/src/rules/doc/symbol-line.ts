import { withoutTail } from '../../syntax/space.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docSymbolLine = docRule({
  id: 'doc/symbol-line',
  generatorNote:
    'refuses it since 2.9, blanks behind the colon until 8.2 only; a free-form comment before a definition is refused as well',
  summary: 'The first line of a documentation comment does not name what it documents.',
  why: `The first line \`# @NAME:\`, right below the \`##\`, says what a comment documents: the name, a colon, and nothing else. Without it
the comment is free-form text, and none such may stand right before a definition.`,
  remedy: 'Begin the comment with `# @NAME:`, and move any text to the lines below.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##\n# «@eject»\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  faults: {
    'symbol-colon': ({ span, detail }, { doc, definition, edits }) => {
      const name = definition?.name.text;
      const line = doc.lines[0]?.text ?? '';
      if (name !== undefined && name !== detail && line.startsWith(`@${detail}:`)) {
        const below = doc.lines.findIndex(({ text }) => withoutTail(text) === `@${name}:`);
        if (below > 0) {
          return {
            message: `'@${name}:' names what the comment documents, so it must stand on the first line. Move it up.`,
            fixes: () => [editFix(`Move '@${name}:' up`, edits.move(below, below + 1, 0, { first: [], last: [''] }))],
          };
        }
        return {
          message: `This describes '${detail}', and the comment must name what it documents first. Begin it with '# @${name}:'.`,
          fixes: () => [editFix(`Insert '@${name}:'`, [edits.insert(0, [`@${name}:`, ''])])],
        };
      }
      return {
        message:
          detail === ''
            ? "The first line must be '@NAME:' and nothing else: it names what is documented."
            : `The first line must be '@${detail}:' and nothing else: it names what is documented.`,
        fixes: () => {
          if (detail === '') return [];
          const text = doc.lines[0]?.text.slice(1 + detail.length) ?? '';
          const behind = { start: span.start + 1 + detail.length, end: span.end };
          if (text.trim() === '') return [editFix("Insert ':'", [edits.replace(behind, ':')])];
          const moved = text.replace(/^[\s:]+/, '');
          return [editFix('Move the text below', [edits.replace(behind, ':'), edits.insert(1, ['', moved])])];
        },
      };
    },
    'symbol-missing': ({ span }, { definition, edits }) => ({
      message: "There is no name between '@' and ':': the first line names what is documented.",
      fixes: () =>
        definition
          ? [editFix(`Insert '${definition.name.text}'`, [edits.replace(span, `@${definition.name.text}:`)])]
          : [],
    }),
    'symbol-space': ({ span, detail }, { edits }) => ({
      message: `Nothing may stand behind '@${detail}:', not even blanks. Remove them.`,
      fixes: () => [editFix('Remove the blanks', [edits.replace(span, '')])],
    }),
    'symbol-below': ({ detail, lines }, { edits }) => ({
      message: `'@${detail}:' must stand on the first line: below an empty one it is no name of what is documented. Remove the empty line.`,
      fixes: () => (lines ? [editFix('Remove what is empty above', [edits.remove(lines.from, lines.to)])] : []),
    }),
  },
  misfits: {
    'free-form': ({ name }, { doc, edits }) => {
      if (name === '') {
        return { message: "This comment stands before a definition and does not name it. Begin it with '# @NAME:'." };
      }
      const first = doc.lines[0];
      // `# eject:`, `#  @eject:` and the like.
      const almost = first && first.text.replace(/[\s@:#]/g, '') === name ? first : undefined;
      return {
        message: `This comment stands before the definition of '${name}' and does not name it. Begin it with '# @${name}:'.`,
        ...(almost && { span: { start: almost.start, end: almost.end } }),
        fixes: () => [
          almost
            ? editFix(`Write '@${name}:'`, [edits.replace({ start: almost.start, end: almost.end }, `@${name}:`)])
            : // The text may be about something else.
              editFix(`Insert '@${name}:'`, [edits.insert(0, [`@${name}:`, ''])], false),
        ],
      };
    },
  },
});
