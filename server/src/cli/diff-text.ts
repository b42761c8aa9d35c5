/** A comparison for people, on a terminal. */
import { VERDICTS_BY_WEIGHT, type Verdict } from '../compat/verdict.ts';
import { ownerOf } from '../compat/words.ts';
import {
  type ChangedThing,
  type DiffReport,
  downstreamCounts,
  isSame,
  type Judged,
  PARTIAL_WORDS,
  type ProgramReport,
  remarksOn,
  sentenceOf,
} from './diff-report.ts';
import { count, type Paint, safe, wrap } from './terminal.ts';

const INDENT = '  ';
const MARK_WIDTH = Math.max(...VERDICTS_BY_WEIGHT.map((verdict) => verdict.length)) + 2;

/**
 * @param columns how wide the lines may get
 * @returns lines, each with its line feed
 */
export function diffText(report: DiffReport, columns: number, paint: Paint): string {
  const blocks = report.programs.flatMap((program) => programBlocks(program, report.programs.length, columns, paint));
  const tail = isSame(report)
    ? wrap(`No client can tell ${report.base} and ${report.head} apart.`, columns).map(paint.green)
    : [summaryLine(report, paint)];
  if (report.isPartial) tail.push(...wrap(PARTIAL_WORDS, columns).map(paint.dim));
  return `${[...blocks, ...faultBlocks(report, columns, paint), tail.join('\n')].join('\n\n')}\n`;
}

function programBlocks(program: ProgramReport, programs: number, columns: number, paint: Paint): string[] {
  const { onlyIn, changes, own, gone, added, changed } = program;
  const shared = changes.length - own.length;
  const title = program.program === undefined ? program.title : `${program.program}, ${program.title}`;
  if (onlyIn) return [`${paint.bold(title)}: only ${onlyIn === 'base' ? 'BASE' : 'HEAD'} has it.`];
  if (changes.length === 0) return [];
  const lists = [
    ...nameList('Gone commands', gone, 'command-removed', columns, paint),
    ...nameList('Gone events', gone, 'event-removed', columns, paint),
    ...nameList('New commands', added, 'command-added', columns, paint),
    ...nameList('New events', added, 'event-added', columns, paint),
  ];
  return [
    ...(programs > 1 ? [paint.bold(title)] : []),
    ...(lists.length > 0 ? [lists.join('\n')] : []),
    ...changed.map((thing) => thingBlock(thing, columns, paint)),
    ...(shared > 0 ? [`${count(shared, 'change')} that another program has too: see above.`] : []),
  ];
}

function nameList(
  head: string,
  some: readonly Judged[],
  kind: Judged['change']['kind'],
  columns: number,
  paint: Paint,
): string[] {
  const names = some.filter(({ change }) => change.kind === kind).map((one) => ownerOf(one.change) + remarksOn(one));
  if (names.length === 0) return [];
  const [first = '', ...more] = wrap(`${head}: ${names.join(', ')}`, columns - INDENT.length);
  const colour = kind.endsWith('removed') ? paint.red : paint.green;
  return [`${colour(head)}${first.slice(head.length)}`, ...more.map((line) => INDENT + line)];
}

function thingBlock({ name, changes }: ChangedThing, columns: number, paint: Paint): string {
  const colours: Readonly<Record<Verdict, (text: string) => string>> = {
    breaking: paint.red,
    risky: paint.yellow,
    unstable: paint.cyan,
    compatible: paint.dim,
  };
  const hanging = ' '.repeat(INDENT.length + MARK_WIDTH);
  const lines = changes.flatMap((one) =>
    wrap(sentenceOf(one), Math.max(30, columns - hanging.length)).map((line, index) =>
      index === 0 ? `${INDENT}${colours[one.verdict](one.verdict.padEnd(MARK_WIDTH))}${line}` : hanging + line,
    ),
  );
  return [paint.bold(safe(name)), ...lines].join('\n');
}

/** What qapi check says of it, in its words. */
function faultBlocks({ asDownstream, base }: DiffReport, columns: number, paint: Paint): string[] {
  if (!asDownstream) return [];
  if (asDownstream.faults.length === 0) return [`A downstream of ${safe(base)} may do all this.`];
  const hanging = ' '.repeat(INDENT.length + MARK_WIDTH);
  const lines = asDownstream.faults.flatMap(({ severity, message, rule }) => {
    const mark = (severity === 'error' ? paint.red : paint.yellow)(severity.padEnd(MARK_WIDTH));
    const [first = '', ...more] = wrap(`${message} (${rule.id})`, Math.max(30, columns - hanging.length));
    return [`${INDENT}${mark}${first}`, ...more.map((line) => hanging + line)];
  });
  return [[...wrap(`As a downstream of ${base}:`, columns).map(paint.bold), ...lines].join('\n')];
}

function summaryLine({ counts, asDownstream }: DiffReport, paint: Paint): string {
  const colours = { breaking: paint.red, risky: paint.yellow, unstable: paint.cyan, compatible: paint.green };
  const parts = VERDICTS_BY_WEIGHT.map((verdict) => {
    const text = `${counts[verdict]} ${verdict}`;
    return counts[verdict] > 0 ? colours[verdict](text) : text;
  });
  const line = `Changes: ${parts.join(', ')}`;
  return asDownstream ? `${line}\nAs a downstream: ${downstreamCounts(asDownstream)}` : line;
}
