/** A comparison as Markdown, for release notes and merge requests. */
import { VERDICTS_BY_WEIGHT } from '../compat/verdict.ts';
import { ownerOf } from '../compat/words.ts';
import { codeSpan, escapeMarkdown } from '../features/markdown.ts';
import {
  type DiffReport,
  type DownstreamReport,
  downstreamCounts,
  isSame,
  type Judged,
  PARTIAL_WORDS,
  type ProgramReport,
  type Repeated,
  remarksOn,
  sentenceOf,
} from './diff-report.ts';
import { count } from './terminal.ts';

/** @returns a page with a heading of the second level, to be put below one of the first; with a line feed at its end */
export function diffMarkdown(report: DiffReport): string {
  const { base, head, programs, counts, asDownstream } = report;
  const blocks = [
    `## The API from ${codeSpan(base)} to ${codeSpan(head)}`,
    ...(isSame(report)
      ? ['No client can tell the two apart.']
      : [
          table(
            VERDICTS_BY_WEIGHT.map((verdict) => verdict),
            VERDICTS_BY_WEIGHT.map((verdict) => String(counts[verdict])),
          ),
        ]),
    ...programs.flatMap((program) => programBlocks(program, report)),
    ...faultBlocks(asDownstream, base),
    ...(report.isPartial ? [PARTIAL_WORDS] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function programBlocks(program: ProgramReport, { base, head, programs }: DiffReport): string[] {
  const several = programs.length > 1;
  const { onlyIn, changes, own, gone, added, changed } = program;
  const shared = changes.length - own.length;
  const title = program.program === undefined ? program.title : `${codeSpan(program.program)}, ${program.title}`;
  const heading = several ? [`### ${title}`] : [];
  if (onlyIn) return [...heading, `Only ${codeSpan(onlyIn === 'base' ? base : head)} has it.`];
  if (changes.length === 0) return [];
  const level = several ? '####' : '###';
  const nameList = (head: string, some: readonly Judged[]): string[] =>
    some.length > 0 ? [`${level} ${head}`, some.map((one) => `- ${nameOf(one)}${remarksOn(one)}`).join('\n')] : [];
  return [
    ...heading,
    ...nameList('Gone', gone),
    ...nameList('New', added),
    ...(changed.length > 0 ? [`${level} Changed`] : []),
    ...changed.map(({ name, changes }) =>
      [`- ${codeSpan(name)}`, ...changes.map((one) => `  - ${itemOf(one)}`)].join('\n'),
    ),
    ...(shared > 0 ? [`${count(shared, 'change')} that another program has too: see above.`] : []),
  ];
}

/** A command or event that came or went. */
function nameOf({ change }: Judged): string {
  return `${change.kind.startsWith('command') ? 'command' : 'event'} ${codeSpan(ownerOf(change))}`;
}

function itemOf(one: Repeated): string {
  return one.verdict === 'compatible' ? sentenceOf(one, codeSpan) : `**${one.verdict}**: ${sentenceOf(one, codeSpan)}`;
}

/** What qapi check says of it, in its words. */
function faultBlocks(asDownstream: DownstreamReport | undefined, base: string): string[] {
  if (!asDownstream) return [];
  const { faults } = asDownstream;
  const heading = `### As a downstream of ${codeSpan(base)}`;
  const counts = `${downstreamCounts(asDownstream)}.`;
  if (faults.length === 0) return [heading, `A downstream may do all this: ${counts}`];
  const items = faults.map(
    ({ severity, message, rule }) => `- **${severity}**: ${escapeMarkdown(message)} (${codeSpan(rule.id)})`,
  );
  return [heading, `${counts[0]?.toUpperCase()}${counts.slice(1)}`, items.join('\n')];
}

function table(head: readonly string[], row: readonly string[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---:')), line(row)].join('\n');
}
