/**
 * Files and streams of QMP messages, in any of the forms that people keep them in: one message; several, side by side or one
 * a line; an array of them; transcripts with an arrow before each message (`->` `<-`, `=>` `<=`, `C:` `S:`), with prose and
 * comments in between, and with `...` where something is left out.
 */
import type { Span } from '../syntax/text.ts';
import { type JsonProblem, jsonEntryOf, type Piece } from './json.ts';
import { type Arrow, type Message, readMessage, type Side } from './message.ts';
import { type OtherText, Scanner } from './scan.ts';

/** How the beginning of UTF-16 looks to somebody who reads it as UTF-8: its byte order mark, and every other byte is zero. */
const UTF16 = /^\uFFFD{2}(?:(?:[^\0]\0){4}|(?:\0[^\0]){4})/;

/** All that the text of one file says. */
export interface QmpDocument {
  readonly text: string;
  /** In the order of the text. */
  readonly messages: readonly Message[];
  /** What is wrong with the JSON, in the order of the text. */
  readonly problems: readonly JsonProblem[];
}

/**
 * Reads a file of messages. Never fails; needs time linear in the length of the text.
 *
 * Objects in a row without any key of a message are one mistake, most likely the wrong file: the first of them stands for all.
 * Words between messages are prose where messages have arrows, and a problem where they have none.
 * @param text of the file, which may begin with a byte order mark; offsets in what comes out are UTF-16 code units from 0
 */
export function readMessages(text: string): QmpDocument {
  if (UTF16.test(text)) {
    const problem: JsonProblem = { code: 'encoding', span: { start: 0, end: 1 }, detail: 'UTF-16' };
    return { text, messages: [], problems: [problem] };
  }
  const reader = new MessageReader();
  const messages: Message[] = [];
  const problems: JsonProblem[] = [];
  for (const part of [...reader.take(text), ...reader.end()]) {
    if (part.message) messages.push(part.message);
    for (const problem of part.problems) problems.push(problem);
  }
  // That a comma is missing shows behind the next message.
  problems.sort((a, b) => a.span.start - b.span.start);
  return { text, messages, problems };
}

/** A message of a stream, or where there is none what is wrong with the text between two of them. */
export interface MessagePart {
  readonly message: Message | undefined;
  /** What is wrong with the JSON of the message, and with the text between it and the one before. */
  readonly problems: readonly JsonProblem[];
}

/**
 * Reads a stream of messages, in pieces that may be cut anywhere: what comes out is the same as for the whole text. It keeps
 * no more of the text than the message in hand, which may not be longer than `LONGEST_MESSAGE`.
 */
export class MessageReader {
  readonly #scanner: Scanner;
  #parts: MessagePart[] = [];
  /** What is wrong with the text behind the last message. */
  #between: JsonProblem[] = [];
  /** Words before the first message, which tells whether they are prose: their first line. */
  #words: Span | undefined;
  #hasMessages = false;
  /** Whether the text behind the last message is told already: lines in a row are one mistake. */
  #isStrayTold = false;
  /** Whether the last value was no message. */
  #isForeign = false;

  /** @param longest the longest message that is read, in UTF-16 code units */
  constructor(longest?: number) {
    this.#scanner = new Scanner(
      {
        message: (pieces, arrow, side) => this.#message(pieces, arrow, side),
        other: (span, what, behind) => this.#other(span, what, behind),
        problem: (problem) => void this.#between.push(problem),
      },
      { amongProse: false, ...(longest !== undefined && { longest }) },
    );
  }

  /**
   * Goes on with the next piece of the text.
   * @returns what is complete by now, in the order of the text; offsets count from the beginning of the first piece
   */
  take(text: string): readonly MessagePart[] {
    this.#scanner.text(text);
    return this.#taken();
  }

  /** The text ends here. Returns what was not complete before. */
  end(): readonly MessagePart[] {
    this.#scanner.end();
    this.#settleWords();
    return this.#taken();
  }

  /** All that is told from now on lies behind this offset, but for a bracket or comma that is missing behind the last message. */
  get settled(): number {
    return this.#scanner.settled;
  }

  /** How much of the text is held, in UTF-16 code units. */
  get held(): number {
    return this.#scanner.held;
  }

  #taken(): readonly MessagePart[] {
    if (this.#between.length > 0) this.#part(undefined, []);
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #message(pieces: readonly Piece[], arrow: Arrow | undefined, side: Side | undefined): void {
    if (arrow && !this.#hasMessages) this.#words = undefined;
    this.#settleWords();
    this.#hasMessages = true;
    this.#isStrayTold = false;
    const { message, problems } = readMessage(pieces, arrow, side);
    if (message && (arrow || isMessage(message))) {
      this.#isForeign = false;
      this.#part(message, problems);
      return;
    }
    if (message?.value?.kind === 'elision' || this.#scanner.amongProse || this.#isForeign) return;
    this.#isForeign = true;
    this.#part(message, problems);
  }

  #part(message: Message | undefined, problems: readonly JsonProblem[]): void {
    const all = this.#between.length > 0 ? [...this.#between, ...problems] : problems;
    this.#between = [];
    // Some are noticed late.
    this.#parts.push({ message, problems: all.length > 1 ? all.toSorted((a, b) => a.span.start - b.span.start) : all });
  }

  #other(span: Span, what: OtherText, behind: boolean): void {
    if (what === 'comment') return;
    if (this.#isStrayTold || (this.#scanner.amongProse && !(behind && what === 'json'))) return;
    this.#isStrayTold = true;
    this.#words = span;
    if (this.#hasMessages) this.#settleWords();
  }

  #settleWords(): void {
    if (this.#words) this.#between.push({ code: 'stray', span: this.#words, detail: '' });
    this.#words = undefined;
  }
}

/** Whether a value without an arrow has a key that makes it a message, good or bad. */
function isMessage({ side, value }: Message): boolean {
  return side !== undefined || (value?.kind === 'object' && jsonEntryOf(value, 'arguments') !== undefined);
}
