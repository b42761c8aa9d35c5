/**
 * Mistakes that people make while they edit a schema, each as a change of the text of one definition. All of them break the
 * build in the newest dialect, and none is any other definition's mistake.
 */
import type { Random } from '../../scripts/lib/random.ts';

/** A definition with the comment that documents it, as it stands in the file. */
export interface Victim {
  readonly doc: string;
  readonly code: string;
}

export interface Mistake {
  readonly name: string;
  /** The definition with the mistake in it, or undefined where it cannot be made there. */
  readonly plant: (victim: Victim, random: Random) => Victim | undefined;
}

/** Changes one of the places in the code that a pattern finds. */
function inCode(name: string, pattern: RegExp, replacement: string): Mistake {
  return {
    name,
    plant: ({ doc, code }, random) => changed(code, pattern, replacement, random, (code) => ({ doc, code })),
  };
}

/** The same in the documentation. */
function inDoc(name: string, pattern: RegExp, replacement: string): Mistake {
  return {
    name,
    plant: ({ doc, code }, random) => changed(doc, pattern, replacement, random, (doc) => ({ doc, code })),
  };
}

function changed(
  text: string,
  pattern: RegExp,
  replacement: string,
  random: Random,
  result: (text: string) => Victim,
): Victim | undefined {
  const places = [...text.matchAll(new RegExp(pattern, 'g'))];
  if (places.length === 0) return undefined;
  const here = new RegExp(pattern, 'y');
  here.lastIndex = random.pick(places).index;
  return result(text.replace(here, replacement));
}

