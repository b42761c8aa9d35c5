/** Rename as the user asks for it: a place and a typed name. The work is done by the rename engine. */
import type { Analysis } from '../analysis/analysis.ts';
import { parseName } from '../names/parse.ts';
import { styleProblem } from '../names/style.ts';
import { characterName } from '../rules/characters.ts';
import type { FileEdit } from '../rules/rule.ts';
import { BUILTIN_TYPES, type NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { uniqueEdits } from './edits.ts';
import { namedAt } from './navigation.ts';
import { placeAt } from './place.ts';
import { type CChange, type RenameOutcome, rename } from './rename.ts';

/** What a rename at a place would change. */
export interface RenameTarget {
  /** The name at the place, without quotes, `*` and `@`. */
  readonly span: Span;
  readonly name: string;
}

/**
 * @param analyses of all roots that include the file
 * @param path the file
 * @param offset a place in it: inside a name, or at its end
 * @returns undefined where nothing can be renamed; `whyNotRenamed` says why
 */
export function prepareRenameAt(analyses: readonly Analysis[], path: string, offset: number): RenameTarget | undefined {
  const named = namedAt(analyses, path, offset);
  const thing = named?.things[0];
  return named && thing && { span: named.span, name: thing.name.text };
}

/**
 * Why nothing can be renamed at a place where `prepareRenameAt` finds nothing.
 * @returns a sentence
 */
export function whyNotRenamed(analyses: readonly Analysis[], path: string, offset: number): string {
  for (const { schema } of analyses) {
    const file = schema.file(path);
    const place = file && placeAt(file.tree, offset);
    if (place?.kind === 'key') return `'${place.key}' is a word of the schema language, not a name.`;
    if (place?.kind !== 'type') continue;
    return BUILTIN_TYPES.has(place.name)
      ? `'${place.name}' is a built-in type: its name is part of the schema language.`
      : `The schema has no type '${place.name}'.`;
  }
  return 'There is no name here.';
}

/**
 * Renames what stands at a place, everywhere.
 * @param analyses of all roots that include the file, and of all that include the file of the declaration
 * @param path the file
 * @param offset a place in it
 * @param newName as typed: spaces and quotes around it and the `*` of an optional member are dropped. It has to be a name
 *   at all; one that is against the rules of spelling is taken, and the rules speak up afterwards.
 * @returns the edits, none where the name stays as it is; or why nothing is changed, as a sentence
 */
export function renameAt(analyses: readonly Analysis[], path: string, offset: number, newName: string): RenameOutcome {
  const things = namedAt(analyses, path, offset)?.things ?? [];
  if (things.length === 0) return refused(whyNotRenamed(analyses, path, offset));
  const name = nameAsTyped(newName);
  const edits: (readonly FileEdit[])[] = [];
  const cChanges = new Map<string, CChange>();
  // Where two roots mean different things by the name, both are renamed: the place that they share can have one name only.
  for (const thing of things) {
    if (thing.name.text === name) continue;
    const reason = shapeProblem(thing, name);
    if (reason !== undefined) return refused(reason);
    const concerned = analyses.filter(({ schema }) => schema.file(thing.file));
    const outcome = rename(concerned, thing, name);
    if (!outcome.ok) {
      return { ...outcome, reason: `'${thing.name.text}' cannot become '${name}': ${outcome.reason}` };
    }
    edits.push(outcome.edits);
    for (const change of outcome.cChanges) cChanges.set(change.from, change);
  }
  return { ok: true, edits: uniqueEdits(edits.flat()), cChanges: [...cChanges.values()] };
}

function refused(reason: string): RenameOutcome {
  return { ok: false, reason, clash: undefined };
}

/** What is meant by a typed text, which may have been copied with its quotes and `*`. */
function nameAsTyped(text: string): string {
  return text
    .trim()
    .replace(/^['"`]|['"`]$/g, '')
    .trim()
    .replace(/^\*/, '');
}

/** Why a text is not a name at all, as a sentence: the schema would fall apart at the places that refer to it. */
function shapeProblem({ kind }: NamedThing, name: string): string | undefined {
  if (name === '') return 'A name cannot be empty.';
  if (styleProblem(kind, name, { allowUnderscoreOrUpper: true }) !== 'invalid') return undefined;
  const { prefix, marker, stem } = parseName(name);
  const own = marker + stem;
  const character = /[^A-Za-z0-9_-]/u.exec(own)?.[0];
  if (character === undefined) {
    if (prefix !== '') return `Behind the prefix '${prefix}' a name goes on with a letter.`;
    const first = kind === 'value' ? 'a letter or digit' : 'a letter';
    return `A name begins with ${first}, or with a prefix such as '__com.example_'.`;
  }
  if (/\s/.test(character)) return 'A name has no spaces.';
  if (character === '.') return "A name has dots in its prefix only, as in '__com.example_'.";
  return `${characterName(character)} cannot stand in a name: it is made of ASCII letters, digits, '-' and '_'.`;
}
