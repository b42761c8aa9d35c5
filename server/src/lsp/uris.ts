/** Addresses of files: URIs outside, paths inside. */
import { URI } from 'vscode-uri';
import type { Host } from '../workspace/host.ts';

/**
 * @returns the absolute path with `/` between its parts. What is no file on disk (an untitled document) keeps its whole
 *   URI as path: it is never read, only looked up among the open documents.
 */
export function toPath(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath.replaceAll('\\', '/') : uri;
}

/** The path of a workspace folder: editors disagree about a slash at its end. */
export function toFolder(uri: string): string {
  return toPath(uri).replace(/(?<=[^/])\/+$/, '');
}

export function toUri(path: string): string {
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
    history: host.history,
  };
}
