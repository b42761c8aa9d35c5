// Whatever the text: nothing throws, and every place lies where it says.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Conversation } from '../../server/src/qmp/conversation.ts';
import { type MessagePart, MessageReader, readMessages } from '../../server/src/qmp/document.ts';
import { type JsonValue, readJson } from '../../server/src/qmp/json.ts';
import { exampleReferences } from '../../server/src/qmp/resolve.ts';
import { exampleBlocks } from '../../server/src/qmp/transcript.ts';
import { judgeMessages, MessageJudge } from '../../server/src/rules/run-messages.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import type { Span } from '../../server/src/syntax/text.ts';
import { runs } from '../helpers/runs.ts';
import { schemaFrom } from '../helpers/schema.ts';

/** Scraps of QMP, good and bad, strung together. */
const scraps = fc
  .array(
    fc.oneof(
      {
        weight: 9,
        arbitrary: fc.constantFrom(...'{ } [ ] : , " \' \\ ... -> <- # \n'.split(' '), ' ', '    ', '\n# '),
      },
      {
        weight: 9,
        arbitrary: fc.constantFrom(
          '"execute"',
          '"go"',
          '"arguments"',
          "'return'",
          '"kind"',
          '"loop"',
          '"next"',
          '"event"',
          '"data"',
        ),
      },
      { weight: 3, arbitrary: fc.constantFrom('-1.5e3', '01', 'true', 'null', 'execute', "isn't", '"\\u12', '\\"') },
      { weight: 1, arbitrary: fc.string() },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

function inside(span: Span, outer: Span): void {
  assert.ok(
    outer.start <= span.start && span.start <= span.end && span.end <= outer.end,
    JSON.stringify([span, outer]),
  );
}

/** Checks that a value lies inside, its parts inside it, and one behind the other. */
function checkValue(value: JsonValue, outer: Span): void {
  inside(value.span, outer);
  if (value.kind === 'string') inside(value.content, value.span);
  let at = value.span.start;
  const part = (child: JsonValue): void => {
    checkValue(child, { start: at, end: value.span.end });
    at = child.span.end;
  };
  if (value.kind === 'array') value.items.forEach(part);
  if (value.kind !== 'object') return;
  for (const entry of value.entries) {
    part(entry.key);
    if (entry.value) part(entry.value);
  }
}

/** A schema whose types lead back to themselves in every way there is. */
const LOOPS = `
{ 'enum': 'Kind', 'data': [ 'loop', 'go' ] }
{ 'union': 'Loop', 'base': { 'kind': 'Kind', '*next': 'Any', '*data': [ 'Nowhere' ], '*error': 'uint64' },
  'discriminator': 'kind', 'data': { 'loop': 'Loop' } }
{ 'alternate': 'Any', 'data': { 'again': 'Any', 'loop': 'Loop', 'list': [ 'Any' ], 'kind': 'Kind' } }
{ 'command': 'go', 'data': 'Loop', 'returns': 'Any', 'allow-oob': true }
{ 'event': 'GO', 'data': 'Loop' }`;

const KEYS =
  'execute exec-oob arguments id return error class desc event data timestamp QMP capabilities kind next __com.x_y'.split(
    ' ',
  );

/** Pieces of messages, right and wrong, that fit together as JSON. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      '"loop"',
      "'go'",
      '"GO"',
      '7',
      '-1',
      '1.5',
      '99999999999999999999',
      'null',
      'true',
      '...',
      '{}',
      '[]',
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(', ')} ]`),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 4 })
      .map((entries) => `{ ${entries.map(([key, value]) => `"${key}": ${value}`).join(', ')} }`),
  ),
})).value;

describe('any message', () => {
  it('is judged, with every place in it and every fix in the text', async () => {
    const schema = await schemaFrom({ 'a.json': LOOPS });
    const target = { schema, kind: 'tree', label: 'this tree' } as const;
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: json }, scraps), { maxLength: 6 }), (texts) => {
        const text = texts.map(String).join('\n');
        const whole = { start: 0, end: text.length };
        const context = { path: '/a.qmp', text, target, domains: ['com.x'], inherited: [], history: undefined };
        const document = readMessages(text);
        const problems = judgeMessages(document, context, { severities: {} });
        let at = 0;
        for (const { span, message, fixes, related } of problems) {
          inside(span, { start: at, end: text.length });
          at = span.start;
          assert.match(message, /[.?]$/s);
          for (const place of related) inside(place.span, whole);
          for (const fix of fixes()) {
            assert.equal(fix.kind, 'edit');
            if (fix.kind === 'edit') for (const edit of fix.edits) inside(edit.span, whole);
          }
        }
        // Message by message there is the same to tell.
        const judge = new MessageJudge(context, { severities: { 'qmp/json': 'off' } });
        const one = document.messages.flatMap((message) => {
          const isInside = ({ start }: Span): boolean => message.span.start <= start && start < message.span.end;
          return judge.take(
            message,
            document.problems.filter(({ span }) => isInside(span)),
          );
        });
        assert.equal(one.length, problems.filter(({ rule }) => rule.id !== 'qmp/json').length);
      }),
      runs(1000),
    );
  });

  it('has its integers compared to the last digit', async () => {
    const ranges = {
      int8: 8n,
      int16: 16n,
      int32: 32n,
      int64: 64n,
      int: 64n,
      uint8: 8n,
      uint16: 16n,
      uint32: 32n,
      uint64: 64n,
      size: 64n,
    };
    const commands = Object.keys(ranges).map((type) => `{ 'command': '${type}-set', 'data': { 'to': '${type}' } }`);
    const schema = await schemaFrom({ 'a.json': commands.join('\n') });
    const type = fc.constantFrom(...(Object.keys(ranges) as (keyof typeof ranges)[]));
    const near = fc.tuple(fc.constantFrom(0n, 7n, 8n, 15n, 16n, 31n, 32n, 63n, 64n), fc.bigInt(-3n, 3n), fc.boolean());
    fc.assert(
      fc.property(type, near, (name, [power, offset, negative]) => {
        const number = (2n ** power + offset) * (negative ? -1n : 1n);
        const bits = ranges[name];
        const isSigned = name.startsWith('int');
        const [from, to] = isSigned ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
        const conversation = new Conversation(schema, { origin: 'file' });
        const [message] = readMessages(`{ "execute": "${name}-set", "arguments": { "to": ${number} } }`).messages;
        assert.ok(message);
        const { faults } = conversation.take(message);
        assert.deepEqual(
          faults.map(({ kind }) => kind),
          from <= number && number <= to ? [] : ['out-of-range'],
        );
      }),
      runs(1000),
    );
  });
});

describe('any text', () => {
  it('is read as JSON', () => {
    fc.assert(
      fc.property(fc.oneof(scraps, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const { values, problems } = readJson([{ start: 3, text }]);
        let at = 3;
        for (const value of values) {
          checkValue(value, { start: at, end: 3 + text.length });
          at = value.span.end;
        }
        for (const problem of problems) inside(problem.span, { start: 3, end: 3 + text.length });
      }),
      runs(1000),
    );
  });

  it('that is JSON is read as what it is, without a problem', () => {
    const plain = (value: JsonValue): unknown => {
      switch (value.kind) {
        case 'object':
          return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key.text, inner && plain(inner)]));
        case 'array':
          return value.items.map(plain);
        case 'string':
          return value.text;
        case 'number':
          return Number(value.text);
        case 'boolean':
          return value.value;
        default:
          return null;
      }
    };
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (json, indent) => {
        const expected = JSON.parse(json);
        const { values, problems } = readJson([{ start: 0, text: JSON.stringify(expected, null, indent) }]);
        assert.deepEqual(problems, []);
        assert.deepEqual(values.map(plain), [JSON.parse(JSON.stringify(expected))]);
      }),
    );
  });

  it('in a documentation comment gives messages and names inside of it', async () => {
    // Types that lead back to themselves in every way there is.
    const types = `
{ 'enum': 'Kind', 'data': [ 'loop', 'go' ] }
{ 'union': 'Loop', 'base': { 'kind': 'Kind', '*next': 'Any' }, 'discriminator': 'kind', 'data': { 'loop': 'Loop' } }
{ 'alternate': 'Any', 'data': { 'again': 'Any', 'loop': 'Loop', 'list': [ 'Any' ], 'kind': 'Kind' } }
{ 'command': 'go', 'data': 'Loop', 'returns': 'Any' }
{ 'event': 'go-on', 'data': 'Loop' }`;
    const check = (schema: Schema, text: string): void => {
      const tree = schema.file('a.json')?.tree;
      const docs = [
        ...(tree?.freeDocs ?? []),
        ...(tree?.expressions ?? []).flatMap((expression) => expression.doc ?? []),
      ];
      for (const doc of docs) {
        for (const block of exampleBlocks(doc)) {
          inside(block.span, doc.span);
          for (const message of block.messages) {
            inside(message.span, block.span);
            if (message.value) checkValue(message.value, message.span);
          }
          for (const problem of block.problems) inside(problem.span, doc.span);
        }
        let at = doc.span.start;
        for (const { span, thing } of exampleReferences(doc, schema)) {
          inside(span, { start: at, end: doc.span.end });
          assert.equal(text.slice(span.start, span.end), thing.name.text);
          at = span.end;
        }
      }
    };
    await fc.assert(
      fc.asyncProperty(scraps, scraps, async (one, two) => {
        const text = `##\n# @go:\n#\n# -> { "execute": "go", ${one}\n# <- { "return": ${two}\n##${types}`;
        check(await schemaFrom({ 'a.json': text }), text);
      }),
      runs(300),
    );
  });
});

describe('any text, as a file of messages', () => {
  /** The scraps, with arrows and whole messages among them. */
  const files = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: scraps },
        {
          weight: 2,
          arbitrary: fc.constantFrom(
            '{"return": {}}',
            '\n{ "execute": "a" }\r\n',
            '\n-> ',
            '\nC: ',
            '\n<= ',
            '[',
            ']',
            ',',
            '{"id": 1,\n "return": [\n]}',
            '\n# remark\n',
            '\nWords.\n',
            '\uFEFF',
          ),
        },
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  it('gives messages and problems inside of it, in the order of the text', () => {
    fc.assert(
      fc.property(fc.oneof(files, fc.string({ unit: 'binary' })), (text) => {
        const { messages, problems } = readMessages(text);
        const whole = { start: 0, end: text.length };
        let at = 0;
        for (const { span, value } of messages) {
          inside(span, { start: at, end: text.length });
          if (value) checkValue(value, span);
          at = span.end;
        }
        for (const { span } of problems) inside(span, whole);
        assert.deepEqual(
          problems.map(({ span }) => span.start),
          problems.map(({ span }) => span.start).sort((a, b) => a - b),
        );
      }),
      { ...runs(700), examples: [[' \uFEFF']] },
    );
  });

  it('is read in pieces as it is read at once', () => {
    fc.assert(
      fc.property(files, fc.array(fc.nat({ max: 400 }), { maxLength: 8 }), (text, cuts) => {
        const reader = new MessageReader();
        const parts: MessagePart[] = [];
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), text.length]) {
          parts.push(...reader.take(text.slice(from, to)));
          from = Math.max(from, Math.min(to, text.length));
        }
        parts.push(...reader.end());
        const { messages, problems } = readMessages(text);
        assert.deepEqual(
          parts.flatMap(({ message }) => message ?? []),
          messages,
        );
        assert.deepEqual(
          parts.flatMap((part) => part.problems).sort((a, b) => a.span.start - b.span.start),
          problems,
        );
      }),
      runs(700),
    );
  });

  it('that is read character by character is read the same', () => {
    fc.assert(
      fc.property(files, (text) => {
        const reader = new MessageReader();
        const parts = [...text].flatMap((character) => reader.take(character));
        parts.push(...reader.end());
        assert.deepEqual(
          parts.flatMap(({ message }) => message ?? []),
          readMessages(text).messages,
        );
      }),
      runs(300),
    );
  });

  it('has a problem wherever JSON and the counting of brackets do not agree', () => {
    fc.assert(
      fc.property(files, (text) => {
        const { messages, problems } = readMessages(text);
        if (problems.length > 0) return;
        for (const { value, span } of messages) {
          if (!value || value.kind === 'elision') continue;
          // A comment among the lines of a message is no part of it.
          const lines = [...text.slice(0, span.end).matchAll(/[^\r\n]+/g)]
            .map(({ index, 0: line }) => ({ start: Math.max(index, value.span.start), end: index + line.length }))
            .map(({ start, end }) => ({ start, text: text.slice(start, end) }))
            .filter((line) => !/^\s*(?:#|\/\/)/.test(line.text));
          assert.deepEqual(readJson(lines), { values: [value], problems: [] });
        }
      }),
      runs(700),
    );
  });

  it('that is a stream of messages is read as what was written, numbers with every digit', () => {
    const id = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    const stream = fc.array(fc.tuple(id, fc.json(), fc.constantFrom('', ' ', '\n', '\r\n\r\n')), { maxLength: 20 });
    fc.assert(
      fc.property(stream, fc.boolean(), (items, isList) => {
        const written = items.map(([number, json]) => `{"return":${json},"id":${number}}`);
        const text = isList ? `[${written.join(',')}]` : items.map(([, , gap], i) => written[i] + gap).join('');
        const { messages, problems } = readMessages(text);
        assert.deepEqual(
          problems.filter(({ code }) => code !== 'too-deep'),
          [],
        );
        assert.deepEqual(
          messages.map(({ span }) => text.slice(span.start, span.end)),
          written,
        );
        const numbers = messages.map(({ value }) => value?.kind === 'object' && value.entries.at(-1)?.value);
        assert.deepEqual(
          numbers.map((value) => value && value.kind === 'number' && value.text),
          items.map(([number]) => String(number)),
        );
      }),
    );
  });
});
