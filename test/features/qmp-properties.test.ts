// Whatever the text and wherever the caret: nothing throws, what is offered fits into the text, and what is taken leaves it whole.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Completion, plainText } from '../../server/src/features/completion-item.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { qmpCompletionAt } from '../../server/src/features/qmp-completion.ts';
import { qmpHoverAt } from '../../server/src/features/qmp-hover.ts';
import { messageFolds, messageSymbols, qmpNamedAt } from '../../server/src/features/qmp-navigation.ts';
import { Conversation } from '../../server/src/qmp/conversation.ts';
import { readMessages } from '../../server/src/qmp/document.ts';
import { type MessageText, messagesOfComment, messagesOfFile } from '../../server/src/qmp/place.ts';
import { exampleBlocks } from '../../server/src/qmp/transcript.ts';
import type { MessageTarget } from '../../server/src/rules/run-messages.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { docCommentsOf } from '../../server/src/syntax/tree.ts';
import { runs } from '../helpers/runs.ts';
import { schemaFrom } from '../helpers/schema.ts';
import { TRAINS } from './qmp-scene.ts';

const WHOLE = `{ "QMP": { "version": { "qemu": { "major": 1 }, "package": "" }, "capabilities": [ "oob" ] } }
{ 'execute': 'qmp_capabilities', 'arguments': { 'enable': [ 'oob' ] } }
{ "return": {} }
{ "execute": "depart",
  "arguments": { "track": 1, "train": { "engine": "steam", "name": "Mallard",
                 "wagons": [ 1, 2 ],  "pressure": 17 }, "slowly": false }, "id": 3 }
{ "return": { }, "id": 3 }

{ "exec-oob": "halt", "id": [ ] }
{ "error": { "class": "GenericError", "desc": "no" }, "id": [ ] }
{ "event": "ARRIVED", "data": { "name": "Mallard" }, "timestamp": { "seconds": 1, "microseconds": 2 } }
{ "execute": "query-trains" }
{ "return": [ { "engine": "diesel", "name": "x", "litres": 5 }, ... ] }
{ }
`;

/** Schemas that have everything, and those that nobody should have. */
const SCHEMAS: readonly string[] = [
  TRAINS,
  '',
  `{ 'alternate': 'A', 'data': { 'a': 'A', 'b': [ 'A' ], 's': 'E' } } { 'enum': 'E', 'data': [ '', 'a"b', "x$\\\\", 'a,|}' ] }
   { 'struct': 'S', 'base': 'S', 'data': { 's': 'S', '': 'A', 't': 'None', '\${1}': 'E' } }
   { 'union': 'U', 'data': { 'a': 'S', 'u': 'U' } } { 'union': 'V', 'base': { 'k': 'E' }, 'discriminator': 'k', 'data': { '': 'V' } }
   { 'command': 'depart', 'data': { 'train': 'U', 'track': 'A', 'slowly': 'V' }, 'returns': 'S' }
   { 'command': 'qmp_capabilities', 'data': 'None' } { 'command': 'halt', 'data': [ 'S' ] } { 'event': 'ARRIVED', 'data': 'E' }
   { 'enum': 'query-trains', 'data': [] } { 'struct': 'query-version', 'data': {} }`,
];

async function targets(): Promise<MessageTarget[]> {
  const schemas = await Promise.all(SCHEMAS.map((text) => schemaFrom({ '/tree/qapi/qapi-schema.json': text })));
  return schemas.map((schema) => ({ schema, kind: 'tree', label: 'tree', root: 'qapi' }));
}

/** A text as a comment of a schema. */
function commented(text: string): string {
  const lines = text.split('\n').map((line) => `#    ${line}`.trimEnd());
  return `##\n# @depart:\n#\n# Example::\n#\n${lines.join('\n')}\n##\n{ 'command': 'depart' }\n`;
}

/** The messages of a text that is a file, or a comment of a schema; and how much is wrong with their JSON. */
function read(text: string, isComment: boolean): { source: MessageText; problems: number } | undefined {
  if (!isComment) {
    const document = readMessages(text);
    return { source: messagesOfFile(document), problems: document.problems.length };
  }
  const [doc] = docCommentsOf(parse(text));
  if (!doc) return undefined;
  const problems = exampleBlocks(doc).reduce((sum, block) => sum + block.problems.length, 0);
  return { source: messagesOfComment(text, doc), problems };
}

function withItem(text: string, { span, snippet, also }: Completion): string {
  return applyEdits(text, [{ span, newText: plainText(snippet) }, ...(also ? [also] : [])]);
}

