import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Reads the options of a script. Where help is asked for, or one of them is wrong, the comment at the script's head is printed, and
 * the process ends: with exit status 0 or 2.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {string} script its address, `import.meta.url`
 * @param {Options} options as `parseArgs` takes them
 * @returns {ReturnType<typeof parseArgs<{ options: Options }>>['values']}
 */
export function optionsOf(script, options) {
  const isHelp = process.argv.includes('--help');
  try {
    if (!isHelp) return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n`);
  }
  const [head] = readFileSync(fileURLToPath(script), 'utf8').split(/^(?!\/\/)/m, 1);
  console.log(head?.replace(/^\/\/ ?/gm, '').trimEnd());
  process.exit(isHelp ? 0 : 2);
}
