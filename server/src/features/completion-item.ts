/** What completion offers: of schemas, and of messages. An adapter turns it into what its editor wants. */
import type { NameKind } from '../names/kinds.ts';
import type { Span } from '../syntax/text.ts';

export interface CompletionItem {
  /** What is shown, and what the letters that are typed are compared with. */
  readonly label: string;
  readonly kind: NameKind | 'type' | 'key' | 'literal' | 'snippet';
  /** In short, beside the label: a type, the arguments of a command. May be empty. */
  readonly detail: string;
  /** Markdown; made when the item is looked at. Undefined or empty where there is nothing to say. */
  readonly documentation: (() => string | undefined) | undefined;
  /** What is replaced. It lies in one line, and the place that was asked for lies in it. */
  readonly span: Span;
  /**
   * What takes its place: a snippet in the syntax of the language server protocol, or, without stops, a text. Lines after the
   * first one have their indentation already, and in comments their `#`.
   */
  readonly newText: string;
  readonly isSnippet: boolean;
  /** The same without stops, each as it looks before anything is filled in: for editors that know no snippets. */
  readonly plainText: string;
  /** What else is to be changed with it, outside of the span: a comma before it. */
  readonly also: readonly { readonly span: Span; readonly newText: string }[];
  /** Items are shown in the order of these. */
  readonly sortText: string;
  readonly deprecated: boolean;
}
