/** Which files a user has declared to be roots, or to hold messages. */
import picomatch from 'picomatch';

/** Whether a path matches one of the glob patterns, which are relative to a folder. */
export function matchesPatterns(path: string, folder: string, patterns: readonly string[]): boolean {
  if (!path.startsWith(`${folder}/`)) return false;
  const relative = path.slice(folder.length + 1);
  return patterns.some((pattern) => picomatch.isMatch(relative, pattern.replace(/^\.\//, '')));
}
