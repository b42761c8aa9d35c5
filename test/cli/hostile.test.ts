/** Input that nobody means, and everybody meets: each gives one clear problem or message, and soon. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MemoryHost } from '../helpers/memory-host.ts';
import { type Files, qapi } from './qapi.ts';

/** Far more than any of them takes, on a machine that has other things to do. */
const timeout = 20_000;

const BYTES = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What the terminal shows of each problem: its first line, and the lines of source. */
const cases: readonly {
  readonly what: string;
  readonly files: Files;
  readonly path?: string;
  readonly problems: readonly string[];
  readonly frame?: string;
}[] = [
  {
    what: 'an include of a file that is not there',
    files: { 'a.json': "{ 'include': 'nowhere.json' }\n{ 'command': 'eject' }\n" },
    problems: [
      "a.json:1:14 There is no file 'nowhere.json'. The path is relative to the file that the include stands in.",
    ],
  },
  {
    what: 'an include of a folder',
    files: { 'a.json': "{ 'include': 'folder' }\n", 'folder/b.json': '' },
    problems: ["a.json:1:14 'folder' is a folder. Name a schema file in it."],
  },
  {
    what: 'an include that leads back',
    files: { 'a.json': "{ 'include': 'b.json' }\n", 'b.json': "{ 'include': 'a.json' }\n" },
    problems: [
      'b.json:1:14 This include leads back to where it came from: a.json -> b.json -> a.json. Remove it, or move what both files need into a third one.',
    ],
  },
  {
    what: 'bytes that are not UTF-8',
    files: { 'a.json': BYTES("# Andr\xe9 wrote this\n{ 'command': 'eject' }\n") },
    problems: ['a.json:1:7 The file is not UTF-8 from here on (byte E9). Save it as UTF-8.'],
    frame: `  1 | # Andr\ufffd wrote this
    |       ^
  2 | { 'command': 'eject' }`,
  },
  {
    what: 'a byte order mark',
    files: { 'a.json': BYTES("\xef\xbb\xbf{ 'command': 'eject' }\n") },
    problems: ["a.json:1:1 The file begins with a byte order mark, which QEMU's generator refuses. Save it without."],
    frame: `  1 | <U+FEFF>{ 'command': 'eject' }
    | ^^^^^^^^`,
  },
  {
    what: 'a NUL between definitions',
    files: { 'a.json': "{ 'command': 'eject' }\n\0\n{ 'command': 'stop' }\n" },
    problems: ['a.json:2:1 The control character U+0000 has no meaning in a schema. Remove it.'],
    frame: `  1 | { 'command': 'eject' }
  2 | ␀
    | ^
  3 | { 'command': 'stop' }`,
  },
  {
    what: 'a line of 10 MB',
    files: {
      'a.json': `{ 'struct': 'Big', 'data': { ${Array.from({ length: 96_000 }, (_, i) => `'m${i}${'-long'.repeat(18)}': 'int'`)}, 'Z': 'str' } }\n`,
    },
    problems: [
      "a.json:1:10164922 Member 'Z' of struct 'Big': no upper-case letters here: names that clients see are lower case, with hyphens between words. Write 'z'.",
    ],
    frame: `  1 | …ong-long-long-long-long-long-long-long-long-long-long-long-long-long': 'int', 'Z': 'str' } }
    |                                                                                 ^`,
  },
  {
    what: 'a comment of 10 MB',
    files: { 'a.json': `# ${'la '.repeat(3_400_000)}\n{ 'event': 'bye' }\n` },
    problems: ["a.json:2:13 Event 'bye': events are named in capitals, with underscores between words. Write 'BYE'."],
  },
  {
    what: '100,000 levels of nesting',
    files: {
      'a.json': `{ 'command': 'eject', 'data': ${'['.repeat(100_000)}${']'.repeat(100_000)} }\n{ 'event': 'BYE' }\n`,
    },
    problems: [
      'a.json:1:130 Nested more than a hundred levels deep; what is deeper is not read. Were brackets repeated by accident?',
    ],
  },
  {
    what: 'a malformed configuration',
    files: {
      'tree/.qapirc.json': '{ "role": "downstream",\n  "domains" ["com.acme"] }\n',
      'tree/qapi/qapi-schema.json': '',
    },
    path: 'tree',
    problems: ['tree/.qapirc.json:2:13 A colon is missing between the key and its value.'],
    frame: `  1 | { "role": "downstream",
  2 |   "domains" ["com.acme"] }
    |             ^`,
  },
  {
    what: 'a setting that does not exist',
    files: { 'tree/.qapirc.json': '{ "domain": ["com.acme"] }\n', 'tree/qapi/qapi-schema.json': '' },
    path: 'tree',
    problems: ['tree/.qapirc.json:1:3 There is no setting "domain": did you mean "domains"?'],
  },
  {
    what: 'a folder in the place of the configuration',
    files: { 'tree/.qapirc.json/a.txt': '', 'tree/qapi/qapi-schema.json': '', 'tree/qga/qapi-schema.json': '' },
    path: 'tree',
    problems: [
      'tree/.qapirc.json:1:1 This is a folder, where a file with settings should be. The defaults are used instead.',
    ],
  },
];

describe('hostile input', () => {
  for (const { what, files, path = 'a.json', problems, frame } of cases) {
    test(what, { timeout }, async () => {
      const { status, stdout } = await qapi(`check ${path} --format json`, files);
      const found: { file: string; line: number; column: number; message: string }[] = JSON.parse(stdout).problems;
      assert.deepEqual(
        found.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
        problems,
      );
      assert.equal(status, 1);
      if (frame === undefined) return;
      const text = (await qapi(`check ${path}`, files)).stdout;
      assert.equal(text.split('\n\n')[1], frame);
    });
  }

  test('a configuration that cannot be read', async () => {
    const prepare = (host: MemoryHost): void => host.lock('/src/.qapirc.json', 'permission denied');
    const { status, stdout } = await qapi('check .', { 'qapi/qapi-schema.json': '' }, { prepare });
    assert.equal(
      stdout.split('\n\n')[0],
      `.qapirc.json:1:1 error config/settings
  The settings cannot be read: permission denied. The defaults are used instead.`,
    );
    assert.equal(status, 1);
  });

  test('a path that does not exist', async () => {
    const { status, stderr } = await qapi('check a.json');
    assert.deepEqual({ status, stderr }, { status: 2, stderr: 'qapi: There is no file or folder "a.json".\n' });
  });

  test('a name of 10 MB is shown in a few lines', { timeout }, async () => {
    const { status, stdout } = await qapi('check a.json', { 'a.json': `{ 'event': '${'a'.repeat(10_000_000)}' }\n` });
    assert.match(stdout, /^a\.json:1:13 error naming\/event-case/);
    assert.ok(stdout.length < 3000, String(stdout.length));
    assert.equal(status, 1);
  });

  test('escape sequences in a schema do not reach the terminal', async () => {
    const { stdout } = await qapi('check .', {
      'qapi/qapi-schema.json': "{ 'include': '\x1b[2Jevil\x07.json' }\n",
      'qapi/\x1b[31m.json': '',
      '\x1b]0;title\x07/qapi/qapi-schema.json': "{ 'command': 'a\x9b31mb', 'data': { '\u202eX': 'str' } } # \x1b[5m\n",
    });
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.match(stdout, /'␛\[2Jevil␇\.json'/);
  });
});
