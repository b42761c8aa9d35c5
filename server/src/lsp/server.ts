/**
 * The language server: turns what an editor asks into questions to the workspace and the features, and their answers into
 * what the protocol wants. It holds no knowledge of schemas.
 */
import {
  type CancellationToken,
  type CodeLens,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { allRules, ruleById } from '../rules/index.ts';
import { rulePage } from '../rules/page.ts';
import type { ConfigLayer } from '../workspace/config.ts';
import { layerFromSettings } from '../workspace/config-file.ts';
import { Workspace } from '../workspace/workspace.ts';
import { baselineText, changesOf, codeLenses, inBaseline } from './changes.ts';
import { CODE_ACTIONS, CodeActions } from './code-actions.ts';
import { COMPLETION, registerCompletion, schemaCompletions } from './completion.ts';
import { checkDomain, suggestedDomains } from './domains.ts';
import { readEditorSettings } from './editor-settings.ts';
import { checkFile } from './generator.ts';
import { hover } from './hover.ts';
import { answerRefused } from './lifecycle.ts';
import { messageCompletions } from './messages.ts';
import { type Backend, navigationFor, registerNavigation } from './navigation.ts';
import { isConfig, ProblemTeller } from './problems.ts';
import { askFor } from './program.ts';
import {
  type AskProgramParams,
  type AskProgramResult,
  type BaselineTextParams,
  type CheckDomainParams,
  type CheckWithGeneratorParams,
  type CheckWithGeneratorResult,
  clientCommands,
  type FixParams,
  type InBaselineParams,
  type InBaselineResult,
  type InitializationOptions,
  type IsMessageFileParams,
  type MessageStatus,
  methods,
  type RootChanges,
  type RulePageParams,
  type Status,
  type StatusParams,
  type SuggestDomainsParams,
} from './protocol.ts';
import { baselinesOf, type Environment, Session } from './session.ts';
import { ruleSummaries, statusOf } from './status.ts';
import { toFolder, toPath } from './uris.ts';

const RULE_IDS = allRules.map((rule) => rule.id);

/**
 * What is read from disk: schemas and settings, versions, and the references of git that a baseline may name. Emacs refuses all
 * of these patterns if one has a star between braces.
 */
const WATCHERS: readonly FileSystemWatcher[] = [
  '**/*.json',
  '**/VERSION',
  '**/.git/packed-refs',
  '**/.git/refs/**',
].map((globPattern) => ({ globPattern }));

/** @param connection to the editor; it is listened to when this returns */
export function startServer(connection: Connection, environment: Environment): void {
  new Server(connection, environment).listen();
}

class Server {
  readonly #session: Session;
  readonly #problems: ProblemTeller;
  readonly #actions: CodeActions;
  /** The editor's settings: what it has sent of its own accord, and what came of them. */
  #sentSettings: unknown;
  #settings: ConfigLayer = {};
  /** It has agreed to tell of files that change outside of it. */
  #watchesFiles = false;

  constructor(connection: Connection, environment: Environment) {
    this.#session = new Session(connection, environment);
    this.#problems = new ProblemTeller(this.#session);
    this.#actions = new CodeActions(this.#session, this.#problems);
  }

  listen(): void {
    const session = this.#session;
    const { connection, documents } = session;
    answerRefused(connection);
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#sentSettings = settings?.qapi;
      return this.#configure();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.map(({ uri }) => toPath(uri));
      if (paths.some((path) => path.includes('/.git/'))) session.workspace.refresh();
      for (const path of paths) session.workspace.fileChanged(path);
      this.#problems.changedBeyond();
    });
    connection.onHover(({ textDocument, position }) => hover(session, textDocument.uri, position));
    connection.onCodeAction((params) => this.#actions.at(params));
    connection.onCodeLens(({ textDocument }) => this.#codeLenses(textDocument.uri));
    const backend = this.#navigationBackend();
    registerNavigation(connection, backend, () => session.capabilities);
    const filesAround = (path: string) => session.workspace.schemaFilesAround(path);
    const sources = [messageCompletions(backend, () => session.history), schemaCompletions(backend, filesAround)];
    registerCompletion(
      connection,
      sources,
      () => session.capabilities,
      () => session.clientHas(clientCommands.suggest),
    );
    connection.onNotification(methods.trustGranted, () => this.#trust());
    connection.onRequest<Status | MessageStatus | null, void>(methods.status, (params: StatusParams) =>
      statusOf(session, params.uri),
    );
    connection.onRequest<boolean, void>(methods.isMessageFile, ({ uri }: IsMessageFileParams) =>
      session.workspace.isMessageFile(toPath(uri)),
    );
    connection.onRequest(methods.checkDomain, (params: CheckDomainParams) => checkDomain(params.domain));
    connection.onRequest(methods.suggestDomains, (params: SuggestDomainsParams) =>
      suggestedDomains(session, params.uri),
    );
    connection.onRequest(methods.fix, (params: FixParams) => this.#actions.fix(params));
    connection.onRequest(methods.checkWithGenerator, ({ uri }: CheckWithGeneratorParams, token: CancellationToken) =>
      this.#checkWithGenerator(uri, token),
    );
    connection.onRequest(methods.askProgram, (params: AskProgramParams, token: CancellationToken) =>
      this.#askProgram(params, token),
    );
    connection.onRequest(methods.baselineText, ({ uri }: BaselineTextParams) => this.#baselineText(uri));
    connection.onRequest(methods.inBaseline, (params: InBaselineParams) => this.#inBaseline(params));
    connection.onRequest(methods.changes, () => this.#changesOfRoots());
    connection.onRequest(methods.rules, () => ruleSummaries(session));
    connection.onRequest(methods.rulePage, ({ id }: RulePageParams) => {
      const rule = ruleById(id);
      return rule ? rulePage(rule) : null;
    });

    documents.onDidChangeContent(({ document }) => {
      const path = toPath(document.uri);
      session.open.set(path, document);
      session.workspace.setDocument(path, document.getText());
      if (isConfig(document.uri)) this.#problems.changedBeyond();
      else this.#problems.changed();
    });
    documents.onDidClose(({ document }) => {
      const path = toPath(document.uri);
      session.open.delete(path);
      session.workspace.closeDocument(path);
      // Else the next check tells what the file on disk has.
      if (session.editor.problemsScope === 'openFiles') this.#problems.withdraw(document.uri);
      this.#problems.changed();
    });
    documents.onDidSave(() => {
      // An editor that watches no files may have written others as well, after a fix that changed several.
      if (this.#watchesFiles) return;
      session.workspace.refresh();
      this.#problems.changed();
    });
    documents.listen(connection);
    connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    const session = this.#session;
    session.capabilities = params.capabilities;
    session.options = (params.initializationOptions as InitializationOptions | null) ?? {};
    const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    session.workspace = new Workspace(session.hostFor(session.options.trusted ?? true), folders.map(toFolder));
    return {
      serverInfo: { name: 'qapi-language-server', version: session.environment.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeLensProvider: {},
        ...CODE_ACTIONS,
        ...navigationFor(params.capabilities),
        ...COMPLETION,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #initialized(): Promise<void> {
    const { workspace } = this.#session.capabilities;
    const connection = this.#session.connection;
    const refused = (error: unknown): void => connection.console.warn(`The editor refused a registration: ${error}`);
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client.register(DidChangeConfigurationNotification.type, { section: 'qapi' }).catch(refused);
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [...WATCHERS];
      const agreed = () => {
        this.#watchesFiles = true;
      };
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).then(agreed, refused);
    }
    if (workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => toFolder(uri)));
        const kept = this.#session.workspace.folders.filter((folder) => !gone.has(folder));
        this.#session.workspace.setFolders([...kept, ...added.map(({ uri }) => toFolder(uri))]);
        this.#problems.changedBeyond();
      });
    }
    await this.#configure();
  }

  /** Takes over settings: asks the editor where it can be asked, else uses what it sent. */
  async #configure(): Promise<void> {
    let settings = this.#sentSettings;
    if (this.#session.capabilities.workspace?.configuration) {
      try {
        settings = await this.#session.connection.workspace.getConfiguration('qapi');
      } catch (error) {
        this.#session.connection.console.warn(`The editor did not tell its settings: ${error}`);
      }
    }
    const { layer, problems } = layerFromSettings(settings, RULE_IDS);
    const editor = readEditorSettings(settings);
    this.#settings = layer;
    this.#session.editor = editor.settings;
    this.#session.workspace.setSettings(layer);
    for (const { key, message } of [...problems, ...editor.problems]) {
      void this.#session.connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message: `QAPI setting ${key ? `"qapi.${key}": ` : ''}${message}`,
      });
    }
    this.#problems.configured();
  }

  #trust(): void {
    const session = this.#session;
    const { folders } = session.workspace;
    session.workspace = new Workspace(session.hostFor(true), folders);
    session.workspace.setSettings(this.#settings);
    for (const [path, document] of session.open) session.workspace.setDocument(path, document.getText());
    this.#problems.changedBeyond();
  }

  #navigationBackend(): Backend {
    const session = this.#session;
    return {
      open: async (uri) => {
        const document = session.documents.get(uri);
        if (!document || !session.isSchema(document)) return undefined;
        const path = toPath(uri);
        const analyses = await session.workspace.analysesOf(path);
        const file = analyses.map(({ schema }) => schema.file(path)).find((found) => found !== undefined);
        return file && { path, file, analyses };
      },
      openMessages: async (uri) => {
        const document = session.documents.get(uri);
        return document && session.messagesIn(document);
      },
      analysesOf: (path) => session.workspace.analysesOf(path),
      allAnalyses: () => session.allAnalyses(),
      filesIn: (analyses, schemas) => session.filesIn(analyses, schemas),
      toEdit: (rename, analyses, label) => session.toEdit(rename.edits, session.filesIn(analyses), label, rename),
    };
  }

  async #codeLenses(uri: string): Promise<CodeLens[] | null> {
    const document = this.#session.documents.get(uri);
    if (!this.#session.editor.codeLens || !document || !this.#session.isSchema(document)) return null;
    const path = toPath(uri);
    const analyses = await this.#session.workspace.analysesOf(path);
    const relative = (root: string) => this.#session.relative(root);
    const showsChanges = this.#session.clientHas(clientCommands.showChanges);
    return codeLenses(analyses, path, this.#session.filesIn(analyses), relative, showsChanges);
  }

  async #changesOfRoots(): Promise<RootChanges[]> {
    const analyses = await this.#session.analysesAtHand();
    return changesOf(analyses, this.#session.filesIn(analyses), (root) => this.#session.relative(root));
  }

  async #inBaseline({ uri, position }: InBaselineParams): Promise<InBaselineResult> {
    const document = this.#session.documents.get(uri);
    if (!document || !this.#session.isSchema(document)) return { message: 'This is no schema file that is open.' };
    const analyses = await this.#session.workspace.analysesOf(toPath(uri));
    return inBaseline(analyses, toPath(uri), position, this.#session.filesIn(analyses));
  }

  async #baselineText(uri: string): Promise<string | null> {
    const messages = await Promise.all(
      this.#session.documents.all().map((document) => this.#session.messagesIn(document)),
    );
    const targets = messages.flatMap((one) => one?.target?.schema ?? []);
    return baselineText(uri, [...baselinesOf(await this.#session.analysesAtHand()), ...targets]);
  }

  /** On files as they are on disk: the generator knows nothing of what is not saved, and so both are asked about the same. */
  async #checkWithGenerator(uri: string, token: CancellationToken): Promise<CheckWithGeneratorResult> {
    const open = new Map([...this.#session.open].map(([path, document]) => [path, document.getText()]));
    const teller = {
      pathOf: (path: string) => this.#session.relative(path),
      program: `QAPI ${this.#session.environment.version}`,
    };
    return checkFile(this.#session.workspace.onDisk(), toPath(uri), open, teller, signalOf(token));
  }

  async #askProgram(params: AskProgramParams, token: CancellationToken): Promise<AskProgramResult> {
    return askFor(this.#session.workspace, params, signalOf(token));
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  // Of a request that is given up before its turn comes the event says nothing any more.
  if (token.isCancellationRequested) controller.abort();
  return controller.signal;
}
