/** Small mistakes, such as people make, and odder ones. */
import { IGNORE } from '../../server/src/rules/ignores.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { blocksOf, filings } from './mutate-files.ts';
import type { Random } from './random.ts';
import type { Specimen } from './specimens.ts';

/** One way to spoil a text; it gives back the same text where it finds nothing to do. */
type Mutation = (text: string, random: Random) => string;

const KEYWORDS = ['struct', 'enum', 'union', 'alternate', 'command', 'event', 'include', 'pragma', 'type'];

const KEYS = [
  ...KEYWORDS,
  ...'data base discriminator if features boxed gen returns success-response allow-oob allow-preconfig'.split(' '),
  ...'coroutine prefix name all any not'.split(' '),
];

const PRAGMAS = [
  ...'doc-required command-name-exceptions command-returns-exceptions documentation-exceptions'.split(' '),
  ...'member-name-exceptions returns-whitelist name-case-whitelist no-such-pragma'.split(' '),
];

const NAMES = [
  ...'int str bool any null number size int8 uint64 intList strList any** Thing ThingList ThingKind thing THING'.split(
    ' ',
  ),
  ...'has-thing has_thing u kind type list data q_ q-empty q_obj_X q_empty __com.example_x __com.example_Thing'.split(
    ' ',
  ),
  ...'__x _x x- -x 1x 9 * *x **x a.b a+b max MAX none double class unstable deprecated coroutine boxed'.split(' '),
  ...'CONFIG_X defined(CONFIG_X) !CONFIG_X CONFIG_X&&CONFIG_Y lower 1CONFIG'.split(' '),
  '',
  ' ',
  'two words',
];

const VALUES = [
  ...["'str'", "'int'", 'true', 'false', '{}', '[]', "['str']", "['int', 'str']", "[['str']]", "''", "'*'"],
  ...["{ 'type': 'str' }", "{ 'type': ['str'] }", "{ 'type': 'str', 'if': 'CONFIG_X' }", "{ 'if': 'CONFIG_X' }"],
  ...["{ 'type': 'str', 'features': ['unstable'] }", "{ 'name': 'a' }", "{ 'name': 'a', 'if': 'CONFIG_X' }"],
  ...["{ 'all': ['CONFIG_X', 'CONFIG_Y'] }", "{ 'any': [] }", "{ 'not': 'CONFIG_X' }", "{ 'not': ['CONFIG_X'] }"],
  ...[
    "{ 'all': ['CONFIG_X'], 'any': ['CONFIG_Y'] }",
    "{ 'all': { 'not': 'CONFIG_X' } }",
    "{ 'a': 'str', '*b': 'int' }",
  ],
  ...["'unstable'", "['unstable']", "['deprecated', 'deprecated']", "[{ 'name': 'unstable' }]", "{ 'name': 'A_B' }"],
  ...['null', '1', '-1', '1.5', '0x10', '1e3', '"x"', 'none', 'None', 'True', 'trueish', '[null]', '{ 1: 2 }'],
  ...['[[]]', '[{}]', "['']", '[true]', "{ '': 'str' }", "{ 'a': [] }", "{ 'a': {} }", "{ 'a': true }", "'QType'"],
];

const ENTRIES = [
  ...[
    "'if': 'CONFIG_X'",
    "'features': ['unstable']",
    "'features': [{ 'name': 'a', 'if': 'CONFIG_X' }]",
    "'features': []",
  ],
  ...[
    "'boxed': true",
    "'boxed': false",
    "'gen': false",
    "'gen': true",
    "'success-response': false",
    "'allow-oob': true",
  ],
  ...["'allow-preconfig': true", "'coroutine': true", "'returns': 'str'", "'returns': ['int']", "'data': {}"],
  ...["'base': {}", "'base': 'Thing'", "'discriminator': 'type'", "'prefix': 'P'", "'prefix': 'p-q'", "'a-b': 'str'"],
  ...["'a_b': 'int'", "'*a': 'bool'", "'a': ['str']", "'if': { 'not': 'CONFIG_X' }", "'command': 'x'"],
];

