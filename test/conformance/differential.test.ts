// What runs a generator beside us is itself tested, with a generator that knows a few words: QEMU's own is elsewhere.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Judges, judgeAll, mutants, smallestOf } from '../../scripts/lib/differential.ts';
import { minimise } from '../../scripts/lib/minimise.ts';
import { mutate } from '../../scripts/lib/mutate.ts';
import { python2 } from '../../scripts/lib/python2-driver.ts';
import { Random } from '../../scripts/lib/random.ts';
import { FOLDER, ourFixtures, ownTests, Quarry, type Specimen } from '../../scripts/lib/specimens.ts';
import { fakeTree, noPython, noPython2, oldestTree } from '../helpers/fake-generator.ts';
import { tempFolder } from '../helpers/temp.ts';

const schema = `{ 'include': 'pragma.json' }

##
# @Disk:
#
# @size: in bytes
##
{ 'struct': 'Disk', 'data': { 'size': 'size', '*mode': 'Mode' } }

{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }

{ 'command': 'eject', 'data': 'Disk', 'boxed': true }
`;
const tree = {
  ...fakeTree,
  'qapi/qapi-schema.json': schema,
  'qapi/pragma.json': "{ 'pragma': { 'doc-required': false } }\n",
  'tests/qapi-schema/good.json': "{ 'include': 'include/part.json' }\n",
  'tests/qapi-schema/include/part.json': "{ 'event': 'E' }\n",
};

function specimen(text: string, name = 'one'): Specimen {
  return { name, files: { [`${FOLDER}/schema.json`]: text } };
}

describe('specimens', () => {
  test("are the generator's own test cases, with what they include", async (t) => {
    assert.deepEqual(await ownTests(tempFolder(t, tree)), [
      {
        name: 'tests/good',
        files: {
          [`${FOLDER}/good.json`]: tree['tests/qapi-schema/good.json'],
          [`${FOLDER}/include/part.json`]: tree['tests/qapi-schema/include/part.json'],
        },
      },
    ]);
  });

  test('are our own fixtures: of every rule, and the example trees', async () => {
    const fixtures = await ourFixtures();
    assert.ok(fixtures.length > 50);
    assert.ok(fixtures.some(({ name }) => name === 'examples/acme/qapi/qapi-schema.json'));
    for (const { name, files } of fixtures) {
      for (const text of Object.values(files)) assert.ok(!text.includes('«'), name);
    }
  });

  test("are pieces of the tree's schemas, with the types that they need and the pragmas", async (t) => {
    const quarry = await Quarry.of(tempFolder(t, tree));
    const cuts = Array.from({ length: 100 }, (_, index) => quarry.cut(new Random('cut', index)));
    const eject = cuts.find(({ name }) => name === 'Disk Mode eject');
    assert.match(
      eject?.files[`${FOLDER}/schema.json`] ?? '',
      /^[^\n]*pragma\.json[^\n]*\n\n##\n# @Disk:.*'enum': 'Mode'.*'eject'/s,
    );
    assert.match(eject?.files[`${FOLDER}/pragma.json`] ?? '', /doc-required/);
    assert.ok(cuts.some(({ name }) => name === 'Mode'));
    assert.ok(!cuts.some(({ name }) => name === 'eject' || name === 'Disk'));
  });
});

describe('mutants', () => {
  test('are the same with the same seed, and others with another', async (t) => {
    const quarry = await Quarry.of(tempFolder(t, tree));
    const options = { count: 50, until: Number.POSITIVE_INFINITY, specimens: [specimen(schema)] };
    const one = [...mutants(quarry, { ...options, seed: 1 })];
    assert.deepEqual([...mutants(quarry, { ...options, seed: 1 })], one);
    assert.notDeepEqual([...mutants(quarry, { ...options, seed: 2 })], one);
    assert.deepEqual([...mutants(quarry, { ...options, seed: 1, until: 0 })], []);
  });

  test('differ from what they were made of, but for a few, and are text', () => {
    let same = 0;
    for (let seed = 0; seed < 500; seed++) {
      const { files } = mutate(specimen(schema), new Random(seed));
      const text = files[`${FOLDER}/schema.json`] ?? '';
      if (text === schema) same++;
      assert.doesNotMatch(text, /\p{Cs}/u);
    }
    assert.ok(same < 100, `${same} of 500`);
  });

  test('have files that the original has not, with what stood in its own, and include them', () => {
    const made = Array.from({ length: 500 }, (_, seed) => mutate(specimen(schema), new Random('files', seed)).files);
    const more = made.filter((files) => Object.keys(files).length > 1);
    assert.ok(more.some((files) => /'enum': 'Mode'/.test(files[`${FOLDER}/sub/more.json`] ?? '')));
    assert.ok(more.some((files) => /'include': 'more\.json'/.test(files[`${FOLDER}/schema.json`] ?? '')));
    // The root stays the root.
    for (const files of made) assert.equal(Object.keys(files)[0], `${FOLDER}/schema.json`);
  });

  test('of long comments are made as fast as any', () => {
    // No pattern may try all ways in which the blanks of many lines can be told apart.
    const long = `##\n# @Long:\n#\n# @a: words\n${'#        words\n'.repeat(40)}##\n${schema}`;
    for (let seed = 0; seed < 200; seed++) mutate(specimen(long), new Random('long', seed));
  });
});

