/** How a history is put together: the API of each release apart, and all of them as one. */
import { compareVersions } from '../schema/dialect.ts';
import type { Schema } from '../schema/schema.ts';
import type { DefinitionRow, FileRow, HistoryData, RootName } from './data.ts';
import { expressionOf } from './expression.ts';
import { has, NONE, only, type Release, type ReleaseSet } from './releases.ts';

/** What one release has: the files of its tree that hold definitions, by their paths in it. */
export interface ReleaseApi {
  readonly release: Release;
  readonly files: ReadonlyMap<string, FileApi>;
}

export interface FileApi {
  /** The roots that lead to the file. */
  readonly roots: ReadonlySet<RootName>;
  /** The definitions' expressions as JSON, by name. */
  readonly definitions: ReadonlyMap<string, string>;
}

interface OpenFileApi extends FileApi {
  readonly roots: Set<RootName>;
  readonly definitions: Map<string, string>;
}

/**
 * The API of a release.
 * @param folder the top of its tree, without a slash at its end: the files of the schemas are below it
 * @param schemas the roots that it has
 */
export function apiOf(release: Release, folder: string, schemas: ReadonlyMap<RootName, Schema>): ReleaseApi {
  const files = new Map<string, OpenFileApi>();
  for (const [root, schema] of schemas) {
    for (const { path, definitions } of schema.sources.files) {
      if (definitions.length === 0) continue;
      const file = fileIn(files, path.slice(folder.length + 1));
      file.roots.add(root);
      for (const one of definitions) file.definitions.set(one.name.text, JSON.stringify(expressionOf(one)));
    }
  }
  return { release, files };
}

function fileIn(files: Map<string, OpenFileApi>, path: string): OpenFileApi {
  let file = files.get(path);
  if (!file) {
    file = { roots: new Set(), definitions: new Map() };
    files.set(path, file);
  }
  return file;
}

/** The releases of a history, each for itself. */
export function releasesOf(history: HistoryData): ReleaseApi[] {
  const apis = history.releases.map((release) => ({ release, files: new Map<string, OpenFileApi>() }));
  for (const [place, { files }] of apis.entries()) {
    for (const { path, roots } of history.files) {
      for (const [root, set] of roots) if (has(set, place)) fileIn(files, path).roots.add(root);
    }
    for (const row of history.definitions) {
      for (const [path, set] of row.files) if (has(set, place)) fileIn(files, path).definitions.set(row.name, row.json);
    }
  }
  return apis;
}

/** One history of several releases, whatever order they come in. */
export function historyOf(apis: readonly ReleaseApi[]): HistoryData {
  const sorted = apis.toSorted((a, b) => compareVersions(a.release.version, b.release.version));
  const files = new Map<string, Map<RootName, ReleaseSet>>();
  const definitions = new Map<string, { readonly name: string; readonly files: Map<string, ReleaseSet> }>();
  for (const [place, api] of sorted.entries()) {
    for (const [path, file] of api.files) {
      const roots = files.get(path) ?? new Map<RootName, ReleaseSet>();
      files.set(path, roots);
      for (const root of file.roots) roots.set(root, (roots.get(root) ?? NONE) | only(place));
      for (const [name, json] of file.definitions) {
        const row = definitions.get(json) ?? { name, files: new Map<string, ReleaseSet>() };
        definitions.set(json, row);
        row.files.set(path, (row.files.get(path) ?? NONE) | only(place));
      }
    }
  }
  return {
    releases: sorted.map(({ release }) => release),
    files: [...files].map(([path, roots]): FileRow => ({ path, roots })),
    definitions: [...definitions].map(([json, { name, files }]): DefinitionRow => ({ name, files, json })),
  };
}

/** What became of a release that was to be added. */
export type Addition =
  | { readonly kind: 'new' | 'known' | 'renewed'; readonly release: Release }
  /** It is known with another API, which a release cannot have: the names of what differs. */
  | { readonly kind: 'conflict'; readonly release: Release; readonly names: readonly string[] };

/**
 * Adds releases to those that are known. A development tree takes the place of an older one of the same number; it stays when a
 * later release is known, for those who have based something on it.
 */
export function add(
  known: readonly ReleaseApi[],
  added: readonly ReleaseApi[],
): { readonly apis: readonly ReleaseApi[]; readonly additions: readonly Addition[] } {
  const apis = new Map(known.map((api) => [api.release.name, api]));
  const additions = added.map((api): Addition => {
    const { release } = api;
    const before = apis.get(release.name);
    const names = before ? differencesOf(before, api) : [];
    if (before && names.length === 0) return { kind: 'known', release };
    if (before && !release.snapshot) return { kind: 'conflict', release, names };
    apis.set(release.name, api);
    return { kind: before ? 'renewed' : 'new', release };
  });
  return { apis: [...apis.values()], additions };
}

/** In what two releases differ: the names of definitions, and the paths of files to which other roots lead. */
function differencesOf(a: ReleaseApi, b: ReleaseApi): string[] {
  const different = new Set<string>();
  const onlyIn = (one: ReleaseApi, other: ReleaseApi): void => {
    for (const [path, file] of one.files) {
      const same = other.files.get(path);
      for (const [name, json] of file.definitions) if (same?.definitions.get(name) !== json) different.add(name);
      for (const root of file.roots) if (same && !same.roots.has(root)) different.add(path);
    }
  };
  onlyIn(a, b);
  onlyIn(b, a);
  return [...different].sort();
}
