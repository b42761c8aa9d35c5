/** Reads many files of commits through one `git cat-file --batch`, which takes a fraction of a millisecond for each. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { GitAnswer } from '../workspace/host.ts';
import { failure, gitCommand, gitFailure, tooLong } from './git-command.ts';
import { MAX_FILE_BYTES, TOO_LARGE } from './limits.ts';

/** How long the process waits for another question before it is ended; it is started again when there is one. */
const IDLE_MS = 3_000;

const LF = 10;
const FOUND = /^[0-9a-f]{40,64} (blob|tree|commit|tag) (\d+)$/;
/** What `--follow-symlinks` says about a link that leaves the repository or leads nowhere; a text of that size follows. */
const ASTRAY = /^(symlink|dangling|loop|notdir) (\d+)$/;

interface Question {
  readonly name: string;
  readonly answer: (answer: GitAnswer) => void;
}

/**
 * One process for one repository, started with the first question, ended when nobody asks any more. It does not keep the
 * program alive. Questions are answered in turn; where the process dies or stalls, the open ones fail and the next
 * question starts another one.
 */
export class BlobReader {
  readonly #top: string;
  readonly #timeoutMs: number;
  readonly #waiting: Question[] = [];
  #process: ChildProcessWithoutNullStreams | undefined;
  #received: Buffer[] = [];
  #size = 0;
  /** How many bytes must have come before it is worth looking again. */
  #needed = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param top the top folder of the repository
   * @param timeoutMs how long each answer may take
   */
  constructor(top: string, timeoutMs: number) {
    this.#top = top;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * The bytes of a file. A link is followed as long as it stays in the commit.
   * @param commit the full name of a commit
   * @param path relative to the top of the repository, with `/` between the parts
   */
  read(commit: string, path: string): Promise<GitAnswer> {
    // A question is a line, and git reads `./` and `../` as relative to something else than the top.
    if (
      path === '' ||
      /\p{Cc}/u.test(path) ||
      path.split('/').some((part) => part === '' || part === '.' || part === '..')
    ) {
      return Promise.resolve(failure('missing', ''));
    }
    return new Promise((answer) => {
      this.#waiting.push({ name: `${commit}:${path}`, answer });
      if (this.#waiting.length === 1) this.#ask();
    });
  }

  /** Puts the first waiting question. One at a time: git could not take a second one while it waits to be read. */
  #ask(): void {
    const question = this.#waiting[0];
    if (question === undefined) {
      this.#rest();
      return;
    }
    const child = this.#process ?? this.#start();
    // Where the system has no process or file to give, there are no pipes either; `error` is told in a moment.
    if (child.stdin === undefined) return;
    keepAlive(child, true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(tooLong(this.#timeoutMs)), this.#timeoutMs);
    child.stdin.write(`${question.name}\n`);
  }

  #start(): ChildProcessWithoutNullStreams {
    const command = gitCommand(this.#top, ['cat-file', '--batch', '--follow-symlinks']);
    const child = spawn('git', command.args, { cwd: command.cwd, env: command.env, windowsHide: true });
    let said = '';
    const end = (code: unknown) => {
      if (this.#process === child) this.#fail(gitFailure(code, said));
    };
    child.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    child.on('close', end);
    this.#process = child;
    // Undefined where there is no process to speak of. An error of the pipe means that the process has ended, which the
    // two above tell.
    child.stdin?.on('error', () => {});
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(0, 10_000);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (this.#process === child) this.#take(chunk);
    });
    return child;
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    // Joined only when there is something to see: the pieces of a large file would be copied again for each of them.
    if (this.#size < this.#needed) return;
    const bytes = Buffer.concat(this.#received);
    const answer = answerIn(bytes);
    if (typeof answer !== 'number') {
      this.#answer(answer);
    } else if (answer > MAX_FILE_BYTES) {
      this.#fail(failure('failed', TOO_LARGE));
    } else {
      this.#received = [bytes];
      this.#needed = answer;
    }
  }

  #answer(answer: GitAnswer): void {
    this.#received = [];
    this.#size = 0;
    this.#needed = 0;
    this.#waiting.shift()?.answer(answer);
    this.#ask();
  }

  /** The process is of no use any more: every open question gets the same answer. */
  #fail(answer: GitAnswer): void {
    const child = this.#process;
    this.#process = undefined;
    clearTimeout(this.#timer);
    child?.kill('SIGKILL');
    // Whatever it has started may still hold the other ends.
    for (const pipe of [child?.stdin, child?.stdout, child?.stderr]) pipe?.destroy();
    this.#received = [];
    this.#size = 0;
    this.#needed = 0;
    for (const question of this.#waiting.splice(0)) question.answer(answer);
  }

  /** Nothing waits: the program may end, and after a while the process does. */
  #rest(): void {
    const child = this.#process;
    clearTimeout(this.#timer);
    if (child === undefined) return;
    keepAlive(child, false);
    this.#timer = setTimeout(() => this.#fail(failure('failed', '')), IDLE_MS).unref();
  }
}

/** Whether the program waits for a process and its pipes before it ends. */
function keepAlive(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  const pipes = [child.stdin, child.stdout, child.stderr] as unknown as Socket[];
  for (const one of [child, ...pipes]) {
    if (alive) one.ref();
    else one.unref();
  }
}

/** The answer that stands in what git has written, or how many bytes it takes to know it. */
function answerIn(bytes: Buffer): GitAnswer | number {
  const lineEnd = bytes.indexOf(LF);
  if (lineEnd < 0) return bytes.length + 1;
  const line = bytes.toString('utf8', 0, lineEnd);
  const match = FOUND.exec(line) ?? ASTRAY.exec(line);
  if (match === null) return failure('missing', '');
  const start = lineEnd + 1;
  const end = start + Number(match[2]);
  if (bytes.length < end + 1) return end + 1;
  switch (match[1]) {
    case 'blob':
      return { ok: true, output: bytes.subarray(start, end) };
    case 'tree':
      return failure('directory', '');
    case 'symlink':
      return failure('failed', 'a link that leaves the repository');
    case 'loop':
      return failure('failed', 'a link that leads back to itself');
    default:
      return failure('missing', '');
  }
}
