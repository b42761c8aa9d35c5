/** Which definitions mean what they meant before a change. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../server/src/schema/definitions.ts';
import type { SourceFile } from '../../server/src/schema/model.ts';
import { Reach } from '../../server/src/schema/reach.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

function schemaOf(file: SourceFile, before?: Schema): Schema {
  return new Schema({ root: file.path, files: [file], includes: new Map(), problems: [] }, before);
}

/** The names of the definitions that no longer mean what they meant, after a text has been replaced by another. */
function changed(before: string, after: string): string[] {
  const old = readFile('x.json', parse(before));
  const first = schemaOf(old);
  const standings = new Map(first.definitions.map((each) => [each.name.text, first.standingOf(each)]));
  const second = schemaOf(readFile('x.json', parse(after, old.tree), old), first);
  return second.definitions.flatMap((each) =>
    standings.get(each.name.text) === second.standingOf(each) ? [] : each.name.text,
  );
}

const SCHEMA = `{ 'enum': 'Bus', 'data': [ 'ide', 'scsi' ] }
{ 'struct': 'Device', 'data': { 'bus': 'Bus' } }
{ 'struct': 'Disk', 'base': 'Device', 'data': { 'size': 'int' } }
{ 'command': 'add-disk', 'data': 'Disk' }
{ 'command': 'stop' }
`;

describe('a definition means something else', () => {
  it('when it is changed, and when anything changes that it leads to', () => {
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace('scsi', 'sata')), ['Bus', 'Device', 'Disk', 'add-disk']);
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace('size', 'length')), ['Disk', 'add-disk']);
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace('stop', 'quit')), ['quit']);
  });

  it('not when a member is of a type that changes and stays of its kind, unless that is an enum', () => {
    const holder = "{ 'struct': 'Shelf', 'data': { 'disks': [ 'Disk' ], '*first': 'Device' } }\n";
    assert.deepEqual(changed(SCHEMA + holder, SCHEMA.replace('size', 'length') + holder), ['Disk', 'add-disk']);
    const asAlternate = SCHEMA.replace("'struct': 'Device'", "'alternate': 'Device'");
    assert.deepEqual(changed(SCHEMA + holder, asAlternate + holder), ['Device', 'Disk', 'add-disk', 'Shelf']);
  });

  it('not when only its documentation changes', () => {
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace("{ 'struct': 'Dev", "##\n# @Device:\n##\n{ 'struct': 'Dev")), []);
  });

  it('not when it moves', () => {
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace("{ 'command': 'add", "\n# moved\n{ 'command': 'add")), []);
    assert.deepEqual(changed(SCHEMA, SCHEMA.replace(/\{ 'command': 'add.*\n/, '')), []);
    assert.deepEqual(changed(SCHEMA, `${SCHEMA}{ 'command': 'cont' }\n`), ['cont']);
  });

  it('when a name that it uses comes, goes, or is defined elsewhere', () => {
    const without = SCHEMA.replace(/.*'Bus', 'data'.*\n/, '');
    assert.deepEqual(changed(SCHEMA, without), ['Device', 'Disk', 'add-disk']);
    assert.deepEqual(changed(without, SCHEMA), ['Bus', 'Device', 'Disk', 'add-disk']);
    const twice = `${SCHEMA}{ 'enum': 'Bus', 'data': [ 'usb' ] }\n`;
    assert.deepEqual(changed(SCHEMA, twice), ['Bus']);
    assert.deepEqual(changed(twice, twice.replace(/^.*\n/, '')), ['Device', 'Disk', 'add-disk']);
  });

  it('as everything does, when a built-in type is defined once more', () => {
    const all = ['Bus', 'Device', 'Disk', 'add-disk', 'stop'];
    const confused = `${SCHEMA}{ 'struct': 'str', 'data': {} }\n`;
    assert.deepEqual(changed(SCHEMA, confused), [...all, 'str']);
    assert.deepEqual(changed(confused, SCHEMA), all);
  });
});

