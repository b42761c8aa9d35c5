// What upstream's developers see: a mistake that breaks the build while it is typed, and what the tree's own generator says.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fakeTree } from '../helpers/fake-generator.ts';
import { suite } from './harness.ts';

const scenario = suite({ trees: ['examples/upstream'] });

const file = 'qapi/machine.json';
const typed = "{ 'struct': 'Crate', 'data': { 'size': 'itn' } }";

scenario('a type that does not exist is underlined while it is typed, and mended by a key', async (editor) => {
  await editor.openFile(file);
  const line = editor.find(file, '# @machine-boot:').line - 1;
  await editor.goTo({ line, column: 1 });
  await editor.insert(`${typed}\n\n`);
  await editor.waitForSquiggles('some');
  const place = { line, column: typed.indexOf('itn') + 2 };
  await editor.hover(place, /'itn'/);
  await editor.screenshot('unknown-type');
  await editor.page.keyboard.press('Escape');
  await editor.quickFixMenu(place);
  await editor.choose("'int'");
  await editor.waitForText("'size': 'int'");
});

scenario('a definition is completed while it is typed: its keyword, a type, a key', async (editor) => {
  await editor.openFile(file);
  const line = editor.find(file, '# @machine-boot:').line - 1;
  await editor.goTo({ line, column: 1 });
  await editor.insert('\n\n');
  await editor.goTo({ line, column: 1 });
  await editor.complete("{ 'comm", 'command');
  await editor.page.keyboard.type('machine-swap');
  await editor.page.keyboard.press('Tab');
  await editor.page.keyboard.type("'for': ");
  await editor.complete("'Mach", 'MachineInfo', { picture: 'completion' });
  await editor.waitForText("{ 'command': 'machine-swap',");
  await editor.waitForText("'data': { 'for': 'MachineInfo' } }");
  const returns = editor.find(file, "'MachineInfo' }");
  await editor.goTo({ line: returns.line, column: returns.column + "'MachineInfo'".length });
  await editor.complete(", 'feat", 'features');
  await editor.screenshot('completed');
  await editor.waitForText("'returns': 'MachineInfo', 'features': [ '' ] }");
});

scenario(
  "QEMU's own generator is asked, and a disagreement is shown with what to report",
  async (editor) => {
    await editor.openFile(file);
    await editor.statusItem().filter({ hasText: 'upstream' }).waitFor();
    await editor.command("QAPI: Check with QEMU's Own Generator");
    await editor.toasts().filter({ hasText: 'generator' }).first().waitFor();
    await editor.screenshot('generator');
    await editor.page.getByText('Show What to Report').click();
    await editor.waitForWebview('qapi/qapi-schema.json:2: refused');
    await editor.screenshot('generator-report');
  },
  {
    prepare: (folder) => {
      // The generator of this tree refuses a word that QEMU's own would not mind.
      for (const [path, text] of Object.entries(fakeTree)) {
        if (path === 'VERSION') continue;
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      writeFileSync(join(folder, file), "##\n# @refuse:\n#\n# Refuse.\n#\n# Since: 1.0\n##\n{ 'command': 'refuse' }\n");
      writeFileSync(join(folder, 'qapi/qapi-schema.json'), "{ 'include': 'machine.json' }\n# refuse\n");
    },
  },
);
