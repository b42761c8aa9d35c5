import { linesAsMeant } from '../../schema/doc-sections.ts';
import { docCommentsOf } from '../../syntax/tree.ts';
import { editFix } from '../fixes.ts';
import type { FileEdit } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docMissingHash = syntaxRule({
  id: 'doc/missing-hash',
  category: 'doc',
  code: 'doc-hash',
  summary: 'A line inside a documentation comment lacks its `#`.',
  why: `Every line of a documentation comment begins with \`#\`. A line without one is code for the generator, and with it the comment comes
to an end before its \`##\`.`,
  remedy: 'Put `# ` in front of the line.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n«Open the tray.»\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  message: ({ span }, text) =>
    /[\r\n]/.test(text.slice(span.start, span.end))
      ? "These lines stand inside a documentation comment and lack their '#'."
      : "This line stands inside a documentation comment and lacks its '#'.",
  fixes: ({ span }, { path, tree }) => {
    const doc = [...docCommentsOf(tree)].find((doc) => doc.span.start < span.start && span.end <= doc.span.end);
    if (!doc) return [];
    const edits = linesAsMeant(doc).flatMap(({ text, end, lacksHash }): FileEdit[] => {
      if (!lacksHash || end <= span.start || end > span.end) return [];
      const content = text.trimStart();
      const start = end - content.length;
      const from = tree.lines.line(tree.lines.lineOf(start)).start;
      const newText = `# ${text.slice(0, text.length - content.length)}`;
      return [{ file: path, span: { start: from, end: start }, newText }];
    });
    return [editFix("Insert '# '", edits)];
  },
});
