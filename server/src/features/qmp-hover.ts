/** What is shown about a place of messages: the problems there, and what the name, key or value is. */
import type { Config } from '../analysis/settings.ts';
import type { WirePath } from '../compat/wire-path.ts';
import { lifePathOf } from '../contract/elsewhere.ts';
import type { History } from '../history/history.ts';
import { momentInWords } from '../history/life.ts';
import { Expectations, type Expected, type ExpectedKey } from '../qmp/expected.ts';
import type { Side } from '../qmp/message.ts';
import { type MessageText, placeAt, type QmpPlace, thingAt } from '../qmp/place.ts';
import type { Problem } from '../rules/run.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import { isDefinition, type NamedThing } from '../schema/model.ts';
import { treeFolderOf } from '../schema/places.ts';
import {
  documentationOf,
  downstreamFact,
  type HoverContent,
  type ProblemOptions,
  problemsAt,
  problemsPart,
} from './hover-parts.ts';
import { wireLifeFact } from './life-fact.ts';
import { codeBlock, codeSpan, listItem } from './markdown.ts';
import { inCallOrder, keysText, placeText, typeKind, typeText } from './qmp-types.ts';
import { meaningOfFrameKey } from './qmp-words.ts';
import { signatureOf } from './signature.ts';

/** What helps to describe a name. */
export interface DescribeOptions {
  /** The history of upstream's API. It is asked for where a name is that may be in it. */
  readonly history?: (() => History) | undefined;
  /** Whose names with a prefix are. */
  readonly owners?: Pick<Config, 'domains' | 'inherited'>;
}

export interface QmpHoverOptions extends ProblemOptions, DescribeOptions {}

/**
 * @param source a file of messages, or the examples of a comment
 * @param offset a place in it
 * @param target what the messages are held against
 * @param problems of the text
 * @returns Markdown, the problems first; undefined where there is nothing to say
 * @throws HistoryError where a history is given that cannot be had, or is damaged
 */
export function qmpHoverAt(
  source: MessageText,
  offset: number,
  target: MessageTarget,
  problems: readonly Problem[],
  options: QmpHoverOptions = {},
): HoverContent | undefined {
  const here = problemsAt(problems, offset);
  const place = placeAt(source, offset, target.schema);
  const markdown = place && describePlace(place, target, options);
  const parts = [problemsPart(here, options), markdown ?? ''].filter((part) => part !== '');
  const span = markdown && place ? place.slot.content : here[0]?.span;
  return span && parts.length > 0 ? { markdown: parts.join('\n\n---\n\n'), span } : undefined;
}

/** What there is to say of a place; undefined where nothing is written there, or nothing is known of it. */
export function describePlace(place: QmpPlace, target: MessageTarget, options: DescribeOptions): string | undefined {
  if (place.kind === 'message') return undefined;
  const thing = thingAt(place, target.schema);
  if (place.kind === 'key') return place.entry && place.key && describeKey(place.key, place, target, options);
  const { expected, key, value } = place;
  if (value === undefined) return undefined;
  if (thing)
    return describe({ thing, wire: wireOf(expected, thing), key: undefined, expected }, place, target, options);
  // A number, a text: what it is the value of.
  return key && expected.kind !== 'name' ? describeKey(key, place, target, options) : undefined;
}

/** What there is to say of a key, whether it is written or offered. */
export function describeKey(
  key: ExpectedKey,
  place: Exclude<QmpPlace, { kind: 'message' }>,
  target: MessageTarget,
  options: DescribeOptions,
): string | undefined {
  const { frame, declared, expected } = key;
  if (frame) return describeFrameKey(key, place, target);
  const wire = expected.kind === 'value' ? expected.wire : undefined;
  return describe({ thing: declared, wire, key, expected }, place, target, options);
}

/** What there is to say of a command, event, class, value, whether it is written or offered. */
export function describeThing(
  thing: NamedThing,
  place: QmpPlace,
  expected: Expected,
  target: MessageTarget,
  options: DescribeOptions,
): string {
  return describe({ thing, wire: wireOf(expected, thing), key: undefined, expected }, place, target, options);
}

/** A name of the schema in a message. */
interface Subject {
  /** Where the schema declares it; undefined for `type` and `data` of simple unions. */
  readonly thing: NamedThing | undefined;
  readonly wire: WirePath | undefined;
  /** The key that it is; undefined for a value. */
  readonly key: ExpectedKey | undefined;
  readonly expected: Expected;
}

function wireOf(expected: Expected, thing: NamedThing): WirePath | undefined {
  if (expected.kind === 'value') return expected.wire && { ...expected.wire, value: thing.name.text };
  return thing.kind === 'command' || thing.kind === 'event'
    ? { kind: thing.kind, name: thing.name.text, members: [] }
    : undefined;
}

