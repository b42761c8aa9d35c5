import {
  type Disposable,
  LanguageStatusSeverity,
  languages,
  MarkdownString,
  StatusBarAlignment,
  type TextEditor,
  ThemeColor,
  window,
} from 'vscode';
import { methods, type Status } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

const click = { command: 'qapi.changeSettings', title: 'Change' };

/** Tells by which root, role, domain and baseline the active file is judged; a click changes them. */
export class StatusItem implements Disposable {
  /** What the active editor's file is judged by; undefined if it is no schema or the server has not answered yet. */
  current: { uri: string; status: Status } | undefined;

  readonly #server: Server;
  readonly #bar = window.createStatusBarItem('qapi.status', StatusBarAlignment.Right, 101);
  readonly #language = languages.createLanguageStatusItem('qapi.status', { language: 'qapi' });
  readonly #disposables: Disposable[];
  /** Counts the questions, so that a late answer to an old one is dropped. */
  #asked = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#bar.name = 'QAPI';
    this.#bar.command = click.command;
    this.#language.name = 'QAPI';
    this.#language.command = click;
    this.#disposables = [
      this.#bar,
      this.#language,
      window.onDidChangeActiveTextEditor((editor) => void this.#update(editor)),
      server.onStatusChanged(() => void this.#update(window.activeTextEditor)),
    ];
    void this.#update(window.activeTextEditor);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #update(editor: TextEditor | undefined): Promise<void> {
    const asked = ++this.#asked;
    if (editor?.document.languageId !== 'qapi') {
      // A focused output panel or search box counts as an editor or as none: keep what is known, show it no longer.
      this.current = undefined;
      this.#bar.hide();
      return;
    }
    const uri = editor.document.uri.toString();
    const status = this.#server.running
      ? await this.#server.request<Status | null>(methods.status, { uri })
      : undefined;
    if (asked !== this.#asked) return;
    this.current = status ? { uri, status } : undefined;
    if (status) this.#show(status);
    else this.#showNone();
  }

  #show(status: Status): void {
    const { baseline } = status;
    const who = judgedAs(status);
    this.#bar.text = `${baseline.ok ? '' : '$(warning) '}${status.root}: ${who}, baseline ${baseline.resolved}`;
    this.#bar.backgroundColor = baseline.ok ? undefined : new ThemeColor('statusBarItem.warningBackground');
    this.#bar.tooltip = tooltip(status);
    this.#bar.accessibilityInformation = { label: `QAPI, root ${this.#bar.text}`, role: 'button' };
    this.#bar.show();

    this.#language.busy = false;
    this.#language.text = status.root;
    this.#language.detail = `${who}, baseline ${baseline.resolved}`;
    this.#language.severity = baseline.ok ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  }

  #showNone(): void {
    const { running, starting } = this.#server;
    this.#bar.hide();
    this.#language.busy = starting;
    this.#language.text = running ? 'In no QAPI root' : starting ? 'Starting' : 'The QAPI language server does not run';
    this.#language.detail = '';
    this.#language.severity = running || starting ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Error;
  }
}

function tooltip(status: Status): MarkdownString {
  const { baseline, problems } = status;
  const text = new MarkdownString();
  const row = (name: string, value: string, note?: string) => {
    text.appendMarkdown(`**${name}** `);
    text.appendText(note ? `${value} (${note})` : value);
    text.appendMarkdown('  \n');
  };
  row(
    'Root',
    status.root,
    status.roots.length > 1 ? `and ${status.roots.length - 1} more include this file` : undefined,
  );
  row('Role', status.role, status.roleReason);
  row('Domain', list(status.domains));
  if (status.inherited.length > 0) row('Inherited', list(status.inherited));
  row('Baseline', baseline.resolved, baseline.spec === baseline.resolved ? undefined : baseline.spec);
  if (baseline.message) row('', baseline.message);
  row('QEMU version', status.qemuVersion ?? 'unknown');
  row('Profile', status.profile);
  const hidden = problems.acknowledged > 0 ? `; ${count(problems.acknowledged, 'acknowledged problem')} not shown` : '';
  row('Problems', `${count(problems.errors, 'error')}, ${count(problems.warnings, 'warning')} in this root${hidden}`);
  text.appendMarkdown('\nClick to change.');
  return text;
}

/** An upstream has no use for a domain; a downstream without one should hear of it. */
function judgedAs({ role, domains }: Status): string {
  if (role === 'upstream' && domains.length === 0) return role;
  return `${role} ${domains.join(', ') || 'without a domain'}`;
}

function list(names: string[]): string {
  return names.length > 0 ? names.join(', ') : 'none';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
