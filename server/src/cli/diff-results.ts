/** A comparison as results, which every format for other tools shows: its changes, or what is wrong with a downstream. */
import { downstreamRules } from '../analysis/downstream.ts';
import type { Change, ChangeKind, Site } from '../compat/change.ts';
import { type Judgement, judgementOf, VERDICTS, type Verdict } from '../compat/verdict.ts';
import { ownerOf } from '../compat/words.ts';
import { placeOf } from '../rules/contract-rule.ts';
import type { Problem } from '../rules/run.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { criterionOf, kindOf, LEVELS } from './check-results.ts';
import { type DiffReport, type Judged, type ProgramReport, sentenceOf } from './diff-report.ts';
import type { ExitStatus } from './io.ts';
import { isOnDisk } from './paths.ts';
import { rangeIn } from './report.ts';
import type { Criterion, Level, Place, Result, Results } from './results.ts';

/** How serious verdicts are; what is compatible is no result. */
const VERDICT_LEVELS: Readonly<Record<Verdict, Level | undefined>> = {
  breaking: 'error',
  risky: 'warning',
  unstable: 'note',
  compatible: undefined,
};

/**
 * @param report undefined where a side could not be read
 * @param failures what was told on the standard error
 * @param asDownstream whether the results are those of the rules for downstreams
 * @param sourceRoot what paths are relative to
 */
export function diffResults(
  report: DiffReport | undefined,
  failures: readonly string[],
  asDownstream: boolean,
  exitStatus: ExitStatus,
  sourceRoot: string,
): Results {
  const criteria = asDownstream ? downstreamRules.map(criterionOf) : CHANGES;
  const results = report ? (asDownstream ? faults(report) : changes(report)) : [];
  return { criteria, results, failures, exitStatus, sourceRoot };
}

function faults({ asDownstream, programs }: DiffReport): Result[] {
  const schemas = programs.flatMap(({ base, head }) => [...(head ? [head] : []), ...(base ? [base] : [])]);
  return (asDownstream?.faults ?? []).map((problem) => faultResult(problem, schemas));
}

/** The same as `qapi check` makes of it, but for what wants a workspace. */
function faultResult(
  { rule, severity, message, file, span, thing, path, change, buildBreaking, related }: Problem,
  schemas: readonly Schema[],
): Result {
  const at = (place: string, where: Span): Place | undefined => {
    const schema = schemas.find((one) => one.file(place));
    return schema && placeIn(schema, place, where);
  };
  // What is gone is in the base only.
  const about = thing ?? change?.baseline?.thing;
  const fullName = path ?? about?.name.text;
  return {
    id: rule.id,
    level: LEVELS[severity],
    message,
    place: at(file, span),
    related: related.flatMap((other) => {
      const place = at(other.file, other.span);
      return place ? [{ ...place, message: other.message }] : [];
    }),
    subject: about && fullName !== undefined ? { name: about.name.text, fullName, kind: kindOf(about) } : undefined,
    identity: [rule.id, fullName ?? ''],
    fixes: [],
    properties: { severity, buildBreaking },
  };
}

function changes({ programs }: DiffReport): Result[] {
  return programs.flatMap((program) => program.own.flatMap((one) => changeResult(one, program)));
}

function changeResult(one: Judged, { base, head }: ProgramReport): Result[] {
  const { change, verdict } = one;
  const level = VERDICT_LEVELS[verdict];
  const thing = (change.ours ?? change.baseline)?.thing;
  if (level === undefined || !base || !head) return [];
  const { file, span } = placeOf(change, head, base);
  const before = change.baseline && siteIn(base, change.baseline);
  return [
    {
      id: idOf(change.kind),
      level,
      message: `${ownerOf(change)}: ${sentenceOf({ ...one, times: 1 })}`,
      place: placeIn(head, file, span),
      related: before ? [{ ...before, message: 'Before the change.' }] : [],
      subject: thing && { name: thing.name.text, fullName: change.path, kind: kindOf(thing) },
      identity: identityOf(change),
      fixes: [],
      properties: { verdict, direction: change.direction },
    },
  ];
}

/** The way on the wire, which stays when the text around it changes, as the kind does. */
function identityOf({ kind, path }: Change): readonly string[] {
  return [idOf(kind), path];
}

function siteIn(schema: Schema, { thing, span }: Site): Place | undefined {
  return placeIn(schema, thing.file, span);
}

/** A place that somebody can open: in a file on disk, and not in a commit, a release or an answer of query-qmp-schema. */
function placeIn(schema: Schema, path: string, span: Span): Place | undefined {
  if (!isOnDisk(path)) return undefined;
  return { path, range: rangeIn(schema.file(path)?.tree.lines, span) };
}

function idOf(kind: ChangeKind): string {
  return `change/${kind}`;
}

const ABOUT =
  'What the base calls unstable may change: then it is a note. Whether a change breaks clients follows from its kind and from its direction. docs/guides/diff.md tells of all kinds and verdicts.';

/** The kinds of change that may be bad, by the table of verdicts. */
const CHANGES: readonly Criterion[] = (Object.keys(VERDICTS) as ChangeKind[]).flatMap((kind): Criterion[] => {
  const { verdict } = judgementOf({ kind, direction: 'both' });
  const level = VERDICT_LEVELS[verdict];
  if (level === undefined) return [];
  const name = kind.replaceAll('-', ' ');
  const { send, receive } = VERDICTS[kind];
  const why =
    send === receive
      ? inWords(send)
      : `Where clients send it: ${inWords(send)}\n\nWhere clients receive it: ${inWords(receive)}`;
  const help = `${why}\n\n${ABOUT}`;
  const summary = `${name.charAt(0).toUpperCase()}${name.slice(1)}, as \`qapi diff\` tells changes.`;
  return [{ id: idOf(kind), category: 'change', level, summary, why, help }];
});

function inWords({ verdict, reason }: Judgement): string {
  return `${verdict}. ${reason}`;
}
