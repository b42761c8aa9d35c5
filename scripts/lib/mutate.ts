/** Small mistakes, such as people make, and odder ones. */
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
  ...['null', '1', '"x"', 'none'],
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
    const blocks = text.split(/\n\n(?=##\n|\{)/);
    const at = random.below(blocks.length);
    const [block = ''] = blocks.splice(at, 1);
    const copies = random.below(3);
    for (let i = 0; i < copies; i++) blocks.splice(random.below(blocks.length + 1), 0, block);
    return blocks.join('\n\n');
  },
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
const KINDS = [tokens, names, names, shapes, shapes, documentation, documentation, lineMutations(any), characters];

/** A specimen with a few mistakes in it; it may happen to be none. */
export function mutate(specimen: Specimen, random: Random): Specimen {
  const files = { ...specimen.files };
  const paths = Object.keys(files);
  // Mostly one, so that it is seen what it leads to.
  const count = random.oneIn(3) ? 2 + random.below(3) : 1;
  for (let i = 0; i < count; i++) {
    const path = random.oneIn(4) ? random.pick(paths) : (paths[0] as string);
    files[path] = random.pick(random.pick(KINDS))(files[path] ?? '', random);
  }
  return { name: specimen.name, files };
}
