/**
 * Memory of what was found out by looking at a file or a definition alone. It is kept by what was looked at, so it is right as
 * long as it is there, and goes with it.
 */
import { CONTENTS } from '../syntax/tree.ts';
import { DEFINITIONS, type Definition, FILES, type SourceFile } from './model.ts';

/**
 * Remembers what one look at a file tells. A file is read anew when its text changes, and only then; so what was found in
 * the others still holds after a keystroke.
 * @param look must depend on nothing but the file
 */
export function perFile<Found extends NonNullable<unknown>>(
  look: (file: SourceFile) => Found,
): (file: SourceFile) => Found {
  const known = FILES.memory<Found>();
  return (file) => {
    let found = known.get(file);
    if (found === undefined) {
      found = look(file);
      known.set(file, found);
    }
    return found;
  };
}

/**
 * Remembers what the text of a definition tells, while its file changes elsewhere.
 * @param look must depend on nothing but the definition with its comment, and find nothing that has offsets, or holds
 *   something that has
 */
export function perContent<Found extends NonNullable<unknown>>(
  look: (definition: Definition) => Found,
): (definition: Definition) => Found {
  const known = CONTENTS.memory<Found>();
  return (definition) => {
    const { content } = definition.expression;
    let found = known.get(content);
    if (found === undefined) {
      found = look(definition);
      known.set(content, found);
    }
    return found;
  };
}

/**
 * Remembers what was found in a definition; and, while its file changes elsewhere, where there was nothing to be found.
 * @param look must depend on nothing but the definition with its comment
 */
export function perDefinition<Found>(
  look: (definition: Definition) => readonly Found[],
): (definition: Definition) => readonly Found[] {
  const known = DEFINITIONS.memory<readonly Found[]>();
  const nothing = CONTENTS.memory<true>();
  return (definition) => {
    const { content } = definition.expression;
    if (nothing.get(content)) return NOTHING;
    let found = known.get(definition);
    if (!found) {
      found = look(definition);
      if (found.length === 0) nothing.set(content, true);
      else known.set(definition, found);
    }
    return found;
  };
}

const NOTHING: readonly never[] = [];

/** The same for all definitions of a file, in their order. */
export function perFileByDefinition<Found>(
  look: (definition: Definition) => readonly Found[],
): (file: SourceFile) => readonly Found[] {
  const find = perDefinition(look);
  return perFile((file) => file.definitions.flatMap(find));
}

/** Whether two lists of texts that were remembered are the same, one by one. */
export function areSameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
