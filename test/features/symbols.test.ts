// The outline of a file, and the search for a name in all files.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OutlineSymbol, symbolsIn, workspaceSymbols } from '../../server/src/features/symbols.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { CAFE, ODD_TEXTS, openMarked } from './marked-tree.ts';

function outline(text: string): OutlineSymbol[] {
  return symbolsIn(readFile('schema.json', parse(text)));
}

/** `kind name: detail`, a line each, what is inside indented. */
function drawn(symbols: readonly OutlineSymbol[], indent = ''): string {
  return symbols
    .map(({ kind, name, detail, deprecated, children }) => {
      const line = `${indent}${kind} ${name}${detail === '' ? '' : `: ${detail}`}${deprecated ? ' (deprecated)' : ''}\n`;
      return line + drawn(children, `${indent}  `);
    })
    .join('');
}

function looksLike(text: string, expected: string): void {
  assert.equal(drawn(outline(text)), expected.trimStart());
}

describe('the outline', () => {
  it('of enums', () =>
    looksLike(
      "{ 'enum': 'Roast', 'data': [ 'light', { 'name': 'dark', 'features': [ 'deprecated', 'bitter' ] } ] }",
      `
enum Roast: enum
  value light
  value dark (deprecated)
    feature deprecated: feature
    feature bitter: feature
`,
    ));

  it('of structs, with the types of members', () =>
    looksLike(
      `{ 'struct': 'Mug', 'base': 'Cup',
  'data': { 'size': 'int', '*spoons': [ 'str' ], 'lid': { 'type': 'Lid', 'if': 'CONFIG_LID' } } }`,
      `
struct Mug: struct, base Cup
  member size: int
  member spoons: ['str'], optional
  member lid: Lid
`,
    ));

  it('of unions: what is common, then the branches', () =>
    looksLike(
      `{ 'union': 'Cup', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
  'data': { 'mug': 'Mug', 'glass': { 'type': 'Glass', 'if': 'CONFIG_GLASS' } } }`,
      `
union Cup: union, by kind
  member kind: Kind
  branch mug: Mug
  branch glass: Glass
`,
    ));

  it('of alternates, and of unions as they were without a discriminator', () =>
    looksLike(
      "{ 'alternate': 'CupOrName', 'data': { 'cup': 'Cup', 'names': [ 'str' ] } }\n{ 'union': 'Old', 'data': { 'cup': 'Cup' } }",
      `
alternate CupOrName: alternate
  branch cup: Cup
  branch names: ['str']
union Old: union
  branch cup: Cup
`,
    ));

  it('of commands and events: named types in a word, others member by member', () =>
    looksLike(
      `{ 'command': 'brew', 'features': [ 'deprecated' ], 'data': { 'roast': 'Roast' }, 'returns': [ 'Cup' ] }
{ 'command': 'pour', 'data': 'Cup', 'boxed': true }
{ 'command': 'clean' }
{ 'event': 'CUP_READY', 'data': { '*cup': 'Cup' } }
{ 'event': 'CUP_EMPTY', 'data': 'Cup' }`,
      `
command brew: command, returns ['Cup'] (deprecated)
  feature deprecated: feature
  member roast: Roast
command pour: command, takes Cup
command clean: command
event CUP_READY: event
  member cup: Cup, optional
event CUP_EMPTY: event, with Cup
`,
    ));

  it('of members in members, as very old schemas have them', () =>
    looksLike(
      "{ 'type': 'Old', 'data': { 'in': { 'deep': 'int' }, '*list': [ { 'a': 'str' } ] } }",
      `
struct Old: struct
  member in: {...}
    member deep: int
  member list: [{...}], optional
    member a: str
`,
    ));

  it('shows a name even where there is none', () =>
    looksLike("{ 'enum': '', 'data': [ '' ] }", "\nenum '': enum\n  value ''\n"));

  it('has the comment in the span of a definition, and type and quotes in that of a member', () => {
    const text = "#!\n##\n# @Cup:\n##\n{ 'struct': 'Cup',\n  'data': { '*size': 'int', 'lids': [ 'Lid' ] } }\n";
    const [cup] = outline(text);
    assert.ok(cup);
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    assert.equal(slice(cup.span), text.slice(3).trimEnd());
    assert.deepEqual(
      [cup, ...cup.children].map(({ nameSpan }) => slice(nameSpan)),
      ['Cup', 'size', 'lids'],
    );
    assert.deepEqual(
      cup.children.map(({ span }) => slice(span)),
      ["'*size': 'int'", "'lids': [ 'Lid' ]"],
    );
  });

  it('of any text: names lie in their spans, and what is inside inside', () => {
    const check = (symbols: readonly OutlineSymbol[], from: number, to: number): void => {
      let last = from;
      for (const { name, span, nameSpan, children } of symbols) {
        assert.notEqual(name, '');
        assert.ok(last <= span.start && span.start <= nameSpan.start && nameSpan.end <= span.end && span.end <= to);
        check(children, span.start, span.end);
        last = span.start;
      }
    };
    for (const text of [...Object.values(CAFE), ...ODD_TEXTS]) {
      for (let end = 0; end <= text.length; end++) check(outline(text.slice(0, end)), 0, end);
    }
  });
});

