/** Two sides of a comparison: which schemas each of them has, and which belong together. */
import { ROOT_PLACES, ROOTS, type RootName, rootNameOf } from '../history/data.ts';
import { quoted } from '../names/nearest.ts';
import { parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { normalizePath } from '../schema/load.ts';
import { foldersUp, treeFolderOf } from '../schema/places.ts';
import type { Schema } from '../schema/schema.ts';
import { absolute, type BaselineOutcome } from './baseline.ts';
import { parseSide, type SideSpec, sideHint } from './config.ts';
import { decodeText } from './decode.ts';
import type { Host } from './host.ts';
import { loadBaseline } from './loading.ts';

/** The schemas of one program, as far as the sides have them. */
export interface SchemaPair {
  /** Undefined where a file is compared that is the root of none of them, or two answers of query-qmp-schema. */
  readonly program: RootName | undefined;
  readonly base: Schema | undefined;
  readonly head: Schema | undefined;
  /** What the VERSION file of a tree says, or a release is called; undefined where nothing tells. */
  readonly baseVersion: QemuVersion | undefined;
  readonly headVersion: QemuVersion | undefined;
}

/** What is to be compared. */
export interface ComparisonQuestion {
  /** `git:REF`, `dir:PATH`, `release:X.Y` or `introspection:FILE`; anything else is a path. */
  readonly base: string;
  readonly head: string;
  /** The only program that is wanted, if it is one. */
  readonly program: RootName | undefined;
  /** Absolute: paths are relative to it, and references are those of the repository that it stands in. */
  readonly folder: string;
  readonly host: Host;
  /** Told each side before it is read, as it was given. */
  readonly reading?: (side: string) => void;
}

export type ComparisonOutcome =
  | { readonly ok: true /** One at least has both; the others have one. */; readonly pairs: readonly SchemaPair[] }
  | Refusal;

/** A side cannot be read, or there is nothing to compare: why, in sentences. */
interface Refusal {
  readonly ok: false;
  readonly message: string;
}

/** What the sides are called in messages. */
const CALLED = { base: 'BASE', head: 'HEAD' } as const;
const SIDES = ['base', 'head'] as const;

/** Beside a file of any name, that of a tree which has the same place is looked for. */
const WHICH = 'To compare the file with the schema of a program, name it: --root qapi, qga or storage-daemon.';

/** A root that each side is asked for. */
interface Asked {
  readonly program: RootName | undefined;
  /** Its path, as if it stood in the folder; it need not exist. */
  readonly root: string;
}

/** Reads the schemas of two sides, for each program of QEMU that one of them has. Never rejects. */
export async function readComparison(question: ComparisonQuestion): Promise<ComparisonOutcome> {
  const { folder, host } = question;
  const specs: Record<'base' | 'head', SideSpec> = { base: specOf(question, 'base'), head: specOf(question, 'head') };
  const files = await filesAmong(question, specs);
  if ('ok' in files) return files;

  const asked = askedFor(question, specs, files);
  const schemas: Record<'base' | 'head', (Schema | undefined)[]> = { base: [], head: [] };
  const versions: Record<'base' | 'head', (QemuVersion | undefined)[]> = { base: [], head: [] };
  const reasons: string[][] = asked.map(() => []);
  for (const side of SIDES) {
    question.reading?.(question[side]);
    for (const [index, { root }] of asked.entries()) {
      const spec = specs[side];
      const { outcome, schema } = await loadBaseline({
        spec: spec.kind === 'dir' ? `dir:${spec.path}` : question[side],
        root,
        treeFolder: folder,
        configFolder: folder,
        version: undefined,
        host,
        called: CALLED[side],
      });
      if (outcome.kind === 'problem') return refusal(outcome.message, outcome.help);
      if (spec.kind === 'dir' && schema && isNoSchema(schema)) return noSchema(CALLED[side], spec.path, schema);
      if (outcome.kind === 'none') reasons[index]?.push(outcome.reason);
      schemas[side].push(schema);
      versions[side].push(await versionOf(outcome, spec));
    }
  }
  const pairs = asked.map(({ program }, i) => ({
    program,
    base: schemas.base[i],
    head: schemas.head[i],
    baseVersion: versions.base[i],
    headVersion: versions.head[i],
  }));
  if (!pairs.some(({ base, head }) => base && head)) {
    // What neither side has is not missed.
    const missed = reasons.filter((some) => some.length === 1);
    const hint = files.length === 1 && asked[0]?.program === undefined ? WHICH : undefined;
    return refusal(...new Set((missed.length > 0 ? missed : reasons).flat()), hint);
  }
  return { ok: true, pairs: pairs.filter(({ base, head }) => base ?? head) };
}

/** The version of a side: of a tree what the nearest VERSION file says, from its top upwards. */
async function versionOf(outcome: BaselineOutcome, spec: SideSpec): Promise<QemuVersion | undefined> {
  if (spec.kind === 'release') return spec.version;
  if (outcome.kind !== 'found') return undefined;
  for (const folder of foldersUp(treeFolderOf(outcome.root))) {
    const content = await outcome.read(`${folder}/VERSION`);
    const version = content.kind === 'file' ? parseVersion(decodeText(content.bytes).text) : undefined;
    if (version) return version;
  }
  return undefined;
}

/** The sides that are files, as absolute paths; or what is wrong with a side. */
async function filesAmong(
  question: ComparisonQuestion,
  specs: Readonly<Record<'base' | 'head', SideSpec>>,
): Promise<readonly string[] | Refusal> {
  const files: string[] = [];
  for (const side of SIDES) {
    const spec = specs[side];
    if (spec.kind === 'invalid') return refusal(spec.message);
    if (spec.kind !== 'dir') continue;
    const path = absolute(question.folder, spec.path);
    const { kind } = await question.host.read(path);
    // Whoever has written dir: means a path, and gets the answer that baselines give.
    if (kind === 'missing' && !question[side].startsWith('dir:')) {
      return refusal(`There is no file or folder ${quoted(spec.path)}.`, sideHint(spec.path));
    }
    if (kind === 'file') files.push(path);
  }
  return files;
}

/** A single file in which nothing can be read as a definition, and something should be: another kind of JSON. */
function isNoSchema({ definitions, sources: { files } }: Schema): boolean {
  const [file, ...more] = files;
  return file !== undefined && more.length === 0 && definitions.length === 0 && file.tree.problems.length > 0;
}

function noSchema(called: string, path: string, { sources }: Schema): Refusal {
  const isAnswer = sources.files.some(({ tree }) => tree.text.includes('"meta-type"'));
  const hint = `It looks like an answer of query-qmp-schema: write introspection:${path}.`;
  return refusal(`${called} ${quoted(path)} holds no schema.`, isAnswer ? hint : undefined);
}

function specOf(question: ComparisonQuestion, side: 'base' | 'head'): SideSpec {
  return parseSide(question[side], CALLED[side]);
}

function refusal(...sentences: readonly (string | undefined)[]): Refusal {
  return { ok: false, message: sentences.filter((sentence) => sentence !== undefined).join(' ') };
}

/** @param files the sides that are files */
function askedFor(
  { program, folder }: ComparisonQuestion,
  { base, head }: Readonly<Record<'base' | 'head', SideSpec>>,
  files: readonly string[],
): readonly Asked[] {
  const rootOf = (name: RootName): Asked => ({
    program: name,
    root: normalizePath(`${folder}/${ROOT_PLACES[name][0]}`),
  });
  if (program !== undefined) return [rootOf(program)];
  const other = files.find((file) => rootNameOf(file) === undefined);
  if (other !== undefined) return [{ program: undefined, root: other }];
  const known = files.map(rootNameOf).find((name) => name !== undefined);
  if (known !== undefined) return [rootOf(known)];
  // What programs say of themselves may be compared whatever they are.
  if (base.kind === 'introspection' && head.kind === 'introspection') {
    return [{ program: undefined, root: `${folder}/answer.json` }];
  }
  return ROOTS.map(rootOf);
}
