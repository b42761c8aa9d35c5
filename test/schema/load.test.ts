// From a root to its files, and what pragmas say.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../server/src/schema/definitions.ts';
import { loadSources, normalizePath, resolveInclude } from '../../server/src/schema/load.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { schemaFrom } from '../helpers/schema.ts';

const include = (...paths: string[]): string => paths.map((path) => `{ 'include': '${path}' }\n`).join('');

describe('includes', () => {
  it('are read where they stand, each file once', async () => {
    const schema = await schemaFrom({
      'qapi/root.json': `${include('a.json', 'b.json', '../qapi/a.json')}{ 'command': 'root' }`,
      'qapi/a.json': `${include('sub/c.json')}{ 'command': 'a' }`,
      'qapi/b.json': `{ 'command': 'b' }\n${include('sub/c.json')}`,
      'qapi/sub/c.json': `${include('../d.json')}{ 'command': 'c' }`,
      'qapi/d.json': "{ 'command': 'd' }",
    });
    assert.deepEqual(schema.sources.problems, []);
    assert.deepEqual(
      schema.sources.files.map((file) => file.path),
      ['qapi/root.json', 'qapi/a.json', 'qapi/sub/c.json', 'qapi/d.json', 'qapi/b.json'],
    );
    assert.deepEqual(
      schema.definitions.map((definition) => definition.name.text),
      ['d', 'c', 'a', 'b', 'root'],
    );
    assert.deepEqual([...(schema.sources.includes.get('qapi/b.json') ?? [])], [['sub/c.json', 'qapi/sub/c.json']]);
  });

  it('that lead back are a problem, with the way they went', async () => {
    const files = { 'a.json': include('b.json'), 'b.json': include('c.json'), 'c.json': include('a.json', 'c.json') };
    const { sources } = await schemaFrom(files);
    assert.equal(sources.files.length, 3);
    assert.deepEqual(
      sources.problems.map(({ code, file, detail }) => [code, file, detail]),
      [
        ['cycle', 'c.json', 'a.json -> b.json -> c.json -> a.json'],
        ['cycle', 'c.json', 'c.json -> c.json'],
      ],
    );
    const second = include('a.json').length;
    assert.deepEqual(
      sources.problems.map(({ refusedAt }) => refusedAt),
      [0, second],
    );
  });

  it('that lead nowhere are a problem, and the rest is read', async () => {
    const { sources, definitions } = await schemaFrom({
      'root.json': include('gone.json', 'a.json'),
      'a.json': "{ 'command': 'a' }",
    });
    const [problem] = sources.problems;
    assert.deepEqual([problem?.code, problem?.file, problem?.detail], ['missing', 'root.json', 'gone.json']);
    assert.deepEqual(problem?.span, { start: 13, end: 24 });
    assert.equal(problem?.refusedAt, 0);
    assert.equal(definitions.length, 1);
    assert.equal(sources.includes.get('root.json')?.has('gone.json'), false);
  });

  it('that lead nowhere may mean a file beside', async () => {
    const files: Record<string, string> = {
      'qapi/root.json': include(
        'blok.json',
        'blok2.json/',
        '../qga/agnet.json',
        'roots.json',
        'net.jsn',
        'net.json',
        'nothing.json',
      ),
      'qapi/block.json': '',
      'qapi/net.json': '',
      'qga/agent.json': '',
      "qapi/it's.json": '',
    };
    const paths = Object.keys(files);
    const { problems } = await loadSources(
      'qapi/root.json',
      async (path) => {
        const text = files[path];
        if (text === undefined) return { kind: 'missing', reason: '' };
        return { kind: 'file', file: readFile(path, parse(text)), encodingProblem: undefined };
      },
      async (folder) => paths.filter((path) => path.startsWith(`${folder}/`)),
    );
    assert.deepEqual(
      problems.map(({ detail, meant }) => [detail, meant]),
      [
        ['blok.json', 'block.json'],
        ['blok2.json/', 'block.json'],
        ['../qga/agnet.json', '../qga/agent.json'],
        // Not itself, and nothing that is included anyway.
        ['roots.json', undefined],
        ['net.jsn', undefined],
        ['nothing.json', undefined],
      ],
    );
  });

  it('go along the path as it is written, folders and all', async () => {
    const files: Record<string, string> = {
      'qapi/root.json': include(
        'gone/../a.json',
        'b.json/',
        'c.json/.',
        'sub/../d.json',
        '../qapi/./e.json',
        'b.json/',
      ),
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'sub/f'].map((name) => [`qapi/${name}.json`, ''])),
    };
    const { problems, includes } = await loadSources('qapi/root.json', async (path) => {
      const text = files[path];
      if (text !== undefined) return { kind: 'file', file: readFile(path, parse(text)), encodingProblem: undefined };
      const isFolder = Object.keys(files).some((file) => file.startsWith(`${path}/`));
      return { kind: isFolder ? 'directory' : 'missing', reason: '' };
    });
    assert.deepEqual(
      problems.map(({ code, detail, meant }) => [code, detail, meant]),
      [
        ['missing', 'gone/../a.json', 'a.json'],
        ['missing', 'b.json/', 'b.json'],
        ['missing', 'c.json/.', 'c.json'],
        // That is read already, and opened once more by old generators only.
        ['no-way', 'b.json/', 'b.json'],
      ],
    );
    // What was meant is read all the same.
    assert.equal(includes.get('qapi/root.json')?.get('gone/../a.json'), 'qapi/a.json');
  });

  it('of a root that is not there leave a schema without files', async () => {
    const { sources } = await schemaFrom({}, 'gone.json');
    assert.deepEqual(sources.files, []);
    assert.deepEqual(
      sources.problems.map(({ code, file, span }) => [code, file, span]),
      [['missing', 'gone.json', { start: 0, end: 0 }]],
    );
  });

  it('may go very deep', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 3000; i++) files[`f${i}.json`] = include(`f${i + 1}.json`);
    files['f3000.json'] = "{ 'command': 'a' }";
    const { definitions } = await schemaFrom(files);
    assert.equal(definitions.length, 1);
  });
});

