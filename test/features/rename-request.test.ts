// Rename from the editor's side: where one can, to what one can, and what comes of it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import { prepareRenameAt, renameAt, whyNotRenamed } from '../../server/src/features/rename-request.ts';
import { CAFE, oddTrees, openMarked, type Texts } from './marked-tree.ts';

const ROOT = 'qapi/qapi-schema.json';

/** The texts after a rename, by path below the tree's folder. */
async function renamed(texts: Texts, newName: string, roots?: string[]): Promise<Texts> {
  const { analyses, path, offset, plain } = await openMarked(texts, roots);
  const outcome = renameAt(analyses, path, offset, newName);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return Object.fromEntries(
    Object.entries(plain).map(([file, text]) => {
      const edits = outcome.edits.filter((edit) => edit.file === file);
      return [file.replace('/tree/', ''), applyEdits(text, edits)];
    }),
  );
}

async function refusal(text: string, newName: string): Promise<string> {
  const { analyses, path, offset } = await openMarked({ [ROOT]: text });
  const outcome = renameAt(analyses, path, offset, newName);
  assert.ok(!outcome.ok, 'it was renamed');
  return outcome.reason;
}

describe('what is renamed', () => {
  async function isPrepared(text: string, name: string): Promise<void> {
    const { analyses, path, offset, expected, show } = await openMarked({ [ROOT]: text });
    const target = prepareRenameAt(analyses, path, offset);
    assert.deepEqual(show(target ? [{ file: path, span: target.span }] : []), expected);
    assert.equal(target?.name, name);
  }

  it('is the name without quotes and `*`', () =>
    isPrepared("{ 'struct': 'Cup', 'data': { '*«su|gar»': 'int' } }", 'sugar'));

  it('is the name without `@` and `:`', () => isPrepared("##\n# @«C|up»:\n##\n{ 'struct': 'Cup', 'data': {} }", 'Cup'));

  it('is the whole name, prefix included', () =>
    isPrepared("{ 'command': '«__org.example_x-bre|w»' }", '__org.example_x-brew'));
});

describe('a rename', () => {
  it('changes the name wherever it stands', async () => {
    const texts = {
      [ROOT]: `{ 'include': 'kind.json' }
##
# @Cup:
#
# A @mug or not.
##
{ 'union': 'Cup', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'm|ug': 'Mug' } }
{ 'struct': 'Mug', 'data': { 'mug': 'str' } }
`,
      'qapi/kind.json': "{ 'enum': 'Kind', 'data': [ 'mug', 'glass' ] }\n",
    };
    assert.deepEqual(await renamed(texts, 'beaker'), {
      [ROOT]: `{ 'include': 'kind.json' }
##
# @Cup:
#
# A @beaker or not.
##
{ 'union': 'Cup', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'beaker': 'Mug' } }
{ 'struct': 'Mug', 'data': { 'mug': 'str' } }
`,
      'qapi/kind.json': "{ 'enum': 'Kind', 'data': [ 'beaker', 'glass' ] }\n",
    });
  });

  it('keeps the `*` of an optional member', async () => {
    const texts = { [ROOT]: "{ 'struct': 'Cup', 'data': { '*su|gar': 'int' } }" };
    const after = { [ROOT]: "{ 'struct': 'Cup', 'data': { '*honey': 'int' } }" };
    for (const typed of ['honey', '*honey', "'honey'", " '*honey' ", '"honey"', '`honey`']) {
      assert.deepEqual(await renamed(texts, typed), after, typed);
    }
  });

  it('reaches all roots that have the thing, and asks no other root', async () => {
    const texts = {
      [ROOT]: "{ 'include': 'cup.json' }\n{ 'command': 'pour', 'data': 'Cup' }",
      'storage-daemon/qapi/qapi-schema.json':
        "{ 'include': '../../qapi/cup.json' }\n{ 'command': 'store', 'data': 'C|up' }",
      'qga/qapi-schema.json': "{ 'struct': 'Mug', 'data': {} }",
      'qapi/cup.json': "{ 'struct': 'Cup', 'data': {} }",
    };
    assert.deepEqual(await renamed(texts, 'Mug', Object.keys(texts).slice(0, 3)), {
      [ROOT]: "{ 'include': 'cup.json' }\n{ 'command': 'pour', 'data': 'Mug' }",
      'storage-daemon/qapi/qapi-schema.json':
        "{ 'include': '../../qapi/cup.json' }\n{ 'command': 'store', 'data': 'Mug' }",
      'qga/qapi-schema.json': "{ 'struct': 'Mug', 'data': {} }",
      'qapi/cup.json': "{ 'struct': 'Mug', 'data': {} }",
    });
  });

  it('takes both, where two roots mean different things by the name', async () => {
    const texts = {
      [ROOT]: "{ 'struct': 'Cup', 'data': {} }\n{ 'include': 'pour.json' }",
      'qga/qapi-schema.json': "{ 'enum': 'Cup', 'data': [] }\n{ 'include': '../qapi/pour.json' }",
      'qapi/pour.json': "{ 'command': 'pour', 'data': { 'into': 'C|up' } }",
    };
    assert.deepEqual(await renamed(texts, 'Mug', [ROOT, 'qga/qapi-schema.json']), {
      [ROOT]: "{ 'struct': 'Mug', 'data': {} }\n{ 'include': 'pour.json' }",
      'qga/qapi-schema.json': "{ 'enum': 'Mug', 'data': [] }\n{ 'include': '../qapi/pour.json' }",
      'qapi/pour.json': "{ 'command': 'pour', 'data': { 'into': 'Mug' } }",
    });
  });

  it('to the name that it has changes nothing', async () => {
    const { analyses, path, offset } = await openMarked({ [ROOT]: "{ 'command': 'br|ew' }" });
    assert.deepEqual(renameAt(analyses, path, offset, ' brew '), { ok: true, edits: [], cChanges: [] });
  });

  it('tells what changes in C', async () => {
    const { analyses, path, offset } = await openMarked({ [ROOT]: "{ 'command': 'br|ew' }" });
    const outcome = renameAt(analyses, path, offset, 'pour');
    assert.ok(outcome.ok);
    assert.ok(outcome.cChanges.some(({ from, to }) => from === 'qmp_brew' && to === 'qmp_pour'));
  });

  it('may be against the rules of spelling, which will say so', async () => {
    const texts = { [ROOT]: "{ 'command': 'br|ew' }" };
    for (const odd of ['Brew_It', 'q_brew', '__RFQDN_brew', 'x-brew', '__com.example_x-brew']) {
      assert.deepEqual(await renamed(texts, odd), { [ROOT]: `{ 'command': '${odd}' }` });
    }
    assert.deepEqual(await renamed({ [ROOT]: "{ 'enum': 'E', 'data': [ 'o|ne' ] }" }, '1'), {
      [ROOT]: "{ 'enum': 'E', 'data': [ '1' ] }",
    });
  });
});

