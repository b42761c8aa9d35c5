/** What may be written at a place of messages: whole messages, commands with their arguments, names of members, values. */
import type { WireType } from '../compat/wire.ts';
import { ERROR_CLASSES, Expectations, type Expected, type ExpectedKey } from '../qmp/expected.ts';
import { jsonEntryOf } from '../qmp/json.ts';
import {
  type MessageText,
  type PlaceOfKey,
  type PlaceOfMessage,
  type PlaceOfValue,
  placeAt,
  type QmpPlace,
  type Slot,
} from '../qmp/place.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import type { CommandDefinition, EventDefinition, NamedThing } from '../schema/model.ts';
import type { Completion, CompletionKind } from './completion-item.ts';
import { type DescribeOptions, describeKey, describeThing } from './qmp-hover.ts';
import {
  isEmpty,
  type Layout,
  object,
  type Skeleton,
  SnippetWriter,
  SOME_STRING,
  skeletonOf,
  string,
} from './qmp-skeleton.ts';
import { inCallOrder, keysText, typeKind, typeText } from './qmp-types.ts';
import { meaningOfFrameKey } from './qmp-words.ts';

/** QEMU's generator wants the lines of comments no longer. */
const COMMENT_WIDTH = 70;
const FILE_WIDTH = 80;

/**
 * What may be written at an offset.
 * @param source a file of messages, or the examples of a comment
 * @param offset in its text
 * @param target what the messages are held against
 * @param options what the documentation of an item is made of, when it is asked for
 * @returns empty where nothing may stand, or nobody knows what
 */
export function qmpCompletionAt(
  source: MessageText,
  offset: number,
  target: MessageTarget,
  options: DescribeOptions = {},
): Completion[] {
  const place = placeAt(source, offset, target.schema);
  if (!place) return [];
  const offers = new Offers(source, place, target, options);
  switch (place.kind) {
    case 'message':
      return offers.messages(place);
    case 'key':
      return offers.keys(place);
    case 'value':
      return offers.values(place);
  }
}

/** What an item is about, and how it is written. */
interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail: string;
  readonly documentation?: (() => string | undefined) | undefined;
  /** What is offered first; those of equal rank stay in their order. */
  readonly rank: number;
  /** Whose features count: whether it is deprecated, or unstable. */
  readonly thing?: NamedThing | undefined;
  readonly write: (writer: SnippetWriter) => void;
}

/** What a value brings into its object, and the column in which lines with it begin. */
interface Beside {
  readonly entries: readonly (readonly [key: string, value: Skeleton])[];
  readonly column: number;
}

/** Deprecated things come behind all others. */
const LAST = 9;

class Offers {
  readonly #source: MessageText;
  readonly #place: QmpPlace;
  readonly #slot: Slot;
  readonly #target: MessageTarget;
  readonly #options: DescribeOptions;
  readonly #expectations: Expectations;
  readonly #layout: Layout;
  readonly #lineStart: number;
  /** Of a name or value that has no quote before it. */
  readonly #opening: string;
  readonly #items: { readonly rank: number; readonly item: Completion }[] = [];

  constructor(source: MessageText, place: QmpPlace, target: MessageTarget, options: DescribeOptions) {
    this.#source = source;
    this.#place = place;
    this.#slot = place.slot;
    this.#target = target;
    this.#options = options;
    this.#expectations = new Expectations(target.schema);
    this.#lineStart = lineStart(source.text, place.slot.content.start);
    const quote = place.slot.quote ?? this.#usualQuote();
    this.#opening = place.slot.quote ? '' : quote;
    const width = source.comment ? COMMENT_WIDTH : FILE_WIDTH;
    this.#layout = { quote, width, margin: (column) => this.#margin(column) };
  }

  // ---- messages ----

