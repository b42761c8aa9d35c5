/**
 * From the tree of a file to its definitions, includes and pragmas. Tolerant: what makes no sense is left out, for the
 * rules to report; old ways to write things are taken for what they mean.
 */
import { afterSpace } from '../syntax/space.ts';
import {
  type BoolValue,
  CONTENTS,
  type Doc,
  type Entry,
  type Expression,
  entryOf,
  type ObjectValue,
  type StringValue,
  type Tree,
  type Value,
  valueAt,
} from '../syntax/tree.ts';
import { isKey, isLonghand, type Keyword, keywordOf, withMeantKeys } from './keys.ts';
import type {
  Branch,
  Definition,
  DefinitionKind,
  Include,
  Intended,
  Member,
  Name,
  Pragma,
  SourceFile,
  TypeRef,
} from './model.ts';

/**
 * @param path the file's path, kept in everything that is found
 * @param tree the file's tree
 * @param before the same file with the tree from which this one was made, if it was made from another
 */
export function readFile(path: string, tree: Tree, before?: SourceFile): SourceFile {
  const definitions: Definition[] = [];
  const includes: Include[] = [];
  const pragmas: Pragma[] = [];
  const broken: Expression[] = [];
  const uncertain: Definition[] = [];
  const brokenPragmas: Expression[] = [];
  const earlier = new Map(before?.definitions.map((definition) => [definition.expression.content, definition]));
  for (const expression of tree.expressions) {
    const same = earlier.get(expression.content);
    if (same) {
      if (isUncertain(same)) uncertain.push(same);
      definitions.push(same.expression === expression ? same : asDefinition(new MovedDefinition(same, expression)));
      continue;
    }
    const value = expression.value;
    const keyword = value.kind === 'object' ? keywordOf(value) : undefined;
    const of = keyword?.entry.value;
    if (keyword?.word === 'include') {
      if (of?.kind === 'string') includes.push({ path: of, span: expression.span });
      else broken.push(expression);
    } else if (keyword?.word === 'pragma') {
      if (of?.kind === 'object') for (const entry of of.entries) pragmas.push({ name: entry.key, value: entry.value });
      if (!expression.whole) brokenPragmas.push(expression);
    } else {
      const definition = keyword && readDefinition(path, expression, keyword);
      if (definition) definitions.push(definition);
      else broken.push(expression);
      if (definition && isUncertain(definition)) uncertain.push(definition);
    }
  }
  const intended = intendedBy(broken, uncertain, includes, exemptBy(brokenPragmas, broken, tree), tree);
  return { path, tree, definitions, includes, pragmas, intended, memory: undefined };
}

/** Whether what its documentation calls it is more likely its name: that is typed half, or none at all. */
function isUncertain({ expression, name }: Definition): boolean {
  return !expression.whole || !NAME.test(name.text);
}

const NAME = /^[\w.-]+$/;

const NOTHING_EXEMPT: ReadonlySet<string> = new Set();
const NOTHING_INTENDED: Intended = {
  names: new Set(),
  documented: new Set(),
  parts: new Set(),
  include: false,
  nameless: 0,
  exempt: NOTHING_EXEMPT,
};

