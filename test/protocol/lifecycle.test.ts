// What the server is asked before it is initialized, and after it was shut down, it refuses as the protocol wants it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tempFolder } from '../helpers/temp.ts';
import { Client } from './client.ts';

const root = 'qapi/qapi-schema.json';
const schema = "##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n";

test('the server answers between initialize and shutdown only', async (t) => {
  const client = Client.connect(t, tempFolder(t, { [root]: schema }));
  const hover = (): Promise<unknown> =>
    client.request('textDocument/hover', {
      textDocument: { uri: client.uri(root) },
      position: { line: 7, character: 16 },
    });
  const ask = (method: string): Promise<unknown> => client.request(method, null);

  client.open(root);
  for (const early of [hover(), ask('qapi/rules'), ask('no/such/request'), ask('shutdown')]) {
    await assert.rejects(early, { code: -32002, message: /not initialized/ });
  }

  await client.initialize();
  assert.equal(await hover(), null, 'the document was opened too early to be known');
  client.close(root);
  client.open(root);
  assert.match(JSON.stringify(await hover()), /Open the tray/);
  await assert.rejects(client.initialize(), { code: -32600, message: /initialized already/ });
  await assert.rejects(ask('no/such/request'), { code: -32601 });

  await client.shutDown();
  for (const late of [hover(), ask('qapi/rules'), client.initialize(), ask('shutdown')]) {
    await assert.rejects(late, { code: -32600, message: /shut down/ });
  }
});
