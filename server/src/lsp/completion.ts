/** What can be typed at a place, as the protocol wants it. Schemas are one source of it, messages another. */
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type Connection,
  InsertTextFormat,
  InsertTextMode,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  TextEdit,
} from 'vscode-languageserver';
import { type CompletionOptions, completionsAt, wantsFiles } from '../features/completion.ts';
import { type Completion, type CompletionKind, plainText } from '../features/completion-item.ts';
import type { LineIndex } from '../syntax/text.ts';
import { toMarkup, toRange } from './convert.ts';
import type { Backend } from './navigation.ts';
import { clientCommands } from './protocol.ts';

export const COMPLETION: ServerCapabilities = {
  completionProvider: { triggerCharacters: ["'", '"', '@', '`'], resolveProvider: true },
};

/** What fits at a place, the best first. */
interface Found {
  readonly completions: readonly Completion[];
  readonly lines: LineIndex;
}

/** Answers for the documents that it knows; undefined for others, which the next one is asked about. */
export type CompletionSource = (params: TextDocumentPositionParams) => Promise<Found | undefined>;

/** What an item carries along, so that its documentation is found when somebody looks at it. */
interface ItemData {
  readonly list: number;
  readonly index: number;
}

/**
 * @param sources the first that knows a document answers for it
 * @param capabilities of the editor
 * @param canSuggest whether the editor can be told to open its list of completions
 */
export function registerCompletion(
  connection: Connection,
  sources: readonly CompletionSource[],
  capabilities: () => ClientCapabilities,
  canSuggest: () => boolean,
): void {
  // An editor asks about the items of the list that it shows, which is the last one.
  let list = 0;
  let shown: readonly Completion[] = [];
  connection.onCompletion(async (params): Promise<CompletionList | null> => {
    for (const source of sources) {
      const found = await source(params);
      if (!found) continue;
      list += 1;
      shown = found.completions;
      const hasSnippets = capabilities().textDocument?.completion?.completionItem?.snippetSupport === true;
      const items = shown.map((completion, index) => {
        const item = toItem(completion, { list, index }, found.lines, hasSnippets);
        const goesOn = completion.suggests && hasSnippets && canSuggest();
        return goesOn ? { ...item, command: { title: 'Suggest', command: clientCommands.suggest } } : item;
      });
      return { isIncomplete: false, items };
    }
    return null;
  });
  connection.onCompletionResolve((item) => {
    const data = item.data as ItemData | undefined;
    const value = data?.list === list ? shown[data.index]?.markdown?.() : undefined;
    const { completion, hover } = capabilities().textDocument ?? {};
    // Not every editor says it for both.
    const formats = completion?.completionItem?.documentationFormat ?? hover?.contentFormat;
    return value ? { ...item, documentation: toMarkup(value, formats) } : item;
  });
}

/**
 * What can be typed in schemas.
 * @param backend tells what a document is
 * @param filesBelow the schema files around a path; asked only where the path of an include is typed
 */
export function schemaCompletions(
  backend: Backend,
  filesBelow: (path: string) => Promise<readonly string[]>,
): CompletionSource {
  return async ({ textDocument, position }) => {
    const schema = await backend.open(textDocument.uri);
    if (!schema) return undefined;
    const { path, file, analyses } = schema;
    const { lines, text } = file.tree;
    const offset = lines.offsetOf(position);
    const options: CompletionOptions = wantsFiles(text, offset) ? { files: await filesBelow(path) } : {};
    return { completions: completionsAt(analyses, path, offset, options), lines };
  };
}

function toItem(completion: Completion, data: ItemData, lines: LineIndex, hasSnippets: boolean): CompletionItem {
  const { label, kind, detail, span, snippet, filter, also, deprecated } = completion;
  const newText = hasSnippets ? snippet : plainText(snippet);
  return {
    label,
    kind: KINDS[kind],
    ...(detail !== undefined && { detail }),
    ...(deprecated && { tags: [CompletionItemTag.Deprecated] }),
    filterText: filter,
    sortText: String(data.index).padStart(5, '0'),
    insertTextFormat: hasSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // Lines behind the first one have their indentation, and in comments their `#`.
    insertTextMode: InsertTextMode.asIs,
    textEdit: TextEdit.replace(toRange(span, lines), newText),
    ...(also && { additionalTextEdits: [TextEdit.replace(toRange(also.span, lines), also.newText)] }),
    data,
  };
}

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  key: CompletionItemKind.Property,
  struct: CompletionItemKind.Struct,
  union: CompletionItemKind.Struct,
  alternate: CompletionItemKind.Interface,
  enum: CompletionItemKind.Enum,
  builtin: CompletionItemKind.TypeParameter,
  command: CompletionItemKind.Method,
  event: CompletionItemKind.Event,
  member: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  feature: CompletionItemKind.Constant,
  condition: CompletionItemKind.Constant,
  prefix: CompletionItemKind.Module,
  section: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
  comment: CompletionItemKind.Snippet,
  message: CompletionItemKind.Snippet,
  literal: CompletionItemKind.Value,
};
