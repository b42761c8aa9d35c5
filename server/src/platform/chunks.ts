/** Files of any size, read piece by piece. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileChunks, FileContent } from '../workspace/host.ts';
import { NOT_REGULAR } from './limits.ts';
import { refusal } from './node.ts';

/** Large enough that the number of reads costs nothing, small beside what a program takes anyway. */
const CHUNK_BYTES = 256 * 1024;

/**
 * A file to be read piece by piece, or why it cannot be. It may be larger than what a host reads at once, and is opened when its
 * first piece is asked for. Never rejects.
 */
export async function readChunks(path: string): Promise<FileChunks | Exclude<FileContent, { kind: 'file' }>> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { kind: 'directory', reason: '' };
    if (!found.isFile()) return { kind: 'unreadable', reason: NOT_REGULAR };
    return { kind: 'chunks', chunks: chunksOf(path) };
  } catch (error) {
    return refusal(error);
  }
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  // It may be something else by now; O_NONBLOCK keeps a pipe from waiting.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw failure(error);
  });
  try {
    if (!(await handle.stat()).isFile()) throw new Error(NOT_REGULAR);
    for (;;) {
      const read = handle.read({ buffer: new Uint8Array(CHUNK_BYTES) });
      const { bytesRead, buffer } = await read.catch((error: unknown) => {
        throw failure(error);
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

function failure(error: unknown): Error {
  const { kind, reason } = refusal(error);
  return new Error(kind === 'missing' ? 'it does not exist any more' : reason);
}
