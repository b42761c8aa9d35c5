/**
 * The reader of schemas, and above all what it makes of mistakes. A mistake is marked with « and » in the text; it must
 * give one problem, right there, and must not spoil the definition behind it: `next` follows every text.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../server/src/schema/definitions.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { SyntaxCode, Tree, Value } from '../../server/src/syntax/tree.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

const NEXT = "\n\n##\n# @next:\n##\n{ 'command': 'next' }\n";

/** The definitions of a file: `struct Disk`; with `?` behind those that have a comment of their own. */
function definitionsOf(tree: Tree): string[] {
  return readFile('test.json', tree).definitions.map(
    ({ keyword, name, doc }) => `${keyword.text} ${name.text}${doc ? ' (documented)' : ''}`,
  );
}

/** One mistake, one problem; `found` is what is found before `next`. */
function mistake(what: string, code: SyntaxCode, marked: string, found: readonly string[]): void {
  it(what, () => {
    const tree = parse(readMarks(marked).text + NEXT);
    assert.deepEqual(
      tree.problems.map((problem) => problem.code),
      [code],
    );
    assert.equal(
      writeMarks(
        tree.text,
        tree.problems.map((problem) => problem.span),
      ),
      marked + NEXT,
    );
    assert.deepEqual(definitionsOf(tree), [...found, 'command next (documented)']);
  });
}

/** Several mistakes, each told of. */
function mistakes(what: string, codes: readonly SyntaxCode[], marked: string): void {
  it(what, () => {
    const tree = parse(readMarks(marked).text + NEXT);
    const found = tree.problems.map((problem) => problem.code);
    assert.deepEqual(found, codes);
    const spans = tree.problems.map((problem) => problem.span);
    assert.equal(writeMarks(tree.text, spans), marked + NEXT);
    assert.equal(definitionsOf(tree).at(-1), 'command next (documented)');
  });
}

/** A text with nothing wrong in it. */
function fine(what: string, text: string, found: readonly string[]): void {
  it(what, () => {
    const tree = parse(text);
    assert.deepEqual(tree.problems, []);
    assert.deepEqual(definitionsOf(tree), found);
  });
}

describe('a tree', () => {
  it('says what stands where', () => {
    const text = "# A disk.\n{ 'struct': 'Disk', 'data': { '*id': [ 'str' ], 'ro': true } }\n";
    const { expressions, comments } = parse(text);
    const shown = (value: Value | undefined): unknown => {
      if (!value) return undefined;
      const there = text.slice(value.span.start, value.span.end);
      if (value.kind === 'object') return Object.fromEntries(value.entries.map((e) => [e.key.text, shown(e.value)]));
      if (value.kind === 'array') return value.items.map(shown);
      return there;
    };
    assert.deepEqual(
      expressions.map((expression) => shown(expression.value)),
      [{ struct: "'Disk'", data: { '*id': ["'str'"], ro: 'true' } }],
    );
    assert.deepEqual(
      comments.map(({ span }) => text.slice(span.start, span.end)),
      ['# A disk.'],
    );
  });

  it('gives a string with its quotes, its content, and what it means', () => {
    const text = String.raw`{ 'command': 'a\\b' }`;
    const value = parse(text).expressions[0]?.value;
    const string = value?.kind === 'object' ? value.entries[0]?.value : undefined;
    assert.ok(string?.kind === 'string');
    assert.equal(text.slice(string.span.start, string.span.end), String.raw`'a\\b'`);
    assert.equal(text.slice(string.content.start, string.content.end), String.raw`a\\b`);
    assert.equal(string.text, String.raw`a\b`);
  });

  it('has an entry without a value where the value is not typed yet', () => {
    const value = parse("{ 'command': }").expressions[0]?.value;
    assert.deepEqual(value?.kind === 'object' && value.entries.map((e) => [e.key.text, e.value]), [
      ['command', undefined],
    ]);
  });

  it('knows which expressions are whole', () => {
    const { expressions } = parse("{ 'command': 'a' }\n{ 'command': 'b', }\n{ 'command': 'c' }\n");
    assert.deepEqual(
      expressions.map(({ whole }) => whole),
      [true, false, true],
    );
  });

  it('puts its problems in the order of the text', () => {
    const { problems } = parse("##\n#no space\n{ 'a': \"b\" }\n,\n{ 'command': 'c',, }\n");
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['doc-unclosed', 'doc-space', 'double-quotes', 'comma', 'comma'],
    );
  });

  it('tells where a thing began that is wrong further down', () => {
    const text = "{ 'command': 'a', 'data': { 'x': 'int'\n\n{ 'command': 'b', 'command': 'c' }\n";
    const origins = parse(text).problems.map(({ origin }) => origin && text.slice(origin.start, origin.end));
    assert.deepEqual(origins, ['{', "'command'"]);
  });
});

