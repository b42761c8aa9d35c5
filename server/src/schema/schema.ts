/**
 * A schema: the files of one root, linked. It knows which definition a type name means, and what an object, union or
 * alternate looks like on the wire. QEMU's docs/devel/qapi-code-gen.rst, sections "Include directives", "Pragma directives"
 * and following.
 */
import { nearest } from '../names/nearest.ts';
import { Kind, type Remembering } from '../syntax/memory.ts';
import type { Span } from '../syntax/text.ts';
import type { StringValue } from '../syntax/tree.ts';
import {
  type Branch,
  BUILTIN_TYPES,
  type Definition,
  forEachNamed,
  isTypeDefinition,
  type JsonKind,
  type Member,
  type Pragma,
  type SourceFile,
  type StructDefinition,
  type TypeDefinition,
  type TypeRef,
  type UnionDefinition,
} from './model.ts';
import { areSameTexts, perContent, perFile } from './remember.ts';
import { type FileStanding, type Ground, type Since, type Standing, Standings, type Whole } from './standing.ts';

/** What can go wrong with the files of a schema, apart from what stands in them. */
export interface LoadProblem {
  /** `no-way`: it has been read already, but there is no way to it along the path as written. */
  readonly code: 'missing' | 'directory' | 'unreadable' | 'cycle' | 'no-way' | 'encoding';
  /** The file in which the problem shows. */
  readonly file: string;
  readonly span: Span;
  /** Where QEMU's generator sees it, if that may be another line than that of `span`: an offset in the same file. */
  readonly refusedAt?: number;
  /** The path as written, the reason given by the system, or the chain of a cycle. */
  readonly detail: string;
  /** Of a cycle: that there is no way along the path as written. */
  readonly noWay?: true;
  /** What an include that leads nowhere was most likely to be, where a file beside it has a name like that. */
  readonly meant?: string;
}

/** The files that a root leads to, each read once, in the order in which QEMU's generator reads them. */
export interface SourceSet {
  readonly root: string;
  readonly files: readonly SourceFile[];
  /** What each include leads to: file -> text of the include -> path. Includes that lead nowhere are not in it. */
  readonly includes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly problems: readonly LoadProblem[];
}

/** An object as it is on the wire: the members of its bases come first. */
export interface ObjectView {
  readonly members: readonly Member[];
  readonly tag: TagView | undefined;
}

/** How a union is told apart on the wire. */
export interface TagView {
  /** The member that holds the tag; missing in simple unions, where it is implied. */
  readonly member: Member | undefined;
  readonly name: string;
  /** The values of the tag: of its enum, or the branches of a simple union. */
  readonly values: readonly Member[];
  readonly branches: ReadonlyMap<string, Branch>;
  /** In a simple union the branch's value stands behind `data`. */
  readonly wrapped: boolean;
}

/** The lists of names that pragmas exempt from a rule. */
export interface Exemptions {
  readonly commandNames: ReadonlySet<string>;
  readonly commandReturns: ReadonlySet<string>;
  readonly documentation: ReadonlySet<string>;
  readonly memberNames: ReadonlySet<string>;
}

/** The files of one root, linked. It never changes: another text makes another schema. */
export class Schema implements Remembering {
  memory: Remembering['memory'];
  readonly sources: SourceSet;
  /** In the order in which the generator meets them: what a file includes stands where its include does. */
  readonly definitions: readonly Definition[];
  /** Those whose name an earlier one has. */
  readonly doubled: readonly Definition[];
  /** Stands for the set of names that are defined: the same one as before, as long as no name comes or goes. */
  readonly nameSet: object;
  /** The same for the names of all things, members and values included. */
  readonly declaredSet: object;
  /** What was the set in the schema before, and the names that some definitions have come to declare since, or ceased to. */
  readonly #declaredSince: { readonly declaredSet: object; readonly names: ReadonlySet<string> } | undefined;
  readonly #byName = new Map<string, Definition>();
  readonly #files = new Map<string, SourceFile>();
  readonly #views = new Map<Definition, ObjectView>();
  #exemptions: Exemptions | undefined;
  #docRequired: boolean | undefined;
  #pragmas: Schema['pragmas'] | undefined;
  #standings: Standings | undefined;

