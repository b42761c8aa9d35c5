import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docFreeForm = docRule({
  id: 'doc/free-form',
  summary: 'A line begins like the description of a member where none can stand.',
  why: `A line that begins with \`@NAME:\` describes a member or a feature. In a comment that documents nothing there are none, and until QEMU 8.2
the generator refuses such a line also where it is no description for a small reason: no space behind the colon, or text before it that is
not at the margin.`,
  remedy: 'Write the line in another way, or begin the comment with the name of what it documents.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': '##\n# About drives.\n#\n# «@id:» names one\n##\n' } },
  good: { files: { 'qapi/qapi-schema.json': '##\n# About drives.\n#\n# An id names one.\n##\n' } },
  faults: {
    'stray-name': ({ span, detail }, { checked, doc, edits }) => {
      const line = doc.lines.find(({ start, end }) => start <= span.start && span.end <= end);
      const glued = checked?.reading.symbol !== undefined && line?.start === span.start;
      return {
        message: glued
          ? `A space is missing behind '@${detail}:', or '@' does not belong there: this is no description as it stands.`
          : checked?.reading.symbol === undefined
            ? `This comment documents nothing, so '@${detail}:' cannot describe a member in it. Write it without '@', or not at the beginning of the line.`
            : `'@${detail}:' describes a member only where it stands at the margin. Move it there, or remove the '@'.`,
        fixes: () => [editFix("Remove '@'", [edits.replace({ start: span.start, end: span.start + 1 }, '')], !glued)],
      };
    },
  },
});
