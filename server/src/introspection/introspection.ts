/**
 * What a program says of its own API: the answer of the QMP command query-qmp-schema, as a schema. QEMU's
 * docs/devel/qapi-code-gen.rst, section "Client JSON Protocol introspection".
 */
import { type Json, sourceOf } from '../history/expression.ts';
import { quoted } from '../names/nearest.ts';
import {
  type JsonObject,
  type JsonProblem,
  type JsonString,
  type JsonValue,
  jsonEntryOf,
  readJson,
} from '../qmp/json.ts';
import { readFile } from '../schema/definitions.ts';
import type { NamedThing } from '../schema/model.ts';
import { Schema } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';

/** What came of a text. */
export type Introspection =
  | { readonly kind: 'schema'; readonly schema: Schema }
  | {
      /** It is not what it should be, or damaged. */
      readonly kind: 'problem';
      /** The first thing that is wrong, as a sentence. */
      readonly message: string;
      /** Where that is in the text. */
      readonly offset: number;
    };

/** What the files of schemas begin with that are made from such an answer. */
const PATH_START = 'introspection:';

/** Whether a schema was made from an answer: then its names of types and branches, widths of integers and conditions say nothing. */
export function isMadeFromAnswer({ sources }: Schema): boolean {
  return sources.root.startsWith(PATH_START);
}

/** Whether a thing is of such a schema. */
export function isOfAnswer({ file }: NamedThing): boolean {
  return file.startsWith(PATH_START);
}

/**
 * Reads an answer of query-qmp-schema.
 *
 * The schema has one file, made from the answer: a text in the schema language that can be shown, and that spans point into,
 * with a definition for each entry, in their order. Types have made-up names, as on the wire they have none: `Type17` for the
 * entry `17`. So have the branches of alternates. Integers of every width are `int`. There is no documentation, and no
 * condition: what is switched off in the program that answered does not exist for it.
 *
 * @param path what the file was read from; that of the schema's file is this behind `introspection:`, which no file on a disk has
 * @param text JSON: the answer alone, as a list or as `{ "return": [...] }`; or values side by side, one of which is such an
 *   answer, as in a log of replies, with or without the commands that they reply to. Of several answers the first counts.
 * @returns the schema, or the first problem; never throws
 */
export function readIntrospection(path: string, text: string): Introspection {
  // Shells of Windows begin a file with a byte order mark.
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const { values, problems } = readJson([{ start, text: text.slice(start) }]);
  const [problem] = problems;
  if (problem) return { kind: 'problem', message: jsonMessage(problem), offset: problem.span.start };
  const answer = values.map(answerIn).find((items) => items !== undefined);
  if (!answer) {
    const message = 'There is no answer of query-qmp-schema in it: no list of objects that have a "meta-type".';
    return { kind: 'problem', message, offset: 0 };
  }
  try {
    const file = readFile(`${PATH_START}${path}`, parse(sourceFrom(new Entries(answer))));
    return {
      kind: 'schema',
      schema: new Schema({ root: file.path, files: [file], includes: new Map(), problems: [] }),
    };
  } catch (error) {
    if (error instanceof Damage) return { kind: 'problem', message: error.message, offset: error.offset };
    throw error;
  }
}

/** Caught in this file: what is wrong may stand deep inside. */
class Damage extends Error {
  readonly offset: number;

  constructor(message: string, at: JsonValue) {
    super(message);
    this.offset = at.span.start;
  }
}

function jsonMessage({ code, detail }: JsonProblem): string {
  switch (code) {
    case 'expected':
      return `This is no JSON: ${detail} should stand here.`;
    case 'unclosed':
      return `This is never closed: the file ends before its ${quoted(detail)}.`;
    case 'unclosed-string':
      return 'This is no JSON: the string that begins here is never closed.';
    case 'comma':
      return `This is no JSON: a comma is ${detail}.`;
    case 'too-deep':
      return 'This is nested deeper than any answer of query-qmp-schema.';
    default:
      return 'This is no JSON.';
  }
}

/** The entries of an answer; undefined where the value is something else: a greeting, a command, the reply to another one. */
function answerIn(value: JsonValue): readonly JsonValue[] | undefined {
  const list = value.kind === 'object' ? jsonEntryOf(value, 'return')?.value : value;
  if (list?.kind !== 'array') return undefined;
  return list.items.some((item) => item.kind === 'object' && jsonEntryOf(item, 'meta-type')) ? list.items : undefined;
}

