/**
 * The rename engine. The caret `|` stands on the thing that is renamed; what changes is marked with « and », and nothing
 * else may. Renamed back, every byte is as it was.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { type RenameOutcome, rename } from '../../server/src/features/rename.ts';
import type { NamedThing } from '../../server/src/schema/model.ts';
import { openMarked, type Texts } from './marked-tree.ts';

const ROOT = 'qapi/qapi-schema.json';

function thingAt(analyses: readonly Analysis[], path: string, offset: number): NamedThing {
  for (const { references } of analyses) {
    const reference = references.at(path, offset);
    if (reference) return reference.thing;
  }
  throw new Error('there is no name at the caret');
}

function applied(outcome: RenameOutcome, texts: Texts): Texts {
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path,
      applyEdits(
        text,
        outcome.edits.filter((edit) => edit.file === path),
      ),
    ]),
  );
}

const relative = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace('/tree/', ''), text]));

/** @param marked one text, which is the root, or several by path */
function changes(what: string, newName: string, marked: string | Texts, roots: string[] = [ROOT]): void {
  it(what, async () => {
    const texts = typeof marked === 'string' ? { [ROOT]: marked } : marked;
    const { analyses, path, offset, plain, expected } = await openMarked(texts, roots);
    const thing = thingAt(analyses, path, offset);
    const after = applied(rename(analyses, thing, newName), plain);
    const wanted = Object.entries(expected).map(([file, text]) => [file, text.replace(/«[^»]*»/g, newName)]);
    assert.deepEqual(after, Object.fromEntries(wanted));

    // And back: from the first place that has the new name.
    const place = Object.entries(expected).find(([, text]) => text.includes('«')) as [string, string];
    const again = await openMarked(relative(after), roots);
    const renamed = thingAt(again.analyses, place[0], place[1].indexOf('«'));
    assert.deepEqual(applied(rename(again.analyses, renamed, thing.name.text), again.plain), plain);
  });
}

describe('a type is renamed', () => {
  changes(
    'as data, base, returns, branch, element, and member',
    'Drive',
    `
##
# @«Di|sk»:
##
{ 'struct': '«Disk»', 'data': { '*next': '«Disk»', 'all': [ '«Disk»' ] } }
{ 'struct': 'Cd', 'base': '«Disk»', 'data': { 'Disk': { 'type': '«Disk»', 'if': 'Disk' } } }
{ 'union': 'Any', 'base': '«Disk»', 'discriminator': 'next', 'data': { 'Disk': '«Disk»', 'cd': { 'type': '«Disk»' } } }
{ 'union': 'Simple', 'data': { 'disk': '«Disk»', 'disks': [ '«Disk»' ] } }
{ 'alternate': 'Ref', 'data': { 'name': 'str', 'disk': '«Disk»' } }
{ 'command': 'add', 'data': '«Disk»', 'returns': '«Disk»' }
{ 'command': 'list', 'data': { 'like': '«Disk»' }, 'returns': [ '«Disk»' ] }
{ 'event': 'DISK', 'data': { 'Disk': [ '«Disk»' ] } }
`,
  );

  changes(
    'in anonymous structs',
    'Drive',
    "{ 'enum': '«Disk|»', 'data': [] }\n{ 'type': 'A', 'data': { 'a': { 'b': [ '«Disk»' ] } } }",
  );

  changes(
    'in the lists of pragmas, old and new',
    'Drive',
    `
{ 'pragma': { 'member-name-exceptions': [ 'Disc', '«Disk»' ], 'documentation-exceptions': [ '«Disk»' ], 'doc-required': true } }
{ 'pragma': { 'name-case-whitelist': [ 'q_obj_«Disk»-base', 'q_obj_Disk-bass' ] } }
{ 'struct': '«|Disk»', 'data': { 'a_b': 'str' } }
`,
  );

  changes(
    'in its documentation and that of others',
    'Drive',
    `
##
# = Disk
#
# A chapter on @«Disk» and \`«Disk»\`, not on \`\`Disk\`\`, disk@Disk.example, @Disks or Disk.
##

##
# @add:
#
# Adds a @«Disk».  The "Disk" is spun up by @«Disk|».
#
# @disk: a \`«Disk»\`
#
# Since: @«Disk»
##
{ 'command': 'add', 'data': { 'disk': '«Disk»' } }
{ 'struct': '«Disk»', 'data': {} }
`,
  );
});

