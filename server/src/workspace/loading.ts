/** From bytes to files, and from a baseline setting to the schema that it means. */
import { readFile } from '../schema/definitions.ts';
import { loadSources, type ReadOutcome } from '../schema/load.ts';
import type { SourceFile } from '../schema/model.ts';
import { Schema } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';
import { type BaselineOutcome, type BaselineQuestion, resolveBaseline } from './baseline.ts';
import { decodeText } from './decode.ts';
import type { FileContent } from './host.ts';

/** A baseline, looked up and read. */
export interface LoadedBaseline {
  readonly outcome: BaselineOutcome;
  /** There where the outcome is `found` or `known`. */
  readonly schema: Schema | undefined;
}

/**
 * Looks up a baseline and reads it, with all that it includes.
 * @param noteRead told each path before it is read for the schema
 * @returns never rejects. A baseline of which a file cannot be read is a problem: all that is in that file would look new.
 */
export async function loadBaseline(
  question: BaselineQuestion,
  noteRead?: (path: string) => void,
): Promise<LoadedBaseline> {
  const outcome = await resolveBaseline(question);
  if (outcome.kind === 'known') return { outcome, schema: outcome.schema };
  if (outcome.kind !== 'found') return { outcome, schema: undefined };
  const sources = await loadSources(outcome.root, async (path) => {
    noteRead?.(path);
    return outcomeOf(path, await outcome.read(path));
  });
  const unread = sources.problems.find(
    ({ code }) => code === 'missing' || code === 'directory' || code === 'unreadable',
  );
  if (unread) {
    const [path = '', reason = 'it does not exist'] = unread.detail.split('\n');
    const called = `${question.called ?? 'The baseline'} ${outcome.label}`;
    const message = `${called} cannot be read completely: ${path}: ${reason}.`;
    return { outcome: { kind: 'problem', message }, schema: undefined };
  }
  return { outcome, schema: new Schema(sources) };
}

/**
 * What came of reading a file, with its text parsed.
 * @param before the same file as it was read before: where its text is still the same, it is the same file
 */
export function outcomeOf(path: string, content: FileContent, before?: SourceFile): ReadOutcome {
  if (content.kind !== 'file') return content;
  const { text, problem: encodingProblem } = decodeText(content.bytes);
  if (!encodingProblem) {
    const file = before?.tree.text === text ? before : readFile(path, parse(text, before?.tree), before);
    return { kind: 'file', file, encodingProblem };
  }
  // What comes behind the first byte that is not UTF-8 may be anything: its mistakes follow from that one.
  const tree = parse(text);
  const problems = tree.problems.filter((problem) => problem.span.end <= encodingProblem.span.start);
  return { kind: 'file', file: readFile(path, { ...tree, problems }), encodingProblem };
}
