/** What was found, ready to be shown: the problems of all roots, each once, sorted, with lines and columns. */

import type { Analysis } from '../analysis/analysis.ts';
import { isDiscouraged, type ResolvedFix, resolveFix } from '../features/fixes.ts';
import type { Acknowledged } from '../rules/acknowledge.ts';
import type { FileEdit, Fix, Severity } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { mergeProblems } from '../rules/run.ts';
import { LineIndex, type Span } from '../syntax/text.ts';
import { decodeText } from '../workspace/decode.ts';
import type { Host } from '../workspace/host.ts';
import { type Absences, type FixedProblem, placeOf } from './absences.ts';
import type { CheckedMessages } from './messages.ts';
import { shownPath } from './paths.ts';
import type { Excerpt } from './stream-text.ts';

/** A stretch of text as people count: from 1, columns in UTF-16 code units, the end is behind the last one. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A problem and where it is, in paths relative to the working directory. */
export interface Found {
  readonly problem: Problem;
  readonly root: string;
  readonly file: string;
  readonly range: Range;
  /** What is shown of the text where the whole of it is not at hand. */
  readonly excerpt?: Excerpt;
}

interface Source {
  readonly text: string;
  readonly lines: LineIndex;
}

/** Whether the problems of a file were asked for, as far as a root is concerned. */
export type Wanted = (root: string, file: string) => boolean;

/** A problem that is acknowledged and not reported, with what it is acknowledged by. */
export interface Silenced extends Acknowledged {
  readonly root: string;
  readonly file: string;
  readonly range: Range;
}

/** The findings of one run. */
export class Report {
  readonly analyses: readonly Analysis[];
  /** By file, line, column, rule. */
  readonly found: readonly Found[];
  /** What is not among them, in the same order. */
  readonly acknowledged: readonly Silenced[];
  /** The known problems that are there no more. */
  readonly fixedProblems: readonly FixedProblem[];
  /** The files of messages. */
  readonly messages: readonly CheckedMessages[];
  readonly #cwd: string;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #paths = new Map<string, string>();

  private constructor(
    analyses: readonly Analysis[],
    messages: readonly CheckedMessages[],
    wanted: Wanted,
    absences: Absences,
    cwd: string,
    sources: ReadonlyMap<string, Source>,
  ) {
    this.analyses = analyses;
    this.messages = messages;
    this.#cwd = cwd;
    this.#sources = sources;
    const rootOf = new Map<Problem, string>();
    const by = new Map<Problem, Acknowledged>();
    for (const { root, problems, acknowledged } of analyses) {
      for (const problem of problems) rootOf.set(problem, root);
      for (const one of acknowledged) {
        rootOf.set(one.problem, root);
        by.set(one.problem, one);
      }
    }
    const isWanted = (root: string, problem: Problem): boolean =>
      problem.rule.category === 'config' ||
      (wanted(root, problem.file) && (!problem.rule.afterOthers || absences.problems.has(placeOf(problem))));
    for (const { path, root, whole } of messages) {
      for (const problem of whole?.problems ?? []) rootOf.set(problem, root ?? path);
    }
    // What one root has among its problems is reported, whatever another one makes of it.
    const merged = mergeProblems([
      ...analyses.map(({ root, problems }) => problems.filter((one) => isWanted(root, one))),
      ...analyses.map(({ root, acknowledged }) =>
        acknowledged.map(({ problem }) => problem).filter((one) => isWanted(root, one)),
      ),
      ...messages.map(({ whole }) => whole?.problems ?? []),
    ])
      .map(
        (problem): Found => ({
          problem,
          root: this.pathOf(rootOf.get(problem) ?? problem.file),
          file: this.pathOf(problem.file),
          range: this.rangeOf(problem.file, problem.span),
        }),
      )
      .concat(
        messages.flatMap(({ path, root, streamed }) =>
          streamed.map((one) => ({ ...one, root: this.pathOf(root ?? path), file: this.pathOf(path) })),
        ),
      )
      .sort(
        (a, b) =>
          compare(a.file, b.file) ||
          a.range.line - b.range.line ||
          a.range.column - b.range.column ||
          compare(a.problem.rule.id, b.problem.rule.id) ||
          compare(a.problem.message, b.problem.message),
      );
    this.found = merged.filter(({ problem }) => !by.has(problem));
    this.acknowledged = merged.flatMap((found) => {
      const one = by.get(found.problem);
      return one ? { ...found, ...one } : [];
    });
    this.fixedProblems = absences.fixed;
  }

  static async of(
    analyses: readonly Analysis[],
    messages: readonly CheckedMessages[],
    wanted: Wanted,
    absences: Absences,
    cwd: string,
    host: Host,
  ): Promise<Report> {
    const sources = new Map<string, Source>();
    for (const { schema, baseline } of analyses) {
      const files = [...schema.sources.files, ...(baseline.schema?.sources.files ?? [])];
      for (const { path, tree } of files) sources.set(path, tree);
    }
    for (const { path, whole } of messages) if (whole) sources.set(path, whole);
    // A configuration file is no part of a schema.
    for (const { file } of analyses.flatMap(({ problems }) => problems)) {
      if (sources.has(file)) continue;
      const content = await host.read(file);
      const text = content.kind === 'file' ? decodeText(content.bytes).text : '';
      sources.set(file, { text, lines: new LineIndex(text) });
    }
    return new Report(analyses, messages, wanted, absences, cwd, sources);
  }

  /** A path as it is shown. */
  pathOf(path: string): string {
    let shown = this.#paths.get(path);
    if (shown === undefined) {
      shown = shownPath(this.#cwd, path);
      this.#paths.set(path, shown);
    }
    return shown;
  }

  sourceOf(path: string): Source | undefined {
    return this.#sources.get(path);
  }

  rangeOf(path: string, span: Span): Range {
    return rangeIn(this.#sources.get(path)?.lines, span);
  }

  /** What a fix comes to, over all roots that hold the file. */
  resolve(problem: Problem, fix: Fix): ResolvedFix {
    return resolveFix(
      fix,
      this.analyses.filter(({ schema }) => schema.file(problem.file)),
    );
  }

  /**
   * The fixes of a problem that a program may take: those that are possible, and not discouraged, which is for somebody to
   * choose. What needs a domain has a placeholder in its place.
   */
  fixesOf(
    problem: Problem,
  ): { readonly kind: Fix['kind']; readonly title: string; readonly edits: readonly FileEdit[] }[] {
    return problem.fixes().flatMap((fix) => {
      if (isDiscouraged(fix)) return [];
      const resolved = this.resolve(problem, fix);
      return resolved.ok ? [{ kind: fix.kind, title: resolved.title, edits: resolved.edits }] : [];
    });
  }

  countOf(severity: Severity): number {
    const listed = this.found.filter(({ problem }) => problem.severity === severity).length;
    return this.messages.reduce((sum, { untold }) => sum + (untold.get(severity) ?? 0), listed);
  }

  /** How many messages there are in all files of them. */
  get messageCount(): number {
    return this.messages.reduce((sum, { count }) => sum + count, 0);
  }

  /** How many files were read, each counted once. */
  get fileCount(): number {
    return new Set(this.analyses.flatMap(({ schema }) => schema.sources.files.map(({ path }) => path))).size;
  }
}

/** @param lines of the file; of one that cannot be read its first character is all there is */
export function rangeIn(lines: LineIndex | undefined, span: Span): Range {
  const start = lines?.positionOf(span.start) ?? { line: 0, character: 0 };
  const end = lines?.positionOf(span.end) ?? start;
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** By code units, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
