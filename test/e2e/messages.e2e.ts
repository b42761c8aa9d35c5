// What somebody sees who writes QMP messages down: completed while they are typed, underlined where they are wrong, and mended.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from './harness.ts';

const scenario = suite({ trees: ['examples/acme', 'examples/upstream'] });

const transcript = 'messages/backup.qmp';
const schema = 'qapi/block.json';

/** A command, with what has been typed as its first argument; the last brace is the one that the editor has put behind the first. */
const completed = `-> { "execute": "disk-attach",
     "arguments": { "id": "books", "target": { "type": "file" } }}`;

scenario(
  'a command is completed, with the arguments that it must have',
  async (editor) => {
    await editor.openFile('messages/new.qmp');
    await editor.statusItem().filter({ hasText: 'QMP: checked against' }).waitFor();
    await editor.complete('-> { "execute": "disk-', 'disk-attach', { picture: 'messages-completion' });
    await editor.waitForText('"target"');
    // The caret is where the first argument is to be written.
    await editor.page.keyboard.type('books');
    await editor.page.keyboard.press('Tab');
    await editor.screenshot('messages-completed');
    await editor.saveAll();
    await editor.waitForFile('messages/new.qmp', completed);
  },
  { prepare: (folder) => writeFileSync(join(folder, 'messages/new.qmp'), '') },
);

scenario('a command that does not exist is underlined, explained, and mended by a key', async (editor) => {
  const wanted = editor.read(transcript).replace('"query-disk"', '"query-disks"');
  const { line, column } = editor.find(transcript, 'query-disk');
  const place = { line, column: column + 3 };
  await editor.openFile(transcript);
  await editor.waitForSquiggles('some');
  await editor.hover(place, /query-disk/);
  await editor.screenshot('messages-hover');
  await editor.page.keyboard.press('Escape');
  await editor.quickFixMenu(place);
  await editor.screenshot('messages-fix');
  await editor.choose('query-disks');
  await editor.waitForText('"query-disks"');
  await editor.saveAll();
  await editor.waitForFile(transcript, wanted);
});

scenario('a click on the status item changes what messages are checked against', async (editor) => {
  await editor.openFile(transcript);
  await editor.statusItem().filter({ hasText: 'QMP: checked against qapi/qapi-schema.json' }).click();
  await editor.choose('Target');
  await editor.choose('A Release of Upstream');
  await editor.type('8.2');
  await editor.enter();
  await editor.statusItem().filter({ hasText: 'QMP: checked against release:8.2' }).waitFor();
  await editor.screenshot('messages-target');
  const settings = JSON.stringify({ 'qapi.qmp.target': 'release:8.2' }, undefined, 4);
  await editor.waitForFile('.vscode/settings.json', settings);
});

const example = '"host": "store.example" },\n#                         "speed": "4x" } }';

scenario(
  'an example in documentation is checked where it stands, and typed like the comment that it is',
  async (editor) => {
    const place = editor.find(schema, '9x');
    await editor.openFile(schema);
    await editor.goTo(place);
    await editor.waitForSquiggles('some', 'warning');
    await editor.hover(place, /9x/);
    await editor.screenshot('messages-example');
    await editor.page.keyboard.press('Escape');
    // Within an example, too, the next line is one of the comment.
    const arrow = editor.find(schema, '#     -> { "execute": "disk-attach",');
    await editor.goTo({ line: arrow.line, column: 1 });
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.press('Enter');
    await editor.insert('"id": 1,');
    await editor.waitForText('#     "id": 1,');
  },
  {
    prepare: (folder) => {
      const file = join(folder, schema);
      const text = readFileSync(file, 'utf8');
      assert.ok(text.includes(example));
      writeFileSync(file, text.replace(example, example.replace('4x', '9x')));
    },
  },
);

scenario(
  'a JSON file holds messages if the settings say so',
  async (editor) => {
    await editor.openFile('replies/old.json');
    await editor.language().filter({ hasText: 'QMP' }).waitFor();
    await editor.waitForSquiggles(1);
    await editor.openFile('replies/other.json');
    await editor
      .language()
      .filter({ hasText: /^JSON$/ })
      .waitFor();
  },
  {
    prepare: (folder) => {
      mkdirSync(join(folder, 'replies'));
      writeFileSync(join(folder, 'replies/old.json'), "{ 'execute': 'query-diks' }\n");
      writeFileSync(join(folder, 'replies/other.json'), '{ "execute": "query-diks" }\n');
      const settings = join(folder, '.qapirc.json');
      writeFileSync(settings, readFileSync(settings, 'utf8').replace('{', '{\n  "qmp.files": ["replies/old*.json"],'));
    },
  },
);
