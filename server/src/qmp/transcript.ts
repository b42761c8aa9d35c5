/**
 * The QMP messages in documentation comments. What is an example is marked in ways that changed over the years (`Example:`
 * sections, `.. qmp-example::`, `::`), and prose stands between the messages as it likes; so messages are found by how
 * they look: an arrow that begins a line, or an object with the keys of a message.
 */
import type { Span } from '../syntax/text.ts';
import type { Doc, DocLine } from '../syntax/tree.ts';
import type { JsonProblem } from './json.ts';
import { type Message, readMessage } from './message.ts';
import { Scanner } from './scan.ts';

/** Messages with at most blank lines between them. */
export interface Block {
  readonly span: Span;
  readonly messages: readonly Message[];
  /** What is wrong with the JSON. */
  readonly problems: readonly JsonProblem[];
}

/**
 * How a line begins that is not mere text where no message is in hand: one may begin on it, or nothing stands there. Most comments
 * have no such line but empty ones, and need no scanner.
 */
const MAY_BEGIN = /^[\t-\r \uFFFD]*(?:->|<-|=>|<=|[CS]:|\{)/;
const MATTERS = new RegExp(`${MAY_BEGIN.source}|^[\\t-\\r \\uFFFD]*$`);

/** Finds the messages of a documentation comment. Never fails; needs time linear in the length of the comment. */
export function exampleBlocks({ lines }: Doc): Block[] {
  const first = lines.findIndex(({ text }) => MAY_BEGIN.test(text));
  if (first < 0) return [];
  const blocks: { span: Span; messages: Message[]; problems: JsonProblem[] }[] = [];
  let together = false;
  const scanner = new Scanner(
    {
      message(pieces, arrow, side) {
        const { message, problems } = readMessage(pieces, arrow, side);
        // Of objects without an arrow only those are messages that have a key of one.
        if (!message?.side) return;
        let block = together ? blocks.at(-1) : undefined;
        if (!block) {
          block = { span: message.span, messages: [], problems: [] };
          blocks.push(block);
        }
        block.span = { start: block.span.start, end: message.span.end };
        block.messages.push(message);
        for (const problem of problems) block.problems.push(problem);
        together = true;
      },
      other(_span, _what, behind) {
        if (!behind) together = false;
      },
      // Among prose there are no lists of messages, and a comment may be as long as it likes.
      problem() {},
    },
    { amongProse: true, longest: Number.POSITIVE_INFINITY },
  );
  for (let i = first; i < lines.length; i++) {
    const line = lines[i] as DocLine;
    if (scanner.isBetween && !MATTERS.test(line.text)) together = false;
    else scanner.line(line);
  }
  scanner.end();
  return blocks;
}
