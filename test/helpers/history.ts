/** Histories of invented releases, for tests. */
import { apiOf, historyOf, type ReleaseApi } from '../../server/src/history/build.ts';
import { formatHistory, ROOT_PLACES, ROOTS, type RootName } from '../../server/src/history/data.ts';
import { History } from '../../server/src/history/history.ts';
import { parseRelease } from '../../server/src/history/releases.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { schemaFrom } from './schema.ts';

/** The files of a tree, by their paths in it. A text alone is that of `qapi/qapi-schema.json`. */
export type TreeTexts = string | Readonly<Record<string, string>>;

/** The API of a tree of a release. */
export async function treeApi(name: string, texts: TreeTexts): Promise<ReleaseApi> {
  const release = parseRelease(name);
  if (!release) throw new Error(`${name} is no release`);
  const files = typeof texts === 'string' ? { 'qapi/qapi-schema.json': texts } : texts;
  const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/tree/${path}`, text]));
  const schemas = new Map<RootName, Schema>();
  for (const root of ROOTS) {
    const place = ROOT_PLACES[root].find((path) => path in files);
    if (place !== undefined) schemas.set(root, await schemaFrom(below, `/tree/${place}`));
  }
  return apiOf(release, '/tree', schemas);
}

/** The data file of a history of some trees, by the names of their releases. */
export async function historyText(trees: Readonly<Record<string, TreeTexts>>): Promise<string> {
  const apis: ReleaseApi[] = [];
  for (const [name, texts] of Object.entries(trees)) apis.push(await treeApi(name, texts));
  return formatHistory(historyOf(apis));
}

/** The history of some trees, by the names of their releases. */
export async function historyFrom(trees: Readonly<Record<string, TreeTexts>>): Promise<History> {
  return new History(await historyText(trees));
}
