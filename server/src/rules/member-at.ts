/** Members by where they stand, for rules that have met a part of one. */
import { forEachNamed, type Member, type SourceFile } from '../schema/model.ts';
import { perFile } from '../schema/remember.ts';

const membersOf = perFile((file): ReadonlyMap<number, Member> => {
  const found = new Map<number, Member>();
  for (const definition of file.definitions) {
    forEachNamed(definition, (thing) => {
      if (thing.kind !== 'member') return;
      if (thing.type) found.set(thing.type.span.start, thing);
      if (thing.longhand) found.set(thing.longhand.span.start, thing);
    });
  }
  return found;
});

/**
 * The member whose type begins at an offset in its file, or the object that is written out for it: `{ 'type': ... }`.
 * @returns undefined for branches, values and features, and where nothing begins
 */
export function memberAt(file: SourceFile, offset: number): Member | undefined {
  return membersOf(file).get(offset);
}
