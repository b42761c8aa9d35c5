/**
 * The keys of the language: which objects have which, in which dialect, and what somebody meant who misspelt one.
 */
import { nearest } from '../names/nearest.ts';
import { type Entry, entryOf, type ObjectValue, type Value } from '../syntax/tree.ts';
import { formatVersion, has, type QemuVersion, type Trait } from './dialect.ts';
import { BUILTIN_TYPES, type DefinitionKind } from './model.ts';

/** The keys that make an expression a definition. `type` is how `struct` was written before QEMU 2.4. */
export const KEYWORDS: ReadonlyMap<string, DefinitionKind> = new Map([
  ['enum', 'enum'],
  ['struct', 'struct'],
  ['type', 'struct'],
  ['union', 'union'],
  ['alternate', 'alternate'],
  ['command', 'command'],
  ['event', 'event'],
]);

/** What an expression is known by, as it is written today. */
const EXPRESSIONS = ['enum', 'struct', 'union', 'alternate', 'command', 'event', 'include', 'pragma'] as const;

/** An object whose keys belong to the language: a definition, or what is written out where a name or type would do. */
export type KeyPlace = DefinitionKind | 'member' | 'branch' | 'value' | 'feature';

/** Whether a key must be there, may be there, or may since (or until) some version. */
type Presence = 'required' | 'optional' | Trait;

const KEYS: Readonly<Record<KeyPlace, Readonly<Record<string, Presence>>>> = {
  enum: { enum: 'required', data: 'required', prefix: 'enum-prefix', if: 'conditions', features: 'features' },
  struct: { struct: 'required', data: 'required', base: 'optional', if: 'conditions', features: 'struct-features' },
  union: {
    union: 'required',
    base: 'required',
    discriminator: 'required',
    data: 'required',
    if: 'conditions',
    features: 'features',
  },
  alternate: { alternate: 'required', data: 'required', if: 'conditions', features: 'features' },
  command: {
    command: 'required',
    data: 'optional',
    returns: 'optional',
    boxed: 'boxed',
    gen: 'optional',
    'success-response': 'optional',
    'allow-oob': 'allow-oob',
    'allow-preconfig': 'allow-preconfig',
    coroutine: 'coroutine',
    if: 'conditions',
    features: 'command-features',
  },
  event: { event: 'required', data: 'optional', boxed: 'boxed', if: 'conditions', features: 'features' },
  member: { type: 'required', if: 'optional', features: 'features' },
  branch: { type: 'required', if: 'optional' },
  value: { name: 'required', if: 'optional', features: 'value-features' },
  feature: { name: 'required', if: 'optional' },
};

const PLACES = Object.keys(KEYS) as KeyPlace[];

/** Every key of every place. */
const ALL_KEYS: ReadonlySet<string> = new Set(PLACES.flatMap((place) => Object.keys(KEYS[place])));

/** Whether a text is a key of the language that is no keyword. */
export function isKey(text: string): boolean {
  return ALL_KEYS.has(text) && !KEYWORDS.has(text);
}

/** The keys of a place in one dialect. */
export interface Keys {
  readonly required: readonly string[];
  readonly allowed: ReadonlySet<string>;
}

const keysByVersion = new Map<string, Readonly<Record<KeyPlace, Keys>>>();

/** The keys of all places in the dialect of a version. */
export function keysOf(version: QemuVersion): Readonly<Record<KeyPlace, Keys>> {
  const name = formatVersion(version);
  let keys = keysByVersion.get(name);
  if (!keys) {
    keys = Object.fromEntries(PLACES.map((place) => [place, keysAt(place, version)])) as Record<KeyPlace, Keys>;
    keysByVersion.set(name, keys);
  }
  return keys;
}

function keysAt(place: KeyPlace, version: QemuVersion): Keys {
  // A simple union has neither base nor discriminator.
  const optional = place === 'union' && has(version, 'simple-unions') ? ['base', 'discriminator'] : [];
  const required: string[] = [];
  const allowed = new Set<string>();
  for (const [key, presence] of Object.entries(KEYS[place])) {
    if (presence === 'required' && !optional.includes(key)) required.push(key);
    if (presence === 'required' || presence === 'optional' || has(version, presence)) allowed.add(key);
  }
  return { required, allowed };
}

