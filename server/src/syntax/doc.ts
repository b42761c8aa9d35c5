/**
 * The inside of a documentation comment: the symbol it is for, and its sections. QEMU's docs/devel/qapi-code-gen.rst,
 * section "Documentation comments".
 */
import type { Span } from './text.ts';
import type { Doc, DocLine, DocName, DocSection, DocSectionKind } from './tree.ts';

const SYMBOL = /^@([^:]*):\s*$/;
/** The head of a section (`@name:`, `Features:` or a tag), or the beginning of another line that is not indented. */
const HEAD = /^(?:@([^:\s]+):|(Features):\s*$|(Returns|Errors|Since|TODO|Notes?|Examples?):(?!:)|\S)/;

const TAG_KINDS: Readonly<Record<string, DocSectionKind>> = {
  Returns: 'returns',
  Errors: 'errors',
  Since: 'since',
  TODO: 'todo',
  Note: 'note',
  Notes: 'note',
  Example: 'example',
  Examples: 'example',
};

export interface ParsedDoc {
  readonly symbol: DocName | undefined;
  readonly sections: readonly DocSection[];
}

/**
 * Splits the lines of a documentation comment into sections. A free-form comment (no `@SYMBOL:` on its first line) is one
 * body. Never fails.
 */
export function parseDoc(lines: readonly DocLine[]): ParsedDoc {
  const firstText = lines.findIndex((line) => line.text.trim() !== '');
  const symbol = firstText < 0 ? undefined : symbolOf(lines[firstText] as DocLine);
  const sections: { -readonly [Field in keyof DocSection]: DocSection[Field] }[] = [];
  let inFeatures = false;

  const open = (kind: DocSectionKind, firstLine: number, textStart: number, name?: DocName): void => {
    const previous = sections.at(-1);
    // A body that another section begins with has no lines.
    if (previous?.firstLine === firstLine) sections.pop();
    else if (previous) previous.endLine = firstLine;
    sections.push({ kind, name, firstLine, endLine: lines.length, textStart });
  };

  const first = symbol ? firstText + 1 : 0;
  if (first < lines.length) open('body', first, (lines[first] as DocLine).start);
  if (!symbol) return { symbol, sections };

  for (let i = first; i < lines.length; i++) {
    const line = lines[i] as DocLine;
    const head = HEAD.exec(line.text);
    if (!head) continue;
    const name = head[1];
    const tag = head[3];
    if (name !== undefined) {
      open(inFeatures ? 'feature' : 'member', i, line.start + head[0].length, docName(line, name));
    } else if (head[2]) {
      inFeatures = true;
      open('features', i, line.end);
    } else if (tag) {
      inFeatures = false;
      open(TAG_KINDS[tag] as DocSectionKind, i, line.start + head[0].length);
    } else {
      // Unindented text after a blank line leaves a description and is body again.
      const section = sections.at(-1);
      if (section && section.kind !== 'body' && section.kind !== 'example' && section.kind !== 'note') {
        if (i === 0 || (lines[i - 1] as DocLine).text.trim() !== '') continue;
        inFeatures = false;
        open('body', i, line.start);
      }
    }
  }
  return { symbol, sections };
}

function symbolOf(line: DocLine): DocName | undefined {
  if (!line.text.startsWith('@')) return undefined;
  const match = SYMBOL.exec(line.text);
  if (match) return docName(line, match[1] as string);
  // `# @name` without its colon, or with text behind it. Old schemas have these; generators since 2.9 refuse them, unless
  // the text ends with a colon: then all of it is the name to them.
  const name = /^@([\w.-]+)/.exec(line.text)?.[1] ?? /^@(.+):\s*$/.exec(line.text)?.[1];
  return name === undefined ? undefined : docName(line, name);
}

/** The name behind the `@` that begins the line. */
function docName(line: DocLine, text: string): DocName {
  return { text, span: { start: line.start + 1, end: line.start + 1 + text.length } };
}

/** A name in the running text of a documentation comment: `@name`, or `name` between single backticks. */
export interface Mention {
  readonly text: string;
  /** The name alone. */
  readonly span: Span;
  readonly markup: '@' | '`';
}

/**
 * `@name`: not part of a mail address, and without the full stop that ends the sentence. Names can have dots, in a prefix
 * (right or wrong) and in the paths of old documentation; whether one is part of the name only the schema can tell.
 */
const AT_MENTION = /(?<![\w@.`])@([A-Za-z0-9_](?:[\w.-]*\w)?)/g;
/** A reference to a definition between single backticks. Double backticks are literal text. */
const BACKTICK_MENTION = /(?<!`)`([A-Za-z0-9_][\w.-]*)`(?!`)/g;

const MARKUP = /[@`]/;

/** The names that the text of a documentation comment mentions; examples, being messages, are not searched. */
export function mentionsIn(doc: Doc): Mention[] {
  const { lines } = doc;
  const mentions: Mention[] = [];
  for (const { kind, firstLine, endLine, textStart } of doc.sections) {
    if (kind === 'example') continue;
    for (let i = firstLine; i < endLine; i++) {
      const line = lines[i] as DocLine;
      if (!MARKUP.test(line.text)) continue;
      const from = i === firstLine ? textStart - line.start : 0;
      if (line.text.includes('@', from)) search(line, from, AT_MENTION, '@', mentions);
      if (line.text.includes('`', from)) search(line, from, BACKTICK_MENTION, '`', mentions);
    }
  }
  return mentions;
}

/** @param from where in the line the text begins: behind a colon, which no mention goes over */
function search(line: DocLine, from: number, pattern: RegExp, markup: Mention['markup'], found: Mention[]): void {
  pattern.lastIndex = from;
  for (let match = pattern.exec(line.text); match; match = pattern.exec(line.text)) {
    const text = match[1] as string;
    const start = line.start + match.index + 1;
    found.push({ text, span: { start, end: start + text.length }, markup });
  }
}

/** What a documentation comment is about that has a `#` too many in each line; undefined where it does not say so. */
export function commentedName(text: string): string | undefined {
  return /^[^\S\r\n]*##+ *@([^:\s]+)/m.exec(text)?.[1];
}
