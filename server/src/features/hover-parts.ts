/** What hovers are made of: of schemas, and of messages. */
import type { Config } from '../analysis/settings.ts';
import { judgeDomain, ownerOf, reverseDomain } from '../names/domain.ts';
import { parseName } from '../names/parse.ts';
import type { Problem } from '../rules/run.ts';
import { docSectionOf } from '../schema/docs.ts';
import { type Definition, isDefinition, type Member, type NamedThing, type TypeRef } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { docMarkdown, sectionMarkdown } from './doc-markdown.ts';
import { codeSpan, escapeMarkdown, hasLinkEnd, joined, link, paragraph } from './markdown.ts';

export interface HoverContent {
  readonly markdown: string;
  /** What it is about, in the file that was asked for. */
  readonly span: Span;
}

/** How problems are told. */
export interface ProblemOptions {
  /** Where the page of a rule is found. */
  readonly ruleLink?: (ruleId: string) => string;
  /** Whether the editor shows the messages of problems in its hovers itself: then they are not said a second time. */
  readonly showsMessages?: boolean;
}

/** Those of the problems of a text that are told at a place, the narrowest first. */
export function problemsAt(problems: readonly Problem[], offset: number): Problem[] {
  const here = problems.filter(({ span }) => span.start <= offset && offset <= span.end);
  return here.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
}

/** Problems with their reasons and remedies, rule by rule; empty for none. */
export function problemsPart(
  problems: readonly Problem[],
  { ruleLink, showsMessages = false }: ProblemOptions,
): string {
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

const MEMBER_WORDS = {
  enum: 'Values',
  struct: 'Members',
  union: 'Members',
  alternate: 'Branches',
  command: 'Arguments',
  event: 'Data',
} as const satisfies Record<Definition['kind'], string>;

/** What the documentation of a schema says of a thing, as Markdown; empty where it says nothing. */
export function documentationOf(thing: NamedThing): string {
  if (isDefinition(thing)) return thing.doc ? docMarkdown(thing.doc, MEMBER_WORDS[thing.kind]) : '';
  const found = docSectionOf(thing);
  return found ? sectionMarkdown(found.doc, found.section) : '';
}

/** `optional argument of command x`. */
export function kindInWords(thing: NamedThing): string {
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

const OWNER_WORDS = { yours: 'yours', inherited: 'inherited', other: "somebody else's" } as const;

/** For a name with the downstream prefix: whose it is, and what it is called without. */
export function downstreamFact(name: string, config: Pick<Config, 'domains' | 'inherited'>): string[] {
  const { rfqdn, stem, experimental } = parseName(name);
  if (rfqdn === undefined) return [];
  const parts = [`downstream name: ${domainInWords(rfqdn, config)}`];
  if (stem !== '') parts.push(`stem ${codeSpan(stem)}`);
  if (experimental) parts.push('experimental');
  return [parts.join('; ')];
}

function domainInWords(rfqdn: string, { domains, inherited }: Pick<Config, 'domains' | 'inherited'>): string {
  const verdict = judgeDomain(rfqdn);
  if (verdict.code !== 'ok' && verdict.code !== 'forward') return `${codeSpan(rfqdn)}, which is no reversed domain`;
  const reversed = verdict.code === 'ok' ? verdict.domain : verdict.suggestion;
  const form = verdict.code === 'ok' ? 'reversed' : 'to be reversed:';
  const owner = domains.length + inherited.length > 0 ? `, ${OWNER_WORDS[ownerOf(reversed, domains, inherited)]}` : '';
  return `domain ${codeSpan(reverseDomain(reversed))} (${form} ${codeSpan(reversed)})${owner}`;
}
