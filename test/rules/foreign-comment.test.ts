// Comments as C has them: one problem each, told for what they are, and mended where they end with their line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

test('// and /* are no comments in QAPI', async () => {
  const path = '/tree/qapi/qapi-schema.json';
  const text =
    "// one\n{ 'command': 'eject' }\n// two, with a comma\n{ 'command': 'stop' }\n/* three */\n{ 'command': 'cont' }\n/* four\n * five */\n{ 'command': /* six */ 'quit' }\n";
  const workspace = new Workspace(memoryHost({ [path]: text }), ['/tree']);
  const { problems } = await workspace.analyse(path);
  const said = "A comment begins with '#', and goes to the end of its line.";
  assert.deepEqual(
    problems.map(({ message }) => message),
    Array(5).fill(said),
  );
  const { files } = await fixAll(workspace, [path]);
  // What goes over several lines, or stands before something, is left to people.
  assert.equal(files.get(path), text.replaceAll('//', '#').replace('/* three */', '# three'));
});
