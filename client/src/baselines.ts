import { type Disposable, EventEmitter, Range, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import {
  BASELINE_SCHEME,
  type BaselineTextParams,
  type InBaselineParams,
  type InBaselineResult,
  methods,
  type WireLocation,
} from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

/** Whose text never changes: that of a release, of a commit. */
const fixed = /^\/(?:release|git):/;

/** The texts of baselines that no file has, as read-only documents `qapi-baseline:/release:8.2/qapi/block.json`. */
export class BaselineTexts implements TextDocumentContentProvider, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<Uri>();
  readonly #disposables: Disposable[];
  /** The documents for which the server had no text. */
  readonly #missing = new Set<string>();
  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#disposables = [
      this.#changed,
      workspace.registerTextDocumentContentProvider(BASELINE_SCHEME, this),
      server.onStatusChanged(() => this.#refresh()),
    ];
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const params: BaselineTextParams = { uri: uri.toString() };
    const text = await this.#server.request<string | null>(methods.baselineText, params);
    if (typeof text === 'string') {
      this.#missing.delete(params.uri);
      return text;
    }
    this.#missing.add(params.uri);
    return text === null
      ? `# ${uri.path.slice(1)} is in none of the baselines that are in use now.\n`
      : '# The QAPI language server does not answer.\n';
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** A baseline may have come or changed. */
  #refresh(): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme !== BASELINE_SCHEME) continue;
      if (this.#missing.has(uri.toString()) || !fixed.test(uri.path)) this.#changed.fire(uri);
    }
  }
}

/** Shows what has the same name in the baseline as what stands at the caret. */
export async function goToBaseline(server: Server): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== 'qapi') {
    void window.showWarningMessage('Open a schema file first, and place the caret in a definition.');
    return;
  }
  const { line, character } = editor.selection.active;
  const params: InBaselineParams = { uri: editor.document.uri.toString(), position: { line, character } };
  const result = await server.request<InBaselineResult>(methods.inBaseline, params);
  if (result?.location) await openPlace(result.location);
  else void window.showInformationMessage(result?.message ?? 'The QAPI language server does not answer.');
}

/** Opens a document where the server has pointed to. */
export async function openPlace({ uri, range: { start, end } }: WireLocation): Promise<void> {
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(uri), { selection });
}
