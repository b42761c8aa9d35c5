/** The report for people. */

import type { Analysis } from '../analysis/analysis.ts';
import { isDiscouraged, type ResolvedFix } from '../features/fixes.ts';
import type { Fix } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { formatVersion } from '../schema/dialect.ts';
import { KNOWN_FILE } from '../workspace/known-file.ts';
import type { FixOutcome } from './fix.ts';
import { frame } from './frame.ts';
import { knownPlace } from './paths.ts';
import type { Recorded } from './record.ts';
import type { Found, Report } from './report.ts';
import { count, type Paint, safe, wrap } from './terminal.ts';

const INDENT = '  ';

/** Nobody reads on; but what is no schema at all can have millions. */
const MOST_PROBLEMS = 1000;

/** Of many different trees nobody reads how each one was judged. */
const MOST_JUDGEMENTS = 4;

/** What was done before the report; what was not asked for is undefined. */
export interface Done {
  readonly fixing: FixOutcome | undefined;
  readonly recorded: readonly Recorded[] | undefined;
}

/** More of what is fixed is counted. */
const MOST_FIXED = 10;

/**
 * @param done what came of `--fix` and `--record`
 * @param generators what QEMU's own generators say
 * @param hints whether hints are listed: there may be dozens that nobody can do anything about
 * @param columns how wide the lines may get
 */
export function textReport(
  report: Report,
  { fixing, recorded }: Done,
  generators: readonly string[],
  hints: boolean,
  columns: number,
  paint: Paint,
): string {
  const listed = hints ? report.found : report.found.filter(({ problem }) => problem.severity !== 'hint');
  const rest = listed.slice(MOST_PROBLEMS);
  const shown = new Map(
    listed.slice(0, MOST_PROBLEMS).map((found) => [found, new ProblemBlock(report, found, columns, paint)]),
  );
  const outlooks = report.found.map((found) => shown.get(found)?.outlook ?? outlookOf(bestFix(found.problem)));
  // Two rules may find fault with one name: one fix is enough for it.
  const places = (wanted: Outlook): number =>
    new Set(
      report.found
        .filter((_, index) => outlooks[index] === wanted)
        .map(({ problem: { file, span } }) => `${file}\n${span.start}`),
    ).size;
  const fixable = places('ready');
  const unprefixed = places('needs a domain');
  const blocks = [
    ...[...shown.values()].map(({ lines }) => lines.join('\n')),
    ...(rest.length > 0 ? [`... and ${count(rest.length, 'more problem')}. --format json gives them all.`] : []),
  ];
  blocks.push(...generators);
  const tail = [
    ...(fixing ? fixLines(report, fixing) : []),
    ...recordLines(report, recorded ?? []),
    summaryLine(report, hints, paint),
    ...untoldLines(report),
    ...acknowledgedLines(report),
    ...judgementLines(report, columns, paint),
    ...(fixable > 0 ? [`Run with --fix to apply ${count(fixable, 'fix')}.`] : []),
    ...(unprefixed > 0
      ? [`With --rfqdn DOMAIN, --fix inserts the prefix of your domain into ${count(unprefixed, 'name')}.`]
      : []),
    ...explainLines(listed, paint),
  ];
  return `${[...blocks, tail.join('\n')].join('\n\n')}\n`;
}

/** What `--fix` could do about a problem. */
type Outlook = 'ready' | 'needs a domain' | 'none';

function outlookOf(fix: Fix | undefined): Outlook {
  if (!fix?.preferred) return 'none';
  return fix.kind === 'prefix' ? 'needs a domain' : 'ready';
}

/** The one that `--fix` takes, else the first that is not discouraged. */
function bestFix(problem: Problem): Fix | undefined {
  const fixes = problem.fixes();
  return fixes.find(({ preferred }) => preferred) ?? fixes.find((fix) => !isDiscouraged(fix));
}

function fixText(fix: Fix, resolved: ResolvedFix): string {
  if (!resolved.ok) return `no fix: ${resolved.reason}`;
  // Where there are dialogs, three dots promise one.
  if (fix.kind === 'prefix') return `fix: ${fix.title.replace(/\.{3}$/, '')} (needs --rfqdn DOMAIN)`;
  return `fix: ${fix.title}${fix.preferred ? '' : ' (--fix leaves this one to you)'}`;
}

