import {
  ConfigurationTarget,
  commands,
  type InputBoxOptions,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';
import { clientCommands, type MessageStatus, type Status } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';
import { isOfMessages, type JudgedFile } from './status.ts';

/**
 * The value of a setting as somebody wrote it: null where nobody did. VS Code would fill in the defaults, and those
 * would then override what .qapirc.json says.
 */
export function explicitSettings(section: string | undefined, scope: Uri | undefined): unknown {
  if (!section) return null;
  if (section !== 'qapi') return explicitValue(section, scope) ?? null;
  const settings: Record<string, unknown> = {};
  for (const key of Object.keys(workspace.getConfiguration('qapi', scope))) {
    // `qapi.trace.server` is for the client's library; the server would refuse the key.
    const value = key === 'trace' ? undefined : explicitValue(`qapi.${key}`, scope);
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

function explicitValue(key: string, scope: Uri | undefined): unknown {
  const found = workspace.getConfiguration(undefined, scope).inspect<unknown>(key);
  const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].filter(
    (v) => v !== undefined,
  );
  // The nearest wins; objects are merged over the scopes, as VS Code itself does.
  return values.length > 1 && values.every(isObject) ? Object.assign({}, ...values) : values.at(-1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes `qapi.KEY` where it holds for the file's whole folder; undefined takes it out again. */
export async function storeSetting(key: string, value: unknown, uri: Uri | undefined): Promise<void> {
  const folder = uri && workspace.getWorkspaceFolder(uri);
  const target = folder
    ? ConfigurationTarget.WorkspaceFolder
    : workspace.workspaceFolders?.length
      ? ConfigurationTarget.Workspace
      : ConfigurationTarget.Global;
  await workspace.getConfiguration('qapi', folder ? uri : undefined).update(key, value, target);
}

interface Entry extends QuickPickItem {
  run?: () => unknown;
}

/** The menu behind the status item: what the active file is judged by, each line to be changed. */
export async function changeSettings(server: Server, current: JudgedFile | undefined): Promise<void> {
  const uri = current ? Uri.parse(current.uri) : window.activeTextEditor?.document.uri;
  const entries: Entry[] = [];
  if (current && uri) {
    const { status } = current;
    entries.push(...(isOfMessages(status) ? messageEntries(status, uri) : schemaEntries(status, uri)));
  }
  entries.push(
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: '$(json) Open .qapirc.json',
      detail: 'The settings for everyone, editor or not',
      run: () => openConfiguration(uri),
    },
    {
      label: '$(gear) All Settings',
      run: () => commands.executeCommand('workbench.action.openSettings', '@ext:qapi-tools.qapi'),
    },
    { label: '$(refresh) Restart the Server', run: () => server.restart() },
  );
  await choose('QAPI', entries);
}

function schemaEntries(status: Status, uri: Uri): Entry[] {
  const { baseline } = status;
  return [
    {
      label: `$(list-tree) Root: ${status.root}`,
      description: status.roots.length > 1 ? `and ${status.roots.length - 1} more` : '',
      detail: 'The schema file that includes this one, directly or not',
      run: () => changeRoot(status, uri),
    },
    {
      label: `$(account) Role: ${status.role}`,
      description: status.roleReason,
      detail: 'Upstream names nothing with a prefix; a downstream prefixes every name of its own',
      run: () => changeRole(uri),
    },
    {
      label: `$(organization) Domain: ${status.domains.join(', ') || 'none'}`,
      description: status.inherited.length > 0 ? `inherited: ${status.inherited.join(', ')}` : '',
      detail: 'Your domain written backwards, which your names begin with: __com.example_',
      run: () => changeDomains(status, uri),
    },
    {
      label: `$(git-compare) Baseline: ${baseline.resolved}`,
      description: baseline.message ?? (baseline.spec === baseline.resolved ? '' : baseline.spec),
      detail: 'The upstream schema that tells which names are new',
      run: () => changeBaseline(status, uri),
    },
  ];
}

function messageEntries({ target }: MessageStatus, uri: Uri): Entry[] {
  return [
    {
      label: `$(target) Target: ${target.resolved}`,
      description: target.message ?? (target.spec === target.resolved ? '' : target.spec),
      detail: 'The schema that messages are checked against',
      run: () => changeTarget(target.spec, uri),
    },
  ];
}

async function choose(title: string, entries: Entry[]): Promise<void> {
  const entry = await window.showQuickPick(entries, { title });
  await entry?.run?.();
}

async function changeRoot(status: Status, uri: Uri): Promise<void> {
  const folder = workspace.getWorkspaceFolder(uri);
  const open = status.roots.map(
    (root): Entry => ({
      label: `$(go-to-file) ${root}`,
      description: 'open',
      run: () => folder && window.showTextDocument(Uri.joinPath(folder.uri, root)),
    }),
  );
  await choose('Roots That Include This File', [
    ...open,
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: '$(edit) Name the Roots…',
      detail: 'Instead of those found by their usual names',
      run: async () => {
        const roots = await window.showInputBox({
          title: 'Root Files',
          prompt:
            'Paths or patterns within the folder, separated by commas. Leave it empty to find them by their usual names.',
          value: workspace.getConfiguration('qapi', uri).get<string[]>('roots', []).join(', '),
          placeHolder: 'qapi/qapi-schema.json, qga/qapi-schema.json',
        });
        if (roots !== undefined) await storeList('roots', roots, uri);
      },
    },
  ]);
}

async function changeRole(uri: Uri): Promise<void> {
  const set = (value: string | undefined) => () => storeSetting('role', value, uri);
  await choose('Role', [
    { label: 'auto', detail: 'Downstream as soon as a domain is set or a name has a prefix', run: set(undefined) },
    { label: 'downstream', detail: 'New names carry the prefix', run: set('downstream') },
    { label: 'upstream', detail: 'No name carries a prefix', run: set('upstream') },
  ]);
}

async function changeDomains(status: Status, uri: Uri): Promise<void> {
  const add = () => commands.executeCommand(clientCommands.setDomain, { uri: uri.toString() });
  if (status.domains.length === 0) {
    await add();
    return;
  }
  await choose('Domains', [
    { label: '$(add) Add a Domain…', run: add },
    ...status.domains.map(
      (domain): Entry => ({
        label: `$(trash) Remove ${domain}`,
        run: () =>
          storeSetting(
            'domains',
            status.domains.filter((other) => other !== domain),
            uri,
          ),
      }),
    ),
    {
      label: '$(references) Inherited Domains…',
      description: status.inherited.join(', '),
      detail: 'Those of the downstream that yours is built on: their names are right, and not yours to change',
      run: async () => {
        const domains = await window.showInputBox({
          title: 'Inherited Domains',
          prompt: 'Separated by commas',
          value: status.inherited.join(', '),
          placeHolder: 'com.redhat',
        });
        if (domains !== undefined) await storeList('inherited', domains, uri);
      },
    },
  ]);
}

/** Gives entries that ask for what stands behind the colon of a setting, beginning with what is set or was found if that is of the same kind. */
function boxesFor(key: string, title: string, now: readonly string[], uri: Uri) {
  return (kind: string, label: string, detail: string, box: InputBoxOptions): Entry => ({
    label,
    detail,
    run: async () => {
      const known = now.find((value) => value.startsWith(`${kind}:`))?.slice(kind.length + 1);
      const value = await window.showInputBox({
        title: `${title}: ${label.replace(/^\$\([\w-]+\) |…$/g, '')}`,
        ...box,
        ...(known !== undefined && { value: known }),
      });
      if (value !== undefined) await storeSetting(key, `${kind}:${value.trim()}`, uri);
    },
  });
}

const releaseBox: InputBoxOptions = {
  prompt: 'Its first two numbers',
  placeHolder: '8.2',
  validateInput: (name) => (/^v?\d{1,4}(\.\d{1,4}){1,2}$/.test(name.trim()) ? undefined : 'Not a release'),
};

const introspectionBox: InputBoxOptions = {
  prompt: "The path of the file, absolute or relative to the workspace's folder",
  placeHolder: 'qemu-schema.json',
  validateInput: needsPath,
};

async function changeTarget(spec: string, uri: Uri): Promise<void> {
  const fromBox = boxesFor('qmp.target', 'Target', [spec], uri);
  await choose('Target', [
    {
      label: 'auto',
      detail: 'The schema of the tree that the messages stand in; elsewhere the newest release',
      run: () => storeSetting('qmp.target', undefined, uri),
    },
    fromBox('release', '$(tag) A Release of Upstream…', 'release:X.Y, which comes with the extension', releaseBox),
    fromBox(
      'introspection',
      '$(json) What a QEMU Says of Itself…',
      'introspection:FILE, its answer to query-qmp-schema',
      introspectionBox,
    ),
    fromBox('socket', '$(plug) A Running QEMU…', 'socket:ADDRESS, its QMP socket; it is asked on a command only', {
      prompt: 'The path of its QMP socket, or localhost:PORT',
      placeHolder: '/run/qemu.sock',
      validateInput: needsPath,
    }),
  ]);
}

async function changeBaseline(status: Status, uri: Uri): Promise<void> {
  const set = (value: string | undefined) => () => storeSetting('baseline', value, uri);
  const { spec, resolved } = status.baseline;
  const fromBox = boxesFor('baseline', 'Baseline', [spec, resolved], uri);
  await choose('Baseline', [
    {
      label: 'auto',
      detail: "What belongs to the tree's VERSION file: its git tag if there is one, else its release",
      run: set(undefined),
    },
    { label: 'none', detail: 'Judge the shape of names only', run: set('none') },
    fromBox('release', '$(tag) A Release of Upstream…', 'release:X.Y, which comes with the extension', releaseBox),
    fromBox('dir', '$(folder) A Folder or a Schema File…', 'dir:PATH', {
      prompt: "Its path, absolute or relative to the workspace's folder",
      value: '../upstream',
      validateInput: needsPath,
    }),
    fromBox(
      'introspection',
      '$(json) What a QEMU Says of Itself…',
      'introspection:FILE, its answer to query-qmp-schema',
      introspectionBox,
    ),
    fromBox('git', '$(git-branch) A Git Reference…', 'git:REF: a tag, branch or commit of this repository', {
      prompt: 'A tag, a branch or a commit',
      placeHolder: 'v8.2.0',
      // The server refuses these too; here the user hears of it before the box is closed.
      validateInput: (ref) => (/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(ref) ? undefined : 'Not the name of a reference'),
    }),
  ]);
}

function needsPath(path: string): string | undefined {
  return path.trim() ? undefined : 'Type a path';
}

async function storeList(key: string, text: string, uri: Uri): Promise<void> {
  const values = text.split(',').map((value) => value.trim());
  const list = values.filter((value) => value !== '');
  await storeSetting(key, list.length > 0 ? list : undefined, uri);
}

async function openConfiguration(uri: Uri | undefined): Promise<void> {
  const folder = (uri && workspace.getWorkspaceFolder(uri)) ?? workspace.workspaceFolders?.[0];
  if (!folder) {
    void window.showWarningMessage('Open a folder first: .qapirc.json stands at its top.');
    return;
  }
  const file = Uri.joinPath(folder.uri, '.qapirc.json');
  const exists = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  // An untitled document at that place: nothing is written until the user saves it.
  const document = await workspace.openTextDocument(exists ? file : file.with({ scheme: 'untitled' }));
  await window.showTextDocument(document);
}
