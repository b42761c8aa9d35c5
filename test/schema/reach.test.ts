// What clients can see, and which way it travels: `>` they send it, `<` they receive it, `<>` both, `.` neither.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forEachNamed } from '../../server/src/schema/model.ts';
import { Reach } from '../../server/src/schema/reach.ts';
import { schemaFrom } from '../helpers/schema.ts';

/** Every name of a schema with its direction, in the order of the text. */
async function ways(text: string): Promise<{ all: string; visible: string[] }> {
  const schema = await schemaFrom({ 'x.json': text });
  const reach = new Reach(schema);
  const all: string[] = [];
  const visible: string[] = [];
  for (const definition of schema.definitions) {
    forEachNamed(definition, (thing) => {
      const { send, receive } = reach.of(thing);
      all.push(`${thing.name.text}${receive ? '<' : ''}${send ? '>' : ''}${send || receive ? '' : '.'}`);
      if (reach.isVisible(thing)) visible.push(thing.name.text);
    });
  }
  return { all: all.join(' '), visible };
}

describe('reach', () => {
  it('goes out with arguments, and in with returns and events', async () => {
    const { all } = await ways(`
      { 'command': 'eject', 'data': { 'id': 'str' }, 'returns': 'Disk', 'features': [ 'f' ] }
      { 'event': 'EJECTED', 'data': { 'disk': 'Event' }, 'features': [ 'g' ] }
      { 'struct': 'Disk', 'data': { 'a': 'str' }, 'features': [ 'h' ] }
      { 'struct': 'Event', 'data': { 'b': 'str' } }
      { 'struct': 'Lonely', 'data': { 'c': 'str' } }`);
    assert.equal(all, 'eject> id> f> EJECTED< disk< g< Disk< a< h< Event< b< Lonely. c.');
  });

  it('comes in with the classes of errors, which nothing in a schema uses', async () => {
    const { all, visible } = await ways(`
      { 'enum': 'QapiErrorClass', 'data': [ 'GenericError' ] }
      { 'enum': 'ErrorClass', 'data': [ 'other' ] }`);
    assert.equal(all, 'QapiErrorClass< GenericError< ErrorClass. other.');
    assert.deepEqual(visible, ['GenericError']);
    assert.equal((await ways("{ 'enum': 'ErrorClass', 'data': [ 'Old' ] }")).all, 'ErrorClass< Old<');
  });

  it('does not go to what has a name that something else had before', async () => {
    const { all } = await ways(`
      { 'command': 'get', 'returns': 'Disk' }
      { 'struct': 'Disk', 'data': { 'a': 'str' } }
      { 'struct': 'Disk', 'data': { 'b': 'str' } }
      { 'command': 'Disk', 'data': { 'c': 'str' } }`);
    assert.equal(all, 'get> Disk< a< Disk. b. Disk> c>');
  });

  it('goes both ways through a type that is used for both', async () => {
    const { all } = await ways(`
      { 'command': 'a', 'data': 'Both', 'boxed': true }
      { 'command': 'b', 'returns': [ 'Both' ] }
      { 'struct': 'Both', 'data': { 'x': { 'type': 'Mode', 'features': [ 'f' ] } } }
      { 'enum': 'Mode', 'data': [ 'on', { 'name': 'off', 'features': [ 'g' ] } ] }`);
    assert.equal(all, 'a> b> Both<> x<> f<> Mode<> on<> off<> g<>');
  });

  it('follows bases, branches, arrays, alternates and itself', async () => {
    const { all, visible } = await ways(`
      { 'command': 'add', 'data': 'Disk', 'boxed': true }
      { 'union': 'Disk', 'base': 'Base', 'discriminator': 'kind', 'data': { 'file': 'File' } }
      { 'struct': 'Base', 'data': { 'kind': 'Kind' }, 'features': [ 'of-base' ] }
      { 'enum': 'Kind', 'data': [ 'file', 'none' ] }
      { 'struct': 'File', 'data': { '*backing': 'Ref', 'list': [ 'Item' ] } }
      { 'alternate': 'Ref', 'data': { 'name': 'str', 'definition': 'Disk' } }
      { 'struct': 'Item', 'data': { 'next': 'Item' } }`);
    // The features of a base are not shown to clients; its members are.
    assert.equal(
      all,
      'add> Disk> Base> kind> of-base. Kind> file> none> File> backing> list> Ref> name> definition> Item> next>',
    );
    assert.deepEqual(visible, ['add', 'kind', 'file', 'none', 'backing', 'list', 'next']);
  });

  it('sees the branches of a simple union, which are the values of its tag', async () => {
    const { visible } = await ways(`
      { 'command': 'add', 'data': { 'disk': 'Disk' } }
      { 'union': 'Disk', 'data': { 'file': 'File' } }
      { 'struct': 'File', 'data': { 'path': 'str' } }`);
    assert.deepEqual(visible, ['add', 'disk', 'file', 'path']);
  });

  it('goes into anonymous structs', async () => {
    const { all } = await ways("{ 'command': 'v', 'returns': { 'qemu': { 'major': 'int' } } }");
    assert.equal(all, 'v> qemu< major<');
  });

  it('does not mind what does not exist', async () => {
    const { all } = await ways("{ 'command': 'a', 'data': 'Gone', 'returns': [ 'a' ] }");
    assert.equal(all, 'a>');
  });
});
