/** All that is known about one file of QMP messages: what it is checked against, what its names stand for, and the problems. */
import { rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { Conversation, type NameUse } from '../qmp/conversation.ts';
import { type MessagePart, MessageReader, type QmpDocument } from '../qmp/document.ts';
import type { Problem } from '../rules/run.ts';
import { judgeMessages, MessageJudge, type MessageTarget, targetProblems } from '../rules/run-messages.ts';
import { treeFolderOf } from '../schema/places.ts';
import { LineIndex } from '../syntax/text.ts';
import type { Analysis } from './analysis.ts';
import type { Config } from './settings.ts';

/** The schema of a tree, as what messages in it are held against. */
export function treeTarget({ root, schema, version }: Analysis): MessageTarget {
  const name = rootNameOf(root);
  const label = root.slice(treeFolderOf(root).length + 1);
  return { schema, kind: 'tree', label, ...(version && { version }), ...(name && { root: name }) };
}

/** What a file of messages is judged by. */
export interface MessageInput {
  readonly path: string;
  readonly document: QmpDocument;
  /** Undefined where nobody knows any: then nothing but that is told. */
  readonly target: MessageTarget | undefined;
  /** Why it is not what the settings ask for, in sentences. */
  readonly targetProblem: string | undefined;
  /** Of the tree whose schema the target is, if it is one of a tree. */
  readonly analysis: Analysis | undefined;
  readonly config: Config;
  readonly history: (() => History) | undefined;
}

/** One file of messages, read and judged. It never changes: another text makes another one. */
export class MessageAnalysis {
  readonly path: string;
  readonly document: QmpDocument;
  readonly lines: LineIndex;
  readonly target: MessageTarget | undefined;
  /** Why it is not what the settings ask for, in sentences. */
  readonly targetProblem: string | undefined;
  readonly analysis: Analysis | undefined;
  readonly config: Config;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  #names: readonly NameUse[] | undefined;

  constructor({ path, document, target, targetProblem, analysis, config, history }: MessageInput) {
    this.path = path;
    this.document = document;
    this.lines = new LineIndex(document.text);
    this.target = target;
    this.targetProblem = targetProblem;
    this.analysis = analysis;
    this.config = config;
    const { domains, inherited } = config;
    const { text } = document;
    this.problems = [
      ...targetProblems(path, targetProblem, config),
      ...(target ? judgeMessages(document, { path, text, target, domains, inherited, history }, config) : []),
    ];
  }

  /** What its names stand for in the schema of its target, in the order of the text. */
  get names(): readonly NameUse[] {
    if (!this.#names) {
      const conversation = this.target && new Conversation(this.target.schema, { origin: 'file' });
      this.#names = this.document.messages.flatMap((message) => conversation?.take(message).names ?? []);
    }
    return this.#names;
  }
}

/**
 * So much of a stream is read at a time, in UTF-16 code units. The values of so few messages are forgotten before the garbage
 * collector has moved them: with sixteen times as much reading takes three times as long.
 */
const STEP = 16 * 1024;

/**
 * Messages that are read and judged piece by piece, as they come: no more of the text is kept than the message in hand, and no
 * more of the conversation than later messages need.
 */
export class MessageStream {
  readonly #reader = new MessageReader();
  readonly #judge: MessageJudge | undefined;
  #first: readonly Problem[];
  #count = 0;

  /** @param input the first messages will do for its document */
  constructor({ path, target, targetProblem, config, history }: MessageInput) {
    const { domains, inherited } = config;
    this.#first = targetProblems(path, targetProblem, config);
    this.#judge = target && new MessageJudge({ path, text: '', target, domains, inherited, history }, config);
  }

  /** How many messages have come. */
  get count(): number {
    return this.#count;
  }

  /** Problems that are told from now on lie behind this offset, or shortly before it. */
  get settled(): number {
    return this.#reader.settled;
  }

  /**
   * Goes on with the next piece of the text, cut anywhere.
   * @returns the problems that show by now, message by message; offsets count from the beginning of the first piece
   */
  take(text: string): readonly Problem[] {
    const problems: Problem[] = [];
    for (let at = 0; at < text.length; ) {
      // In a long message larger steps are taken: what is held of it is copied at each.
      const step = Math.max(STEP, this.#reader.held);
      for (const problem of this.#judged(this.#reader.take(text.slice(at, at + step)))) problems.push(problem);
      at += step;
    }
    return problems;
  }

  /** The text ends here. Returns the problems that show only now. */
  end(): readonly Problem[] {
    return [...this.#judged(this.#reader.end()), ...(this.#judge?.end() ?? [])];
  }

  #judged(parts: readonly MessagePart[]): readonly Problem[] {
    const problems: Problem[] = [...this.#first];
    this.#first = [];
    for (const { message, problems: inText } of parts) {
      if (message) this.#count++;
      const found = message ? this.#judge?.take(message, inText) : this.#judge?.rest(inText);
      if (found && found.length > 0) problems.push(...found);
    }
    return problems;
  }
}
