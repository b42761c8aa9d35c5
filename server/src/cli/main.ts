/** The entry of the command `qapi`: nothing but the wires between `runCli` and this process. */
import { readChunks } from '../platform/chunks.ts';
import { compileLater } from '../platform/engine.ts';
import { nodeHost, systemWords } from '../platform/node.ts';
import { programVersion } from '../platform/version.ts';
import type { ExitStatus } from './io.ts';
import { absolutePath } from './paths.ts';
import { runCli } from './run.ts';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Who pipes into `head` closes the pipe early, and has seen enough.
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) {
      process.stderr.write(`qapi: The output cannot be written: ${systemWords(error)}.\n`);
    }
    process.exit(2);
  });
}

compileLater();

const status = runCli(
  process.argv.slice(2),
  {
    cwd: absolutePath(process.cwd(), '.'),
    host: nodeHost({ git: true, generator: true, program: true }),
    env: process.env,
    terminal: process.stdout.isTTY ? { columns: process.stdout.columns } : undefined,
    errorTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    later: (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
    readChunks,
    get stdin() {
      return { kind: 'chunks' as const, chunks: process.stdin };
    },
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    writeFiles: async (files) => (await import('./write-files.ts')).writeFiles(files),
  },
  programVersion(),
);

/**
 * Ends the process when all that is still in its pipes has been written. It would end then by itself as well, but not before V8 has
 * finished what it had begun, mostly a collection of all garbage. Where something cannot be written, it is left to that.
 */
function end(code: ExitStatus): void {
  process.exitCode = code;
  process.stdout.write('', (lost) => {
    if (lost) return;
    process.stderr.write('', (lost) => {
      if (!lost) process.exit();
    });
  });
}

status.then(end, (error: unknown) => {
  process.stderr.write(`qapi: this is a bug in qapi, please report it.\n${(error as Error).stack ?? error}\n`);
  end(2);
});
