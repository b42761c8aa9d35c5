// What the generators of QEMU's early years refuse and later ones take, or the other way round.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../server/src/rules/run.ts';
import { openExample } from '../helpers/example.ts';
import { mended } from '../helpers/fix.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

const ROOT = 'qapi/qapi-schema.json';

async function breaking(files: Readonly<Record<string, string>>, version: string): Promise<Problem[]> {
  const { workspace, root } = openExample({ files, version, role: 'upstream' });
  return (await workspace.analyse(root)).problems.filter(({ buildBreaking }) => buildBreaking);
}

interface Case {
  readonly name: string;
  readonly rule: string;
  /** The schema, with what is refused marked. */
  readonly text: string;
  /** The versions that refuse it, and those that do not. */
  readonly refused: readonly string[];
  readonly taken: readonly string[];
}

const TAG = "{ 'enum': 'Tag', 'data': [ 'disk', 'tape' ] }\n{ 'struct': 'Base', 'data': { 'kind': 'Tag' } }\n";
const PARTS = "{ 'struct': 'Disk', 'data': {} }\n{ 'struct': 'Tape', 'data': {} }\n";
const BOTH = "'data': { 'disk': 'Disk', 'tape': 'Tape' } }";

const groups: Readonly<Record<string, readonly Case[]>> = {
  'constants in C': [
    {
      name: 'of values that differ in case',
      rule: 'naming/c-clash',
      text: "{ 'enum': 'Tray', 'data': [ 'open', '«OPEN»' ] }",
      refused: ['2.4', '2.5'],
      taken: ['2.6', '2.8'],
    },
    {
      name: 'of values with humps',
      rule: 'naming/c-clash',
      text: "{ 'enum': 'Tray', 'data': [ 'half-open', '«halfOpen»' ] }",
      refused: ['2.5'],
      taken: ['2.8'],
    },
    {
      name: 'of values that are the same in C in any case',
      rule: 'naming/c-clash',
      text: "{ 'enum': 'Tray', 'data': [ 'half-open', '«half_open»' ] }",
      refused: ['2.5', '2.6', '11.0'],
      taken: ['2.3'],
    },
    {
      name: 'of branches',
      rule: 'naming/c-clash',
      text: "{ 'alternate': 'Any', 'data': { 'a-b': 'str', '«A_b»': 'int' } }",
      refused: ['2.5'],
      taken: ['2.6'],
    },
    {
      name: 'that close every list',
      rule: 'naming/c-clash',
      text: "{ 'enum': 'Tray', 'data': [ 'min', '«max»' ] }\n{ 'event': '«MAX»' }",
      refused: ['2.4', '2.5'],
      taken: ['2.6', '11.0'],
    },
    {
      name: 'that unions have besides',
      rule: 'naming/c-clash',
      text: "{ 'union': 'Drive', 'data': { '«kind»': 'str', '«type»': 'int', 'other': 'int' } }",
      refused: ['2.5'],
      taken: ['2.6', '6.1'],
    },
    {
      name: 'of a discriminator among its own values',
      rule: 'schema/discriminator',
      text: `{ 'enum': 'Tag', 'data': [ 'kind' ] }
{ 'struct': 'Base', 'data': { 'kind': 'Tag' } }
{ 'struct': 'Disk', 'data': {} }
{ 'union': 'Drive', 'base': 'Base', 'discriminator': '«kind»', 'data': { 'kind': 'Disk' } }`,
      refused: ['2.5'],
      taken: ['2.6', '11.0'],
    },
  ],
  types: [
    {
      name: 'of which there is only the documentation, while that is a comment',
      rule: 'schema/unknown-type',
      text: "##\n# @Drive:\n##\n\n##\n# @eject:\n##\n{ 'command': 'eject', 'data': '«Drive»' }",
      refused: ['2.4', '2.8'],
      taken: [],
    },
  ],
  features: [
    {
      name: 'in upper case, which later was of no interest for some time',
      rule: 'naming/lower-case',
      text: "{ 'command': 'eject', 'features': [ '«Slow»' ] }",
      refused: ['5.2', '8.2', '11.0'],
      taken: ['6.0', '6.2'],
    },
  ],
  values: [
    {
      name: 'that look like the names of the generator',
      rule: 'naming/reserved-name',
      text: "{ 'enum': 'Tray', 'data': [ '«q_open»' ] }",
      refused: ['2.6', '11.0'],
      taken: ['2.5'],
    },
    {
      name: 'and other names that look like those, which other things are wrong with as well',
      rule: 'naming/invalid-name',
      text: "{ 'enum': 'Tray', 'data': [ 'q_a.b' ] }\n{ 'command': '«q.eject»' }",
      refused: ['2.5'],
      taken: ['2.4'],
    },
    {
      name: 'none at all, and a union of them',
      rule: 'schema/branch',
      text: `{ 'enum': 'Tag', 'data': [] }
{ 'struct': 'Base', 'data': { 'kind': 'Tag' } }
{ 'union': '«Drive»', 'base': 'Base', 'discriminator': 'kind', 'data': {} }`,
      refused: ['2.6', '4.2', '11.0'],
      taken: ['2.5'],
    },
  ],
  strings: [
    {
      name: 'with the escapes of JSON, which are read as meant',
      rule: 'syntax/escape',
      text: String.raw`{ 'c«\u006f»mmand': '«\u0065»ject' }`,
      refused: ['4.2', '11.0'],
      taken: ['2.5', '4.1'],
    },
    {
      name: 'with an escape of what no name may have',
      rule: 'naming/invalid-name',
      text: String.raw`{ 'command': '«ej\tect»' }`,
      refused: ['2.5', '4.1'],
      taken: [],
    },
    {
      name: 'with escapes of what is not ASCII',
      rule: 'syntax/escape',
      text: String.raw`{ 'command': '\u0065j«\u00e9»ct' }`,
      refused: ['2.5', '4.1', '11.0'],
      taken: [],
    },
    {
      name: 'with a backslash before the quote that ends them',
      rule: 'syntax/escape',
      text: String.raw`{ 'command': 'eject«\'» }`,
      refused: ['2.5', '11.0'],
      taken: [],
    },
    {
      name: 'without anything in them, for the type of arguments',
      rule: 'schema/unknown-type',
      text: "{ 'command': 'eject', 'data': '«»' }",
      refused: ['2.5', '4.1'],
      taken: ['4.2', '11.0'],
    },
  ],
  null: [
    {
      name: 'for what may be left out',
      rule: 'syntax/stray-word',
      text: "{ 'command': 'eject', 'data': «null», 'returns': «null» }\n{ 'struct': 'Disk', 'base': «null», 'data': {} }",
      refused: ['4.2', '11.0'],
      taken: ['2.5', '4.1'],
    },
    {
      name: 'for what may not, which is refused where the definition begins',
      rule: 'syntax/stray-word',
      text: "{ 'struct': 'Disk', 'data': «null» }\n{ 'struct': 'Tape', 'data': { 'id': «null» } }",
      refused: ['2.5', '4.1', '11.0'],
      taken: [],
    },
    {
      name: 'for a base that a discriminator wants',
      rule: 'schema/missing-key',
      text: `${TAG}${PARTS}{ 'union': 'Drive', 'base': null, «'discriminator'»: 'kind', ${BOTH}`,
      refused: ['2.5', '2.11'],
      taken: [],
    },
  ],
  blanks: [
    {
      name: 'that are not ASCII',
      rule: 'syntax/blank',
      text: "{ 'command':«\u00a0»'eject',«\u3000»'data': {} } # \u00a0\n##\n# A\u2003B\n##\n",
      refused: ['2.5', '2.8'],
      taken: ['2.12', '11.0'],
    },
  ],
  'comments between the words': [
    {
      name: 'that look like documentation',
      rule: 'doc/inside-expression',
      text: "{ 'command': 'eject', «##»\n  # The tray.\n  'data': {} }",
      refused: ['2.9', '11.0'],
      taken: ['2.5', '2.8'],
    },
    {
      name: 'that hold where a definition begins',
      rule: 'doc/fence',
      text: "##\n# Trays\n##« { 'command': 'eject',»\n  'data': {} }",
      refused: ['2.5', '2.8', '2.11', '11.0'],
      taken: [],
    },
  ],
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const { name, rule, text: marked, refused, taken } of cases) {
      it(name, async () => {
        const { text } = readMarks(marked);
        for (const version of refused) {
          const problems = await breaking({ [ROOT]: text }, version);
          assert.equal(
            writeMarks(
              text,
              problems.map(({ span }) => span),
            ),
            marked,
            version,
          );
          assert.deepEqual([...new Set(problems.map((problem) => problem.rule.id))], [rule], version);
        }
        for (const version of taken) {
          const problems = await breaking({ [ROOT]: text }, version);
          assert.deepEqual(
            problems.map(({ message }) => message),
            [],
            version,
          );
        }
      });
    }
  });
}