describe('a rename is refused', () => {
  const toNoName: Record<string, string> = {
    '': 'A name cannot be empty.',
    " '*' ": 'A name cannot be empty.',
    'brew it': 'A name has no spaces.',
    'brew\nit': 'A name has no spaces.',
    'vendor.brew': "A name has dots in its prefix only, as in '__com.example_'.",
    brüh: "'ü' cannot stand in a name: it is made of ASCII letters, digits, '-' and '_'.",
    'brew☕': "'☕' cannot stand in a name: it is made of ASCII letters, digits, '-' and '_'.",
    'brew\u200b':
      "The invisible character U+200B cannot stand in a name: it is made of ASCII letters, digits, '-' and '_'.",
    '2brew': "A name begins with a letter, or with a prefix such as '__com.example_'.",
    _brew: "A name begins with a letter, or with a prefix such as '__com.example_'.",
    '__com.example_': "Behind the prefix '__com.example_' a name goes on with a letter.",
    '__com.example_2nd': "Behind the prefix '__com.example_' a name goes on with a letter.",
  };
  for (const [name, reason] of Object.entries(toNoName)) {
    it(`to ${JSON.stringify(name)}, which is no name`, async () => {
      assert.equal(await refusal("{ 'command': 'br|ew' }", name), reason);
    });
  }

  it('to a value that begins with a sign', async () => {
    assert.equal(
      await refusal("{ 'enum': 'E', 'data': [ 'o|ne' ] }", '-1'),
      "A name begins with a letter or digit, or with a prefix such as '__com.example_'.",
    );
  });

  it('to a name that exists', async () => {
    assert.equal(
      await refusal("{ 'command': 'br|ew' }\n{ 'command': 'pour' }", 'pour'),
      "'brew' cannot become 'pour': command 'pour' exists already (qapi-schema.json:2).",
    );
  });

  it('to the name of a built-in type', async () => {
    assert.equal(
      await refusal("{ 'struct': 'C|up', 'data': {} }", 'str'),
      "'Cup' cannot become 'str': 'str' is the name of a built-in type.",
    );
  });

  const nowhere: Record<string, string> = {
    "{ 'struct': 'Cup', 'data': { 'size': 'i|nt' } }":
      "'int' is a built-in type: its name is part of the schema language.",
    "{ 'struct': 'Cup', 'data': { 'size': [ 'Si|ze' ] } }": "The schema has no type 'Size'.",
    "{ 'struct': 'Cup', 'da|ta': {} }": "'data' is a word of the schema language, not a name.",
    "{ 'include': 'no|where.json' }": 'There is no name here.',
    '# Just |words': 'There is no name here.',
  };
  for (const [text, reason] of Object.entries(nowhere)) {
    it(`at ${text}`, async () => {
      const { analyses, path, offset } = await openMarked({ [ROOT]: text });
      assert.equal(prepareRenameAt(analyses, path, offset), undefined);
      assert.equal(whyNotRenamed(analyses, path, offset), reason);
      assert.equal(await refusal(text, 'anything'), reason);
    });
  }
});

describe('at any place of any text', () => {
  it('nothing fails, and there is a rename exactly where one was announced', async () => {
    for (const texts of [CAFE, ...oddTrees()]) {
      const { analyses, plain } = await openMarked(texts);
      for (const [path, text] of Object.entries(plain)) {
        for (let offset = -1; offset <= text.length + 1; offset++) {
          const target = prepareRenameAt(analyses, path, offset);
          const outcome = renameAt(analyses, path, offset, 'Unheard');
          assert.equal(outcome.ok, target !== undefined);
          if (!outcome.ok) assert.match(outcome.reason, /^['A-Z].*\.$/);
          else assert.ok(outcome.edits.some((edit) => edit.file === path && edit.span.start === target?.span.start));
        }
      }
    }
  });
});
