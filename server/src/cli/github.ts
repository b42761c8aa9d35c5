/** The report for GitHub Actions: workflow commands, which it shows as annotations beside the lines of a change. */
import { pathBelow, type Result, type Results } from './results.ts';
import { safe } from './terminal.ts';

/** What GitHub calls the levels. */
const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * @returns a command for each failure and each result, in their order; GitHub shows the first ten of each level in a step, and the
 *   log has them all. Each is a line with a line feed at its end. Where nothing was found there is none.
 */
export function githubReport({ results, failures, sourceRoot }: Results): string {
  const failed = failures.map((message) => workflowCommand('error', { title: 'qapi' }, safe(message)));
  const found = results.map((result) =>
    workflowCommand(COMMANDS[result.level], propertiesOf(result, sourceRoot), safe(result.message)),
  );
  return [...failed, ...found].map((line) => `${line}\n`).join('');
}

function propertiesOf(result: Result, sourceRoot: string): Record<string, string> {
  const title = `${result.id}${result.properties.buildBreaking === true ? ' (breaks the build)' : ''}`;
  if (result.place === undefined) return { title };
  const { path, range } = result.place;
  const file = safe(pathBelow(sourceRoot, path) ?? path);
  const { line, column, endLine, endColumn } = range;
  // Columns of different lines are more than GitHub can show: it would drop them, and warn.
  const columns = line === endLine ? { col: `${column}`, endColumn: `${endColumn}` } : {};
  return { file, line: `${line}`, endLine: `${endLine}`, ...columns, title };
}

/**
 * A workflow command.
 * @param name `error`, `warning` or `notice`
 * @param properties any texts
 * @param message any text; its line breaks are kept
 * @returns one line, without a line feed
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name} ${list.join(',')}::${escapedMessage(message)}`;
}

function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
