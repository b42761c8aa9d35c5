import { existsSync } from 'node:fs';
import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  window,
  workspace,
} from 'vscode';
import {
  CloseAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { clientCommands, type InitializationOptions, methods, notifications } from '../../server/src/lsp/protocol.ts';
import { explicitSettings } from './settings.ts';

/** The link to a rule's page: our own command, which needs no network. The argument is a list in JSON, encoded. */
const rulePage = 'command:qapi.showRule?%5B%22{id}%22%5D';

/** How often a crashed server is started anew within three minutes before we ask. */
const restarts = 3;

/**
 * Every keystroke makes some megabytes of garbage. In a nursery of 64 MB the collector stops the server less often than in V8's of
 * 16 MB (docs/performance.md); it cannot be enlarged once the process runs.
 */
const nursery = ['--min-semi-space-size=32', '--max-semi-space-size=64'];

/** The language server's process: started when first needed, restarted on request and after a crash. */
export class Server implements Disposable {
  readonly client: LanguageClient;
  readonly #module: string;
  readonly #statusChanged = new EventEmitter<void>();
  readonly #disposables: Disposable[] = [this.#statusChanged];
  #starting: Promise<void> | undefined;

  /** Whatever the server said about a file's status may be different now. */
  readonly onStatusChanged = this.#statusChanged.event;

  constructor(context: ExtensionContext) {
    this.#module = context.asAbsolutePath('server/dist/server.cjs');
    const program = { module: this.#module, transport: TransportKind.ipc };
    const serverOptions: ServerOptions = {
      run: { ...program, options: { execArgv: nursery } },
      debug: { ...program, options: { execArgv: [...nursery, '--inspect=6009'] } },
    };
    const clientOptions: LanguageClientOptions = {
      documentSelector: [
        { language: 'qapi', scheme: 'file' },
        { language: 'qapi', scheme: 'untitled' },
        { language: 'qmp', scheme: 'file' },
        { language: 'qmp', scheme: 'untitled' },
        // What is wrong in the settings shows where they are written.
        { pattern: '**/.qapirc.json', scheme: 'file' },
      ],
      // A function, because the answer may be another one when the server is started again.
      initializationOptions: (): InitializationOptions => ({
        trusted: workspace.isTrusted,
        commands: Object.values(clientCommands),
        rulePages: { hover: rulePage, problem: rulePage },
        showsProblemsInHover: true,
        opensBaselines: true,
      }),
      markdown: { isTrusted: { enabledCommands: ['qapi.showRule'] } },
      errorHandler: this.#errorHandler(),
      // No retry; `start` hears of it and tells.
      initializationFailedHandler: () => false,
      middleware: {
        workspace: {
          configuration: ({ items }) =>
            items.map(({ section, scopeUri }) =>
              explicitSettings(section, scopeUri ? this.client.protocol2CodeConverter.asUri(scopeUri) : undefined),
            ),
        },
      },
    };
    this.client = new LanguageClient('qapi', 'QAPI', serverOptions, clientOptions);
    this.#disposables.push(
      this.client.onNotification(notifications.statusChanged, () => this.#statusChanged.fire()),
      this.client.onDidChangeState(() => this.#statusChanged.fire()),
    );
  }

  get running(): boolean {
    return this.client.state === State.Running;
  }

  get starting(): boolean {
    return this.client.state === State.Starting;
  }

  /** Starts the server unless that was done; never throws: what goes wrong is shown to the user. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    try {
      // Said here, because all that a missing module would give is a process that ends at once.
      if (!existsSync(this.#module))
        throw new Error(`${this.#module} is missing; build or install the extension again`);
      await this.client.start();
    } catch (error) {
      this.#starting = undefined;
      this.#askToRestart(`The QAPI language server did not start: ${messageOf(error)}`);
    }
  }

  async stop(): Promise<void> {
    if (this.client.needsStop()) await this.client.stop();
  }

  async restart(): Promise<void> {
    try {
      await this.stop();
    } catch {
      // A server that cannot be stopped in good order is gone or about to go: start the next one.
    }
    this.#starting = undefined;
    await this.start();
  }

  trustGranted(): void {
    if (this.running) void this.client.sendNotification(methods.trustGranted);
  }

  /** Asks the server; undefined if it does not run, was told to stop or cannot answer, which is written to the log. */
  async request<Result>(
    method: string,
    params: unknown = {},
    token: CancellationToken = new CancellationTokenSource().token,
  ): Promise<Result | undefined> {
    await this.start();
    if (!this.running) return undefined;
    try {
      return await this.client.sendRequest<Result>(method, params, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      this.client.warn(`${method}: ${messageOf(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    void this.client.dispose().catch(() => {
      // It had not been started or is gone.
    });
  }

  #errorHandler(): ErrorHandler {
    let inner: ErrorHandler | undefined;
    const standard = () => {
      inner ??= this.client.createDefaultErrorHandler(restarts);
      return inner;
    };
    return {
      // Into the log only: a write to a process that has just ended is told by `closed` as well.
      error: async (error, message, count) => ({ ...(await standard().error(error, message, count)), handled: true }),
      closed: async () => {
        const result = await standard().closed();
        if (result.action === CloseAction.Restart) return result;
        inner = undefined;
        this.#starting = undefined;
        this.#askToRestart(
          `The QAPI language server stopped ${restarts + 1} times in three minutes and was not started again.`,
        );
        return { ...result, handled: true };
      },
    };
  }

  #askToRestart(message: string): void {
    const again = 'Restart';
    const log = 'Show Log';
    void window.showErrorMessage(message, again, log).then((choice) => {
      if (choice === again) void this.restart();
      if (choice === log) this.client.outputChannel.show();
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
