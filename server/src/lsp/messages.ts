/** Messages at a place of a document, in a file of them or in a documentation comment: hovers and completion as the protocol wants them. */
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import { type MessageAnalysis, treeTarget } from '../analysis/messages.ts';
import type { Config } from '../analysis/settings.ts';
import type { HoverContent, ProblemOptions } from '../features/hover-parts.ts';
import { namedAt } from '../features/navigation.ts';
import { qmpCompletionAt } from '../features/qmp-completion.ts';
import { type DescribeOptions, qmpHoverAt } from '../features/qmp-hover.ts';
import type { History } from '../history/history.ts';
import { type MessageText, messagesOfCommentAt, messagesOfFile } from '../qmp/place.ts';
import type { Problem } from '../rules/run.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import type { LineIndex } from '../syntax/text.ts';
import type { CompletionSource } from './completion.ts';
import type { Backend, OpenSchema } from './navigation.ts';

/** Messages, what they are held against, and what is wrong with them. */
interface Held {
  readonly source: MessageText;
  readonly target: MessageTarget;
  readonly problems: readonly Problem[];
  readonly owners: Pick<Config, 'domains' | 'inherited'>;
}

/** Those of a file; undefined where nobody knows what they are to be held against. */
export function heldFile({ document, target, problems, config }: MessageAnalysis): Held | undefined {
  return target && { source: messagesOfFile(document), target, problems, owners: config };
}

/** Those of the documentation comment at an offset of a schema file; undefined where none is. */
export function heldComment(analyses: readonly Analysis[], path: string, offset: number): Held | undefined {
  const analysis = analyses.find(({ schema }) => schema.file(path));
  const file = analysis?.schema.file(path);
  const source = file && messagesOfCommentAt(file.tree, offset);
  if (!analysis || !source || source.messages.length === 0) return undefined;
  return { source, target: treeTarget(analysis), problems: problemsIn(analyses, path), owners: analysis.config };
}

/**
 * What there is to say of a place of messages.
 * @param history undefined where there is none
 */
export function hoverOf(
  { source, target, problems, owners }: Held,
  offset: number,
  history: (() => History) | undefined,
  options: ProblemOptions,
): HoverContent | undefined {
  return qmpHoverAt(source, offset, target, problems, { ...options, ...describing(history, owners) });
}

/** Of names in a comment that stand for something in the schema its own hover says more. */
export function isNamed(analyses: readonly Analysis[], path: string, offset: number): boolean {
  return namedAt(analyses, path, offset) !== undefined;
}

/**
 * What can be typed in messages, and in the examples of documentation comments.
 * @param backend tells what a document is
 * @param history of upstream's API; undefined where there is none
 */
export function messageCompletions(backend: Backend, history: () => (() => History) | undefined): CompletionSource {
  const inFile = (messages: MessageAnalysis) => ({ held: heldFile(messages), lines: messages.lines });
  const inComment = ({ path, file, analyses }: OpenSchema, offsetIn: (lines: LineIndex) => number) => {
    const { lines } = file.tree;
    return { held: heldComment(analyses, path, offsetIn(lines)), lines };
  };
  return async ({ textDocument, position }) => {
    const messages = await backend.openMessages(textDocument.uri);
    const schema = messages ? undefined : await backend.open(textDocument.uri);
    const place = messages ? inFile(messages) : schema && inComment(schema, (lines) => lines.offsetOf(position));
    if (!place) return undefined;
    const { held, lines } = place;
    const found = held
      ? qmpCompletionAt(held.source, lines.offsetOf(position), held.target, describing(history(), held.owners))
      : [];
    // In a comment there is more to be typed than messages.
    return messages || found.length > 0 ? { completions: found, lines } : undefined;
  };
}

function describing(history: (() => History) | undefined, owners: Held['owners']): DescribeOptions {
  return { owners, ...(history && { history }) };
}