  /**
   * @param sources its files
   * @param before the schema of the same root right before its files changed
   */
  constructor(sources: SourceSet, before?: Schema) {
    this.sources = sources;
    for (const file of sources.files) this.#files.set(file.path, file);
    const definitions: Definition[] = [];
    this.#inOrder(
      (file) => file.definitions,
      (definition) => definitions.push(definition),
    );
    this.definitions = definitions;
    // Types, commands and events share one name space; of two equal names the first counts, or the one that is documented so.
    for (let i = definitions.length - 1; i >= 0; i--) {
      const definition = definitions[i] as Definition;
      this.#byName.set(definition.name.text, definition);
    }
    this.doubled = this.#byName.size === definitions.length ? NONE_DOUBLED : this.#findDoubled();
    if (before) {
      this.#standings = new Standings(this, before.#ownStandings);
      if (hasSamePragmas(sources, before.sources)) {
        this.#exemptions = before.#exemptions;
        this.#docRequired = before.#docRequired;
      }
    }
    const { changed } = this;
    this.nameSet = before && changed ? before.nameSet : {};
    const names = before && changed && declaredOtherwise(changed, before);
    this.declaredSet = before && names?.size === 0 ? before.declaredSet : {};
    if (before && names) {
      this.#declaredSince = names.size === 0 ? before.#declaredSince : { declaredSet: before.declaredSet, names };
    }
  }

  /** Those that another definition stands for; one that has got that name by mistake, as its comment tells, stands for nothing. */
  #findDoubled(): Definition[] {
    for (const definition of this.definitions) {
      const { text } = definition.name;
      const first = this.#byName.get(text);
      const isMisnamed = first?.doc?.symbol !== undefined && first.doc.symbol.text !== text;
      if (isMisnamed && definition.doc?.symbol?.text === text) this.#byName.set(text, definition);
    }
    return this.definitions.filter((definition) => this.#byName.get(definition.name.text) !== definition);
  }

  /**
   * The names that some definitions declare and did not, or no longer do, since a set of names was that of this schema or of
   * the one before: whether anything has such a name may be another answer than it was.
   * @returns undefined where it is neither, or where other definitions are there since
   */
  declaredOtherwise(declaredSet: object): ReadonlySet<string> | undefined {
    if (declaredSet === this.declaredSet) return NO_NAMES;
    return declaredSet === this.#declaredSince?.declaredSet ? this.#declaredSince.names : undefined;
  }

  /** Stands for what a definition of this schema means: see there. */
  standingOf(definition: Definition): Standing {
    return this.#ownStandings.of(definition);
  }

  /** Stands for all that a definition of this schema leads to: see there. */
  wholeOf(definition: Definition): Whole {
    return this.#ownStandings.wholeOf(definition);
  }

  /** Stands for a file of this schema and what its definitions mean: see there. */
  standingOfFile(file: SourceFile): FileStanding {
    return this.#ownStandings.ofFile(file);
  }

  /** Stands for what all definitions together mean. */
  get ground(): Ground {
    return this.#ownStandings.ground;
  }

  /** What has come between this ground and the one before: see there. */
  get since(): Since | undefined {
    return this.#ownStandings.since;
  }

  /** Made when they are first asked for: most schemas, baselines among them, nobody asks. */
  get #ownStandings(): Standings {
    this.#standings ??= new Standings(this);
    return this.#standings;
  }

  /** The definitions that are not as they were in the schema before; undefined where there was none, or other names. */
  get changed(): readonly Definition[] | undefined {
    return this.#standings?.sameNames ? this.#standings.changed : undefined;
  }

  file(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  /** The definition of that name, whatever its kind. */
  definition(name: string): Definition | undefined {
    return this.#byName.get(name);
  }

  /** The type definition that a reference names; undefined for built-in types, arrays, anonymous and unknown ones. */
  typeOf(ref: TypeRef | undefined): TypeDefinition | undefined {
    if (ref?.kind !== 'name') return undefined;
    const definition = this.#byName.get(ref.name);
    return definition && isTypeDefinition(definition) ? definition : undefined;
  }

  /** The kind of JSON value that a type has on the wire; undefined for alternates (several) and unknown types. */
  jsonKindOf(ref: TypeRef | undefined): JsonKind | undefined {
    if (!ref) return undefined;
    if (ref.kind !== 'name') return ref.kind;
    const definition = this.typeOf(ref);
    if (!definition) return BUILTIN_TYPES.get(ref.name);
    if (definition.kind === 'alternate') return undefined;
    return definition.kind === 'enum' ? 'string' : 'object';
  }

  /** The wire view of an object type, or undefined where the type is no object. A base that leads back is cut. */
  objectOf(ref: TypeRef | undefined): ObjectView | undefined {
    if (ref?.kind === 'object') return { members: ref.members, tag: undefined };
    const definition = this.typeOf(ref);
    return definition && this.viewOf(definition);
  }

  /** The wire view of a struct or union; undefined for enums and alternates. */
  viewOf(definition: TypeDefinition): ObjectView | undefined {
    // The bases are gathered in a loop: a chain of them may be longer than the stack is deep.
    const chain = new Set<StructDefinition | UnionDefinition>();
    let type: TypeDefinition | undefined = definition;
    while (type && (type.kind === 'struct' || type.kind === 'union') && !this.#views.has(type) && !chain.has(type)) {
      chain.add(type);
      type = this.typeOf(type.base);
    }
    // Of bases that lead back to themselves none has any, whichever of them is asked for first.
    let isInCircle = type !== undefined && (chain as ReadonlySet<TypeDefinition>).has(type);
    for (const link of [...chain].reverse()) {
      const base = isInCircle ? undefined : this.objectOf(link.base);
      if (link === type) isInCircle = false;
      const own = link.kind === 'struct' ? link.members : [];
      const members = base ? [...base.members, ...own] : own;
      this.#views.set(link, { members, tag: link.kind === 'union' ? this.#tagOf(link, members) : base?.tag });
    }
    return this.#views.get(definition);
  }

  #tagOf(union: UnionDefinition, members: readonly Member[]): TagView | undefined {
    const branches = new Map(union.branches.map((branch) => [branch.key.text, branch]));
    const { discriminator } = union;
    if (discriminator === undefined) {
      const values = union.branches.flatMap((branch) => branch.declares ?? []);
      return { member: undefined, name: 'type', values, branches, wrapped: true };
    }
    const member = members.find((m) => m.name.text === discriminator.text);
    const type = this.typeOf(member?.type);
    const values = type?.kind === 'enum' ? type.values : [];
    return { member, name: discriminator.text, values, branches, wrapped: false };
  }

  /** What the pragmas exempt. The old names of the pragmas (until 6.0) count too. */
  get exemptions(): Exemptions {
    this.#exemptions ??= {
      commandNames: this.#pragmaList('command-name-exceptions'),
      commandReturns: this.#pragmaList('command-returns-exceptions', 'returns-whitelist'),
      documentation: this.#pragmaList('documentation-exceptions', 'doc-whitelist'),
      memberNames: this.#pragmaList('member-name-exceptions', 'name-case-whitelist'),
    };
    return this.#exemptions;
  }

  /** Whether every definition has to have a documentation comment. The last pragma counts, as for the generator. */
  get docRequired(): boolean {
    if (this.#docRequired === undefined) {
      this.#docRequired = false;
      for (const { pragma } of this.pragmas) {
        if (pragma.name.text === 'doc-required' && pragma.value?.kind === 'bool')
          this.#docRequired = pragma.value.value;
      }
    }
    return this.#docRequired;
  }

  /**
   * The value of a list pragma. Where it is set several times the last one counts, as for the generator; under each of its names, of which
   * the generator takes one and refuses the others. What a broken pragma names counts as well. So no name is told to be wrong, or
   * changed, which somebody means to be exempt.
   */
  #pragmaList(...names: string[]): ReadonlySet<string> {
    const lists = new Map<string, readonly string[]>();
    for (const { pragma } of this.pragmas) {
      if (!names.includes(meantPragma(pragma))) continue;
      lists.set(
        pragma.name.text,
        stringsOf(pragma.value).map((item) => item.text),
      );
    }
    const broken = this.sources.files.flatMap((file) => [...file.intended.exempt]);
    return new Set([...lists.values(), broken].flat());
  }

  /** Every pragma with its file, in the order in which the generator meets them. */
  get pragmas(): readonly { readonly file: SourceFile; readonly pragma: Pragma }[] {
    if (!this.#pragmas) {
      const pragmas: { file: SourceFile; pragma: Pragma }[] = [];
      this.#inOrder(
        (file) => file.pragmas,
        (pragma, file) => pragmas.push({ file, pragma }),
      );
      this.#pragmas = pragmas;
    }
    return this.#pragmas;
  }

  /** Visits parts of the files, in the order in which the generator meets them: an include comes where it stands. */
  #inOrder<Part extends { readonly name: { readonly span: Span } }>(
    of: (file: SourceFile) => readonly Part[],
    visit: (part: Part, file: SourceFile) => void,
  ): void {
    const { files, includes } = this.sources;
    const seen = new Set<string>();
    const stack: Reading<Part>[] = [];
    const open = (path: string | undefined): void => {
      const file = path === undefined || seen.has(path) ? undefined : this.#files.get(path);
      if (!file) return;
      seen.add(file.path);
      stack.push({ file, parts: of(file), part: 0, include: 0 });
    };
    open(files[0]?.path);
    // Not by recursion: a chain of includes may be longer than the stack is deep.
    for (let reading = stack.at(-1); reading; reading = stack.at(-1)) {
      const { file, parts } = reading;
      const part = parts[reading.part];
      const include = file.includes[reading.include];
      if (include && (!part || include.span.start < part.name.span.start)) {
        reading.include++;
        open(includes.get(file.path)?.get(include.path.text));
      } else if (part) {
        reading.part++;
        visit(part, file);
      } else stack.pop();
    }
  }
}

