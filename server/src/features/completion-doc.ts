/** What can be typed in a documentation comment, and in place of one. */
import { has } from '../schema/dialect.ts';
import { describable } from '../schema/doc-check.ts';
import { docDialectOf } from '../schema/doc-sections.ts';
import { type Definition, forEachNamed, type NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { Surroundings } from './completion-code.ts';
import type { Completion, CompletionKind } from './completion-item.ts';
import { docStub, escaped, nextRelease } from './completion-stub.ts';

/** The lines of comments around the caret, and where it stands among them. */
interface DocPlace {
  /** The lines between the `##` lines, as far as they go: the number of the first, and of the one behind. */
  readonly from: number;
  readonly to: number;
  /** The line of the caret, where it and its text begin, and that text up to the caret and behind it. */
  readonly line: number;
  readonly lineStart: number;
  readonly start: number;
  readonly before: string;
  readonly behind: string;
  /** What the comment is for: what follows it directly. */
  readonly definition: Definition | undefined;
}

/** @returns undefined where the caret is in no comment; nothing in one that is no documentation */
export function docCompletions(surroundings: Surroundings): readonly Completion[] | undefined {
  const { file, offset, version } = surroundings;
  const { lines } = file.tree;
  const lineText = lineReader(surroundings);
  const line = lines.lineOf(offset);
  const hash = /^[ \t]*#/.exec(lineText(line))?.[0].length;
  if (hash === undefined || offset < lines.line(line).start + hash) return undefined;
  const span = lines.line(line);
  if (/^[ \t]*##?[ \t]*$/.test(lineText(line)) && !isComment(lineText(line - 1)) && !isComment(lineText(line + 1))) {
    const next = definitionBehind(surroundings, span.end);
    return next ? [commentOf(next, span, lineText(line), surroundings)] : [];
  }
  const place = docPlaceAt(surroundings, line, lineText);
  if (!place) return [];
  const { before } = place;
  const [, atStart] = /^@([\w.*-]*)$/.exec(before) ?? [];
  if (atStart !== undefined) {
    if (isFirstText(place, lineText)) return symbolLine(place);
    return [...descriptions(place, surroundings, lineText), ...mentions(place, surroundings)];
  }
  if (/(?:^|[^\w@.`])@[\w.-]*$/.test(before)) return mentions(place, surroundings);
  if ((before.match(/`/g)?.length ?? 0) % 2 === 1 && /(?:^|[^`])`[\w.-]*$/.test(before)) {
    return has(version, 'doc-cross-references') ? links(place, surroundings) : [];
  }
  if (isFirstText(place, lineText)) return before === '' ? symbolLine(place) : [];
  if (/^[A-Za-z]*$/.test(before)) {
    return [
      ...(before === '' ? descriptions(place, surroundings, lineText) : []),
      ...sections(place, surroundings, lineText),
    ];
  }
  return /^\.[. a-z-]*$/.test(before) ? directives(place, surroundings) : [];
}

type LineText = (line: number) => string;

function lineReader({ file: { tree } }: Surroundings): LineText {
  return (line) => {
    if (line < 0 || line >= tree.lines.count) return '';
    const { start, end } = tree.lines.line(line);
    return tree.text.slice(start, end);
  };
}

function isComment(line: string): boolean {
  return /^[ \t]*#/.test(line);
}

function isFence(line: string): boolean {
  return /^[ \t]*##/.test(line);
}

/** Reads the `##` lines of the comments around the caret in turn: each opens or closes. */
function docPlaceAt(surroundings: Surroundings, line: number, lineText: LineText): DocPlace | undefined {
  const { file, offset } = surroundings;
  if (isFence(lineText(line))) return undefined;
  let first = line;
  while (isComment(lineText(first - 1))) first--;
  let opening: number | undefined;
  for (let at = first; at < line; at++) if (isFence(lineText(at))) opening = opening === undefined ? at : undefined;
  if (opening === undefined) return undefined;
  let to = line + 1;
  while (isComment(lineText(to)) && !isFence(lineText(to))) to++;
  const { lines, text } = file.tree;
  const { start, end } = lines.line(line);
  const margin = /^[ \t]*# ?/.exec(lineText(line))?.[0].length ?? 0;
  const from = Math.min(start + margin, offset);
  const last = isFence(lineText(to)) ? to : to - 1;
  return {
    from: opening + 1,
    to,
    line,
    lineStart: start,
    start: from,
    before: text.slice(from, offset),
    behind: text.slice(offset, end),
    definition: definitionBehind(surroundings, lines.line(last).end),
  };
}

/** The definition that begins right behind a place. */
function definitionBehind({ file }: Surroundings, offset: number): Definition | undefined {
  const next = file.definitions.find(({ expression }) => expression.span.start >= offset);
  if (!next) return undefined;
  return file.tree.text.slice(offset, next.expression.span.start).trim() === '' ? next : undefined;
}

function isFirstText({ from, line }: DocPlace, lineText: LineText): boolean {
  for (let at = from; at < line; at++) if (contentOf(lineText(at)) !== '') return false;
  return true;
}

function contentOf(line: string): string {
  return line.replace(/^[ \t]*# ?/, '').trimEnd();
}

/** What stands from the beginning of the line's text, or from a sign before the caret, to the end of the word there. */
function spanAt({ start, before, behind }: DocPlace, from: number, tail: RegExp): Span {
  return { start: start + from, end: start + before.length + (tail.exec(behind)?.[0].length ?? 0) };
}

// ---- whole comments ----

function commentOf(definition: Definition, span: Span, typed: string, { version }: Surroundings): Completion {
  const name = definition.name.text;
  return {
    label: `## ${name}`,
    kind: 'comment',
    detail: 'its documentation',
    span,
    snippet: docStub(escaped(name), definition, version),
    filter: typed.trim(),
  };
}

function symbolLine(place: DocPlace): Completion[] {
  const { definition } = place;
  if (!definition || definition.name.text === '') return [];
  const name = definition.name.text;
  const label = `@${name}:`;
  const span = spanAt(place, 0, /^[\w.-]*:?/);
  return [{ label, kind: definition.kind, detail: 'what follows', span, snippet: escaped(label), filter: label }];
}

// ---- lines ----

/** The members and features that are not described yet, those first whose place this is. */
function descriptions(place: DocPlace, { version }: Surroundings, lineText: LineText): Completion[] {
  const { definition, behind } = place;
  const all = definition && describable(definition, docDialectOf(version));
  if (!all) return [];
  const described = new Set<string>();
  let inFeatures = false;
  for (let at = place.from; at < place.to; at++) {
    const content = contentOf(lineText(at));
    if (content === 'Features:' && at < place.line) inFeatures = true;
    const [, name] = /^@([^:\s]+):/.exec(content) ?? [];
    if (name !== undefined && at !== place.line) described.add(name);
  }
  const span = spanAt(place, 0, /^[\w.-]*:?/);
  const gap = behind.replace(/^[\w.-]*:?/, '') === '' ? ' ' : '';
  const also = emptyLineAbove(place, lineText);
  const entry = ({ name, kind }: NamedThing): Completion => ({
    label: `@${name.text}:`,
    kind: kind === 'feature' || kind === 'value' ? kind : 'member',
    detail: 'not described yet',
    span,
    snippet: `@${escaped(name.text)}:${gap}`,
    filter: `@${name.text}:`,
    ...also,
  });
  const isOpen = ({ name }: NamedThing): boolean => !described.has(name.text);
  const features = all.features.filter(isOpen).map(entry);
  return inFeatures ? features : all.members.filter(isOpen).map(entry);
}

const SECTIONS = ['Returns', 'Errors', 'Features', 'Since', 'TODO'] as const;

/** The sections that the comment may have and has not. */
function sections(place: DocPlace, { version }: Surroundings, lineText: LineText): Completion[] {
  const { definition } = place;
  const present = new Set<string>();
  for (let at = place.from; at < place.to; at++) {
    const [, tag] = at === place.line ? [] : (/^(\w+):/.exec(contentOf(lineText(at))) ?? []);
    if (tag !== undefined) present.add(tag);
  }
  const isCommand = definition === undefined || definition.kind === 'command';
  const fits = (tag: (typeof SECTIONS)[number]): boolean => {
    if (present.has(tag)) return false;
    switch (tag) {
      case 'Returns':
        return isCommand && (!definition || (definition.kind === 'command' && definition.returns !== undefined));
      case 'Errors':
        return isCommand && has(version, 'doc-paragraphs');
      case 'Features':
        return has(version, 'doc-features');
      default:
        return true;
    }
  };
  const span = spanAt(place, 0, /^[A-Za-z]*:?/);
  const also = emptyLineAbove(place, lineText);
  return SECTIONS.filter(fits).map((tag) => {
    const text = tag === 'Since' ? `Since: ${nextRelease(version)}` : tag === 'Features' ? 'Features:' : `${tag}: `;
    return { label: text.trimEnd(), kind: 'section', span, snippet: text, filter: text, ...also };
  });
}

/** Sections and descriptions begin behind an empty line. */
function emptyLineAbove({ from, line, lineStart: start }: DocPlace, lineText: LineText): Pick<Completion, 'also'> {
  if (line === from || contentOf(lineText(line - 1)) === '') return {};
  const margin = /^[ \t]*/.exec(lineText(line))?.[0] ?? '';
  return { also: { span: { start, end: start }, newText: `${margin}#\n` } };
}

const DIRECTIVES = ['note', 'qmp-example', 'warning', 'caution', 'tip', 'important', 'seealso', 'code-block'] as const;

/** The directives of the manual, since the sections of old are refused. */
function directives(place: DocPlace, { version }: Surroundings): Completion[] {
  if (!has(version, 'doc-notes-and-examples-refused')) return [];
  const span = spanAt(place, 0, /^[. a-z-]*:*/);
  return DIRECTIVES.map((name) => {
    const text = `.. ${name}::`;
    return { label: text, kind: 'section', span, snippet: text, filter: text };
  });
}

// ---- in running text ----

function mentions(place: DocPlace, { analysis, version }: Surroundings): Completion[] {
  const span = spanAt(place, place.before.lastIndexOf('@'), /^[\w-]*/);
  const found = new Map<string, Completion>();
  const add = (name: string, kind: CompletionKind): void => {
    const text = `@${name}`;
    if (name !== '' && !found.has(text))
      found.set(text, { label: text, kind, span, snippet: escaped(text), filter: text });
  };
  const { definition } = place;
  const shown = definition && [
    definition,
    ...typesOf(definition).flatMap((name) => analysis.schema.definition(name) ?? []),
  ];
  for (const one of shown ?? []) {
    forEachNamed(one, (thing) => {
      if (thing !== one) add(thing.name.text, thing.kind as CompletionKind);
    });
  }
  if (!has(version, 'doc-cross-references')) {
    for (const { name, kind } of analysis.schema.definitions) add(name.text, kind);
  }
  return [...found.values()];
}

/** The types whose members are those of a definition too: its base, or what a command takes. */
function typesOf(definition: Definition): string[] {
  const refs =
    definition.kind === 'command' || definition.kind === 'event'
      ? [definition.data]
      : definition.kind === 'struct' || definition.kind === 'union'
        ? [definition.base]
        : [];
  return refs.flatMap((ref) => (ref?.kind === 'name' ? ref.name : []));
}

/** Definitions between backticks, which the manual makes links of. */
function links(place: DocPlace, { analysis: { schema } }: Surroundings): Completion[] {
  const span = spanAt(place, place.before.lastIndexOf('`') + 1, /^[\w.-]*`?/);
  return schema.definitions.map(({ name, kind }) => ({
    label: name.text,
    kind,
    span,
    snippet: `${escaped(name.text)}\``,
    filter: name.text,
  }));
}
