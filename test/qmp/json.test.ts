// The reader of QMP's JSON: what it makes of good text, and that one mistake in bad text is one problem.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type JsonValue, readJson, readJsonValue } from '../../server/src/qmp/json.ts';

/** The values in one line, as they would be written without the mistakes. `⟨⟩` stands for what is no value. */
function shown(value: JsonValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return '⟨missing⟩';
    case 'string':
      return JSON.stringify(value.text);
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'elision':
      return '...';
    case 'bad':
      return '⟨bad⟩';
    case 'array':
      return `[${value.items.map(shown).join(', ')}]`;
    case 'object': {
      const entries = value.entries.map((entry) => `${JSON.stringify(entry.key.text)}: ${shown(entry.value)}`);
      return `{${[...entries, ...(value.elided ? ['...'] : [])].join(', ')}}`;
    }
  }
}

function read(text: string): { values: string; problems: string[] } {
  const { values, problems } = readJson([{ start: 0, text }]);
  return {
    values: values.map(shown).join(' '),
    problems: problems.map(({ code, span, detail }) => {
      const about = text.slice(span.start, span.end);
      return `${code} at ${JSON.stringify(about)}${detail === '' || detail === about ? '' : `: ${detail}`}`;
    }),
  };
}

describe('JSON without a mistake', () => {
  const good: Record<string, string> = {
    '{ "execute": "stop" }': '{"execute": "stop"}',
    '{ "a": "", "": ["", ""] }': '{"a": "", "": ["", ""]}',
    "{ 'execute': 'stop' }": '{"execute": "stop"}',
    '[1, -2.5e+3, true, false, null, [], {}]': '[1, -2.5e+3, true, false, null, [], {}]',
    '18446744073709551615': '18446744073709551615',
    '{"a": 1} {"b": 2}\n{"c": 3}': '{"a": 1} {"b": 2} {"c": 3}',
    // Escapes, QEMU's own `\'` among them.
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\\'"': '"\\"\\\\/\\b\\f\\n\\r\\té\'"',
    "'say \"hi\", don\\'t shout'": '"say \\"hi\\", don\'t shout"',
    '"\\ud83d\\ude00"': '"😀"',
    // Elisions, with and without words and commas.
    '...': '...',
    '[ { "a": 1 }, ... ]': '[{"a": 1}, ...]',
    '[ ..., 1, ... and so on ..., 2 ]': '[..., 1, ..., 2]',
    '{ "a": 1,\n  ...\n}': '{"a": 1, ...}',
    '{ "a": ..., ... "b": 2 }': '{"a": ..., "b": 2, ...}',
    '[ {...more...} ]': '[{...}]',
    '': '',
  };
  for (const [text, expected] of Object.entries(good)) {
    it(text || 'nothing', () => assert.deepEqual(read(text), { values: expected, problems: [] }));
  }

  it('a value may go on over several pieces, a string may not', () => {
    const { values, problems } = readJson([
      { start: 10, text: '{ "a":' },
      { start: 30, text: '   [ 1,' },
      { start: 50, text: '' },
      { start: 51, text: '2 ] }' },
    ]);
    assert.equal(values.map(shown).join(), '{"a": [1, 2]}');
    assert.deepEqual(values[0]?.span, { start: 10, end: 56 });
    assert.deepEqual(problems, []);
  });

  it('a key knows the place between its quotes, and whether it is written without escapes', () => {
    const [value] = readJson([{ start: 100, text: '{"plain": 1, "esc\\u0061ped": 2}' }]).values;
    assert.ok(value?.kind === 'object');
    assert.deepEqual(
      value.entries.map(({ key }) => [key.text, key.span, key.content, key.plain]),
      [
        ['plain', { start: 101, end: 108 }, { start: 102, end: 107 }, true],
        ['escaped', { start: 113, end: 127 }, { start: 114, end: 126 }, false],
      ],
    );
  });
});

