import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { KnownProblem } from '../../server/src/rules/acknowledge.ts';
import { knownFileText, readKnownFile } from '../../server/src/workspace/known-file.ts';

const ENTRIES: KnownProblem[] = [
  { rule: 'doc/since', file: 'qapi/block.json', count: 2 },
  { rule: 'doc/since', file: 'qapi/block.json', name: 'Disk.id', count: 1 },
  { rule: 'downstream/missing-prefix', path: 'eject: argument force', count: 1 },
];

const TEXT = `{
  "about": "Problems that are known and not reported. Written by \\"qapi check --record\\"; run it again to drop what is fixed and to add what is new.",
  "version": 1,
  "known": [
    { "rule": "doc/since", "file": "qapi/block.json", "count": 2 },
    { "rule": "doc/since", "file": "qapi/block.json", "name": "Disk.id" },
    { "rule": "downstream/missing-prefix", "path": "eject: argument force" }
  ]
}
`;

describe('a list of known problems', () => {
  test('has a line for each, in an order of its own', () => {
    assert.equal(knownFileText(ENTRIES), TEXT);
    assert.equal(knownFileText(ENTRIES.toReversed()), TEXT);
  });

  test('is read as it was written', () => {
    assert.deepEqual(readKnownFile(TEXT), { entries: ENTRIES, problem: undefined, isNewer: false });
    assert.deepEqual(readKnownFile(knownFileText([])).entries, []);
  });

  test('may have got an entry, and a comma, from two branches', () => {
    const [line = ''] = /^.*"count": 2.*$/m.exec(TEXT) ?? [];
    const merged = TEXT.replace(line, `${line}\n${line.replace('2', '3')}`).replace('force" }', 'force" },');
    assert.deepEqual(readKnownFile(merged).entries, [{ ...ENTRIES[0], count: 3 }, ENTRIES[1], ENTRIES[2]]);
  });
});

describe('a list that is broken', () => {
  for (const [what, text, under, message] of [
    ['by a merge', TEXT.replace('    {', '<<<<<<< HEAD\n    {'), '<<<<<<<', '<<<<<<< has no place here.'],
    ['as it is empty', '', '', 'This is no list of known problems: "qapi check --record" writes one.'],
    ['as it is something else', '[1]', '[1]', 'This is no list of known problems: "qapi check --record" writes one.'],
    ['by its version', TEXT.replace('1,', '"1",'), '"1"', 'The version of the form is 1.'],
    ['by a later program', TEXT.replace('1,', '2,'), '2', 'A later release of qapi has written this list.'],
    [
      'by an entry that says nothing',
      TEXT.replace(', "path": "eject: argument force"', ''),
      '{ "rule": "downstream/missing-prefix" }',
      'This is no entry of a list of known problems: it has a "rule", and a "path" or a "file".',
    ],
    [
      'by a count',
      TEXT.replace('"count": 2', '"count": 0'),
      '{ "rule": "doc/since", "file": "qapi/block.json", "count": 0 }',
      'This is no entry of a list of known problems: it has a "rule", and a "path" or a "file".',
    ],
  ] as const) {
    test(`${what} is told where, and has no entries`, () => {
      const { entries, problem } = readKnownFile(text);
      assert.deepEqual(entries, []);
      assert.equal(text.slice(problem?.span.start, problem?.span.end), under);
      assert.equal(problem?.message, `${message} Until that is put right no problem counts as known.`);
    });
  }
});