describe('the whole of a definition', () => {
  const WHOLE = `${SCHEMA}{ 'struct': 'Shelf', 'data': { 'disks': [ 'Disk' ] } }
{ 'event': 'SHELF', 'data': { 'shelf': 'Shelf' } }
`;

  /** The definitions that lead to something else, or are something else, after a text has been replaced by another. */
  function others(before: string, after: string): string[] {
    const old = readFile('x.json', parse(before));
    const first = schemaOf(old);
    const second = schemaOf(readFile('x.json', parse(after, old.tree), old), first);
    return second.definitions.flatMap((each) => {
      const earlier = first.definition(each.name.text);
      return !earlier || first.wholeOf(earlier) !== second.wholeOf(each) ? each.name.text : [];
    });
  }

  it('changes with all that it leads to, members of members too', () => {
    assert.deepEqual(others(WHOLE, WHOLE.replace('size', 'length')), ['Disk', 'add-disk', 'Shelf', 'SHELF']);
    assert.deepEqual(others(WHOLE, WHOLE.replace('scsi', 'sata')), [
      'Bus',
      'Device',
      'Disk',
      'add-disk',
      'Shelf',
      'SHELF',
    ]);
    assert.deepEqual(others(WHOLE, WHOLE.replace('disks', 'drives')), ['Shelf', 'SHELF']);
    assert.deepEqual(others(WHOLE, WHOLE.replace('stop', 'quit')), ['quit']);
  });

  it('changes when a name that it leads to comes or goes', () => {
    const without = WHOLE.replace(/.*'Bus', 'data'.*\n/, '');
    const users = ['Device', 'Disk', 'add-disk', 'Shelf', 'SHELF'];
    assert.deepEqual(others(WHOLE, without), users);
    assert.deepEqual(others(without, WHOLE), ['Bus', ...users]);
  });

  it('stays with comments, places and all that it does not lead to', () => {
    assert.deepEqual(others(WHOLE, WHOLE.replace("{ 'command': 'add", "\n# moved\n{ 'command': 'add")), []);
    assert.deepEqual(others(WHOLE, `${WHOLE}{ 'struct': 'Lone', 'data': { 'disk': 'Disk' } }\n`), ['Lone']);
  });
});

describe('the names that are declared', () => {
  it('are others where one becomes two, whatever is in them', () => {
    const old = readFile('x.json', parse(SCHEMA.replace("'size'", "'a,b'")));
    const first = schemaOf(old);
    const two = SCHEMA.replace("'size'", "'a': 'int', 'b'");
    const second = schemaOf(readFile('x.json', parse(two, old.tree), old), first);
    assert.equal(second.nameSet, first.nameSet);
    assert.notEqual(second.declaredSet, first.declaredSet);
    const same = SCHEMA.replace("'size'", "'a,b'").replace('int', 'str');
    assert.equal(schemaOf(readFile('x.json', parse(same, old.tree), old), first).declaredSet, first.declaredSet);
  });
});

describe('the standing of a file', () => {
  const TYPES = "{ 'struct': 'Disk', 'data': { 'size': 'int' } }\n{ 'struct': 'Unused', 'data': {} }\n";
  const COMMANDS = "{ 'include': 'types.json' }\n{ 'command': 'add-disk', 'data': 'Disk' }\n";
  const STOP = "{ 'include': 'commands.json' }\n{ 'command': 'stop' }\n";
  const before = { 'root.json': STOP, 'commands.json': COMMANDS, 'types.json': TYPES };

  /** The files whose standing is another one after some of the texts have been replaced. */
  async function fallen(after: Partial<typeof before>): Promise<string[]> {
    const workspace = new Workspace(memoryHost({}), ['/tree']);
    const type = (texts: Partial<typeof before>): void => {
      for (const [name, text] of Object.entries(texts)) workspace.setDocument(`/tree/${name}`, text);
    };
    type(before);
    const { schema: first } = await workspace.analyse('/tree/root.json');
    const standings = new Map(first.sources.files.map((file) => [file.path, first.standingOfFile(file)]));
    type(after);
    const { schema: second } = await workspace.analyse('/tree/root.json');
    return second.sources.files.flatMap((file) =>
      standings.get(file.path) === second.standingOfFile(file) ? [] : file.path.replace('/tree/', ''),
    );
  }

  it('falls with any change in the file, be it a comment', async () => {
    assert.deepEqual(await fallen({ 'root.json': `${STOP}# the end\n` }), ['root.json']);
  });

  it('falls with what its definitions lead to in other files, and with nothing else there', async () => {
    assert.deepEqual(await fallen({ 'types.json': TYPES.replace('size', 'length') }), ['commands.json', 'types.json']);
    assert.deepEqual(await fallen({ 'types.json': TYPES.replace('Unused', 'Spare') }), ['types.json']);
    assert.deepEqual(await fallen({ 'types.json': TYPES.replace(/.*'Disk'.*\n/, '') }), [
      'commands.json',
      'types.json',
    ]);
  });

  it('stays where nothing changes', async () => {
    assert.deepEqual(await fallen({}), []);
  });

  it('stays when a file is opened, read again from the disk, or closed, as long as its text is the same', async () => {
    const workspace = new Workspace(memoryHost({ '/tree/root.json': TYPES }), ['/tree']);
    const standing = async (): Promise<unknown> => {
      const { schema } = await workspace.analyse('/tree/root.json');
      return schema.standingOfFile(schema.sources.files[0] as SourceFile);
    };
    const first = await standing();
    workspace.setDocument('/tree/root.json', TYPES);
    assert.equal(await standing(), first);
    workspace.closeDocument('/tree/root.json');
    assert.equal(await standing(), first);
    workspace.refresh();
    assert.equal(await standing(), first);
    workspace.setDocument('/tree/root.json', `${TYPES}# the end`);
    assert.notEqual(await standing(), first);
  });
});

