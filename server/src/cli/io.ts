/** What the command line needs from the machine it runs on. `main.ts` gives it; tests have a twin in memory. */
import type { FileChunks, FileContent, Host } from '../workspace/host.ts';

/** 0: no error. 1: errors were found. 2: wrong usage, or input that cannot be read. */
export type ExitStatus = 0 | 1 | 2;

/** The machine. */
export interface Io {
  /** The working directory: absolute, with `/` between the parts. */
  readonly cwd: string;
  readonly host: Host;
  /** `NO_COLOR`, `FORCE_COLOR` and `TERM` are looked at. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal, and how wide it is. */
  readonly terminal: { readonly columns: number } | undefined;
  /** Whether standard error is a terminal on which a line can come and go. */
  readonly errorTerminal: boolean;
  /**
   * Calls back once, after some milliseconds, as soon as nothing else is done.
   * @returns a function that takes it back
   */
  later(milliseconds: number, action: () => void): () => void;
  /** A file to be read piece by piece, or why it cannot be. Never rejects. */
  readChunks(path: string): Promise<FileChunks | Exclude<FileContent, { kind: 'file' }>>;
  /** Standard input; to be read once. */
  readonly stdin: FileChunks;
  stdout(text: string): void;
  stderr(text: string): void;
  /**
   * Gives files another text, or makes them: all of them, or none.
   * @returns undefined when done, else what could not be written, and why
   */
  writeFiles(files: ReadonlyMap<string, string>): Promise<WriteFailure | undefined>;
}

/** A file that could not be written. */
export interface WriteFailure {
  readonly path: string;
  /** In the system's words. */
  readonly reason: string;
}
