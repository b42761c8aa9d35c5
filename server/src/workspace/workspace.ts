/**
 * The open documents and the files on disk, the roots they belong to, and an analysis of each root that is made when it is
 * asked for and kept until something it depends on changes. All paths are absolute, with `/` between the parts.
 */
import { Analysis, type BaselineState, roleOf } from '../analysis/analysis.ts';
import { MessageAnalysis, type MessageInput, treeTarget } from '../analysis/messages.ts';
import type { Config } from '../analysis/settings.ts';
import { type RootName, rootNameOf } from '../history/data.ts';
import { type QmpDocument, readMessages } from '../qmp/document.ts';
import { allRules } from '../rules/index.ts';
import type { ConfigFinding } from '../rules/rule.ts';
import { readFile } from '../schema/definitions.ts';
import { formatVersion, parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { loadSources, type ReadOutcome, replaceFiles } from '../schema/load.ts';
import type { SourceFile } from '../schema/model.ts';
import { folderOf, foldersUp, isRootPath, isSkippedFolder, rootCandidates, treeFolderOf } from '../schema/places.ts';
import type { SourceSet } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';
import { looksLikeQapi } from '../syntax/recognise.ts';
import { CONFIG_FILE, type ConfigLayer, mergeLayers } from './config.ts';
import { type ConfigText, readConfigFile } from './config-file.ts';
import { decodeText } from './decode.ts';
import type { FileContent, Host } from './host.ts';
import { KNOWN_FILE, type KnownText, readKnownFile } from './known-file.ts';
import { type LoadedBaseline, loadBaseline, outcomeOf } from './loading.ts';
import { isMessageFile } from './message-files.ts';
import { matchesPatterns } from './patterns.ts';
import { programOf, resolveTarget, type TargetOutcome } from './target.ts';

const RULE_IDS = allRules.map((rule) => rule.id);

/** A configuration file, read or not; `folder` is what its relative paths start from. */
interface ConfigSource {
  readonly path: string;
  readonly folder: string;
  readonly layer: ConfigLayer;
  readonly places: ConfigText['places'];
  readonly problems: readonly ConfigFinding[];
}

const NO_LAYER: ConfigLayer = {};

/** The text of a file that is no schema, or why there is none. */
type TextOutcome = { readonly kind: 'text'; readonly text: string } | Exclude<FileContent, { kind: 'file' }>;

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

export class Workspace {
  readonly #host: Host;
  #folders: readonly string[];
  /** Settings that go over the configuration file: an editor's, or the command line's. */
  #settings: ConfigLayer = {};
  /** What came of putting the settings on a layer: asked for with every analysis, and by what it is, too. */
  readonly #mergedConfigs = new WeakMap<ConfigLayer, { readonly settings: ConfigLayer; readonly config: Config }>();

  readonly #documents = new Map<string, string>();
  /** Files as they were read last, be it long ago: the next text of each is read on from there. */
  readonly #lastFiles = new Map<string, SourceFile>();
  /** Files as they were read last, documents included. */
  readonly #files = new Map<string, Promise<ReadOutcome>>();
  /** Other files than schemas, looked for or read. */
  readonly #texts = new Map<string, Promise<TextOutcome>>();
  readonly #baselines = new Map<string, KeptBaseline>();
  readonly #configs = new Map<string, ConfigSource>();
  /** The lists of known problems, by folder. */
  readonly #known = new Map<string, KnownText>();
  readonly #versions = new Map<string, Promise<QemuVersion | undefined>>();
  /** The files below a folder, on disk, that may be schemas or hold messages. */
  readonly #found = new Map<string, Promise<readonly string[]>>();
  /** The `.json` files in a folder, on disk, those in folders below it left out. */
  readonly #listed = new Map<string, Promise<readonly string[]>>();
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
    this.#settings = settings;
    this.#epoch++;
    this.#roots.clear();
  }

  /** An open document takes the place of the file on disk. */
  setDocument(path: string, text: string): void {
    if (this.#documents.get(path) === text) return;
    this.#documents.set(path, text);
    this.#forget(path, false);
  }

  closeDocument(path: string): void {
    this.#documents.delete(path);
    this.#forget(path, false);
  }

  /** The file may have changed, come or gone on disk. */
  fileChanged(path: string): void {
    this.#forget(path, true);
  }

  /** Forgets everything that was read from outside: files and references may have changed without anybody's word. */
  refresh(): void {
    this.#files.clear();
    this.#texts.clear();
    this.#baselines.clear();
    this.#targets.clear();
    this.#configs.clear();
    this.#known.clear();
    this.#versions.clear();
    this.#found.clear();
    this.#listed.clear();
    this.#roots.clear();
    this.#epoch++;
  }

  #forget(path: string, onDisk: boolean): void {
    this.#files.delete(path);
    this.#texts.delete(path);
    for (const kept of [this.#baselines, this.#targets]) {
      for (const [key, { paths }] of kept) if (paths.has(path)) kept.delete(key);
    }
    for (const folder of this.#rootsByContent) this.#roots.delete(folder);
    if (onDisk) {
      this.#found.clear();
      this.#listed.clear();
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === CONFIG_FILE) {
      this.#configs.clear();
      this.#roots.clear();
      this.#epoch++;
    } else if (name === KNOWN_FILE) {
      this.#known.clear();
      this.#epoch++;
    } else if (name === 'VERSION') {
      this.#versions.clear();
      this.#baselines.clear();
      this.#epoch++;
    } else if (onDisk) {
      this.#roots.clear();
    }
  }

  // ---- files ----

  /** The file as it is now: the open document, or what is on disk. */
  read(path: string): Promise<ReadOutcome> {
    let outcome = this.#files.get(path);
    if (!outcome) {
      const document = this.#documents.get(path);
      outcome =
        document === undefined
          ? this.#host.read(path).then((content) => this.#readFromDisk(path, content))
          : Promise.resolve(this.#readDocument(path, document));
      this.#files.set(path, outcome);
    }
    return outcome;
  }

  /** A document is read on from what it was before the last change, or from what was on disk when it was opened. */
  #readDocument(path: string, text: string): ReadOutcome {
    const before = this.#lastFiles.get(path);
    const file = before?.tree.text === text ? before : readFile(path, parse(text, before?.tree), before);
    this.#lastFiles.set(path, file);
    return { kind: 'file', file, encodingProblem: undefined };
  }

  #readFromDisk(path: string, content: FileContent): ReadOutcome {
    const outcome = outcomeOf(path, content, this.#lastFiles.get(path));
    // Of a file with bytes that are not UTF-8 the tree is not all that its text tells.
    if (outcome.kind === 'file' && !outcome.encodingProblem) this.#lastFiles.set(path, outcome.file);
    else this.#lastFiles.delete(path);
    return outcome;
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
    const files = await this.#filesBelow(folder);
    const source = await this.#configFor(folder);
    const patterns = this.#merged(source).roots;
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

  /** The `.json` files below a folder, and those whose names say that they hold messages. */
  #allBelow(folder: string): Promise<readonly string[]> {
    let files = this.#found.get(folder);
    if (!files) {
      files = this.#host.find(folder, (file) => file.endsWith('.json') || isMessageFile(file), isSkippedFolder);
      this.#found.set(folder, files);
    }
    return files;
  }

  /** The `.json` files that a file may include: those below the folder of its root, or of itself where the root is elsewhere. */
  async schemaFilesAround(path: string): Promise<readonly string[]> {
    const [root = path] = await this.rootsOf(path);
    const tree = treeFolderOf(root);
    const folder = folderOf(path.startsWith(`${folderOf(root)}/`) ? root : path);
    const files = await this.#filesBelow(this.#folders.find((open) => `${tree}/`.startsWith(`${open}/`)) ?? folder);
    return files.filter((file) => file.startsWith(`${folder}/`));
  }

  /** The `.json` files below a folder that may be schemas. */
  async #filesBelow(folder: string): Promise<readonly string[]> {
    return (await this.#allBelow(folder)).filter((file) => file.endsWith('.json') && !isMessageFile(file));
  }

  /** The `.json` files in a folder, and not those in folders below it: of these there may be any number. */
  #filesIn(folder: string): Promise<readonly string[]> {
    let files = this.#listed.get(folder);
    if (!files) {
      files = this.#host.find(
        folder,
        (file) => file.endsWith('.json'),
        () => true,
      );
      this.#listed.set(folder, files);
    }
    return files;
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
    const isListed = before && [...before.lists].every(([folder, list]) => this.#listed.get(folder) === list);
    const kept = isListed ? before : undefined;
    const changed = kept && [...kept.reads].filter(([path, read]) => this.#files.get(path) !== read);
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
        const list = this.#filesIn(folder);
        lists.set(folder, list);
        return list;
      },
    );
    return { sources, reads, lists };
  }

  async #makeAnalysis(root: string, before: Analysis | undefined): Promise<Kept> {
    const epoch = this.#epoch;
    const sources = await this.#sourcesOf(root);
    const source = await this.#configFor(folderOf(root));
    const config = this.#merged(source);
    const version =
      config.qemuVersion === undefined ? await this.#versionFor(folderOf(root)) : parseVersion(config.qemuVersion);
    const needsBaseline = config.baseline !== 'auto' || roleOf(config, sources.files)[0] === 'downstream';
    const baseline = needsBaseline
      ? this.#baselineFor(root, config.baseline, this.#settingsFolder('baseline', root, source), version)
      : NO_BASELINE;
    const state = toState(config.baseline, await baseline.loaded, this.#baselinePlace(source));
    const configProblems = source?.problems ?? [];
    const folder = source?.folder ?? treeFolderOf(root);
    const known = await this.knownIn(folder);
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
    return (await this.#configFor(folderOf(path)))?.problems ?? [];
  }

  /** The folder whose settings hold for a root: that of the `.qapirc.json`, else the top of the root's tree. */
  async settingsFolderOf(root: string): Promise<string> {
    return (await this.#configFor(folderOf(root)))?.folder ?? treeFolderOf(root);
  }

  /**
   * What messages in a file are checked against, as it is set, and the folder that a path in it is relative to: that of whoever has
   * set it, or is about to.
   * @param path of any file
   */
  async targetSettingOf(path: string): Promise<{ readonly spec: string; readonly folder: string }> {
    const source = await this.#configFor(folderOf(path));
    const spec = this.#merged(source)['qmp.target'];
    const isInFile = this.#settings['qmp.target'] === undefined && source?.layer['qmp.target'] !== undefined;
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
  async knownIn(folder: string): Promise<KnownText | undefined> {
    const content = await this.#contentOf(`${folder}/${KNOWN_FILE}`);
    if (content.kind === 'missing') return undefined;
    let known = this.#known.get(folder);
    if (!known) {
      known = content.kind === 'text' ? readKnownFile(content.text) : unreadKnown(content);
      this.#known.set(folder, known);
    }
    return known;
  }

  /** A workspace with the same files and settings, for trying out changes: what happens to one does not touch the other. */
  fork(): Workspace {
    const copy = new Workspace(this.#host, this.#folders);
    copy.#settings = this.#settings;
    for (const [path, text] of this.#documents) copy.#documents.set(path, text);
    for (const [path, file] of this.#lastFiles) copy.#lastFiles.set(path, file);
    for (const [path, outcome] of this.#files) copy.#files.set(path, outcome);
    for (const [folder, files] of this.#found) copy.#found.set(folder, files);
    for (const [folder, files] of this.#listed) copy.#listed.set(folder, files);
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
    copy.#settings = this.#settings;
    return copy;
  }

  // ---- messages ----

  /** Whether a file holds QMP messages: by its name, or because the settings say so. */
  async isMessageFile(path: string): Promise<boolean> {
    if (isMessageFile(path)) return true;
    const source = await this.#configFor(folderOf(path));
    const patterns = this.#merged(source)['qmp.files'];
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
    const source = await this.#configFor(folderOf(path));
    const config = this.#merged(source);
    const { analysis, outcome } = await this.#targetOf(path, document, config, source);
    const { target, problem: targetProblem } = outcome;
    return { path, document, target, targetProblem, analysis, config, history: this.#host.history };
  }

  /** The files below a folder that hold messages, by their names or because the settings say so; sorted. */
  async messageFilesBelow(folder: string): Promise<readonly string[]> {
    const files = await this.#allBelow(folder);
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

  /** The configuration file that holds for a folder: the nearest one, upwards. */
  async #configFor(folder: string): Promise<ConfigSource | undefined> {
    for (const candidate of foldersUp(folder)) {
      const path = `${candidate}/${CONFIG_FILE}`;
      const content = await this.#contentOf(path);
      if (content.kind === 'missing') continue;
      // Above a share stands the name of its machine, which is no folder: whatever it answers, there is no file.
      if (content.kind !== 'text' && /^\/(\/[^/]*)?$/.test(candidate)) continue;
      let source = this.#configs.get(path);
      if (!source) {
        const { layer, places, problems } =
          content.kind === 'text' ? readConfigFile(content.text, RULE_IDS) : unreadConfig(content);
        source = { path, folder: candidate, layer, places, problems: problems.map((one) => ({ file: path, ...one })) };
        this.#configs.set(path, source);
      }
      return source;
    }
    return undefined;
  }

  #merged(source: ConfigSource | undefined): Config {
    const layer = source?.layer ?? NO_LAYER;
    const known = this.#mergedConfigs.get(layer);
    if (known?.settings === this.#settings) return known.config;
    const config = mergeLayers(layer, this.#settings);
    this.#mergedConfigs.set(layer, { settings: this.#settings, config });
    return config;
  }

  async #versionFor(folder: string): Promise<QemuVersion | undefined> {
    let version = this.#versions.get(folder);
    if (!version) {
      version = (async () => {
        for (const candidate of foldersUp(folder)) {
          const text = await this.textOf(`${candidate}/VERSION`);
          const found = text === undefined ? undefined : parseVersion(text);
          if (found) return found;
        }
        return undefined;
      })();
      this.#versions.set(folder, version);
    }
    return version;
  }

  /** The text of a file that is no schema, open or on disk; undefined where there is none. */
  async textOf(path: string): Promise<string | undefined> {
    const content = await this.#contentOf(path);
    return content.kind === 'text' ? content.text : undefined;
  }

  async #contentOf(path: string): Promise<TextOutcome> {
    const document = this.#documents.get(path);
    if (document !== undefined) return { kind: 'text', text: document };
    let outcome = this.#texts.get(path);
    if (!outcome) {
      outcome = this.#host
        .read(path)
        .then((content) =>
          content.kind === 'file' ? { kind: 'text', text: decodeText(content.bytes).text } : content,
        );
      this.#texts.set(path, outcome);
    }
    return outcome;
  }

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
    if (this.#settings[key] !== undefined || !source) {
      return this.#folders.find((folder) => path.startsWith(`${folder}/`)) ?? treeFolderOf(path);
    }
    return source.folder;
  }

  /** Where the baseline is set, if that is in a configuration file. */
  #baselinePlace(source: ConfigSource | undefined): BaselineState['place'] {
    const span = source?.places.baseline;
    return source && span && this.#settings.baseline === undefined ? { file: source.path, span } : undefined;
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

/** A configuration that cannot be read sets nothing, and that is told. */
function unreadConfig({ kind, reason }: Exclude<FileContent, { kind: 'file' }>): ConfigText {
  const what =
    kind === 'directory'
      ? 'This is a folder, where a file with settings should be'
      : `The settings cannot be read: ${reason}`;
  const message = `${what}. The defaults are used instead.`;
  return { layer: {}, problems: [{ span: { start: 0, end: 0 }, message, severity: 'error' }], places: {} };
}

function unreadKnown({ kind, reason }: Exclude<FileContent, { kind: 'file' }>): KnownText {
  const what = kind === 'directory' ? 'it is a folder' : reason;
  const message = `The list of known problems cannot be read: ${what}.`;
  return { entries: [], problem: { span: { start: 0, end: 0 }, message, severity: 'error' }, isNewer: false };
}
