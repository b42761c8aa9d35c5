/**
 * Comments that acknowledge a problem: `# qapi-ignore RULE, RULE: reason`. They are ordinary comments, which QEMU's generator
 * passes over. One on a line of its own is about what stands below it, an expression or an element of one; one behind something
 * is about its line.
 */
import { has, type QemuVersion } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import { perFile } from '../schema/remember.ts';
import type { Span } from '../syntax/text.ts';
import { type Doc, expressionFrom, type Tree, type Value } from '../syntax/tree.ts';
import type { FileEdit } from './rule.ts';

/** The word that makes a comment one of these. */
export const IGNORE = 'qapi-ignore';

/** What stands for a reason until somebody has written one. It counts as none. */
const NO_REASON = 'TODO say why';

/** A rule's id as it stands in a comment. */
export interface IgnoredRule {
  readonly id: string;
  readonly span: Span;
}

export interface Ignore {
  readonly file: string;
  /** The comment, from its `#` to the end of the line. */
  readonly span: Span;
  /** The word after the `#`; where it is not `qapi-ignore` it was meant to be. */
  readonly word: IgnoredRule;
  readonly rules: readonly IgnoredRule[];
  /** Where the colon between rules and reason should be, where it is missing although words follow that are no rules. */
  readonly colonAt: number | undefined;
  /** Undefined where there is none. */
  readonly reason: string | undefined;
  /**
   * Problems that begin here are meant. `nothing`: a blank line or a closing bracket follows. Undefined where the text is so
   * broken that nobody knows.
   */
  readonly target: Span | 'nothing' | undefined;
}

/** What is meant to be such a comment. Prose may speak of what QAPI ignores: with a blank between, a rule has to follow. */
const WORD = /^#[ \t]*(qapi(?:[-_]?| (?=ignore +[a-z]+\/[a-z-]+))ignore)(?![\w-])/i;

/** The ignores of a file, in the order of the text. */
export const ignoresIn = perFile((file: SourceFile): readonly Ignore[] =>
  file.tree.comments.flatMap(({ span }) => readIgnore(file, span) ?? []),
);

function readIgnore({ path, tree }: SourceFile, comment: Span): Ignore | undefined {
  const [head, word] = WORD.exec(tree.text.slice(comment.start, comment.end)) ?? [];
  if (head === undefined || word === undefined) return undefined;
  const end = trimmedEnd(tree.text, comment);
  const span = { start: comment.start, end };
  const from = comment.start + head.length;
  const colon = tree.text.slice(from, end).indexOf(':');
  const rules: IgnoredRule[] = [];
  let colonAt: number | undefined;
  let at = from;
  for (const part of tree.text.slice(from, colon < 0 ? end : from + colon).split(',')) {
    const [id] = /\S+/.exec(part) ?? [];
    if (id !== undefined && colonAt === undefined) {
      const start = at + part.indexOf(id);
      rules.push({ id, span: { start, end: start + id.length } });
      if (part.trim() !== id) colonAt = start + id.length;
    }
    at += part.length + 1;
  }
  const reason = colon < 0 ? '' : tree.text.slice(from + colon + 1, end).trim();
  const isReason = reason !== '' && reason.replace(/[.!]+$/, '').toLowerCase() !== NO_REASON.toLowerCase();
  return {
    file: path,
    span,
    word: { id: word, span: { start: from - word.length, end: from } },
    rules,
    colonAt,
    reason: isReason ? reason : undefined,
    target: targetOf(tree, comment),
  };
}

/** The end of a span without the blanks at its end: a carriage return among them. */
function trimmedEnd(text: string, { start, end }: Span): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** The start of the line that holds an offset, and whether nothing but blanks stands between the two. */
function lineStart(text: string, offset: number): { start: number; isFirst: boolean } {
  let start = offset;
  while (start > 0 && !/[\r\n]/.test(text[start - 1] as string)) start--;
  return { start, isFirst: text.slice(start, offset).trim() === '' };
}

function targetOf(tree: Tree, comment: Span): Ignore['target'] {
  const line = lineStart(tree.text, comment.start);
  if (!line.isFirst) return { start: line.start, end: comment.start };
  const start = below(tree.text, comment.end);
  if (start === undefined) return 'nothing';
  const expression = expressionFrom(tree, comment.start);
  if (expression && expression.span.start < comment.start) {
    return /[}\]]/.test(tree.text[start] as string) ? 'nothing' : elementAt(expression.value, start);
  }
  if (expression && (expression.span.start === start || expression.doc?.span.start === start)) {
    return { start: expression.doc?.span.start ?? start, end: expression.span.end };
  }
  return tree.freeDocs.find((doc) => doc.span.start === start)?.span;
}

