/** What there is to say of a place of messages, and what can be typed there: in a file of them, or in a documentation comment. */
import { type MessageAnalysis, treeTarget } from '../analysis/messages.ts';
import type { Config } from '../analysis/settings.ts';
import type { HoverContent, ProblemOptions } from '../features/hover-parts.ts';
import { qmpCompletionAt } from '../features/qmp-completion.ts';
import { type DescribeOptions, qmpHoverAt } from '../features/qmp-hover.ts';
import type { History } from '../history/history.ts';
import { type MessageText, messagesOfCommentAt, messagesOfFile } from '../qmp/place.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import type { CompletionSource } from './completion.ts';
import type { Backend, OpenSchema } from './navigation.ts';

/**
 * What there is to say of a place of a file of messages; undefined where that is nothing.
 * @param offset of the place
 * @param history undefined where there is none
 */
export function messageHover(
  { document, target, problems, config }: MessageAnalysis,
  offset: number,
  history: (() => History) | undefined,
  options: ProblemOptions,
): HoverContent | undefined {
  if (!target) return undefined;
  const source = messagesOfFile(document);
  return qmpHoverAt(source, offset, target, problems, { ...options, ...describing(history, config) });
}

/**
 * What can be typed in messages, and in the examples of documentation comments.
 * @param backend tells what a document is
 * @param history of upstream's API; undefined where there is none
 */
export function messageCompletions(backend: Backend, history: () => (() => History) | undefined): CompletionSource {
  return async ({ textDocument, position }) => {
    const messages = await backend.openMessages(textDocument.uri);
    const schema = messages ? undefined : await backend.open(textDocument.uri);
    const lines = messages?.lines ?? schema?.file.tree.lines;
    if (!lines) return undefined;
    const offset = lines.offsetOf(position);
    const surroundings = messages ? inFile(messages) : schema && inComment(schema, offset);
    const { source, target, owners } = surroundings ?? {};
    const completions = source && target ? qmpCompletionAt(source, offset, target, describing(history(), owners)) : [];
    // In a comment there is more to be typed than messages.
    return messages || completions.length > 0 ? { completions, lines } : undefined;
  };
}

/** Messages, what they are held against, and whose names with a prefix are. */
interface Surroundings {
  readonly source: MessageText;
  readonly target: MessageTarget | undefined;
  readonly owners: Pick<Config, 'domains' | 'inherited'>;
}

function inFile({ document, target, config }: MessageAnalysis): Surroundings {
  return { source: messagesOfFile(document), target, owners: config };
}

/** @returns undefined where no documentation comment is */
function inComment({ file, path, analyses }: OpenSchema, offset: number): Surroundings | undefined {
  const analysis = analyses.find(({ schema }) => schema.file(path));
  const source = messagesOfCommentAt(file.tree, offset);
  return analysis && source && { source, target: treeTarget(analysis), owners: analysis.config };
}

function describing(history: (() => History) | undefined, owners: Surroundings['owners'] | undefined): DescribeOptions {
  return { ...(owners && { owners }), ...(history && { history }) };
}