/** A keyword with a name behind it, whatever is wrong with quotes and punctuation. */
const KEYWORD_AND_NAME = /\b(?:enum|struct|union|alternate|command|event)['"]?[\s:[{'"]*([\w.-]+)/g;
/** The keyword, and not the word in a sentence. */
const INCLUDE = /['"{]\s*include\b|\binclude['"]/g;
/** How many characters to each side of a problem are looked at. */
const NEAR = 80;

/**
 * @param broken the expressions that are neither a definition nor a directive
 * @param uncertain definitions that may be called otherwise
 * @param includes those that were read
 * @param exempt what broken pragmas name
 * @param tree the whole file: what is broken may have swallowed what follows it
 */
function intendedBy(
  broken: readonly Expression[],
  uncertain: readonly Definition[],
  includes: readonly Include[],
  exempt: ReadonlySet<string>,
  tree: Tree,
): Intended {
  const { problems, freeDocs, text } = tree;
  const isAllRead = broken.length === 0 && uncertain.length === 0 && exempt.size === 0;
  if (isAllRead && problems.length === 0 && freeDocs.length === 0) return NOTHING_INTENDED;
  const names = new Set<string>();
  let include = false;
  let nameless = 0;
  const junk = problems.filter(({ code }) => code === 'not-an-object');
  const documentedAt = new Map(
    junk.length > 0 ? freeDocs.map(({ symbol, span }) => [afterSpace(text, span.end), symbol?.text]) : [],
  );
  for (const { span, detail } of junk) {
    const above = documentedAt.get(span.start);
    if (above !== undefined) names.add(above);
    // A closing bracket too many names nothing.
    else if (!/^[}\]]/.test(detail)) nameless++;
  }
  for (const { value, span, doc, whole } of broken) {
    if (doc?.symbol) names.add(doc.symbol.text);
    if (problems.length === 0) for (const name of namesIn(text.slice(span.start, span.end))) names.add(name);
    for (const entry of value.kind === 'object' ? value.entries : []) {
      if (entry.key.text === 'include') include = true;
      if (entry.value?.kind !== 'string' || isKey(entry.key.text)) continue;
      names.add(entry.value.text);
      // Whatever the key is called, a file is meant to be included.
      if (entry.value.text.endsWith('.json')) include = true;
    }
    if (whole && !doc?.symbol && !hasName(value)) nameless++;
  }
  for (const { doc } of uncertain) if (doc?.symbol) names.add(doc.symbol.text);
  const documented = new Set(freeDocs.flatMap(({ symbol }) => symbol?.text ?? []));
  for (const { span } of problems) {
    const from = Math.max(0, span.start - NEAR);
    for (const { index } of text.slice(from, span.start + NEAR).matchAll(INCLUDE)) {
      // One that was read is not the one that is broken.
      include ||= !includes.some((read) => read.span.start <= from + index && from + index < read.span.end);
    }
  }
  const unread = [...broken, ...uncertain.map(({ expression }) => expression)];
  const docs = [...freeDocs, ...unread.flatMap(({ doc }) => doc ?? [])];
  const parts = new Set([
    ...unread.flatMap(({ value }) => stringsWithin(value)),
    ...junk.flatMap(({ span }) => quotedIn(text.slice(span.start, span.end))),
    ...docs.flatMap(({ symbol, sections }) =>
      sections.flatMap(({ kind, name }) => (symbol && kind === 'member' && name ? [name.text] : [])),
    ),
  ]);
  return new IntendedThings(
    names,
    documented,
    parts,
    include,
    nameless,
    exempt,
    problems.length > 0 ? tree : undefined,
  );
}

class IntendedThings implements Intended {
  readonly documented: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  readonly include: boolean;
  readonly nameless: number;
  readonly exempt: ReadonlySet<string>;
  #names: ReadonlySet<string>;
  #broken: Tree | undefined;

  /** @param broken the file, if all its names may be meant */
  constructor(
    names: ReadonlySet<string>,
    documented: ReadonlySet<string>,
    parts: ReadonlySet<string>,
    include: boolean,
    nameless: number,
    exempt: ReadonlySet<string>,
    broken: Tree | undefined,
  ) {
    this.documented = documented;
    this.parts = parts;
    this.include = include;
    this.nameless = nameless;
    this.exempt = exempt;
    this.#names = names;
    this.#broken = broken;
  }

  /** Those of the whole file are gathered when a name is missed, and not at every keystroke. */
  get names(): ReadonlySet<string> {
    if (this.#broken) {
      this.#names = new Set([...this.#names, ...allNamesIn(this.#broken)]);
      this.#broken = undefined;
    }
    return this.#names;
  }
}

