// Whose names of types clash with a later release of upstream.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openExample } from '../helpers/example.ts';
import { historyFrom } from '../helpers/history.ts';

const BASE = "{ 'command': 'eject' }\n";
const used = (type: string): string => `${BASE}${type}\n{ 'command': '__com.example_query', 'returns': 'Info' }\n`;
const upstreams = (type: string): string => `${BASE}${type}\n{ 'command': 'query-info', 'returns': 'Info' }\n`;

/** What is said of a tree of 8.2 with types of its own, where releases have theirs. */
async function told(ours: string, releases: Readonly<Record<string, string>>): Promise<string[]> {
  const all = { '8.2': BASE, ...releases };
  const example = {
    files: { 'qapi/qapi-schema.json': ours },
    domains: ['com.example'],
    version: '8.2.0',
    releases: all,
  };
  const { workspace, root } = openExample(example, await historyFrom(all));
  const { problems } = await workspace.analyse(root);
  return problems
    .filter(({ rule }) => rule.id === 'downstream/plain-type')
    .map(({ message }) => message.split(':')[0] ?? '');
}

describe('the name of a type of a downstream', () => {
  const own = "{ 'struct': 'Info', 'data': { 'a': 'int', '*b': 'str' } }";

  it('clashes with the first later release that has something else by that name', async () => {
    const other = upstreams("{ 'struct': 'Info', 'data': { 'a': 'int' } }");
    assert.deepEqual(await told(used(own), { '9.0': BASE, '9.1': other, '9.2': other }), [
      "Struct 'Info' is new, and QEMU 9.1 has another type by that name",
    ]);
  });

  it('clashes where upstream has it for another kind of type, or other kinds of value', async () => {
    for (const other of [
      "{ 'enum': 'Info', 'data': [ 'a', 'b' ] }",
      "{ 'struct': 'Info', 'data': { 'a': 'int', '*b': 'int' } }",
      "{ 'struct': 'Info', 'data': { 'a': 'int', 'b': 'str' } }",
      "{ 'alternate': 'Info', 'data': { 'a': 'int', 'b': 'str' } }",
    ]) {
      assert.equal((await told(used(own), { '9.1': upstreams(other) })).length, 1, other);
    }
  });

  it('does not where it was taken from there, however that is written', async () => {
    const base =
      "{ 'struct': 'Base', 'data': { '*b': 'str' } }\n{ 'struct': 'Info', 'base': 'Base', 'data': { 'a': 'uint8' } }";
    assert.deepEqual(await told(used(own), { '9.1': upstreams(base) }), []);
  });

  it('does not where any release has it as it is here, even if another has changed its base', async () => {
    const info = "{ 'struct': 'Info', 'base': 'Base', 'data': { 'a': 'int' } }";
    const releases = {
      '9.1': upstreams(`{ 'struct': 'Base', 'data': {} }\n${info}`),
      '9.2': upstreams(`{ 'struct': 'Base', 'data': { '*b': 'str' } }\n${info}`),
    };
    assert.deepEqual(await told(used(own), releases), []);
  });

  it('does not with what upstream had before', async () => {
    assert.deepEqual(await told(used(own), { '8.0': upstreams("{ 'struct': 'Info', 'data': {} }") }), []);
  });

  it('is nobody else’s with a prefix, and not asked about where the baseline has it', async () => {
    const prefixed = `${BASE}{ 'struct': '__com.example_Info', 'data': {} }\n{ 'command': '__com.example_query', 'returns': '__com.example_Info' }\n`;
    const other = upstreams("{ 'struct': 'Info', 'data': { 'a': 'int' } }");
    assert.deepEqual(await told(prefixed, { '9.1': other }), []);
    assert.deepEqual(await told(other, { '8.2': other, '9.1': upstreams("{ 'struct': 'Info', 'data': {} }") }), []);
  });
});
