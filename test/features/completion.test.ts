// What can be typed at the caret: the first of what an editor shows, and the text after one of them has been taken.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completionsAt } from '../../server/src/features/completion.ts';
import { type Completion, plainText } from '../../server/src/features/completion-item.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import type { Definition } from '../../server/src/schema/model.ts';
import type { Span } from '../../server/src/syntax/text.ts';
import { CONFIG_FILE } from '../../server/src/workspace/config.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { testPage } from '../helpers/pages.ts';
import { CAFE, oddTrees } from './marked-tree.ts';

const ROOT = 'qapi/qapi-schema.json';
/** So many of what is offered are shown. */
const SHOWN = 9;

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
  readonly offset: number;
}

async function offered({ files, path, offset }: Scene): Promise<readonly Completion[]> {
  const workspace = new Workspace(memoryHost(files), ['/tree']);
  const config = Object.keys(files).includes(`/tree/${CONFIG_FILE}`);
  workspace.setSettings({ baseline: 'none', ...(config ? {} : { role: 'upstream' }) });
  const analyses = await workspace.analysesOf(path);
  return completionsAt(analyses, path, offset, { files: await workspace.schemaFilesAround(path) });
}

/** Whether an editor shows it: what is typed already is the beginning of it. */
function isShown({ filter, span }: Completion, text: string, offset: number): boolean {
  return filter.toLowerCase().startsWith(text.slice(span.start, offset).toLowerCase());
}

/** The text once a completion is taken, with the caret where the editor puts it. */
function taken({ span, snippet, also }: Completion, text: string): string {
  const place = snippet.replace(/\$(?:0|1|\{1:([^}]*)\})/, (_, name: string | undefined) => `${name ?? ''}|`);
  const newText = plainText(place.includes('|') ? place : `${place}|`);
  return applyEdits(text, [{ span, newText }, ...(also ? [also] : [])]);
}

/** In a scene `file: take` names what is taken; else that is the first. */
testPage(new URL('fixtures/completion.txt', import.meta.url), async ({ take, ...scene }) => {
  const files: Record<string, string> = {};
  let place = { path: '', offset: -1 };
  for (const [name, marked] of Object.entries(scene)) {
    const path = `/tree/${name || ROOT}`;
    if (marked.includes('|')) place = { path, offset: marked.indexOf('|') };
    files[path] = marked.replace('|', '');
  }
  const text = files[place.path] ?? '';
  const shown = (await offered({ files, ...place })).filter((one) => isShown(one, text, place.offset));
  const labels = shown.map(({ label }) => label);
  const more = labels.length > SHOWN ? `, and ${labels.length - SHOWN} more` : '';
  const list = labels.length === 0 ? 'nothing' : labels.slice(0, SHOWN).join(', ') + more;
  const chosen = take === undefined ? shown[0] : shown.find(({ label }) => label === take.trim());
  if (take !== undefined) assert.ok(chosen, `${take.trim()} is not offered, but ${labels.join(', ')}`);
  return [list, ...(chosen ? ['', ...taken(chosen, text).trimEnd().split('\n')] : [])].join('\n');
});

describe('whatever the text', () => {
  test('something comes of every place, and stands on the line of the caret', async () => {
    for (const texts of oddTrees()) {
      const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/tree/${name}`, text]));
      const path = `/tree/${Object.keys(texts)[0]}`;
      const text = files[path] as string;
      const workspace = new Workspace(memoryHost(files), ['/tree']);
      const analyses = await workspace.analysesOf(path);
      for (let offset = 0; offset <= text.length; offset++) {
        for (const { span } of completionsAt(analyses, path, offset)) {
          assert.ok(span.start <= offset && offset <= span.end, `${offset} in ${JSON.stringify(text)}`);
          assert.doesNotMatch(text.slice(span.start, span.end), /[\r\n]/);
        }
      }
    }
  });

  test('every name of a type, discriminator and branch is offered where it stands, and where its definition ends with it', async () => {
    const files = Object.fromEntries(Object.entries(CAFE).map(([name, text]) => [`/tree/${name}`, text]));
    const workspace = new Workspace(memoryHost(files), ['/tree']);
    const analysis = await workspace.analyse(`/tree/${ROOT}`);
    let asked = 0;
    for (const { path, tree, definitions } of analysis.schema.sources.files) {
      for (const { file, span, kind, thing } of analysis.references.inFile(path)) {
        if (!['type', 'discriminator', 'branch'].includes(kind)) continue;
        const { expression } = definitions.find((one) => holds(one.expression.span, span)) as Definition;
        for (const end of [span.end, expression.span.end]) {
          const copy = workspace.fork();
          copy.setDocument(file, tree.text.slice(0, span.start) + tree.text.slice(end));
          const found = completionsAt([await copy.analyse(`/tree/${ROOT}`)], file, span.start);
          const labels = found.map(({ label }) => label);
          assert.ok(labels.includes(thing.name.text), `${thing.name.text} (${kind}) at ${span.start} of ${file}`);
          asked++;
        }
      }
    }
    assert.ok(asked > 10);
  });

  test('a snippet for an editor that knows none has its texts and no stops', () => {
    assert.equal(plainText(`{ 'union': '\${1:Name}', 'data': { $2 } }$0`), "{ 'union': 'Name', 'data': {  } }");
    assert.equal(plainText('a\\$b\\}'), 'a$b}');
  });
});
