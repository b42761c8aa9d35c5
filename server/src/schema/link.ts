/**
 * What definitions have to do with each other: whether the types they name exist and fit the place, whether members get in
 * each other's way, whether a union's branches are values of its tag. QEMU's generator asks this once it has read all files
 * and found each definition well formed (scripts/qapi/schema.py); so what is not whole or not well formed is passed over
 * here, with all that follows from it.
 */

import { cName } from '../names/cnames.ts';
import type { ObjectValue } from '../syntax/tree.ts';
import { entryOf } from '../syntax/tree.ts';
import { cNameOf } from './c-names.ts';
import { formatVersion, has, type QemuVersion, SPECIAL_FEATURES, type Trait } from './dialect.ts';
import { hasUnknownKey, keywordOf, withMeantKeys } from './keys.ts';
import {
  type AlternateDefinition,
  type Branch,
  BUILTIN_TYPES,
  type CommandDefinition,
  DEFINITIONS,
  type Definition,
  type EnumDefinition,
  type EventDefinition,
  isTypeDefinition,
  type JsonKind,
  type Member,
  type SourceFile,
  type StructDefinition,
  type TypeDefinition,
  type TypeRef,
  type UnionDefinition,
} from './model.ts';
import { perContent, perFile } from './remember.ts';
import { SCHEMAS, type Schema } from './schema.ts';
import { isMisplaced } from './shape.ts';
import { type FileStanding, GROUNDS, type Ground, STANDINGS, type Standing } from './standing.ts';

/** What a type name stands for: a definition, or a type that nobody wrote down. */
export type Target = TypeDefinition | BuiltinTarget | ArrayTarget | ObjectTarget | TagTarget;

interface BuiltinTarget {
  readonly kind: 'builtin';
  readonly name: string;
  readonly json: JsonKind;
}

/** `[ 'Foo' ]`, which the generator knows as `FooList`. */
interface ArrayTarget {
  readonly kind: 'array';
  readonly element: string;
}