  messages({ side, answers }: PlaceOfMessage): Completion[] {
    const hasProtocol = this.#expectations.command('qmp_capabilities') !== undefined;
    if (side !== 'server') {
      this.#message('execute', 'a command', 1, object(['execute', SOME_STRING]));
      if (hasProtocol) {
        this.#message('exec-oob', 'a command out of band', 2, object(['exec-oob', SOME_STRING], ['id', SOME_STRING]));
        this.#message('negotiation', 'the first command', 2, object(['execute', string('qmp_capabilities')]));
      }
    }
    if (side !== 'client') {
      const answered = answers();
      this.#message(
        'return',
        answered ? `what ${answered.name.text} returns` : 'an answer',
        answered ? 0 : 1,
        object(['return', answered ? this.#skeleton(this.#expectations.part(answered, 'return')) : object()]),
      );
      const error: Expected = { kind: 'frame', frame: 'error' };
      this.#message('error', 'that a command failed', 1, object(['error', this.#skeleton(error)]));
      if (hasProtocol) {
        this.#message('event', 'an event', 2, object(['event', SOME_STRING], this.#timestamp()));
        const greeting: Expected = { kind: 'frame', frame: 'greeting' };
        this.#message('greeting', 'how a program begins', 2, object(['QMP', this.#skeleton(greeting)]));
      }
    }
    for (const definition of this.#definitions()) {
      if (definition.kind === 'command' && side !== 'server') {
        const entries = [['execute', string(definition.name.text)] as const, this.#arguments(definition)];
        this.#wholeMessage(definition, object(...entries));
      } else if (definition.kind === 'event' && side !== 'client') {
        const entries = [['event', string(definition.name.text)] as const, this.#data(definition), this.#timestamp()];
        this.#wholeMessage(definition, object(...entries));
      }
    }
    return this.#inOrder();
  }

  #message(label: string, detail: string, rank: number, message: Skeleton): void {
    const documentation = (): string | undefined => meaningOfFrameKey('message', label)?.meaning;
    const write = (w: SnippetWriter): void => void w.raw(this.#arrowBefore(message)).value(message);
    this.#offer({ label, kind: 'message', detail, documentation, rank, write });
  }

  /** The arrow of a whole message where those before have one. */
  #arrowBefore(message: Skeleton): string {
    const { text, messages, comment } = this.#source;
    if (comment || this.#place.kind !== 'message' || this.#place.side) return '';
    const { start } = this.#slot.content;
    const before = messages.findLast((one) => one.span.start < start);
    const pair =
      before?.arrow && ARROWS.find((arrows) => arrows.includes(text.slice(before.arrow?.start, before.arrow?.end)));
    if (!pair || message.kind !== 'object') return '';
    const [key] = message.entries[0] ?? [];
    return `${key === 'execute' || key === 'exec-oob' ? pair[0] : pair[1]} `;
  }

  #wholeMessage(definition: CommandDefinition | EventDefinition, message: Skeleton): void {
    this.#offer({
      ...this.#named(definition),
      rank: definition.kind === 'command' ? 3 : 4,
      write: (w) => void w.raw(this.#arrowBefore(message)).value(message),
    });
  }

  #arguments(command: CommandDefinition): readonly [string, Skeleton] | undefined {
    return filled('arguments', this.#skeleton(this.#expectations.part(command, 'arguments')));
  }

  #data(event: EventDefinition): readonly [string, Skeleton] | undefined {
    return filled('data', this.#skeleton(this.#expectations.part(event, 'data')));
  }

  #timestamp(): readonly [string, Skeleton] {
    return ['timestamp', this.#skeleton({ kind: 'frame', frame: 'timestamp' })];
  }

  // ---- keys ----

  keys(place: PlaceOfKey): Completion[] {
    const { keys: known = [], key: meant, object: group, entry, hasColon } = place;
    // What is meant may be in a branch although nothing selects it.
    const keys = meant && !known.some(({ name }) => name === meant.name) ? [...known, meant] : known;
    const isProtocol = this.#expectations.command('qmp_capabilities') !== undefined;
    for (const key of keys) {
      if (key.name !== entry?.key.text && jsonEntryOf(group, key.name)) continue;
      // The guest agent has no greeting, and nothing out of band.
      if (key.frame === 'message' && !isProtocol && NOT_IN_AGENTS.has(key.name)) continue;
      this.#offer({
        label: key.name,
        kind: key.frame ? 'key' : 'member',
        detail: this.#keyDetail(key),
        documentation: () => describeKey(key, place, this.#target, this.#options),
        rank: key.isTag ? 0 : key.mandatory ? 1 : 2,
        thing: key.declared,
        write: (w) => {
          w.raw(this.#opening).restOfString(key.name);
          if (!hasColon) w.raw(': ').value(this.#skeletonOfKey(key));
        },
      });
    }
    return this.#inOrder();
  }

  /** Any value may be an id; most are texts. */
  #skeletonOfKey({ name, frame, expected }: ExpectedKey): Skeleton {
    return frame === 'message' && name === 'id' ? SOME_STRING : this.#skeleton(expected);
  }

  #keyDetail({ mandatory, isTag, expected, frame, name }: ExpectedKey): string {
    const parts: string[] = [];
    if (expected.kind === 'value') parts.push(this.#inside(expected) || this.#typeText(expected.type));
    else if (frame) parts.push(`key of ${meaningOfFrameKey(frame, name)?.of ?? ''}`);
    if (isTag) parts.push('selects further members');
    if (!mandatory && !frame) parts.push('optional');
    return parts.join(', ');
  }

  /** What a command takes, or an event brings: it has no type whose name would say so. */
  #inside(expected: Expected & { kind: 'value' }): string {
    if (expected.wire?.members.length !== 0) return '';
    return keysText(this.#expectations.keys(expected, NO_OBJECT, ABOUT_NOTHING) ?? []);
  }

  #typeText(type: WireType): string {
    const named = this.#target.kind !== 'program';
    const kind = named ? typeKind(type) : undefined;
    return `${kind ? `${kind} ` : ''}${typeText(type, named)}`;
  }

