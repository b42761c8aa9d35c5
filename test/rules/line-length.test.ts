// Lines that are too long: which ones, and how their paragraphs read afterwards.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { linesTold, mend as mendBy, ROOT, schemaWith, textOf } from '../helpers/doc-text.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const mend = (text: string): Promise<string> => mendBy('doc/line-length', text);
const overlong = (text: string, settings: object = {}): Promise<number[]> =>
  linesTold('doc/line-length', text, settings);

interface Case {
  readonly name: string;
  readonly before: readonly string[];
  /** Nothing changes where it is missing. */
  readonly after?: readonly string[];
}

const LONG = 'x'.repeat(80);

const cases: readonly Case[] = [
  {
    name: 'words move to the next line, and no further than they must',
    before: [
      'Open the tray of the drive that is called @__com.example_drive, and',
      'wait until the guest has let go of the medium that is in it now, all of it.',
      'A short line.',
      'Another one that stays as it is.',
    ],
    after: [
      'Open the tray of the drive that is called @__com.example_drive, and',
      'wait until the guest has let go of the medium that is in it now, all',
      'of it.  A short line.',
      'Another one that stays as it is.',
    ],
  },
  {
    name: 'words that push others out of the next line move these along',
    before: [
      'Open the tray of the drive that is called @__com.example_drive, and wait',
      'until the guest has let go of the medium that is in it now, all of',
      'it, or of as much of it as there is.  The medium is not taken out of',
      'the drive.  That is the matter of somebody else.',
      '',
      'This is another paragraph.',
    ],
    after: [
      'Open the tray of the drive that is called @__com.example_drive, and',
      'wait until the guest has let go of the medium that is in it now, all',
      'of it, or of as much of it as there is.  The medium is not taken out',
      'of the drive.  That is the matter of somebody else.',
      '',
      'This is another paragraph.',
    ],
  },
  {
    name: 'the last line of a paragraph gets another line',
    before: ['Open the tray of the drive that is called @__com.example_drive, and wait.'],
    after: ['Open the tray of the drive that is called @__com.example_drive, and', 'wait.'],
  },
  {
    name: 'sentences are two spaces apart, abbreviations are not sentences',
    before: [
      'Open the tray of the drive that is called @__com.example_drive if it is shut.',
      'Otherwise close it, e.g.',
      'slowly.',
    ],
    after: [
      'Open the tray of the drive that is called @__com.example_drive if it',
      'is shut.  Otherwise close it, e.g.',
      'slowly.',
    ],
  },
  {
    name: 'a member with one line gets a second one, indented by four; what is said in parentheses about its age stays whole',
    before: ['@id: the drive whose tray is to be opened, or the name of it (since 10.2)', '', 'Since: 1.1'],
    after: ['@id: the drive whose tray is to be opened, or the name of it', '    (since 10.2)', '', 'Since: 1.1'],
  },
  {
    name: 'text of a member that is not indented is indented, all of it',
    before: ['@id: the drive whose tray is to be opened, or the name of it as given', 'with the option', 'for it.'],
    after: ['@id: the drive whose tray is to be opened, or the name of it as', '    given with the option for it.'],
  },
  {
    name: 'a member with more lines keeps their indentation',
    before: [
      '@id: the drive whose tray is to be opened, or the name of it, as given',
      '  with the option',
      '',
      'Since: 1.1',
    ],
    after: [
      '@id: the drive whose tray is to be opened, or the name of it, as',
      '  given with the option',
      '',
      'Since: 1.1',
    ],
  },
  {
    name: 'a member with more paragraphs is indented as these are',
    before: ['@id: the drive whose tray is to be opened, or the name of it, as given', '', '   More about it.'],
    after: ['@id: the drive whose tray is to be opened, or the name of it, as', '   given', '', '   More about it.'],
  },
  {
    name: 'sections with a tag are like members',
    before: ['@id: the drive', '', 'Returns: what there is to be said about the drive, its tray and the medium'],
    after: ['@id: the drive', '', 'Returns: what there is to be said about the drive, its tray and the', '    medium'],
  },
  {
    name: 'items of lists hang',
    before: [
      '@id: the drive',
      '',
      'Errors:',
      '    - If the drive does not exist, or has no tray, DeviceNotFound is given',
      '    - If the drive is locked',
      '',
      '* One item of a list whose text is so long that it needs another line.',
      '* The second item, whose text was broken before, and is so long again',
      '  as the first one.',
      '',
      '1. A numbered item of a list whose text is long enough for another line.',
    ],
    after: [
      '@id: the drive',
      '',
      'Errors:',
      '    - If the drive does not exist, or has no tray, DeviceNotFound is',
      '      given',
      '    - If the drive is locked',
      '',
      '* One item of a list whose text is so long that it needs another',
      '  line.',
      '* The second item, whose text was broken before, and is so long',
      '  again as the first one.',
      '',
      '1. A numbered item of a list whose text is long enough for another',
      '   line.',
    ],
  },
  {
    name: 'no line begins with what would be markup there',
    before: ['Nothing that is said here is to be taken for more than it is at all - or is.'],
    after: ['Nothing that is said here is to be taken for more than it is at', 'all - or is.'],
  },
  {
    name: 'no line begins with what would be a section there',
    before: ['Nothing that is said here is to be taken for more than the word is Since: 1.'],
    after: ['Nothing that is said here is to be taken for more than the word', 'is Since: 1.'],
  },
  {
    name: 'an address gets a line of its own',
    before: [`See https://example.com/${LONG} for more.`],
    after: ['See', `https://example.com/${LONG}`, 'for more.'],
  },
  { name: 'an address that is alone is long enough', before: [`https://example.com/${LONG}`] },
  { name: 'a word that is too long has no fix', before: [`The word ${LONG} is long.`] },
  {
    name: 'lines before a word that is too long are mended',
    before: ['Open the tray of the drive that is called @__com.example_drive, and wait', `for ${LONG}.`],
    after: ['Open the tray of the drive that is called @__com.example_drive, and', 'wait', `for ${LONG}.`],
  },
  {
    name: 'a note hangs behind its directive',
    before: [`.. note:: ${'word '.repeat(13)}word`],
    after: [`.. note:: ${'word '.repeat(10)}word`, '   word word word'],
  },
  {
    name: 'a note hangs as the lines that it has do',
    before: [`.. note:: ${'word '.repeat(13)}`, '    word word'],
    after: [`.. note:: ${'word '.repeat(10)}word`, '    word word word word'],
  },
  { name: 'other directives stay', before: [`.. admonition:: ${'word '.repeat(15)}`] },
  {
    name: 'the text below a note is mended',
    before: ['.. note:: Something.', '', `   ${'word '.repeat(14)}`],
    after: ['.. note:: Something.', '', `   ${'word '.repeat(12)}word`, '   word'],
  },
  { name: 'examples stay, and may be long', before: ['.. qmp-example::', '', `    -> { ${'word '.repeat(15)}}`] },
  { name: 'code stays', before: ['.. code-block:: c', '', `    ${'word '.repeat(15)};`] },
  { name: 'literal text stays', before: ['As in::', '', `    ${'word '.repeat(15)};`] },
  { name: 'headings stay', before: ['word '.repeat(15).trim(), '='.repeat(66)] },
  {
    name: 'tables stay',
    before: ['=====  =====', 'Left   Right', '=====  =====', `left   ${'word '.repeat(15)}`, '=====  ====='],
  },
  { name: 'terms above their definitions stay', before: ['word '.repeat(15), '    what it means'] },
  { name: 'line blocks stay', before: [`| ${'word '.repeat(15)}`] },
];

