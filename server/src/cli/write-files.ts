/** Writes texts to the disk so that nobody ever sees half a file. */
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemWords } from '../platform/node.ts';
import type { WriteFailure } from './io.ts';

/**
 * Gives files another text, or makes them. Everything is first written beside the files, and only when that has worked for all of
 * them do the new ones take the place of the old: a full disk or a read-only folder changes nothing. Modes are kept; a
 * link stays a link, to the changed file.
 * @param files the new texts by path
 * @returns undefined when done, else what could not be written, and why
 */
export async function writeFiles(files: ReadonlyMap<string, string>): Promise<WriteFailure | undefined> {
  const written: { temporary: string; target: string }[] = [];
  let current = '';
  try {
    for (const [path, text] of files) {
      current = path;
      const target = await targetOf(path);
      const mode = target === undefined ? undefined : (await stat(target)).mode;
      // Taking the place of a read-only file would work, and is not what its owner wants.
      if (target !== undefined) await access(target, constants.W_OK);
      const place = target ?? path;
      const temporary = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
      const handle = await open(temporary, 'wx');
      written.push({ temporary, target: place });
      try {
        await handle.writeFile(text);
        if (mode !== undefined) await handle.chmod(mode);
      } finally {
        await handle.close();
      }
    }
    for (const { temporary, target } of written) {
      current = target;
      await rename(temporary, target);
    }
    return undefined;
  } catch (error) {
    await Promise.all(written.map(({ temporary }) => rm(temporary, { force: true })));
    return { path: current, reason: systemWords(error) };
  }
}

/** The file that a path leads to; undefined where there is none yet. */
async function targetOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
