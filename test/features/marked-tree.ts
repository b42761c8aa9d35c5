/** Small trees in memory for the features that are asked about a place: `|` is the caret, `«»` stand around what is to be found. */
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import type { Place } from '../../server/src/features/navigation.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const FOLDER = '/tree';

/** The texts of a tree by path. Where there is just one root it is the first. */
export type Texts = Readonly<Record<string, string>>;

export interface MarkedTree {
  readonly analyses: readonly Analysis[];
  /** The file with the caret, and where it stands there; offset 0 of the first file without one. */
  readonly path: string;
  readonly offset: number;
  /** The texts without any marks, by absolute path. */
  readonly plain: Texts;
  /** The texts as written, but for the caret. */
  readonly expected: Texts;
  /** The texts with marks around places: to be compared with `expected`. */
  show(places: readonly Place[]): Texts;
}

/**
 * @param texts by path; at most one has a caret
 * @param roots those that are analysed, the first of the texts unless given
 */
export async function openMarked(texts: Texts, roots = Object.keys(texts).slice(0, 1)): Promise<MarkedTree> {
  const plain: Record<string, string> = {};
  const expected: Record<string, string> = {};
  let path = `${FOLDER}/${Object.keys(texts)[0]}`;
  let offset = 0;
  for (const [name, marked] of Object.entries(texts)) {
    const place = `${FOLDER}/${name}`;
    const caret = marked.replace(/[«»]/g, '').indexOf('|');
    if (caret >= 0) [path, offset] = [place, caret];
    expected[place] = marked.replace('|', '');
    plain[place] = readMarks(expected[place]).text;
  }
  const workspace = new Workspace(memoryHost(plain), [FOLDER]);
  workspace.setSettings({ baseline: 'none' });
  const show = (places: readonly Place[]): Texts =>
    Object.fromEntries(
      Object.entries(plain).map(([file, text]) => {
        const spans = places.filter((found) => found.file === file).map(({ span }) => span);
        return [file, writeMarks(text, spans)];
      }),
    );
  const analyses = await Promise.all(roots.map((root) => workspace.analyse(`${FOLDER}/${root}`)));
  return { analyses, path, offset, plain, expected, show };
}

/** A tree with everything in it that names can stand in. */
export const CAFE: Texts = {
  'qapi/qapi-schema.json': `# The root of the café
{ 'include': 'beans.json' }
{ 'include': 'nowhere.json' }
{ 'pragma': { 'member-name-exceptions': [ 'Cup' ] } }

##
# = The counter
##

##
# @brew:
#
# Brews a cup of @roast; see also \`Cup\`.
#
# @roast: the roast
#
# Features:
#
# @unstable: the recipe may change
#
# Example:
#
# -> { "execute": "brew", "arguments": { "roast": "dark" } }
# <- { "return": { "kind": "filter", "size": 2, "paper": true } }
##
{ 'command': 'brew', 'data': { 'roast': 'Roast', '*sugar': 'int' },
  'returns': 'Cup', 'features': [ 'unstable' ], 'if': 'CONFIG_COFFEE' }

{ 'event': 'CUP_READY', 'data': { 'cups': [ 'Cup' ] } }
{ 'command': 'pour', 'data': 'Cup', 'boxed': true }
`,
  'qapi/beans.json': `{ 'enum': 'Roast', 'data': [ 'light', { 'name': 'dark', 'if': 'CONFIG_NIGHT' } ] }
{ 'enum': 'CupKind', 'data': [ 'filter', 'espresso' ] }
{ 'struct': 'Filter', 'data': { 'paper': { 'type': 'bool', 'features': [ 'deprecated' ] } } }
{ 'union': 'Cup', 'base': { 'kind': 'CupKind', 'size': 'int' }, 'discriminator': 'kind',
  'data': { 'filter': 'Filter' } }
{ 'alternate': 'CupOrName', 'data': { 'cup': 'Cup', 'name': 'str' } }
`,
};

/** Texts that no schema should be: cut off, empty, old, odd. */
export const ODD_TEXTS: readonly string[] = [
  '',
  '|',
  "{ 'include': 'qapi-schema.json' }",
  "{ 'struct': '', 'data': { '': '', '*': [ 'str' ], '*x': [], 'y': { 'z': 'X' } } } { 'enum': '', 'data': [ '' ] }",
  "{ 'type': 'Old', 'data': { 'in': { 'deep': 'int' }, 'list': [ { 'a': 'Old' } ] } }",
  "{ 'union': 'Simple', 'data': { 'a': 'Old', 'b': { 'type': 'Simple', 'if': 'X' } } }",
  "{ 'struct': 'Twice', 'base': 'Twice', 'data': {} }\n{ 'struct': 'Twice', 'data': { 'a: 'Twice' }",
  '##\n# = Heading\n##\n##\n# @x:\n##\n# c\r\n# d\r# e',
  '## ##\n#\n##\n# ***\n# Title\n# ***\n{',
  "{ 'struct': 'Café', 'data': { 'größe': 'int', '😀': 'Café' } }",
];

/** The café with its texts cut off at many places, and the odd texts. */
export function* oddTrees(): Generator<Texts> {
  for (const text of ODD_TEXTS) yield { 'qapi/qapi-schema.json': text };
  const [root, beans] = Object.values(CAFE) as [string, string];
  for (let end = 0; end < root.length; end += 97) {
    yield { 'qapi/qapi-schema.json': root.slice(0, end), 'qapi/beans.json': beans.slice(end) };
  }
}
