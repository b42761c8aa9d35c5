/** Addresses of files: URIs outside, paths inside. */
import { URI } from 'vscode-uri';

/**
 * @returns the absolute path with `/` between its parts. What is no file on disk (an untitled document) keeps its whole
 *   URI as path: it is never read, only looked up among the open documents.
 */
export function toPath(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath.replaceAll('\\', '/') : uri;
}

export function toUri(path: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(path) ? path : URI.file(path).toString();
}