describe('what is allowed', () => {
  fine('an empty file', '', []);
  fine('an empty object, which is for the rules to refuse', '{}', []);
  fine(
    'comments among the elements',
    "{ # here\n 'enum': 'Mode', # there\n 'data': [ 'on', # and\n # everywhere\n 'off' ] }",
    ['enum Mode'],
  );
  fine('no blanks, or two definitions on one line', "{'command':'a'}{'command':'b'}", ['command a', 'command b']);
  fine('a blank before a colon', "{ 'command' : 'a' }", ['command a']);
  fine('form feeds and other blanks of Python', "{\f'command':\u00a0'a'\u2003}\x1c\u0085\v", ['command a']);
  fine('such blanks behind a word', "{ 'command': 'a', 'gen': false\x1c, 'boxed': true\u0085}", ['command a']);
  fine('lines that end with CR and LF', "##\r\n# @a:\r\n#\r\n# Text.\r\n##\r\n{ 'command': 'a' }\r\n", [
    'command a (documented)',
  ]);
  fine('lines that end with a lone CR', "##\r# @a:\r# Text.\r##\r{ 'command': 'a' }\r# end", [
    'command a (documented)',
  ]);
  fine('an empty documentation comment', "##\n##\n{ 'command': 'a' }", ['command a']);
  fine('blank lines behind a documentation comment', "##\n# @a:\n##\n\n\n{ 'command': 'a' }", [
    'command a (documented)',
  ]);
  fine('blank lines inside a documentation comment', "##\n# @a:\n\n# Text.\n##\n{ 'command': 'a' }", [
    'command a (documented)',
  ]);
  fine('a nested object at the start of a line', "{ 'struct': 'Disk', 'data':\n{ 'id':\n{ 'type': 'str' } } }", [
    'struct Disk',
  ]);
});

