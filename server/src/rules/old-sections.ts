/**
 * The sections `Note:` and `Example:` of documentation comments, which generators since 9.1 refuse: how far they reach, and the
 * markup that took their place. To the generator they reach as far as their text is indented; old documentation does not
 * indent, so here they reach as far as was meant.
 */
import { looksLikeHead } from '../schema/doc-heads.ts';
import type { ReadSection } from '../schema/doc-sections.ts';
import { indentOf, withoutTail } from '../syntax/space.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import { lineStartAfter } from './doc-text.ts';
import { ITEM, refillLines } from './refill.ts';

/** A line of a QMP conversation, or the beginning or end of a JSON value. */
const PROTOCOL = /^\s*(?:->|<-|[{}[\]"'])/;
const ARROW = /^\s*(?:->|<-)/;
const NUMBER = /^\s*\d+[.)]\s+/;

/** Behind the two dots of a directive. */
const NOTE_INDENT = '   ';
/** Lists, messages, literal text. */
const BLOCK_INDENT = '    ';

/**
 * The edit that puts today's markup in the place of an old section.
 * @param section a note or an example
 * @param text the text of the file
 * @returns undefined where the section has no text
 */
export function modernise(
  doc: Doc,
  { kind, head, firstLine }: ReadSection,
  text: string,
): { readonly span: Span; readonly newText: string } | undefined {
  const isNote = kind === 'note';
  const texts = doc.lines.map((line) => withoutTail(line.text));
  const first = (texts[firstLine] as string).slice(head.end - head.start).trim();
  const end = isNote ? endOfNote(texts, firstLine, first) : endOfExample(texts, firstLine);
  const below = dedented(texts.slice(firstLine + 1, end));
  const content = first === '' ? below : withFirst(first, below);
  while (content[0] === '') content.shift();
  if (content.length === 0) return undefined;
  const lines = isNote ? noteOf(content) : exampleOf(content);
  const lineStart = lineStartAfter(doc.lines[firstLine] as DocLine, text);
  return {
    span: { start: head.start, end: (doc.lines[end - 1] as DocLine).end },
    newText: lines
      .map((line) => (line === '' ? lineStart.trimEnd() : lineStart) + line)
      .join('')
      .slice(lineStart.length),
  };
}

/** Where a paragraph ends that goes on at a line, unless another section begins before. */
function endOfLines(texts: readonly string[], from: number): number {
  let i = from;
  while (i < texts.length && texts[i] !== '' && !looksLikeHead(texts[i] as string)) i++;
  return i;
}

/** Whether a line leads to what stands below: the tag alone, or a text that ends with a colon. */
function isOpening(text: string | undefined): boolean {
  return text?.endsWith(':') === true;
}

function skipBlank(texts: readonly string[], from: number): number {
  let i = from;
  while (texts[i] === '') i++;
  return i;
}

/** Takes the paragraphs in that are indented, or belong for another reason. */
function endOfBlock(texts: readonly string[], from: number, belongs: (text: string) => boolean): number {
  let end = from;
  for (;;) {
    const next = skipBlank(texts, end);
    const text = texts[next];
    if (text === undefined || looksLikeHead(text) || !(indentOf(text) > 0 || belongs(text))) return end;
    end = endOfLines(texts, next);
  }
}

/**
 * Where the text of a note ends: that is the lines below the tag, or else the paragraph below it, and whatever is indented
 * behind it. Old documentation does not indent; there the items of a list belong together.
 * @param first the text behind the tag
 */
function endOfNote(texts: readonly string[], head: number, first: string): number {
  let end = endOfLines(texts, head + 1);
  if (end === head + 1 && isOpening(texts[head])) end = endOfLines(texts, skipBlank(texts, end));
  const isList = [first, ...texts.slice(head + 1, end)].some((text) => ITEM.test(text.trim()));
  return endOfBlock(texts, end, (text) => isList && ITEM.test(text));
}

/** Where an example ends; old documentation does not indent it, and then it ends with its last message. */
function endOfExample(texts: readonly string[], head: number): number {
  const direct = endOfLines(texts, head + 1);
  const next = skipBlank(texts, direct);
  const first = direct > head + 1 ? texts[head + 1] : texts[next];
  if (first === undefined || looksLikeHead(first)) return direct;
  if (indentOf(first) > 0) return endOfBlock(texts, direct, () => false);
  let end = direct > head + 1 || !isOpening(texts[head]) ? direct : endOfLines(texts, next);
  for (let i = skipBlank(texts, direct); i < texts.length && !looksLikeHead(texts[i] as string); ) {
    const behind = endOfLines(texts, i);
    if (texts.slice(i, behind).some((text) => PROTOCOL.test(text))) end = behind;
    i = skipBlank(texts, behind);
  }
  return end;
}

function dedented(texts: readonly string[]): string[] {
  const margin = Math.min(...texts.filter((text) => text !== '').map(indentOf));
  return texts.map((text) => text.slice(margin));
}

/** The text behind the tag before the lines below it: those of a list item hang behind its number or bullet. */
function withFirst(first: string, below: readonly string[]): string[] {
  const marker = ITEM.exec(first)?.[1]?.length ?? 0;
  const isItem = (text: string): boolean => ITEM.test(text);
  const end = below.findIndex((text) => text === '' || isItem(text));
  const paragraph = end < 0 ? below : below.slice(0, end);
  const hang = paragraph[0] !== undefined && indentOf(paragraph[0]) === 0 ? ' '.repeat(marker) : '';
  return [first, ...paragraph.map((text) => hang + text), ...below.slice(paragraph.length)];
}

function indented(indent: string, lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : indent + line));
}

