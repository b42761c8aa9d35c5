// The documentation examples of QEMU's newest schema, as somebody who edits them meets them. The schema is no part of the project:
// without it the tests are skipped.

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { type Completion, plainText } from '../../server/src/features/completion-item.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { qmpCompletionAt } from '../../server/src/features/qmp-completion.ts';
import { qmpHoverAt } from '../../server/src/features/qmp-hover.ts';
import { qmpNamedAt } from '../../server/src/features/qmp-navigation.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { type MessageText, messagesOfComment } from '../../server/src/qmp/place.ts';
import { exampleReferences } from '../../server/src/qmp/resolve.ts';
import { exampleBlocks } from '../../server/src/qmp/transcript.ts';
import type { MessageTarget } from '../../server/src/rules/run-messages.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type Doc, docCommentsOf } from '../../server/src/syntax/tree.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';

interface Example {
  readonly source: MessageText;
  readonly doc: Doc;
  readonly analysis: Analysis;
  readonly target: MessageTarget;
}

async function examples(): Promise<Example[]> {
  const folder = path.join(corpus, 'upstream', '10.2.50');
  const workspace = new Workspace(nodeHost({ git: false }), [folder]);
  const found: Example[] = [];
  for (const root of await workspace.rootsBelow(folder)) {
    const analysis = await workspace.analyse(root);
    for (const { tree } of analysis.schema.sources.files) {
      for (const doc of docCommentsOf(tree)) {
        const source = messagesOfComment(tree.text, doc);
        const target: MessageTarget = { schema: analysis.schema, kind: 'tree', label: 'tree' };
        if (source.messages.length > 0) found.push({ source, doc, analysis, target });
      }
    }
  }
  return found;
}

/** A comment alone, as a file of its own. */
function alone({ source: { text }, doc }: Example): MessageText {
  const own = text.slice(doc.span.start, doc.span.end);
  const [first] = docCommentsOf(parse(own));
  assert.ok(first);
  return messagesOfComment(own, first);
}

/** How much is wrong with the JSON in a comment. */
function problemsIn(text: string): number {
  const [doc] = docCommentsOf(parse(text));
  assert.ok(doc);
  return exampleBlocks(doc).reduce((sum, block) => sum + block.problems.length, 0);
}

function withItem(text: string, { span, snippet, also }: Completion): string {
  return applyEdits(text, [{ span, newText: plainText(snippet) }, ...(also ? [also] : [])]);
}

describe("the examples of QEMU's newest schema", { skip: noCorpus }, () => {
  it('each name in them leads to what it stands for, is described, and is among what is offered there', async () => {
    let names = 0;
    for (const { source, doc, target } of await examples()) {
      for (const { span, thing } of exampleReferences(doc, target.schema)) {
        const middle = (span.start + span.end) >> 1;
        const where = `${thing.name.text} at ${middle} of ${thing.file}`;
        assert.deepEqual(qmpNamedAt(source, middle, target.schema), { span, things: [thing] }, where);
        assert.notEqual(qmpHoverAt(source, middle, target, [])?.markdown ?? '', '', where);
        const items = qmpCompletionAt(source, middle, target).map(({ label }) => label);
        assert.ok(items.includes(thing.name.text), where);
        names++;
      }
    }
    assert.ok(names > 1000, String(names));
  });

  it('what is taken at any of 500 places leaves their JSON as it was', async () => {
    const all = await examples();
    let seed = 1;
    const random = (limit: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % limit;
    };
    let taken = 0;
    for (let place = 0; place < 500; place++) {
      const example = all[random(all.length)] as Example;
      const source = alone(example);
      const { span } = source.messages[random(source.messages.length)] as MessageText['messages'][0];
      const offset = span.start + random(span.end - span.start + 1);
      const before = problemsIn(source.text);
      // Commands are many, and all alike.
      for (const item of qmpCompletionAt(source, offset, example.target).slice(0, 12)) {
        const after = withItem(source.text, item);
        assert.ok(problemsIn(after) <= before, `${item.label} at ${offset}: ${after}`);
        taken++;
      }
    }
    assert.ok(taken > 500, String(taken));
  });
});
