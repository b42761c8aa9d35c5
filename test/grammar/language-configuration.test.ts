import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSyntaxFile } from './tokenizer.ts';

interface OnEnterRule {
  readonly beforeText: string;
  readonly previousLineText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string };
}

interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly indentationRules: {
    readonly increaseIndentPattern: string;
    readonly decreaseIndentPattern: string;
    readonly unIndentedLinePattern: string;
  };
  readonly onEnterRules: readonly OnEnterRule[];
}

const configuration = JSON.parse(await readSyntaxFile('language-configuration.json')) as LanguageConfiguration;
const ofMessages = JSON.parse(await readSyntaxFile('qmp-language-configuration.json')) as Pick<
  LanguageConfiguration,
  'wordPattern' | 'indentationRules'
>;

describe('wordPattern', () => {
  const wordsOf = (text: string) => text.match(new RegExp(configuration.wordPattern, 'g'));

  it('takes a downstream name as one word', () => {
    assert.deepEqual(wordsOf("{ 'command': '__com.example_foo-bar' }"), ['command', '__com.example_foo-bar']);
    assert.deepEqual(wordsOf('@__org.example_x-Enum.'), ['__org.example_x-Enum']);
  });

  it('takes a downstream name as one word while it is typed', () => {
    for (const typed of ['__', '__com', '__com.', '__com.example', '__com.example_', '__com.example_foo-']) {
      assert.deepEqual(wordsOf(`'${typed}`), [typed]);
    }
  });

  it('leaves dots, asterisks and arrows out of ordinary words', () => {
    assert.deepEqual(wordsOf("'*x-rate': 'int'"), ['x-rate', 'int']);
    assert.deepEqual(wordsOf('# Ends here.  @next.'), ['Ends', 'here', 'next']);
    assert.deepEqual(wordsOf('# -> { "execute"'), ['execute']);
  });
});

describe('onEnterRules', () => {
  /** What Enter puts at the beginning of the new line, as VS Code decides it: the first rule that fits. */
  const enter = (beforeText: string, previousLineText = ''): string | undefined =>
    configuration.onEnterRules.find(
      (rule) =>
        new RegExp(rule.beforeText).test(beforeText) &&
        (rule.previousLineText === undefined || new RegExp(rule.previousLineText).test(previousLineText)),
    )?.action.appendText;

  it('goes on with a comment', () => {
    assert.equal(enter('# Some remark'), '# ');
    assert.equal(enter('#'), '# ');
    assert.equal(enter('    # inside a definition'), '# ');
  });

  it('enters a documentation comment behind the ## that opens it', () => {
    assert.equal(enter('##', ''), '# ');
    assert.equal(enter('##', "{ 'command': 'stop' }"), '# ');
  });

  it('leaves it behind the ## that closes it', () => {
    assert.equal(enter('##', '# Since: 10.0'), undefined);
    assert.equal(enter('##', '#'), undefined);
  });

  it("goes on with a member's description at the usual indentation", () => {
    assert.equal(enter('# @port: the number of the port'), '#     ');
    assert.equal(enter('#     and its second line'), '#     ');
    assert.equal(enter('# @StartServer:'), '# ');
  });

  it('goes on with the example', () => {
    assert.equal(enter('#     -> { "execute": "pour-tea",'), '#     ');
    assert.equal(enter('#          "arguments": {'), '#          ');
  });

  it('keeps out of code, also of code with a comment behind it', () => {
    assert.equal(enter("{ 'struct': 'Point',"), undefined);
    assert.equal(enter("  'data': [ 'one', # the first"), undefined);
  });
});

describe('indentationRules', () => {
  const increases = (line: string) => new RegExp(configuration.indentationRules.increaseIndentPattern).test(line);

  it('indents below a bracket that is still open', () => {
    assert.ok(increases("{ 'struct': 'Point',"));
    assert.ok(increases("  'data': {"));
    assert.ok(increases("  'data': [ # all of them"));
    assert.ok(increases("  'data': { 'a': ['int'], 'b': { 'type': 'str' },"));
  });

  it('does not below one that is closed, or that is only text', () => {
    assert.ok(!increases("{ 'command': 'stop' }"));
    assert.ok(!increases("  'data': { 'a': ['int'] },"));
    assert.ok(!increases("  'if': 'odd{',"));
    assert.ok(!increases("  'b': 'int', # {"));
    assert.ok(!increases('# -> { "execute": "stop",'));
  });

  it('takes a closing bracket back', () => {
    const decreases = new RegExp(configuration.indentationRules.decreaseIndentPattern);
    assert.match('  } }', decreases);
    assert.match('    ],', decreases);
    assert.doesNotMatch("  'a': {} }", decreases);
  });

  it('decides quickly about a long line', () => {
    const line = `${"'member': { 'type': ['str'] }, ".repeat(200)}"`;
    const started = performance.now();
    increases(line);
    assert.ok(performance.now() - started < 1000);
  });
});

describe('messages', () => {
  it('have the same words as schemas, so that a name is one', () => {
    assert.equal(ofMessages.wordPattern, configuration.wordPattern);
  });

  const increases = (line: string) => new RegExp(ofMessages.indentationRules.increaseIndentPattern).test(line);

  it('are indented below a bracket that is still open', () => {
    assert.ok(increases('{'));
    assert.ok(increases('-> { "execute": "pour-tea",'));
    assert.ok(increases(`  'arguments': { "cups": [ 1, 2 ],`));
    assert.ok(increases('<- { "return": ['));
  });

  it('are not below one that is closed, or that is only text', () => {
    assert.ok(!increases('-> { "execute": "pour-tea", "arguments": { "cups": [ 1 ] } }'));
    assert.ok(!increases('  "data": {},'));
    assert.ok(!increases('  "text": "\\"{",'));
    assert.ok(!increases("  'text': '[',"));
    assert.ok(!increases('# {'));
  });

  it('take a closing bracket back', () => {
    const decreases = new RegExp(ofMessages.indentationRules.decreaseIndentPattern);
    assert.match('  } }', decreases);
    assert.doesNotMatch('  "data": {} }', decreases);
  });
});