  // ---- values ----

  values(place: PlaceOfValue): Completion[] {
    const { expected, value } = place;
    // Where somebody has begun a string it is to be one.
    const onlyStrings = value?.kind === 'string';
    switch (expected.kind) {
      case 'name':
        this.#names(place, expected.of);
        break;
      case 'error-class':
        for (const name of ERROR_CLASSES) this.#word(name, 'class of errors', undefined, undefined, 1);
        break;
      case 'value':
        this.#typed(place, expected, expected.type, onlyStrings);
        break;
      case 'frame':
        if (!onlyStrings) this.#group(this.#skeleton(expected), 'object', 1);
        break;
    }
    return this.#inOrder();
  }

  #names(place: PlaceOfValue, of: 'command' | 'oob-command' | 'event'): void {
    const { message } = place.about;
    const part = of === 'event' ? 'data' : 'arguments';
    const isBare = jsonEntryOf(message, part) === undefined;
    // In its message a name brings what must stand beside it.
    const column = this.#columnOf((message.entries[0]?.key.span ?? this.#slot.span).start);
    const isCommand = of !== 'event';
    for (const definition of this.#definitions()) {
      if (definition.kind !== (isCommand ? 'command' : 'event')) continue;
      if (of === 'oob-command' && !isOutOfBand(definition)) continue;
      const beside = !isBare
        ? undefined
        : definition.kind === 'command'
          ? this.#arguments(definition)
          : this.#data(definition);
      const needed = [
        ...(beside ? [beside] : []),
        ...(of === 'oob-command' && !jsonEntryOf(message, 'id') ? [['id', SOME_STRING] as const] : []),
        ...(of === 'event' && !jsonEntryOf(message, 'timestamp') ? [this.#timestamp()] : []),
      ];
      this.#offer({
        ...this.#named(definition),
        rank: 1,
        write: (w) => {
          w.raw(this.#opening).restOfString(definition.name.text);
          for (const [key, skeleton] of needed) w.entry(key, skeleton, column);
        },
      });
    }
  }

  #typed(place: PlaceOfValue, expected: Expected & { kind: 'value' }, type: WireType, onlyStrings: boolean): void {
    switch (type.kind) {
      case 'enum':
        for (const [name, value] of type.values) {
          const documentation = (): string =>
            describeThing(value, place, { ...expected, type }, this.#target, this.#options);
          this.#word(name, this.#typeText(type), value, documentation, 1, this.#broughtBy(place, name));
        }
        break;
      case 'alternate':
        for (const branch of type.branches) {
          if (branch.type.kind !== 'alternate') this.#typed(place, expected, branch.type, onlyStrings);
        }
        break;
      case 'array':
      case 'object':
        if (!onlyStrings) this.#group(this.#skeleton({ ...expected, type }), this.#typeText(type), 2);
        break;
      case 'scalar':
        if (onlyStrings) break;
        if (type.json === 'boolean') for (const literal of ['true', 'false']) this.#literal(literal, 'bool');
        if (type.json === 'null') this.#literal('null', 'null');
        break;
    }
  }

  /** What must stand beside a tag with a value. */
  #broughtBy({ key, holder, about }: PlaceOfValue, value: string): Beside | undefined {
    if (!key?.isTag || !holder) return undefined;
    const { object, of } = holder;
    const keys = inCallOrder(this.#expectations.broughtBy(key.name, value, of, object, about));
    const column = this.#columnOf((object.entries[0]?.key.span ?? this.#slot.span).start);
    return { entries: keys.map((one) => [one.name, this.#skeleton(one.expected)] as const), column };
  }

  #literal(literal: string, detail: string): void {
    this.#offer({ label: literal, kind: 'literal', detail, rank: 1, write: (w) => w.raw(literal) });
  }

  #word(
    name: string,
    detail: string,
    thing: NamedThing | undefined,
    documentation: Offer['documentation'],
    rank: number,
    beside?: Beside,
  ): void {
    const write = (w: SnippetWriter): void => {
      w.raw(this.#opening).restOfString(name);
      for (const [key, skeleton] of beside?.entries ?? []) w.entry(key, skeleton, beside?.column ?? 0);
    };
    this.#offer({ label: name, kind: 'value', detail, documentation, rank, thing, write });
  }

  #group(skeleton: Skeleton, detail: string, rank: number): void {
    const label = skeleton.kind === 'array' ? '[ ]' : '{ }';
    this.#offer({ label, kind: 'literal', detail, rank, write: (w) => w.value(skeleton) });
  }

  // ---- what they have in common ----

  /** Commands and events by their names. */
  #definitions(): (CommandDefinition | EventDefinition)[] {
    const { schema } = this.#target;
    return schema.definitions
      .filter((definition) => definition.kind === 'command' || definition.kind === 'event')
      .filter((definition) => schema.definition(definition.name.text) === definition)
      .sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
  }

