/** Runs the rules over QMP messages, and says how serious each fault is. */
import { type WirePath, wirePathText } from '../compat/wire-path.ts';
import { lifePathOf } from '../contract/elsewhere.ts';
import { HistoryError, ROOTS, type RootName } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { lifeInWords } from '../history/life.ts';
import { Conversation } from '../qmp/conversation.ts';
import type { QmpDocument } from '../qmp/document.ts';
import { type Fault, type FaultKind, MEASURED } from '../qmp/faults.ts';
import type { JsonProblem } from '../qmp/json.ts';
import type { Message } from '../qmp/message.ts';
import { NEWEST, type QemuVersion } from '../schema/dialect.ts';
import type { Schema } from '../schema/schema.ts';
import { Unclear } from '../schema/unclear.ts';
import { messageTarget } from './config/message-target.ts';
import { allRules } from './index.ts';
import { breaksOff, serverQuotes, sideOfProblem } from './message-faults.ts';
import { quoteIn } from './message-words.ts';
import type { MessagePlace, Rule } from './rule.ts';
import { type Problem, type RunOptions, shorten } from './run.ts';

/** What messages are judged by. */
export interface MessageTarget {
  readonly schema: Schema;
  /** The tree that the messages stand in, a release of upstream, or a program that told its schema itself. */
  readonly kind: 'tree' | 'release' | 'program';
  /** In words, to stand behind "your target is": `release 8.2`. */
  readonly label: string;
  readonly version?: QemuVersion | undefined;
  /** Which of QEMU's programs it is, where it is one of them. */
  readonly root?: RootName | undefined;
}

export interface MessageContext {
  /** Path of the file the messages stand in, and its text. */
  readonly path: string;
  /** Empty where it is a stream, of which nobody has the whole text. */
  readonly text: string;
  readonly target: MessageTarget;
  /** The user's own domains, reversed; and those whose names he has taken over. */
  readonly domains: readonly string[];
  readonly inherited: readonly string[];
  /** Tells when upstream's releases had something; undefined where nobody knows. It may throw a HistoryError. */
  readonly history: (() => History) | undefined;
}

/**
 * What there is to tell of a file before its messages: that they are checked against something else than the settings ask for.
 * @param reason in sentences; undefined where there is nothing to tell
 */
export function targetProblems(path: string, reason: string | undefined, options: RunOptions): Problem[] {
  if (reason === undefined) return NONE;
  const severity = options.severities[messageTarget.id] ?? messageTarget.severity;
  if (severity === 'off') return NONE;
  const span = { start: 0, end: 0 };
  return [
    {
      rule: messageTarget,
      severity,
      buildBreaking: false,
      refusedAt: { file: path, offset: 0 },
      file: path,
      span,
      message: reason,
      thing: undefined,
      path: undefined,
      related: [],
      fixes: () => [],
    },
  ];
}

/**
 * Judges a file of messages.
 * @returns its problems in the order of the text, each with fixes of kind `edit`
 */
export function judgeMessages(document: QmpDocument, context: MessageContext, options: RunOptions): Problem[] {
  const judge = new MessageJudge(context, options);
  const problems: Problem[] = [];
  let next = 0;
  for (const message of document.messages) {
    const first = next;
    while ((document.problems[next]?.span.start ?? Infinity) < message.span.end) next++;
    problems.push(...judge.take(message, document.problems.slice(first, next)));
  }
  problems.push(...judge.rest(document.problems.slice(next)), ...judge.end());
  return problems.sort((a, b) => a.span.start - b.span.start);
}

/** Judges messages as they come, one after the other: nothing is kept of them but what later ones need. */
export class MessageJudge {
  readonly #context: MessageContext;
  readonly #options: RunOptions;
  readonly #conversation: Conversation;
  readonly #place: MessagePlace;
  /** What is broken in a tree that somebody works on, and the definitions that the message in hand was measured by. */
  readonly #unclear: Unclear | undefined;
  readonly #asked = new Set<string>();

