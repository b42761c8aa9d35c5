/** Words for quotes that are too many, which schemas and messages have in common. */

/** @param quotes those that are too many: one or more of the same */
export function surplusQuotes(quotes: string): { readonly message: string; readonly title: string } {
  const [advice, title] =
    quotes.length === 1
      ? ['This one is too many: remove it.', 'Remove the quote']
      : ['These are too many: remove them.', 'Remove the quotes'];
  return { message: `One ${quotes.charAt(0)} begins a string, and one ends it. ${advice}`, title };
}
