/** A running QEMU, asked over its QMP socket. Nothing is connected to but unix sockets and ports of this machine. */
import { statSync } from 'node:fs';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Program, ProgramAddress, ProgramError, ProgramReply, ProgramVersion } from '../workspace/host.ts';

export interface ProgramLimits {
  /** Until the greeting has come, which QEMU sends at once, in milliseconds. */
  readonly greeting: number;
  /** From then on until the answer has come. */
  readonly answer: number;
  /** All that the program may say. The answer of QEMU 10.2 has less than half a megabyte. */
  readonly bytes: number;
}

const LIMITS: ProgramLimits = { greeting: 5_000, answer: 30_000, bytes: 64 * 1024 * 1024 };

/** The length of `sun_path`, without the zero at its end. A longer path would be cut, and lead somewhere else. */
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/** Of what a program says instead, so much is told. */
const MAX_QUOTED = 60;

/** Gives the running programs of this machine. */
export function nodeProgram(limits: ProgramLimits = LIMITS): Program {
  return {
    async ask(address, signal) {
      let reply: ProgramReply = failure('failed', '');
      for (const place of placesOf(address)) {
        reply = 'error' in place ? { ok: false, error: place.error } : await askAt(place, limits, signal);
        // `localhost` may be either of two addresses.
        if (reply.ok || reply.error.kind !== 'refused') break;
      }
      return reply;
    },
  };
}

function failure(kind: ProgramError['kind'], detail: string): Extract<ProgramReply, { ok: false }> {
  return { ok: false, error: { kind, detail } };
}

/** What to connect to, one after the other. No name is ever looked up: somebody else could answer. */
function placesOf(address: ProgramAddress): (NetConnectOpts | { readonly error: ProgramError })[] {
  if (address.kind === 'port') {
    const hosts = address.host === 'localhost' ? ['127.0.0.1', '::1'] : [address.host];
    return hosts.map((host) => ({ host, port: address.port }));
  }
  const { path } = address;
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    return [failure('failed', `the path of a socket has at most ${MAX_PATH_BYTES} bytes, and ${path} has more`)];
  }
  return [{ path }];
}

async function askAt(place: NetConnectOpts, limits: ProgramLimits, signal?: AbortSignal): Promise<ProgramReply> {
  const session = new Session(place, limits, signal);
  try {
    const version = versionIn(await session.next());
    if (!version) throw new Failure('no-greeting', session.lastWords);
    session.greeted();
    await session.execute('qmp_capabilities');
    const entries = await session.execute('query-qmp-schema');
    if (!Array.isArray(entries)) throw new Failure('no-answer', session.lastWords);
    return { ok: true, version, entries };
  } catch (error) {
    if (error instanceof Failure) return failure(error.kind, error.message);
    throw error;
  } finally {
    session.close();
  }
}

