// A large schema in which something is broken every few definitions, and a long transcript in which something is broken every few
// messages: what comes after must look as if nothing were.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTokenizer, isScope, scopesAt, type Token } from './tokenizer.ts';

const tokenize = await createTokenizer('source.qapi');
const tokenizeMessages = await createTokenizer('source.qmp');

type Kind = 'struct' | 'union' | 'enum' | 'alternate' | 'command' | 'event';

interface Definition {
  readonly kind: Kind;
  readonly name: string;
  readonly documentation: readonly string[];
  readonly code: readonly string[];
}

const kinds: readonly Kind[] = ['struct', 'enum', 'union', 'command', 'event', 'alternate'];

const codeOf: Readonly<Record<Kind, (name: string) => string[]>> = {
  struct: (name) => [`{ 'struct': '${name}',`, "  'data': { 'size': 'int',", "            '*label': 'str' } }"],
  enum: (name) => [`{ 'enum': '${name}',`, "  'data': [ 'size', 'label' ] }"],
  union: (name) => [
    `{ 'union': '${name}',`,
    "  'base': { 'size': 'Size0' },",
    "  'discriminator': 'size',",
    "  'data': { 'large': 'Large0',",
    "            'small': { 'type': 'Small0',",
    "                       'if': { 'any': [ 'CONFIG_A', 'CONFIG_B' ] } } } }",
  ],
  command: (name) => [`{ 'command': '${name}',`, "  'data': { 'size': 'int' },", "  'returns': [ 'Size0' ] }"],
  event: (name) => [`{ 'event': '${name}', 'data': { 'size': 'int' } }`],
  alternate: (name) => [`{ 'alternate': '${name}',`, '  # either way', "  'data': { 'size': 'int', 'label': 'str' } }"],
};

function nameOf(kind: Kind, number: number): string {
  const prefix = number % 5 === 0 ? '__com.example_' : '';
  if (kind === 'command') return `${prefix}take-picture-${number}`;
  if (kind === 'event') return `${prefix.toUpperCase()}PICTURE_TAKEN_${number}`;
  return `${prefix}Picture${number}`;
}

function generate(count: number): Definition[] {
  return Array.from({ length: count }, (_, number) => {
    const kind = kinds[number % kinds.length] ?? 'struct';
    const name = nameOf(kind, number);
    return {
      kind,
      name,
      documentation: [
        '##',
        `# @${name}:`,
        '#',
        '# Something about pictures.  See @Picture0 and ``raw text``.',
        '#',
        '# @size: in pixels, counted',
        '#     along the longer side',
        '#',
        '# Since: 10.0',
        '#',
        '# .. qmp-example::',
        '#',
        '#     -> { "execute": "take-picture-3",',
        '#          "arguments": { "size": 640 } }',
        '#     <- { "return": {} }',
        '##',
      ],
      code: codeOf[kind](name),
    };
  });
}

const nameScopes: Readonly<Record<Kind, string>> = {
  struct: 'entity.name.type.definition.qapi',
  union: 'entity.name.type.definition.qapi',
  enum: 'entity.name.type.definition.qapi',
  alternate: 'entity.name.type.definition.qapi',
  command: 'entity.name.function.command.qapi',
  event: 'entity.name.function.event.qapi',
};

function linesOf(definitions: readonly Definition[]): string[] {
  return definitions.flatMap(({ documentation, code }) => [...documentation, ...code, '']);
}

/** Breaks every `interval`th definition, and checks all the others. */
function checkOthers(interval: number, damage: (definition: Definition) => Definition): void {
  const definitions = generate(240);
  const written = definitions.map((definition, number) => {
    const broken = number % interval === interval - 1;
    return { broken, ...(broken ? damage(definition) : definition) };
  });
  const lines = linesOf(written);
  const tokens = tokenize(lines);

  let line = 0;
  let checked = 0;
  for (const definition of written) {
    if (!definition.broken) {
      checkDefinition(definition, tokens.slice(line, line + definition.documentation.length + definition.code.length));
      checked++;
    }
    line += definition.documentation.length + definition.code.length + 1;
  }
  assert.ok(checked > definitions.length / 2);
  if (checked < definitions.length) assert.notDeepEqual(lines, linesOf(definitions), 'the damage changes nothing');
}

function checkDefinition({ kind, name, documentation, code }: Definition, tokens: readonly Token[][]): void {
  const expectScope = (line: number, text: string, scope: string) => {
    const column = [...documentation, ...code][line]?.indexOf(text) ?? -1;
    const actual = scopesAt(tokens[line] ?? [], column);
    assert.ok(
      actual.some((each) => isScope(each, scope)),
      `${name}: expected ${scope} at '${text}', but the scopes are ${actual.join(' ')}`,
    );
  };
  const codeLine = documentation.length;
  expectScope(0, '##', 'punctuation.definition.comment.begin.qapi');
  expectScope(1, name, 'entity.name.tag.symbol.qapi');
  expectScope(5, 'size', 'variable.parameter.qapi');
  expectScope(12, '"execute"', 'meta.embedded.block.qmp');
  expectScope(codeLine - 1, '##', 'punctuation.definition.comment.end.qapi');
  expectScope(codeLine, '{', 'meta.definition.qapi');
  expectScope(codeLine, `'${kind}'`, `storage.type.${kind}.qapi`);
  expectScope(codeLine, name, nameScopes[kind]);
  if (kind !== 'event') {
    const last = code.at(-1) ?? '';
    assert.deepEqual(scopesAt(tokens.at(-1) ?? [], last.length - 1), [
      'source.qapi',
      'meta.definition.qapi',
      'punctuation.section.braces.end.qapi',
    ]);
  }
}

