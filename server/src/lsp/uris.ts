/** Addresses of files: URIs outside, paths inside. */
import { URI } from 'vscode-uri';
import type { Host } from '../workspace/host.ts';
import { BASELINE_SCHEME } from './protocol.ts';

/** A path in a baseline that is no folder: where it comes from, then where it stands there. No file on a disk has such a path. */
const IN_BASELINE = /^((?:release|git):[^/]+|introspection(?::[^/]+)?):(\/.*)$/;

/**
 * @returns the absolute path with `/` between its parts; for a document of a baseline its path in the baseline's schema. What
 *   else is no file on disk (an untitled document) keeps its whole URI as path: it is never read, only looked up among the
 *   open documents.
 */
export function toPath(uri: string): string {
  const parsed = URI.parse(uri);
  if (parsed.scheme === BASELINE_SCHEME) return parsed.path.replace(/^\/([^/]*)/, '$1:');
  return parsed.scheme === 'file' ? parsed.fsPath.replaceAll('\\', '/') : uri;
}

/** Whether a path is that of a baseline's text that no file has: `release:8.2:/qapi/block.json`. */
export function isInBaseline(path: string): boolean {
  return IN_BASELINE.test(path);
}

/** The path of a workspace folder: editors disagree about a slash at its end. */
export function toFolder(uri: string): string {
  return toPath(uri).replace(/(?<=[^/])\/+$/, '');
}

/** The URI of a path. In a baseline it ends in the file's name, which editors show: `qapi-baseline:/release:8.2/qapi/block.json`. */
export function toUri(path: string): string {
  const [, origin, place] = IN_BASELINE.exec(path) ?? [];
  if (origin !== undefined) return URI.from({ scheme: BASELINE_SCHEME, path: `/${origin}${place}` }).toString();
  return /^[a-z][a-z0-9+.-]+:/i.test(path) ? path : URI.file(path).toString();
}

/**
 * The host without what is no file on disk: an untitled document's path, and those of its includes, are relative, and
 * would be looked for in whatever folder the server was started in.
 */
export function withoutRelativePaths(host: Host): Host {
  return {
    read: async (path) => (/^(?:[A-Za-z]:)?\//.test(path) ? host.read(path) : { kind: 'missing', reason: '' }),
    find: (directory, wanted, skip) => host.find(directory, wanted, skip),
    git: host.git,
    generator: host.generator,
    program: host.program,
    history: host.history,
  };
}
