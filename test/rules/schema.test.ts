// The rules about what definitions have to do with each other: what they say, what they offer, and how often.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../server/src/rules/run.ts';
import { openExample, TREE } from '../helpers/example.ts';
import { mended } from '../helpers/fix.ts';

const ROOT = 'qapi/qapi-schema.json';

async function problemsOf(text: string, version = '10.2.50', files: Record<string, string> = {}): Promise<Problem[]> {
  const { workspace, root } = openExample({ files: { [ROOT]: text, ...files }, version });
  const { problems } = await workspace.analyse(root);
  return problems.filter(({ severity }) => severity !== 'hint');
}

const KIND = "{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }\n";
const DISK = "{ 'struct': 'Disk', 'data': { 'size': 'int' } }\n";

describe('fixes', () => {
  interface Case {
    readonly title: string;
    readonly before: string;
    readonly after: string;
    readonly preferred: boolean;
  }

  const cases: readonly Case[] = [
    {
      title: "Replace by 'DriveType'",
      before: `${KIND}{ 'command': 'add', 'data': { 'type': 'DrivType' } }\n`,
      after: `${KIND}{ 'command': 'add', 'data': { 'type': 'DriveType' } }\n`,
      preferred: false,
    },
    {
      title: "Write '*speed': 'int'",
      before: "{ 'command': 'add', 'data': { 'id': 'str', 'speed': 'int?' } }\n",
      after: "{ 'command': 'add', 'data': { 'id': 'str', '*speed': 'int' } }\n",
      preferred: false,
    },
    {
      title: "Write '*speed': 'int'",
      before: "{ 'command': 'add', 'data': { '*speed': { 'type': '*int', 'features': [ 'unstable' ] } } }\n",
      after: "{ 'command': 'add', 'data': { '*speed': { 'type': 'int', 'features': [ 'unstable' ] } } }\n",
      preferred: false,
    },
    {
      title: "Write [ 'str' ]",
      before: "{ 'command': 'add', 'data': { 'ids': 'list of str' } }\n",
      after: "{ 'command': 'add', 'data': { 'ids': [ 'str' ] } }\n",
      preferred: false,
    },
    {
      title: "Remove 'returns'",
      before: "{ 'command': 'stop', 'returns': 'void', 'coroutine': true }\n",
      after: "{ 'command': 'stop', 'coroutine': true }\n",
      preferred: false,
    },
    {
      title: "Define struct 'Drum'",
      before: `${KIND}##\n# @add:\n##\n{ 'command': 'add', 'data': 'Drum' }\n`,
      after: `${KIND}{ 'struct': 'Drum',\n  'data': {} }\n\n##\n# @add:\n##\n{ 'command': 'add', 'data': 'Drum' }\n`,
      preferred: false,
    },
    {
      title: "Define enum 'Medium'",
      before: `${DISK}{ 'union': 'Drive', 'base': { 'of': 'Medium' }, 'discriminator': 'of', 'data': { 'disk': 'Disk' } }\n`,
      after: `${DISK}{ 'enum': 'Medium',\n  'data': [ 'disk' ] }\n\n{ 'union': 'Drive', 'base': { 'of': 'Medium' }, 'discriminator': 'of', 'data': { 'disk': 'Disk' } }\n`,
      preferred: false,
    },
    {
      title: "Define enum 'Medium'",
      before: `${DISK}{ 'struct': 'Any', 'base': 'Of', 'data': {} }\n{ 'struct': 'Of', 'data': { 'of': 'Medium' } }\n{ 'union': 'Drive', 'base': 'Any', 'discriminator': 'of', 'data': { 'disk': 'Disk' } }\n`,
      after: `${DISK}{ 'struct': 'Any', 'base': 'Of', 'data': {} }\n{ 'enum': 'Medium',\n  'data': [ 'disk' ] }\n\n{ 'struct': 'Of', 'data': { 'of': 'Medium' } }\n{ 'union': 'Drive', 'base': 'Any', 'discriminator': 'of', 'data': { 'disk': 'Disk' } }\n`,
      preferred: false,
    },
    {
      title: "Write [ 'Disk' ]",
      before: `${DISK}{ 'struct': 'Two', 'data': { 'a': [ 'Disk' ], 'b': 'DiskList' } }\n`,
      after: `${DISK}{ 'struct': 'Two', 'data': { 'a': [ 'Disk' ], 'b': [ 'Disk' ] } }\n`,
      preferred: true,
    },
    {
      title: "Write [ 'Disk' ]",
      before: `${DISK}{ 'struct': 'Two', 'data': { 'a': [ 'Disk' ], 'b': 'Disk[]' } }\n`,
      after: `${DISK}{ 'struct': 'Two', 'data': { 'a': [ 'Disk' ], 'b': [ 'Disk' ] } }\n`,
      preferred: false,
    },
    {
      title: "Make it the condition of 'ids'",
      before: `${DISK}{ 'struct': 'Two', 'data': { 'a': 'Disk', '*ids': [ 'str' ],\n  'if': 'CONFIG_X', 'c': 'int' } }\n`,
      after: `${DISK}{ 'struct': 'Two', 'data': { 'a': 'Disk', '*ids': { 'type': [ 'str' ], 'if': 'CONFIG_X' }, 'c': 'int' } }\n`,
      preferred: false,
    },
    {
      title: "Add 'discriminator': 'type'",
      before: `${KIND}${DISK}{ 'union': 'Uni',\n  'base': { 'id': 'str', 'type': 'DriveType' },\n  'data': { 'disk': 'Disk' } }\n`,
      after: `${KIND}${DISK}{ 'union': 'Uni',\n  'base': { 'id': 'str', 'type': 'DriveType' },\n  'discriminator': 'type',\n  'data': { 'disk': 'Disk' } }\n`,
      preferred: true,
    },
    {
      title: "Add 'discriminator': 'kind'",
      before: `${KIND}${DISK}{ 'struct': 'Base', 'data': { '*old': 'DriveType', 'kind': 'DriveType' } }\n{ 'union': 'Uni', 'base': 'Base', 'data': { 'disk': 'Disk' } }\n`,
      after: `${KIND}${DISK}{ 'struct': 'Base', 'data': { '*old': 'DriveType', 'kind': 'DriveType' } }\n{ 'union': 'Uni', 'base': 'Base', 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }\n`,
      preferred: true,
    },
    {
      title: "Replace by 'type'",
      before: `${KIND}{ 'union': 'Uni', 'base': { 'type': 'DriveType' }, 'discriminator': 'tpye', 'data': {} }\n`,
      after: `${KIND}{ 'union': 'Uni', 'base': { 'type': 'DriveType' }, 'discriminator': 'type', 'data': {} }\n`,
      preferred: false,
    },
    {
      title: "Make 'type' mandatory",
      before: `${KIND}{ 'union': 'Uni', 'base': { '*type': 'DriveType' }, 'discriminator': 'type', 'data': {} }\n`,
      after: `${KIND}{ 'union': 'Uni', 'base': { 'type': 'DriveType' }, 'discriminator': 'type', 'data': {} }\n`,
      preferred: false,
    },
    {
      title: "Replace by 'disk'",
      before: `${KIND}${DISK}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'dsik': 'Disk' } }\n`,
      after: `${KIND}${DISK}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'disk': 'Disk' } }\n`,
      preferred: false,
    },
    {
      title: "Add 'drum' to enum 'DriveType'",
      before: `${KIND}${DISK}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'drum': 'Disk' } }\n`,
      after: `${KIND.replace("'tape'", "'tape', 'drum'")}${DISK}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': { 'drum': 'Disk' } }\n`,
      preferred: false,
    },
    {
      title: "Add 'boxed': true",
      before: `${KIND}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': {} }\n{ 'command': 'add', 'data': 'Uni' }\n`,
      after: `${KIND}{ 'union': 'Uni', 'base': { 't': 'DriveType' }, 'discriminator': 't', 'data': {} }\n{ 'command': 'add', 'data': 'Uni', 'boxed': true }\n`,
      preferred: false,
    },
    {
      title: "Add 'boxed': true",
      before: `{ 'struct': 'Abc', 'data': { 'x': { 'type': 'int', 'if': 'X' } } }\n{ 'command': 'add',\n  'data': 'Abc' }\n`,
      after: `{ 'struct': 'Abc', 'data': { 'x': { 'type': 'int', 'if': 'X' } } }\n{ 'command': 'add',\n  'data': 'Abc',\n  'boxed': true }\n`,
      preferred: false,
    },
  ];

  it('insert no discriminator where two members could be one, or the branches are no values of any', async () => {
    for (const base of [
      "{ 'old': 'DriveType', 'kind': 'DriveType' }",
      "{ 'kind': 'str' }",
      "{ '*kind': 'DriveType' }",
    ]) {
      const [problem] = await problemsOf(
        `${KIND}${DISK}{ 'union': 'Uni', 'base': ${base}, 'data': { 'disk': 'Disk' } }\n`,
      );
      assert.equal(problem?.rule.id, 'schema/missing-key');
      assert.deepEqual(problem.fixes(), []);
    }
  });

  for (const { title, before, after, preferred } of cases) {
    it(title, async () => {
      const problems = await problemsOf(before);
      assert.equal(problems.length, 1, problems.map(({ message }) => message).join('\n'));
      const fix = problems[0]?.fixes().find((each) => each.title === title);
      assert.equal(mended(before, fix), after);
      assert.equal(fix?.preferred, preferred);
      assert.deepEqual(await problemsOf(after).then((rest) => rest.map(({ message }) => message)), []);
    });
  }
});

