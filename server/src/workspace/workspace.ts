/**
 * The roots of the open folders, and an analysis of each that is made when it is asked for and kept until something it depends on
 * changes: its files (`files.ts`), what is set for its tree (`tree-settings.ts`), its baseline. All paths are absolute, with `/`
 * between the parts.
 */
import { Analysis, type BaselineState, roleOf } from '../analysis/analysis.ts';
import { MessageAnalysis, type MessageInput, treeTarget } from '../analysis/messages.ts';
import type { Config } from '../analysis/settings.ts';
import { type RootName, rootNameOf } from '../history/data.ts';
import { type QmpDocument, readMessages } from '../qmp/document.ts';
import type { ConfigFinding } from '../rules/rule.ts';
import { formatVersion, parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { loadSources, type ReadOutcome, replaceFiles } from '../schema/load.ts';
import { folderOf, foldersUp, isRootPath, rootCandidates, treeFolderOf } from '../schema/places.ts';
import type { SourceSet } from '../schema/schema.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';
import type { ConfigLayer } from './config.ts';
import { Files } from './files.ts';
import type { Host } from './host.ts';
import { KNOWN_FILE, type KnownText } from './known-file.ts';
import { type LoadedBaseline, loadBaseline } from './loading.ts';
import { isMessageFile } from './message-files.ts';
import { matchesPatterns } from './patterns.ts';
import { programOf, resolveTarget, type TargetOutcome } from './target.ts';
import { type ConfigSource, TreeSettings } from './tree-settings.ts';

/** The files of a root, with all that was read and listed for them: when one of these is read anew, they are out of date. */
interface KeptSources {
  readonly sources: SourceSet;
  readonly reads: ReadonlyMap<string, Promise<ReadOutcome>>;
  /** The folders in which was looked for what includes that lead nowhere may mean. */
  readonly lists: ReadonlyMap<string, Promise<readonly string[]>>;
}

/** An analysis with what it was made from. */
interface Kept {
  readonly analysis: Analysis;
  readonly sources: SourceSet;
  readonly baseline: KeptBaseline;
  readonly epoch: number;
}

/** A baseline that is read or being read. */
interface KeptBaseline {
  readonly loaded: Promise<LoadedBaseline>;
  /** The files that it was read from: those of a `dir:` may change while the tree is open. */
  readonly paths: Set<string>;
}

/** A target of messages that is looked up or being looked up. */
interface KeptTarget {
  readonly outcome: Promise<TargetOutcome>;
  /** The files that it was read from. */
  readonly paths: Set<string>;
}

/** A file of messages as it was judged last, with what it was judged by. */
interface KeptMessages {
  readonly analysis: MessageAnalysis;
  readonly text: string;
  readonly epoch: number;
}

/** Everything that an editor or the command line asks about trees and files of messages. */
export class Workspace {
  readonly #host: Host;
  #folders: readonly string[];
  // Only a fork gets others than those that it was made with.
  #files: Files;
  #settings: TreeSettings;
  readonly #baselines = new Map<string, KeptBaseline>();
  readonly #roots = new Map<string, Promise<readonly string[]>>();
  /** The folders whose roots follow from what their files include. */
  readonly #rootsByContent = new Set<string>();
  /** The files of each root. */
  readonly #sources = new Map<string, Promise<KeptSources>>();
  readonly #analyses = new Map<string, Promise<Kept>>();
  readonly #targets = new Map<string, KeptTarget>();
  readonly #messages = new Map<string, KeptMessages>();
  /** Counts changes of what every analysis depends on: settings, configuration files, baselines. */
  #epoch = 0;

  /**
   * @param host the outside world
   * @param folders the open folders, searched for roots
   */
  constructor(host: Host, folders: readonly string[] = []) {
    this.#host = host;
    this.#folders = folders;
    this.#files = new Files(host);
    this.#settings = new TreeSettings(this.#files);
  }

  get host(): Host {
    return this.#host;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#roots.clear();
  }

  setSettings(settings: ConfigLayer): void {
    this.#settings.setOver(settings);
    this.#epoch++;
    this.#roots.clear();
  }

  /** An open document takes the place of the file on disk. */
  setDocument(path: string, text: string): void {
    if (this.#files.setDocument(path, text)) this.#forget(path, false);
  }

  closeDocument(path: string): void {
    this.#files.closeDocument(path);
    this.#forget(path, false);
  }

  /** The file may have changed, come or gone on disk. */
  fileChanged(path: string): void {
    this.#forget(path, true);
  }

  /** Forgets everything that was read from outside: files and references may have changed without anybody's word. */
  refresh(): void {
    this.#files.forgetAll();
    this.#settings.forgetAll();
    this.#baselines.clear();
    this.#targets.clear();
    this.#roots.clear();
    this.#epoch++;
  }

  #forget(path: string, onDisk: boolean): void {
    this.#files.forget(path, onDisk);
    for (const kept of [this.#baselines, this.#targets]) {
      for (const [key, { paths }] of kept) if (paths.has(path)) kept.delete(key);
    }
    for (const folder of this.#rootsByContent) this.#roots.delete(folder);
    const changed = this.#settings.forget(path);
    if (changed) this.#epoch++;
    if (changed === 'config' || (!changed && onDisk)) this.#roots.clear();
    if (changed === 'version') this.#baselines.clear();
  }

  // ---- files ----

  /** A schema file as it is now: the open document, or what is on disk. */
  read(path: string): Promise<ReadOutcome> {
    return this.#files.read(path);
  }

  /** The text of a file that is no schema, open or on disk; undefined where there is none. */
  textOf(path: string): Promise<string | undefined> {
    return this.#files.textOf(path);
  }

  // ---- roots ----

  /**
   * The roots below a folder: those that a configuration names, else those that stand where QEMU keeps them, else
   * every file that looks like a schema and that no other one includes.
   * @param path of a folder
   */
  async rootsBelow(path: string): Promise<readonly string[]> {
    let roots = this.#roots.get(path);
    if (!roots) {
      roots = this.#findRoots(path);
      this.#roots.set(path, roots);
    }
    return roots;
  }

  async #findRoots(folder: string): Promise<readonly string[]> {
    // From the start: what changes while they are being found counts.
    this.#rootsByContent.add(folder);
    const files = await this.#files.schemasBelow(folder);
    const source = await this.#settings.configFor(folder);
    const patterns = this.#settings.merged(source).roots;
    if (patterns.length > 0) {
      this.#rootsByContent.delete(folder);
      const base = source?.folder ?? folder;
      return files.filter((file) => matchesPatterns(file, base, patterns));
    }
    const known = files.filter(isRootPath);
    if (known.length > 0) {
      this.#rootsByContent.delete(folder);
      return known;
    }

    const members = new Map<string, readonly string[]>();
    for (const file of files) {
      const outcome = await this.read(file);
      if (outcome.kind !== 'file' || !looksLikeQapi(outcome.file.tree.text)) continue;
      const sources = await loadSources(file, (path) => this.read(path));
      members.set(
        file,
        sources.files.map((member) => member.path),
      );
    }
    const included = new Set([...members].flatMap(([file, paths]) => paths.filter((path) => path !== file)));
    const roots = [...members.keys()].filter((file) => !included.has(file));
    // Files that include each other in a circle are in nobody else's; the first of them counts as their root.
    const covered = new Set(roots.flatMap((root) => members.get(root) ?? []));
    for (const [file, paths] of members) {
      if (covered.has(file)) continue;
      roots.push(file);
      for (const path of paths) covered.add(path);
    }
    return roots.sort();
  }

  /** The `.json` files that a file may include: those below the folder of its root, or of itself where the root is elsewhere. */
  async schemaFilesAround(path: string): Promise<readonly string[]> {
    const [root = path] = await this.rootsOf(path);
    const tree = treeFolderOf(root);
    const folder = folderOf(path.startsWith(`${folderOf(root)}/`) ? root : path);
    const files = await this.#files.schemasBelow(
      this.#folders.find((open) => `${tree}/`.startsWith(`${open}/`)) ?? folder,
    );
    return files.filter((file) => file.startsWith(`${folder}/`));
  }

  /** Every root of the open folders. */
  async knownRoots(): Promise<readonly string[]> {
    const lists = await Promise.all(this.#folders.map((folder) => this.rootsBelow(folder)));
    return [...new Set(lists.flat())];
  }

  /** The roots that include a file, or the file itself where none does. */
  async rootsOf(path: string): Promise<readonly string[]> {
    const candidates = new Set(await this.knownRoots());
    if (!this.#folders.some((folder) => path.startsWith(`${folder}/`))) {
      // A single file was opened: its tree is found by looking upwards.
      for (const root of await this.#rootsAbove(path)) candidates.add(root);
    }
    return this.#including(path, [...candidates]);
  }

  /** The same for a file of which nothing else is known: the roots of its tree are looked for upwards only. */
  async rootsAboveOf(path: string): Promise<readonly string[]> {
    return this.#including(path, await this.#rootsAbove(path));
  }

  /** Of the roots those that include a file, or the file itself where none does. */
  async #including(path: string, candidates: readonly string[]): Promise<readonly string[]> {
    const roots = await this.rootsWith(path, candidates);
    return roots.length > 0 ? roots : [path];
  }

  /** Of the roots those that include a file. */
  async rootsWith(path: string, candidates: readonly string[]): Promise<readonly string[]> {
    const roots: string[] = [];
    for (const root of candidates) {
      const { files } = await this.#sourcesOf(root);
      if (files.some((file) => file.path === path)) roots.push(root);
    }
    return roots;
  }

  /** The roots of the nearest folder above a file that is the top of a QEMU tree. */
  async #rootsAbove(path: string): Promise<readonly string[]> {
    for (const folder of foldersUp(folderOf(path))) {
      const roots = await Promise.all(
        rootCandidates(folder).map(async (root) => ((await this.read(root)).kind === 'file' ? root : undefined)),
      );
      const found = roots.filter((root) => root !== undefined);
      if (found.length > 0) return found;
    }
    return [];
  }

  // ---- analyses ----

  /** The analyses of all roots that include a file. */
  async analysesOf(path: string): Promise<readonly Analysis[]> {
    const roots = await this.rootsOf(path);
    return Promise.all(roots.map((root) => this.analyse(root)));
  }

  /** Reads and judges a root; what was found last stands as long as nothing has changed. */
  async analyse(root: string): Promise<Analysis> {
    const before = await this.#analyses.get(root);
    const isCurrent = before && before.epoch === this.#epoch && before.sources === (await this.#sourcesOf(root));
    if (isCurrent && this.#isKept(before.baseline)) return before.analysis;
    const made = this.#makeAnalysis(root, before?.analysis);
    this.#analyses.set(root, made);
    try {
      return (await made).analysis;
    } catch (error) {
      // A mistake of ours: the next question is to be worked out anew, and not to be answered with the same failure.
      if (this.#analyses.get(root) === made) this.#analyses.delete(root);
      throw error;
    }
  }

  #isKept(baseline: KeptBaseline): boolean {
    return baseline === NO_BASELINE || [...this.#baselines.values()].includes(baseline);
  }

  /** The files that a root leads to. They are another value if, and only if, one of them has changed. */
  async #sourcesOf(root: string): Promise<SourceSet> {
    const before = await this.#sources.get(root);
    const isListed = before && [...before.lists].every(([folder, list]) => this.#files.isListed(folder, list));
    const kept = isListed ? before : undefined;
    const changed = kept && [...kept.reads].filter(([path, read]) => !this.#files.isCurrent(path, read));
    if (kept && changed?.length === 0) return kept.sources;
    const made = this.#loadSources(root, kept, changed?.map(([path]) => path) ?? []);
    this.#sources.set(root, made);
    try {
      return (await made).sources;
    } catch (error) {
      if (this.#sources.get(root) === made) this.#sources.delete(root);
      throw error;
    }
  }

  async #loadSources(root: string, before: KeptSources | undefined, changed: readonly string[]): Promise<KeptSources> {
    const reads = new Map<string, Promise<ReadOutcome>>(before?.reads);
    const outcomes = new Map<string, ReadOutcome>();
    for (const path of changed) {
      const read = this.read(path);
      reads.set(path, read);
      outcomes.set(path, await read);
    }
    const replaced = before && replaceFiles(before.sources, outcomes);
    if (before && replaced) return { sources: replaced, reads, lists: before.lists };
    reads.clear();
    const lists = new Map<string, Promise<readonly string[]>>();
    const sources = await loadSources(
      root,
      (path) => {
        const read = this.read(path);
        reads.set(path, read);
        return read;
      },
      (folder) => {
        const list = this.#files.schemasIn(folder);
        lists.set(folder, list);
        return list;
      },
    );
    return { sources, reads, lists };
  }

  async #makeAnalysis(root: string, before: Analysis | undefined): Promise<Kept> {
    const epoch = this.#epoch;
    const sources = await this.#sourcesOf(root);
    const source = await this.#settings.configFor(folderOf(root));
    const config = this.#settings.merged(source);
    const version =
      config.qemuVersion === undefined
        ? await this.#settings.versionFor(folderOf(root))
        : parseVersion(config.qemuVersion);
    const needsBaseline = config.baseline !== 'auto' || roleOf(config, sources.files)[0] === 'downstream';
    const baseline = needsBaseline
      ? this.#baselineFor(root, config.baseline, this.#settingsFolder('baseline', root, source), version)
      : NO_BASELINE;
    const state = toState(config.baseline, await baseline.loaded, this.#baselinePlace(source));
    const configProblems = source?.problems ?? [];
    const folder = source?.folder ?? treeFolderOf(root);
    const known = await this.#settings.knownIn(folder);
    const knownFile = `${folder}/${KNOWN_FILE}`;
    const analysis = new Analysis({
      sources,
      config,
      version,
      baseline: state,
      configProblems,
      history: this.#host.history,
      folder,
      acknowledgements: {
        paths: source && { file: source.path, entries: config.acknowledged },
        known: known && !known.problem ? { file: knownFile, folder, entries: known.entries } : undefined,
      },
      knownProblem: known?.problem && { file: knownFile, ...known.problem },
      ...(before && { before }),
    });
    return { analysis, sources, baseline, epoch };
  }

  /**
   * The problems of a configuration file: by themselves, as no root may depend on it yet.
   * @param path of a `.qapirc.json`
   */
  async configProblemsIn(path: string): Promise<readonly ConfigFinding[]> {
    return (await this.#settings.configFor(folderOf(path)))?.problems ?? [];
  }

  /** The folder whose settings hold for a root: that of the `.qapirc.json`, else the top of the root's tree. */
  async settingsFolderOf(root: string): Promise<string> {
    return (await this.#settings.configFor(folderOf(root)))?.folder ?? treeFolderOf(root);
  }

  /**
   * What messages in a file are checked against, as it is set, and the folder that a path in it is relative to: that of whoever has
   * set it, or is about to.
   * @param path of any file
   */
  async targetSettingOf(path: string): Promise<{ readonly spec: string; readonly folder: string }> {
    const source = await this.#settings.configFor(folderOf(path));
    const spec = this.#settings.merged(source)['qmp.target'];
    const isInFile = this.#settings.over['qmp.target'] === undefined && source?.layer['qmp.target'] !== undefined;
    const open = this.#folders.find((folder) => path.startsWith(`${folder}/`));
    return { spec, folder: (isInFile ? undefined : open) ?? source?.folder ?? folderOf(path) };
  }

  /** The roots below a folder for which its settings hold, and not those of a folder in between. */
  async rootsUnder(folder: string): Promise<readonly string[]> {
    const roots = await this.rootsBelow(folder);
    const folders = await Promise.all(roots.map((root) => this.settingsFolderOf(root)));
    return roots.filter((_, index) => folders[index] === folder);
  }

  /** The list of known problems in a folder; undefined where there is none. */
  knownIn(folder: string): Promise<KnownText | undefined> {
    return this.#settings.knownIn(folder);
  }

  /** A workspace with the same files and settings, for trying out changes: what happens to one does not touch the other. */
  fork(): Workspace {
    const copy = new Workspace(this.#host, this.#folders);
    copy.#files = this.#files.fork();
    copy.#settings = new TreeSettings(copy.#files);
    copy.#settings.setOver(this.#settings.over);
    for (const [key, baseline] of this.#baselines) copy.#baselines.set(key, baseline);
    for (const [root, kept] of this.#sources) copy.#sources.set(root, kept);
    for (const [root, kept] of this.#analyses) copy.#analyses.set(root, kept);
    for (const [key, target] of this.#targets) copy.#targets.set(key, target);
    copy.#epoch = this.#epoch;
    return copy;
  }

  /** A workspace with the same settings that sees the files as they are on disk now, whatever is open. */
  onDisk(): Workspace {
    const copy = new Workspace(this.#host, this.#folders);
    copy.#settings.setOver(this.#settings.over);
    return copy;
  }

  // ---- messages ----

  /** Whether a file holds QMP messages: by its name, or because the settings say so. */
  async isMessageFile(path: string): Promise<boolean> {
    if (isMessageFile(path)) return true;
    const source = await this.#settings.configFor(folderOf(path));
    const patterns = this.#settings.merged(source)['qmp.files'];
    return patterns.length > 0 && matchesPatterns(path, this.#settingsFolder('qmp.files', path, source), patterns);
  }

  /**
   * Reads and judges a file of messages; what was found last stands as long as nothing has changed.
   * @returns undefined where there is no such file
   */
  async messagesOf(path: string): Promise<MessageAnalysis | undefined> {
    const text = await this.textOf(path);
    if (text === undefined) return undefined;
    const before = this.#messages.get(path);
    const document = before?.text === text ? before.analysis.document : readMessages(text);
    const input = await this.messageInput(path, document);
    const isCurrent = before && before.text === text && before.epoch === this.#epoch;
    if (isCurrent && before.analysis.target?.schema === input.target?.schema) return before.analysis;
    const made = new MessageAnalysis(input);
    this.#messages.set(path, { analysis: made, text, epoch: this.#epoch });
    return made;
  }

  /**
   * What messages at a path are judged by, be there a file or not.
   * @param document the messages; the first ones will do
   */
  async messageInput(path: string, document: QmpDocument): Promise<MessageInput> {
    const source = await this.#settings.configFor(folderOf(path));
    const config = this.#settings.merged(source);
    const { analysis, outcome } = await this.#targetOf(path, document, config, source);
    const { target, problem: targetProblem } = outcome;
    return { path, document, target, targetProblem, analysis, config, history: this.#host.history };
  }

  /** The files below a folder that hold messages, by their names or because the settings say so; sorted. */
  async messageFilesBelow(folder: string): Promise<readonly string[]> {
    const files = await this.#files.allBelow(folder);
    const hold = await Promise.all(files.map((file) => this.isMessageFile(file)));
    return files.filter((_, index) => hold[index]);
  }

  /** What a file of messages is checked against: the schema of its tree, unless the settings name something else. */
  async #targetOf(
    path: string,
    document: QmpDocument,
    config: Config,
    source: ConfigSource | undefined,
  ): Promise<{ analysis: Analysis | undefined; outcome: TargetOutcome }> {
    const spec = config['qmp.target'];
    const program = programOf(path, document);
    const root = spec === 'auto' ? await this.#rootFor(path, program) : undefined;
    if (root === undefined) {
      const folder = this.#settingsFolder('qmp.target', path, source);
      return { analysis: undefined, outcome: await this.#namedTarget(spec, program, folder) };
    }
    const analysis = await this.analyse(root);
    return { analysis, outcome: { target: treeTarget(analysis), problem: undefined } };
  }

  /** The root of the tree around a file whose program the messages are for, else the first one. */
  async #rootFor(path: string, program: RootName): Promise<string | undefined> {
    const above = await this.#rootsAbove(path);
    const roots = above.length > 0 ? above : (await this.knownRoots()).filter((root) => isBeside(path, root));
    return roots.find((root) => rootNameOf(root) === program) ?? roots[0];
  }

  #namedTarget(spec: string, program: RootName, configFolder: string): Promise<TargetOutcome> {
    const key = [spec, program, configFolder].join('\n');
    let kept = this.#targets.get(key);
    if (!kept) {
      const paths = new Set<string>();
      const read = (path: string) => {
        paths.add(path);
        return this.#host.read(path);
      };
      kept = { outcome: resolveTarget({ spec, program, configFolder, host: { ...this.#host, read } }), paths };
      this.#targets.set(key, kept);
    }
    return kept.outcome;
  }

  // ---- what an analysis is judged by ----

  #baselineFor(root: string, spec: string, folder: string, version: QemuVersion | undefined): KeptBaseline {
    const key = [root, spec, folder, version && formatVersion(version)].join('\n');
    let baseline = this.#baselines.get(key);
    if (!baseline) {
      const paths = new Set<string>();
      baseline = { loaded: this.#loadBaseline(root, spec, folder, version, paths), paths };
      this.#baselines.set(key, baseline);
    }
    return baseline;
  }

  /** What the relative paths of a setting start from: the folder of whoever has set it. */
  #settingsFolder(key: keyof Config, path: string, source: ConfigSource | undefined): string {
    if (this.#settings.over[key] !== undefined || !source) {
      return this.#folders.find((folder) => path.startsWith(`${folder}/`)) ?? treeFolderOf(path);
    }
    return source.folder;
  }

  /** Where the baseline is set, if that is in a configuration file. */
  #baselinePlace(source: ConfigSource | undefined): BaselineState['place'] {
    const span = source?.places.baseline;
    return source && span && this.#settings.over.baseline === undefined ? { file: source.path, span } : undefined;
  }

  async #loadBaseline(
    root: string,
    spec: string,
    configFolder: string,
    version: QemuVersion | undefined,
    paths: Set<string>,
  ): Promise<LoadedBaseline> {
    const treeFolder = treeFolderOf(root);
    // Where the baseline is no tree, too, it changes with what was read for it.
    const read = (path: string) => {
      paths.add(path);
      return this.#host.read(path);
    };
    const host = { ...this.#host, read };
    return loadBaseline({ spec, root, treeFolder, configFolder, version, host }, (path) => paths.add(path));
  }
}

/** Whether a file stands in the folder of a root, or below it. */
function isBeside(path: string, root: string): boolean {
  return path.startsWith(`${treeFolderOf(root)}/`);
}

/** An upstream tree is compared with nothing, as long as nobody asks for it. */
const NO_BASELINE: KeptBaseline = {
  loaded: Promise.resolve({
    outcome: { kind: 'none', reason: 'The tree is upstream: it is compared with nothing.' },
    schema: undefined,
  }),
  paths: new Set(),
};

function toState(spec: string, { outcome, schema }: LoadedBaseline, place: BaselineState['place']): BaselineState {
  switch (outcome.kind) {
    case 'found':
    case 'known':
      return { spec, place, label: outcome.label, schema, problem: undefined, reason: undefined };
    case 'none':
      return { spec, place, label: 'none', schema: undefined, problem: undefined, reason: outcome.reason };
    case 'problem': {
      const problem = [outcome.message, outcome.help].filter(Boolean).join(' ');
      return { spec, place, label: 'none', schema: undefined, problem, reason: undefined };
    }
  }
}
