import type { Span } from '../../syntax/text.ts';
import type { Tree, Value } from '../../syntax/tree.ts';
import { MAX_COLUMNS } from '../doc-text.ts';
import { editFix } from '../fixes.ts';
import type { Rule } from '../rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

const TAB_STOP = 8;
const TABS = /\t+/g;

export const tab: Rule = {
  id: 'syntax/tab',
  category: 'syntax',
  severity: 'hint',
  scope: 'file',
  summary: 'A tab stands between the words of a schema.',
  why: `QEMU indents with spaces, four for each level. Where a tab stands, the columns depend on who looks: in documentation, where indentation
has a meaning, the generator counts a tab as one column, Sphinx as up to eight.`,
  remedy: 'Put spaces in its place.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject',\n«\t»'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject',\n  'data': { 'id': 'str' } }\n" } },
  check({ files, role, report }) {
    // Most of a downstream's text is upstream's, and not its to change.
    if (role !== 'upstream') return;
    for (const { path, tree } of files) {
      if (!tree.text.includes('\t')) continue;
      const elsewhere = spansElsewhere(tree);
      let next = 0;
      let end = 0;
      for (const match of tree.text.matchAll(TABS)) {
        const span = { start: match.index, end: match.index + match[0].length };
        for (; (elsewhere[next]?.start ?? span.end) <= span.start; next++) {
          end = Math.max(end, (elsewhere[next] as Span).end);
        }
        if (span.start < end) continue;
        report({
          file: path,
          span,
          message: 'QEMU indents with spaces: a tab is as wide as whoever looks at it likes.',
          fixes: () => [editFix('Put spaces', [{ file: path, span, newText: spacesFor(span, tree) }])],
        });
      }
    }
  },
};

/** Where tabs are nobody's business, or another mistake: strings, ordinary comments, what is wrong; sorted. */
function spansElsewhere({ expressions, comments, problems }: Tree): Span[] {
  const spans = [...comments, ...problems].map(({ span }) => span);
  const add = (value: Value | undefined): void => {
    if (value?.kind === 'string') spans.push(value.span);
    else if (value?.kind === 'array') value.items.forEach(add);
    else if (value?.kind === 'object') {
      for (const entry of value.entries) {
        spans.push(entry.key.span);
        add(entry.value);
      }
    }
  };
  for (const { value } of expressions) add(value);
  return spans.sort((a, b) => a.start - b.start);
}

/**
 * What takes the place of tabs: spaces up to where the next thing stands; in a line of documentation that would become too long by
 * that, as many as there are between two words or sentences.
 */
function spacesFor(span: Span, { text, lines }: Tree): string {
  const line = lines.line(lines.lineOf(span.start));
  const before = text.slice(line.start, span.start);
  const isTooLong = DOCUMENTATION.test(before) && columnsOf(text.slice(line.start, line.end)) > MAX_COLUMNS;
  if (isTooLong) return /[.!?]$/.test(before) ? '  ' : ' ';
  const column = columnsOf(before);
  return ' '.repeat(columnsOf(text.slice(line.start, span.end)) - column);
}

/** The beginning of such a line, up to something that is written on it. */
const DOCUMENTATION = /^\s*#.*\S/;

/** How many columns a line takes, each tab up to the next column that is a multiple of eight. */
function columnsOf(line: string): number {
  let column = 0;
  for (const character of line) column += character === '\t' ? TAB_STOP - (column % TAB_STOP) : 1;
  return column;
}
