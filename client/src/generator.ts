import {
  commands,
  type Disposable,
  EventEmitter,
  ProgressLocation,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  type CheckWithGeneratorParams,
  type CheckWithGeneratorResult,
  methods,
} from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

const scheme = 'qapi-report';
const page = Uri.from({ scheme, path: '/generator.md' });

/** Lets QEMU's own generator judge the active file's schema beside us, and shows where the two differ. */
export async function checkWithGenerator(server: Server, reports: GeneratorReports): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== 'qapi') {
    void window.showWarningMessage('Open a schema file first: its roots are what the generator is run on.');
    return;
  }
  const params: CheckWithGeneratorParams = { uri: document.uri.toString() };
  const options = { location: ProgressLocation.Notification, title: "Running QEMU's own generator", cancellable: true };
  let cancelled = false;
  const result = await window.withProgress(options, async (_, token) => {
    const answer = await server.request<CheckWithGeneratorResult>(methods.checkWithGenerator, params, token);
    cancelled = token.isCancellationRequested;
    return answer;
  });
  if (cancelled) return;
  if (!result) void window.showErrorMessage('The QAPI language server does not answer.');
  else if (result.report === undefined) {
    const show = result.kind === 'information' ? window.showInformationMessage : window.showWarningMessage;
    void show(result.message);
  } else {
    reports.set(result.report);
    const open = 'Show What to Report';
    const choice = await window.showErrorMessage(result.message, open);
    if (choice === open) await commands.executeCommand('markdown.showPreview', page);
  }
}

/** The latest report as the read-only document `qapi-report:/generator.md`. */
export class GeneratorReports implements TextDocumentContentProvider, Disposable {
  #text = '';
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.#changed.event;

  set(text: string): void {
    this.#text = text;
    this.#changed.fire(page);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