describe('strings', () => {
  mistake('no closing quote, a bracket later', 'unclosed-string', "{ 'command': «'eject» }", ['command eject']);
  mistake('no closing quote, a comma later', 'unclosed-string', "{ 'command': «'eject», 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake('a closing quote of the other kind', 'double-quotes', "{ 'command': «'eject\"», 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake('a backtick for the closing quote', 'double-quotes', "{ 'command': «'eject`» }", ['command eject']);
  mistake('an opening quote of the other kind', 'double-quotes', "{ 'command': «\"eject'», 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake('no closing quote of a key', 'unclosed-string', "{ «'command»: 'eject', 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake('no closing quote at the end of a line', 'unclosed-string', "{ 'struct': 'Disk',\n  'data': { «'id»\n} }", [
    'struct Disk',
  ]);
  mistake('a lone quote, just typed', 'unclosed-string', "{ 'struct': 'Disk', 'data': {\n  «'»\n} }", ['struct Disk']);
  mistake('a lone quote, and nothing behind', 'unclosed-string', "{ 'command': «'»", []);
  mistake('a quote too many at the end', 'doubled-quote', "{ 'command': 'eject'«'», 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake('a quote too many behind the last value of a line', 'doubled-quote', "{ 'command': 'eject'«'» }", [
    'command eject',
  ]);
  mistake('a quote too many behind a key', 'doubled-quote', "{ 'command'«'»: 'eject' }", ['command eject']);
  mistake('a quote too many at the beginning', 'doubled-quote', "{ 'command': «'»'eject', 'data': { 'id': 'str' } }", [
    'command eject',
  ]);
  mistake(
    'the pair of quotes that an editor puts',
    'doubled-quote',
    "{ 'command': 'eject'«''», 'data': { 'id': 'str' } }",
    ['command eject'],
  );
  mistake('a pair of quotes before a string', 'doubled-quote', "{ 'command': «''»'eject' }", ['command eject']);
  mistake('a comma too few between two strings', 'comma', "{ 'enum': 'Mode', 'data': [ 'on'«»'off' ] }", ['enum Mode']);
  mistake('a colon behind the last name of a list', 'expected', "{ 'enum': 'Mode', 'data': [ 'on' «:»] }", [
    'enum Mode',
  ]);
  fine('an empty string', "{ 'enum': 'Mode', 'data': [ 'on', '' ] }", ['enum Mode']);
  mistake('no opening quote', 'stray', "{ 'command': «eject'», 'data': { 'id': 'str' } }", ['command eject']);
  mistake('no opening quote of a key', 'stray', "{ 'struct': 'Disk', 'data': { «id'»: 'str' } }", ['struct Disk']);
  mistake('double quotes', 'double-quotes', '{ \'command\': «"eject"» }', ['command eject']);
  mistake('an escape', 'escape', String.raw`{ 'command': 'ej«\u0065»ct' }`, ['command eject']);
  mistake('an escape that stands for nothing', 'escape', String.raw`{ 'command': 'ej«\x»ect' }`, ['command ejxect']);
  mistake('the worst of several escapes', 'escape', String.raw`{ 'command': '\u0065j«\u00e9»ct' }`, [
    'command eju00e9ct',
  ]);
  mistake('an escaped quote', 'escape', String.raw`{ 'command': 'ej«\'»ect' }`, ["command ej'ect"]);
  mistake('a backslash before the closing quote', 'escape', String.raw`{ 'command': 'eject«\'» }`, ['command eject']);
  mistake('a backslash before a closing quote with more behind', 'escape', String.raw`{ 'command«\'»: 'eject' }`, [
    'command eject',
  ]);
  mistake('a letter with an accent', 'funny-character', "{ 'command': '«é»ject' }", ['command éject']);
  mistake('a tab', 'funny-character', "{ 'command': 'ej«\t»ect' }", ['command ej\tect']);
  mistake('a character of two code units', 'funny-character', "{ 'command': '«💿»' }", ['command 💿']);
});

describe('words without quotes', () => {
  mistake('a name', 'stray', "{ 'command': 'eject', 'returns': «Disk» }", ['command eject']);
  mistake('a key', 'stray', "{ «command»: 'eject' }", ['command eject']);
  mistake('a number', 'stray', "{ 'command': 'eject', 'boxed': «1» }", ['command eject']);
  mistake('null', 'stray', "{ 'struct': 'Disk', 'data': { 'id': «null» } }", ['struct Disk']);
  mistake('True', 'stray', "{ 'command': 'eject', 'boxed': «True» }", ['command eject']);
  mistake('a word that begins with true', 'stray', "{ 'command': 'eject', 'boxed': «trueish» }", ['command eject']);
  mistake('a word that begins with true and goes on in digits', 'stray', "{ 'command': 'eject', 'boxed': «true1» }", [
    'command eject',
  ]);
  mistake('a semicolon for a comma', 'stray', "{ 'enum': 'Mode'«;» 'data': [ 'on', 'off' ] }", ['enum Mode']);
  mistake('an equals sign for a colon', 'stray', "{ 'enum' «=» 'Mode', 'data': [ 'on', 'off' ] }", ['enum Mode']);
  mistake('a comment of another language', 'stray', "{ 'command': 'eject' «// open it» \n}".replace(' \n', '\n'), [
    'command eject',
  ]);
  mistake('a NUL byte', 'stray', "{ 'command': «\0» 'eject' }", ['command eject']);
  mistake('a byte order mark at the start', 'stray', "«\ufeff»{ 'command': 'eject' }", ['command eject']);
  mistake('a byte order mark in the middle', 'stray', "{ «\ufeff» 'command': 'eject' }", ['command eject']);
  mistakes('brackets of the wrong kind', ['stray', 'stray'], "{ 'enum': 'Mode', 'data': «(» 'on', 'off' «)» }");
});

describe('commas and colons', () => {
  mistake('a trailing comma in an array', 'comma', "{ 'enum': 'Mode', 'data': [ 'on', 'off'«,» ] }", ['enum Mode']);
  mistake('a trailing comma in an object', 'comma', "{ 'struct': 'Disk', 'data': { 'id': 'str'«,» } }", [
    'struct Disk',
  ]);
  mistake('a leading comma', 'comma', "{ 'enum': 'Mode', 'data': [ «,» 'on', 'off' ] }", ['enum Mode']);
  mistake('one comma too many', 'comma', "{ 'enum': 'Mode', 'data': [ 'on',«,» 'off' ] }", ['enum Mode']);
  mistake('no comma between elements', 'comma', "{ 'enum': 'Mode', 'data': [ 'on'«» 'off' ] }", ['enum Mode']);
  mistake('no comma between entries', 'comma', "{ 'enum': 'Mode'«»\n  'data': [ 'on', 'off' ] }", ['enum Mode']);
  mistake('a comma between definitions', 'comma', "{ 'command': 'eject' }«,»", ['command eject']);
  mistake('no colon', 'expected', "{ 'struct': 'Disk', 'data': { 'id' «'str'» } }", ['struct Disk']);
  mistake('a colon too many', 'expected', "{ 'command': «:» 'eject' }", []);
  mistake('a colon for a comma', 'expected', "{ 'enum': 'Mode', 'data': [ 'on'«:» 'off', 'auto' ] }", ['enum Mode']);
  mistake('a colon between the only two', 'expected', "{ 'enum': 'Mode', 'data': «[ 'on': 'off' ]» }", ['enum Mode']);
  mistake(
    'keys with values between brackets',
    'expected',
    "{ 'struct': 'Disk', 'data': «[ 'id': 'str', 'nr': [ 'int' ] ]» }",
    ['struct Disk'],
  );
  mistake(
    'the same over lines, in longhand',
    'expected',
    "{ 'struct': 'Disk',\n  'data': «[ 'id':\n{ 'type': 'str' } ]» }",
    ['struct Disk'],
  );
  mistake(
    'keys with values between a bracket and a brace',
    'expected',
    "{ 'struct': 'Disk', 'data': «[ 'id': 'str' }» }",
    ['struct Disk'],
  );
  mistake('a key without a value, and the next key', 'expected', "{ 'command' «'data'»: { 'id': 'str' } }", []);
  mistake('a key without a value, and a comma', 'expected', "{ 'command'«,» 'data': { 'id': 'str' } }", []);
  mistake('a value without a key', 'expected', "{ 'command': 'eject', «[» 'id' ] }", ['command eject']);
  mistakes('three mistakes', ['comma', 'comma', 'comma'], "{ 'enum': 'Mode', 'data': [ «,» 'on',«,» 'off'«,» ] }");
});

describe('brackets', () => {
  mistake('no closing brace', 'unclosed', "{ 'command': 'eject', 'data': { 'id': 'str' «}»", ['command eject']);
  mistake('no closing braces at all', 'unclosed', "{ 'command': 'eject', 'data': { 'id': 'str«'»", ['command eject']);
  mistake('an array without its closing bracket', 'expected', "{ 'enum': 'Mode', 'data': [ 'on', 'off' «}»", [
    'enum Mode',
  ]);
  mistake('an array that ends with a brace', 'expected', "{ 'enum': 'Mode', 'data': [ 'on', 'off' «}» }", [
    'enum Mode',
  ]);
  mistake(
    'an array without its closing bracket before the next key',
    'unclosed',
    "{ 'enum': 'Mode', 'data': [ 'on', 'off«'», 'prefix': 'M' }",
    ['enum Mode'],
  );
  mistake(
    'an array of a member without its closing bracket before the next member',
    'unclosed',
    "{ 'struct': 'Disk', 'data': { 'modes': [ 'Mode«'», 'ids': [ 'str' ] } }",
    ['struct Disk'],
  );
  mistakes(
    'an array without its closing bracket, and without the comma behind it',
    ['unclosed', 'comma'],
    "{ 'enum': 'Mode', 'data': [ 'on', 'off«'»«»\n  'prefix': 'M' }",
  );
  mistake(
    'an array that ends with a brace, and more',
    'expected',
    "{ 'enum': 'Mode', 'data': [ 'on' «}», 'if': 'X' }",
    ['enum Mode'],
  );
  mistake('an object that ends with a bracket', 'expected', "{ 'struct': 'Disk', 'data': { 'id': 'str' «]» }", [
    'struct Disk',
  ]);
  mistake(
    'an object in an array without its closing brace',
    'expected',
    "{ 'enum': 'Mode', 'data': [ { 'name': 'on' «]» }",
    ['enum Mode'],
  );
  mistake(
    'an object in an array that ends with a bracket',
    'expected',
    "{ 'enum': 'Mode', 'data': [ { 'name': 'on' «]», 'off' ] }",
    ['enum Mode'],
  );
  mistake(
    'members between a bracket and the last brace',
    'expected',
    "{ 'struct': 'Disk', 'data': «[ 'id': 'str', 'size': 'int' }»",
    ['struct Disk'],
  );
  mistake('no opening bracket', 'expected', "{ 'enum': 'Mode', 'data': 'on', 'off' «]» }", ['enum Mode']);
  mistake(
    'no opening bracket, and the next key',
    'expected',
    "{ 'enum': 'Mode', 'data': 'on', 'off', 'auto' «]», 'if': 'X' }",
    ['enum Mode'],
  );
  mistake(
    'no opening bracket, and no key',
    'expected',
    "{ 'enum': 'Mode', 'data': [], 'on'«,» 'off', 'auto' ], 'if': 'X' }",
    ['enum Mode'],
  );
  mistake('a brace too many', 'not-an-object', "{ 'command': 'eject' } «}»", ['command eject']);
  mistake('a bracket too many', 'expected', "{ 'enum': 'Mode', 'data': «]» }", ['enum Mode']);

  it('that were swapped do not disturb their neighbours', () => {
    const tree = parse("{ 'enum': 'Mode', 'data': [ { 'name': 'on' ], 'off', 'standby' ], 'prefix': 'M' }");
    const [definition] = readFile('test.json', tree).definitions;
    assert.ok(definition?.kind === 'enum');
    assert.deepEqual(
      definition.values.map(({ name }) => name.text),
      ['on', 'off', 'standby'],
    );
    assert.equal(definition.prefix?.text, 'M');
  });
});

describe('text typed half-way', () => {
  for (const [typed, mark, found] of [
    ['{', '{', []],
    ["{ 'command':", ':', []],
    ["{ 'command': 'eject'", "'", ['command eject']],
    ["{ 'command': 'eject',", ',', ['command eject']],
    ["{ 'command': 'eject', 'data'", "'", ['command eject']],
    ["{ 'command': 'eject', 'data':", ':', ['command eject']],
    ["{ 'command': 'eject', 'data': {", '{', ['command eject']],
    ["{ 'command': 'eject', 'data': { 'id':", ':', ['command eject']],
    ["{ 'command': 'eject', 'data': { 'id': 'str',", ',', ['command eject']],
    ["{ 'enum': 'Mode', 'data': [", '[', ['enum Mode']],
    ["{ 'enum': 'Mode', 'data': [ { 'name': 'on' },", ',', ['enum Mode']],
  ] as const) {
    mistake(`${typed} and the next definition`, 'unclosed', `${typed.slice(0, -1)}«${mark}»`, found);
  }

  it('ends where a definition begins, with or without a comment', () => {
    const tree = parse("{ 'command': 'a', 'data':\n{ 'command': 'b', 'data': {\n##\n# @c:\n##\n{ 'command': 'c' }\n");
    assert.deepEqual(definitionsOf(tree), ['command a', 'command b', 'command c (documented)']);
    assert.deepEqual(
      tree.problems.map(({ code }) => code),
      ['unclosed', 'unclosed'],
    );
  });

  it('names nothing with an empty string', () => {
    const { definitions } = readFile('test.json', parse("{ 'struct': 'Disk', 'data': { '*\n"));
    assert.deepEqual(
      definitions.map((definition) => definition.kind === 'struct' && definition.members.length),
      [0],
    );
  });
});

describe('what looks like the next definition belongs to the one before', () => {
  fine(
    'where a value is due, and the brackets balance',
    "{ 'command': 'a', 'data':\n{ 'command': 'str' } }\n{ 'enum': 'B' }",
    ['command a', 'enum B'],
  );
  fine(
    'even as its name, which is for schema/name-form to refuse',
    "{ 'command':\n{ 'command': 'a' } }\n{ 'enum': 'B' }",
    ['enum B'],
  );
  fine('where it goes on behind it', "{ 'command': 'a', 'data':\n{ 'enum': 'B' }, 'if': 'X' }\n{ 'enum': 'C' }", [
    'command a',
    'enum C',
  ]);
  fine('in a list', "{ 'enum': 'A', 'data': [\n{ 'enum': 'B' } ], 'if': 'X' }\n{ 'enum': 'C' }", ['enum A', 'enum C']);
  mistake('in a list of the top level', 'not-an-object', "«[\n{ 'include': 'a.json' }\n]»", []);

  mistake('but not where a brace is missing', 'unclosed', "{ 'command': 'a', 'data'«:»\n{ 'enum': 'B' }", [
    'command a',
    'enum B',
  ]);
});

describe('the top level', () => {
  mistake('an array', 'not-an-object', "«[ 'on', 'off' ]»", []);
  mistake('an array that is not closed', 'not-an-object', "«[ 'on', 'off'»", []);
  mistake('a string', 'not-an-object', "«'eject'»", []);
  mistake('true', 'not-an-object', '«true»', []);
  mistake('a bracket', 'not-an-object', '«[»', []);
  mistake('a word', 'stray', '«eject»', []);
  mistake('a sentence', 'not-an-object', "«This isn't QAPI, is it?»", []);
  mistake('a comment of another language', 'stray', '«// a "comment" of JavaScript»', []);
  mistake('a longer comment of another language', 'stray', '«/* a comment of C */»', []);
  mistake('a definition without its first line', 'not-an-object', "«'data': { 'id': 'str' } }»", []);
  mistake(
    'more of such a definition',
    'not-an-object',
    "«'base': { 'on': 'bool' },\n  'data': { 'a': { 'type': 'A', 'if': 'X' } },\n  'if': { 'not': 'Y' } }»",
    [],
  );
  mistake('the end of one, before a definition', 'not-an-object', "«'data':»\n{ 'command': 'a' }", ['command a']);
  mistakes(
    'the end of one, which is not closed, before a definition',
    ['not-an-object', 'unclosed'],
    "«'data': { 'id': 'str',»\n{ 'command': 'a'«,»",
  );
  mistake('the rest of a message', 'not-an-object', "{ 'command': 'a' } «: 'x', 'y' ] }»", ['command a']);
});

describe('where a bracket is missing', () => {
  for (const [what, text, seenAt] of [
    [
      'the generator stops at the next definition',
      "{ 'struct': 'A'\n{ 'command': 'a' }\n{ 'command': 'b' }",
      'command',
    ],
    ['or reads it as a value', "{ 'struct': 'A', 'data':\n{ 'command': 'a' }\n{ 'enum': 'B' }", 'enum'],
    ['or as an element', "{ 'enum': 'A', 'data': [ 'a',\n{ 'command': 'a' }\n{ 'enum': 'B' }", "enum': 'B"],
    ['or finds the end of the text behind it', "{ 'struct': 'A', 'data':\n{ 'command': 'a' }\n", '\n$'],
    ['or gets no further than a mistake in it', "{ 'struct': 'A', 'data':\n{ 'command' 'a' }\n", 'command'],
  ] as const) {
    it(what, () => {
      const { problems, lines } = parse(text);
      const problem = problems.find(({ code }) => code === 'unclosed');
      const place = seenAt === '\n$' ? text.length - 1 : text.indexOf(seenAt);
      assert.equal(lines.lineOf(problem?.refusedAt ?? -1), lines.lineOf(place));
    });
  }
});

describe('what no object may be is read before it is refused', () => {
  for (const [what, text, seenAt] of [
    ['a string', "\n'eject'\n", "'eject'"],
    ['a string before a wrong character', "'eject'\n?", '?'],
    ['a string before a comment that looks like documentation', "'eject'\n###\n", "'eject'"],
    ['a list before a wrong character', "[ 'on' ]\n?", '?'],
    ['a list with a wrong character', "[\n'on' ?", '?'],
    ['a list with a comment that looks like documentation', "##\n# @a:\n##\n[\n##'on'", "'on'"],
    ['a colon before a wrong character', ':\n?', ':'],
    [
      'a list that is not closed, and takes in what follows',
      "[\n{ 'include': 'a' }\n{ 'command': 'b' }",
      "{ 'command'",
    ],
    ['a list of lists of lists', `${'[\n'.repeat(120)}${']'.repeat(120)}`, '['],
  ] as const) {
    it(what, () => {
      const problem = parse(text).problems.find(({ code }) => code === 'not-an-object');
      assert.equal(problem?.refusedAt, text.indexOf(seenAt));
    });
  }
});

describe('keys', () => {
  mistake('the same twice', 'duplicate-key', "{ 'struct': 'Disk', 'data': { 'id': 'str', «'id'»: 'int' } }", [
    'struct Disk',
  ]);

  it('count once where they stand twice: the first', () => {
    const tree = parse("{ 'command': 'a', 'command': 'b' }");
    assert.deepEqual(definitionsOf(tree), ['command a']);
  });

  it('of Object.prototype are keys like any other', () => {
    const tree = parse("{ 'struct': 'Disk', 'data': { '__proto__': 'str', 'constructor': 'str', 'toString': 'str' } }");
    assert.deepEqual(tree.problems, []);
    const [definition] = readFile('test.json', tree).definitions;
    assert.deepEqual(definition?.kind === 'struct' && definition.members.map(({ name }) => name.text), [
      '__proto__',
      'constructor',
      'toString',
    ]);
  });
});

describe('documentation comments', () => {
  mistake('one that is not closed', 'doc-unclosed', "«##»\n# @eject:\n# Text.\n{ 'command': 'eject' }", [
    'command eject (documented)',
  ]);
  mistake(
    'one that is not closed, before another',
    'doc-unclosed',
    "«##»\n# @gone:\n# Text.\n\n##\n# @eject:\n##\n{ 'command': 'eject' }",
    ['command eject (documented)'],
  );
  mistake('nothing but a fence', 'doc-unclosed', "«##»\n{ 'command': 'eject' }", ['command eject']);
  mistake('a banner', 'doc-junk', "##«# Disks»\n{ 'command': 'eject' }", ['command eject']);
  mistake('a space behind the fence', 'doc-junk', "##« »\n# @eject:\n##\n{ 'command': 'eject' }", [
    'command eject (documented)',
  ]);
  mistake('a space behind the last fence', 'doc-junk', "##\n# @eject:\n##« »\n{ 'command': 'eject' }", [
    'command eject (documented)',
  ]);
  mistake('text glued to the last fence', 'doc-junk', "##\n# @eject:\n##«{ 'command': 'eject' }»", [
    'command eject (documented)',
  ]);
  mistake('no space behind #', 'doc-space', "##\n# @eject:\n«#Open the tray.»\n##\n{ 'command': 'eject' }", [
    'command eject (documented)',
  ]);
  mistake('text behind the fence of a whole comment', 'doc-junk', "##« Disks»\n# @eject:\n##\n{ 'command': 'eject' }", [
    'command eject (documented)',
  ]);
  mistake(
    'a fence in a definition',
    'doc-in-expression',
    "{ 'command': 'eject',\n  «##»\n  'data': { 'id': 'str' } }",
    ['command eject'],
  );
  mistake(
    'a whole comment in a definition',
    'doc-in-expression',
    "{ 'command': 'eject',\n«##»\n# @id: its name\n##\n  'data': { 'id': 'str' } }",
    ['command eject'],
  );
  mistake(
    'one line of a comment in a definition',
    'doc-junk',
    "{ 'command': 'eject',\n  ##« its name»\n  'data': { 'id': 'str' } }",
    ['command eject'],
  );
  mistake(
    'a definition that is not closed before a comment',
    'unclosed',
    "{ 'command': 'eject', 'data': { 'id': 'str' «}»\n##\n# @stop:\n##\n{ 'command': 'stop' }",
    ['command eject', 'command stop (documented)'],
  );

  it('belong to the definition right behind them only', () => {
    const tree = parse("##\n# @a:\n##\n\n##\n# = Disks\n##\n\n##\n# @b:\n##\n{ 'command': 'b' }\n{ 'command': 'c' }\n");
    assert.deepEqual(tree.problems, []);
    assert.deepEqual(definitionsOf(tree), ['command b (documented)', 'command c']);
    assert.deepEqual(
      tree.freeDocs.map((doc) => doc.symbol?.text),
      ['a', undefined],
    );
  });
});

describe('text of any size', () => {
  it('may nest a hundred thousand levels, or close what was never opened', () => {
    for (const piece of ['[', '{', "{'a':", "{'a':[", ']', '}', ']}', '[}']) {
      const text = `{ 'command': 'first' }\n${piece.repeat(100_000)}\n${NEXT}`;
      const tree = parse(text);
      assert.ok(tree.problems.length > 0 && tree.problems.length < 5, `${piece}: ${tree.problems.length} problems`);
      assert.deepEqual(definitionsOf(tree), ['command first', 'command next (documented)'], piece);
    }
  });

  it('is read to a hundred levels and no further', () => {
    const nested = (depth: number): string => `{ 'command': ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)} }`;
    assert.deepEqual(parse(nested(100)).problems, []);
    assert.deepEqual(
      parse(nested(101)).problems.map(({ code }) => code),
      ['too-deep'],
    );
  });

  it('is read whole by the generator, which then refuses the definition', () => {
    const text = `{ 'enum': 'A' }\n{ 'command':\n${'['.repeat(120)}\n${']'.repeat(120)} }`;
    const [problem] = parse(text).problems;
    assert.equal(problem?.refusedAt, text.indexOf("{ 'command'"));
  });

  // These would take minutes or more if the time were not in proportion to the length.
  const pieces: Record<string, string> = {
    'a name': 'a',
    blanks: ' ',
    'number signs': '#',
    'words and blanks': 'a b ',
    quotes: "'",
    'quotes and letters': "'a'b",
    'single and double quotes': `' " `,
    'backslashes and quotes': "\\' ",
    'quotes, backslashes and blanks': "' \\",
    'at signs': '@a ',
    'brackets that do not match': '[}{]',
    colons: "'a'::",
    'bytes of zero': '\0',
  };
  for (const [what, piece] of Object.entries(pieces)) {
    it(`may have a long line: ${what}`, () => {
      const line = piece.repeat(Math.ceil(200_000 / piece.length));
      for (const text of [line, `{ 'a': '${line}`, `{ 'a': [ ${line}`, `##\n# @a:\n# ${line}\n##`]) {
        assert.deepEqual(definitionsOf(parse(text + NEXT)).at(-1), 'command next (documented)');
      }
    });
  }

  it('may have a line of ten megabytes', () => {
    const tree = parse(`{ 'command': '${'x'.repeat(10_000_000)}' }${NEXT}`);
    assert.deepEqual(tree.problems, []);
    assert.equal(tree.expressions.length, 2);
  });
});

describe('a file that is no schema at all', () => {
  it('gives a thousand problems at the most', () => {
    assert.equal(parse("{ 'event': 'BYE', }\n".repeat(1200)).problems.length, 1000);
  });
});