/** One problem: where, what, the source, and the way out. */
class ProblemBlock {
  readonly lines: readonly string[];
  readonly outlook: Outlook;

  constructor(report: Report, { problem, file, range, excerpt }: Found, columns: number, paint: Paint) {
    const severity = { error: paint.red, warning: paint.yellow, information: paint.blue, hint: paint.cyan };
    const head =
      `${paint.bold(`${safe(file)}:${range.line}:${range.column}`)} ` +
      `${severity[problem.severity](problem.severity)} ${problem.rule.id}` +
      (problem.buildBreaking ? paint.dim(' (breaks the build)') : '');

    const source = excerpt ?? report.sourceOf(problem.file);
    const span = excerpt?.span ?? problem.span;
    const framed =
      source === undefined || source.text === ''
        ? []
        : ['', ...frame(source.text, source.lines, span, columns - INDENT.length, paint, excerpt?.firstLine), ''];

    const related = problem.related.flatMap(({ file, span, message }) => {
      const known = knownPlace(file);
      if (known === 'nothing') return [];
      const { line, column } = report.rangeOf(file, span);
      return `see ${report.pathOf(file)}:${known === 'line' ? `${line}:${column}:` : ''} ${message}`;
    });

    const fix = bestFix(problem);
    const resolved = fix && report.resolve(problem, fix);
    this.outlook = resolved?.ok ? outlookOf(fix) : 'none';
    const body = columns - INDENT.length;
    const way = fix && resolved ? hanging(fixText(fix, resolved), body) : [];
    const color = resolved?.ok ? paint.green : paint.yellow;

    this.lines = [
      head,
      ...wrap(problem.message, body).map(indented),
      ...framed.map(indented),
      ...related.flatMap((text) => hanging(text, body).map(indented)),
      ...way.map((line) => indented(color(line))),
    ];
    // Nothing follows the frame: the empty line that parts the problems is enough.
    if (this.lines.at(-1) === '') this.lines = this.lines.slice(0, -1);
  }
}

/** Longer lists of C identifiers are cut: the point is that the C code has to follow, and which names it is about. */
const MAX_C_CHANGES = 40;

function fixLines(report: Report, { files, fixed, refused, cChanges }: FixOutcome): string[] {
  const lines =
    fixed === 0
      ? ['No fix was applied.']
      : [
          `Applied ${count(fixed, 'fix')}, and changed ${count(files.length, 'file')}:`,
          ...files.map((path) => indented(safe(report.pathOf(path)))),
        ];
  if (cChanges.length > 0) {
    lines.push('', 'The C code has to follow:');
    lines.push(...cChanges.slice(0, MAX_C_CHANGES).map(({ from, to }) => indented(safe(`${from} -> ${to}`))));
    if (cChanges.length > MAX_C_CHANGES) lines.push(indented(`and ${cChanges.length - MAX_C_CHANGES} more`));
  }
  if (refused > 0) {
    lines.push('', `${count(refused, 'fix')} could not be applied; see above why.`);
  }
  return [...lines, ''];
}

function recordLines(report: Report, recorded: readonly Recorded[]): string[] {
  return recorded.flatMap(({ path, problems, added, dropped }) => {
    const changes = [...(added > 0 ? [`${added} new`] : []), ...(dropped > 0 ? [`${dropped} dropped`] : [])];
    const change = changes.length > 0 ? ` (${changes.join(', ')})` : '';
    return [`Recorded ${count(problems, 'problem')}${change} in ${safe(report.pathOf(path))}.`, ''];
  });
}

/** What was counted only. */
function untoldLines(report: Report): string[] {
  return report.messages.flatMap(({ path, untold }) => {
    const number = [...untold.values()].reduce((sum, one) => sum + one, 0);
    if (number === 0) return [];
    return [
      `Of ${safe(report.pathOf(path))}, which is read as a stream, ${count(number, 'problem')} more only counted`,
    ];
  });
}