const DEFINITIONS = [
  "{ 'struct': 'Mine', 'data': { 'a': 'str', '*b': 'int' } }",
  "{ 'enum': 'Mine', 'data': [ 'a', 'b' ] }",
  "{ 'struct': 'Mine', 'base': 'Mine', 'data': {} }",
  "{ 'union': 'Mine', 'base': { 'type': 'Yours' }, 'discriminator': 'type', 'data': { 'a': 'Theirs' } }",
  "{ 'alternate': 'Mine', 'data': { 'a': 'str', 'b': 'int' } }",
  "{ 'command': 'do-it', 'data': 'Mine', 'boxed': true }",
  "{ 'event': 'IT_HAPPENED', 'data': { 'a': 'Mine' } }",
  "{ 'include': 'pragma.json' }",
  "{ 'include': 'no-such-file.json' }",
  "{ 'include': 'schema.json' }",
  "{ 'include': '' }",
  '##\n# Just words.\n##',
  '##\n# = Title\n##',
  '##\n# @Nothing:\n##',
  '# a comment',
  '##',
];

const DOC_LINES = [
  ...[
    '#',
    '##',
    '###',
    '# words',
    '#words',
    '#  words',
    '#\twords',
    '#     words',
    '# @a: words',
    '# @a:',
    '# @a',
    '# @a words',
    '# @:',
    '# @a b:',
  ],
  ...['# @*a: words', '# @a-b: words', '# @a_b: words', '# @1: words', '# @: words', '#@a: words', '# a: words'],
  ...['# Features:', '# Features: words', '# features:', '# @unstable: words', '# @deprecated:', '# Returns: words'],
  ...[
    '# Returns:',
    '# Returns words',
    '# Errors:',
    '# Errors:\n#     - none',
    '# Since: 1.0',
    '# Since:',
    '# Since 1.0',
  ],
  ...[
    '# Note: words',
    '# Notes:',
    '# NOTE: words',
    '# Example:',
    '# Examples:',
    '# Example::',
    '# TODO:',
    '# TODO: words',
  ],
  ...[
    '# = Title',
    '# == Title',
    '# =Title',
    '# - item',
    '# * item',
    '# 1. item',
    '# .. note:: words',
    '# .. qmp-example::',
  ],
  ...['# ::', '# words::', '# .. code-block:: QMP', '# -> { "execute": "x" }', '# <- { "return": {} }', '# | words'],
  ...[
    '# One sentence. Another one.',
    '# One sentence.  Another one.',
    '# e.g. this',
    '# Who? Me.',
    `# ${'words '.repeat(14)}`,
  ],
  ...[
    '# Title\n# =====',
    '# @a: words\n#\n# more',
    '# @a: words\n#     more',
    '# @a: words\n#   more',
    '# `Mine`',
    '# @Mine',
  ],
  ...['', ' ', '#\u00a0words', '# wörds', '# @ä: words', '# Features:\n#\n# @a: words', '# Since: 1.0\n#\n# words'],
  // As long as a line may be, or a character longer, in code points and in UTF-16.
  ...[`# ${'ö'.repeat(68)}`, `# ${'ö'.repeat(69)}`, `# ${'😀'.repeat(68)}`, `# ${'😀'.repeat(69)}`],
  ...['# https://example.com/', '# see https://example.com/', '# @'].map((start) => start + 'x'.repeat(70)),
  // Digits and letters of others.
  ...[
    '# \u0663. Item',
    '# ée.g. This',
    '# é.g. This',
    '# End. É',
    '# End.\u00a0Then',
    '# @\u3000: words',
    '# @a\u2003b: x',
  ],
  ...['#\u3000words', '# \u3000words', '# words\x1c', '# @a:\x85words', '#\x1fwords', '# \ufeff@a: words', '# \ufeff'],
];

const CHARACTERS = [
  ...'{}[]:,\'"#@*=_-.\\/ \n\t0aAzZ~!%&|<>()+;`$^?',
  ...[
    '\r',
    '\r\n',
    '\0',
    '\f',
    '\v',
    '\x7f',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\u200b',
    '\x1c',
    '\x1f',
    '\x85',
    '\ufeff',
    'é',
    '😀',
    '  ',
    '\n\n',
    '##',
    '\\\\',
    "''",
    '//',
  ],
];

