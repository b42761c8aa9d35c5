/**
 * What a definition means depends on what stands in it and on the definitions that it leads to. From one schema of a root to
 * the next, after a keystroke, hardly any of that changes. This file says which definitions mean what they meant before.
 *
 * It does so by objects without content: as long as nothing changes that such an object stands for, the next schema has the very
 * same object, and otherwise a new one. Whoever has found something out that follows from a definition and what it leads to keeps
 * it with that object (`Kind.memory`), and finds it there again after a keystroke that has nothing to do with it.
 */
import { Kind, type Remembering } from '../syntax/memory.ts';
import type { Content } from '../syntax/tree.ts';
import { BUILTIN_TYPES, type Definition, type DefinitionKind, type SourceFile, type TypeRef } from './model.ts';
import { areSameTexts, perContent } from './remember.ts';
import type { Schema } from './schema.ts';

/**
 * Stands for the text of a definition, without its comment, and of all definitions that it takes in: bases, branches, what a
 * command takes and returns, and so on, however far away; and for the values of enums that members have, and the kind of
 * their other types. What follows from these alone, offsets aside, can be remembered by it.
 */
export class Standing implements Remembering {
  memory: Remembering['memory'];
}

/**
 * Stands for the text of a definition, and of all definitions that it leads to, through members as well: for all that clients send
 * and receive by it.
 */
export class Whole implements Remembering {
  memory: Remembering['memory'];
}

/**
 * Stands for the text of a file of a schema, comments and places included, and for the standings of all definitions in it.
 */
export class FileStanding implements Remembering {
  memory: Remembering['memory'];
}

/** What can be remembered by standings. */
export const STANDINGS = new Kind<Standing | FileStanding>();
/** What can be remembered by wholes. */
export const WHOLES = new Kind<Whole>();

/** Stands for the standings of all definitions of a schema together. */
export class Ground implements Remembering {
  memory: Remembering['memory'];
}

export const GROUNDS = new Kind<Ground>();

/** How a schema differs from the one before: the ground of that, and the names of the definitions that have another standing since. */
export interface Since {
  readonly ground: Ground;
  readonly names: ReadonlySet<string>;
}

/** What a name of a type leads to: the text of a definition, or only its kind; undefined where there is no definition. */
type Lead = Content | DefinitionKind | undefined;

/** The standing of a definition, and what shows whether it still holds. */
interface Entry {
  /** What the names of types in the definition lead to, one by one. */
  readonly leads: readonly Lead[];
  readonly standing: Standing;
}

/** The standings, wholes and file standings of one schema, made from those of the schema before, as far as these still hold. */
export class Standings {
  /** The definitions whose own text is not that of any definition before: all of them where there was no schema before. */
  readonly changed: readonly Definition[];
  /** Whether the same names are defined as before, each once, for things of the same kind. */
  readonly sameNames: boolean;
  /** The same one as before, as long as all definitions stand as they stood. */
  readonly ground: Ground;
  /** The last thing that came between; undefined where other names are defined since. */
  readonly since: Since | undefined;
  readonly #schema: Schema;
  readonly #kinds: ReadonlyMap<string, DefinitionKind>;
  readonly #entries: ReadonlyMap<Content, Entry>;
  readonly #wholes: ReadonlyMap<Content, Whole>;
  readonly #files: ReadonlyMap<string, FileStanding>;
  /** Whether a type that is built in is defined once more: then nobody knows what anything means. */
  readonly #isConfused: boolean;
  /** Who names a type, by its name; looked for when it is asked for. */
  #users: Users | undefined;

