import { describable } from '../../schema/doc-check.ts';
import { isFeaturesLine } from '../../schema/doc-heads.ts';
import { docDialectOf } from '../../schema/doc-sections.ts';
import { STUB } from '../doc-edits.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docEmptySection = docRule({
  id: 'doc/empty-section',
  generatorNote: 'refuses sections without text or name since 2.9, `Features:` without features since 9.0',
  summary: 'A section of a documentation comment has no text, or no name.',
  why: `A section that says nothing is of no use in the manual. Since QEMU 9.0 the text of a section is what stands behind its colon, or indented
below: text that is not indented begins a paragraph of its own, and the section is left empty.`,
  remedy: 'Write something, indent the text that belongs to the section, or remove the section.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# «Returns:»\n# the medium\n##\n{ 'command': 'eject', 'returns': 'Medium' }\n{ 'struct': 'Medium', 'data': {} }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Returns:\n#     the medium\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'returns': 'Medium' }\n\n##\n# @Medium:\n#\n# A disk.\n#\n# Since: 1.0\n##\n{ 'struct': 'Medium', 'data': {} }\n",
    },
  },
  faults: {
    empty: ({ section, detail }, { doc, edits, checked }) => {
      if (section && detail !== '' && detail === checked?.reading.symbol) {
        const { firstLine } = section;
        return {
          message: `'@${detail}:' stands on the first line already. Remove this one.`,
          fixes: () => [editFix('Remove this line', [edits.remove(firstLine, firstLine + 1)])],
        };
      }
      const what = detail ? `The description of '${detail}'` : 'This section';
      const index = section ? checked?.reading.sections.indexOf(section) : undefined;
      const next = index === undefined ? undefined : checked?.reading.sections[index + 1];
      const loose = section && next?.kind === 'text' && section.endLine === next.firstLine ? next : undefined;
      return {
        message: loose
          ? `${what} has no text: what follows is not indented, so it is a paragraph of its own. Indent it.`
          : `${what} has no text. Write it, or remove the section.`,
        fixes: () => {
          if (!section) return [];
          const remove = editFix(
            'Remove the section',
            [edits.removeSection(section, checked?.reading)],
            !loose && !detail,
          );
          if (loose) {
            let end = loose.firstLine;
            while (end < doc.lines.length && !edits.isBlank(end)) end++;
            return [editFix('Indent the text', edits.indent(loose.firstLine, end, 4)), remove];
          }
          if (!detail) return [remove];
          const at = { start: section.head.end, end: section.head.end };
          return [editFix('Insert a text to replace', [edits.replace(at, ` ${STUB}`)], false), remove];
        },
      };
    },
    nameless: ({ section }, { edits, checked }) => ({
      message: "There is no name between '@' and ':'. Write the name of what is described.",
      fixes: () =>
        section ? [editFix('Remove the section', [edits.removeSection(section, checked?.reading)], false)] : [],
    }),
    'features-empty': ({ lines }, { definition, doc, edits, version }) => {
      const below = lines ? edits.afterBlanks(lines.to) : doc.lines.length;
      if (lines && isFeaturesLine(doc.lines[below]?.text ?? '')) {
        return {
          message: "'Features:' stands here twice, and no feature is described between the two. Remove one of them.",
          fixes: () => [editFix('Remove this line', [edits.remove(lines.from, below)])],
        };
      }
      const all = definition && describable(definition, docDialectOf(version));
      const features = all?.features.map(({ name }) => name.text) ?? [];
      if (features.length > 0) {
        return {
          message: `No feature is described below 'Features:'. Describe '${features.join("' and '")}' there, as '@NAME: text'.`,
          fixes: () => {
            if (!lines) return [];
            const stubs = features.flatMap((name) => ['', `@${name}: ${STUB}`]);
            const close = lines.to < doc.lines.length && !edits.isBlank(lines.to) ? [''] : [];
            const title = features.length === 1 ? 'Insert a description' : `Insert ${features.length} descriptions`;
            return [editFix(`${title} to fill in`, [edits.insert(lines.to, [...stubs, ...close])], false)];
          },
        };
      }
      return {
        message: "No feature is described below 'Features:'. Describe them as '@NAME: text', or remove the line.",
        fixes: () => {
          if (!lines) return [];
          const from = below === doc.lines.length ? edits.beforeBlanks(lines.from) : lines.from;
          return [editFix('Remove the line', [edits.remove(from, below)])];
        },
      };
    },
  },
});
