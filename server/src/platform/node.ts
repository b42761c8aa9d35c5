/** The host on a real machine: Node's file system, and git and the generators of QEMU trees if they may be run. */
import { accessSync, closeSync, constants, fstatSync, openSync, promises, readFileSync, statSync } from 'node:fs';
import type { FileContent, Host } from '../workspace/host.ts';
import { nodeGenerator } from './generator.ts';
import { nodeGit } from './git.ts';
import { bundledHistory } from './history.ts';
import { MAX_FILE_BYTES, NOT_REGULAR, TOO_LARGE } from './limits.ts';
import { nodeProgram } from './program.ts';

/** Which programs may be run or connected to: none in a workspace that the user does not trust. */
interface Programs {
  readonly git: boolean;
  /** The generators of the trees that are checked; not if left out. */
  readonly generator?: boolean;
  /** Running QEMUs; not if left out. */
  readonly program?: boolean;
}

/** Gives the host of this machine. */
export function nodeHost({ git, generator, program }: Programs): Host {
  return {
    read,
    find,
    git: git ? nodeGit() : undefined,
    generator: generator ? nodeGenerator() : undefined,
    program: program ? nodeProgram() : undefined,
    history: bundledHistory,
  };
}

/**
 * Synchronous inside: a schema is some fifty small files, of which one leads to the next, and through the thread pool
 * reading them takes longer than judging them.
 */
async function read(path: string): Promise<FileContent> {
  try {
    // Asked before it is opened: opening a device may do something, and opening a pipe waits for somebody to write.
    const before = statSync(path);
    if (before.isDirectory()) return { kind: 'directory', reason: whyClosed(path) };
    if (!before.isFile()) return { kind: 'unreadable', reason: NOT_REGULAR };
    // And again once it is open, because it may be something else by now; O_NONBLOCK keeps a pipe from waiting.
    const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const now = fstatSync(handle);
      if (!now.isFile()) return { kind: 'unreadable', reason: NOT_REGULAR };
      if (now.size > MAX_FILE_BYTES) return { kind: 'unreadable', reason: TOO_LARGE };
      return { kind: 'file', bytes: readFileSync(handle) };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return refusal(error);
  }
}

/** Why what is in a directory cannot be listed or read; empty where it can. */
function whyClosed(directory: string): string {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
    return '';
  } catch (error) {
    return systemWords(error);
  }
}

/** What came of a file that cannot be read. */
export function refusal(error: unknown): Exclude<FileContent, { kind: 'file' }> {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    // A part of the path that should be a folder is a file.
    case 'ENOTDIR':
      return { kind: 'missing', reason: '' };
    case 'EISDIR':
      return { kind: 'directory', reason: '' };
    case 'ERR_INVALID_ARG_VALUE':
      return { kind: 'unreadable', reason: 'the path holds a NUL' };
    default:
      return { kind: 'unreadable', reason: systemWords(error) };
  }
}

/** What the system says of something that has failed: of "EACCES: permission denied, open '/path'" the words in the middle. */
export function systemWords(error: unknown): string {
  const { message } = error as Error;
  return /^[A-Z0-9]+: (.+?)(?:, \w+(?: '.*')?)?$/s.exec(message)?.[1] ?? message;
}

/** How many directories are read at the same time: enough to keep a disk busy, few enough for any limit of open files. */
const PARALLEL = 16;

async function find(
  directory: string,
  wanted: (path: string) => boolean,
  skip: (directory: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  let level = [directory.replace(/(?<=.)\/+$/, '')];
  while (level.length > 0) {
    const next: string[] = [];
    let taken = 0;
    const worker = async () => {
      for (let folder = level[taken++]; folder !== undefined; folder = level[taken++]) {
        await look(folder, next);
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, level.length) }, worker));
    level = next;
  }
  return found.sort();

  async function look(folder: string, next: string[]): Promise<void> {
    const entries = await promises.readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = folder === '/' ? `/${entry.name}` : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skip(path)) next.push(path);
      } else if (entry.isFile()) {
        if (wanted(path)) found.push(path);
      } else if (entry.isSymbolicLink() && wanted(path)) {
        const target = await promises.stat(path).catch(() => undefined);
        if (target?.isFile()) found.push(path);
      }
    }
  }
}