  /** @param before those of the schema of the same root that was there right before this one */
  constructor(schema: Schema, before?: Standings) {
    const { definitions, doubled } = schema;
    this.#schema = schema;
    this.#isConfused = BUILTIN_NAMES.some((name) => schema.definition(name));
    const earlier = !before || this.#isConfused || before.#isConfused ? undefined : before;
    this.changed = earlier ? earlier.#notIn(schema) : definitions;
    this.sameNames =
      earlier !== undefined &&
      earlier.#kinds.size === definitions.length &&
      doubled.length + earlier.#schema.doubled.length === 0 &&
      this.changed.every(({ name, kind }) => earlier.#kinds.get(name.text) === kind);
    if (earlier && this.sameNames) {
      this.#kinds = earlier.#kinds;
      this.#users = earlier.#users && this.#usersAfter(earlier, earlier.#users);
    } else this.#kinds = new Map(definitions.map(({ name, kind }) => [name.text, kind]));
    if (earlier && this.sameNames && this.changed.length === 0) {
      this.#entries = earlier.#entries;
      this.#wholes = earlier.#wholes;
      this.ground = earlier.ground;
      this.since = earlier.since;
    } else {
      this.ground = new Ground();
      if (earlier && this.sameNames) {
        const { entries, names } = this.#entriesAfter(earlier);
        this.#entries = entries;
        this.#wholes = this.#wholesAfter(earlier);
        this.since = { ground: earlier.ground, names };
      } else {
        this.#entries = this.#allEntries(earlier);
        this.#wholes = this.#allWholes(earlier);
      }
    }
    const standOtherwise = earlier && this.sameNames ? this.#filesSince(earlier) : undefined;
    this.#files = new Map(
      schema.sources.files.map((file) => [file.path, this.#standingOfFile(file, earlier, standOtherwise)]),
    );
  }

  /** The standing of a definition of the schema; one that nobody has heard of for any other. */
  of({ expression: { bare } }: Definition): Standing {
    return this.#entries.get(bare)?.standing ?? new Standing();
  }

  /** The whole of a definition of the schema; one that nobody has heard of for any other. */
  wholeOf({ expression: { bare } }: Definition): Whole {
    return this.#wholes.get(bare) ?? new Whole();
  }

  /** The standing of a file of the schema; one that nobody has heard of for any other. */
  ofFile({ path }: SourceFile): FileStanding {
    return this.#files.get(path) ?? new FileStanding();
  }

  /** The definitions of a later schema whose own text was not here: only files that were read anew can have any. */
  #notIn({ sources }: Schema): readonly Definition[] {
    return sources.files.flatMap((file) =>
      this.#schema.file(file.path) === file
        ? []
        : file.definitions.filter(({ expression }) => !this.#entries.has(expression.bare)),
    );
  }

  /** Where the names are those of the schema before: who named which type there, but for what has changed. */
  #usersAfter(earlier: Standings, before: Users): Users {
    let users: Map<string, readonly string[]> | undefined;
    for (const definition of this.changed) {
      const { text } = definition.name;
      const was = earlier.#schema.definition(text);
      const [then, now] = [was ? allTypeNamesIn(was) : [], allTypeNamesIn(definition)];
      if (areSameTexts(then, now)) continue;
      users ??= new Map(before);
      for (const type of then) if (!now.includes(type)) users.set(type, (users.get(type) ?? []).filter(isNot(text)));
      for (const type of now) if (!then.includes(type)) users.set(type, [...(users.get(type) ?? []), text]);
    }
    return users ?? before;
  }

  /** Where the names are those of the schema before: its entries, but for what has changed and whatever takes that in. */
  #entriesAfter(earlier: Standings): { entries: ReadonlyMap<Content, Entry>; names: ReadonlySet<string> } {
    const schema = this.#schema;
    const entries = new Map(earlier.#entries);
    const names = new Set<string>();
    /** The texts by which it shows that something stands otherwise: those that are gone, and those that do. */
    const other = new Set<Lead>();
    const renew = (definition: Definition): void => {
      const { bare } = definition.expression;
      entries.set(bare, { leads: leadsOf(definition, schema), standing: new Standing() });
      other.add(bare);
      names.add(definition.name.text);
    };
    for (const definition of this.changed) {
      const before = earlier.#schema.definition(definition.name.text);
      if (before) {
        entries.delete(before.expression.bare);
        other.add(before.expression.bare);
      }
      renew(definition);
    }
    // The set grows while it is walked.
    for (const name of names) {
      for (const user of this.#usersOf(name)) {
        const definition = names.has(user) ? undefined : schema.definition(user);
        const entry = definition && entries.get(definition.expression.bare);
        if (entry?.leads.some((lead) => other.has(lead))) renew(definition as Definition);
      }
    }
    return { entries, names };
  }

  #allEntries(earlier: Standings | undefined): ReadonlyMap<Content, Entry> {
    const schema = this.#schema;
    const known = earlier ? earlier.#entries : undefined;
    const entries = new Map<Content, Entry>();
    const fresh = new Set<Lead>();
    for (const definition of schema.definitions) {
      const { bare } = definition.expression;
      const leads = leadsOf(definition, schema);
      let entry = known?.get(bare);
      if (!entry || !leads.every((lead, i) => lead === entry?.leads[i])) {
        entry = { leads, standing: new Standing() };
        fresh.add(bare);
      }
      entries.set(bare, entry);
    }
    if (fresh.size < entries.size) spread(fresh, entries);
    return entries;
  }

  #wholesAfter(earlier: Standings): ReadonlyMap<Content, Whole> {
    const wholes = new Map(earlier.#wholes);
    for (const { name } of this.changed) {
      const before = earlier.#schema.definition(name.text);
      if (before) wholes.delete(before.expression.bare);
    }
    for (const name of this.#reaching(new Set(this.changed.map(({ name }) => name.text)))) {
      const definition = this.#schema.definition(name);
      if (definition) wholes.set(definition.expression.bare, new Whole());
    }
    return wholes;
  }

