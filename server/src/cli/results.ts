/**
 * What a command found, in the form that other tools show: results with their places, whatever they are results of. `check`
 * makes them of problems, `diff` of changes; what can be read off them are the formats SARIF (`sarif.ts`) and GitHub's (`github.ts`).
 */
import { relative, sep } from 'node:path';
import type { Host } from '../workspace/host.ts';
import type { Range } from './report.ts';

/** How serious a result is, in the words of SARIF. */
export type Level = 'error' | 'warning' | 'note';

/** What results are instances of: a rule, or a kind of change. Its texts are Markdown. */
export interface Criterion {
  readonly id: string;
  readonly category: string;
  /** What results have where nothing else is set; undefined where there are none then. */
  readonly level: Level | undefined;
  /** One sentence. */
  readonly summary: string;
  readonly why: string;
  /** All that helps: why, and what to do. */
  readonly help: string;
}

/** A stretch of a file. */
export interface Place {
  /** Absolute. */
  readonly path: string;
  readonly range: Range;
}

/** The thing that a result is about, as the schema and its clients know it. */
export interface Subject {
  readonly name: string;
  /** The way on the wire, `blockdev-add: argument file.locking`; of what clients do not see, the way in the schema: `Disk.size`. */
  readonly fullName: string;
  readonly kind: string;
}

export interface Result {
  /** Of the criterion. */
  readonly id: string;
  readonly level: Level;
  /** Plain text. */
  readonly message: string;
  /** Undefined where there is nothing to point at: what is gone stands in no file. */
  readonly place: Place | undefined;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly subject: Subject | undefined;
  /**
   * What makes it the same result in the next run, when the text around it has changed. It holds no line numbers; results
   * that are alike in it are told apart by their order.
   */
  readonly identity: readonly string[];
  /** Ways out that can be taken as they are. */
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (Place & { readonly newText: string })[];
  }[];
  /** What else programs may want to know. `buildBreaking`, where it is true, is told in titles too. */
  readonly properties: Readonly<Record<string, string | boolean>>;
}

/** What one run of a command came to. */
export interface Results {
  /** All that the command knows, whether there are results or not, in a lasting order. */
  readonly criteria: readonly Criterion[];
  readonly results: readonly Result[];
  /** What went wrong with the run itself, in sentences. */
  readonly failures: readonly string[];
  readonly exitStatus: 0 | 1 | 2;
  /** What paths are relative to: an absolute folder. */
  readonly sourceRoot: string;
}

/**
 * The folder that code hosts take paths as relative to: the top of the repository that a folder is in.
 * @param folder absolute
 * @returns that folder itself where it is in no repository
 */
export async function sourceRootOf(folder: string, host: Host): Promise<string> {
  for (let at = folder; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    // A folder, or in a worktree or a submodule a file. No git is asked: in CI it often refuses, as the files are somebody else's.
    const { kind } = await host.read(`${at}/.git`);
    if (kind === 'directory' || kind === 'file') return at;
  }
  return folder;
}

/** A path relative to the source root, with `/` between the parts; undefined for one that is not below it. */
export function pathBelow(sourceRoot: string, path: string): string | undefined {
  const below = relative(sourceRoot, path).replaceAll(sep, '/');
  return below === '' || below.startsWith('../') || below.startsWith('/') || /^[A-Za-z]:\//.test(below)
    ? undefined
    : below;
}
