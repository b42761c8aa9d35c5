/**
 * What is wrong with the form of expressions: which keys they have, and what kind of value stands where. One walk over the
 * tree of a file finds all of it; the rule files put it into words. Names and what they mean are the affair of others.
 *
 * What is told here is what the generator of the version refuses (QEMU's docs/devel/qapi-code-gen.rst, section "Schema
 * syntax" and following; what older ones did differently is in dialect.ts).
 */
import type { Span } from '../syntax/text.ts';
import {
  type ArrayValue,
  CONTENTS,
  type Entry,
  type Expression,
  entryOf,
  type ObjectValue,
  type StringValue,
  type Value,
  valueAt,
} from '../syntax/tree.ts';
import { isMacroName } from './condition.ts';
import { formatVersion, has, type QemuVersion, type Trait } from './dialect.ts';
import {
  isLonghand,
  KEYWORDS,
  type KeyPlace,
  type Keys,
  type Keyword,
  keysOf,
  keywordOf,
  meantKeys,
  withMeantKeys,
} from './keys.ts';
import { type DefinitionKind, FILES, type SourceFile } from './model.ts';

/** A mistake of form. */
export type ShapeFault = Mistake & {
  /** What it is about: the exact token or value. */
  readonly span: Span;
  readonly expression: Expression;
  /** In which definition, and in which part of it; undefined in directives and where nobody knows. */
  readonly subject: Subject | undefined;
};

/** A definition or a part of one. Its name is undefined where that is no string. */
export interface Subject {
  readonly kind: DefinitionKind | 'member' | 'argument' | 'value' | 'branch' | 'feature';
  readonly name: string | undefined;
  readonly owner: Subject | undefined;
}

/** What kind of type may stand in a place; a name may everywhere but in `members`. */
export type TypePlace = 'name' | 'name-or-array' | 'name-or-members' | 'members' | 'any';

/** What a string is wanted for. */
export type NameUse = 'definition' | 'discriminator' | 'value' | 'feature';

/** What a key wants that has one kind of value only. */
export type ValueUse = 'features' | 'values' | 'branches' | 'prefix';

export type Mistake =
  /** None of the keywords: the entry that was meant to be it, if there is one. */
  | { readonly code: 'no-keyword'; readonly keyword: Keyword | undefined; readonly object: ObjectValue }
  | { readonly code: 'second-keyword'; readonly entry: Entry; readonly first: StringValue }
  | {
      readonly code: 'unknown-key';
      readonly place: KeyPlace;
      readonly object: ObjectValue;
      readonly entry: Entry;
      /** The key that it is most likely a misspelling of. */
      readonly meant: string | undefined;
      readonly allowed: ReadonlySet<string>;
    }
  | {
      readonly code: 'missing-keys';
      readonly place: KeyPlace;
      readonly object: ObjectValue;
      readonly keys: readonly string[];
      /** The key that wants them, where not the place itself does. */
      readonly wantedBy: string | undefined;
    }
  /** A branch of a union with a discriminator, as long as those were names of their own. */
  | { readonly code: 'branch-name'; readonly name: string }
  | { readonly code: 'name-kind'; readonly use: NameUse; readonly value: Value }
  | {
      readonly code: 'type-kind';
      readonly key: string;
      readonly wanted: TypePlace;
      readonly value: Value;
      /** Only the name of a type may stand there because of `'boxed': true`. */
      readonly boxed: boolean;
    }
  | { readonly code: 'array-form'; readonly value: ArrayValue }
  | { readonly code: 'value-kind'; readonly use: ValueUse; readonly value: Value }
  | { readonly code: 'few-alternatives'; readonly value: Value; readonly least: 1 | 2 }
  | { readonly code: 'boxed-alone'; readonly object: ObjectValue; readonly entry: Entry }
  | {
      readonly code: 'flag-value';
      readonly object: ObjectValue;
      readonly entry: Entry;
      /** The one value that the flag may have. */
      readonly wanted: boolean;
    }
  | { readonly code: 'flag-clash'; readonly object: ObjectValue; readonly entry: Entry }
  | {
      readonly code: 'condition';
      readonly fault: ConditionFault;
      readonly value: Value;
      /** Whether it stands in another condition. */
      readonly nested: boolean;
    }
  | { readonly code: 'include-form'; readonly object: ObjectValue; readonly extra: readonly Entry[] }
  | { readonly code: 'include-value'; readonly value: Value }
  | { readonly code: 'pragma-form'; readonly object: ObjectValue; readonly extra: readonly Entry[] }
  | { readonly code: 'pragma-value'; readonly value: Value }
  | { readonly code: 'unknown-pragma'; readonly name: StringValue; readonly known: readonly string[] }
  | {
      readonly code: 'pragma-kind';
      readonly name: StringValue;
      readonly kind: PragmaKind;
      readonly value: Value;
    };

