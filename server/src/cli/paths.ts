/** Paths as users write and read them. Inside the program they are absolute, with `/` between the parts. */
import { relative, resolve, sep } from 'node:path';

/** A path of the command line, made absolute. */
export function absolutePath(cwd: string, path: string): string {
  return slashed(resolve(cwd, path));
}

/** Whether a path leads to a file, and not into a release or a commit: `release:8.2:/qapi/block.json`. */
export function isOnDisk(path: string): boolean {
  return !/^[a-z]{2,}:/.test(path);
}

/**
 * What a path into a baseline is good for: the texts of releases and of answers of query-qmp-schema are ours, and nobody has
 * them. Of a release the file at least is one of QEMU's.
 */
export function knownPlace(path: string): 'line' | 'file' | 'nothing' {
  if (path.startsWith('introspection:')) return 'nothing';
  return path.startsWith('release:') ? 'file' : 'line';
}

/** A path as it is shown: relative to the working directory. */
export function shownPath(cwd: string, path: string): string {
  if (!isOnDisk(path)) return path;
  return slashed(relative(cwd, path)) || '.';
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
