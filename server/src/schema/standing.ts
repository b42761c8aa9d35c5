/**
 * What a definition means depends on what stands in it and on the definitions that it leads to. From one schema of a root to
 * the next, after a keystroke, hardly any of that changes: here it is told which definitions mean what they meant.
 */
import type { Content } from '../syntax/tree.ts';
import { BUILTIN_TYPES, type Definition, type TypeRef } from './model.ts';
import { perContent } from './remember.ts';
import type { Schema } from './schema.ts';

/**
 * Stands for the text of a definition and of all definitions that it leads to by the types it names. What follows from these
 * alone, offsets aside, can be remembered by it.
 */
export class Standing {
  declare private readonly brand: never;
}

interface Entry {
  /** What the names of types in it stand for, one by one; undefined where there is no definition of that name. */
  readonly leadsTo: readonly (Content | undefined)[];
  readonly standing: Standing;
}

const NONE: { readonly entries: ReadonlyMap<Content, Entry>; readonly names: ReadonlySet<string> } = {
  entries: new Map(),
  names: new Set(),
};

export class Standings {
  /** The definitions whose own text is not that of any definition before: all of them where there was no schema before. */
  readonly changed: readonly Definition[];
  /** Whether the same names are defined as before, each once. */
  readonly sameNames: boolean;
  readonly #names: ReadonlySet<string>;
  readonly #entries = new Map<Content, Entry>();
  /** Whether a type that is built in is defined once more: then nobody knows what anything means. */
  readonly #isConfused: boolean;

  /** @param before those of the schema of the same root that was there right before this one */
  constructor(schema: Schema, before?: Standings) {
    const { definitions, doubled } = schema;
    this.#isConfused = BUILTIN_NAMES.some((name) => schema.definition(name));
    const earlier = !before || this.#isConfused || before.#isConfused ? undefined : before;
    const { entries, names } = earlier ? { entries: earlier.#entries, names: earlier.#names } : NONE;
    this.changed = definitions.filter(({ expression }) => !entries.has(expression.content));
    this.sameNames =
      names.size === definitions.length &&
      doubled.length === 0 &&
      this.changed.every(({ name }) => names.has(name.text));
    this.#names = this.sameNames ? names : new Set(definitions.map(({ name }) => name.text));
    const gone = new Set(entries.keys());
    for (const { expression } of definitions) gone.delete(expression.content);
    const leadsAsBefore = (definition: Definition, { leadsTo }: Entry): boolean =>
      this.sameNames
        ? !leadsTo.some((content) => content && gone.has(content))
        : typeNamesIn(definition).every((name, i) => contentOf(schema.definition(name)) === leadsTo[i]);
    const fresh = new Set<Content>();
    for (const definition of definitions) {
      const { content } = definition.expression;
      let entry = entries.get(content);
      if (!entry || !leadsAsBefore(definition, entry)) {
        const leadsTo = typeNamesIn(definition).map((name) => contentOf(schema.definition(name)));
        entry = { leadsTo, standing: new Standing() };
        fresh.add(content);
      }
      this.#entries.set(content, entry);
    }
    if (fresh.size < this.#entries.size) this.#spread(fresh);
  }

  /** The standing of a definition of the schema; one that nobody has heard of for any other. */
  of({ expression: { content } }: Definition): Standing {
    return this.#entries.get(content)?.standing ?? new Standing();
  }

  /** What leads to something that has changed has changed too. */
  #spread(changed: Set<Content>): void {
    const isChanged = (content: Content | undefined): boolean => content !== undefined && changed.has(content);
    for (let before = -1; before < changed.size; ) {
      before = changed.size;
      for (const [content, { leadsTo }] of this.#entries) {
        if (changed.has(content) || !leadsTo.some(isChanged)) continue;
        changed.add(content);
        this.#entries.set(content, { leadsTo, standing: new Standing() });
      }
    }
  }
}

const BUILTIN_NAMES = [...BUILTIN_TYPES.keys()];

function contentOf(definition: Definition | undefined): Content | undefined {
  return definition?.expression.content;
}

/** The names of types in a definition, wherever they stand, without those of built-in types; each once. */
const typeNamesIn = perContent((definition): readonly string[] => {
  const names = new Set<string>();
  const add = (ref: TypeRef | undefined): void => {
    if (ref?.kind === 'array') add(ref.of);
    else if (ref?.kind === 'object') for (const { type } of ref.members) add(type);
    else if (ref && !BUILTIN_TYPES.has(ref.name)) names.add(ref.name);
  };
  switch (definition.kind) {
    case 'enum':
      break;
    case 'struct':
      add(definition.base);
      for (const { type } of definition.members) add(type);
      break;
    case 'union':
      add(definition.base);
      for (const { type } of definition.branches) add(type);
      break;
    case 'alternate':
      for (const { type } of definition.branches) add(type);
      break;
    case 'command':
      add(definition.data);
      add(definition.returns);
      break;
    case 'event':
      add(definition.data);
      break;
  }
  return [...names];
});
