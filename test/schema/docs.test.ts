// What the names in the documentation of a definition mean.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DocNames, docSectionOf } from '../../server/src/schema/docs.ts';
import { forEachNamed, type NamedThing } from '../../server/src/schema/model.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { schemaFrom } from '../helpers/schema.ts';

const text = `
{ 'enum': 'Kind', 'data': [ 'file', 'nbd' ] }
{ 'struct': 'Base', 'data': { 'kind': 'Kind', 'shared': 'str' } }
##
# @Disk:
#
# @size: its size
#
# Features:
#
# @size: a feature of the same name
##
{ 'union': 'Disk', 'base': 'Base', 'discriminator': 'kind', 'data': { 'file': 'File' }, 'features': [ 'size' ] }
{ 'struct': 'File', 'base': 'Base', 'data': { 'size': 'int' } }
{ 'command': 'add', 'data': 'File', 'returns': [ 'Disk' ] }
{ 'command': 'eject', 'data': { 'id': { 'type': 'str', 'features': [ 'unstable' ] } }, 'returns': 'File' }
{ 'event': 'ADDED', 'data': 'File' }
{ 'type': 'Version', 'data': { 'qemu': { 'major': 'int' } } }
`;

function names(schema: Schema, definition: string): DocNames {
  const found = schema.definition(definition);
  assert.ok(found);
  return new DocNames(found, schema);
}

const shown = (thing: NamedThing | undefined): string | undefined =>
  thing && 'owner' in thing ? `${thing.kind} of ${thing.owner.name.text}` : undefined;

describe('a mention means', () => {
  for (const [where, name, expected] of [
    ['Disk', 'shared', 'member of Base'],
    ['Disk', 'file', 'value of Kind'],
    ['Disk', 'nbd', 'value of Kind'],
    ['Disk', 'size', 'feature of Disk'],
    ['File', 'size', 'member of File'],
    ['File', 'kind', 'member of Base'],
    ['Kind', 'file', 'value of Kind'],
    ['add', 'size', 'member of File'],
    ['add', 'shared', 'member of Base'],
    ['add', 'file', 'value of Kind'],
    ['eject', 'id', 'member of eject'],
    ['eject', 'unstable', 'feature of eject'],
    ['eject', 'size', 'member of File'],
    ['ADDED', 'size', 'member of File'],
    ['eject', 'nothing', undefined],
    ['Kind', 'size', undefined],
  ] as const) {
    it(`@${name} in the comment of ${where}: ${expected ?? 'nothing of it'}`, async () => {
      const schema = await schemaFrom({ 'x.json': text });
      assert.equal(shown(names(schema, where).mentioned(name)), expected);
    });
  }

  it('nothing inherited where a section describes it', async () => {
    const schema = await schemaFrom({ 'x.json': text });
    assert.equal(names(schema, 'File').own('shared'), undefined);
    assert.equal(shown(names(schema, 'File').own('size')), 'member of File');
  });

  it('a member of an anonymous struct with a dot in it', async () => {
    const schema = await schemaFrom({ 'x.json': text });
    assert.equal(names(schema, 'Version').own('qemu.major')?.name.text, 'major');
    assert.equal(names(schema, 'Version').own('major'), undefined);
  });
});

describe('the section of a thing', () => {
  it('is the one of its kind and name', async () => {
    const schema = await schemaFrom({
      'x.json':
        "##\n# @A:\n#\n# @size: a\n#\n# Features:\n# @size: b\n##\n{ 'struct': 'A', 'data': { 'size': 'int', 'x': 'int' }, 'features': [ 'size' ] }",
    });
    const sections: Record<string, number | undefined> = {};
    const definition = schema.definition('A');
    assert.ok(definition);
    forEachNamed(definition, (thing) => {
      sections[`${thing.kind} ${thing.name.text}`] = docSectionOf(thing)?.section.firstLine;
    });
    assert.deepEqual(sections, { 'struct A': undefined, 'member size': 2, 'member x': undefined, 'feature size': 5 });
  });
});
