// From names to declarations and back: the ways through a schema.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { includeLinks } from '../../server/src/features/document-links.ts';
import { definitionAt, highlightsAt, namedAt, referencesAt } from '../../server/src/features/navigation.ts';
import { CAFE, oddTrees, openMarked, type Texts } from './marked-tree.ts';

const ROOT = 'qapi/qapi-schema.json';

async function leadsTo(texts: Texts): Promise<void> {
  const { analyses, path, offset, expected, show } = await openMarked(texts);
  assert.deepEqual(show(definitionAt(analyses, path, offset)), expected);
}

describe('the definition', () => {
  const cases: Record<string, string> = {
    'of a type': `
{ 'struct': '«Cup»', 'data': { 'size': 'int' } }
{ 'command': 'pour', 'data': 'C|up', 'boxed': true }`,

    'of the type of a list': `
{ 'struct': '«Cup»', 'data': { 'size': 'int' } }
{ 'event': 'TRAY_FULL', 'data': { '*cups': [ 'Cup|' ] } }`,

    'of a base': `
{ 'struct': '«Cup»', 'data': { 'size': 'int' } }
{ 'struct': 'Mug', 'base': '|Cup', 'data': { 'handle': 'bool' } }`,

    'of a discriminator: a member of the base': `
{ 'enum': 'Kind', 'data': [ 'mug', 'glass' ] }
{ 'struct': 'Mug', 'data': { 'handle': 'bool' } }
{ 'union': 'Cup', 'base': { '«kind»': 'Kind' }, 'discriminator': 'ki|nd', 'data': { 'mug': 'Mug' } }`,

    'of a branch: a value of the enum': `
{ 'enum': 'Kind', 'data': [ '«mug»', 'glass' ] }
{ 'struct': 'Mug', 'data': { 'handle': 'bool' } }
{ 'union': 'Cup', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'm|ug': 'Mug' } }`,

    'of a name in the running text of a comment': `
##
# @pour:
#
# Pours until @size is reached.  Needs a \`Cup\`, which is any @C|up.
##
{ 'command': 'pour', 'data': { 'size': 'int' } }
{ 'struct': '«Cup»', 'data': { 'size': 'int' } }`,

    'of a member that a comment describes': `
##
# @pour:
#
# @si|ze: how much
##
{ 'command': 'pour', 'data': { '*«size»': 'int' } }`,

    'of what a comment is for': `
##
# @po|ur:
##
{ 'command': '«pour»' }`,

    'of a value in an example': `
##
# @pour:
#
# Example:
#
# -> { "execute": "pour", "arguments": { "into": "gla|ss" } }
##
{ 'command': 'pour', 'data': { 'into': 'Kind' } }
{ 'enum': 'Kind', 'data': [ 'mug', '«glass»' ] }`,

    'of the key of an answer in an example: the command': `
##
# @pour:
#
# Example:
#
# -> { "execute": "pour" }
# <- { "ret|urn": {} }
##
{ 'command': '«pour»' }`,

    'of a command that a pragma names': `
{ 'pragma': { 'command-name-exceptions': [ 'pour_|out' ] } }
{ 'command': '«pour_out»' }`,

    'of a declaration is itself': `
{ 'enum': 'Kind', 'data': [ 'mug', { 'name': '«g|lass»' } ] }`,

    'of a name that stands twice is the first, where it is used': `
{ 'struct': '«Cup»', 'data': {} }
{ 'struct': 'Cup', 'data': {} }
{ 'command': 'pour', 'data': 'C|up' }`,

    'of a built-in type does not exist': `
{ 'struct': 'Cup', 'data': { 'size': 'i|nt' } }`,

    'of an unknown type does not exist': `
{ 'struct': 'Cup', 'data': { 'size': 'Si|ze' } }`,

    'of a word of the language does not exist': `
{ 'struct': 'Cup', 'da|ta': { 'size': 'int' } }`,
  };
  for (const [title, text] of Object.entries(cases)) it(title, () => leadsTo({ [ROOT]: text }));

  it('stands in another file', () =>
    leadsTo({
      [ROOT]: "{ 'include': 'cup.json' }\n{ 'command': 'pour', 'data': 'C|up' }",
      'qapi/cup.json': "{ 'struct': '«Cup»', 'data': {} }",
    }));

  it('of an include is the beginning of its file', () =>
    leadsTo({
      [ROOT]: "{ 'include': '../tools/c|up.json' }",
      'tools/cup.json': "«»{ 'struct': 'Cup', 'data': {} }",
    }));

  it('of an include that leads back is the file nevertheless', () =>
    leadsTo({
      [ROOT]: "«»{ 'include': 'cup.json' }",
      'qapi/cup.json': "{ 'include': 'qapi-schema|.json' }",
    }));

  it('of an include that leads nowhere does not exist', () => leadsTo({ [ROOT]: "{ 'include': 'c|up.json' }" }));

  it('may be two, where two roots that share a file have different types of one name', async () => {
    const { analyses, path, offset, expected, show } = await openMarked(
      {
        [ROOT]: "{ 'struct': '«Cup»', 'data': {} }\n{ 'include': 'pour.json' }",
        'qga/qapi-schema.json': "{ 'enum': '«Cup»', 'data': [] }\n{ 'include': '../qapi/pour.json' }",
        'qapi/pour.json': "{ 'command': 'pour', 'data': { 'into': 'C|up' } }",
      },
      [ROOT, 'qga/qapi-schema.json'],
    );
    assert.deepEqual(show(definitionAt(analyses, path, offset)), expected);
  });
});

