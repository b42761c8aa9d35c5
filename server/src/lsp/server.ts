/**
 * The language server: turns what an editor asks into questions to the workspace and the features, and their answers into
 * what the protocol wants. It holds no knowledge of schemas.
 */
import {
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import type { MessageAnalysis } from '../analysis/messages.ts';
import { fixAll } from '../features/fix-all.ts';
import { outcomeOf } from '../features/fix-outcome.ts';
import { type ResolvedFix, resolveFix } from '../features/fixes.ts';
import { hoverAt } from '../features/hover.ts';
import type { HoverContent } from '../features/hover-parts.ts';
import { editsBetween } from '../features/line-edits.ts';
import { HistoryError } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { suggestDomains, validateDomainInput } from '../names/domain.ts';
import { allRules, ruleById } from '../rules/index.ts';
import { strikingNames } from '../rules/names.ts';
import { rulePage } from '../rules/page.ts';
import type { FileEdit, Fix } from '../rules/rule.ts';
import { mergeProblems, type Problem } from '../rules/run.ts';
import { formatVersion } from '../schema/dialect.ts';
import { folderOf, treeFolderOf } from '../schema/places.ts';
import type { Schema } from '../schema/schema.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';
import { LineIndex } from '../syntax/text.ts';
import { CONFIG_FILE, type ConfigLayer } from '../workspace/config.ts';
import { layerFromSettings } from '../workspace/config-file.ts';
import { decodeText } from '../workspace/decode.ts';
import type { Host } from '../workspace/host.ts';
import { KNOWN_FILE } from '../workspace/known-file.ts';
import { isMessageFile } from '../workspace/message-files.ts';
import { Workspace } from '../workspace/workspace.ts';
import { baselineText, changesOf, codeLenses, inBaseline } from './changes.ts';
import { COMPLETION, registerCompletion, schemaCompletions } from './completion.ts';
import {
  describeCChanges,
  type EditSupport,
  type Files,
  shortened,
  shortTitle,
  toDiagnostics,
  toSpan,
  toWorkspaceEdit,
} from './convert.ts';
import { EDITOR_DEFAULTS, type EditorSettings, readEditorSettings } from './editor-settings.ts';
import { checkFile } from './generator.ts';
import { messageCompletions, messageHover } from './messages.ts';
import { type Backend, NAVIGATION, registerNavigation } from './navigation.ts';
import { askFor } from './program.ts';
import {
  type AskProgramParams,
  type AskProgramResult,
  type BaselineTextParams,
  type CheckDomainParams,
  type CheckDomainResult,
  type CheckWithGeneratorParams,
  type CheckWithGeneratorResult,
  clientCommands,
  type DomainSuggestion,
  type FixParams,
  type FixResult,
  type InBaselineParams,
  type InBaselineResult,
  type InitializationOptions,
  type IsMessageFileParams,
  type MessageStatus,
  methods,
  notifications,
  type RootChanges,
  type RulePageParams,
  type RuleSummary,
  type Status,
  type StatusParams,
  type SuggestDomainsParams,
} from './protocol.ts';
import { isInBaseline, toFolder, toPath, toUri, withoutRelativePaths } from './uris.ts';

const RULE_IDS = allRules.map((rule) => rule.id);
const FIX_ALL = `${CodeActionKind.SourceFixAll}.qapi`;

/** What is read from disk: schemas and settings, versions, and the references of git that a baseline may name. */
const WATCHERS: readonly FileSystemWatcher[] = ['**/*.json', '**/VERSION', '**/.git/{packed-refs,refs/**}'].map(
  (globPattern) => ({ globPattern }),
);

/** Longer than the longest documentation comment of QEMU by far. */
const MAX_HOVER = 100_000;

/** A folder with more roots than this holds many trees: nobody works on all of them, and reading them takes its time. */
const MAX_ROOTS = 50;

/** How often an answer is worked out anew because of what happened meanwhile. */
const MAX_TRIES = 5;

/** What a code action carries along so that the server finds its problem again. */
interface ActionData {
  readonly uri: string;
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** Which of the problem's fixes. */
  readonly fix: number;
}

/** A document that is a schema or holds messages, judged. */
interface JudgedDocument {
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

/** @param connection to the editor; it is listened to when this returns */
export function startServer(connection: Connection, environment: Environment): void {
  new Server(connection, environment).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #environment: Environment;
  readonly #documents = new TextDocuments(TextDocument);
  /** The open documents by path. */
  readonly #open = new Map<string, TextDocument>();
  #workspace: Workspace;
  #capabilities: ClientCapabilities = {};
  #options: InitializationOptions = {};
  /** The editor's settings: what it has sent of its own accord, and what came of them. */
  #sentSettings: unknown;
  #settings: ConfigLayer = {};
  #editor: EditorSettings = EDITOR_DEFAULTS;
  /** Nothing is checked before the settings are known: it would be checked by the wrong ones. */
  #configured = false;
  /** Counts changes, of texts and of what they are judged by: what was worked out before one is not shown any more. */
  #changes = 0;
  #checkScheduled = false;
  /** The history of upstream's API has turned out to be of no use. */
  #historyFailed = false;
  /** By URI, what was published last, unless it was taken back. */
  readonly #published = new Map<string, string>();
  /** Lenses that the editor has may be wrong by something else than an edit of their document. */
  #lensesOutdated = false;
  #toldOfManyRoots = false;

  constructor(connection: Connection, environment: Environment) {
    this.#connection = connection;
    this.#environment = environment;
    this.#workspace = new Workspace(this.#hostFor(false));
  }

  #hostFor(trusted: boolean): Host {
    return withoutRelativePaths(this.#environment.hostFor(trusted));
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#sentSettings = settings?.qapi;
      return this.#configure();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.map(({ uri }) => toPath(uri));
      if (paths.some((path) => path.includes('/.git/'))) this.#workspace.refresh();
      for (const path of paths) this.#workspace.fileChanged(path);
      this.#lensesOutdated = true;
      this.#changed();
    });
    connection.onHover(({ textDocument, position }) => this.#hover(textDocument.uri, position));
    connection.onCodeAction((params) => this.#codeActions(params));
    connection.onCodeLens(({ textDocument }) => this.#codeLenses(textDocument.uri));
    const backend = this.#navigationBackend();
    registerNavigation(connection, backend);
    const filesAround = (path: string) => this.#workspace.schemaFilesAround(path);
    const history = () => (this.#historyFailed ? undefined : this.#workspace.host.history);
    const sources = [messageCompletions(backend, history), schemaCompletions(backend, filesAround)];
    registerCompletion(
      connection,
      sources,
      () => this.#capabilities,
      () => this.#clientHas(clientCommands.suggest),
    );
    connection.onNotification(methods.trustGranted, () => this.#trust());
    connection.onRequest<Status | MessageStatus | null, void>(methods.status, (params: StatusParams) =>
      this.#status(params.uri),
    );
    connection.onRequest<boolean, void>(methods.isMessageFile, ({ uri }: IsMessageFileParams) =>
      this.#workspace.isMessageFile(toPath(uri)),
    );
    connection.onRequest(methods.checkDomain, (params: CheckDomainParams) => checkDomain(params.domain));
    connection.onRequest(methods.suggestDomains, (params: SuggestDomainsParams) => this.#suggestDomains(params.uri));
    connection.onRequest(methods.fix, (params: FixParams) => this.#fix(params));
    connection.onRequest(methods.checkWithGenerator, ({ uri }: CheckWithGeneratorParams, token: CancellationToken) =>
      this.#checkWithGenerator(uri, token),
    );
    connection.onRequest(methods.askProgram, (params: AskProgramParams, token: CancellationToken) =>
      this.#askProgram(params, token),
    );
    connection.onRequest(methods.baselineText, ({ uri }: BaselineTextParams) => this.#baselineText(uri));
    connection.onRequest(methods.inBaseline, (params: InBaselineParams) => this.#inBaseline(params));
    connection.onRequest(methods.changes, () => this.#changesOfRoots());
    connection.onRequest(methods.rules, () => this.#rules());
    connection.onRequest(methods.rulePage, ({ id }: RulePageParams) => {
      const rule = ruleById(id);
      return rule ? rulePage(rule) : null;
    });

    this.#documents.onDidChangeContent(({ document }) => {
      const path = toPath(document.uri);
      this.#open.set(path, document);
      this.#workspace.setDocument(path, document.getText());
      if (isConfig(document.uri)) this.#lensesOutdated = true;
      this.#changed();
    });
    this.#documents.onDidClose(({ document }) => {
      const path = toPath(document.uri);
      this.#open.delete(path);
      this.#workspace.closeDocument(path);
      // Else the next check tells what the file on disk has.
      if (this.#editor.problemsScope === 'openFiles') this.#withdraw(document.uri);
      this.#changed();
    });
    this.#documents.onDidSave(() => {
      // An editor that watches no files may have written others as well, after a fix that changed several.
      if (this.#watchesFiles()) return;
      this.#workspace.refresh();
      this.#changed();
    });
    this.#documents.listen(connection);
    connection.listen();
  }

  // ---- life ----

  #initialize(params: InitializeParams): InitializeResult {
    this.#capabilities = params.capabilities;
    this.#options = (params.initializationOptions as InitializationOptions | null) ?? {};
    const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    this.#workspace = new Workspace(this.#hostFor(this.#options.trusted ?? true), folders.map(toFolder));
    return {
      serverInfo: { name: 'qapi-language-server', version: this.#environment.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        ...NAVIGATION,
        ...COMPLETION,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #initialized(): Promise<void> {
    const { workspace } = this.#capabilities;
    const connection = this.#connection;
    const refused = (error: unknown): void => connection.console.warn(`The editor refused a registration: ${error}`);
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client.register(DidChangeConfigurationNotification.type, { section: 'qapi' }).catch(refused);
    }
    if (this.#watchesFiles()) {
      const watchers = [...WATCHERS];
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
    }
    if (workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => toFolder(uri)));
        const kept = this.#workspace.folders.filter((folder) => !gone.has(folder));
        this.#workspace.setFolders([...kept, ...added.map(({ uri }) => toFolder(uri))]);
        this.#lensesOutdated = true;
        this.#changed();
      });
    }
    await this.#configure();
  }

  #watchesFiles(): boolean {
    return this.#capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** Takes over settings: asks the editor where it can be asked, else uses what it sent. */
  async #configure(): Promise<void> {
    let settings = this.#sentSettings;
    if (this.#capabilities.workspace?.configuration) {
      try {
        settings = await this.#connection.workspace.getConfiguration('qapi');
      } catch (error) {
        this.#connection.console.warn(`The editor did not tell its settings: ${error}`);
      }
    }
    const { layer, problems } = layerFromSettings(settings, RULE_IDS);
    const editor = readEditorSettings(settings);
    this.#settings = layer;
    this.#editor = editor.settings;
    this.#workspace.setSettings(layer);
    this.#lensesOutdated = true;
    for (const { key, message } of [...problems, ...editor.problems]) {
      void this.#connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message: `QAPI setting ${key ? `"qapi.${key}": ` : ''}${message}`,
      });
    }
    this.#configured = true;
    this.#changed();
  }

  #trust(): void {
    const { folders } = this.#workspace;
    this.#workspace = new Workspace(this.#hostFor(true), folders);
    this.#workspace.setSettings(this.#settings);
    for (const [path, document] of this.#open) this.#workspace.setDocument(path, document.getText());
    this.#lensesOutdated = true;
    this.#changed();
  }

  // ---- problems ----

  /** Something has changed: checks soon, after the edits that are waiting already, so that a burst is checked once. */
  #changed(): void {
    this.#changes++;
    if (this.#checkScheduled || !this.#configured) return;
    this.#checkScheduled = true;
    this.#checkWhenQuiet(undefined);
  }

  /** Messages are taken in one a turn of the event loop: checks when a whole turn has brought no other change. */
  #checkWhenQuiet(changes: number | undefined): void {
    setImmediate(() => {
      if (changes !== this.#changes) return this.#checkWhenQuiet(this.#changes);
      this.#checkScheduled = false;
      void this.#check();
    });
  }

  async #check(): Promise<void> {
    const changes = this.#changes;
    const judged = new Set<Analysis>();
    // Configuration files come last: a part of what is wrong with them shows when roots are judged by them.
    const documents = this.#documents.all().toSorted((a, b) => Number(isConfig(a.uri)) - Number(isConfig(b.uri)));
    for (const document of documents) {
      const { version } = document;
      try {
        const problems = await this.#problemsIn(document, judged);
        // Something else has changed meanwhile: its own check is on the way.
        if (changes !== this.#changes) return;
        this.#publish(document.uri, version, problems);
      } catch (error) {
        // A mistake of ours, which must not take the other documents' problems away.
        this.#connection.console.error(`${document.uri} could not be checked: ${stackOf(error)}`);
        if (changes !== this.#changes) return;
      }
    }
    const failed = this.#editor.problemsScope === 'workspace' && (await this.#judgeOthers(judged, changes));
    if (changes !== this.#changes) return;
    await this.#publishClosed(judged, changes, failed);
    void this.#connection.sendNotification(notifications.statusChanged);
    if (this.#lensesOutdated && this.#capabilities.workspace?.codeLens?.refreshSupport) {
      this.#lensesOutdated = false;
      // The editor answers when it has taken note; if it refuses, lenses are asked for with the next edit.
      this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }
  }

  /**
   * Judges the roots of the open folders of which no document is open.
   * @param judged takes their analyses
   * @param changes stops when there are more of them
   * @returns whether one of them could not be judged
   */
  async #judgeOthers(judged: Set<Analysis>, changes: number): Promise<boolean> {
    const roots = await this.#workspace.knownRoots();
    if (roots.length > MAX_ROOTS) {
      if (!this.#toldOfManyRoots) {
        this.#connection.console.info(
          `The folders have ${roots.length} roots, which is more than ${MAX_ROOTS}: only those of open files are checked.`,
        );
      }
      this.#toldOfManyRoots = true;
      return false;
    }
    let failed = false;
    for (const root of roots) {
      if (changes !== this.#changes) return failed;
      try {
        judged.add(await this.#workspace.analyse(root));
      } catch (error) {
        this.#connection.console.error(`${root} could not be checked: ${stackOf(error)}`);
        failed = true;
      }
    }
    return failed;
  }

  /**
   * The problems of files that are not open: all of them, or only mistakes in the configuration. Those show in any case: they say
   * why what is open is judged as it is. So does a baseline that cannot be read, at the root where it is an editor's setting.
   * @param changes nothing is told when there are more of them
   * @param failed whether a root could not be judged: then what was told of files stands
   */
  async #publishClosed(judged: ReadonlySet<Analysis>, changes: number, failed: boolean): Promise<void> {
    const all = this.#editor.problemsScope === 'workspace';
    const byFile = new Map<string, Problem[]>();
    for (const problem of mergeProblems([...judged].map((analysis) => analysis.problems))) {
      if ((!all && problem.rule.category !== 'config') || this.#open.has(problem.file)) continue;
      const inFile = byFile.get(problem.file);
      if (inFile) inFile.push(problem);
      else byFile.set(problem.file, [problem]);
    }
    const files = this.#filesIn([...judged]);
    const texts = new Map<string, LineIndex>();
    for (const path of byFile.keys()) {
      if (!files.linesOf(path)) texts.set(path, new LineIndex((await this.#workspace.textOf(path)) ?? ''));
    }
    if (changes !== this.#changes) return;
    const withTexts: Files = { ...files, linesOf: (path) => texts.get(path) ?? files.linesOf(path) };
    const told = new Set(this.#documents.keys());
    for (const [path, problems] of byFile) {
      const uri = toUri(path);
      told.add(uri);
      this.#publish(
        uri,
        undefined,
        toDiagnostics(problems, withTexts, (id) => this.#pageOf(id, 'problem')),
      );
    }
    if (failed) return;
    for (const uri of this.#published.keys()) {
      if (!told.has(uri)) this.#withdraw(uri);
    }
  }

  async #problemsIn(document: TextDocument, judged: Set<Analysis>): Promise<Diagnostic[]> {
    const path = toPath(document.uri);
    const pageOf = (id: string): string | undefined => this.#pageOf(id, 'problem');
    if (isConfig(document.uri)) return this.#configProblems(document, path, judged);
    const judgedDocument = await this.#judge(document);
    if (!judgedDocument) return [];
    const { problems, analyses, files } = judgedDocument;
    for (const analysis of analyses) judged.add(analysis);
    return toDiagnostics(problems, files, pageOf);
  }

  /** Whatever is known of a document that is a schema or holds messages; undefined for any other. */
  async #judge(document: TextDocument): Promise<JudgedDocument | undefined> {
    const path = toPath(document.uri);
    const messages = await this.#messagesIn(document);
    if (messages) {
      const analyses = messages.analysis ? [messages.analysis] : [];
      const { lines, problems } = messages;
      const files = this.#filesIn(analyses);
      const linesOf = (file: string) => (file === path ? lines : files.linesOf(file));
      return { path, lines, analyses, problems, files: { ...files, linesOf } };
    }
    if (!this.#isSchema(document)) return undefined;
    const analyses = await this.#workspace.analysesOf(path);
    const lines = fileIn(analyses, path)?.lines;
    return lines && { path, lines, analyses, problems: problemsIn(analyses, path), files: this.#filesIn(analyses) };
  }

  /** The messages that a document holds; undefined where it is no file of messages. */
  async #messagesIn(document: TextDocument): Promise<MessageAnalysis | undefined> {
    const path = toPath(document.uri);
    const isOne = document.languageId === 'qmp' || (await this.#workspace.isMessageFile(path));
    return isOne ? this.#workspace.messagesOf(path) : undefined;
  }

  async #configProblems(document: TextDocument, path: string, judged: ReadonlySet<Analysis>): Promise<Diagnostic[]> {
    const rule = ruleById('config/settings');
    if (!rule) return [];
    const lines = new LineIndex(document.getText());
    const files: Files = { ...this.#filesIn([]), linesOf: () => lines };
    const ofSettings = path.endsWith(`/${CONFIG_FILE}`) ? await this.#workspace.configProblemsIn(path) : [];
    const found = ofSettings.map(
      (problem): Problem => ({
        ...problem,
        rule,
        buildBreaking: false,
        refusedAt: { file: problem.file, offset: problem.span.start },
        thing: undefined,
        path: undefined,
        related: [],
        fixes: () => [],
      }),
    );
    const inUse = problemsIn([...judged], path).filter((problem) => problem.rule !== rule && !problem.rule.afterOthers);
    const unused = await this.#unusedIn(document, path);
    return toDiagnostics([...found, ...inUse, ...unused], files, (id) => this.#pageOf(id, 'problem'));
  }

  /** What the settings acknowledge without its being there, in any of the roots for which they hold. */
  async #unusedIn(document: TextDocument, path: string): Promise<Problem[]> {
    if (!document.getText().includes('"acknowledged"')) return [];
    const roots = await this.#workspace.rootsUnder(folderOf(path));
    const analyses = await Promise.all(roots.map((root) => this.#workspace.analyse(root)));
    return problemsIn(analyses, path).filter(({ rule }) => rule.afterOthers);
  }

  /** Editors that know no `qapi` hand over any JSON that they are told to: only schemas are judged. */
  #isSchema(document: TextDocument): boolean {
    // The text of a baseline is somebody else's, and in no tree.
    const path = toPath(document.uri);
    if (isInBaseline(path) || document.languageId === 'qmp' || isMessageFile(path)) return false;
    return !['json', 'jsonc'].includes(document.languageId) || looksLikeQapi(document.getText());
  }

  #publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const key = JSON.stringify([version, diagnostics]);
    if (this.#published.get(uri) === key) return;
    this.#published.set(uri, key);
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }

  /** Takes back what was told of a document. */
  #withdraw(uri: string): void {
    this.#publish(uri, undefined, []);
    this.#published.delete(uri);
  }

  /** @param schemas that are in none of the analyses */
  #filesIn(analyses: readonly Analysis[], schemas: readonly Schema[] = []): Files {
    const others = [...baselinesOf(analyses), ...schemas];
    return {
      linesOf: (path) => (fileIn(analyses, path) ?? fileOf(others, path))?.lines,
      uriOf: (path) => this.#open.get(path)?.uri ?? toUri(path),
      versionOf: (path) => this.#open.get(path)?.version ?? null,
      opens: (path) => this.#options.opensBaselines === true || !isInBaseline(path),
    };
  }

  // ---- navigation ----

  #navigationBackend(): Backend {
    return {
      open: async (uri) => {
        const document = this.#documents.get(uri);
        if (!document || !this.#isSchema(document)) return undefined;
        const path = toPath(uri);
        const analyses = await this.#workspace.analysesOf(path);
        const file = analyses.map(({ schema }) => schema.file(path)).find((found) => found !== undefined);
        return file && { path, file, analyses };
      },
      openMessages: async (uri) => {
        const document = this.#documents.get(uri);
        return document && this.#messagesIn(document);
      },
      analysesOf: (path) => this.#workspace.analysesOf(path),
      allAnalyses: () => this.#allAnalyses(),
      filesIn: (analyses, schemas) => this.#filesIn(analyses, schemas),
      toEdit: (rename, analyses, label) => this.#toEdit(rename.edits, this.#filesIn(analyses), label, rename),
    };
  }

  /** The analyses of every root of the open folders. */
  async #allAnalyses(): Promise<readonly Analysis[]> {
    const roots = await this.#workspace.knownRoots();
    return Promise.all(roots.map((root) => this.#workspace.analyse(root)));
  }

  // ---- baselines ----

  async #codeLenses(uri: string): Promise<CodeLens[] | null> {
    const document = this.#documents.get(uri);
    if (!this.#editor.codeLens || !document || !this.#isSchema(document)) return null;
    const path = toPath(uri);
    const analyses = await this.#workspace.analysesOf(path);
    const relative = (root: string) => this.#relative(root);
    const showsChanges = this.#clientHas(clientCommands.showChanges);
    return codeLenses(analyses, path, this.#filesIn(analyses), relative, showsChanges);
  }

  async #changesOfRoots(): Promise<RootChanges[]> {
    const analyses = await this.#analysesAtHand();
    return changesOf(analyses, this.#filesIn(analyses), (root) => this.#relative(root));
  }

  async #inBaseline({ uri, position }: InBaselineParams): Promise<InBaselineResult> {
    const document = this.#documents.get(uri);
    if (!document || !this.#isSchema(document)) return { message: 'This is no schema file that is open.' };
    const analyses = await this.#workspace.analysesOf(toPath(uri));
    return inBaseline(analyses, toPath(uri), position, this.#filesIn(analyses));
  }

  async #baselineText(uri: string): Promise<string | null> {
    const messages = await Promise.all(this.#documents.all().map((document) => this.#messagesIn(document)));
    const targets = messages.flatMap((one) => one?.target?.schema ?? []);
    return baselineText(uri, [...baselinesOf(await this.#analysesAtHand()), ...targets]);
  }

  /** The analyses of the open folders' roots, and of those that open documents belong to besides. */
  async #analysesAtHand(): Promise<readonly Analysis[]> {
    const ofDocuments = this.#documents.all().filter((document) => this.#isSchema(document));
    const lists = await Promise.all([
      this.#allAnalyses(),
      ...ofDocuments.map(({ uri }) => this.#workspace.analysesOf(toPath(uri))),
    ]);
    return [...new Map(lists.flat().map((analysis) => [analysis.root, analysis])).values()];
  }

  // ---- hover ----

  async #hover(uri: string, position: { line: number; character: number }): Promise<Hover | null> {
    const document = this.#documents.get(uri);
    const messages = document && (await this.#messagesIn(document));
    const options = {
      ruleLink: (id: string) => this.#pageOf(id, 'hover') ?? '',
      showsMessages: this.#options.showsProblemsInHover ?? false,
    };
    if (messages) {
      const { lines } = messages;
      const offset = lines.offsetOf(position);
      return toHover(
        this.#withHistory((history) => messageHover(messages, offset, history, options)),
        lines,
      );
    }
    if (!document || !this.#isSchema(document)) return null;
    const path = toPath(uri);
    const analyses = await this.#workspace.analysesOf(path);
    const lines = fileIn(analyses, path)?.lines;
    if (!lines) return null;
    const content = this.#withHistory((history) =>
      hoverAt(analyses, path, lines.offsetOf(position), { ...options, ...(history && { history }) }),
    );
    return toHover(content, lines);
  }

  /** Does something with the history, and without it where it cannot be used: that is told once. */
  #withHistory<T>(work: (history: (() => History) | undefined) => T): T {
    if (this.#historyFailed) return work(undefined);
    try {
      return work(this.#workspace.host.history);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      this.#historyFailed = true;
      this.#connection.console.warn(`${error.message} Hovers do not tell since when a name exists.`);
      return work(undefined);
    }
  }

  // ---- code actions ----

  /**
   * Works out edits that fit the texts as they are: anew, if a document or a file that they change has become another one
   * meanwhile.
   */
  async #settled<T>(work: () => Promise<T>, editsOf: (result: T) => readonly WorkspaceEdit[]): Promise<T> {
    for (let tries = 1; ; tries++) {
      const changes = this.#changes;
      const result = await work();
      // Not every editor tells of files that changed on disk, and none does so at once.
      const stale = await this.#staleFiles(editsOf(result));
      for (const path of stale) this.#workspace.fileChanged(path);
      if (stale.length > 0) this.#changed();
      if (changes === this.#changes || tries === MAX_TRIES) return result;
    }
  }

  /** The files under edits that are not open and differ on disk from what was read. */
  async #staleFiles(edits: readonly WorkspaceEdit[]): Promise<string[]> {
    const uris = edits.flatMap(({ documentChanges = [], changes = {} }) => [
      ...documentChanges.flatMap((change) => ('textDocument' in change ? change.textDocument.uri : [])),
      ...Object.keys(changes),
    ]);
    const workspace = this.#workspace;
    const stale: string[] = [];
    for (const path of new Set(uris.map(toPath))) {
      if (this.#open.has(path)) continue;
      const [known, content] = await Promise.all([workspace.read(path), workspace.host.read(path)]);
      const text = content.kind === 'file' ? decodeText(content.bytes).text : undefined;
      if ((known.kind === 'file' ? known.file.tree.text : undefined) !== text) stale.push(path);
    }
    return stale;
  }

  #codeActions(params: CodeActionParams): Promise<CodeAction[]> {
    return this.#settled(
      () => this.#actionsAt(params),
      (actions) => actions.flatMap(({ edit }) => edit ?? []),
    );
  }

  async #actionsAt({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const document = this.#documents.get(textDocument.uri);
    const judged = document && (await this.#judge(document));
    if (!judged) return [];
    const { path, lines, analyses, problems, files } = judged;
    const wants = (kind: string): boolean =>
      context.only === undefined ||
      context.only.some((only) => only === CodeActionKind.Empty || kind === only || kind.startsWith(`${only}.`));
    const actions: CodeAction[] = [];
    // Whatever puts a problem right comes before that it stays as it is.
    const last: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const asked = toSpan(range, lines);
      for (const problem of problems) {
        if (problem.span.start > asked.end || asked.start > problem.span.end) continue;
        const diagnostics = context.diagnostics.filter(
          (diagnostic) =>
            diagnostic.code === problem.rule.id && lines.offsetOf(diagnostic.range.start) === problem.span.start,
        );
        for (const [index, fix] of problem.fixes().entries()) {
          const { start, end } = problem.span;
          const data: ActionData = { uri: textDocument.uri, rule: problem.rule.id, start, end, fix: index };
          const clauses = await this.#outcomeOf(fix, problem, analyses);
          const action = this.#actionFor(fix, clauses, analyses, files, data);
          if (action) (fix.kind === 'acknowledge' ? last : actions).push({ ...action, diagnostics });
        }
      }
      actions.push(...last);
    }
    // Not among the quick fixes of a place: it is about the whole file, and asked for as such.
    if (context.only !== undefined && wants(FIX_ALL)) {
      const edit = await this.#fixAllIn(path);
      if (edit) actions.push({ title: 'Fix all in this file', kind: FIX_ALL, edit });
    }
    return actions;
  }

  /** What a fix brings about that its title has to tell: of what is sure by itself, nothing. */
  async #outcomeOf(fix: Fix, { change }: Problem, analyses: readonly Analysis[]): Promise<readonly string[]> {
    if (fix.kind !== 'edit' || fix.preferred) return [];
    const paths = new Set(fix.edits.map(({ file }) => file).filter((path) => fileIn(analyses, path)));
    const holders = await Promise.all([...paths].map((path) => this.#workspace.analysesOf(path)));
    return outcomeOf(fix.edits, change?.wire, [...new Set([...analyses, ...holders.flat()])]);
  }

  /** @param clauses to stand behind the title */
  #actionFor(
    fix: Fix,
    clauses: readonly string[],
    analyses: readonly Analysis[],
    files: Files,
    data: ActionData,
  ): CodeAction | undefined {
    const kind = CodeActionKind.QuickFix;
    if (fix.kind === 'prefix' && this.#clientHas(clientCommands.setDomain)) {
      const { title, preferred: isPreferred } = fix;
      const args = { uri: data.uri, continue: { uri: data.uri, data } };
      return {
        title,
        kind,
        isPreferred,
        data,
        command: { title, command: clientCommands.setDomain, arguments: [args] },
      };
    }
    const resolved = resolveFix(fix, analyses);
    if (!resolved.ok) {
      // A disabled action is hidden in most menus; where the client can, it says why when it is chosen.
      const title = `${shortTitle(resolved.title)} (not possible)`;
      const { reason } = resolved;
      if (this.#clientHas(clientCommands.showMessage)) {
        return {
          title,
          kind,
          data,
          command: { title, command: clientCommands.showMessage, arguments: [{ message: reason }] },
        };
      }
      const canDisable = this.#capabilities.textDocument?.codeAction?.disabledSupport;
      return canDisable ? { title, kind, data, disabled: { reason } } : undefined;
    }
    if (resolved.edits.length === 0) return undefined;
    const { title, preferred: isPreferred } = resolved;
    return {
      title: shortTitle([titleWithC(resolved), ...clauses].join('; ')),
      kind,
      isPreferred,
      data,
      edit: this.#toEdit(resolved.edits, files, title, resolved),
    };
  }

  #toEdit(
    edits: readonly FileEdit[],
    files: Files,
    label: string,
    { cChanges }: Pick<Extract<ResolvedFix, { ok: true }>, 'cChanges'>,
  ): WorkspaceEdit {
    const { workspaceEdit } = this.#capabilities.workspace ?? {};
    const support: EditSupport = {
      documentChanges: workspaceEdit?.documentChanges === true,
      annotations: workspaceEdit?.changeAnnotationSupport !== undefined,
    };
    return toWorkspaceEdit(edits, files, support, { label, cChanges });
  }

  /** Everything that can be fixed in a file, and what follows from it in others; undefined where there is nothing. */
  async #fixAllIn(path: string): Promise<WorkspaceEdit | undefined> {
    const analyses = await this.#workspace.analysesOf(path);
    const roots = analyses.map((analysis) => analysis.root);
    const { files } = await fixAll(this.#workspace.fork(), roots, (problem) => problem.file === path);
    const edits = [...files].flatMap(([file, after]) => {
      const before = fileIn(analyses, file)?.text;
      return before === undefined ? [] : editsBetween(file, before, after);
    });
    if (edits.length === 0) return undefined;
    return this.#toEdit(edits, this.#filesIn(analyses), 'Fix all in this file', { cChanges: [] });
  }

  /** Works out an offered fix anew, with the domain that the user has chosen. */
  #fix(params: FixParams): Promise<FixResult> {
    return this.#settled(
      () => this.#fixOffered(params),
      ({ edit }) => (edit ? [edit as WorkspaceEdit] : []),
    );
  }

  async #fixOffered({ data, domain }: FixParams): Promise<FixResult> {
    if (!isActionData(data)) return { message: 'This fix is not known any more.' };
    const document = this.#documents.get(data.uri);
    const judged = document && (await this.#judge(document));
    if (!judged) return { message: 'This problem is gone already.' };
    const { analyses, problems, files } = judged;
    const at = (problem: Problem): boolean => problem.span.start === data.start && problem.span.end === data.end;
    const problem = problems.find((candidate) => candidate.rule.id === data.rule && at(candidate));
    const offered = problem?.fixes() ?? [];
    const fix = offered[data.fix] ?? offered[0];
    if (!fix) return { message: 'This problem is gone already.' };
    const resolved = resolveFix(fix, analyses, domain === undefined ? {} : { domain });
    if (!resolved.ok) return { message: resolved.reason };
    const changes = describeCChanges(resolved.cChanges);
    return {
      edit: this.#toEdit(resolved.edits, files, resolved.title, resolved),
      ...(changes ? { message: `The C code has to follow: ${changes}` } : {}),
    };
  }

  #clientHas(command: string): boolean {
    return this.#options.commands?.includes(command) ?? false;
  }

  // ---- status, domains, rules ----

  async #status(uri: string): Promise<Status | MessageStatus | null> {
    const document = this.#documents.get(uri);
    const messages = document && (await this.#messagesIn(document));
    if (messages) return messageStatus(messages);
    if (!document || !this.#isSchema(document)) return null;
    const path = toPath(uri);
    const analyses = await this.#workspace.analysesOf(path);
    const [first] = analyses;
    if (!first) return null;
    const { baseline, config, role, roleReason, version } = first;
    const { errors, warnings } = countOf(first.problems);
    return {
      root: this.#relative(first.root),
      roots: analyses.map(({ root }) => this.#relative(root)),
      role,
      roleReason,
      domains: [...config.domains],
      inherited: [...config.inherited],
      baseline: {
        spec: baseline.spec,
        resolved: baseline.label,
        ok: baseline.problem === undefined,
        ...((baseline.problem ?? baseline.reason) ? { message: baseline.problem ?? baseline.reason ?? '' } : {}),
      },
      qemuVersion: version ? formatVersion(version) : null,
      profile: config.profile,
      problems: { errors, warnings, acknowledged: first.acknowledged.length },
    };
  }

  #relative(path: string): string {
    const folder = this.#workspace.folders.find((candidate) => path.startsWith(`${candidate}/`)) ?? folderOf(path);
    return path.slice(folder.length + 1);
  }

  async #suggestDomains(uri: string): Promise<DomainSuggestion[]> {
    const path = toPath(uri);
    const analyses = await this.#workspace.analysesOf(path);
    const prefixesInTree = analyses.flatMap(({ schema }) =>
      [...strikingNames(schema.sources.files)].flatMap(({ parsed }) => parsed.rfqdn ?? []),
    );
    const root = analyses[0]?.root ?? path;
    const email = await this.#workspace.host.git?.email(treeFolderOf(root));
    return suggestDomains({ prefixesInTree, gitEmails: email ? [email] : [] }).map(({ domain, reason, count }) => ({
      domain,
      reason:
        reason === 'git-email'
          ? 'from your git e-mail address'
          : `used by ${count} ${count === 1 ? 'name' : 'names'} here`,
    }));
  }

  /** On files as they are on disk: the generator knows nothing of what is not saved, and so both are asked about the same. */
  async #checkWithGenerator(uri: string, token: CancellationToken): Promise<CheckWithGeneratorResult> {
    const open = new Map([...this.#open].map(([path, document]) => [path, document.getText()]));
    const teller = { pathOf: (path: string) => this.#relative(path), program: `QAPI ${this.#environment.version}` };
    return checkFile(this.#workspace.onDisk(), toPath(uri), open, teller, signalOf(token));
  }

  async #askProgram(params: AskProgramParams, token: CancellationToken): Promise<AskProgramResult> {
    return askFor(this.#workspace, params, signalOf(token));
  }

  #rules(): RuleSummary[] {
    return allRules.map(({ id, summary, severity }) => ({
      id,
      summary,
      severity,
      url: this.#pageOf(id, 'problem') ?? '',
    }));
  }

  /** The address of a rule's page: as the client wants it, else the page that comes with the server. */
  #pageOf(id: string, where: 'hover' | 'problem'): string | undefined {
    const template = this.#options.rulePages?.[where];
    if (template !== undefined) return template.replaceAll('{id}', id);
    const { pages } = this.#environment;
    return pages === undefined ? undefined : `${pages}${id}.md`;
  }
}

function toHover(content: HoverContent | undefined, lines: LineIndex): Hover | null {
  if (!content) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: shortened(content.markdown, MAX_HOVER) },
    range: { start: lines.positionOf(content.span.start), end: lines.positionOf(content.span.end) },
  };
}

/** A file as the analyses have read it; undefined for one that is in none of them. */
function messageStatus({ target, targetProblem, config, problems }: MessageAnalysis): MessageStatus {
  return {
    target: {
      spec: config['qmp.target'],
      resolved: target?.label ?? 'nothing',
      ok: targetProblem === undefined,
      ...(targetProblem === undefined ? {} : { message: targetProblem }),
    },
    problems: countOf(problems),
  };
}

function countOf(problems: readonly Problem[]): { errors: number; warnings: number } {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}

function fileIn(analyses: readonly Analysis[], path: string): { text: string; lines: LineIndex } | undefined {
  for (const { schema } of analyses) {
    const file = schema.file(path);
    if (file) return file.tree;
  }
  return undefined;
}

/** The schemas of the baselines that the analyses have. */
function baselinesOf(analyses: readonly Analysis[]): Schema[] {
  return analyses.flatMap(({ baseline }) => baseline.schema ?? []);
}

/** A file of one of the schemas. */
function fileOf(schemas: readonly Schema[], path: string): { text: string; lines: LineIndex } | undefined {
  return schemas.map((schema) => schema.file(path)).find((file) => file !== undefined)?.tree;
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  // Of a request that is given up before its turn comes the event says nothing any more.
  if (token.isCancellationRequested) controller.abort();
  return controller.signal;
}

function isConfig(uri: string): boolean {
  const path = toPath(uri);
  return path.endsWith(`/${CONFIG_FILE}`) || path.endsWith(`/${KNOWN_FILE}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The title of an action with the C identifier that changes first: who renames must know that C code follows. */
function titleWithC({ title, cChanges }: Extract<ResolvedFix, { ok: true }>): string {
  const [first] = cChanges;
  return first ? `${title} (in C: ${first.from} -> ${first.to})` : title;
}

function checkDomain(text: string): CheckDomainResult {
  const result = validateDomainInput(text);
  if (!result.ok) return { ok: false, message: result.message };
  return { ok: true, domain: result.domain, ...(result.note === undefined ? {} : { message: result.note }) };
}

function isActionData(data: unknown): data is ActionData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, rule, start, end, fix } = data as Record<string, unknown>;
  return (
    typeof uri === 'string' &&
    typeof rule === 'string' &&
    typeof start === 'number' &&
    typeof end === 'number' &&
    typeof fix === 'number'
  );
}
