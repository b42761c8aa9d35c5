/**
 * What is set for a tree: in its `.qapirc.json`, in its list of known problems and in its VERSION file; and, over the first of these,
 * by the editor or the command line.
 */
import type { Config } from '../analysis/settings.ts';
import { allRules } from '../rules/index.ts';
import type { ConfigFinding } from '../rules/rule.ts';
import { parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { foldersUp } from '../schema/places.ts';
import { CONFIG_FILE, type ConfigLayer, mergeLayers } from './config.ts';
import { type ConfigText, readConfigFile } from './config-file.ts';
import type { Files } from './files.ts';
import type { FileContent } from './host.ts';
import { KNOWN_FILE, type KnownText, readKnownFile } from './known-file.ts';

const RULE_IDS = allRules.map((rule) => rule.id);

/** A configuration file, read or not; `folder` is what its relative paths start from. */
export interface ConfigSource {
  readonly path: string;
  readonly folder: string;
  readonly layer: ConfigLayer;
  readonly places: ConfigText['places'];
  readonly problems: readonly ConfigFinding[];
}

const NO_LAYER: ConfigLayer = {};

/** The kinds of file that set something. */
export type SettingFile = 'config' | 'known' | 'version';

const SETTING_FILES: ReadonlyMap<string, SettingFile> = new Map([
  [CONFIG_FILE, 'config'],
  [KNOWN_FILE, 'known'],
  ['VERSION', 'version'],
]);

/** Looks up what is set, and keeps it until a file says otherwise. */
export class TreeSettings {
  readonly #files: Files;
  #over: ConfigLayer = {};
  readonly #configs = new Map<string, ConfigSource>();
  /** What came of putting `over` on the layer of a file: asked for with every analysis. */
  readonly #merged = new WeakMap<ConfigLayer, { readonly over: ConfigLayer; readonly config: Config }>();
  /** The lists of known problems, by folder. */
  readonly #known = new Map<string, KnownText>();
  readonly #versions = new Map<string, Promise<QemuVersion | undefined>>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Settings that go over the configuration file: an editor's, or the command line's. */
  get over(): ConfigLayer {
    return this.#over;
  }

  setOver(settings: ConfigLayer): void {
    this.#over = settings;
  }

  /**
   * Forgets what is set by a file, which may have changed.
   * @returns what it sets, if it is such a file
   */
  forget(path: string): SettingFile | undefined {
    const kind = SETTING_FILES.get(path.slice(path.lastIndexOf('/') + 1));
    if (kind === 'config') this.#configs.clear();
    else if (kind === 'known') this.#known.clear();
    else if (kind === 'version') this.#versions.clear();
    return kind;
  }

  forgetAll(): void {
    this.#configs.clear();
    this.#known.clear();
    this.#versions.clear();
  }

  /** The configuration file that holds for a folder: the nearest one, upwards. */
  async configFor(folder: string): Promise<ConfigSource | undefined> {
    for (const candidate of foldersUp(folder)) {
      const path = `${candidate}/${CONFIG_FILE}`;
      const content = await this.#files.contentOf(path);
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

  /** What is set by a configuration file, or by none, with what goes over it. */
  merged(source: ConfigSource | undefined): Config {
    const layer = source?.layer ?? NO_LAYER;
    const known = this.#merged.get(layer);
    if (known?.over === this.#over) return known.config;
    const config = mergeLayers(layer, this.#over);
    this.#merged.set(layer, { over: this.#over, config });
    return config;
  }

  /** The version in the VERSION file that holds for a folder: the nearest one, upwards, that has one. */
  async versionFor(folder: string): Promise<QemuVersion | undefined> {
    let version = this.#versions.get(folder);
    if (!version) {
      version = (async () => {
        for (const candidate of foldersUp(folder)) {
          const text = await this.#files.textOf(`${candidate}/VERSION`);
          const found = text === undefined ? undefined : parseVersion(text);
          if (found) return found;
        }
        return undefined;
      })();
      this.#versions.set(folder, version);
    }
    return version;
  }

  /** The list of known problems in a folder; undefined where there is none. */
  async knownIn(folder: string): Promise<KnownText | undefined> {
    const content = await this.#files.contentOf(`${folder}/${KNOWN_FILE}`);
    if (content.kind === 'missing') return undefined;
    let known = this.#known.get(folder);
    if (!known) {
      known = content.kind === 'text' ? readKnownFile(content.text) : unreadKnown(content);
      this.#known.set(folder, known);
    }
    return known;
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