export const mistakes: readonly Mistake[] = [
  // Punctuation.
  inCode('an opening brace is missing', /^\{/, ''),
  inCode('the opening brace of members is missing', /('data': *)\{/, '$1'),
  inCode('the opening bracket of values is missing', /('data': *)\[/, '$1'),
  inCode('a closing brace is missing', /\}\s*$/, ''),
  inCode('a closing bracket is missing', /\]/, ''),
  inCode('a brace too many', /\}\s*$/, '}}'),
  inCode('a parenthesis for a brace', /^\{/, '('),
  inCode('an opening quote is missing', /'(\w[\w-]*')/, '$1'),
  inCode('a closing quote is missing', /('[\w-]+)'/, '$1'),
  inCode('a quote too many', /'([\w-]+)'/, "'$1''"),
  inCode('double quotes', /'([\w-]+)'/, '"$1"'),
  inCode('the quotes of books', /'([\w-]+)'/, '‘$1’'),
  inCode('backticks', /'([\w-]+)'/, '`$1`'),
  inCode('a word too many', /'([\w-]+)'/, "'$1' and"),
  inCode('a comma is missing', /,\s*(?=')/, ' '),
  inCode('a comma too many', /,/, ',,'),
  inCode('a comma at the end', /\s*\}\s*$/, ', }'),
  inCode('a colon is missing', /:/, ''),
  inCode('an equals sign for a colon', /:/, ' ='),
  inCode('a semicolon for a comma', /,/, ';'),
  inCode('an array between braces', /\[ *('\w+') *\]/, '{ $1 }'),
  inCode('the star outside of the quotes', /'\*([a-z-]+)'/, "*'$1'"),
  inCode('a number', /: *'(?:str|int|bool|uint64)'/, ': 7'),
  inCode('null', /: *'(?:str|int|bool|uint64)'/, ': null'),
  inCode('a comment of another language', /,\s*\n/, ', // like this\n'),
  inCode('members between brackets', /'data' *: *\{(\s*'[\w*-]+' *: *'\w+'[^{}[\]]*)\}/, "'data': [$1]"),
  inCode('values between braces', /'data' *: *\[(\s*'[\w-]+'[^{}[\]]*)\]/, "'data': {$1}"),
  // Typed half, or lost.
  {
    name: 'the rest is not there yet',
    plant: ({ doc, code }, random) => ({ doc, code: code.slice(0, 2 + random.below(Math.max(1, code.length - 3))) }),
  },
  {
    name: 'the last lines are not there yet',
    plant: ({ doc, code }, random) => {
      const lines = code.split('\n');
      const count = random.below(lines.length);
      return count === 0 ? undefined : { doc, code: lines.slice(0, count).join('\n') };
    },
  },
  { name: 'there is only the comment', plant: ({ doc }) => ({ doc, code: '' }) },
  {
    name: 'the comment ends somewhere',
    plant: ({ doc, code }, random) => {
      const lines = doc.trimEnd().split('\n');
      return { doc: `${lines.slice(0, 2 + random.below(Math.max(1, lines.length - 2))).join('\n')}\n`, code };
    },
  },
  inCode('the first line is missing', /^\{ *'\w+': *'[\w-]+', *\n/, ''),
  // Form.
  inCode('the name is empty', /^(\{ *'\w+': *)'[\w-]+'/, "$1''"),
  inCode('the name is missing', /^(\{ *'\w+': *)'[\w-]+'/, '$1'),
  inCode('the name is true', /^(\{ *'\w+': *)'[\w-]+'/, '$1true'),
  inCode('a blank in a name', /'([a-z]+)-([a-z-]+)'/, "'$1 $2'"),
  inCode('a letter that names do not have', /'([a-z]+)-([a-z-]+)'/, "'$1-ä$2'"),
  inCode('two stars', /'\*([a-z-]+)'/, "'**$1'"),
  inCode('a member without its type', /('data': *\{ *'[\w*-]+'): *'\w+'/, '$1'),
  inCode('an array of a number', /'(\*?[a-z-]+)': *'(\w+)'/, "'$1': [ 1 ]"),
  inCode('the keyword is misspelt', /^\{ *'(command|struct|enum|union|event|alternate)'/, "{ '$1s'"),
  inCode('the keyword is missing', /^\{ *'\w+': *'[\w-]+',/, '{'),
  // Not the member of that name which a wrapper has.
  inCode("'data' is misspelt", /(?<!\{ *)'data' *:/, "'dta':"),
  inCode('a key that nobody knows', /^\{/, "{ 'flavour': 'sweet',"),
  inCode('a feature that is no list', /\}\s*$/, ", 'features': 'unstable' }"),
  inCode('a condition that is no name', /\}\s*$/, ", 'if': 'defined(CONFIG_X)' }"),
  inCode('two conditions', /\}\s*$/, ", 'if': 'CONFIG_X', 'if': 'CONFIG_Y' }"),
  inCode("'if' is misspelt", /\}\s*$/, ", 'fi': 'CONFIG_X' }"),
  inCode('a condition of nothing', /\}\s*$/, ", 'if': { 'all': [] } }"),
  inCode('an array of two', /\[ *'(str|int|\w+Info)' *\]/, "[ '$1', 'int' ]"),
  inCode('a flag that may only be true', /^\{( *'command')/, "{ 'allow-oob': false,$1"),
  // Meaning.
  inCode('a type that does not exist', /: *'(?:str|int|bool|uint64|size)'/, ": 'NoSuchTypeAtAll'"),
  inCode('a base that does not exist', /'base': *'\w+'/, "'base': 'NoSuchBase'"),
  inCode('a discriminator that does not exist', /'discriminator': *'[\w-]+'/, "'discriminator': 'no-such'"),
  inCode('the discriminator is missing', /'discriminator': *'[\w-]+',/, ''),
  inCode('a branch of no type', /('discriminator'[\s\S]*?'data': *\{ *'[\w-]+': *')/, '$1NoSuch'),
  inCode('a command that returns no type', /'returns': *'\w+'/, "'returns': 'NoSuchType'"),
  inCode('arguments of no type', /^(\{ *'(?:command|event)'[\s\S]*?'data': *')/, '$1NoSuch'),
  inCode('a type that is misspelt', /: *'str'/, ": 'strr'"),
  // Lists of values and features may name what they like.
  inCode(
    'an array of a type that does not exist',
    /(?<!'(?:data|features)' *): *\[ *'\w+' *\]/,
    ": [ 'NoSuchTypeAtAll' ]",
  ),
  inCode('a member twice', /('data': *\{)( *'[\w*-]+': *'\w+',)/, '$1$2$2'),
  inCode(
    'a member that is another one in C',
    /('data': *\{)( *)'(\*?[a-z]+)-([a-z-]+)': *('\w+'),/,
    "$1$2'$3-$4': $5, '$3_$4': $5,",
  ),
  inCode('a value twice', /('data': *\[)( *'[\w-]+',)/, '$1$2$2'),
  inCode('a member with upper case', /'(\*?)([a-z])([\w-]*)': *'(str|int|bool)'/, "'$1$2X$3': '$4'"),
  // Documentation.
  inDoc('the first ## is missing', /^## *\n/, ''),
  inDoc('the first ## is a single #', /^## *\n/, '#\n'),
  inDoc('the last ## is a single #', /## *\n$/, '#\n'),
  inDoc('the last ## stands twice', /## *\n$/, '##\n##\n'),
  inDoc('the line with the symbol is missing', /^(## *\n)# @[^\n]*\n/, '$1'),
  inDoc('the symbol lacks its @', /^(## *\n# )@/, '$1'),
  inDoc('the symbol lacks its colon', /^(## *\n# @[\w-]+):/, '$1'),
  inDoc('the symbol is another', /^(## *\n# @)/, '$1no-such-'),
  inDoc('the comment is not closed', /## *\n$/, ''),
  inDoc('a line without its hash', /\n# (?=[A-Z][a-z])/, '\n'),
  inDoc('a line without its blank', /\n# (?=\w)/, '\n#'),
  inDoc('a member that does not exist', /\n#\n# (?=@)/, '\n#\n# @no-such-member: nothing\n#\n# '),
  inDoc('a member is described twice', /(\n# @[\w-]+: [^\n]*(?:\n# {5}[^\n]*)*)/, '$1$1'),
  inDoc('a line that is too long', /\n# (\w[^\n]*)\n/, `\n# $1 ${'and so on '.repeat(9).trim()}\n`),
  inDoc('one space between sentences', /\. {2}(?=[A-Z])/, '. '),
  inDoc('Since twice', /\n# Since: ([\d.]+)/, '\n# Since: $1\n#\n# Since: $1'),
  {
    name: 'a section that only commands have',
    plant: ({ doc, code }) =>
      /^\{ *'command'/.test(code) || !doc.includes('\n# Since: ')
        ? undefined
        : { doc: doc.replace('\n# Since: ', '\n# Returns: something\n#\n# Since: '), code },
  },
];