describe('paths', () => {
  for (const [from, path, expected] of [
    ['/t/qapi/root.json', 'a.json', '/t/qapi/a.json'],
    ['/t/qapi/root.json', './sub//a.json', '/t/qapi/sub/a.json'],
    ['/t/qapi/root.json', '../../a.json', '/a.json'],
    ['/t/root.json', '../../../a.json', '/a.json'],
    ['/t/root.json', '/etc/a.json', '/etc/a.json'],
    ['root.json', '../a.json', '../a.json'],
    ['/t/root.json', '', '/t'],
    ['/t/root.json', '.', '/t'],
  ] as const) {
    it(`'${path}' in ${from} leads to ${expected}`, () => assert.equal(resolveInclude(from, path), expected));
  }

  it('are made plain', () => {
    assert.equal(normalizePath('a/./b/../c//d'), 'a/c/d');
    assert.equal(normalizePath('../../a'), '../../a');
    assert.equal(normalizePath('/..'), '/');
  });
});

describe('pragmas', () => {
  const listed = async (...pragmas: string[]): Promise<Record<string, string[]>> => {
    const { exemptions } = await schemaFrom({
      'x.json': pragmas.map((pragma) => `{ 'pragma': ${pragma} }\n`).join(''),
    });
    return Object.fromEntries(Object.entries(exemptions).map(([key, names]) => [key, [...(names as Set<string>)]]));
  };
  const none = { commandNames: [], commandReturns: [], documentation: [], memberNames: [] };

  it('exempt nothing unless they are there', async () => {
    assert.deepEqual(await listed(), none);
    assert.deepEqual(await listed("{ 'doc-required': true }", "'x'", "{ 'command-name-exceptions': true }"), none);
  });

  it('exempt a name without the brackets of a list, which are told to be missing', async () => {
    assert.deepEqual(await listed("{ 'command-name-exceptions': 'a' }"), { ...none, commandNames: ['a'] });
  });

  it('exempt names by lists', async () => {
    assert.deepEqual(
      await listed(
        "{ 'command-name-exceptions': [ 'a' ], 'command-returns-exceptions': [ 'b' ] }",
        "{ 'documentation-exceptions': [ 'C' ], 'member-name-exceptions': [ 'D', true, 'E' ] }",
      ),
      { commandNames: ['a'], commandReturns: ['b'], documentation: ['C'], memberNames: ['D', 'E'] },
    );
  });

  it('had other names until 6.0', async () => {
    assert.deepEqual(
      await listed("{ 'returns-whitelist': [ 'b' ], 'name-case-whitelist': [ 'D' ], 'doc-whitelist': [ 'C' ] }"),
      {
        ...none,
        commandReturns: ['b'],
        documentation: ['C'],
        memberNames: ['D'],
      },
    );
  });

  it('count under each of their names, of which the generator takes one', async () => {
    const both = [
      "{ 'member-name-exceptions': [ 'D' ], 'returns-whitelist': [ 'b' ] }",
      "{ 'name-case-whitelist': [ 'E' ] }",
    ];
    assert.deepEqual(await listed(...both), { ...none, commandReturns: ['b'], memberNames: ['D', 'E'] });
    // A key that is no pragma at all takes nothing back.
    assert.deepEqual(await listed("{ 'command-returns-exceptions': [ 'b' ], 'returns': [ 'int' ] }"), {
      ...none,
      commandReturns: ['b', 'int'],
    });
  });

  it('count in the order of reading: what an include brings comes where the include stands', async () => {
    const pragma = (name: string): string => `{ 'pragma': { 'command-name-exceptions': [ '${name}' ] } }\n`;
    const a = { 'a.json': pragma('of-a') };
    const after = await schemaFrom({ 'root.json': include('a.json') + pragma('of-root'), ...a });
    assert.deepEqual([...after.exemptions.commandNames], ['of-root']);
    const before = await schemaFrom({
      'root.json': pragma('of-root') + include('a.json', 'gone.json', 'a.json'),
      ...a,
    });
    assert.deepEqual([...before.exemptions.commandNames], ['of-a']);
  });

  it('take the place of earlier ones', async () => {
    const lists = ["{ 'command-name-exceptions': [ 'a', 'b' ] }", "{ 'command-name-exceptions': [ 'c' ] }"];
    assert.deepEqual((await listed(...lists)).commandNames, ['c']);
  });
});