/** Where the next thing begins that is no ordinary comment; undefined where a blank line comes first, or the end. */
function below(text: string, end: number): number | undefined {
  const lines = /(?:\r\n|\r|\n|$)([ \t,]*)([^\r\n]?)([^\r\n]?)/y;
  for (let at = end; ; ) {
    lines.lastIndex = at;
    const [whole = '', blanks = '', first = '', second = ''] = lines.exec(text) ?? [];
    if (first === '') return undefined;
    const start = at + whole.length - first.length - second.length;
    if (first !== '#' || (second === '#' && blanks === '')) return start;
    const rest = text.slice(start).search(/[\r\n]/);
    if (rest < 0) return undefined;
    at = start + rest;
  }
}

/** An element of a list, or a key with its value. */
interface Element {
  readonly span: Span;
  readonly value: Value | undefined;
}

function* elementsOf(value: Value | undefined): Generator<Element> {
  if (value?.kind === 'array') for (const item of value.items) yield { span: item.span, value: item };
  if (value?.kind !== 'object') return;
  for (const { key, value: held } of value.entries) {
    yield { span: { start: key.span.start, end: held?.span.end ?? key.span.end }, value: held };
  }
}

/** The outermost element in a value that begins at an offset. */
function elementAt(value: Value | undefined, offset: number): Span | undefined {
  for (const element of elementsOf(value)) {
    if (element.span.start === offset) return element.span;
    if (element.span.start < offset && offset < element.span.end) return elementAt(element.value, offset);
  }
  return undefined;
}

/** What an ignore does not stand in, although it was meant to: a line of documentation that would be one. */
export function ignoreInDoc({ text }: Tree, { span, lines }: Doc): Span | undefined {
  if (!text.slice(span.start, span.end).includes(IGNORE)) return undefined;
  for (const line of lines) {
    if (!/^\s*qapi-ignore(?![\w-])/.test(line.text)) continue;
    return { start: line.start + line.text.indexOf(IGNORE), end: line.end };
  }
  return undefined;
}

/** The edit that takes an ignore away, with its line where it has one of its own. */
export function removeIgnore({ tree: { text } }: SourceFile, { file, span }: Ignore): FileEdit {
  const line = lineStart(text, span.start);
  if (!line.isFirst) {
    const start = line.start + text.slice(line.start, span.start).trimEnd().length;
    return { file, span: { start, end: span.end }, newText: '' };
  }
  const [ending = ''] = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(span.end)) ?? [];
  return { file, span: { start: line.start, end: span.end + ending.length }, newText: '' };
}

/** The edit that takes one of several rules out of an ignore. */
export function removeRule(source: SourceFile, ignore: Ignore, rule: IgnoredRule): FileEdit {
  const index = ignore.rules.indexOf(rule);
  const next = ignore.rules[index + 1];
  const before = ignore.rules[index - 1];
  if (next) return { file: ignore.file, span: { start: rule.span.start, end: next.span.start }, newText: '' };
  if (before) return { file: ignore.file, span: { start: before.span.end, end: rule.span.end }, newText: '' };
  return removeIgnore(source, ignore);
}

/**
 * The edit that acknowledges what a rule finds at a place, with a reason still to be written: above the innermost element around
 * the place that begins its line, else above the expression; above its documentation where the generator of the version wants that.
 * @returns undefined where the place is in no expression, or nobody would find the comment there
 */
export function addIgnore(
  { path: file, tree }: SourceFile,
  offset: number,
  rule: string,
  version: QemuVersion,
): FileEdit | undefined {
  const expression = expressionFrom(tree, offset);
  if (!expression) return undefined;
  const { doc, span } = expression;
  const isInDoc = doc !== undefined && doc.span.start <= offset && offset < doc.span.end;
  if (!isInDoc && offset < span.start) return undefined;
  let place = span.start;
  for (let value: Value | undefined = expression.value; value; ) {
    const element: Element | undefined = [...elementsOf(value)].find(
      (one) => one.span.start <= offset && offset < one.span.end,
    );
    if (element && lineStart(tree.text, element.span.start).isFirst) place = element.span.start;
    value = element?.value;
  }
  if (place === span.start && doc && has(version, 'comment-behind-doc-refused')) place = doc.span.start;
  const line = lineStart(tree.text, place);
  const isBlankTo = ({ end }: Span, offset: number): boolean =>
    end <= offset && tree.text.slice(end, offset).trim() === '';
  const newLine = tree.text.includes('\r\n') ? '\r\n' : '\n';
  // What begins in the middle of a line, behind another expression, gets a line of its own.
  const margin = line.isFirst ? tree.text.slice(line.start, place) : newLine;
  const start = line.isFirst ? line.start : place;
  // Documentation without an end would take it in.
  if (tree.freeDocs.some((open) => !open.closed && isBlankTo(open.span, start))) return undefined;
  const newText = `${margin}# ${IGNORE} ${rule}: ${NO_REASON}${newLine}`;
  return { file, span: { start, end: start }, newText };
}
