/** Checks files of QMP messages: whole ones with their fixes, large ones and standard input as streams. */
import { MessageAnalysis, MessageStream } from '../analysis/messages.ts';
import { fixMessages } from '../features/fix-messages.ts';
import { quoted } from '../names/nearest.ts';
import { readMessages } from '../qmp/document.ts';
import type { Severity } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';
import type { LineIndex } from '../syntax/text.ts';
import { decodeText } from '../workspace/decode.ts';
import type { FileChunks, FileContent } from '../workspace/host.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Io } from './io.ts';
import { shownPath } from './paths.ts';
import type { Range } from './report.ts';
import { copyOf, type Excerpt, StreamText } from './stream-text.ts';

/** What is needed of the machine to read messages. */
type Source = Pick<Io, 'cwd' | 'readChunks' | 'stdin'>;

/** What stands on the command line for standard input. */
export const STDIN = '-';

/** Larger files are read as streams, in bytes. What is made of a whole file is some twenty times its size. */
const LARGEST_WHOLE = 4 * 1024 * 1024;

/** Of a stream, and of each severity, no more problems are told: the others are counted. */
const MOST_TOLD = 1000;

/** A problem of a stream, with what is shown of the text, of which nothing else is kept. */
export interface StreamedProblem {
  readonly problem: Problem;
  readonly range: Range;
  readonly excerpt: Excerpt;
}

/** A file of messages that was checked. */
export interface CheckedMessages {
  readonly path: string;
  /** The root of the tree whose schema it was checked against, if it was one. */
  readonly root: string | undefined;
  /** What it was checked against, in words; undefined where there was nothing. */
  readonly target: string | undefined;
  /** Why that is not what was asked for, as sentences. */
  readonly targetProblem: string | undefined;
  /** How many messages it has. */
  readonly count: number;
  /** Of a whole file: its text, and its problems with fixes. */
  readonly whole:
    | { readonly text: string; readonly lines: LineIndex; readonly problems: readonly Problem[] }
    | undefined;
  /** Of a stream. */
  readonly streamed: readonly StreamedProblem[];
  /** How many problems of a stream are not among those. */
  readonly untold: ReadonlyMap<Severity, number>;
}

/**
 * Checks a file of messages.
 * @param path absolute; `-` in the working directory is standard input
 * @returns what was found; or why it cannot be read, as a sentence
 */
export async function checkMessages(workspace: Workspace, path: string, io: Source): Promise<CheckedMessages | string> {
  const content = await open(path, io);
  if (content.kind !== 'chunks') return unreadable(path, content, io);
  const reading = content.chunks[Symbol.asyncIterator]();
  try {
    const beginning = await beginningOf(reading);
    if (path === stdinPath(io) && isSchema(beginning.text)) {
      return 'Standard input holds a schema, and only messages are read from there. Name the file instead.';
    }
    return beginning.isWhole
      ? await checkWhole(workspace, path, beginning.text)
      : await checkStream(workspace, path, beginning.text, beginning.rest);
  } catch (error) {
    // The words of the system are all that is known of it.
    if (error instanceof ReadError) return unreadable(path, { kind: 'unreadable', reason: error.message }, io);
    throw error;
  } finally {
    await reading.return?.();
  }
}

/**
 * Fixes all that can be fixed of a file of messages. Nothing is written.
 * @returns the new text, the old one, and how many fixes were applied; or why that is not possible, as a sentence
 */
export async function fixMessagesIn(
  workspace: Workspace,
  path: string,
  io: Source,
): Promise<{ readonly text: string; readonly before: string; readonly fixed: number } | string> {
  if (path === stdinPath(io)) return 'Standard input cannot be fixed.';
  const content = await open(path, io);
  if (content.kind !== 'chunks') return unreadable(path, content, io);
  const reading = content.chunks[Symbol.asyncIterator]();
  try {
    const { text, isWhole, isUtf8 } = await beginningOf(reading);
    const shown = quoted(shownPath(io.cwd, path));
    if (!isWhole) return `${shown} is too large to be fixed.`;
    const judge = async (changed: string): Promise<readonly Problem[]> =>
      new MessageAnalysis(await workspace.messageInput(path, readMessages(changed))).problems;
    const fixed = await fixMessages(path, text, judge);
    if (!isUtf8 && fixed.text !== text) {
      return `${shown} was not fixed. It is not UTF-8 text: to change it would lose what cannot be read.`;
    }
    return { text: fixed.text, before: text, fixed: fixed.applied.length };
  } catch (error) {
    if (error instanceof ReadError) return unreadable(path, { kind: 'unreadable', reason: error.message }, io);
    throw error;
  } finally {
    await reading.return?.();
  }
}

