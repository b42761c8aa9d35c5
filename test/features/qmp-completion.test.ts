// What the editor offers while somebody writes messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../../server/src/features/completion-item.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { qmpCompletionAt } from '../../server/src/features/qmp-completion.ts';
import { readJsonValue } from '../../server/src/qmp/json.ts';
import type { Message } from '../../server/src/qmp/message.ts';
import { testPage } from '../helpers/pages.ts';
import { openScene } from './qmp-scene.ts';

/** The text with an item in it, the stops of its snippet as they are. */
function withItem(text: string, { span, snippet, also }: Completion): string {
  return applyEdits(text, [{ span, newText: snippet }, ...(also ? [also] : [])]);
}

/** All that is offered, a line each; where the scene says what is picked, the text after that, its stops as in the snippet. */
testPage(new URL('fixtures/qmp-completion.txt', import.meta.url), async (files) => {
  const { pick, ...others } = files;
  const { text, offset, source, target } = await openScene(others);
  const items = qmpCompletionAt(source, offset, target);
  if (pick === undefined) {
    return items.map(({ label, detail, deprecated }) => `${deprecated ? '- ' : ''}${label} — ${detail}`).join('\n');
  }
  const item = items.find(({ label }) => label === pick.trim());
  return item ? withItem(text, item).trimEnd() : `not offered: ${items.map(({ label }) => label).join(', ')}`;
});

test('the documentation of an item is what a hover says', async () => {
  const { offset, source, target } = await openScene({ 'a.qmp': '{ "execute": "|" }' });
  const halt = qmpCompletionAt(source, offset, target).find(({ label }) => label === 'halt');
  assert.match(halt?.markdown?.() ?? '', /Stops everything\./);
});

test('where the messages before have arrows a further one gets its own', async () => {
  const { target } = await openScene({ 'a.qmp': '|' });
  const text = '-> { "execute": "halt" }\n';
  const { value } = readJsonValue([{ start: 3, text: text.slice(3) }]);
  const arrow = { start: 0, end: 2 };
  const messages: Message[] = [{ side: 'client', arrow, value, span: { start: 0, end: text.length - 1 } }];
  const items = qmpCompletionAt({ text, messages, comment: undefined }, text.length, target);
  const written = new Map(items.map(({ label, snippet }) => [label, snippet]));
  assert.equal(written.get('halt'), '-> { "execute": "halt" }');
  assert.match(written.get('return') ?? '', /^<- \{ "return": /);
  assert.match(written.get('CLOSED') ?? '', /^<- \{ "event": "CLOSED"/);
});