describe('references', () => {
  async function areFound(texts: Texts, declaration: boolean, roots?: string[]): Promise<void> {
    const { analyses, path, offset, expected, show } = await openMarked(texts, roots);
    const places = referencesAt(analyses, path, offset, { declaration });
    assert.deepEqual(show(places), expected);
    const keys = places.map(({ file, span }) => `${file} ${String(span.start).padStart(6)}`);
    assert.deepEqual(keys, [...new Set(keys)].sort(), 'each once, in order');
  }

  it('of a value: its declaration, branches, documentation and examples', () =>
    areFound(
      {
        [ROOT]: `
{ 'include': 'kind.json' }
##
# @pour:
#
# .. qmp-example::
#
#     -> { "execute": "pour", "arguments": { "kind": "«mug»" } }
##
{ 'command': 'pour', 'data': 'Cup', 'boxed': true }
{ 'union': 'Cup', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { '«m|ug»': 'Mug' } }
{ 'struct': 'Mug', 'data': { '*mug': 'Mug' } }`,
        'qapi/kind.json': `
##
# @Kind:
#
# @«mug»: with a handle.  Unlike @«mug», a @glass has none.
#
# @glass: without
##
{ 'enum': 'Kind', 'data': [ '«mug»', 'glass' ] }`,
      },
      true,
    ));

  it('without the declaration', () =>
    areFound({ [ROOT]: "{ 'struct': 'C|up', 'data': { '*inner': '«Cup»' } }" }, false));

  it('of a member and of a type with the same name are kept apart', () =>
    areFound(
      {
        [ROOT]: `
##
# @pour:
#
# @«size»: how much
##
{ 'command': 'pour', 'data': { '«size|»': 'size' } }
{ 'command': 'drink', 'data': { 'size': 'size' } }`,
      },
      true,
    ));

  it('in all roots, what they share once', () =>
    areFound(
      {
        [ROOT]: "{ 'include': 'cup.json' }\n{ 'command': 'pour', 'data': '«Cup»' }",
        'storage-daemon/qapi/qapi-schema.json': `
{ 'include': '../../qapi/cup.json' }
{ 'command': 'store', 'data': '«Cup»' }`,
        'qapi/cup.json': "{ 'struct': '«|Cup»', 'data': { '*inner': '«Cup»' } }",
      },
      true,
      [ROOT, 'storage-daemon/qapi/qapi-schema.json'],
    ));

  it('of nothing', () => areFound({ [ROOT]: "{ 'struct': 'Cup', 'data': {|} }" }, true));
});

describe('highlights', () => {
  it('are the references in the same file', async () => {
    const { analyses, path, offset, expected, show } = await openMarked({
      [ROOT]: `
##
# @«pour»:
#
# Use @«po|ur» with care.
##
{ 'command': '«pour»' }
{ 'include': 'more.json' }`,
      'qapi/more.json': '##\n# @pour is elsewhere.\n##',
    });
    assert.deepEqual(show(highlightsAt(analyses, path, offset).map((span) => ({ file: path, span }))), expected);
  });

  it('are none where nothing is named', async () => {
    const { analyses, path } = await openMarked({ [ROOT]: '# just a comment' });
    assert.deepEqual(highlightsAt(analyses, path, 5), []);
  });
});

describe('links', () => {
  it('stand on the paths of includes that lead to a file', async () => {
    const { analyses, path, plain } = await openMarked({
      [ROOT]: "{ 'include': './a.json' }\n{ 'include': 'nowhere.json' }\n{ 'include': '' }",
      'qapi/a.json': '',
    });
    const links = includeLinks(analyses, path).map(({ span, target }) => [
      plain[path]?.slice(span.start, span.end),
      target,
    ]);
    assert.deepEqual(links, [['./a.json', '/tree/qapi/a.json']]);
  });

  it('are none in a file that no root includes', async () => {
    const { analyses } = await openMarked({ [ROOT]: '' });
    assert.deepEqual(includeLinks(analyses, '/tree/other.json'), []);
  });
});

describe('at any place of any text', () => {
  it('nothing fails, and what is found fits together', async () => {
    for (const texts of [CAFE, ...oddTrees()]) {
      const { analyses, plain } = await openMarked(texts);
      for (const [path, text] of Object.entries(plain)) {
        for (let offset = -1; offset <= text.length + 1; offset++) {
          const named = namedAt(analyses, path, offset);
          const definitions = definitionAt(analyses, path, offset);
          const all = referencesAt(analyses, path, offset, { declaration: true });
          const here = all.filter(({ file }) => file === path).map(({ span }) => span);
          assert.deepEqual(highlightsAt(analyses, path, offset), here);
          for (const { file, span } of all) {
            assert.ok(0 <= span.start && span.start <= span.end && span.end <= (plain[file]?.length ?? -1));
          }
          if (!named) continue;
          assert.ok(here.some(({ start, end }) => start === named.span.start && end === named.span.end));
          for (const definition of definitions) assert.ok(all.some((place) => isSame(place, definition)));
        }
      }
    }
  });
});

function isSame(a: { file: string; span: object }, b: { file: string; span: object }): boolean {
  return JSON.stringify([a.file, a.span]) === JSON.stringify([b.file, b.span]);
}
