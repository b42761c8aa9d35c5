/**
 * What a new name does to the lines behind it. Until QEMU 8.0 the text of `@name: text` stands in a column of its own: the
 * generators from 5.2 to 8.0 refuse a line that begins further left. When the name gets longer, the lines move along.
 */
import type { FileEdit } from '../rules/rule.ts';
import { has, type QemuVersion } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { docCommentsOf } from '../syntax/tree.ts';

/**
 * @param file the file with the documentation
 * @param name the span of a name at the head of a section, `@name:`; any other span gives no edits
 * @param growth how many characters longer the new name is; negative where it is shorter
 * @param version of QEMU; the newest unless given
 */
export function indentEdits(
  file: SourceFile,
  name: Span,
  growth: number,
  version: QemuVersion | undefined,
): FileEdit[] {
  if (growth === 0 || version === undefined || !has(version, 'doc-text-in-column')) return [];
  for (const doc of docCommentsOf(file.tree)) {
    if (name.start < doc.span.start || doc.span.end < name.end) continue;
    for (const section of doc.sections) {
      if (!section.name || name.start < section.name.span.start || section.name.span.end < name.end) continue;
      const first = doc.lines[section.firstLine];
      if (!first) return [];
      const behind = first.text.slice(section.textStart - first.start);
      // Without text behind the name the lines below are on their own.
      if (behind.trim() === '') return [];
      const column = first.text.length - behind.trimStart().length;
      const below = doc.lines.slice(section.firstLine + 1, section.endLine).filter((line) => line.text.trim() !== '');
      // Lines that do not keep the column were refused before, or never had to.
      if (below.some((line) => line.text.length - line.text.trimStart().length < column)) return [];
      return below.map(({ start }) => ({
        file: file.path,
        span: { start, end: start + Math.max(0, -growth) },
        newText: ' '.repeat(Math.max(0, growth)),
      }));
    }
  }
  return [];
}
