/** What can be typed at a place, as the protocol wants it. Schemas are one source of it; others may answer for other documents. */
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Connection,
  InsertTextFormat,
  MarkupKind,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  TextEdit,
} from 'vscode-languageserver';
import {
  type Completion,
  type CompletionKind,
  type CompletionOptions,
  completionsAt,
  plainText,
  wantsFiles,
} from '../features/completion.ts';
import type { LineIndex } from '../syntax/text.ts';
import { toRange } from './convert.ts';
import type { Backend } from './navigation.ts';

export const COMPLETION: ServerCapabilities = {
  completionProvider: { triggerCharacters: ["'", '"', '@', '`'] },
};

/** Answers for the documents that it knows; undefined for others, which the next one is asked about. */
export type CompletionSource = (params: TextDocumentPositionParams) => Promise<readonly CompletionItem[] | undefined>;

/** @param sources the first that knows a document answers for it */
export function registerCompletion(connection: Connection, sources: readonly CompletionSource[]): void {
  connection.onCompletion(async (params): Promise<CompletionList | null> => {
    for (const source of sources) {
      const items = await source(params);
      if (items) return { isIncomplete: false, items: [...items] };
    }
    return null;
  });
}

/**
 * What can be typed in schemas.
 * @param backend tells what a document is
 * @param capabilities of the editor
 * @param filesBelow the schema files around a path; asked only where the path of an include is typed
 */
export function schemaCompletions(
  backend: Backend,
  capabilities: () => ClientCapabilities,
  filesBelow: (path: string) => Promise<readonly string[]>,
): CompletionSource {
  return async ({ textDocument, position }) => {
    const schema = await backend.open(textDocument.uri);
    if (!schema) return undefined;
    const { path, file, analyses } = schema;
    const offset = file.tree.lines.offsetOf(position);
    const options: CompletionOptions = wantsFiles(file.tree.text, offset) ? { files: await filesBelow(path) } : {};
    const found = completionsAt(analyses, path, offset, options);
    const hasSnippets = capabilities().textDocument?.completion?.completionItem?.snippetSupport === true;
    return found.map((completion, index) => toItem(completion, index, file.tree.lines, hasSnippets));
  };
}

function toItem(completion: Completion, index: number, lines: LineIndex, hasSnippets: boolean): CompletionItem {
  const { label, kind, detail, markdown, span, snippet, filter, also } = completion;
  const newText = hasSnippets ? snippet : plainText(snippet);
  return {
    label,
    kind: KINDS[kind],
    ...(detail !== undefined && { detail }),
    ...(markdown !== undefined && { documentation: { kind: MarkupKind.Markdown, value: markdown } }),
    filterText: filter,
    sortText: String(index).padStart(5, '0'),
    insertTextFormat: hasSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: TextEdit.replace(toRange(span, lines), newText),
    ...(also && { additionalTextEdits: [TextEdit.replace(toRange(also.span, lines), also.newText)] }),
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
};
