/** What a line of a documentation comment begins: a description, a tagged section, or the list of features. */
import { indentOf, withoutTail } from '../syntax/space.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import type { DocDialect, ReadSectionKind } from './doc-sections.ts';

/** A tag and the blanks behind it. */
export const TAG = /^(Returns|Errors|Since|Notes?|Examples?|TODO): */;
/** `@name:` and the blanks behind it; the name may be empty, or have anything but a colon in it. */
export const AT_NAME = /^@([^:]*): */;
/** Letters that a tag begins with: E, N, R, S, T. */
export const TAG_LETTERS: ReadonlySet<number> = new Set([69, 78, 82, 83, 84]);
/** `@` and `=`, as codes of characters. */
export const AT = 64;
export const EQUALS = 61;

/** The head of a section: what it is, and where its text begins on the line. */
export interface Head {
  readonly kind: ReadSectionKind;
  readonly name: string | undefined;
  /** Behind the colon. */
  readonly colon: number;
  readonly text: number;
}

/** The head of a section that a line is, where the generators since 9.0 look for one. */
export function headIn(text: string, twoColonsFree: boolean): Head | undefined {
  const code = text.charCodeAt(0);
  if (code === AT) {
    const match = AT_NAME.exec(text);
    const name = match?.[1];
    return match && name !== undefined
      ? { kind: 'member', name, colon: name.length + 2, text: match[0].length }
      : undefined;
  }
  const match = TAG_LETTERS.has(code) ? TAG.exec(text) : null;
  const tag = match?.[1];
  if (!match || tag === undefined) return undefined;
  if (twoColonsFree && text.charAt(tag.length + 1) === ':') return undefined;
  return { kind: kindOf(tag), name: undefined, colon: tag.length + 1, text: match[0].length };
}

/**
 * Whether a line of a comment has the form of what begins a section, or several: `@name:`, a tag or `Features:`, as of 9.1.
 * In the middle of a paragraph the generator takes such a line for text.
 */
export function looksLikeHead(text: string): boolean {
  return headIn(text, true) !== undefined || isFeaturesLine(text);
}

/** Whether a line begins the list of features. */
export function isFeaturesLine(text: string): boolean {
  return text.startsWith('Features:') && withoutTail(text) === 'Features:';
}

/** The kind of section that a tag begins, without its colon. */
export function kindOf(tag: string): ReadSectionKind {
  switch (tag) {
    case 'Returns':
      return 'returns';
    case 'Errors':
      return 'errors';
    case 'Since':
      return 'since';
    case 'TODO':
      return 'todo';
    default:
      return tag.startsWith('Note') ? 'note' : 'example';
  }
}
/** How far the text of a section is indented below its head, where nothing else says it. */
const TEXT_INDENT = 4;

/**
 * The lines of a comment, each one that lacks its `#`, or the space behind it, indented as what stands around it asks for: that
 * is not told a second time.
 * @returns `Doc.lines` where none lacks any; else the offsets of those that do may begin before their line in the text
 */
export function linesAsMeant({ lines }: Doc, { indent: rule }: DocDialect): readonly DocLine[] {
  if (!lines.some(isIncomplete)) return lines;
  const meant: DocLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (!isIncomplete(line)) {
      meant.push(line);
      continue;
    }
    const content = line.text.slice(indentOf(line.text));
    const text = ' '.repeat(indentOfText(content, meant.at(-1), lines, index + 1, rule)) + content;
    meant.push({ ...line, start: line.end - text.length, text });
  }
  return meant;
}

function isIncomplete({ lacks }: DocLine): boolean {
  return lacks !== undefined;
}

/** How far a line would be indented that goes on with what stands above it; `below` is an index into `lines`. */
function indentOfText(
  text: string,
  above: DocLine | undefined,
  lines: readonly DocLine[],
  below: number,
  rule: DocDialect['indent'],
): number {
  if (looksLikeHead(text)) return 0;
  const isAlone = above === undefined || withoutTail(above.text) === '';
  if (!isAlone && !looksLikeHead(above.text)) return indentOf(above.text);
  if (!isAlone && rule === 'column') return columnOfText(above.text);
  let next = below;
  while (lines[next]?.lacks) next++;
  const follows = lines[next]?.text ?? '';
  if (withoutTail(follows) !== '' && !looksLikeHead(follows)) return indentOf(follows);
  return isAlone ? 0 : TEXT_INDENT;
}

/** Where the text of a section begins on the line of its head; 0 where it has none there. */
function columnOfText(head: string): number {
  const column = headIn(head, true)?.text ?? 0;
  return column < head.length ? column : 0;
}
