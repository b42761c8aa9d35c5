import type { Span } from '../../syntax/text.ts';
import type { Tree, Value } from '../../syntax/tree.ts';
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
          fixes: () => {
            const newText = ' '.repeat(widthOf(tree, span));
            return [editFix('Put spaces', [{ file: path, span, newText }])];
          },
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

/** How many columns tabs take, up to the next column that is a multiple of eight. */
function widthOf({ text, lines }: Tree, { start, end }: Span): number {
  let column = 0;
  let before = 0;
  for (let i = lines.line(lines.lineOf(start)).start; i < end; i++) {
    if (i === start) before = column;
    column = text[i] === '\t' ? column + TAB_STOP - (column % TAB_STOP) : column + 1;
  }
  return column - before;
}
