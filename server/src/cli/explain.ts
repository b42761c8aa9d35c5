/** `qapi explain`. */

import { nearest, quoted } from '../names/nearest.ts';
import { allRules, ruleById } from '../rules/index.ts';
import { rulePage } from '../rules/page.ts';
import { lastOf, type Values } from './args.ts';
import type { ExitStatus, Io } from './io.ts';
import { markdownText } from './markdown.ts';
import type { WrongUsage } from './run.ts';
import { type Paint, paintWith, wantsColors, wrap } from './terminal.ts';

/** A line of prose is good to read up to here. */
const WIDEST = 88;

/** @param words the rule's id, or nothing */
export function explain(values: Values, words: readonly string[], io: Io): ExitStatus | WrongUsage {
  const [id, ...more] = words;
  if (more.length > 0) return { wrong: 'One RULE at a time.' };
  const color = (lastOf(values, 'color') ?? 'auto') as 'auto' | 'always' | 'never';
  const paint = paintWith(wantsColors(color, io.env, io.terminal !== undefined));
  const columns = Math.min(io.terminal?.columns ?? WIDEST, WIDEST);
  if (id === undefined) {
    io.stdout(listText(columns, paint));
    return 0;
  }
  const rule = ruleById(id);
  if (!rule) return { wrong: unknownRule(id) };
  io.stdout(markdownText(rulePage(rule), columns, paint));
  return 0;
}

function unknownRule(id: string): string {
  const meant = nearest(
    id,
    allRules.map((rule) => rule.id),
  );
  const hint = meant === undefined ? 'qapi explain lists them all.' : `Did you mean qapi explain ${meant}?`;
  return `There is no rule ${quoted(id)}. ${hint}`;
}

/** All rules, by category. */
function listText(columns: number, paint: Paint): string {
  const width = Math.max(...allRules.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 2);
  const categories = [...new Set(allRules.map(({ category }) => category))];
  const blocks = categories.map((category) =>
    allRules
      .filter((rule) => rule.category === category)
      .flatMap(({ id, summary }) =>
        wrap(summary, Math.max(30, columns - indent.length)).map((line, index) =>
          index === 0 ? `${paint.bold(id)}${indent.slice(id.length)}${line}` : `${indent}${line}`,
        ),
      )
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}
