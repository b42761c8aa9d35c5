/** What the words of the schema language mean, for somebody who meets them for the first time. */
import type { KeyContext } from './place.ts';

type Words = Readonly<Record<string, string>>;

const CONDITION =
  'Generates the C code for this only where the condition holds: the name of a preprocessor macro, or a combination with ' +
  '`all`, `any` and `not`. Where it does not hold, clients see nothing of it.';
const FEATURES =
  'Marks that clients find by introspection: a list of names. Two have a meaning of their own: `deprecated`, and ' +
  '`unstable` for what may change or go in any release.';
const BOXED =
  'Where `true`, the C function gets everything in one pointer to a struct, instead of a parameter for each member. It ' +
  'makes no difference on the wire.';

const DEFINITION: Words = {
  if: CONDITION,
  features: FEATURES,
};

const WORDS: Readonly<Record<KeyContext, Words>> = {
  include: {
    include:
      'Reads another schema file in this place. The path starts from the folder of this file; a file that has been read already is not read again.',
  },
  pragma: {
    pragma:
      'Settings for the generator, and lists of names that are excused from one of its rules. They hold for the whole schema.',
  },
  'pragma-name': {
    'doc-required': 'Where `true`, every definition of the schema needs a documentation comment.',
    'command-name-exceptions':
      'Commands that may have upper case and `_` in their names. It is meant for names that are too old to change.',
    'command-returns-exceptions':
      'Commands that may return something other than an object, or a list of objects. Such a return value can never be extended, so new commands should not be here.',
    'documentation-exceptions': 'Types, commands and events whose members may lack a description.',
    'member-name-exceptions': 'Types whose members and values may have upper case and `_` in their names.',
    'returns-whitelist': 'What `command-returns-exceptions` was called before QEMU 6.0.',
    'name-case-whitelist': 'What `member-name-exceptions` was called before QEMU 6.0, with a narrower meaning.',
  },
  enum: {
    ...DEFINITION,
    enum: 'Defines a type with a fixed set of values. On the wire a value is a JSON string; in C it is an enumeration constant.',
    data: "The values: strings, or `{ 'name': ..., 'if': ..., 'features': ... }` where there is more to say about one.",
    prefix: 'What the C constants of the values begin with, instead of something made from the name of the type.',
  },
  struct: {
    ...DEFINITION,
    struct:
      'Defines an object with fixed members. On the wire it is a JSON object; the name of the type is never seen there.',
    type: 'Defines an object with fixed members. This is how `struct` was written before QEMU 2.4.',
    data: 'The members, each with its type. A `*` before a name makes the member optional; it is not part of the name.',
    base: 'A struct whose members this one has as well, before its own. On the wire one cannot tell them apart.',
  },
  union: {
    ...DEFINITION,
    union:
      'Defines an object that comes in several forms. One of its members, the discriminator, says which; it adds the members of the branch to those of the base.',
    base: 'What all branches have in common: members written here, or the name of a struct. The discriminator is one of them.',
    discriminator:
      'The member of the base that tells which branch an object has. Its type is an enum, and it cannot be optional.',
    data: 'The branches: behind each value of the discriminator the struct whose members come in addition. A value without a branch adds none.',
  },
  alternate: {
    ...DEFINITION,
    alternate:
      'Defines a value that is one of several types, which the kind of JSON value tells apart: a string, say, or an object.',
    data: 'The types to choose from. Their names are for C only, and no client ever sees them; no two may have the same kind of JSON value.',
  },
  command: {
    ...DEFINITION,
    command: 'Defines something that clients can ask for, with `{ "execute": ... }`.',
    data: 'The arguments: members written here, or the name of a type that holds them. A `*` before a name makes the argument optional.',
    returns: 'The type of what the command answers with. Without it the answer is an empty object.',
    boxed: BOXED,
    gen: 'Where `false`, the generator does not take the arguments apart: the C function gets the JSON as it came. A last resort, for commands that the language cannot describe.',
    'success-response':
      'Where `false`, the command answers only if it fails, because its success ends the conversation.',
    'allow-oob':
      'Where `true`, clients may have the command run out of band, ahead of others that are waiting, with `exec-oob`. It then must not block nor take long.',
    'allow-preconfig':
      'Where `true`, the command is there before the machine is created, when QEMU was started with `-preconfig`.',
    coroutine:
      'Where `true`, the C function runs in a coroutine, and may yield while it waits. It makes no difference on the wire.',
  },
  event: {
    ...DEFINITION,
    event: 'Defines something that clients are told of without asking, with `{ "event": ... }`.',
    data: 'What comes with the event: members written here, or the name of a type that holds them.',
    boxed: BOXED,
  },
  member: {
    type: 'The type, written out as a key because there is more to say about it: an `if`, or `features`.',
    if: CONDITION,
    features: FEATURES,
  },
  name: {
    name: 'The name itself, written out as a key because there is more to say about it: an `if`, or `features`.',
    if: CONDITION,
    features: FEATURES,
  },
  condition: {
    all: 'Holds where every condition of the list does.',
    any: 'Holds where at least one condition of the list does.',
    not: 'Holds where the condition does not.',
  },
};

/** What a key means in its place, in Markdown; undefined for a key that has none there. */
export function meaningOfKey(context: KeyContext, key: string): string | undefined {
  const words = WORDS[context];
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

const integer = (from: string, to: string, c: string): string =>
  `A JSON number without a fraction, from ${from} to ${to}. In C: \`${c}\`.`;

const BUILTINS: Words = {
  str: 'A JSON string. In C: `char *`, UTF-8.',
  number: 'Any JSON number. In C: `double`.',
  int: integer('-2⁶³', '2⁶³-1', 'int64_t'),
  int8: integer('-128', '127', 'int8_t'),
  int16: integer('-32768', '32767', 'int16_t'),
  int32: integer('-2³¹', '2³¹-1', 'int32_t'),
  int64: integer('-2⁶³', '2⁶³-1', 'int64_t'),
  uint8: integer('0', '255', 'uint8_t'),
  uint16: integer('0', '65535', 'uint16_t'),
  uint32: integer('0', '2³²-1', 'uint32_t'),
  uint64: integer('0', '2⁶⁴-1', 'uint64_t'),
  size: `${integer('0', '2⁶⁴-1', 'uint64_t')} On the command line it may have a suffix, as in \`4G\`.`,
  bool: 'JSON `true` or `false`. In C: `bool`.',
  null: 'JSON `null`, and nothing else; of use in alternates. In C: `QNull *`.',
  any: 'Any JSON value. Nothing is checked, and introspection tells clients nothing about it. In C: `QObject *`.',
  QType: "The kind of a JSON value, as QEMU's C code names it. Not meant for the wire.",
};

/** What values a built-in type has, in Markdown; undefined for other types. */
export function meaningOfBuiltin(type: string): string | undefined {
  return Object.hasOwn(BUILTINS, type) ? BUILTINS[type] : undefined;
}
