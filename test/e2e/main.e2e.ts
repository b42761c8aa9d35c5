// The main job in a real editor: see which name breaks the contract, read why, fix it everywhere.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Editor, type Place, suite } from './harness.ts';

/** What the scenarios use of examples/acme. */
const acme = {
  domain: 'com.acme',
  root: 'qapi/qapi-schema.json',
  baseline: 'dir:../upstream',
  /** The file with the definition of a new name that lacks the prefix. */
  file: 'qapi/detach.json',
  /** The text in front of the name where it is defined. */
  definition: "{ 'command': '",
  name: 'query_detach',
  fixedName: '__com.acme_query-detach',
  rule: 'downstream/missing-prefix',
  /** In the hover: the rule's reason. */
  why: /Why:.*Management software/,
  /** Another file that names it. */
  otherFile: 'qapi/pragma.json',
};

/** The beginning of the quick fix's title, and a part of it where it has to ask for a domain. */
const fix = 'Insert the prefix';
const askingFix = 'prefix';

const scenario = suite({ trees: ['examples/acme', 'examples/upstream'] });

function placeOfName(editor: Editor): Place {
  const { line, column } = editor.find(acme.file, acme.definition + acme.name);
  return { line, column: column + acme.definition.length };
}

scenario('a new name without the prefix is underlined, explained and fixed in two files', async (editor) => {
  const wanted = [acme.file, acme.otherFile].map((file) => ({
    file,
    text: editor.read(file).replaceAll(acme.name, acme.fixedName),
  }));
  const place = placeOfName(editor);
  await editor.openFile(acme.file);
  await editor.goTo(place);
  await editor.waitForSquiggles('some');

  const status = editor.statusItem();
  await status.filter({ hasText: acme.root }).waitFor();
  const judgedBy = (await status.textContent()) ?? '';
  for (const part of ['downstream', acme.domain, acme.baseline]) assert.ok(judgedBy.includes(part), judgedBy);

  const hover = await editor.hover(place, acme.why);
  assert.ok(hover.includes(acme.rule), hover);
  await editor.screenshot('hover', { keepAs: 'hover.png' });
  await editor.page.keyboard.press('Escape');

  const problems = await editor.problems(acme.name);
  await problems.filter({ hasText: acme.name }).filter({ hasText: acme.rule }).first().waitFor();
  await editor.screenshot('problems', { keepAs: 'problems.png' });
  await editor.closePanel();

  const menu = await editor.quickFixMenu(place);
  assert.ok(menu[0]?.startsWith(fix), menu.join('\n'));
  await editor.screenshot('quick-fix', { keepAs: 'quick-fix.png' });
  await editor.choose(fix);
  await editor.waitForText(acme.fixedName);
  await editor.screenshot('fixed');

  await editor.saveAll();
  for (const { file, text } of wanted) await editor.waitForFile(file, text);
});

scenario(
  'without a domain the fix asks for one, checks it while it is typed, stores it and goes on',
  async (editor) => {
    const place = placeOfName(editor);
    await editor.openFile(acme.file);
    await editor.goTo(place);
    await editor.waitForSquiggles('some');
    await editor.quickFixMenu(place);
    await editor.choose(askingFix);

    await editor.type('acme');
    await editor.inputError().first().waitFor();
    await editor.screenshot('domain-wrong');
    await editor.type(acme.domain);
    await editor.inputError().first().waitFor({ state: 'detached' });
    await editor.screenshot('domain-right');
    await editor.enter();

    await editor.waitForText(acme.fixedName);
    await editor.statusItem().filter({ hasText: acme.domain }).waitFor();
    await editor.waitForFile(
      '.vscode/settings.json',
      settings({ 'qapi.baseline': acme.baseline, 'qapi.domains': [acme.domain] }),
    );
  },
  {
    prepare: (folder) => {
      rmSync(join(folder, '.qapirc.json'));
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode/settings.json'), settings({ 'qapi.baseline': acme.baseline }));
    },
  },
);

scenario('the Problems panel has the files that nobody has opened, unless they are not wanted', async (editor) => {
  const problems = await editor.problems(acme.name);
  await problems.filter({ hasText: acme.name }).filter({ hasText: acme.rule }).first().waitFor();
  await editor.screenshot('problems-workspace');
  mkdirSync(join(editor.folder, '.vscode'));
  writeFileSync(join(editor.folder, '.vscode/settings.json'), settings({ 'qapi.problems.scope': 'openFiles' }));
  await problems.filter({ hasText: acme.rule }).first().waitFor({ state: 'detached' });
});

scenario("the rule's page is a click away from the Problems panel", async (editor) => {
  await editor.openFile(acme.file);
  const problems = await editor.problems();
  await problems.locator('a', { hasText: acme.rule }).first().click();
  await editor.page.locator('.tab.active', { hasText: 'missing-prefix' }).waitFor();
  await editor.waitForWebview(acme.rule);
  await editor.screenshot('rule');
});

scenario(
  'a file is taken for a schema by its text, and for JSON although it lies in a folder named qapi',
  async (editor) => {
    await editor.openFile('lib/protocol.json');
    await editor.language().filter({ hasText: 'QAPI' }).waitFor();
    await editor.statusItem().filter({ hasText: 'lib/protocol.json' }).waitFor();
    await editor.openFile('qapi/package.json');
    await editor
      .language()
      .filter({ hasText: /^JSON$/ })
      .waitFor();
    await editor.openFile('.qapirc.json');
    await editor.language().filter({ hasText: 'JSON with Comments' }).waitFor();
  },
  {
    prepare: (folder) => {
      mkdirSync(join(folder, 'lib'));
      writeFileSync(join(folder, 'lib/protocol.json'), "##\n# @stop:\n#\n# Stop.\n##\n{ 'command': 'stop' }\n");
      writeFileSync(join(folder, 'qapi/package.json'), '{ "name": "none-of-ours" }\n');
    },
  },
);

scenario('the status item changes by what the file is judged', async (editor) => {
  await editor.openFile(acme.file);
  await editor.statusItem().filter({ hasText: acme.baseline }).click();
  await editor.choose('Baseline');
  await editor.page.getByText('Judge the shape of names only').waitFor();
  await editor.screenshot('baseline');
  await editor.choose('none');
  await editor.statusItem().filter({ hasText: 'baseline none' }).waitFor();
  await editor.waitForFile('.vscode/settings.json', settings({ 'qapi.baseline': 'none' }));
});

/** As VS Code writes them. */
function settings(values: Record<string, unknown>): string {
  return JSON.stringify(values, undefined, 4);
}
