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

test('a merge that is not finished is one mistake for each place where two changes meet', async () => {
  const path = '/tree/qapi/qapi-schema.json';
  const text = `##
# @eject:
#
<<<<<<< HEAD
# @id: the drive
||||||| parent of 123abc (qapi: Drives have names)
=======
# @name: the drive
>>>>>>> 123abc (qapi: Drives have names)
##
{ 'command': 'eject',
<<<<<<< HEAD
  'data': { 'id': 'str' } }
=======
  'data': { 'name': 'str' } }
>>>>>>> 123abc (qapi: Drives have names)
<<<<<<< HEAD
{ 'command': 'stop' }
=======
{ 'command': 'stop', 'gen': false }
>>>>>>> 123abc (qapi: Drives have names)
{ 'command': 'cont' }
`;
  const workspace = new Workspace(memoryHost({ [path]: text }), ['/tree']);
  const { problems, schema } = await workspace.analyse(path);
  const lines = schema.sources.files[0]?.tree.lines;
  const told = problems.map(({ span, message }) => `${(lines?.lineOf(span.start) ?? 0) + 1}: ${message}`);
  const said =
    'Here two changes meet that could not be merged. Choose between them, and remove the lines with the marks.';
  assert.deepEqual(told, [`4: ${said}`, `12: ${said}`, `17: ${said}`]);
  const names = schema.sources.files.flatMap(({ definitions }) => definitions.map(({ name }) => name.text));
  assert.deepEqual(names, ['eject', 'stop', 'cont']);
  const { files } = await fixAll(workspace, [path]);
  assert.equal(files.get(path) ?? text, text);
});

test('a mark of a merge that has lost the others is told as well', async () => {
  const path = '/tree/qapi/qapi-schema.json';
  for (const mark of ['<<<<<<< HEAD', '=======', '>>>>>>> topic']) {
    const text = `{ 'command': 'eject' }\n${mark}\n{ 'command': 'stop' }\n`;
    const workspace = new Workspace(memoryHost({ [path]: text }), ['/tree']);
    const { problems } = await workspace.analyse(path);
    assert.deepEqual(
      problems.map(({ span }) => text.slice(span.start, span.end)),
      [mark],
    );
  }
});
