/**
 * The QMP messages in documentation comments. What is an example is marked in ways that changed over the years (`Example:`
 * sections, `.. qmp-example::`, `::`), and prose stands between the messages as it likes; so messages are found by how
 * they look: an arrow that begins a line, or an object with the keys of a message.
 */
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import { type JsonProblem, type Piece, readJsonValue } from './json.ts';
import { type Message, type Side, sideOf } from './message.ts';

/** Messages with at most blank lines between them. */
export interface Block {
  readonly span: Span;
  readonly messages: readonly Message[];
  /** What is wrong with the JSON. */
  readonly problems: readonly JsonProblem[];
}

/** How a message without an arrow may begin: with one of its keys, or with a brace alone. */
const BARE_MESSAGE = /\{\s*(?:["'](?:execute|exec-oob|arguments|id|return|error|event|data|timestamp|QMP)["']\s*:|$)/y;

/** How a line that goes on with a message may begin although it is not indented; prose may not. */
const GOES_ON = /[[\]{}",.]/;

interface Start {
  /** Index of the first character that is no space. */
  readonly column: number;
  /** The side that the arrow names; undefined without an arrow. */
  readonly side: Side | undefined;
}

/** Finds the messages of a documentation comment. Never fails; needs time linear in the length of the comment. */
export function exampleBlocks(doc: Doc): Block[] {
  const blocks: { span: Span; messages: Message[]; problems: JsonProblem[] }[] = [];
  const { lines } = doc;
  let together = false;
  let i = 0;
  while (i < lines.length) {
    const line = lines[i] as DocLine;
    const start = startOf(line.text);
    if (!start) {
      if (!isBlank(line.text)) together = false;
      i++;
      continue;
    }
    const run = readMessages(lines, i, start);
    i = run.endLine;
    const [first] = run.messages;
    const last = run.messages.at(-1);
    if (!first || !last) {
      together = false;
      continue;
    }
    let block = together ? blocks.at(-1) : undefined;
    if (!block) {
      block = { span: first.span, messages: [], problems: [] };
      blocks.push(block);
    }
    block.span = { start: block.span.start, end: last.span.end };
    for (const message of run.messages) block.messages.push(message);
    for (const problem of run.problems) block.problems.push(problem);
    together = true;
  }
  return blocks;
}

/** The message that begins on a line, and those that follow it without a line end between. */
function readMessages(
  lines: readonly DocLine[],
  firstLine: number,
  start: Start,
): { messages: Message[]; problems: JsonProblem[]; endLine: number } {
  const messages: Message[] = [];
  const problems: JsonProblem[] = [];
  let i = firstLine;
  let line = lines[i] as DocLine;
  let arrow = start.side && { start: line.start + start.column, end: line.start + start.column + 2 };
  let from = start.column + (arrow ? 2 : 0);
  for (;;) {
    const read = readJsonValue(messagePieces(lines, i, from, start.column));
    const { value } = read;
    if (!value) {
      // An arrow with prose behind it is no message; one with nothing behind it is a message not yet written.
      if (arrow && start.side && isBlank(line.text.slice(from))) {
        messages.push({ side: start.side, arrow, value, span: arrow });
      }
      break;
    }
    const keySide = value.kind === 'object' ? sideOf(value) : undefined;
    const side = arrow ? start.side : (keySide ?? start.side);
    while (line.end < value.span.end) line = lines[++i] as DocLine;
    if (side) {
      messages.push({ side, arrow, value, span: { start: (arrow ?? value.span).start, end: value.span.end } });
      for (const problem of read.problems) problems.push(problem);
    }
    from = value.span.end - line.start;
    arrow = undefined;
    if (nextCharacter(line.text, from) !== '{') break;
  }
  return { messages, problems, endLine: i + 1 };
}

/**
 * The text of a message: the rest of its first line, and the lines behind it that go on with it. How far it really goes
 * is known to the one who reads; these are the lines that an unfinished one would end at.
 */
function* messagePieces(lines: readonly DocLine[], first: number, from: number, column: number): Generator<Piece> {
  const line = lines[first] as DocLine;
  yield { start: line.start + from, text: line.text.slice(from) };
  for (let i = first + 1; i < lines.length; i++) {
    const next = lines[i] as DocLine;
    const indent = indentOf(next.text);
    if (indent < next.text.length) {
      if (arrowAt(next.text, indent)) return;
      if (indent <= column && !GOES_ON.test(next.text[indent] as string)) return;
    }
    yield next;
  }
}

function startOf(text: string): Start | undefined {
  const column = indentOf(text);
  const side = arrowAt(text, column);
  if (side) return { column, side };
  BARE_MESSAGE.lastIndex = column;
  return text[column] === '{' && BARE_MESSAGE.test(text) ? { column, side } : undefined;
}

function arrowAt(text: string, at: number): Side | undefined {
  if (text.startsWith('->', at)) return 'client';
  return text.startsWith('<-', at) ? 'server' : undefined;
}

function indentOf(text: string): number {
  let at = 0;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function nextCharacter(text: string, from: number): string | undefined {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return text[at];
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
