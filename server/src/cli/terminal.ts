/** Text for a terminal: colours, widths, line breaks, and nothing in it that a terminal would obey. */

const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

/** A function for each style; without colours they give back what they get. */
export type Paint = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

/** @param colors whether to use escape sequences at all */
export function paintWith(colors: boolean): Paint {
  const entries = Object.entries(STYLES).map(([name, [on, off]]) => [
    name,
    colors ? (text: string) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`) : (text: string) => text,
  ]);
  return Object.fromEntries(entries) as Paint;
}

/**
 * Whether to use colours.
 * @param wanted the option `--color`
 * @param env `FORCE_COLOR` comes before `NO_COLOR`, as for Node itself
 */
export function wantsColors(
  wanted: 'auto' | 'always' | 'never',
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (wanted !== 'auto') return wanted === 'always';
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return !env.NO_COLOR && isTerminal && env.TERM !== 'dumb';
}

/** Control and format characters, halves of characters, and what breaks a line: a terminal acts on them. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with a picture, or a number, in place of each character that a terminal would act on. */
export function safe(text: string): string {
  return text.replace(UNSAFE, picture);
}

function picture(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  if (point === 0x7f) return '\u2421';
  return `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** How many columns a terminal gives to a safe text. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** What is longer than this is no word that anybody reads to its end. */
const LONGEST_WORD = 200;

/**
 * Breaks a text into lines, at spaces.
 * @param text any text; it is made safe
 * @param width how wide a line may get; a longer word has its own line
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/)) {
    if (word === '') continue;
    const short = safe(word.length > LONGEST_WORD ? shortened(word) : word);
    if (line !== '' && widthOf(line) + 1 + widthOf(short) > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? short : ` ${short}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

function shortened(word: string): string {
  return `${word.slice(0, LONGEST_WORD / 2)}\u2026${word.slice(-20)}`;
}

/** `1 error`, `2 errors`, `3 fixes`. */
export function count(number: number, word: string): string {
  const plural = word.endsWith('x') ? `${word}es` : `${word}s`;
  return `${number} ${number === 1 ? word : plural}`;
}