/**
 * What is wrong with a condition: no condition at all (`kind`), an array or a C expression where the new form is wanted, an
 * object where the old one is, not the name of a macro, a blank one, an object with none or several or unknown keys, no
 * array behind `all` and `any`, an empty one.
 */
export type ConditionFault =
  | 'kind'
  | 'array'
  | 'macro'
  | 'object'
  | 'blank'
  | 'no-key'
  | 'several-keys'
  | 'unknown-key'
  | 'operands'
  | 'no-operands';

/** What a pragma is set to. */
export type PragmaKind = 'boolean' | 'names';

/** The faults of a file, in the order of the text. */
export interface Shape {
  readonly faults: readonly ShapeFault[];
  /** What stands in a wrong place: what it names and means is not to be judged. */
  readonly refused: readonly Span[];
}

/** The flags, with the one value that each may have. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['gen', false],
  ['success-response', false],
  ['boxed', true],
  ['allow-oob', true],
  ['allow-preconfig', true],
  ['coroutine', true],
]);

/** The pragmas, when they were there, and what they are set to. */
const PRAGMAS: ReadonlyMap<string, { readonly trait: Trait; readonly kind: PragmaKind }> = new Map([
  ['doc-required', { trait: 'pragmas', kind: 'boolean' }],
  ['returns-whitelist', { trait: 'pragma-whitelists', kind: 'names' }],
  ['name-case-whitelist', { trait: 'pragma-whitelists', kind: 'names' }],
  ['command-name-exceptions', { trait: 'pragma-exceptions', kind: 'names' }],
  ['command-returns-exceptions', { trait: 'pragma-exceptions', kind: 'names' }],
  ['member-name-exceptions', { trait: 'pragma-exceptions', kind: 'names' }],
  ['documentation-exceptions', { trait: 'documentation-exceptions', kind: 'names' }],
]);

/** The name of a branch up to QEMU 5.2, also where it only repeats a value of an enum. */
const BRANCH_NAME = /^(?:__[a-z0-9.-]+_)?(?!q[_-])[a-z][a-z0-9_-]*$/;

const OPERATORS: ReadonlySet<string> = new Set(['all', 'any', 'not']);

/** The pragma's trait, by name; undefined where no dialect has such a pragma. */
export function traitOfPragma(name: string): Trait | undefined {
  return PRAGMAS.get(name)?.trait;
}

/** The pragmas of a version, with what each is set to. */
export function pragmasOf(version: QemuVersion): ReadonlyMap<string, PragmaKind> {
  const known = [...PRAGMAS].filter(([, { trait }]) => has(version, trait));
  return new Map(known.map(([name, { kind }]) => [name, kind]));
}

/** The one value that a flag may have; undefined for other keys. */
export function valueOfFlag(key: string): boolean | undefined {
  return FLAGS.get(key);
}

/** By file, then by version: what is wrong depends on nothing else. */
const known = FILES.memory<Map<string, Shape>>();

