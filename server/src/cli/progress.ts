/** What is going on, on standard error, for whoever waits: nothing of it where nobody has to. */
import type { Io } from './io.ts';
import { safe } from './terminal.ts';

/** From here on people wonder whether anything happens at all. */
const PATIENCE = 1000;

/** Longer lines might be broken, and a broken line cannot be taken back. */
const WIDEST = 78;

/** The line of what is going on, as a value: what happens goes in, what is to be written comes out. */
export class ProgressLine {
  readonly #isTerminal: boolean;
  #isLate = false;
  /** What goes on, as long as it is not written. */
  #unwritten: string | undefined;

  /** @param isTerminal there each step takes the place of the one before; elsewhere all that comes late has a line */
  constructor(isTerminal: boolean) {
    this.#isTerminal = isTerminal;
  }

  /** Something begins. */
  begin(step: string): string {
    const whole = safe(step);
    const line = `${whole.length > WIDEST - 4 ? `${whole.slice(0, WIDEST - 5)}…` : whole} ...`;
    if (this.#isTerminal) return `${ERASE}${line}`;
    if (this.#isLate) return `${line}\n`;
    this.#unwritten = line;
    return '';
  }

  /** It takes long. */
  late(): string {
    const line = this.#unwritten;
    this.#isLate = true;
    this.#unwritten = undefined;
    return line === undefined ? '' : `${line}\n`;
  }

  /** All is done: what comes now is the outcome. */
  end(): string {
    this.#unwritten = undefined;
    return this.#isTerminal ? ERASE : '';
  }
}

/** Back to the beginning of the line, and away with all that is in it. */
const ERASE = '\r\x1b[K';

/** Tells what is going on. */
export interface Progress {
  /** @param step what begins, `Reading git:v8.2.0` */
  begin(step: string): void;
  /** To be called before anything else is written. */
  end(): void;
}

/** Tells the steps at once on a terminal, elsewhere only those that are still going on after a second or begin later. */
export function progressOn(io: Io): Progress {
  const line = new ProgressLine(io.errorTerminal);
  const write = (text: string): void => {
    if (text !== '') io.stderr(text);
  };
  let cancel: (() => void) | undefined;
  return {
    begin(step) {
      write(line.begin(step));
      cancel ??= io.later(PATIENCE, () => write(line.late()));
    },
    end() {
      cancel?.();
      cancel = undefined;
      write(line.end());
    },
  };
}