function versionIn(greeting: object): ProgramVersion | undefined {
  const { qemu, package: name } = objectIn(objectIn(objectIn(greeting).QMP).version);
  const { major, minor, micro } = objectIn(qemu);
  if (typeof major !== 'number' || typeof minor !== 'number' || typeof micro !== 'number') return undefined;
  return { qemu: { major, minor, micro }, package: typeof name === 'string' ? name.trim() : '' };
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Caught in this file. */
class Failure extends Error {
  readonly kind: ProgramError['kind'];

  constructor(kind: ProgramError['kind'], detail: string) {
    super(detail);
    this.kind = kind;
  }
}

/** One connection, from the greeting to the last answer. */
class Session {
  readonly #limits: ProgramLimits;
  readonly #socket: Socket;
  readonly #signal: AbortSignal | undefined;
  readonly #cutter = new MessageCutter();
  /** Messages that nobody has waited for yet, and who waits for the next one. */
  readonly #messages: Buffer[] = [];
  #waiting: { resolve: (message: Buffer) => void; reject: (why: Failure) => void } | undefined;
  #ended: Failure | undefined;
  #bytes = 0;
  #hasGreeted = false;
  #timer: NodeJS.Timeout;
  /** The beginning of the message that came last, for people. */
  lastWords = '';

  constructor(place: NetConnectOpts, limits: ProgramLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#signal = signal;
    this.#timer = this.#stopAfter(limits.greeting, 'silent');
    this.#socket = connect(place);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      const why = connectionFailure(error, place);
      if (why) this.#end(why);
    });
    this.#socket.on('close', () => this.#end(new Failure('closed', this.#hasGreeted ? 'its answer' : 'its greeting')));
    if (signal?.aborted) this.#abort();
    signal?.addEventListener('abort', this.#abort);
  }

  /** What comes now may take longer. */
  greeted(): void {
    this.#hasGreeted = true;
    clearTimeout(this.#timer);
    this.#timer = this.#stopAfter(this.#limits.answer, 'too-long');
  }

  /** The next message. */
  async next(): Promise<object> {
    const message = await this.#nextMessage();
    const text = message.toString('utf8');
    this.lastWords = quoteOf(text);
    try {
      return JSON.parse(text);
    } catch {
      throw new Failure(this.#hasGreeted ? 'no-json' : 'no-greeting', this.lastWords);
    }
  }

  /** Sends a command without arguments and gives what it returns. Events may come in between. */
  async execute(command: string): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute: command })}\n`);
    for (;;) {
      const reply = await this.next();
      if ('return' in reply) return reply.return;
      if ('error' in reply) {
        const { class: name, desc } = objectIn(reply.error);
        throw new Failure('error', `${command}: ${desc ?? name ?? this.lastWords}`);
      }
      if (!('event' in reply)) throw new Failure('no-answer', this.lastWords);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#socket.destroy();
  }

  readonly #abort = (): void => this.#end(new Failure('cancelled', ''));

  #stopAfter(milliseconds: number, kind: 'silent' | 'too-long'): NodeJS.Timeout {
    const seconds = milliseconds / 1000;
    const why = new Failure(kind, `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`);
    return setTimeout(() => this.#end(why), milliseconds);
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.bytes) {
      this.#end(new Failure('too-large', `${this.#limits.bytes / 1024 / 1024} MB`));
      return;
    }
    const rest = this.#cutter.take(chunk, (message) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting) waiting.resolve(message);
      else this.#messages.push(message);
    });
    if (rest) this.#end(new Failure(this.#hasGreeted ? 'no-json' : 'no-greeting', quoteOf(rest.toString('utf8'))));
  }

  #nextMessage(): Promise<Buffer> {
    const message = this.#messages.shift();
    if (message) return Promise.resolve(message);
    return new Promise((resolve, reject) => {
      if (this.#ended) reject(this.#ended);
      else this.#waiting = { resolve, reject };
    });
  }

  /** The first reason is the one that counts. */
  #end(why: Failure): void {
    this.#ended ??= why;
    this.#socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#ended);
  }
}

/** Cuts what comes into JSON objects: a monitor may write each over many lines (`pretty=on`), and several at once. */
export class MessageCutter {
  #parts: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  /**
   * @param found takes each object that ends in the chunk
   * @returns what can be no object, from there to the end of the chunk; undefined where there is nothing of the kind
   */
  take(chunk: Buffer, found: (message: Buffer) => void): Buffer | undefined {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === 0x5c) this.#escaped = true;
        else if (byte === 0x22) this.#inString = false;
        continue;
      }
      if (this.#depth === 0) {
        if (isSpace(byte)) continue;
        if (byte !== 0x7b) return chunk.subarray(at);
        start = at;
      }
      if (byte === 0x22) this.#inString = true;
      else if (byte === 0x7b || byte === 0x5b) this.#depth++;
      else if (byte === 0x7d || byte === 0x5d) {
        if (--this.#depth > 0) continue;
        found(Buffer.concat([...this.#parts, chunk.subarray(start, at + 1)]));
        this.#parts = [];
        start = at + 1;
      }
    }
    if (this.#depth > 0) this.#parts.push(chunk.subarray(start));
    return undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** The first line of something, short and without what a terminal might take for a command. */
function quoteOf(text: string): string {
  const line = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const plain = line.replace(/\p{C}/gu, '�');
  return plain.length > MAX_QUOTED ? `${plain.slice(0, MAX_QUOTED)}…` : plain;
}

/** Why there is no connection; undefined for one that the program has cut, which `close` tells. */
function connectionFailure({ code, message }: NodeJS.ErrnoException, place: NetConnectOpts): Failure | undefined {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('missing', '');
    case 'ENOTSOCK':
      return new Failure('no-socket', '');
    case 'EACCES':
    case 'EPERM':
      return new Failure('denied', '');
    case 'ECONNREFUSED':
      // Linux refuses a file that is no socket in the same way.
      return new Failure('path' in place && place.path && !isSocket(place.path) ? 'no-socket' : 'refused', '');
    case 'ECONNRESET':
    case 'EPIPE':
      return undefined;
    default:
      return new Failure('failed', message);
  }
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    return false;
  }
}
