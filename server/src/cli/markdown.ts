/**
 * Markdown for a terminal. It knows what the pages of rules are written in: headings, paragraphs, code in fences, tables
 * without a head, links and code between backticks.
 */
import { type Paint, safe, widthOf, wrap } from './terminal.ts';

const INDENT = '    ';

/**
 * @param markdown the page
 * @param columns how wide the lines may get; code and tables keep their lines
 */
export function markdownText(markdown: string, columns: number, paint: Paint): string {
  const blocks: string[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line === '') {
      at++;
      continue;
    }
    const heading = /^#+ (.*)/.exec(line)?.[1];
    const fence = /^`{3,}/.exec(line)?.[0];
    const inBlock: (next: string) => boolean =
      heading !== undefined
        ? () => false
        : fence !== undefined
          ? (next) => next !== fence
          : line.startsWith('|')
            ? (next) => next.startsWith('|')
            : (next) => next !== '' && !/^(#|`{3}|\|)/.test(next);
    let end = at + 1;
    while (end < lines.length && inBlock(lines[end] ?? '')) end++;
    const block = lines.slice(at, end);
    // The closing fence belongs to the block.
    at = fence === undefined ? end : end + 1;

    if (heading !== undefined) blocks.push(paint.bold(safe(heading)));
    else if (fence !== undefined) blocks.push(codeText(block.slice(1)));
    else if (line.startsWith('|')) blocks.push(tableText(block, paint));
    else blocks.push(inline(wrap(linked(block.join(' ')), columns).join('\n'), paint));
  }
  return `${blocks.join('\n\n')}\n`;
}

function codeText(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : `${INDENT}${safe(line)}`)).join('\n');
}

/** Two columns: what, and how it is. */
function tableText(lines: readonly string[], paint: Paint): string {
  const rows = lines.map((line) => line.split(/(?<!\\)\|/).map((cell) => safe(cell.trim().replaceAll('\\|', '|'))));
  const shown = rows.map(([, what = '', how = '']) => [what, how] as const).filter(([what]) => /[^-]/.test(what));
  const width = Math.max(...shown.map(([what]) => widthOf(what)));
  return shown.map(([what, how]) => `${paint.dim(`${what}:`.padEnd(width + 1))} ${inline(how, paint)}`).join('\n');
}

/** A link: its words, and where it leads. */
function linked(text: string): string {
  return text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2');
}

/** In colour code needs no backticks. */
function inline(text: string, paint: Paint): string {
  return text.replace(/`([^`]+)`/g, (whole, code: string) => {
    const painted = paint.cyan(code);
    return painted === code ? whole : painted;
  });
}
