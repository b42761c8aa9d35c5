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
import { type MessageStatus, methods, type Status } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

const click = { command: 'qapi.changeSettings', title: 'Change' };

/** What a file is judged by: a schema, or one of messages. */
export interface JudgedFile {
  readonly uri: string;
  readonly status: Status | MessageStatus;
}

export function isOfMessages(status: Status | MessageStatus): status is MessageStatus {
  return 'target' in status;
}

/** Tells by what the active file is judged: a schema by root, role, domain and baseline, messages by their target. A click changes it. */
export class StatusItem implements Disposable {
  /** What the active editor's file is judged by; undefined if it is none of ours or the server has not answered yet. */
  current: JudgedFile | undefined;

  readonly #server: Server;
  readonly #bar = window.createStatusBarItem('qapi.status', StatusBarAlignment.Right, 101);
  readonly #language = languages.createLanguageStatusItem('qapi.status', [{ language: 'qapi' }, { language: 'qmp' }]);
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
    if (!editor || !['qapi', 'qmp'].includes(editor.document.languageId)) {
      // A focused output panel or search box counts as an editor or as none: keep what is known, show it no longer.
      this.current = undefined;
      this.#bar.hide();
      return;
    }
    const uri = editor.document.uri.toString();
    const status = this.#server.running
      ? await this.#server.request<Status | MessageStatus | null>(methods.status, { uri })
      : undefined;
    if (asked !== this.#asked) return;
    this.current = status ? { uri, status } : undefined;
    if (!status) this.#showNone(editor.document.languageId);
    else if (isOfMessages(status)) this.#showTarget(status);
    else this.#showRoot(status);
  }

  #showRoot(status: Status): void {
    const { root, baseline } = status;
    const detail = `${judgedAs(status)}, baseline ${baseline.resolved}`;
    this.#show({ label: `QAPI, root ${root}`, text: root, detail, ok: baseline.ok, tooltip: tooltip(status) });
  }

  #showTarget(status: MessageStatus): void {
    const { resolved, ok } = status.target;
    this.#show({
      label: 'QMP',
      text: 'QMP',
      detail: `checked against ${resolved}`,
      ok,
      tooltip: targetTooltip(status),
    });
  }

  #show({ label, text, detail, ok, tooltip }: Shown): void {
    this.#bar.text = `${ok ? '' : '$(warning) '}${text}: ${detail}`;
    this.#bar.backgroundColor = ok ? undefined : new ThemeColor('statusBarItem.warningBackground');
    this.#bar.tooltip = tooltip;
    this.#bar.accessibilityInformation = { label: `${label}: ${detail}`, role: 'button' };
    this.#bar.show();

    this.#language.busy = false;
    this.#language.text = text;
    this.#language.detail = detail;
    this.#language.severity = ok ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  }

  #showNone(language: string): void {
    const { running, starting } = this.#server;
    const none = language === 'qmp' ? 'Not checked' : 'In no QAPI root';
    this.#bar.hide();
    this.#language.busy = starting;
    this.#language.text = running ? none : starting ? 'Starting' : 'The QAPI language server does not run';
    this.#language.detail = '';
    this.#language.severity = running || starting ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Error;
  }
}

/** What the two items show. */
interface Shown {
  /** For screen readers, in place of `text`. */
  readonly label: string;
  readonly text: string;
  readonly detail: string;
  readonly ok: boolean;
  readonly tooltip: MarkdownString;
}

function targetTooltip({ target, problems }: MessageStatus): MarkdownString {
  const text = new MarkdownString();
  const row = rowsOf(text);
  row('Checked against', target.resolved, target.spec === target.resolved ? undefined : target.spec);
  if (target.message) row('', target.message);
  row('Problems', `${count(problems.errors, 'error')}, ${count(problems.warnings, 'warning')}`);
  text.appendMarkdown('\nClick to change.');
  return text;
}

/** Gives what writes one row into a text: a name, a value, and in brackets what there is to say about it. */
function rowsOf(text: MarkdownString): (name: string, value: string, note?: string) => void {
  return (name, value, note) => {
    text.appendMarkdown(`**${name}** `);
    text.appendText(note ? `${value} (${note})` : value);
    text.appendMarkdown('  \n');
  };
}

function tooltip(status: Status): MarkdownString {
  const { baseline, problems } = status;
  const text = new MarkdownString();
  const row = rowsOf(text);
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