  #allWholes(earlier: Standings | undefined): ReadonlyMap<Content, Whole> {
    const reaching = earlier && this.#reaching(this.#changedSince(earlier));
    const wholes = new Map<Content, Whole>();
    for (const { name, expression } of this.#schema.definitions) {
      const whole = earlier && !reaching?.has(name.text) ? earlier.#wholes.get(expression.bare) : undefined;
      wholes.set(expression.bare, whole ?? new Whole());
    }
    return wholes;
  }

  /** The names that led to another text before, or to none. */
  #changedSince(earlier: Standings): ReadonlySet<string> {
    const [before, after] = [earlier.#schema, this.#schema];
    const contentOf = (schema: Schema, name: string): Content | undefined => schema.definition(name)?.expression.bare;
    const names = new Set<string>();
    for (const { definitions } of [before, after]) {
      for (const { name } of definitions) {
        if (contentOf(before, name.text) !== contentOf(after, name.text)) names.add(name.text);
      }
    }
    return names;
  }

  /** Some names, and those of all definitions that lead to one of them, however far away. */
  #reaching(names: ReadonlySet<string>): ReadonlySet<string> {
    const reaching = new Set(names);
    // The set grows while it is walked.
    for (const name of reaching) for (const user of this.#usersOf(name)) reaching.add(user);
    return reaching;
  }

  #usersOf(type: string): readonly string[] {
    this.#users ??= usersIn(this.#schema);
    return this.#users.get(type) ?? [];
  }

  /** The files in which definitions stand otherwise than before. */
  #filesSince(earlier: Standings): ReadonlySet<string> {
    if (this.ground === earlier.ground) return new Set();
    return new Set([...(this.since?.names ?? [])].flatMap((name) => this.#schema.definition(name)?.file ?? []));
  }

  /** @param standOtherwise the files in which something does; undefined where that is not known */
  #standingOfFile(
    file: SourceFile,
    earlier: Standings | undefined,
    standOtherwise: ReadonlySet<string> | undefined,
  ): FileStanding {
    if (!earlier || earlier.#schema.file(file.path) !== file) return new FileStanding();
    const [now, then] = [this.#entries, earlier.#entries];
    const isSame = standOtherwise
      ? !standOtherwise.has(file.path)
      : file.definitions.every(({ expression: { bare } }) => now.get(bare) === then.get(bare));
    return (isSame && earlier.#files.get(file.path)) || new FileStanding();
  }
}

/** What takes in something that has changed has changed too. */
function spread(fresh: Set<Lead>, entries: Map<Content, Entry>): void {
  for (let before = -1; before < fresh.size; ) {
    before = fresh.size;
    entries.forEach(({ leads }, content) => {
      if (fresh.has(content) || !leads.some((lead) => fresh.has(lead))) return;
      fresh.add(content);
      entries.set(content, { leads, standing: new Standing() });
    });
  }
}

const BUILTIN_NAMES = [...BUILTIN_TYPES.keys()];

function leadsOf(definition: Definition, schema: Schema): readonly Lead[] {
  const { takenIn, members } = typeNamesIn(definition);
  const leads: Lead[] = takenIn.map((name) => schema.definition(name)?.expression.bare);
  for (const name of members) {
    const type = schema.definition(name);
    leads.push(type?.kind === 'enum' ? type.expression.bare : type?.kind);
  }
  return leads;
}

/** By the name of a type: the names of the definitions that name it. */
type Users = ReadonlyMap<string, readonly string[]>;

function isNot(text: string): (other: string) => boolean {
  return (other) => other !== text;
}

function usersIn({ definitions }: Schema): Users {
  const users = new Map<string, string[]>();
  for (const definition of definitions) {
    for (const name of allTypeNamesIn(definition)) {
      const known = users.get(name);
      if (known) known.push(definition.name.text);
      else users.set(name, [definition.name.text]);
    }
  }
  return users;
}

interface TypeNames {
  /** Of what is laid out, or told apart, by what stands in it. */
  readonly takenIn: readonly string[];
  /** Of members, and of elements of arrays. */
  readonly members: readonly string[];
}

/** The names of types in a definition, each once. */
function allTypeNamesIn(definition: Definition): readonly string[] {
  const { takenIn, members } = typeNamesIn(definition);
  return [...new Set([...takenIn, ...members])];
}

/** The same by what is done with them, without those of built-in types. */
const typeNamesIn = perContent((definition): TypeNames => {
  const takenIn = new Set<string>();
  const members = new Set<string>();
  const add = (names: Set<string>, ref: TypeRef | undefined): void => {
    if (ref?.kind === 'array') add(names, ref.of);
    else if (ref?.kind === 'object') for (const { type } of ref.members) add(members, type);
    else if (ref && !BUILTIN_TYPES.has(ref.name)) names.add(ref.name);
  };
  switch (definition.kind) {
    case 'enum':
      break;
    case 'struct':
      add(takenIn, definition.base);
      for (const { type } of definition.members) add(members, type);
      break;
    case 'union':
      add(takenIn, definition.base);
      for (const { type } of definition.branches) add(takenIn, type);
      break;
    case 'alternate':
      for (const { type } of definition.branches) add(takenIn, type);
      break;
    case 'command':
      add(takenIn, definition.data);
      add(takenIn, definition.returns);
      break;
    case 'event':
      add(takenIn, definition.data);
      break;
  }
  return { takenIn: [...takenIn], members: [...members] };
});
