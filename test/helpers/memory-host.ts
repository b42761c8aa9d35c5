/** The host of tests: files and a git repository that live in memory. */
import { readVerdict } from '../../server/src/analysis/agreement.ts';
import type { History } from '../../server/src/history/history.ts';
import { normalizePath } from '../../server/src/schema/load.ts';
import type {
  FileContent,
  Generator,
  GeneratorError,
  Git,
  GitError,
  Host,
  Program,
  ProgramReply,
} from '../../server/src/workspace/host.ts';
import { referenceProblem } from '../../server/src/workspace/reference.ts';

export interface MemoryGit {
  /** The top folder of the repository; `/` if not given. */
  readonly top?: string;
  /** The files of each tag, by paths relative to the top. */
  readonly tags: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>;
  readonly email?: string;
  /** What every question is answered with: a machine without git, a repository of somebody else. */
  readonly error?: GitError;
}

export interface MemoryGenerator {
  /** What it writes to its standard error, by the path of the root; a root that it says nothing about is accepted. */
  readonly says?: Readonly<Record<string, string>>;
  /** What every question is answered with: a machine without Python. */
  readonly error?: GeneratorError;
}

/** What running programs answer, by where they listen: the path of a socket, `localhost:4444`. Nobody listens anywhere else. */
export type MemoryProgram = Readonly<Record<string, ProgramReply>>;

export interface MemoryHost extends Host {
  /** Adds a file, or gives it another text. */
  write(path: string, text: string | Uint8Array): void;
  /** Makes a path answer `unreadable`. */
  lock(path: string, reason: string): void;
  /** Keeps everybody from looking into a folder. */
  close(path: string, reason: string): void;
  /** Every path that was read, in order. */
  readonly reads: string[];
}

/**
 * @param files by absolute path; the folders are those that hold a file
 * @param git a repository; without one, git may not be run
 * @param generator what generators answer; without one, none may be run
 * @param history of upstream's API; without one, none comes with the program
 * @param program the running programs; without them, none may be connected to
 */
export function memoryHost(
  files: Readonly<Record<string, string | Uint8Array>>,
  git?: MemoryGit,
  generator?: MemoryGenerator,
  history?: History,
  program?: MemoryProgram,
): MemoryHost {
  const contents = new Map(Object.entries(files).map(([path, text]) => [normalizePath(path), bytesOf(text)]));
  const locked = new Map<string, string>();
  const closed = new Map<string, string>();
  const reads: string[] = [];
  return {
    reads,
    history: history && (() => history),
    write: (path, text) => void contents.set(normalizePath(path), bytesOf(text)),
    lock: (path, reason) => void locked.set(normalizePath(path), reason),
    close: (path, reason) => void closed.set(normalizePath(path), reason),
    async read(path): Promise<FileContent> {
      reads.push(path);
      const place = normalizePath(path);
      const reason = locked.get(place);
      if (reason !== undefined) return { kind: 'unreadable', reason };
      const bytes = contents.get(place);
      if (bytes !== undefined) return { kind: 'file', bytes };
      return isFolder(contents, place)
        ? { kind: 'directory', reason: closed.get(place) ?? '' }
        : { kind: 'missing', reason: '' };
    },
    async find(directory, wanted, skip) {
      const folder = below(normalizePath(directory));
      const inside = [...contents.keys()].filter((path) => path.startsWith(folder));
      return inside.filter((path) => wanted(path) && !foldersOf(path, folder).some(skip)).sort();
    },
    git: git && memoryGit(git),
    generator: generator && memoryGenerator(generator),
    program: program && memoryProgram(program),
  };
}

function memoryGit({ top = '/', tags, email, error }: MemoryGit): Git {
  const names = Object.keys(tags);
  const commitOf = (index: number) => (index + 1).toString(16).padStart(40, '0');
  const filesOf = (commit: string) => tags[names.find((_, index) => commitOf(index) === commit) ?? ''] ?? {};
  const fail = (kind: GitError['kind'], detail = '') => ({ ok: false as const, error: { kind, detail } });
  return {
    async topOf(directory) {
      if (error) return { ok: false, error };
      const place = normalizePath(directory);
      if (place !== top && !place.startsWith(below(top))) return fail('no-repository', 'not a git repository');
      return { ok: true, top, place: place.slice(below(top).length) };
    },
    async resolve(_, reference) {
      if (error) return { ok: false, error };
      const refused = referenceProblem(reference);
      if (refused !== undefined) return fail('refused', refused);
      const commit = names.findIndex((_, place) => commitOf(place) === reference);
      const index = commit >= 0 ? commit : names.indexOf(reference.replace(/^refs\/tags\//, ''));
      return index < 0 ? fail('no-reference', `no reference ${reference}`) : { ok: true, commit: commitOf(index) };
    },
    async tagsAt(_, commit) {
      return names.filter((_, index) => commitOf(index) === commit);
    },
    async show(_, commit, path) {
      const files = filesOf(commit);
      const text = files[path];
      if (text !== undefined) return { ok: true, output: bytesOf(text) };
      return fail(Object.keys(files).some((file) => file.startsWith(`${path}/`)) ? 'directory' : 'missing');
    },
    async list(_, commit) {
      return { ok: true, paths: Object.keys(filesOf(commit)).sort() };
    },
    async email() {
      return email;
    },
  };
}

function memoryGenerator({ says = {}, error }: MemoryGenerator): Generator {
  return {
    async check(_, root) {
      return error
        ? { ok: false, error }
        : { ok: true, verdict: readVerdict(says[root] ?? '', root), python: '3.11.7' };
    },
  };
}

function memoryProgram(program: MemoryProgram): Program {
  return {
    async ask(address, signal) {
      const place = address.kind === 'unix' ? address.path : `${address.host}:${address.port}`;
      const kind = signal?.aborted ? 'cancelled' : address.kind === 'unix' ? 'missing' : 'refused';
      const reply = signal?.aborted ? undefined : program[place];
      return reply ?? { ok: false, error: { kind, detail: '' } };
    },
  };
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** The bytes in pieces, of which there are a thousand at most: small ones, so that what is longer than a word is cut somewhere. */
export async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = Math.max(7, Math.ceil(bytes.length / 1000));
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function below(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function isFolder(contents: ReadonlyMap<string, Uint8Array>, place: string): boolean {
  return [...contents.keys()].some((path) => path.startsWith(below(place)));
}

/** The folders between a folder and a file below it. */
function foldersOf(path: string, folder: string): string[] {
  const parts = path.slice(folder.length).split('/').slice(0, -1);
  return parts.map((_, index) => folder + parts.slice(0, index + 1).join('/'));
}