function withCode(definition: Definition, change: (code: string) => string): Definition {
  return { ...definition, code: change(definition.code.join('\n')).split('\n') };
}

function withDocumentation(definition: Definition, change: (lines: readonly string[]) => string[]): Definition {
  return { ...definition, documentation: change(definition.documentation) };
}

describe('the definitions around a broken one', () => {
  it('are all right when nothing is broken', () => {
    checkOthers(Number.POSITIVE_INFINITY, (definition) => definition);
  });

  const damages: Readonly<Record<string, (definition: Definition) => Definition>> = {
    'without the ## that closes its documentation': (d) => withDocumentation(d, (lines) => lines.slice(0, -1)),
    'without the ## that opens its documentation': (d) => withDocumentation(d, (lines) => lines.slice(1)),
    'with documentation that stops in the middle of a message': (d) =>
      withDocumentation(d, (lines) => lines.slice(0, -3)),
    'with a blank line in its documentation': (d) =>
      withDocumentation(d, (lines) => lines.map((line, index) => (index === 4 ? '' : line))),
    'with an open quote in its example': (d) =>
      withDocumentation(d, (lines) => lines.map((line) => line.replace('"size"', '"size'))),
    'without its last brace': (d) => withCode(d, (code) => code.replace(/\}$/, '')),
    'without any closing brace': (d) => withCode(d, (code) => code.replaceAll('}', '')),
    'without any closing bracket': (d) => withCode(d, (code) => code.replaceAll(']', '')),
    'without its opening brace': (d) => withCode(d, (code) => code.replace('{', '')),
    'with one closing brace too many': (d) => withCode(d, (code) => `${code} }`),
    'with an open quote in its last line': (d) => withCode(d, (code) => code.replace(/'([^']*)$/, '$1')),
    'with an open quote in its keyword': (d) => withCode(d, (code) => code.replace(/'/, '')),
    'with an open quote behind its name': (d) => withCode(d, (code) => code.replace(/',/, ',')),
    'with double quotes': (d) => withCode(d, (code) => code.replaceAll("'", '"')),
    'with an open double quote': (d) => withCode(d, (code) => code.replace("'", '"')),
    'that is only just begun': (d) => withCode(d, (code) => code.slice(0, 12)),
    'without its commas': (d) => withCode(d, (code) => code.replaceAll(',', '')),
  };

  for (const [name, damage] of Object.entries(damages)) {
    it(`are all right beside one ${name}`, () => {
      // Every 7th of 6 kinds in turn: each kind is broken, and each comes after a broken one.
      checkOthers(7, damage);
    });
  }
});

describe('the messages around a broken one', () => {
  /** In turn with and without arrows, on one line and on several. */
  const messageOf = (number: number): string[] => {
    const id = `"id": ${number}`;
    return (
      [
        [`-> { "execute": "take-picture", "arguments": { "data": [ { "size": 640 } ] }, ${id} }`],
        [`<- { "return": [ { "data": "small" }, ... ], ${id} }`],
        ['-> { "execute": "take-picture",', '     "arguments": { "data": [', `       { "size": 640 } ] }, ${id} }`],
        ['{', '  "return": {', '    "data": "small"', '  },', `  ${id}`, '}'],
        [`{"return": [{"data": {}}], ${id}}`],
      ][number % 5] ?? []
    );
  };

  const damages: Readonly<Record<string, (text: string) => string>> = {
    'without its last brace': (text) => text.replace(/\}$/, ''),
    'without any closing brace': (text) => text.replaceAll('}', ''),
    'without any closing bracket': (text) => text.replaceAll(']', ''),
    'without its opening brace': (text) => text.replace('{', ''),
    'with one closing brace too many': (text) => `${text} }`,
    'with an open quote in its last line': (text) => text.replace(/"([^"]*)$/, '$1'),
    'with an open quote in its first key': (text) => text.replace(/"/, ''),
    'that is only just begun': (text) => text.slice(0, 12),
    'without its commas': (text) => text.replaceAll(',', ''),
    'with prose behind it': (text) => `${text} and that's { all`,
    'with prose below it': (text) => `${text.slice(0, -8)}\nThat's "all" [ of { it.`,
  };

  for (const [name, damage] of Object.entries(damages)) {
    it(`are all right beside one ${name}`, () => {
      // Every 7th of 5 kinds in turn: each kind is broken, and each comes after a broken one.
      const written = Array.from({ length: 210 }, (_, number) => {
        const lines = messageOf(number);
        const broken = number % 7 === 6;
        return { number, broken, lines: broken ? damage(lines.join('\n')).split('\n') : lines };
      });
      const tokens = tokenizeMessages(written.flatMap(({ lines }) => lines));
      let first = 0;
      for (const { number, broken, lines } of written) {
        for (const [line, text] of broken ? [] : lines.entries()) {
          for (const [key, scope] of [
            ['"id"', 'keyword.other.id.qmp'],
            ['"data"', 'support.type.property-name.qmp'],
          ] as const) {
            const column = text.indexOf(key);
            const scopes = column < 0 ? [scope] : scopesAt(tokens[first + line] ?? [], column);
            assert.ok(
              scopes.includes(scope),
              `message ${number}: expected ${scope} at ${key}, but there is ${scopes.join(' ')}`,
            );
          }
        }
        const last = lines.at(-1)?.length ?? 0;
        if (!broken) {
          assert.deepEqual(scopesAt(tokens[first + lines.length - 1] ?? [], last - 1), [
            'source.qmp',
            'meta.message.qmp',
            'punctuation.section.braces.end.qmp',
          ]);
        }
        first += lines.length;
      }
    });
  }
});
