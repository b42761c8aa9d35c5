// What depends on a definition that is lost, broken or refused is not judged: the one mistake is told where it stands.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { openExample } from '../helpers/example.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const documented = (name: string, description: string, definition: string): string =>
  `##\n# @${name}:\n#\n${description}# Since: 9.0\n##\n${definition}\n\n`;

const kind = documented(
  'TargetKind',
  '# Where it is.\n#\n# @file: here\n#\n# @network: somewhere else\n#\n',
  "{ 'enum': 'TargetKind',\n  'data': [ 'file', 'network' ] }",
);
const base = documented(
  'TargetBase',
  '# @kind: where\n#\n',
  "{ 'struct': 'TargetBase',\n  'data': { 'kind': 'TargetKind' } }",
);
const file = documented(
  'TargetFile',
  '# @name: of the file\n#\n',
  "{ 'struct': 'TargetFile',\n  'data': { 'name': 'str' } }",
);
const target = documented(
  'Target',
  '',
  "{ 'union': 'Target',\n  'base': 'TargetBase',\n  'discriminator': 'kind',\n  'data': { 'file': 'TargetFile' } }",
);
const open = documented(
  'open',
  `# Open a target.  With @network, somewhere else.
#
# @where: the target
#
# .. qmp-example::
#
#     -> { "execute": "open",
#          "arguments": { "where": { "kind": "file", "name": "a" } } }
#     <- { "return": {} }
#
`,
  "{ 'command': 'open',\n  'data': { 'where': 'Target' } }",
);
const schema = kind + base + file + target + open;

async function told(text: string): Promise<string[]> {
  const { workspace, root } = openExample({ role: 'upstream', files: { 'qapi/qapi-schema.json': text } });
  const { problems } = await workspace.analyse(root);
  return problems.map(({ rule }) => rule.id);
}

describe('an example, a mention and a use say nothing of a definition', () => {
  const mistakes: readonly [what: string, from: string, to: string, told: string][] = [
    ['whose keyword is lost', "{ 'struct': 'TargetFile',", '{', 'schema/keyword'],
    [
      'that is typed half',
      "{ 'struct': 'TargetFile',\n  'data': { 'name': 'str' } }",
      "{ 'struct': 'TargetFi",
      'syntax/unclosed-string',
    ],
    [
      'of which there is a brace',
      "{ 'enum': 'TargetKind',\n  'data': [ 'file', 'network' ] }",
      "{ 'e",
      'syntax/unclosed-string',
    ],
    ['that has no name', "'struct': 'TargetFile'", "'struct': ''", 'naming/invalid-name'],
    ['whose name is no string', "'enum': 'TargetKind'", "'enum': true", 'schema/name-form'],
    [
      'of which there is only the comment',
      "{ 'enum': 'TargetKind',\n  'data': [ 'file', 'network' ] }\n",
      '',
      'doc/not-followed',
    ],
    ['that lacks its first line', "{ 'enum': 'TargetKind',\n", '', 'syntax/not-an-object'],
    ['with a type that does not exist', "'name': 'str'", "'name': 'Str'", 'schema/unknown-type'],
    ['without its discriminator', "  'discriminator': 'kind',\n", '', 'schema/missing-key'],
    ['with a member between brackets', "'where': 'Target'", "'where': [ 'Target', 'str' ]", 'schema/type-form'],
  ];
  for (const [what, from, to, rule] of mistakes) {
    it(what, async () => {
      assert.deepEqual(await told(schema), []);
      assert.deepEqual(await told(schema.replace(from, to)), [rule]);
    });
  }

  it('and are judged by all that is right', async () => {
    const other = documented('close', '', "{ 'command': 'close', 'data': 'Nothing' }");
    assert.deepEqual(await told(`${schema.replace('"name": "a"', '"nam": "a"')}${other}`), [
      'qmp/unknown-argument',
      'schema/unknown-type',
    ]);
  });

  it('but of one that is there, though its file is broken elsewhere', async () => {
    const close = documented('close', '# Undo `opne`.\n#\n', "{ 'command': 'close' }");
    assert.deepEqual(await told(schema + close), ['doc/mention']);
    assert.deepEqual(await told(`${schema + close}##\n# @wait:\n##\n{ 'command': 'wai`), [
      'doc/mention',
      'syntax/unclosed-string',
    ]);
  });

  it('and their own mistakes are told', async () => {
    const broken = schema.replace("'name': 'str'", "'name': 'Str'").replace('"return": {}', '"return": {');
    assert.deepEqual(await told(broken), ['schema/unknown-type', 'qmp/json']);
  });
});

describe('messages that are checked against the tree they stand in', () => {
  const message =
    '{ "execute": "open", "arguments": { "where": { "kind": "file", "nam": "a" } } }\n{ "execute": "close" }';
  const inMessages = async (text: string): Promise<string[]> => {
    const workspace = new Workspace(memoryHost({ '/qemu/qapi/qapi-schema.json': text, '/qemu/a.qmp': message }), [
      '/qemu',
    ]);
    const { problems = [] } = (await workspace.messagesOf('/qemu/a.qmp')) ?? {};
    return problems.map(({ rule }) => rule.id);
  };

  it('have their mistakes', async () => {
    assert.deepEqual(await inMessages(schema), ['qmp/unknown-argument', 'qmp/unknown-command']);
  });

  it('wait for a definition that somebody works on', async () => {
    assert.deepEqual(await inMessages(schema.replace("'name': 'str'", "'name': 'Str'")), ['qmp/unknown-command']);
    const typed = `${schema}##\n# @close:\n##\n{ 'command': 'clo`;
    assert.deepEqual(await inMessages(typed), ['qmp/unknown-argument']);
  });
});

it('what a simple union has by itself is told of its branch, though nobody has written it down', async () => {
  const tree = (types: string): string => `${types}{ 'command': 'foo', 'data': 'Drive', 'boxed': true }\n`;
  const ours = tree("{ 'union': 'Drive', 'data': { 'tape': 'int' } }\n");
  const { workspace, root } = openExample({
    version: '5.2.0',
    files: { 'qapi/qapi-schema.json': ours },
    baseline: {
      'qapi/qapi-schema.json': tree(
        "{ 'enum': 'Kind', 'data': [ 'tape' ] }\n{ 'struct': 'Drive', 'data': { 'type': 'Kind' } }\n",
      ),
    },
  });
  const { problems } = await workspace.analyse(root);
  const [problem] = problems.filter(({ rule }) => rule.id === 'contract/mandatory-argument');
  assert.equal(problem && ours.slice(problem.span.start, problem.span.end), 'tape');
  assert.match(problem?.message ?? '', /^'data' is new and mandatory .* Let the type be as it is upstream\.$/);
});
