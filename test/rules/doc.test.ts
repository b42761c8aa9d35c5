// Documentation comments that QEMU's generator refuses: what is said of them, where the generator points to, and how they
// read when they are mended. One mistake gives one problem.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../server/src/rules/run.ts';
import { openExample } from '../helpers/example.ts';
import { mended } from '../helpers/fix.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

const PATH = 'qapi/qapi-schema.json';

interface Case {
  readonly name: string;
  /** One for all that is reported, or one for each, with a comma between. */
  readonly rule: string;
  /** 10.2 if not given. */
  readonly version?: string;
  /** The schema, with marks around what is reported. */
  readonly schema: readonly string[];
  /** The lines that the generator points to, counted from 1; the marked ones if not given. */
  readonly lines?: readonly number[];
  /** The schema after the first fix. */
  readonly fixed?: readonly string[];
}

async function problemsOf(text: string, version: string): Promise<{ problems: readonly Problem[]; lineOf: LineOf }> {
  const { workspace, root } = openExample({ files: { [PATH]: text }, version });
  const { problems, schema } = await workspace.analyse(root);
  const lineOf: LineOf = (offset) => (schema.sources.files[0]?.tree.lines.lineOf(offset) ?? -1) + 1;
  return { problems: problems.filter(({ buildBreaking }) => buildBreaking), lineOf };
}

type LineOf = (offset: number) => number;

