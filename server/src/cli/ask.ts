/** `qapi ask`. */
import { folderOf } from '../schema/places.ts';
import { askProgram } from '../workspace/program.ts';
import { lastOf, type Values } from './args.ts';
import type { ExitStatus, Io } from './io.ts';
import { absolutePath, shownPath } from './paths.ts';
import { progressOn } from './progress.ts';
import type { WrongUsage } from './run.ts';
import { safe } from './terminal.ts';

/** @param words the address */
export async function ask(values: Values, words: readonly string[], io: Io): Promise<ExitStatus | WrongUsage> {
  const [address, ...more] = words;
  if (address === undefined) return { wrong: 'Which ADDRESS? It is the path of a QMP socket, or localhost:PORT.' };
  if (more.length > 0) return { wrong: 'One ADDRESS at a time.' };
  const output = lastOf(values, 'output');
  const file = output === undefined ? undefined : absolutePath(io.cwd, output);

  const progress = progressOn(io);
  progress.begin(`Asking the program at ${address}`);
  const outcome = await askProgram(io.host, address, io.cwd, file === undefined ? io.cwd : folderOf(file));
  progress.end();
  const failed = (message: string): ExitStatus => {
    io.stderr(`qapi: ${safe(message)}\n`);
    return 2;
  };
  if (!outcome.ok) return failed(outcome.problem);
  if (file === undefined) {
    io.stdout(outcome.text);
    return 0;
  }
  const failure = await io.writeFiles(new Map([[file, outcome.text]]));
  if (failure) return failed(`${shownPath(io.cwd, failure.path)} cannot be written: ${failure.reason}.`);
  io.stdout(`${safe(outcome.summary)}. It is kept in ${shownPath(io.cwd, file)}.\n`);
  return 0;
}
