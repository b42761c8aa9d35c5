/** From the program's offsets and problems to what the Language Server Protocol calls them. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { CChange } from '../features/rename.ts';
import type { FileEdit, Severity } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import type { LineIndex, Span } from '../syntax/text.ts';
import { toUri } from './uris.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const SOURCE = 'qapi';

export function toRange(span: Span, lines: LineIndex): Range {
  return { start: lines.positionOf(span.start), end: lines.positionOf(span.end) };
}

/** The offsets of a range. Positions outside of the text are moved to its nearest place. */
export function toSpan(range: Range, lines: LineIndex): Span {
  return { start: lines.offsetOf(range.start), end: lines.offsetOf(range.end) };
}

/** Tells the lines of a file; undefined for a file that is not read. */
export type LinesOf = (path: string) => LineIndex | undefined;

/**
 * @param pageOf the address of a rule's page, for the link behind the rule's id
 */
export function toDiagnostic(
  problem: Problem,
  linesOf: LinesOf,
  pageOf: (id: string) => string | undefined,
): Diagnostic {
  const lines = linesOf(problem.file);
  const href = pageOf(problem.rule.id);
  const relatedInformation = problem.related.flatMap(({ file, span, message }) => {
    const location = toLocation(file, span, linesOf);
    return location ? [{ location, message }] : [];
  });
  return {
    range: lines ? toRange(problem.span, lines) : { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: SEVERITIES[problem.severity],
    source: SOURCE,
    code: problem.rule.id,
    message: problem.message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(problem.rule.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(relatedInformation.length > 0 ? { relatedInformation } : {}),
  };
}

export function toLocation(file: string, span: Span, linesOf: LinesOf): Location | undefined {
  const lines = linesOf(file);
  return lines && { uri: toUri(file), range: toRange(span, lines) };
}

/** What the editor can do with an edit. */
export interface EditSupport {
  readonly documentChanges: boolean;
  readonly annotations: boolean;
}

/**
 * @param versionOf the version of an open document, null for a file that is not open
 * @param cChanges told in the edit's annotation, where the editor has such
 */
export function toWorkspaceEdit(
  edits: readonly FileEdit[],
  linesOf: LinesOf,
  versionOf: (path: string) => number | null,
  support: EditSupport,
  note?: { readonly label: string; readonly cChanges: readonly CChange[] },
): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  const annotationId = support.annotations && note ? 'qapi' : undefined;
  for (const { file, span, newText } of edits) {
    const lines = linesOf(file);
    if (!lines) continue;
    const list = byFile.get(file) ?? [];
    byFile.set(file, list);
    list.push({ range: toRange(span, lines), newText, ...(annotationId === undefined ? {} : { annotationId }) });
  }
  if (!support.documentChanges) {
    return { changes: Object.fromEntries([...byFile].map(([file, list]) => [toUri(file), list])) };
  }
  const documentChanges = [...byFile].map(
    ([file, list]): TextDocumentEdit => ({ textDocument: { uri: toUri(file), version: versionOf(file) }, edits: list }),
  );
  if (annotationId === undefined || !note) return { documentChanges };
  const description = describeCChanges(note.cChanges);
  return {
    documentChanges,
    changeAnnotations: { [annotationId]: { label: note.label, ...(description ? { description } : {}) } },
  };
}

/** `qmp_a -> qmp___com_example_a`: which C identifiers change, in a line; empty where none does. */
export function describeCChanges(changes: readonly CChange[]): string {
  return changes.map(({ from, to }) => `${from} -> ${to}`).join(', ');
}