export const SCHEMAS = new Kind<Schema>();

/** Whether the same pragmas stand in the same order in two states of a root: those of files that were not read anew. */
function hasSamePragmas({ files }: SourceSet, before: SourceSet): boolean {
  const hasNone = ({ pragmas, intended }: SourceFile): boolean => pragmas.length === 0 && intended.exempt.size === 0;
  return (
    files.length === before.files.length &&
    files.every((file, index) => {
      const earlier = before.files[index];
      return file === earlier || (file.path === earlier?.path && hasNone(file) && hasNone(earlier));
    })
  );
}

const NONE_DOUBLED: readonly Definition[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();

/** The names that changed definitions declare otherwise than those of the same names in an earlier schema. */
function declaredOtherwise(changed: readonly Definition[], earlier: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of changed) {
    const before = earlier.definition(definition.name.text);
    const [now, then] = [declaredIn(definition), before ? declaredIn(before) : []];
    if (areSameTexts(now, then)) continue;
    for (const name of now) if (!then.includes(name)) names.add(name);
    for (const name of then) if (!now.includes(name)) names.add(name);
  }
  return names;
}

/** The names that a definition declares: its own, and those of its members, values, branches and features. */
export const declaredIn = perContent((definition): readonly string[] => {
  const names: string[] = [];
  forEachNamed(definition, (thing) => names.push(thing.name.text));
  return names;
});

