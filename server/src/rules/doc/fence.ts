import { ALWAYS, versionsWith } from '../../schema/dialect.ts';
import type { SourceFile } from '../../schema/model.ts';
import { commentedName } from '../../syntax/doc.ts';
import { indentOf } from '../../syntax/space.ts';
import { expressionFrom, type SyntaxProblem, type Tree } from '../../syntax/tree.ts';
import { lineEnding } from '../doc-edits.ts';
import { editFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

const MESSAGE =
  "Nothing may stand behind the '##' of a documentation comment. Remove it, or begin an ordinary comment with one '#'.";
const MESSAGES: Readonly<Record<string, string>> = {
  inner: "This '##' ends the documentation comment, and yet it goes on below. Use one '#', or none.",
  single: "A documentation comment begins with '##', as it ends.",
  unopened: "A line '##' is missing above: the documentation comment that begins here is none without it.",
  joined: "Nothing may stand behind the '##' that begins a documentation comment. Put this on the next line.",
  glued: "Nothing may stand behind the '##' that ends a documentation comment. Put this on the next line.",
  doubled: "This '##' stands twice: for the generator the second one ends the comment. Remove one.",
  surplus: "One '##' too many: it begins another documentation comment, which has no end. Remove it.",
  'commented-out':
    "This documentation comment has a '#' too many in each line. To comment it out, put a space behind the first one: '##' begins another.",
};

export const docFence = syntaxRule({
  id: 'doc/fence',
  category: 'doc',
  code: 'doc-junk',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'Something stands behind the `##` that begins or ends a documentation comment, or a `##` is one too many.',
  why: `Two number signs begin a documentation comment and two end it, and the generator wants them alone on their line, without even a space
behind them. An ordinary comment has one.`,
  remedy: 'Remove what stands behind `##`, or use one `#` for an ordinary comment.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##«## Disks»\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "# Disks\n{ 'command': 'eject' }\n" } },
  enforcedFor: (problem, tree) => (losesStart(problem, tree) ? ALWAYS : undefined),
  message: ({ detail }) => MESSAGES[detail] ?? MESSAGE,
  fixes: (problem, file) => (problem.detail === 'commented-out' ? withoutSecondHash(problem, file) : undefined),
  fix: ({ span, detail }, { text }) => {
    if (detail === 'inner') {
      const [hashes = '', behind = ''] = /^#+(.?)/.exec(text.slice(span.start, span.end)) ?? [];
      const end = span.start + hashes.length - behind.length;
      return { title: "Use one '#'", span: { start: span.start, end }, newText: /\S/.test(behind) ? '# ' : '#' };
    }
    if (detail === 'single') return { title: "Write '##'", span, newText: '##' };
    if (detail === 'unopened') {
      const newText = `##${lineEnding(text)}`;
      return { title: "Insert '##'", span: { start: span.start, end: span.start }, newText };
    }
    if (detail === 'joined' || detail === 'glued') {
      const end = span.start + indentOf(text.slice(span.start, span.end));
      const hash = detail === 'joined' && text[end] !== '#' ? '# ' : '';
      return { title: 'Put it on the next line', span: { start: span.start, end }, newText: lineEnding(text) + hash };
    }
    if (detail === 'doubled') {
      const [line = ''] = /^.*(?:\r\n?|\n)/.exec(text.slice(span.start)) ?? [];
      return { title: "Remove '##'", span: { start: span.start, end: span.start + line.length }, newText: '' };
    }
    if (detail === 'surplus') return { title: "Remove '##'", span, newText: '' };
    // Where there are words, somebody has to say whether they are of any use.
    const preferred = !/\w/.test(text.slice(span.start, span.end));
    return { title: "Remove what stands behind '##'", span, newText: '', preferred };
  },
});

/**
 * Ways out of a documentation comment that has a `#` too many in each line. Where what it is about is there, it is not sure that it was to be
 * commented out.
 */
function withoutSecondHash({ span }: SyntaxProblem, { path, tree, definitions }: SourceFile): readonly Fix[] {
  const written = tree.text.slice(span.start, span.end);
  const name = commentedName(written);
  const isNeeded = definitions.some((definition) => definition.name.text === name);
  const write = (title: string, newText: string): Fix => editFix(title, [{ file: path, span, newText }], !isNeeded);
  const asComment = write("Put a space behind each '#'", written.replace(/^([^\S\r\n]*#)(?=#)/gm, '$1 '));
  if (!isNeeded) return [asComment];
  const asDoc = written.replace(/^([^\S\r\n]*)#+(?=##$)|^([^\S\r\n]*)#(?=#)/gm, '$1$2');
  return [write("Remove a '#' in each line", asDoc), asComment];
}

/** Whether a definition that goes on below begins behind the `##`: where that is a comment like any other, its start is lost. */
function losesStart({ detail, span }: SyntaxProblem, tree: Tree): boolean {
  const end = expressionFrom(tree, span.start)?.span.end;
  return detail === 'glued' && end !== undefined && end > span.end;
}
