import {
  commands,
  type Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import {
  type ChangeEntry,
  type ChangeGroup,
  methods,
  type RootChanges,
  type ShowChangesArguments,
} from '../../server/src/lsp/protocol.ts';
import { openPlace } from './baselines.ts';
import type { Server } from './server.ts';

/** The view's id. It is in the manifest as well, and so are the context `qapi.running` and the values of `contextValue`. */
const view = 'qapi.changes';

/** How long the server must have been quiet before an open view is filled anew, in milliseconds. */
const quiet = 500;

/** A line of the view. */
export type Node =
  | { readonly kind: 'root'; readonly root: RootChanges; readonly children: Node[] }
  | { readonly kind: 'group'; readonly group: ChangeGroup; readonly parent: Node; readonly children: Node[] }
  | {
      readonly kind: 'change';
      readonly change: ChangeEntry;
      readonly parent: Node;
      readonly children: Node[];
    };

/** The changes of all roots against their baselines: a tree in the Explorer of roots, commands and events, and changes. */
export class Changes implements TreeDataProvider<Node>, Disposable {
  readonly #server: Server;
  readonly #view: TreeView<Node>;
  readonly #changed = new EventEmitter<void>();
  readonly #disposables: Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is shown, or about to be; undefined before somebody looks. */
  #nodes: Promise<Node[]> | undefined;

  constructor(server: Server) {
    this.#server = server;
    this.#view = window.createTreeView(view, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [this.#view, this.#changed, server.onStatusChanged(() => this.#outdated())];
  }

  /** Shows the view: at a definition's first change where one is named. */
  async show(target?: ShowChangesArguments): Promise<void> {
    await this.#server.start();
    clearTimeout(this.#timer);
    const asked = this.#ask();
    this.#nodes = asked;
    this.#changed.fire();
    await commands.executeCommand(`${view}.focus`);
    const node = target && find(await asked, target);
    if (node) await this.#view.reveal(node, { select: true, focus: true });
  }

  openInBaseline(node: Node | undefined): Promise<void> | undefined {
    return node?.kind === 'change' && node.change.baseline ? openPlace(node.change.baseline) : undefined;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.children;
    this.#nodes ??= this.#ask();
    return this.#nodes;
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'root' ? undefined : node.parent;
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.kind) {
      case 'root': {
        const { root, baseline, groups } = node.root;
        const item = new TreeItem(root, TreeItemCollapsibleState.Expanded);
        item.description = `against ${baseline}: ${counted(groups.flatMap(({ changes }) => changes))}`;
        return item;
      }
      case 'group': {
        const item = new TreeItem(node.group.name, TreeItemCollapsibleState.Expanded);
        item.description = counted(node.group.changes);
        return item;
      }
      case 'change':
        return changeItem(node.change);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #ask(): Promise<Node[]> {
    const roots = await this.#server.request<RootChanges[]>(methods.changes);
    this.#view.message = roots?.length === 0 ? 'No schema of this workspace has a baseline.' : '';
    return (roots ?? []).map(nodeOf);
  }

  /** Something has changed. Where somebody types the view follows at a pause; VS Code asks for its lines only while it is seen. */
  #outdated(): void {
    const { running } = this.#server;
    if (running !== this.#running) void commands.executeCommand('setContext', 'qapi.running', running);
    this.#running = running;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#nodes = undefined;
      this.#changed.fire();
    }, quiet);
  }
}

function nodeOf(root: RootChanges): Node {
  const groups: Node[] = [];
  const node: Node = { kind: 'root', root, children: groups };
  for (const group of root.groups) {
    const changes: Node[] = [];
    const parent: Node = { kind: 'group', group, parent: node, children: changes };
    changes.push(...group.changes.map((change): Node => ({ kind: 'change', change, parent, children: [] })));
    groups.push(parent);
  }
  return node;
}

function find(nodes: readonly Node[], { root, definition }: ShowChangesArguments): Node | undefined {
  const inRoot = nodes.find((node) => node.kind === 'root' && node.root.root === root);
  return inRoot?.children
    .flatMap(({ children }) => children)
    .find((node) => node.kind === 'change' && node.change.definition === definition);
}

const icons: Readonly<Record<ChangeEntry['verdict'], ThemeIcon>> = {
  breaking: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
  risky: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
  unstable: new ThemeIcon('beaker'),
  compatible: new ThemeIcon('pass'),
};

const directions: Readonly<Record<ChangeEntry['direction'], string>> = {
  send: 'clients send it',
  receive: 'clients receive it',
  both: 'clients send and receive it',
};

function changeItem({ label, direction, verdict, reason, ours, baseline }: ChangeEntry): TreeItem {
  const item = new TreeItem(label);
  item.description = `${verdict}, ${directions[direction]}`;
  item.tooltip = `${label}\n${verdict}: ${reason}`;
  item.iconPath = icons[verdict];
  item.contextValue = baseline ? 'qapi.change.withBaseline' : 'qapi.change';
  const place = ours ?? baseline;
  if (place) item.command = { command: 'qapi.openPlace', title: 'Open', arguments: [place] };
  return item;
}

function counted(changes: readonly ChangeEntry[]): string {
  const breaking = changes.filter(({ verdict }) => verdict === 'breaking').length;
  const all = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  return breaking > 0 ? `${all}, ${breaking} breaking` : all;
}
