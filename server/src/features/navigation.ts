/** The way from a name to its declaration, and from there to every place that stands for the same thing. */
import type { Analysis } from '../analysis/analysis.ts';
import { messagesOfCommentAt } from '../qmp/place.ts';
import type { NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { includeLinks } from './document-links.ts';
import { qmpNamedAt } from './qmp-navigation.ts';

/** A stretch of a file's text. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** A name in a text, and what it stands for. */
export interface NamedPlace {
  /** The name alone: no quotes, no `*`, no `@`. */
  readonly span: Span;
  /** One thing as a rule. More where roots that share the file mean different things by the name. */
  readonly things: readonly NamedThing[];
}

/**
 * @param analyses of roots; those that do not include the file have no say
 * @param path the file
 * @param offset a place in it: inside a name, or at its end
 * @returns undefined where no name is, or one that stands for nothing in the schema
 */
export function namedAt(analyses: readonly Analysis[], path: string, offset: number): NamedPlace | undefined {
  let span: Span | undefined;
  const things = new Set<NamedThing>();
  for (const { references } of analyses) {
    const reference = references.at(path, offset);
    if (!reference) continue;
    span ??= reference.span;
    things.add(reference.thing);
  }
  return span && { span, things: [...things] };
}

/**
 * Where the thing is declared whose name stands at a place. A declaration leads to itself, an include to the beginning of
 * its file.
 *
 * A declaration may stand in a file that further roots include: whoever wants every reference, or renames, asks
 * `referencesAt` and `renameAt` with the analyses of those roots too.
 * @param analyses of all roots that include the file
 * @param path the file
 * @param offset a place in it
 * @returns mostly one place; none where nothing is named, nor for built-in types
 */
export function definitionAt(analyses: readonly Analysis[], path: string, offset: number): Place[] {
  const link = includeLinks(analyses, path).find(({ span }) => span.start <= offset && offset <= span.end);
  if (link) return [{ file: link.target, span: { start: 0, end: 0 } }];
  const things = namedAt(analyses, path, offset)?.things ?? meantInExample(analyses, path, offset);
  return inOrder(things.map((thing) => ({ file: thing.file, span: thing.name.span })));
}

/** What the keys of messages lead to: `arguments` names no thing, and is not renamed with one. */
function meantInExample(analyses: readonly Analysis[], path: string, offset: number): readonly NamedThing[] {
  return analyses.flatMap(({ schema }) => {
    const file = schema.file(path);
    const source = file && messagesOfCommentAt(file.tree, offset);
    return (source && qmpNamedAt(source, offset, schema)?.things) ?? [];
  });
}

/**
 * Every place that names what stands at a place: types, discriminators, branches, documentation, examples, pragmas.
 * @param analyses of all roots that include the file, or the file of the declaration
 * @param path the file
 * @param offset a place in it
 * @param options declaration: whether the declaration counts
 * @returns the names in all files of all roots, each once, by file and place
 */
export function referencesAt(
  analyses: readonly Analysis[],
  path: string,
  offset: number,
  options: { readonly declaration: boolean },
): Place[] {
  const things = namedAt(analyses, path, offset)?.things ?? [];
  return inOrder(things.flatMap((thing) => referencesTo(analyses, thing, options)));
}

/** The same of a thing, whoever names it. */
export function referencesTo(
  analyses: readonly Analysis[],
  thing: NamedThing,
  { declaration }: { readonly declaration: boolean },
): Place[] {
  const places = analyses.flatMap(({ references }) => references.to(thing));
  return inOrder(
    places.filter(({ kind }) => declaration || kind !== 'declaration').map(({ file, span }) => ({ file, span })),
  );
}

/**
 * @param analyses of all roots that include the file
 * @param path the file
 * @param offset a place in it
 * @returns the names in the same file that stand for what the name at the place does, itself included, in order
 */
export function highlightsAt(analyses: readonly Analysis[], path: string, offset: number): Span[] {
  const things = new Set(namedAt(analyses, path, offset)?.things);
  if (things.size === 0) return [];
  const places = analyses.flatMap(({ references }) => references.inFile(path).filter(({ thing }) => things.has(thing)));
  return inOrder(places).map(({ span }) => span);
}

/** Each place once, by file and then as they stand in the text. */
function inOrder(places: readonly Place[]): Place[] {
  const unique = new Map(places.map(({ file, span }) => [`${file}\n${span.start} ${span.end}`, { file, span }]));
  return [...unique.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start || a.span.end - b.span.end,
  );
}
