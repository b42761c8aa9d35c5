/** `qapi diff`. */

import { ROOTS } from '../history/data.ts';
import type { Schema } from '../schema/schema.ts';
import { readComparison } from '../workspace/comparison.ts';
import { lastOf, type Values } from './args.ts';
import { diffJson } from './diff-json.ts';
import { diffMarkdown } from './diff-markdown.ts';
import { type DiffReport, diffReport } from './diff-report.ts';
import { diffText } from './diff-text.ts';
import type { ExitStatus, Io } from './io.ts';
import { shownPath } from './paths.ts';
import { progressOn } from './progress.ts';
import type { WrongUsage } from './run.ts';
import { paintWith, safe, wantsColors } from './terminal.ts';

/** Lines get no longer than people like to read, nor than the terminal is wide. */
const WIDEST = 100;

/** @param words BASE, and HEAD or nothing */
export async function diff(values: Values, words: readonly string[], io: Io): Promise<ExitStatus | WrongUsage> {
  const [base, head = 'dir:.', ...more] = words;
  if (base === undefined || base === '' || head === '') {
    return { wrong: 'Name a BASE to compare with: release:X.Y, git:REF, introspection:FILE or the path of a tree.' };
  }
  if (more.length > 0) return { wrong: 'There are two sides: BASE and HEAD.' };
  const failOn = lastOf(values, 'fail-on') ?? 'breaking';

  const progress = progressOn(io);
  const outcome = await readComparison({
    base,
    head,
    program: ROOTS.find((program) => program === lastOf(values, 'root')),
    folder: io.cwd,
    host: io.host,
    reading: (side) => progress.begin(`Reading ${side}`),
  });
  if (!outcome.ok) {
    progress.end();
    io.stderr(`qapi: ${safe(outcome.message)}\n`);
    return 2;
  }
  const report = diffReport({ base, head }, outcome.pairs, failOn === 'downstream', (title) =>
    progress.begin(`Comparing ${title}`),
  );
  progress.end();
  for (const warning of new Set(
    outcome.pairs.flatMap(({ base, head }) => [...damage(base, io), ...damage(head, io)]),
  )) {
    io.stderr(`qapi: ${safe(warning)}\n`);
  }
  io.stdout(shown(report, values, io));
  return isFailure(report, failOn) ? 1 : 0;
}

function shown(report: DiffReport, values: Values, io: Io): string {
  switch (lastOf(values, 'format')) {
    case 'json':
      return diffJson(report, io.cwd);
    case 'markdown':
      return diffMarkdown(report);
    default: {
      const color = (lastOf(values, 'color') ?? 'auto') as 'auto' | 'always' | 'never';
      const paint = paintWith(wantsColors(color, io.env, io.terminal !== undefined));
      return diffText(report, Math.min(io.terminal?.columns ?? WIDEST, WIDEST), paint);
    }
  }
}

function isFailure({ counts, faults }: DiffReport, failOn: string): boolean {
  if (failOn === 'never') return false;
  return faults ? faults.length > 0 : counts.breaking > 0;
}

/** Files of which not all can be read as a schema: what stands there looks as if it were not there. */
function damage(schema: Schema | undefined, io: Io): string[] {
  return (schema?.sources.files ?? []).flatMap(({ path, tree }) => {
    // Old releases wrote what is between definitions and members as they liked, and documentation is no matter here.
    const mistake = tree.problems.find(({ code }) => code !== 'comma' && !code.startsWith('doc-'));
    if (!mistake) return [];
    const { line, character } = tree.lines.positionOf(mistake.span.start);
    const file = shownPath(io.cwd, path);
    return [
      `${file}:${line + 1}:${character + 1}: not all of this file can be read as a schema; qapi check tells why.`,
    ];
  });
}
