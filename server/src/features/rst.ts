/**
 * From the markup of documentation comments to Markdown. It is reStructuredText as QEMU's manual uses it, with `@name`
 * for what the comment documents, and in old schemas a looser way of writing: lists right below a line of text, messages
 * that nothing marks as an example. Whatever is not understood is shown as it stands.
 */
import { codeBlock, codeSpan, escapeMarkdown, hasLinkEnd, joined, listItem, paragraph, quotation } from './markdown.ts';

/** A block of Markdown. A label can be put in front of a text, anything else begins below it. */
export interface Block {
  readonly kind: 'text' | 'list' | 'other';
  readonly markdown: string;
}

/** Deeper lists than this are shown as text: nobody writes them, and everything below is recursive. */
const MAX_DEPTH = 8;

const DIRECTIVE = /^\.\. ([A-Za-z][\w:+.-]*)::(?:\s+(.*))?$/;
const OPTION = /^:([\w-]+):(?:\s+(.*))?$/;
const LIST_MARK = /^([-*+]|(?:\d{1,9}|#)[.)])\s+(?=\S)/;
const MESSAGE = /^(?:->|<-)(?=\s|\{|$)|^\{\s*(?:["'{]|$)|^\[\s*(?:["'{[]|$)/;
const TABLE_BORDER = /^(?:=+(?:\s+=+)+|\+[-=+]+\+)\s*$/;
const PUNCTUATION_LINE = /^([=\-~*^"'#`.:_+])\1{2,}\s*$/;
const OLD_HEADING = /^=+\s+(\S.*)$/;

const ADMONITIONS: ReadonlySet<string> = new Set([
  'attention',
  'caution',
  'danger',
  'error',
  'hint',
  'important',
  'note',
  'seealso',
  'tip',
  'warning',
]);

/**
 * @param lines the text, without the `# ` of the comment
 * @returns its blocks, in order; safe to show whoever wrote the text
 */
export function blocksOf(lines: readonly string[], depth = 0): Block[] {
  const text = dedent(lines);
  if (depth > MAX_DEPTH) return textBlock(text);
  const blocks: Block[] = [];
  let i = 0;
  while (i < text.length) {
    const line = text[i] as string;
    if (line === '') {
      i++;
      continue;
    }
    const end = endOfIndented(text, i + 1);
    const directive = DIRECTIVE.exec(line);
    if (directive) {
      const [, name = '', argument = ''] = directive;
      push(blocks, directiveBlocks(name, argument, text.slice(i + 1, end), depth));
      i = end;
    } else if (line === '..' || line.startsWith('.. ')) {
      // A comment inside the comment, or a label.
      i = end;
    } else if (line.startsWith(' ')) {
      const block = text.slice(i, end);
      push(blocks, looksLikeCode(block) ? [literal(block)] : blocksOf(block, depth + 1));
      i = end;
    } else if (TABLE_BORDER.test(line)) {
      const to = nextBlank(text, i);
      blocks.push({ kind: 'other', markdown: codeBlock(text.slice(i, to)) });
      i = to;
    } else if (LIST_MARK.test(line)) {
      i = readList(text, i, depth, blocks);
    } else if (MESSAGE.test(line)) {
      const to = endOfMessages(text, i);
      blocks.push(literal(text.slice(i, to)));
      i = to;
    } else {
      i = readHeading(text, i, blocks) ?? readParagraph(text, i, blocks);
    }
  }
  return blocks;
}

// ---- blocks ----

function readHeading(text: readonly string[], at: number, blocks: Block[]): number | undefined {
  const line = text[at] as string;
  const below = text[at + 1] ?? '';
  const title = OLD_HEADING.exec(line)?.[1];
  if (title !== undefined) {
    blocks.push({ kind: 'other', markdown: bold(title) });
    return at + 1;
  }
  if (PUNCTUATION_LINE.test(line)) {
    // A line above and below the title, or a ruler.
    if (below === '' || !PUNCTUATION_LINE.test(text[at + 2] ?? '')) return at + 1;
    blocks.push({ kind: 'other', markdown: bold(below) });
    return at + 3;
  }
  if (!PUNCTUATION_LINE.test(below) || below.length < line.length) return undefined;
  blocks.push({ kind: 'other', markdown: bold(line) });
  return at + 2;
}

/** A paragraph, in one line; `::` at its end makes a literal block of the indented lines that follow. */
function readParagraph(text: readonly string[], at: number, blocks: Block[]): number {
  let i = at + 1;
  while (i < text.length && !startsSomethingElse(text[i] as string)) i++;
  const lines = text.slice(at, i);
  const whole = lines.map((line) => line.trim()).join(' ');
  if (!whole.endsWith('::')) {
    push(blocks, textBlock(lines));
    return i;
  }
  push(blocks, textBlock([whole.slice(0, -2) + (/[^\s:]::$/.test(whole) ? ':' : '')]));
  const end = endOfIndented(text, i);
  const body = text.slice(i, end);
  if (body.some((line) => line !== '')) blocks.push(literal(body));
  return end;
}

function startsSomethingElse(line: string): boolean {
  const content = line.trimStart();
  return content === '' || LIST_MARK.test(content) || /^(?:->|<-)(?=\s|\{|$)/.test(content) || DIRECTIVE.test(line);
}

function textBlock(lines: readonly string[]): Block[] {
  const text = lines.map((line) => line.trim()).filter((line) => line !== '');
  // A line that begins with a bar is a line of its own.
  if (text.length > 1 && text.every((line) => /^\|(?: |$)/.test(line))) return [literal(text.map((l) => l.slice(2)))];
  const markdown = paragraph(inline(text.join(' ')));
  return markdown === '' ? [] : [{ kind: 'text', markdown }];
}

/** Elements with the same kind of mark, one below the other. */
function readList(text: readonly string[], at: number, depth: number, blocks: Block[]): number {
  const kind = kindOfMark(text[at] as string);
  const items: { mark: string; blocks: Block[] }[] = [];
  let i = at;
  while (i < text.length && kindOfMark(text[i] as string) === kind) {
    const line = text[i] as string;
    const [whole = '', sign = ''] = LIST_MARK.exec(line) ?? [];
    const end = endOfItem(text, i + 1);
    const number = sign.startsWith('#') ? `${items.length + 1}.` : sign;
    const rest = dedent(text.slice(i + 1, end));
    const content = blocksOf([line.slice(whole.length), ...rest], depth + 1);
    if (content.length > 0) items.push({ mark: kind === '-' ? '-' : number, blocks: content });
    i = end;
    while (text[i] === '') i++;
  }
  const tight = items.every((item) =>
    item.blocks.every((block, n) => (n === 0 ? block.kind === 'text' : block.kind === 'list')),
  );
  const markdown = items
    .map((item) =>
      listItem(
        item.mark,
        item.blocks.map((block) => block.markdown),
        tight,
      ),
    )
    .join(tight ? '\n' : '\n\n');
  push(blocks, [{ kind: 'list', markdown }]);
  return i;
}

/** `-` for bullets, `.` or `)` for numbers. */
function kindOfMark(line: string): string | undefined {
  const sign = LIST_MARK.exec(line)?.[1];
  if (sign === undefined) return undefined;
  return sign.length === 1 ? '-' : sign.at(-1);
}

/** Where an element of a list ends: at the next line with no indentation, unless a paragraph runs on. */
function endOfItem(text: readonly string[], from: number): number {
  let i = from;
  // Careless lists do not indent their second line.
  while (i < text.length && !startsSomethingElse(text[i] as string)) i++;
  return endOfIndented(text, i);
}

function directiveBlocks(name: string, argument: string, body: readonly string[], depth: number): Block[] {
  const { options, rest } = optionsOf(dedent(body));
  const kind = name.toLowerCase();
  const nested = (lines: readonly string[]): Block[] => blocksOf(lines, depth + 1);
  if (ADMONITIONS.has(kind)) {
    const label = kind === 'seealso' ? 'See also' : capital(kind);
    return [{ kind: 'other', markdown: quotation(labelled(label, nested([argument, ...rest]))) }];
  }
  switch (kind) {
    case 'admonition':
      return [{ kind: 'other', markdown: quotation([bold(argument), ...nested(rest).map((b) => b.markdown)]) }];
    case 'qmp-example': {
      const title = options.get('title');
      const label = title === undefined ? '**Example**' : `**Example:** ${inline(title)}`;
      const content = options.has('annotated') ? nested(rest) : rest.length > 0 ? [literal(rest)] : [];
      return [{ kind: 'other', markdown: label }, ...content];
    }
    case 'code':
    case 'code-block':
    case 'sourcecode':
      return [literal(rest, /^[\w+-]+$/.test(argument) ? argument : undefined)];
    case 'table':
      return [...(argument === '' ? [] : [{ kind: 'other', markdown: bold(argument) } as const]), ...nested(rest)];
    default:
      return [literal([`.. ${name}:: ${argument}`.trimEnd(), ...body])];
  }
}

/** The `:option: value` lines at the start of a directive, and what follows them. */
function optionsOf(body: readonly string[]): { options: ReadonlyMap<string, string>; rest: readonly string[] } {
  const options = new Map<string, string>();
  let i = 0;
  for (; i < body.length; i++) {
    const option = OPTION.exec(body[i] as string);
    if (!option) break;
    options.set(option[1] as string, option[2] ?? '');
  }
  return { options, rest: dedent(body.slice(i)) };
}

/** A label in bold before the first block, if that is a text, else above it. */
export function labelled(label: string, blocks: readonly Block[]): string[] {
  const [first, ...others] = blocks;
  const rest = others.map((block) => block.markdown);
  if (first?.kind === 'text') return [`**${label}:** ${first.markdown}`, ...rest];
  return [`**${label}:**`, ...(first ? [first.markdown] : []), ...rest];
}

function bold(text: string): string {
  const content = inline(text.trim());
  return content === '' ? '' : `**${content}**`;
}

function literal(lines: readonly string[], language = looksLikeCode(lines) ? 'json' : ''): Block {
  return { kind: 'other', markdown: codeBlock(dedent(lines), language) };
}

/** QMP messages, or JSON. */
function looksLikeCode(lines: readonly string[]): boolean {
  return (
    lines.some((line) => /^\s*(?:->|<-)(?=\s|\{|$)/.test(line)) ||
    MESSAGE.test(lines.find((l) => l !== '')?.trim() ?? '')
  );
}

/** Messages one after the other, blank lines between them included. */
function endOfMessages(text: readonly string[], at: number): number {
  let end = at + 1;
  for (let i = end; i < text.length; i++) {
    const line = text[i] as string;
    if (line === '') {
      while (text[i + 1] === '') i++;
      if (!MESSAGE.test(text[i + 1] ?? '')) break;
    } else if (/^[A-Za-z.@*`]/.test(line)) {
      break;
    } else {
      end = i + 1;
    }
  }
  return end;
}

// ---- lines ----

/** The lines without the indentation they share, without space at their ends, and without blank lines around them. */
function dedent(lines: readonly string[]): string[] {
  const clean = lines.map((line) => line.replaceAll('\t', '        ').trimEnd());
  let from = 0;
  let to = clean.length;
  while (from < to && clean[from] === '') from++;
  while (to > from && clean[to - 1] === '') to--;
  const inside = clean.slice(from, to);
  let least = Number.POSITIVE_INFINITY;
  for (const line of inside) if (line !== '') least = Math.min(least, line.search(/\S/));
  return least === 0 ? inside : inside.map((line) => line.slice(least));
}

/** The first line from there on that is neither indented nor blank; blank lines at the end belong to what follows. */
function endOfIndented(text: readonly string[], from: number): number {
  let end = from;
  for (let i = from; i < text.length; i++) {
    const line = text[i] as string;
    if (line.startsWith(' ')) end = i + 1;
    else if (line !== '') break;
  }
  return end;
}

function nextBlank(text: readonly string[], from: number): number {
  const at = text.indexOf('', from);
  return at < 0 ? text.length : at;
}

// ---- inside a line ----

/**
 * What stands out in a line of text. Everything has a bound on its length: without one, a line of a megabyte with an
 * opening mark in every place would be searched to its end from each of them.
 */
const INLINE = new RegExp(
  [
    '``(?<literal>.{1,500}?)``',
    ':(?<role>[A-Za-z][\\w:+.-]{0,40}):`(?<target>[^`]{1,300})`',
    '`(?<reference>[^`]{1,300})`_{0,2}',
    '\\*\\*(?<strong>[^\\s*](?:[^*]{0,300}[^\\s*])?)\\*\\*',
    '(?<![\\w*])\\*(?<emphasis>[^\\s*](?:[^*]{0,300}[^\\s*])?)\\*(?![\\w*])',
    '(?<open><)?(?<url>https?:\\/\\/[A-Za-z0-9][\\w\\-.~:/?#[\\]@!$&()*+,;=%]{0,1000})',
    '(?<![\\w@.`])@(?<name>(?:__[A-Za-z0-9.-]{1,260}_)?[A-Za-z0-9_](?:[\\w-]{0,300}\\w)?)',
  ].join('|'),
  'g',
);

/** One line of text with its markup turned into Markdown's. */
export function inline(text: string): string {
  const hasLink = hasLinkEnd(text);
  const out: string[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const { literal: code, target, reference, strong, emphasis, open, url, name } = match.groups ?? {};
    let end = match.index + match[0].length;
    let shown: string;
    if (code !== undefined) shown = codeSpan(code);
    else if (target !== undefined) shown = codeSpan(withoutTarget(target));
    else if (reference !== undefined) shown = referenceText(reference, hasLink);
    else if (strong !== undefined) shown = `**${escapeMarkdown(strong, hasLink)}**`;
    else if (emphasis !== undefined) shown = `*${escapeMarkdown(emphasis, hasLink)}*`;
    else if (url !== undefined) {
      const clean = withoutSentenceEnd(url);
      end -= url.length - clean.length;
      if (open !== undefined && text.charAt(end) === '>') end++;
      shown = `<${clean}>`;
    } else shown = codeSpan(name ?? '');
    out.push(escapeMarkdown(text.slice(at, match.index), hasLink), shown);
    at = end;
  }
  out.push(escapeMarkdown(text.slice(at), hasLink));
  return joined(out);
}

/** `Title <target>` shows its title. */
function withoutTarget(text: string): string {
  return /^(.*\S)\s*<[^<>]*>$/.exec(text)?.[1] ?? text;
}

/** What stands between single backticks: a name, or a title with the place it leads to. */
function referenceText(text: string, hasLink: boolean): string {
  const external = /^(.*\S)\s*<(https?:\/\/[\w\-.~:/?#[\]@!$&()*+,;=%]+)>$/.exec(text);
  return external
    ? `${escapeMarkdown(external[1] as string, hasLink)} (<${external[2]}>)`
    : codeSpan(withoutTarget(text));
}

/** An address without the punctuation of the sentence around it. */
function withoutSentenceEnd(url: string): string {
  let end = url.length;
  while (end > 0 && (/[.,;:!?'*_\]]/.test(url.charAt(end - 1)) || (url.charAt(end - 1) === ')' && !url.includes('('))))
    end--;
  return url.slice(0, end);
}

function push(blocks: Block[], more: readonly Block[]): void {
  for (const block of more) if (block.markdown !== '') blocks.push(block);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
