/**
 * What was found in a schema, told of the next one of the same root in which nothing has changed but comments and places: most of
 * what is typed is no matter of the wire.
 */
import type { NewName } from '../compat/additions.ts';
import type { Change, Site } from '../compat/change.ts';
import { type Definition, definitionOf, forEachNamed, type NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

/** The things of one schema as they are in another one that says the same. */
export class Carrier {
  readonly #from: Schema;
  readonly #to: Schema;
  readonly #things = new Map<Definition, readonly NamedThing[]>();

  private constructor(from: Schema, to: Schema) {
    this.#from = from;
    this.#to = to;
  }

  /** Undefined where the schemas do not say the same in the same order. */
  static between(from: Schema, to: Schema): Carrier | undefined {
    const isSame =
      from.definitions.length === to.definitions.length &&
      from.definitions.every(({ expression, file }, place) => {
        const other = to.definitions[place];
        return expression.bare === other?.expression.bare && file === other.file;
      });
    return isSame ? new Carrier(from, to) : undefined;
  }

  /** Undefined where one of them cannot be found again. */
  names(names: readonly NewName[]): readonly NewName[] | undefined {
    return all(names, (name) => {
      const thing = this.#thing(name.thing);
      return thing && (thing === name.thing ? name : { ...name, thing });
    });
  }

  /** Undefined where one of them cannot be found again. */
  changes(changes: readonly Change[]): readonly Change[] | undefined {
    return all(changes, (change) => {
      const ours = change.ours && this.#site(change.ours);
      const holder = change.holder && this.#holder(change.holder);
      if ((change.ours && !ours) || (change.holder && !holder)) return undefined;
      return ours === change.ours && holder === change.holder ? change : { ...change, ours, holder };
    });
  }

  #site({ thing, span }: Site): Site | undefined {
    const other = this.#thing(thing);
    if (!other) return undefined;
    const shift = startOf(other) - startOf(thing);
    return { thing: other, span: { start: span.start + shift, end: span.end + shift } };
  }

  /** What holds something may be of the baseline. */
  #holder(thing: NamedThing): NamedThing | undefined {
    const definition = definitionOf(thing);
    return this.#from.definition(definition.name.text) === definition ? this.#thing(thing) : thing;
  }

  #thing(thing: NamedThing): NamedThing | undefined {
    const definition = definitionOf(thing);
    const other = this.#to.definition(definition.name.text);
    if (!other || other === definition) return other && thing;
    // Their texts are the same: so are the places of the things in them.
    return this.#thingsIn(other)[this.#thingsIn(definition).indexOf(thing)];
  }

  #thingsIn(definition: Definition): readonly NamedThing[] {
    let things = this.#things.get(definition);
    if (!things) {
      const found: NamedThing[] = [];
      forEachNamed(definition, (thing) => found.push(thing));
      things = found;
      this.#things.set(definition, things);
    }
    return things;
  }
}

function startOf(thing: NamedThing): number {
  return definitionOf(thing).expression.span.start;
}

function all<Item>(items: readonly Item[], carry: (item: Item) => Item | undefined): readonly Item[] | undefined {
  const carried: Item[] = [];
  for (const item of items) {
    const one = carry(item);
    if (one === undefined) return undefined;
    carried.push(one);
  }
  return carried;
}
