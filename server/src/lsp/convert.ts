/** From the program's offsets and problems to what the Language Server Protocol calls them. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type MarkupContent,
  MarkupKind,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { plainTextOf } from '../features/markdown.ts';
import type { CChange } from '../features/rename.ts';
import type { FileEdit, Severity } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import type { LineIndex, Span } from '../syntax/text.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const SOURCE = 'qapi';

/** More problems than anybody reads are not sent: a text that is no schema at all can have hundreds of thousands. */
const MAX_DIAGNOSTICS = 1000;

/** A message quotes what it is about, which may be a line of ten megabytes. */
const MAX_MESSAGE = 1000;
const MAX_TITLE = 300;

/** The text, cut where it gets longer than anybody reads. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/**
 * A text as an editor can show it.
 * @param formats those that it says it shows; where it says nothing, Markdown is what everybody expects
 */
export function toMarkup(markdown: string, formats: readonly MarkupKind[] | undefined): MarkupContent {
  return formats === undefined || formats.includes(MarkupKind.Markdown)
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainTextOf(markdown) };
}

/** A title for a menu. */
export function shortTitle(title: string): string {
  return shortened(title, MAX_TITLE);
}

/** A span of offsets as a range of lines and columns, both from 0. */
export function toRange(span: Span, lines: LineIndex): Range {
  return { start: lines.positionOf(span.start), end: lines.positionOf(span.end) };
}

/** The offsets of a range. Positions outside of the text are moved to its nearest place. */
export function toSpan(range: Range, lines: LineIndex): Span {
  return { start: lines.offsetOf(range.start), end: lines.offsetOf(range.end) };
}

/** What is known of files at a moment, those of baselines included. */
export interface Files {
  /** The lines of a file; undefined for one that is not read. */
  linesOf(path: string): LineIndex | undefined;
  /** The address, as the editor writes it where it has the file open. */
  uriOf(path: string): string;
  /** The version of an open document, null for a file that is not open. */
  versionOf(path: string): number | null;
  /** Whether the editor can open it. */
  opens(path: string): boolean;
  /** Whether a problem can lead to a place in it: else the place is told in words. */
  relates(path: string): boolean;
  /** The path for people to read. */
  nameOf(path: string): string;
}

/**
 * The problems of one file: of too many, the most serious ones, and how many there are besides.
 * @param pageOf the address of a rule's page, for the link behind the rule's id
 */
export function toDiagnostics(
  problems: readonly Problem[],
  files: Files,
  pageOf: (id: string) => string | undefined,
): Diagnostic[] {
  if (problems.length <= MAX_DIAGNOSTICS) return problems.map((problem) => toDiagnostic(problem, files, pageOf));
  const worst = new Set(
    problems.toSorted((a, b) => SEVERITIES[a.severity] - SEVERITIES[b.severity]).slice(0, MAX_DIAGNOSTICS),
  );
  const shown = problems.filter((problem) => worst.has(problem)).map((problem) => toDiagnostic(problem, files, pageOf));
  const more: Diagnostic = {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: DiagnosticSeverity.Information,
    source: SOURCE,
    message: `There are ${problems.length - MAX_DIAGNOSTICS} more problems in this file, which are not shown.`,
  };
  return [...shown, more];
}

/**
 * @param pageOf the address of a rule's page, for the link behind the rule's id
 */
export function toDiagnostic(problem: Problem, files: Files, pageOf: (id: string) => string | undefined): Diagnostic {
  const lines = files.linesOf(problem.file);
  const href = pageOf(problem.rule.id);
  const shown = problem.related.filter(({ file }) => files.relates(file));
  const relatedInformation = shown.flatMap(({ file, span, message }) => {
    const location = toLocation(file, span, files);
    return location ? [{ location, message: shortened(message, MAX_MESSAGE) }] : [];
  });
  const told = problem.related.filter(({ file }) => !files.relates(file)).map((place) => inWords(place, files));
  return {
    range: lines ? toRange(problem.span, lines) : { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: SEVERITIES[problem.severity],
    source: SOURCE,
    code: problem.rule.id,
    message: [problem.message, ...told].map((text) => shortened(text, MAX_MESSAGE)).join(' '),
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(problem.rule.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(problem.rule.deprecated ? { tags: [DiagnosticTag.Deprecated] } : {}),
    ...(relatedInformation.length > 0 ? { relatedInformation } : {}),
  };
}

/** A related place that the editor cannot lead to, as a part of the message: `It is defined here: release:8.2:/qapi/block.json:12.` */
function inWords({ file, span, message }: Problem['related'][number], files: Files): string {
  const lines = files.linesOf(file);
  const line = lines ? `:${lines.lineOf(span.start) + 1}` : '';
  return `${message.replace(/\.$/, '')}: ${files.nameOf(file)}${line}.`;
}

/** Undefined for a file that is not read, or that the editor cannot open. */
export function toLocation(file: string, span: Span, files: Files): Location | undefined {
  const lines = files.opens(file) ? files.linesOf(file) : undefined;
  return lines && { uri: files.uriOf(file), range: toRange(span, lines) };
}

/** What the editor can do with an edit. */
export interface EditSupport {
  readonly documentChanges: boolean;
  /** Which the protocol knows in changes of documents only: Neovim 0.12 takes these, but not those, and fails at an annotation. */
  readonly annotations: boolean;
}

/**
 * @param note told in the edit's annotation, where the editor has such
 */
export function toWorkspaceEdit(
  edits: readonly FileEdit[],
  files: Files,
  support: EditSupport,
  note?: { readonly label: string; readonly cChanges: readonly CChange[] },
): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  const annotationId = support.documentChanges && support.annotations && note ? 'qapi' : undefined;
  for (const { file, span, newText } of edits) {
    const lines = files.linesOf(file);
    if (!lines) continue;
    const list = byFile.get(file) ?? [];
    byFile.set(file, list);
    list.push({ range: toRange(span, lines), newText, ...(annotationId === undefined ? {} : { annotationId }) });
  }
  if (!support.documentChanges) {
    return { changes: Object.fromEntries([...byFile].map(([file, list]) => [files.uriOf(file), list])) };
  }
  const documentChanges = [...byFile].map(
    ([file, list]): TextDocumentEdit => ({
      textDocument: { uri: files.uriOf(file), version: files.versionOf(file) },
      edits: list,
    }),
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