describe('a schema', () => {
  it('takes the first of two definitions with one name, of whatever kind', async () => {
    const schema = await schemaFrom({ 'x.json': "{ 'command': 'a' }\n{ 'struct': 'a', 'data': {} }" });
    assert.equal(schema.definition('a')?.kind, 'command');
    assert.equal(schema.definitions.length, 2);
  });

  it('has objects with the members of their bases in front', async () => {
    const schema = await schemaFrom({
      'x.json': `{ 'struct': 'A', 'data': { 'a': 'str' } }
        { 'struct': 'B', 'base': 'A', 'data': { 'b': 'str' } }
        { 'union': 'U', 'base': 'B', 'discriminator': 'a', 'data': {} }`,
    });
    const type = (name: string) => ({ kind: 'name', name, span: { start: 0, end: 0 } }) as const;
    assert.deepEqual(
      schema.objectOf(type('U'))?.members.map((member) => member.name.text),
      ['a', 'b'],
    );
    assert.equal(schema.objectOf(type('str')), undefined);
    assert.equal(schema.objectOf(type('Gone')), undefined);
  });

  it('cuts bases that lead back to themselves', async () => {
    const schema = await schemaFrom({
      'x.json':
        "{ 'struct': 'A', 'base': 'B', 'data': { 'a': 'str' } }\n{ 'struct': 'B', 'base': 'A', 'data': { 'b': 'A' } }",
    });
    // Whichever of them is asked for first.
    for (const definition of schema.definitions) {
      assert.ok(definition.kind === 'struct');
      assert.deepEqual(schema.viewOf(definition)?.members, definition.members);
    }
  });

  it('knows what a union is told apart by', async () => {
    const schema = await schemaFrom({
      'x.json': `{ 'enum': 'Kind', 'data': [ 'file', 'nbd' ] }
        { 'union': 'Flat', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'Flat' } }
        { 'union': 'Simple', 'data': { 'file': 'Flat' } }
        { 'union': 'Lost', 'base': { 'kind': 'str' }, 'discriminator': 'kin', 'data': { 'file': 'Flat' } }`,
    });
    const tags = schema.definitions.map((definition) => definition.kind === 'union' && schema.viewOf(definition)?.tag);
    assert.deepEqual(
      tags.map((tag) => tag && [tag.name, tag.member?.name.text, tag.values.map(({ name }) => name.text), tag.wrapped]),
      [
        false,
        ['kind', 'kind', ['file', 'nbd'], false],
        ['type', undefined, ['file'], true],
        ['kin', undefined, [], false],
      ],
    );
  });
});
