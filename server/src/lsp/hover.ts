/** What the editor shows of a place in a schema or in messages. */
import type { Hover, MarkupKind, Position } from 'vscode-languageserver';
import { hoverAt } from '../features/hover.ts';
import type { HoverContent } from '../features/hover-parts.ts';
import type { LineIndex } from '../syntax/text.ts';
import { shortened, toMarkup } from './convert.ts';
import { messageHover } from './messages.ts';
import { fileIn, type Session } from './session.ts';
import { toPath } from './uris.ts';

/** Longer than the longest documentation comment of QEMU by far. */
const MAX_HOVER = 100_000;

/** What there is to say of a place; null where that is nothing. */
export async function hover(session: Session, uri: string, position: Position): Promise<Hover | null> {
  const document = session.documents.get(uri);
  const formats = session.capabilities.textDocument?.hover?.contentFormat;
  const messages = document && (await session.messagesIn(document));
  const options = {
    ruleLink: (id: string) => session.pageOf(id, 'hover') ?? '',
    showsMessages: session.options.showsProblemsInHover ?? false,
  };
  if (messages) {
    const { lines } = messages;
    const offset = lines.offsetOf(position);
    return toHover(
      session.withHistory((history) => messageHover(messages, offset, history, options)),
      lines,
      formats,
    );
  }
  if (!document || !session.isSchema(document)) return null;
  const path = toPath(uri);
  const analyses = await session.workspace.analysesOf(path);
  const lines = fileIn(analyses, path)?.lines;
  if (!lines) return null;
  const content = session.withHistory((history) =>
    hoverAt(analyses, path, lines.offsetOf(position), { ...options, ...(history && { history }) }),
  );
  return toHover(content, lines, formats);
}

function toHover(
  content: HoverContent | undefined,
  lines: LineIndex,
  formats: readonly MarkupKind[] | undefined,
): Hover | null {
  if (!content) return null;
  return {
    contents: toMarkup(shortened(content.markdown, MAX_HOVER), formats),
    range: { start: lines.positionOf(content.span.start), end: lines.positionOf(content.span.end) },
  };
}
