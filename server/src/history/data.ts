/**
 * The data file of the history, as text. Parts with an empty line between them:
 *
 *     QAPI history, form 1. Written by npm run build:history, not by hand.
 *     1.0 1.1 1.3 ... 10.2 10.2.50
 *
 *     qapi/block.json TAB qapi 2.1-; storage-daemon 5.0-
 *
 *     qapi-schema.json 1.0-2.0; qapi/block.json 2.1- TAB {"command":"block_passwd","data":{"device":"str","password":"str"}}
 *
 *     end
 *
 * The releases; the files that hold definitions, with the roots that included them; and the definitions. Each version of a
 * definition has one line, with the files in which it stood, as the value that `expressionOf` makes. Definitions are sorted by
 * name, the versions of one by age. So a new release changes the lines of what it changed, and adds some.
 */
import { compareVersions } from '../schema/dialect.ts';
import type { Json, JsonObject } from './expression.ts';
import { formatSet, NONE, parseRelease, parseSet, type Release, type ReleaseSet, unionOf } from './releases.ts';

/** The programs of QEMU that have an API: the system emulator, the guest agent, the storage daemon. */
export const ROOTS = ['qapi', 'qga', 'storage-daemon'] as const;
export type RootName = (typeof ROOTS)[number];

/** Where the trees of QEMU have had their root files, the newest place first. */
export const ROOT_PLACES: Readonly<Record<RootName, readonly [string, ...string[]]>> = {
  qapi: ['qapi/qapi-schema.json', 'qapi-schema.json'],
  qga: ['qga/qapi-schema.json', 'qapi-schema-guest.json'],
  'storage-daemon': ['storage-daemon/qapi/qapi-schema.json'],
};

/** Which of the programs a root belongs to, by its path; undefined for a root in any other place. */
export function rootNameOf(path: string): RootName | undefined {
  // Those of the others end like one of the first.
  return ROOTS.findLast((name) => ROOT_PLACES[name].some((place) => path.endsWith(`/${place}`)));
}

/** The data file cannot be used: it is damaged, or belongs to another version of this program. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/**
 * @param place where in the file: the number of a line, from 1, or the name of a definition
 * @param reason what is wrong there, without a full stop
 */
function damage(place: number | string, reason: string): HistoryError {
  const where = typeof place === 'number' ? `line ${place}` : `the definition of ${place}`;
  return new HistoryError(`The history of upstream's releases is damaged at ${where}: ${reason}.`);
}

/** All that a data file says. */
export interface HistoryData {
  /** The oldest first. */
  readonly releases: readonly Release[];
  readonly files: readonly FileRow[];
  readonly definitions: readonly DefinitionRow[];
}

/** A file of QEMU's tree, by its path in it. */
export interface FileRow {
  readonly path: string;
  /** When each root led to it. */
  readonly roots: ReadonlyMap<RootName, ReleaseSet>;
}

/** One version of a definition. */
export interface DefinitionRow {
  readonly name: string;
  /** When it stood in which file, by the file's path. */
  readonly files: ReadonlyMap<string, ReleaseSet>;
  /** Its expression as JSON, which is read when somebody wants to know. */
  readonly json: string;
}

const FORM = 'QAPI history, form 1.';
const TITLE = `${FORM} Written by npm run build:history, not by hand.`;
/** The last line: a file that was cut off does not have it. */
const END = 'end';
const KEYWORDS: ReadonlySet<string> = new Set(['enum', 'struct', 'union', 'alternate', 'command', 'event']);

/**
 * Reads a data file. The JSON of definitions is not looked into.
 * @throws HistoryError where the text has another form
 */
