// Since when something exists: the forms that count, and what is made of the others.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allTold, linesTold, mend, schemaWith, textOf, told } from '../helpers/doc-text.ts';
import { mended } from '../helpers/fix.ts';

const RULE = 'doc/since';

describe('the section Since', () => {
  const written: readonly [before: readonly string[], after: readonly string[]][] = [
    [['Since 7.1'], ['Since: 7.1']],
    [['since: 7.1'], ['Since: 7.1']],
    [['Since : 7.1.'], ['Since: 7.1']],
    [['Since: v7.1'], ['Since: 7.1']],
    [['Since: 7'], ['Since: 7.0']],
    [['Since: QEMU 7.1 (trays: 8.0)'], ['Since: 7.1 (trays: 8.0)']],
    [['SINCE : 7.1 (trays: 8.0)'], ['Since: 7.1 (trays: 8.0)']],
    [
      ['Open the tray.', 'Since: 7.1'],
      ['Open the tray.', '', 'Since: 7.1'],
    ],
    [
      ['Open the tray.', 'Since 7.1'],
      ['Open the tray.', '', 'Since: 7.1'],
    ],
    [['\\since 7.1'], ['Since: 7.1']],
  ];
  for (const [before, after] of written) {
    it(`is put right: ${before.join(' / ')}`, async () => {
      assert.deepEqual(textOf(await mend(RULE, schemaWith(before))), after);
    });
  }

  const fine = [
    'Since: 7.1',
    'Since:  7.1',
    'Since: 0.14.0',
    "Since: 4.0; 'open' since 4.1",
    'Since: 2.9 (trays since 3.0)',
  ];
  for (const line of fine) {
    it(`is fine: ${line}`, async () => assert.deepEqual(await told(RULE, schemaWith([line])), []));
  }

  it('is told about once, whatever its form', async () => {
    for (const lines of [
      ['Since 7.1'],
      ['since: 7.1'],
      ['\\since 7.1'],
      ['SINCE: 7.1 (maybe)'],
      ['Open.', 'Since: 7.1'],
      ['Since: v7'],
    ]) {
      const problems = await allTold(schemaWith(['@id: the drive', '', ...lines]));
      assert.deepEqual(
        problems.map(({ rule }) => rule.id),
        [RULE],
        lines.join(' / '),
      );
    }
  });

  it('has no fix where no version is in sight', async () => {
    const [problem] = await told(RULE, schemaWith(['Since: whenever']));
    assert.deepEqual(problem?.fixes(), []);
  });

  it('in a paragraph goes where there is another one that says the same', async () => {
    const twice = schemaWith(['Open the tray.', 'Since: 7.1', '', 'Since: 7.1']);
    assert.deepEqual(textOf(await mend(RULE, twice)), ['Open the tray.', '', 'Since: 7.1']);
    const differently = schemaWith(['Open the tray.', 'Since: 7.1', '', 'Since: 7.2']);
    assert.deepEqual(await linesTold(RULE, differently), [5]);
    assert.equal(await mend(RULE, differently), differently);
  });

  it('is parted from a line without its # by one that has it', async () => {
    const text = schemaWith(['Open the tray.', 'Since: 7.1']).replace('# Open', 'Open');
    assert.equal(await mend(RULE, text), text.replace('# Since', '#\n# Since'));
  });

  it('may follow a member directly', async () => {
    assert.deepEqual(await told(RULE, schemaWith(['@id: the drive', 'Since: 7.1'])), []);
  });

  it('never breaks the build', async () => {
    const [problem] = await told(RULE, schemaWith(['Since 7.1']));
    assert.equal(problem?.severity, 'information');
    assert.equal(problem?.buildBreaking, false);
  });
});

describe('a version behind Since', () => {
  const late: readonly [tree: string, since: string, isLate: boolean][] = [
    ['10.2.0', '10.2', false],
    ['10.2.0', '11.0', false],
    ['10.2.0', '11.1', true],
    ['10.1.50', '10.2', false],
    ['10.1.50', '11.0', true],
    ['2.12.50', '3.0', false],
  ];
  for (const [qemuVersion, since, isLate] of late) {
    it(`${since} is ${isLate ? 'too late' : 'fine'} in ${qemuVersion}`, async () => {
      const problems = await told(RULE, schemaWith([`Since: ${since}`]), { qemuVersion });
      assert.equal(problems.length, isLate ? 1 : 0);
    });
  }

  it('that is too late may be that of the tree: nobody but the author knows', async () => {
    const text = schemaWith(['Since: 12.0']);
    const [problem] = await told(RULE, text, { qemuVersion: '10.1.50' });
    const [fix] = problem?.fixes() ?? [];
    assert.deepEqual(textOf(mended(text, fix)), ['Since: 10.2']);
    assert.equal(fix?.preferred, false);
  });

  it("is nobody's business in a comment that is for something else", async () => {
    const other = "##\n# @gone:\n#\n# Text.\n#\n# Since: 12.0\n##\n{ 'command': 'stop' }\n";
    const problems = await told(RULE, `${schemaWith(['Since: 12.0'])}\n${other}`);
    assert.equal(problems.length, 1);
  });

  it('may be late downstream: there are backports', async () => {
    assert.deepEqual(await told(RULE, schemaWith(['Since: 12.0']), { role: 'downstream' }), []);
  });
});

describe('a definition without Since', () => {
  const required = "{ 'pragma': { 'doc-required': true } }\n";
  const offered = async (lines: readonly string[], qemuVersion: string): Promise<string[]> => {
    const text = required + schemaWith(lines);
    const [problem] = await told(RULE, text, { qemuVersion });
    return textOf(mended(text, problem?.fixes()[0]).slice(required.length));
  };

  it('is offered the release that the tree leads to', async () => {
    const after = (version: string): string[] => ['Open the tray.', '', `Since: ${version}`];
    assert.deepEqual(await offered(['Open the tray.'], '10.2.50'), after('11.0'));
    assert.deepEqual(await offered(['Open the tray.'], '10.0.90'), after('10.1'));
    assert.deepEqual(await offered(['Open the tray.'], '10.1.2'), after('10.1'));
  });

  it('gets it before the examples', async () => {
    const example = ['.. qmp-example::', '', '    -> { "execute": "eject" }'];
    assert.deepEqual(await offered(['@id: it', '', ...example], '10.2'), [
      '@id: it',
      '',
      'Since: 10.2',
      '',
      ...example,
    ]);
  });

  it('is not given it without a question: it may be old', async () => {
    const text = required + schemaWith(['Open the tray.']);
    assert.equal(await mend(RULE, text), text);
  });

  it('is fine where documentation is not required', async () => {
    assert.deepEqual(await told(RULE, schemaWith(['Open the tray.'])), []);
  });
});

describe('a remark (since ...)', () => {
  it('comes together on the second line', async () => {
    const before = ['@id: the drive (since', '    7.1)', '', 'Since: 1.1'];
    const after = ['@id: the drive', '    (since 7.1)', '', 'Since: 1.1'];
    assert.deepEqual(textOf(await mend('doc/split-since', schemaWith(before))), after);
  });

  it('is only looked for before a version', async () => {
    assert.deepEqual(await told('doc/split-since', schemaWith(['@id: the drive (since', '    yesterday)'])), []);
  });

  it('is upstream that may break lines anew', async () => {
    const text = schemaWith(['@id: the drive (since', '    7.1)']);
    assert.deepEqual(await told('doc/split-since', text, { role: 'downstream' }), []);
  });
});
