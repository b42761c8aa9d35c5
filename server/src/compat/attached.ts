/** What may stand beside any name: features, and a condition behind `if`. */
import { forEachNamed, type Member, type NamedThing } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
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

/** Whether one of the things is marked `unstable` itself. */
export function hasUnstable(things: readonly Pick<Attached, 'features'>[]): boolean {
  return things.some(({ features }) => features.some(({ name }) => name.text === 'unstable'));
}

/** Says of things that have names whether one of them is unstable. */
export type UnstableTest = (things: readonly NamedThing[]) => boolean;

/**
 * How a schema says that something is unstable: by the feature, which came with QEMU 6.2; where nothing has it, a name that
 * begins with `x-` says so. Since then `x-` alone says nothing: some names have kept it although they are stable.
 */
export function unstableIn(schema: Schema): UnstableTest {
  let isMarked = false;
  for (const definition of schema.definitions) {
    forEachNamed(definition, ({ features }) => {
      isMarked ||= hasUnstable([{ features }]);
    });
    if (isMarked) return hasUnstable;
  }
  return (things) => things.some(({ name }) => isExperimental(name.text));
}

/** Behind the prefix of a downstream, if there is one. Among members with underscores it was `x_`. */
function isExperimental(name: string): boolean {
  return /^(?:__[^_]*_)?x[-_]/i.test(name);
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
