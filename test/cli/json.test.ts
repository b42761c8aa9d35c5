import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, qapi } from './qapi.ts';

const TREE: Files = {
  'ours/VERSION': '8.2.0\n',
  'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'struct': 'Disk', 'data': { 'id': 'str' } }\n",
  'ours/qapi/block.json': "{ 'command': 'query_disk', 'returns': 'Disk' }\n",
  'ours/qga/qapi-schema.json': "{ 'include': '../qapi/block.json' }\n{ 'struct': 'Disk', 'data': { 'id': 'str' } }\n",
};

test('the report for programs is one object, and nothing else', async () => {
  const { status, stdout, stderr } = await qapi('check ours --format json', TREE);
  assert.equal(
    stdout,
    `{
  "problems": [
    {
      "root": "ours/qapi/qapi-schema.json",
      "file": "ours/qapi/block.json",
      "line": 1,
      "column": 15,
      "endLine": 1,
      "endColumn": 25,
      "severity": "error",
      "rule": "naming/lower-case",
      "message": "Command 'query_disk': no underscores here: names that clients see are lower case, with hyphens between words. Write 'query-disk'.",
      "buildBreaking": true,
      "fixes": [
        {
          "title": "Rename to 'query-disk'",
          "edits": [
            {
              "file": "ours/qapi/block.json",
              "line": 1,
              "column": 15,
              "endLine": 1,
              "endColumn": 25,
              "newText": "query-disk"
            }
          ]
        }
      ]
    }
  ],
  "summary": {
    "roots": 2,
    "files": 3,
    "errors": 1,
    "warnings": 0,
    "information": 0,
    "hints": 0
  }
}
`,
  );
  assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
});

interface Json {
  readonly problems: readonly {
    readonly root: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly rule: string;
    readonly message: string;
    readonly buildBreaking: boolean;
    readonly fixes: readonly { readonly title: string; readonly edits: readonly { readonly newText: string }[] }[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function problemsOf(command: string, files: Files, cwd = '/src'): Promise<Json> {
  return JSON.parse((await qapi(`${command} --format json`, files, { cwd })).stdout);
}

describe('in JSON', () => {
  test('paths are relative to the working directory', async () => {
    const { problems } = await problemsOf('check ../ours', TREE, '/src/elsewhere');
    assert.deepEqual(
      problems.map(({ root, file }) => [root, file]),
      [['../ours/qapi/qapi-schema.json', '../ours/qapi/block.json']],
    );
  });

  test('problems are in order, whatever the order of the files in the schema', async () => {
    const { problems } = await problemsOf('check qapi/qapi-schema.json', {
      'qapi/qapi-schema.json': "{ 'include': 'b.json' }\n{ 'include': 'a.json' }\n{ 'event': 'x' }\n",
      'qapi/b.json': "{ 'event': 'b' }\n{ 'event': 'c' } { 'event': 'd' }\n",
      'qapi/a.json': "{ 'event': 'has-a' }\n".repeat(11),
    });
    const places = problems.map(({ file, line, column, rule }) => [file, line, column, rule] as const);
    const sorted = places.toSorted(
      (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) || a[1] - b[1] || a[2] - b[2] || (a[3] < b[3] ? -1 : 1),
    );
    assert.deepEqual(places, sorted);
    assert.ok(places.length > 13);
  });

  test('columns count UTF-16 code units', async () => {
    const { problems } = await problemsOf('check a.json', { 'a.json': "{ '😀': 1, 'command': 'A' }\n" });
    const problem = problems.find(({ rule }) => rule === 'naming/lower-case');
    assert.equal(problem?.column, "{ '😀': 1, '".length + "command': '".length + 1);
  });

  test('a fix that needs a domain has the placeholder in its place', async () => {
    const { problems } = await problemsOf('check ours --role downstream --baseline dir:up', {
      'ours/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
      'up/qapi/qapi-schema.json': '',
    });
    assert.deepEqual(
      problems[0]?.fixes.map(({ title, edits }) => [title, ...edits.map(({ newText }) => newText)]),
      [["Insert the prefix: '__RFQDN_eject'", '__RFQDN_eject']],
    );
  });

  test('a fix that is not possible is not there', async () => {
    const { problems } = await problemsOf('check a.json', {
      'a.json': "{ 'command': 'eject_all' }\n{ 'command': 'eject-all' }\n",
    });
    assert.deepEqual(problems.find(({ rule }) => rule === 'naming/lower-case')?.fixes, []);
  });

  test('whatever a terminal would obey is escaped, and means the same', async () => {
    const name = 'e\x1b[31mj\x9bect\u202e\u{e0001}';
    const { stdout } = await qapi('check a.json --format json', { 'a.json': `{ 'command': '${name}' }\n` });
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    const { problems } = JSON.parse(stdout) as Json;
    assert.ok(problems.some(({ message }) => message.includes('U+001B')));
  });

  test('after --fix, the summary says how many were fixed', async () => {
    const { summary } = await problemsOf('check ours --fix', TREE);
    assert.deepEqual(summary, { roots: 2, files: 3, errors: 0, warnings: 0, information: 0, hints: 0, fixed: 1 });
  });

  test('a second run gives the same bytes', async () => {
    const run = async (): Promise<string> => (await qapi('check ours --format json', TREE)).stdout;
    assert.equal(await run(), await run());
  });
});
