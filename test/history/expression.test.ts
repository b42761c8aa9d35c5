// Definitions as plain values in today's form, and their text.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expressionOf, sourceOf } from '../../server/src/history/expression.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { parse } from '../../server/src/syntax/parse.ts';

function expressionFor(text: string) {
  const [definition] = readFile('x.json', parse(text)).definitions;
  assert.ok(definition, `no definition in ${text}`);
  return expressionOf(definition);
}

/** @param expected the text that it becomes, with its line breaks; the same again when it is read again */
function becomes(text: string, ...expected: string[]): void {
  it(text.replaceAll('\n', ' '), () => {
    const source = sourceOf(expressionFor(text));
    assert.equal(source, expected.join('\n'));
    assert.deepEqual(expressionFor(source), expressionFor(text));
  });
}

describe('what has a short form has it', () => {
  becomes(
    "{ 'enum': 'Mode', 'data': [ 'on', { 'name': 'off' } ] }",
    "{ 'enum': 'Mode',",
    "  'data': [ 'on', 'off' ] }",
  );
  becomes(
    "{ 'struct': 'Disk', 'data': { 'id': { 'type': 'str' }, '*tags': { 'type': [ 'str' ] } } }",
    "{ 'struct': 'Disk',",
    "  'data': { 'id': 'str', '*tags': [ 'str' ] } }",
  );
  becomes(
    "{ 'command': 'stop', 'features': [ { 'name': 'deprecated' } ] }",
    "{ 'command': 'stop',",
    "  'features': [ 'deprecated' ] }",
  );
});

describe('what belongs to a name stays with it', () => {
  becomes(
    "{ 'struct': 'Disk', 'data': { '*id': { 'type': 'str', 'features': [ 'unstable' ], 'if': 'A' } } }",
    "{ 'struct': 'Disk',",
    "  'data': { '*id': { 'type': 'str', 'if': 'A', 'features': [ 'unstable' ] } } }",
  );
  becomes(
    "{ 'enum': 'Mode', 'prefix': 'MO', 'data': [ { 'name': 'on', 'features': [ { 'name': 'f', 'if': 'B' } ] } ] }",
    "{ 'enum': 'Mode',",
    "  'prefix': 'MO',",
    "  'data': [ { 'name': 'on', 'features': [ { 'name': 'f', 'if': 'B' } ] } ] }",
  );
  becomes(
    "{ 'union': 'Disk', 'data': { 'file': { 'type': 'File', 'if': 'A' } }, 'discriminator': 'kind', 'base': { 'kind': 'Kind' } }",
    "{ 'union': 'Disk',",
    "  'base': { 'kind': 'Kind' },",
    "  'discriminator': 'kind',",
    "  'data': { 'file': { 'type': 'File', 'if': 'A' } } }",
  );
  becomes(
    "{ 'command': 'migrate', 'allow-oob': true, 'returns': [ 'Job' ], 'boxed': true, 'data': 'Migrate', 'if': { 'any': [ 'A', { 'not': 'B' } ] } }",
    "{ 'command': 'migrate',",
    "  'data': 'Migrate',",
    "  'returns': [ 'Job' ],",
    "  'allow-oob': true,",
    "  'boxed': true,",
    "  'if': { 'any': [ 'A', { 'not': 'B' } ] } }",
  );
});

describe('what was written otherwise once is written as today', () => {
  becomes("{ 'type': 'Disk', 'data': { 'id': 'str' } }", "{ 'struct': 'Disk',", "  'data': { 'id': 'str' } }");
  becomes(
    "{ 'union': 'Ref', 'discriminator': {}, 'data': { 'name': 'str', 'disk': 'Disk' } }",
    "{ 'alternate': 'Ref',",
    "  'data': { 'name': 'str', 'disk': 'Disk' } }",
  );
  becomes(
    "{ 'command': 'quit', 'gen': 'no', 'success-response': 'no' }",
    "{ 'command': 'quit',",
    "  'gen': false,",
    "  'success-response': false }",
  );
  becomes("{ 'event': 'STOP', 'if': 'defined(A)' }", "{ 'event': 'STOP',", "  'if': 'A' }");
  becomes(
    "{ 'event': 'STOP', 'if': [ 'defined(A)', '!defined(B) || defined(C)' ] }",
    "{ 'event': 'STOP',",
    "  'if': { 'all': [ 'A', { 'any': [ { 'not': 'B' }, 'C' ] } ] } }",
  );
});

describe('what today has no form for stays as it was', () => {
  becomes(
    "{ 'union': 'Addr', 'data': { 'inet': 'Inet', 'unix': 'Unix' } }",
    "{ 'union': 'Addr',",
    "  'data': { 'inet': 'Inet', 'unix': 'Unix' } }",
  );
  becomes("{ 'event': 'STOP', 'if': 'A > 2' }", "{ 'event': 'STOP',", "  'if': 'A > 2' }");
  becomes(
    "{ 'command': 'query-x', 'returns': { 'a': 'int', 'b': [ { 'c': 'int' } ] } }",
    "{ 'command': 'query-x',",
    "  'returns': { 'a': 'int', 'b': [ { 'c': 'int' } ] } }",
  );
  becomes("{ 'command': 'query-x', 'data': {} }", "{ 'command': 'query-x',", "  'data': {} }");
});

describe('what is too long for a line has a line for each part', () => {
  becomes(
    "{ 'command': 'block-resize', 'data': { '*device': { 'type': 'str', 'features': [ 'deprecated' ] }, '*node-name': 'str', 'size': 'int' } }",
    "{ 'command': 'block-resize',",
    "  'data': { '*device': { 'type': 'str', 'features': [ 'deprecated' ] },",
    "            '*node-name': 'str',",
    "            'size': 'int' } }",
  );
  becomes(
    `{ 'enum': 'Key', 'data': [ ${Array.from({ length: 12 }, (_, i) => `'key-${i}'`).join(', ')} ] }`,
    "{ 'enum': 'Key',",
    `  'data': [ 'key-0',`,
    ...Array.from({ length: 10 }, (_, i) => `            'key-${i + 1}',`),
    "            'key-11' ] }",
  );
});
