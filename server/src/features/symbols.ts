/** The outline of a file, and the search for a name in all of them. */
import type { Analysis } from '../analysis/analysis.ts';
import type { NameKind } from '../names/kinds.ts';
import {
  type Branch,
  type Definition,
  forEachNamed,
  isDefinition,
  type Member,
  type NamedThing,
  type SourceFile,
  type TypeRef,
} from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';

/** A line of the outline, with what stands below it. */
export interface OutlineSymbol {
  readonly kind: NameKind;
  /** Never empty: where the name is, it is shown as `''`. */
  readonly name: string;
  /** More in short, such as a member's type: `['str']`, `int, optional`. May be empty. */
  readonly detail: string;
  /** All of it: a definition with its documentation comment, a member with its type. */
  readonly span: Span;
  /** The name, which lies inside `span`. */
  readonly nameSpan: Span;
  /** It has the feature `deprecated`. */
  readonly deprecated: boolean;
  /** In the order of the text; each lies inside `span`. */
  readonly children: readonly OutlineSymbol[];
}

/** A name that was searched for. */
export interface FoundSymbol {
  readonly kind: NameKind;
  readonly name: string;
  /** The definition it stands in; undefined for a definition. */
  readonly container: string | undefined;
  readonly file: string;
  /** The name where it is declared. */
  readonly span: Span;
  readonly deprecated: boolean;
}

// ---- outline ----

/** The definitions of a file in the order of the text, with their members, values, branches and features. */
export function symbolsIn(file: SourceFile): OutlineSymbol[] {
  const outline = new Outline(file.tree.text);
  return file.definitions.map((definition) => outline.definition(definition));
}