/** In which lines, counted from 1, generators of a version would stop: `FILE:LINE RULE`. */
async function stops(files: Readonly<Record<string, string>>, version: string): Promise<string[]> {
  const problems = await breaking(files, version);
  return problems.map(({ rule, refusedAt: { file, offset } }) => {
    const path = file.slice(file.indexOf('qapi/'));
    return `${path}:${(files[path] ?? '').slice(0, offset).split('\n').length} ${rule.id}`;
  });
}

describe('what is refused, and in which line', () => {
  it('a null in a definition: where that begins, as long as there was null', async () => {
    const files = { [ROOT]: "{ 'struct': 'Disk',\n  'data': { 'id':\n null } }" };
    assert.deepEqual(await stops(files, '4.1'), [`${ROOT}:1 syntax/stray-word`]);
    assert.deepEqual(await stops(files, '4.2'), [`${ROOT}:3 syntax/stray-word`]);
  });

  it('a character that no name may have: where the definition begins, as long as strings could have any', async () => {
    const files = { [ROOT]: "{ 'struct': 'Disk',\n  'data': { 'é': 'str' } }" };
    assert.deepEqual(await stops(files, '4.1'), [`${ROOT}:1 syntax/string-character`]);
    assert.deepEqual(await stops(files, '4.2'), [`${ROOT}:2 syntax/string-character`]);
  });

  it('what is not closed before documentation: behind it, as long as that was a comment', async () => {
    const files = { [ROOT]: "{ 'command': 'eject'\n##\n# @stop:\n##\n{ 'command': 'stop' }\n" };
    assert.deepEqual(await stops(files, '2.8'), [`${ROOT}:5 syntax/unclosed-bracket`]);
    assert.deepEqual(await stops(files, '2.9'), [`${ROOT}:2 syntax/unclosed-bracket`]);
  });

  it('a definition whose beginning is in a comment: behind that, as long as it was one', async () => {
    const files = { [ROOT]: "##\n# Trays\n## { 'command': 'eject',\n  'data': {} }" };
    assert.deepEqual(await stops(files, '2.8'), [`${ROOT}:4 doc/fence`]);
    assert.deepEqual(await stops(files, '2.9'), [`${ROOT}:3 doc/fence`]);
  });

  it('a description that is neither beside its name nor indented: in its line', async () => {
    const text = "##\n# @eject:\n#\n# @id:\n# which\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n";
    assert.deepEqual(await stops({ [ROOT]: text }, '2.11'), [`${ROOT}:5 doc/empty-section`]);
    assert.deepEqual(await stops({ [ROOT]: text }, '4.2'), []);
    assert.deepEqual(await stops({ [ROOT]: text.replace('# which', '#  which') }, '2.11'), []);
  });

  it('a chain of bases: at any of them, as long as there was no order', async () => {
    const text = "{ 'struct': 'A', 'base': 'B', 'data': {} }\n{ 'struct': 'B', 'base': 'A', 'data': {} }\n";
    const other = async (version: string): Promise<number[]> => {
      const problems = await breaking({ [ROOT]: text }, version);
      return problems.flatMap(({ alsoRefusedAt = [] }) => alsoRefusedAt.map(({ offset }) => offset));
    };
    assert.deepEqual(await other('2.11'), [text.indexOf('\n') + 1]);
    assert.deepEqual(await other('2.12'), []);
  });
});

