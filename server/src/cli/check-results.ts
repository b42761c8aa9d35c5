/** The problems of schemas as results, which every format for other tools shows. */
import { generatorSentence } from '../features/generator-report.ts';
import { allRules } from '../rules/index.ts';
import { ruleHelp } from '../rules/page.ts';
import type { Rule, Severity } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { type Definition, isDefinition, isTypeDefinition, type NamedThing, type SourceFile } from '../schema/model.ts';
import { partAt } from '../schema/parts.ts';
import type { Content } from '../syntax/tree.ts';
import { type GeneratorResults, statusOf } from './generator.ts';
import type { ExitStatus } from './io.ts';
import { isOnDisk } from './paths.ts';
import type { Found, Report } from './report.ts';
import {
  type Criterion,
  type Level,
  type Place,
  pathBelow,
  type Result,
  type Results,
  type Subject,
} from './results.ts';

/** What the severities are in SARIF. */
export const LEVELS: Readonly<Record<Severity, Level>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** More of a text is not looked at to know it again. */
const LONGEST_TEXT = 1000;

/**
 * @param hints whether hints are listed: there may be dozens that nobody can do anything about
 * @param complaints what was told on the standard error
 * @param generators what QEMU's own generators say
 * @param sourceRoot what paths are relative to
 */
export function checkResults(
  report: Report,
  hints: boolean,
  complaints: readonly string[],
  generators: GeneratorResults,
  exitStatus: ExitStatus,
  sourceRoot: string,
): Results {
  const definitions = new DefinitionsAround(report);
  const listed = hints ? report.found : report.found.filter(({ problem }) => problem.severity !== 'hint');
  const teller = { pathOf: (path: string) => report.pathOf(path), program: 'qapi' };
  const refusals = generators.flatMap((result) =>
    'check' in result && statusOf([result]) > 0 ? [generatorSentence(result.check, teller)] : [],
  );
  return {
    criteria: allRules.map(criterionOf),
    results: listed.map((found) => resultOf(found, report, definitions.at(found.problem), sourceRoot)),
    failures: [...complaints, ...refusals],
    exitStatus,
    sourceRoot,
  };
}

/** A rule as what results are instances of. */
export function criterionOf(rule: Rule): Criterion {
  const { id, category, severity, summary, why } = rule;
  return { id, category, level: severity === 'off' ? undefined : LEVELS[severity], summary, why, help: ruleHelp(rule) };
}

function resultOf(
  { problem, range, excerpt }: Found,
  report: Report,
  around: Definition | undefined,
  sourceRoot: string,
): Result {
  const { rule, severity, message, file, buildBreaking, related } = problem;
  const placeOf = (path: string, span: Problem['span']): Place => ({ path, range: report.rangeOf(path, span) });
  return {
    id: rule.id,
    level: LEVELS[severity],
    message,
    place: { path: file, range },
    related: related
      .filter(({ file }) => isOnDisk(file))
      .map((place) => ({ ...placeOf(place.file, place.span), message: place.message })),
    subject: subjectOf(problem, around),
    identity: identityOf(problem, excerpt?.text ?? textOf(problem, report), around, sourceRoot),
    fixes: report
      .fixesOf(problem)
      // What needs a domain cannot be taken before somebody has named one.
      .filter(({ kind }) => kind !== 'prefix')
      .map(({ title, edits }) => ({
        title,
        edits: edits.map((edit) => ({ ...placeOf(edit.file, edit.span), newText: edit.newText })),
      })),
    properties: { severity, buildBreaking },
  };
}

/** Of a problem that is about no name, the definition it is in, or in whose comment. */
function subjectOf({ thing, path }: Problem, around: Definition | undefined): Subject | undefined {
  const named = thing ?? around;
  return named && { name: named.name.text, fullName: path ?? wayTo(named), kind: kindOf(named) };
}

/** The kind of a thing, in the words of the schema language. */
export function kindOf(thing: NamedThing): string {
  return isDefinition(thing) && isTypeDefinition(thing) ? 'type' : thing.kind;
}

/** The way in the schema: `Disk.size`. */
function wayTo(thing: NamedThing): string {
  return isDefinition(thing) ? thing.name.text : `${wayTo(thing.parent ?? thing.owner)}.${thing.name.text}`;
}

/**
 * The way on the wire, which stays when a definition moves or is renamed. Else the file, the definition, and the name or the
 * text that the problem is about, however it is broken into lines.
 */
function identityOf(
  { rule, path, thing, file }: Problem,
  text: string,
  around: Definition | undefined,
  sourceRoot: string,
): readonly string[] {
  const shown = pathBelow(sourceRoot, file) ?? file;
  // One command is sent in many files.
  if (path !== undefined) return rule.category === 'qmp' ? [rule.id, shown, path] : [rule.id, path];
  if (thing) return [rule.id, shown, thing.kind, wayTo(thing)];
  return [rule.id, shown, around?.name.text ?? '', text.replace(/[\s#]+/g, ' ').trim()];
}

/** What a problem is about. */
function textOf({ file, span }: Problem, report: Report): string {
  return report.sourceOf(file)?.text.slice(span.start, Math.min(span.end, span.start + LONGEST_TEXT)) ?? '';
}

/** Which definition a place is in, or in whose comment. */
class DefinitionsAround {
  readonly #report: Report;
  readonly #files = new Map<string, SourceFile | undefined>();
  readonly #definitions = new Map<Content, Definition>();

  constructor(report: Report) {
    this.#report = report;
  }

  at({ rule, file: path, span }: Problem): Definition | undefined {
    // The place of a setting that stands in no file is a stopgap.
    if (rule.category === 'config') return undefined;
    const file = this.#fileOf(path);
    const part = file && partAt(file, span.start);
    return part && this.#definitions.get(part);
  }

  #fileOf(path: string): SourceFile | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const analysis = this.#report.analyses.find(({ schema }) => schema.file(path));
    const file = analysis?.schema.file(path);
    for (const definition of file?.definitions ?? []) this.#definitions.set(definition.expression.content, definition);
    this.#files.set(path, file);
    return file;
  }
}
