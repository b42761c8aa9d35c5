/** How many answers are kept: some times the names of the largest schema. */
const MOST = 20_000;

/**
 * Remembers the answers of a function of one text. Schemas say the same names again and again, and every keystroke asks
 * for them anew. When too many have come together all are forgotten.
 * @param answer must depend on nothing but the text
 */
export function memo<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = answer(text);
      if (known.size >= MOST) known.clear();
      known.set(text, found);
    }
    return found;
  };
}