  #named(definition: CommandDefinition | EventDefinition): Omit<Offer, 'rank' | 'write'> {
    const part = this.#expectations.part(definition, definition.kind === 'command' ? 'arguments' : 'data');
    const expected: Expected = { kind: 'name', of: definition.kind };
    return {
      label: definition.name.text,
      kind: definition.kind,
      detail: (part.kind === 'value' && this.#inside(part)) || definition.kind,
      documentation: () => describeThing(definition, this.#place, expected, this.#target, this.#options),
      thing: definition,
    };
  }

  #skeleton(expected: Expected): Skeleton {
    return skeletonOf(expected, this.#expectations);
  }

  #offer({ label, kind, detail, documentation, rank, thing, write }: Offer): void {
    const { content, span: written, commaBefore, commaAfter } = this.#slot;
    // The opening quote stays: editors compare what stands behind it with the label.
    const span = { start: content.start, end: written.end };
    const writer = new SnippetWriter(this.#layout, this.#columnOf(content.start));
    const { text } = this.#source;
    const isGlued = commaBefore === content.start;
    if (isGlued) writer.raw(', ');
    else if (this.#place.kind === 'message' && /[^\s[]/.test(text[content.start - 1] ?? ' ')) writer.raw(' ');
    write(writer);
    if (commaAfter) writer.raw(/\s/.test(text[span.end] ?? ' ') ? ',' : ', ');
    const has = (feature: string): boolean => thing?.features.some(({ name }) => name.text === feature) ?? false;
    const deprecated = has('deprecated');
    this.#items.push({
      rank: deprecated ? LAST : rank,
      item: {
        label,
        kind,
        detail: [detail, ...(deprecated ? ['deprecated'] : []), ...(has('unstable') ? ['unstable'] : [])].join(', '),
        ...(documentation && { markdown: documentation }),
        span,
        snippet: writer.snippet,
        filter: label,
        ...(commaBefore !== undefined &&
          !isGlued && { also: { span: { start: commaBefore, end: commaBefore }, newText: ',' } }),
        ...(writer.suggests && { suggests: true }),
        ...(deprecated && { deprecated }),
      },
    });
  }

  /** By rank; those of equal rank as they were offered. */
  #inOrder(): Completion[] {
    return this.#items.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  }

  // ---- the text around ----

  /** The quote that the message uses; a program answers with double ones only. */
  #usualQuote(): '"' | "'" {
    if (this.#place.kind === 'message' || this.#place.about.side === 'server') return '"';
    const { start } = this.#place.about.message.span;
    const first = /["']/.exec(this.#source.text.slice(start, this.#slot.content.start));
    return first?.[0] === "'" ? "'" : '"';
  }

  #columnOf(offset: number): number {
    return offset - lineStart(this.#source.text, offset);
  }

  /** Tabs stay tabs, and in a comment the line begins with its `#`. */
  #margin(column: number): string {
    const { text, comment } = this.#source;
    const line = text.slice(this.#lineStart, this.#lineStart + column);
    const margin = line.padEnd(column).replace(/[^\t]/g, ' ');
    if (!comment) return margin;
    const hash = Math.max(0, line.indexOf('#'));
    return `${margin.slice(0, hash)}#${margin.slice(hash + 1)}`;
  }
}

/** Before what a client says, and what a program does. */
const ARROWS: readonly (readonly [string, string])[] = [
  ['->', '<-'],
  ['=>', '<='],
  ['C:', 'S:'],
];
const NOT_IN_AGENTS: ReadonlySet<string> = new Set(['exec-oob', 'QMP', 'event', 'data', 'timestamp']);
const NO_OBJECT = { kind: 'object', span: { start: 0, end: 0 }, entries: [], elided: false } as const;
const ABOUT_NOTHING = {
  message: NO_OBJECT,
  side: undefined,
  command: undefined,
  event: undefined,
  answers: () => undefined,
};

function filled(key: string, skeleton: Skeleton): readonly [string, Skeleton] | undefined {
  return isEmpty(skeleton) ? undefined : [key, skeleton];
}

function isOutOfBand(definition: CommandDefinition | EventDefinition): boolean {
  return definition.flags.get('allow-oob')?.value === true;
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}
