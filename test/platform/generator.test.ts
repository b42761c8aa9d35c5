import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { nodeGenerator } from '../../server/src/platform/generator.ts';
import { GeneratorProcess } from '../../server/src/platform/generator-process.ts';
import type { GeneratorAnswer } from '../../server/src/workspace/host.ts';
import { fakeTree, noPython, olderTree, python2Tree } from '../helpers/fake-generator.ts';
import { tempFolder } from '../helpers/temp.ts';

/** What the generator of a tree makes of a schema, in a line; paths are those below the tree. */
async function verdict(t: TestContext, schema: string, tree: Readonly<Record<string, string>> = fakeTree) {
  const folder = tempFolder(t, { ...tree, 'qapi/schema.json': schema });
  return shown(await nodeGenerator().check(folder, `${folder}/qapi/schema.json`), folder);
}

function shown(answer: GeneratorAnswer, folder: string): string {
  if (!answer.ok) return `${answer.error.kind}: ${answer.error.detail}`;
  const { verdict } = answer;
  if (verdict.kind === 'accepted') return 'accepted';
  const text = `${verdict.kind}: ${verdict.message}`.replaceAll(folder, '');
  if (verdict.kind === 'crashed' || !verdict.place) return text;
  return `${verdict.place.file.replace(folder, '')}:${verdict.place.line} ${text}`;
}

describe("a tree's own generator", { skip: noPython }, () => {
  test('accepts, whatever it prints along the way', async (t) => {
    assert.equal(await verdict(t, '{}\n'), 'accepted');
  });

  test('refuses, with the place and the whole message', async (t) => {
    assert.equal(await verdict(t, '\n\n refuse\n'), '/qapi/schema.json:3 refused: refused\nand why');
  });

  test('refuses a root that is not there without a place', async (t) => {
    const folder = tempFolder(t, fakeTree);
    const answer = await nodeGenerator().check(folder, `${folder}/none.json`);
    assert.equal(shown(answer, folder), "refused: can't read schema file '/none.json': No such file or directory");
  });

  test('may crash: the last line of what Python says tells why, the rest tells where', async (t) => {
    assert.equal(await verdict(t, 'crash'), 'crashed: IndexError: out of range');
    const folder = tempFolder(t, { ...fakeTree, 'schema.json': 'crash' });
    const answer = await nodeGenerator().check(folder, `${folder}/schema.json`);
    assert.match(answer.ok && answer.verdict.kind === 'crashed' ? answer.verdict.trace : '', /schema\.py", line \d+/);
  });

  test('that takes too long is stopped', async (t) => {
    const folder = tempFolder(t, { ...fakeTree, 'schema.json': 'wait' });
    const process = new GeneratorProcess(folder, 500);
    t.after(() => process.stop());
    assert.equal(
      shown(await process.ask({ root: `${folder}/schema.json` }), folder),
      'too-long: it took longer than 0.5 seconds',
    );
  });

  test('is stopped when nobody wants to know any more', async (t) => {
    const folder = tempFolder(t, { ...fakeTree, 'schema.json': 'wait' });
    for (const signal of [AbortSignal.timeout(300), AbortSignal.abort()]) {
      const answer = await nodeGenerator().check(folder, `${folder}/schema.json`, signal);
      assert.equal(shown(answer, folder), 'cancelled: it was cancelled');
    }
  });

  test('of the years before 4.2 stands in another module, and ends the program where it refuses', async (t) => {
    assert.equal(await verdict(t, '{}', olderTree), 'accepted');
    assert.equal(await verdict(t, 'refuse', olderTree), '/qapi/schema.json:1 refused: refused\nand why');
  });

  test('that this Python does not understand is told as such', async (t) => {
    assert.match(await verdict(t, '{}', python2Tree), /^unsupported: Python 3\.\d+\.\d+: SyntaxError: /);
    assert.match(await verdict(t, '{}', { VERSION: '1.0' }), /^unsupported: .*No module named 'qapi'/);
  });

  test('leaves nothing in the tree', async (t) => {
    const folder = tempFolder(t, { ...fakeTree, 'schema.json': '{}' });
    const before = readdirSync(folder, { recursive: true });
    await nodeGenerator().check(folder, `${folder}/schema.json`);
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
  });

  test("finds the tree's modules and those of Python, wherever the environment points", async (t) => {
    const elsewhere = tempFolder(t, { 'qapi/__init__.py': 'raise ValueError("not me")\n' });
    const before = process.env.PYTHONPATH;
    process.env.PYTHONPATH = elsewhere;
    t.after(() => {
      if (before === undefined) delete process.env.PYTHONPATH;
      else process.env.PYTHONPATH = before;
    });
    const path = await verdict(t, 'path');
    assert.match(path, /python3/);
    assert.ok(!path.includes(elsewhere), path);
    assert.doesNotMatch(path, /\[''/);
  });

  test('answers one question after the other, also about files that are on no disk', async (t) => {
    const folder = tempFolder(t, { ...fakeTree, 'real.json': '{}' });
    const process = new GeneratorProcess(folder, 30_000);
    t.after(() => process.stop());
    const ask = async (files: Record<string, string>, root = '/nowhere/schema.json') =>
      shown(await process.ask({ root, files }), folder);
    assert.equal(
      await ask({ '/nowhere/schema.json': '\r\n\r refuse ä' }),
      '/nowhere/schema.json:3 refused: refused\nand why',
    );
    assert.equal(await ask({ '/nowhere/schema.json': '{}' }), 'accepted');
    assert.match(await ask({ '/nowhere/other.json': '{}' }), /No such file or directory/);
    assert.match(await ask({ '/nowhere/schema.json/x': '{}' }), /Is a directory/);
    const file = { '/nowhere/schema.json': '{}' };
    assert.match(await ask(file, '/nowhere/schema.json/'), /Not a directory/);
    assert.match(await ask(file, '/nowhere/gone/../schema.json'), /No such file or directory/);
    assert.equal(await ask(file, '/nowhere/../nowhere/./schema.json'), 'accepted');
    assert.equal(shown(await process.ask({ root: `${folder}/real.json` }), folder), 'accepted');
  });
});

test('without Python, that is what is said', async (t) => {
  const folder = tempFolder(t, { ...fakeTree, 'schema.json': '{}' });
  const before = process.env.PATH;
  process.env.PATH = folder;
  t.after(() => {
    process.env.PATH = before;
  });
  const answer = await nodeGenerator().check(folder, `${folder}/schema.json`);
  assert.match(shown(answer, folder), /^no-python: there is no command python3?$/);
});
