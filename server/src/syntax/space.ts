/**
 * White space as QEMU's generator, which is Python, takes it. JavaScript counts the byte order mark as well, and does not
 * know the separators 1C to 1F and the next line 85.
 */

/** @param code a UTF-16 code unit; NaN, from behind a text, is no white space */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || code >= 28;
  if (code < 0x85) return false;
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** A quick look before `isSpace`: nearly all characters of a text are none. */
export function mayBeSpace(code: number): boolean {
  return code <= 32 || code >= 0x85;
}

/** A text without the white space at its end. */
export function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** How many characters of white space a text begins with; all, where it has nothing else. */
export function indentOf(text: string): number {
  return afterSpace(text, 0);
}

/** Where white space that may be at some place of a text ends. */
export function afterSpace(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10) code = text.charCodeAt(++at);
  // Nearly always that was all of it.
  if (code > 32 && code < 127) return at;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}