const CASES: readonly Case[] = [
  // ---- the first line ----
  {
    name: 'the colon is missing',
    rule: 'doc/symbol-line',
    schema: ['##', '# «@eject»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'text stands behind the name',
    rule: 'doc/symbol-line',
    schema: ['##', '# «@eject: open the tray»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# open the tray', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'text stands behind the name, and ends with a colon',
    rule: 'doc/wrong-symbol',
    schema: ['##', '# @«eject»: these trays:', '##', "{ 'command': 'eject' }"],
    lines: [4],
    fixed: ['##', '# @eject:', '#', '# these trays:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the comment is being typed: that it has no end is told once its first line is whole',
    rule: 'doc/symbol-line',
    schema: ['##', '# «@eje»', '', '##', '# @stop:', '##', "{ 'command': 'stop' }"],
  },
  {
    name: 'it begins with one #',
    rule: 'doc/fence',
    schema: ['«#»', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [6],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'what stands above descriptions is wrong itself, and they are in their place',
    rule: 'doc/note-section',
    schema: [
      '##',
      '# @eject:',
      '#',
      '# «Note:» slow',
      '#',
      '# @id: it',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# .. note:: slow', '#', '# @id: it', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'lines below each other lack their hash',
    rule: 'doc/missing-hash',
    schema: ['##', '# @eject:', '#', '«Open', 'the tray.»', '#', '# Since: 1.1', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Open', '# the tray.', '#', '# Since: 1.1', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'lines of an example lack their hash',
    rule: 'doc/missing-hash',
    schema: [
      ...['##', '# @eject:', '#', '# .. qmp-example::', '   «:title: Open it»', '#', '#    -> { "execute": "eject",'],
      ...['    «"id": 1 }»', '#    <-', ' «{ "return": {} }»', '#', '# Since: 1.1', '##', "{ 'command': 'eject' }"],
    ],
  },
  {
    name: 'the text of a description lacks its hash: it is indented as what it goes on with',
    rule: 'doc/missing-hash',
    schema: [
      '##',
      '# @eject:',
      '#',
      '# @id:',
      '«the drive,»',
      '#       or a part of it',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      '##',
      '# @eject:',
      '#',
      '# @id:',
      '#       the drive,',
      '#       or a part of it',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'more of a description lacks its hash',
    rule: 'doc/missing-hash',
    schema: [
      '##',
      '# @eject:',
      '#',
      '# @id: the drive,',
      '#     or a part',
      '  «of it»',
      '#     or none',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      '##',
      '# @eject:',
      '#',
      '# @id: the drive,',
      '#     or a part',
      '#     of it',
      '#     or none',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'a description lacks its hash, and so does its text',
    rule: 'doc/missing-hash',
    schema: [
      '##',
      '# @eject:',
      '#',
      '# Open the tray.',
      '#',
      '  «@id: the drive',
      '  or a part of it»',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      '##',
      '# @eject:',
      '#',
      '# Open the tray.',
      '#',
      '# @id: the drive',
      '#     or a part of it',
      '#',
      '# Since: 1.1',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'there is no name',
    rule: 'doc/symbol-line',
    schema: ['##', '# «@:»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the name is there without its @',
    rule: 'doc/symbol-line',
    schema: ['##', '# «eject:»', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [1],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the comment begins with a description',
    rule: 'doc/symbol-line',
    schema: ['##', '# «@id: the drive»', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
    fixed: ['##', '# @eject:', '#', '# @id: the drive', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
  },
  {
    name: 'no line names what is documented; the descriptions are no mistakes of their own',
    rule: 'doc/symbol-line',
    schema: [
      '«##»',
      '# Open the tray.',
      '#',
      '# @id: the drive',
      '##',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    lines: [4],
    fixed: [
      ...['##', '# @eject:', '#', '# Open the tray.', '#', '# @id: the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'an empty comment stands before what is no definition either',
    rule: 'doc/symbol-line, schema/name-form',
    schema: ['«##»', '##', "{ 'command': «[]» }"],
    lines: [1, 3],
  },
  {
    name: 'an empty comment stands before what is nested deeper than we read',
    rule: 'doc/symbol-line, syntax/nested-too-deep',
    schema: ['«##»', '##', `{ 'command': ${'['.repeat(99)}«[»${']'.repeat(100)} }`],
    lines: [1, 3],
  },
  {
    name: 'an empty line stands above the name',
    rule: 'doc/symbol-line',
    schema: ['##', '#', '# «@eject»:', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'blanks stand behind the colon, which 8.2 minds',
    rule: 'doc/symbol-line',
    version: '8.2',
    schema: ['##', '# @eject:«  »', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the comment is for something else',
    rule: 'doc/wrong-symbol',
    schema: ['##', '# @«close»:', '##', '', "{ 'command': 'eject' }"],
    lines: [5],
    fixed: ['##', '# @eject:', '##', '', "{ 'command': 'eject' }"],
  },

  // ---- where comments stand ----
  {
    name: 'another comment follows the documentation',
    rule: 'doc/not-followed',
    schema: ['##', '# «@eject»:', '##', '', '##', '# @close:', '##', "{ 'command': 'close' }"],
    lines: [1],
  },
  {
    name: 'a pragma follows the documentation',
    rule: 'doc/not-followed',
    schema: ['##', '# «@eject»:', '##', "{ 'pragma': { 'doc-required': false } }", "{ 'command': 'eject' }"],
    lines: [1],
  },
  {
    name: 'nothing follows the documentation',
    rule: 'doc/not-followed',
    schema: ["{ 'command': 'eject' }", '##', '# «@close»:', '##'],
    lines: [2],
  },
  {
    name: '9.0 stumbles over a comment behind the documentation',
    rule: 'doc/not-followed',
    version: '9.0',
    schema: ['##', '# @eject:', '##', '«# A tray is a slow thing.»', "{ 'command': 'eject' }"],
    lines: [1],
  },
  {
    name: 'a definition has none, and the schema demands it',
    rule: 'doc/required',
    schema: [
      "{ 'pragma': { 'doc-required': true } }",
      "{ 'command': '«eject»', 'data': { 'id': 'str', '*force': 'bool' }, 'features': [ 'odd' ] }",
    ],
    fixed: [
      "{ 'pragma': { 'doc-required': true } }",
      ...['##', '# @eject:', '#', '# Not documented yet.', '#', '# @id: not documented yet', '#'],
      ...['# @force: not documented yet', '#', '# Features:', '#', '# @odd: not documented yet', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' }, 'features': [ 'odd' ] }",
    ],
  },

  {
    name: 'text stands behind a colon, and ends with another: all of it is the name, and nothing follows',
    rule: 'doc/not-followed',
    schema: ['##', '# «@: Tray»:', '##', '##', '# «@:»:', '##'],
    lines: [1, 4],
  },

  // ---- fences ----
  {
    name: 'the first ## stands twice',
    rule: 'doc/fence',
    schema: ['«##»', '##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [7],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a title stands behind the first ##',
    rule: 'doc/fence',
    schema: ['##« Trays»', '# @eject:', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a # is one too many before a description',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', '#', '«## @id: the drive»', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
    lines: [4],
    fixed: ['##', '# @eject:', '#', '# @id: the drive', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
  },
  {
    name: 'a whole comment is commented out with # alone, and its definition with it',
    rule: 'doc/fence',
    schema: [
      '«###',
      '## @load:',
      '##',
      '## Close the tray.',
      '###»',
      "#{ 'command': 'load' }",
      '',
      '##',
      '# @eject:',
      '##',
      "{ 'command': 'eject' }",
    ],
    fixed: [
      '# ##',
      '# # @load:',
      '# #',
      '# # Close the tray.',
      '# ##',
      "#{ 'command': 'load' }",
      '',
      '##',
      '# @eject:',
      '##',
      "{ 'command': 'eject' }",
    ],
  },
  {
    name: 'each line of a comment has a # too many, and its definition stands below',
    rule: 'doc/fence',
    schema: [
      "{ 'pragma': { 'doc-required': true } }",
      '«###',
      '## @eject:',
      '##',
      '## Open the tray.',
      '###»',
      '',
      '# It is old.',
      "{ 'command': 'eject' }",
    ],
    lines: [2],
    fixed: [
      "{ 'pragma': { 'doc-required': true } }",
      '##',
      '# @eject:',
      '#',
      '# Open the tray.',
      '##',
      '',
      '# It is old.',
      "{ 'command': 'eject' }",
    ],
  },
  {
    name: 'a banner',
    rule: 'doc/fence',
    schema: ['«#####', '## Trays', '#####»', '', "{ 'command': 'eject' }"],
    fixed: ['# ####', '# # Trays', '# ####', '', "{ 'command': 'eject' }"],
    lines: [1],
  },
  {
    name: 'a ## stands in the middle',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', '«##»', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [1],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a ## with text stands in the middle',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', '«## Trays»', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '# Trays', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the name of what is documented stands below a description',
    rule: 'doc/symbol-line',
    schema: [
      ...['##', '# «@id: the drive»', '# @eject:', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'more than two # stand in the middle',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', '«###Trays»', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '# Trays', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the first line lacks its #',
    rule: 'doc/missing-hash',
    schema: ['##', '«@eject:»', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a line that begins with no letter lacks its #',
    rule: 'doc/missing-hash',
    schema: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# .. qmp-example::',
        '#',
        '    «-> { "execute": "eject" }»',
        '#     <- { "return": {} }',
        '##',
      ],
      "{ 'command': 'eject' }",
    ],
    fixed: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# .. qmp-example::',
        '#',
        '#     -> { "execute": "eject" }',
        '#     <- { "return": {} }',
        '##',
      ],
      "{ 'command': 'eject' }",
    ],
  },
  {
    name: 'the next line stands behind the first ##',
    rule: 'doc/fence',
    schema: ['##« # @eject:»', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the first line stands behind the first ##, without a # of its own',
    rule: 'doc/fence',
    schema: ['##« @eject:»', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the definition stands behind the last ##',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', "##« { 'command': 'eject' }»"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the first ## is missing',
    rule: 'doc/fence',
    schema: ["{ 'command': 'close' }", '', '«# @eject:»', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [7],
    fixed: ["{ 'command': 'close' }", '', '##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the first ## is missing, behind a heading',
    rule: 'doc/fence',
    schema: ['##', '# = Trays', '##', '', '«# @eject:»', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    version: '8.2',
    lines: [8],
    fixed: ['##', '# = Trays', '##', '', '##', '# @eject:', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the first ## is a single #',
    rule: 'doc/fence',
    schema: ["{ 'command': 'close' }", '', '«#»', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
    lines: [8],
    fixed: ["{ 'command': 'close' }", '', '##', '# @eject:', '#', '# Open the tray.', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the last ## stands twice',
    rule: 'doc/fence',
    schema: ['##', '# @eject:', '##', '«##»', "{ 'command': 'eject' }"],
    lines: [1],
    fixed: ['##', '# @eject:', '##', '', "{ 'command': 'eject' }"],
  },
  {
    name: 'the last ## stands twice, and the comment names nothing: its name stands below an empty line',
    rule: 'doc/fence',
    schema: ['##', '#', '# @eject', '##', '«##»', "{ 'command': 'eject' }"],
    lines: [6],
  },
  {
    name: 'the last ## is missing, and the comment names nothing: the next one ends it',
    rule: 'doc/unclosed',
    schema: ['«##»', '#', '# @close', '', '##', '# @eject:', '##', "{ 'command': 'eject' }"],
    lines: [8],
  },
  {
    name: 'the last ## is missing: the generator sees it at what follows',
    rule: 'doc/unclosed',
    schema: ['«##»', '# @eject:', '# Open the tray.', '', "{ 'command': 'eject' }"],
    lines: [5],
    fixed: ['##', '# @eject:', '# Open the tray.', '##', '', "{ 'command': 'eject' }"],
  },
  {
    name: 'the last ## is missing at the end of the file',
    rule: 'doc/unclosed',
    schema: ["{ 'command': 'eject' }", '«##»', '# About trays.'],
    lines: [3],
  },
  {
    name: 'the last ## is missing before another comment, whose first one stands for it',
    rule: 'doc/unclosed',
    schema: [
      ...['«##»', '# @eject:', '# Open the tray.', '##', '# @close:', '# Close it.', '##'],
      "{ 'command': 'close' }",
    ],
    lines: [1],
  },
  {
    name: 'the first ## stands twice, and so does the last: two empty comments to the generator',
    rule: 'doc/unclosed, doc/fence',
    schema: ['«##»', '# About trays.', '##', '# @eject:', '##', '«##»', "{ 'command': 'eject' }"],
    lines: [5, 3],
  },
  {
    name: 'the first ## stands twice, and behind a second empty comment stands one more line',
    rule: 'doc/fence, doc/not-followed, doc/unclosed',
    schema: ['«##»', '##', '# «@eject»:', '##', '«##»', '# Open.', "{ 'command': 'eject' }"],
    lines: [4, 2, 7],
  },
  {
    name: 'the first ## stands twice, and every other comment is none to the generator',
    rule: 'doc/fence, doc/not-followed',
    schema: ['«##»', '##', '# «@close»:', '##', '', '##', '# @eject:', '##', "{ 'command': 'eject' }"],
    lines: [9, 2],
  },
  {
    name: 'the first ## stands twice, and the last one begins a comment to the generator',
    rule: 'doc/unclosed',
    schema: ['«##»', '# About trays.', '##', '# @eject:', '##', '# @eject is slow.', "{ 'command': 'eject' }"],
    lines: [6],
  },
  {
    name: 'the first ## stands twice, and behind the last one the generator reads of a member twice',
    rule: 'doc/fence, doc/not-followed',
    schema: ['«##»', '##', '# «@close»:', '##', '# @eject:', '# @id: its name', '# @id: its name'],
    lines: [7, 2],
  },

  // ---- what is described ----
  {
    name: 'members are missing, in front, in between and behind',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Tray:', '#', '# A tray.', '#', '# @b: two', '#', '# @d: four', '#', '# Since: 1.0', '##'],
      "{ 'struct': 'Tray', 'data': { '«a»': 'int', 'b': 'int', '*c': 'int', 'd': 'int', 'e': 'int' } }",
    ],
    fixed: [
      ...['##', '# @Tray:', '#', '# A tray.', '#', '# @a: not documented yet', '#', '# @b: two', '#'],
      ...['# @c: not documented yet', '#', '# @d: four', '#', '# @e: not documented yet', '#', '# Since: 1.0', '##'],
      "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int', '*c': 'int', 'd': 'int', 'e': 'int' } }",
    ],
  },
  {
    name: 'all of it is missing',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @eject:', '#', '# Open the tray.', '# Since: 1.0', '##'],
      "{ 'command': 'eject', 'data': { '«id»': { 'type': 'str', 'features': [ 'odd' ] } }, 'features': [ 'new' ] }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# Open the tray.', '# Since: 1.0', '#', '# @id: not documented yet', '#'],
      ...['# Features:', '#', '# @new: not documented yet', '#', '# @odd: not documented yet', '##'],
      "{ 'command': 'eject', 'data': { 'id': { 'type': 'str', 'features': [ 'odd' ] } }, 'features': [ 'new' ] }",
    ],
  },
  {
    name: 'descriptions stand in the middle of a paragraph',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Mode:', '# How it moves.', '# @slow: like a snail', '# @fast: like a hare', '##'],
      "{ 'enum': 'Mode', 'data': [ '«slow»', 'fast' ] }",
    ],
    fixed: [
      ...['##', '# @Mode:', '# How it moves.', '#', '# @slow: like a snail', '# @fast: like a hare', '##'],
      "{ 'enum': 'Mode', 'data': [ 'slow', 'fast' ] }",
    ],
  },
  {
    name: 'the last description lacks its colon',
    rule: 'doc/undocumented-member',
    schema: ['##', '# @Mode:', '#', '# @slow like a snail', '##', "{ 'enum': 'Mode', 'data': [ '«slow»' ] }"],
    fixed: ['##', '# @Mode:', '#', '# @slow: like a snail', '##', "{ 'enum': 'Mode', 'data': [ 'slow' ] }"],
  },
  {
    name: 'descriptions are written as elsewhere',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Tray:', '#', '# A tray.', '#', '# - a: one', '#   and more', '# * @b: two', '# - `c` - three', '#'],
      ...['# :param int d: four', '#', '# @param e five', '#', '# \\param[in] f - six', '#', '# g: seven', '##'],
      "{ 'struct': 'Tray', 'data': { '«a»': 'int', 'b': 'int', 'c': 'int', 'd': 'int', 'e': 'int', 'f': 'int', 'g': 'int' } }",
    ],
    fixed: [
      ...[
        '##',
        '# @Tray:',
        '#',
        '# A tray.',
        '#',
        '# @a: one',
        '#   and more',
        '#',
        '# @b: two',
        '#',
        '# @c: three',
        '#',
      ],
      ...['# @d: four', '#', '# @e: five', '#', '# @f: six', '#', '# @g: seven', '##'],
      "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int', 'c': 'int', 'd': 'int', 'e': 'int', 'f': 'int', 'g': 'int' } }",
    ],
  },
  {
    name: 'fields stand one below the other',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Tray:', '#', '# :param a: one', '# :param b: two', '#', '# c: three', '# d: four', '##'],
      "{ 'struct': 'Tray', 'data': { '«a»': 'int', 'b': 'int', 'c': 'int', 'd': 'int' } }",
    ],
    fixed: [
      ...['##', '# @Tray:', '#', '# @a: one', '#', '# @b: two', '#', '# @c: three', '#', '# @d: four', '##'],
      "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int', 'c': 'int', 'd': 'int' } }",
    ],
  },
  {
    name: 'a list of other things is none of descriptions',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Mode:', '#', '# - fast: like a hare', '#', '# - the rest', '##'],
      "{ 'enum': 'Mode', 'data': [ '«fast»' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @Mode:',
        '#',
        '# - fast: like a hare',
        '#',
        '# - the rest',
        '#',
        '# @fast: not documented yet',
        '##',
      ],
      "{ 'enum': 'Mode', 'data': [ 'fast' ] }",
    ],
  },
  {
    name: 'a sentence that goes on with the name is no description',
    rule: 'doc/undocumented-member',
    schema: [
      ...['##', '# @Mode:', '#', '# How it moves: one of', '# slow: and so on', '##'],
      "{ 'enum': 'Mode', 'data': [ '«slow»' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @Mode:',
        '#',
        '# How it moves: one of',
        '# slow: and so on',
        '#',
        '# @slow: not documented yet',
        '##',
      ],
      "{ 'enum': 'Mode', 'data': [ 'slow' ] }",
    ],
  },
  {
    name: 'a feature is missing; members need no description in 7.2',
    rule: 'doc/undocumented-member',
    version: '7.2',
    schema: ['##', '# @eject:', '##', "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ '«odd»' ] }"],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: not documented yet', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'the line above the features stands there twice',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @eject:', '#', '# «Features:»', '# Features:', '#', '# @odd: it is', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
    lines: [5],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: it is', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'an exempt definition has nothing but members described, and the generator fails',
    rule: 'doc/undocumented-member',
    schema: [
      "{ 'pragma': { 'documentation-exceptions': [ 'Tray' ] } }",
      ...['##', '# @Tray:', '# @a: one', '##', "{ 'struct': 'Tray', 'data': { 'a': 'int', '«b»': 'int' } }"],
    ],
  },
  {
    name: 'a member has another name: what lacks its description is what is refused',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# «@device:» the drive', '##', ''],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    lines: [7],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '##', ''],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'a member does not exist',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# «@force:» no', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: ['##', '# @eject:', '#', '# @id: the drive', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
  },
  {
    name: 'a tag is written like a member',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# «@since:» 9.0', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Since: 9.0', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'a member does not exist: 7.2 points to the comment',
    rule: 'doc/unknown-member',
    version: '7.2',
    schema: ['', '##', '# @eject:', '#', '# «@force:» no', '##', "{ 'command': 'eject' }"],
    lines: [2],
  },
  {
    name: 'what a named type has is described there',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @Where:', '# @id: the drive', '##', "{ 'struct': 'Where', 'data': { 'id': 'str' } }"],
      ...['##', '# @eject:', '# «@id:» the drive', '##', "{ 'command': 'eject', 'data': 'Where' }"],
    ],
  },
  {
    name: 'a feature does not exist: without it there is nothing below its line',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# «@odd:» it is', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject' }",
    ],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a feature does not exist, and another does',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: it is', '#', '# «@even:» it is not', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: it is', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'a member is described below the features',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: it is', '#', '# «@id:» the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }",
    ],
    lines: [10],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Features:', '#', '# @odd: it is', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'a member is described as the only feature',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# «@id:» the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    lines: [8],
    fixed: ['##', '# @eject:', '#', '# @id: the drive', '##', "{ 'command': 'eject', 'data': { 'id': 'str' } }"],
  },
  {
    name: 'a feature is described above the others',
    rule: 'doc/unknown-member',
    schema: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# «@even:» it is not',
        '#',
        '# Features:',
        '#',
        '# @odd: it is',
        '#',
        '# Since: 1.0',
      ],
      ...['##', "{ 'command': 'eject', 'features': [ 'odd', 'even' ] }"],
    ],
    lines: [12],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: it is', '#', '# @even: it is not', '#', '# Since: 1.0'],
      ...['##', "{ 'command': 'eject', 'features': [ 'odd', 'even' ] }"],
    ],
  },
  {
    name: 'the member has no name yet',
    rule: 'naming/invalid-name, schema/unknown-type',
    schema: ['##', '# @eject:', '# @id: the drive', '##', "{ 'command': 'eject', 'data': { '«»': '«»' } }"],
  },
  {
    name: 'the base of a union is missing, which may have what is described',
    rule: 'schema/missing-key',
    schema: [...['##', '# @Tray:', '# @mode: how', '##', "{ 'union': «'Tray'», 'discriminator': 'mode', 'data': {} }"]],
  },
  {
    name: 'the only feature has no name',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# «@:» it is', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject' }",
    ],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a feature is described as a member',
    rule: 'doc/unknown-member',
    schema: ['##', '# @eject:', '# «@odd:» it is', '##', "{ 'command': 'eject', 'features': [ 'odd' ] }"],
    lines: [5],
    fixed: [
      ...['##', '# @eject:', '# Features:', '#', '# @odd: it is', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
  },

  // ---- sections ----
  {
    name: 'a member is described twice',
    rule: 'doc/duplicate-section',
    schema: ['##', '# @Mode:', '# @on: yes', '# «@on:» yes', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
    fixed: ['##', '# @Mode:', '# @on: yes', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'a tag stands twice',
    rule: 'doc/duplicate-section',
    schema: ['##', '# @eject:', '#', '# Since: 1.0', '#', '# «Since:» 2.0', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '#', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the line of the features stands twice',
    rule: 'doc/duplicate-section',
    schema: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# Features:',
        '#',
        '# @odd: it is',
        '#',
        '# «Features:»',
        '#',
        '# @new: it is',
        '##',
      ],
      "{ 'command': 'eject', 'features': [ 'odd', 'new' ] }",
    ],
  },
  {
    name: 'a section has no text',
    rule: 'doc/empty-section',
    schema: ['##', '# @eject:', '#', '# «Since:»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a section has no text: 7.2 sees it where the next one begins',
    rule: 'doc/empty-section',
    version: '7.2',
    schema: ['##', '# @eject:', '#', '# «Note:»', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
    lines: [6],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'the text of a section is not indented',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @eject:', '#', '# «Errors:»', '# - If it is locked,', '#   Locked', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject' }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# Errors:', '#     - If it is locked,', '#       Locked', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject' }",
    ],
  },
  {
    name: 'the text of a description is not indented, and others follow',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @Mode:', '#', '# «@on:»', '#', '# It moves.', '#', '# @off: it stands', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
    lines: [8],
    fixed: [
      ...['##', '# @Mode:', '#', '# @on:', '#', '#     It moves.', '#', '# @off: it stands', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
  },
  {
    name: 'in 7.2 the text of a description is parted from it, and others follow',
    rule: 'doc/empty-section',
    version: '7.2',
    schema: [
      ...['##', '# @Mode:', '#', '# «@on:»', '#', '# It moves.', '#', '# @off: it stands', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
    lines: [6],
  },
  {
    name: 'the first line stands twice',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @eject:', '# «@eject:»', '#', '# Open the tray.', '#', '# @id: the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    lines: [7],
    fixed: [
      ...['##', '# @eject:', '#', '# Open the tray.', '#', '# @id: the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'in 7.2 the first line stands twice',
    rule: 'doc/empty-section',
    version: '7.2',
    schema: [
      ...['##', '# @eject:', '# «@eject:»', '#', '# Open the tray.', '#', '# @id: the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    lines: [5],
    fixed: [
      ...['##', '# @eject:', '#', '# Open the tray.', '#', '# @id: the drive', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'a description has no name',
    rule: 'doc/empty-section',
    schema: ['##', '# @eject:', '#', '# «@:» the drive', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'no feature is described',
    rule: 'doc/empty-section',
    schema: ['##', '# @eject:', '#', '# «Features:»', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
    lines: [6],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'no feature is described, and there is one',
    rule: 'doc/empty-section',
    schema: [
      ...['##', '# @eject:', '#', '# «Features:»', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
    lines: [6],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @odd: not documented yet', '#', '# Since: 1.0', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'members are described behind a tag',
    rule: 'doc/section-order',
    schema: [
      ...[
        '##',
        '# @Mode:',
        '#',
        '# @on: yes',
        '#',
        '# Since: 1.0',
        '#',
        '# «@off:» no,',
        '#     never',
        '# @auto: maybe',
        '##',
      ],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off', 'auto' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @Mode:',
        '#',
        '# @on: yes',
        '#',
        '# @off: no,',
        '#     never',
        '# @auto: maybe',
        '#',
        '# Since: 1.0',
        '##',
      ],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off', 'auto' ] }",
    ],
  },
  {
    name: 'features are described behind a line that is almost the right one',
    rule: 'doc/unknown-member',
    schema: [
      ...['##', '# @eject:', '#', '# Feature:', '#', '# «@now:» at once', '##'],
      "{ 'command': 'eject', 'features': [ 'now' ] }",
    ],
    lines: [8],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '#', '# @now: at once', '##'],
      "{ 'command': 'eject', 'features': [ 'now' ] }",
    ],
  },
  {
    name: 'in 8.2 a description behind a tag has a paragraph behind it, which stays there',
    rule: 'doc/section-order',
    version: '8.2',
    schema: [
      ...['##', '# @eject:', '#', '# Since: 1.0', '#', '# «@id:» the drive', '#', '# It may take long.', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Since: 1.0', '#', '# It may take long.', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ],
  },
  {
    name: 'a feature is described behind a tag',
    rule: 'doc/section-order',
    schema: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# Features:',
        '#',
        '# @now: at once',
        '#',
        '# Since: 1.0',
        '#',
        '# «@odd:» it is',
        '##',
      ],
      "{ 'command': 'eject', 'features': [ 'now', 'odd' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# Features:',
        '#',
        '# @now: at once',
        '#',
        '# @odd: it is',
        '#',
        '# Since: 1.0',
        '##',
      ],
      "{ 'command': 'eject', 'features': [ 'now', 'odd' ] }",
    ],
  },
  {
    name: 'the only feature is described behind a tag, and a member before it',
    rule: 'doc/section-order',
    schema: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Since: 1.0', '#', '# «@odd:» it is', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @eject:',
        '#',
        '# @id: the drive',
        '#',
        '# Features:',
        '#',
        '# @odd: it is',
        '#',
        '# Since: 1.0',
        '##',
      ],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'in 8.2 a member is described behind the features',
    rule: 'doc/section-order',
    version: '8.2',
    schema: [
      ...['##', '# @Tray:', '# @a: one', '#', '# Features:', '# @odd: it is', '#', '# Since: 1.0', '# «@b:» two', '##'],
      "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int' }, 'features': [ 'odd' ] }",
      "{ 'command': 'eject', 'data': 'Tray' }",
    ],
    fixed: [
      ...[
        '##',
        '# @Tray:',
        '# @a: one',
        '#',
        '# @b: two',
        '#',
        '# Features:',
        '# @odd: it is',
        '#',
        '# Since: 1.0',
        '##',
      ],
      "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int' }, 'features': [ 'odd' ] }",
      "{ 'command': 'eject', 'data': 'Tray' }",
    ],
  },
  {
    name: 'in 8.2 a feature is described a second time behind a tag',
    rule: 'doc/section-order',
    version: '8.2',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '# @now: at once', '#', '# Since: 1.0', '#', '# «@now:» soon', '##'],
      "{ 'command': 'eject', 'features': [ 'now' ] }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# Features:', '# @now: at once', '#', '# Since: 1.0', '#', '##'],
      "{ 'command': 'eject', 'features': [ 'now' ] }",
    ],
  },
  {
    name: 'features are described behind such a line, and members before it',
    rule: 'doc/section-order',
    schema: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# features:', '#', '# «@now:» at once', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'now' ] }",
    ],
    fixed: [
      ...['##', '# @eject:', '#', '# @id: the drive', '#', '# Features:', '#', '# @now: at once', '##'],
      "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'now' ] }",
    ],
  },
  {
    name: 'a description lacks its colon, and others follow',
    rule: 'doc/section-order',
    schema: [
      ...['##', '# @Mode:', '#', '# @on: yes', '#', '# «@off» no', '#', '# @auto: maybe', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off', 'auto' ] }",
    ],
    lines: [8],
    fixed: [
      ...['##', '# @Mode:', '#', '# @on: yes', '#', '# @off: no', '#', '# @auto: maybe', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off', 'auto' ] }",
    ],
  },
  {
    name: 'the second line of a description is not indented, and others follow',
    rule: 'doc/indentation',
    schema: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '# «always»', '#', '# @off: no', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
    lines: [7],
    fixed: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '#', '# @off: no', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
  },
  {
    name: 'the third line goes back',
    rule: 'doc/indentation',
    schema: [
      ...['##', '# @Mode:', '# @on: yes,', '#     always', '#   «and ever»', '# @off: no', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
    fixed: [
      ...['##', '# @Mode:', '# @on: yes,', '#     always', '#     and ever', '# @off: no', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
  },
  {
    name: 'in 11.1 the overview may be indented, and goes back at once',
    rule: 'doc/indentation',
    version: '11.1',
    schema: ['##', '# @eject:', '#     Opens the tray', '#   «and waits»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#     Opens the tray', '#     and waits', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'in 11.1 a section begins right behind the first line of an indented overview',
    rule: 'doc/indentation',
    version: '11.1',
    schema: ['##', '# @eject:', '#     Opens the tray', '# «Since: 1.0»', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#     Opens the tray', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a byte order mark is no white space',
    rule: 'doc/indentation',
    schema: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '# «\uFEFF and ever»', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
  },
  {
    name: 'in 7.2 text stands in the column of the first line',
    rule: 'doc/indentation',
    version: '7.2',
    schema: ['##', '# @Mode:', '# @on: yes,', '#     «always»', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
    fixed: ['##', '# @Mode:', '# @on: yes,', '#      always', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'in 7.2 several lines stand too far left: they keep their places among each other',
    rule: 'doc/indentation',
    version: '7.2',
    schema: [
      ...['##', '# @Mode:', '# @on: yes, and', '# «{»', '#   always', '# }', '#      so', '# @off: no', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
    fixed: [
      ...[
        '##',
        '# @Mode:',
        '# @on: yes, and',
        '#      {',
        '#        always',
        '#      }',
        '#      so',
        '# @off: no',
        '##',
      ],
      "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
    ],
  },
  {
    name: 'in 7.2 an empty line has blanks, and not enough of them',
    rule: 'doc/indentation',
    version: '7.2',
    schema: [
      ...['##', '# @Mode:', '# @on: yes,', '#      always', '# « »', '#      ever', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
    fixed: [
      ...['##', '# @Mode:', '# @on: yes,', '#      always', '# ', '#      ever', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
  },
  {
    name: 'a section begins right behind indented text',
    rule: 'doc/indentation',
    schema: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '# «Since: 1.0»', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
    fixed: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '#', '# Since: 1.0', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
  },
  {
    name: 'a line of indented text has no space behind its #: it is indented with it',
    rule: 'doc/space',
    schema: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '«#and ever»', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
    fixed: [
      ...['##', '# @Mode:', '#', '# @on: yes,', '#     always', '#     and ever', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
  },
  {
    name: 'a line of indented text has a tab behind its #',
    rule: 'doc/space',
    version: '7.2',
    schema: ['##', '# @Mode:', '# @on: yes,', '«#\talways»', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
    fixed: ['##', '# @Mode:', '# @on: yes,', '#      always', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'in 7.2 a line right below the head has no space behind its #: it is indented with it',
    rule: 'doc/space',
    version: '7.2',
    schema: ['##', '# @Mode:', '# @on: yes,', '«#always»', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
    fixed: ['##', '# @Mode:', '# @on: yes,', '#      always', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'in 8.1 the second line tells how far the others are indented',
    rule: 'doc/indentation',
    version: '8.1',
    schema: ['##', '# @Mode:', '# @on: yes,', '#   always', '# «ever»', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
    fixed: ['##', '# @Mode:', '# @on: yes,', '#   always', '#   ever', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'nothing is returned',
    rule: 'doc/returns',
    schema: ['##', '# @eject:', '#', '# «Returns:» nothing', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'nothing is returned, and errors are told of as it was done before 9.0',
    rule: 'doc/returns',
    schema: ['##', '# @eject:', '#', '# «Returns:» nothing, or DeviceNotFound', '##', "{ 'command': 'eject' }"],
    fixed: ['##', '# @eject:', '#', '# Errors: nothing, or DeviceNotFound', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'what a misspelt key returns is described: the key is wrong, and the generator sees it at the section',
    rule: 'schema/unknown-key',
    schema: [
      ...['##', '# @query-tray:', '#', '# Returns: the tray', '##', "{ 'command': 'query-tray',"],
      ...["  «'return'»: 'Tray' }", "{ 'struct': 'Tray', 'data': {} }"],
    ],
    lines: [4],
    fixed: [
      ...['##', '# @query-tray:', '#', '# Returns: the tray', '##', "{ 'command': 'query-tray',"],
      ...["  'returns': 'Tray' }", "{ 'struct': 'Tray', 'data': {} }"],
    ],
  },
  {
    name: 'the same in 8.2, which does not mind the section',
    rule: 'schema/unknown-key',
    version: '8.2',
    schema: [
      ...['##', '# @query-tray:', '#', '# Returns: the tray', '##', "{ 'command': 'query-tray',"],
      ...["  «'return'»: 'Tray' }", "{ 'struct': 'Tray', 'data': {} }"],
    ],
    lines: [6],
  },
  {
    name: 'events neither return nor fail',
    rule: 'doc/returns',
    schema: ['##', '# @GONE:', '#', '# «Returns:» it', '#', '# «Errors:» none', '##', "{ 'event': 'GONE' }"],
    fixed: ['##', '# @GONE:', '##', "{ 'event': 'GONE' }"],
  },
  {
    name: 'events return nothing: 7.2 points to the comment',
    rule: 'doc/returns',
    version: '7.2',
    schema: ['##', '# @GONE:', '#', '# «Returns:» it', '##', "{ 'event': 'GONE' }"],
    lines: [1],
  },

  {
    name: 'an old mark, which 2.9 minds',
    rule: 'doc/optional-tag',
    version: '2.9',
    schema: ['##', '# @Tray:', '# @a: «#optional» one', '##', "{ 'struct': 'Tray', 'data': { '*a': 'int' } }"],
    lines: [1],
    fixed: ['##', '# @Tray:', '# @a: one', '##', "{ 'struct': 'Tray', 'data': { '*a': 'int' } }"],
  },

  {
    name: 'in a line below an empty one there is no name, which 10.2 refuses where it stands',
    rule: 'doc/symbol-line',
    schema: ['##', '#', '# «@two words»:', '##'],
  },
  {
    name: 'in a line below an empty one there is no name, and a definition follows, in 7.2',
    rule: 'doc/symbol-line',
    version: '7.2',
    schema: ['«##»', '#', '# @:', '##', "{ 'command': 'eject' }"],
  },

  // ---- lines that are no sections ----
  {
    name: 'a comment that documents nothing describes nothing',
    rule: 'doc/free-form',
    schema: ['##', '# About drives.', '#', '# «@id:» names one', '##'],
    fixed: ['##', '# About drives.', '#', '# id: names one', '##'],
  },
  {
    name: 'the space behind the colon is missing in 7.2',
    rule: 'doc/free-form',
    version: '7.2',
    schema: ['##', '# @Mode:', '#', '# «@on:»yes', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  },
  {
    name: 'the space behind the colon of a feature is missing in 7.2',
    rule: 'doc/free-form',
    version: '7.2',
    schema: [
      ...['##', '# @eject:', '#', '# Features:', '# «@odd:»it is', '##'],
      "{ 'command': 'eject', 'features': [ 'odd' ] }",
    ],
  },
  {
    name: 'a heading stands in the documentation of a definition',
    rule: 'doc/heading',
    version: '10.0',
    schema: ['##', '# @eject:', '#', '# «= Trays»', '##', "{ 'command': 'eject' }"],
  },
  {
    name: 'a heading does not come first',
    rule: 'doc/heading',
    version: '9.0',
    schema: ['##', '# = Trays', '# «== Slow ones»', '##'],
  },
];

describe('documentation is refused', () => {
  for (const between of ['# Open the tray.\n\n# At once.', 'Open the tray.\n#']) {
    it(`doc/unclosed: no end is put in where it may come too early: ${JSON.stringify(between)}`, async () => {
      const { problems } = await problemsOf(`##\n# @eject:\n${between}\n{ 'command': 'eject' }\n`, '10.2');
      const unclosed = problems.find((problem) => problem.rule.id === 'doc/unclosed');
      assert.deepEqual(unclosed?.fixes(), []);
    });
  }

  for (const end of ['', '\n', "\n{ 'command': 'eject' }"]) {
    it(`doc/section-order: the last description moves up without ## behind it, too: ${JSON.stringify(end)}`, async () => {
      const text = `##\n# @eject:\n# Since: 1.0\n# @id: the drive${end}`;
      const { problems } = await problemsOf(text, '7.2');
      const order = problems.find((problem) => problem.rule.id === 'doc/section-order');
      const moved = '##\n# @eject:\n#\n# @id: the drive\n#\n# Since: 1.0\n';
      assert.equal(mended(text, order?.fixes()[0]), moved + end.trimStart());
    });
  }

  for (const { name, rule, version = '10.2', schema, lines, fixed } of CASES) {
    it(`${rule}: ${name}`, async () => {
      const { text, spans } = readMarks(`${schema.join('\n')}\n`);
      const { problems, lineOf } = await problemsOf(text, version);
      const told = problems.map((problem) => problem.span);
      assert.equal(writeMarks(text, told), `${schema.join('\n')}\n`, problems.map(({ message }) => message).join('\n'));
      assert.deepEqual(
        problems.map((problem) => problem.rule.id),
        rule.includes(',') ? rule.split(', ') : spans.map(() => rule),
      );
      assert.deepEqual(
        problems.map(({ refusedAt }) => lineOf(refusedAt.offset)),
        lines ?? spans.map(({ start }) => lineOf(start)),
      );
      if (!fixed) return;
      let after = text;
      // What several problems are about is mended one after the other.
      for (let round = 0; round < spans.length; round++) {
        after = mended(after, (await problemsOf(after, version)).problems[0]?.fixes()[0]);
      }
      assert.equal(after, `${fixed.join('\n')}\n`);
      const left = await problemsOf(after, version);
      assert.deepEqual(
        left.problems.map(({ message }) => message),
        [],
      );
    });
  }
});

const ACCEPTED: readonly (readonly [name: string, versions: readonly string[], schema: readonly string[]])[] = [
  ['nothing is asked of comments before 2.9', ['2.8'], ['##', '# @x', '#Text', '###', "{ 'command': 'eject' }"]],
  ['blanks behind the name', ['9.0', '10.2'], ['##', '# @eject:  ', '##', "{ 'command': 'eject' }"]],
  [
    'no documentation, where none is demanded',
    ['2.9', '10.2'],
    ["{ 'pragma': { 'doc-required': true } }", "{ 'pragma': { 'doc-required': false } }", "{ 'command': 'eject' }"],
  ],
  [
    'an exempt definition that lacks a description',
    ['9.0', '10.2'],
    [
      "{ 'pragma': { 'documentation-exceptions': [ 'Mode' ] } }",
      ...['##', '# @Mode:', '#', '# Since: 1.0', '##', "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }"],
    ],
  ],
  [
    'an exempt definition that has nothing but members described, where the generator does not fail',
    ['9.0', '11.1'],
    [
      "{ 'pragma': { 'documentation-exceptions': [ 'Tray' ] } }",
      ...['##', '# @Tray:', '# @a: one', '##', "{ 'struct': 'Tray', 'data': { 'a': 'int', 'b': 'int' } }"],
    ],
  ],
  [
    "comments that lack a '##' two by two, for the generator",
    ['7.2', '10.2'],
    [
      ...["{ 'pragma': { 'doc-required': false } } ##", '', '##', '# @stop:', '##', '# @eject:', '##'],
      "{ 'command': 'eject' }",
    ],
  ],
  [
    'comments between which the generator sees others, that stand for nothing',
    ['7.2', '10.2'],
    ['##', '', '##', '# @eject:', '# Returns:', '##', '', '##'],
  ],
  [
    'an overview that is indented, in all its paragraphs, and text that is not below it',
    ['9.0', '11.0', '11.1'],
    [
      ...['##', '# @eject:', '#', '#     Opens the tray.', '#', '#       Slowly.', '#', '# And waits.', '#'],
      ...['# Since: 1.0', '##', "{ 'command': 'eject' }"],
    ],
  ],
  [
    'a description and a section right behind an indented overview',
    ['11.1'],
    [
      ...[
        '##',
        '# @eject:',
        '#     Opens',
        '# @id: the drive',
        '##',
        "{ 'command': 'eject', 'data': { 'id': 'str' } }",
      ],
      ...['##', '# @stop:', '#     Stops', '#     all', '# Since: 1.0', '##', "{ 'command': 'stop' }"],
    ],
  ],
  [
    'an indented overview that goes back, where it is a paragraph as any other',
    ['9.0', '11.0'],
    ['##', '# @eject:', '#     Opens the tray', '#   and waits', '# Since: 1.0', '##', "{ 'command': 'eject' }"],
  ],
  [
    'words below an empty line that are no name, read line by line',
    ['2.9', '7.2', '8.2'],
    ["{ 'command': 'eject' }", ...['##', '#', '# @:', '##'], ...['##', '#', '# @two words:', '##']],
  ],
  [
    'members without a description',
    ['2.9', '5.2', '8.2'],
    ['##', '# @Mode:', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  ],
  [
    'values that do not exist, in enums',
    ['2.9', '4.1'],
    ['##', '# @Mode:', '# @off: no', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  ],
  [
    'the tag of a simple union',
    ['2.9', '5.2', '6.1'],
    ['##', '# @Any:', '# @type: which', '##', "{ 'union': 'Any', 'data': { 'a': 'str', 'b': 'int' } }"],
  ],
  [
    'names in a paragraph, and a paragraph that a name begins',
    ['9.0', '10.2'],
    ['##', '# @eject:', '#', '# Text', '# @id: more text', '#', '# @id is text too', '##', "{ 'command': 'eject' }"],
  ],
  [
    'a fourth line that goes back',
    ['9.0', '10.2'],
    [
      ...['##', '# @Mode:', '# @on: yes,', '#     always', '#     ever', '#   and ever', '##'],
      "{ 'enum': 'Mode', 'data': [ 'on' ] }",
    ],
  ],
  [
    'features described without a line of their own, before there were any',
    ['4.0'],
    ['##', '# @eject:', '#', '# Features:', '##', "{ 'command': 'eject' }"],
  ],
  [
    'a heading anywhere',
    ['10.1', '10.2'],
    ['##', '# Text', '# = Trays', '##', '##', '# @eject:', '#', '# = Trays', '##', "{ 'command': 'eject' }"],
  ],
  [
    'a comment behind the documentation',
    ['8.2', '9.1'],
    ['##', '# @eject:', '##', '# Slow.', "{ 'command': 'eject' }"],
  ],
  [
    'text indented by unusual white space, and a line with nothing else',
    ['10.0'],
    ['##', '# @Mode:', '# @on: yes,', '# \u3000always', '# \x1F', '##', "{ 'enum': 'Mode', 'data': [ 'on' ] }"],
  ],
  [
    'Windows line ends',
    ['7.2', '10.2'],
    ['##\r', '# @Mode:\r', '#\r', '# @on: yes\r', '##\r', "{ 'enum': 'Mode', 'data': [ 'on' ] }\r"],
  ],
];

describe('documentation is accepted', () => {
  for (const [name, versions, schema] of ACCEPTED) {
    for (const version of versions) {
      it(`${version}: ${name}`, async () => {
        const { problems } = await problemsOf(`${schema.join('\n')}\n`, version);
        assert.deepEqual(
          problems.map(({ message }) => message),
          [],
        );
      });
    }
  }
});

describe('doc/tag-form: what looks like a tag and is none', () => {
  const tagForms = async (schema: string, version: string): Promise<Problem[]> => {
    const { workspace, root } = openExample({ files: { [PATH]: schema }, version });
    const { problems } = await workspace.analyse(root);
    return problems.filter(({ rule }) => rule.id === 'doc/tag-form');
  };
  const written = (lines: readonly string[]): string =>
    [...['##', '# @eject:', '#', '# Open the tray.'], ...lines, '##', "{ 'command': 'eject' }", ''].join('\n');

  for (const [version, marked, fixed] of [
    ['10.2', ['#', '# «Return:» the disk'], ['#', '# Returns: the disk']],
    ['10.2', ['#', '# «\\error» none'], ['#', '# Errors: none']],
    ['10.2', ['#', '# «:errors:» none'], ['#', '# Errors: none']],
    ['10.2', ['#', '# :returns: what this command does not'], undefined],
    ['10.2', ['#', '# Fail with', '# :error: none', '#', '# Errors: none'], undefined],
    ['10.2', ['#', '# «features:»'], ['#', '# Features:']],
    ['10.2', ['#', '#     since: 1.0'], undefined],
    ['10.2', ['#', '# @id: it', '#', '# Feature:', '#', '# @odd: out of place, which is told there'], undefined],
    ['9.0', ['#', '# Features:', '# Features:', '#', '# @odd: it is'], undefined],
    ['9.0', ['#', '# Features:', '#', '# @odd: it is', '#', '# Words.', '# Features:'], undefined],
    ['10.2', ['#', '# Since 7.1 it is faster.'], undefined],
    ['10.2', ['#', '# Since:: 7.1'], undefined],
    ['8.2', ['# Since: 1.0'], undefined],
    ['8.2', ['#', '# Errors: none'], undefined],
  ] as const) {
    it(`${version}: ${marked.join(' / ')}`, async () => {
      const { text } = readMarks(written(marked));
      const problems = await tagForms(text, version);
      assert.equal(
        writeMarks(
          text,
          problems.map(({ span }) => span),
        ),
        written(marked),
      );
      const [fix] = problems[0]?.fixes() ?? [];
      assert.equal(fix && mended(text, fix), fixed && written(fixed));
    });
  }
});

describe('what looks like a tag and is the name of a member', () => {
  const job = (members: string, ...lines: readonly string[]): string =>
    ['##', '# @Job:', '#', ...lines, '#', '# Since: 9.0', '##', `{ 'struct': 'Job', 'data': { ${members} } }`].join(
      '\n',
    );

  for (const [name, text, rules] of [
    [
      'in a sentence',
      job("'*error': 'str'", '# @error: why', '#', '# .. note:: Mind this.', '#', '# @error may lack.'),
      [],
    ],
    [
      'in the middle of one',
      job("'*return': 'str'", '# @return: it', '#', '# Foo.  If it waits,', '# @return is late.'),
      [],
    ],
    ['as it would be described elsewhere', job("'errors': 'int'", '# errors: how many'), ['doc/undocumented-member']],
    ['as a field of something else', job("'a': 'int'", '# @a: it', '#', '# :error: stop', '# :return: go on'), []],
  ] as const) {
    it(name, async () => {
      const { problems } = await problemsOf(text, '10.2');
      const ids = problems.map(({ rule }) => rule.id).filter((id) => id.startsWith('doc/'));
      assert.deepEqual(ids, rules);
    });
  }
});

describe('a broken definition says nothing about its documentation', () => {
  const comment = ['##', '# @eject:', '#', '# @id: the drive', '##'];
  for (const [name, definition, rules] of [
    ['a comma is missing', "{ 'command': 'eject' 'data': { 'di': 'str' } }", ['syntax/comma']],
    ['a key is misspelt', "{ 'command': 'eject', 'dta': { 'id': 'str' } }", []],
    ['the members are a list', "{ 'struct': 'eject', 'data': [ 'id' ] }", []],
  ] as const) {
    it(name, async () => {
      const { problems } = await problemsOf([...comment, definition, ''].join('\n'), '10.2');
      const ids = problems.map(({ rule }) => rule.id).filter((id) => id.startsWith('doc/') || id.startsWith('syntax/'));
      assert.deepEqual(ids, rules);
    });
  }
});