describe('a command or event is renamed', () => {
  changes(
    'in examples, where it is executed and nowhere else',
    'open-tray',
    `
##
# @«ej|ect»:
#
# Example:
#
# -> { "execute": "«eject»", "arguments": { "eject": "eject" } }
# <- { "return": {} }
#
# .. qmp-example::
#
#     -> { "exec-oob": "«eject»", "id": "eject" }
##
{ 'command': '«eject»', 'data': { 'eject': 'str' } }
`,
  );

  changes(
    'in an example of another command',
    'TRAY_MOVED',
    `
##
# @eject:
#
# Example:
#
# -> { "execute": "eject" }
# <- { "event": "«EJ|ECTED»", "data": { "EJECTED": "x" }, "timestamp": { "seconds": 1, "microseconds": 2 } }
##
{ 'command': 'eject' }
{ 'event': '«EJECTED»', 'data': { 'EJECTED': 'str' } }
`,
  );
});

describe('a member is renamed', () => {
  changes(
    'at its line in the documentation, and where @name means it',
    'name',
    `
##
# @eject:
#
# Opens the tray @«id», not \`id\`.
#
# @«i|d»: the @«id»
#
# Returns: nothing, least of all an @«id»
##
{ 'command': 'eject', 'data': { '«id»': 'str' } }

##
# @stop:
#
# @id: another one than @id in @eject
##
{ 'command': 'stop', 'data': { 'id': 'str' } }

##
# A chapter on @id.
##
`,
  );

  changes('without the * of an optional one', 'name', "{ 'struct': 'Disk', 'data': { '*«i|d»': 'str' } }");

  changes(
    'and what inherits it speaks of it by the new name',
    'name',
    `
{ 'struct': 'Base', 'data': { '«id|»': 'str' } }

##
# @Disk:
#
# A @Base whose @«id» is unique.
##
{ 'struct': 'Disk', 'base': 'Base', 'data': {} }

##
# @eject:
#
# Opens @«id».
##
{ 'command': 'eject', 'data': 'Disk' }

##
# @query-disks:
#
# Every @«id».
##
{ 'command': 'query-disks', 'returns': [ 'Disk' ] }
`,
  );

  changes(
    'in examples, on the way that its type takes',
    'name',
    `
##
# @add:
#
# Example:
#
# -> { "execute": "add", "arguments": { "id": "id", "disk": { "«i|d»": "id", "next": [ { "«id»": "x" } ] } } }
# <- { "return": { "id": 1, "disk": { "«id»": "y" } } }
##
{ 'command': 'add', 'data': { 'id': 'str', 'disk': 'Disk' }, 'returns': 'Added' }
{ 'struct': 'Added', 'data': { 'id': 'int', 'disk': 'Disk' } }
{ 'struct': 'Disk', 'data': { '«id»': 'str', '*next': [ 'Disk' ] } }
`,
  );

  changes(
    'where it tells a union apart',
    'driver',
    `
{ 'enum': 'Kind', 'data': [ 'file' ] }
{ 'struct': 'Base', 'data': { '«kind|»': 'Kind' } }
{ 'union': 'Disk', 'base': 'Base', 'discriminator': '«kind»', 'data': { 'file': 'File' } }
{ 'union': 'Other', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {} }

##
# @File:
#
# Not a @kind of anything.
##
{ 'struct': 'File', 'data': {} }
`,
  );

  changes(
    'in an anonymous struct, which old documentation reaches with dots',
    'big',
    `
##
# @Version:
#
# @qemu.«major»: the first number of @qemu
# @qemu.minor: the second
##
{ 'type': 'Version', 'data': { 'qemu': { '«maj|or»': 'int', 'minor': 'int' }, 'major': 'str' } }
`,
  );

  changes(
    'that holds an anonymous struct',
    'finch',
    `
##
# @Version:
#
# @«qemu».major: the first number of @«qemu»
# @«qemu».minor: the second
##
{ 'type': 'Version', 'data': { '«q|emu»': { 'major': 'int', 'minor': 'int', 'qemu': 'str' } } }
`,
  );
});

describe('an enum value is renamed', () => {
  changes('with the branches that stand for it, in documentation, and in examples', 'nbd-server', {
    [ROOT]: `
{ 'include': 'kinds.json' }
{ 'union': 'Disk', 'base': { 'kind': 'Kind', 'other': 'Other' }, 'discriminator': 'kind', 'data': { '«n|bd»': 'Nbd' } }
{ 'struct': 'Nbd', 'data': { 'nbd': 'str' } }

##
# @add:
#
# Adds a disk; @«nbd» needs a server.
#
# Example:
#
# -> { "execute": "add", "arguments": { "kind": "«nbd»", "nbd": "nbd", "other": "nbd" } }
##
{ 'command': 'add', 'data': 'Disk', 'boxed': true }
`,
    'qapi/kinds.json': `
##
# @Kind:
#
# @file: a file
# @«nbd»: a network disk
##
{ 'enum': 'Kind', 'data': [ 'file', { 'name': '«nbd»', 'if': 'NBD' } ] }
{ 'enum': 'Other', 'data': [ 'nbd' ] }
`,
  });

  changes('of a simple union, which is a branch', 'nbd-server', "{ 'union': 'Disk', 'data': { '«nb|d»': 'nbd' } }");
});