export function parseHistory(text: string): HistoryData {
  const lines = text.split('\n');
  if (!lines[0]?.startsWith(FORM)) throw damage(1, `it does not begin with "${FORM}"`);
  const releases: Release[] = [];
  for (const name of (lines[1] ?? '').split(' ')) {
    const release = parseRelease(name);
    if (!release) throw damage(2, `"${name}" is no release`);
    const before = releases.at(-1);
    if (before && compareVersions(before.version, release.version) >= 0) {
      throw damage(2, `${name} does not come after ${before.name}`);
    }
    releases.push(release);
  }
  const readSet = setReader(new Map(releases.map(({ name }, number) => [name, number])));
  // Many definitions have the same files and the same ranges.
  const sets = new Map<string, ReadonlyMap<string, ReleaseSet>>();
  const setsOf = (written: string, line: number): ReadonlyMap<string, ReleaseSet> => {
    let read = sets.get(written);
    if (!read) {
      read = readSets(written, readSet, line);
      sets.set(written, read);
    }
    return read;
  };

  const files: FileRow[] = [];
  const definitions: DefinitionRow[] = [];
  let at = 2;
  const expectEmpty = (): void => {
    if (lines[at] !== '') throw damage(at + 1, 'there should be an empty line');
    at++;
  };
  const columns = (): [string, string] => {
    const line = lines[at] ?? '';
    const tab = line.indexOf('\t');
    if (tab <= 0) throw damage(at + 1, 'it is broken off, or has no tabulator');
    return [line.slice(0, tab), line.slice(tab + 1)];
  };
  expectEmpty();
  for (; lines[at] !== ''; at++) {
    const [path, written] = columns();
    const roots = setsOf(written, at + 1);
    for (const root of roots.keys()) {
      if (!isRoot(root)) throw damage(at + 1, `"${root}" is no root`);
    }
    files.push({ path, roots: roots as ReadonlyMap<RootName, ReleaseSet> });
  }
  expectEmpty();
  for (; lines[at] !== ''; at++) {
    const [written, json] = columns();
    const name = nameIn(json);
    if (name === undefined) throw damage(at + 1, 'it does not hold a definition');
    definitions.push({ name, files: setsOf(written, at + 1), json });
  }
  expectEmpty();
  if (lines[at] !== END || lines[at + 1] !== '' || lines.length > at + 2) {
    throw damage(at + 1, `it is not the last one, "${END}"`);
  }
  return { releases, files, definitions };
}

/** Reads sets of releases, each text once: there are some hundreds in thousands of places. */
function setReader(places: ReadonlyMap<string, number>): (written: string) => ReleaseSet | undefined {
  const known = new Map<string, ReleaseSet>();
  return (written) => {
    const set = known.get(written) ?? parseSet(written, places);
    if (set !== undefined) known.set(written, set);
    return set;
  };
}

function readSets(
  written: string,
  readSet: (written: string) => ReleaseSet | undefined,
  line: number,
): Map<string, ReleaseSet> {
  const sets = new Map<string, ReleaseSet>();
  for (const part of written.split('; ')) {
    const blank = part.indexOf(' ');
    const set = readSet(part.slice(blank + 1));
    if (blank <= 0 || set === undefined) throw damage(line, `"${part}" is no name with releases`);
    sets.set(part.slice(0, blank), set);
  }
  return sets;
}

/** The name that a definition begins with: `{"command":"stop"`. Not worth a look at all the rest. */
function nameIn(json: string): string | undefined {
  const middle = json.indexOf('":"');
  const end = json.indexOf('"', middle + 3);
  const isDefinition = json.startsWith('{"') && json.endsWith('}') && KEYWORDS.has(json.slice(2, middle));
  return isDefinition && end > 0 ? json.slice(middle + 3, end) : undefined;
}

function isRoot(text: string): text is RootName {
  return (ROOTS as readonly string[]).includes(text);
}

/**
 * The expression of a definition.
 * @throws HistoryError where its JSON is damaged
 */
export function expressionIn(row: DefinitionRow): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(row.json);
  } catch {
    throw damage(row.name, 'it is no JSON');
  }
  return value as JsonObject;
}

/** The text of a data file. The same history gives the same text, in whatever order it was put together. */
export function formatHistory({ releases, files, definitions }: HistoryData): string {
  const written = (sets: ReadonlyMap<string, ReleaseSet>): string =>
    [...sets]
      .sort(([a, x], [b, y]) => firstOf(x) - firstOf(y) || byText(a, b))
      .map(([name, set]) => `${name} ${formatSet(set, releases)}`)
      .join('; ');
  const ages = new Map(definitions.map((row) => [row, firstOf(unionOf(row.files.values()))]));
  const age = (row: DefinitionRow): number => ages.get(row) ?? 0;
  return [
    TITLE,
    releases.map(({ name }) => name).join(' '),
    '',
    ...files.toSorted((a, b) => byText(a.path, b.path)).map(({ path, roots }) => `${path}\t${written(roots)}`),
    '',
    ...definitions
      .toSorted((a, b) => byText(a.name, b.name) || age(a) - age(b) || byText(a.json, b.json))
      .map((row) => `${written(row.files)}\t${row.json}`),
    '',
    END,
    '',
  ].join('\n');
}

/** The place of the first release of a set. */
function firstOf(set: ReleaseSet): number {
  let place = 0;
  for (let rest = set; rest !== NONE && (rest & 1n) === 0n; rest >>= 1n) place++;
  return place;
}

/** By code units, which is the same everywhere. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
