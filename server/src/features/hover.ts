/**
 * What is shown about a place of a schema file: the problems there, with reason and remedy, and what the name, keyword or
 * type stands for.
 */
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import type { Reference } from '../analysis/references.ts';
import { rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { placeAt as messagePlaceAt, messagesOfCommentAt } from '../qmp/place.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import { isDefinition, isTypeDefinition, type NamedThing } from '../schema/model.ts';
import { treeFolderOf } from '../schema/places.ts';
import type { Direction } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import { cNamesOf } from './c-names.ts';
import {
  documentationOf,
  downstreamFact,
  type HoverContent,
  kindInWords,
  type ProblemOptions,
  problemsAt,
  problemsPart,
} from './hover-parts.ts';
import { meaningOfBuiltin, meaningOfKey } from './keywords.ts';
import { lifeFact } from './life-fact.ts';
import { codeBlock, codeSpan, listItem } from './markdown.ts';
import { type Place, placeAt } from './place.ts';
import { describePlace } from './qmp-hover.ts';
import { signatureOf } from './signature.ts';

export type { HoverContent };

export interface HoverOptions extends ProblemOptions {
  /** The history of upstream's API. It is asked for where a name is that may be in it. */
  readonly history?: () => History;
}

/**
 * @param analyses of all roots that include the file
 * @param path the file
 * @param offset a place in it
 * @returns Markdown, the problems first; undefined where there is nothing to say
 * @throws HistoryError where a history is given that cannot be had, or is damaged
 */
export function hoverAt(
  analyses: readonly Analysis[],
  path: string,
  offset: number,
  options: HoverOptions = {},
): HoverContent | undefined {
  const problems = problemsAt(problemsIn(analyses, path), offset);
  const subject =
    nameAt(analyses, path, offset, options) ??
    wordAt(analyses, path, offset) ??
    messagePartAt(analyses, path, offset, options);
  const parts = [problemsPart(problems, options), subject?.markdown ?? ''].filter((part) => part !== '');
  const span = subject?.span ?? problems[0]?.span;
  return span && parts.length > 0 ? { markdown: parts.join('\n\n---\n\n'), span } : undefined;
}

// ---- names ----

function nameAt(
  analyses: readonly Analysis[],
  path: string,
  offset: number,
  { history }: HoverOptions,
): HoverContent | undefined {
  for (const analysis of analyses) {
    const reference = analysis.references.at(path, offset);
    if (!reference) continue;
    const { thing } = reference;
    // Another root may show clients what this one hides.
    const ways = analyses.map((other) => other.reach.of(thing));
    const direction = { send: ways.some((way) => way.send), receive: ways.some((way) => way.receive) };
    const life = history && lifeFact(thing, analyses, history);
    return { markdown: describeName(reference, direction, life, analysis), span: reference.span };
  }
  return undefined;
}

function describeName(
  reference: Reference,
  direction: Direction,
  life: string | undefined,
  analysis: Analysis,
): string {
  const { thing } = reference;
  const { schema } = analysis;
  const text = schema.file(thing.file)?.tree.text ?? '';
  const facts = [
    `${kindInWords(thing)}, in ${codeSpan(placeOf(thing, analysis))}`,
    ...branchFact(reference, schema),
    directionFact(thing, direction),
    ...(life === undefined ? [] : [life]),
    ...downstreamFact(thing.name.text, analysis.config),
    ...cFact(thing, analysis),
  ];
  const blocks = [
    codeBlock(signatureOf(thing, text), 'qapi'),
    facts.map((fact) => listItem('-', [fact], true)).join('\n'),
    documentationOf(thing),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** File and line, the file relative to the tree's folder. */
function placeOf(thing: NamedThing, analysis: Analysis): string {
  const folder = `${treeFolderOf(analysis.root)}/`;
  const path = thing.file.startsWith(folder) ? thing.file.slice(folder.length) : thing.file;
  const line = analysis.schema.file(thing.file)?.tree.lines.lineOf(thing.name.span.start) ?? 0;
  return `${path}:${line + 1}`;
}

/** Where a tag's value stands as the key of a branch: what it brings there. */
function branchFact({ kind, file, span }: Reference, schema: Schema): string[] {
  if (kind !== 'branch') return [];
  for (const definition of schema.file(file)?.definitions ?? []) {
    if (definition.kind !== 'union') continue;
    const branch = definition.branches.find(({ key }) => key.content.start === span.start);
    if (branch?.type?.kind !== 'name') continue;
    return [`here it adds the members of ${codeSpan(branch.type.name)} to union ${codeSpan(definition.name.text)}`];
  }
  return [];
}

function directionFact(thing: NamedThing, { send, receive }: Direction): string {
  const verb = send && receive ? 'send and receive' : send ? 'send' : receive ? 'receive' : undefined;
  if (isDefinition(thing) && isTypeDefinition(thing)) {
    if (!verb) return 'no client sees values of it: no command or event leads here';
    return `clients ${verb} values of it, and never see its name`;
  }
  if (!verb) return 'not visible to clients: no command or event leads here';
  if (thing.kind === 'feature') return 'clients see it by introspection';
  if (thing.kind === 'branch' && thing.owner.kind === 'alternate') {
    return `clients ${verb} what it holds, and never see its name`;
  }
  return `clients ${verb} it`;
}

function cFact(thing: NamedThing, { schema, version }: Analysis): string[] {
  const names = cNamesOf(thing, thing.name.text, schema, version);
  return names.length === 0 ? [] : [`in C: ${names.map(codeSpan).join(', ')}`];
}

// ---- words of the language ----

function wordAt(analyses: readonly Analysis[], path: string, offset: number): HoverContent | undefined {
  for (const { schema } of analyses) {
    const file = schema.file(path);
    const place = file && placeAt(file.tree, offset);
    const markdown = place && describeWord(place);
    if (markdown) return { markdown, span: place.span };
  }
  return undefined;
}

function describeWord(place: Place): string | undefined {
  if (place.kind === 'type') {
    const meaning = meaningOfBuiltin(place.name);
    return meaning && `**${place.name}**, a built-in type\n\n${meaning}`;
  }
  const meaning = meaningOfKey(place.context, place.key);
  return meaning && `**${place.key}**\n\n${meaning}`;
}

// ---- examples ----

/** What no name of the schema is in an example: the keys of messages, numbers, texts. */
function messagePartAt(
  analyses: readonly Analysis[],
  path: string,
  offset: number,
  { history }: HoverOptions,
): HoverContent | undefined {
  for (const { schema, root, config } of analyses) {
    const file = schema.file(path);
    const source = file && messagesOfCommentAt(file.tree, offset);
    const place = source && messagePlaceAt(source, offset, schema);
    if (!place) continue;
    const target: MessageTarget = { schema, kind: 'tree', label: 'the tree', root: rootNameOf(root) };
    const markdown = describePlace(place, target, { history, owners: config });
    if (markdown) return { markdown, span: place.slot.content };
  }
  return undefined;
}
