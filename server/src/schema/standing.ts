/**
 * What a definition means depends on what stands in it and on the definitions that it leads to. From one schema of a root to
 * the next, after a keystroke, hardly any of that changes: here it is told which definitions mean what they meant.
 */
import type { Remembering } from '../syntax/memory.ts';
import type { Content } from '../syntax/tree.ts';
import { BUILTIN_TYPES, type Definition, type DefinitionKind, type TypeRef } from './model.ts';
import { perContent } from './remember.ts';
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
 * Stands for the text of a command or event, and of all definitions that it leads to, through members as well: for all that
 * clients send and receive by it.
 */
export class Whole implements Remembering {
  memory: Remembering['memory'];
}

/** What a name of a type leads to: the text of a definition, or only its kind; undefined where there is no definition. */
type Lead = Content | DefinitionKind | undefined;

interface Entry {
  /** By the names in the definition, one by one. */
  readonly leads: readonly Lead[];
  readonly standing: Standing;
}

const NONE = { entries: new Map<Content, Entry>(), kinds: new Map<string, DefinitionKind>() };

export class Standings {
  /** The definitions whose own text is not that of any definition before: all of them where there was no schema before. */
  readonly changed: readonly Definition[];
  /** Whether the same names are defined as before, each once, for things of the same kind. */
  readonly sameNames: boolean;
  readonly #schema: Schema;
  readonly #kinds: ReadonlyMap<string, DefinitionKind>;
  readonly #entries = new Map<Content, Entry>();
  /** Of commands and events. */
  readonly #wholes = new Map<Content, Whole>();
  /** Whether a type that is built in is defined once more: then nobody knows what anything means. */
  readonly #isConfused: boolean;

  /** @param before those of the schema of the same root that was there right before this one */
  constructor(schema: Schema, before?: Standings) {
    const { definitions, doubled } = schema;
    this.#schema = schema;
    this.#isConfused = BUILTIN_NAMES.some((name) => schema.definition(name));
    const earlier = !before || this.#isConfused || before.#isConfused ? undefined : before;
    const { entries, kinds } = earlier ? { entries: earlier.#entries, kinds: earlier.#kinds } : NONE;
    this.changed = definitions.filter(({ expression }) => !entries.has(expression.bare));
    this.sameNames =
      kinds.size === definitions.length &&
      doubled.length + (earlier ? earlier.#schema.doubled.length : 0) === 0 &&
      this.changed.every(({ name, kind }) => kinds.get(name.text) === kind);
    this.#kinds = this.sameNames ? kinds : new Map(definitions.map(({ name, kind }) => [name.text, kind]));
    const gone = new Set<Lead>();
    if (earlier && this.sameNames) {
      for (const { name } of this.changed) {
        const definition = earlier.#schema.definition(name.text);
        if (definition) gone.add(definition.expression.bare);
      }
    }
    const leadsAsBefore = (definition: Definition, { leads }: Entry): boolean =>
      this.sameNames
        ? !leads.some((lead) => gone.has(lead))
        : leadsOf(definition, schema).every((lead, i) => lead === leads[i]);
    const fresh = new Set<Lead>();
    for (const definition of definitions) {
      const { bare } = definition.expression;
      let entry = entries.get(bare);
      if (!entry || !leadsAsBefore(definition, entry)) {
        entry = { leads: leadsOf(definition, schema), standing: new Standing() };
        fresh.add(bare);
      }
      this.#entries.set(bare, entry);
    }
    if (fresh.size < this.#entries.size) this.#spread(fresh);
    const reaching = earlier && namesReaching(changedNames(earlier.#schema, schema), schema);
    for (const { kind, name, expression } of definitions) {
      if (kind !== 'command' && kind !== 'event') continue;
      const whole = earlier && !reaching?.has(name.text) ? earlier.#wholes.get(expression.bare) : undefined;
      this.#wholes.set(expression.bare, whole ?? new Whole());
    }
  }

  /** The standing of a definition of the schema; one that nobody has heard of for any other. */
  of({ expression: { bare } }: Definition): Standing {
    return this.#entries.get(bare)?.standing ?? new Standing();
  }

  /** The whole of a command or event of the schema; of any other definition one that nobody has heard of. */
  wholeOf({ expression: { bare } }: Definition): Whole {
    return this.#wholes.get(bare) ?? new Whole();
  }

  /** What takes in something that has changed has changed too. */
  #spread(fresh: Set<Lead>): void {
    for (let before = -1; before < fresh.size; ) {
      before = fresh.size;
      this.#entries.forEach(({ leads }, content) => {
        if (fresh.has(content) || !leads.some((lead) => fresh.has(lead))) return;
        fresh.add(content);
        this.#entries.set(content, { leads, standing: new Standing() });
      });
    }
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

/** The names that lead to another text than before, or to none. */
function changedNames(before: Schema, after: Schema): ReadonlySet<string> {
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
function namesReaching(names: ReadonlySet<string>, { definitions }: Schema): ReadonlySet<string> {
  if (names.size === 0) return names;
  const users = new Map<string, string[]>();
  for (const definition of definitions) {
    const { takenIn, members } = typeNamesIn(definition);
    for (const name of [...takenIn, ...members]) {
      const known = users.get(name);
      if (known) known.push(definition.name.text);
      else users.set(name, [definition.name.text]);
    }
  }
  const reaching = new Set(names);
  // The set grows while it is walked.
  for (const name of reaching) for (const user of users.get(name) ?? []) reaching.add(user);
  return reaching;
}

interface TypeNames {
  /** Of what is laid out, or told apart, by what stands in it. */
  readonly takenIn: readonly string[];
  /** Of members, and of elements of arrays. */
  readonly members: readonly string[];
}

/** The names of types in a definition, without those of built-in types. */
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