/** Whether a text is a schema for certain: an event between single quotes may be a message that Python has printed. */
function isSchema(text: string): boolean {
  return looksLikeQapi(text) && !/^\s*\{\s*'event'/.test(text);
}

/** The path that standard input has inside of the program. */
export function stdinPath(io: Source): string {
  return `${io.cwd}/${STDIN}`;
}

function open(path: string, io: Source): Promise<FileChunks | Exclude<FileContent, { kind: 'file' }>> | FileChunks {
  return path === stdinPath(io) ? io.stdin : io.readChunks(path);
}

function unreadable(path: string, { kind, reason }: Exclude<FileContent, { kind: 'file' }>, io: Source): string {
  const shown = path === stdinPath(io) ? 'Standard input' : quoted(shownPath(io.cwd, path));
  return `${shown} cannot be read: ${kind === 'unreadable' ? reason : kind}.`;
}

/** Reading failed in the middle. */
class ReadError extends Error {}

/** The beginning of a file, or all of it. */
interface Beginning {
  readonly text: string;
  readonly isWhole: boolean;
  /** Whether all of it was UTF-8: else the text has U+FFFD in place of what was not. Known of a whole file only. */
  readonly isUtf8: boolean;
  /** What comes behind it. */
  readonly rest: AsyncIterable<string>;
}

async function beginningOf(reading: AsyncIterator<Uint8Array>): Promise<Beginning> {
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      const { done, value } = await reading.next();
      return done ? undefined : value;
    } catch (error) {
      throw new ReadError((error as Error).message);
    }
  };
  const first: Uint8Array[] = [];
  let size = 0;
  while (size <= LARGEST_WHOLE) {
    const bytes = await next();
    if (!bytes) {
      const { text, problem } = decodeText(Buffer.concat(first));
      return { text, isWhole: true, isUtf8: problem === undefined, rest: nothing() };
    }
    first.push(bytes);
    size += bytes.length;
  }
  // The byte order mark is kept, as offsets count it.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const text = decoder.decode(Buffer.concat(first), { stream: true });
  async function* rest(): AsyncGenerator<string> {
    for (let bytes = await next(); bytes; bytes = await next()) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  }
  return { text, isWhole: false, isUtf8: false, rest: rest() };
}

async function* nothing(): AsyncGenerator<string> {}

async function checkWhole(workspace: Workspace, path: string, text: string): Promise<CheckedMessages> {
  const input = await workspace.messageInput(path, readMessages(text));
  const { problems, lines, document } = new MessageAnalysis(input);
  return {
    path,
    root: input.analysis?.root,
    target: input.target?.label,
    targetProblem: input.targetProblem,
    count: document.messages.length,
    whole: { text, lines, problems },
    streamed: [],
    untold: new Map(),
  };
}

/** What the first messages tell about the others: which program they are for. In UTF-16 code units. */
const FIRST = 64 * 1024;

async function checkStream(
  workspace: Workspace,
  path: string,
  beginning: string,
  rest: AsyncIterable<string>,
): Promise<CheckedMessages> {
  const input = await workspace.messageInput(path, readMessages(beginning.slice(0, FIRST)));
  const stream = new MessageStream(input);
  const text = new StreamText();
  const streamed: StreamedProblem[] = [];
  const told = new Map<Severity, number>();
  const untold = new Map<Severity, number>();
  const tell = (problems: readonly Problem[]): void => {
    for (const problem of problems) {
      const counts = (told.get(problem.severity) ?? 0) < MOST_TOLD ? told : untold;
      counts.set(problem.severity, (counts.get(problem.severity) ?? 0) + 1);
      if (counts === untold) continue;
      const { span } = problem;
      // Its fixes, and the other places, would keep the text that they are about.
      const bare = { ...problem, message: copyOf(problem.message), related: [], fixes: () => [] };
      streamed.push({ problem: bare, range: text.rangeOf(span), excerpt: text.excerptOf(span) });
    }
  };
  const take = (chunk: string): void => {
    text.append(chunk);
    tell(stream.take(chunk));
    text.forget(stream.settled);
  };
  for (let at = 0; at < beginning.length; at += FIRST) take(beginning.slice(at, at + FIRST));
  for await (const chunk of rest) take(chunk);
  tell(stream.end());
  return {
    path,
    root: input.analysis?.root,
    target: input.target?.label,
    targetProblem: input.targetProblem,
    count: stream.count,
    whole: undefined,
    streamed,
    untold,
  };
}
