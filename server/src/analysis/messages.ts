/** All that is known about one file of QMP messages: what it is checked against, what its names stand for, and the problems. */
import type { History } from '../history/history.ts';
import { Conversation, type NameUse } from '../qmp/conversation.ts';
import type { QmpDocument } from '../qmp/document.ts';
import type { Problem } from '../rules/run.ts';
import { judgeMessages, type MessageTarget, targetProblems } from '../rules/run-messages.ts';
import { LineIndex } from '../syntax/text.ts';
import type { Analysis } from './analysis.ts';
import type { Config } from './settings.ts';

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