/** What is wrong with the form of the expressions in a file, for the generator of a version. */
export function shapeOf(file: SourceFile, version: QemuVersion): Shape {
  const shapes = known.get(file) ?? new Map<string, Shape>();
  known.set(file, shapes);
  const key = formatVersion(version);
  let shape = shapes.get(key);
  if (!shape) {
    shape = new ShapeWalk(dialectOf(version)).walk(file);
    shapes.set(key, shape);
  }
  return shape;
}

/** Whether a place lies in something that stands where it may not: what it names or means is then no news. */
export function isMisplaced(file: SourceFile, version: QemuVersion, offset: number): boolean {
  return shapeOf(file, version).refused.some(({ start, end }) => start <= offset && offset <= end);
}

/** All that the walk asks of a dialect, looked up once. */
interface Dialect {
  readonly keys: Readonly<Record<KeyPlace, Keys>>;
  /** Pragmas that it knows; undefined where it has no pragmas at all. */
  readonly pragmas: readonly string[] | undefined;
  /** How many branches an alternate needs. */
  readonly alternatives: 0 | 1 | 2;
  readonly traits: ReadonlySet<Trait>;
  /** Its version, in words. */
  readonly name: string;
}

const WALK_TRAITS = [
  'form-refused',
  'anonymous-returns',
  'anonymous-bases',
  'simple-unions',
  'longhand',
  'coroutine',
  'condition-objects',
  'blank-conditions-refused',
  'member-conditions-refused',
  'array-alternatives',
  'flat-branch-names-refused',
] as const satisfies readonly Trait[];

const dialects = new Map<string, Dialect>();

/** The versions in whose dialect nothing is wrong with a part. */
const wellFormed = CONTENTS.memory<readonly string[]>();

function dialectOf(version: QemuVersion): Dialect {
  const name = formatVersion(version);
  let dialect = dialects.get(name);
  if (!dialect) {
    const pragmas = [...pragmasOf(version).keys()];
    dialect = {
      keys: keysOf(version),
      pragmas: has(version, 'pragmas') ? pragmas : undefined,
      alternatives: has(version, 'two-alternatives-wanted') ? 2 : has(version, 'one-alternative-wanted') ? 1 : 0,
      traits: new Set(WALK_TRAITS.filter((trait) => has(version, trait))),
      name,
    };
    dialects.set(name, dialect);
  }
  return dialect;
}

class ShapeWalk {
  readonly #dialect: Dialect;
  readonly #faults: ShapeFault[] = [];
  readonly #refused: Span[] = [];
  #expression!: Expression;
  /** Where the walk is: a definition, then its parts from the outside in. */
  #path: { readonly kind: Subject['kind']; readonly name: Value | StringValue | undefined }[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  walk({ tree }: SourceFile): Shape {
    if (this.#has('form-refused')) {
      for (const expression of tree.expressions) {
        // What the reader of the text has refused may be half typed.
        if (!expression.whole || wellFormed.get(expression.content)?.includes(this.#dialect.name)) continue;
        if (expression.value.kind === 'object') this.#walkExpression(expression, expression.value);
      }
    }
    const byPlace = (a: ShapeFault, b: ShapeFault): number => a.span.start - b.span.start;
    return { faults: this.#faults.sort(byPlace), refused: this.#refused };
  }

  #has(trait: (typeof WALK_TRAITS)[number]): boolean {
    return this.#dialect.traits.has(trait);
  }

  #report(span: Span, mistake: Mistake): void {
    let subject: Subject | undefined;
    for (const { kind, name } of this.#path) {
      subject = { kind, name: name?.kind === 'string' ? name.text : undefined, owner: subject };
    }
    this.#faults.push({ ...mistake, span, expression: this.#expression, subject });
  }

