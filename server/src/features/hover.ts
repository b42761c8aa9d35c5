/**
 * What is shown about a place of a schema file: the problems there, with reason and remedy, and what the name, keyword or
 * type stands for.
 */
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import type { Reference } from '../analysis/references.ts';
import type { Config } from '../analysis/settings.ts';
import type { History } from '../history/history.ts';
import { judgeDomain, ownerOf, reverseDomain } from '../names/domain.ts';
import { parseName } from '../names/parse.ts';
import type { Problem } from '../rules/run.ts';
import { docSectionOf } from '../schema/docs.ts';
import {
  type Definition,
  isDefinition,
  isTypeDefinition,
  type Member,
  type NamedThing,
  type TypeRef,
} from '../schema/model.ts';
import { treeFolderOf } from '../schema/places.ts';
import type { Direction } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import { cNamesOf } from './c-names.ts';
import { docMarkdown, sectionMarkdown } from './doc-markdown.ts';
import { meaningOfBuiltin, meaningOfKey } from './keywords.ts';
import { lifeFact } from './life-fact.ts';
import { codeBlock, codeSpan, escapeMarkdown, hasLinkEnd, joined, link, listItem, paragraph } from './markdown.ts';
import { type Place, placeAt } from './place.ts';
import { signatureOf } from './signature.ts';

export interface HoverContent {
  readonly markdown: string;
  /** What it is about, in the file that was asked for. */
  readonly span: Span;
}

export interface HoverOptions {
  /** Where the page of a rule is found. */
  readonly ruleLink?: (ruleId: string) => string;
  /** Whether the editor shows the messages of problems in its hovers itself: then they are not said a second time. */
  readonly showsMessages?: boolean;
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
  const problems = problemsAt(analyses, path, offset);
  const subject = nameAt(analyses, path, offset, options) ?? wordAt(analyses, path, offset);
  const parts = [problemsPart(problems, options), subject?.markdown ?? ''].filter((part) => part !== '');
  const span = subject?.span ?? problems[0]?.span;
  return span && parts.length > 0 ? { markdown: parts.join('\n\n---\n\n'), span } : undefined;
}

// ---- problems ----

/** The problems at a place, the narrowest first. */
function problemsAt(analyses: readonly Analysis[], path: string, offset: number): Problem[] {
  const problems = problemsIn(analyses, path).filter(({ span }) => holds(span, offset));
  return problems.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
}

function problemsPart(problems: readonly Problem[], { ruleLink, showsMessages = false }: HoverOptions): string {
  const blocks: string[] = [];
  for (const rule of new Set(problems.map((problem) => problem.rule))) {
    const own = problems.filter((problem) => problem.rule === rule);
    const [first] = own;
    if (!first) continue;
    const id = codeSpan(rule.id);
    const page = ruleLink?.(rule.id);
    blocks.push(
      `**${SEVERITY_WORDS[first.severity]}:** ${page ? link(id, page) : id}`,
      ...(showsMessages ? [] : own.map((problem) => paragraph(messageMarkdown(problem.message)))),
      ...(own.some((problem) => problem.buildBreaking) ? ["QEMU's own generator refuses the schema for it."] : []),
      `**Why:** ${rule.why}`,
      `**What to do:** ${rule.remedy}`,
      `**Source:** ${link(escapeMarkdown(rule.source.title), rule.source.url)}`,
    );
  }
  return blocks.join('\n\n');
}

const SEVERITY_WORDS = { error: 'Error', warning: 'Warning', information: 'Information', hint: 'Hint' } as const;

/** A message with the names it quotes as code. */
function messageMarkdown(message: string): string {
  const hasLink = hasLinkEnd(message);
  const out: string[] = [];
  let at = 0;
  for (const match of message.matchAll(/(?<![\p{L}\p{N}])'([^'\s]{1,300})'(?![\p{L}\p{N}])/gu)) {
    out.push(escapeMarkdown(message.slice(at, match.index), hasLink), codeSpan(match[1] as string));
    at = match.index + match[0].length;
  }
  out.push(escapeMarkdown(message.slice(at), hasLink));
  return joined(out);
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
    ...downstreamFact(thing.name.text, analysis),
    ...cFact(thing, analysis),
  ];
  const blocks = [
    codeBlock(signatureOf(thing, text), 'qapi'),
    facts.map((fact) => listItem('-', [fact], true)).join('\n'),
    documentationOf(thing),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const MEMBER_WORDS = {
  enum: 'Values',
  struct: 'Members',
  union: 'Members',
  alternate: 'Branches',
  command: 'Arguments',
  event: 'Data',
} as const satisfies Record<Definition['kind'], string>;

function documentationOf(thing: NamedThing): string {
  if (isDefinition(thing)) return thing.doc ? docMarkdown(thing.doc, MEMBER_WORDS[thing.kind]) : '';
  const found = docSectionOf(thing);
  return found ? sectionMarkdown(found.doc, found.section) : '';
}

/** `optional argument of command x`. */
function kindInWords(thing: NamedThing): string {
  const name = codeSpan(thing.name.text);
  if (isDefinition(thing)) return `${thing.kind} ${name}`;
  const owner = `${thing.owner.kind} ${codeSpan(thing.owner.name.text)}`;
  const optional = thing.optional ? 'optional ' : '';
  if (thing.kind === 'feature' && thing.parent) return `feature of ${kindInWords(thing.parent)}`;
  if (thing.kind === 'member' && thing.parent) return `${optional}member of ${kindInWords(thing.parent)}`;
  if (thing.kind !== 'member') return `${thing.kind} of ${owner}`;
  switch (thing.owner.kind) {
    case 'command':
      return isInside(thing, thing.owner.returns)
        ? `${optional}member of what ${owner} returns`
        : `${optional}argument of ${owner}`;
    case 'event':
      return `${optional}member of the data of ${owner}`;
    default:
      return `${optional}member of ${owner}`;
  }
}

function isInside(member: Member, type: TypeRef | undefined): boolean {
  return type !== undefined && type.span.start <= member.name.span.start && member.name.span.end <= type.span.end;
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

const OWNER_WORDS = { yours: 'yours', inherited: 'inherited', other: "somebody else's" } as const;

/** For a name with the downstream prefix: whose it is, and what it is called without. */
function downstreamFact(name: string, { config }: Analysis): string[] {
  const { rfqdn, stem, experimental } = parseName(name);
  if (rfqdn === undefined) return [];
  const parts = [`downstream name: ${domainInWords(rfqdn, config)}`];
  if (stem !== '') parts.push(`stem ${codeSpan(stem)}`);
  if (experimental) parts.push('experimental');
  return [parts.join('; ')];
}

function domainInWords(rfqdn: string, { domains, inherited }: Config): string {
  const verdict = judgeDomain(rfqdn);
  if (verdict.code !== 'ok' && verdict.code !== 'forward') return `${codeSpan(rfqdn)}, which is no reversed domain`;
  const reversed = verdict.code === 'ok' ? verdict.domain : verdict.suggestion;
  const form = verdict.code === 'ok' ? 'reversed' : 'to be reversed:';
  const owner = domains.length + inherited.length > 0 ? `, ${OWNER_WORDS[ownerOf(reversed, domains, inherited)]}` : '';
  return `domain ${codeSpan(reverseDomain(reversed))} (${form} ${codeSpan(reversed)})${owner}`;
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

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
