/** What completion offers, in schemas and in messages. An adapter turns it into what its editor wants. */
import type { Span } from '../syntax/text.ts';

/** Something that can be typed. What fits best comes first in a list. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail?: string;
  /** More about it; made when somebody looks at it. */
  readonly markdown?: () => string | undefined;
  /** What is replaced, on one line; the caret stands in it or at its end. */
  readonly span: Span;
  /**
   * What takes its place: a snippet with the stops `$1`, `${2:text}`, `${3|one,another|}`. Lines after the first one have their
   * indentation already, and in a comment their `#`.
   */
  readonly snippet: string;
  /** What the text in the span is compared with. */
  readonly filter: string;
  /** Another edit that goes along, outside of the span: a comma before it. */
  readonly also?: { readonly span: Span; readonly newText: string };
  /** The first stop is best filled in by completion, which brings more than a word. */
  readonly suggests?: boolean;
  readonly deprecated?: boolean;
}

export type CompletionKind =
  | 'keyword'
  | 'key'
  | 'struct'
  | 'union'
  | 'alternate'
  | 'enum'
  | 'builtin'
  | 'command'
  | 'event'
  | 'member'
  | 'value'
  | 'feature'
  | 'condition'
  | 'prefix'
  | 'section'
  | 'file'
  | 'comment'
  | 'message'
  | 'literal';

const ESCAPED = /\\([$}\\,|])/g;

/** A snippet for an editor that knows none: its stops are left out, their texts stay, and of choices the first. */
export function plainText(snippet: string): string {
  return snippet.replace(
    /\\([$}\\])|\$(?:\d+|\{\d+(?:\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\||:((?:\\.|[^}\\])*))?\})/g,
    (_, escaped: string | undefined, choice: string | undefined, text: string | undefined) =>
      escaped ?? (choice ?? text ?? '').replace(ESCAPED, '$1'),
  );
}
