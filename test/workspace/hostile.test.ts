// Trees that are broken in their files: each mistake gives one problem where it can be mended, and nothing else is lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemsIn } from '../../server/src/analysis/analysis.ts';
import { mergeProblems } from '../../server/src/rules/run.ts';
import { decodeText } from '../../server/src/workspace/decode.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { type MemoryHost, memoryHost } from '../helpers/memory-host.ts';

const ROOT = '/tree/qapi/qapi-schema.json';

type Files = Readonly<Record<string, string | Uint8Array>>;

function open(files: Files): { workspace: Workspace; host: MemoryHost } {
  const host = memoryHost(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/tree/${path}`, text])));
  const workspace = new Workspace(host, ['/tree']);
  workspace.setSettings({ baseline: 'none' });
  return { workspace, host };
}

/** The problems of a root as `file «marked text» rule: message`, and the names of its definitions. */
async function look(workspace: Workspace, root = ROOT): Promise<{ problems: string[]; names: string[] }> {
  const { problems, schema } = await workspace.analyse(root);
  return {
    problems: problems.map(({ file, span, rule, message }) => {
      const text = schema.file(file)?.tree.text ?? '';
      return `${file.slice(file.lastIndexOf('/') + 1)} «${text.slice(span.start, span.end)}» ${rule.id}: ${message}`;
    }),
    names: schema.definitions.map(({ name }) => name.text),
  };
}

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('an include', () => {
  it('of a file that is missing is one problem, and none as soon as the file is there', async () => {
    const { workspace, host } = open({
      'qapi/qapi-schema.json': "{ 'include': 'gone.json' }\n{ 'command': 'stop' }\n",
    });
    const before = await look(workspace);
    assert.equal(before.problems.length, 1);
    assert.match(before.problems[0] ?? '', /^qapi-schema.json «'gone.json'» files\/include-not-found: /);
    assert.deepEqual(before.names, ['stop']);

    host.write('/tree/qapi/gone.json', "{ 'command': 'back' }\n");
    workspace.fileChanged('/tree/qapi/gone.json');
    assert.deepEqual(await look(workspace), { problems: [], names: ['back', 'stop'] });
  });

  it('of a file that is only open in the editor is read there', async () => {
    const { workspace } = open({ 'qapi/qapi-schema.json': "{ 'include': 'new.json' }\n" });
    workspace.setDocument('/tree/qapi/new.json', "{ 'command': 'fresh' }\n");
    assert.deepEqual(await look(workspace), { problems: [], names: ['fresh'] });
    workspace.closeDocument('/tree/qapi/new.json');
    assert.equal((await look(workspace)).problems.length, 1);
  });

  it('of a file that cannot be read says why', async () => {
    const { workspace, host } = open({
      'qapi/qapi-schema.json': "{ 'include': 'locked.json' }\n",
      'qapi/locked.json': '',
    });
    host.lock('/tree/qapi/locked.json', 'permission denied');
    const { problems } = await look(workspace);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /«'locked.json'» files\/include-not-found: .*permission denied/);
  });

  it('of a folder, of nothing, and of itself', async () => {
    const { workspace } = open({
      'qapi/qapi-schema.json':
        "{ 'include': 'sub' }\n{ 'include': '' }\n{ 'include': '.' }\n{ 'include': 'qapi-schema.json' }\n",
      'qapi/sub/a.json': '',
    });
    const { problems } = await look(workspace);
    assert.deepEqual(
      problems.map((problem) => problem.replace(/:.*/, '')),
      [
        "qapi-schema.json «'sub'» files/include-not-found",
        "qapi-schema.json «''» files/include-not-found",
        "qapi-schema.json «'qapi-schema.json'» files/include-cycle",
      ],
    );
  });

  it('in a circle is told once, where it closes', async () => {
    const { workspace } = open({
      'qapi/qapi-schema.json': "{ 'include': 'a.json' }\n{ 'command': 'stop' }\n",
      'qapi/a.json': "{ 'include': 'b.json' }\n{ 'command': 'a' }\n",
      'qapi/b.json': "{ 'include': 'a.json' }\n{ 'command': 'b' }\n",
    });
    const { problems, names } = await look(workspace);
    assert.deepEqual(names, ['b', 'a', 'stop']);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^b.json «'a.json'» files\/include-cycle: /);
  });

  it('that is broken in a file of two roots is shown once', async () => {
    const { workspace } = open({
      'qapi/qapi-schema.json': "{ 'include': 'common.json' }\n",
      'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/common.json' }\n",
      'qapi/common.json': "{ 'include': 'gone.json' }\n",
    });
    const path = '/tree/qapi/common.json';
    const analyses = await workspace.analysesOf(path);
    assert.equal(analyses.length, 2);
    assert.equal(problemsIn(analyses, path).length, 1);
  });
});

describe('roots', () => {
  it('that are missing have a problem and nothing else', async () => {
    const { workspace } = open({});
    const { problems, names } = await look(workspace);
    assert.equal(problems.length, 1);
    assert.deepEqual(names, []);
  });

  it('are found where files include each other in a circle', async () => {
    const { workspace } = open({
      'a.json': "{ 'include': 'b.json' }\n",
      'b.json': "{ 'include': 'c.json' }\n",
      'c.json': "{ 'include': 'b.json' }\n{ 'include': 'd.json' }\n",
      'd.json': "{ 'command': 'd' }\n",
      'x.json': "{ 'include': 'y.json' }\n",
      'y.json': "{ 'include': 'x.json' }\n",
    });
    assert.deepEqual(await workspace.rootsBelow('/tree'), ['/tree/a.json', '/tree/x.json']);
  });

  it('follow what the open documents include', async () => {
    const { workspace } = open({ 'a.json': "{ 'command': 'a' }\n", 'b.json': "{ 'command': 'b' }\n" });
    assert.deepEqual(await workspace.rootsBelow('/tree'), ['/tree/a.json', '/tree/b.json']);
    workspace.setDocument('/tree/b.json', "{ 'include': 'a.json' }\n");
    assert.deepEqual(await workspace.rootsBelow('/tree'), ['/tree/b.json']);
    workspace.closeDocument('/tree/b.json');
    assert.deepEqual(await workspace.rootsBelow('/tree'), ['/tree/a.json', '/tree/b.json']);
  });
});

describe('a configuration', () => {
  const tree = { 'qapi/qapi-schema.json': "{ 'command': 'stop' }\n" };
  const problem = '.qapirc.json «» config/settings:';

  it('that is a folder is one problem, and the defaults hold', async () => {
    const { workspace } = open({ ...tree, '.qapirc.json/a': '' });
    assert.deepEqual(await look(workspace), {
      problems: [`${problem} This is a folder, where a file with settings should be. The defaults are used instead.`],
      names: ['stop'],
    });
    assert.deepEqual(
      (await workspace.configProblemsIn('/tree/.qapirc.json')).map(({ file, span }) => [file, span]),
      [['/tree/.qapirc.json', { start: 0, end: 0 }]],
    );
  });

  it('that cannot be read says why, and is not looked for further up', async () => {
    const { workspace, host } = open({ ...tree, '.qapirc.json': '{ "domains": ["com.example"] }' });
    host.lock('/tree/qapi/.qapirc.json', 'permission denied');
    assert.deepEqual((await look(workspace)).problems, [
      `${problem} The settings cannot be read: permission denied. The defaults are used instead.`,
    ]);
    assert.deepEqual((await workspace.analyse(ROOT)).config.domains, []);
  });

  it('that is open in the editor is read there', async () => {
    const { workspace, host } = open(tree);
    host.lock('/tree/.qapirc.json', 'permission denied');
    assert.equal((await look(workspace)).problems.length, 1);
    workspace.setDocument('/tree/.qapirc.json', '{ "domains": ["com.example"] }');
    assert.deepEqual((await look(workspace)).problems, []);
    assert.deepEqual((await workspace.analyse(ROOT)).config.domains, ['com.example']);
  });
});

describe('a baseline that cannot be read', () => {
  const config = '{ "domains": ["com.example"], "baseline": "dir:../nowhere" }';
  const roots = ['/tree/qapi/qapi-schema.json', '/tree/qga/qapi-schema.json'];
  const tree = { 'qapi/qapi-schema.json': '{}\n', 'qga/qapi-schema.json': '{}\n', '.qapirc.json': config };
  const places = async (workspace: Workspace) => {
    const analyses = await Promise.all(roots.map((root) => workspace.analyse(root)));
    return mergeProblems(analyses.map(({ problems }) => problems))
      .filter(({ rule }) => rule.id === 'config/baseline')
      .map(({ file, span }) => [file, span.start, span.end]);
  };

  it('is told once, where it is set', async () => {
    const { workspace } = open(tree);
    workspace.setSettings({});
    const start = config.indexOf('"dir');
    assert.deepEqual(await places(workspace), [['/tree/.qapirc.json', start, config.length - 2]]);
    workspace.setDocument('/tree/.qapirc.json', `\n${config}`);
    assert.deepEqual(await places(workspace), [['/tree/.qapirc.json', start + 1, config.length - 1]]);
  });

  it('is told at the roots where an editor has set it', async () => {
    const { workspace } = open(tree);
    workspace.setSettings({ baseline: 'dir:../elsewhere' });
    assert.deepEqual(
      await places(workspace),
      roots.map((root) => [root, 0, 1]),
    );
  });
});

describe('bytes', () => {
  const encoding = async (text: Uint8Array | string): Promise<{ problems: string[]; names: string[] }> => {
    const { workspace } = open({ 'qapi/qapi-schema.json': text });
    const { problems, names } = await look(workspace);
    return { problems: problems.map((problem) => problem.replace(/:.*/s, '')), names };
  };

  it('that are not UTF-8 are one problem, at the first of them', async () => {
    const text = bytes(
      "{ 'command': 'a' }\n# ",
      [0xe9],
      " Latin\n{ 'command': 'b",
      [0xff, 0xfe],
      "' }\n{ 'command': 'c' }\n",
    );
    const { problems, names } = await encoding(text);
    assert.deepEqual(problems, ['qapi-schema.json «\ufffd» files/encoding']);
    assert.equal(names[0], 'a');
    assert.equal(names.at(-1), 'c');
  });

  it('of UTF-16 are one problem', async () => {
    const text = "{ 'command': 'a' }\n";
    assert.deepEqual(
      await encoding(
        bytes(
          [0xff, 0xfe],
          [...text].flatMap((c) => [c.charCodeAt(0), 0]),
        ),
      ),
      {
        problems: ['qapi-schema.json «\ufffd» files/encoding'],
        names: [],
      },
    );
  });

  it('of zero, and a byte order mark, are one problem each', async () => {
    assert.deepEqual(await encoding("{ 'command': 'a' }\0\n"), {
      problems: ['qapi-schema.json «\0» syntax/stray-word'],
      names: ['a'],
    });
    assert.deepEqual(await encoding("\ufeff{ 'command': 'a' }\n"), {
      problems: ['qapi-schema.json «\ufeff» syntax/stray-word'],
      names: ['a'],
    });
    assert.equal((await encoding('\0'.repeat(100_000))).problems.length, 1);
  });
});

describe('decodeText', () => {
  for (const [what, input, start, detail] of [
    ['in the middle', bytes('é', [0xff], 'é'), 1, 'byte FF'],
    ['alone', bytes([0x80]), 0, 'byte 80'],
    ['cut off at the end', bytes('ab', [0xc3]), 2, 'byte C3'],
    ['cut off in the middle', bytes('a', [0xe2, 0x82], 'b'), 1, 'byte E2'],
    ['behind characters of two code units', bytes('💿💿', [0xfe], 'x'), 4, 'byte FE'],
    ['behind a byte order mark', bytes('\ufeffa', [0xff]), 2, 'byte FF'],
    ['of a surrogate', bytes('a', [0xed, 0xa0, 0x80]), 1, 'byte ED'],
  ] as const) {
    it(`tells where a byte is wrong: ${what}`, () => {
      const { text, problem } = decodeText(input);
      assert.equal(problem?.span.start, start);
      assert.equal(problem.detail, detail);
      assert.equal(text.charAt(start), '\ufffd');
    });
  }

  it('keeps everything that is right', () => {
    for (const text of ['', 'a\r\n', '\ufeffa', '💿 é \0']) {
      assert.deepEqual(decodeText(bytes(text)), { text, problem: undefined });
    }
  });
});