describe('the search', () => {
  async function search(text: string, query: string, limit = 100): Promise<string[]> {
    const { analyses } = await openMarked({ 'qapi/qapi-schema.json': text });
    return workspaceSymbols(analyses, query, limit).map(
      ({ kind, name, container }) => `${kind} ${name}${container === undefined ? '' : ` in ${container}`}`,
    );
  }

  const NAMES = `
{ 'command': 'query-block' }
{ 'command': 'x-query-block' }
{ 'command': 'query-blockstats', 'data': { 'block': 'str' } }
{ 'command': 'unblock' }
{ 'struct': 'BlockInfo', 'data': { 'blocked': 'bool', 'node-name': 'str' } }
{ 'enum': 'BigLock', 'data': [ 'block' ] }
{ 'event': 'B_LOCKED' }
`;

  it('ranks exact names, beginnings, beginnings of words, middles, words in short; definitions before members', async () => {
    assert.deepEqual(await search(NAMES, 'block'), [
      'member block in query-blockstats',
      'value block in BigLock',
      'struct BlockInfo',
      'member blocked in BlockInfo',
      'command query-block',
      'command x-query-block',
      'command query-blockstats',
      'command unblock',
      'enum BigLock',
      'event B_LOCKED',
    ]);
  });

  it('finds beginnings of words', async () => {
    assert.deepEqual(await search(NAMES, 'qb'), [
      'command query-block',
      'command x-query-block',
      'command query-blockstats',
    ]);
    assert.deepEqual(await search(NAMES, 'BlIn'), ['struct BlockInfo']);
    assert.deepEqual(await search(NAMES, 'nn'), ['member node-name in BlockInfo']);
  });

  it('finds scattered letters at last', async () => {
    assert.deepEqual(await search(NAMES, 'oea'), ['member node-name in BlockInfo']);
  });

  it('does not mind case, spaces, hyphens and underscores', async () => {
    const expected = ['command query-block', 'command query-blockstats', 'command x-query-block'];
    for (const query of ['query-block', 'Query_Block', 'query -block']) {
      assert.deepEqual(await search(NAMES, query), expected, query);
    }
    assert.deepEqual(new Set(await search(NAMES, 'query block')), new Set(expected));
  });

  it('without a query shows definitions', async () => {
    const found = await search(NAMES, ' ');
    assert.equal(found.length, 7);
    assert.ok(found.every((line) => !line.includes(' in ')));
  });

  it('keeps to the limit, and the best', async () => {
    assert.deepEqual(await search(NAMES, 'block', 2), ['member block in query-blockstats', 'value block in BigLock']);
    assert.deepEqual(await search(NAMES, 'block', 0), []);
  });

  it('finds nothing for what is in no name', async () => {
    assert.deepEqual(await search(NAMES, 'blocks!'), []);
    assert.deepEqual(await search(NAMES, 'b'.repeat(100_000)), []);
  });

  it('shows what several roots share once, with its place', async () => {
    const { analyses, plain } = await openMarked(
      {
        'qapi/qapi-schema.json': "{ 'include': 'cup.json' }",
        'storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/cup.json' }",
        'qapi/cup.json': "{ 'struct': 'Cup', 'data': { 'lid': 'str' }, 'features': [ 'deprecated' ] }",
      },
      ['qapi/qapi-schema.json', 'storage-daemon/qapi/qapi-schema.json'],
    );
    const file = '/tree/qapi/cup.json';
    const start = plain[file]?.indexOf('Cup') ?? -1;
    assert.deepEqual(workspaceSymbols(analyses, 'cup', 10), [
      { kind: 'struct', name: 'Cup', container: undefined, file, span: { start, end: start + 3 }, deprecated: true },
    ]);
  });
});
