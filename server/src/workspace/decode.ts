/** From bytes to text. Schemas are UTF-8. */
import type { EncodingProblem } from '../schema/load.ts';

// The byte order mark is kept: QEMU's generator refuses a schema that begins with one, and so it must be seen.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * @returns the text, and where it stops being UTF-8, if it does. What is not UTF-8 is replaced by U+FFFD in the text.
 */
export function decodeText(bytes: Uint8Array): { text: string; problem: EncodingProblem | undefined } {
  try {
    return { text: strict.decode(bytes), problem: undefined };
  } catch {
    // What decodes before the first bad byte; a character that it cuts short is not among it.
    const before = bytes.subarray(0, validPrefix(bytes));
    const start = new TextDecoder('utf-8', { ignoreBOM: true }).decode(before, { stream: true }).length;
    const text = lenient.decode(bytes);
    const bad = bytes[new TextEncoder().encode(text.slice(0, start)).length] ?? 0;
    const hex = bad.toString(16).toUpperCase().padStart(2, '0');
    return { text, problem: { span: { start, end: Math.min(start + 1, text.length) }, detail: `byte ${hex}` } };
  }
}

/** How many bytes can be the beginning of UTF-8 text; found by halving, as the decoder only says yes or no. */
function validPrefix(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether the bytes are UTF-8 as far as they go; a character cut off at the end is no mistake. */
function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
