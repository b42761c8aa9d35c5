import type { Span } from '../../syntax/text.ts';
import type { Tree, Value } from '../../syntax/tree.ts';
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
      for (const match of tree.text.matchAll(TABS)) {
        const span = { start: match.index, end: match.index + match[0].length };
        if (!isBetweenWords(tree, span.start)) continue;
        report({
          file: path,
          span,
          message: 'QEMU indents with spaces: a tab is as wide as whoever looks at it likes.',
          fixes: () => {
            const newText = ' '.repeat(widthOf(tree, span));
            return [{ kind: 'edit', title: 'Put spaces', edits: [{ file: path, span, newText }], preferred: true }];
          },
        });
      }
    }
  },
};

/** Whether an offset lies outside of strings, and of what is wrong for another reason. */
function isBetweenWords(tree: Tree, offset: number): boolean {
  const holds = ({ start, end }: Span): boolean => start <= offset && offset < end;
  if (tree.problems.some(({ span }) => holds(span))) return false;
  const expression = tree.expressions.find(({ span }) => holds(span));
  return !expression || !isInString(expression.value, offset);
}

function isInString(value: Value | undefined, offset: number): boolean {
  if (!value || offset < value.span.start || value.span.end <= offset) return false;
  switch (value.kind) {
    case 'string':
      return true;
    case 'array':
      return value.items.some((item) => isInString(item, offset));
    case 'object':
      return value.entries.some((entry) => isInString(entry.key, offset) || isInString(entry.value, offset));
    default:
      return false;
  }
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