describe('a feature is renamed', () => {
  changes(
    'at its line, and apart from a member of the same name',
    'fragile',
    `
##
# @Disk:
#
# @thin: is @thin
#
# Features:
#
# @«th|in»: is thin
##
{ 'struct': 'Disk', 'data': { 'thin': { 'type': 'bool', 'features': [ 'thick' ] } }, 'features': [ 'thick', { 'name': '«thin»', 'if': 'X' } ] }
`,
  );
});

describe('several roots', () => {
  changes(
    'change together where they share a file',
    'Drive',
    {
      [ROOT]: "{ 'include': 'common.json' }\n{ 'command': 'add', 'data': '«Disk»' }\n",
      'qapi/common.json': "{ 'struct': '«Di|sk»', 'data': {} }\n",
      'storage-daemon/qapi/qapi-schema.json':
        "{ 'include': '../../qapi/common.json' }\n{ 'command': 'remove', 'data': '«Disk»' }\n",
      'qga/qapi-schema.json': "{ 'struct': 'Disk', 'data': {} }\n",
    },
    [ROOT, 'storage-daemon/qapi/qapi-schema.json'],
  );
});

describe('a rename is refused', () => {
  function refused(what: string, newName: string, marked: string | Texts, reason: string, roots?: string[]): void {
    it(what, async () => {
      const texts = typeof marked === 'string' ? { [ROOT]: marked } : marked;
      const { analyses, path, offset } = await openMarked(texts, roots ?? [ROOT]);
      const outcome = rename(analyses, thingAt(analyses, path, offset), newName);
      assert.equal(outcome.ok ? 'it was renamed' : outcome.reason, reason);
    });
  }

  const exists = (thing: string, line = 1): string => `${thing} exists already (qapi-schema.json:${line}).`;
  const sameInC = (thing: string): string => `${thing} has the same identifier in C (qapi-schema.json:1).`;

  refused(
    'by another definition, of any kind',
    'stop',
    "{ 'command': 'stop' }\n{ 'struct': 'D|isk', 'data': {} }",
    exists("command 'stop'"),
  );
  refused(
    'by a built-in type',
    'int32',
    "{ 'struct': 'D|isk', 'data': {} }",
    "'int32' is the name of a built-in type.",
  );
  refused(
    'by a definition that only another root has',
    'Drive',
    {
      [ROOT]: "{ 'include': 'common.json' }\n",
      'qapi/common.json': "{ 'struct': 'Di|sk', 'data': {} }\n",
      'qga/qapi-schema.json': "{ 'enum': 'Drive', 'data': [] }\n{ 'include': '../qapi/common.json' }\n",
    },
    exists("enum 'Drive'"),
    [ROOT, 'qga/qapi-schema.json'],
  );
  refused(
    'by a command that is the same in C',
    'a-b',
    "{ 'command': 'a_b' }\n{ 'command': 'x|y' }",
    sameInC("command 'a_b'"),
  );
  refused(
    'by a type of another kind that is the same in C',
    'A-b',
    "{ 'enum': 'A_b', 'data': [] }\n{ 'struct': 'X|y', 'data': {} }",
    sameInC("enum 'A_b'"),
  );
  refused(
    'by a member beside it',
    'name',
    "{ 'struct': 'Disk', 'data': { '*name': 'str', 'i|d': 'str' } }",
    exists("member 'name' of struct 'Disk'"),
  );
  refused(
    'by an argument beside it',
    'name',
    "{ 'command': 'eject', 'data': { 'name': 'str', 'i|d': 'str' } }",
    exists("argument 'name' of command 'eject'"),
  );
  refused(
    'by a member that is the same in C',
    'a-b',
    "{ 'struct': 'Disk', 'data': { 'a_b': 'str', 'i|d': 'str' } }",
    sameInC("member 'a_b' of struct 'Disk'"),
  );
  refused(
    'by a member of the base',
    'name',
    "{ 'struct': 'Base', 'data': { 'name': 'str' } }\n{ 'struct': 'Disk', 'base': 'Base', 'data': { 'i|d': 'str' } }",
    exists("member 'name' of struct 'Base'"),
  );
  refused(
    'by a member of what derives from it',
    'name',
    "{ 'struct': 'Base', 'data': { 'i|d': 'str' } }\n{ 'struct': 'Disk', 'base': 'Base', 'data': { 'name': 'str' } }",
    exists("member 'name' of struct 'Disk'", 2),
  );

  const union = (base: string, file: string): string => `{ 'enum': 'Kind', 'data': [ 'file' ] }
{ 'union': 'Disk', 'base': { 'kind': 'Kind', '${base}': 'str' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }
{ 'struct': 'File', 'data': { '${file}': 'str' } }`;
  refused('by a member of a branch', 'path', union('i|d', 'path'), exists("member 'path' of struct 'File'", 3));
  refused(
    'by a member beside the branches',
    'name',
    union('name', 'pa|th'),
    exists("member 'name' of union 'Disk'", 2),
  );
  refused(
    'by a member of a branch of a branch',
    'path',
    `${union('size', 'path')}
{ 'union': 'Any', 'base': { 'what': 'Kind', 'i|d': 'str' }, 'discriminator': 'what', 'data': { 'file': 'Disk' } }`,
    exists("member 'path' of struct 'File'", 3),
  );
  refused(
    'by another value',
    'on',
    "{ 'enum': 'Mode', 'data': [ 'on', 'o|ff' ] }",
    exists("value 'on' of enum 'Mode'"),
  );
  refused(
    'by a value whose constant is the same',
    'ON',
    "{ 'enum': 'Mode', 'data': [ 'on', 'o|ff' ] }",
    sameInC("value 'on' of enum 'Mode'"),
  );
  refused(
    'by another feature',
    'old',
    "{ 'command': 'stop', 'features': [ 'old', 'n|ew' ] }",
    exists("feature 'old' of command 'stop'"),
  );
  refused(
    'by another branch of an alternate',
    'b',
    "{ 'alternate': 'Ref', 'data': { 'a|': 'str', 'b': 'int' } }",
    exists("branch 'b' of alternate 'Ref'"),
  );
  refused(
    'by another branch of a simple union',
    'b',
    "{ 'union': 'Old', 'data': { 'a|': 'str', 'b': 'int' } }",
    exists("branch 'b' of union 'Old'"),
  );

  const taken = (what: string, newName: string, marked: string): void =>
    changes(`no more than needed: ${what}`, newName, marked);
  taken(
    'members of different structs',
    'name',
    "{ 'struct': 'A', 'data': { '«i|d»': 'str' } }\n{ 'struct': 'B', 'data': { 'name': 'str' } }",
  );
  taken(
    'members of different branches',
    'name',
    `{ 'enum': 'Kind', 'data': [ 'a', 'b' ] }
{ 'union': 'U', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'a': 'A', 'b': 'B' } }
{ 'struct': 'A', 'data': { '«i|d»': 'str' } }
{ 'struct': 'B', 'data': { 'name': 'str' } }`,
  );
  taken(
    'an argument and a member of what is returned',
    'name',
    "{ 'command': 'a', 'data': { '«i|d»': 'str' }, 'returns': { 'name': 'str' } }",
  );
  taken('a member and a feature', 'name', "{ 'struct': 'A', 'data': { '«i|d»': 'str' }, 'features': [ 'name' ] }");
  taken(
    'a command and a type that are the same in C',
    'a-b',
    "{ 'command': '«x|y»' }\n{ 'struct': 'a_b', 'data': {} }",
  );
  taken('the same name in another case', 'iD', "{ 'struct': 'A', 'data': { '«i|d»': 'str' } }");
});

