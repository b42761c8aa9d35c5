// The form of expressions and directives: what a dialect refuses, where the problem stands, and what its fix makes of it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../server/src/rules/run.ts';
import { openExample } from '../helpers/example.ts';
import { mended } from '../helpers/fix.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

const ROOT = 'qapi/qapi-schema.json';

/** What the schemas below may name. */
const CONTEXT = `
{'enum': 'Tag', 'data': ['b', '2d']}
{'struct': 'Base', 'data': {'a': 'Tag'}}
{'struct': 'Bar', 'data': {'c': 'int'}}
`;

interface Told {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** All that is said of a schema, in the dialect of a version. */
async function tell(marked: string, version: string): Promise<Told> {
  const { text } = readMarks(marked);
  const files = { [ROOT]: text + CONTEXT, 'qapi/a.json': '' };
  const { workspace, root } = openExample({ files, version, role: 'upstream' });
  const { problems } = await workspace.analyse(root);
  return { text, problems };
}

/** `rule-id «marked text»`, a line for each problem that breaks the build. Which types there are is no matter of form. */
function shown({ text, problems }: Told): string {
  const breaking = problems.filter(({ buildBreaking, rule }) => buildBreaking && rule.id !== 'schema/unknown-type');
  for (const { refusedAt } of breaking)
    assert.match(text.slice(refusedAt.offset), /^\{/, 'the generator points to the {');
  const ids = [...new Set(breaking.map(({ rule }) => rule.id))].join(', ');
  return `${ids} ${writeMarks(
    text,
    breaking.map(({ span }) => span),
  )}`.trim();
}

/** Each line is a schema of its own: with marks it is refused for what they mark, by the rule in front. */
function refuses(version: string, table: string): void {
  for (const line of table.trim().split('\n')) {
    const [, ids = '', schema = ''] = /^\s*([a-z/, -]*?)\s*(\{.*)$/.exec(line) ?? [];
    it(`${version}: ${schema}`, async () => {
      assert.equal(shown(await tell(schema, version)), `${ids} ${schema}`.trim());
    });
  }
}

describe('the keyword', () => {
  refuses(
    '10.2',
    `
    schema/keyword {«'comand'»: 'a'}
    schema/keyword {«'Struct'»: 'Foo', 'data': {}}
    schema/keyword {«'type'»: 'Foo', 'data': {}}
    schema/keyword {'struct': 'Foo', «'event'»: 'FOO', 'data': {}}
    schema/keyword {«'data'»: {}}
    schema/keyword «{}»
    schema/keyword {«'pragmas'»: {'doc-required': false}}
    schema/keyword {«'inlcude'»: 'a.json'}
    schema/keyword {«'import'»: 'a.json'}
    schema/keyword {«'object'»: 'Foo', 'data': {}}
    schema/keyword {«'method'»: 'a', 'returns': 'Bar'}
    `,
  );
});

describe('the keys', () => {
  refuses(
    '10.2',
    `
    schema/unknown-key {'struct': 'Foo', 'data': {}, «'prefix'»: 'F'}
    schema/unknown-key {'struct': 'Foo', «'dta'»: {'a': 'str'}}
    schema/unknown-key {'command': 'a', «'discriminator'»: 'b', «'nonsense'»: true}
    schema/unknown-key {'event': 'A', «'returns'»: 'int'}
    schema/unknown-key {'struct': 'Foo', 'data': {'a': {'type': 'str', «'default'»: 'b'}}}
    schema/unknown-key {'alternate': 'Foo', 'data': {'a': {'type': 'str', «'features'»: []}}}
    schema/unknown-key {'enum': 'Foo', 'data': [{«'type'»: 'a'}]}
    schema/unknown-key {'command': 'a', 'features': [{'name': 'b', «'features'»: []}]}
    schema/missing-key {'enum': «'Foo'»}
    schema/missing-key {'union': «'Foo'», 'data': {'A': 'Bar'}}
    schema/missing-key {'struct': 'Foo', 'data': {'a': «{'if': 'B'}»}}
    schema/missing-key {'enum': 'Foo', 'data': [«{}»]}
    `,
  );
  refuses(
    '6.1',
    `
    schema/missing-key {'union': 'Foo', «'base'»: 'Base', 'data': {}}
    schema/missing-key {'union': 'Foo', «'discriminator'»: 'b', 'base': {}, 'data': {}}
    {'union': 'Foo', 'data': {'a': 'str', 'b': ['int']}}
    schema/unknown-key {'enum': 'Foo', 'data': [{'name': 'a', «'features'»: []}]}
    `,
  );
  refuses('5.1', "schema/unknown-key {'command': 'a', «'coroutine'»: true}");
  refuses('4.2', "schema/unknown-key {'event': 'A', «'features'»: ['b']}");
  refuses('4.0', "schema/unknown-key {'struct': 'Foo', 'data': {}, «'features'»: ['b']}");
  refuses(
    '2.12',
    "schema/unknown-key {'command': 'a', «'if'»: 'defined(B)', «'allow-preconfig'»: true, 'allow-oob': true}",
  );
  refuses('2.6', "schema/unknown-key {'event': 'A', 'data': {}, «'boxed'»: true}");
  refuses('2.4', "schema/unknown-key {'enum': 'Foo', 'data': [], «'prefix'»: 'F'}");
  refuses('2.3', "{'type': 'Foo', 'data': {'a': {'b': 'int'}}, 'nonsense': true}");
});

describe('names and types', () => {
  refuses(
    '10.2',
    `
    schema/name-form {'struct': «['Foo']», 'data': {}}
    schema/name-form {'enum': 'Foo', 'data': ['a', «true», {'name': «[]»}]}
    schema/name-form {'command': 'a', 'features': [«['b']»]}
    schema/name-form {'union': 'Foo', 'base': 'Base', 'discriminator': «{}», 'data': {}}
    schema/type-form {'struct': 'Foo', 'data': {'a': «[]», 'b': «['int', 'str']», 'c': «[['int']]», 'd': «true»}}
    schema/type-form {'struct': 'Foo', 'data': {'a': «{'b_c': 'int'}»}}
    schema/type-form {'struct': 'Foo', 'data': {'a': {'type': «{'b': 'int'}», 'if': 'C'}}}
    schema/type-form {'struct': 'Foo', 'data': «'Bar'»}
    schema/type-form {'struct': 'Foo', 'base': «{'a': 'int'}», 'data': {}}
    schema/type-form {'struct': 'Foo', 'base': «['Bar']», 'data': {}}
    schema/type-form {'union': 'Foo', 'base': 'Base', 'discriminator': 'a', 'data': {'b': «['Bar']»}}
    schema/type-form {'command': 'a', 'data': «['Foo']», 'returns': «{'b': 'int'}»}
    schema/type-form {'event': 'A', 'data': «{'b': 'int'}», 'boxed': true}
    {'alternate': 'Foo', 'data': {'a': ['int'], 'b': {'type': 'str', 'if': 'C'}}}
    `,
  );
  refuses('7.0', "schema/type-form {'alternate': 'Foo', 'data': {'a': «['int']»}}");
  refuses(
    '5.2',
    "schema/name-form {'union': 'Foo', 'base': 'Base', 'discriminator': 'a', 'data': {«'2d'»: 'Bar', 'b': 'Bar'}}",
  );
  refuses('3.1', "schema/type-form {'struct': 'Foo', 'data': {'a': «{'type': 'int'}»}}");
  refuses('3.1', "schema/name-form {'enum': 'Foo', 'data': [«{'name': 'a'}»]}");
  refuses('2.5', "schema/type-form {'union': 'Foo', 'base': «{'a': 'Tag'}», 'discriminator': 'a', 'data': {}}");
  refuses('2.4', "{'command': 'a', 'returns': {'b': 'int'}}");
});

describe('values', () => {
  refuses(
    '10.2',
    `
    schema/value-form {'command': 'a', 'features': «'b'»}
    schema/value-form {'enum': 'Foo', 'data': «{'a': 'b'}», 'prefix': «true»}
    schema/value-form {'union': 'Foo', 'base': 'Base', 'discriminator': 'a', 'data': «[]»}
    schema/value-form {'alternate': 'Foo', 'data': «{}»}
    schema/flag {'command': 'a', 'gen': «true», 'success-response': «'false'», 'boxed': «false», 'allow-preconfig': true}
    schema/flag {'command': 'a', 'allow-oob': true, «'coroutine'»: true}
    schema/boxed-data {'event': 'A', «'boxed'»: true}
    `,
  );
  refuses('4.1', "schema/value-form {'alternate': 'Foo', 'data': «{'a': 'int'}»}");
  refuses('2.5', "{'alternate': 'Foo', 'data': {}}");
});

describe('conditions', () => {
  refuses(
    '6.2',
    `
    {'event': 'A', 'if': {'any': ['B', {'all': ['C', {'not': 'D_2'}]}]}}
    schema/condition {'event': 'A', 'if': «'defined(B)'»}
    schema/condition {'event': 'A', 'if': «['B', 'C']»}
    schema/condition {'event': 'A', 'if': {'any': [«'b'», «''», «true», «{}», {«'or'»: []}]}}
    schema/condition {'event': 'A', 'if': {'any': «'B'»}}
    schema/condition {'event': 'A', 'if': {'all': «[]»}}
    schema/condition {'event': 'A', 'if': {'not': 'B', «'all'»: ['C']}}
    schema/condition {'event': 'A', 'data': {'b': {'type': 'int', 'if': «'1'»}}, 'features': [{'name': 'c', 'if': «'2'»}]}
    `,
  );
  refuses(
    '6.1',
    `
    {'event': 'A', 'if': ['defined(B)', 'C > 1']}
    schema/condition {'event': 'A', 'if': «{'not': 'B'}»}
    schema/condition {'event': 'A', 'if': [«' '», «true»]}
    schema/condition {'event': 'A', 'if': «[]»}
    `,
  );
  refuses('4.1', "{'struct': 'Foo', 'if': ' ', 'data': {'a': {'type': 'int', 'if': true}}}");
});

describe('directives', () => {
  refuses(
    '10.2',
    `
    files/include-form {'include': 'a.json', «'if'»: 'A', 'data': {}}
    files/include-form {'include': «['a.json']»}
    files/pragma {'pragma': {'doc-required': false}, «'if'»: 'A'}
    files/pragma {'pragma': «'doc-required'»}
    files/pragma {'pragma': {«'doc-require'»: true, 'doc-required': «'true'», 'member-name-exceptions': «'Foo'»}}
    files/pragma {'pragma': {'command-name-exceptions': ['a', «true»], «'name-case-whitelist'»: []}}
    `,
  );
  refuses('8.2', "files/pragma {'pragma': {«'documentation-exceptions'»: []}}");
  refuses('5.2', "files/pragma {'pragma': {«'member-name-exceptions'»: [], 'returns-whitelist': []}}");
  refuses('2.8', "schema/keyword {«'pragma'»: {'doc-required': true}}");
});

describe('names in old dialects', () => {
  refuses(
    '6.0',
    `
    naming/lower-case {'command': '«a_b»', 'data': {'*«cD»': 'int'}, 'features': ['«e_f»']}
    naming/reserved-name {'struct': 'Foo', 'data': {'*«u»': 'int', '*«has-a»': 'int'}}
    naming/type-suffix {'struct': '«FooKind»', 'data': {}}
    naming/type-suffix {'struct': '«FooList»', 'data': {}}
    `,
  );
  refuses(
    '5.2',
    `
    naming/lower-case {'command': 'a_B', 'data': {'*«cD»': 'int', 'e_f': 'int'}, 'features': ['«G»', 'h_i']}
    naming/downstream-name {'enum': 'foo', 'data': ['«__COM.b_c»', '__com.b_d_e']}
    naming/reserved-name {'struct': 'Foo', 'data': {'*u': 'int', '*has_a': 'int', '«has_b»': 'int'}}
    naming/reserved-name {'command': '«q_a»'}
    naming/type-suffix {'command': '«aList»'}
    naming/type-suffix {'event': '«aKind»'}
    naming/invalid-name {'event': '«2A»'}
    `,
  );
  refuses(
    '2.5',
    `
    {'struct': '_a.b', 'data': {'_C': 'int'}}
    naming/invalid-name {'struct': '«a b»', 'data': {'«2c»': 'int'}}
    naming/reserved-name {'struct': 'Foo', 'data': {'«u»': 'int'}}
    `,
  );
  refuses('2.4', "{'struct': 'FooList', 'data': {'u': 'int', 'has_a': 'int', 'q_b': 'int'}}");
  refuses('7.1', "naming/lower-case {'command': 'a', 'features': ['«B»', '«c_d»']}");
  refuses('7.0', "{'command': 'a', 'features': ['B', 'c_d']}");
  refuses('6.1', "naming/invalid-name {'command': 'a', 'features': ['B', '«c d»']}");
  refuses('6.0', "naming/lower-case {'command': 'a', 'features': ['«B»', '«c_d»']}");
  refuses('2.4', "naming/type-suffix {'struct': '«FooKind»', 'data': {}}");
});

describe('a broken text', () => {
  it('is not judged by its form as well', async () => {
    const { problems } = await tell("{'struct': 'Foo', 'dta'", '10.2');
    assert.ok(problems.length > 0);
    assert.deepEqual(
      problems.filter(({ rule }) => rule.category === 'schema'),
      [],
    );
  });
});

describe('what is only offered', () => {
  for (const [condition, said] of [
    ["'!B'", /is no C expression since QEMU 6\.2/],
    ["{ 'not': [ 'B', 'C' ] }", /an array stands only behind 'all' and 'any'/],
  ] as const) {
    it(condition, async () => {
      const { problems } = await tell(`{ 'event': 'A', 'if': ${condition} }`, '10.2');
      const [problem, ...more] = problems.filter(({ buildBreaking }) => buildBreaking);
      assert.ok(problem && more.length === 0);
      assert.match(problem.message, said);
      assert.deepEqual(
        problem.fixes().map((fix) => fix.kind === 'edit' && fix.preferred),
        [false],
      );
    });
  }

  it('nothing where names between braces have no values and are no list', async () => {
    const { problems } = await tell("{ 'struct': 'A', 'data': { 'b', 'c' } }", '10.2');
    const expected = problems.filter(({ rule }) => rule.id === 'syntax/unexpected-token');
    assert.equal(expected.length, 1, 'it is one mistake');
    assert.deepEqual(
      expected.flatMap((problem) => problem.fixes()),
      [],
    );
  });
});

describe('a brace that is missing before keys of the definition', () => {
  for (const [what, marked, key] of [
    [
      'where members have lines',
      "{ 'command': 'a',\n  'data': { 'b': 'int',\n            'c': 'int«'»,\n  'returns': 'Bar' }",
      'data',
    ],
    ['where the only member has none', "{ 'command': 'a',\n  'data': { 'b': 'int«'»,\n  'returns': 'Bar' }", 'data'],
    [
      'in a member that is written out',
      "{ 'event': 'A',\n  'data': { 'b': { 'type': 'int', 'if': 'C«'»,\n            'c': 'int' },\n  'features': [ 'd' ] }",
      'b',
    ],
    [
      'in the base of a union',
      "{ 'union': 'U',\n  'base': { 'a': 'Tag«'»,\n  'discriminator': 'a',\n  'data': { 'b': 'Bar' } }",
      'base',
    ],
  ] as const) {
    it(`belongs there: ${what}`, async () => {
      const { text, problems } = await tell(marked, '10.2');
      const missing = problems.filter(({ rule }) => rule.category === 'syntax');
      const spans = missing.map(({ span }) => span);
      assert.equal(writeMarks(text, spans), marked);
      const [problem] = missing;
      assert.equal(problem?.message, `A '}' is missing: '${key}' is not closed.`);
      const [fix] = problem?.fixes() ?? [];
      const after = mended(text, fix);
      assert.equal(after, marked.replace('«', '').replace('»', ' }'));
      assert.deepEqual(
        (await tell(after ?? '', '10.2')).problems.filter(({ rule }) => rule.category === 'syntax'),
        [],
      );
    });
  }

  it('is missing at the end where nothing stands out', async () => {
    for (const marked of [
      "{ 'command': 'a',\n  'data': { 'b': 'int',\n            'c': 'int' «}»\n",
      "{ 'command': 'a',\n  'data': {\n  'b': 'int',\n  'if': 'int'\n«}»\n",
      "{ 'command': 'a',\n  'data': { 'b': 'int',\n  'c': 'int' «}»\n",
    ]) {
      const { text, problems } = await tell(`${marked}\n`, '10.2');
      const spans = problems.filter(({ rule }) => rule.category === 'syntax').map(({ span }) => span);
      assert.equal(writeMarks(text, spans), `${marked}\n`);
    }
  });
});

describe('brackets that are missing together', () => {
  const all = async (marked: string): Promise<[message: string | undefined, after: string | undefined]> => {
    const { text, problems } = await tell(marked, '10.2');
    const [problem, ...others] = problems.filter(({ rule }) => rule.category === 'syntax');
    assert.deepEqual(others, []);
    assert.equal(writeMarks(text, problem ? [problem.span] : []), marked);
    return [problem?.message, mended(text, problem?.fixes()[0])];
  };

  it('are one mistake, and come at once', async () => {
    assert.deepEqual(await all("{ 'struct': 'Foo', 'data': { 'a': [ 'int«'»\n\n"), [
      "']', '}' and '}' are missing: 'a' is not closed, nor what stands around it.",
      "{ 'struct': 'Foo', 'data': { 'a': [ 'int' ] } }\n\n",
    ]);
    assert.deepEqual(await all("{ 'enum': 'Foo', 'data': [ 'a', 'b«'»\n\n"), [
      "']' and '}' are missing: 'data' is not closed, nor what stands around it.",
      "{ 'enum': 'Foo', 'data': [ 'a', 'b' ] }\n\n",
    ]);
  });

  it('are two where the lines show that they belong to two places', async () => {
    const [message, after] = await all("{ 'command': 'a',\n  'data': { 'b': 'int«'»,\n  'returns': 'Bar'\n\n");
    assert.equal(message, "A '}' is missing: 'data' is not closed.");
    assert.deepEqual(await all(after?.replace(/'(?=\n\n$)/, "«'»") ?? ''), [
      "A '}' is missing: this definition is not closed.",
      "{ 'command': 'a',\n  'data': { 'b': 'int' },\n  'returns': 'Bar' }\n\n",
    ]);
  });

  it('are counted where they are many', async () => {
    const [message, after] = await all(`{ 'command': ${'['.repeat(19)}«[»\n\n`);
    assert.match(message ?? '', /^'\]', .* and 14 more are missing: /);
    assert.equal(after, `{ 'command': ${'['.repeat(20)}${' ]'.repeat(20)} }\n\n`);
  });
});

describe('fixes', () => {
  const fixed = (title: string, version: string, before: string, after: string): void => {
    it(`${version}: ${title}`, async () => {
      const { text, problems } = await tell(before, version);
      const fix = problems.flatMap((problem) => problem.fixes()).find((candidate) => candidate.title === title);
      assert.equal(mended(text, fix), after);
    });
  };
  fixed("Insert ':'", '10.2', "{ 'command' 'a' }", "{ 'command': 'a' }");
  fixed("Insert ':'", '10.2', "{ 'command' # b\n 'a' }", "{ 'command' # b\n : 'a' }");
  it('a key without a value is no value of another one', async () => {
    const { problems } = await tell("{ 'command': 'a', 'data' 'returns': 'int' }", '10.2');
    const [told, ...others] = problems.filter(({ rule }) => rule.category === 'syntax');
    assert.equal(told?.message, "Expected ':' here.");
    assert.deepEqual([told?.fixes(), others], [[], []]);
  });
  fixed("Insert ':'", '10.2', "{ 'command' # of 'b'\n 'a' }", "{ 'command' # of 'b'\n : 'a' }");
  fixed("Remove ';'", '10.2', "{ 'command': 'a' };", "{ 'command': 'a' }");
  fixed("Write ','", '10.2', "{ 'command': 'a'; 'gen': false }", "{ 'command': 'a', 'gen': false }");
  fixed("Write ':'", '10.2', "{ 'command' = 'a' }", "{ 'command' : 'a' }");
  fixed("Write '*b'", '10.2', "{ 'event': 'A', 'data': { ‘*b’: 'int' } }", "{ 'event': 'A', 'data': { '*b': 'int' } }");
  fixed("Write '*b'", '10.2', "{ 'event': 'A', 'data': { 'b?': 'int' } }", "{ 'event': 'A', 'data': { '*b': 'int' } }");
  fixed("Begin the comment with '#'", '10.2', "{ 'command': 'a' } /* why */\n", "{ 'command': 'a' } # why\n");
  fixed("Insert ']'", '10.2', "{ 'enum': 'A', 'data': [ 'b' }", "{ 'enum': 'A', 'data': [ 'b' ] }");
  fixed(
    "Write ']'",
    '10.2',
    "{ 'enum': 'A', 'data': [ 'b' }, 'if': 'C' }",
    "{ 'enum': 'A', 'data': [ 'b' ], 'if': 'C' }",
  );
  fixed("Remove '}'", '10.2', "{ 'event': 'A', 'features': [ 'b' } ] }", "{ 'event': 'A', 'features': [ 'b' ] }");
  fixed("Remove '}'", '10.2', "{ 'command': 'a' } }", "{ 'command': 'a' }");
  fixed(
    "Remove '}'",
    '10.2',
    "{ 'event': 'A',\n  'data': { 'b': 'int' } },\n  'if': 'C' }",
    "{ 'event': 'A',\n  'data': { 'b': 'int' },\n  'if': 'C' }",
  );
  fixed(
    'Put it into brackets',
    '10.2',
    "{ 'enum': 'A', 'data': { 'b', 'c' } }",
    "{ 'enum': 'A', 'data': [ 'b', 'c' ] }",
  );
  for (const [broken, right] of [
    ["{ 'enum': 'A', 'data': { 'b' } }", "{ 'enum': 'A', 'data': [ 'b' ] }"],
    ["{ 'event': 'A', 'features': { 'b' } }", "{ 'event': 'A', 'features': [ 'b' ] }"],
  ] as const) {
    fixed('Put it into brackets', '10.2', broken, right);
  }
  for (const [broken, right] of [
    [
      "{ 'event': 'A', 'data': [ 'b': 'int',\n  '*c': [ 'str' ] ] }",
      "{ 'event': 'A', 'data': { 'b': 'int',\n  '*c': [ 'str' ] } }",
    ],
    ["{ 'event': 'A', 'data': [ 'b': 'int' }, 'if': 'C' }", "{ 'event': 'A', 'data': { 'b': 'int' }, 'if': 'C' }"],
    // Then the last brace is missing.
    ["{ 'event': 'A', 'data': [ 'b': 'int' }", "{ 'event': 'A', 'data': { 'b': 'int' }"],
    ["{ 'event': 'A', 'if': [ 'any': [ 'B', 'C' ] ] }", "{ 'event': 'A', 'if': { 'any': [ 'B', 'C' ] } }"],
    ["{ 'enum': 'A', 'data': [ 'name': 'b', 'if': 'C' ] }", "{ 'enum': 'A', 'data': [{ 'name': 'b', 'if': 'C' }] }"],
  ] as const) {
    fixed('Put it into braces', '10.2', broken, right);
  }
  const twice = "{ 'event': 'A', 'data': { 'b': 'int', 'c': 'str',\n  'b': 'str' } }";
  fixed('Remove this one', '10.2', twice, "{ 'event': 'A', 'data': { 'b': 'int', 'c': 'str' } }");
  fixed('Remove the other one', '10.2', twice, "{ 'event': 'A', 'data': { 'c': 'str',\n  'b': 'str' } }");
  fixed(
    'Remove the second one',
    '10.2',
    "{ 'event': 'A', 'data': 'Base',\n  'data': 'Base' }",
    "{ 'event': 'A', 'data': 'Base' }",
  );
  fixed("Write 'command'", '10.2', "{ 'comand': 'a' }", "{ 'command': 'a' }");
  fixed("Write 'command'", '10.2', "{ 'method': 'a' }", "{ 'command': 'a' }");
  fixed("Write 'struct'", '10.2', "{ 'type': 'Foo', 'data': {} }", "{ 'struct': 'Foo', 'data': {} }");
  fixed(
    "Write 'union'",
    '10.2',
    "{ 'struct': 'Foo', 'base': 'Base', 'discriminator': 'a', 'data': { 'b': 'Bar' } }",
    "{ 'union': 'Foo', 'base': 'Base', 'discriminator': 'a', 'data': { 'b': 'Bar' } }",
  );
  fixed("Write 'data'", '10.2', "{ 'struct': 'Foo', 'dat': {} }", "{ 'struct': 'Foo', 'data': {} }");
  fixed("Write 'data'", '10.2', "{ 'command': 'a', 'arguments': {} }", "{ 'command': 'a', 'data': {} }");
  fixed(
    "Write 'base'",
    '10.2',
    "{ 'struct': 'Foo', 'parent': 'Bar', 'data': {} }",
    "{ 'struct': 'Foo', 'base': 'Bar', 'data': {} }",
  );
  fixed(
    "Write '*a'",
    '10.2',
    "{ 'event': 'A', 'data': { 'a': { 'type': 'int', 'optional': true } } }",
    "{ 'event': 'A', 'data': { '*a': { 'type': 'int' } } }",
  );
  fixed(
    "Remove 'prefix'",
    '10.2',
    "{ 'struct': 'Foo',\n  'prefix': 'F',\n  'data': {} }",
    "{ 'struct': 'Foo',\n  'data': {} }",
  );
  fixed("Remove 'gen'", '10.2', "{ 'command': 'a', 'gen': true }", "{ 'command': 'a' }");
  fixed('Write false', '10.2', "{ 'command': 'a', 'gen': 'no' }", "{ 'command': 'a', 'gen': false }");
  fixed("Remove 'boxed'", '10.2', "{ 'event': 'A', 'boxed': true }", "{ 'event': 'A' }");
  fixed("Add 'data': {}", '10.2', "{ 'struct': 'Foo' }", "{ 'struct': 'Foo', 'data': {} }");
  fixed("Add 'data': []", '10.2', "{ 'enum': 'Foo', 'prefix': 'F' }", "{ 'enum': 'Foo', 'prefix': 'F', 'data': [] }");
  fixed('Put it into brackets', '10.2', "{ 'event': 'A', 'features': 'b' }", "{ 'event': 'A', 'features': [ 'b' ] }");
  fixed(
    "Make 'Bar' the base",
    '10.2',
    "{ 'struct': 'Foo', 'data': 'Bar' }",
    "{ 'struct': 'Foo', 'base': 'Bar', 'data': {} }",
  );
  fixed(
    "Write 'Bar'",
    '10.2',
    "{ 'struct': 'Foo', 'base': ['Bar'], 'data': {} }",
    "{ 'struct': 'Foo', 'base': 'Bar', 'data': {} }",
  );
  fixed(
    "Write { 'not': 'B' }",
    '10.2',
    "{ 'event': 'A', 'if': '!defined(B)' }",
    "{ 'event': 'A', 'if': { 'not': 'B' } }",
  );
  fixed("Write 'CONFIG_B'", '10.2', "{ 'event': 'A', 'if': 'config-b' }", "{ 'event': 'A', 'if': 'CONFIG_B' }");
  fixed(
    "Write { 'all': [ 'B', { 'not': 'C' } ] }",
    '10.2',
    "{ 'event': 'A', 'if': 'B && !C' }",
    "{ 'event': 'A', 'if': { 'all': [ 'B', { 'not': 'C' } ] } }",
  );
  fixed("Write 'any'", '10.2', "{ 'event': 'A', 'if': { 'or': ['B'] } }", "{ 'event': 'A', 'if': { 'any': ['B'] } }");
  fixed(
    "Write [ 'defined(B)', 'defined(C)' ]",
    '6.1',
    "{ 'event': 'A', 'if': { 'all': ['B', 'C'] } }",
    "{ 'event': 'A', 'if': [ 'defined(B)', 'defined(C)' ] }",
  );
  fixed("Leave only 'include'", '10.2', "{ 'include': 'a.json', 'if': 'B', 'data': {} }", "{ 'include': 'a.json' }");
  fixed("Leave only 'include'", '10.2', "{ 'if': 'B', 'include': 'a.json', 'data': {} }", "{ 'include': 'a.json' }");
  fixed(
    'An include for each file',
    '10.2',
    "{ 'include': ['a.json', 'b.json'] }",
    "{ 'include': 'a.json' }\n{ 'include': 'b.json' }",
  );
  fixed(
    "Write 'member-name-exceptions'",
    '6.0',
    "{ 'pragma': { 'name-case-whitelist': [] } }",
    "{ 'pragma': { 'member-name-exceptions': [] } }",
  );
  fixed(
    "Write 'returns-whitelist'",
    '5.2',
    "{ 'pragma': { 'command-returns-exceptions': [] } }",
    "{ 'pragma': { 'returns-whitelist': [] } }",
  );
  fixed('Write true', '10.2', "{ 'pragma': { 'doc-required': 'true' } }", "{ 'pragma': { 'doc-required': true } }");
});