test('what is made smaller keeps what matters', async () => {
  const big = {
    name: 'big',
    files: { '/a': `${schema}${schema.replaceAll('Mode', 'Other')}`, '/b': schema, '/c': 'x\ny\n' },
  };
  const { files } = await minimise(big, async ({ files }) => {
    return (files['/a'] ?? '').includes("'*mode'") && (files['/c'] ?? '').includes('y');
  });
  assert.deepEqual(files, { '/a': "'*mode'", '/c': 'y\n' });
});

describe('the two judges', { skip: noPython }, () => {
  test('sort what they disagree about by kind, the most frequent first, and make it small', async (t) => {
    const judges = new Judges(tempFolder(t, fakeTree), '10.2.0');
    t.after(() => judges.stop());
    const good = "{ 'command': 'eject' }\n";
    const { judged, agreed, groups } = await judgeAll(judges, [
      specimen(good),
      specimen(`# refuse\n${good}`),
      specimen("# refuse\n{ 'command': 'ej_ect' }\n"),
      specimen("# Something.\n{ 'command': 'ej_ect' }\n", 'longer'),
      specimen("{ 'command': 'ej_ect' }\n"),
      specimen(`${good}# crash\n`),
    ]);
    assert.deepEqual([judged, agreed], [6, 1]);
    assert.deepEqual(
      groups.map(({ kind, count }) => `${count} ${kind}`),
      [
        '2 only-ours: we refuse: naming/lower-case',
        '1 only-generator: it refuses: refused',
        '1 elsewhere: it refuses: refused',
        '1 only-generator: it crashes: IndexError: out of range',
      ],
    );
    assert.equal(groups[0]?.smallest.name, 'one');
    const [, refused] = groups;
    assert.ok(refused);
    assert.deepEqual(Object.values((await smallestOf(judges, refused)).files), ['# refuse\n']);
  });

  test('fail loudly where there is no generator', async (t) => {
    const judges = new Judges(tempFolder(t, { VERSION: '10.2.0' }), '10.2.0');
    await assert.rejects(judgeAll(judges, [specimen('')]), /the generator cannot be run: .*No module named 'qapi'/);
  });
});

describe('a generator of the years of Python 2', { skip: noPython2 }, () => {
  async function verdict(judges: Judges, text: string): Promise<string> {
    const { verdict } = await judges.judge(specimen(text));
    if (verdict.kind === 'accepted') return 'accepted';
    const line = verdict.kind === 'refused' ? ` in line ${verdict.place?.line}` : '';
    return `${verdict.kind}${line}: ${verdict.message}`;
  }

  test('judges one text after the other, and knows nothing of those before', async (t) => {
    const judges = new Judges(tempFolder(t, oldestTree), '2.11.0', python2('python2'));
    t.after(() => judges.stop());
    assert.equal(await verdict(judges, '{}'), 'accepted');
    assert.equal(await verdict(judges, '{}'), 'accepted');
    assert.equal(await verdict(judges, 'refuse'), 'refused in line 1: refused: refuse');
    assert.equal(await verdict(judges, 'crash'), 'crashed: IndexError: out of range');
    assert.equal(await verdict(judges, '{}'), 'accepted');
  });

  test('gets lines as Python 3 would see them, and texts that are no ASCII', async (t) => {
    const judges = new Judges(tempFolder(t, oldestTree), '2.11.0', python2('python2'));
    t.after(() => judges.stop());
    assert.equal(await verdict(judges, '\r\n\r refuse ä'), 'refused in line 3: refused: \n\n refuse ä');
  });

  test('cannot be run where the tree has another one', async (t) => {
    const judges = new Judges(tempFolder(t, fakeTree), '2.11.0', python2('python2'));
    t.after(() => judges.stop());
    await assert.rejects(verdict(judges, ''), /the generator cannot be run: Python 2\.\d+\.\d+: IOError/);
  });
});
