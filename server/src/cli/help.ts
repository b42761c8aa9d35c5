/** The texts behind `--help`. */
import { COMMANDS, type Command, GLOBAL, type Option, shownOption } from './options.ts';
import { wrap } from './terminal.ts';

const WIDTH = 96;

/** @param command whose help; undefined for that of the program */
export function helpText(command: Command | undefined): string {
  return command ? commandHelp(command) : programHelp();
}

function programHelp(): string {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length));
  return paragraphs(
    wrap("qapi understands QEMU's QAPI schemas, and the naming contract of QMP downstreams.", WIDTH),
    COMMANDS.flatMap(({ usage, summary }) => entry(usage, summary, width)),
    optionsHelp(GLOBAL),
    ['Example: qapi check --rfqdn com.example .'],
  );
}

function commandHelp({ usage, summary, options, notes }: Command): string {
  return paragraphs(
    [`Usage: ${usage}`],
    wrap(summary, WIDTH),
    optionsHelp(options),
    ...notes.map((note) => wrap(note, WIDTH)),
  );
}

function paragraphs(...blocks: readonly (readonly string[])[]): string {
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function optionsHelp(options: readonly Option[]): string[] {
  const heads = options.map((option) => `${option.short ? `-${option.short}, ` : ''}${shownOption(option)}`);
  const width = Math.max(...heads.map((head) => head.length));
  return options.flatMap((option, index) =>
    entry(heads[index] ?? '', option.repeatable ? `${option.help} May be given several times.` : option.help, width),
  );
}

/** A word on the left, what it means on the right. */
function entry(head: string, text: string, width: number): string[] {
  const indent = ' '.repeat(width + 4);
  return wrap(text, WIDTH - indent.length).map((line, index) =>
    index === 0 ? `  ${head.padEnd(width)}  ${line}` : `${indent}${line}`,
  );
}