/** Members that are written where a type is used. */
interface ObjectTarget {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

/** The enum that a simple union makes of its branches. */
interface TagTarget {
  readonly kind: 'tag';
  readonly values: readonly Member[];
}

/** The name of a type, where it is used. */
export type NamedRef = Extract<TypeRef, { kind: 'name' }>;

interface Fault<Code extends string> {
  readonly code: Code;
  /** The definition that the generator refuses. */
  readonly definition: Definition;
  /** The token that it is about, in the definition's file. */
  readonly span: { readonly start: number; readonly end: number };
}

/** There is no type of that name. */
export interface UnknownType extends Fault<'unknown-type'> {
  readonly name: string;
  /** The command or event of that name. */
  readonly other: Definition | undefined;
}

/** What the generator calls an array, `FooList`, is written where a type belongs. */
export interface ImplicitName extends Fault<'implicit-name'> {
  readonly name: string;
  readonly element: string;
  /** It stands between brackets: arrays of arrays are too much for the generator, which takes it elsewhere. */
  readonly nested: boolean;
}

/** The name is taken already: by another definition, or by a built-in type. */
export interface Redefinition extends Fault<'redefinition'> {
  readonly other: Definition | undefined;
}

/** What 'base' names is no struct. */
export interface WrongBase extends Fault<'base'> {
  readonly target: Target;
}

/** A struct or union holds itself, by way of its base or a branch. */
export interface Recursive extends Fault<'recursive'> {
  /** From the definition by way of others back to it, which is not repeated. */
  readonly chain: readonly Definition[];
}

/** Two members of one object, values of one enum or features of one thing have the same name, be it only in C. */
export interface Clash extends Fault<'clash'> {
  readonly thing: Member;
  readonly other: Member;
  /** False where the generator does not look. */
  readonly refused: boolean;
}

/** A branch brings in members whose names, be it only in C, are those of members of the base. */
export interface BranchClash extends Fault<'branch-clash'> {
  readonly branch: Branch;
  /** Members of the branch, each with that of the base. */
  readonly pairs: readonly (readonly [thing: Member, other: Member])[];
}

/** The discriminator is none. */
export interface WrongDiscriminator extends Fault<'discriminator'> {
  readonly reason: 'not-a-member' | 'not-direct' | 'not-an-enum' | 'optional' | 'conditional';
  /** The member that it names. */
  readonly member: Member | undefined;
  /** The members that it could name. */
  readonly candidates: readonly Member[];
  /** Some generators take an empty name for none: then branches have any type, and a member 'type' tells them apart. */
  readonly refused: boolean;
}

/** A branch of a union does not fit. */
export interface WrongBranch extends Fault<'branch'> {
  readonly reason: 'not-a-value' | 'not-an-object' | 'union';
  readonly branch: Branch;
  readonly target: Target | undefined;
  /** What declares the values of the tag; undefined where it is built in. */
  readonly tag: EnumDefinition | undefined;
  /** The values of the tag, as far as they are known. */
  readonly values: readonly string[];
}

/** A union has no branches, or too few. */
export interface MissingBranches extends Fault<'missing-branches'> {
  /** The values without a branch; none where there is no branch at all. */
  readonly values: readonly string[];
}

/** Branches of an alternate cannot be told apart, or not be branches at all. */
export interface WrongAlternative extends Fault<'alternate'> {
  readonly branch: Member;
  readonly target: Target;
  /** The earlier branch that it is mistaken for; undefined where its own type is the trouble. */
  readonly other: Member | undefined;
}

/** The arguments of a command or event are of a type that does not fit. */
export interface WrongArguments extends Fault<'arguments'> {
  readonly reason: 'not-an-object' | 'union' | 'conditional' | 'empty';
  readonly target: Target;
  /** The first conditional member. */
  readonly member: Member | undefined;
}

/** A command returns what is no object. */
export interface WrongReturns extends Fault<'returns'> {
  readonly target: Target;
  readonly array: boolean;
}

/** A feature that has a meaning of its own stands on a type. */
export interface TypeFeature extends Fault<'type-feature'> {
  readonly feature: Member;
}

/** One feature name more than a schema may have. */
export interface TooManyFeatures extends Fault<'too-many-features'> {
  readonly feature: Member;
}

export type LinkFault =
  | UnknownType
  | ImplicitName
  | Redefinition
  | WrongBase
  | Recursive
  | Clash
  | BranchClash
  | WrongDiscriminator
  | WrongBranch
  | MissingBranches
  | WrongAlternative
  | WrongArguments
  | WrongReturns
  | TypeFeature
  | TooManyFeatures;

/** As many different feature names a schema may have, those included that every schema has. */
export const MAX_FEATURES = 64;

/**
 * The commands that might return what is no object before there was a pragma to say so: those of QEMU's own two schemas.
 */
const EARLY_RETURNS: ReadonlySet<string> = new Set(
  [
    'human-monitor-command qom-get query-migrate-cache-size query-tpm-models query-tpm-types ringbuf-read',
    'guest-file-open guest-fsfreeze-freeze guest-fsfreeze-freeze-list guest-fsfreeze-status guest-fsfreeze-thaw',
    'guest-get-time guest-set-vcpus guest-sync guest-sync-delimited',
  ].flatMap((line) => line.split(' ')),
);

const QTYPE_VALUES: ReadonlySet<string> = new Set(['none', 'qnull', 'qnum', 'qstring', 'qdict', 'qlist', 'qbool']);

const known = SCHEMAS.memory<{ readonly version: QemuVersion; readonly faults: readonly LinkFault[] }>();

/**
 * Everything that does not fit together in a schema.
 * @param version whose generator is asked; what older or newer ones refuse is not in the answer, and those before 2.4 ask
 *   for nothing of all this
 * @returns the faults, in no particular order
 */
export function linkFaults(schema: Schema, version: QemuVersion): readonly LinkFault[] {
  const before = known.get(schema);
  if (before?.version === version) return before.faults;
  const faults = new Linker(schema, version).link();
  known.set(schema, { version, faults });
  return faults;
}

/** What is asked of one definition alone: it is read once. */
interface Local {
  /** Whether the definition is well formed, as far as others depend on it. */
  readonly sound: boolean;
  /** The type names in it, but for those of built-in types that every generator knows. */
  readonly types: readonly NamedRef[];
  /** Those of them that stand between brackets. */
  readonly elements: ReadonlySet<NamedRef>;
  /** What is laid out inside a struct or union: its base and its branches. */
  readonly parts: readonly NamedRef[];
  readonly clashes: readonly Pick<Clash, 'thing' | 'other' | 'refused'>[];
  /** All of its features, in the order in which the generator meets them. */
  readonly features: readonly Member[];
  /** The first of its own members that has an 'if'. */
  readonly conditional: Member | undefined;
  /** The names of an enum's values. */
  readonly values: ReadonlySet<string>;
}

const locals = DEFINITIONS.memory<Local>();

function localOf(definition: Definition): Local {
  let local = locals.get(definition);
  if (!local) {
    local = readLocal(definition);
    locals.set(definition, local);
  }
  return local;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** The names of all features in a definition, and in a file. */
const featureNamesOf = perContent((definition): ReadonlySet<string> => {
  const { features } = localOf(definition);
  return features.length === 0 ? NO_NAMES : new Set(features.map((feature) => feature.name.text));
});
const featureNamesIn = perFile((file): ReadonlySet<string> => {
  const whole = file.definitions.filter(({ expression }) => expression.whole);
  const sets = whole.map(featureNamesOf).filter((names) => names !== NO_NAMES);
  return new Set(sets.flatMap((names) => [...names]));
});

/** The definitions in which there was nothing to be told, and the files in which there was none in any, by version. */
const fitting = STANDINGS.memory<string>();

/** A schema in which everything fits together. */
interface Soundness {
  readonly version: string;
  /** The definitions of which something else than their standing told that they fit. */
  readonly open: readonly string[];
}

const sound = GROUNDS.memory<Soundness>();

const NONE: readonly never[] = [];
const NO_REFS: ReadonlySet<NamedRef> = new Set();

/** Built-in types that came with a version of their own. */
const LATER_TYPES: ReadonlyMap<string, Trait> = new Map([
  ['any', 'type-any'],
  ['QType', 'type-qtype'],
  ['null', 'type-null'],
]);

function readLocal(definition: Definition): Local {
  const types: NamedRef[] = [];
  const elements = new Set<NamedRef>();
  const clashes: Pick<Clash, 'thing' | 'other' | 'refused'>[] = [];
  const features: Member[] = [];
  let conditional: Member | undefined;
  const named = (ref: NamedRef): void => {
    if (!BUILTIN_TYPES.has(ref.name) || LATER_TYPES.has(ref.name)) types.push(ref);
  };
  const type = (ref: TypeRef | undefined): void => {
    if (ref?.kind === 'name') named(ref);
    else if (isWellFormedArray(ref)) {
      named(ref.of);
      elements.add(ref.of);
    }
  };
  const distinct = (things: readonly Member[], refused: boolean): void => {
    if (things.length < 2) return;
    const seen = new Map<string, Member>();
    for (const thing of things) {
      const identifier = cNameOf(thing);
      const other = seen.get(identifier);
      if (other) clashes.push({ thing, other, refused });
      else seen.set(identifier, thing);
    }
  };
  const featuresOf = (thing: Definition | Member, refused: boolean): void => {
    if (thing.features.length === 0) return;
    distinct(thing.features, refused);
    for (const feature of thing.features) features.push(feature);
  };
  const members = (list: readonly Member[]): void => {
    distinct(list, true);
    for (const member of list) {
      type(member.type);
      featuresOf(member, true);
      if (member.condition) conditional ??= member;
    }
  };
  const nameOrMembers = (ref: TypeRef | undefined): void => {
    if (ref?.kind === 'name') named(ref);
    else if (ref?.kind === 'object') members(ref.members);
  };
  featuresOf(definition, true);
  switch (definition.kind) {
    case 'enum':
      distinct(definition.values, true);
      // The generator does not compare the features of one value.
      for (const value of definition.values) featuresOf(value, false);
      break;
    case 'struct':
      if (definition.base?.kind === 'name') named(definition.base);
      members(definition.members);
      break;
    case 'union':
      nameOrMembers(definition.base);
      distinct(
        definition.branches.flatMap((branch) => branch.declares ?? []),
        true,
      );
      for (const branch of definition.branches) type(branch.type);
      break;
    case 'alternate':
      distinct(definition.branches, true);
      for (const branch of definition.branches) type(branch.type);
      break;
    case 'command':
      nameOrMembers(definition.data);
      type(definition.returns);
      break;
    case 'event':
      nameOrMembers(definition.data);
      break;
  }
  return {
    sound: isSound(definition),
    types: types.length > 0 ? types : NONE,
    elements: elements.size > 0 ? elements : NO_REFS,
    parts: definition.kind === 'struct' || definition.kind === 'union' ? partsOf(definition) : NONE,
    clashes: clashes.length > 0 ? clashes : NONE,
    features: features.length > 0 ? features : NONE,
    conditional,
    values: definition.kind === 'enum' ? new Set(definition.values.map((value) => value.name.text)) : NO_NAMES,
  };
}

type ObjectDefinition = StructDefinition | UnionDefinition;

/** The members of an object by their C names: its own, and those of its bases. */
class Members {
  readonly #own = new Map<string, Member>();
  readonly #base: Members | undefined;

  constructor(own: readonly Member[], base?: Members) {
    for (const member of own) this.#own.set(cNameOf(member), member);
    this.#base = base;
  }

  /** Calls `visit` for each, the own ones first. */
  forEach(visit: (member: Member, identifier: string) => void): void {
    for (let level: Members | undefined = this; level; level = level.#base) level.#own.forEach(visit);
  }

  /** The member that has a C name. */
  get(identifier: string): Member | undefined {
    for (let level: Members | undefined = this; level; level = level.#base) {
      const member = level.#own.get(identifier);
      if (member) return member;
    }
    return undefined;
  }

  /** All of them, the own ones first. */
  all(): Member[] {
    const all: Member[] = [];
    this.forEach((member) => void all.push(member));
    return all;
  }
}

const NO_MEMBERS = new Members([]);

/** A definition whose parts are being followed, and how far. */
interface Step {
  readonly definition: ObjectDefinition;
  readonly parts: readonly NamedRef[];
  next: number;
}

class Linker {
  readonly #schema: Schema;
  readonly #version: QemuVersion;
  readonly #versionText: string;
  readonly #traits = new Map<Trait, boolean>();
  readonly #faults: LinkFault[] = [];
  /** What names stand for that no type definition has. */
  readonly #implicit = new Map<string, Target | undefined>();
  /** By their C names, the members of structs, inherited ones included; undefined where they are not known. */
  readonly #members = new Map<StructDefinition, Members | undefined>();
  readonly #followed = new Set<ObjectDefinition>();
  #elements: ReadonlySet<string> | undefined;
  /** Definitions of which something else than their standing told that they fit. */
  readonly #open = new Set<Definition>();
  /** Whether a name that nobody declares may be declared in what could not be read. */
  readonly #partial: boolean;

  constructor(schema: Schema, version: QemuVersion) {
    this.#schema = schema;
    this.#version = version;
    this.#versionText = formatVersion(version);
    const { problems, files } = schema.sources;
    this.#partial =
      problems.some(({ code }) => code === 'missing' || code === 'directory' || code === 'unreadable') ||
      files.some(({ intended }) => intended.include);
  }

  link(): readonly LinkFault[] {
    if (!this.#has('types-checked')) return [];
    const { ground } = this.#schema;
    const before = this.#soundnessOf(ground);
    if (before) this.#definitions(this.#called(before.open));
    else {
      this.#countFeatures();
      this.#definitionsSince();
    }
    if (this.#faults.length === 0) {
      sound.set(ground, { version: this.#versionText, open: [...this.#open].map(({ name }) => name.text) });
    }
    const areMeant = this.#areUnknownNamesMeant();
    return this.#faults.filter(({ code, definition, span }) => {
      if (areMeant && code === 'unknown-type') return false;
      const file = this.#schema.file(definition.file);
      return !file || !isMisplaced(file, this.#version, span.start);
    });
  }

  /** Links what may not fit any more, where everything did before, else whatever is not known to fit. */
  #definitionsSince(): void {
    const { since, sources } = this.#schema;
    const before = since && this.#soundnessOf(since.ground);
    if (since && before) {
      this.#definitions(this.#called([...since.names, ...before.open]));
      return;
    }
    this.#names();
    const unfitting = sources.files.filter((file) => !this.#isKnown(this.#schema.standingOfFile(file)));
    if (unfitting.length > 0) this.#definitionsIn(unfitting);
  }

  #isKnown(standing: Standing | FileStanding): boolean {
    return fitting.get(standing) === this.#versionText;
  }

  #soundnessOf(ground: Ground): Soundness | undefined {
    const known = sound.get(ground);
    return known?.version === this.#versionText ? known : undefined;
  }

  #called(names: readonly string[]): readonly Definition[] {
    return names.flatMap((name) => this.#schema.definition(name) ?? []);
  }

  #definitionsIn(files: readonly SourceFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const unfittingFiles = this.#definitions(this.#schema.definitions.filter(({ file }) => paths.has(file)));
    if (!unfittingFiles) return;
    for (const file of files) {
      if (!unfittingFiles.has(file.path)) fitting.set(this.#schema.standingOfFile(file), this.#versionText);
    }
  }

  /**
   * Links the definitions that are not known to fit.
   * @returns the files of those that do not, or of which it may depend on something else; undefined where definitions hold
   *   themselves: then it depends on where one begins to look in which of them that is told
   */
  #definitions(definitions: readonly Definition[]): ReadonlySet<string> | undefined {
    const linked: Definition[] = [];
    for (const definition of definitions) {
      if (!definition.expression.whole || this.#isKnown(this.#schema.standingOf(definition))) continue;
      this.#definition(definition);
      linked.push(definition);
    }
    if (this.#faults.some(({ code }) => code === 'recursive')) return undefined;
    const unfitting = new Set([...this.#open, ...this.#faults.map(({ definition }) => definition)]);
    for (const definition of linked) {
      if (!unfitting.has(definition)) fitting.set(this.#schema.standingOf(definition), this.#versionText);
    }
    return new Set([...unfitting].map(({ file }) => file));
  }

  #definition(definition: Definition): void {
    const clashesInC = this.#has('c-clashes-refused');
    const local = localOf(definition);
    for (const ref of local.types) this.#type(definition, ref, local);
    for (const { thing, other, refused } of local.clashes) {
      this.#clash(definition, thing, other, refused && (clashesInC || isSame(thing, other)));
    }
    if (isTypeDefinition(definition)) this.#typeFeatures(definition);
    switch (definition.kind) {
      case 'struct':
        if (definition.base) this.#struct(definition);
        break;
      case 'union':
        this.#union(definition);
        break;
      case 'alternate':
        this.#alternate(definition);
        break;
      case 'command':
        if (definition.data) this.#arguments(definition, local);
        if (definition.returns) this.#returns(definition);
        break;
      case 'event':
        if (definition.data) this.#arguments(definition, local);
        break;
    }
  }

  /** Whether the types that nobody defines are as few as the definitions whose names are lost. */
  #areUnknownNamesMeant(): boolean {
    let nameless = 0;
    for (const { intended } of this.#schema.sources.files) nameless += intended.nameless;
    if (nameless === 0) return false;
    const unknown = new Set<string>();
    for (const fault of this.#faults) if (fault.code === 'unknown-type') unknown.add(fault.name);
    return unknown.size <= nameless;
  }

  #has(trait: Trait): boolean {
    let held = this.#traits.get(trait);
    if (held === undefined) {
      held = has(this.#version, trait);
      this.#traits.set(trait, held);
    }
    return held;
  }

  // ---- names ----

  #names(): void {
    const tell = (definition: Definition, other: Definition | undefined): void => {
      this.#faults.push({ code: 'redefinition', definition, span: definition.name.span, other });
    };
    for (const name of BUILTIN_TYPES.keys()) {
      const definition = this.#schema.definition(name);
      if (definition && this.#isBuiltin(name)) tell(definition, undefined);
    }
    const { definitions, doubled } = this.#schema;
    for (const definition of doubled) {
      const other = this.#schema.definition(definition.name.text) as Definition;
      const isLater = definitions.indexOf(definition) > definitions.indexOf(other);
      tell(isLater ? definition : other, isLater ? other : definition);
    }
  }

  #type(definition: Definition, ref: NamedRef, { elements }: Local): void {
    const { name, span } = ref;
    const target = this.#lookUp(name);
    if (!target || !('name' in target)) this.#open.add(definition);
    if (target) {
      if (target.kind !== 'array') return;
      const nested = elements.has(ref);
      this.#faults.push({ code: 'implicit-name', definition, span, name, element: target.element, nested });
      return;
    }
    if (this.#partial || this.#schema.sources.files.some(({ intended }) => intended.names.has(name))) return;
    this.#faults.push({ code: 'unknown-type', definition, span, name, other: this.#schema.definition(name) });
  }

  /** What a reference leads to; undefined where that is unknown. */
  #resolve(ref: TypeRef | undefined): Target | undefined {
    switch (ref?.kind) {
      case 'name':
        return this.#lookUp(ref.name);
      case 'object':
        return ref;
      default:
        return isWellFormedArray(ref) ? { kind: 'array', element: ref.of.name } : undefined;
    }
  }

  #lookUp(name: string): Target | undefined {
    const definition = this.#schema.definition(name);
    if (definition && isTypeDefinition(definition)) return definition;
    if (this.#implicit.has(name)) return this.#implicit.get(name);
    const target = this.#lookUpImplicit(name, definition !== undefined);
    this.#implicit.set(name, target);
    return target;
  }

  #isBuiltin(name: string): boolean {
    const trait = LATER_TYPES.get(name);
    return BUILTIN_TYPES.has(name) && (trait === undefined || this.#has(trait));
  }

  #lookUpImplicit(name: string, taken: boolean): Target | undefined {
    if (this.#isBuiltin(name)) return { kind: 'builtin', name, json: BUILTIN_TYPES.get(name) as JsonKind };
    // A type that shares its name with a command is told where it is defined.
    if (taken) return this.#schema.definitions.filter(isTypeDefinition).find((type) => type.name.text === name);
    // Any value, before there was 'any'.
    if (name === '**' && !this.#has('type-any')) return { kind: 'builtin', name, json: 'any' };
    if (this.#has('simple-unions') && name.endsWith('Kind')) {
      const union = this.#lookUp(name.slice(0, -'Kind'.length));
      // Alternates had one as long as there was no QType.
      if (union?.kind === 'alternate' && !this.#has('type-qtype')) return { kind: 'tag', values: union.branches };
      if (union?.kind === 'union' && !union.discriminator) {
        return { kind: 'tag', values: union.branches.flatMap((branch) => branch.declares ?? []) };
      }
    }
    if (!this.#has('implicit-type-names')) return undefined;
    if (name.endsWith('List')) {
      const element = name.slice(0, -'List'.length);
      if (this.#isBuiltin(element) ? element !== 'QType' : this.#isElement(element)) return { kind: 'array', element };
    }
    if (name === 'q_empty') return { kind: 'object', members: [] };
    const [, owner = '', role] = /^q_obj_(.+)-(arg|base)$/.exec(name) ?? [];
    const definition = this.#schema.definition(owner);
    const ref =
      role === 'base' && definition?.kind === 'union'
        ? definition.base
        : role === 'arg' && (definition?.kind === 'command' || definition?.kind === 'event')
          ? definition.data
          : undefined;
    return ref?.kind === 'object' && ref.members.length > 0 ? ref : undefined;
  }

  /** Whether there are arrays of a type anywhere. */
  #isElement(name: string): boolean {
    if (!this.#elements) {
      const elements = new Set<string>();
      const add = (ref: TypeRef | undefined): void => {
        if (isWellFormedArray(ref)) elements.add(ref.of.name);
        else if (ref?.kind === 'object') for (const member of ref.members) add(member.type);
      };
      for (const definition of this.#schema.definitions) {
        switch (definition.kind) {
          case 'struct':
            for (const member of definition.members) add(member.type);
            break;
          case 'union':
            add(definition.base);
            for (const branch of definition.branches) add(branch.type);
            break;
          case 'alternate':
            for (const branch of definition.branches) add(branch.type);
            break;
          case 'command':
            add(definition.data);
            add(definition.returns);
            break;
          case 'event':
            add(definition.data);
            break;
        }
      }
      this.#elements = elements;
    }
    return this.#elements.has(name);
  }

  // ---- objects ----

  /**
   * Looks for definitions that hold themselves, from one on, as the generator meets them: bases and branches, the deepest
   * first.
   */
  #follow(start: Target): void {
    if (start.kind !== 'struct' && start.kind !== 'union') return;
    if (this.#followed.has(start) || localOf(start).parts.length === 0) return;
    const steps: Step[] = [];
    const path = new Set<Target>();
    const enter = (target: Target | undefined): void => {
      if (target?.kind !== 'struct' && target?.kind !== 'union') return;
      if (this.#followed.has(target)) return;
      this.#followed.add(target);
      const { parts } = localOf(target);
      if (parts.length === 0) return;
      steps.push({ definition: target, parts, next: 0 });
      path.add(target);
    };
    enter(start);
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      const part = step.parts[step.next++];
      if (!part) {
        steps.pop();
        path.delete(step.definition);
        continue;
      }
      const target = this.#resolve(part);
      const isBase = part === step.definition.base;
      if (target?.kind === 'union' && (isBase || !this.#has('nested-unions'))) continue;
      if (!target || !path.has(target)) enter(target);
      else {
        const from = steps.findIndex((other) => other.definition === target);
        const { definition: whole, parts, next } = steps[from] as Step;
        const chain = steps.slice(from).map((other) => other.definition);
        const { span } = parts[next - 1] as NamedRef;
        this.#faults.push({ code: 'recursive', definition: whole, span, chain });
      }
    }
  }

  #struct(definition: StructDefinition): void {
    this.#follow(definition);
    this.#base(definition);
    const inherited = this.#inherited(definition);
    if (!inherited) return;
    for (const member of definition.members) {
      const other = inherited.get(cNameOf(member));
      if (other) this.#clash(definition, member, other);
    }
  }

  #base(definition: ObjectDefinition): void {
    const { base } = definition;
    if (base?.kind !== 'name') return;
    const target = this.#resolve(base);
    if (!target || target.kind === 'struct' || target.kind === 'object') return;
    this.#faults.push({ code: 'base', definition, span: base.span, target });
  }

  /** The members that a definition has from its base; undefined where they are not known. */
  #inherited({ base }: ObjectDefinition): Members | undefined {
    if (!base) return NO_MEMBERS;
    const target = this.#resolve(base);
    if (target?.kind === 'struct') return this.#membersOf(target);
    if (target?.kind !== 'object' || target.members.some((member) => member.type === undefined)) return undefined;
    return new Members(target.members);
  }

  /** All members of a struct; undefined where they are not known. */
  #membersOf(struct: StructDefinition): Members | undefined {
    // In a loop: a chain of bases may be longer than the stack is deep.
    const chain: StructDefinition[] = [];
    let members: Members | undefined = NO_MEMBERS;
    for (let next: Target | undefined = struct; next; ) {
      if (next.kind === 'object') members = new Members(next.members);
      if (next.kind !== 'struct') {
        if (next.kind !== 'object') members = undefined;
        break;
      }
      if (this.#members.has(next)) {
        members = this.#members.get(next);
        break;
      }
      // Until it is known: that ends a chain that leads back to itself.
      this.#members.set(next, undefined);
      chain.push(next);
      if (!next.base) break;
      next = this.#resolve(next.base);
      if (!next) members = undefined;
    }
    for (const link of chain.reverse()) {
      if (!members || !localOf(link).sound) members = undefined;
      else if (link.members.length > 0)
        members = new Members(link.members, members === NO_MEMBERS ? undefined : members);
      this.#members.set(link, members);
    }
    return members;
  }

  #clash(
    definition: Definition,
    thing: Member,
    other: Member,
    refused = this.#has('c-clashes-refused') || isSame(thing, other),
  ): void {
    this.#faults.push({ code: 'clash', definition, span: thing.name.span, thing, other, refused });
  }

  // ---- unions ----

  #union(definition: UnionDefinition): void {
    this.#follow(definition);
    this.#base(definition);
    if (!localOf(definition).sound) return;
    const { discriminator, branches, base } = definition;
    if (!discriminator) {
      if (branches.length > 0 || base || !this.#has('simple-unions') || !this.#has('c-clashes-refused')) return;
      this.#faults.push({ code: 'missing-branches', definition, span: definition.name.span, values: [] });
      return;
    }
    // An empty base was none as long as there were unions without.
    const isEmpty = base?.kind === 'object' && base.members.length === 0 && this.#has('simple-unions');
    if (!base || isEmpty) return;
    const inherited = this.#inherited(definition);
    const tag = inherited && this.#tag(definition, inherited);
    const values = tag && this.#valuesOf(tag);
    if (values) this.#allBranches(definition, values);
    if (discriminator.text === '' && this.#has('empty-discriminators-free')) return;
    const wrong = { code: 'branch', definition, tag: tag?.kind === 'enum' ? tag : undefined } as const;
    for (const branch of branches) {
      const { key, type } = branch;
      if (values && !values.has(key.text)) {
        const reason = 'not-a-value';
        this.#faults.push({ ...wrong, branch, reason, span: key.content, target: undefined, values: [...values] });
      }
      const target = type?.kind === 'name' ? this.#resolve(type) : undefined;
      if (!type || !target) continue;
      const isUnion = target.kind === 'union';
      if (!isObject(target)) {
        this.#faults.push({ ...wrong, branch, reason: 'not-an-object', span: type.span, target, values: [] });
      } else if (isUnion && !this.#has('nested-unions')) {
        this.#faults.push({ ...wrong, branch, reason: 'union', span: type.span, target, values: [] });
      } else if (inherited) this.#branchMembers(definition, branch, target, inherited);
    }
  }

  /** The enum of a union's discriminator; undefined where it is none, which is told, or not known. */
  #tag(definition: UnionDefinition, inherited: Members): Target | undefined {
    const discriminator = definition.discriminator as NonNullable<UnionDefinition['discriminator']>;
    const sameInC = inherited.get(cName(discriminator.text));
    const found = sameInC?.name.text === discriminator.text ? sameInC : undefined;
    const wrong = (reason: WrongDiscriminator['reason'], member: Member | undefined): void => {
      const span = discriminator.content;
      const isNone = discriminator.text === '' && this.#has('empty-discriminators-free');
      const refused = !isNone || definition.branches.length === 0 || inherited.get('type') !== undefined;
      this.#faults.push({
        code: 'discriminator',
        definition,
        span,
        reason,
        member,
        candidates: inherited.all(),
        refused,
      });
    };
    if (!found) {
      wrong('not-a-member', undefined);
      return undefined;
    }
    if (!this.#has('inherited-discriminators') && definition.base?.kind === 'name') {
      const base = this.#resolve(definition.base);
      if (base?.kind === 'struct' && found.owner !== base) wrong('not-direct', found);
    }
    const target = found.type?.kind === 'object' ? undefined : this.#resolve(found.type);
    if (!target) return undefined;
    if (target.kind !== 'enum' && target.kind !== 'tag' && !(target.kind === 'builtin' && target.name === 'QType')) {
      wrong('not-an-enum', found);
      return undefined;
    }
    if (found.optional) wrong('optional', found);
    else if (found.condition) wrong('conditional', found);
    return target;
  }

  /** The values of an enum; undefined where they are not known. */
  #valuesOf(target: Target): ReadonlySet<string> | undefined {
    if (target.kind === 'enum') return localOf(target).sound ? localOf(target).values : undefined;
    return target.kind === 'tag' ? new Set(target.values.map((value) => value.name.text)) : QTYPE_VALUES;
  }

  #allBranches(definition: UnionDefinition, values: ReadonlySet<string>): void {
    const { branches } = definition;
    const fault = { code: 'missing-branches', definition, span: definition.name.span } as const;
    if (branches.length === 0 && (values.size === 0 || this.#has('branchless-unions-refused'))) {
      this.#faults.push({ ...fault, values: [] });
    } else if (this.#has('all-branches-required')) {
      const covered = new Set(branches.map((branch) => branch.key.text));
      const missing = [...values].filter((value) => !covered.has(value));
      if (missing.length > 0) this.#faults.push({ ...fault, values: missing });
    }
  }

  /** Members of a branch stand beside those of the base, whatever union inside the branch holds them. */
  #branchMembers(definition: UnionDefinition, branch: Branch, target: Target, inherited: Members): void {
    const same: (readonly [Member, Member])[] = [];
    const inC: (readonly [Member, Member])[] = [];
    const compare = (member: Member, identifier: string): void => {
      const other = inherited.get(identifier);
      if (other) (isSame(member, other) ? same : inC).push([member, other]);
    };
    const seen = new Set<Target>();
    const queue = [target];
    for (let type = queue.pop(); type; type = queue.pop()) {
      // A union in itself has its own members twice; that it is there is told.
      if (type === definition) return;
      if (seen.has(type)) continue;
      seen.add(type);
      if (type.kind === 'struct') this.#membersOf(type)?.forEach(compare);
      else if (type.kind === 'object') new Members(type.members).forEach(compare);
      else if (type.kind === 'union') {
        this.#inherited(type)?.forEach(compare);
        for (const inner of type.branches) {
          const next = inner.type?.kind === 'name' ? this.#resolve(inner.type) : undefined;
          if (next) queue.push(next);
        }
      }
    }
    const fault = { code: 'branch-clash', definition, span: branch.key.content, branch } as const;
    if (same.length > 0) this.#faults.push({ ...fault, pairs: same });
    if (this.#has('c-clashes-refused')) for (const pair of inC) this.#faults.push({ ...fault, pairs: [pair] });
  }

  // ---- alternates ----

  #alternate(definition: AlternateDefinition): void {
    // A union with `'discriminator': {}` is how it was written long ago.
    if (definition.keyword.text !== 'alternate') return;
    const seen = new Map<string, Member>();
    for (const branch of definition.branches) {
      const { type } = branch;
      const target = this.#resolve(type);
      if (!type || !target) continue;
      const kinds = this.#wireKinds(target);
      const other = kinds.map((kind) => seen.get(kind)).find((earlier) => earlier !== undefined);
      if (kinds.length === 0 || other) {
        this.#faults.push({ code: 'alternate', definition, span: type.span, branch, target, other });
      } else for (const kind of kinds) seen.set(kind, branch);
    }
  }

  /**
   * The kinds of JSON value that a branch of an alternate claims; none where it could be any. Text from a command line looks
   * like a string whatever is meant, so what strings can stand for counts as well.
   */
  #wireKinds(target: Target): string[] {
    const keyval = this.#has('keyval-alternates');
    if (isObject(target)) return ['object'];
    switch (target.kind) {
      case 'array':
        return this.#has('array-alternatives') ? ['array'] : [];
      case 'enum':
      case 'tag': {
        const kinds = ['string'];
        if (!keyval) return kinds;
        const names = target.values.map((value) => value.name.text);
        if (names.some((name) => name === 'on' || name === 'off')) kinds.push('boolean');
        if (names.some((name) => /^[-+0-9.]/.test(name))) kinds.push('number');
        return kinds;
      }
      case 'builtin':
        if (target.json === 'any') return [];
        if (target.name === 'str' && keyval) return ['string', 'number', 'boolean'];
        // Before 2.10 integers and other numbers were two kinds.
        return target.json === 'number' && !keyval && target.name !== 'number' ? ['integer'] : [target.json];
      default:
        return [];
    }
  }

  // ---- commands and events ----

  #arguments(definition: CommandDefinition | EventDefinition, { sound }: Local): void {
    const { data } = definition;
    const target = data && data.kind !== 'array' ? this.#resolve(data) : undefined;
    if (!data || !target) return;
    const fault = { code: 'arguments', definition, span: data.span, target, member: undefined } as const;
    // Boxed in whatever way: that only `true` will do is a matter of form.
    const boxed = (): boolean =>
      definition.flags.has('boxed') || entryOf(definition.expression.value as ObjectValue, 'boxed') !== undefined;
    if (!isObject(target)) {
      if (target.kind === 'alternate' && this.#has('boxed-alternates') && boxed()) return;
      this.#faults.push({ ...fault, reason: 'not-an-object' });
      return;
    }
    if (target.kind === 'union') {
      if (sound && !this.#has('union-arguments') && !boxed()) this.#faults.push({ ...fault, reason: 'union' });
    } else if (target.kind === 'struct' && this.#has('boxed-empty-refused')) {
      if (this.#membersOf(target)?.all().length === 0 && boxed()) this.#faults.push({ ...fault, reason: 'empty' });
    }
    if (!this.#has('conditional-arguments-boxed')) return;
    this.#follow(target);
    if (target.kind === 'union') return;
    const member =
      target.kind === 'struct' ? this.#conditionalIn(target) : target.members.find((each) => each.condition);
    if (!member || !sound || boxed()) return;
    const span = data.kind === 'object' ? member.name.span : data.span;
    this.#faults.push({ ...fault, span, reason: 'conditional', member });
  }

  /** A conditional member of a struct or its bases. */
  #conditionalIn(struct: StructDefinition): Member | undefined {
    if (!struct.base || !this.#membersOf(struct)) return localOf(struct).conditional;
    // Its members are known, so its bases come to an end.
    for (let level: Target | undefined = struct; level?.kind === 'struct'; level = this.#resolve(level.base)) {
      const { conditional } = localOf(level);
      if (conditional) return conditional;
    }
    return undefined;
  }

  #returns(definition: CommandDefinition): void {
    const { returns, name } = definition;
    if (!returns || returns.kind === 'object') return;
    let target = this.#resolve(returns);
    const array = target?.kind === 'array';
    if (target?.kind === 'array') target = this.#lookUp(target.element);
    if (!target || isObject(target)) return;
    this.#open.add(definition);
    const exempt = this.#has('pragmas') ? this.#schema.exemptions.commandReturns : EARLY_RETURNS;
    if (exempt.has(name.text)) return;
    this.#faults.push({ code: 'returns', definition, span: returns.span, target, array });
  }

  // ---- features ----

  #typeFeatures(definition: TypeDefinition): void {
    for (const feature of definition.features) {
      const { text, span } = feature.name;
      const trait = SPECIAL_FEATURES.get(text);
      if (!trait || !this.#has(trait)) continue;
      this.#faults.push({ code: 'type-feature', definition, span, feature });
    }
  }

  #countFeatures(): void {
    if (!this.#has('feature-limit')) return;
    const names = new Set(SPECIAL_FEATURES.keys());
    for (const file of this.#schema.sources.files) for (const name of featureNamesIn(file)) names.add(name);
    if (names.size > MAX_FEATURES) this.#tooManyFeatures();
  }

  #tooManyFeatures(): void {
    const names = new Set(SPECIAL_FEATURES.keys());
    for (const definition of this.#schema.definitions) {
      if (!definition.expression.whole) continue;
      for (const feature of localOf(definition).features) {
        names.add(feature.name.text);
        if (names.size <= MAX_FEATURES) continue;
        this.#faults.push({ code: 'too-many-features', definition, span: feature.name.span, feature });
        return;
      }
    }
  }
}

/** The types that are laid out inside a struct or union. */
function partsOf(definition: ObjectDefinition): readonly NamedRef[] {
  const parts: NamedRef[] = [];
  if (definition.base?.kind === 'name') parts.push(definition.base);
  if (definition.kind === 'union' && definition.discriminator) {
    for (const { type } of definition.branches) if (type?.kind === 'name') parts.push(type);
  }
  return parts;
}

function isObject(target: Target): target is ObjectDefinition | ObjectTarget {
  return target.kind === 'struct' || target.kind === 'union' || target.kind === 'object';
}

function isWellFormedArray(ref: TypeRef | undefined): ref is TypeRef & { kind: 'array'; of: NamedRef } {
  return ref?.kind === 'array' && ref.elements === 1 && ref.of?.kind === 'name';
}

/** Whether two things have the very same name. */
function isSame(thing: Member, other: Member): boolean {
  return thing.name.text === other.name.text;
}

/** Whether a definition is well formed, slips put right, as far as others depend on it. */
function isSound(definition: Definition): boolean {
  if (!definition.expression.whole) return false;
  let object = definition.expression.value as ObjectValue;
  if (hasUnknownKey(object, definition.kind)) {
    object = withMeantKeys(keywordOf(object)?.object ?? object, definition.kind);
    if (hasUnknownKey(object, definition.kind)) return false;
  }
  const data = entryOf(object, 'data')?.value;
  switch (definition.kind) {
    case 'enum':
      return data?.kind === 'array' && data.items.length === definition.values.length;
    case 'struct':
      return data?.kind === 'object' && data.entries.length === definition.members.length;
    case 'union':
    case 'alternate':
      return data?.kind === 'object' && data.entries.length === definition.branches.length;
    default:
      return true;
  }
}