describe('a paragraph with an overlong line', () => {
  for (const { name, before, after = before } of cases) {
    it(name, async () => {
      assert.deepEqual(textOf(await mend(schemaWith(before))), after);
    });
  }

  it('keeps the line endings of its file', async () => {
    const { before, after = [] } = cases[1] as Case;
    const crlf = (lines: readonly string[]) => schemaWith(lines).replaceAll('\n', '\r\n');
    assert.equal(await mend(crlf(before)), crlf(after));
  });
});

describe('the length of a line', () => {
  const filled = (columns: number) =>
    'a '
      .repeat(columns)
      .slice(0, columns - 3)
      .concat('.');

  it('counts characters, with the number sign and without spaces at the end', async () => {
    const lines = [filled(70), filled(71), `${filled(70)}   `, filled(70).replaceAll('a', '\u{1F4BE}')];
    assert.deepEqual(await overlong(schemaWith(lines)), [5]);
  });

  it('matters in free-form comments', async () => {
    assert.deepEqual(await overlong(`##\n# ${filled(71)}\n##\n`), [2]);
  });

  it('does not matter in ordinary comments', async () => {
    assert.deepEqual(await overlong(`# ${filled(71)}\n`), []);
  });

  it('matters again behind an example', async () => {
    const example = ['.. qmp-example::', '', `    ${filled(90)}`, '', `  ${filled(90)}`, filled(90)];
    assert.deepEqual(await overlong(schemaWith(example)), [8, 9]);
    assert.deepEqual(await overlong(schemaWith(['::', ...example.slice(1)])), [8, 9]);
  });

  it('matters in a literal block that no generator knows for one', async () => {
    assert.deepEqual(await overlong(schemaWith(['As in::', '', `    ${filled(90)}`])), [6]);
  });

  it('does not matter before 10.2', async () => {
    const text = schemaWith([filled(71)]);
    assert.deepEqual(await overlong(text, { qemuVersion: '10.1' }), []);
    assert.deepEqual(await overlong(text, { qemuVersion: '10.1.50' }), []);
    assert.deepEqual(await overlong(text, { qemuVersion: '10.2' }), [4]);
  });
});

