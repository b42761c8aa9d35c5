import { has } from '../../schema/dialect.ts';
import { withoutTail } from '../../syntax/space.ts';
import { docCommentsOf } from '../../syntax/tree.ts';
import { lineStartAfter } from '../doc-text.ts';
import { editFix } from '../fixes.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** `= Title`, `== Title` and so on. */
const OLD_HEADING = /^(=+) +(\S.*)$/;
/** What a heading is underlined with, by level; the highest has a line above it too. */
const ADORNMENTS = ['*', '=', '-', '~', '^'];

export const docOldHeading: Rule = {
  id: 'doc/old-heading',
  category: 'doc',
  severity: 'hint',
  scope: 'part',
  summary: 'A heading is marked with equal signs in front, which have lost their meaning.',
  why: `Until QEMU 10.0 a line \`= Title\` in a comment of its own was a heading of the manual. Since 10.1 it is running text: headings are those of
reStructuredText, a line of signs below the title, and for the highest level one above it too. QEMU uses \`*\` above and below for chapters and
\`=\` below for sections.`,
  remedy: 'Underline the title.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': '##\n# «= Drives»\n#\n# All about drives.\n##\n' } },
  good: { files: { 'qapi/qapi-schema.json': '##\n# ******\n# Drives\n# ******\n#\n# All about drives.\n##\n' } },
  check({ files, version, role, report }) {
    // Most of a downstream's text is upstream's, and not its to change.
    if (role !== 'upstream' || !has(version, 'doc-headings-are-rst')) return;
    for (const { path, tree } of files) {
      for (const doc of docCommentsOf(tree)) {
        if (doc.symbol) continue;
        for (const line of doc.lines) {
          const text = withoutTail(line.text);
          const [, signs = '', title = ''] = OLD_HEADING.exec(text) ?? [];
          if (title === '') continue;
          const span = { start: line.start, end: line.start + text.length };
          report({
            file: path,
            span,
            message: `Since QEMU 10.1 '${signs} ' makes no heading. Underline the title instead.`,
            fixes: () => {
              const lineStart = lineStartAfter(line, tree.text);
              const adornment = (ADORNMENTS[signs.length - 1] ?? '^').repeat(title.length);
              const above = signs.length === 1 ? adornment + lineStart : '';
              const newText = `${above}${title}${lineStart}${adornment}`;
              return [editFix('Underline the title', [{ file: path, span, newText }])];
            },
          });
        }
      }
    }
  },
};