describe('what is told', () => {
  it('stands at the token, and says in which line the generator stops', async () => {
    const text = `${KIND}{ 'command': 'add',\n  'data': {\n    'type': 'Drum' } }\n`;
    const [problem] = await problemsOf(text);
    assert.ok(problem);
    assert.equal(text.slice(problem.span.start, problem.span.end), 'Drum');
    assert.deepEqual(problem.refusedAt, { file: `${TREE}/${ROOT}`, offset: text.indexOf("{ 'command'") });
    assert.equal(problem.buildBreaking, true);
    assert.equal(problem.message, "There is no type 'Drum'. Define it, or include the file that does.");
  });

  it('of a type that stands for nothing is that there is no need for one, where that is so', async () => {
    const told = async (text: string): Promise<string[]> => (await problemsOf(text)).map(({ message }) => message);
    assert.deepEqual(
      await told("{ 'event': 'STOP', 'data': 'None' }\n{ 'command': 'stop', 'returns': [ 'void' ] }\n"),
      [
        "There is no type 'None'. Where there is nothing, the key is left out.",
        "There is no type 'void'. Define it, or include the file that does.",
      ],
    );
  });

  it('of members whose beginning is lost is that nobody knows what they are, whatever they are called', async () => {
    const [problem, ...others] = await problemsOf("{ 'a': 'str', 'object': 'Drive' }\n");
    assert.deepEqual([problem?.rule.id, others], ['schema/keyword', []]);
  });

  it('is an empty discriminator, even where the generator takes it for none', async () => {
    const breaking = async (version: string, base: string, data: string): Promise<boolean[]> => {
      const text = `{ 'union': 'U', 'base': { '${base}': 'str' }, 'discriminator': '', 'data': ${data} }\n`;
      const problems = await problemsOf(text, version);
      return problems.filter(({ rule }) => rule.id === 'schema/discriminator').map((problem) => problem.buildBreaking);
    };
    assert.deepEqual(await breaking('5.2', 'a', "{ 'b': 'int' }"), [false]);
    // Then the union has a member 'type', and wants branches.
    assert.deepEqual(await breaking('5.2', 'type', "{ 'b': 'int' }"), [true]);
    assert.deepEqual(await breaking('5.2', 'a', '{}'), [true]);
    assert.deepEqual(await breaking('7.2', 'a', '{}'), [true]);
  });

  it('is each mistake, wherever it stands', async () => {
    const text = `{ 'include': 'more.json' }
{ 'command': 'one', 'data': { 'x': 'Nope' }, 'returns': 'int' }
{ 'struct': 'A', 'data': { 'a-b': 'int', 'a_b': 'int' }, 'features': [ 'deprecated' ] }
{ 'event': 'E', 'data': 'str' }
{ 'alternate': 'Alt', 'data': { 'a': 'any' } }
`;
    const problems = await problemsOf(text, '5.2', {
      'qapi/more.json': "{ 'command': 'two' }\n{ 'command': 'two' }\n",
    });
    assert.deepEqual(
      problems.map(({ rule, buildBreaking }) => [rule.id, buildBreaking]),
      [
        ['schema/unknown-type', true],
        ['schema/returns', true],
        ['naming/c-clash', true],
        ['schema/type-feature', true],
        ['schema/arguments', true],
        ['schema/alternate', true],
        ['schema/redefinition', true],
      ],
    );
  });

  it('is not told again by what depends on it', async () => {
    const text = `${KIND}{ 'struct': 'Base', 'base': 'Nope', 'data': { 't': 'DriveType' } }
{ 'union': 'Uni', 'base': 'Base', 'discriminator': 'type', 'data': {} }
{ 'command': 'one', 'data': 'Uni', 'boxd': true }
{ 'command': 'two', 'data': { 'x': 'Enmu' } }
{ 'enmu': 'Enmu', 'data': [] }
`;
    const problems = (await problemsOf(text)).filter(
      ({ rule }) => rule.category === 'schema' && rule.id !== 'schema/form',
    );
    assert.deepEqual(
      problems.filter(({ message }) => !/boxd|enmu/.test(message)).map(({ message }) => message),
      ["There is no type 'Nope'. Define it, or include the file that does."],
    );
  });

  it('is a hint only where a type is of no use', async () => {
    const { workspace, root } = openExample({
      files: { [ROOT]: `${KIND}${DISK}{ 'command': 'add', 'data': { 'type': 'DriveType' } }\n` },
    });
    const { problems } = await workspace.analyse(root);
    assert.deepEqual(
      problems.map(({ rule, severity, buildBreaking, message }) => [rule.id, severity, buildBreaking, message]),
      [['schema/unused-type', 'hint', false, "Struct 'Disk': no command or event uses it, so clients never see it."]],
    );
  });
});
