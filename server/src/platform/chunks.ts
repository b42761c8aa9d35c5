/** Files of any size, and standard input, read piece by piece. */
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { FileChunks, FileContent } from '../workspace/host.ts';
import { refusal } from './node.ts';

/** Large enough that the number of reads costs nothing, small beside what a program takes anyway. */
const CHUNK_BYTES = 256 * 1024;

/** Opens a file to be read piece by piece. It may be larger than what a host reads at once. Never rejects. */
export async function readChunks(path: string): Promise<FileChunks | Exclude<FileContent, { kind: 'file' }>> {
  let handle: FileHandle | undefined;
  try {
    // Asked before it is opened, and again once it is open: see `read` in node.ts.
    const before = await stat(path);
    if (before.isDirectory()) return { kind: 'directory', reason: '' };
    if (!before.isFile()) return NO_FILE;
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return { kind: 'chunks', chunks: chunksOf(handle) };
    await handle.close();
    return NO_FILE;
  } catch (error) {
    await handle?.close();
    return refusal(error);
  }
}

const NO_FILE = { kind: 'unreadable', reason: 'not a regular file' } as const;

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read({ buffer: new Uint8Array(CHUNK_BYTES) });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw new Error(refusal(error).reason);
  } finally {
    await handle.close();
  }
}
