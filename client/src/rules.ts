import {
  commands,
  type Disposable,
  EventEmitter,
  type QuickPickItem,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import { methods, type RuleSummary } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

const scheme = 'qapi-rule';

/** Shows a rule's page in the markdown preview; without an id it lets the user pick one. */
export async function showRule(server: Server, id?: string): Promise<void> {
  const rule = typeof id === 'string' ? id : await pickRule(server);
  if (rule) await commands.executeCommand('markdown.showPreview', Uri.from({ scheme, path: `/${rule}.md` }));
}

async function pickRule(server: Server): Promise<string | undefined> {
  const items = server
    .request<RuleSummary[]>(methods.rules)
    .then((rules = []) =>
      rules.map(({ id, summary, severity }): QuickPickItem => ({ label: id, description: severity, detail: summary })),
    );
  const item = await window.showQuickPick(items, {
    title: 'QAPI: Show a Rule',
    placeHolder: 'What the rule asks for, why, and how to satisfy it',
    matchOnDetail: true,
  });
  return item?.label;
}

/** The rules' pages as read-only documents `qapi-rule:/ID.md`: no network, and the words of the server that runs. */
export class RulePages implements TextDocumentContentProvider, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const id = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    const page = await this.#server.request<string | null>(methods.rulePage, { id });
    return page ?? `# ${id}\n\nThere is no rule of this name.\n`;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
