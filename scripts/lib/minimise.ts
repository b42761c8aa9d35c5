/** Makes a schema smaller as long as what is interesting about it stays. */
import type { Specimen } from './specimens.ts';

/** How often a specimen is tried at most. */
const MOST_TRIES = 600;

/** What is taken away: paragraphs, then lines, then tokens. */
const SEPARATORS = [/(?<=\n\n)/, /(?<=\n)/, /(?='[^'\n]*')|(?<='[^'\n]*'|[{}[\]:,\n])|(?= )/];

/**
 * Delta debugging: takes away files, and of each file parts, in halves, quarters and so on.
 * @param isInteresting whether a smaller specimen still shows what this one does
 */
export async function minimise(
  specimen: Specimen,
  isInteresting: (smaller: Specimen) => Promise<boolean>,
): Promise<Specimen> {
  let best = specimen;
  let tries = 0;
  const attempt = async (files: Record<string, string>): Promise<boolean> => {
    if (tries++ >= MOST_TRIES) return false;
    const smaller = { name: specimen.name, files };
    if (!(await isInteresting(smaller))) return false;
    best = smaller;
    return true;
  };

  const paths = Object.keys(specimen.files);
  for (const path of paths.slice(1)) {
    const { [path]: _, ...files } = best.files;
    await attempt(files);
  }
  for (const separator of SEPARATORS) {
    for (const path of paths) {
      const text = best.files[path];
      if (text !== undefined) await reduce(text.split(separator), (text) => attempt({ ...best.files, [path]: text }));
    }
  }
  return best;
}

/** Takes away as many of the parts as it can. */
async function reduce(parts: readonly string[], attempt: (text: string) => Promise<boolean>): Promise<void> {
  let kept = parts;
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = kept.length - size; at > -size; at -= size) {
      const without = [...kept.slice(0, Math.max(0, at)), ...kept.slice(at + size)];
      if (without.length < kept.length && (await attempt(without.join('')))) kept = without;
    }
  }
}
