// Answers of query-qmp-schema as schemas: what each kind of entry becomes, where the answer is found in a file, what is told
// of a damaged one, and that nothing that is on the wire is lost.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { findNewNames } from '../../server/src/compat/additions.ts';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources } from '../../server/src/schema/load.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { corpus, noCorpus, upstreamReleases } from '../helpers/corpus.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { schemaFrom } from '../helpers/schema.ts';

function schemaIn(text: string): Schema {
  const outcome = readIntrospection('/answers/acme.json', text);
  if (outcome.kind === 'problem') assert.fail(`${outcome.message} (at ${outcome.offset})`);
  return outcome.schema;
}

/** The text of the only file of a schema, without the comment on top. */
function definitionsIn(schema: Schema): string[] {
  const [file] = schema.sources.files;
  assert.ok(file && schema.sources.files.length === 1);
  assert.deepEqual(file.tree.problems, []);
  return file.tree.text.trimEnd().split('\n\n').slice(1);
}

/** What every answer has. */
const BUILTINS = [
  { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
  { name: 'int', 'meta-type': 'builtin', 'json-type': 'int' },
  { name: 'number', 'meta-type': 'builtin', 'json-type': 'number' },
  { name: 'bool', 'meta-type': 'builtin', 'json-type': 'boolean' },
  { name: 'null', 'meta-type': 'builtin', 'json-type': 'null' },
  { name: 'any', 'meta-type': 'builtin', 'json-type': 'value' },
  { name: '0', 'meta-type': 'object', members: [] },
];
const NOTHING = ["{ 'struct': 'Type0',", "  'data': {} }"].join('\n');

/** @param entries the answer, beside built-in types and the object without members */
function becomes(title: string, entries: readonly object[], ...definitions: readonly string[][]): void {
  it(title, () => {
    const expected = [NOTHING, ...definitions.map((lines) => lines.join('\n'))];
    assert.deepEqual(definitionsIn(schemaIn(JSON.stringify([...BUILTINS, ...entries]))), expected);
  });
}

describe('an entry becomes a definition', () => {
  becomes(
    'of a command without arguments and without a return value',
    [{ name: 'eject', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' }],
    ["{ 'command': 'eject' }"],
  );
  becomes(
    'of a command with all that it can have',
    [
      {
        name: 'eject',
        'meta-type': 'command',
        'arg-type': '1',
        'ret-type': '[int]',
        'allow-oob': true,
        features: ['deprecated'],
      },
      { name: '1', 'meta-type': 'object', members: [{ name: 'id', type: 'str' }] },
      { name: '[int]', 'meta-type': 'array', 'element-type': 'int' },
    ],
    [
      "{ 'command': 'eject',",
      "  'data': 'Type1',",
      "  'returns': [ 'int' ],",
      "  'allow-oob': true,",
      "  'features': [ 'deprecated' ] }",
    ],
    ["{ 'struct': 'Type1',", "  'data': { 'id': 'str' } }"],
  );
  becomes(
    'of an event',
    [
      { name: 'TRAY_MOVED', 'meta-type': 'event', 'arg-type': '1', features: ['unstable'] },
      { name: 'SHUTDOWN', 'meta-type': 'event', 'arg-type': '0' },
      { name: '1', 'meta-type': 'object', members: [{ name: 'open', type: 'bool' }] },
    ],
    ["{ 'event': 'TRAY_MOVED',", "  'data': 'Type1',", "  'features': [ 'unstable' ] }"],
    ["{ 'event': 'SHUTDOWN' }"],
    ["{ 'struct': 'Type1',", "  'data': { 'open': 'bool' } }"],
  );
  becomes(
    'of an object with members of every kind of type, the optional ones with a default',
    [
      {
        name: '1',
        'meta-type': 'object',
        features: ['sparse'],
        members: [
          { name: 'name', type: 'str', features: ['deprecated', 'unstable'] },
          { name: 'size', type: 'int', default: null },
          { name: 'ratio', type: 'number' },
          { name: 'nothing', type: 'null' },
          { name: 'properties', type: 'any' },
          { name: 'backing', type: '1', default: null },
          { name: 'all', type: '[1]' },
        ],
      },
      { name: '[1]', 'meta-type': 'array', 'element-type': '1' },
    ],
    [
      "{ 'struct': 'Type1',",
      "  'data': { 'name': { 'type': 'str', 'features': [ 'deprecated', 'unstable' ] },",
      "            '*size': 'int',",
      "            'ratio': 'number',",
      "            'nothing': 'null',",
      "            'properties': 'any',",
      "            '*backing': 'Type1',",
      "            'all': [ 'Type1' ] },",
      "  'features': [ 'sparse' ] }",
    ],
  );
  becomes(
    'of an object with variants: the empty ones are left out, and a command takes it boxed',
    [
      { name: 'add', 'meta-type': 'command', 'arg-type': '1', 'ret-type': '0' },
      {
        name: '1',
        'meta-type': 'object',
        members: [
          { name: 'driver', type: '2' },
          { name: 'id', type: 'str' },
        ],
        tag: 'driver',
        variants: [
          { case: 'file', type: '3' },
          { case: 'null', type: '0' },
        ],
      },
      { name: '2', 'meta-type': 'enum', members: [{ name: 'file' }, { name: 'null' }], values: ['file', 'null'] },
      { name: '3', 'meta-type': 'object', members: [{ name: 'path', type: 'str' }] },
    ],
    ["{ 'command': 'add',", "  'data': 'Type1',", "  'boxed': true }"],
    [
      "{ 'union': 'Type1',",
      "  'base': { 'driver': 'Type2', 'id': 'str' },",
      "  'discriminator': 'driver',",
      "  'data': { 'file': 'Type3' } }",
    ],
    ["{ 'enum': 'Type2',", "  'data': [ 'file', 'null' ] }"],
    ["{ 'struct': 'Type3',", "  'data': { 'path': 'str' } }"],
  );
  becomes(
    'of an enum, whose members say more than its values',
    [
      {
        name: '1',
        'meta-type': 'enum',
        members: [{ name: 'on' }, { name: '2x', features: ['deprecated'] }],
        values: ['on', '2x'],
        features: ['f'],
      },
    ],
    [
      "{ 'enum': 'Type1',",
      "  'data': [ 'on', { 'name': '2x', 'features': [ 'deprecated' ] } ],",
      "  'features': [ 'f' ] }",
    ],
  );
  becomes(
    'of an enum of a QEMU before 6.2, which has values only',
    [{ name: '1', 'meta-type': 'enum', values: ['on', 'off'] }],
    ["{ 'enum': 'Type1',", "  'data': [ 'on', 'off' ] }"],
  );
  becomes(
    'of an alternate, whose branches have made-up names',
    [
      { name: '1', 'meta-type': 'alternate', members: [{ type: 'str' }, { type: '2' }, { type: '[1]' }] },
      { name: '2', 'meta-type': 'object', members: [{ name: 'backing', type: '1' }] },
      { name: '[1]', 'meta-type': 'array', 'element-type': '1' },
    ],
    ["{ 'alternate': 'Type1',", "  'data': { 'branch1': 'str', 'branch2': 'Type2', 'branch3': [ 'Type1' ] } }"],
    ["{ 'struct': 'Type2',", "  'data': { 'backing': 'Type1' } }"],
  );
  becomes(
    'whose made-up name no command, event or other type has',
    [
      { name: 'Type1', 'meta-type': 'command', 'arg-type': '0', 'ret-type': "it's" },
      { name: '1', 'meta-type': 'enum', values: [] },
      { name: "it's", 'meta-type': 'enum', values: ['a'] },
      { name: '_2', 'meta-type': 'enum', values: ['b'] },
    ],
    ["{ 'command': 'Type1',", "  'returns': 'Type_2' }"],
    ["{ 'enum': 'Type_1',", "  'data': [] }"],
    ["{ 'enum': 'Type_2',", "  'data': [ 'a' ] }"],
    ["{ 'enum': 'Type_3',", "  'data': [ 'b' ] }"],
  );
  becomes(
    'with names that only JavaScript finds special',
    [
      {
        name: '1',
        'meta-type': 'object',
        members: [
          { name: '__proto__', type: 'str' },
          { name: 'constructor', type: 'int' },
        ],
      },
    ],
    ["{ 'struct': 'Type1',", "  'data': { '__proto__': 'str', 'constructor': 'int' } }"],
  );
});

it('the schema has one file that is on no disk, and its names stand in the text of that file', () => {
  const schema = schemaIn(JSON.stringify([...BUILTINS, { name: '1', 'meta-type': 'enum', values: ['on', 'off'] }]));
  const [file] = schema.sources.files;
  assert.equal(file?.path, 'introspection:/answers/acme.json');
  const type = schema.definition('Type1');
  assert.ok(file && type?.kind === 'enum');
  assert.deepEqual(
    [type, ...type.values].map(({ name }) => file.tree.text.slice(name.span.start, name.span.end)),
    ['Type1', 'on', 'off'],
  );
});

describe('an answer is found', () => {
  const answer = JSON.stringify([
    ...BUILTINS,
    { name: 'stop', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' },
  ]);
  const other = JSON.stringify([{ name: 'quit', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' }]);

  const found = (title: string, text: string): void => {
    it(title, () => assert.deepEqual(definitionsIn(schemaIn(text)), [NOTHING, "{ 'command': 'stop' }"]));
  };

  found('as a list', answer);
  found('behind a byte order mark', `\uFEFF${answer}`);
  found('as a reply', `{"return": ${answer}, "id": "libvirt-20"}\n`);
  found(
    'with an end of lines as on Windows',
    JSON.stringify({ return: JSON.parse(answer) }, null, 2).replaceAll('\n', '\r\n'),
  );
  found(
    'among replies, blank lines between them',
    `{"QMP": {"version": {}, "capabilities": []}}\n\n{"return": {}}\n\n{"return": []}\n\n{"return": [{"name": "stop"}]}\n
{"id": "2", "error": {"class": "GenericError", "desc": "no"}}\n\n{\n  "return": ${answer}\n}\n\n{"return": 18446744073709551615}\n`,
  );
  found(
    'among commands and their replies',
    `{"execute": "qmp_capabilities"}{"return": {}}{"execute": "query-qmp-schema"}{"return": ${answer}}
{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN"}`,
  );
  found('first, where there are two', `{"return": ${answer}}\n\n{"return": ${other}}`);
});

describe('what is no answer, or damaged, is told with its place', () => {
  /** @param text the file; «» mark where the problem is told, at its first character */
  const damaged = (title: string, text: string, message: string): void => {
    it(title, () => {
      const offset = text.indexOf('«');
      assert.ok(offset >= 0, 'no place is marked');
      const outcome = readIntrospection('/x.json', text.replace('«', ''));
      assert.ok(outcome.kind === 'problem', 'it was read without a problem');
      const { message: found, offset: at } = outcome;
      assert.deepEqual({ found, at }, { found: message, at: offset });
    });
  };
  const NONE = 'There is no answer of query-qmp-schema in it: no list of objects that have a "meta-type".';

  damaged('an empty file', '«', NONE);
  damaged('another reply', '«{ "return": [ { "name": "stop" } ] }', NONE);
  damaged('an empty answer', '«{ "return": [] }', NONE);
  damaged('values that are no objects', '«[] "x" 1 null true', NONE);
  damaged(
    'a file that breaks off',
    '{ "return": [ { "name": "1", "meta-type": "enum", «{',
    'This is no JSON: a name should stand here.',
  );
  damaged(
    'a file that breaks off at the end of an entry',
    '[ «{ "name": "1", "meta-type": "enum", "values": []',
    'This is never closed: the file ends before its "}]".',
  );
  damaged(
    'a string without an end',
    '[ { "name": «"stop\n, "meta-type": "command" } ]',
    'This is no JSON: the string that begins here is never closed.',
  );
  damaged('a comma too few', '[ { "name": "1"« "meta-type": "enum" } ]', 'This is no JSON: a comma is missing.');
  damaged('words behind a byte order mark', '\uFEFF«no', 'This is no JSON.');
  damaged('words', '«Please connect first.', 'This is no JSON.');
  damaged('a schema', '«# -*- Mode: Python -*-\n[ { "meta-type": "enum" } ]', 'This is no JSON.');
  damaged(
    'lists in lists without end',
    `${'['.repeat(300)}«[`,
    'This is nested deeper than any answer of query-qmp-schema.',
  );

  const within = (title: string, entry: string, message: string): void =>
    damaged(title, `${JSON.stringify(BUILTINS).slice(0, -1)}, ${entry} ]`, message);

  within('an entry that is no object', '«"stop"', 'An entry of the answer is no object.');
  within('something left out', '«...', 'An entry of the answer is no object.');
  within('an entry without a name', '«{ "meta-type": "enum" }', 'An entry of the answer has no "name".');
  within('a name that is no string', '{ "name": «1, "meta-type": "enum" }', 'An entry of the answer has no "name".');
  within('an entry without a kind', '«{ "name": "7" }', 'The entry "7" has no "meta-type".');
  within(
    'an entry of a kind that nobody knows',
    '{ "name": "7", "meta-type": «"tuple" }',
    'The entry "7" has the unknown "meta-type" "tuple".',
  );
  within(
    'two entries of one name',
    '«{ "name": "str", "meta-type": "enum", "values": [] }',
    'A second entry has the name "str".',
  );
  within(
    'a built-in type that nobody knows',
    '{ "name": "7", "meta-type": "builtin", "json-type": «"date" }',
    'The built-in type "7" has the unknown "json-type" "date".',
  );
  within(
    'a type that is not there',
    '{ "name": "SHUTDOWN", "meta-type": "event", "arg-type": «"99" }',
    'The event "SHUTDOWN" uses the type "99", which no entry tells of.',
  );
  within(
    'a command that is used as a type',
    '{ "name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": «"stop" }',
    'The command "stop" uses the command "stop" as a type.',
  );
  within(
    'a command that does not say what it takes',
    '«{ "name": "stop", "meta-type": "command", "ret-type": "0" }',
    'The command "stop" lacks the string "arg-type".',
  );
  within(
    'arguments that are no object',
    '«{ "name": "stop", "meta-type": "command", "arg-type": "int", "ret-type": "0" }',
    'The command "stop" has an "arg-type" that is no object.',
  );
  within(
    'arrays of arrays, which would have no end here',
    '«{ "name": "[7]", "meta-type": "array", "element-type": "[7]" }',
    'The array "[7]" is an array of arrays.',
  );
  within(
    'an object without members',
    '«{ "name": "7", "meta-type": "object" }',
    'The object "7" lacks the list "members".',
  );
  within(
    'members that are no objects',
    '{ "name": "7", "meta-type": "object", "members": [ «"id" ] }',
    'The object "7" has something else than objects in its "members".',
  );
  within(
    'a member without a type',
    '{ "name": "7", "meta-type": "object", "members": [ «{ "name": "id" } ] }',
    'The object "7" lacks the string "type".',
  );
  within(
    'two members of one name',
    '{ "name": "7", "meta-type": "object", "members": [ { "name": "id", "type": "str" }, { "name": «"id", "type": "int", "default": null } ] }',
    'The object "7" has the member "id" twice.',
  );
  within(
    'a member whose name would make it optional',
    '{ "name": "7", "meta-type": "object", "members": [ { "name": «"*id", "type": "str" } ] }',
    'The object "7" has the name "*id" in it, which no schema could give.',
  );
  within(
    'a name that ends its string, and goes on with another definition',
    `{ "name": «"stop' } { 'command': 'go", "meta-type": "command", "arg-type": "0", "ret-type": "0" }`,
    `The command "stop' } { 'command': 'go" has the name "stop' } { 'command': 'go" in it, which no schema could give.`,
  );
  within('an enum without values', '«{ "name": "7", "meta-type": "enum" }', 'The enum "7" lacks the list "values".');
  within(
    'a value that is no string',
    '{ "name": "7", "meta-type": "enum", "values": [ «null ] }',
    'A value of the enum "7" is no string.',
  );
  within(
    'an empty value',
    '{ "name": "7", "meta-type": "enum", "values": [ «"" ] }',
    'The enum "7" has the name "" in it, which no schema could give.',
  );
  within(
    'a value that stands twice',
    '{ "name": "7", "meta-type": "enum", "members": [ { "name": "a" }, { "name": «"a" } ] }',
    'The enum "7" has the value "a" twice.',
  );
  within(
    'features that are no list',
    '{ "name": "7", "meta-type": "enum", "values": [], "features": «"deprecated" }',
    'The enum "7" lacks the list "features".',
  );
  within(
    'a feature that is no string',
    '{ "name": "7", "meta-type": "enum", "values": [], "features": [ «{ "name": "deprecated" } ] }',
    'A feature of the enum "7" is no string.',
  );
  within(
    'variants without a tag',
    '«{ "name": "7", "meta-type": "object", "members": [], "variants": [] }',
    'The object "7" lacks the string "tag".',
  );
  within(
    'a tag without variants',
    '«{ "name": "7", "meta-type": "object", "members": [ { "name": "a", "type": "8" } ], "tag": "a" }, { "name": "8", "meta-type": "enum", "values": [] }',
    'The object "7" lacks the list "variants".',
  );
  within(
    'a tag that is no member',
    '{ "name": "7", "meta-type": "object", "members": [], "tag": «"a", "variants": [] }',
    'The object "7" has the tag "a", which is none of its members of an enum type.',
  );
  within(
    'a tag that is a number',
    '{ "name": "7", "meta-type": "object", "members": [ { "name": "a", "type": "int" } ], "tag": «"a", "variants": [] }',
    'The object "7" has the tag "a", which is none of its members of an enum type.',
  );
  const tagged = (variants: string): string =>
    `{ "name": "8", "meta-type": "enum", "values": [ "a" ] }, { "name": "7", "meta-type": "object", "members": [ { "name": "t", "type": "8" } ], "tag": "t", "variants": [ ${variants} ] }`;
  within(
    'a variant that adds a number',
    tagged('«{ "case": "a", "type": "int" }'),
    'The variant "a" of the object "7" has a type that is no object.',
  );
  within(
    'two variants for one value',
    tagged('{ "case": "a", "type": "0" }, { "case": «"a", "type": "0" }'),
    'The object "7" has the variant "a" twice.',
  );
});

describe('against the schema that it is the answer of', () => {
  /** Nothing is new either way, and a program with the schema that was read would give the same answer again. */
  function isTheSame(original: Schema, message: string): void {
    const answer = introspectionOf(original);
    const read = schemaIn(JSON.stringify({ return: answer }, null, 2));
    assert.ok(read.definitions.length > 0, message);
    assert.deepEqual(read.doubled, [], message);
    assert.deepEqual(findNewNames(original, read), [], message);
    assert.deepEqual(findNewNames(read, original), [], message);
    assert.deepEqual(introspectionOf(read), answer, message);
  }

  const everything = `
    { 'command': 'add', 'boxed': true, 'data': 'Node' }
    { 'command': 'probe', 'data': { 'node': 'NodeOrName', '*deep': 'bool' }, 'returns': [ 'Info' ], 'allow-oob': true }
    { 'event': 'GONE', 'data': { 'why': { 'type': 'Why', 'features': [ 'unstable' ] } }, 'features': [ 'noisy' ] }
    { 'union': 'Node', 'base': 'NodeBase', 'discriminator': 'kind', 'data': { 'file': 'File', 'pair': 'Pair' } }
    { 'struct': 'NodeBase', 'data': { 'kind': 'Kind', '*id': 'str' } }
    { 'enum': 'Kind', 'data': [ 'file', 'pair', { 'name': 'none', 'features': [ 'deprecated' ] } ] }
    { 'struct': 'File', 'data': { 'path': 'str', 'size': 'uint32' }, 'features': [ 'sparse' ] }
    { 'struct': 'Pair', 'data': { 'left': 'NodeOrName', '*right': 'NodeOrName' } }
    { 'alternate': 'NodeOrName', 'data': { 'node': 'Node', 'name': 'str', 'nothing': 'null' } }
    { 'union': 'Info', 'data': { 'number': 'number', 'files': [ 'File' ], 'none': 'Nothing', 'any': 'any' } }
    { 'struct': 'Nothing', 'data': {} }
    { 'enum': 'Why', 'data': [ 'asked', '2-late' ] }`;

  it('no name is new, whatever is in it', async () => {
    isTheSame(await schemaFrom({ 'qapi-schema.json': everything }), 'everything');
  });

  it('a name is new that the program does not have', async () => {
    const read = schemaIn(JSON.stringify(introspectionOf(await schemaFrom({ 'qapi-schema.json': everything }))));
    const newNames = async (from: string, to: string): Promise<string[]> => {
      assert.ok(everything.includes(from), from);
      const ours = await schemaFrom({ 'qapi-schema.json': everything.replace(from, to) });
      return findNewNames(ours, read).map(({ path: way, direction }) => `${way} (${direction})`);
    };
    assert.deepEqual(await newNames("{ 'event': 'GONE'", "{ 'event': 'LOST' } { 'event': 'GONE'"), [
      'event LOST (receive)',
    ]);
    assert.deepEqual(await newNames("'*deep'", "'*deeper'"), ['probe: argument deeper (send)']);
    assert.deepEqual(await newNames("'asked'", "'asked', 'unasked'"), [
      'GONE: data member why value unasked (receive)',
    ]);
    assert.deepEqual(await newNames("'path'", "'place'"), ['add: argument place (both)']);
    assert.deepEqual(await newNames("'pair', {", "'pair', 'trio', {"), ['add: argument kind value trio (send)']);
    assert.deepEqual(await newNames("[ 'sparse' ]", "[ 'sparse', 'dense' ]"), ['add: arguments feature dense (both)']);
    assert.deepEqual(await newNames("'none': 'Nothing', 'any'", "'none': 'Nothing', 'rest'"), [
      'probe: return type value rest (receive)',
    ]);
  });

  async function load(root: string): Promise<Schema> {
    const sources = await loadSources(root, async (file) => {
      return { kind: 'file', file: readFile(file, parse(readFileSync(file, 'utf8'))), encodingProblem: undefined };
    });
    assert.deepEqual(sources.problems, []);
    return new Schema(sources);
  }

  it('no name is new in the examples', async () => {
    const examples = path.resolve(import.meta.dirname, '..', '..', 'examples');
    for (const tree of ['acme', 'upstream']) {
      for (const root of ['qapi', 'qga']) {
        isTheSame(await load(`${examples}/${tree}/${root}/qapi-schema.json`), `${tree} ${root}`);
      }
    }
  });

  it('no name is new in upstream, since there is query-qmp-schema', { skip: noCorpus }, async () => {
    const releases = upstreamReleases();
    const wanted = releases.slice(releases.indexOf('2.5.0'));
    assert.ok(wanted.length > 10);
    for (const release of wanted.filter((_, index) => index % 6 === 0 || index === wanted.length - 1)) {
      const tree = path.join(corpus, 'upstream', release);
      const roots = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /qapi-schema\.json$/.test(file),
      );
      assert.ok(roots.length > 1, release);
      for (const root of roots) isTheSame(await load(path.join(tree, root)), `${release} ${root}`);
    }
  });
});