/** Since when (or until when) a place has a key that not every dialect has; undefined where it never had it or always. */
export function traitOfKey(place: KeyPlace, key: string): Trait | undefined {
  const presence = KEYS[place][key];
  return presence === 'required' || presence === 'optional' ? undefined : presence;
}

/** The places that have a key in some dialect. */
export function placesWith(key: string): KeyPlace[] {
  return PLACES.filter((place) => key in KEYS[place]);
}

/** The entry that makes an expression what it is. */
export interface Keyword {
  readonly entry: Entry;
  /** The keyword as it should be written. */
  readonly word: (typeof EXPRESSIONS)[number];
  /** Whether it is not written so: misspelt, or `type` for `struct`. */
  readonly misspelt: boolean;
  /** The object with its keyword put right. */
  readonly object: ObjectValue;
}

/** What keywords are called in other languages. */
const KEYWORDS_ELSEWHERE: ReadonlyMap<string, Keyword['word']> = new Map([
  ['import', 'include'],
  ['enumeration', 'enum'],
  ...['object', 'class', 'record'].map((word) => [word, 'struct'] as const),
  ...['variant', 'oneof'].map((word) => [word, 'union'] as const),
  ...['method', 'function', 'rpc', 'query'].map((word) => [word, 'command'] as const),
  ...['signal', 'notification'].map((word) => [word, 'event'] as const),
]);

/** The keyword that such a word stands for, if what is behind it looks like the name: members may be called so as well. */
function calledElsewhere({ key, value }: Entry): Keyword['word'] | undefined {
  const word = KEYWORDS_ELSEWHERE.get(key.text.toLowerCase());
  if (word === undefined || value?.kind !== 'string' || BUILTIN_TYPES.has(value.text)) return undefined;
  const looks = word === 'include' ? /\.json$/ : word === 'command' ? /^[a-z_][a-z0-9_.-]*$/ : /^(?:__|[A-Z])/;
  return looks.test(value.text) ? word : undefined;
}

/** The keyword of an expression: a directive before a definition, the first of several, and else what is nearest to one. */
export function keywordOf(object: ObjectValue): Keyword | undefined {
  let pragma: Entry | undefined;
  let defining: Entry | undefined;
  let old: Entry | undefined;
  for (const entry of object.entries) {
    const { text } = entry.key;
    if (text === 'include') return keyword(object, entry, text);
    if (text === 'pragma') pragma ??= entry;
    else if (text === 'type') old ??= entry;
    else if (defining === undefined && KEYWORDS.has(text)) defining = entry;
  }
  if (pragma) return keyword(object, pragma, 'pragma');
  if (defining) {
    const kind = KEYWORDS.get(defining.key.text) as DefinitionKind;
    const isUnion = kind === 'struct' && entryOf(object, 'discriminator') !== undefined;
    return keyword(object, defining, isUnion ? 'union' : kind);
  }
  if (old) return keyword(object, old, 'struct');
  for (const entry of object.entries) {
    const { text } = entry.key;
    if (ALL_KEYS.has(text)) continue;
    const word =
      (entry === object.entries[0] ? calledElsewhere(entry) : undefined) ??
      (nearest(text, EXPRESSIONS) as Keyword['word'] | undefined);
    if (word !== undefined && entry.value?.kind === (word === 'pragma' ? 'object' : 'string')) {
      return keyword(object, entry, word);
    }
  }
  return undefined;
}

function keyword(object: ObjectValue, entry: Entry, word: Keyword['word']): Keyword {
  const misspelt = entry.key.text !== word;
  return { entry, word, misspelt, object: misspelt ? renamed(object, new Map([[entry, word]])) : object };
}

function renamed(object: ObjectValue, names: ReadonlyMap<Entry, string>): ObjectValue {
  const entries = object.entries.map((entry) => {
    const text = names.get(entry);
    return text === undefined ? entry : { ...entry, key: { ...entry.key, text } };
  });
  return { ...object, entries };
}