describe('what is remembered of definitions', () => {
  /** The messages after each of a row of texts, typed one after the other. */
  async function told(...texts: string[]): Promise<string[][]> {
    const workspace = new Workspace(memoryHost({ '/tree/qapi/qapi-schema.json': '' }), ['/tree']);
    workspace.setSettings({ baseline: 'none', qemuVersion: '10.2' });
    const messages: string[][] = [];
    for (const text of texts) {
      workspace.setDocument('/tree/qapi/qapi-schema.json', text);
      const { problems } = await workspace.analyse('/tree/qapi/qapi-schema.json');
      messages.push(problems.filter(({ severity }) => severity === 'error').map(({ message }) => message));
    }
    return messages;
  }

  it('goes with what they lead to, however far away', async () => {
    const clash = SCHEMA.replace("'bus': 'Bus'", "'bus': 'Bus', 'size': 'str'");
    const [before, during, after] = await told(SCHEMA, clash, SCHEMA);
    assert.deepEqual([before, after], [[], []]);
    assert.match(during?.join() ?? '', /'size'/);
    const deeper = "{ 'struct': 'Fast', 'base': 'Disk', 'data': { 'speed': 'int' } }\n";
    const far = (SCHEMA + deeper).replace("'bus': 'Bus'", "'bus': 'Bus', 'speed': 'str'");
    const [clean, dirty] = await told(SCHEMA + deeper, far);
    assert.deepEqual(clean, []);
    assert.match(dirty?.join() ?? '', /'speed'/);
  });

  it('is not mixed up with another version of QEMU', async () => {
    const workspace = new Workspace(memoryHost({ '/tree/qapi/qapi-schema.json': '' }), ['/tree']);
    const text = "{ 'struct': 'Disk', 'data': { 'nothing': 'null' } }\n";
    const count = async (qemuVersion: string): Promise<number> => {
      workspace.setSettings({ baseline: 'none', qemuVersion });
      workspace.setDocument('/tree/qapi/qapi-schema.json', text);
      const { problems } = await workspace.analyse('/tree/qapi/qapi-schema.json');
      return problems.filter(({ buildBreaking }) => buildBreaking).length;
    };
    assert.deepEqual([await count('10.2'), await count('2.6'), await count('10.2')], [0, 1, 0]);
  });
});

describe('what clients reach', () => {
  it('is found again where a definition uses something else, and is as it was where not', () => {
    const old = readFile('x.json', parse(SCHEMA));
    const schema = schemaOf(old);
    const reach = new Reach(schema);
    const commands = ['add-disk', 'stop'];
    const reached = (after: string): string[] => {
      const next = schemaOf(readFile('x.json', parse(after, old.tree), old), schema);
      const again = new Reach(next, reach);
      return next.definitions.flatMap((each) => (again.of(each).send ? each.name.text : []));
    };
    assert.deepEqual(reached(SCHEMA.replace("'size': 'int'", "'size': 'str'")), ['Bus', 'Device', 'Disk', ...commands]);
    assert.deepEqual(reached(SCHEMA.replace("'bus': 'Bus'", "'bus': 'str'")), ['Device', 'Disk', ...commands]);
    assert.deepEqual(reached(SCHEMA.replace("'data': 'Disk'", "'data': {}")), commands);
  });
});
