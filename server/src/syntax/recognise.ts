/**
 * Whether a `.json` file holds a QAPI schema rather than JSON. QEMU's schemas carry the ending `.json` and nothing but
 * their first lines tells them apart, so we look for what JSON cannot be: a comment line that switches Emacs or Vim to
 * Python, or a top-level object in single quotes whose first key is one of the schema language's.
 *
 * It decides about files that nobody has told us anything about, so it must not take a JSON file for a schema: JSON and
 * its dialects with comments open with a double-quoted key or an array. JSON5 may open with `{ 'include': ...`, hence
 * the look at what follows the key.
 */
export function looksLikeQapi(text: string): boolean {
  const head = text.slice(text.charCodeAt(0) === 0xfeff ? 1 : 0, WINDOW);
  if (MODELINE.test(firstLines(head.slice(0, MODELINES), 2))) return true;

  const start = skipBlanksAndComments(head);
  if (start === undefined) return false;
  const opening = /^\{\s*'([a-z]+)'\s*:\s*(['{])/.exec(head.slice(start, start + OPENING));
  if (!opening) return false;
  const [, key, value] = opening;
  if (key === 'pragma') return value === '{';
  return value === "'" && DEFINITIONS.has(key ?? '');
}

/**
 * Whether a file that its name makes a schema is plain JSON after all, say a package.json below a folder named qapi.
 * Only what no schema begins with counts: a list, an empty object or a key in double quotes, behind nothing but blanks
 * and the comments of JSONC. (Whoever types such a thing into a schema has a comment or a definition above it.)
 */
export function looksLikeJson(text: string): boolean {
  const head = text.slice(text.charCodeAt(0) === 0xfeff ? 1 : 0, WINDOW);
  return JSON_OPENING.test(head);
}

/** However big the file: the licence texts on top of real schemas end long before this. */
const WINDOW = 64 * 1024;

/** Two lines; editors look no further into long ones either, and the pattern below is quadratic. */
const MODELINES = 1024;

/** The first definition's brace, key, colon and the quote of its value, with generous blanks. */
const OPENING = 512;

/** `# -*- Mode: Python -*-`, `# -*- python -*-`, `# vim: filetype=python`, `# vim: set ft=python :`. */
const MODELINE = /^#.*(?:-\*-\s*(?:mode:\s*)?python\s*(?:;.*)?-\*-|\bvim?:.*\b(?:ft|filetype|syntax)=python\b)/im;

/** Every blank and comment can be matched in one way only, so this takes linear time. */
const JSON_OPENING = /^(?:[ \t\r\n]|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:\[|\{(?:[ \t\r\n]|\/\/[^\n]*\n)*["}])/;

/** The keys that open a definition or a directive; `type` until QEMU 2.4. The value is always a string: a name. */
const DEFINITIONS = new Set(['include', 'command', 'event', 'struct', 'type', 'union', 'alternate', 'enum']);

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let i = 0; i < count; i++) {
    const newline = text.indexOf('\n', end);
    if (newline < 0) return text;
    end = newline + 1;
  }
  return text.slice(0, end);
}

/** Where the first thing that is neither a blank nor a `#` comment begins; undefined if there is none in the window. */
function skipBlanksAndComments(text: string): number | undefined {
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '#') {
      const newline = text.indexOf('\n', at);
      if (newline < 0) return undefined;
      at = newline + 1;
    } else if (char === ' ' || char === '\t' || char === '\n' || char === '\r') {
      at += 1;
    } else {
      return at;
    }
  }
  return undefined;
}