describe('includes before 2.12', () => {
  const command = (name: string): string => `{ 'command': '${name}' }\n`;
  const include = (path: string): string => `{ 'include': '${path}' }\n`;

  it('that are written otherwise have their definitions read twice', async () => {
    const files = {
      [ROOT]: `${include('a.json')}${include('sub/b.json')}`,
      'qapi/a.json': `# More.\n${command('one')}`,
      'qapi/sub/b.json': `${include('../a.json')}${command('two')}`,
    };
    assert.deepEqual(await stops(files, '2.11'), ['qapi/a.json:2 files/read-twice']);
    assert.deepEqual(await stops(files, '2.12'), []);
  });

  it('may have pragmas and comments read twice', async () => {
    const files = {
      [ROOT]: `${include('a.json')}${include('./a.json')}${command('one')}`,
      'qapi/a.json': "{ 'pragma': { 'doc-required': false } }\n",
    };
    assert.deepEqual(await stops(files, '2.11'), []);
  });

  it('read what a file that is read twice includes once only, if that is written as it is known', async () => {
    const files = {
      [ROOT]: `${include('a.json')}${include('./a.json')}`,
      'qapi/a.json': include('b.json'),
      'qapi/b.json': command('one'),
    };
    assert.deepEqual(await stops(files, '2.11'), []);
  });

  it('that lead back are seen a round later where they are written otherwise', async () => {
    const files = { [ROOT]: include('a.json'), 'qapi/a.json': `\n${include('./qapi-schema.json')}` };
    assert.deepEqual(await stops(files, '2.11'), [`${ROOT}:1 files/include-cycle`]);
    assert.deepEqual(await stops(files, '2.12'), ['qapi/a.json:2 files/include-cycle']);
  });

  it('that lead back for ever are told where they stand', async () => {
    const files = { [ROOT]: `\n${include('./qapi-schema.json')}` };
    assert.deepEqual(await stops(files, '2.11'), [`${ROOT}:2 files/include-cycle`]);
  });

  it('are opened anew, along the path as it is written', async () => {
    const files = { [ROOT]: `${include('a.json')}${include('a.json/')}`, 'qapi/a.json': '' };
    assert.deepEqual(await stops(files, '2.11'), [`${ROOT}:2 files/include-not-found`]);
    assert.deepEqual(await stops(files, '2.12'), []);
    const back = { [ROOT]: include('a.json'), 'qapi/a.json': `\n${include('gone/../qapi-schema.json')}` };
    assert.deepEqual(await stops(back, '2.11'), ['qapi/a.json:2 files/include-cycle']);
  });
});

describe('the way out', () => {
  it('of an escape is the character that it stands for', async () => {
    const text = String.raw`{ 'command': '\u0065ject' }`;
    const [problem] = await breaking({ [ROOT]: text }, '4.2');
    assert.ok(problem);
    const [fix] = problem.fixes();
    assert.equal(fix?.title, "Write 'e'");
    assert.ok(fix);
    assert.equal(mended(text, fix), "{ 'command': 'eject' }");
  });

  it('of a blank is a space', async () => {
    const text = "{ 'command':\u00a0'eject' }";
    const [problem] = await breaking({ [ROOT]: text }, '2.11');
    const [fix] = problem?.fixes() ?? [];
    assert.ok(fix);
    assert.equal(mended(text, fix), "{ 'command': 'eject' }");
  });
});