/** Asks everything at a place. */
function ask(source: MessageText, offset: number, target: MessageTarget): Completion[] {
  const { text } = source;
  const holds = ({ start, end }: { start: number; end: number }): boolean =>
    0 <= start && start <= offset && offset <= end && end <= text.length;
  const hover = qmpHoverAt(source, offset, target, []);
  if (hover) assert.ok(holds(hover.span) && hover.markdown !== '', hover.markdown);
  const named = qmpNamedAt(source, offset, target.schema);
  if (named) assert.ok(holds(named.span));
  const items = qmpCompletionAt(source, offset, target);
  for (const { span, also, markdown } of items) {
    assert.ok(holds(span));
    assert.doesNotMatch(text.slice(span.start, span.end), /[\r\n]/);
    if (also) assert.ok(also.span.end <= span.start || span.end <= also.span.start);
    markdown?.();
  }
  return items;
}

const scraps = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...'{ } [ ] : , " \' \\ ... -> <- # |'.split(' '), ' ', '\n', '\n#  ') },
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          ...[
            '"execute": ',
            '"depart"',
            "'exec-oob': ",
            '"arguments": ',
            '"return": ',
            '"event": "ARRIVED"',
            '"QMP": ',
          ],
          ...['"train": ', '"engine": "steam"', 'tr', '"data": ', '"error": ', '"class": ', '"version": ', '12'],
        ),
      },
      { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('of any text', () => {
  for (const isComment of [false, true]) {
    const where = isComment ? 'a comment' : 'a file';
    it(`nothing throws in ${where} that is damaged somewhere`, async () => {
      const all = await targets();
      fc.assert(
        fc.property(fc.nat(WHOLE.length), fc.nat(20), scraps, fc.nat(SCHEMAS.length - 1), (at, cut, scrap, schema) => {
          const text = WHOLE.slice(0, at) + scrap + WHOLE.slice(at + cut);
          const whole = isComment ? commented(text) : text;
          const got = read(whole, isComment);
          if (!got) return;
          // The damage is what is of interest; it is further down in a comment.
          const from = Math.max(0, whole.indexOf(scrap, at) - 30);
          for (let offset = from; offset <= Math.min(whole.length, from + 60); offset++) {
            ask(got.source, offset, all[schema] as MessageTarget);
          }
        }),
        runs(60),
      );
    });
  }

  it('outline and folds lie inside', () => {
    fc.assert(
      fc.property(fc.nat(WHOLE.length), scraps, (at, scrap) => {
        const document = readMessages(WHOLE.slice(0, at) + scrap + WHOLE.slice(at));
        const lines = document.text.split(/\r\n|\r|\n/).length;
        for (const { name, span, nameSpan } of messageSymbols(document)) {
          assert.ok(name !== '' && span.start <= nameSpan.start && nameSpan.end <= span.end);
        }
        for (const { startLine, endLine } of messageFolds(document)) assert.ok(startLine < endLine && endLine < lines);
      }),
    );
  });
});

describe('of a text that is whole', () => {
  for (const isComment of [false, true]) {
    const where = isComment ? 'a comment' : 'a file';
    it(`nothing that is taken breaks ${where}`, async () => {
      const text = isComment ? commented(WHOLE) : WHOLE;
      let taken = 0;
      for (const target of await targets()) {
        const before = read(text, isComment);
        assert.ok(before);
        assert.equal(before.problems, 0);
        for (let offset = 0; offset <= text.length; offset++) {
          for (const item of ask(before.source, offset, target)) {
            const after = withItem(text, item);
            assert.equal(read(after, isComment)?.problems, 0, `${item.label} at ${offset}:\n${after}`);
            taken++;
          }
        }
      }
      assert.ok(taken > 1000);
    });
  }

  it('a whole message that is offered has no fault', async () => {
    const [target] = await targets();
    assert.ok(target);
    const items = ask(messagesOfFile(readMessages('')), 0, target);
    for (const item of items.filter(({ kind }) => kind === 'command' || kind === 'event')) {
      // Which members its branch wants is known once the user has chosen it.
      if (item.label === 'build') continue;
      const { messages } = readMessages(plainText(item.snippet));
      const { faults } = new Conversation(target.schema, { origin: 'file' }).take(messages[0] as (typeof messages)[0]);
      const kinds = faults.map(({ kind }) => kind).filter((kind) => !EXPECTED.has(kind));
      assert.deepEqual(kinds, [], item.snippet);
    }
  });
});

/** What is said of a name, not of how the message is made. */
const EXPECTED: ReadonlySet<string> = new Set(['deprecated', 'unstable', 'downstream-name']);
