import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mergeLayers, parseBaseline, parseTarget } from '../../server/src/workspace/config.ts';

describe('layers of settings', () => {
  test('nothing set means the defaults', () => {
    assert.deepEqual(mergeLayers(), {
      role: 'auto',
      domains: [],
      inherited: [],
      baseline: 'auto',
      profile: 'spec',
      qemuVersion: undefined,
      roots: [],
      severities: {},
      acknowledged: [],
      'qmp.target': 'auto',
      'qmp.files': [],
    });
  });

  test('the last layer that has a setting decides; lists are replaced as a whole', () => {
    const file = { role: 'downstream', domains: ['com.example', 'com.acme'], qemuVersion: '8.2' } as const;
    const editor = { domains: ['org.acme'], qemuVersion: undefined } as const;
    const { role, domains, qemuVersion } = mergeLayers(file, editor, {});
    assert.deepEqual({ role, domains, qemuVersion }, { role: 'downstream', domains: ['org.acme'], qemuVersion: '8.2' });
  });

  test('severities are merged rule by rule', () => {
    const merged = mergeLayers(
      { severities: { 'naming/event-case': 'off', 'naming/lower-case': 'hint' } },
      { severities: { 'naming/lower-case': 'error' } },
    );
    assert.deepEqual(merged.severities, { 'naming/event-case': 'off', 'naming/lower-case': 'error' });
  });
});

describe('a baseline setting', () => {
  test('has five forms', () => {
    assert.deepEqual(parseBaseline('auto'), { kind: 'auto' });
    assert.deepEqual(parseBaseline('none'), { kind: 'none' });
    assert.deepEqual(parseBaseline('dir:../up stream'), { kind: 'dir', path: '../up stream' });
    assert.deepEqual(parseBaseline('introspection:../q.json'), { kind: 'introspection', path: '../q.json' });
    assert.deepEqual(parseBaseline('git:v8.2.0'), { kind: 'git', ref: 'v8.2.0' });
    assert.deepEqual(parseBaseline('git:HEAD~3^{commit}'), { kind: 'git', ref: 'HEAD~3^{commit}' });
    assert.deepEqual(parseBaseline('release:8.2'), { kind: 'release', version: [8, 2, 0] });
    assert.deepEqual(parseBaseline('release:8.2.2'), { kind: 'release', version: [8, 2, 2] });
    assert.deepEqual(parseBaseline('release:v10.2.0'), { kind: 'release', version: [10, 2, 0] });
  });

  const FORMS =
    'It is one of auto, none, release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit)';
  for (const [spec, message] of [
    ['', `"" is no baseline. ${FORMS}.`],
    ['v8.2.0', `"v8.2.0" is no baseline. ${FORMS}: did you mean "git:v8.2.0"?`],
    ['8.2', `"8.2" is no baseline. ${FORMS}: did you mean "release:8.2"?`],
    ['8.2.0', `"8.2.0" is no baseline. ${FORMS}: did you mean "release:8.2.0"?`],
    ['../upstream', `"../upstream" is no baseline. ${FORMS}: did you mean "dir:../upstream"?`],
    ['Auto', `"Auto" is no baseline. ${FORMS}: did you mean "auto"?`],
    ['svn:trunk', `"svn:trunk" is no baseline. ${FORMS}.`],
    ['release:', `The baseline "release:" names no release: write it as release:8.2. ${FORMS}.`],
    ['release:8', `The baseline "release:8" names no release: write it as release:8.2. ${FORMS}.`],
    ['release: 8.2', `The baseline "release: 8.2" names no release: write it as release:8.2. ${FORMS}.`],
    ['release:8.2-rc1', `The baseline "release:8.2-rc1" names no release: write it as release:8.2. ${FORMS}.`],
    ['dir:', `The baseline "dir:" names no folder. ${FORMS}.`],
    ['introspection: ', `The baseline "introspection: " names no file. ${FORMS}.`],
    ['dir:a\0b', 'The baseline "dir:a\\u{0}b" has a control character in its path.'],
    ['git:', `The baseline "git:" is refused: it names no reference. ${FORMS}.`],
    [
      'git:--upload-pack=x',
      `The baseline "git:--upload-pack=x" is refused: a reference does not begin with "-". ${FORMS}.`,
    ],
    ['git:a b', `The baseline "git:a b" is refused: a reference has no spaces. ${FORMS}.`],
    [
      'git:v8.2.0..HEAD',
      `The baseline "git:v8.2.0..HEAD" is refused: a reference names one commit, and ".." stands between two. ${FORMS}.`,
    ],
    ['git: v8.2.0', `The baseline "git: v8.2.0" is refused: a reference has no spaces. ${FORMS}.`],
    ['git:a\u001bb', `The baseline "git:a\\u{1b}b" is refused: a reference has no control characters. ${FORMS}.`],
    ['git:a\u202eb', `The baseline "git:a\\u{202e}b" is refused: a reference has no control characters. ${FORMS}.`],
  ] as const) {
    test(`anything else is refused, with the forms: ${JSON.stringify(spec)}`, () => {
      assert.deepEqual(parseBaseline(spec), { kind: 'invalid', message });
    });
  }
});

describe('a target of messages', () => {
  test('has four forms', () => {
    assert.deepEqual(parseTarget('auto'), { kind: 'auto' });
    assert.deepEqual(parseTarget('release:8.2'), { kind: 'release', version: [8, 2, 0] });
    assert.deepEqual(parseTarget('introspection:q.json'), { kind: 'introspection', path: 'q.json' });
    assert.deepEqual(parseTarget('socket:/run/qemu.sock'), { kind: 'socket', address: '/run/qemu.sock' });
    assert.deepEqual(parseTarget('socket:localhost:4444'), { kind: 'socket', address: 'localhost:4444' });
  });

  for (const [spec, said] of [
    ['', '"" is no target. It is one of auto'],
    ['8.2', 'did you mean "release:8.2"?'],
    ['qemu.replies', 'did you mean "introspection:qemu.replies"?'],
    ['/run/qemu.sock', 'did you mean "socket:/run/qemu.sock"?'],
    ['localhost:4444', 'did you mean "socket:localhost:4444"?'],
    ['git:v8.2.0', '"git:v8.2.0" is no target.'],
    ['release:new', 'The target "release:new" names no release: write it as release:8.2.'],
    ['socket: ', '"socket: " names no socket.'],
    ['socket:a\0b', '"socket:a\\u{0}b" has a control character.'],
  ] as const) {
    test(`anything else is refused, with what was probably meant: ${JSON.stringify(spec)}`, () => {
      const parsed = parseTarget(spec);
      assert.equal(parsed.kind, 'invalid');
      assert.ok('message' in parsed && parsed.message.includes(said), JSON.stringify(parsed));
    });
  }
});