/** What keys are called in other languages. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...['arguments', 'args', 'parameters', 'params', 'members', 'fields', 'properties', 'values', 'branches'].map(
    (word) => [word, 'data'] as const,
  ),
  ...['extends', 'inherits', 'parent'].map((word) => [word, 'base'] as const),
  ['tag', 'discriminator'],
  ['result', 'returns'],
  ['condition', 'if'],
  ['oob', 'allow-oob'],
  ['preconfig', 'allow-preconfig'],
]);

/**
 * The unknown keys of an object that were most likely meant to be others, with those; undefined where there is none. A key
 * that is near to none, or belongs elsewhere, may still stand for the only one that is missing.
 */
export function meantKeys(object: ObjectValue, place: KeyPlace): ReadonlyMap<Entry, string> | undefined {
  const unknown = object.entries.filter(({ key }) => !isKeyOf(place, key.text));
  let meant: Map<Entry, string> | undefined;
  for (const entry of unknown) {
    const { text } = entry.key;
    const missing = missingKeys(object, place);
    const elsewhere = ELSEWHERE.get(text.toLowerCase());
    const called = elsewhere !== undefined && missing.includes(elsewhere) ? elsewhere : undefined;
    const near = ALL_KEYS.has(text) ? undefined : (called ?? nearest(text, missing));
    const word = near ?? (unknown.length === 1 ? insteadOf(object, place, entry) : undefined);
    if (word === undefined || (meant && [...meant.values()].includes(word))) continue;
    meant ??= new Map();
    meant.set(entry, word);
  }
  return meant;
}

/** Whether a key belongs to a place in some dialect, or is a keyword, which is a mistake of its own. */
function isKeyOf(place: KeyPlace, key: string): boolean {
  return Object.hasOwn(KEYS[place], key) || (KEYWORDS.has(place) && KEYWORDS.has(key) && key !== 'type');
}

function missingKeys(object: ObjectValue, place: KeyPlace): string[] {
  return Object.keys(KEYS[place]).filter((key) => key !== place && !entryOf(object, key));
}

/** The one key that must be there and is not, if the value of an entry would do for it. */
function insteadOf(object: ObjectValue, place: KeyPlace, { value }: Entry): string | undefined {
  const [key, ...more] = missingKeys(object, place).filter((candidate) => KEYS[place][candidate] === 'required');
  if (key === undefined || more.length > 0 || !value) return undefined;
  // A branch or member whose line before it is gone, and no list of them.
  if (key === 'data' && value.kind === 'object' && entryOf(value, 'type') && entryOf(value, 'if')) return undefined;
  return kindsOf(key, place).includes(value.kind) ? key : undefined;
}

/** The kinds of value that a required key may have. */
function kindsOf(key: string, place: KeyPlace): readonly Value['kind'][] {
  switch (key) {
    case 'data':
      return place === 'enum' ? ['array'] : ['object'];
    case 'base':
      return ['string', 'object'];
    case 'type':
      return ['string', 'array'];
    default:
      return ['string'];
  }
}

/** The object with its misspelt keys put right; the same object where there are none. */
export function withMeantKeys(object: ObjectValue, place: KeyPlace): ObjectValue {
  const meant = hasUnknownKey(object, place) ? meantKeys(object, place) : undefined;
  return meant ? renamed(object, meant) : object;
}

/** Whether an object has a key that its place has in no dialect. */
export function hasUnknownKey({ entries }: ObjectValue, place: KeyPlace): boolean {
  return entries.some(({ key }) => !Object.hasOwn(KEYS[place], key.text));
}

/**
 * Whether an object in the place of a type is `{ 'type': ..., 'if': ... }`, maybe with a slip in it, and not members
 * written out, which is how anonymous structs stood there before QEMU 2.4.
 */
export function isLonghand(object: ObjectValue, place: 'member' | 'branch'): boolean {
  let some = false;
  for (const { key, value } of object.entries) {
    if (key.text === 'type') return true;
    if (Object.hasOwn(KEYS[place], key.text)) some = true;
    else if (value?.kind === 'object') return false;
  }
  if (some || object.entries.length === 0) return true;
  const keys = missingKeys(object, place);
  return object.entries.some(({ key }) => !ALL_KEYS.has(key.text) && nearest(key.text, keys) === 'type');
}
