// What the editor offers while somebody writes messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem } from '../../server/src/features/completion-item.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { qmpCompletionAt } from '../../server/src/features/qmp-completion.ts';
import { testPage } from '../helpers/pages.ts';
import { openScene } from './qmp-scene.ts';

/** Items as an editor shows them. */
function inOrder(items: readonly CompletionItem[]): CompletionItem[] {
  return [...items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
}

/** The text with an item in it. */
export function withItem(text: string, { span, newText, also }: CompletionItem): string {
  return applyEdits(text, [{ span, newText }, ...also]);
}

/** All that is offered, a line each; where the scene says what is picked, the text after that, its stops as in the snippet. */
testPage(new URL('fixtures/qmp-completion.txt', import.meta.url), async (files) => {
  const { pick, ...others } = files;
  const { text, offset, source, target } = await openScene(others);
  const items = inOrder(qmpCompletionAt(source, offset, target));
  if (pick === undefined) {
    return items.map(({ label, detail, deprecated }) => `${deprecated ? '- ' : ''}${label} — ${detail}`).join('\n');
  }
  const item = items.find(({ label }) => label === pick.trim());
  return item ? withItem(text, item).trimEnd() : `not offered: ${items.map(({ label }) => label).join(', ')}`;
});

test('the documentation of an item is what a hover says', async () => {
  const { offset, source, target } = await openScene({ 'a.qmp': '{ "execute": "|" }' });
  const halt = qmpCompletionAt(source, offset, target).find(({ label }) => label === 'halt');
  assert.match(halt?.documentation?.() ?? '', /Stops everything\./);
});
