/** From words on the command line to a command with its options, or to what is wrong with them. */
import { parseArgs } from 'node:util';
import { nearest, quoted } from '../names/nearest.ts';
import { COMMANDS, type Command, GLOBAL, type Option, shownOption } from './options.ts';

/** What the words ask for. */
export type Request =
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'run'; readonly command: Command; readonly values: Values; readonly words: readonly string[] }
  /** `command`: whose help would help. */
  | { readonly kind: 'wrong'; readonly message: string; readonly command: Command | undefined };

/** The values of the options, in the order given; a switch that is on has one empty text. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** The value of an option that is given once; of several the last one counts. */
export function lastOf(values: Values, name: string): string | undefined {
  return values.get(name)?.at(-1);
}

/** @param args the words behind the program's name */
export function readArgs(args: readonly string[]): Request {
  const everything = [...GLOBAL, ...COMMANDS.flatMap((command) => command.options)];
  const { tokens } = parseArgs({
    args: [...args],
    // What parseArgs says when it is strict is about Node's library. Here each token is judged below.
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      everything.map(({ name, short, value }) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
      ]),
    ),
  });

  const [first, ...words] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const command = COMMANDS.find(({ name }) => name === first);
  const wrong = (message: string): Request => ({ kind: 'wrong', message, command });
  const known = command?.options ?? (first === undefined ? GLOBAL : everything);

  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.find(({ name }) => name === token.name) ?? GLOBAL.find(({ name }) => name === token.name);
    if (!option) return wrong(unknownOption(token.rawName, command, known));
    const problem = valueProblem(option, token.value, token.inlineValue ?? false);
    if (problem !== undefined) return wrong(problem);
    values.set(option.name, [...(values.get(option.name) ?? []), token.value ?? '']);
  }

  if (values.has('help')) return { kind: 'help', command };
  if (values.has('version')) return { kind: 'version' };
  if (first === undefined) return { kind: 'nothing' };
  if (first === 'help') return helpOn(words[0]);
  return command ? { kind: 'run', command, values, words } : wrong(unknownCommand(first));
}

/** `qapi help COMMAND` is `qapi COMMAND --help`. */
function helpOn(word: string | undefined): Request {
  const command = COMMANDS.find(({ name }) => name === word);
  if (word === undefined || command) return { kind: 'help', command };
  return { kind: 'wrong', message: unknownCommand(word), command: undefined };
}

function valueProblem(option: Option, value: string | undefined, inline: boolean): string | undefined {
  const { name, choices } = option;
  if (option.value === undefined) return value === undefined ? undefined : `--${name} takes no value.`;
  if (value === undefined || value === '') return `--${name} needs a value: ${shownOption(option)}.`;
  // What looks like an option is one, and the value was forgotten. With = in between it is meant.
  if (!inline && value.startsWith('-')) return `--${name} needs a value: ${shownOption(option)}.`;
  if (choices === undefined || choices.includes(value)) return undefined;
  const meant = nearest(value, choices);
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  return `--${name} cannot be ${quoted(value)}. It is ${list}${meant === undefined ? '.' : `: did you mean ${meant}?`}`;
}

function unknownOption(name: string, command: Command | undefined, known: readonly Option[]): string {
  const of = command ? `qapi ${command.name}` : 'qapi';
  const elsewhere = COMMANDS.find((other) => other.options.some((option) => `--${option.name}` === name));
  if (elsewhere) return `${name} is an option of qapi ${elsewhere.name}, not of ${of}.`;
  // A single letter is near to anything.
  const meant = name.startsWith('--')
    ? nearest(
        name.slice(2),
        known.map((option) => option.name),
      )
    : undefined;
  return `${of} has no option ${quoted(name)}${meant === undefined ? '.' : `: did you mean --${meant}?`}`;
}

function unknownCommand(word: string): string {
  const meant = nearest(
    word,
    COMMANDS.map(({ name }) => name),
  );
  if (meant !== undefined) return `There is no command ${quoted(word)}: did you mean qapi ${meant}?`;
  // Somebody who knows other linters names the files right away.
  if (/[/.]/.test(word)) return `There is no command ${quoted(word)}. To check a schema: qapi check ${word}`;
  const names = COMMANDS.map(({ name }) => name);
  return `There is no command ${quoted(word)}. The commands are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`;
}