const META_TYPES = ['builtin', 'enum', 'array', 'object', 'alternate', 'command', 'event'] as const;
type MetaType = (typeof META_TYPES)[number];

/** What the schema language calls the built-in types; introspection tells no more of them than their JSON type. */
const BUILTINS: ReadonlyMap<string, string> = new Map([
  ['string', 'str'],
  ['int', 'int'],
  ['number', 'number'],
  ['boolean', 'bool'],
  ['null', 'null'],
  ['value', 'any'],
]);

/** What a name on the wire is made of. Anything else could not stand in a schema, or not as a name. */
const WIRE_NAME = /^[A-Za-z0-9_.-]+$/;

/** Types are called by numbers, in programs as QEMU builds them. */
const TYPE_NAME = /^[A-Za-z0-9_-]+$/;

interface Entry {
  readonly name: string;
  readonly metaType: MetaType;
  readonly object: JsonObject;
}

/** The entries by their names, and what their types are called in the schema. */
class Entries {
  readonly all: readonly Entry[];
  readonly #byName = new Map<string, Entry>();
  readonly #typeNames = new Map<Entry, string>();

  constructor(items: readonly JsonValue[]) {
    this.all = items.map(entryIn);
    const taken = new Set<string>();
    for (const entry of this.all) {
      const { name, metaType, object } = entry;
      if (this.#byName.has(name)) throw new Damage(`A second entry has the name ${quoted(name)}.`, object);
      this.#byName.set(name, entry);
      if (metaType === 'command' || metaType === 'event') taken.add(name);
    }
    let spare = 1;
    for (const entry of this.all) {
      if (entry.metaType !== 'object' && entry.metaType !== 'enum' && entry.metaType !== 'alternate') continue;
      let name = `Type${entry.name}`;
      while (!TYPE_NAME.test(name) || taken.has(name)) name = `Type_${spare++}`;
      taken.add(name);
      this.#typeNames.set(entry, name);
    }
  }

  /** The made-up name of an enum, object or alternate. */
  typeName(entry: Entry): string {
    return this.#typeNames.get(entry) ?? '';
  }

  /** The entry of the type that stands behind a key. */
  type(user: Entry, object: JsonObject, key: string): Entry {
    const value = stringAt(user, object, key);
    const entry = this.#byName.get(value.text);
    if (!entry) {
      throw new Damage(`${titleOf(user)} uses the type ${quoted(value.text)}, which no entry tells of.`, value);
    }
    if (entry.metaType === 'command' || entry.metaType === 'event') {
      throw new Damage(`${titleOf(user)} uses the ${entry.metaType} ${quoted(entry.name)} as a type.`, value);
    }
    return entry;
  }

  /** A type as the schema language refers to it. */
  reference(type: Entry): Json {
    const { metaType, object } = type;
    switch (metaType) {
      case 'builtin': {
        const json = stringAt(type, object, 'json-type');
        const name = BUILTINS.get(json.text);
        if (name !== undefined) return name;
        throw new Damage(`${titleOf(type)} has the unknown "json-type" ${quoted(json.text)}.`, json);
      }
      case 'array': {
        const element = this.type(type, object, 'element-type');
        // QAPI has none, and so there is no way to write them.
        if (element.metaType === 'array') throw new Damage(`${titleOf(type)} is an array of arrays.`, object);
        return [this.reference(element)];
      }
      default:
        return this.typeName(type);
    }
  }
}

function entryIn(item: JsonValue): Entry {
  if (item.kind !== 'object') throw new Damage('An entry of the answer is no object.', item);
  const name = jsonEntryOf(item, 'name')?.value;
  if (name?.kind !== 'string') throw new Damage('An entry of the answer has no "name".', name ?? item);
  const value = jsonEntryOf(item, 'meta-type')?.value;
  if (value?.kind !== 'string') throw new Damage(`The entry ${quoted(name.text)} has no "meta-type".`, value ?? item);
  const metaType = META_TYPES.find((known) => known === value.text);
  if (!metaType) {
    throw new Damage(`The entry ${quoted(name.text)} has the unknown "meta-type" ${quoted(value.text)}.`, value);
  }
  return { name: name.text, metaType, object: item };
}

/** The schema's text. */
function sourceFrom(entries: Entries): string {
  const parts = ['# An answer of query-qmp-schema, as a schema. It names no types: their names are made up.'];
  for (const entry of entries.all) {
    const expression = expressionOf(entry, entries);
    if (expression) parts.push(sourceOf(expression));
  }
  return `${parts.join('\n\n')}\n`;
}

type Expression = { readonly [key: string]: Json };

/** The definition that an entry tells of; undefined for types that are referred to without one. */
function expressionOf(entry: Entry, entries: Entries): Expression | undefined {
  const { object } = entry;
  const features = featuresIn(entry, object);
  switch (entry.metaType) {
    case 'builtin':
    case 'array':
      // What is wrong with it is told even where nothing uses it.
      entries.reference(entry);
      return undefined;
    case 'enum':
      return { enum: entries.typeName(entry), data: valuesOf(entry), ...features };
    case 'object':
      return { ...objectOf(entry, entries), ...features };
    case 'alternate': {
      const branches = objectsAt(entry, object, 'members').map(
        (branch, index) => [`branch${index + 1}`, entries.reference(entries.type(entry, branch, 'type'))] as const,
      );
      return { alternate: entries.typeName(entry), data: Object.fromEntries(branches), ...features };
    }
    case 'command': {
      const returns = entries.type(entry, object, 'ret-type');
      return {
        command: nameAt(entry, object, 'name'),
        ...argumentsOf(entry, entries),
        ...(!isEmpty(returns) && { returns: entries.reference(returns) }),
        ...(isTrueAt(object, 'allow-oob') && { 'allow-oob': true }),
        ...features,
      };
    }
    case 'event':
      return { event: nameAt(entry, object, 'name'), ...argumentsOf(entry, entries), ...features };
  }
}

/** The values of an enum. Their features are told since 6.2, beside the older list of names alone. */
function valuesOf(entry: Entry): Json {
  const { object } = entry;
  const names = new NamesOf(entry, 'value');
  if (jsonEntryOf(object, 'members')) {
    return objectsAt(entry, object, 'members').map((value) => {
      const name = names.add(stringAt(entry, value, 'name'));
      const features = featuresIn(entry, value);
      return features ? { name, ...features } : name;
    });
  }
  return itemsAt(entry, object, 'values').map((value) => {
    if (value.kind !== 'string') throw new Damage(`A value of ${inner(entry)} is no string.`, value);
    return names.add(value);
  });
}

function objectOf(entry: Entry, entries: Entries): Expression {
  const { object } = entry;
  const types = new Map<string, Entry>();
  const members: [string, Json][] = [];
  const names = new NamesOf(entry, 'member');
  for (const member of objectsAt(entry, object, 'members')) {
    const name = names.add(stringAt(entry, member, 'name'));
    const type = entries.type(entry, member, 'type');
    const reference = entries.reference(type);
    const features = featuresIn(entry, member);
    types.set(name, type);
    // Whatever the default is, today always null: where there is one, the member may be left out.
    const optional = jsonEntryOf(member, 'default') ? '*' : '';
    members.push([`${optional}${name}`, features ? { type: reference, ...features } : reference]);
  }
  const data = Object.fromEntries(members);
  const hasTag = jsonEntryOf(object, 'tag') ?? jsonEntryOf(object, 'variants');
  if (!hasTag) return { struct: entries.typeName(entry), data };
  const tag = stringAt(entry, object, 'tag');
  if (types.get(tag.text)?.metaType !== 'enum') {
    throw new Damage(
      `${titleOf(entry)} has the tag ${quoted(tag.text)}, which is none of its members of an enum type.`,
      tag,
    );
  }
  return { union: entries.typeName(entry), base: data, discriminator: tag.text, data: branchesOf(entry, entries) };
}

/** The branches that add something. */
function branchesOf(entry: Entry, entries: Entries): Json {
  const branches: [string, Json][] = [];
  const names = new NamesOf(entry, 'variant');
  for (const variant of objectsAt(entry, entry.object, 'variants')) {
    const name = names.add(stringAt(entry, variant, 'case'));
    const type = entries.type(entry, variant, 'type');
    if (type.metaType !== 'object') {
      throw new Damage(`The variant ${quoted(name)} of ${inner(entry)} has a type that is no object.`, variant);
    }
    if (!isEmpty(type)) branches.push([name, entries.reference(type)]);
  }
  return Object.fromEntries(branches);
}

/** What a command takes or an event carries. */
function argumentsOf(entry: Entry, entries: Entries): Expression {
  const type = entries.type(entry, entry.object, 'arg-type');
  if (type.metaType !== 'object') {
    throw new Damage(`${titleOf(entry)} has an "arg-type" that is no object.`, entry.object);
  }
  if (isEmpty(type)) return {};
  // Only boxed arguments may be a union.
  return { data: entries.reference(type), ...(jsonEntryOf(type.object, 'tag') && { boxed: true }) };
}

/** Whether it is the object without members that stands for no arguments, no return value and no branch. */
function isEmpty({ metaType, object }: Entry): boolean {
  const members = jsonEntryOf(object, 'members')?.value;
  const isBare = !jsonEntryOf(object, 'variants') && !jsonEntryOf(object, 'features');
  return metaType === 'object' && isBare && members?.kind === 'array' && members.items.length === 0;
}

/** The features of an entry or of a part of it, as a key of its expression; undefined where it has none. */
function featuresIn(entry: Entry, object: JsonObject): Expression | undefined {
  if (!jsonEntryOf(object, 'features')) return undefined;
  const names = new NamesOf(entry, 'feature');
  const features = itemsAt(entry, object, 'features').map((feature) => {
    if (feature.kind !== 'string') throw new Damage(`A feature of ${inner(entry)} is no string.`, feature);
    return names.add(feature);
  });
  return features.length > 0 ? { features } : undefined;
}

/** The names of one list, each of which stands in it once. */
class NamesOf {
  readonly #entry: Entry;
  readonly #what: string;
  readonly #names = new Set<string>();

