/**
 * The API of every release of upstream QEMU that is known: as a schema, which is as good as that of a tree, and as the
 * life of single names over the releases. It is a value made from the text of a data file; who reads that is somebody
 * else's affair.
 */
import { readFile } from '../schema/definitions.ts';
import type { QemuVersion } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import { declaredIn, Schema } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';
import {
  type DefinitionRow,
  expressionIn,
  type HistoryData,
  parseHistory,
  ROOT_PLACES,
  type RootName,
} from './data.ts';
import { sourceOf } from './expression.ts';
import { Lives } from './lives.ts';
import { has, isTelling, type Nearest, NONE, nearestOf, only, type Release, unionOf } from './releases.ts';

/** The releases of upstream, from the text of the data file; what is asked for is read then. */
export class History {
  /** The oldest first. */
  readonly releases: readonly Release[];
  readonly #data: HistoryData;
  readonly #files = new Map<string, ReleaseFiles>();
  readonly #schemas = new Map<string, Schema | undefined>();
  readonly #lives = new Map<RootName, Lives>();

  /**
   * @param text the data file
   * @throws HistoryError where it is damaged. What is inside of definitions is looked at when they are needed: every
   *   other method may throw one too.
   */
  constructor(text: string) {
    this.#data = parseHistory(text);
    this.releases = this.#data.releases;
  }

  /** The release whose API a tree of a version has, or the last one before it; undefined where it is older than all. */
  nearestRelease(version: QemuVersion): Nearest | undefined {
    return nearestOf(this.releases, version);
  }

  /**
   * The schema of a release. Its files have the paths of QEMU's tree behind `release:8.2:/`, which no file on a disk has, and
   * hold the definitions in the order of their names, without documentation and in today's form (see `expressionOf`): texts
   * that can be shown, and that spans point into.
   * @param name `8.2`
   * @returns the same one each time; undefined where the release is not known, or did not have that root
   */
  release(name: string, root: RootName): Schema | undefined {
    const key = `${root} ${name}`;
    if (!this.#schemas.has(key)) this.#schemas.set(key, this.#schemaOf(name, root));
    return this.#schemas.get(key);
  }

  /**
   * The releases that define a name, the oldest first: types are found so as well, of which no client knows the name.
   * @param part a member, value, branch or feature that the definition has to declare, if any
   */
  releasesDefining(name: string, root: RootName, part?: string): readonly Release[] {
    const ofRoot = new Map(this.#data.files.map(({ path, roots }) => [path, roots.get(root) ?? NONE]));
    const sets = this.#data.definitions
      .filter((row) => row.name === name && (part === undefined || declares(row, part)))
      .flatMap(({ files }) => [...files].map(([path, set]) => set & (ofRoot.get(path) ?? NONE)));
    const all = unionOf(sets);
    return this.releases.filter((_, place) => has(all, place) && isTelling(this.releases, place));
  }

  /** How the names that clients meet came and went in a root. */
  lives(root: RootName): Lives {
    let lives = this.#lives.get(root);
    if (!lives) {
      lives = new Lives(this.#data, root);
      this.#lives.set(root, lives);
    }
    return lives;
  }

  #schemaOf(name: string, root: RootName): Schema | undefined {
    const place = this.releases.findIndex((release) => release.name === name);
    const paths = this.#data.files.filter((file) => has(file.roots.get(root) ?? NONE, place)).map(({ path }) => path);
    if (place < 0 || paths.length === 0) return undefined;
    const files = this.#filesOf(name, place);
    const top = `release:${name}:/`;
    const [newest] = ROOT_PLACES[root];
    const rootPath = ROOT_PLACES[root].find((path) => paths.includes(path)) ?? newest;
    const others = paths.filter((path) => path !== rootPath);
    const includes = others.map((path) => relativePath(rootPath, path));
    const rootFile = files.file(rootPath, includes);
    return new Schema({
      root: rootFile.path,
      files: [rootFile, ...others.map((path) => files.file(path))],
      includes: new Map([
        [rootFile.path, new Map(includes.map((include, index) => [include, `${top}${others[index]}`]))],
      ]),
      problems: [],
    });
  }

  #filesOf(name: string, place: number): ReleaseFiles {
    let files = this.#files.get(name);
    if (!files) {
      files = new ReleaseFiles(name, place, this.#data);
      this.#files.set(name, files);
    }
    return files;
  }
}

/** The files of a release, each made once: the system emulator and the storage daemon share most of theirs. */
class ReleaseFiles {
  readonly #name: string;
  readonly #definitions = new Map<string, DefinitionRow[]>();
  readonly #files = new Map<string, SourceFile>();

  constructor(name: string, place: number, data: HistoryData) {
    this.#name = name;
    const release = only(place);
    for (const row of data.definitions) {
      for (const [path, set] of row.files) {
        if ((set & release) === NONE) continue;
        const inFile = this.#definitions.get(path);
        if (inFile) inFile.push(row);
        else this.#definitions.set(path, [row]);
      }
    }
  }

  /** @param includes what the file includes, if it is a root */
  file(path: string, includes: readonly string[] = []): SourceFile {
    let file = this.#files.get(path);
    if (!file) {
      const text = [
        `# ${path} of QEMU ${this.#name}, made from what is known of its API.`,
        ...(includes.length > 0 ? [includes.map((include) => `{ 'include': '${include}' }`).join('\n')] : []),
        ...(this.#definitions.get(path) ?? []).map((row) => sourceOf(expressionIn(row))),
        '',
      ].join('\n\n');
      file = readFile(`release:${this.#name}:/${path}`, parse(text.slice(0, -1)));
      this.#files.set(path, file);
    }
    return file;
  }
}

/** Whether a definition declares a member, value, branch or feature of a name. */
function declares(row: DefinitionRow, part: string): boolean {
  const { definitions } = readFile(row.name, parse(sourceOf(expressionIn(row))));
  return definitions.some((definition) => declaredIn(definition).slice(1).includes(part));
}

/** The path by which a file includes another; both are paths in the same tree. */
function relativePath(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1);
  const parts = to.split('/');
  let same = 0;
  while (same < folders.length && folders[same] === parts[same]) same++;
  return [...folders.slice(same).map(() => '..'), ...parts.slice(same)].join('/');
}
