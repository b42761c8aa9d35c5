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
        "downstream/missing-prefix: Member 'id' of struct 'Disk' is upstream's, but upstream does not have it here (eject: return id), where clients receive it. Make the place what it is upstream, or lead to it by a name of your own.",
      fixes: 0,
    },
  ]);
});

test('a command that returns another one', async () => {
  const found = await told("{ 'command': 'eject', 'returns': 'Drive' }", "{ 'command': 'eject', 'returns': 'Disk' }");
  assert.deepEqual(
    found.map(({ message, fixes }) => `${message.slice(0, message.indexOf(':'))} ${fixes}`),
    ['contract/output-removed 0', 'downstream/missing-prefix 0', 'downstream/missing-prefix 0'],
  );
});
