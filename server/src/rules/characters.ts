/**
 * A character in words that are of use even where it cannot be seen: `'é'`, `the control character U+0000`.
 * @param text one character, perhaps of two code units
 */
export function characterName(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code < 32 || (code >= 127 && code < 160)) return `The control character ${number}`;
  if (/\p{Zs}|\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/u.test(text)) return `The invisible character ${number}`;
  return `'${text}'`;
}
