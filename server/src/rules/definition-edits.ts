/** Puts definitions of the baseline back, with the types that they need. */
import { isMadeFromAnswer } from '../introspection/introspection.ts';
import { has, type QemuVersion, type Trait } from '../schema/dialect.ts';
import {
  BUILTIN_TYPES,
  type Definition,
  isTypeDefinition,
  type Member,
  type SourceFile,
  type TypeRef,
} from '../schema/model.ts';
import { typesNamedBy } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { neighbourOf } from './contract-places.ts';
import { definitionText } from './dialect-text.ts';
import { commentStub } from './doc-stub.ts';
import { edit } from './part-edits.ts';
import type { FileEdit, RuleContext } from './rule.ts';

/** A schema beside its baseline, and the version whose dialect it is written in. */
type Trees = Pick<RuleContext, 'schema' | 'version'> & { readonly baseline: Schema };

/** The built-in types that not all versions have. */
const NEWER_TYPES: ReadonlyMap<string, Trait> = new Map([
  ['any', 'type-any'],
  ['QType', 'type-qtype'],
  ['null', 'type-null'],
]);

/** The built-in types that introspection tells as they are: integers have no width in it. */
const EXACT_TYPES: ReadonlySet<string> = new Set(['str', 'bool', 'number', 'null', 'any']);

/**
 * The definitions of the baseline that a schema lacks and that names of types lead to, in the order in which they are met.
 * @returns undefined where one of the names would mean something else in the schema, or nothing
 */
export function missingTypes(names: Iterable<string>, { schema, baseline, version }: Trees): Definition[] | undefined {
  const needed = new Set(names);
  if (isMadeFromAnswer(baseline) && ![...needed].every((name) => EXACT_TYPES.has(name))) return undefined;
  const missing: Definition[] = [];
  // The set grows while it is walked.
  for (const name of needed) {
    if (BUILTIN_TYPES.has(name)) {
      if (!isBuiltIn(name, version)) return undefined;
      continue;
    }
    const theirs = baseline.definition(name);
    if (!theirs || !isTypeDefinition(theirs)) return undefined;
    const ours = schema.definition(name);
    if (ours) {
      if (ours.kind !== theirs.kind) return undefined;
      continue;
    }
    missing.push(theirs);
    for (const used of typesNamedBy(theirs)) needed.add(used);
  }
  return missing;
}

function isBuiltIn(name: string, version: QemuVersion): boolean {
  const trait = NEWER_TYPES.get(name);
  return trait === undefined || has(version, trait);
}

/** The names of types in what stands behind a name. */
export function typeNames(type: TypeRef | undefined): readonly string[] {
  switch (type?.kind) {
    case 'name':
      return [type.name];
    case 'array':
      return typeNames(type.of);
    case 'object':
      return type.members.flatMap((member: Member) => typeNames(member.type));
    default:
      return [];
  }
}

/** Where a definition is put. */
interface Anchor {
  readonly file: SourceFile;
  readonly offset: number;
  /** Whether it comes before what stands there, or behind. */
  readonly side: 'before' | 'behind';
  /** What keeps definitions apart there. */
  readonly gap: string;
}

/**
 * Puts definitions of the baseline where they stand there, as far as their neighbours tell.
 * @returns undefined where the version cannot say one of them, or nobody knows its place
 */
export function putBack(definitions: readonly Definition[], context: Trees): FileEdit[] | undefined {
  const groups = new Map<string, { readonly anchor: Anchor; readonly texts: string[] }>();
  for (const definition of inOrder(definitions, context.baseline)) {
    const source = context.baseline.file(definition.file);
    const written = source && definitionText(source, definition, context.version);
    const anchor = source && anchorOf(definition, source, context);
    if (written === undefined || !anchor) return undefined;
    const text = wantsComment(definition, context) ? commentStub(definition, context.version) + written : written;
    const key = `${anchor.file.path}\n${anchor.offset}`;
    const group = groups.get(key);
    if (group) group.texts.push(text);
    else groups.set(key, { anchor, texts: [text] });
  }
  return [...groups.values()].map(({ anchor: { file, offset, side, gap }, texts }) => {
    const joined = texts.join(gap);
    return edit(file, offset, offset, side === 'behind' ? gap + joined : joined + gap);
  });
}

/** Whether a definition of the baseline has no comment, and needs one in our schema: releases have none. */
function wantsComment({ doc }: Definition, { schema, version }: Trees): boolean {
  return !doc && schema.docRequired && has(version, 'docs-refused');
}

/** As they stand in the files of a schema. */
function inOrder(definitions: readonly Definition[], { sources }: Schema): Definition[] {
  const files = new Map(sources.files.map(({ path }, index) => [path, index]));
  const fileOf = ({ file }: Definition): number => files.get(file) ?? 0;
  return [...definitions].sort((a, b) => fileOf(a) - fileOf(b) || a.name.span.start - b.name.span.start);
}

function anchorOf(gone: Definition, source: SourceFile, trees: Trees): Anchor | undefined {
  const { schema, baseline } = trees;
  const neighbour = neighbourOf(gone, schema, baseline);
  const file = neighbour && schema.file(neighbour.file);
  if (!neighbour || !file) return undefined;
  const siblings = source.definitions;
  const place = siblings.indexOf(gone);
  const counterpart = siblings.findIndex(({ name }) => name.text === neighbour.name.text);
  const isBehind = counterpart < place;
  // A heading between the two belongs to what follows.
  const between = siblings.slice(counterpart + 1, place + 1);
  const isHeaded = isBehind && !between.every((one, at) => isBlankBetween(source, siblings[counterpart + at], one));
  const names = new Set(siblings.slice(place + 1).map(({ name }) => name.text));
  const next = file.definitions[file.definitions.indexOf(neighbour) + 1];
  const follower = next && names.has(next.name.text) ? next : undefined;
  const gap = gapIn(file, neighbour) ?? gapIn(source, gone) ?? '\n\n';
  const before = isHeaded ? follower : isBehind ? undefined : neighbour;
  // Right behind a heading that heading would be the comment of a definition without one of its own.
  if (
    before &&
    (gone.doc ||
      wantsComment(gone, trees) ||
      isBlankBetween(file, file.definitions[file.definitions.indexOf(before) - 1], before))
  ) {
    return { file, offset: spanWithDoc(before).start, side: 'before', gap };
  }
  return { file, offset: neighbour.expression.span.end, side: 'behind', gap };
}

/** A definition with its comment. */
export function spanWithDoc({ expression: { doc, span } }: Definition): Span {
  return { start: doc?.span.start ?? span.start, end: span.end };
}

function isBlankBetween({ tree }: SourceFile, before: Definition | undefined, { expression }: Definition): boolean {
  const from = before?.expression.span.end ?? 0;
  return tree.text.slice(from, expression.doc?.span.start ?? expression.span.start).trim() === '';
}

/** What keeps a definition from the one behind or before it, if it is nothing but line breaks. */
export function gapIn(file: SourceFile, definition: Definition): string | undefined {
  const { definitions, tree } = file;
  const place = definitions.indexOf(definition);
  for (const [one, other] of [
    [definition, definitions[place + 1]],
    [definitions[place - 1], definition],
  ]) {
    const gap = one && other && tree.text.slice(one.expression.span.end, spanWithDoc(other).start);
    if (gap && /^[\r\n]+$/.test(gap)) return gap.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }
  return undefined;
}
