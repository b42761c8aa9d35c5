// `Note:` and `Example:` sections: which lines begin one, and what becomes of them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesTold, mend, schemaWith, textOf, told } from '../helpers/doc-text.ts';

interface Case {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const notes: readonly Case[] = [
  {
    name: 'a note of one line begins with a capital letter',
    before: ['Note: a locked tray stays closed.', '', 'Since: 1.1'],
    after: ['.. note:: A locked tray stays closed.', '', 'Since: 1.1'],
  },
  {
    name: 'more lines hang behind the dots',
    before: ['Note: A locked tray', '    stays closed.'],
    after: ['.. note:: A locked tray', '   stays closed.'],
  },
  {
    name: 'lines that are not indented belong to it up to the next empty line',
    before: ['Note: A locked tray', 'stays closed.', '', 'More about trays.'],
    after: ['.. note:: A locked tray', '   stays closed.', '', 'More about trays.'],
  },
  {
    name: 'a line that gets too long is refilled',
    before: ['Note: The tray of a drive that the guest has locked stays closed, as', '    it should.'],
    after: ['.. note:: The tray of a drive that the guest has locked stays', '   closed, as it should.'],
  },
  {
    name: 'further paragraphs belong to it where they are indented',
    before: ['Notes: A locked tray stays closed.', '', '    An open one stays open.', '', 'More about trays.'],
    after: ['.. note:: A locked tray stays closed.', '', '   An open one stays open.', '', 'More about trays.'],
  },
  {
    name: 'text below the tag moves up to the directive',
    before: ['Notes:', '    A locked tray stays closed.', '', '    An open one stays open.'],
    after: ['.. note:: A locked tray stays closed.', '', '   An open one stays open.'],
  },
  {
    name: 'a list stays below',
    before: ['Notes:', '', '    1. A locked tray stays', '       closed.', '', '    2. An open one stays open.'],
    after: ['.. note::', '', '    1. A locked tray stays', '       closed.', '', '    2. An open one stays open.'],
  },
  {
    name: 'a list that begins behind the tag moves down',
    before: ['Notes: 1. A locked tray stays', '   closed.', '', '2. An open one stays open.', '', 'More about trays.'],
    after: [
      '.. note::',
      '',
      '    1. A locked tray stays',
      '       closed.',
      '',
      '    2. An open one stays open.',
      '',
      'More about trays.',
    ],
  },
  {
    name: 'the next section is left alone',
    before: ['Note: A locked tray stays closed.', 'Since: 1.1'],
    after: ['.. note:: A locked tray stays closed.', 'Since: 1.1'],
  },
];

const examples: readonly Case[] = [
  {
    name: 'messages are indented by four',
    before: ['Example:', '', '-> { "execute": "eject" }', '<- { "return": {} }', '', 'Since: 1.1'],
    after: ['.. qmp-example::', '', '    -> { "execute": "eject" }', '    <- { "return": {} }', '', 'Since: 1.1'],
  },
  {
    name: 'what they are indented by otherwise stays',
    before: ['Example:', '', '  -> { "execute": "eject",', '       "arguments": {} }'],
    after: ['.. qmp-example::', '', '    -> { "execute": "eject",', '         "arguments": {} }'],
  },
  {
    name: 'several conversations are one example where nothing is said between them',
    before: ['Examples:', '', '    -> { "execute": "eject" }', '', '    -> { "execute": "stop" }'],
    after: ['.. qmp-example::', '', '    -> { "execute": "eject" }', '', '    -> { "execute": "stop" }'],
  },
  {
    name: 'numbered examples are several, with titles',
    before: [
      'Examples:',
      '',
      '    1. Open the tray:',
      '',
      '    -> { "execute": "eject" }',
      '    <- { "return": {} }',
      '',
      '    2. Stop',
      '',
      '    -> { "execute": "stop" }',
    ],
    after: [
      '.. qmp-example::',
      '   :title: Open the tray',
      '',
      '    -> { "execute": "eject" }',
      '    <- { "return": {} }',
      '',
      '.. qmp-example::',
      '   :title: Stop',
      '',
      '    -> { "execute": "stop" }',
    ],
  },
  {
    name: 'what introduces messages in so many words stays running text',
    before: [
      'Example:',
      '',
      '    To open the tray of',
      '    a drive:',
      '',
      '    -> { "execute": "eject" }',
      '',
      '    That is all.',
    ],
    after: [
      '.. qmp-example::',
      '   :annotated:',
      '',
      '   To open the tray of',
      '   a drive::',
      '',
      '    -> { "execute": "eject" }',
      '',
      '   That is all.',
    ],
  },
  {
    name: 'what follows messages is running text as well',
    before: ['Example:', '', '    -> { "execute": "eject" }', '', '    That is all.'],
    after: [
      '.. qmp-example::',
      '   :annotated:',
      '',
      '   ::',
      '',
      '    -> { "execute": "eject" }',
      '',
      '   That is all.',
    ],
  },
  {
    name: 'text behind an example that is not indented is left alone',
    before: ['Example:', '', '-> { "execute": "eject" }', '', '<- { "return": {} }', '', 'More about trays.'],
    after: [
      '.. qmp-example::',
      '',
      '    -> { "execute": "eject" }',
      '',
      '    <- { "return": {} }',
      '',
      'More about trays.',
    ],
  },
  {
    name: 'a message behind the tag moves down',
    before: ['Example: -> { "execute": "eject" }', '         <- { "return": {} }'],
    after: ['.. qmp-example::', '', '    -> { "execute": "eject" }', '    <- { "return": {} }'],
  },
  {
    name: 'what is no conversation is literal text',
    before: ['Example:', '', '    qemu-system-s390x -nodefaults'],
    after: ['::', '', '    qemu-system-s390x -nodefaults'],
  },
];

for (const [rule, cases] of [
  ['doc/note-section', notes],
  ['doc/example-section', examples],
] as const) {
  describe(`${rule}, mended`, () => {
    for (const { name, before, after } of cases) {
      it(name, async () => {
        assert.deepEqual(textOf(await mend(rule, schemaWith(['Open the tray.', '', ...before]))).slice(2), after);
      });
    }

    it('keeps the line endings of its file', async () => {
      const crlf = (lines: readonly string[]): string => schemaWith(lines).replaceAll('\n', '\r\n');
      const { before, after } = cases[1] as Case;
      assert.equal(await mend(rule, crlf(before)), crlf(after));
    });

    it('stays where it has no text', async () => {
      const text = schemaWith([rule === 'doc/note-section' ? 'Note:' : 'Example:', '', 'Since: 1.1']);
      assert.equal(await mend(rule, text), text);
    });
  });
}

describe('a note section', () => {
  const beginning: readonly [name: string, lines: readonly string[], told: readonly number[]][] = [
    ['begins a paragraph', ['Text.', '', 'Note: x'], [6]],
    ['may follow a member directly', ['@id: the drive', 'Note: x'], [5]],
    ['may follow the indented text of a member', ['@id: the drive', '    or tray', '    or not', 'Notes: x'], [7]],
    ['is none in the middle of a paragraph', ['Text.', 'Note: x'], []],
    ['is none where it is indented', ['@id: the drive', '', '    Note: x'], []],
    ['is none with two colons', ['Note:: x'], []],
    ['is none in lower case', ['note: x'], []],
    ['is none with a space before the colon', ['Note : x'], []],
    ['needs no space behind the colon', ['Note:x'], [4]],
    ['is told each time', ['Note: x', '', 'Notes: y'], [4, 6]],
  ];
  for (const [name, lines, expected] of beginning) {
    it(name, async () => {
      assert.deepEqual(await linesTold('doc/note-section', schemaWith(lines)), expected);
    });
  }

  it('is none in a comment of its own', async () => {
    assert.deepEqual(await linesTold('doc/note-section', '##\n# Text.\n#\n# Note: x\n##\n'), []);
  });

  it('is told, too, where the line with the name stands too low', async () => {
    const text = "##\n#\n# @eject:\n#\n# Note: x\n##\n{ 'command': 'eject' }\n";
    assert.deepEqual(await linesTold('doc/note-section', text), [5]);
  });

  it('breaks the build since 9.1', async () => {
    const text = schemaWith(['Note: x']);
    const [problem] = await told('doc/note-section', text, { qemuVersion: '9.1' });
    assert.equal(problem?.buildBreaking, true);
    assert.deepEqual(await told('doc/note-section', text, { qemuVersion: '9.0.50' }), []);
  });
});