  constructor(entry: Entry, what: string) {
    this.#entry = entry;
    this.#what = what;
  }

  add(name: JsonString): string {
    const { text } = name;
    checkName(this.#entry, name);
    if (this.#names.has(text)) {
      throw new Damage(`${titleOf(this.#entry)} has the ${this.#what} ${quoted(text)} twice.`, name);
    }
    this.#names.add(text);
    return text;
  }
}

function nameAt(entry: Entry, object: JsonObject, key: string): string {
  const name = stringAt(entry, object, key);
  checkName(entry, name);
  return name.text;
}

function checkName(entry: Entry, name: JsonString): void {
  if (WIRE_NAME.test(name.text)) return;
  throw new Damage(`${titleOf(entry)} has the name ${quoted(name.text)} in it, which no schema could give.`, name);
}

function stringAt(entry: Entry, object: JsonObject, key: string): JsonString {
  const value = jsonEntryOf(object, key)?.value;
  if (value?.kind === 'string') return value;
  throw new Damage(`${titleOf(entry)} lacks the string ${quoted(key)}.`, value ?? object);
}

function itemsAt(entry: Entry, object: JsonObject, key: string): readonly JsonValue[] {
  const value = jsonEntryOf(object, key)?.value;
  if (value?.kind === 'array') return value.items;
  throw new Damage(`${titleOf(entry)} lacks the list ${quoted(key)}.`, value ?? object);
}

function objectsAt(entry: Entry, object: JsonObject, key: string): readonly JsonObject[] {
  return itemsAt(entry, object, key).map((item) => {
    if (item.kind === 'object') return item;
    throw new Damage(`${titleOf(entry)} has something else than objects in its ${quoted(key)}.`, item);
  });
}

function isTrueAt(object: JsonObject, key: string): boolean {
  const value = jsonEntryOf(object, key)?.value;
  return value?.kind === 'boolean' && value.value;
}

/** What messages call an entry: in the middle of a sentence, and at its beginning. */
function inner({ metaType, name }: Entry): string {
  return `the ${metaType === 'builtin' ? 'built-in type' : metaType} ${quoted(name)}`;
}

function titleOf(entry: Entry): string {
  return `T${inner(entry).slice(1)}`;
}
