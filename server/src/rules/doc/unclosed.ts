import { versionsWith } from '../../schema/dialect.ts';
import { lineEnding } from '../doc-edits.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docUnclosed = syntaxRule({
  id: 'doc/unclosed',
  category: 'doc',
  code: 'doc-unclosed',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'A documentation comment has no closing `##`.',
  why: 'A documentation comment begins and ends with a line `##`. Without the second one the generator cannot tell where it ends.',
  remedy: 'Put a line `##` behind the comment.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "«##»\n# @eject:\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n##\n{ 'command': 'eject' }\n" } },
  message: () => "This documentation comment has no end. Close it with a line '##'.",
  fix: ({ span }, { text }) => {
    const end = endOfLines(text, span.start);
    // Where comments go on behind an empty line, or another mistake stands between, nobody knows which line was the last.
    if (!/^\s*(?:\{|##|$)/.test(text.slice(end, end + MAX_GAP))) return undefined;
    const newLine = `${lineEnding(text)}${' '.repeat(span.start - (text.lastIndexOf('\n', span.start) + 1))}`;
    return { title: "Insert '##'", span: { start: end, end }, newText: `${newLine}##` };
  },
});

/** White space longer than this is not looked through. */
const MAX_GAP = 1000;

/** Another line of a comment; `##` begins the next one. */
const COMMENT_LINE = /\r?\n[ \t]*#(?!#)[^\r\n]*/y;

/** Where the lines of the comment that begins in a place end: something else stands below. */
function endOfLines(text: string, start: number): number {
  let end = start + '##'.length;
  for (COMMENT_LINE.lastIndex = end; COMMENT_LINE.test(text); ) end = COMMENT_LINE.lastIndex;
  return end;
}
