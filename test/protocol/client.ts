/**
 * An editor for tests: starts the language server that users run, speaks LSP with it over stdio, and waits for what it
 * says. Nothing here sleeps: every wait ends with a message of the server, or fails loudly after `PATIENCE`.
 */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import {
  type CancellationToken,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  Hover,
  InitializeResult,
  Position,
  Range,
  TextDocumentContentChangeEvent,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../../server/src/lsp/protocol.ts';
import { readMarks } from '../helpers/marks.ts';
import { tempFolder } from '../helpers/temp.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const installed = join(project, 'server/bin/qapi-language-server.js');

/** How long a wait may take before it is called a failure, in milliseconds. Nothing ever takes that long. */
const PATIENCE = 30_000;

/** What VS Code says about itself, as far as the server asks. */
export const likeVsCode: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
  textDocument: {
    publishDiagnostics: { versionSupport: true, relatedInformation: true, codeDescriptionSupport: true },
    codeAction: { isPreferredSupport: true, disabledSupport: true, dataSupport: true },
    hover: { contentFormat: ['markdown'] },
    rename: { prepareSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** An editor that can do nothing beyond the oldest protocol. */
export const plain: ClientCapabilities = {};

export interface Options {
  readonly capabilities?: ClientCapabilities;
  readonly initialization?: InitializationOptions;
  /** The editor's settings below `qapi`, as it tells them when it is asked. */
  readonly settings?: Client['settings'];
  /** The address of the workspace's folder, where it is not the folder's own; null for a single file without a folder. */
  readonly rootUri?: string | null;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The program to start, where it is not the one of this project. */
  readonly server?: string;
  /** Whether the editor will have nothing to do with what the server asks to be told about. */
  readonly refuses?: (registration: Registration) => boolean;
}

/** Something that the server asks to be told about. */
export interface Registration {
  readonly method: string;
  readonly registerOptions?: unknown;
}

/** A problem as our server tells it: its message is plain text. */
export interface Problem extends Diagnostic {
  message: string;
}

/** A message of the server that asks for no answer, or for none that matters. */
export interface Notification {
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server has sent
  readonly params: any;
}

/** A copy of the example trees, acme and upstream side by side, for one test. */
export function exampleTrees(t: TestContext): { acme: string; upstream: string } {
  const folder = tempFolder(t);
  for (const tree of ['acme', 'upstream']) {
    cpSync(join(project, 'examples', tree), join(folder, tree), { recursive: true });
  }
  return { acme: `${folder}/acme`, upstream: `${folder}/upstream` };
}

/** A copy of the server for one test, with another text as the history of upstream's API. */
export function serverWithHistory(t: TestContext, history: string): string {
  const folder = tempFolder(t, { 'data/history.txt': history });
  cpSync(join(project, 'server/dist/server.cjs'), join(folder, 'dist/server.cjs'));
  return join(folder, 'dist/server.cjs');
}

export class Client {
  /** Everything that the server has told, in order. */
  readonly told: Notification[] = [];
  /** What the server has asked the editor to tell it about: files, settings. */
  readonly registrations: Registration[] = [];
  /** Set by a test in which the server is expected to complain. */
  mayLogErrors = false;
  /** What the editor answers when it is asked for its settings. */
  settings: Record<string, unknown> | null | 'refused';

  readonly #folder: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #connection: ReturnType<typeof createMessageConnection>;
  readonly #exited: Promise<unknown>;
  readonly #documents = new Map<string, TextDocument>();
  /** How much the server had told when a document was opened: what came before is about another life of it. */
  readonly #openedAfter = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #stderr = '';
  #isShutDown = false;
  #stopped = false;

  /**
   * Starts a server for a test, which ends with it: in good order, and without a word on its standard error.
   * @param folder the workspace's folder
   */
  static async start(t: TestContext, folder: string, options: Options = {}): Promise<Client> {
    const client = Client.connect(t, folder, options);
    await client.initialize(options);
    return client;
  }

  /** The same without a word to the server: the test is to say `initialize`. */
  static connect(t: TestContext, folder: string, options: Options = {}): Client {
    const client = new Client(folder, options);
    t.after(() => client.stop());
    return client;
  }

  constructor(folder: string, { settings, env, server = installed, refuses = () => false }: Options) {
    this.#folder = folder;
    this.settings = settings ?? null;
    this.#process = spawn(process.execPath, [server, '--stdio'], {
      // What the server may find in its own folder must not matter.
      cwd: folder,
      env: { ...process.env, ...env },
    });
    this.#exited = once(this.#process, 'exit');
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#process.on('exit', () => this.#wake());

    const reader = new StreamMessageReader(this.#process.stdout);
    // A server that is ended in the middle of a message leaves half of it here. The reader would tell so every ten
    // seconds for ever, and its timer would keep the test's process alive.
    reader.partialMessageTimeout = 0;
    const connection = createMessageConnection(reader, new StreamMessageWriter(this.#process.stdin));
    connection.onNotification((method, params) => {
      this.told.push({ method, params });
      this.#wake();
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) => {
      if (this.settings === 'refused') return new ResponseError(ErrorCodes.InternalError, 'not today');
      return items.map(({ section }) => (section === 'qapi' ? this.settings : null));
    });
    connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
      if (registrations.some(refuses)) return new ResponseError(ErrorCodes.InternalError, 'cannot do that');
      this.registrations.push(...registrations);
      this.#wake();
      return null;
    });
    connection.onRequest('workspace/codeLens/refresh', () => {
      this.told.push({ method: 'workspace/codeLens/refresh', params: undefined });
      this.#wake();
      return null;
    });
    connection.listen();
    this.#connection = connection;
  }

  async initialize({ capabilities = likeVsCode, initialization, rootUri }: Options = {}): Promise<void> {
    const uri = rootUri === undefined ? pathToFileURL(this.#folder).href : rootUri;
    const result = await this.request<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: uri === null ? null : [{ uri, name: 'workspace' }],
      capabilities,
      ...(initialization ? { initializationOptions: initialization } : {}),
    });
    assert.equal(result.serverInfo?.name, 'qapi-language-server');
    this.notify('initialized', {});
  }

  // ---- documents ----

  /** The address of a file of the workspace; an address is left as it is. */
  uri(file: string): string {
    return /^[a-z][a-z-]+:/.test(file) ? file : pathToFileURL(join(this.#folder, file)).href;
  }

  /** Opens a document: with the text of the file unless another one is given. */
  open(file: string, { text, languageId = 'qapi' }: { text?: string; languageId?: string } = {}): void {
    const uri = this.uri(file);
    const content = text ?? readFileSync(join(this.#folder, file), 'utf8');
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, content));
    this.#openedAfter.set(uri, this.told.length);
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text: content } });
  }

  /** Sends changes in one notification; the range of each is that in the text after the ones before it. */
  change(file: string, ...contentChanges: TextDocumentContentChangeEvent[]): void {
    const document = this.#document(file);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    this.notify('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges });
  }

  /** Types a text in the place of another one, which is told as `range` wants it. */
  replace(file: string, before: string, after: string): void {
    this.change(file, { range: this.range(file, before), text: after });
  }

  close(file: string): void {
    const { uri } = this.#document(file);
    this.#documents.delete(uri);
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Tells that a file has changed on disk, has come or has gone. */
  fileChanged(file: string, type: 'created' | 'changed' | 'deleted' = 'changed'): void {
    const changes = [{ uri: this.uri(file), type: { created: 1, changed: 2, deleted: 3 }[type] }];
    this.notify('workspace/didChangeWatchedFiles', { changes });
  }

  /** The text of an open document as the editor shows it. */
  text(file: string): string {
    return this.#document(file).getText();
  }

  version(file: string): number {
    return this.#document(file).version;
  }

  #document(file: string): TextDocument {
    const document = this.#documents.get(this.uri(file));
    assert.ok(document, `${file} is not open`);
    return document;
  }

  /** The range of a text that stands in the document once; or of what is between `«` and `»` in it. */
  range(file: string, marked: string): Range {
    const { text, spans } = readMarks(marked);
    const [span = { start: 0, end: text.length }] = spans;
    const document = this.#document(file);
    const at = document.getText().indexOf(text);
    assert.ok(at >= 0, `${file} does not hold ${text}`);
    assert.equal(document.getText().indexOf(text, at + 1), -1, `${file} holds ${text} more than once`);
    return { start: document.positionAt(at + span.start), end: document.positionAt(at + span.end) };
  }

  /** The place of the `|` in a text that stands in the document once. */
  place(file: string, marked: string): Position {
    const caret = marked.indexOf('|');
    const { start } = this.range(file, marked.replace('|', ''));
    const document = this.#document(file);
    return document.positionAt(document.offsetAt(start) + caret);
  }

  // ---- problems ----

  /** All that was published about a file since it was opened, in order. */
  published(file: string): { version?: number; diagnostics: Problem[] }[] {
    const uri = this.uri(file);
    return this.told
      .slice(this.#openedAfter.get(uri) ?? 0)
      .filter(({ method, params }) => method === 'textDocument/publishDiagnostics' && params.uri === uri)
      .map(({ params }) => params);
  }

  /** The problems of a document as it is now: waits until the server has told those of its version. */
  async problems(file: string): Promise<Problem[]> {
    const version = this.version(file);
    const latest = () => this.published(file).at(-1);
    await this.until(`problems of version ${version} of ${file}`, () => latest()?.version === version);
    return latest()?.diagnostics ?? [];
  }

  /** The same, as `lines` writes them. */
  async problemLines(file: string): Promise<string[]> {
    return this.lines(file, await this.problems(file));
  }

  /** Waits until the problems of a document, as `lines` writes them, are the ones that are wanted. */
  async untilProblems(file: string, wanted: (lines: string[]) => boolean): Promise<string[]> {
    const now = () => this.lines(file, this.published(file).at(-1)?.diagnostics ?? []);
    await this.until(`other problems of ${file}`, () => this.published(file).length > 0 && wanted(now()), now);
    return now();
  }

  /** Problems for people to read: `error downstream/missing-prefix: query_detach`. */
  lines(file: string, diagnostics: readonly Diagnostic[]): string[] {
    const severities = ['', 'error', 'warning', 'information', 'hint'];
    const document = this.#document(file);
    return diagnostics.map(
      ({ severity, code, range }) => `${severities[severity ?? 0]} ${code}: ${document.getText(range)}`,
    );
  }

  /** Does something that makes the server check anew, and waits until it has: also where nothing else comes of it. */
  async checkAfter(cause: () => void): Promise<void> {
    // An answer that needs every root comes behind all that was told before it: no earlier check is taken for the new one.
    await this.request('workspace/symbol', { query: '' });
    const before = this.#count('qapi/statusChanged');
    cause();
    await this.until('the end of a check', () => this.#count('qapi/statusChanged') > before);
  }

  /** Waits until the first problem of a document has a message such as is wanted. */
  async untilMessage(file: string, wanted: (message: string) => boolean): Promise<void> {
    const message = () => this.published(file).at(-1)?.diagnostics[0]?.message;
    await this.until(`another message about ${file}`, () => wanted(message() ?? ''), message);
  }

  #count(method: string): number {
    return this.told.filter((message) => message.method === method).length;
  }

  // ---- questions ----

  hover(file: string, marked: string): Promise<Hover | null> {
    return this.request('textDocument/hover', {
      textDocument: { uri: this.uri(file) },
      position: this.place(file, marked),
    });
  }

  /**
   * Asks for the actions at a text, which is told as `range` wants it, or in the whole document.
   * @param only the kinds that are wanted
   */
  actions(file: string, at: string | undefined, only?: string[]): Promise<CodeAction[]> {
    const lineCount = this.#document(file).lineCount;
    const everything = { start: { line: 0, character: 0 }, end: { line: lineCount, character: 0 } };
    const range = at === undefined ? everything : this.range(file, at);
    const diagnostics = (this.published(file).at(-1)?.diagnostics ?? []).filter(
      (diagnostic) =>
        compare(diagnostic.range.start, range.end) <= 0 && compare(range.start, diagnostic.range.end) <= 0,
    );
    return this.request('textDocument/codeAction', {
      textDocument: { uri: this.uri(file) },
      range,
      context: { diagnostics, ...(only ? { only } : {}) },
    });
  }

  request<Result>(method: string, params: unknown = {}, token?: CancellationToken): Promise<Result> {
    return this.#within(
      `the answer to ${method}`,
      this.#connection.sendRequest<Result>(method, params, ...(token ? [token] : [])),
    );
  }

  notify(method: string, params: unknown = {}): void {
    void this.#connection.sendNotification(method, params);
  }

  /** Waits for a notification of the server, from the first one that it ever sent. */
  async notification(method: string): Promise<Notification> {
    const found = () => this.told.find((message) => message.method === method);
    await this.until(method, () => found() !== undefined);
    return found() as Notification;
  }

  /** Waits until something holds; looks whenever the server has said something. */
  until(what: string, holds: () => boolean, now: () => unknown = () => this.told.slice(-3)): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (failure?: string) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        if (failure === undefined) resolve();
        else
          reject(new Error(`${failure} while waiting for ${what}. ${inspect(now(), { depth: 8 })}\n${this.#stderr}`));
      };
      const look = () => {
        if (holds()) end();
        else if (this.#process.exitCode !== null) end(`The server ended with status ${this.#process.exitCode}`);
      };
      const timer = setTimeout(() => end(`${PATIENCE} ms are over`), PATIENCE);
      this.#waiting.add(look);
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  async #within<Result>(what: string, answer: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error(`${PATIENCE} ms are over while waiting for ${what}.\n${this.#stderr}`));
      timer = setTimeout(fail, PATIENCE);
    });
    // Whoever waits for the end itself has that first.
    const ended = this.#exited.then(() => {
      throw new Error(`The server ended before ${what}.\n${this.#stderr}`);
    });
    try {
      return await Promise.race([answer, late, ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  // ---- the end ----

  /** Says that no more requests will come, once. */
  async shutDown(): Promise<void> {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    await this.request('shutdown', null);
  }

  /** Ends the server as the protocol says, and looks whether it has ended well. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    try {
      if (this.#process.exitCode === null) {
        await this.shutDown();
        this.notify('exit', null);
      }
      await this.#within('the end of the server', this.#exited);
    } finally {
      this.#process.kill('SIGKILL');
      this.#connection.dispose();
    }
    assert.equal(this.#stderr, '', 'the server wrote to its standard error');
    assert.equal(this.#process.exitCode, 0, 'the exit status of the server');
    const errors = this.told.filter(({ method, params }) => method === 'window/logMessage' && params.type === 1);
    if (!this.mayLogErrors) assert.deepEqual(errors, []);
  }
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** The edits of each file, by address, whichever of the two forms they come in. */
export function editsByFile(edit: WorkspaceEdit | undefined): Map<string, TextEdit[]> {
  assert.ok(edit, 'there is no edit');
  if (edit.changes) return new Map(Object.entries(edit.changes));
  const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
  return new Map(changes.map(({ textDocument, edits }) => [textDocument.uri, edits as TextEdit[]]));
}

/** What a text becomes by some edits. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);
}