// ---- in general ----

const TOKEN = /'[^'\n]*'|##?[^\n]*|[A-Za-z0-9_.-]+|\s+|./gs;

/** Does something to one of the places that a pattern finds. */
function atMatch(pattern: RegExp, change: (found: string, random: Random, all: string[]) => string): Mutation {
  return (text, random) => {
    const places = [...text.matchAll(pattern)];
    if (places.length === 0) return text;
    const place = random.pick(places);
    const all = places.map(([found]) => found);
    return text.slice(0, place.index) + change(place[0], random, all) + text.slice(place.index + place[0].length);
  };
}

/** Does something to the list of lines, at one that passes. */
function atLine(
  passes: (line: string) => boolean,
  change: (lines: string[], at: number, random: Random) => void,
): Mutation {
  return (text, random) => {
    const lines = text.split('\n');
    const places = lines.flatMap((line, index) => (passes(line) ? [index] : []));
    if (places.length === 0) return text;
    change(lines, random.pick(places), random);
    return lines.join('\n');
  };
}

const any = (): boolean => true;
const isDoc = (line: string): boolean => line.startsWith('#');

/** What people do to lines. */
function lineMutations(passes: (line: string) => boolean): Mutation[] {
  return [
    atLine(passes, (lines, at) => lines.splice(at, 1)),
    atLine(passes, (lines, at) => lines.splice(at, 0, lines[at] ?? '')),
    atLine(passes, (lines, at) => lines.splice(at, 2, lines[at + 1] ?? '', lines[at] ?? '')),
    atLine(passes, (lines, at, random) => {
      const [line = ''] = lines.splice(at, 1);
      lines.splice(Math.max(0, at + random.below(9) - 4), 0, line);
    }),
    atLine(passes, (lines, at) => lines.splice(at, 2, `${lines[at]} ${lines[at + 1] ?? ''}`)),
    atLine(passes, (lines, at, random) => lines.splice(at, 0, random.pick(['', '#', ' ']))),
  ];
}

/** Where the values of a text are, in no order: each reaches from its first character to the end of its last bracket. */
function valuesIn(text: string): { readonly start: number; readonly end: number }[] {
  const values: { start: number; end: number }[] = [];
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    if (/^[{[]$/.test(token)) open.push(index);
    else if (/^[}\]]$/.test(token)) values.push({ start: open.pop() ?? index, end });
    else if (/^(?:'.*'|true|false)$/.test(token) && !/^\s*:/.test(text.slice(end))) values.push({ start: index, end });
  }
  return values;
}

/** Does something to one of the values that pass, whatever is in it. */
function atValue(passes: RegExp, change: (value: string, random: Random, all: string[]) => string): Mutation {
  return (text, random) => {
    const all = valuesIn(text);
    // What stands before a value tells what it is a value of.
    const places = all.filter(({ start }) => passes.test(text.slice(Math.max(0, start - 40), start)));
    if (places.length === 0) return text;
    const { start, end } = random.pick(places);
    const texts = all.map((one) => text.slice(one.start, one.end));
    return text.slice(0, start) + change(text.slice(start, end), random, texts) + text.slice(end);
  };
}

// ---- tokens and names ----

const tokens: Mutation[] = [
  atMatch(TOKEN, () => ''),
  atMatch(TOKEN, (token) => token + token),
  atMatch(TOKEN, (_, random, all) => random.pick(all)),
  atMatch(TOKEN, (token, random, all) => token + random.pick(all)),
  (text, random) => {
    const list = text.match(TOKEN) ?? [];
    const [a, b] = [random.below(list.length), random.below(list.length)];
    [list[a], list[b]] = [list[b] ?? '', list[a] ?? ''];
    return list.join('');
  },
  atMatch(/[{}[\]:,]/g, () => ''),
  atMatch(/[{}[\]:,]/g, (_, random) => random.pick([...'{}[]:,'])),
  atMatch(/,/g, (_, random) => random.pick([',,', '', ';', ' ,'])),
  atMatch(/'/g, (_, random) => random.pick(['', '"', "''", '`', "\\'"])),
];

const STRING = /'[^'\n]*'/g;
const KEY = /'[^'\n]*'(?=\s*:)/g;
const VALUE = /(?<=:\s*)(?:'[^'\n]*'|true|false|\[[^[\]{}]*\]|\{[^[\]{}]*\})/g;

