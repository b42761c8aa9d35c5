/**
 * Where the roots of schemas are in a QEMU tree, and which tree a root belongs to. The places have changed over the years:
 * until 2.10 the main root stood at the top of the tree.
 */
/** The places of roots in a QEMU tree, relative to its top folder. */
const PLACES = [
  'qapi/qapi-schema.json',
  'qga/qapi-schema.json',
  'storage-daemon/qapi/qapi-schema.json',
  'qapi-schema.json',
  'qapi-schema-guest.json',
  'docs/interop/firmware.json',
  'docs/interop/vhost-user.json',
  'docs/interop/vhost-user-gpu.json',
] as const;

/** Folders that hold no schemas of the tree: version control, packages, and what builds leave behind. */
export function isSkippedFolder(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

/** Whether a path looks like the root of a schema in a QEMU tree. */
export function isRootPath(path: string): boolean {
  return placeOf(path) !== undefined;
}

/**
 * The top folder of the tree that a root belongs to, without a slash at its end. Where the root stands in none of the
 * places known in QEMU trees, its own folder.
 */
export function treeFolderOf(root: string): string {
  const place = placeOf(root);
  return place === undefined ? folderOf(root) : root.slice(0, -place.length - 1);
}

/** The paths at which a tree's roots would stand. */
export function rootCandidates(treeFolder: string): string[] {
  return PLACES.map((place) => `${treeFolder}/${place}`);
}

/** The folder of a path; empty for a path at the top of the file system. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The way from a folder to a file, with `..` where it leads upwards; both are absolute. */
export function relativePath(folder: string, path: string): string {
  const from = folder.split('/');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

/** The folder and those above it, the nearest first, down to the top of the file system, which is the empty text. */
export function* foldersUp(folder: string): Generator<string> {
  let current = folder;
  for (;;) {
    yield current;
    if (current === '' || !current.includes('/')) return;
    current = folderOf(current);
  }
}

/** The longest known place that a path ends in. */
function placeOf(path: string): string | undefined {
  let longest: string | undefined;
  for (const place of PLACES) {
    if (path.endsWith(`/${place}`) && place.length > (longest?.length ?? 0)) longest = place;
  }
  return longest;
}
