/** `qapi diff`. */

import { ROOTS } from '../history/data.ts';
import type { Schema } from '../schema/schema.ts';
import { readComparison, type SchemaPair } from '../workspace/comparison.ts';
import { PROFILES } from '../workspace/config.ts';
import { lastOf, type Values } from './args.ts';
import { diffJson } from './diff-json.ts';
import { diffMarkdown } from './diff-markdown.ts';
import { type DiffReport, diffReport } from './diff-report.ts';
import { diffResults } from './diff-results.ts';
import { diffText } from './diff-text.ts';
import { githubReport } from './github.ts';
import type { ExitStatus, Io } from './io.ts';
import { shownPath } from './paths.ts';
import { progressOn } from './progress.ts';
import { sourceRootOf } from './results.ts';
import type { WrongUsage } from './run.ts';
import { paintWith, safe, wantsColors } from './terminal.ts';

/** Lines get no longer than people like to read, nor than the terminal is wide. */
const WIDEST = 100;

/**
 * @param words BASE, and HEAD or nothing
 * @param version of this program
 */
export async function diff(
  values: Values,
  words: readonly string[],
  io: Io,
  version: string,
): Promise<ExitStatus | WrongUsage> {
  const [base, head = 'dir:.', ...more] = words;
  if (base === undefined || base === '' || head === '') {
    return { wrong: 'Name a BASE to compare with: release:X.Y, git:REF, introspection:FILE or the path of a tree.' };
  }
  if (more.length > 0) return { wrong: 'There are two sides: BASE and HEAD.' };
  const failOn = lastOf(values, 'fail-on') ?? 'breaking';
  const asDownstream = failOn === 'downstream';
  const profile = PROFILES.find((one) => one === lastOf(values, 'profile'));
  if (profile && !asDownstream) return { wrong: '--profile is about downstreams: it goes with --fail-on downstream.' };

  const progress = progressOn(io);
  const outcome = await readComparison({
    base,
    head,
    program: ROOTS.find((program) => program === lastOf(values, 'root')),
    folder: io.cwd,
    host: io.host,
    reading: (side) => progress.begin(`Reading ${side}`),
  });
  const options = { profile: profile ?? 'spec', history: io.host.history } as const;
  const report = outcome.ok
    ? diffReport({ base, head }, outcome.pairs, asDownstream ? options : undefined, (title) =>
        progress.begin(`Comparing ${title}`),
      )
    : undefined;
  progress.end();
  const complaints = outcome.ok ? weaknesses(outcome.pairs, report, io) : [outcome.message];
  for (const complaint of complaints) io.stderr(`qapi: ${safe(complaint)}\n`);

  const status = report ? (isFailure(report, failOn) ? 1 : 0) : 2;
  const format = lastOf(values, 'format') ?? 'text';
  if (format === 'sarif' || format === 'github') {
    const sourceRoot = await sourceRootOf(io.cwd, io.host);
    const results = diffResults(report, complaints, asDownstream, status, sourceRoot);
    // Whoever waits for a report gets one, if only to read in it what went wrong.
    io.stdout(format === 'github' ? githubReport(results) : (await import('./sarif.ts')).sarifReport(results, version));
  } else if (report) {
    io.stdout(shown(report, format, values, io));
  }
  return status;
}

function shown(report: DiffReport, format: string, values: Values, io: Io): string {
  switch (format) {
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

function isFailure({ counts, asDownstream }: DiffReport, failOn: string): boolean {
  if (failOn === 'never') return false;
  return (asDownstream ? asDownstream.counts.errors : counts.breaking) > 0;
}

/** What makes a comparison less than it could be, in sentences, each once. */
function weaknesses(pairs: readonly SchemaPair[], report: DiffReport | undefined, io: Io): readonly string[] {
  const historyProblem = report?.asDownstream?.historyProblem;
  return [
    ...new Set(pairs.flatMap(({ base, head }) => [...damage(base, io), ...damage(head, io)])),
    ...(historyProblem === undefined
      ? []
      : [`${historyProblem} What was taken from other releases is told like any addition.`]),
  ];
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