describe('JSON with a mistake: one problem, and the rest is read', () => {
  const bad: [text: string, values: string, ...problems: string[]][] = [
    ['{ "a": 1 "b": 2 }', '{"a": 1, "b": 2}', 'comma at "": missing'],
    ['[ 1 2 ]', '[1, 2]', 'comma at "": missing'],
    ['{ "a": 1, }', '{"a": 1}', 'comma at ",": trailing'],
    ['[ 1,, 2 ]', '[1, 2]', 'comma at ",": doubled'],
    ['[ , 1 ]', '[1]', 'comma at ",": doubled'],
    ['{ "a" 1, "b": 2 }', '{"a": 1, "b": 2}', 'expected at "1": \':\''],
    ['{ "a": , "b": 2 }', '{"a": ⟨missing⟩, "b": 2}', 'expected at ",": a value'],
    ['{ "a", "b": 2 }', '{"a": ⟨missing⟩, "b": 2}', 'expected at ",": \':\''],
    ['{ 5: 1, "b": 2 }', '{"b": 2}', 'expected at "5": a name'],
    ['{ {"x": [1, 2]}, "b": 2 }', '{"b": 2}', 'expected at "{": a name'],
    [
      '{ "a" = 1, "b" => 2, "c"; 3 }',
      '{"a": 1, "b": 2, "c": 3}',
      ...['=', '=>', ';'].map((sign) => `expected at "${sign}": ':'`),
    ],
    [
      "{ u'a': U'b', b'c': r'd' }",
      '{"a": "b", "c": "d"}',
      ...['u', 'U', 'b', 'r'].map((n) => `string-prefix at "${n}"`),
    ],
    ['{ u": 1, "b": b" }', '{"u": 1, "b": "b"}', 'unquoted at "u\\"": u', 'unquoted at "b\\"": b'],
    [
      '{ “a”: ‘b c, d’, "e": „f“ }',
      '{"a": "b c, d", "e": "f"}',
      'book-quotes at "“a”": a',
      'book-quotes at "‘b c, d’": b c, d',
      'book-quotes at "„f“": f',
    ],
    ['{ “a: 1, "b": 2 }', '{"“a": 1, "b": 2}', 'unquoted at "“a"'],
    ['{ a: 1, "b": 2 }', '{"a": 1, "b": 2}', 'unquoted at "a"'],
    ['{ "a": "b"", "c": 1 }', '{"a": "b", "c": 1}', 'doubled-quote at "\\""'],
    ['{ "a"": ""b" }', '{"a": "b"}', 'doubled-quote at "\\""', 'doubled-quote at "\\""'],
    ["{ 'a': 'b''', 'c': [ '''d' ] }", '{"a": "b", "c": ["d"]}', 'doubled-quote at "\'\'"', 'doubled-quote at "\'\'"'],
    ['{ a": 1, "b": c" }', '{"a": 1, "b": "c"}', 'unquoted at "a\\"": a', 'unquoted at "c\\"": c'],
    ['{ "a: 1, "b": 2 }', '{"a": 1, "b": 2}', 'unclosed-string at "\\"a": "'],
    ['{ "execute: "stop" }', '{"execute": "stop"}', 'unclosed-string at "\\"execute": "'],
    ['{ "desc": "no such file }\n{}', '{"desc": "no such file"} {}', 'unclosed-string at "\\"no such file": "'],
    ['{ "a": [1, { "b": 2 }, "c": 3 }', '{"a": [1, {"b": 2}, "c"]}', "expected at \":\": ',' or ']'"],
    ['{ "a": [1, 2 }', '{"a": [1, 2]}', 'expected at "}": \']\''],
    ['[ { "a": 1 ]', '[{"a": 1}]', 'expected at "]": \'}\''],
    ['{ "a": 1 ] }', '{"a": 1}', 'expected at "]": \'}\''],
    ['[ 1 } ]', '[1]', 'expected at "}": \']\''],
    ['{ "a": [ 1', '{"a": [1]}', 'unclosed at "[": ]}'],
    ['{ "a": True }', '{"a": ⟨bad⟩}', 'stray at "True"'],
    [
      '[ 007, +1, 0x1F, .5, 1. ]',
      '[007, +1, 0x1F, .5, 1.]',
      ...['007', '+1', '0x1F', '.5', '1.'].map((n) => `number at "${n}"`),
    ],
    ['"a\\qb"', '"a\\\\qb"', 'escape at "\\\\q"'],
    ['"\\u12"', '"\\\\u12"', 'escape at "\\\\u"'],
    ['"\\ud800"', '"\\\\ud800"', 'escape at "\\\\ud800"'],
    ['"\\udc00\\ud800"', '"\\\\udc00\\\\ud800"', 'escape at "\\\\udc00"'],
    ['"\\uFFFE \\uD83F\\uDFFF"', '"\\\\uFFFE \\\\uD83F\\\\uDFFF"', 'escape at "\\\\uFFFE"'],
    ['"a\tb"', '"a\\tb"', 'control-character at "\\t"'],
    ['[ "a", "Andr\uFFFD", "\uFFFD\uFFFD" ]', '["a", "Andr\uFFFD", "\uFFFD\uFFFD"]', 'encoding at "\uFFFD"'],
    ['{},\n{}', '{} {}', 'stray at ","'],
    ["{}\nThat's all\nthat isn't more\n{}", '{} {}', 'stray at "That\'s all\\nthat isn\'t more"'],
  ];
  for (const [text, values, ...problems] of bad) {
    it(text, () => assert.deepEqual(read(text), { values, problems }));
  }

  it('what is nested deeper than any message is not walked into', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.deepEqual(read(nested(299)).problems, []);
    const { problems } = read(`[${nested(299)}, ${nested(1500)}] 1`);
    assert.deepEqual(problems, ['too-deep at "["']);
  });
});

describe('one value', () => {
  it('nothing behind it is looked at', () => {
    let asked = 0;
    function* pieces() {
      for (const text of ['{ "a":', '1 } junk', 'never reached']) yield { start: 20 * asked++, text };
    }
    const { value, problems } = readJsonValue(pieces());
    assert.equal(shown(value), '{"a": 1}');
    assert.deepEqual(problems, []);
    assert.equal(asked, 2);
  });

  it('something else than a value is none', () => {
    assert.deepEqual(readJsonValue([{ start: 0, text: '  what the server says' }]), { value: undefined, problems: [] });
    assert.deepEqual(readJsonValue([]), { value: undefined, problems: [] });
  });
});