  /** Tells that a value stands where it may not. */
  #refuse(value: Value, mistake: Mistake): void {
    this.#refused.push(value.span);
    this.#report(value.span, mistake);
  }

  #within(kind: Subject['kind'], name: Value | undefined, visit: () => void): void {
    this.#path.push({ kind, name });
    visit();
    this.#path.pop();
  }

  #walkExpression(expression: Expression, object: ObjectValue): void {
    const before = this.#faults.length + this.#refused.length;
    this.#expression = expression;
    this.#walkObject(object);
    if (this.#faults.length + this.#refused.length === before) {
      wellFormed.set(expression.content, [this.#dialect.name, ...(wellFormed.get(expression.content) ?? [])]);
    }
  }

  #walkObject(object: ObjectValue): void {
    const keyword = keywordOf(object);
    const isPragmaTooEarly = keyword?.word === 'pragma' && this.#dialect.pragmas === undefined;
    if (!keyword || keyword.misspelt || isPragmaTooEarly) {
      const span = keyword?.entry.key.span ?? object.entries[0]?.key.span ?? object.span;
      this.#report(span, { code: 'no-keyword', keyword, object });
    }
    if (!keyword || isPragmaTooEarly) return;
    const { entry, word } = keyword;
    if (word === 'include' || word === 'pragma') {
      this.#directive(word, entry, object);
      return;
    }
    this.#path = [{ kind: word, name: entry.value }];
    this.#definition(word, keyword.object);
    this.#path = [];
  }

  #directive(word: 'include' | 'pragma', entry: Entry, object: ObjectValue): void {
    const extra = object.entries.filter((other) => other !== entry);
    const [first] = extra;
    if (first) this.#report(first.key.span, { code: `${word}-form`, object, extra });
    const { value } = entry;
    if (!isReadable(value)) return;
    if (word === 'include') {
      if (value.kind !== 'string') this.#report(value.span, { code: 'include-value', value });
    } else if (value.kind !== 'object') this.#report(value.span, { code: 'pragma-value', value });
    else for (const pragma of value.entries) this.#pragma(pragma);
  }

  #pragma({ key: name, value }: Entry): void {
    const names = this.#dialect.pragmas ?? [];
    if (!names.includes(name.text)) {
      this.#report(name.span, { code: 'unknown-pragma', name, known: names });
      return;
    }
    if (!isReadable(value)) return;
    const kind = PRAGMAS.get(name.text)?.kind ?? 'names';
    if (kind === 'boolean') {
      if (value.kind !== 'bool') this.#report(value.span, { code: 'pragma-kind', name, kind, value });
    } else if (value.kind !== 'array') this.#report(value.span, { code: 'pragma-kind', name, kind, value });
    else {
      for (const item of value.items) {
        if (item.kind !== 'string' && item.kind !== 'bad') {
          this.#report(item.span, { code: 'pragma-kind', name, kind, value: item });
        }
      }
    }
  }

  #definition(kind: DefinitionKind, written: ObjectValue): void {
    const name = valueAt(written, kind);
    if (isReadable(name) && name.kind !== 'string') {
      this.#report(name.span, { code: 'name-kind', use: 'definition', value: name });
    }
    const keyword = entryOf(written, kind) as Entry;
    for (const entry of written.entries) {
      if (entry.key.text !== kind && entry.key.text !== 'type' && KEYWORDS.has(entry.key.text)) {
        this.#report(entry.key.span, { code: 'second-keyword', entry, first: keyword.key });
      }
    }
    const object = this.#keys(written, kind);
    const data = valueAt(object, 'data');
    switch (kind) {
      case 'enum':
        this.#enum(object, data);
        break;
      case 'struct':
        this.#members(data, 'data', 'members', 'member');
        this.#type(valueAt(object, 'base'), 'base', 'name');
        break;
      case 'union':
        this.#union(object, data);
        break;
      case 'alternate':
        this.#alternate(data);
        break;
      case 'command': {
        this.#arguments(object, data, 'argument');
        const returns = valueAt(object, 'returns');
        const place = this.#has('anonymous-returns') ? 'any' : 'name-or-array';
        if (returns?.kind === 'object') this.#members(returns, 'returns', place, 'member');
        else this.#type(returns, 'returns', place);
        break;
      }
      case 'event':
        this.#arguments(object, data, 'member');
        break;
    }
    this.#condition(object, kind);
    this.#features(object, kind);
    this.#flags(object, kind);
  }

  /**
   * Looks at the keys of an object.
   * @returns the object with its misspelt keys put right, as far as it has them in this dialect
   */
  #keys(object: ObjectValue, place: KeyPlace): ObjectValue {
    const { required, allowed } = this.#dialect.keys[place];
    const unknown = object.entries.filter(({ key }) => !allowed.has(key.text));
    const meant = unknown.length > 0 ? meantKeys(object, place) : undefined;
    for (const entry of unknown) {
      const { key, value } = entry;
      if (isDefinition(place) && KEYWORDS.has(key.text) && key.text !== 'type') continue;
      const instead = meant?.get(entry);
      this.#report(key.span, { code: 'unknown-key', place, object, entry, meant: instead, allowed });
      if (value && instead === undefined) this.#refused.push(value.span);
    }
    const right = meant ? withMeantKeys(object, place) : object;
    const missing = required.filter((key) => !entryOf(right, key));
    if (missing.length > 0) {
      const span = isDefinition(place) ? (valueAt(right, place)?.span ?? object.span) : object.span;
      this.#report(span, { code: 'missing-keys', place, object, keys: missing, wantedBy: undefined });
    }
    return right;
  }

  #enum(object: ObjectValue, data: Value | undefined): void {
    const prefix = valueAt(object, 'prefix');
    if (isReadable(prefix) && prefix.kind !== 'string' && this.#dialect.keys.enum.allowed.has('prefix')) {
      this.#report(prefix.span, { code: 'value-kind', use: 'prefix', value: prefix });
    }
    if (!isReadable(data)) return;
    if (data.kind === 'array') for (const item of data.items) this.#named(item, 'value');
    else this.#refuse(data, { code: 'value-kind', use: 'values', value: data });
  }

  /** An enum value or feature: its name, or an object that holds it. */
  #named(item: Value, place: 'value' | 'feature'): void {
    if (item.kind === 'string' || item.kind === 'bad') return;
    // Features had their longhand from the beginning.
    if (item.kind !== 'object' || (place === 'value' && !this.#has('longhand'))) {
      this.#refuse(item, { code: 'name-kind', use: place, value: item });
      return;
    }
    this.#within(place, valueAt(withMeantKeys(item, place), 'name'), () => {
      const object = this.#keys(item, place);
      const name = valueAt(object, 'name');
      if (isReadable(name) && name.kind !== 'string') {
        this.#report(name.span, { code: 'name-kind', use: place, value: name });
      }
      this.#condition(object, place);
      this.#features(object, place);
    });
  }

  #union(object: ObjectValue, data: Value | undefined): void {
    const base = valueAt(object, 'base');
    const discriminator = entryOf(object, 'discriminator');
    const simple = this.#has('simple-unions') && !discriminator;
    if (base?.kind === 'object' && this.#has('anonymous-bases'))
      this.#members(base, 'base', 'name-or-members', 'member');
    else this.#type(base, 'base', this.#has('anonymous-bases') ? 'name-or-members' : 'name');
    if (isReadable(discriminator?.value) && discriminator.value.kind !== 'string') {
      const { value } = discriminator;
      this.#report(value.span, { code: 'name-kind', use: 'discriminator', value });
    }
    if (this.#has('simple-unions')) this.#unionOfTwoKinds(object, base, discriminator);
    if (!isReadable(data)) return;
    if (data.kind === 'object') {
      const areNames = !simple && this.#has('flat-branch-names-refused');
      for (const entry of data.entries) {
        const { text: name, span } = entry.key;
        if (areNames && !BRANCH_NAME.test(name)) this.#report(span, { code: 'branch-name', name });
        this.#typed(entry, 'branch', simple ? 'name-or-array' : 'name');
      }
    } else this.#refuse(data, { code: 'value-kind', use: 'branches', value: data });
  }

  /** Where there are simple unions: a union has both base and discriminator, or neither. */
  #unionOfTwoKinds(object: ObjectValue, base: Value | undefined, discriminator: Entry | undefined): void {
    const [key, wantedBy] = discriminator ? ['base', 'discriminator'] : ['discriminator', 'base'];
    const other = entryOf(object, wantedBy as string);
    const isMissing = discriminator
      ? !isReadable(base) || (base.kind === 'object' && base.entries.length === 0)
      : isReadable(base);
    if (!isMissing || !other) return;
    this.#report(other.key.span, {
      code: 'missing-keys',
      place: 'union',
      object,
      keys: [key as string],
      wantedBy: wantedBy as string,
    });
  }

  #alternate(data: Value | undefined): void {
    if (!isReadable(data)) return;
    if (data.kind !== 'object') {
      this.#refuse(data, { code: 'value-kind', use: 'branches', value: data });
      return;
    }
    const { alternatives: least } = this.#dialect;
    if (data.entries.length < least) {
      this.#report(data.span, { code: 'few-alternatives', value: data, least: least as 1 | 2 });
    }
    for (const entry of data.entries) {
      this.#typed(entry, 'branch', this.#has('array-alternatives') ? 'name-or-array' : 'name');
    }
  }

  /** The `data` of a command or event. */
  #arguments(object: ObjectValue, data: Value | undefined, kind: 'argument' | 'member'): void {
    const boxed = entryOf(object, 'boxed');
    const isBoxed = boxed?.value?.kind === 'bool' && boxed.value.value && this.#allows(kind, 'boxed');
    if (!isBoxed) this.#members(data, 'data', 'name-or-members', kind);
    else if (!entryOf(object, 'data')) {
      // An unknown key may be the data.
      const isTold = this.#faults.some((fault) => fault.code === 'unknown-key' && fault.object === object);
      if (!isTold) this.#report(boxed.key.span, { code: 'boxed-alone', object, entry: boxed });
    } else this.#type(data, 'data', 'name', true);
  }

  #allows(kind: 'argument' | 'member', key: string): boolean {
    return this.#dialect.keys[kind === 'argument' ? 'command' : 'event'].allowed.has(key);
  }

  /** Members written out, or the name of a type that has them. */
  #members(value: Value | undefined, key: string, wanted: TypePlace, kind: 'argument' | 'member'): void {
    if (value?.kind !== 'object' || wanted === 'name-or-array') this.#type(value, key, wanted);
    else for (const entry of value.entries) this.#typed(entry, kind, 'name-or-array');
  }

  /** A member or branch: its type, or an object that holds it. */
  #typed({ key, value }: Entry, kind: 'argument' | 'member' | 'branch', wanted: TypePlace): void {
    if (!value || value.kind === 'string') return;
    this.#path.push({ kind, name: key });
    const place = kind === 'branch' ? 'branch' : 'member';
    if (value.kind === 'object' && this.#has('longhand') && isLonghand(value, place)) {
      const object = this.#keys(value, place);
      this.#type(valueAt(object, 'type'), 'type', wanted);
      if (this.#has('member-conditions-refused')) this.#condition(object, place);
      this.#features(object, place);
    } else this.#type(value, 'type', wanted);
    this.#path.pop();
  }

  #type(value: Value | undefined, key: string, wanted: TypePlace, boxed = false): void {
    if (!isReadable(value) || (value.kind === 'string' && wanted !== 'members')) return;
    if (value.kind === 'array' && (wanted === 'name-or-array' || wanted === 'any')) {
      const [item, ...more] = value.items;
      if (value.items.some(({ kind }) => kind === 'bad') || (item?.kind === 'string' && more.length === 0)) return;
      this.#refuse(value, { code: 'array-form', value });
    } else this.#refuse(value, { code: 'type-kind', key, wanted, value, boxed });
  }

  #features(object: ObjectValue, place: KeyPlace): void {
    const features = valueAt(object, 'features');
    if (!isReadable(features) || !this.#dialect.keys[place].allowed.has('features')) return;
    if (features.kind === 'array') for (const item of features.items) this.#named(item, 'feature');
    else this.#refuse(features, { code: 'value-kind', use: 'features', value: features });
  }

  #flags(object: ObjectValue, place: KeyPlace): void {
    if (place !== 'command' && place !== 'event') return;
    const { allowed } = this.#dialect.keys[place];
    for (const entry of object.entries) {
      const { key, value } = entry;
      const wanted = FLAGS.get(key.text);
      if (wanted === undefined || !isReadable(value) || !allowed.has(key.text)) continue;
      if (value.kind !== 'bool' || value.value !== wanted) {
        this.#report(value.span, { code: 'flag-value', object, entry, wanted });
      }
    }
    const entry = entryOf(object, 'coroutine');
    if (entry && entryOf(object, 'allow-oob') && allowed.has('coroutine')) {
      this.#report(entry.key.span, { code: 'flag-clash', object, entry });
    }
  }

  #condition(object: ObjectValue, place: KeyPlace): void {
    const condition = valueAt(object, 'if');
    if (!isReadable(condition) || !this.#dialect.keys[place].allowed.has('if')) return;
    if (this.#has('condition-objects')) this.#newCondition(condition, false);
    else this.#oldCondition(condition);
  }

  #conditionFault(fault: ConditionFault, value: Value, nested: boolean, span = value.span): void {
    this.#report(span, { code: 'condition', fault, value, nested });
  }

  #newCondition(value: Value, nested: boolean): void {
    switch (value.kind) {
      case 'bad':
        break;
      case 'bool':
        this.#conditionFault('kind', value, nested);
        break;
      case 'string':
        if (!isMacroName(value.text)) this.#conditionFault(value.text.trim() === '' ? 'blank' : 'macro', value, nested);
        break;
      case 'array':
        this.#conditionFault('array', value, nested);
        break;
      case 'object':
        this.#operators(value, nested);
    }
  }

  #operators(object: ObjectValue, nested: boolean): void {
    const { entries } = object;
    if (entries.length === 0) this.#conditionFault('no-key', object, nested);
    let known = 0;
    for (const { key, value } of entries) {
      if (!OPERATORS.has(key.text)) {
        this.#conditionFault('unknown-key', object, nested, key.span);
        continue;
      }
      known++;
      if (known === 2) this.#conditionFault('several-keys', object, nested, key.span);
      if (!isReadable(value)) continue;
      if (key.text === 'not') this.#newCondition(value, true);
      else if (value.kind !== 'array') this.#conditionFault('operands', value, true);
      else if (value.items.length === 0) this.#conditionFault('no-operands', value, true);
      else for (const item of value.items) this.#newCondition(item, true);
    }
  }

  #oldCondition(value: Value): void {
    const nested = value.kind === 'array';
    if (nested && value.items.length === 0) this.#conditionFault('no-operands', value, false);
    for (const item of nested ? value.items : [value]) {
      if (item.kind === 'bad') continue;
      if (item.kind !== 'string') this.#conditionFault(item.kind === 'object' ? 'object' : 'kind', item, nested);
      else if ((this.#has('blank-conditions-refused') ? item.text.trim() : item.text) === '') {
        this.#conditionFault('blank', item, nested);
      }
    }
  }
}

function isDefinition(place: KeyPlace): place is DefinitionKind {
  return KEYWORDS.has(place);
}

/** Whether there is a value that the reader of the text could make something of. */
function isReadable(value: Value | undefined): value is Exclude<Value, { kind: 'bad' }> {
  return value !== undefined && value.kind !== 'bad';
}
