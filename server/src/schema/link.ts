/**
 * What definitions have to do with each other: whether the types they name exist and fit the place, whether members get in
 * each other's way, whether a union's branches are values of its tag. QEMU's generator asks this once it has read all files
 * and found each definition well formed (scripts/qapi/schema.py); so what is not whole or not well formed is passed over
 * here, with all that follows from it.
 */
import { camelToUpper, cName } from '../names/cnames.ts';
import type { ObjectValue } from '../syntax/tree.ts';
import { entryOf } from '../syntax/tree.ts';
import { cNameOf } from './c-names.ts';
import { formatVersion, has, type QemuVersion, SPECIAL_FEATURES, type Trait } from './dialect.ts';
import type { LinkFault, WrongDiscriminator } from './link-faults.ts';
import { featureNamesIn, type Local, localOf, type NamedRef, type ObjectDefinition } from './link-local.ts';
import { isObject, type Target, Targets } from './link-targets.ts';
import {
  type AlternateDefinition,
  type Branch,
  BUILTIN_TYPES,
  type CommandDefinition,
  type Definition,
  type EventDefinition,
  isTypeDefinition,
  type Member,
  type SourceFile,
  type StructDefinition,
  type TypeDefinition,
  type UnionDefinition,
} from './model.ts';
import { isIntended, SCHEMAS, type Schema } from './schema.ts';
import { isMisplaced } from './shape.ts';
import { type FileStanding, GROUNDS, type Ground, STANDINGS, type Standing } from './standing.ts';

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

/** What closes each list of constants. */
const LAST_CONSTANT = 'MAX';

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

/** The definitions in which there was nothing to be told, and the files in which there was none in any, by version. */
const fitting = STANDINGS.memory<string>();

/** A schema in which everything fits together. */
interface Soundness {
  readonly version: string;
  /** The definitions of which something else than their standing told that they fit. */
  readonly open: readonly string[];
}

