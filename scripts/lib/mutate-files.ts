/** Mistakes with files: what stands in which, and which includes which. */
import { posix } from 'node:path';
import type { Random } from './random.ts';

/** The texts by absolute path, to be changed; the first is the root. */
type Files = Record<string, string>;

/** Definitions with their comments, and directives, as far as there is a blank line between them. */
export function blocksOf(text: string): string[] {
  return text.split(/\n\n(?=##\n|\{)/);
}

/** Puts a block somewhere in a file. */
function insert(files: Files, path: string, block: string, random: Random): void {
  const blocks = blocksOf(files[path] ?? '');
  blocks.splice(random.below(blocks.length + 1), 0, block);
  files[path] = `${blocks.join('\n\n')}\n`;
}

/** Lets a file include another one, or itself, by one of its names. */
function include(files: Files, from: string, to: string, random: Random): void {
  const name = posix.relative(posix.dirname(from), to);
  const spelt = random.pick([name, name, name, `./${name}`, `no-such/../${name}`, to, name.toUpperCase(), `${name}/`]);
  insert(files, from, `{ 'include': '${spelt}' }`, random);
}

/** One of the files, or now and then one more, which is included. */
function anyFile(files: Files, random: Random): string {
  const paths = Object.keys(files);
  if (!random.oneIn(2)) return random.pick(paths);
  const folder = posix.dirname(paths[0] as string);
  const path = `${folder}/${random.pick(['more.json', 'sub/more.json'])}`;
  if (files[path] === undefined) {
    files[path] = '';
    include(files, random.pick(paths), path, random);
  }
  return path;
}

export const filings: ((files: Files, random: Random) => void)[] = [
  (files, random) => {
    // A definition goes to another file, or is copied there.
    const from = random.pick(Object.keys(files));
    const blocks = blocksOf(files[from] ?? '');
    const at = random.below(blocks.length);
    const block = blocks[at] ?? '';
    if (random.oneIn(2)) {
      blocks.splice(at, 1);
      files[from] = blocks.join('\n\n');
    }
    insert(files, anyFile(files, random), block, random);
  },
  // A file is included once more, perhaps by one that it includes.
  (files, random) => include(files, anyFile(files, random), random.pick(Object.keys(files)), random),
  (files, random) => {
    // An include goes.
    const path = random.pick(Object.keys(files));
    files[path] = (files[path] ?? '').replace(/\{\s*'include'[^}]*\}\n?/, '');
  },
];