describe('the C identifiers that change', () => {
  async function inC(marked: string, newName: string): Promise<string[]> {
    const { analyses, path, offset } = await openMarked({ [ROOT]: marked });
    const outcome = rename(analyses, thingAt(analyses, path, offset), newName);
    return outcome.ok ? outcome.cChanges.map(({ from, to }) => `${from} -> ${to}`) : [];
  }

  it('are told of a command, an event, a member and a value', async () => {
    assert.deepEqual(await inC("{ 'command': 'query_|detach' }", '__com.example_query-detach'), [
      'qmp_query_detach -> qmp___com_example_query_detach',
    ]);
    assert.deepEqual(await inC("{ 'event': 'S|TOP' }", 'HALT'), [
      'qapi_event_send_stop -> qapi_event_send_halt',
      'QAPI_EVENT_STOP -> QAPI_EVENT_HALT',
    ]);
    assert.deepEqual(await inC("{ 'struct': 'A', 'data': { '*i|d': 'int' } }", 'name'), [
      'id -> name',
      'has_id -> has_name',
    ]);
    assert.deepEqual(await inC("{ 'enum': 'DiskMode', 'data': [ 'o|n' ] }", 'run'), ['DISK_MODE_ON -> DISK_MODE_RUN']);
    assert.deepEqual(await inC("{ 'enum': 'DiskMode', 'prefix': 'DM', 'data': [ 'o|n' ] }", 'run'), [
      'DM_ON -> DM_RUN',
    ]);
  });

  it('are none where the name changes and the identifier does not', async () => {
    assert.deepEqual(await inC("{ 'command': 'query_de|tach' }", 'query-detach'), []);
  });
});