describe('a prefix before a name', () => {
  const text = `##
# @eject:
#
# Open the tray of the drive.
#
# @id: the drive
#
# @turbo-charged: whether to open the tray faster than is good for it
#     and for whoever stands before it
#
# @gentle: the opposite of @turbo-charged; not both of them, and gently
#     at that.  The tray opens.
#
# Since: 1.1
##
{ 'command': 'eject',
  'data': { 'id': 'str', 'turbo-charged': 'bool', 'gentle': 'bool' } }
`;

  it('leaves no line too long, and nothing else changes', async () => {
    const upstream = text
      .split('\n')
      .filter((line) => !/turbo|whoever|at that/.test(line) || line.startsWith("  'data'"))
      .join('\n')
      .replace("'turbo-charged': 'bool', ", '')
      .replace(", 'gentle': 'bool'", '');
    const workspace = new Workspace(
      memoryHost({
        [ROOT]: text,
        '/upstream/qapi/qapi-schema.json': upstream.replace("'id': 'str'", "'id': 'str', 'gentle': 'bool'"),
      }),
      ['/tree'],
    );
    workspace.setSettings({ baseline: 'dir:/upstream', domains: ['com.example'], qemuVersion: '10.2' });
    const { files, refused } = await fixAll(workspace, [ROOT]);
    assert.deepEqual(refused, []);
    const fixed = files.get(ROOT) ?? '';
    assert.equal(
      fixed,
      `##
# @eject:
#
# Open the tray of the drive.
#
# @id: the drive
#
# @__com.example_turbo-charged: whether to open the tray faster than
#     is good for it and for whoever stands before it
#
# @gentle: the opposite of @__com.example_turbo-charged; not both of
#     them, and gently at that.  The tray opens.
#
# Since: 1.1
##
{ 'command': 'eject',
  'data': { 'id': 'str', '__com.example_turbo-charged': 'bool', 'gentle': 'bool' } }
`,
    );
    assert.ok(fixed.split('\n').every((line) => line.length <= 70 || !line.startsWith('#')));
  });
});
