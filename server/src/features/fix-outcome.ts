/** What a fix brings about besides doing away with its problem, as far as whoever chooses it should know. */
import type { Analysis } from '../analysis/analysis.ts';
import type { Change } from '../compat/change.ts';
import { changesAt } from '../compat/changes.ts';
import type { WirePath } from '../compat/wire-path.ts';
import type { FileEdit } from '../rules/rule.ts';
import { readFile } from '../schema/definitions.ts';
import { NEWEST } from '../schema/dialect.ts';
import { linkFaults } from '../schema/link.ts';
import type { LinkFault } from '../schema/link-faults.ts';
import { definitionOf, isTypeDefinition, type NamedThing, type SourceFile } from '../schema/model.ts';
import { relativePath, treeFolderOf } from '../schema/places.ts';
import { Schema } from '../schema/schema.ts';
import { parse } from '../syntax/parse.ts';
import { applyEdits, uniqueEdits } from './edits.ts';

/** More of a kind than this are not listed: a title is read at a glance. */
const MAX_NAMES = 2;

/**
 * Tries edits out. They were made for one root, and a file may be part of others, which have other types; and what comes back
 * from the baseline may lead to types that are here, but differ.
 * @param edits of one or more files
 * @param restores the place on the wire that comes back by them
 * @param analyses of all roots that hold one of the files
 * @returns clauses to stand behind the title; none where all is well
 */
export function outcomeOf(
  edits: readonly FileEdit[],
  restores: WirePath | undefined,
  analyses: readonly Analysis[],
): readonly string[] {
  const made = uniqueEdits(edits);
  const files = new Map<SourceFile, SourceFile>();
  const clauses = analyses.flatMap((analysis) => {
    const after = schemaAfter(made, analysis.schema, files);
    if (!after) return [];
    return [...newFaults(after, analysis), ...(restores ? newDifferences(after, restores, analysis) : [])];
  });
  // What differs does so in all roots.
  return [...new Set(clauses)];
}

/**
 * @param files takes what files become: they are the same objects in all roots
 * @returns undefined where nothing of the schema changes
 */
function schemaAfter(
  edits: readonly FileEdit[],
  schema: Schema,
  files: Map<SourceFile, SourceFile>,
): Schema | undefined {
  const { sources } = schema;
  const changed = sources.files.map((file) => {
    const own = edits.filter((edit) => edit.file === file.path);
    if (own.length === 0) return file;
    let after = files.get(file);
    if (!after) {
      after = readFile(file.path, parse(applyEdits(file.tree.text, own), file.tree), file);
      files.set(file, after);
    }
    return after;
  });
  return changed.every((file, index) => file === sources.files[index])
    ? undefined
    : new Schema({ ...sources, files: changed }, schema);
}

/** What does not fit together any more in a root. */
function newFaults(after: Schema, { root, schema, version = NEWEST }: Analysis): string[] {
  const keyOf = ({ code, definition, span: { start, end } }: LinkFault, { tree }: SourceFile): string =>
    [code, definition.name.text, tree.text.slice(start, end)].join('\n');
  const keysIn = (of: Schema): Map<string, LinkFault> => {
    const keys = new Map<string, LinkFault>();
    for (const fault of linkFaults(of, version)) {
      const file = of.file(fault.definition.file);
      if (file) keys.set(keyOf(fault, file), fault);
    }
    return keys;
  };
  const before = keysIn(schema);
  const faults = [...keysIn(after)].flatMap(([key, fault]) => (before.has(key) ? [] : fault));
  if (faults.length === 0) return [];
  const name = relativePath(treeFolderOf(root), root);
  const unknown = faults.flatMap((fault) => (fault.code === 'unknown-type' ? fault.name : []));
  if (unknown.length > 0) return [`${name} does not know ${listed(unknown)}`];
  const doubled = faults.flatMap(({ code, definition }) => (code === 'redefinition' ? definition.name.text : []));
  if (doubled.length > 0) return [`${name} has ${listed(doubled)} already`];
  return [`${name} would not build`];
}

/** What differs from upstream in what comes back, and has not been told yet. */
function newDifferences(after: Schema, restores: WirePath, { baseline, changes }: Analysis): string[] {
  if (!baseline.schema) return [];
  // Not by the way to it: of what several ways lead to, the first one counts.
  const keyOf = ({ kind, ours, baseline: theirs, holder }: Change): string =>
    [kind, ...[ours?.thing, theirs?.thing, holder].map(nameOf)].join('\n');
  const known = new Set(changes.map(keyOf));
  const names = changesAt(baseline.schema, after, restores).flatMap((change) => {
    const place = change.ours?.thing ?? change.holder;
    if (!place || known.has(keyOf(change))) return [];
    const type = definitionOf(place);
    return isTypeDefinition(type) ? type.name.text : place.name.text;
  });
  if (names.length === 0) return [];
  return [`${listed(names)} ${new Set(names).size > 1 ? 'differ' : 'differs'} from upstream's here`];
}

function nameOf(thing: NamedThing | undefined): string {
  return thing ? `${definitionOf(thing).name.text} ${thing.name.text}` : '';
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, MAX_NAMES).map((name) => `'${name}'`);
  const more = unique.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}
