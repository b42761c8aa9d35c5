/** What may stand beside any name: features, and a condition behind `if`. */
import { forEachNamed, type Member } from '../schema/model.ts';
import { SCHEMAS, type Schema } from '../schema/schema.ts';
import type { Value } from '../syntax/tree.ts';

/** Something that may have features and an `if`. */
export interface Attached {
  readonly features: readonly Member[];
  readonly condition: Value | undefined;
}

export function isFeatureless({ features }: Pick<Attached, 'features'>): boolean {
  return features.length === 0;
}

export function isUnconditional({ condition }: Attached): boolean {
  return condition === undefined;
}

/** Whether it has neither features nor a condition. What stands nowhere in the text has none. */
export function isUnattached(thing: Attached | undefined): boolean {
  return !thing || (thing.features.length === 0 && thing.condition === undefined);
}

/**
 * What counts as unstable in a schema: what is marked so itself. QEMU has had that mark since 6.2; a schema in which nothing has
 * it says the same by names that begin with `x-`. Since then `x-` alone says nothing: some names have kept it although they are stable.
 */
export class Stability {
  static readonly #known = SCHEMAS.memory<Stability>();
  readonly #schema: Schema;
  #byName: boolean | undefined;

  private constructor(schema: Schema) {
    this.#schema = schema;
  }

  static of(schema: Schema): Stability {
    let stability = Stability.#known.get(schema);
    if (!stability) {
      stability = new Stability(schema);
      Stability.#known.set(schema, stability);
    }
    return stability;
  }

  isUnstable(thing: Attached & { readonly name: { readonly text: string } }): boolean {
    return isMarkedUnstable(thing) || (isExperimental(thing.name.text) && this.#isByName());
  }

  /** Looked at once there is a name that may say so: in few places there is. */
  #isByName(): boolean {
    this.#byName ??= !hasMarks(this.#schema);
    return this.#byName;
  }
}

function hasMarks({ definitions }: Schema): boolean {
  return definitions.some((definition) => {
    let isMarked = false;
    forEachNamed(definition, ({ kind, name }) => {
      isMarked ||= kind === 'feature' && name.text === 'unstable';
    });
    return isMarked;
  });
}

/** Behind the prefix of a downstream, if there is one. Among members with underscores it was `x_`. */
function isExperimental(name: string): boolean {
  // Nearly all names begin otherwise.
  const first = name[0];
  return (first === 'x' || first === 'X' || first === '_') && /^(?:__[^_]*_)?x[-_]/i.test(name);
}

/** Whether something is marked `unstable` itself: for types there is nothing else. */
export function isMarkedUnstable({ features }: Pick<Attached, 'features'>): boolean {
  return features.length > 0 && features.some(({ name }) => name.text === 'unstable');
}

/** The features of all holders, by name; a feature that several of them share is there once. */
export function featuresOf(holders: readonly Pick<Attached, 'features'>[]): ReadonlyMap<string, readonly Member[]> {
  const features = new Map<string, Member[]>();
  for (const holder of holders) {
    for (const feature of holder.features) {
      const same = features.get(feature.name.text);
      if (!same) features.set(feature.name.text, [feature]);
      else if (!same.includes(feature)) same.push(feature);
    }
  }
  return features;
}