/** What the pragmas that exempt names are called, or were. */
const EXEMPTING = /-(?:exceptions|whitelist)/;
const QUOTED_NAME = /['"]\*?([\w.-]+)['"]/g;

/**
 * @param pragmas those that are broken inside: what follows them may belong to them
 * @param broken the expressions that are neither a definition nor a directive
 */
function exemptBy(pragmas: readonly Expression[], broken: readonly Expression[], tree: Tree): ReadonlySet<string> {
  const { expressions, problems, text } = tree;
  const junk = problems.filter(({ code }) => code === 'not-an-object');
  if (pragmas.length === 0 && broken.length === 0 && junk.length === 0) return NOTHING_EXEMPT;
  const lost = [...broken, ...junk].map(({ span }) => text.slice(span.start, span.end));
  const parts = pragmas.map((pragma) => {
    const next = expressions[expressions.indexOf(pragma) + 1];
    return text.slice(pragma.span.start, next?.span.start);
  });
  const exempting = [...parts, ...lost.filter((part) => EXEMPTING.test(part))];
  return new Set(exempting.flatMap(quotedIn));
}

function quotedIn(part: string): string[] {
  return Array.from(part.matchAll(QUOTED_NAME), (match) => match[1] as string);
}

/** What texts seem to declare: by the part of a file that they are. */
const namesByPart = CONTENTS.memory<readonly string[]>();

/** All that a file seems to declare, looked for part by part. */
function* allNamesIn({ text, expressions }: Tree): Generator<string> {
  let start = 0;
  for (const { content, span } of expressions) {
    let names = namesByPart.get(content);
    if (!names) {
      names = namesIn(text.slice(start, span.end));
      namesByPart.set(content, names);
    }
    yield* names;
    start = span.end;
  }
  yield* namesIn(text.slice(start));
}

function namesIn(part: string): string[] {
  return Array.from(part.matchAll(KEYWORD_AND_NAME), (match) => match[1] as string);
}

function stringsWithin(value: Value): string[] {
  switch (value.kind) {
    case 'string':
      return [value.text];
    case 'array':
      return value.items.flatMap(stringsWithin);
    case 'object':
      return value.entries.flatMap(({ key, value: of }) => [
        key.text.replace(/^\*/, ''),
        ...(of ? stringsWithin(of) : []),
      ]);
    default:
      return [];
  }
}

/** Whether something in an expression looks like the name of what it defines. */
function hasName(value: Value): boolean {
  return (
    value.kind === 'object' &&
    value.entries.some(
      ({ key, value: of }) =>
        !isKey(key.text) && (of?.kind === 'string' || (of?.kind === 'array' && of.items[0]?.kind === 'string')),
    )
  );
}

function readDefinition(
  file: string,
  expression: Expression,
  { object: written, entry: keyword, word }: Keyword,
  owner?: Definition,
): Definition | undefined {
  if (keyword.value?.kind !== 'string') return undefined;
  const reader = new MemberReader(file, expression.whole);
  if (!reader.isNamed(keyword.value)) return undefined;
  const kind = word as DefinitionKind;
  const object = withMeantKeys(written, kind);
  const definition = readAs(kind, object, reader, {
    file,
    name: nameOf(keyword.value),
    keyword: keyword.key,
    expression,
    doc: expression.doc,
    condition: valueAt(object, 'if'),
    features: reader.features(valueAt(object, 'features'), undefined),
  });
  reader.adopt(owner ?? definition);
  return definition;
}

/** What every definition is asked for, all the time. */
type Outline = Pick<Definition, 'kind' | 'file' | 'name' | 'expression' | 'doc' | 'memory'>;

/**
 * A definition that has been read before, at another place now. It is read again when somebody asks for more than its
 * outline: of most definitions behind a keystroke nobody does.
 */
class MovedDefinition implements Outline {
  readonly kind: DefinitionKind;
  readonly file: string;
  readonly name: Name;
  readonly expression: Expression;
  memory: Definition['memory'];
  #read: Definition | undefined;

  constructor({ kind, file, name, expression: before }: Definition, expression: Expression) {
    const by = expression.span.start - before.span.start;
    this.kind = kind;
    this.file = file;
    this.name = { text: name.text, span: { start: name.span.start + by, end: name.span.end + by } };
    this.expression = expression;
  }

  get doc(): Doc | undefined {
    return this.expression.doc;
  }

  /** All of it. The members know the moved definition as their owner. */
  get read(): Definition {
    if (!this.#read) {
      const keyword = keywordOf(this.expression.value as ObjectValue) as Keyword;
      this.#read = readDefinition(this.file, this.expression, keyword, asDefinition(this)) as Definition;
    }
    return this.#read;
  }
}

type FieldsOf<D> = D extends unknown ? keyof D : never;

const READ_LATE: Readonly<Record<Exclude<FieldsOf<Definition>, keyof Outline>, true>> = {
  keyword: true,
  condition: true,
  features: true,
  values: true,
  prefix: true,
  base: true,
  members: true,
  discriminator: true,
  branches: true,
  data: true,
  returns: true,
  flags: true,
};

for (const field of Object.keys(READ_LATE)) {
  Object.defineProperty(MovedDefinition.prototype, field, {
    get(this: MovedDefinition): unknown {
      return (this.read as unknown as Readonly<Record<string, unknown>>)[field];
    },
  });
}

/** With what is read late it has all that a definition of its kind has. */
function asDefinition(moved: MovedDefinition): Definition {
  return moved as unknown as Definition;
}

type Common = Pick<Definition, 'file' | 'name' | 'keyword' | 'expression' | 'doc' | 'condition' | 'features'>;

/** The fields that all have are repeated for each kind: a spread costs more than all the rest of reading a file. */
function readAs(kind: DefinitionKind, object: ObjectValue, reader: MemberReader, common: Common): Definition {
  const { file, name, keyword, expression, doc, condition, features } = common;
  const memory = undefined;
  const data = valueAt(object, 'data');
  switch (kind) {
    case 'enum': {
      const prefix = stringOf(valueAt(object, 'prefix'));
      const values = reader.values(data);
      return { kind, file, name, keyword, expression, doc, condition, features, memory, values, prefix };
    }
    case 'struct': {
      const base = reader.type(valueAt(object, 'base'));
      const members = data?.kind === 'object' ? reader.members(data, undefined) : [];
      return { kind, file, name, keyword, expression, doc, condition, features, memory, base, members };
    }
    case 'union': {
      const tag = entryOf(object, 'discriminator')?.value;
      // `'discriminator': {}` is how an alternate was written before QEMU 2.1.
      if (tag?.kind === 'object' && tag.entries.length === 0 && !entryOf(object, 'base'))
        return readAs('alternate', object, reader, common);
      const base = reader.type(valueAt(object, 'base'));
      const discriminator = stringOf(tag);
      const branches = reader.branches(data, tag === undefined);
      return { kind, file, name, keyword, expression, doc, condition, features, memory, base, discriminator, branches };
    }
    case 'alternate': {
      const branches = reader.branchesOfAlternate(data);
      return { kind, file, name, keyword, expression, doc, condition, features, memory, branches };
    }
    case 'command': {
      const type = reader.type(data);
      const returns = reader.type(valueAt(object, 'returns'));
      const flags = flagsOf(object);
      return { kind, file, name, keyword, expression, doc, condition, features, memory, data: type, returns, flags };
    }
    case 'event': {
      const flags = flagsOf(object);
      return {
        kind,
        file,
        name,
        keyword,
        expression,
        doc,
        condition,
        features,
        memory,
        data: reader.type(data),
        flags,
      };
    }
  }
}

function stringOf(value: Value | undefined): StringValue | undefined {
  return value?.kind === 'string' ? value : undefined;
}

function nameOf(value: StringValue): Name {
  return { text: value.text, span: value.content };
}

const OLD_FLAGS: ReadonlySet<string> = new Set(['gen', 'success-response']);

function flagsOf(object: ObjectValue): ReadonlyMap<string, BoolValue> {
  const flags = new Map<string, BoolValue>();
  for (const { key, value } of object.entries) {
    if (value?.kind === 'bool') flags.set(key.text, value);
    // Until QEMU 2.3 `'no'` was said for `false`.
    else if (OLD_FLAGS.has(key.text) && value?.kind === 'string' && value.text === 'no') {
      flags.set(key.text, { kind: 'bool', span: value.span, value: false });
    }
  }
  return flags;
}

type Writable<Thing> = { -readonly [Field in keyof Thing]: Thing[Field] };

/** Nearly all members have none. */
const NO_FEATURES: readonly Member[] = [];

/** Reads the members of one definition, and tells them at the end whose they are. */
class MemberReader {
  readonly #file: string;
  readonly #whole: boolean;
  readonly #made: Member[] = [];

  constructor(file: string, whole: boolean) {
    this.#file = file;
    this.#whole = whole;
  }

  /**
   * An empty name is a mistake; in an expression that is broken, maybe half typed, nothing is named there yet. What bytes
   * that are not UTF-8 would have named nobody knows: U+FFFD stands for them.
   */
  isNamed({ text }: StringValue): boolean {
    return (this.#whole || !/^\*?$/.test(text)) && !text.includes('\uFFFD');
  }

  adopt(owner: Definition): void {
    for (const member of this.#made) member.owner = owner;
  }

  values(data: Value | undefined): Member[] {
    return this.#each(data, 'value', (name, longhand) =>
      this.#member('value', nameOf(name), false, undefined, longhand),
    );
  }

  features(value: Value | undefined, parent: Member | undefined): Member[] {
    return this.#each(value, 'feature', (name, longhand) => {
      const feature = this.#member('feature', nameOf(name), false, undefined, longhand);
      feature.parent = parent;
      return feature;
    });
  }

  members(data: ObjectValue, parent: Member | undefined): Member[] {
    return this.#entries(data).map(({ key, value }) => {
      const optional = key.text.startsWith('*');
      const name = optional
        ? { text: key.text.slice(1), span: { start: key.content.start + 1, end: key.content.end } }
        : nameOf(key);
      const longhand = longhandOf(value, 'member');
      const member = this.#member('member', name, optional, this.#typeIn(longhand, value), longhand);
      member.parent = parent;
      if (member.type?.kind !== 'name') for (const nested of nestedMembers(member.type)) nested.parent = member;
      return member;
    });
  }

  branches(data: Value | undefined, simple: boolean): Branch[] {
    if (data?.kind !== 'object') return [];
    return this.#entries(data).map(({ key, value }) => {
      const longhand = longhandOf(value, 'branch');
      const type = this.#typeIn(longhand, value);
      return {
        key,
        type,
        condition: longhand && valueAt(longhand, 'if'),
        declares: simple ? this.#member('branch', nameOf(key), false, type, longhand) : undefined,
      };
    });
  }

  branchesOfAlternate(data: Value | undefined): Member[] {
    if (data?.kind !== 'object') return [];
    return this.#entries(data).map(({ key, value }) => {
      const longhand = longhandOf(value, 'branch');
      return this.#member('branch', nameOf(key), false, this.#typeIn(longhand, value), longhand);
    });
  }

  #entries({ entries }: ObjectValue): readonly Entry[] {
    return entries.filter(({ key }) => this.isNamed(key));
  }

  #typeIn(longhand: ObjectValue | undefined, value: Value | undefined): TypeRef | undefined {
    return this.type(longhand ? valueAt(longhand, 'type') : value);
  }

  type(value: Value | undefined): TypeRef | undefined {
    switch (value?.kind) {
      case 'string':
        return { kind: 'name', name: value.text, span: value.content };
      case 'array':
        return { kind: 'array', of: this.type(value.items[0]), elements: value.items.length, span: value.span };
      case 'object':
        return { kind: 'object', members: this.members(value, undefined), span: value.span };
      default:
        return undefined;
    }
  }

  /** The elements of a list of names, each `'name'` or `{ 'name': 'name', ... }`. */
  /** Where brackets and braces are mistaken for each other, the names are there all the same. */
  #itemsOf(list: Value | undefined): readonly Value[] {
    if (list?.kind === 'array') return list.items;
    if (list?.kind !== 'object' || this.#whole) return [];
    return list.entries[0]?.key.text === 'name' ? [list] : list.entries.map(({ key }) => key);
  }

  #each(
    list: Value | undefined,
    place: 'value' | 'feature',
    read: (name: StringValue, longhand: ObjectValue | undefined) => Member,
  ): Member[] {
    const members: Member[] = [];
    for (const item of this.#itemsOf(list)) {
      if (item.kind === 'string') {
        if (this.isNamed(item)) members.push(read(item, undefined));
      } else if (item.kind === 'object') {
        const longhand = withMeantKeys(item, place);
        const name = valueAt(longhand, 'name');
        if (name?.kind === 'string' && this.isNamed(name)) members.push(read(name, longhand));
      }
    }
    return members;
  }

  #member(
    kind: Member['kind'],
    name: Name,
    optional: boolean,
    type: TypeRef | undefined,
    longhand: ObjectValue | undefined,
  ): Member {
    const member: Writable<Member> = {
      kind,
      file: this.#file,
      name,
      optional,
      type,
      condition: longhand && valueAt(longhand, 'if'),
      features: NO_FEATURES,
      longhand,
      // Set by `adopt` as soon as the definition exists.
      owner: undefined as unknown as Definition,
      parent: undefined,
    };
    this.#made.push(member);
    if (longhand) member.features = this.features(valueAt(longhand, 'features'), member);
    return member;
  }
}

/** `{ 'type': TYPE, 'if': COND, 'features': [...] }` for a member or branch, told from a nested anonymous struct. */
function longhandOf(value: Value | undefined, place: 'member' | 'branch'): ObjectValue | undefined {
  return value?.kind === 'object' && isLonghand(value, place) ? withMeantKeys(value, place) : undefined;
}

function nestedMembers(type: TypeRef | undefined): readonly Member[] {
  if (type?.kind === 'object') return type.members;
  return type?.kind === 'array' && type.of?.kind === 'object' ? type.of.members : [];
}