  constructor(context: MessageContext, options: RunOptions) {
    this.#context = context;
    this.#options = options;
    const { path: file, domains, inherited, target, text } = context;
    const { schema } = target;
    this.#unclear = target.kind === 'tree' ? new Unclear(schema, target.version ?? NEWEST) : undefined;
    this.#conversation = new Conversation(schema, {
      origin: 'file',
      ...(this.#unclear && { onLookup: (name) => this.#asked.add(name) }),
    });
    this.#place = {
      file,
      isExample: false,
      schema,
      domains,
      inherited,
      life: (wire) => lifeOf(wire, context),
      quoteAt: (offset) => quoteIn(text, offset),
    };
  }

  /**
   * The problems of the next message, in the order of the text.
   * @param jsonProblems what the reader has found in the text of the message, and before it
   */
  take(message: Message, jsonProblems: readonly JsonProblem[]): Problem[] {
    const isCut = jsonProblems.some((problem) => breaksOff(message, problem));
    // What else it has or lacks nobody knows.
    const faults = isCut ? this.#conversation.pass() : this.#clearFaults(message);
    if (faults.length === 0 && jsonProblems.length === 0 && this.#context.text === '') return NONE;
    const all = [
      ...jsonProblems.map((problem) => jsonFault(problem, [message])),
      ...faults,
      ...serverQuotes(message, this.#context.text),
    ];
    return this.#told(all);
  }

  /** What is wrong with a message, as far as anybody knows: what the tree has broken is told there. */
  #clearFaults(message: Message): readonly Fault[] {
    this.#asked.clear();
    const { faults } = this.#conversation.take(message);
    if (!faults.some(({ kind }) => MEASURED.has(kind)) || !this.#unclear?.isAnyOf(this.#asked)) return faults;
    return faults.filter(({ kind }) => !MEASURED.has(kind));
  }

  /** What the reader has found where there is no message. */
  rest(jsonProblems: readonly JsonProblem[]): Problem[] {
    return this.#told(jsonProblems.map((problem) => jsonFault(problem, [])));
  }

  /** What shows only when nothing more comes. */
  end(): Problem[] {
    return this.#told(this.#conversation.end().faults);
  }

  #told(faults: readonly Fault[]): Problem[] {
    if (faults.length === 0) return NONE;
    const problems = faults.flatMap((fault) => this.#tell(fault));
    return problems.sort((a, b) => a.span.start - b.span.start || a.rule.id.localeCompare(b.rule.id));
  }

  #tell(fault: Fault): Problem[] {
    const file = this.#context.path;
    return (rulesByKind.get(fault.kind) ?? []).flatMap((rule): Problem[] => {
      const wanted = this.#options.severities[rule.id];
      if (wanted === 'off') return [];
      const words = rule.messages?.tell(fault, this.#place);
      const severity = wanted ?? words?.severity ?? rule.severity;
      if (!words || severity === 'off') return [];
      const { span, wire } = fault;
      return [
        {
          rule,
          severity,
          buildBreaking: false,
          refusedAt: { file, offset: span.start },
          file,
          span,
          message: shorten(words.message),
          thing: words.thing,
          path: wire && wirePathText(wire),
          related: words.related ?? [],
          fixes: words.fixes ?? (() => []),
        },
      ];
    });
  }
}

const NONE: Problem[] = [];

const rulesByKind: ReadonlyMap<FaultKind, readonly Rule[]> = byKind(allRules);

function byKind(rules: readonly Rule[]): ReadonlyMap<FaultKind, readonly Rule[]> {
  const found = new Map<FaultKind, Rule[]>();
  for (const rule of rules) {
    for (const kind of rule.messages?.kinds ?? []) {
      const list = found.get(kind);
      if (list) list.push(rule);
      else found.set(kind, [rule]);
    }
  }
  return found;
}

function jsonFault(problem: JsonProblem, messages: readonly Message[]): Fault {
  return { kind: 'json', span: problem.span, side: sideOfProblem(problem, messages), problem };
}

/** Where the guest agent, or another program, has what the target has not. */
const PROGRAMS: Readonly<Record<RootName, string>> = {
  qapi: "QEMU's system emulator",
  qga: 'the guest agent',
  'storage-daemon': 'the storage daemon',
};

/** When upstream had something that the target has not, as a sentence with a space before it; empty where nobody knows. */
function lifeOf(wire: WirePath, { target, history }: MessageContext): string {
  const path = lifePathOf(wire);
  const { root, label } = target;
  if (!path || !history || !root) return '';
  try {
    const own = history().lives(root).find(path);
    if (own) return ` In QEMU ${lifeInWords(own)}; your target is ${label}.`;
    if (wire.part !== undefined) return '';
    const other = ROOTS.find((name) => name !== root && history().lives(name).find(path));
    return other
      ? ` It is ${wire.kind === 'event' ? 'an event' : 'a command'} of ${PROGRAMS[other]}; your target is ${label}.`
      : '';
  } catch (error) {
    // It is a convenience. That the data is damaged is told to whoever asks for it.
    if (error instanceof HistoryError) return '';
    throw error;
  }
}
