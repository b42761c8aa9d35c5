/**
 * What the editor has open and can do, and the workspace behind it: all that the features of the server share. It changes with
 * every message of the editor; what comes of that is for others.
 */
import { type ClientCapabilities, type Connection, TextDocuments, type WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import type { MessageAnalysis } from '../analysis/messages.ts';
import type { ResolvedFix } from '../features/fixes.ts';
import { HistoryError } from '../history/data.ts';
import type { History } from '../history/history.ts';
import type { FileEdit } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { folderOf } from '../schema/places.ts';
import type { Schema } from '../schema/schema.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';
import type { LineIndex } from '../syntax/text.ts';
import type { Host } from '../workspace/host.ts';
import { isMessageFile } from '../workspace/message-files.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type EditSupport, type Files, toWorkspaceEdit } from './convert.ts';
import { EDITOR_DEFAULTS, type EditorSettings } from './editor-settings.ts';
import type { InitializationOptions } from './protocol.ts';
import { isInBaseline, toPath, toUri, withoutRelativePaths } from './uris.ts';

/** A document that is a schema or holds messages, judged. */
export interface JudgedDocument {
  readonly path: string;
  readonly lines: LineIndex;
  /** Of the roots that include it, or of the one that its messages are checked against. */
  readonly analyses: readonly Analysis[];
  readonly problems: readonly Problem[];
  readonly files: Files;
}

/** What the server needs from whoever starts it. */
export interface Environment {
  /** The outside world for a workspace that is trusted or not. */
  readonly hostFor: (trusted: boolean) => Host;
  /** Of this program. */
  readonly version: string;
  /** The address of the folder of the rules' pages, ending in a slash; undefined where they are not at hand. */
  readonly pages: string | undefined;
}

/** One editor that is connected. */
export class Session {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly documents = new TextDocuments(TextDocument);
  /** The open documents by path. */
  readonly open = new Map<string, TextDocument>();
  workspace: Workspace;
  /** What the editor says of itself, by the protocol and beyond. */
  capabilities: ClientCapabilities = {};
  options: InitializationOptions = {};
  /** The settings that are the editor's alone. */
  editor: EditorSettings = EDITOR_DEFAULTS;
  /** The history of upstream's API has turned out to be of no use. */
  #historyFailed = false;

  constructor(connection: Connection, environment: Environment) {
    this.connection = connection;
    this.environment = environment;
    this.workspace = new Workspace(this.hostFor(false));
  }

  /** The outside world for a workspace that is trusted or not. */
  hostFor(trusted: boolean): Host {
    return withoutRelativePaths(this.environment.hostFor(trusted));
  }

  /** The history of upstream's API; undefined where there is none that can be used. */
  get history(): (() => History) | undefined {
    return this.#historyFailed ? undefined : this.workspace.host.history;
  }

  /** Whatever is known of a document that is a schema or holds messages; undefined for any other. */
  async judge(document: TextDocument): Promise<JudgedDocument | undefined> {
    const path = toPath(document.uri);
    const messages = await this.messagesIn(document);
    if (messages) {
      const analyses = messages.analysis ? [messages.analysis] : [];
      const { lines, problems } = messages;
      const files = this.filesIn(analyses);
      const linesOf = (file: string) => (file === path ? lines : files.linesOf(file));
      return { path, lines, analyses, problems, files: { ...files, linesOf } };
    }
    if (!this.isSchema(document)) return undefined;
    const analyses = await this.workspace.analysesOf(path);
    const lines = fileIn(analyses, path)?.lines;
    return lines && { path, lines, analyses, problems: problemsIn(analyses, path), files: this.filesIn(analyses) };
  }

  /** The messages that a document holds; undefined where it is no file of messages. */
  async messagesIn(document: TextDocument): Promise<MessageAnalysis | undefined> {
    const path = toPath(document.uri);
    // Eglot 1.9 gives all documents of a server the language of the first one.
    const isCalledOne = document.languageId === 'qmp' && !looksLikeQapi(document.getText());
    const isOne = isCalledOne || (await this.workspace.isMessageFile(path));
    return isOne ? this.workspace.messagesOf(path) : undefined;
  }

  /** Editors that know no `qapi` hand over any JSON that they are told to: only schemas are judged. */
  isSchema(document: TextDocument): boolean {
    // The text of a baseline is somebody else's, and in no tree.
    const path = toPath(document.uri);
    if (isInBaseline(path) || isMessageFile(path)) return false;
    return !['json', 'jsonc', 'qmp'].includes(document.languageId) || looksLikeQapi(document.getText());
  }

  /** @param schemas that are in none of the analyses */
  filesIn(analyses: readonly Analysis[], schemas: readonly Schema[] = []): Files {
    const others = [...baselinesOf(analyses), ...schemas];
    const opens = (path: string) => this.options.opensBaselines === true || !isInBaseline(path);
    return {
      linesOf: (path) => (fileIn(analyses, path) ?? fileOf(others, path))?.lines,
      uriOf: (path) => this.open.get(path)?.uri ?? toUri(path),
      versionOf: (path) => this.open.get(path)?.version ?? null,
      opens,
      relates: (path) => this.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true && opens(path),
      nameOf: (path) => this.#nameOf(path),
    };
  }

  /** The analyses of every root of the open folders. */
  async allAnalyses(): Promise<readonly Analysis[]> {
    const roots = await this.workspace.knownRoots();
    return Promise.all(roots.map((root) => this.workspace.analyse(root)));
  }

  /** The analyses of the open folders' roots, and of those that open documents belong to besides. */
  async analysesAtHand(): Promise<readonly Analysis[]> {
    const ofDocuments = this.documents.all().filter((document) => this.isSchema(document));
    const lists = await Promise.all([
      this.allAnalyses(),
      ...ofDocuments.map(({ uri }) => this.workspace.analysesOf(toPath(uri))),
    ]);
    return [...new Map(lists.flat().map((analysis) => [analysis.root, analysis])).values()];
  }

  /** A path from the open folder that it stands in, for people. */
  relative(path: string): string {
    const folder = this.#folderAround(path) ?? folderOf(path);
    return path.slice(folder.length + 1);
  }

  /** The same, but the whole path where it is in no open folder. */
  #nameOf(path: string): string {
    return this.#folderAround(path) === undefined ? path : this.relative(path);
  }

  #folderAround(path: string): string | undefined {
    return this.workspace.folders.find((candidate) => path.startsWith(`${candidate}/`));
  }

  /** The address of a rule's page: as the client wants it, else the page that comes with the server. */
  pageOf(id: string, where: 'hover' | 'problem'): string | undefined {
    const template = this.options.rulePages?.[where];
    if (template !== undefined) return template.replaceAll('{id}', id);
    const { pages } = this.environment;
    return pages === undefined ? undefined : `${pages}${id}.md`;
  }

  /** Whether the editor has one of the commands that the server may name. */
  clientHas(command: string): boolean {
    return this.options.commands?.includes(command) ?? false;
  }

  /** Does something with the history, and without it where it cannot be used: that is told once. */
  withHistory<T>(work: (history: (() => History) | undefined) => T): T {
    try {
      return work(this.history);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      this.#historyFailed = true;
      this.connection.console.warn(`${error.message} Hovers do not tell since when a name exists.`);
      return work(undefined);
    }
  }

  /** Edits as the editor can take them. */
  toEdit(
    edits: readonly FileEdit[],
    files: Files,
    label: string,
    { cChanges }: Pick<Extract<ResolvedFix, { ok: true }>, 'cChanges'>,
  ): WorkspaceEdit {
    const { workspaceEdit } = this.capabilities.workspace ?? {};
    const support: EditSupport = {
      documentChanges: workspaceEdit?.documentChanges === true,
      annotations: workspaceEdit?.changeAnnotationSupport !== undefined,
    };
    return toWorkspaceEdit(edits, files, support, { label, cChanges });
  }
}

/** A file as the analyses have read it; undefined for one that is in none of them. */
export function fileIn(analyses: readonly Analysis[], path: string): { text: string; lines: LineIndex } | undefined {
  for (const { schema } of analyses) {
    const file = schema.file(path);
    if (file) return file.tree;
  }
  return undefined;
}

/** The schemas of the baselines that the analyses have. */
export function baselinesOf(analyses: readonly Analysis[]): Schema[] {
  return analyses.flatMap(({ baseline }) => baseline.schema ?? []);
}

/** A file of one of the schemas. */
function fileOf(schemas: readonly Schema[], path: string): { text: string; lines: LineIndex } | undefined {
  return schemas.map((schema) => schema.file(path)).find((file) => file !== undefined)?.tree;
}
