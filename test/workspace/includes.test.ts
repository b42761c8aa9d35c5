// An include that leads nowhere: which of the files beside it is meant, as long as they are as they were.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const ROOT = '/tree/qapi/qapi-schema.json';
const TEXT = "{ 'include': 'blok.json' }\n";
const unknown = 'The path is relative to the file that the include stands in.';

/** What is told of the root, each with the text that its fixes make of it. */
async function told(workspace: Workspace, text = TEXT): Promise<string[]> {
  const { problems } = await workspace.analyse(ROOT);
  return problems.flatMap(({ message, fixes }) => [
    message,
    ...fixes().map((fix) => (fix.kind === 'edit' ? applyEdits(text, fix.edits) : fix.kind)),
  ]);
}

it('is corrected', async () => {
  const files = { [ROOT]: TEXT, '/tree/qapi/block.json': '', '/tree/qapi/sub/blok2.json': '', '/tree/blok.json': '' };
  assert.deepEqual(await told(new Workspace(memoryHost(files), ['/tree'])), [
    "There is no file 'blok.json'. Did you mean 'block.json'?",
    "{ 'include': 'block.json' }\n",
  ]);
});

it('is corrected with the quote that it lacks', async () => {
  const text = "{ 'include': 'blok.json\n}\n";
  const [, fixed] = await told(
    new Workspace(memoryHost({ [ROOT]: text, '/tree/qapi/block.json': '' }), ['/tree']),
    text,
  );
  assert.equal(fixed, "{ 'include': 'block.json'\n}\n");
});

it('is looked for anew when files come and go', async () => {
  const host = memoryHost({ [ROOT]: TEXT });
  const workspace = new Workspace(host, ['/tree']);
  assert.deepEqual(await told(workspace), [`There is no file 'blok.json'. ${unknown}`]);
  host.write('/tree/qapi/block.json', '');
  workspace.fileChanged('/tree/qapi/block.json');
  assert.equal((await told(workspace))[0], "There is no file 'blok.json'. Did you mean 'block.json'?");
  host.write('/tree/qapi/blok.json', '');
  workspace.fileChanged('/tree/qapi/blok.json');
  assert.deepEqual(await told(workspace), []);
});

it('is meant from the folder of the file that it stands in, also where it is written from another one', async () => {
  const text = "{ 'include': 'qapi/block.json' }\n";
  const host = memoryHost({ [ROOT]: text, '/tree/qapi/block.json': '' });
  assert.deepEqual(await told(new Workspace(host, ['/tree']), text), [
    "There is no file 'qapi/block.json'. Did you mean 'block.json'?",
    "{ 'include': 'block.json' }\n",
  ]);
});
