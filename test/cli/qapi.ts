/** Runs `qapi` in this process, on a tree in memory. */
import type { ExitStatus, Io, WriteFailure } from '../../server/src/cli/io.ts';
import { runCli } from '../../server/src/cli/run.ts';
import type { History } from '../../server/src/history/history.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import {
  inChunks,
  type MemoryGenerator,
  type MemoryGit,
  type MemoryHost,
  type MemoryProgram,
  memoryHost,
} from '../helpers/memory-host.ts';

/** Texts by path, relative to the working directory. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What the command meets around it. */
export interface Setting {
  readonly git?: MemoryGit;
  /** What generators say; their paths are absolute: below `/src`. */
  readonly generator?: MemoryGenerator;
  /** The history of upstream that comes with the program; none if left out. */
  readonly history?: History;
  /** The running programs; the paths of their sockets are absolute. */
  readonly program?: MemoryProgram;
  readonly env?: Io['env'];
  /** The width of the terminal; without one, the output goes into a pipe. */
  readonly columns?: number;
  /** Standard error is a terminal. */
  readonly errorTerminal?: boolean;
  /** All that takes time takes longer than anybody likes to wait: what is to be called later is called at once. */
  readonly slow?: boolean;
  /** The working directory; the files lie below `/src` in any case. */
  readonly cwd?: string;
  /** What stands in standard input. */
  readonly stdin?: string;
  /** Does something to the files before the command runs. */
  readonly prepare?: (host: MemoryHost) => void;
  /** What comes of an attempt to write. */
  readonly writeFailure?: WriteFailure;
}

/** What came of it. */
export interface Outcome {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
  /** The files that were written. */
  readonly written: Readonly<Record<string, string>>;
}

/** Reads the files of a host piece by piece, in small pieces. */
export function readingFrom(host: Host, stdin = ''): Pick<Io, 'cwd' | 'readChunks' | 'stdin'> {
  return {
    cwd: '/src',
    async readChunks(path) {
      const content = await host.read(path);
      return content.kind === 'file' ? { kind: 'chunks', chunks: inChunks(content.bytes) } : content;
    },
    stdin: { kind: 'chunks', chunks: inChunks(new TextEncoder().encode(stdin)) },
  };
}

/**
 * @param command the words behind `qapi`, separated by single spaces
 * @param files the tree
 */
export async function qapi(command: string, files: Files = {}, setting: Setting = {}): Promise<Outcome> {
  const host = memoryHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`/src/${path}`, text])),
    setting.git,
    setting.generator,
    setting.history,
    setting.program ?? {},
  );
  setting.prepare?.(host);
  let stdout = '';
  let stderr = '';
  const written: Record<string, string> = {};
  const io: Io = {
    host,
    env: setting.env ?? {},
    terminal: setting.columns === undefined ? undefined : { columns: setting.columns },
    errorTerminal: setting.errorTerminal ?? false,
    later: (_, action) => {
      if (setting.slow) action();
      return () => {};
    },
    ...readingFrom(host, setting.stdin),
    cwd: setting.cwd ?? '/src',
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    async writeFiles(texts) {
      if (setting.writeFailure) return setting.writeFailure;
      for (const [path, text] of texts) {
        host.write(path, text);
        written[path.replace('/src/', '')] = text;
      }
      return undefined;
    },
  };
  const status = await runCli(command === '' ? [] : command.split(' '), io, '1.2.3');
  return { status, stdout, stderr, written };
}