function describe(subject: Subject, place: QmpPlace, target: MessageTarget, options: DescribeOptions): string {
  const { thing } = subject;
  const side = place.kind === 'message' ? place.side : place.about.side;
  const facts = [
    ...whatFact(subject, side, target),
    ...branchFact(subject.wire),
    ...(isName(subject) ? [] : [`clients ${side === 'server' ? 'receive' : 'send'} it`]),
    ...lifeFact(subject, target, options),
    ...markFacts(subject, target, options),
    ...(thing ? downstreamFact(thing.name.text, options.owners ?? NOBODY) : []),
  ];
  const blocks = [
    signature(subject, place, target),
    facts.map((fact) => listItem('-', [fact], true)).join('\n'),
    thing ? documentationOf(thing) : '',
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const NOBODY = { domains: [], inherited: [] };

/** Of commands and events the direction is plain. */
function isName({ thing }: Subject): boolean {
  return thing?.kind === 'command' || thing?.kind === 'event';
}

function signature({ thing, key, expected }: Subject, place: QmpPlace, target: MessageTarget): string {
  if (thing && target.kind !== 'program') {
    const text = target.schema.file(thing.file)?.tree.text ?? '';
    return codeBlock(signatureOf(thing, text), 'qapi');
  }
  // The text of an answer has made-up names: what is seen on the wire says more.
  if (key && expected.kind === 'value') {
    return codeBlock([`${key.name}: ${typeText(expected.type, false)}${key.mandatory ? '' : ', optional'}`]);
  }
  if (thing?.kind !== 'command' && thing?.kind !== 'event') return '';
  const lines = inCallOrder(keysOf(thing, place, target)).map(
    ({ name, mandatory, expected: value }) =>
      `  ${name}: ${value.kind === 'value' ? typeText(value.type, false) : 'any'}${mandatory ? '' : ', optional'}`,
  );
  return codeBlock([`${thing.kind} ${thing.name.text}`, ...lines]);
}

/** The arguments of a command, the data of an event. */
function keysOf(
  definition: Extract<NamedThing, { kind: 'command' | 'event' }>,
  place: QmpPlace,
  { schema }: MessageTarget,
): readonly ExpectedKey[] {
  if (place.kind === 'message') return [];
  const expectations = new Expectations(schema);
  const part = expectations.part(definition, definition.kind === 'command' ? 'arguments' : 'data');
  return expectations.keys(part, NO_OBJECT, place.about) ?? [];
}

const NO_OBJECT = { kind: 'object', span: { start: 0, end: 0 }, entries: [], elided: false } as const;

/** What it is, of which type, and where the schema says so. */
function whatFact({ thing, wire, key, expected }: Subject, side: Side | undefined, target: MessageTarget): string[] {
  const named = target.kind !== 'program';
  // The way to a capability is that on which clients enable it.
  const isOffered = side === 'server' && wire?.part === 'arguments' && wire.value !== undefined;
  const what = isOffered
    ? `capability ${codeSpan(wire.value ?? '')}`
    : wire
      ? placeText(wire, key?.mandatory)
      : thing
        ? `${thing.kind} ${codeSpan(thing.name.text)}`
        : '';
  const kind = expected.kind === 'value' && key ? typeKind(expected.type) : undefined;
  const type = expected.kind === 'value' && key ? codeSpan(typeText(expected.type, named)) : '';
  const ofType = type === '' ? '' : `, ${kind && named ? `${kind} ` : ''}${type}`;
  const at = thing && named ? `, in ${placeOf(thing, target)}` : '';
  return what === '' ? [] : [`${what}${ofType}${at}`];
}

/** File and line in a tree, relative to its folder; of a release the file. */
function placeOf(thing: NamedThing, { schema, kind, label }: MessageTarget): string {
  const folder = `${treeFolderOf(schema.sources.root)}/`;
  const path = thing.file.startsWith(folder) ? thing.file.slice(folder.length) : thing.file;
  if (kind === 'release') return `${codeSpan(path.replace(/^release:[^/]*\//, ''))} of ${label}`;
  const line = schema.file(thing.file)?.tree.lines.lineOf(thing.name.span.start) ?? 0;
  return codeSpan(`${path}:${line + 1}`);
}

function branchFact(wire: WirePath | undefined): string[] {
  const last = wire?.branches?.at(-1) ?? [];
  if (last.length === 0 || wire?.value !== undefined) return [];
  return [`there where ${last.map(({ tag, value }) => `${codeSpan(tag)} is ${codeSpan(value)}`).join(' and ')}`];
}

function lifeFact(
  { wire, thing }: Subject,
  { schema, kind, root }: MessageTarget,
  { history }: DescribeOptions,
): string[] {
  if (!wire || !root || !history) return [];
  const life = wireLifeFact({ wire, thing }, kind === 'tree', schema, root, history);
  return life === undefined ? [] : [life];
}

/** That it is deprecated, or unstable, and what the documentation says of it. */
function markFacts({ thing, wire }: Subject, { root }: MessageTarget, { history }: DescribeOptions): string[] {
  const facts: string[] = [];
  for (const feature of thing?.features ?? []) {
    const { text } = feature.name;
    if (text !== 'deprecated' && text !== 'unstable') continue;
    const path = wire && lifePathOf({ ...wire, feature: text });
    const life = root && path && history?.().lives(root).find(path);
    const since = life?.stretches.at(-1)?.came;
    // In a definition's own documentation it is among the features below.
    const words = thing && !isDefinition(thing) ? documentationOf(feature) : '';
    const when = text === 'deprecated' && since ? ` since ${momentInWords(since)}` : '';
    facts.push(`**${text}**${when}${words === '' ? '' : `: ${words}`}`);
  }
  return facts;
}

// ---- keys of the protocol ----

function describeFrameKey(
  { name, frame, expected }: ExpectedKey,
  { about }: Exclude<QmpPlace, { kind: 'message' }>,
  { schema }: MessageTarget,
): string | undefined {
  const words = frame && meaningOfFrameKey(frame, name);
  if (!words) return undefined;
  const blocks = [`**${name}**, a key of ${words.of}`, words.meaning];
  if (expected.kind === 'value' && expected.wire?.members.length === 0 && frame === 'message') {
    const { kind, name: owner } = expected.wire;
    const keys = new Expectations(schema).keys(expected, NO_OBJECT, about);
    const inside = keys ? keysText(keys, 300) : '';
    if (inside !== '') blocks.push(`Of ${kind} ${codeSpan(owner)}: ${codeSpan(inside)}`);
  }
  return blocks.join('\n\n');
}
