/** The program: from the words on the command line to an exit status. */
import { readArgs, type Values } from './args.ts';
import { helpText } from './help.ts';
import type { ExitStatus, Io } from './io.ts';
import type { CommandName } from './options.ts';

/**
 * Runs `qapi`. What a command does not need is not loaded for it.
 * @param args the words behind the program's name
 * @param version of the program
 */
export async function runCli(args: readonly string[], io: Io, version: string): Promise<ExitStatus> {
  const request = readArgs(args);
  switch (request.kind) {
    case 'version':
      io.stdout(`qapi ${version}\n`);
      return 0;
    case 'help':
      io.stdout(helpText(request.command));
      return 0;
    case 'nothing':
      io.stderr(helpText(undefined));
      return 2;
    case 'wrong':
      io.stderr(wrongUsage(request.message, request.command?.name));
      return 2;
    case 'run': {
      const { command, values, words } = request;
      const outcome = await outcomeOf(command.name, values, words, io, version);
      if (typeof outcome === 'number') return outcome;
      io.stderr(wrongUsage(outcome.wrong, command.name));
      return 2;
    }
  }
}

async function outcomeOf(
  command: CommandName,
  values: Values,
  words: readonly string[],
  io: Io,
  version: string,
): Promise<ExitStatus | WrongUsage> {
  switch (command) {
    case 'check':
      return (await import('./check.ts')).check(values, words, io, version);
    case 'diff':
      return (await import('./diff.ts')).diff(values, words, io, version);
    case 'explain':
      return (await import('./explain.ts')).explain(values, words, io);
    case 'ask':
      return (await import('./ask.ts')).ask(values, words, io);
  }
}

/** What a command says of a value that it cannot use. */
export interface WrongUsage {
  readonly wrong: string;
}

function wrongUsage(message: string, command: string | undefined): string {
  return `qapi: ${message}\nSee qapi ${command === undefined ? '' : `${command} `}--help.\n`;
}
