/** Definition, references, highlights, rename, outline, symbols, folding and links, as the protocol wants them. */
import {
  type ClientCapabilities,
  type Connection,
  DocumentHighlightKind,
  type DocumentSymbol,
  type FoldingRange,
  type Location,
  ResponseError,
  type ServerCapabilities,
  type SymbolInformation,
  SymbolKind,
  SymbolTag,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis.ts';
import type { MessageAnalysis } from '../analysis/messages.ts';
import { includeLinks } from '../features/document-links.ts';
import { foldingRanges } from '../features/folding.ts';
import { definitionAt, highlightsAt, type Place, referencesAt, referencesTo } from '../features/navigation.ts';
import {
  type MessageSymbol,
  messageFolds,
  messageSymbols,
  qmpDefinitionAt,
  qmpHighlightsAt,
  qmpNamedAt,
} from '../features/qmp-navigation.ts';
import type { RenameOutcome } from '../features/rename.ts';
import { prepareRenameAt, renameAt, whyNotRenamed } from '../features/rename-request.ts';
import { type OutlineSymbol, symbolsIn, workspaceSymbols } from '../features/symbols.ts';
import type { NameKind } from '../names/kinds.ts';
import { messagesOfFile } from '../qmp/place.ts';
import type { SourceFile } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { LineIndex } from '../syntax/text.ts';
import { type Files, toLocation, toRange } from './convert.ts';

/** The most symbols that a search answers with: more are no help to anybody who reads them. */
const MAX_SYMBOLS = 200;

/** An open schema file at a moment. */
export interface OpenSchema {
  readonly path: string;
  readonly file: SourceFile;
  /** Of all roots that include the file. */
  readonly analyses: readonly Analysis[];
}

/** What the server gives to these features. */
export interface Backend {
  /** Undefined for a document that is not open or is no schema. */
  open(uri: string): Promise<OpenSchema | undefined>;
  /** Undefined for a document that is not open or holds no messages. */
  openMessages(uri: string): Promise<MessageAnalysis | undefined>;
  /** The analyses of all roots that include a file. */
  analysesOf(path: string): Promise<readonly Analysis[]>;
  /** The analyses of every root of the open folders. */
  allAnalyses(): Promise<readonly Analysis[]>;
  /** @param schemas that are in none of the analyses: of a release, of a program */
  filesIn(analyses: readonly Analysis[], schemas?: readonly Schema[]): Files;
  toEdit(rename: Extract<RenameOutcome, { ok: true }>, analyses: readonly Analysis[], label: string): WorkspaceEdit;
}

/** What the server can do of it, as an editor may be told. */
export function navigationFor({ textDocument }: ClientCapabilities): ServerCapabilities {
  return {
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: {},
  };
}

/**
 * Answers requests about names and places: definition, references, rename, outline and so on.
 * @param capabilities of the editor
 */
export function registerNavigation(
  connection: Connection,
  backend: Backend,
  capabilities: () => ClientCapabilities,
): void {
  /** What stands at a position, judged by every root that has a part in it: of the file, and of the declaration. */
  const at = async ({ textDocument, position }: TextDocumentPositionParams) => {
    const schema = await backend.open(textDocument.uri);
    if (!schema) return undefined;
    const { path, file } = schema;
    const { lines } = file.tree;
    const offset = lines.offsetOf(position);
    const declared = definitionAt(schema.analyses, path, offset);
    const others = await Promise.all(declared.map((place) => backend.analysesOf(place.file)));
    const analyses = [...new Map([...schema.analyses, ...others.flat()].map((one) => [one.root, one])).values()];
    return { path, lines, offset, declared, analyses };
  };
  const toLocations = (
    places: readonly Place[],
    analyses: readonly Analysis[],
    schemas: readonly Schema[] = [],
  ): Location[] => {
    const files = backend.filesIn(analyses, schemas);
    return places.flatMap(({ file, span }) => toLocation(file, span, files) ?? []);
  };

  /** What a name in messages stands for, and what they are judged by. */
  const inMessages = async ({ textDocument, position }: TextDocumentPositionParams) => {
    const messages = await backend.openMessages(textDocument.uri);
    return messages && { messages, offset: messages.lines.offsetOf(position) };
  };

  connection.onDefinition(async (params) => {
    const told = await inMessages(params);
    if (told) {
      const { target, document, analysis } = told.messages;
      if (!target) return null;
      const places = qmpDefinitionAt(messagesOfFile(document), told.offset, target.schema);
      return toLocations(places, analysis ? [analysis] : [], [target.schema]);
    }
    const found = await at(params);
    return found ? toLocations(found.declared, found.analyses) : null;
  });

  connection.onReferences(async (params) => {
    const told = await inMessages(params);
    if (told) {
      const { target, document, analysis } = told.messages;
      const named = target && qmpNamedAt(messagesOfFile(document), told.offset, target.schema);
      if (!named || !analysis) return null;
      const { includeDeclaration: declaration } = params.context;
      const places = named.things.flatMap((thing) => referencesTo([analysis], thing, { declaration }));
      return toLocations(places, [analysis]);
    }
    const found = await at(params);
    if (!found) return null;
    const { includeDeclaration: declaration } = params.context;
    return toLocations(referencesAt(found.analyses, found.path, found.offset, { declaration }), found.analyses);
  });

  connection.onDocumentHighlight(async (params) => {
    const told = await inMessages(params);
    if (told) {
      const { names, lines } = told.messages;
      return qmpHighlightsAt(names, told.offset).map((span) => ({
        range: toRange(span, lines),
        kind: DocumentHighlightKind.Text,
      }));
    }
    const found = await at(params);
    if (!found) return null;
    return highlightsAt(found.analyses, found.path, found.offset).map((span) => ({
      range: toRange(span, found.lines),
      kind: DocumentHighlightKind.Text,
    }));
  });

  connection.onPrepareRename(async (params) => {
    const found = await at(params);
    if (!found) return null;
    const target = prepareRenameAt(found.analyses, found.path, found.offset);
    if (target) return { range: toRange(target.span, found.lines), placeholder: target.name };
    return new ResponseError(REFUSED, whyNotRenamed(found.analyses, found.path, found.offset));
  });

  connection.onRenameRequest(async (params) => {
    const found = await at(params);
    if (!found) return null;
    const outcome = renameAt(found.analyses, found.path, found.offset, params.newName);
    if (!outcome.ok) return new ResponseError(REFUSED, outcome.reason);
    return backend.toEdit(outcome, found.analyses, `Rename to '${params.newName}'`);
  });

  const outline = async (uri: string): Promise<DocumentSymbol[] | undefined> => {
    const messages = await backend.openMessages(uri);
    if (messages) return messageSymbols(messages.document).map((symbol) => toMessageSymbol(symbol, messages.lines));
    const schema = await backend.open(uri);
    return schema && symbolsIn(schema.file).map((symbol) => toDocumentSymbol(symbol, schema.file.tree.lines));
  };

  connection.onDocumentSymbol(async ({ textDocument: { uri } }) => {
    const symbols = await outline(uri);
    if (!symbols) return null;
    const nests = capabilities().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    return nests ? symbols : flattened(symbols, uri);
  });

  connection.onWorkspaceSymbol(async ({ query }) => {
    const analyses = await backend.allAnalyses();
    const files = backend.filesIn(analyses);
    return workspaceSymbols(analyses, query, MAX_SYMBOLS).flatMap((symbol): SymbolInformation[] => {
      const { kind, name, container, file, span, deprecated } = symbol;
      const location = toLocation(file, span, files);
      if (!location) return [];
      return [
        {
          name,
          kind: SYMBOL_KINDS[kind],
          location,
          ...(container === undefined ? {} : { containerName: container }),
          ...(deprecated ? { tags: [SymbolTag.Deprecated] } : {}),
        },
      ];
    });
  });

  connection.onFoldingRanges(async ({ textDocument }): Promise<FoldingRange[] | null> => {
    const messages = await backend.openMessages(textDocument.uri);
    const schema = messages ? undefined : await backend.open(textDocument.uri);
    const ranges = messages ? messageFolds(messages.document) : schema && foldingRanges(schema.file.tree);
    if (!ranges) return null;
    return ranges.map(({ startLine, endLine, kind }) => ({
      startLine,
      endLine,
      ...(kind === undefined ? {} : { kind }),
    }));
  });

  connection.onDocumentLinks(async ({ textDocument }) => {
    const schema = await backend.open(textDocument.uri);
    if (!schema) return null;
    const files = backend.filesIn(schema.analyses);
    return includeLinks(schema.analyses, schema.path).map(({ span, target }) => ({
      range: toRange(span, schema.file.tree.lines),
      target: files.uriOf(target),
    }));
  });
}

/** LSP's `RequestFailed`: well understood, and refused all the same. The message is shown to the user. */
const REFUSED = -32803;

const SYMBOL_KINDS: Readonly<Record<NameKind, SymbolKind>> = {
  enum: SymbolKind.Enum,
  struct: SymbolKind.Struct,
  union: SymbolKind.Class,
  alternate: SymbolKind.Interface,
  command: SymbolKind.Function,
  event: SymbolKind.Event,
  member: SymbolKind.Field,
  value: SymbolKind.EnumMember,
  branch: SymbolKind.Field,
  feature: SymbolKind.Property,
};

const MESSAGE_KINDS: Readonly<Record<MessageSymbol['kind'], SymbolKind>> = {
  command: SymbolKind.Function,
  return: SymbolKind.Object,
  error: SymbolKind.Object,
  event: SymbolKind.Event,
  greeting: SymbolKind.Object,
  message: SymbolKind.Object,
};

function toMessageSymbol({ kind, name, detail, span, nameSpan }: MessageSymbol, lines: LineIndex): DocumentSymbol {
  const [range, selectionRange] = [toRange(span, lines), toRange(nameSpan, lines)];
  return { name, detail, kind: MESSAGE_KINDS[kind], range, selectionRange };
}

/** The outline for editors that know no symbols inside of others: one after the other, each with the name of the one around it. */
function flattened(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, tags, children = [] }) => [
    {
      name,
      kind,
      location: { uri, range },
      ...(tags && { tags }),
      ...(containerName !== undefined && { containerName }),
    },
    ...flattened(children, uri, name),
  ]);
}

function toDocumentSymbol(symbol: OutlineSymbol, lines: LineIndex): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: toRange(symbol.span, lines),
    selectionRange: toRange(symbol.nameSpan, lines),
    children: symbol.children.map((child) => toDocumentSymbol(child, lines)),
    ...(symbol.deprecated ? { tags: [SymbolTag.Deprecated] } : {}),
  };
}
