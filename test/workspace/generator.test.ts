import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkWithGenerator } from '../../server/src/workspace/generator.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { type MemoryGenerator, memoryHost } from '../helpers/memory-host.ts';

const root = '/home/qemu/qapi/qapi-schema.json';
const files = {
  [root]: "{ 'command': 'eject' }\n",
  '/home/qemu/VERSION': '9.2.0\n',
  '/home/qemu/scripts/qapi/schema.py': '',
};

/** What comes of a question, in a line. */
async function outcome(
  tree: Readonly<Record<string, string>>,
  generator: MemoryGenerator | undefined = {},
  { from, schema = root }: { from?: string; schema?: string } = {},
): Promise<string> {
  const host = memoryHost(tree, undefined, generator);
  const answer = await checkWithGenerator(host, await new Workspace(host).analyse(schema), from);
  if (!answer.ok) return answer.problem;
  const { tree: folder, version, agreement } = answer.check;
  return `${folder} ${version?.join('.')} ${agreement.verdict.kind} ${agreement.kind}`;
}

describe('the generator', () => {
  test('of the tree that a root stands in is the nearest one above', async () => {
    assert.equal(await outcome(files), '/home/qemu 9.2.0 accepted agree');
    const nested = { ...files, '/home/qemu/qapi/scripts/qapi/schema.py': '' };
    assert.equal(await outcome(nested), '/home/qemu/qapi undefined accepted agree');
  });

  test('of another tree is that one and no other', async () => {
    const schema = '/home/user/small.json';
    const tree = { ...files, [schema]: '{}' };
    assert.match(await outcome(tree, {}, { schema, from: '/home/qemu' }), /^\/home\/qemu 9\.2\.0 accepted/);
    assert.equal(
      await outcome(tree, {}, { schema, from: '/home/qemu/qapi' }),
      'There is no generator in "/home/qemu/qapi": it has no folder scripts/qapi.',
    );
    assert.equal(
      await outcome(tree, {}, { schema }),
      '"/home/user/small.json" stands in no QEMU tree with a generator: there is no folder scripts/qapi above it.',
    );
  });

  test('does not agree: that is found', async () => {
    assert.equal(
      await outcome(files, { says: { [root]: `${root}:1: no\n` } }),
      '/home/qemu 9.2.0 refused only-generator',
    );
  });

  test('of the first years cannot be asked', async () => {
    const { '/home/qemu/scripts/qapi/schema.py': _, ...rest } = files;
    assert.equal(
      await outcome({ ...rest, '/home/qemu/scripts/qapi.py': '' }),
      'The generator in "/home/qemu" is one of QEMU 2.11 or older, which only Python 2 runs. It cannot be asked.',
    );
  });

  test('is not run where nothing may be run', async () => {
    const host = memoryHost(files);
    const answer = await checkWithGenerator(host, await new Workspace(host).analyse(root), undefined);
    assert.deepEqual(answer, {
      ok: false,
      cancelled: false,
      problem: 'The generator is a program of the tree, and none is run as long as the workspace is not trusted.',
    });
  });

  const failures = [
    [
      'no-python',
      'there is no command python3',
      'The generator needs Python 3, and there is no command python3. Install it.',
    ],
    [
      'too-long',
      'it took longer than 60 seconds',
      'The generator in "/home/qemu" was stopped: it took longer than 60 seconds.',
    ],
    ['cancelled', 'it was cancelled', 'The generator was stopped.'],
    ['failed', 'no', 'The generator in "/home/qemu" cannot be run: no'],
  ] as const;
  for (const [kind, detail, message] of failures) {
    test(`fails with ${kind}: what to do is told`, async () => {
      assert.equal(await outcome(files, { error: { kind, detail } }), message);
    });
  }

  test('does not understand its Python: that is told, with the reason', async () => {
    const error = { kind: 'unsupported', detail: 'Python 3.11.7: SyntaxError: no' } as const;
    assert.match(await outcome(files, { error }), /too old or too new for it\. Python 3\.11\.7: SyntaxError: no$/);
  });
});