const soundness = GROUNDS.memory<Soundness>();

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
  readonly #targets: Targets;
  /** By their C names, the members of structs, inherited ones included; undefined where they are not known. */
  readonly #members = new Map<StructDefinition, Members | undefined>();
  readonly #followed = new Set<ObjectDefinition>();
  /** Definitions of which something else than their standing told that they fit. */
  readonly #open = new Set<Definition>();
  /** Whether a name that nobody declares may be declared in what could not be read. */
  readonly #partial: boolean;

  constructor(schema: Schema, version: QemuVersion) {
    this.#schema = schema;
    this.#version = version;
    this.#versionText = formatVersion(version);
    this.#targets = new Targets(schema, (trait) => this.#has(trait));
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
      soundness.set(ground, { version: this.#versionText, open: [...this.#open].map(({ name }) => name.text) });
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
    const known = soundness.get(ground);
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
    if (this.#has('constants-compared')) this.#constants(definition);
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
      // A name that is typed half, or stands twice because a line does, is no name yet.
      if (!definition.expression.whole || other?.expression.whole === false) return;
      this.#faults.push({ code: 'redefinition', definition, span: definition.name.span, other });
    };
    for (const name of BUILTIN_TYPES.keys()) {
      const definition = this.#schema.definition(name);
      if (definition && this.#targets.isBuiltin(name)) tell(definition, undefined);
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
    const target = this.#targets.lookUp(name);
    if (!target || !('name' in target)) this.#open.add(definition);
    if (target) {
      if (target.kind !== 'array') return;
      const nested = elements.has(ref);
      this.#faults.push({ code: 'implicit-name', definition, span, name, element: target.element, nested });
      return;
    }
    const other = this.#schema.definition(name);
    // What is lost may declare the type, but none that is called like a command.
    if (this.#partial || (!other && this.#isIntended(name))) return;
    this.#faults.push({ code: 'unknown-type', definition, span, name, other });
  }

  /** Whether a name is that of something lost. Where nobody reads documentation, that alone is no sign of it. */
  #isIntended(name: string): boolean {
    return isIntended(name, this.#schema, this.#has('docs-refused'));
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
      const target = this.#targets.resolve(part);
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

  /** Values and branches whose names make the same constant in C, be it only with one that the generator makes up. */
  #constants(definition: Definition): void {
    if (definition.kind === 'event') {
      const { name } = definition;
      if (name.text.toUpperCase() !== LAST_CONSTANT) return;
      this.#faults.push({ code: 'constant', definition, span: name.span, thing: definition, other: undefined });
      return;
    }
    const { made, things } = constantsIn(definition);
    const seen = new Map<string, Member | undefined>(made.map((constant) => [constant, undefined]));
    for (const thing of things) {
      const constant = camelToUpper(thing.name.text, 'up-to-9.1');
      const other = seen.get(constant);
      if (!seen.has(constant)) seen.set(constant, thing);
      // What has the same name, or the same in C, is told as that.
      else if (!other || cNameOf(other) !== cNameOf(thing)) {
        this.#faults.push({ code: 'constant', definition, span: thing.name.span, thing, other });
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
    const target = this.#targets.resolve(base);
    if (!target || target.kind === 'struct' || target.kind === 'object') return;
    this.#faults.push({ code: 'base', definition, span: base.span, target });
  }

  /** The members that a definition has from its base; undefined where they are not known. */
  #inherited({ base }: ObjectDefinition): Members | undefined {
    if (!base) return NO_MEMBERS;
    const target = this.#targets.resolve(base);
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
      next = this.#targets.resolve(next.base);
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
      const target = type?.kind === 'name' ? this.#targets.resolve(type) : undefined;
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
      const base = this.#targets.resolve(definition.base);
      if (base?.kind === 'struct' && found.owner !== base) wrong('not-direct', found);
    }
    const target = found.type?.kind === 'object' ? undefined : this.#targets.resolve(found.type);
    if (!target) return undefined;
    if (target.kind !== 'enum' && target.kind !== 'tag' && !(target.kind === 'builtin' && target.name === 'QType')) {
      wrong('not-an-enum', found);
      return undefined;
    }
    if (target.kind === 'enum' && this.#has('tag-values-compared') && definition.branches.length > 0) {
      const values = this.#valuesOf(target);
      if (values?.has(found.name.text)) wrong('a-value', found);
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
    const refused = values.size === 0 ? 'valueless-unions-refused' : 'branchless-unions-refused';
    if (branches.length === 0 && this.#has(refused)) {
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
          const next = inner.type?.kind === 'name' ? this.#targets.resolve(inner.type) : undefined;
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
      const target = this.#targets.resolve(type);
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
    const target = data && data.kind !== 'array' ? this.#targets.resolve(data) : undefined;
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
    for (let level: Target | undefined = struct; level?.kind === 'struct'; level = this.#targets.resolve(level.base)) {
      const { conditional } = localOf(level);
      if (conditional) return conditional;
    }
    return undefined;
  }

  #returns(definition: CommandDefinition): void {
    const { returns, name } = definition;
    if (!returns || returns.kind === 'object') return;
    let target = this.#targets.resolve(returns);
    const array = target?.kind === 'array';
    if (target?.kind === 'array') target = this.#targets.lookUp(target.element);
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

/** The things in a definition that constants are made of, and the constants that the generator adds. */
function constantsIn(definition: Definition): { made: readonly string[]; things: readonly Member[] } {
  switch (definition.kind) {
    case 'enum':
      return { made: [LAST_CONSTANT], things: definition.values };
    case 'alternate':
      return { made: [LAST_CONSTANT], things: definition.branches };
    case 'union':
      return {
        made: [LAST_CONSTANT, 'KIND', 'TYPE'],
        things: definition.branches.flatMap((branch) => branch.declares ?? []),
      };
    default:
      return { made: [], things: [] };
  }
}

/** Whether two things have the very same name. */
function isSame(thing: Member, other: Member): boolean {
  return thing.name.text === other.name.text;
}
