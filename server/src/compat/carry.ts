/**
 * Changes that were found in one schema, told of the next one of the same root. Nothing that they tell of may have changed in
 * between but its place: most of what is typed makes no difference on the wire, and the rest is below a few commands and events.
 */
import { type Definition, definitionOf, forEachNamed, type NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Change, Site } from './change.ts';

/** Finds the things of earlier schemas in a later one, for definitions whose texts are the same in both. */
export class Carrier {
  readonly #baseline: Schema;
  readonly #to: Schema;
  readonly #things = new Map<Definition, readonly NamedThing[]>();

  /** @param baseline the one that all these schemas are compared with */
  constructor(baseline: Schema, to: Schema) {
    this.#baseline = baseline;
    this.#to = to;
  }

  /** A change of an earlier schema with its places in the later one: the same object where these are the same. */
  change(change: Change): Change {
    const ours = change.ours && this.#site(change.ours);
    const holder = change.holder && this.#holder(change.holder);
    const before = 'stead' in change ? change.stead : undefined;
    const stead = before && this.#thing(before);
    if (ours === change.ours && holder === change.holder && stead === before) return change;
    return { ...change, ours, holder, ...(stead && { stead }) };
  }

  #site(site: Site): Site {
    const { thing, span } = site;
    const other = this.#thing(thing);
    if (other === thing) return site;
    const shift = startOf(other) - startOf(thing);
    return { thing: other, span: { start: span.start + shift, end: span.end + shift } };
  }

  /** What holds something may be of the baseline. */
  #holder(thing: NamedThing): NamedThing {
    const definition = definitionOf(thing);
    return this.#baseline.definition(definition.name.text) === definition ? thing : this.#thing(thing);
  }

  #thing(thing: NamedThing): NamedThing {
    const definition = definitionOf(thing);
    const other = this.#to.definition(definition.name.text);
    if (!other || other === definition) return thing;
    // Their texts are the same: so are the places of the things in them.
    return this.#thingsIn(other)[this.#thingsIn(definition).indexOf(thing)] ?? thing;
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