/** What is not shown, and what of it is gone. */
function acknowledgedLines(report: Report): string[] {
  const known = report.acknowledged.filter(({ by }) => by === 'known').length;
  const others = report.acknowledged.length - known;
  const { fixedProblems } = report;
  const gone = fixedProblems.slice(0, MOST_FIXED).map(({ entry }) => {
    const place = entry.path ?? [entry.file, entry.name].filter(Boolean).join(': ');
    return indented(safe(`${entry.rule} at ${place}`));
  });
  const rest = fixedProblems.length - gone.length;
  return [
    ...(others > 0 ? [`${count(others, 'acknowledged problem')} not shown`] : []),
    ...(known > 0 ? [`${count(known, 'known problem')} not shown (${KNOWN_FILE})`] : []),
    ...(gone.length > 0
      ? [
          `${count(fixedProblems.length, 'known problem')} fixed by now; --record takes ${gone.length > 1 ? 'them' : 'it'} out of ${KNOWN_FILE}:`,
          ...gone,
          ...(rest > 0 ? [indented(`and ${rest} more`)] : []),
        ]
      : []),
  ];
}

function summaryLine(report: Report, hints: boolean, paint: Paint): string {
  const parts = [
    [report.countOf('error'), 'error', paint.red],
    [report.countOf('warning'), 'warning', paint.yellow],
    [report.countOf('information'), 'remark', paint.blue],
    [report.countOf('hint'), 'hint', paint.cyan],
  ] as const;
  const some = parts.filter(([number]) => number > 0).map(([number, word, color]) => color(count(number, word)));
  if (!hints && report.countOf('hint') > 0) some[some.length - 1] += ' (--hints lists them)';
  const places = [
    ...(report.analyses.length > 0 || report.messages.length === 0
      ? [`${count(report.analyses.length, 'root')} (${count(report.fileCount, 'file')})`]
      : []),
    ...(report.messages.length > 0
      ? [`${count(report.messages.length, 'file')} of messages (${count(report.messageCount, 'message')})`]
      : []),
  ];
  const where = `in ${places.join(' and ')}`;
  return `${some.length > 0 ? some.join(', ') : paint.green('No problems')} ${where}`;
}

/** By what the roots were judged: whoever expected something else sees here why. */
function judgementLines(report: Report, columns: number, paint: Paint): string[] {
  const groups = new Map<string, string[]>();
  const add = (judgement: string, path: string): void => {
    groups.set(judgement, [...(groups.get(judgement) ?? []), report.pathOf(path)]);
  };
  for (const analysis of report.analyses) add(judgementOf(analysis), analysis.root);
  for (const { path, target } of report.messages) {
    add(target === undefined ? 'There is nothing to check messages against.' : `Checked against ${target}.`, path);
  }
  if (groups.size > MOST_JUDGEMENTS) return [];
  return [...groups].flatMap(([judgement, roots]) =>
    wrap(groups.size > 1 ? `${roots.join(', ')}: ${judgement}` : judgement, columns).map(paint.dim),
  );
}

function judgementOf({ role, roleReason, version, baseline }: Analysis): string {
  const rules = version ? formatVersion(version) : 'the newest known, as there is no VERSION file';
  const compared =
    role === 'upstream' ? '' : ` Baseline: ${baseline.label}. ${baseline.schema ? '' : (baseline.reason ?? '')}`;
  return `Role: ${role}, ${roleReason}. QEMU: ${rules}.${compared}`;
}

/** Names the rule that there is most of. */
function explainLines(listed: readonly Found[], paint: Paint): string[] {
  const counts = new Map<string, number>();
  for (const { problem } of listed) counts.set(problem.rule.id, (counts.get(problem.rule.id) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? [`${paint.bold(`qapi explain ${most[0]}`)} says more about that rule.`] : [];
}

function indented(line: string): string {
  return line === '' ? '' : `${INDENT}${line}`;
}

/** Wrapped, with all lines but the first further to the right. */
function hanging(text: string, width: number): string[] {
  return wrap(text, width - INDENT.length).map((line, index) => (index === 0 ? line : `${INDENT}${line}`));
}
