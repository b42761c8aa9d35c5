import type { ReadSection } from '../../schema/doc-sections.ts';
import type { Doc } from '../../syntax/tree.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docDuplicateSection = docRule({
  id: 'doc/duplicate-section',
  generatorNote:
    'refuses two descriptions of a member, and a second `Returns:` or `Since:`, since 2.9, of a feature since 4.1, a second `Errors:` or `Features:` since 9.0',
  summary: 'A documentation comment says the same thing in two sections.',
  why: 'Each member and feature is described once, and `Returns:`, `Errors:`, `Since:` and the line `Features:` stand once in a comment. A second one is mostly left from copying.',
  remedy: 'Remove one of the two, or put their texts together.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive\n#\n# «@id:» its name\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive, by its name\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  faults: {
    duplicate: ({ section, detail, origin }, { doc, edits, checked }) => ({
      message: detail
        ? `'${detail}' is described twice. Keep one of the descriptions.`
        : `There is a second section '${section ? headOf(doc, section) : ''}'. Keep one of the two.`,
      ...(origin && { related: { span: origin, message: 'The first one.' } }),
      fixes: () => {
        if (!section) return [];
        const first = checked?.reading.sections.find(({ head }) => head === origin);
        const same = first !== undefined && textOf(doc, first) === textOf(doc, section);
        return [editFix('Remove this section', [edits.remove(section.firstLine, section.endLine)], same)];
      },
    }),
    'features-twice': ({ lines, origin }, { edits }) => ({
      message: "A second line 'Features:': all features are described below one. Put the descriptions together.",
      ...(origin && { related: { span: origin, message: 'The first one.' } }),
      fixes: () => (lines ? [editFix('Remove this line', [edits.remove(lines.from, lines.to)], false)] : []),
    }),
  },
});

function headOf(doc: Doc, { firstLine, head }: ReadSection): string {
  const line = doc.lines[firstLine];
  return line ? line.text.slice(head.start - line.start, head.end - line.start) : '';
}

function textOf(doc: Doc, { firstLine, endLine }: ReadSection): string {
  const lines = doc.lines.slice(firstLine, endLine);
  return lines
    .map(({ text }) => text.trim())
    .join(' ')
    .trim();
}
