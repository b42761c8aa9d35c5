/** The escape sequences of strings in the years when there were more than one. */

const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const SEQUENCE = /\\(?:u[0-9A-Fa-f]{4}|[^\r\n])/y;

/** An escape sequence as it stands in a text. */
export interface Escape {
  /** With its backslash. */
  readonly sequence: string;
  /** What it stood for in QEMU 2.4 to 4.1; undefined where it never was one. */
  readonly stoodFor: string | undefined;
}

/**
 * Reads an escape sequence.
 * @param at the offset of its backslash
 * @returns undefined where the line ends behind the backslash
 */
export function escapeAt(text: string, at: number): Escape | undefined {
  SEQUENCE.lastIndex = at;
  const [sequence] = SEQUENCE.exec(text) ?? [];
  return sequence === undefined ? undefined : { sequence, stoodFor: stoodFor(sequence.slice(1)) };
}

function stoodFor(behind: string): string | undefined {
  if (behind.length > 1) {
    const code = Number.parseInt(behind.slice(1), 16);
    return code > 0 && code < 0x80 ? String.fromCharCode(code) : undefined;
  }
  return LETTERS[behind] ?? ('\\/\'"'.includes(behind) ? behind : undefined);
}