class Outline {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  definition(definition: Definition): OutlineSymbol {
    const { expression, doc, features } = definition;
    return {
      kind: definition.kind,
      name: shownName(definition.name.text),
      detail: definitionDetail(definition),
      span: { start: (doc ?? expression).span.start, end: expression.span.end },
      nameSpan: definition.name.span,
      deprecated: isDeprecated(definition),
      children: inOrder([...this.#inside(definition), ...this.#members(features)]),
    };
  }

  #inside(definition: Definition): OutlineSymbol[] {
    switch (definition.kind) {
      case 'enum':
        return this.#members(definition.values);
      case 'struct':
        return [...this.#typeMembers(definition.base), ...this.#members(definition.members)];
      case 'union':
        return [
          ...this.#typeMembers(definition.base),
          ...definition.branches.map((branch) =>
            branch.declares ? this.#member(branch.declares) : this.#branch(branch),
          ),
        ];
      case 'alternate':
        return this.#members(definition.branches);
      case 'command':
        return [...this.#typeMembers(definition.data), ...this.#typeMembers(definition.returns)];
      case 'event':
        return this.#typeMembers(definition.data);
    }
  }

  #members(members: readonly Member[]): OutlineSymbol[] {
    return members.map((member) => this.#member(member));
  }

  #member(member: Member): OutlineSymbol {
    const { kind, name, type, longhand, features } = member;
    const spans = [this.#quoted(name.span), ...this.#typeSpan(type), ...(longhand ? [longhand.span] : [])];
    return {
      kind,
      name: shownName(name.text),
      detail: kind === 'feature' ? 'feature' : listed(typeText(type), member.optional && 'optional'),
      span: around(spans),
      nameSpan: name.span,
      deprecated: isDeprecated(member),
      children: inOrder([...this.#typeMembers(type), ...this.#members(features)]),
    };
  }

  /** A branch of a union with a discriminator. It declares nothing, but is looked for in the outline all the same. */
  #branch({ key, type }: Branch): OutlineSymbol {
    return {
      kind: 'branch',
      name: shownName(key.text),
      detail: typeText(type),
      span: around([key.span, ...this.#typeSpan(type)]),
      nameSpan: key.content,
      deprecated: false,
      children: inOrder(this.#typeMembers(type)),
    };
  }

  /** The members that are written where a type could be named. */
  #typeMembers(type: TypeRef | undefined): OutlineSymbol[] {
    const object = type?.kind === 'array' ? type.of : type;
    return object?.kind === 'object' ? this.#members(object.members) : [];
  }

  #typeSpan(type: TypeRef | undefined): Span[] {
    if (!type) return [];
    return [type.kind === 'name' ? this.#quoted(type.span) : type.span];
  }

  /** A name with what belongs to it in the text: the `*` of an optional member, and the quotes if it has them. */
  #quoted({ start, end }: Span): Span {
    const from = this.#text[start - 1] === '*' ? start - 1 : start;
    const quote = this.#text[from - 1];
    const isQuoted = (quote === "'" || quote === '"') && this.#text[end] === quote;
    return isQuoted ? { start: from - 1, end: end + 1 } : { start: from, end };
  }
}

/** Editors refuse symbols without a name. */
function shownName(name: string): string {
  return name === '' ? "''" : name;
}

function definitionDetail(definition: Definition): string {
  const { kind } = definition;
  switch (definition.kind) {
    case 'struct':
      return listed(kind, named('base', definition.base));
    case 'union':
      return listed(kind, definition.discriminator && `by ${definition.discriminator.text}`);
    case 'command':
      return listed(kind, named('takes', definition.data), named('returns', definition.returns));
    case 'event':
      return listed(kind, named('with', definition.data));
    default:
      return kind;
  }
}

/** A type after a word. Members that are written out are children already. */
function named(word: string, type: TypeRef | undefined): string | undefined {
  return type && type.kind !== 'object' ? `${word} ${typeText(type)}` : undefined;
}

function listed(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part).join(', ');
}

/** `str`, `['str']`, `{...}`. */
function typeText(type: TypeRef | undefined): string {
  switch (type?.kind) {
    case 'name':
      return type.name;
    case 'array':
      return type.of?.kind === 'name' ? `['${type.of.name}']` : `[${typeText(type.of)}]`;
    case 'object':
      return '{...}';
    default:
      return '';
  }
}

function isDeprecated(thing: NamedThing): boolean {
  return thing.features.some((feature) => feature.name.text === 'deprecated');
}

function around(spans: readonly Span[]): Span {
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}

function inOrder(symbols: readonly OutlineSymbol[]): OutlineSymbol[] {
  return [...symbols].sort((a, b) => a.span.start - b.span.start);
}

// ---- search ----

/** No name is longer. What comes after it in a query is not looked at. */
const MAX_QUERY = 256;

/**
 * Searches the names of all files for one that has the letters of the query in their order.
 *
 * Exact names come first, then those that begin with the query, have it at the start of a word, somewhere, or as
 * beginnings of words (`qbs` finds `query-block-stats`); at each step definitions come before what stands in them, shorter
 * names before longer ones. Names that merely have the letters scattered about come at the end.
 * @param analyses of all roots; what several of them share is found once
 * @param query upper and lower case, `-` and `_` are the same, spaces do not count. Empty for the definitions alone.
 * @param limit the greatest number of results
 */
export function workspaceSymbols(analyses: readonly Analysis[], query: string, limit: number): FoundSymbol[] {
  const wanted = folded(query.replace(/\s/g, '')).slice(0, MAX_QUERY);
  const files = new Set(analyses.flatMap(({ schema }) => schema.sources.files));
  const found: { thing: NamedThing; rank: number }[] = [];
  const look = (thing: NamedThing): void => {
    const quality = matchQuality(thing.name.text, wanted);
    if (quality === undefined || thing.name.text === '') return;
    found.push({ thing, rank: quality * 2 + (isDefinition(thing) ? 0 : 1) });
  };
  for (const file of files) {
    for (const definition of file.definitions) {
      if (wanted === '') look(definition);
      else forEachNamed(definition, look);
    }
  }
  found.sort((a, b) => a.rank - b.rank || compareThings(a.thing, b.thing));
  return found.slice(0, Math.max(0, limit)).map(({ thing }) => ({
    kind: thing.kind,
    name: thing.name.text,
    container: isDefinition(thing) ? undefined : thing.owner.name.text,
    file: thing.file,
    span: thing.name.span,
    deprecated: isDeprecated(thing),
  }));
}

function compareThings(a: NamedThing, b: NamedThing): number {
  const [first, second] = [a.name.text, b.name.text];
  if (first.length !== second.length) return first.length - second.length;
  if (first !== second) return first < second ? -1 : 1;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.name.span.start - b.name.span.start;
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}

/** How well a name answers to a folded query: 0 is best; undefined where it does not. */
function matchQuality(name: string, query: string): number | undefined {
  const text = folded(name);
  if (!isSubsequence(query, text)) return undefined;
  if (text === query) return 0;
  if (text.startsWith(query)) return 1;
  if (text.includes(query)) {
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1)) if (startsWord(name, at)) return 2;
    return 3;
  }
  return matchesWords(query, text, name) ? 4 : 5;
}

function isSubsequence(query: string, text: string): boolean {
  let at = 0;
  for (const character of query) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Whether the query is made of beginnings of words, in order, some of which may be left out. */
function matchesWords(query: string, text: string, name: string): boolean {
  // Where the last letter that was taken may stand, in ascending order; -1 before the first.
  let ends = new Set([-1]);
  for (const character of query) {
    const next = new Set<number>();
    const [first = -1] = ends;
    for (let at = text.indexOf(character, first + 1); at >= 0; at = text.indexOf(character, at + 1)) {
      if (ends.has(at - 1) || startsWord(name, at)) next.add(at);
    }
    if (next.size === 0) return false;
    ends = next;
  }
  return true;
}

/** Whether a word begins at an index of a name: behind a hyphen, underscore or dot, or with a capital. */
function startsWord(name: string, at: number): boolean {
  const character = name.charAt(at);
  const before = name.charAt(at - 1);
  if (at === 0 || /[-_.]/.test(before)) return true;
  return /[A-Z]/.test(character) && (!/[A-Z]/.test(before) || /[a-z]/.test(name.charAt(at + 1)));
}
