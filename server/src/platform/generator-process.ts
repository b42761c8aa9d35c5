/** A Python process with the generator of a tree in it, which is asked about one schema after the other. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { readVerdict, type Verdict } from '../analysis/agreement.ts';
import type { GeneratorError } from '../workspace/host.ts';
import { DRIVER } from './generator-driver.ts';

/** A schema to be judged. */
export interface Question {
  /** Absolute path of the root. */
  readonly root: string;
  /** The texts of all files by absolute path, where they are not to be read from the disk. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What comes of a question. After an error the process is gone, and the next question fails as well. */
export type ProcessAnswer =
  | { readonly ok: true; readonly verdict: Verdict; readonly python: string }
  | { readonly ok: false; readonly error: GeneratorError };

/** What the driver writes: the first line tells of Python, each of the others answers a question. */
interface Reply {
  readonly python?: string;
  readonly unusable?: string;
  readonly accepted?: true;
  readonly refused?: string;
  readonly crashed?: string;
  readonly trace?: string;
}

/** A Python, and the program that runs in it. */
export interface Interpreter {
  /** A path, or a name that is looked for in PATH. */
  readonly command: string;
  readonly options: readonly string[];
  /** The program's text; its argument is the tree's folder `scripts`. */
  readonly driver: string;
}

const PYTHON3: Interpreter = {
  command: process.platform === 'win32' ? 'python' : 'python3',
  // -I: neither the environment, nor the user's packages, nor the working directory have a say in what is imported.
  // -B: nothing is written beside the tree's modules.
  options: ['-I', '-B', '-X', 'utf8'],
  driver: DRIVER,
};

/** More than any answer has: the longest message quotes a line of a schema. */
const MAX_REPLY = 64 * 1024 * 1024;

/** Of what Python writes to its standard error, the end tells why it stopped. */
const MAX_STDERR = 10_000;

export class GeneratorProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #timeoutMs: number;
  #stderr = '';
  #pending = '';
  /** Replies that nobody has waited for yet, and who waits for the next one. */
  readonly #replies: Reply[] = [];
  #waiting: ((reply: Reply | GeneratorError) => void) | undefined;
  #ended: GeneratorError | undefined;
  #greeting: Promise<Reply | GeneratorError> | undefined;

  /**
   * @param tree the top folder of a QEMU tree
   * @param timeoutMs how long an answer may take
   * @param interpreter what it runs in
   */
  constructor(tree: string, timeoutMs: number, { command, options, driver }: Interpreter = PYTHON3) {
    this.#timeoutMs = timeoutMs;
    const args = [...options, '-c', driver, join(tree, 'scripts')];
    // Windows looks for programs in the working directory first, and that must not be the tree.
    const cwd = dirname(process.execPath);
    this.#child = spawn(command, args, { cwd, env: environment(), windowsHide: true });
    this.#child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') this.#end({ kind: 'no-python', detail: `there is no command ${command}` });
      else this.#end({ kind: 'failed', detail: error.message });
    });
    this.#child.on('close', (code, signal) => {
      const last = this.#stderr.trimEnd().split('\n').at(-1);
      this.#end({ kind: 'failed', detail: last || `${command} ended with ${signal ?? `status ${code}`}` });
    });
    // What is asked of a process that has just ended is told by `close`.
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-MAX_STDERR);
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  /** Asks; one question at a time. Never rejects. */
  async ask(question: Question, signal?: AbortSignal): Promise<ProcessAnswer> {
    const abort = () => this.#kill({ kind: 'cancelled', detail: 'it was cancelled' });
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    try {
      this.#greeting ??= this.#next();
      const greeting = await this.#greeting;
      if ('kind' in greeting) return { ok: false, error: greeting };
      const { python = '', unusable } = greeting;
      if (unusable !== undefined) {
        return { ok: false, error: { kind: 'unsupported', detail: `Python ${python}: ${unusable}` } };
      }
      if (!this.#ended) this.#child.stdin.write(`${JSON.stringify(question)}\n`);
      const reply = await this.#next();
      if ('kind' in reply) return { ok: false, error: reply };
      return { ok: true, verdict: verdictOf(reply, question.root), python };
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the process. */
  stop(): void {
    this.#kill({ kind: 'cancelled', detail: 'it was stopped' });
  }

  #next(): Promise<Reply | GeneratorError> {
    const reply = this.#replies.shift() ?? this.#ended;
    if (reply) return Promise.resolve(reply);
    return new Promise((resolve) => {
      const seconds = this.#timeoutMs / 1000;
      const detail = `it took longer than ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
      const timer = setTimeout(() => this.#kill({ kind: 'too-long', detail }), this.#timeoutMs);
      this.#waiting = (next) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(next);
      };
    });
  }

  #read(text: string): void {
    this.#pending += text;
    if (this.#pending.length > MAX_REPLY) this.#kill({ kind: 'failed', detail: 'it said too much' });
    for (let at = this.#pending.indexOf('\n'); at >= 0; at = this.#pending.indexOf('\n')) {
      const line = this.#pending.slice(0, at);
      this.#pending = this.#pending.slice(at + 1);
      const reply = readReply(line);
      if (!reply) this.#kill({ kind: 'failed', detail: 'it said something that is no answer' });
      else if (this.#waiting) this.#waiting(reply);
      else this.#replies.push(reply);
    }
  }

  #kill(why: GeneratorError): void {
    this.#end(why);
    this.#child.kill('SIGKILL');
  }

  /** The first reason is the one that counts. */
  #end(why: GeneratorError): void {
    this.#ended ??= why;
    this.#waiting?.(this.#ended);
  }
}

function readReply(line: string): Reply | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function verdictOf({ refused, crashed, trace }: Reply, root: string): Verdict {
  if (crashed !== undefined) return { kind: 'crashed', message: crashed, trace: trace ?? '' };
  return refused === undefined ? { kind: 'accepted' } : readVerdict(refused, root);
}

/** What Python, and whatever chooses among several of them, needs to be found and to run; nothing of the user's besides. */
function environment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'];
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8' };
}