/** A file that is being read: its parts, and how many of them and of its includes have been met. */
interface Reading<Part> {
  readonly file: SourceFile;
  readonly parts: readonly Part[];
  part: number;
  include: number;
}

/** What pragmas are called, or were. */
const PRAGMAS: readonly string[] = [
  'doc-required',
  'command-name-exceptions',
  'command-returns-exceptions',
  'documentation-exceptions',
  'member-name-exceptions',
  'returns-whitelist',
  'doc-whitelist',
  'name-case-whitelist',
];

/** The name of a pragma. Of one that is misspelt, which is told, the one that was meant: what it exempts is no mistake too. */
function meantPragma({ name: { text } }: Pragma): string {
  return PRAGMAS.includes(text) ? text : (nearestPragma(text, PRAGMAS) ?? text);
}

/** Which of the pragmas is most likely meant by a name: what ends with `-whitelist` is called `-exceptions` today. */
export function nearestPragma(name: string, pragmas: readonly string[]): string | undefined {
  return nearest(name, pragmas) ?? nearest(name.replace(/-whitelist$/, '-exceptions'), pragmas);
}

/** The strings of a list value, or the one that lacks its brackets; anything else is passed over. */
export function stringsOf(value: SourceFile['pragmas'][number]['value']): StringValue[] {
  if (value?.kind === 'string') return [value];
  return value?.kind === 'array' ? value.items.filter((item) => item.kind === 'string') : [];
}

/** The type that a reference ends in: an array's element, or itself. */
export function elementOf(ref: TypeRef | undefined): TypeRef | undefined {
  let type = ref;
  while (type?.kind === 'array') type = type.of;
  return type;
}

/**
 * Whether a name seems to be that of something lost: of what is broken or typed half, or of what has a comment and no more.
 * @param isDocRead whether documentation is refused where it fits nothing: else a comment that stands alone is no sign
 */
export function isIntended(name: string, { sources }: Schema, isDocRead: boolean): boolean {
  return sources.files.some(({ intended: { names, documented } }) => {
    return names.has(name) || (isDocRead && documented.has(name));
  });
}

/**
 * Whether a name seems to be that of a member or value which something lost would have, or which something has under another name: it
 * describes it.
 */
export function isIntendedPart(name: string, { sources }: Schema): boolean {
  return sources.files.some((file) => file.intended.parts.has(name) || describedInVainIn(file).has(name));
}

/** A definition with the types that it takes in as bases, itself first. */
export function withBases(definition: Definition, schema: Schema): readonly Definition[] {
  const chain = new Set<Definition>();
  for (let type: Definition | undefined = definition; type && !chain.has(type); ) {
    chain.add(type);
    type = type.kind === 'struct' || type.kind === 'union' ? schema.typeOf(type.base) : undefined;
  }
  return [...chain];
}

/** The members and values that the documentation of a definition describes, and that it does not declare. */
export const describedInVain = perContent((definition): readonly string[] => {
  const sections = definition.doc?.sections ?? [];
  const described = sections.flatMap(({ kind, name }) => (kind === 'member' && name ? [name.text] : []));
  if (described.length === 0) return [];
  const declared = declaredIn(definition);
  return described.filter((name) => !declared.includes(name));
});

const describedInVainIn = perFile((file): ReadonlySet<string> => new Set(file.definitions.flatMap(describedInVain)));
