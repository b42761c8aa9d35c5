/**
 * What the workspace needs from the outside world. The rooms under `platform/` give it on a real machine; tests have a
 * twin in memory. Paths are absolute, with `/` between the parts.
 */
import type { Verdict } from '../analysis/agreement.ts';
import type { History } from '../history/history.ts';

export type FileContent =
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'missing' | 'directory' | 'unreadable';
      /** Why, in the system's words; of a directory, why nobody may look into it. Empty where there is nothing to be said. */
      readonly reason: string;
    };

/** A file that is read piece by piece, of any size. */
export interface FileChunks {
  readonly kind: 'chunks';
  /**
   * Its bytes, in order, cut anywhere; to be read once. Whoever stops early closes the file.
   * @throws an Error whose message says why it cannot be read on, in the system's words
   */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface Host {
  /** The bytes of a file, or why there are none. Never rejects. */
  read(path: string): Promise<FileContent>;

  /**
   * Every file below a directory that passes `wanted`, as absolute paths, sorted. Directories for which `skip` says true
   * are not entered; both are asked with absolute paths. Links to files count as files, links to directories are not
   * followed. An unreadable directory is left out. Never rejects.
   */
  find(directory: string, wanted: (path: string) => boolean, skip: (directory: string) => boolean): Promise<string[]>;

  /** Git, where there is one that may be run: not in an untrusted workspace, not in a browser. */
  readonly git: Git | undefined;

  /** QEMU's own generators, where a program of the tree may be run: not in an untrusted workspace, not in a browser. */
  readonly generator: Generator | undefined;

  /** Running QEMUs on this machine, where they may be connected to: not in an untrusted workspace, not in a browser. */
  readonly program: Program | undefined;

  /**
   * The history of upstream's API that comes with the program, if it does. It is read when it is first asked for.
   * @throws HistoryError where it is not where the program was installed, or damaged; so may the methods of the history
   */
  readonly history: (() => History) | undefined;
}

/** The schema generator that comes with a QEMU tree, in Python. */
export interface Generator {
  /**
   * Lets a tree's generator judge a schema as it is on disk. It runs programs of the tree, as building QEMU does, and
   * writes nothing. Never rejects.
   * @param tree the top folder of the QEMU tree whose generator it is
   * @param root absolute path of the schema's root, in that tree or elsewhere
   * @param signal ends it early
   */
  check(tree: string, root: string, signal?: AbortSignal): Promise<GeneratorAnswer>;
}

export type GeneratorAnswer =
  | {
      readonly ok: true;
      readonly verdict: Verdict /** The version of Python that it ran in. */;
      readonly python: string;
    }
  | { readonly ok: false; readonly error: GeneratorError };

export interface GeneratorError {
  /** `unsupported`: this Python cannot run the tree's generator, which is too old or too new for it. */
  readonly kind: 'no-python' | 'unsupported' | 'too-long' | 'cancelled' | 'failed';
  /** One line, for people. */
  readonly detail: string;
}

/** A running program with a QMP socket: QEMU, its storage daemon. */
export interface Program {
  /**
   * Asks what a program says of its own API, with query-qmp-schema. Nothing in it changes. Nothing is sent before it has
   * greeted as QMP wants it, and the connection is closed in any case. Never rejects.
   * @param address where it listens
   * @param signal ends it early
   */
  ask(address: ProgramAddress, signal?: AbortSignal): Promise<ProgramReply>;
}

/** Where a program listens. There is no way to name another machine. */
export type ProgramAddress =
  | {
      readonly kind: 'unix';
      /** Absolute. */
      readonly path: string;
    }
  | { readonly kind: 'port'; readonly host: 'localhost' | '127.0.0.1' | '::1'; readonly port: number };

export type ProgramReply =
  | {
      readonly ok: true;
      /** From the greeting. */
      readonly version: ProgramVersion;
      /** The list that query-qmp-schema gave, each entry whatever JSON it is. */
      readonly entries: readonly unknown[];
    }
  | { readonly ok: false; readonly error: ProgramError };

/** What a greeting says of the program. */
export interface ProgramVersion {
  readonly qemu: { readonly major: number; readonly minor: number; readonly micro: number };
  /** Of the distribution, empty for a program that somebody has built. */
  readonly package: string;
}

export interface ProgramError {
  /**
   * `missing`, `no-socket`, `denied`, `refused`: what stands at the address. `silent`: connected, and no greeting in time.
   * `no-greeting`: it says something, and that is no greeting of QMP. `closed`: by the program, too early. `no-json`: what it says
   * later on. `no-answer`: JSON, and not what was asked for. `error`: it refuses the command. `too-long`: no answer in time.
   */
  readonly kind:
    | 'missing'
    | 'no-socket'
    | 'denied'
    | 'refused'
    | 'silent'
    | 'no-greeting'
    | 'closed'
    | 'no-json'
    | 'no-answer'
    | 'error'
    | 'too-long'
    | 'too-large'
    | 'cancelled'
    | 'failed';
  /** What the program or the system said, or what was waited for; one line, for people; empty where the kind says all. */
  readonly detail: string;
}

export type GitAnswer =
  | { readonly ok: true; readonly output: Uint8Array }
  | { readonly ok: false; readonly error: GitError };

export interface GitError {
  /**
   * `refused`: the reference is not one that is handed to git (begins with `-`, has control characters, is empty).
   * `missing` and `directory`: what stands at a path of a commit.
   */
  readonly kind: 'refused' | 'no-git' | 'no-repository' | 'no-reference' | 'missing' | 'directory' | 'failed';
  /** What git said, one line; for people. */
  readonly detail: string;
}

/** The questions asked of git. None of them writes anything, runs a program or reaches the network. None ever rejects. */
export interface Git {
  /**
   * The top folder of the repository that holds a directory, and the directory's place in it: `sub/folder`, empty at the
   * top. The two are git's own, with links resolved: the place cannot be had by comparing paths.
   */
  topOf(directory: string): Promise<{ ok: true; top: string; place: string } | { ok: false; error: GitError }>;
  /** The commit that a reference means: 40 hexadecimal digits, or 64. */
  resolve(top: string, reference: string): Promise<{ ok: true; commit: string } | { ok: false; error: GitError }>;
  /** The names of the tags of a commit, sorted; none where nobody can tell. */
  tagsAt(top: string, commit: string): Promise<readonly string[]>;
  /** The bytes of a file at a commit; the path is relative to the top folder, with `/`. */
  show(top: string, commit: string, path: string): Promise<GitAnswer>;
  /** The paths of all files at a commit, relative to the top folder. */
  list(top: string, commit: string): Promise<{ ok: true; paths: readonly string[] } | { ok: false; error: GitError }>;
  /** The configured `user.email`, if any. */
  email(directory: string): Promise<string | undefined>;
}
