/** Talks to a running QEMU and writes down every word, as it was said. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { MessageCutter } from '../../server/src/platform/program.ts';
import { CommandMaker, type MadeCommand } from './qmp-commands.ts';
import { Random } from './random.ts';

/** A conversation. */
export interface Recording {
  /** JSON, a message a line, in the order in which they were said. Commands that do not fit the schema have an `id` that begins with `wrong-`. */
  readonly lines: readonly string[];
  /** The answer of query-qmp-schema, which is not among the lines: it is longer than all of them together. */
  readonly entries: readonly unknown[];
  /** What is wrong with the commands that have something wrong with them, by their `id`. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** QEMU answers at once; what takes longer has no end. */
const PATIENCE = 60_000;

/** Commands that are sent before the first of them is answered. */
const AT_ONCE = 3;

/**
 * Records a conversation with a QEMU that listens on a socket: its greeting, the negotiation with `oob`, commands made up from what it
 * says of its API, their replies, and the events in between.
 * @param seed the same gives the same commands
 * @param count how many commands there are, the negotiation included
 * @param forbidden commands that are not to be sent
 * @throws where it hangs up or does not answer
 */
export async function recordQmp(
  socket: string,
  seed: string,
  count: number,
  forbidden: ReadonlySet<string> = new Set(),
): Promise<Recording> {
  const session = await Session.open(socket);
  try {
    const wrong = new Map<string, string>();
    await session.greeting();
    await session.ask([{ execute: 'qmp_capabilities', arguments: { enable: ['oob'] }, id: 'negotiation' }]);
    const entries = await session.entries();
    const random = new Random(seed);
    const maker = new CommandMaker(entries, random, forbidden);
    for (let sent = 1; sent < count; ) {
      const made: MadeCommand[] = [];
      for (let more = 1 + random.below(AT_ONCE); more > 0 && sent < count; more--, sent++) made.push(maker.next());
      for (const { message, wrong: why } of made) if (why !== undefined) wrong.set(String(message.id), why);
      await session.ask(made.map(({ message }) => message));
    }
    return { lines: session.lines, entries, wrong };
  } finally {
    session.close();
  }
}

class Session {
  readonly lines: string[] = [];
  readonly #socket: Socket;
  readonly #cutter = new MessageCutter();
  readonly #waiting: ((message: string) => void)[] = [];
  readonly #messages: string[] = [];
  readonly #end: Promise<never>;

  static async open(path: string): Promise<Session> {
    const socket = connect({ path });
    await once(socket, 'connect');
    return new Session(socket);
  }

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#end = once(socket, 'close').then(() => {
      throw new Error('QEMU has hung up');
    });
    this.#end.catch(() => undefined);
    socket.on('data', (chunk) => {
      this.#cutter.take(chunk, (message) => {
        const waiting = this.#waiting.shift();
        if (waiting) waiting(message.toString('utf8'));
        else this.#messages.push(message.toString('utf8'));
      });
    });
  }

  async greeting(): Promise<void> {
    this.lines.push(await this.#next());
  }

  /** What query-qmp-schema gives; it is not written down. */
  async entries(): Promise<readonly unknown[]> {
    this.#socket.write('{"execute": "query-qmp-schema"}\n');
    return JSON.parse(await this.#next()).return;
  }

  /** Sends commands and waits for as many replies. */
  async ask(commands: readonly object[]): Promise<void> {
    const sent = commands.map((command) => JSON.stringify(command));
    this.lines.push(...sent);
    this.#socket.write(sent.map((line) => `${line}\n`).join(''));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`QEMU does not answer: ${sent.join(' ')}`)), PATIENCE);
    });
    try {
      for (let open = commands.length; open > 0; ) {
        const message = await Promise.race([this.#next(), late]);
        this.lines.push(message);
        if (!('event' in JSON.parse(message))) open--;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #next(): Promise<string> {
    const message = this.#messages.shift();
    if (message !== undefined) return Promise.resolve(message);
    return Promise.race([new Promise<string>((resolve) => this.#waiting.push(resolve)), this.#end]);
  }

  close(): void {
    this.#socket.destroy();
  }
}
