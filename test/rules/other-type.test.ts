// One of upstream's types in a place where upstream has another one, or none: its members are upstream's names all the same. What is
// wrong is the place, and nothing is to be changed about the type.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExample } from '../helpers/example.ts';

const ROOT = 'qapi/qapi-schema.json';
const TYPES = `{ 'struct': 'Disk', 'data': { 'id': 'str' } }
{ 'struct': 'Drive', 'data': { 'device': 'str', '*tray': 'bool' } }
{ 'command': 'query-disk', 'returns': 'Disk' }
{ 'command': 'query-drive', 'returns': 'Drive' }
`;

async function told(ours: string, upstream: string): Promise<{ message: string; fixes: number }[]> {
  const { workspace, root } = openExample({
    files: { [ROOT]: TYPES + ours },
    baseline: { [ROOT]: TYPES + upstream },
    domains: ['com.example'],
  });
  const { problems } = await workspace.analyse(root);
  return problems.map(({ rule, message, fixes }) => ({
    message: `${rule.id}: ${message}`,
    fixes: fixes().filter(({ kind }) => kind !== 'acknowledge').length,
  }));
}

test('a command that returns one of them, where upstream returns nothing', async () => {
  assert.deepEqual(await told("{ 'command': 'eject', 'returns': 'Disk' }", "{ 'command': 'eject' }"), [
    {
      message:
        "downstream/missing-prefix: Struct 'Disk' is upstream's, but upstream does not have it here (eject: return), where clients receive it. Make the place what it is upstream, or lead to it by a name of your own.",
      fixes: 0,
    },
  ]);
});

test('is told where it stands: at the reference to the type, also inside another one, and where a branch leads there', async () => {
  const union = (file: string): string => `{ 'enum': 'Kind', 'data': [ 'file' ] }
{ 'struct': 'File', 'data': { 'path': '${file}' } }
{ 'union': 'Any', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }
{ 'command': 'add', 'data': { 'list': [ 'Any' ] } }
`;
  const ours = TYPES + union('Drive');
  const { workspace, root } = openExample({
    files: { [ROOT]: ours },
    baseline: { [ROOT]: TYPES + union('Disk') },
    domains: ['com.example'],
  });
  const { problems } = await workspace.analyse(root);
  const found = problems.filter(({ rule }) => rule.id === 'downstream/missing-prefix');
  assert.deepEqual(
    found.map(({ path, span }) => [path, ours.slice(span.start, span.end)]),
    [['add: argument list.path', 'Drive']],
  );
});

test('by a base it is told of each member: there is no reference to the type in the place', async () => {
  const found = await told(
    "{ 'struct': 'Tape', 'base': 'Drive', 'data': {} }\n{ 'command': 'eject', 'returns': 'Tape' }",
    "{ 'struct': 'Tape', 'data': {} }\n{ 'command': 'eject', 'returns': 'Tape' }",
  );
  assert.deepEqual(
    found.map(({ message }) => message.slice(0, message.indexOf(','))),
    [
      "downstream/missing-prefix: Member 'device' of struct 'Drive' is upstream's",
      "downstream/missing-prefix: Member 'tray' of struct 'Drive' is upstream's",
    ],
  );
});

test('a command that returns another one', async () => {
  const found = await told("{ 'command': 'eject', 'returns': 'Drive' }", "{ 'command': 'eject', 'returns': 'Disk' }");
  assert.deepEqual(
    found.map(({ message, fixes }) => `${message.slice(0, message.indexOf(':'))} ${fixes}`),
    // Drive has two members, and it is one mistake that it stands here.
    ['contract/output-removed 0', 'downstream/missing-prefix 0'],
  );
});
