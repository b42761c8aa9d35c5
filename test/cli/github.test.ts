import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { workflowCommand } from '../../server/src/cli/github.ts';
import { type Files, qapi, type Setting } from './qapi.ts';

async function lines(command: string, files: Files, setting: Setting = {}): Promise<string[]> {
  const { stdout } = await qapi(`${command} --format github`, files, setting);
  assert.match(stdout, /^(.*\n)*$/);
  return stdout.split('\n').slice(0, -1);
}

describe('a workflow command', () => {
  for (const [what, properties, message, expected] of [
    ['without properties', {}, 'done', '::error ::done'],
    ['with properties', { file: 'a.json', line: '1' }, 'no', '::error file=a.json,line=1::no'],
    ['keeps colons and commas of a message', {}, 'a::b, c:', '::error ::a::b, c:'],
    ['escapes line breaks of a message', {}, 'one\r\ntwo\n', '::error ::one%0D%0Atwo%0A'],
    ['escapes percent signs first', {}, '100%, %0A\n', '::error ::100%25, %250A%0A'],
    [
      'escapes all that ends a property',
      { file: 'C:\\a,b%3A.json', title: 'x\r\ny::z' },
      'no',
      '::error file=C%3A\\a%2Cb%253A.json,title=x%0D%0Ay%3A%3Az::no',
    ],
  ] as const) {
    test(what, () => assert.equal(workflowCommand('error', properties, message), expected));
  }
});

describe('for GitHub', () => {
  test('each problem is an annotation, in the order of the files', async () => {
    assert.deepEqual(
      await lines('check .', {
        VERSION: '10.2.0\n',
        'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'event': 'bye' }\n",
        'qapi/block.json': "{ 'command': 'eject', 'data': { 'x-fast': 'bool' } }\n",
      }),
      [
        "::notice file=qapi/block.json,line=1,endLine=1,col=34,endColumn=40,title=naming/experimental-prefix::Argument 'x-fast' of command 'eject': 'x-' alone no longer says that something may change. Mark it with the feature 'unstable', or take another name while it is new.",
        "::error file=qapi/qapi-schema.json,line=2,endLine=2,col=13,endColumn=16,title=naming/event-case (breaks the build)::Event 'bye': events are named in capitals, with underscores between words. Write 'BYE'.",
      ],
    );
  });

  test('paths are relative to the top of the repository, wherever the command runs', async () => {
    const files = { '.git/HEAD': '', 'qapi/a,b.json': "{ 'event': 'bye' }\n" };
    const [line] = await lines('check a,b.json', files, { cwd: '/src/qapi' });
    assert.match(line ?? '', /^::error file=qapi\/a%2Cb\.json,line=1,/);
  });

  test('what spans several lines has no columns', async () => {
    const [line] = await lines('check a.json', { 'a.json': "{ 'command': 'eject',\n  'data': 'str\n' }\n" });
    assert.match(line ?? '', /^::error file=a\.json,line=2,endLine=2,col=/);
    const [several] = await lines('check a.json', {
      'a.json': "{ 'command': 'eject',\n  'returns': [ 'str',\n  'int' ] }\n",
    });
    assert.match(several ?? '', /^::error file=a\.json,line=2,endLine=3,title=/);
  });

  test('where there is nothing to tell, nothing is told', async () => {
    assert.deepEqual(await qapi('check a.json --format github', { 'a.json': "{ 'command': 'eject' }\n" }), {
      status: 0,
      stdout: '',
      stderr: '',
      written: {},
    });
  });

  test('hints are told where they are asked for', async () => {
    const files = { 'a.json': "{ 'struct': 'Unused', 'data': {} }\n{ 'command': 'eject' }\n" };
    assert.deepEqual(await lines('check a.json', files), []);
    assert.match((await lines('check a.json --hints', files))[0] ?? '', /^::notice .*title=schema\/unused-type::/);
  });

  test('what went wrong with the command itself is an annotation without a place', async () => {
    const { status, stdout } = await qapi('check no:where --format github', {});
    assert.equal(stdout, '::error title=qapi::There is no file or folder "no:where".\n');
    assert.equal(status, 2);
  });

  test('nothing in a schema makes a command of its own', async () => {
    const all = await lines('check a.json', {
      'a.json': "{ 'command': 'x\n::stop-commands::y\r::set-env name=A::b\u2028\x1b[31m' }\n",
    });
    assert.ok(all.length > 0);
    for (const line of all) assert.match(line, /^::(error|warning|notice) file=a\.json,[^:]*::/);
    assert.doesNotMatch(all.join(''), /[\p{Cc}\p{Cf}\p{Zl}]/u);
  });
});