const names: Mutation[] = [
  atMatch(STRING, (_, random) => `'${random.pick(NAMES)}'`),
  atMatch(STRING, (_, random, all) => random.pick(all)),
  atMatch(STRING, (string, random) => `'${respelt(string.slice(1, -1), random)}'`),
  atMatch(KEY, (_, random) => `'${random.pick(KEYS)}'`),
  atMatch(KEY, (key, random) => `'${respelt(key.slice(1, -1), random)}'`),
  atMatch(KEY, (_, random, all) => random.pick(all)),
  atMatch(new RegExp(`'(?:${KEYS.join('|')})'(?=\\s*:)`, 'g'), (_, random) => `'${random.pick(KEYS)}'`),
  // One name everywhere.
  (text, random) => {
    const all = text.match(STRING) ?? [];
    if (all.length === 0) return text;
    const name = random.pick(all);
    return text.replaceAll(name, `'${respelt(name.slice(1, -1), random)}'`);
  },
  atMatch(/(?<=# @)[\w*.-]*(?=:)/g, (name, random) => respelt(name, random)),
  atMatch(/(?<=# @)[\w*.-]*(?=:)/g, (_, random) => random.pick(NAMES)),
  // The types that have no definition of their own.
  atMatch(STRING, (string, random, all) => {
    const [name, role] = [random.pick(all).slice(1, -1), random.pick(['arg', 'base', 'wrapper', 'x'])];
    return random.pick([`'q_obj_${name}-${role}'`, `'${name}List'`, `'${string.slice(1, -1).repeat(100)}'`]);
  }),
];

function respelt(name: string, random: Random): string {
  switch (random.below(12)) {
    case 0:
      return name.toUpperCase();
    case 1:
      return name.toLowerCase();
    case 2:
      return name.replaceAll('-', '_');
    case 3:
      return name.replaceAll('_', '-');
    case 4:
      return `*${name}`;
    case 5:
      return `x-${name}`;
    case 6:
      return `__com.example_${name}`;
    case 7:
      return `${name}List`;
    case 8:
      return `${name}Kind`;
    case 9:
      return `has-${name}`;
    case 10:
      return name.slice(0, -1);
    default:
      return name.replace(/^./, (first) => (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()));
  }
}

// ---- definitions, conditions, features, flags, pragmas ----

const shapes: Mutation[] = [
  atMatch(VALUE, (_, random) => random.pick(VALUES)),
  atMatch(VALUE, (value, random) =>
    random.pick([
      `[${value}]`,
      `{ 'type': ${value} }`,
      `{ 'name': ${value} }`,
      `{ 'not': ${value} }`,
      `[${value}, ${value}]`,
    ]),
  ),
  atMatch(/(?<=[[,]\s*)'[^'\n]*'(?=\s*[\],])/g, (value, random) =>
    random.pick([
      `[${value}]`,
      `{ 'name': ${value} }`,
      `{ 'type': ${value} }`,
      `{ 'name': ${value}, 'if': 'CONFIG_X' }`,
      value,
    ]),
  ),
  atMatch(/\{(?!\s*\})/g, (brace, random) => `${brace} ${random.pick(ENTRIES)},`),
  atMatch(/(?<![{,]\s*)\s\}/g, (brace, random) => `, ${random.pick(ENTRIES)}${brace}`),
  atMatch(/,\s*'[^'\n]*'\s*:\s*(?:'[^'\n]*'|true|\[[^[\]{}]*\]|\{[^[\]{}]*\})/g, () => ''),
  atMatch(/'[^'\n]*'\s*:\s*(?:'[^'\n]*'|true|\[[^[\]{}]*\])\s*,/g, (entry) => `${entry} ${entry}`),
  atMatch(/\b(?:true|false)\b/g, (_, random) => random.pick(['true', 'false', "'true'", 'null', '1', '[]', 'True'])),
  atMatch(/\n\n/g, (gap, random) => `${gap}${random.pick(DEFINITIONS)}${gap}`),
  atMatch(/^/g, (_, random) => `${random.pick(DEFINITIONS)}\n\n`),
  (text, random) => {
    const value = random.pick([...VALUES, "['Mine', 'do-it']", 'true', 'false']);
    return `{ 'pragma': { '${random.pick(PRAGMAS)}': ${value} } }\n\n${text}`;
  },
  (text, random) => {
    // A definition goes, comes twice or goes to another place.
    const blocks = blocksOf(text);
    const at = random.below(blocks.length);
    const [block = ''] = blocks.splice(at, 1);
    const copies = random.below(3);
    for (let i = 0; i < copies; i++) blocks.splice(random.below(blocks.length + 1), 0, block);
    return blocks.join('\n\n');
  },
];

/** Values that change places, and entries. */
const transplants: Mutation[] = [
  atValue(/[:[,]\s*$/, (_, random, all) => random.pick(all)),
  atValue(/[:[,]\s*$/, (_, random) => random.pick(VALUES)),
  atValue(/[[,]\s*$/, (value, random, all) => `${value}, ${random.pick(all)}`),
  atValue(/'(?:data|base)'\s*:\s*$/, (_, random) => random.pick(VALUES)),
  atMatch(/'[^'\n]*'\s*:\s*(?:'[^'\n]*'|true|\[[^[\]{}]*\]|\{[^[\]{}]*\})/g, (_, random, all) => random.pick(all)),
  atMatch(/(?<=[{,]\s*)'[^'\n]*'\s*:\s*(?:'[^'\n]*'|true|\[[^[\]{}]*\])/g, (entry, random, all) => {
    return `${entry}, ${random.pick(all)}`;
  }),
];

/** A condition of any form, now and then of none. */
function condition(random: Random): string {
  const operands = (): string => Array.from({ length: random.below(3) }, () => condition(random)).join(', ');
  switch (random.below(14)) {
    case 0:
      return random.pick(VALUES);
    case 1:
      return `'${random.pick(NAMES)}'`;
    case 2:
    case 3:
      return `{ 'all': [${operands()}] }`;
    case 4:
    case 5:
      return `{ 'any': [${operands()}] }`;
    case 6:
    case 7:
      return `{ 'not': ${condition(random)} }`;
    case 8:
      return `{ '${random.pick(['all', 'any', 'not', 'and', 'or', ''])}': ${condition(random)} }`;
    case 9:
      return `{ 'not': ${condition(random)}, 'any': [${operands()}] }`;
    case 10:
      return `[${operands()}]`;
    default:
      return `'CONFIG_${random.pick(['A', 'B', 'A1', 'A_B', 'a', ''])}'`;
  }
}

const conditions: Mutation[] = [
  atValue(/'if'\s*:\s*$/, (_, random) => condition(random)),
  atValue(/'(?:if|not)'\s*:\s*$/, (value, random) =>
    random.pick([`{ 'not': ${value} }`, `{ 'all': [${value}, ${condition(random)}] }`, `{ 'any': ${value} }`]),
  ),
  atMatch(/\{(?=\s*')/g, (brace, random) => `${brace} 'if': ${condition(random)},`),
  // What has no braces of its own gets them.
  atValue(/'[*\w-]+'\s*:\s*$/, (value, random) => `{ 'type': ${value}, 'if': ${condition(random)} }`),
  atValue(/[[,]\s*$/, (value, random) => `{ 'name': ${value}, 'if': ${condition(random)} }`),
];

const PRAGMA_ENTRY = /(?<='pragma'\s*:\s*\{[^{}]*)'[\w-]+'\s*:\s*(?:\[[^[\]]*\]|true|false)/g;
/** The lists of a pragma: exceptions, whitelists. */
const EXCEPTIONS = /(?<='[a-z-]+-(?:exceptions|whitelist)'\s*:\s*\[)[^[\]]*(?=\])/g;

/** The names in a text that pragmas may be about. */
const defined = (text: string): string[] => text.match(/(?<=\{\s*'[a-z]+'\s*:\s*)'[^'\n]*'/g) ?? ["'none'"];

const pragmas: Mutation[] = [
  atMatch(EXCEPTIONS, () => ''),
  atMatch(EXCEPTIONS, (list, random) => `${list}${random.pick([", 'Mine'", ', true', ", ['Mine']", ',', ", ''"])}`),
  atMatch(EXCEPTIONS, (list, random) => {
    const names = list.split(',');
    names.splice(random.below(names.length), 1);
    return names.join(',');
  }),
  atMatch(PRAGMA_ENTRY, (_, random, all) => random.pick(all)),
  atMatch(PRAGMA_ENTRY, (entry, random) => entry.replace(/'[\w-]+'/, `'${random.pick(PRAGMAS)}'`)),
  (text, random) => {
    // An exception for one of the definitions, before or behind it: the last pragma of a name holds for all.
    const list = `'${random.pick(PRAGMAS.slice(1))}': [ ${random.pick(defined(text))} ]`;
    const blocks = blocksOf(text);
    blocks.splice(random.below(blocks.length + 1), 0, `{ 'pragma': { ${list} } }`);
    return blocks.join('\n\n');
  },
  (text, random) => `${text}\n{ 'pragma': { 'doc-required': ${random.pick(['true', 'false'])} } }\n`,
];

// ---- documentation ----

const documentation: Mutation[] = [
  ...lineMutations(isDoc),
  atLine(isDoc, (lines, at, random) => lines.splice(at, 0, random.pick(DOC_LINES))),
  atLine(isDoc, (lines, at, random) => lines.splice(at, 1, random.pick(DOC_LINES))),
  atLine(isDoc, (lines, at, random) => {
    lines[at] = (lines[at] ?? '').replace(/^# */, `#${' '.repeat(random.below(7))}`);
  }),
  atLine(isDoc, (lines, at, random) => {
    // All to the end of the paragraph.
    const shift = ' '.repeat(1 + random.below(4));
    for (let i = at; isDoc(lines[i] ?? '') && (lines[i] ?? '').length > 2; i++) {
      lines[i] = (lines[i] ?? '').replace('# ', `# ${shift}`);
    }
  }),
  // The overview, indented or some lines of it.
  atMatch(/(?<=^##\n# @[^\n:]*:\n)(?:#(?: [^@\n][^\n]*)?\n)+/gm, (lines, random) =>
    lines.replace(/^# /gm, (start) => (random.below(5) > 0 ? '#     ' : start)),
  ),
  atMatch(
    /(?<=^##\n# @[^\n:]*:\n)/gm,
    (_, random) => `#     words\n${random.pick(['', '#\n', '#     more\n', '#  more\n'])}`,
  ),
  atLine(isDoc, (lines, at) => {
    lines[at] = (lines[at] ?? '').replace(/:$|:(?= )/, '');
  }),
  atLine(isDoc, (lines, at) => {
    lines[at] = (lines[at] ?? '').replace(/\. {2}/, '. ');
  }),
  atLine(isDoc, (lines, at, random) => {
    lines[at] =
      `${lines[at]}${random.pick([' ', ':', '::', ' and so on, and so forth, until the line is far too long for it', '\t', '.'])}`;
  }),
  atMatch(/^# [A-Z][a-z]+:/gm, (_, random) =>
    random.pick([
      '# Returns:',
      '# Errors:',
      '# Since:',
      '# Features:',
      '# Note:',
      '# Example:',
      '# TODO:',
      '# Notes:',
      '# Other:',
    ]),
  ),
  atMatch(/^##$/gm, (_, random) => random.pick(['#', '###', '## ', '##x', '', '## words', '# #', '##\n##'])),
  atMatch(/^# @[\w.-]+:/gm, (line, random) =>
    random.pick([line.replace('@', ''), line.replace(':', ''), line.replace('# @', '# @ '), `${line}:`]),
  ),
];

const COMMENT = /^##\n(?:#.*\n)*?##$/gm;
/** A description with the lines that belong to it. */
const DESCRIPTION = /^# @[^\n]*:.*\n(?:#\n|# {2}.*\n)*/gm;

/** Comments and their sections, as wholes. */
const sections: Mutation[] = [
  atMatch(COMMENT, (_, random, all) => random.pick(all)),
  atMatch(COMMENT, (comment, random, all) => `${comment}\n\n${random.pick(all)}`),
  atMatch(COMMENT, () => ''),
  // Odd lines, mostly below the name of what is documented.
  atMatch(COMMENT, (comment, random) => {
    const head = random.oneIn(4) ? [] : comment.split('\n').slice(1, 2);
    const lines = Array.from({ length: 1 + random.below(8) }, () => random.pick(DOC_LINES));
    return ['##', ...head, ...lines, '##'].join('\n');
  }),
  atMatch(DESCRIPTION, (_, random, all) => random.pick(all)),
  atMatch(DESCRIPTION, (description, random, all) => `${description}${random.pick(all)}`),
  atMatch(DESCRIPTION, (description) => `# Features:\n#\n${description}`),
  atMatch(/^# Features:\n(?:#\n)*/gm, () => ''),
  // The description before the line of the features goes behind it.
  atMatch(/^# @[^\n]*:.*\n(?:#\n|# {2}.*\n)*# Features:\n(?:#\n)*/gm, (both) => {
    const at = both.indexOf('# Features:');
    return both.slice(at) + both.slice(0, at);
  }),
  (text, random) => {
    const comments = [...text.matchAll(COMMENT)];
    if (comments.length < 2) return text;
    const first = random.below(comments.length - 1);
    const [a, b] = comments.slice(first, first + 2) as [RegExpExecArray, RegExpExecArray];
    const between = text.slice(a.index + a[0].length, b.index);
    return text.slice(0, a.index) + b[0] + between + a[0] + text.slice(b.index + b[0].length);
  },
  atLine(any, (lines, at, random) => {
    lines.splice(at, 0, `${' '.repeat(random.below(3))}# ${IGNORE} ${random.pick(allRules).id}: words`);
  }),
];

const characters: Mutation[] = [
  (text, random) => at(text, random, 0, random.pick(CHARACTERS)),
  (text, random) => at(text, random, 1, ''),
  (text, random) => at(text, random, 1, random.pick(CHARACTERS)),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  atMatch(/\n/g, (_, random) => random.pick(['\r\n', '\r', '', '\n\n', ' \n', '\t\n'])),
  atMatch(/\s+/g, (_, random) => random.pick(['', ' ', '\n', '\t', '\n\n', '\f', '\v', '\u00a0'])),
];

function at(text: string, random: Random, length: number, insert: string): string {
  const points = [...text];
  points.splice(random.below(points.length + 1), length, insert);
  return points.join('');
}

/** By kind, so that each kind has the same chance however many mutations it has. */
const KINDS = [
  ...[tokens, names, names, shapes, shapes, transplants, conditions, pragmas],
  ...[documentation, documentation, sections, lineMutations(any), characters],
];

/** A specimen with a few mistakes in it; it may happen to be none. */
export function mutate(specimen: Specimen, random: Random): Specimen {
  const files = { ...specimen.files };
  // Mostly one, so that it is seen what it leads to.
  const count = random.oneIn(3) ? 2 + random.below(3) : 1;
  for (let i = 0; i < count; i++) {
    if (random.oneIn(10)) {
      random.pick(filings)(files, random);
      continue;
    }
    const paths = Object.keys(files);
    const path = random.oneIn(4) ? random.pick(paths) : (paths[0] as string);
    files[path] = random.pick(random.pick(KINDS))(files[path] ?? '', random);
  }
  return { name: specimen.name, files };
}
