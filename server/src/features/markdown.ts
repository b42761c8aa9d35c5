/**
 * Pieces of Markdown made from any text. Names and documentation come from files that somebody else wrote: they are shown
 * letter by letter, and never become HTML, images, or links other than to where they say themselves.
 */

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const NAMED_OR_NUMBERED = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy;

/** Whether a line has what makes a link of brackets before it: a target, another label, or a definition. */
export function hasLinkEnd(line: string): boolean {
  return /\][([:]/.test(line);
}

/**
 * Escapes running text. Only what Markdown would take for markup gets its backslash: hovers are also shown by editors
 * that render little or nothing of it.
 * @param text a piece of a line
 * @param hasLink whether the line, its code included, `hasLinkEnd`: some renderers look for the end of a link even in code
 */
export function escapeMarkdown(text: string, hasLink = hasLinkEnd(text)): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (isControl(c)) out += ' ';
    else out += isMarkup(text, i, c) || (hasLink && (c === '[' || c === ']')) ? `\\${c}` : c;
  }
  return out;
}

function isMarkup(text: string, i: number, c: string): boolean {
  const before = text.charAt(i - 1);
  const after = text.charAt(i + 1);
  switch (c) {
    case '`':
    case '~':
      return true;
    case '\\':
      return after === '' || PUNCTUATION.test(after);
    case '*':
      // Between spaces it is a times sign.
      return !(before === ' ' && after === ' ');
    case '_':
      // Inside a word it is part of the word.
      return !(LETTER_OR_DIGIT.test(before) && LETTER_OR_DIGIT.test(after));
    case '<':
      return !/[\s\d=-]/.test(after);
    case '&':
      NAMED_OR_NUMBERED.lastIndex = i;
      return NAMED_OR_NUMBERED.test(text);
    case '@':
      return /\w/.test(after);
    // Renderers make links of what looks like an address, and take a backslash behind it for a part of it.
    case ':':
      return after === '/' && text.charAt(i + 2) === '/';
    case '.':
      return /^www$/i.test(text.slice(Math.max(0, i - 3), i));
    default:
      return false;
  }
}

/** A block of running text: what would make it a heading, a quotation, a list, a ruler or a table is escaped. */
export function paragraph(inline: string): string {
  const text = inline.trim();
  const digits = /^\d{1,9}(?=[.)](?:\s|$))/.exec(text)?.[0];
  if (digits !== undefined) return `${digits}\\${text.slice(digits.length)}`;
  return /^(?:#{1,6}(?:\s|$)|>|[+-](?:\s|$)|[-=|:][-=|:\s]*$)/.test(text) ? `\\${text}` : text;
}

/** Text as code, shown as it is. Empty for an empty text. */
export function codeSpan(text: string): string {
  const shown = [...text].map((c) => (isControl(c) ? ' ' : c)).join('');
  if (shown === '') return '';
  // Nothing to see, but what stands before and behind it must not come together.
  if (shown.trim() === '') return ' ';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The pieces of a line together. Two pieces of code that touched would be one, with what stands in them let loose. */
export function joined(pieces: readonly string[]): string {
  let out = '';
  let last = '';
  for (const piece of pieces) {
    if (piece === '') continue;
    out += last.endsWith('`') && piece.startsWith('`') ? ` ${piece}` : piece;
    last = piece;
  }
  return out;
}

/** Lines as a block of code, shown as they are. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const text = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A link from us. The target is a URI of our own making; what could end it early is encoded. */
export function link(text: string, uri: string): string {
  return `[${text}](${uri.replace(/[\s()<>\\]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)})`;
}

/** Puts a mark before the first line and as much space before the others: an element of a list. */
export function listItem(mark: string, blocks: readonly string[], tight: boolean): string {
  const margin = ' '.repeat(mark.length + 1);
  const lines = blocks.join(tight ? '\n' : '\n\n').split('\n');
  return lines.map((line, i) => (i === 0 ? `${mark} ${line}` : line === '' ? '' : margin + line)).join('\n');
}

/** Blocks as a quotation. */
export function quotation(blocks: readonly string[]): string {
  const lines = blocks.join('\n\n').split('\n');
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

/** What stands out in a line: an escaped sign, code, a link, an address, emphasis. */
const MARKED = new RegExp(
  [
    String.raw`\\(?<escaped>[!-/:-@[-\`{-~])`,
    '(?<fence>`+)(?<code>.+?)(?<!`)\\k<fence>(?!`)',
    String.raw`\[(?<title>(?:\\.|[^[\]\\])+)\]\((?<target>[^\s()]*)\)`,
    '<(?<address>https?:[^\\s<>]+)>',
    // With space on both sides it is a times sign.
    String.raw`(?<emphasis>(?<!\s)\*{1,2}|\*{1,2}(?!\s))`,
  ].join('|'),
  'g',
);

/**
 * Markdown made of the pieces above as plain text, for editors that render none: names, code and messages letter by letter,
 * lists and quotations as they are. Of links, only those that lead into the web keep their address.
 */
export function plainTextOf(markdown: string): string {
  const out: string[] = [];
  /** The fence that ends the block of code. */
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const { margin = '', ticks } = /^(?<margin>[-\s>\d.]*)(?<ticks>`{3,})[^`]*$/.exec(line)?.groups ?? {};
    if (fence === undefined && ticks !== undefined) {
      fence = ticks;
      // A block may be the first thing in an element of a list.
      if (/[-\d]/.test(margin)) out.push(margin.trimEnd());
    } else if (fence !== undefined) {
      if (ticks === fence) fence = undefined;
      else out.push(line);
    } else {
      out.push(plainLine(line));
    }
  }
  return out.join('\n');
}

function plainLine(line: string): string {
  return line.replace(MARKED, (all, ...rest) => {
    const { escaped, code, title, target = '', address, emphasis }: Record<string, string | undefined> = rest.at(-1);
    if (emphasis !== undefined) return '';
    if (code !== undefined) return /^ .*\S.* $/.test(code) ? code.slice(1, -1) : code;
    if (title !== undefined) return plainLine(title) + (/^https?:/.test(target) ? ` <${target}>` : '');
    return escaped ?? address ?? all;
  });
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

function isControl(c: string): boolean {
  const code = c.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
}
