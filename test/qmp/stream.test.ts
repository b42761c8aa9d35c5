// A stream has no end: what is remembered of it does not grow with its length.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conversation } from '../../scripts/lib/messages.ts';
import { Random } from '../../scripts/lib/random.ts';
import { MessageStream } from '../../server/src/analysis/messages.ts';
import { Conversation } from '../../server/src/qmp/conversation.ts';
import { MessageReader, readMessages } from '../../server/src/qmp/document.ts';
import { DEFAULTS } from '../../server/src/workspace/config.ts';
import { schemaFrom } from '../helpers/schema.ts';

const schema = await schemaFrom({
  'a.json': `
{ 'enum': 'Kind', 'data': [ 'file', 'none' ] }
{ 'struct': 'File', 'data': { 'name': 'str', '*size': 'uint8', '*more': [ 'Disk' ] } }
{ 'union': 'Disk', 'base': { 'kind': 'Kind', '*offset': 'uint64' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }
{ 'alternate': 'DiskRef', 'data': { 'name': 'str', 'disk': 'Disk' } }
{ 'command': 'add', 'data': { 'disk': 'DiskRef', '*flags': [ 'int8' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob' ] }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
{ 'command': 'list', 'returns': [ 'Disk' ] }
{ 'event': 'ADDED', 'data': { 'disk': 'Disk', 'level': 'number' } }`,
});

describe('of a stream', () => {
  it('no more text is held than the longest message, and the pieces that it comes in', () => {
    const longest = 1000;
    const piece = 64;
    const reader = new MessageReader(longest);
    let text = 0;
    let messages = 0;
    let most = 0;
    const take = (more: string): void => {
      for (let at = 0; at < more.length; at += piece) {
        messages += reader.take(more.slice(at, at + piece)).filter(({ message }) => message).length;
        most = Math.max(most, reader.held);
      }
      text += more.length;
    };
    const random = new Random('held');
    const lines = conversation(schema, random);
    for (let i = 0; i < 5000; i++) {
      take(lines.next().value);
      // What never ends is given up; so are words, and blanks, that fill a line of their own.
      if (i % 500 === 0) take(`{"return": [\n${'  1,\n'.repeat(longest)}\n`);
      if (i % 500 === 250) take(`${'words '.repeat(longest)}\n${' '.repeat(20 * longest)}\n`);
      if (i % 500 === 400) take(`{"return": "${'x'.repeat(5 * longest)}\n`);
    }
    assert.ok(text > 500 * longest, `${text}`);
    assert.equal(messages, 5000);
    assert.ok(most <= longest + 2 * piece, `${most}`);
  });

  it('no more commands are remembered than some thousand, answered or not', () => {
    const bound = 2 * 4096;
    const talk = new Conversation(schema, { origin: 'file' });
    let most = 0;
    const say = (text: string): void => {
      for (const message of readMessages(text).messages) talk.take(message);
      most = Math.max(most, talk.remembered);
    };
    for (let id = 0; id < 5 * bound; id++) {
      say(`{"execute": "list", "id": ${id}}`);
      if (id % 3 === 0) say(`{"return": [], "id": ${id}}`);
    }
    assert.ok(most > 1000 && most <= bound, `${most}`);
  });

  it('that is right nothing is said, however it is cut', () => {
    const random = new Random('right');
    const lines = conversation(schema, random);
    const stream = new MessageStream({
      path: '/a.qmp',
      document: readMessages(''),
      target: { schema, kind: 'tree', label: 'a.json' },
      targetProblem: undefined,
      analysis: undefined,
      config: DEFAULTS,
      history: undefined,
    });
    const told: string[] = [];
    for (let i = 0; i < 3000; i++) {
      const line = lines.next().value;
      const cut = random.below(line.length);
      for (const part of [line.slice(0, cut), line.slice(cut)]) {
        for (const { rule, message } of stream.take(part)) told.push(`${rule.id}: ${message}: ${line}`);
      }
    }
    for (const { rule, message } of stream.end()) told.push(`${rule.id}: ${message}`);
    assert.deepEqual(told, []);
    assert.equal(stream.count, 3000);
  });
});