function noteOf(content: readonly string[]): string[] {
  const [text = '', ...rest] = content;
  const isText = indentOf(text) === 0 && !ITEM.test(text) && !text.startsWith('.. ');
  // It began in the middle of a line, and now begins a sentence.
  const first = /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return refillLines(
    isText
      ? [`.. note:: ${first}`, ...indented(NOTE_INDENT, rest)]
      : ['.. note::', '', ...indented(BLOCK_INDENT, content)],
  );
}

/** Messages with what stands above and below them. */
interface Part {
  readonly caption: readonly string[];
  readonly messages: string[];
  readonly after: string[];
}

function exampleOf(content: readonly string[]): string[] {
  // What is no conversation is literal text.
  if (!content.some((line) => ARROW.test(line))) return ['::', '', ...indented(BLOCK_INDENT, content)];
  return partsOf(content).flatMap((part, i) => [...(i > 0 ? [''] : []), ...directiveOf(part)]);
}

function directiveOf({ caption, messages, after }: Part): string[] {
  const [title = ''] = caption;
  if (after.length === 0 && (caption.length === 0 || isTitle(caption))) {
    const option = caption.length > 0 ? [`   :title: ${title.replace(NUMBER, '').replace(/[.:]$/, '')}`] : [];
    return ['.. qmp-example::', ...option, '', ...indented(BLOCK_INDENT, messages)];
  }
  return [
    '.. qmp-example::',
    '   :annotated:',
    '',
    ...indented(NOTE_INDENT, opening(caption)),
    '',
    ...indented(BLOCK_INDENT, messages),
    ...(after.length > 0 ? ['', ...indented(NOTE_INDENT, after)] : []),
  ];
}

/** A short line is a title, unless it is said in so many words what follows. */
function isTitle(caption: readonly string[]): boolean {
  return caption.length === 1 && (NUMBER.test(caption[0] as string) || !caption[0]?.endsWith(':'));
}

/** A caption, ending with the colons that begin a literal block. */
function opening(caption: readonly string[]): string[] {
  const lines = caption.map((line) => line.replace(NUMBER, ''));
  const last = lines.at(-1);
  if (last === undefined) return ['::'];
  return last.endsWith(':') ? [...lines.slice(0, -1), `${last}:`] : [...lines, '', '::'];
}

function endOfParagraph(texts: readonly string[], from: number): number {
  let i = from;
  while (i < texts.length && texts[i] !== '') i++;
  return i;
}

/** Takes an example with messages apart. */
function partsOf(content: readonly string[]): Part[] {
  const parts: Part[] = [];
  let caption: string[] = [];
  for (let i = skipBlank(content, 0); i < content.length; ) {
    const end = endOfParagraph(content, i);
    const paragraph = content.slice(i, end);
    const first = paragraph[0] as string;
    // A caption may stand directly above its messages.
    const isMessage = PROTOCOL.test(first) || (indentOf(first) > 0 && parts.length > 0);
    const at = isMessage ? 0 : paragraph.findIndex((line) => ARROW.test(line));
    const text = at < 0 ? paragraph : paragraph.slice(0, at);
    if (text.length > 0) caption.push(...(caption.length > 0 ? [''] : []), ...text.map((line) => line.trim()));
    if (at >= 0) {
      if (parts.length === 0 || caption.length > 0) parts.push({ caption, messages: [], after: [] });
      caption = [];
      const { messages } = parts.at(-1) as Part;
      messages.push(...(messages.length > 0 ? [''] : []), ...paragraph.slice(at));
    }
    i = skipBlank(content, end);
  }
  parts.at(-1)?.after.push(...caption);
  return parts;
}
