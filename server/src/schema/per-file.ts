import type { SourceFile } from './model.ts';

/**
 * Remembers what one look at a file tells. A file is read anew when its text changes, and only then; so what was found in
 * the others still holds after a keystroke.
 * @param look must depend on nothing but the file
 */
export function perFile<Found>(look: (file: SourceFile) => Found): (file: SourceFile) => Found {
  const known = new WeakMap<SourceFile, { readonly found: Found }>();
  return (file) => {
    let entry = known.get(file);
    if (!entry) {
      entry = { found: look(file) };
      known.set(file, entry);
    }
    return entry.found;
  };
}
